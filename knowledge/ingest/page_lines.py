"""From the characters of a page to its lines in reading order, columns one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.ingest.legacy import decode_for_font

_SAME_LINE: Final = (
    0.45  # of the size: how far below the first character of a line the others may stand
)
_WORD_GAP: Final = 0.2  # of the size
_COLUMN_GAP: Final = 1.9  # of the size; wider than any space of justified text
_SMALLEST_GUTTER: Final = 8.0  # points
_BAND_BREAK: Final = 2.0  # of the size: white space that ends a run of columns


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of a page; lengths in points, ``top`` and ``bottom`` counted from the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str


@dataclass(slots=True)
class Line:
    """A line of text, or the piece of one that stands in a column.

    Attributes:
        first_width: the width of its first word, in points.
        left, right: the edges of the column it stands in; equal to its own until they are known.
        cells: the cells of a table's row, in place of text.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first_width: float = 0.0
    page: int = 0
    left: float = 0.0
    right: float = 0.0
    cells: list[str] = field(default_factory=list)
    column: int = 0


def page_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of a page in reading order, with the edges of their columns."""
    rows = [_pieces(row) for row in _rows(glyphs)]
    return _read_columns([row for row in rows if row])


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """Return the words of a table's cell on one line."""
    return " ".join(line.text for row in _rows(glyphs) for line in _pieces(row))


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.bottom, g.x0)):
        row = rows[-1] if rows else None
        if row and glyph.bottom - row[0].bottom <= _SAME_LINE * max(glyph.size, row[0].size):
            row.append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda g: g.x0) for row in rows]


def _pieces(row: Sequence[Glyph]) -> list[Line]:
    """Cut a row where the white space is wider than between words."""
    found: list[Line] = []
    held: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            continue
        if held and glyph.x0 - held[-1].x1 > _COLUMN_GAP * max(glyph.size, held[-1].size):
            found.append(_line(held))
            held = []
        held.append(glyph)
    if held:
        found.append(_line(held))
    return found


def _line(glyphs: Sequence[Glyph]) -> Line:
    words: list[str] = []
    first_end = glyphs[-1].x1
    run, font = "", glyphs[0].font
    before: Glyph | None = None
    for glyph in glyphs:
        gap = before is not None and glyph.x0 - before.x1 > _WORD_GAP * glyph.size
        if gap or glyph.font != font:
            words.append(decode_for_font(run, font))
            run, font = "", glyph.font
        if gap and before is not None:
            if " " not in words:
                first_end = before.x1
            words.append(" ")
        run += glyph.text
        before = glyph
    words.append(decode_for_font(run, font))
    x0, x1 = glyphs[0].x0, glyphs[-1].x1
    sizes = sorted(g.size for g in glyphs)
    return Line(
        "".join(words),
        x0,
        x1,
        min(g.top for g in glyphs),
        max(g.bottom for g in glyphs),
        sizes[len(sizes) // 2],
        first_end - x0,
        left=x0,
        right=x1,
    )


def _read_columns(rows: list[list[Line]]) -> list[Line]:
    """Read the rows from the top; where several share a gutter, the left side before the right."""
    found: list[Line] = []
    at = 0
    while at < len(rows):
        end, gutter = _band(rows, at)
        if gutter is None:
            found += rows[at]
            at += 1
            continue
        middle = (gutter[0] + gutter[1]) / 2
        pieces = [line for row in rows[at:end] for line in row]
        sides = ([p for p in pieces if p.x1 <= middle], [p for p in pieces if p.x1 > middle])
        for column, side in enumerate(sides, 1):
            left, right = min(p.x0 for p in side), max(p.x1 for p in side)
            for piece in side:
                piece.left, piece.right, piece.column = left, right, column
            found += side
        at = end
    return found


def _band(rows: list[list[Line]], start: int) -> tuple[int, tuple[float, float] | None]:
    """How far the columns that begin at a row reach, and the gutter between them; None for no columns."""
    if len(rows[start]) != 2:
        return start + 1, None
    low, high = rows[start][0].x1, rows[start][1].x0
    end = start + 1
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if row[0].top - max(p.bottom for p in above) > _BAND_BREAK * row[0].size:
            break
        left = [p for p in row if p.x1 <= high]
        right = [p for p in row if p not in left]
        new_low = max([low, *(p.x1 for p in left)])
        new_high = min([high, *(p.x0 for p in right)])
        if new_high - new_low < _SMALLEST_GUTTER:
            break
        low, high = new_low, new_high
        end += 1
    return end, (low, high)
