"""From text to clauses: blocks, numbering, refs.

A source is split into blocks (lines with their spans), lines that a page break cut in two are joined,
each block's numbering is read, and a stack of open headings gives each its ref.
The refs follow one scheme: roman part, item and sub-item joined by dots; then ``/n`` for the n-th unnumbered
paragraph or bullet under that heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from knowledge.language.normalize import fold
from knowledge.resolution.model import Clause, Kind, Span

_LINE: Final = re.compile(r"[^\n]+")
_ROMAN: Final = re.compile(r"(?P<number>[IVX]{1,5})\.\s+")
_DOTTED: Final = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})+)\.?\s+")
_ITEM: Final = re.compile(r"(?P<number>\d{1,2})\.\s+")
_POINT: Final = re.compile(r"\((?P<number>\d{1,2})\)\s*")
_BULLET: Final = re.compile(r"[-–•+]\s+")
_FURNITURE: Final = re.compile(r"[\s*_\-–—.]*")
_ENDS: Final = '.;:!?…"”’/)'
_RECIPIENTS: Final = re.compile(r"nơi\s+nhận\s*:?", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"(T/M|TM\.|T\.M|KT\.|TL\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or bullet of the source.

    ``level`` orders the numbering: 1 roman, 2 item, 3 dotted, 4 point, 9 bullet, 10 plain.
    """

    pieces: tuple[Span, ...]
    text: str
    level: int
    number: str = ""
    marker: str = ""


def parse(source: str) -> tuple[Clause, ...]:
    """Parse the text of a resolution into clauses in reading order.

    Every character of ``source`` but white space, rules and bullet dashes stands in exactly one clause.
    """
    return tuple(_Parser(list(_blocks(source)), source).clauses())


def _blocks(source: str) -> Iterator[Block]:
    pending: Block | None = None
    for line in _LINE.finditer(source):
        text = line[0].strip()
        if _FURNITURE.fullmatch(text):
            continue
        start = line.start() + line[0].index(text)
        block = _read_numbering(text, start)
        if pending is None:
            pending = block
        elif _continues(pending, block, source):
            pending = replace(
                pending,
                pieces=pending.pieces + block.pieces,
                text=f"{pending.text} {block.text}",
            )
        else:
            yield pending
            pending = block
    if pending is not None:
        yield pending


def _read_numbering(text: str, start: int) -> Block:
    end = start + len(text)
    for level, pattern in ((1, _ROMAN), (3, _DOTTED), (2, _ITEM), (4, _POINT)):
        match = pattern.match(text)
        if match:
            return Block((Span(start, end),), text, level, match["number"], match[0].strip())
    match = _BULLET.match(text)
    if match:
        return Block((Span(start + match.end(), end),), text[match.end() :], 9, marker="-")
    return Block((Span(start, end),), text, 10)


def _continues(before: Block, block: Block, source: str) -> bool:
    """Whether ``block`` is the second half of ``before``, cut by the end of a line or page."""
    if block.level != 10 or before.text[-1] in _ENDS:
        return False
    first = block.text[0]
    if first.islower():
        return True
    # A page break leaves more than one blank line; running text then goes on with a capital.
    gap = source[before.pieces[-1].end : block.pieces[0].start].count("\n")
    return gap > 2 and before.level >= 9 and not before.text.isupper() and len(before.text) > 40


