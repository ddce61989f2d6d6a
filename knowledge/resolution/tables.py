"""Tables: rows as lines of plain text ("| 10 | Quy mô kinh tế số | % GDP | ≥ 30 |"), and what their columns mean.

A reader writes every row as one such line. A row becomes a clause whose text is its filled cells joined
by " | "; the first row, the column titles, is the clause above the others. What a column means is read from
its title, so the columns of a row are taken from the source, where empty cells still hold their place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from knowledge.language.normalize import fold, match_form
from knowledge.resolution.model import Clause, Resolution, Span

JOINT: Final = " | "
_PIPE: Final = re.compile(r"\|")
_RULE: Final = re.compile(r"[\s|:\-–—=+]+")
_NUMBER_CELL: Final = re.compile(
    r"[(]?(?P<number>[IVX]{1,6}|\d{1,4}(?:\.\d{1,3}){0,5}|[a-zđ]|[A-HĐ])[.)]{0,2}"
)


class Column(StrEnum):
    """What a column of a table holds."""

    NUMBER = "number"
    TARGET = "target"
    TASK = "task"
    UNIT = "unit"
    PLAN = "plan"
    RESULT = "result"
    LEAD = "lead"
    SUPPORT = "support"
    DUE = "due"
    PRODUCT = "product"
    NOTE = "note"
    OTHER = "other"


# Folded words of a column's title, the first that fits decides.
_TITLES: Final = (
    (Column.NUMBER, r"^(tt|stt|so tt|so thu tu|no)$"),
    (Column.UNIT, r"^(don vi( tinh)?|dvt|d\.v\.t|dv tinh)$"),
    (Column.LEAD, r"chu tri|thuc hien chinh|don vi thuc hien|co quan thuc hien|chiu trach nhiem|theo doi"),
    (Column.SUPPORT, r"phoi hop"),
    (Column.DUE, r"thoi (gian|han)|tien do|hoan thanh (truoc|trong)|lo trinh"),
    (Column.TASK, r"nhiem vu|noi dung cong viec|noi dung thuc hien|cong viec"),
    (Column.TARGET, r"^(ten |noi dung |cac |danh muc )?(chi tieu|muc tieu)|^noi dung$|^tieu chi"),
    (Column.PLAN, r"ke hoach|muc tieu|phan dau|nghi quyet|^kh\b|chi tieu|giao"),
    (Column.RESULT, r"thuc hien|uoc|^th\b|ket qua|san pham|so sanh|ty le|%"),
    (Column.NOTE, r"ghi chu"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, its cells by their place.

    Attributes:
        clause: the row as a clause.
        cells: the text of every cell, "" for an empty one.
        spans: where the cells stand in the source.
        columns: what each cell holds; as long as ``cells``.
        titles: the titles of the columns as printed.
    """

    clause: Clause
    cells: tuple[str, ...]
    spans: tuple[Span, ...]
    columns: tuple[Column, ...]
    titles: tuple[str, ...]

    def first(self, *wanted: Column) -> str:
        """Return the first filled cell of these columns, "" for none."""
        return next((self.cells[i] for i in self.places(*wanted) if self.cells[i]), "")

    def places(self, *wanted: Column) -> list[int]:
        """Return the places of the cells of these columns."""
        return [i for i, column in enumerate(self.columns) if column in wanted]

    def offset(self, place: int) -> int:
        """Return where the cell at ``place`` starts in the clause's text, -1 for an empty cell."""
        at = 0
        for piece in self.clause.pieces:
            if piece.start == self.spans[place].start and piece.end > piece.start:
                return at
            at += piece.end - piece.start + len(JOINT)
        return -1


def is_table_row(line: str) -> bool:
    """Tell whether a line without white space around it is a row: "| a | b |"."""
    return line.startswith("|") and line.count("|") > 2


def is_rule_row(line: str) -> bool:
    """Tell whether a row is only the rule under the titles: "|---|---|"."""
    return _RULE.fullmatch(line) is not None


