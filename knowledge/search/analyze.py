"""Reading a question against an index: accents restored, slips corrected, features weighed."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, repeat
from typing import Final

import numpy as np

from knowledge.language.accents import AccentModel
from knowledge.language.normalize import fold
from knowledge.language.tokens import Token
from knowledge.language.typos import SpellingModel
from knowledge.search.asking import asking_weights
from knowledge.search.corpus import canonical
from knowledge.search.postings import PAIR_MASS, Postings
from knowledge.search.query import Query

# Chosen on three sets (encyclopedia questions, a resolution's questions, sentences with holes of
# official documents): round values inside the flat part of each curve.
BARE: Final = 0.5  # what a bare syllable counts; its accented form adds ACCENTED
ACCENTED: Final = 0.5
PAIR: Final = 0.4
BOUND: Final = 0.5  # how far a syllable steps back for the word that it is a part of
_MAX_READINGS: Final = 4
_IN_DOUBT: Final = 0.5  # what a known word keeps that stands in no known pair, when another would
_LINK: Final = 30.0  # how much likelier a correction is that stands in a known pair

_FAINT: Final = 0.05  # a form less likely than this is left out
_RARE: Final = 0.01  # share of the documents; a commoner word is taken as meant
_KEPT_OFFERS: Final = 20_000

Readings = list[tuple[int, float]]


class Analyzer:
    """Turns tokens into a query over the features of one index."""

    def __init__(self, forms: Sequence[str], postings: Postings) -> None:
        self._postings = postings
        self._folds = postings.folds
        self._accents = AccentModel(
            forms, postings.folds, postings.form_counts.tolist(), postings.pairs
        )
        self._bare_of = {folded: folded for folded in postings.folds}
        for form, at in zip(forms, postings.fold_of.tolist(), strict=True):
            self._bare_of[form] = postings.folds[at]
        self._fold_ids = {folded: at for at, folded in enumerate(postings.folds)}
        frequency = np.diff(postings.starts[: len(postings.folds) + 1])
        self._frequency: list[int] = frequency.tolist()
        self._form_rows: list[int] = postings.form_rows.tolist()
        self._spelling = SpellingModel(postings.folds, self._frequency)
        self._rare = len(postings.mass) * _RARE
        self._known_offers: dict[str, Readings] = {}
        self._idf: list[float] = postings.idf[: len(postings.folds)].tolist()
        bare = len(postings.folds)
        pair_idf = postings.idf[bare : bare + len(postings.pairs.keys)]
        # A last row for the place -1, so that there is always one.
        self._pair_facts = np.zeros((len(pair_idf) + 1, 2), dtype=np.float32)
        self._pair_facts[:-1, 0], self._pair_facts[:-1, 1] = postings.bonds, pair_idf
        self._unseen_idf = float(np.log1p(2 * len(postings.mass) + 1))

    @property
    def accents(self) -> AccentModel:
        """The accent model learnt from the index's texts."""
        return self._accents

    @property
    def spelling(self) -> SpellingModel:
        """The spelling model over the bare syllables of the index's texts."""
        return self._spelling

    def analyze(
        self,
        texts: Sequence[str],
        weights: Sequence[float] | None = None,
        tokens: Sequence[Token] = (),
    ) -> Query:
        """Return the query that a question asks.

        Args:
            texts: the match forms of the question's tokens, accents as typed.
            weights: one for each; None weighs words that only ask as such and the others 1.
            tokens: the tokens themselves, for the query to carry.
        """
        bare_of = self._bare_of
        folded = [bare_of.get(text) or fold(text) for text in texts]
        figures = [at for at, text in enumerate(texts) if text[0].isdigit()]
        if figures:
            typed = list(texts)
            for at in figures:
                typed[at] = folded[at] = canonical(typed[at])
            texts = typed
        readings, pairs, texts, meant = self._read(texts, folded)
        options = self._accents.weigh_forms(texts, meant, pairs)
        names, accented = self._accents.forms, self._accents.accented
        restored = [
            text if text in accented or not forms else names[max(forms, key=_share)[0]]
            for text, forms in zip(texts, options, strict=True)
        ]
        counts = asking_weights(restored) if weights is None else weights
        own, features, bound, mass, joined = self._weigh_pairs(readings, pairs, counts)
        pairs_own = len(own)
        near: dict[int, float] = {}
        idfs, form_rows = self._idf, self._form_rows
        for at, reading in enumerate(readings):
            count = counts[at]
            if count <= 0:
                continue
            if not reading:
                mass += count * self._unseen_idf
                continue
            free = count * (1.0 - BOUND * bound[at])
            for row, share in reading:
                value = count * share
                mass += value * idfs[row]
                part = free * share
                if row in near:
                    own[row] = max(own[row], value)
                    near[row] += part
                    features[row] += BARE * part
                else:
                    own[row] = value
                    near[row] = part
                    features[row] = features.get(row, 0.0) + BARE * part
            free *= ACCENTED
            for form, share in options[at]:
                if share > _FAINT:
                    row = form_rows[form]
                    features[row] = features.get(row, 0.0) + free * share
        values = list(features.values())
        return Query(
            tokens,
            tuple(restored),
            np.array(list(features), dtype=np.int64),
            np.array(values, dtype=np.float32),
            own,
            pairs_own,
            mass,
            readings,
            joined,
            [*values[:pairs_own], *near.values()],
        )

    def _read(
        self, texts: Sequence[str], folded: Sequence[str]
    ) -> tuple[list[Readings], list[int] | None, Sequence[str], Sequence[str]]:
        """Decide which bare syllables each token may stand for.

        Returns:
            The readings of each token, none for one unknown; the places of the pairs of neighbours
            in the postings, None where slips make them differ; and the forms, with slips replaced
            by the best reading.
        """
        ids = self._fold_ids
        size = len(ids)
        plain = [ids.get(form, -1) for form in folded]
        keys = [
            -1 if first < 0 or second < 0 else first * size + second
            for first, second in pairwise(plain)
        ]
        pairs = self._postings.pairs.find(keys)
        readings: list[Readings] = [[] if at < 0 else [(at, 1.0)] for at in plain]
        if -1 not in pairs and plain != [-1]:
            return readings, pairs, texts, folded
        doubtful = [] if len(plain) > 1 or plain[:1] != [-1] else [0]
        before = -1
        for at, after in enumerate((*pairs, -1)):
            if before < 0 and after < 0 and len(plain) > 1:
                word = plain[at]
                if word < 0 or self._frequency[word] <= self._rare:
                    doubtful.append(at)
            before = after
        if not doubtful:
            return readings, pairs, texts, folded
        changed = self._correct(doubtful, folded, plain)
        if not changed:
            return readings, pairs, texts, folded
        typed, meant = list(texts), list(folded)
        for at, reading in changed.items():
            readings[at] = reading
            best = self._folds[max(reading, key=_share)[0]]
            if best != meant[at]:
                typed[at] = meant[at] = best
        return readings, None, typed, meant

    def _correct(
        self, doubtful: list[int], folded: Sequence[str], plain: list[int]
    ) -> dict[int, Readings]:
        """Return the readings of the doubtful tokens that may be a slip for something known."""
        size = len(self._folds)
        offers: list[tuple[int, int, float]] = []
        keys: list[int] = []
        for at in doubtful:
            before = plain[at - 1] if at else -1
            after = plain[at + 1] if at + 1 < len(plain) else -1
            if plain[at] >= 0 and before < 0 and after < 0:
                continue
            for word, weight in self._offers(folded[at]):
                offers.append((at, word, weight))
                keys.append(-1 if before < 0 else before * size + word)
                keys.append(-1 if after < 0 else word * size + after)
        if not offers:
            return {}
        found = self._postings.pairs.find(keys)
        scored: dict[int, Readings] = {}
        for place, (at, word, weight) in enumerate(offers):
            links = (found[2 * place] >= 0) + (found[2 * place + 1] >= 0)
            if plain[at] >= 0 and not links:
                continue
            evidence = weight * (1 + 0.1 * min(self._frequency[word], 10)) * _LINK**links
            scored.setdefault(at, []).append((word, evidence))
        for at, options in scored.items():
            options.sort(key=_share, reverse=True)
            del options[_MAX_READINGS:]
            known = plain[at]
            total = sum(map(_share, options)) / (1.0 if known < 0 else 1.0 - _IN_DOUBT)
            scored[at] = [(word, weight / total) for word, weight in options]
            if known >= 0:
                scored[at].insert(0, (known, _IN_DOUBT))
        return scored

    def _offers(self, word: str) -> Readings:
        """Return the bare syllables one slip away from ``word``, with the slips' weights."""
        known = self._known_offers.get(word)
        if known is None:
            if len(self._known_offers) >= _KEPT_OFFERS:
                self._known_offers.clear()
            known = self._known_offers[word] = [
                (self._fold_ids[correction.word], correction.weight)
                for correction in self._spelling.corrections(word)
            ]
        return known

    def _weigh_pairs(
        self, readings: list[Readings], pairs: list[int] | None, counts: Sequence[float]
    ) -> tuple[dict[int, float], dict[int, float], list[float], float, Collection[tuple[int, int]]]:
        """Weigh the pairs of neighbours.

        Returns:
            The question's own features, the features to add up, how much each syllable is bound
            into a word, the pairs' idf mass, and the bare syllables of each feature.
        """
        own: dict[int, float] = {}
        features: dict[int, float] = {}
        joined: dict[int, tuple[int, int]] = {}
        bound = [0.0] * len(readings)
        mass = 0.0
        size = len(self._folds)
        steps: Iterable[tuple[int, float, int, int]]
        if pairs is None:
            steps = [
                (at, one * two, first, second)
                for at, (left, right) in enumerate(pairwise(readings))
                for first, one in left
                for second, two in right
            ]
            pairs = self._postings.pairs.find([one * size + two for _, _, one, two in steps])
        else:
            words = [reading[0][0] if reading else -1 for reading in readings]
            steps = zip(range(len(pairs)), repeat(1.0), words, words[1:], strict=False)
        # Looked up for all pairs at once; what place -1 gives is not used.
        facts = self._pair_facts.take(pairs, axis=0).tolist()
        for (at, share, first, second), place, (bond, idf) in zip(steps, pairs, facts, strict=True):
            count = min(counts[at], counts[at + 1]) * share
            if count <= 0:
                continue
            if place < 0:
                mass += PAIR_MASS * count * self._unseen_idf
                continue
            bond *= share
            if bond > bound[at]:
                bound[at] = bond
            if bond > bound[at + 1]:
                bound[at + 1] = bond
            row = size + place
            mass += PAIR_MASS * count * idf
            if row in own:
                features[row] += PAIR * count
                own[row] = max(own[row], PAIR_MASS * count)
            else:
                features[row] = PAIR * count
                own[row] = PAIR_MASS * count
                joined[row] = (first, second)
        return own, features, bound, mass, joined.values()


def _share(option: tuple[int, float]) -> float:
    return option[1]
