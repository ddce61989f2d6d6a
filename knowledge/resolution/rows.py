"""The rows of a table as clauses."""

import re
from typing import Final

from knowledge.resolution.model import Clause, Kind
from knowledge.resolution.numbering import roman_value
from knowledge.resolution.structure import Block
from knowledge.resolution.tables import (
    JOINT,
    Column,
    is_titles,
    read_columns,
    row_number,
)

_COUNTED: Final = re.compile(r"[(\[]?(?:\d{1,2}|[A-ZĐ])[)\]]?(?:\s*=.*)?")
_ITEM_LEVEL: Final = 2
_LETTER_LEVEL: Final = 20


class TableParser:
    """Turns the rows of one table into clauses, row by row.

    The first row is the clause ``ref``, the others stand under it: by the number in their first cell, under the
    group row above them where there is one, else by their place.
    """

    def __init__(self, ref: str, parent: str | None) -> None:
        self._ref = ref
        self._parent = parent
        self._columns: tuple[Column, ...] = ()
        self._titles: tuple[str, ...] | None = None
        self._open: list[tuple[int, str, str]] = []  # level, number, ref
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}
        self._last = ref

    def read(self, block: Block, cells: tuple[str, ...]) -> Clause:
        """Return the clause of the next row.

        Args:
            block: the row.
            cells: the texts of its cells, "" for an empty one.
        """
        if self._titles is None:
            self._titles = cells
            named = is_titles(cells)
            self._columns = read_columns(cells)
            kind = Kind.HEADING if named else Kind.PARAGRAPH
            return self._clause(self._ref, kind, block, self._parent)
        filled = [cell for cell in cells if cell]
        if cells == self._titles or (
            len(filled) > 2 and all(_COUNTED.fullmatch(cell) for cell in filled)
        ):
            return self._unnumbered(block, self._ref, Kind.PARAGRAPH)
        if not cells[0] and self._columns[:1] == (Column.NUMBER,):
            return self._unnumbered(block, self._last, self._kind(cells))
        number = row_number(cells[0]) if len(cells) > 1 else ""
        return self._numbered(block, number, cells) or self._unnumbered(
            block, self._open[-1][2] if self._open else self._ref, self._kind(cells)
        )

    def _numbered(self, block: Block, number: str, cells: tuple[str, ...]) -> Clause | None:
        if not number:
            return None
        level = _level(number)
        keep = len(self._open)
        while keep and self._open[keep - 1][0] >= level:
            keep -= 1
        above, _, last = number.rpartition(".")
        suffix = last if keep and above and self._open[keep - 1][1] == above else number
        parent = self._open[keep - 1][2] if keep else self._ref
        ref = f"{parent}.{suffix}"
        if ref in self._taken:
            return None
        self._taken.add(ref)
        del self._open[keep:]
        self._open.append((level, number, ref))
        self._last = ref
        return self._clause(ref, self._kind(cells), block, parent, f"{cells[0]} |")

    def _unnumbered(self, block: Block, base: str, kind: Kind) -> Clause:
        self._counts[base] = self._counts.get(base, 0) + 1
        return self._clause(f"{base}/{self._counts[base]}", kind, block, base)

    def _kind(self, cells: tuple[str, ...]) -> Kind:
        filled = sum(1 for cell in cells if cell)
        if cells[0] and len(cells) > 3:
            group = _level(row_number(cells[0]) or "1") < _ITEM_LEVEL
            if filled <= 2 or (group and filled * 2 <= len(cells)):
                return Kind.HEADING
        if Column.TARGET in self._columns:
            return Kind.TARGET
        return Kind.TASK if Column.TASK in self._columns else Kind.PARAGRAPH

    @staticmethod
    def _clause(ref: str, kind: Kind, block: Block, parent: str | None, marker: str = "") -> Clause:
        return Clause(ref, kind, block.text, block.pieces, JOINT, parent, marker)


def _level(number: str) -> int:
    if number.replace(".", "").isdecimal():
        return _ITEM_LEVEL + number.count(".")
    if roman_value(number):
        return 1
    return 0 if number.isupper() else _LETTER_LEVEL
