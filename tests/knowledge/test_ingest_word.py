"""Word documents: numbers, tables, text boxes, changes, fonts, footnotes; damaged and hostile packages."""

import contextlib
import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingest import limits
from knowledge.ingest.errors import DamagedFileError, IngestError, TooLargeError
from knowledge.ingest.read import read_document
from knowledge.ingest.word_numbering import write_number
from knowledge.resolution.bundle import load_bundled
from tests.knowledge.ingest_documents import word_typed, xml


def _word(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _read_word(document: Document) -> list[str]:
    text = read_document(_word(document), "a.docx").text
    return [line for line in text.split("\n") if line]


def test_word_table() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, words in zip(
        table.rows,
        (("TT", "Chỉ tiêu", "Kế hoạch"), ("1", "Nước sạch", "100%"), ("2", "A|B", "")),
        strict=True,
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    assert _read_word(document) == [
        "| TT | Chỉ tiêu | Kế hoạch |",
        "| 1 | Nước sạch | 100% |",
        "| 2 | A¦B |  |",
    ]


def test_word_merged_cells_keep_their_columns() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(0, 2).text = (
        "TT",
        "Chỉ tiêu",
        "Kế hoạch",
    )
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Nhóm"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "5"
    table.cell(2, 0).text = "1"
    assert _read_word(document) == [
        "| TT | Chỉ tiêu | Kế hoạch |",
        "| Nhóm |  | 5 |",
        "| 1 |  |  |",
    ]


def test_word_letterhead_table_is_paragraphs() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "HĐND PHƯỜNG", "Độc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text, table.cell(1, 1).text = "Số: 1/NQ-HĐND", "Ngày 1"
    assert _read_word(document) == [
        "HĐND PHƯỜNG",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 1/NQ-HĐND",
        "Ngày 1",
    ]


def test_word_text_box_comes_once() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Trước")
    box = "<w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert _read_word(document) == ["Trước", "Trong hộp"]


def test_word_tracked_changes_breaks_and_hyphens() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph._p.append(xml(f"<w:ins {nsdecls('w')}><w:r><w:t>thêm </w:t></w:r></w:ins>"))
    paragraph._p.append(xml(f"<w:del {nsdecls('w')}><w:r><w:delText>xóa</w:delText></w:r></w:del>"))
    paragraph._p.append(
        xml(
            f"<w:r {nsdecls('w')}><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"
        )
    )
    assert _read_word(document) == ["thêm a-b", "c"]


def test_word_legacy_font() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("NghÞ quyÕt cña §¶ng bé")
    run.font.name = ".VnTime"
    document.add_paragraph("Bản Unicode")
    source = read_document(_word(document), "a.docx")
    assert source.text.split("\n")[0] == "Nghị quyết của Đảng bộ"
    assert "Bản Unicode" in source.text
    assert source.encoding == "TCVN3 (ABC)"


def test_word_footnotes_stand_at_the_end() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Câu có chú thích")
    paragraph._p.append(xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("Câu sau")
    with_notes = _add_footnotes(_word(document), "Lời chú thích")
    lines = [x for x in read_document(with_notes, "a.docx").text.split("\n") if x]
    assert lines == ["Câu có chú thích [1]", "Câu sau", "[1] Lời chú thích"]


def _add_footnotes(data: bytes, words: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                text = text.replace(b"</Types>", part.encode())
            if name == "word/_rels/document.xml.rels":
                part = f'<Relationship Id="rId99" Type="{link}" Target="footnotes.xml"/></Relationships>'
                text = text.replace(b"</Relationships>", part.encode())
            new.writestr(name, text)
        new.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
            "</w:footnote></w:footnotes>",
        )
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (4, "upperRoman", "IV"),
        (4, "lowerRoman", "iv"),
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (3, "none", ""),
        (3, "vietnameseCounting", "Ba"),
    ],
)
def test_write_number(value: int, form: str, written: str) -> None:
    assert write_number(value, form) == written


def test_zip_bomb_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (limits.MAX_PART_BYTES + 1))
    with pytest.raises(TooLargeError):
        read_document(buffer.getvalue(), "a.docx")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_file_with_entities_is_refused(declared: str) -> None:
    """They are neither expanded nor left out, which would change what a clause says."""
    document = _word(docx.Document())
    body = f"{declared}<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>I. MỘT &c;</w:t></w:r></w:p></w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    with pytest.raises(DamagedFileError):
        read_document(buffer.getvalue(), "a.docx")


WHOLE = word_typed(load_bundled().clauses[:4])


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_broken_word_file_never_crashes(data: st.DataObject) -> None:
    whole = WHOLE
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    broken = whole[:at] + bytes([byte]) + whole[at + 1 :]
    with contextlib.suppress(IngestError):
        read_document(broken, "a.docx")
