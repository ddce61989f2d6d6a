"""Reading a question against an index: accents restored, slips corrected, features weighed."""

from collections.abc import Collection, Sequence
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np

from knowledge.language.accents import AccentModel, Known
from knowledge.language.normalize import fold
from knowledge.language.tokens import Token
from knowledge.language.typos import SpellingModel
from knowledge.search.asking import asking_weights
from knowledge.search.corpus import canonical
from knowledge.search.postings import PAIR_MASS, Postings
from knowledge.search.query import Query
from knowledge.search.slips import Readings, Slips, likelihood

# Chosen on three sets (encyclopedia questions, a resolution's questions, sentences with holes of
# official documents): round values inside the flat part of each curve.
BARE: Final = 0.5  # what a bare syllable counts; its accented form adds ACCENTED
ACCENTED: Final = 0.5
PAIR: Final = 0.4
BOUND: Final = 0.5  # how far a syllable steps back for the word that it is a part of
_LEFT_OUT: Final = 3  # accents typed for each one left out, by one whose accents count
_FAINT: Final = 0.05  # a form less likely than this is left out

# The bare syllable, -1 for none; the row of the accented form, -1 unless it is certain; what the accent
# model knows of it.
_Word = tuple[int, int, Known]

# Of what the accent model knows of a token.
_is_typed: Final = itemgetter(5)
_is_left_out: Final = itemgetter(6)


class Asked(NamedTuple):
    """A question without slips, as far as ranking needs it.

    Attributes:
        forms: the form each token was most likely meant in.
        features: the index's features to add up with their weights: pairs, bare syllables, then
            accented ones.
        plain: the bare syllable of each token, -1 for one unknown.
        places: the place of each pair of neighbours in the postings, -1 for one unknown.
        counts: how much each token counts.
        pairs: how many of the features are pairs; they come first.
        near: how much each bare syllable counts inside a sentence.
    """

    forms: Sequence[str]
    features: dict[int, float]
    plain: Sequence[int]
    places: list[int]
    counts: Sequence[float]
    pairs: int
    near: dict[int, float]

    @property
    def inside(self) -> list[float]:
        """How much each pair, then each bare syllable, counts inside a sentence."""
        return [*islice(self.features.values(), self.pairs), *self.near.values()]

    @property
    def inside_rows(self) -> list[int]:
        """The features that they are."""
        return [*islice(self.features, self.pairs), *self.near]

    def joined(self, size: int) -> Collection[tuple[int, int]]:
        """Return the bare syllables of each pair, given how many bare syllables there are."""
        places, plain = self.places, self.plain
        found = {
            place: two for place, two in zip(places, pairwise(plain), strict=False) if place >= 0
        }
        if len(found) > self.pairs:  # some count nothing
            features = self.features
            found = {place: two for place, two in found.items() if size + place in features}
        return found.values()


