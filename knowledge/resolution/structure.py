"""From lines to blocks: paragraphs, headings, bullets and table rows with their spans.

A line that the end of a line or page cut is joined to its first half; a quoted inner document keeps its own
numbering as text; a khoản glued to the end of the one before it ("... tiêu cực.2. Giao ...") is set free.
All passes are linear in the length of the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from knowledge.resolution.model import Span
from knowledge.resolution.numbering import Level, read_bullet, read_numbering
from knowledge.resolution.tables import is_rule_row, is_table_row, row_cells

_LINE: Final = re.compile(r"[^\n]+")
_FURNITURE: Final = re.compile(r"[\s*_\-–—.=|]*")
_ENDS: Final = '.;:!?…"”’/)'
_TITLED_BELOW: Final = (
    Level.PART,
    Level.CHAPTER,
    Level.SECTION,
    Level.SUBSECTION,
    Level.ARTICLE,
)
_OPENING: Final = '“«"'
_LONGEST_QUOTATION: Final = 400  # blocks; a quotation mark left open swallows no more
_SHORT_TITLE: Final = 200
_APPENDIX: Final = ("PHỤ LỤC", "PHỤ BIỂU", "BIỂU SỐ")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, bullet or table row of the source.

    Attributes:
        pieces: where it stands in the source.
        text: the slices of ``pieces`` joined by " " (a row's by " | ").
        level: the style of its numbering.
        number, marker: as in ``Numbering``; "" for none, "-" as the marker of every bullet.
        cells: a row's cells with their spans, empty ones included.
        split: whether it was glued to the end of the block before it.
    """

    pieces: tuple[Span, ...]
    text: str
    level: Level
    number: str = ""
    marker: str = ""
    cells: tuple[Span, ...] = ()
    split: bool = False


@dataclass(slots=True)
class _Pending:
    """A block that the next line may still continue."""

    block: Block
    pieces: list[Span] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    length: int = 0
    upper: bool = False

    @classmethod
    def of(cls, block: Block) -> "_Pending":
        return cls(block, list(block.pieces), [block.text], len(block.text), block.text.isupper())

    def append(self, block: Block) -> None:
        self.pieces += block.pieces
        self.texts.append(block.text)
        self.length += len(block.text) + 1
        self.upper = self.upper and block.text.isupper()

    def done(self) -> Block:
        if len(self.pieces) == 1:
            return self.block
        return replace(self.block, pieces=tuple(self.pieces), text=" ".join(self.texts))


def read_blocks(source: str) -> list[Block]:
    """Split ``source`` into blocks in reading order."""
    return _free_glued(_quote(list(_joined(source))), source)


def _joined(source: str) -> Iterator[Block]:
    pending: _Pending | None = None
    for line in _LINE.finditer(source):
        text = line[0].strip()
        if _FURNITURE.fullmatch(text):
            continue
        start = line.start() + line[0].index(text)
        block = _read_line(text, start)
        if block is None:
            continue
        if pending is None:
            pending = _Pending.of(block)
        elif _continues(pending, block, source):
            pending.append(block)
        else:
            yield pending.done()
            pending = _Pending.of(block)
    if pending is not None:
        yield pending.done()


def _read_line(text: str, start: int) -> Block | None:
    end = start + len(text)
    if is_table_row(text):
        if is_rule_row(text):
            return None
        cells = tuple(Span(start + cell.start, start + cell.end) for cell in row_cells(text))
        filled = [cell for cell in cells if cell.end > cell.start]
        words = " | ".join(text[cell.start - start : cell.end - start] for cell in filled)
        return Block(tuple(filled), words, Level.ROW, cells=cells) if filled else None
    numbering = read_numbering(text)
    if numbering:
        return Block((Span(start, end),), text, numbering.level, numbering.number, numbering.marker)
    indent = read_bullet(text)
    if indent:
        return Block((Span(start + indent, end),), text[indent:], Level.BULLET, marker="-")
    return Block((Span(start, end),), text, Level.PLAIN)


