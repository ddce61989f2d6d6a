"""Reading a question against an index: accents restored, slips corrected, features weighed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from knowledge.language.accents import AccentModel
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
        self._fold_ids = {folded: at for at, folded in enumerate(postings.folds)}
        frequency = np.diff(postings.starts[: len(postings.folds) + 1])
        self._frequency: list[int] = frequency.tolist()
        self._form_rows: list[int] = postings.form_rows.tolist()
        self._spelling = SpellingModel(postings.folds, self._frequency)
        self._rare = len(postings.mass) * _RARE
        self._known_offers: dict[str, Readings] = {}
        self._idf: list[float] = postings.idf[: len(postings.folds)].tolist()
        bare = len(postings.folds)
        self._pair_idf = postings.idf[bare : bare + len(postings.pairs.keys)]
        self._unseen_idf = float(np.log1p(2 * len(postings.mass) + 1))

    @property
    def accents(self) -> AccentModel:
        """The accent model learnt from the index's texts."""
        return self._accents

    @property
    def spelling(self) -> SpellingModel:
        """The spelling model over the bare syllables of the index's texts."""
        return self._spelling

    def analyze(self, tokens: Sequence[Token], weights: Sequence[float] | None) -> Query:
        """Return the query that ``tokens`` ask.

        Args:
            tokens: the question's tokens.
            weights: one for each; None weighs words that only ask as such and the others 1.
        """
        if weights is not None and len(weights) != len(tokens):
            raise ValueError(f"{len(tokens)} tokens but {len(weights)} weights")
        asked = [_canonical(token) if token.text[0].isdigit() else token for token in tokens]
        readings, meant, pairs = self._read(asked)
        options = self._accents.weigh(meant, pairs)
        names = self._accents.forms
        restored = [
            token.text
            if not forms
            else names[forms[0][0] if len(forms) == 1 else max(forms, key=_share)[0]]
            for token, forms in zip(meant, options, strict=True)
        ]
        counts = asking_weights(restored) if weights is None else weights
        own, features, bound, mass = self._weigh_pairs(readings, pairs, counts)
        pairs_own, form_rows = len(own), self._form_rows
        for at, count in enumerate(counts):
            if count <= 0:
                continue
            reading = readings[at]
            if not reading:
                mass += count * self._unseen_idf
                continue
            free = count * (1.0 - BOUND * bound[at])
            for row, share in reading:
                value = count * share
                if value > own.get(row, 0.0):
                    own[row] = value
                mass += value * self._idf[row]
                features[row] = features.get(row, 0.0) + BARE * free * share
            free *= ACCENTED
            for form, share in options[at]:
                if share > _FAINT:
                    row = form_rows[form]
                    features[row] = features.get(row, 0.0) + free * share
        return Query(
            tokens=tuple(tokens),
            forms=tuple(restored),
            rows=np.fromiter(features, dtype=np.int64, count=len(features)),
            weights=np.fromiter(features.values(), dtype=np.float32, count=len(features)),
            own_rows=np.fromiter(own, dtype=np.int64, count=len(own)),
            own_weights=np.fromiter(own.values(), dtype=np.float32, count=len(own)),
            pairs=pairs_own,
            mass=mass,
            readings=tuple(map(tuple, readings)),
        )

    def _read(self, tokens: list[Token]) -> tuple[list[Readings], list[Token], list[int] | None]:
        """Decide which bare syllables each token may stand for.

        Returns:
            The readings of each token, none for one unknown; the tokens with slips replaced by
            the best reading; and the places of the pairs of neighbours in the postings, None where
            slips make them differ.
        """
        ids = self._fold_ids
        size = len(ids)
        plain = [ids.get(token.folded, -1) for token in tokens]
        pairs = self._postings.pairs.find(
            [
                -1 if first < 0 or second < 0 else first * size + second
                for first, second in pairwise(plain)
            ]
        )
        readings: list[Readings] = [[] if at < 0 else [(at, 1.0)] for at in plain]
        doubtful = [] if len(tokens) > 1 or plain[:1] != [-1] else [0]
        before = -1
        for at, after in enumerate((*pairs, -1)):
            alone = before < 0 and after < 0 and len(tokens) > 1
            if alone and (plain[at] < 0 or self._frequency[plain[at]] <= self._rare):
                doubtful.append(at)
            before = after
        if not doubtful:
            return readings, tokens, pairs
        changed = self._correct(doubtful, tokens, plain)
        if not changed:
            return readings, tokens, pairs
        meant = list(tokens)
        for at, reading in changed.items():
            readings[at] = reading
            best = self._folds[max(reading, key=_share)[0]]
            if best != tokens[at].folded:
                meant[at] = Token(best, best, tokens[at].start, tokens[at].end)
        return readings, meant, None

    def _correct(
        self, doubtful: list[int], tokens: list[Token], plain: list[int]
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
            for word, weight in self._offers(tokens[at].folded):
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
    ) -> tuple[dict[int, float], dict[int, float], list[float], float]:
        """Weigh the pairs of neighbours.

        Returns:
            The question's own features, the features to add up, how much each syllable is bound
            into a word, and the pairs' idf mass.
        """
        own: dict[int, float] = {}
        features: dict[int, float] = {}
        bound = [0.0] * len(readings)
        size = len(self._folds)
        if pairs is None:
            combined = [
                (at, one * two, first * size + second)
                for at, (left, right) in enumerate(pairwise(readings))
                for first, one in left
                for second, two in right
            ]
            places = [(at, share) for at, share, _ in combined]
            found = self._postings.pairs.find([key for _, _, key in combined])
        else:
            places = [(at, 1.0) for at in range(len(pairs))]
            found = pairs
        # Looked up for all pairs at once; what place -1 gives is not used.
        bonds = self._postings.bonds[found].tolist() if len(self._postings.bonds) else found
        idfs = self._pair_idf[found].tolist() if len(self._pair_idf) else found
        mass = 0.0
        for (at, share), place, bond, idf in zip(places, found, bonds, idfs, strict=True):
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
            features[row] = features.get(row, 0.0) + PAIR * count
            own[row] = max(own.get(row, 0.0), PAIR_MASS * count)
            mass += PAIR_MASS * count * idf
        return own, features, bound, mass


def _share(option: tuple[int, float]) -> float:
    return option[1]


def _canonical(token: Token) -> Token:
    form = canonical(token.text)
    return Token(form, form, token.start, token.end)
