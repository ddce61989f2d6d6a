"""The parts a source falls into: the document itself, then what is attached to it.

An attachment begins at "PHỤ LỤC I", at a title in capitals with "(Kèm theo ...)" under it, or where the number
line of another document stands alone after the end of this one.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.resolution.numbering import Level, roman_value
from knowledge.resolution.structure import Block

_APPENDIX: Final = re.compile(
    r"(?:phụ lục|phụ biểu|biểu số|biểu)\b(?:\s+số)?(?:\s+(?P<number>[IVX]{1,6}|\d{1,3}[a-z]?))?"
    r"\s*(?P<rest>[.:\-–].*)?",
    re.IGNORECASE,
)
_ATTACHED: Final = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo\s", re.IGNORECASE)
_NUMBER_LINE: Final = re.compile(
    r"(?:nghị quyết|kết luận|chỉ thị|quyết định|quy định|kế hoạch|thông tư|nghị định) số\s+"
    r"\d+[-/][\w/Đ-]+",
    re.IGNORECASE,
)
_MAX_TITLE_LINES: Final = 6
_MAX_TITLE: Final = 600
_PLAIN_TITLE: Final = 250
_CONTENTS_PAGE: Final = re.compile(r"\.{4,}\s*\d+$")


@dataclass(frozen=True, slots=True)
class Segment:
    """The document or one attachment.

    Attributes:
        prefix: "" for the document itself, "K1", "PL2" for an attachment.
        blocks: its blocks.
        title: how many of them are its title.
    """

    prefix: str
    blocks: tuple[Block, ...]
    title: int = 0


def read_segments(blocks: list[Block]) -> list[Segment]:
    """Cut the blocks of a source into the document and its attachments, in reading order."""
    starts = _starts(blocks)
    ends = [*starts[1:], len(blocks)] if starts else []
    segments = [Segment("", tuple(blocks[: starts[0] if starts else len(blocks)]))]
    used: set[str] = set()
    counts = {"K": 0, "PL": 0}
    for start, end in zip(starts, ends, strict=True):
        part = blocks[start:end]
        prefix = _prefix(part[0], used, counts)
        used.add(prefix)
        segments.append(Segment(prefix, tuple(part), _title_length(part)))
    return segments


def _starts(blocks: list[Block]) -> list[int]:
    body = next((i for i, b in enumerate(blocks) if b.level <= Level.ITEM), len(blocks))
    found: set[int] = set()
    for i in range(body + 1, len(blocks)):
        block = blocks[i]
        if block.level is not Level.PLAIN:
            continue
        text = block.text
        if _is_appendix(block):
            found.add(i)
        elif _ATTACHED.match(text) and len(text) < _MAX_TITLE:
            start = _title_above(blocks, i, body)
            if start > 0 and not any(at in found for at in range(start, i)):
                found.add(start)
        elif _NUMBER_LINE.fullmatch(text):
            found.add(i)
    return sorted(found)


def _is_appendix(block: Block) -> bool:
    if len(block.text) > _PLAIN_TITLE or block.text[:1] not in "PpBb":
        return False
    match = _APPENDIX.fullmatch(block.text)
    if match is None or _CONTENTS_PAGE.search(block.text):
        return False
    first = block.text.split()[0]
    return first.isupper() or bool(match["number"] and first[0].isupper() and not match["rest"])


def _title_above(blocks: list[Block], at: int, body: int) -> int:
    """Where the capitals above "(Kèm theo ...)" start; 0 where there are none."""
    i = at - 1
    while i > body and at - i < 4 and _is_plain_title(blocks[i]) and not blocks[i].text.isupper():
        i -= 1
    if i <= body or not (blocks[i].level is Level.PLAIN and blocks[i].text.isupper()):
        return 0
    while (
        i - 1 > body
        and at - i < _MAX_TITLE_LINES
        and blocks[i - 1].level is Level.PLAIN
        and blocks[i - 1].text.isupper()
    ):
        i -= 1
    return i


def _is_plain_title(block: Block) -> bool:
    return block.level is Level.PLAIN and len(block.text) < _PLAIN_TITLE


def _prefix(block: Block, used: set[str], counts: dict[str, int]) -> str:
    match = _APPENDIX.fullmatch(block.text)
    stem, number = "K", ""
    if match and block.text[:1] in "PpBb":
        stem = "PL"
        printed = (match["number"] or "").upper()
        number = str(roman_value(printed) or printed)
        if number == "0":
            number = ""
    if number and f"{stem}{number}" not in used:
        return f"{stem}{number}"
    counts[stem] += 1
    while f"{stem}{counts[stem]}" in used:
        counts[stem] += 1
    return f"{stem}{counts[stem]}"


def _title_length(blocks: list[Block]) -> int:
    """How many blocks are the title: capitals and a short line, up to "(Kèm theo ...)"."""
    limit = min(len(blocks), _MAX_TITLE_LINES)
    for i in range(1, limit):
        if blocks[i].level is not Level.PLAIN:
            limit = i
            break
        if _ATTACHED.match(blocks[i].text):
            return i + 1
    length = 1
    while length < limit and blocks[length].text.isupper():
        length += 1
    return length
