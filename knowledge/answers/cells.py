"""The cell of a table row that a question asks for, with the title of its column: "Đơn vị theo dõi: Trạm Y tế xã"."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from knowledge.answers import wording
from knowledge.answers.answer import Part, PartKind
from knowledge.language.tokens import folded_syllables
from knowledge.questions.reading import Reading
from knowledge.resolution.model import Resolution
from knowledge.resolution.tables import Column, Row, table_rows

_BY_CUE: Final[tuple[tuple[str, tuple[Column, ...]], ...]] = (
    ("deadline", (Column.DUE,)),
    ("who", (Column.LEAD, Column.SUPPORT)),
    ("duty", (Column.LEAD,)),
)
_BY_WORDS: Final[tuple[tuple[str, tuple[Column, ...]], ...]] = (
    ("phoi hop", (Column.SUPPORT,)),
    ("chu tri", (Column.LEAD,)),
    ("theo doi", (Column.LEAD,)),
    ("san pham", (Column.PRODUCT,)),
    ("don vi tinh", (Column.UNIT,)),
    ("ghi chu", (Column.NOTE,)),
)
_FIGURES: Final = (Column.PLAN, Column.RESULT, Column.OTHER)


class Cells:
    """Finds the cells asked for in the tables of one resolution."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution

    @cached_property
    def _rows(self) -> dict[str, Row]:
        rows = table_rows(self._resolution.source, self._resolution.clauses)
        return {row.clause.ref: row for row in rows}

    def lead(self, ref: str, reading: Reading, cues: Mapping[str, tuple[int, ...]]) -> list[Part]:
        """Return the line to stand in front of a row, none where no one column is asked for."""
        row = self._rows.get(ref)
        if row is None:
            return []
        place = _asked_for(row, reading, cues)
        if place is None:
            return []
        title, cell = row.titles[place], row.cells[place]
        if not cell:
            return [Part(PartKind.TEXT, wording.EMPTY_CELL.format(title=title), ref)]
        return [Part(PartKind.LEAD, wording.CELL.format(title=title, cell=cell), ref)]


def _asked_for(row: Row, reading: Reading, cues: Mapping[str, tuple[int, ...]]) -> int | None:
    words = reading.folded
    for said, columns in _BY_WORDS:
        if said in words and (places := row.places(*columns)):
            return places[0]
    for cue, columns in _BY_CUE:
        if cue in cues and (places := row.places(*columns)):
            return places[0]
    figures = [i for i in row.places(*_FIGURES) if row.titles[i]]
    years = [n for n in reading.numbers if len(n) == 4]
    of_year = [i for i in figures if set(years) & set(folded_syllables(row.titles[i]))]
    return of_year[0] if len(of_year) == 1 else None