class Analyzer:
    """Turns tokens into a query over the features of one index."""

    def __init__(self, forms: Sequence[str], postings: Postings) -> None:
        self._postings = postings
        self._folds = postings.folds
        self._accents = AccentModel(
            forms,
            postings.folds,
            postings.fold_of,
            postings.form_counts.tolist(),
            postings.pairs,
        )
        self._fold_ids = {folded: at for at, folded in enumerate(postings.folds)}
        self._form_rows: list[int] = postings.form_rows.tolist()
        self._words: dict[str, _Word] = {}  # those of the texts that were asked for
        self._places = self._accents.places
        self._slips = Slips(postings, self._places, self._fold_ids)
        self._idf: list[float] = postings.idf[: len(postings.folds)].tolist()
        bare = len(postings.folds)
        pair_idf = postings.idf[bare : bare + len(postings.pairs.keys)]
        # One more at the end for the place -1, so that there is always one.
        self._bonds = np.append(postings.bonds, np.float32(0))
        self._pair_idf = np.append(pair_idf, np.float32(0))
        self._unseen_idf = float(np.log1p(2 * len(postings.mass) + 1))

    @property
    def accents(self) -> AccentModel:
        """The accent model learnt from the index's texts."""
        return self._accents

    @property
    def spelling(self) -> SpellingModel:
        """The spelling model over the bare syllables of the index's texts."""
        return self._slips.spelling

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
        asked = self.features(texts, weights)
        if isinstance(asked, Query):
            return asked._replace(tokens=tokens)
        return self._full(asked, tokens)

    def features(
        self,
        texts: Sequence[str],
        weights: Sequence[float] | None = None,
        *,
        as_typed: bool = False,
    ) -> "Asked | Query":
        """Return as much of a question's query as ranking needs; all of it where there are slips.

        Args:
            texts: the match forms of the question's tokens, accents as typed.
            weights: one for each; None weighs words that only ask as such and the others 1.
            as_typed: whether a syllable typed with an accent is looked for with that accent only, by
                one who leaves few out. Its pairs with its neighbours are bare, so that one accent
                mistaken still finds its text.
        """
        words = self._words
        known = [words.get(text) or self._looked_up(text) for text in texts]
        plain: Sequence[int]
        spelt: Sequence[Known]
        plain, certain, spelt = zip(*known, strict=True) if known else ((), (), ())
        pairs = self._places.find(pairwise(plain))
        if -1 in pairs or plain == (-1,):
            changed = self._slips.readings(plain, pairs, spelt)
            if changed:
                return self._with_slips(changed, spelt, plain, weights)
        if as_typed:
            # Unless this typist leaves accents out here and there.
            as_typed = _LEFT_OUT * sum(map(_is_left_out, spelt)) <= sum(map(_is_typed, spelt))
        restored, options = self._accents.restore_known(spelt, pairs)
        counts = asking_weights(restored) if weights is None else weights

        size = len(self._folds)
        features: dict[int, float] = {}
        bound = [0.0] * len(plain)
        # Looked up for all pairs at once; what place -1 gives is not used.
        bonds = self._bonds.take(pairs).tolist()
        for at, place in enumerate(pairs):
            if place < 0:
                continue
            count, after = counts[at], counts[at + 1]
            if after < count:
                count = after
            if count <= 0:
                continue
            bond = bonds[at]
            if bond > bound[at]:
                bound[at] = bond
            bound[at + 1] = bond
            row = size + place
            if row in features:
                features[row] += PAIR * count
            else:
                features[row] = PAIR * count
        pairs_own = len(features)
        form_rows = self._form_rows
        near: dict[int, float] = {}
        accented: dict[int, float] = {}
        for row, sure, count, tied, forms in zip(
            plain, certain, counts, bound, options, strict=True
        ):
            if row < 0 or count <= 0:
                continue
            free = count * (1.0 - BOUND * tied)
            near[row] = near.get(row, 0.0) + free
            if sure == row:
                features[row] = features.get(row, 0.0) + (BARE + ACCENTED) * free
                continue
            if sure >= 0 and as_typed:
                accented[sure] = accented.get(sure, 0.0) + (BARE + ACCENTED) * free
                continue
            features[row] = features.get(row, 0.0) + BARE * free
            free *= ACCENTED
            if sure >= 0:
                accented[sure] = accented.get(sure, 0.0) + free
                continue
            for form, share in forms:
                if share > _FAINT:
                    at = form_rows[form]
                    if at == row:
                        features[row] += free * share
                    else:
                        accented[at] = accented.get(at, 0.0) + free * share
        features |= accented
        return Asked(restored, features, plain, pairs, counts, pairs_own, near)

    def _full(self, asked: "Asked", tokens: Sequence[Token]) -> Query:
        """Add to what ranking needs what telling how much of a question is answered needs."""
        plain, counts, size = asked.plain, asked.counts, len(self._folds)
        own: dict[int, float] = {}  # in the order of the features
        mass = 0.0
        idfs = self._pair_idf.take(asked.places).tolist()
        for at, (place, idf) in enumerate(zip(asked.places, idfs, strict=True)):
            count = PAIR_MASS * min(counts[at], counts[at + 1])
            if count <= 0:
                continue
            if place < 0:
                mass += count * self._unseen_idf
                continue
            mass += count * idf
            own[size + place] = max(own.get(size + place, 0.0), count)
        for row, count in zip(plain, counts, strict=True):
            if count <= 0:
                continue
            if row < 0:
                mass += count * self._unseen_idf
                continue
            mass += count * self._idf[row]
            own[row] = max(own.get(row, 0.0), count)
        values = list(asked.features.values())
        return Query(
            tokens,
            tuple(asked.forms),
            np.array(list(asked.features), dtype=np.int64),
            np.array(values, dtype=np.float32),
            np.array(list(own.values()), dtype=np.float32),
            asked.pairs,
            mass,
            [[] if row < 0 else [(row, 1.0)] for row in plain],
            list(asked.joined(size)),
            asked.inside,
        )

    def _with_slips(
        self,
        changed: dict[int, Readings],
        spelt: Sequence[Known],
        plain: Sequence[int],
        weights: Sequence[float] | None,
    ) -> Query:
        """Return the query of a question some of whose words may be slips, in all readings."""
        readings: list[Readings] = [[] if at < 0 else [(at, 1.0)] for at in plain]
        meant = list(spelt)
        for at, reading in changed.items():
            readings[at] = reading
            best = self._folds[max(reading, key=likelihood)[0]]
            if best != meant[at][1]:
                meant[at] = (self._words.get(best) or self._looked_up(best))[2]
        restored, options = self._accents.restore_known(meant)
        counts = asking_weights(restored) if weights is None else weights
        own, features, bound, mass, joined = self._weigh_pairs(readings, counts)
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
        features = {row: features[row] for row in own} | features
        values = list(features.values())
        return Query(
            (),
            tuple(restored),
            np.array(list(features), dtype=np.int64),
            np.array(values, dtype=np.float32),
            np.array(list(own.values()), dtype=np.float32),
            pairs_own,
            mass,
            readings,
            joined,
            [*values[:pairs_own], *near.values()],
        )

    def _looked_up(self, text: str) -> _Word:
        """Return what is known of a token that was not asked for before."""
        if text not in self._accents and text[0].isdigit():
            text = canonical(text)
        word = self._word(text, fold(text))
        if text in self._accents:
            self._words[text] = word
        return word

    def _word(self, text: str, folded: str) -> _Word:
        known = self._accents.known(text, folded)
        forms = known[3]
        sure = self._form_rows[forms[0][0]] if len(forms) == 1 and forms[0][1] == 1.0 else -1
        return self._fold_ids.get(folded, -1), sure, known

    def _weigh_pairs(
        self, readings: list[Readings], counts: Sequence[float]
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
        steps = [
            (at, one * two, first, second)
            for at, (left, right) in enumerate(pairwise(readings))
            for first, one in left
            for second, two in right
        ]
        pairs = self._places.find([(one, two) for _, _, one, two in steps])
        bonds = self._bonds.take(pairs).tolist()
        idfs = self._pair_idf.take(pairs).tolist()
        for (at, share, first, second), place, bond, idf in zip(
            steps, pairs, bonds, idfs, strict=True
        ):
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
