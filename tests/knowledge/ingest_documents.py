"""Makes files for the tests of reading: Word documents and PDFs of a list of clauses, and tables."""

import io
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF

from knowledge.resolution.model import Clause, Kind

_LEVELS = ("I.", "1.", "3.1.", "(1)", "-")


def document_lines(clauses: Iterable[Clause]) -> list[str]:
    """Return the lines a typist would write for the clauses."""
    lines = []
    for clause in clauses:
        dash = "- " if clause.marker == "-" else ""
        lines += [dash + line for line in clause.text.split("\n")]
    return lines


def word_typed(clauses: Sequence[Clause]) -> bytes:
    """Write the clauses as a .docx with typed numbers."""
    document = docx.Document()
    for line in document_lines(clauses):
        document.add_paragraph(line)
    return _bytes(document)


def word_numbered(clauses: Sequence[Clause]) -> bytes:
    """Write the clauses as a .docx whose numbers and dashes Word prints by itself."""
    document = docx.Document()
    _add_lists(document)
    lists = 10  # every run of "(1)" is a list of its own that starts again
    last_level = -1
    for clause in clauses:
        if clause.kind in (Kind.HEADER, Kind.SIGNATURE) or not clause.marker:
            for line in clause.text.split("\n"):
                document.add_paragraph(line)
            continue
        level = _level(clause.marker)
        paragraph = document.add_paragraph(clause.body if level < 4 else clause.text)
        if level == 3 and clause.marker == "(1)":
            lists += 1
            _restart(document, lists)
        number = {3: lists, 4: 9}.get(level, 8)
        properties = paragraph._p.get_or_add_pPr()
        depth = level if level < 3 else 0
        properties.append(
            xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
            )
        )
        last_level = level
    assert last_level >= 0
    return _bytes(document)


def pdf(lines: Sequence[str], *, header: str = "", size: float = 12, justify: bool = True) -> bytes:
    """Write lines as a .pdf with page numbers and a running header."""
    document = _Pdf(header)
    document.add_font("viet", "", _font())
    document.set_font("viet", size=size)
    document.add_page()
    for line in lines:
        document.multi_cell(
            0, 7, line, align="J" if justify else "L", new_x="LMARGIN", new_y="NEXT"
        )
        document.ln(2)
    return bytes(document.output())


def blank_pdf() -> FPDF:
    """Return a PDF under construction with the Vietnamese font set."""
    document = FPDF()
    document.add_font("viet", "", _font())
    document.set_font("viet", size=12)
    document.add_page()
    return document


class _Pdf(FPDF):
    def __init__(self, head: str) -> None:
        super().__init__()
        self._head = head

    def header(self) -> None:
        if self._head and self.page_no() > 1:
            self.set_font("viet", size=9)
            self.cell(0, 6, self._head, align="C", new_x="LMARGIN", new_y="NEXT")
            self.set_font("viet", size=12)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 8, str(self.page_no()), align="C")


def xml(text: str) -> Any:
    """Parse a piece of WordprocessingML."""
    return parse_xml(text)


def _font() -> str:
    return str(files("fontpkg_be_vietnam_pro") / "files" / "BeVietnamPro-Regular.ttf")


def _level(marker: str) -> int:
    if marker == "-":
        return 4
    if marker.startswith("("):
        return 3
    if re.match(r"[IVX]", marker):
        return 0
    return 2 if "." in marker.rstrip(".") else 1


def _add_lists(document: Document) -> None:
    """List 8: I. / 1. / 1.1. by level; list 9: dashes; definition 92: (1), restarted by lists from 11 on."""
    root = document.part.numbering_part.element
    levels = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."))
    outline = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    tag = f"{{{root.nsmap['w']}}}num"
    first = root.find(tag)
    for key, inner in (
        (90, outline),
        (91, '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'),
        (
            92,
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%1)"/></w:lvl>',
        ),
    ):
        first.addprevious(
            xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inner}</w:abstractNum>')
        )
    for number, key in ((8, 90), (9, 91)):
        for old in root.findall(tag):
            if old.get(f"{tag}Id") == str(number):
                root.remove(old)
        root.append(_num(number, key))


def _restart(document: Document, number: int) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    document.part.numbering_part.element.append(_num(number, 92, override))


def _num(number: int, key: int, inner: str = "") -> Any:
    return xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{key}"/>{inner}</w:num>'
    )


def _bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
