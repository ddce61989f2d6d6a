"""What a question becomes before it is searched for, and what is found."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.language.tokens import Token


class Hit(NamedTuple):
    """A document found: its id and its score, comparable within one search only."""

    id: str
    score: float


class Compared(NamedTuple):
    """How well each document fits a query, in build order, float32.

    Attributes:
        scores: what the entries add up to; 0 for one that shares nothing.
        coverage: the share of the query's idf mass that the document has, 0 to 1.
        likeness: the same both ways, the document's share that the query has taken too, 0 to 1.
    """

    scores: NDArray[np.float32]
    coverage: NDArray[np.float32]
    likeness: NDArray[np.float32]


class Query(NamedTuple):
    """A question, analysed against one index.

    Attributes:
        tokens: the tokens as typed; none when only plain text was to be searched for.
        forms: the form each was most likely meant in, accents restored and slips corrected.
        rows: the index's features to add up, no two the same. The question's own come first: pairs of
            bare syllables, then bare syllables.
        weights: float32, how much each of them counts.
        own_weights: float32, how much of each of its own is meant: 1, or less for one reading of several.
        pairs: how many of its own are pairs.
        mass: idf mass of the question's features; those the index doesn't have count as unseen.
        readings: for each token the bare syllables it may stand for, with their weights.
        joined: the bare syllables of each pair.
        inside: how much each of its own counts inside a sentence.
    """

    tokens: Sequence[Token]
    forms: Sequence[str]
    rows: NDArray[np.int64]
    weights: NDArray[np.float32]
    own_weights: NDArray[np.float32]
    pairs: int
    mass: float
    readings: Sequence[Sequence[tuple[int, float]]]
    joined: Collection[tuple[int, int]]
    inside: Sequence[float]

    @property
    def own_rows(self) -> NDArray[np.int64]:
        """The features that the question consists of."""
        return self.rows[: len(self.own_weights)]
