"""Syllables: the unit of Vietnamese text that matching works on."""

import re
from typing import Final, NamedTuple
from unicodedata import is_normalized

from knowledge.language.normalize import fold, match_form

# A number keeps its separators ("96,2", "1.056"), so that figures match exactly or not at all.
_SYLLABLE: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


class Token(NamedTuple):
    """One syllable, word or number of a text.

    Attributes:
        text: its match form, accents kept ("tiêu").
        folded: the same without accents ("tieu").
        start, end: the characters it stands at in the text that was tokenised.
    """

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is a figure, not a word."""
        return self.text[0].isdigit()

    @property
    def accented(self) -> bool:
        """Whether an accent was typed in it."""
        return self.text != self.folded


def tokenize(text: str) -> list[Token]:
    """Split ``text`` (already ``clean``) into tokens, with their places in ``text``."""
    form = match_form(text)
    folded = fold(form)
    if not (len(folded) == len(form) == len(text) and is_normalized("NFKC", text)):
        return _tokenize_each(text)
    return [
        Token(match[0], folded[match.start() : match.end()], match.start(), match.end())
        for match in _SYLLABLE.finditer(form)
    ]


def _tokenize_each(text: str) -> list[Token]:
    """Split a text whose match form has other places: full-width letters, ligatures."""
    tokens = []
    for match in _SYLLABLE.finditer(text):
        form = match_form(match[0])
        tokens.append(Token(form, fold(form), match.start(), match.end()))
    return tokens


def syllables(text: str) -> list[str]:
    """Return the match forms of the tokens of ``text``, accents kept."""
    return _SYLLABLE.findall(match_form(text))


def folded_syllables(text: str) -> list[str]:
    """Return the tokens of ``text`` without accents."""
    return _SYLLABLE.findall(fold(match_form(text)))
