"""Sheets of a workbook: written as an office hands them in, read with suspicion.

Reading guards against what a stranger's file may hold: bombs, entities, formulas, endless sheets.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.errors import WorkbookError
from knowledge.language.normalize import clean, fold
from knowledge.progress import wording

MAX_FILE: Final = 5_000_000
MAX_UNPACKED: Final = 40_000_000
MAX_ENTRIES: Final = 200
MAX_ROWS: Final = 5000
MAX_COLUMNS: Final = 40
MAX_CELL: Final = 5000
HEADER_WITHIN: Final = 12
"""The row of column names is looked for among the first so many."""

DATE: Final = "DD/MM/YYYY"
MOMENT: Final = "DD/MM/YYYY HH:MM"
FIGURE: Final = "#,##0.####"
PERCENT: Final = '0" %"'

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_ESCAPE: Final = "'"
_THIN: Final = Side(style="thin", color="999999")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL: Final = PatternFill("solid", fgColor="DDE6F0")
_FONT: Final = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its width in characters, and how its cells look."""

    name: str
    width: int
    format: str = "General"
    centred: bool = False


def safe_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, not even after saving it as CSV."""
    text = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:MAX_CELL]
    return _ESCAPE + text if text.startswith(_FORMULA_STARTS) else text


def plain_text(text: str) -> str:
    """Return what ``safe_text`` was given."""
    escaped = text.startswith(_ESCAPE) and text[1:].startswith(_FORMULA_STARTS)
    return text[1:] if escaped else text


def new_workbook() -> Workbook:
    """Return a workbook without sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    return workbook


