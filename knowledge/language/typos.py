"""Spelling: which words of a vocabulary may have been meant by one that isn't in it.

One slip away: a letter left out, added, changed or two swapped; a Telex keystroke left standing
("nhaapj"), an accent mistaken (hỏi for ngã), or one of the sounds that are commonly confused
(ch and tr, s and x, l and n). Syllables have three or four letters, so a slip leaves many
candidates: the weights say how common the kind of slip is, and the caller knows the context.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.language.normalize import fold
from knowledge.language.telex import decode

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TELEX_KEYS: Final = frozenset("sfrxjwaeod")
_SWAPPED, _NEAR, _OTHER, _MISSING, _ADDED, _REPEATED = 1.0, 0.8, 0.3, 0.6, 0.4, 1.0
_ACCENT, _SOUND, _TELEX = 1.0, 0.8, 2.0
_SAME_START: Final = 1.5  # the first letter is seldom the wrong one
_MAX_WORDS: Final = 50_000
_MAX_LETTERS: Final = 16
_SOUNDS: Final = (
    ("tr", "ch"), ("s", "x"), ("l", "n"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("gi", "d"),
    ("ng", "ngh"), ("g", "gh"), ("c", "k"), ("k", "c"), ("c", "q"), ("f", "ph"), ("j", "gi"),
    ("z", "d"), ("w", "qu"), ("v", "d"),
)  # fmt: skip
_ENDS: Final = (("n", "ng"), ("t", "c"), ("n", "nh"), ("i", "y"), ("ch", "t"), ("g", "ng"))


def _neighbours() -> frozenset[str]:
    near: set[str] = set()
    for y, row in enumerate(_ROWS):
        for x, key in enumerate(row):
            for other_y in (y - 1, y, y + 1):
                for other_x in (x - 1, x, x + 1):
                    if 0 <= other_y < 3 and 0 <= other_x < len(_ROWS[other_y]):
                        near.add(key + _ROWS[other_y][other_x])
    return frozenset(near)


_NEAR_KEYS: Final = _neighbours()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that may have been meant; ``weight`` compares corrections of one typed word."""

    word: str
    weight: float


class SpellingModel:
    """Finds the words of a vocabulary that are one slip away from a typed one."""

    def __init__(self, words: Iterable[str], counts: Sequence[int] | None = None) -> None:
        """Index a vocabulary.

        Args:
            words: the words, most with letters only; figures are never corrected to.
            counts: how often each occurs; of very many words, the commonest are indexed.
        """
        known = list(words)
        if counts is not None and len(known) > _MAX_WORDS:
            order = sorted(range(len(known)), key=lambda at: -counts[at])[:_MAX_WORDS]
            known = [known[at] for at in order]
        self._known = known
        self._cache: dict[str, tuple[Correction, ...]] = {}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(
            word for word in self._known if 2 <= len(word) <= _MAX_LETTERS and word.isalpha()
        )

    @cached_property
    def _deletions(self) -> dict[str, list[str]]:
        """The words by what each is with a letter left out; worked out for the first unknown word."""
        found: dict[str, list[str]] = {}
        for word in self._words:
            for shorter in _deletions(word):
                found.setdefault(shorter, []).append(word)
        return found

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def corrections(self, word: str, limit: int = 12) -> tuple[Correction, ...]:
        """Return the words one slip away from ``word``, likeliest kind of slip first."""
        if not word.isalpha() or not 2 <= len(word) <= _MAX_LETTERS + 1:
            return ()
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) > 20_000:
                self._cache.clear()
            known = self._cache[word] = self._find(word)
        return known[:limit]

    def split(self, word: str) -> tuple[str, str] | None:
        """Return the two words that ``word`` joins when exactly one split gives known words."""
        splits = [
            (word[:at], word[at:])
            for at in range(2, len(word) - 1)
            if word[:at] in self._words and word[at:] in self._words
        ]
        return splits[0] if len(splits) == 1 else None

    def _find(self, word: str) -> tuple[Correction, ...]:
        weights: dict[str, float] = {}

        def offer(candidate: str, weight: float) -> None:
            if candidate[0] == word[0]:
                weight *= _SAME_START
            if weight > weights.get(candidate, 0.0):
                weights[candidate] = weight

        for candidate in self._deletions.get(word, ()):
            offer(candidate, _MISSING)
        for at, shorter in enumerate(_deletions(word, distinct=False)):
            if shorter in self._words:
                offer(shorter, _added_weight(word, at))
            for candidate in self._deletions.get(shorter, ()):
                if len(candidate) == len(word) and candidate != word:
                    weight = _changed_weight(word, candidate)
                    if weight:
                        offer(candidate, weight)
        for candidate in _sounds_like(word):
            if candidate in self._words:
                offer(candidate, _SOUND)
        decoded = decode(word) if word.isascii() else None
        if decoded is not None:
            for candidate in (decoded, fold(decoded)):
                if candidate in self._words:
                    offer(candidate, _TELEX)
        weights.pop(word, None)
        ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Correction(candidate, weight) for candidate, weight in ordered)


def _deletions(word: str, *, distinct: bool = True) -> list[str]:
    shorter = [word[:at] + word[at + 1 :] for at in range(len(word))]
    return list(dict.fromkeys(shorter)) if distinct else shorter


def _added_weight(word: str, at: int) -> float:
    letter = word[at]
    if letter in word[max(at - 1, 0) : at] or letter in word[at + 1 : at + 2]:
        return _REPEATED
    if at and letter in _TELEX_KEYS:
        return _MISSING
    beside = (word[at - 1 : at] + letter, letter + word[at + 1 : at + 2])
    return _MISSING if any(pair in _NEAR_KEYS for pair in beside) else _ADDED


def _changed_weight(word: str, candidate: str) -> float:
    """Weigh a candidate of the same length; 0 when it is more than one slip away."""
    differing = [
        at for at, pair in enumerate(zip(word, candidate, strict=True)) if len({*pair}) > 1
    ]
    if len(differing) == 2:
        first, second = differing
        swapped = word[first] == candidate[second] and word[second] == candidate[first]
        return _SWAPPED if second == first + 1 and swapped else 0.0
    if len(differing) != 1:
        return 0.0
    typed, meant = word[differing[0]], candidate[differing[0]]
    bare_typed, bare_meant = fold(typed), fold(meant)
    if bare_typed == bare_meant:
        return _ACCENT
    return _NEAR if bare_typed + bare_meant in _NEAR_KEYS else _OTHER


def _sounds_like(word: str) -> list[str]:
    variants = []
    for first, second in _SOUNDS:
        for typed, meant in ((first, second), (second, first)):
            if word.startswith(typed):
                variants.append(meant + word[len(typed) :])
    for first, second in _ENDS:
        for typed, meant in ((first, second), (second, first)):
            if word.endswith(typed):
                variants.append(word[: -len(typed)] + meant)
    return variants