def _continues(before: _Pending, block: Block, source: str) -> bool:
    """Whether ``block`` is the second half of ``before``, cut by the end of a line or page."""
    if block.level is not Level.PLAIN or before.block.level is Level.ROW:
        return False
    last = before.texts[-1]
    gap = source.count("\n", before.pieces[-1].end, block.pieces[0].start)
    if before.block.level in _TITLED_BELOW and before.texts == [before.block.marker]:
        # "Chương I" with its title on the next line.
        return len(block.text) < _SHORT_TITLE and block.text[-1] not in ".;:"
    if before.block.level <= Level.ROMAN_BELOW and before.upper and block.text.isupper():
        return gap == 1 and not block.text.startswith(_APPENDIX)
    if last[-1] in _ENDS or last.startswith(_APPENDIX):
        return False
    first = block.text[0]
    if first.islower():
        return True
    # A page break leaves more than one blank line; running text then goes on with a capital.
    running = before.block.level >= Level.BULLET and not before.upper and before.length > 40
    return gap > 2 and running


def _quote(blocks: list[Block]) -> list[Block]:
    """Take the numbering inside a quoted inner document as text of the clause that quotes it."""
    opened, mark, depth = -1, "", 0
    for i, block in enumerate(blocks):
        if opened < 0:
            mark = block.text[0] if block.text[0] in _OPENING else ""
            depth = _balance(block.text, mark) if mark else 0
            opened = i if depth > 0 else -1
            continue
        depth += _balance(block.text, mark)
        closed = depth % 2 == 0 if mark == '"' else depth <= 0
        if closed:
            for inner in range(opened + 1, i + 1):
                if blocks[inner].level is not Level.ROW:
                    blocks[inner] = _as_text(blocks[inner])
        if closed or i - opened > _LONGEST_QUOTATION:
            opened = -1
    return blocks


def _balance(text: str, mark: str) -> int:
    if mark == '"':
        return text.count('"') % 2
    return text.count("“") + text.count("«") - text.count("”") - text.count("»")


def _as_text(block: Block) -> Block:
    return replace(block, level=Level.PLAIN, number="", marker="")


def _free_glued(blocks: list[Block], source: str) -> list[Block]:
    """Set free a khoản that stands at the end of the one before it, where exactly its number is missing."""
    found: list[Block] = []
    last_item = -1  # the item whose next one may be glued into what follows it
    for block in blocks:
        if block.level is Level.ITEM and block.number.isdecimal():
            if last_item >= 0 and int(block.number) == int(found[last_item].number) + 2:
                _split_at(found, last_item, int(block.number) - 1, source)
            found.append(block)
            last_item = len(found) - 1
            continue
        if block.level < Level.ITEM:
            last_item = -1
        found.append(block)
    return found


def _split_at(found: list[Block], start: int, number: int, source: str) -> None:
    glued = re.compile(rf"(?<=[.;:]){number}\.\s+(?=[^\W\d_])")
    places = [
        (at, piece, match)
        for at in range(start, len(found))
        for piece in found[at].pieces
        for match in glued.finditer(source, piece.start, piece.end)
    ]
    if len(places) != 1:
        return
    at, piece, match = places[0]
    block = found[at]
    if block.level is Level.ROW:
        return
    cut = match.start()
    kept = [p for p in block.pieces if p.end <= cut]
    freed = [p for p in block.pieces if p.start >= piece.end]
    before = (*kept, Span(piece.start, cut))
    after = (Span(cut, piece.end), *freed)
    found[at] = replace(block, pieces=before, text=_text(source, before))
    found.insert(
        at + 1,
        Block(after, _text(source, after), Level.ITEM, str(number), match[0].strip(), split=True),
    )


def _text(source: str, pieces: tuple[Span, ...]) -> str:
    return " ".join(source[piece.start : piece.end] for piece in pieces)
