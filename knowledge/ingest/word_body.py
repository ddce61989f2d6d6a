"""The text of a Word document, walked in reading order."""

from collections.abc import Iterator
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from knowledge.ingest.legacy import TCVN3, VNI, decode_for_font
from knowledge.ingest.source import row_line
from knowledge.ingest.word_numbering import W, WordNumbering

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED: Final = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr", "tcPr")
)
_BLOCKS: Final = (f"{W}p", f"{W}tbl")
_PICTURES: Final = (f"{W}drawing", f"{W}pict", f"{W}object")
_LETTERHEAD: Final = (
    "độc lập - tự do", "đảng cộng sản việt nam", "nơi nhận", "cộng hòa xã hội", "cộng hoà xã hội",
)  # fmt: skip
_MAX_SPAN: Final = 64
_MAX_STYLES: Final = 12


class WordBody:
    """Reads the body of an opened document into lines.

    Attributes:
        disguised: the legacy encoding that runs were typed in, "" for none.
        pictures: whether the document holds pictures.
    """

    def __init__(self, document: Document) -> None:
        self.disguised = ""
        self.pictures = False
        self._document = document
        self._numbering = WordNumbering(_part_root(document, RELATIONSHIP_TYPE.NUMBERING))
        self._styles = _styles(document)
        self._default_font = _default_font(document)
        self._notes: list[str] = []  # ids of footnotes in reading order
        self._boxes: list[etree._Element] = []

    def lines(self) -> list[str]:
        """Return the lines: paragraphs, rows of tables, then the footnotes."""
        found = list(self._blocks(self._document.element.body))
        notes = list(self._footnotes())
        return [*found, "", *notes] if notes else found

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        """Paragraphs and tables under an element, also those inside content controls and the like."""
        for child in parent.iterchildren(tag=etree.Element):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_MC}AlternateContent":
                choice = next(iter(child), None)
                if choice is not None:
                    yield from self._blocks(choice)
            elif child.tag not in _SKIPPED:
                yield from self._blocks(child)

    # Paragraphs.

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        outer, self._boxes = self._boxes, []
        text = self._inline(paragraph, self._style_of(paragraph))
        boxes, self._boxes = self._boxes, outer
        label = self._label(paragraph) if text.strip() else ""
        lines = [line.strip() for line in text.split("\n")]
        if label:
            first = next(i for i, line in enumerate(lines) if line)
            lines[first] = f"{label} {lines[first]}"
        yield from lines
        yield ""
        for box in boxes:
            yield from self._blocks(box)

    def _inline(self, element: etree._Element, style: str) -> str:
        written: list[str] = []
        for child in element.iterchildren(tag=etree.Element):
            tag = child.tag
            if tag in _SKIPPED or tag in _BLOCKS:
                continue
            if tag == f"{W}t":
                written.append(self._decode(child.text or "", element, style))
            elif tag in (f"{W}tab", f"{W}ptab"):
                written.append(" ")
            elif tag in (f"{W}br", f"{W}cr"):
                written.append("\n")
            elif tag == f"{W}noBreakHyphen":
                written.append("-")
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                written.append(self._note_mark(child))
            elif tag == f"{_MC}AlternateContent":
                choice = next(iter(child), None)
                if choice is not None:
                    written.append(self._inline(choice, style))
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            else:
                self.pictures = self.pictures or tag in _PICTURES
                written.append(self._inline(child, style))
        return "".join(written)

    def _note_mark(self, reference: etree._Element) -> str:
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        self._notes.append(f"{kind} {reference.get(f'{W}id', '')}")
        return f" [{len(self._notes)}]"

    def _footnotes(self) -> Iterator[str]:
        roots = {
            "footnote": _part_root(self._document, RELATIONSHIP_TYPE.FOOTNOTES),
            "endnote": _part_root(self._document, RELATIONSHIP_TYPE.ENDNOTES),
        }
        texts: dict[str, etree._Element] = {}
        for kind, root in roots.items():
            for note in root if root is not None else ():
                if isinstance(note.tag, str):
                    texts[f"{kind} {note.get(f'{W}id', '')}"] = note
        wanted, self._notes = self._notes, []
        for count, key in enumerate(wanted, 1):
            if key in texts:
                words = " ".join(" ".join(self._blocks(texts[key])).split())
                yield f"[{count}] {words}"
                yield ""

    def _label(self, paragraph: etree._Element) -> str:
        found = _list_of(paragraph.find(f"{W}pPr"))
        style = self._style_of(paragraph)
        if found is None:
            for name in self._chain(style):
                found = _list_of(self._styles[name].find(f"{W}pPr"))
                linked = self._numbering.of_style(name)
                if linked and (found is None or found[1] == 0):
                    found = linked
                if found is not None:
                    break
        if found is None or found[0] in ("", "0"):
            return ""
        return self._numbering.label(*found)

    # Fonts.

    def _decode(self, text: str, run: etree._Element, style: str) -> str:
        font = _font(run.find(f"{W}rPr")) or self._style_font(run, style)
        decoded = decode_for_font(text, font)
        if decoded != text:
            self.disguised = VNI if font.lower().startswith("vni") else TCVN3
        return decoded

    def _style_font(self, run: etree._Element, style: str) -> str:
        properties = run.find(f"{W}rPr")
        own = properties.find(f"{W}rStyle") if properties is not None else None
        names = [own.get(f"{W}val") or ""] if own is not None else []
        for name in [*names, style]:
            for above in self._chain(name):
                font = _font(self._styles[above].find(f"{W}rPr"))
                if font:
                    return font
        return self._default_font

    @staticmethod
    def _style_of(paragraph: etree._Element) -> str:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return (found.get(f"{W}val") or "") if found is not None else "Normal"

    def _chain(self, name: str) -> Iterator[str]:
        """A style and those it is based on."""
        for _ in range(_MAX_STYLES):
            if name not in self._styles:
                return
            yield name
            based = self._styles[name].find(f"{W}basedOn")
            name = (based.get(f"{W}val") or "") if based is not None else ""

    # Tables.

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [self._row(row) for row in table.iter(f"{W}tr") if _owner(row) is table]
        words = "\n".join(line for row in rows for cell in row for line in cell).lower()
        columns = max((len(row) for row in rows), default=0)
        layout = len(rows) < 2 or columns < 2 or any(mark in words for mark in _LETTERHEAD)
        if layout:
            for row in rows:
                for cell in row:
                    yield from cell
            return
        yield ""
        for row in rows:
            yield row_line([" ".join(cell) for cell in row])
        yield ""

    def _row(self, row: etree._Element) -> list[list[str]]:
        cells: list[list[str]] = []
        for cell in row.iter(f"{W}tc"):
            if _owner(cell) is not row:
                continue
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            goes_on = merged is not None and merged.get(f"{W}val") != "restart"
            cells.append([] if goes_on else list(self._blocks(cell)))
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            width = (span.get(f"{W}val") or "1") if span is not None else "1"
            extra = min(int(width), _MAX_SPAN) - 1 if width.isdecimal() else 0
            cells += [[] for _ in range(extra)]
        return cells


def _owner(element: etree._Element) -> etree._Element | None:
    """The nearest table, row or cell around an element."""
    above = element.getparent()
    while above is not None and above.tag not in (f"{W}tbl", f"{W}tr", f"{W}tc"):
        above = above.getparent()
    return above


def _list_of(properties: etree._Element | None) -> tuple[str, int] | None:
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    list_id = (number.get(f"{W}val") or "") if number is not None else ""
    depth = (level.get(f"{W}val") or "0") if level is not None else "0"
    return list_id, int(depth) if depth.isdecimal() else 0


def _font(properties: etree._Element | None) -> str:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    if fonts is None:
        return ""
    return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""


def _styles(document: Document) -> dict[str, etree._Element]:
    root: Any = document.styles.element
    return {style.get(f"{W}styleId") or "": style for style in root.iterfind(f"{W}style")}


def _default_font(document: Document) -> str:
    root: Any = document.styles.element
    return _font(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))


def _part_root(document: Document, kind: str) -> etree._Element | None:
    """The root of the part of that kind, None where the document has none."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(relation.target_part.blob, parser)
    return None
