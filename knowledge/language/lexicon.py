"""The words people use, as data: abbreviations, chat spellings, concepts, fillers.

Everything here comes from the TOML files in ``knowledge/data/language`` and from what administrators teach.
Phrases are matched by folded syllables; an accent that a person typed must agree with the phrase's.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Generic, TypeVar

from knowledge.errors import DataFileError
from knowledge.language.normalize import fold, match_form
from knowledge.language.tokens import Token, syllables

P = TypeVar("P")

NEAR_WEIGHT: Final = 0.55
"""How much a word that is only near a concept counts, of one that means it."""


@dataclass(frozen=True, slots=True)
class Phrase(Generic[P]):
    """A run of syllables and what it stands for."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    payload: P


@dataclass(frozen=True, slots=True)
class Found(Generic[P]):
    """A phrase found in a text, at tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    payload: P
    exact: bool


class PhraseTable(Generic[P]):
    """Finds phrases in a run of tokens, longest first.

    >>> table = PhraseTable([("bảo hiểm y tế", "bhyt")])
    >>> [found.payload for found in table.find(tokenize("Thẻ bao hiem y tế"))]
    ['bhyt']
    """

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        self._by_first: dict[str, list[Phrase[P]]] = {}
        for text, payload in phrases:
            words = tuple(syllables(text))
            if words:
                folded = tuple(fold(word) for word in words)
                self._by_first.setdefault(folded[0], []).append(Phrase(words, folded, payload))
        for found in self._by_first.values():
            found.sort(key=lambda phrase: -len(phrase.words))

    def find(self, tokens: Sequence[Token], overlapping: bool = False) -> Iterator[Found[P]]:
        """Iterate over the phrases that stand in ``tokens``.

        Args:
            tokens: a tokenised text.
            overlapping: also give phrases inside or across others, not just the longest at each place.
        """
        folded = [token.folded for token in tokens]
        at, size = 0, len(folded)
        while at < size:
            step = 1
            for phrase in self._by_first.get(folded[at], ()):
                length = len(phrase.folded)
                if length > 1 and (
                    at + length > size or tuple(folded[at : at + length]) != phrase.folded
                ):
                    continue
                exact = _accents_agree(tokens[at : at + length], phrase.words)
                if exact is None:
                    continue
                yield Found(at, at + length, phrase.payload, exact)
                if not overlapping:
                    step = length
                    break
            at += step


def _accents_agree(tokens: Sequence[Token], words: tuple[str, ...]) -> bool | None:
    """True: typed as the phrase is; False: typed without some accents; None: another word."""
    exact = True
    slips = 0
    for token, word in zip(tokens, words, strict=True):
        if token.text == word:
            continue
        if token.accented:
            slips += 1  # one wrong accent in a longer phrase is a slip, in a short one another word
        exact = False
    if slips and (len(words) < 3 or slips > 1):
        return None
    return exact


@dataclass(frozen=True, slots=True)
class ConceptUse:
    """A concept and how strongly a term stands for it (1, or NEAR_WEIGHT)."""

    concept: int
    weight: float


class Lexicon:
    """Abbreviations, chat spellings, concepts and fillers, ready for matching."""

    def __init__(
        self,
        abbreviations: Mapping[str, Sequence[str]],
        chat: Mapping[str, Sequence[str]],
        concepts: Sequence[Mapping[str, Any]],
        fillers: Mapping[str, Sequence[str]],
    ) -> None:
        self.abbreviations = {match_form(k): tuple(v) for k, v in abbreviations.items()}
        self.chat = {match_form(k): tuple(v) for k, v in chat.items()}
        self.concept_names = [str(row["name"]) for row in concepts]
        self.concepts = PhraseTable(self._concept_terms(concepts))
        self._terms = tuple(
            str(term)
            for row in concepts
            for term in (row["name"], *row.get("same", ()), *row.get("near", ()))
        )
        self.fillers = PhraseTable(
            (text, group) for group, texts in fillers.items() for text in texts
        )

    @staticmethod
    def _concept_terms(concepts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ConceptUse]]:
        for number, row in enumerate(concepts):
            for term in dict.fromkeys([row["name"], *row.get("same", ())]):
                yield term, ConceptUse(number, 1.0)
            for term in row.get("near", ()):
                yield term, ConceptUse(number, NEAR_WEIGHT)

    def terms(self) -> tuple[str, ...]:
        """Return all terms of all concepts."""
        return self._terms

    def expand(self, token: Token) -> tuple[str, ...]:
        """Return what an abbreviation or chat spelling may stand for, likeliest first; () for a word."""
        return self.chat.get(token.text) or self.abbreviations.get(token.text) or ()


@cache
def bundled_lexicon() -> Lexicon:
    """Return the lexicon of the bundled data files."""
    return Lexicon(
        {row["short"]: row["long"] for row in read_language_file("abbreviations")["abbreviation"]},
        {row["typed"]: row["means"] for row in read_language_file("teencode")["word"]},
        read_language_file("synonyms")["concept"],
        read_language_file("fillers"),
    )


def read_language_file(name: str) -> dict[str, Any]:
    """Return the content of ``knowledge/data/language/<name>.toml``.

    Raises:
        DataFileError: it is missing or no valid TOML.
    """
    path = files("knowledge") / "data" / "language" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataFileError(f"Thiếu tệp dữ liệu {name}.toml; cài lại chương trình.") from error
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"Tệp {name}.toml không đúng TOML ({error}); sửa lại tệp.") from error
