"""The words people use, as data: abbreviations, chat spellings, concepts, fillers.

Everything here comes from the TOML files in ``knowledge/data/language`` and from what administrators teach.
Phrases are matched by folded syllables; an accent that a person typed must agree with the phrase's.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Generic, NamedTuple, TypeVar

from knowledge.errors import DataFileError
from knowledge.language.normalize import fold, match_form
from knowledge.language.tokens import Token, syllables

P = TypeVar("P")

NEAR_WEIGHT: Final = 0.55
"""How much a word that is only near a concept counts, of one that means it."""


class Found(NamedTuple, Generic[P]):
    """A phrase found in a text, at tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    payload: P
    exact: bool


class _Branch(NamedTuple, Generic[P]):
    """Where a run of syllables leads: the phrases that it is, by their words, and the syllables that may follow."""

    ending: list[tuple[tuple[str, ...], P]]
    longer: "dict[str, _Branch[P]]"


class PhraseTable(Generic[P]):
    """Finds phrases in a run of tokens, longest first.

    >>> table = PhraseTable([("bảo hiểm y tế", "bhyt")])
    >>> [found.payload for found in table.find(tokenize("Thẻ bao hiem y tế"))]
    ['bhyt']
    """

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        # A tree by folded syllables: at each the phrases that end there, and what may follow.
        self._starts: dict[str, _Branch[P]] = {}
        for text, payload in phrases:
            words = tuple(syllables(text))
            longer = self._starts
            ending: list[tuple[tuple[str, ...], P]] = []
            for word in words:
                ending, longer = longer.setdefault(fold(word), _Branch([], {}))
            ending.append((words, payload))

    def find(self, tokens: Sequence[Token], overlapping: bool = False) -> list[Found[P]]:
        """Return the phrases that stand in ``tokens``, in reading order.

        Args:
            tokens: a tokenised text.
            overlapping: also give phrases inside or across others, not just the longest at each place.
        """
        starts = self._starts
        folded = [token.folded for token in tokens]
        found: list[Found[P]] = []
        free = 0  # the first place that no phrase found takes up
        last = len(folded)
        for at in [at for at, first in enumerate(folded) if first in starts]:
            if at < free and not overlapping:
                continue
            end = at
            branch: _Branch[P] | None = starts[folded[at]]
            ends = []
            while branch is not None:
                end += 1
                ending, longer = branch
                if ending:
                    ends.append((end, ending))
                branch = longer.get(folded[end]) if longer and end < last else None
            for end, ending in reversed(ends):
                for words, payload in ending:
                    exact = _accents_agree(tokens, at, words)
                    if exact is not None:
                        found.append(Found(at, end, payload, exact))
                        free = end
                        if not overlapping:
                            break
                if free > at and not overlapping:
                    break
        return found


def _accents_agree(tokens: Sequence[Token], start: int, words: tuple[str, ...]) -> bool | None:
    """True: typed as the phrase is; False: typed without some accents; None: another word."""
    exact = True
    slips = 0
    for at, word in enumerate(words, start):
        token = tokens[at]
        typed = token.text
        if typed == word:
            continue
        if typed != token.folded:
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
        self.abbreviations = {match_form(k): _spoken(v) for k, v in abbreviations.items()}
        self.chat = {match_form(k): _spoken(v) for k, v in chat.items()}
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


def _spoken(expansions: Sequence[str]) -> tuple[str, ...]:
    """Expansions as tokens see them: "kiểm tra, giám sát" without its comma, each once."""
    return tuple(dict.fromkeys(" ".join(syllables(text)) for text in expansions))


@cache
def bundled_lexicon() -> Lexicon:
    """Return the lexicon of the bundled data files."""
    return Lexicon(
        {row["short"]: row["long"] for row in read_language_file("abbreviations")["abbreviation"]},
        {row["typed"]: row["means"] for row in read_language_file("teencode")["word"]},
        merge_concepts(
            read_language_file("synonyms")["concept"], read_language_file("english")["concept"]
        ),
        read_language_file("fillers"),
    )


def merge_concepts(*tables: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put the terms of concepts of the same name together, in the order of the first table."""
    merged: dict[str, dict[str, Any]] = {}
    for row in (row for table in tables for row in table):
        into = merged.setdefault(row["name"], {"name": row["name"], "same": [], "near": []})
        into["same"] += row.get("same", ())
        into["near"] += row.get("near", ())
    return list(merged.values())


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
