"""Deciding between clauses that fit a question almost equally well.

The words of the question as underthesea segments it, and its likeness to the clauses' own texts and phrasings
(rapidfuzz), put the nearest of the best in front. Segmenting costs as much as all the rest of an answer, so it is
done only where it can change something.
"""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from knowledge.questions.match import Match
from knowledge.questions.matching import Matcher
from knowledge.questions.segmented import segment

CLOSE: Final = 0.35
"""Clauses whose scores differ by no more than this are a close call."""
CANDIDATES: Final = 3
WORDS_WEIGHT: Final = 0.25
LIKENESS_WEIGHT: Final = 1.0


def decide(matcher: Matcher, match: Match, order: list[int]) -> list[int]:
    """Return ``order`` with its first few nodes put right where they are close."""
    top = match.scores[order[0]]
    close = [node for node in order[:CANDIDATES] if top - match.scores[node] <= CLOSE]
    if len({matcher.nodes[node].clause.ref for node in close}) < 2 or match.reading.whole:
        return order
    asked = segment(" ".join(match.query.forms))
    worth = [
        float(match.scores[node])
        + WORDS_WEIGHT * _shared_words(asked, matcher.segmented.of(node))
        + LIKENESS_WEIGHT * _likeness(match.reading.folded, matcher.folded_units(node))
        for node in close
    ]
    ranked = [node for _, node in sorted(zip(worth, close, strict=True), key=lambda pair: -pair[0])]
    return [*ranked, *order[len(close) :]]


def _shared_words(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / max(len(asked), 1)


def _likeness(question: str, texts: Sequence[str]) -> float:
    return max((fuzz.ratio(question, text) / 100 for text in texts), default=0.0)
