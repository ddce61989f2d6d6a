"""The words that a resolution and its data know: what needs no expanding, and what initials may stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from knowledge.language.lexicon import Lexicon
from knowledge.language.tokens import Token, tokenize
from knowledge.questions.reading import SYLLABLE
from knowledge.resolution.model import Resolution

MOST_INITIALS: Final = 6
_KEPT_INITIALS: Final = 2_000
_SPACE: Final = " "


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words known.

    Attributes:
        known: bare syllables that need no expansion.
        accented: accented syllables that exist.
        pairs: two syllables that stand side by side, accented or bare, a space between.
    """

    known: set[str] = field(default_factory=set)
    accented: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)

    def add_text(self, text: Sequence[Token], lexicon: Lexicon) -> None:
        """Add the words of a text and which stand side by side.

        Short forms are expanded wherever they stand, so none of them is a word of its own.
        """
        tokens = [token for token in text if not lexicon.expand(token)]
        for first, second in pairwise(tokens):
            self.pairs.add(f"{first.folded} {second.folded}")
            self.pairs.add(f"{first.text} {second.text}")
        self.known.update(token.folded for token in tokens)
        self.accented.update(token.text for token in tokens)

    def add_printed(self, text: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        """Add the short forms that a document prints in small letters: there "ca" in "số ca mắc" is a word of its own."""
        for at, token in enumerate(tokens):
            if (
                lexicon.expand(token)
                and not token.accented
                and SYLLABLE.fullmatch(token.folded)
                and text[token.start : token.end].islower()
            ):
                self.known.add(token.folded)
                for first, second in pairwise(tokens[max(at - 1, 0) : at + 2]):
                    self.pairs.add(f"{first.folded} {second.folded}")
                    self.pairs.add(f"{first.text} {second.text}")

    def packed(self) -> list[str]:
        """Return it as three texts, a word or pair a line, for keeping."""
        return ["\n".join(sorted(words)) for words in (self.known, self.accented, self.pairs)]

    @classmethod
    def unpacked(cls, texts: Sequence[str]) -> "Vocabulary":
        """Read what ``packed`` gave."""
        known, accented, pairs = (set(text.split("\n")) - {""} for text in texts)
        return cls(known, accented, pairs)

    def add_words(self, text: Sequence[Token]) -> None:
        """Add the words of a text, short forms too, but not which stand side by side."""
        for token in text:
            self.known.add(token.folded)
            self.accented.add(token.text)


class Either:
    """What is in one set of words or in another that several documents share."""

    def __init__(self, own: set[str], shared: set[str]) -> None:
        self._own = own
        self._shared = shared

    def __contains__(self, word: object) -> bool:
        return word in self._own or word in self._shared


class Pairs(Either):
    """The same for two words side by side."""

    def __contains__(self, pair: object) -> bool:
        return isinstance(pair, tuple) and super().__contains__(_SPACE.join(pair))


class Initials:
    """The runs of two to six words in the clauses, found by their first letters.

    Args:
        clauses: the words of each clause, a space between, figures left out.
    """

    def __init__(self, clauses: Sequence[str]) -> None:
        self.clauses = clauses
        self._letters: list[str] = []
        self._known: dict[str, list[tuple[str, ...]]] = {}

    @classmethod
    def of(cls, resolution: Resolution) -> "Initials":
        """Read the clauses of a resolution."""
        return cls(
            [
                _SPACE.join(token.text for token in tokenize(clause.text) if not token.is_number)
                for clause in resolution.clauses
            ]
        )

    def get(self, letters: str, default: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
        """Return the runs of words that begin with these letters, each once, in reading order."""
        if not 2 <= len(letters) <= MOST_INITIALS:
            return default
        known = self._known.get(letters)
        if known is None:
            if len(self._known) >= _KEPT_INITIALS:
                self._known.clear()
            known = self._known[letters] = self._find(letters)
        return known or default

    def _find(self, letters: str) -> list[tuple[str, ...]]:
        size = len(letters)
        if not self._letters:
            self._letters = ["".join(word[0] for word in text.split()) for text in self.clauses]
        found: dict[tuple[str, ...], None] = {}
        for text, first in zip(self.clauses, self._letters, strict=True):
            at = first.find(letters)
            words = text.split() if at >= 0 else []
            while at >= 0:
                found[tuple(words[at : at + size])] = None
                at = first.find(letters, at + 1)
        return list(found)
