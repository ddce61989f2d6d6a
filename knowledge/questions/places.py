"""Places in questions: the document's own, those it speaks of, and others."""

import re
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Final

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.language.normalize import fold
from knowledge.language.tokens import folded_syllables
from knowledge.questions.reading import Reading
from knowledge.resolution.model import Kind, Resolution

_DATE_LINE: Final = re.compile(r"\bngày\b.*\btháng\b", re.IGNORECASE)
_PLACE_WORDS: Final = {
    "tinh",
    "pho",
    "phuong",
    "xa",
    "huyen",
    "quan",
    "o",
    "tai",
    "tp",
    "nuoc",
    "cua",
}
_UNIT_WORDS: Final = frozenset({"phuong", "xa", "tinh", "huyen", "quan", "thi", "pho", "tp", "p"})
_UNIT_NAME: Final = re.compile(
    r"\b(?:phường|xã|tỉnh|huyện|quận|thị xã|thành phố|tp\.?|P\.)\s+((?:[^\W\d_]+\s?){1,4})",
    re.IGNORECASE,
)


class Places:
    """Finds other places in questions about one resolution."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution

    @cached_property
    def _own(self) -> frozenset[str]:
        return _own_places(self._resolution)

    @cached_property
    def _source(self) -> str:
        return f" {' '.join(folded_syllables(self._resolution.source))} "

    @cached_property
    def _own_words(self) -> set[str]:
        return set(self._source.split())

    def elsewhere(self, reading: Reading, ref: str = "") -> str:
        """Return another place that a question names, "" for none.

        A place that is not the document's own is spoken of where the clause of ``ref`` names it; without one, where any does.
        """
        typed = reading.typed or reading.tokens
        for found in _places().find(typed):
            before = typed[found.start - 1].folded if found.start else ""
            name, wide = found.payload
            if wide and before in _PLACE_WORDS:
                return name
            if not wide and (found.exact or before in _PLACE_WORDS):
                said = " ".join(token.folded for token in typed[found.start : found.end])
                source = self._source
                if ref:
                    clause = self._resolution.clause(ref)
                    source = f" {' '.join(folded_syllables(clause.text))} "
                if fold(name.lower()) not in self._own and f" {said} " not in source:
                    return name
        if _UNIT_WORDS.isdisjoint(token.folded for token in reading.tokens):
            return ""
        for match in _UNIT_NAME.finditer(reading.text):
            words = match[1].split()
            named = [word for word in words if word[0].isupper()]
            if named and words[0] == named[0] and not self._is_ours(named):
                return " ".join(named)
        return ""

    def _is_ours(self, words: Sequence[str]) -> bool:
        return all(fold(word.lower()) in self._own_words for word in words)


@cache
def _places() -> PhraseTable[tuple[str, bool]]:
    data = read_language_file("places")
    names = [n for group in ("ours", "provinces", "wards", "countries") for n in data[group]]
    exact = ((name, (name.title(), False)) for name in names)
    wider = ((name, (name, True)) for name in data["wider"])
    return PhraseTable(chain(exact, wider))


def _own_places(resolution: Resolution) -> frozenset[str]:
    """The places a document is about: the country, and those in its title and its issuer's name, with what lies in them.

    The line with the date says only where it was signed.
    """
    data = read_language_file("places")
    ours = [fold(name) for name in data["ours"]]
    header = next((c.text for c in resolution.clauses if c.kind is Kind.HEADER), "")
    lines = [line for line in header.split("\n") if not _DATE_LINE.search(line)]
    metadata = resolution.metadata
    about = [*lines, metadata.issuer, metadata.title, metadata.name]
    said = f" {' '.join(word for line in about for word in folded_syllables(line))} "
    every = [*ours, *(fold(n) for group in ("provinces", "wards") for n in data[group])]
    own = {name for name in every if f" {name} " in said} - {"viet nam"}
    # Of the places known to lie in one another, a document about one is about all.
    return frozenset([*own, *(ours if own.intersection(ours) else ()), "viet nam"])