def add_sheet(
    workbook: Workbook,
    name: str,
    heading: Sequence[str],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Add a sheet: heading lines, a row of column names that stays in sight, bordered cells.

    Prints on A4 landscape, as wide as the page, with the column names on every page.
    """
    sheet = workbook.create_sheet(name)
    for i, line in enumerate(heading, 1):
        sheet.merge_cells(start_row=i, start_column=1, end_row=i, end_column=len(columns))
        cell = sheet.cell(i, 1, safe_text(line))
        cell.font = Font(name=_FONT, size=14 if i == 2 else 12, bold=i <= 2, italic=i > 2)
        cell.alignment = Alignment(
            horizontal="left" if i == 1 else "center", vertical="center", wrap_text=True
        )
        sheet.row_dimensions[i].height = 20
    head = len(heading) + 2
    for j, column in enumerate(columns, 1):
        cell = sheet.cell(head, j, column.name)
        cell.font = Font(name=_FONT, size=12, bold=True)
        cell.fill = _HEAD_FILL
        cell.border = _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(j)].width = column.width
    last = head
    for last, row in enumerate(rows, head + 1):
        for j, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            _write(sheet.cell(last, j), value, column)
        sheet.row_dimensions[last].height = _height(columns, row)
    sheet.row_dimensions[head].height = 34
    sheet.freeze_panes = sheet.cell(head + 1, min(3, len(columns)))
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{last}"
    _set_up_print(sheet, head)


def to_bytes(workbook: Workbook) -> bytes:
    """Return the workbook as the content of an .xlsx file."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as read: its number as a spreadsheet shows it, and its cells by column name."""

    number: int
    cells: Mapping[str, Any]

    def text(self, column: str) -> str:
        """Return a cell as text on its own terms, "" for an empty one."""
        value = self.cells.get(column)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return plain_text(clean(str(value)).strip())


def read_sheets(data: bytes, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[SheetRow]]:
    """Read the sheets of ``wanted`` that the file has.

    Args:
        data: the content of an .xlsx file, from anybody.
        wanted: sheet names, and the columns that each must have.

    Raises:
        WorkbookError: no workbook, too large, harmful, or without the sheets and columns wanted.
    """
    _guard(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            found = {
                name: list(_rows(workbook[name], name, columns))
                for name, columns in wanted.items()
                if name in workbook.sheetnames
            }
        finally:
            workbook.close()
    except WorkbookError:
        raise
    except Exception as error:  # a damaged file makes openpyxl raise almost anything
        raise WorkbookError(wording.NOT_A_WORKBOOK) from error
    if not found:
        raise WorkbookError(wording.NO_SHEET.format(names=", ".join(wanted)))
    return found


def heading_of(data: bytes) -> str:
    """Return what stands above the tables of a workbook, a line a cell: whose tables they are.

    Raises:
        WorkbookError: no workbook, too large or harmful.
    """
    _guard(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            cells = []
            for sheet in workbook.worksheets:
                sheet.reset_dimensions()
                for row in sheet.iter_rows(max_row=HEADER_WITHIN, max_col=1, values_only=True):
                    cells += [str(cell)[:MAX_CELL] for cell in row if cell is not None]
        finally:
            workbook.close()
    except Exception as error:  # a damaged file makes openpyxl raise almost anything
        raise WorkbookError(wording.NOT_A_WORKBOOK) from error
    return "\n".join(cells)


def _guard(data: bytes) -> None:
    """Refuse what would take too much memory or read other files, before it is parsed."""
    if len(data) > MAX_FILE:
        raise WorkbookError(wording.FILE_TOO_LARGE.format(limit=MAX_FILE // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise WorkbookError(wording.FILE_TOO_LARGE.format(limit=MAX_FILE // 1_000_000))
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels", ".vml")):
                    continue
                with archive.open(entry) as part:
                    if _is_harmful(part.read(MAX_UNPACKED)):
                        raise WorkbookError(wording.NOT_A_WORKBOOK)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise WorkbookError(wording.NOT_A_WORKBOOK) from error


def _is_harmful(part: bytes) -> bool:
    """Entities expand without end or read files; no spreadsheet program writes any, nor UTF-16."""
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part[:200]


def _rows(sheet: Any, name: str, columns: Sequence[str]) -> Iterator[SheetRow]:
    """Find the row of column names, then yield the rows under it that hold anything."""
    sheet.reset_dimensions()  # what the file says of its size is not to be trusted
    wanted = {_key(column): column for column in columns}
    places: dict[int, str] | None = None
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if number > MAX_ROWS:
            raise WorkbookError(wording.TOO_MANY_ROWS.format(sheet=name, limit=MAX_ROWS))
        if places is None:
            texts = {j: _key(str(c.value)) for j, c in enumerate(row) if c.value is not None}
            if set(wanted) <= set(texts.values()):
                places = {j: wanted[text] for j, text in texts.items() if text in wanted}
            elif number >= HEADER_WITHIN:
                break
            continue
        cells = {}
        for j, column in places.items():
            value = row[j].value if j < len(row) else None
            if isinstance(value, str):
                value = value[:MAX_CELL]
            if value is not None and row[j].data_type == "f":
                value = Formula(value)
            cells[column] = value
        if any(value not in (None, "") for value in cells.values()):
            yield SheetRow(number, cells)
    if places is None:
        raise WorkbookError(wording.NO_COLUMNS.format(sheet=name, columns=", ".join(columns)))


class Formula(str):
    """What stands in a cell that holds a formula: never worked out, only refused."""

    __slots__ = ()


def _key(text: str) -> str:
    return " ".join(fold(clean(text).lower()).split())


def _write(cell: Any, value: Any, column: Column) -> None:
    if isinstance(value, str):
        cell.value = safe_text(value)
        if isinstance(cell, Cell):
            cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    elif isinstance(value, datetime):
        cell.value = value.replace(tzinfo=None, microsecond=0)
    elif isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
    else:
        cell.value = value
    if not isinstance(value, str):
        cell.number_format = column.format
    cell.font = Font(name=_FONT, size=12)
    cell.border = _BORDER
    centred = column.centred or isinstance(value, date | int | float | Decimal)
    cell.alignment = Alignment(
        horizontal="center" if centred else "left", vertical="top", wrap_text=True
    )


def _height(columns: Sequence[Column], row: Sequence[Any]) -> float:
    """A spreadsheet does not fit the height of wrapped rows by itself when it opens a file."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            per_line = max(4, column.width - 2)
            parts = value.split("\n")
            lines = max(lines, sum(-(-max(1, len(part)) // per_line) for part in parts))
    return min(400.0, 16.5 * lines + 3)


def _set_up_print(sheet: Worksheet, head: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "Trang &P/&N"
