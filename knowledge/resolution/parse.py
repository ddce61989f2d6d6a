"""From text to clauses: blocks, numbering, refs.

A source is split into blocks (``structure``), cut into the document and its attachments (``segments``), and a
stack of open headings gives each block its ref. The scheme, which never changes for a text:

    header, preamble/1, closing/1, recipients, recipients/1, signature, notes/1
    I, II.2, II.3.1, II.2.10, A            mục (roman), khoản, 3.1, điểm (10), part A: numbers joined by dots
    II.1.a                                  điểm a)
    P1, P1.C2, C2.M1, C2.M1.TM2             Phần, Chương, Mục, Tiểu mục
    D5, D5.2, D5.2.b, D5.2.b.1              Điều, khoản, điểm; a Điều's ref is free of the Chương it stands in
    II.3.1/4                                the 4th unnumbered paragraph or bullet under II.3.1
    II.2.B1, II.2.B1.I.10, II.2.B1/3        the 1st table under II.2 (its column titles), row 10 of group I,
                                            the 3rd unnumbered row
    PL1, PL1.B1.7, K1, K1.II.3, K1.D5       Phụ lục I, another attachment, and what stands in them

A number that comes again under the same heading can name no second clause: such a line is a paragraph with its
number as marker. So is everything else whose structure is bad; no text is ever dropped.
"""

import re
from dataclasses import replace
from typing import Final

from knowledge.resolution.front import header_length
from knowledge.resolution.kinds import leaf_kind, numbered_kind, sets_figure
from knowledge.resolution.model import Clause, Kind, Span
from knowledge.resolution.numbering import Level
from knowledge.resolution.rows import TableParser
from knowledge.resolution.segments import Segment, read_segments
from knowledge.resolution.structure import Block, read_blocks
from knowledge.resolution.tables import JOINT

_RECIPIENTS: Final = re.compile(r"nơi\s+nhận\s*:?", re.IGNORECASE)
_SIGNATURE: Final = re.compile(
    r"(?:(?i:T/M|TM\.|T\.M|KT\.|TL\.|TUQ\.)|(?:PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|THỦ TƯỚNG|TỔNG BÍ THƯ|BỘ TRƯỞNG)\b)"
)
_ENACTS: Final = re.compile(
    r"(?:Nghị quyết|Quyết định|Kết luận|Nghị định|Luật|Chỉ thị|Kế hoạch|Chương trình) (?:này|được)\b.*"
    r"(?:thông qua|phổ biến|quán triệt|có hiệu lực)",
    re.DOTALL,
)
_NOTE: Final = re.compile(r"\[\d{1,3}\]\s")
_LONGEST_OFFICE_LINE: Final = 120
_LONGEST_SIGNATURE: Final = 8  # lines
_PREFIXES: Final = {
    Level.PART: "P",
    Level.CHAPTER: "C",
    Level.SECTION: "M",
    Level.SUBSECTION: "TM",
    Level.ARTICLE: "D",
}


def parse(source: str) -> tuple[Clause, ...]:
    """Parse the text of a resolution into clauses in reading order, each with a ref of its own.

    Every character of ``source`` but white space, rules, the bars of tables and bullet dashes stands in
    exactly one clause. Never fails; takes time linear in the length of the source.
    """
    found: list[Clause] = []
    taken: set[str] = set()
    for segment in read_segments(read_blocks(source)):
        _Parser(source, segment, found, taken).run()
    return tuple(found)


