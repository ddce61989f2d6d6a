"""Accent restoration: "chi tieu ve y te" -> "chỉ tiêu về y tế", learnt from a corpus.

A model of neighbouring syllables: for each typed syllable the forms of the corpus that could have
been meant, weighed by how often they stand beside the forms before and after. Syllables typed with
an accent are kept; a syllable typed without one among accented ones is most likely meant so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.normalize import clean, fold
from knowledge.language.tokens import Token, syllables, tokenize

_SMOOTHING: Final = 0.02  # what a pair of forms counts that was never seen, as a share of chance
_MAX_FORMS: Final = 6  # forms of one bare syllable that are weighed against each other
_RARE: Final = 0.002  # a form below this share of its bare syllable is not considered
_UNLIKELY: Final = 0.02  # nor one this unlikely, where the typist uses accents

Forms = list[tuple[int, float]]
_NO_FORMS: Final[Forms] = []
_KEPT_LINKS: Final = 50_000
_TABLE_PAIRS: Final = 100_000
_OFTEN: Final = 32  # from so many times on a table pays
# A match form; without accents; the form meant when there is one only; the forms it may stand for; its
# own number, if it is a form without accents; whether an accent is typed; whether one is usual; for a
# form without accents that may stand for others the largest share of those, and itself alone.
Known = tuple[str, str, str, Forms, int | None, bool, bool, float, Forms]
_Links = list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How often accented syllables stand side by side, grouped by their bare syllables.

    Attributes:
        keys: int64 ascending, ``first * bare syllables + second`` of each pair of bare syllables.
        starts: int64, where the readings of each pair begin; one more entry than keys.
        first, second: int32, the accented forms of each reading.
        counts: int32, how often it occurs.
    """

    keys: NDArray[np.int64]
    starts: NDArray[np.int64]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    counts: NDArray[np.int32]

    @classmethod
    def count(
        cls, first: NDArray[np.int64], second: NDArray[np.int64], fold_of: NDArray[np.int64]
    ) -> "tuple[PairCounts, NDArray[np.int64]]":
        """Count neighbours.

        Args:
            first, second: the forms of each two neighbours of the corpus.
            fold_of: the bare syllable of each form.

        Returns:
            The counts, and for each two neighbours the place of their bare pair in ``keys``.
        """
        total = max(len(fold_of), 1)
        bare_total = int(fold_of.max()) + 1 if len(fold_of) else 1
        pairs, at, counts = np.unique(
            first * total + second, return_inverse=True, return_counts=True
        )
        left, right = np.divmod(pairs, total)
        keys, bare_at = np.unique(fold_of[left] * bare_total + fold_of[right], return_inverse=True)
        order = np.argsort(bare_at, kind="stable")
        starts = np.zeros(len(keys) + 1, dtype=np.int64)
        np.cumsum(np.bincount(bare_at, minlength=len(keys)), out=starts[1:])
        made = cls(
            keys,
            starts,
            left[order].astype(np.int32),
            right[order].astype(np.int32),
            counts[order].astype(np.int32),
        )
        return made, bare_at[at]


class PairPlaces:
    """Where each pair of bare syllables stands among the pairs of a corpus."""

    def __init__(self, keys: NDArray[np.int64], size: int) -> None:
        """Lay out the pairs.

        Args:
            keys: ascending, ``first * size + second`` of each pair.
            size: how many bare syllables there are.
        """
        self._keys = keys
        self._size = size
        self._times = 0

    @cached_property
    def _table(self) -> dict[int, int] | None:
        """The places by key: twice as fast as searching, for some 100 bytes a pair; None for many."""
        if len(self._keys) > _TABLE_PAIRS:
            return None
        return dict(zip(self._keys.tolist(), range(len(self._keys)), strict=True))

    def find(self, pairs: Iterable[tuple[int, int]]) -> list[int]:
        """Return the place of each pair, -1 for one that was never seen.

        Args:
            pairs: bare syllables, -1 for one unknown.
        """
        self._times += 1
        size, table = self._size, self._table if self._times > _OFTEN else None
        if table is not None:
            place = table.get
            return [place(one * size + two, -1) if one >= 0 <= two else -1 for one, two in pairs]
        keys = [one * size + two if one >= 0 <= two else -1 for one, two in pairs]
        if not keys or not len(self._keys):
            return [-1] * len(keys)
        wanted = np.array(keys, dtype=np.int64)
        at = self._keys.searchsorted(wanted)
        at[self._keys.take(at, mode="clip") != wanted] = -1
        places: list[int] = at.tolist()
        return places


