"""How well each clause fits a question: the features that are weighed, and what matching gives."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.questions.reading import Reading
from knowledge.search.query import Query

Floats = NDArray[np.float32]

FEATURES: Final = (
    "coverage",  # share of the question's weighted words that the clause, its phrasings or concepts have
    "unit_coverage",  # the same, words and pairs, by the best single unit
    "phrasing",  # likeness (both ways) to the nearest phrasing
    "sentence",  # coverage by the best sentence
    "bm25",  # best unit's BM25 score over the best of all
    "concept",  # share of the question's concepts that the clause has
    "target",  # the question speaks of targets or figures and the clause is one
    "past",  # the question speaks of 2025 and the clause reports it
    "present",  # the question speaks of 2026 and the clause does not report 2025
    "task",
    "duty",
    "heading",
    "front",  # header, preamble, closing, recipients, signature
    "number",  # a figure of the question stands in the clause
    "list",  # the question asks for a list and the clause is a heading
    "past_unasked",  # the clause reports a past year that the question doesn't ask about
    "own_likeness",  # likeness (both ways) to the clause's own words
)


@dataclass(frozen=True)
class Match:
    """How well each clause and each outside topic fits a question.

    Attributes:
        reading: the question as read.
        query: the same, analysed against the index.
        features: float32, a row for each clause in reading order, a column for each of FEATURES.
        scores: float32, for each clause the weighed sum of its features.
        likeness: for each unit, how alike it and the question are, both ways.
        unit_coverage: for each unit, the share of the question it covers.
        token_coverage: for each clause, the share of the question it, its phrasings or concepts cover.
        unknown: share of the question's weight in words that no clause has.
        odds: mean log odds of its words and pairs in what the resolution answers against what it doesn't.
    """

    reading: Reading
    query: Query
    features: Floats
    scores: Floats
    likeness: Floats
    unit_coverage: Floats
    token_coverage: Floats
    unknown: float
    odds: float

    @cached_property
    def order(self) -> list[int]:
        """The clauses, best first."""
        return [int(i) for i in np.argsort(-self.scores, kind="stable")[:12]]