def row_cells(line: str) -> tuple[Span, ...]:
    """Return the cells of a row, without white space; an empty cell is an empty span."""
    bars = [match.start() for match in _PIPE.finditer(line)]
    if bars[-1] != len(line) - 1:
        bars.append(len(line))
    cells = []
    for left, right in pairwise(bars):
        cell = line[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        cells.append(Span(start, start + len(cell.strip())))
    return tuple(cells)


def row_number(cell: str) -> str:
    """Return the number in a row's first cell ("11.1", "IV" of "IV."), "" where it holds none."""
    match = _NUMBER_CELL.fullmatch(cell.strip())
    return match["number"] if match else ""


def read_columns(titles: Iterable[str]) -> tuple[Column, ...]:
    """Tell what each column holds from its title."""
    found = [_column(title) for title in titles]
    if Column.PLAN not in found and Column.TARGET in found and Column.RESULT in found:
        # "Chỉ tiêu | Đơn vị | Kết quả": the result wanted is the plan.
        found[found.index(Column.RESULT)] = Column.PLAN
    if Column.RESULT in found and Column.TASK in found:
        found = [Column.PRODUCT if column is Column.RESULT else column for column in found]
    return tuple(found)


def is_titles(cells: Iterable[str]) -> bool:
    """Tell whether a row holds column titles: at least two that are known, none a figure."""
    known = [_column(cell) for cell in cells if cell]
    named = [column for column in known if column is not Column.OTHER]
    return len(named) >= 2 and len(named) * 2 >= len(known)


def table_rows(source: str, clauses: Iterable[Clause]) -> Iterator[Row]:
    """Iterate over the rows of all tables below their column titles."""
    titles: dict[str, tuple[str, ...]] = {}
    columns: dict[str, tuple[Column, ...]] = {}
    for clause in clauses:
        if clause.joint != JOINT:
            continue
        spans = _spans(source, clause)
        cells = tuple(source[span.start : span.end] for span in spans)
        table = _table(clause, titles)
        if not table:
            titles[clause.ref] = cells
            columns[clause.ref] = read_columns(cells)
            continue
        named = columns[table][: len(cells)]
        named += (Column.OTHER,) * (len(cells) - len(named))
        heads = titles[table][: len(cells)]
        heads += ("",) * (len(cells) - len(heads))
        yield Row(clause, cells, spans, named, heads)


def told(row: Row) -> str:
    """Return a row with the titles of its columns: "... Đơn vị theo dõi Trạm Y tế xã"."""
    filled = [(head, cell) for head, cell in zip(row.titles, row.cells, strict=True) if cell]
    return " ".join(f"{head} {cell}" for head, cell in filled)


def told_rows(resolution: Resolution) -> dict[str, str]:
    """Return each row of the tables of ``resolution``, told with its titles, by its ref."""
    rows = table_rows(resolution.source, resolution.clauses)
    return {row.clause.ref: told(row) for row in rows}


def _table(clause: Clause, titles: dict[str, tuple[str, ...]]) -> str:
    """The ref of the table a row stands in: the longest of its ancestors by ref."""
    ref = clause.parent or ""
    while ref and ref not in titles:
        cut = max(ref.rfind("."), ref.rfind("/"))
        ref = ref[:cut] if cut > 0 else ""
    return ref


def _spans(source: str, clause: Clause) -> tuple[Span, ...]:
    start = source.rfind("\n", 0, clause.pieces[0].start) + 1
    end = source.find("\n", start)
    line = source[start : end if end >= 0 else len(source)]
    lead = len(line) - len(line.lstrip())
    cells = row_cells(line.strip())
    return tuple(Span(start + lead + c.start, start + lead + c.end) for c in cells)


def _column(title: str) -> Column:
    words = fold(match_form(" ".join(title.split())))
    for column, pattern in _TITLES:
        if words and re.search(pattern, words):
            return column
    return Column.OTHER
