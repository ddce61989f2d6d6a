"""Words that may be slips: what else was meant, judged by the kind of slip and the words around it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from knowledge.language.accents import Known, PairPlaces
from knowledge.language.typos import SpellingModel
from knowledge.search.postings import Postings

_MAX_READINGS: Final = 4
_IN_DOUBT: Final = 0.5  # what a known word keeps that stands in no known pair, when another would
_LINK: Final = 30.0  # how much likelier a correction is that stands in a known pair
_RARE: Final = 0.01  # share of the documents; a commoner word is taken as meant
_KEPT_OFFERS: Final = 20_000

Readings = list[tuple[int, float]]
"""Bare syllables that a token may stand for, each with how likely it is."""


class Slips:
    """Finds the slips in questions to one index."""

    def __init__(self, postings: Postings, places: PairPlaces, fold_ids: Mapping[str, int]) -> None:
        self._places = places
        self._fold_ids = fold_ids
        frequency = np.diff(postings.starts[: len(postings.folds) + 1])
        self._frequency: list[int] = frequency.tolist()
        self.spelling = SpellingModel(postings.folds, self._frequency)
        self._rare = len(postings.mass) * _RARE
        self._known_offers: dict[str, Readings] = {}

    def readings(
        self, plain: Sequence[int], pairs: Sequence[int], spelt: Sequence[Known]
    ) -> dict[int, Readings]:
        """Return the readings of the tokens that may be a slip for something known.

        Args:
            plain: the bare syllable of each token, -1 for one unknown.
            pairs: the place of each pair of neighbours in the postings, -1 for one unknown.
            spelt: what the accent model knows of each token.
        """
        offers: list[tuple[int, int, float]] = []
        beside: list[tuple[int, int]] = []
        for at in self._doubtful(plain, pairs):
            before = plain[at - 1] if at else -1
            after = plain[at + 1] if at + 1 < len(plain) else -1
            if plain[at] >= 0 and before < 0 and after < 0:
                continue
            for word, weight in self._offers(spelt[at][1]):
                offers.append((at, word, weight))
                beside += ((before, word), (word, after))
        if not offers:
            return {}
        found = self._places.find(beside)
        scored: dict[int, Readings] = {}
        for place, (at, word, weight) in enumerate(offers):
            links = (found[2 * place] >= 0) + (found[2 * place + 1] >= 0)
            if plain[at] >= 0 and not links:
                continue
            evidence = weight * (1 + 0.1 * min(self._frequency[word], 10)) * _LINK**links
            scored.setdefault(at, []).append((word, evidence))
        for at, options in scored.items():
            options.sort(key=likelihood, reverse=True)
            del options[_MAX_READINGS:]
            known = plain[at]
            total = sum(map(likelihood, options)) / (1.0 if known < 0 else 1.0 - _IN_DOUBT)
            scored[at] = [(word, weight / total) for word, weight in options]
            if known >= 0:
                scored[at].insert(0, (known, _IN_DOUBT))
        return scored

    def _doubtful(self, plain: Sequence[int], pairs: Sequence[int]) -> list[int]:
        """Return the tokens that may be slips: rare ones that stand in no known pair."""
        if len(plain) < 2:
            return [0]
        doubtful = []
        before = -1
        for at, after in enumerate(pairs):
            if after < 0 and before < 0:
                doubtful.append(at)
            before = after
        if before < 0:
            doubtful.append(len(pairs))
        frequency, rare = self._frequency, self._rare
        return [at for at in doubtful if plain[at] < 0 or frequency[plain[at]] <= rare]

    def _offers(self, word: str) -> Readings:
        """Return the bare syllables one slip away from ``word``, with the slips' weights."""
        known = self._known_offers.get(word)
        if known is None:
            if len(self._known_offers) >= _KEPT_OFFERS:
                self._known_offers.clear()
            known = self._known_offers[word] = [
                (self._fold_ids[correction.word], correction.weight)
                for correction in self.spelling.corrections(word)
            ]
        return known


def likelihood(option: tuple[int, float]) -> float:
    """Return how likely an option is, for sorting."""
    return option[1]
