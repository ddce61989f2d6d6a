"""Reads a .pdf in a process of its own: PDF on standard input, one JSON object on standard output.

A hostile file can make a PDF library unpack without end; here it meets limits of time and memory and takes
nothing else down with it.
"""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from knowledge.ingest import limits
from knowledge.ingest.legacy import undisguise
from knowledge.ingest.page_lines import Glyph, Line, cell_text, page_lines
from knowledge.ingest.page_text import Page, pages_text

_FEW_LETTERS: Final = 20  # a page: fewer are a stamp or a page number
_CODED: Final = "(cid:"
_MOST_CODED: Final = 0.2


def main() -> None:
    """Run the worker."""
    _limit()
    result = read(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(result))


def read(data: bytes) -> dict[str, Any]:
    """Return the text of a PDF as {"text", "notes", "encoding"} or why not as {"error"}."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.MAX_PAGES:
                return {"error": "pages", "pages": len(pdf.pages)}
            pages, blank, coded = [], [], 0
            for number, page in enumerate(pdf.pages, 1):
                lines, letters, unknown = _page(page, number)
                pages.append(Page(float(page.height), lines))
                coded += unknown
                if letters < _FEW_LETTERS and page.images:
                    blank.append(number)
                page.close()
    except PdfminerException as error:
        locked = "password" in type(error.args[0]).__name__.lower() if error.args else False
        return {"error": "locked" if locked else "damaged"}
    except Exception:
        # Whatever a damaged file makes the library raise, the person is told that it is damaged.
        return {"error": "damaged"}
    return _result(pages, blank, coded)


def _result(pages: list[Page], blank: list[int], coded: int) -> dict[str, Any]:
    text, dropped = pages_text(pages)
    letters = sum(1 for char in text if char.isalnum())
    if letters < _FEW_LETTERS:
        return {"error": "scan" if blank else "empty"}
    if coded > _MOST_CODED * letters:
        return {"error": "coded"}
    text, encoding = undisguise(text)
    notes = []
    if dropped:
        notes.append(f"Đã bỏ {dropped} dòng tiêu đề trang, chân trang và số trang.")
    if blank:
        listed = ", ".join(map(str, blank[:20]))
        notes.append(f"Trang {listed} chỉ có ảnh chụp, không có lớp chữ nên không đọc được.")
    return {"text": text, "notes": notes, "encoding": encoding}


def _page(page: Any, number: int) -> tuple[list[Line], int, int]:
    """The lines of a page, how many letters it has, and how many of them no one can read."""
    chars = [c for c in page.dedupe_chars(tolerance=0.5).chars if c.get("upright", True)]
    unknown = sum(1 for c in chars if c["text"].startswith(_CODED))
    glyphs = [
        Glyph(c["text"], c["x0"], c["x1"], c["top"], c["bottom"], c["size"], c["fontname"])
        for c in chars
    ]
    tables = list(_tables(page)) if page.lines or page.rects or page.curves else []
    inside: list[Line] = []
    for table in tables:
        inside += _table_lines(table, glyphs)
    boxes = [table.bbox for table in tables]
    outside = [g for g in glyphs if not any(_within(g, box) for box in boxes)]
    lines = page_lines(outside)
    for line in inside:
        at = next((i for i, other in enumerate(lines) if other.top > line.top), len(lines))
        while at < len(lines) and lines[at].cells and lines[at].top <= line.top:
            at += 1
        lines.insert(at, line)
    for line in lines:
        line.page = number
    return lines, sum(1 for g in glyphs if g.text.isalnum()), unknown


def _tables(page: Any) -> Iterator[Any]:
    for table in page.find_tables():
        rows = [row.cells for row in table.rows]
        if len(rows) > 1 and max(sum(cell is not None for cell in row) for row in rows) > 1:
            yield table


def _table_lines(table: Any, glyphs: list[Glyph]) -> list[Line]:
    x0, top, x1, bottom = table.bbox
    near = [g for g in glyphs if _within(g, (x0, top, x1, bottom))]
    found = []
    for row in table.rows:
        cells = [
            cell_text(g for g in near if _within(g, cell)) if cell is not None else ""
            for cell in row.cells
        ]
        if any(cells):
            found.append(Line("", x0, x1, row.bbox[1], row.bbox[3], 10.0, cells=cells))
    return found


def _within(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _limit() -> None:
    """Bound time and memory where the system can."""
    try:
        import resource
    except ImportError:  # no such limits on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.PDF_BYTES, limits.PDF_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.PDF_SECONDS, limits.PDF_SECONDS + 5))


if __name__ == "__main__":
    main()