class AccentModel:
    """Which accented form stands behind a bare syllable, given its neighbours."""

    def __init__(
        self,
        forms: Sequence[str],
        folds: Sequence[str],
        fold_of: NDArray[np.integer[Any]],
        counts: Sequence[int],
        pairs: PairCounts,
    ) -> None:
        """Take counts that were gathered elsewhere.

        Args:
            forms: the distinct syllables, in match form.
            folds: the distinct bare syllables, in the order ``pairs`` numbers them.
            fold_of: the bare syllable of each form.
            counts: how often each form occurs.
            pairs: how often each two forms are neighbours.
        """
        self.forms = forms
        self.places = PairPlaces(pairs.keys, len(folds))
        self._pairs = pairs
        self._counts = counts
        self._total = float(sum(counts)) or 1.0
        self._form_ids = {form: at for at, form in enumerate(forms)}
        self._bare_ids = {folded: at for at, folded in enumerate(folds)}
        self._grouped = np.argsort(
            fold_of, kind="stable"
        )  # the forms of one bare syllable together
        self._groups = np.searchsorted(fold_of[self._grouped], np.arange(len(folds) + 1))
        # Worked out for the syllables that are asked for.
        self._by_fold: dict[str, Forms] = {}
        self._known_links: dict[int, _Links] = {}

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "AccentModel":
        """Learn from texts written with accents."""
        ids: dict[str, int] = {}
        sequence: list[int] = []
        ends: list[int] = []
        for text in texts:
            sequence += [ids.setdefault(form, len(ids)) for form in syllables(clean(text))]
            ends.append(len(sequence))
        forms = list(ids)
        folds: dict[str, int] = {}
        fold_of = np.array([folds.setdefault(fold(f), len(folds)) for f in forms], dtype=np.int64)
        numbers = np.array(sequence, dtype=np.int64)
        inside = np.ones(max(len(numbers) - 1, 0), dtype=bool)
        inside[[end - 1 for end in ends if 0 < end < len(numbers)]] = False
        pairs, _ = PairCounts.count(numbers[:-1][inside], numbers[1:][inside], fold_of)
        counts = np.bincount(numbers, minlength=len(forms)).tolist()
        return cls(forms, list(folds), fold_of, counts, pairs)

    def restore(self, text: str) -> str:
        """Return ``text`` with the accents it most likely was meant with, its case kept."""
        text = clean(text)
        tokens = tokenize(text)
        parts: list[str] = []
        done = 0
        for token, form in zip(tokens, self.restore_tokens(tokens), strict=True):
            typed = text[token.start : token.end]
            if form != token.text:
                typed = _like(form, typed)
            parts += (text[done : token.start], typed)
            done = token.end
        return "".join((*parts, text[done:]))

    def restore_tokens(self, tokens: Sequence[Token]) -> list[str]:
        """Return the most likely form of each token; one typed with accents stays."""
        return [
            self.forms[max(options, key=_share)[0]]
            if options and token.text == token.folded
            else token.text
            for token, options in zip(tokens, self.weigh(tokens), strict=True)
        ]

    def weigh(self, tokens: Sequence[Token], places: list[int] | None = None) -> list[Forms]:
        """Return the forms (ids) each token may stand for, their weights summing to 1.

        Args:
            tokens: the tokens of a text, in order.
            places: for each two neighbours the place of their bare pair, where it is known.

        Returns:
            For each token its forms; none where the corpus doesn't have its letters.
        """
        return self.weigh_forms(
            [token.text for token in tokens], [token.folded for token in tokens], places
        )

    def weigh_forms(
        self, texts: Sequence[str], folded: Sequence[str], places: list[int] | None = None
    ) -> list[Forms]:
        """Return the same for tokens given by their match forms, with accents and without."""
        return self.restore_known(list(map(self.known, texts, folded)), places)[1]

    def known(self, text: str, folded: str) -> Known:
        """Return what is known of a match form, apart from its neighbours."""
        bare, form = text in self._bare_ids, self._form_ids.get(text)
        # An accent typed is certain; without one the whole text decides.
        options = self._readings(text) if bare else _NO_FORMS if form is None else [(form, 1.0)]
        typed = text != folded
        certain = text if typed or len(options) != 1 else self.forms[options[0][0]]
        left_out = bare and self.forms[options[0][0]] != text
        plain = form if bare else None
        others, alone = 0.0, _NO_FORMS
        if plain is not None and len(options) > 1:
            others = max([share for form, share in options if form != plain])
            alone = [option for option in options if option[0] == plain] or [(plain, 1.0)]
        return text, folded, certain, options, plain, typed, left_out, others, alone

    def __contains__(self, text: str) -> bool:
        return text in self._form_ids or text in self._bare_ids

    def _readings(self, folded: str) -> Forms:
        """Return the forms of a bare syllable with their shares, the commonest first; none for one unknown."""
        known = self._by_fold.get(folded)
        if known is not None:
            return known
        bare = self._bare_ids.get(folded)
        if bare is None:
            return _NO_FORMS
        start, end = self._groups[bare : bare + 2].tolist()
        group: list[int] = self._grouped[start:end].tolist()
        counts = self._counts
        group.sort(key=lambda at: -counts[at])
        mass = sum(counts[at] for at in group)
        shares = [(at, counts[at] / mass) for at in group[:_MAX_FORMS]]
        found = (
            [pair for pair in shares if pair[1] >= _RARE] if len(group) > 1 else [(group[0], 1.0)]
        )
        self._by_fold[folded] = found
        return found

    def restore_known(
        self, tokens: Sequence[Known], places: list[int] | None = None
    ) -> tuple[list[str], list[Forms]]:
        """Return the most likely form of each token, one with accents as it is, and all forms."""
        if not tokens:
            return [], []
        _, _, certain, forms, _, typed, left_out, _, _ = zip(*tokens, strict=True)
        restored, options = list(certain), list(forms)
        unsure = [at for at, option in enumerate(options) if len(option) != 1]
        if not unsure:
            return restored, options
        # How likely this typist leaves an accent out, judging by the whole text.
        omitted = sum(left_out) + 0.1
        dropped = omitted / (sum(typed) + omitted + 0.1)
        open_at = []
        for at in unsure:
            option = options[at]
            _, folded, _, _, plain, _, _, others, alone = tokens[at]
            if not option:
                option = options[at] = self._readings(folded)
            elif plain is not None:
                if others * dropped <= _UNLIKELY:
                    options[at] = alone
                    continue
                option = options[at] = [
                    (form, share if form == plain else share * dropped)
                    for form, share in option
                    if form == plain or share * dropped > _UNLIKELY
                ]
            if len(option) > 1:
                open_at.append(at)
        if open_at:
            if places is None:
                bare = self._bare_ids
                places = self.places.find(pairwise([bare.get(token[1], -1) for token in tokens]))
            options = self._in_context(options, open_at, places)
        names = self.forms
        for at in unsure:
            option = options[at]
            if option:
                best = option[0] if len(option) == 1 else max(option, key=_share)
                restored[at] = names[best[0]]
        return restored, options

    def _in_context(
        self, options: list[Forms], open_at: list[int], places: list[int]
    ) -> list[Forms]:
        """Weigh the options of each token by those of its neighbours (forward and backward)."""
        size = len(options)
        links: dict[int, _Links] = {}
        for at in open_at:
            for near in (at - 1, at):
                if 0 <= near < size - 1 and near not in links and places[near] >= 0:
                    links[near] = self._links(places[near])
        forward = list(options)
        for at in open_at:
            if at - 1 in links:
                forward[at] = _carry(forward[at - 1], options[at], links[at - 1], 0, 1)
        backward = list(options)
        for at in reversed(open_at):
            if at in links:
                backward[at] = _carry(backward[at + 1], options[at], links[at], 1, 0)
        result = list(options)
        for at in open_at:
            # Both carry the form's own share, which counts once.
            joint = [
                (form, ahead * back / share)
                for (form, share), (_, ahead), (_, back) in zip(
                    options[at], forward[at], backward[at], strict=True
                )
            ]
            total = sum(map(_share, joint))
            result[at] = [(form, weight / total) for form, weight in joint]
        return result

    def _links(self, place: int) -> _Links:
        """Return how much more often than by chance each reading of a bare pair occurs."""
        known = self._known_links.get(place)
        if known is not None:
            return known
        pairs, counts = self._pairs, self._counts
        readings = slice(int(pairs.starts[place]), int(pairs.starts[place + 1]))
        links = [
            (first, second, times * self._total / (counts[first] * counts[second]))
            for first, second, times in zip(
                pairs.first[readings].tolist(),
                pairs.second[readings].tolist(),
                pairs.counts[readings].tolist(),
                strict=True,
            )
        ]
        if len(self._known_links) >= _KEPT_LINKS:
            self._known_links.clear()
        self._known_links[place] = links
        return links


def _carry(known: Forms, sought: Forms, links: _Links, of: int, to: int) -> Forms:
    """Pass what is known of one token to its neighbour over the readings they share."""
    before = dict(known)
    lift: dict[int, float] = {}
    for link in links:
        source = link[of]
        if source in before:
            target = int(link[to])
            lift[target] = lift.get(target, _SMOOTHING) + before[int(source)] * link[2]
    carried = [(form, share * lift.get(form, _SMOOTHING)) for form, share in sought]
    total = sum(map(_share, carried))
    return [(form, weight / total) for form, weight in carried]


def _share(option: tuple[int, float]) -> float:
    return option[1]


def _like(form: str, typed: str) -> str:
    """Give ``form`` the case of ``typed``."""
    if typed.isupper() and len(typed) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if typed[:1].isupper() else form
