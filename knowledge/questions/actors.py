"""Questions about a body: what it must do, what names it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.language.lexicon import Found, PhraseTable
from knowledge.language.normalize import fold
from knowledge.language.tokens import folded_syllables
from knowledge.questions.reading import Reading
from knowledge.resolution.model import Body, Kind, Resolution
from knowledge.resolution.tables import Column, table_rows

MOST_ADDED: Final = 4
_LEVELS: Final = frozenset(
    {"thanh", "pho", "tinh", "phuong", "xa", "huyen", "quan", "trung", "uong", "viet", "nam", "dia", "toi", "cao", "cac", "cap"}
)  # fmt: skip
"""Words of the level or place of a body, after its name."""
_CHARGES: Final = (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY, Kind.HEADING)


@dataclass(frozen=True, slots=True)
class Named:
    """A body named in a question, and the tokens that name it."""

    body: Body
    tokens: frozenset[int]


class Bodies:
    """Finds the bodies of a resolution in questions."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self._table = PhraseTable(
            (alias, body)
            for body in resolution.bodies
            for alias in dict.fromkeys([body.name.lower(), body.short.lower(), *body.aliases])
            if alias
        )

    def named(self, reading: Reading) -> Named | None:
        """Return the body that a question names; None for none or for several."""
        named = [
            Named(found.payload, frozenset(range(found.start, self._end(reading, found))))
            for found in self._table.find(reading.tokens)
        ]
        return named[0] if len({item.body.name for item in named}) == 1 else None

    def _end(self, reading: Reading, found: Found[Body]) -> int:
        """Where a name ends in a question: the document's own words go on after it, "Ủy ban nhân dân Thành phố"."""
        words = [token.folded for token in reading.tokens]
        end = found.end
        while end < len(words) and end - found.end < MOST_ADDED:
            if words[end] not in _LEVELS:
                break
            if not self._goes_on(words[found.start : found.end], words[found.end : end + 1]):
                break
            end += 1
        return end

    def _goes_on(self, name: list[str], after: list[str]) -> bool:
        """Whether the document has a name with some words of its level after it, others of the kind between."""
        between = rf"(?: (?:{'|'.join(sorted(_LEVELS))}))*? "
        return bool(re.search(rf" {' '.join(name)}{between}{' '.join(after)} ", self._source))

    @cached_property
    def _leads(self) -> dict[str, str]:
        """Who leads the work of each row of a table, without accents."""
        rows = table_rows(self._resolution.source, self._resolution.clauses)
        return {row.clause.ref: fold(row.first(Column.LEAD).lower()) for row in rows}

    @cached_property
    def _source(self) -> str:
        return f" {' '.join(folded_syllables(self._resolution.source))} "

    def refs(self, body: Body, reading: Reading, cues: Mapping[str, tuple[int, ...]]) -> list[str]:
        """Return the clauses that charge a body, those of the kind asked for first."""
        words = reading.folded
        wanted: Kind | None = None
        if "chi tieu" in words:
            wanted = Kind.TARGET
        elif "trach nhiem" in words and "list" not in cues:
            wanted = Kind.RESPONSIBILITY
        refs = [ref for ref in body.refs if self._resolution.clause(ref).kind in _CHARGES]
        refs = refs or list(body.refs)
        name = fold(body.name.lower())
        refs.sort(
            key=lambda ref: name not in self._leads.get(ref, name)
        )  # what it only supports last
        if wanted is not None:
            refs.sort(key=lambda ref: self._resolution.clause(ref).kind is not wanted)
        return refs

    def charged_by(self, ref: str) -> tuple[list[str], list[str]]:
        """Return the bodies that a clause names and those whose field it is."""
        bodies = self._resolution.bodies
        named = [body.name for body in bodies if ref in body.named]
        return named, [body.name for body in bodies if ref in body.field]
