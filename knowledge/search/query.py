"""What a question becomes before it is searched for, and what is found."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.language.tokens import Token


class Hit(NamedTuple):
    """A document found: its id and its score, comparable within one search only."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question, analysed against one index.

    Attributes:
        tokens: the tokens as typed.
        forms: the form each was most likely meant in, accents restored and slips corrected.
        rows: the index's features to add up, no two the same.
        weights: float32, how much each of them counts.
        own_rows: the features that the question consists of: pairs of bare syllables, then bare
            syllables.
        pairs: how many of them are pairs.
        own_weights: float32, how much of each is meant: 1, or less for one reading of several.
        mass: idf mass of the question's features; those the index doesn't have count as unseen.
        readings: for each token the bare syllables it may stand for, with their weights.
    """

    tokens: tuple[Token, ...]
    forms: tuple[str, ...]
    rows: NDArray[np.int64]
    weights: NDArray[np.float32]
    own_rows: NDArray[np.int64]
    own_weights: NDArray[np.float32]
    pairs: int
    mass: float
    readings: tuple[tuple[tuple[int, float], ...], ...]
