"""Plain text files, and the joining of lines that were cut at a fixed width."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from knowledge.ingest.encodings import decode
from knowledge.ingest.source import SourceText, normalise, row_line
from knowledge.resolution.numbering import read_bullet, read_numbering

_ENDS: Final = ".;:!?…"
_FEWEST_LINES: Final = 20
_WIDEST: Final = 110
_FULL: Final = 0.75  # of the usual width: a shorter line ends its paragraph
_TABS: Final = re.compile(r"\t")
_FEWEST_ROWS: Final = 3


def read_plain(data: bytes) -> SourceText:
    """Read a .txt file of any encoding."""
    raw, encoding = decode(data)
    text = _tables(normalise(raw))
    width = _wrapped_width(text)
    notes = ("Tệp ngắt dòng theo độ rộng cố định; các dòng đã được nối lại.",) if width else ()
    return SourceText(unwrap(text, width) if width else text, "txt", encoding, notes)


def unwrap(text: str, width: int) -> str:
    """Join the lines of paragraphs that were cut at ``width`` characters."""
    return "\n".join(_paragraphs(text.split("\n"), width))


def starts_block(line: str) -> bool:
    """Tell whether a line starts with a number, dash or bar of its own."""
    return line.startswith("|") or read_numbering(line) is not None or read_bullet(line) > 0


def _paragraphs(lines: list[str], width: int) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        text = line.strip()
        ends = not held or len(held[-1]) < _FULL * width
        if held and (
            not text
            or ends
            or text.startswith("|")
            or held[-1].isupper() != text.isupper()
            or (starts_block(text) and held[-1][-1] in _ENDS)
        ):
            yield " ".join(held)
            held = []
        if text:
            held.append(text)
        else:
            yield ""
    if held:
        yield " ".join(held)


def _wrapped_width(text: str) -> int:
    """The width the lines were cut at, 0 where each paragraph is one line."""
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < _FEWEST_LINES:
        return 0
    width = lengths[len(lengths) * 95 // 100]
    if width > _WIDEST or lengths[-1] > 2 * _WIDEST:
        return 0
    followed = [a for a, b in pairwise(lines) if a and b]
    full = sum(1 for line in followed if len(line) >= _FULL * width)
    return width if len(followed) * 3 > len(lengths) and full * 5 > len(followed) * 3 else 0


def _tables(text: str) -> str:
    """Runs of lines with the same two or more tabs are the rows of a table."""
    if "\t" not in text:
        return text
    lines = text.split("\n")
    counts = [len(_TABS.findall(line.strip("\n"))) if line.strip() else 0 for line in lines]
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and counts[end] == counts[start]:
            end += 1
        if counts[start] >= 2 and end - start >= _FEWEST_ROWS:
            for at in range(start, end):
                lines[at] = row_line(lines[at].split("\t"))
        start = end
    return "\n".join(lines)