class _Parser:
    def __init__(self, blocks: list[Block], source: str) -> None:
        self._blocks = blocks
        self._source = source
        self._open: list[tuple[int, Clause]] = []
        self._counts: dict[str, int] = {}
        self._found: list[Clause] = []

    def clauses(self) -> list[Clause]:
        blocks = self._blocks
        first_part = next((i for i, b in enumerate(blocks) if b.level == 1), len(blocks))
        recipients = next(
            (i for i, b in enumerate(blocks) if _RECIPIENTS.fullmatch(b.text)), len(blocks)
        )
        closing = self._closing_start(recipients, first_part)
        self._front(blocks[:first_part])
        for block in blocks[first_part:closing]:
            self._body(block)
        self._open = []
        for block in blocks[closing:recipients]:
            self._add("closing", Kind.CLOSING, block)
        self._back(blocks[recipients:])
        return self._found

    def _closing_start(self, recipients: int, first_part: int) -> int:
        """The closing is the run of plain paragraphs before the recipients that ends in "./."."""
        start = recipients
        if start > first_part and self._blocks[start - 1].text.endswith("./."):
            while start > first_part and self._blocks[start - 1].level == 10:
                start -= 1
        return start

    def _front(self, blocks: list[Block]) -> None:
        """Header lines up to the title in capitals, then the preamble."""
        last_title = max(
            (i for i, b in enumerate(blocks) if b.text.isupper() or _is_number_line(b.text)),
            default=-1,
        )
        if last_title >= 0:
            self._add_lines("header", Kind.HEADER, blocks[: last_title + 1])
        for block in blocks[last_title + 1 :]:
            self._add("preamble", Kind.PREAMBLE, block)

    def _back(self, blocks: list[Block]) -> None:
        if not blocks:
            return
        first_plain = next(
            (i for i, b in enumerate(blocks) if i and (b.level != 9 or _SIGNATURE.match(b.text))),
            len(blocks),
        )
        heading = self._clause("recipients", Kind.RECIPIENTS, blocks[0])
        self._found.append(heading)
        for block in blocks[1:first_plain]:
            self._add("recipients", Kind.RECIPIENT, block, parent="recipients")
        if blocks[first_plain:]:
            self._add_lines("signature", Kind.SIGNATURE, blocks[first_plain:])

    def _body(self, block: Block) -> None:
        if block.level >= 9:
            top = self._open[-1][1] if self._open else None
            base = top.ref if top else "preamble"
            kind = self._leaf_kind(top) if top else Kind.PREAMBLE
            self._add(base, kind, block, parent=top.ref if top else None)
            return
        while self._open and self._open[-1][0] >= block.level:
            self._open.pop()
        parent = self._open[-1][1] if self._open else None
        number = block.number.rsplit(".", 1)[-1] if block.level == 3 else block.number
        ref = f"{parent.ref}.{number}" if parent else number
        clause = self._clause(
            ref, self._numbered_kind(parent), block, parent.ref if parent else None
        )
        self._found.append(clause)
        self._open.append((block.level, clause))

    def _numbered_kind(self, parent: Clause | None) -> Kind:
        title = _title(parent)
        if "chi tieu" in title and "nhiem vu" not in title:
            return Kind.TARGET
        if "to chuc thuc hien" in title:
            return Kind.RESPONSIBILITY
        return Kind.HEADING

    def _leaf_kind(self, heading: Clause) -> Kind:
        if _title(heading).startswith("chu de"):
            return Kind.THEME
        trail = [_title(clause) for _, clause in self._open[1:]]
        is_task = any("nhiem vu" in title and "giai phap" in title for title in trail)
        return Kind.TASK if is_task else Kind.PARAGRAPH

    def _add(self, base: str, kind: Kind, block: Block, parent: str | None = None) -> None:
        self._counts[base] = self._counts.get(base, 0) + 1
        self._found.append(self._clause(f"{base}/{self._counts[base]}", kind, block, parent))

    def _add_lines(self, ref: str, kind: Kind, blocks: list[Block]) -> None:
        pieces = tuple(piece for block in blocks for piece in block.pieces)
        text = "\n".join(block.text for block in blocks)
        self._found.append(Clause(ref, kind, text, pieces, joint="\n"))

    @staticmethod
    def _clause(ref: str, kind: Kind, block: Block, parent: str | None = None) -> Clause:
        return Clause(ref, kind, block.text, block.pieces, parent=parent, marker=block.marker)


def _title(clause: Clause | None) -> str:
    return fold(clause.body.lower()) if clause else ""


def _is_number_line(text: str) -> bool:
    return bool(re.match(r"(số|no\.?)\s*:?\s*\d", text, re.IGNORECASE))
