"""From the cells of an imported row to values, each fault in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from knowledge.errors import InvalidInputError, KnowledgeError
from knowledge.language.normalize import fold
from knowledge.progress import wording
from knowledge.progress.days import find_day
from knowledge.progress.model import TaskState
from knowledge.progress.one_line import read_figure, read_state
from knowledge.progress.sheets import Formula, SheetRow

MAX_ERRORS: Final = 200


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with, or to be asked about, one row: fit to show to a person."""

    sheet: str
    row: int
    sentence: str

    def __str__(self) -> str:
        return wording.ROW_ERROR.format(sheet=self.sheet, row=self.row, sentence=self.sentence)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did or would do.

    Attributes:
        changes: what changes, a sentence each.
        errors: the bad rows; where there is one, nothing is written.
        questions: what is possible but unusual, to be confirmed.
        written: whether the changes have been written.
    """

    changes: tuple[str, ...]
    errors: tuple[RowFault, ...] = ()
    questions: tuple[RowFault, ...] = ()
    written: bool = False


@dataclass
class Findings:
    """What an import gathers while it goes through the rows."""

    changes: list[str] = field(default_factory=list)
    errors: list[RowFault] = field(default_factory=list)
    questions: list[RowFault] = field(default_factory=list)

    def fault(self, sheet: str, row: SheetRow, error: KnowledgeError) -> None:
        """Note that a row is bad."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(RowFault(sheet, row.number, str(error)))

    def ask(self, sheet: str, row: SheetRow, questions: Iterable[str]) -> None:
        """Note what is to be asked about a row."""
        self.questions += [RowFault(sheet, row.number, sentence) for sentence in questions]

    def result(self, written: bool) -> ImportResult:
        """Return everything."""
        return ImportResult(tuple(self.changes), tuple(self.errors), tuple(self.questions), written)


def refuse_formulas(row: SheetRow) -> None:
    """Refuse a row that holds a formula: its value is whatever its author wants.

    Raises:
        InvalidInputError: it does.
    """
    for column, value in row.cells.items():
        if isinstance(value, Formula):
            raise InvalidInputError(wording.CELL_FORMULA.format(column=column))


def day_cell(row: SheetRow, column: str, today: date, *, forward: bool = False) -> date | None:
    """Return a cell as a day, None for an empty one; ``forward`` for a deadline without a year.

    Raises:
        InvalidInputError: it holds something else.
    """
    value = row.cells.get(column)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = row.text(column)
    if not text:
        return None
    said = find_day(text, today, forward=forward) if not isinstance(value, int | float) else None
    if said is None or said.rest:
        raise InvalidInputError(wording.CELL_DAY.format(column=column, text=text))
    return said.day


def figure_cell(row: SheetRow, column: str) -> Decimal | None:
    """Return a cell as a figure, None for an empty one.

    Raises:
        InvalidInputError: it holds something else.
    """
    value = row.cells.get(column)
    if isinstance(value, bool):
        raise InvalidInputError(wording.NOT_A_NUMBER.format(text=value))
    if isinstance(value, int | float):
        return Decimal(repr(value))
    text = row.text(column).removesuffix("%").strip()
    return read_figure(text) if text else None


def whole_cell(row: SheetRow, column: str) -> int | None:
    """Return a cell as a whole number, None for an empty one.

    Raises:
        InvalidInputError: it holds something else.
    """
    figure = figure_cell(row, column)
    if figure is None:
        return None
    if not figure.is_finite() or figure != figure.to_integral_value() or abs(figure) > 2**31:
        raise InvalidInputError(wording.CELL_NUMBER.format(column=column, text=row.text(column)))
    return int(figure)


def state_cell(row: SheetRow, column: str) -> TaskState | None:
    """Return a cell as a state, None for an empty one.

    Raises:
        InvalidInputError: it holds something else.
    """
    text = row.text(column)
    # "Chưa có báo cáo tiến độ" is what an export says of no report.
    if not text or fold(text.lower()) == fold(wording.NO_REPORT):
        return None
    state = read_state(text)
    if state is None:
        raise InvalidInputError(wording.CELL_STATE.format(column=column, text=text[:60]))
    return state
