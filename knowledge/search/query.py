"""What a question becomes before it is searched for, and what is found."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.language.tokens import Token


class Hit(NamedTuple):
    """A document found: its id and its score, comparable within one search only."""

    id: str
    score: float


class Query(NamedTuple):
    """A question, analysed against one index.

    Attributes:
        tokens: the tokens as typed; none when only plain text was to be searched for.
        forms: the form each was most likely meant in, accents restored and slips corrected.
        rows: the index's features to add up, no two the same.
        weights: float32, how much each of them counts.
        own: the features that the question consists of, pairs of bare syllables, then bare
            syllables; how much of each is meant: 1, or less for one reading of several.
        pairs: how many of them are pairs.
        mass: idf mass of the question's features; those the index doesn't have count as unseen.
        readings: for each token the bare syllables it may stand for, with their weights.
        joined: the bare syllables of each pair of ``own``.
        inside: how much each of ``own`` counts inside a sentence.
    """

    tokens: Sequence[Token]
    forms: Sequence[str]
    rows: NDArray[np.int64]
    weights: NDArray[np.float32]
    own: Mapping[int, float]
    pairs: int
    mass: float
    readings: Sequence[Sequence[tuple[int, float]]]
    joined: Collection[tuple[int, int]]
    inside: Sequence[float]

    @property
    def own_rows(self) -> NDArray[np.int64]:
        """The features that the question consists of."""
        return np.array(list(self.own), dtype=np.int64)

    @property
    def own_weights(self) -> NDArray[np.float32]:
        """How much of each of ``own_rows`` is meant."""
        return np.array(list(self.own.values()), dtype=np.float32)
