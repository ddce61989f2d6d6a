"""From the lines of all pages to paragraphs: running heads dropped, cut lines joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.ingest.page_lines import Line
from knowledge.ingest.plain import starts_block
from knowledge.ingest.source import row_line
from knowledge.ingest.syllables import is_syllable
from knowledge.resolution.numbering import read_bullet, read_numbering

_EDGE: Final = 0.12  # of the page's height: where running heads and page numbers stand
_EDGE_LINES: Final = 3
_REPEATED: Final = 0.5  # of the pages
_DIGITS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(r"\W*(?:trang\s*)?\d{1,4}\W*(?:/\s*\d{1,4}\W*)?", re.IGNORECASE)
_GAP: Final = 1.1  # of the size: white space between paragraphs, beyond the usual between lines
_INDENT: Final = 6.0  # points
_SLACK: Final = 2.0  # points
_SPACE: Final = 0.22  # of the size
_ENDS: Final = ".;:!?…"
_ABBREVIATION: Final = 14  # characters; "HĐND." may be all that is left of a paragraph
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD: Final = re.compile(r"([^\W\d_]+)")


@dataclass(slots=True)
class Page:
    """The lines of a page in reading order, rows of tables among them."""

    height: float
    lines: list[Line] = field(default_factory=list)


def pages_text(pages: Sequence[Page]) -> tuple[str, int]:
    """Return the text of a document and how many lines of running heads and page numbers were left out."""
    kept, dropped = _without_running(pages)
    lines = [line for page in kept for line in page]
    _set_edges(lines)
    return "\n".join(_paragraphs(lines)) + "\n", dropped


def _without_running(pages: Sequence[Page]) -> tuple[list[list[Line]], int]:
    seen: Counter[str] = Counter()
    numbered = 0
    for page in pages:
        edge = [line for line in page.lines if _at_edge(line, page)]
        seen.update({_shape(line.text) for line in edge})
        numbered += any(_PAGE_NUMBER.fullmatch(line.text) for line in edge)
    often = max(2, round(len(pages) * _REPEATED))
    running = {shape for shape, count in seen.items() if count >= often and len(pages) > 1}
    counted = numbered >= min(often, max(1, len(pages) - 1))
    kept, dropped = [], 0
    for number, page in enumerate(pages, 1):
        lines = []
        for line in page.lines:
            at_edge = _at_edge(line, page) and not line.cells
            is_number = at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None
            drop = is_number and (counted or line.text.strip(" -–") == str(number))
            if drop or (at_edge and _shape(line.text) in running):
                dropped += 1
            else:
                lines.append(line)
        kept.append(lines)
    return kept, dropped


def _at_edge(line: Line, page: Page) -> bool:
    if line.bottom > page.height * _EDGE and line.top < page.height * (1 - _EDGE):
        return False
    above = sum(1 for other in page.lines if other.bottom < line.top)
    below = sum(1 for other in page.lines if other.top > line.bottom)
    return min(above, below) < _EDGE_LINES


def _shape(text: str) -> str:
    return _DIGITS.sub("#", text.lower()).strip()


def _set_edges(lines: list[Line]) -> None:
    """The edges of the text outside columns: where most long lines start and the furthest usual end."""
    plain = [line for line in lines if not line.column and not line.cells]
    if not plain:
        return
    ends = sorted(line.x1 for line in plain)
    starts = sorted(line.x0 for line in plain)
    right = ends[min(len(ends) - 1, len(ends) * 98 // 100)]
    left = starts[len(starts) * 5 // 100]
    for line in plain:
        line.left, line.right = left, max(right, line.x1)


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    held: list[Line] = []
    titles: list[str] = []
    for line in lines:
        if line.cells:
            if held:
                yield _join(held)
                held = []
            if line.cells != titles:
                # A table that goes on over the page prints its titles again.
                yield row_line(line.cells)
            titles = titles or line.cells
            continue
        titles = []
        if held and (_follows(held[0].text, line.text) or not _goes_on(held[-1], line)):
            yield _join(held)
            yield ""
            held = []
        held.append(line)
    if held:
        yield _join(held)


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a line was cut by the edge of its column and goes on in the next one."""
    if line.column != following.column:
        from_column_to_column = line.column and following.column
        if not from_column_to_column or line.text[-1] in _ENDS:
            return False
    if line.column and line.text.isupper():
        # Letterheads and signatures: the widest line of so narrow a column is not full.
        return False
    capitals, small = sorted((line.text, following.text), key=str.isupper, reverse=True)
    if capitals.isupper() and not small.isupper() and len(capitals) > _ABBREVIATION:
        return False
    if starts_block(following.text) and (line.text[-1] in _ENDS or line.text.isupper()):
        return False
    space = _SPACE * line.size
    room = line.right - line.x1
    width = line.x1 - line.x0
    centred = abs((line.x0 - line.left) - room) < 4 * _SLACK and line.x0 - line.left > 3 * _INDENT
    if centred:
        room = (line.right - line.left) - width
    if following.first_width + space <= room - _SLACK:
        return False
    same_place = line.page == following.page and following.top >= line.top
    if same_place and following.top - line.bottom > _GAP * line.size:
        return False
    indented = following.x0 - following.left > _INDENT and not centred
    return not (indented and line.text[-1] in _ENDS and starts_sentence(following.text))


def _follows(first: str, following: str) -> bool:
    """Whether a line starts with the number after that of a paragraph, or with a dash as it does."""
    before, after = read_numbering(first), read_numbering(following)
    if before and after:
        numbers = before.number.rsplit(".", 1)[-1], after.number.rsplit(".", 1)[-1]
        both = all(number.isdecimal() for number in numbers)
        return before.level is after.level and both and int(numbers[0]) + 1 == int(numbers[1])
    dash = read_bullet(following)
    return bool(dash and read_bullet(first)) and starts_sentence(following[dash:])


def starts_sentence(text: str) -> bool:
    """Tell whether a line begins with a capital, a quotation mark or a number."""
    return not text[:1].islower()


def _join(lines: list[Line]) -> str:
    text = ""
    for line in lines:
        words = line.text
        if not text:
            text = words
        elif text.endswith("\u00ad") or _hyphenated(text, words):
            text = text[:-1] + words
        elif text.endswith("-") and len(text) > 1 and not text[-2].isspace():
            text += words
        else:
            text += " " + words
    return text


def _hyphenated(text: str, following: str) -> bool:
    """A word cut by a hyphen: its halves are no syllables, or the whole is one."""
    last, first = _LAST_WORD.search(text[-40:]), _FIRST_WORD.match(following)
    if not last or not first or not first[1][0].islower():
        return False
    left, right = last[1].lower(), first[1].lower()
    if is_syllable(left + right) and not (is_syllable(left) and is_syllable(right)):
        return True
    return not is_syllable(left) and not is_syllable(right)