class _Parser:
    """Parses one segment and adds its clauses to ``found``."""

    def __init__(self, source: str, segment: Segment, found: list[Clause], taken: set[str]) -> None:
        self._source = source
        self._segment = segment
        self._blocks = list(segment.blocks)
        self._prefix = f"{segment.prefix}." if segment.prefix else ""
        self._found = found
        self._taken = taken
        self._open: list[tuple[Level, str, int]] = []  # style, number, place in found
        self._counts: dict[str, int] = {}
        self._table: TableParser | None = None
        self._tables: dict[str, int] = {}
        self._last_text = ""
        self._root: int | None = None

    def run(self) -> None:
        blocks, start = self._order_romans(self._blocks), 0
        if self._segment.prefix:
            start = self._segment.title
            self._root = self._add_lines(self._segment.prefix, Kind.HEADING, blocks[:start])
        else:
            start = next((i for i, b in enumerate(blocks) if b.level <= Level.ITEM), len(blocks))
            recipients = self._recipients(blocks, 0)
            start = min(start, recipients)
            self._front(blocks[:start])
        recipients = self._recipients(blocks, start)
        end = self._body_end(blocks, start, recipients)
        for block in blocks[start:end]:
            self._body(block)
        self._settle()
        self._open, self._table = [], None
        self._end(blocks[end:recipients])
        self._back(blocks[recipients:])

    # The parts of a document.

    @staticmethod
    def _order_romans(blocks: list[Block]) -> list[Block]:
        """Romans that first come inside a Điều stand below it."""
        tops = (b.level for b in blocks if b.level in (Level.ROMAN, Level.ARTICLE))
        if next(tops, None) is not Level.ARTICLE:
            return blocks
        return [
            replace(b, level=Level.ROMAN_BELOW) if b.level is Level.ROMAN else b for b in blocks
        ]

    @staticmethod
    def _recipients(blocks: list[Block], start: int) -> int:
        places = range(start, len(blocks))
        return next((i for i in places if _RECIPIENTS.fullmatch(blocks[i].text)), len(blocks))

    def _body_end(self, blocks: list[Block], start: int, recipients: int) -> int:
        """Where the plain paragraphs at the end begin that enact, sign, or end in "./."."""
        tail = recipients
        while tail > start and blocks[tail - 1].level is Level.PLAIN:
            tail -= 1
        signed = self._signature(blocks, tail, recipients)
        if tail < signed and blocks[signed - 1].text.endswith("./."):
            under_heading = tail > start and blocks[tail - 1].text.isupper()
            if not under_heading and all(b.level is not Level.ARTICLE for b in blocks[start:tail]):
                return tail
        enacting = (i for i in range(tail, signed) if _ENACTS.match(blocks[i].text))
        return next(enacting, signed)

    @staticmethod
    def _signature(blocks: list[Block], start: int, end: int) -> int:
        """Where the signature starts among the plain paragraphs at the end."""
        first = max(start, end - _LONGEST_SIGNATURE)
        for i in range(first, end):
            text = blocks[i].text
            office = text.isupper() or text[:4].upper() in ("T/M ", "TM. ", "KT. ")
            if office and _SIGNATURE.match(text) and len(text) < _LONGEST_OFFICE_LINE:
                return i
        return end

    def _front(self, blocks: list[Block]) -> None:
        """Header lines up to the title, then the preamble."""
        length = header_length([block.text for block in blocks])
        if length:
            self._add_lines("header", Kind.HEADER, blocks[:length])
        for block in blocks[length:]:
            self._add("preamble", Kind.PREAMBLE, block)

    def _end(self, blocks: list[Block]) -> None:
        signed = self._signature(blocks, 0, len(blocks))
        for block in blocks[:signed]:
            self._add(f"{self._prefix}closing", Kind.CLOSING, block)
        self._sign(blocks[signed:])

    def _back(self, blocks: list[Block]) -> None:
        if not blocks:
            return
        first_plain = next(
            (
                i
                for i, b in enumerate(blocks)
                if i and (b.level is not Level.BULLET or _SIGNATURE.match(b.text))
            ),
            len(blocks),
        )
        ref = self._free(f"{self._prefix}recipients")
        self._keep(_clause(ref, Kind.RECIPIENTS, blocks[0], self._segment.prefix or None))
        for block in blocks[1:first_plain]:
            self._add(ref, Kind.RECIPIENT, block, parent=ref)
        self._sign(blocks[first_plain:])

    def _sign(self, blocks: list[Block]) -> None:
        notes = next((i for i, b in enumerate(blocks) if _NOTE.match(b.text)), len(blocks))
        notes = min(notes, _LONGEST_SIGNATURE * 2)
        if blocks[:notes]:
            self._add_lines(f"{self._prefix}signature", Kind.SIGNATURE, blocks[:notes])
        for block in blocks[notes:]:
            self._add(f"{self._prefix}notes", Kind.PARAGRAPH, block)

    # The body.

    def _body(self, block: Block) -> None:
        if block.level is Level.ROW:
            self._row(block)
            return
        self._table = None
        if block.level >= Level.BULLET or not self._number(block):
            self._leaf(block)
        self._last_text = block.text

    def _number(self, block: Block) -> bool:
        """Open a numbered clause; False where its number is taken or out of place."""
        level, keep = block.level, len(self._open)
        starts_list = self._last_text.endswith(":") and block.number in ("1", "a", "1.1")
        styles = [style for style, _, _ in self._open]
        if level in styles:
            keep = styles.index(level)
        elif not (starts_list and level >= Level.ITEM):
            while keep and styles[keep - 1] >= level:
                keep -= 1
        suffix = block.number
        if level in (Level.DOTTED, Level.DOTTED_DEEP):
            keep, suffix = self._dotted(block.number, keep)
        parent = self._found[self._open[keep - 1][2]] if keep else self._top()
        ref = self._ref(level, suffix, parent)
        if ref in self._taken:
            return False
        self._settle(keep)
        clause = _clause(ref, numbered_kind(parent), block, parent.ref if parent else None)
        self._open.append((level, block.number, self._keep(clause)))
        return True

    def _dotted(self, number: str, keep: int) -> tuple[int, str]:
        """3.1 stands under 3 and adds 1; without a 3 above it, it keeps its whole number."""
        above, _, last = number.rpartition(".")
        while keep and self._open[keep - 1][0] in (Level.ITEM, Level.DOTTED, Level.DOTTED_DEEP):
            if self._open[keep - 1][1] == above:
                return keep, last
            keep -= 1
        if keep and self._open[keep - 1][:2] == (Level.ARTICLE, above):
            return keep, last
        return keep, number

    def _ref(self, level: Level, suffix: str, parent: Clause | None) -> str:
        name = _PREFIXES.get(level, "") + suffix
        if level is Level.ARTICLE or parent is None:
            return self._prefix + name
        return f"{parent.ref}.{name}"

    def _leaf(self, block: Block) -> None:
        trail = self._trail()
        if not trail:
            self._add(f"{self._prefix}preamble", Kind.PREAMBLE, block)
            return
        kind = leaf_kind(self._headings() or trail, block.text)
        self._add(trail[-1].ref, kind, block, trail[-1].ref)

    def _row(self, block: Block) -> None:
        trail = self._trail()
        if self._table is None:
            base = trail[-1].ref if trail else f"{self._prefix}preamble"
            self._tables[base] = self._tables.get(base, 0) + 1
            ref = self._free(f"{base}.B{self._tables[base]}")
            self._table = TableParser(ref, trail[-1].ref if trail else None)
        cells = tuple(self._source[cell.start : cell.end] for cell in block.cells)
        self._keep(self._table.read(block, cells))

    def _settle(self, keep: int = 0) -> None:
        """Close the headings beyond ``keep``; one that nothing stands under is no heading."""
        while len(self._open) > keep:
            _, _, at = self._open.pop()
            clause = self._found[at]
            if clause.kind is Kind.RESPONSIBILITY:
                continue
            kind = Kind.HEADING
            childless = at == len(self._found) - 1
            if clause.kind is Kind.TARGET and not childless and _sets_target(clause):
                continue
            if childless and not clause.text.isupper():
                kind = leaf_kind(self._headings() or [clause], clause.body)
            self._found[at] = replace(clause, kind=kind)

    def _trail(self) -> list[Clause]:
        top = self._top()
        return [*([top] if top else []), *self._headings()]

    def _headings(self) -> list[Clause]:
        return [self._found[at] for _, _, at in self._open]

    def _top(self) -> Clause | None:
        return self._found[self._root] if self._root is not None else None

    # Refs and clauses.

    def _add(self, base: str, kind: Kind, block: Block, parent: str | None = None) -> None:
        self._counts[base] = self._counts.get(base, 0) + 1
        self._keep(_clause(f"{base}/{self._counts[base]}", kind, block, parent))

    def _add_lines(self, ref: str, kind: Kind, blocks: list[Block]) -> int:
        pieces: tuple[Span, ...] = tuple(piece for block in blocks for piece in block.pieces)
        text = "\n".join(self._source[piece.start : piece.end] for piece in pieces)
        return self._keep(Clause(self._free(ref), kind, text, pieces, joint="\n"))

    def _free(self, ref: str) -> str:
        """A ref that comes a second time gets a number."""
        count = 1
        while ref in self._taken:
            count += 1
            ref = f"{ref.partition('~')[0]}~{count}"
        return ref

    def _keep(self, clause: Clause) -> int:
        self._taken.add(clause.ref)
        self._found.append(clause)
        return len(self._found) - 1


def _sets_target(clause: Clause) -> bool:
    """Whether a target with paragraphs under it states a figure itself, rather than introduces them."""
    return sets_figure(clause.body) and not clause.text.endswith(":")


def _clause(ref: str, kind: Kind, block: Block, parent: str | None = None) -> Clause:
    joint = JOINT if block.level is Level.ROW else " "
    return Clause(ref, kind, block.text, block.pieces, joint, parent, block.marker)
