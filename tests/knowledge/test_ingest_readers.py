"""The bundled resolution in every format; Markdown and text files; files that are refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest import limits
from knowledge.ingest.errors import (
    DamagedFileError,
    IngestError,
    NoTextError,
    TooLargeError,
    UnsupportedFormatError,
)
from knowledge.ingest.markdown import inline, markdown_to_text
from knowledge.ingest.plain import read_plain
from knowledge.ingest.read import read_document
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.model import Resolution
from knowledge.resolution.parse import parse
from tests.knowledge.ingest_documents import document_lines, pdf, word_numbered, word_typed


@pytest.fixture(scope="module")
def bundle() -> Resolution:
    return load_bundled()


def _same_clauses(data: bytes, name: str, bundle: Resolution) -> None:
    clauses = parse(read_document(data, name).text)
    read = [(c.ref, c.kind, c.text, c.marker, c.parent) for c in clauses]
    assert read == [(c.ref, c.kind, c.text, c.marker, c.parent) for c in bundle.clauses]


# The bundled resolution in every format


def test_bundle_as_txt_is_itself(bundle: Resolution) -> None:
    assert read_document(bundle.source.encode(), "a.txt").text == bundle.source


def test_bundle_as_word_with_typed_numbers(bundle: Resolution) -> None:
    _same_clauses(word_typed(bundle.clauses), "a.docx", bundle)


def test_bundle_as_word_with_automatic_numbers(bundle: Resolution) -> None:
    _same_clauses(word_numbered(bundle.clauses), "a.docx", bundle)


@pytest.mark.parametrize(("size", "justify"), [(12, True), (12, False), (15, True), (10.5, False)])
def test_bundle_as_pdf(bundle: Resolution, size: float, justify: bool) -> None:
    lines = document_lines(bundle.clauses)
    data = pdf(lines, header="ĐẢNG BỘ PHƯỜNG THIÊN HƯƠNG", size=size, justify=justify)
    _same_clauses(data, "a.pdf", bundle)


def test_bundle_as_hard_wrapped_txt(bundle: Resolution) -> None:
    import textwrap

    wrapped = "\n\n".join(
        "\n".join(textwrap.wrap(line, 80, break_on_hyphens=False))
        for line in document_lines(bundle.clauses)
    )
    _same_clauses(wrapped.encode(), "a.txt", bundle)


# Markdown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("**Điều 1.** *Tên*", "Điều 1. Tên"),
        (r"1\. Phát triển \- mạnh", "1. Phát triển - mạnh"),
        ("[chữ](http://x.vn/a) và ![ảnh](a.png)", "chữ và ảnh"),
        ("năm 2025 ****với mục tiêu", "năm 2025 với mục tiêu"),
        ("a &amp; b<sup>2</sup>", "a & b2"),
        ("2 * 3 = 6", "2 * 3 = 6"),
        ("ten_tep_dai và _nghiêng_", "ten_tep_dai và nghiêng"),
    ],
)
def test_markdown_inline(line: str, words: str) -> None:
    assert inline(line) == words


def test_markdown_blocks() -> None:
    text = markdown_to_text(
        "# NGHỊ QUYẾT\n\nmột dòng\nbị ngắt.\n2. khoản\n- gạch\n  nối\n\n| TT | A |\n|--|--|\n| 1 | **b** |\n\nSố: 1  \nHà Nội\n"
    )
    assert [x for x in text.split("\n") if x] == [
        "NGHỊ QUYẾT", "một dòng bị ngắt.", "2. khoản", "- gạch nối", "| TT | A |", "| 1 | b |", "Số: 1", "Hà Nội",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_markdown_keeps_every_word(source: str) -> None:
    from knowledge.ingest.source import normalise

    words = "".join(c for c in normalise(source) if c.isalpha())
    if not any(mark in source for mark in "[<&"):  # links, tags and entities are rewritten
        assert "".join(c for c in markdown_to_text(normalise(source)) if c.isalpha()) == words


# Text


def test_tabs_become_a_table() -> None:
    text = read_plain("TT\tChỉ tiêu\tKế hoạch\n1\tA\t5%\n2\tB\t6%\n".encode()).text
    assert text.split("\n")[1] == "| 1 | A | 5% |"


# Limits and damage


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"", "a.txt", NoTextError),
        (b" \n\t", "a.docx", NoTextError),
        (b"---", "a.txt", NoTextError),
        (b"abc", "a.exe", UnsupportedFormatError),
        (b"abc", "khong-duoi", UnsupportedFormatError),
        (b"%PDF-1.7 garbage", "a.pdf", DamagedFileError),
        (b"not a pdf", "a.pdf", DamagedFileError),
        (b"PK\x03\x04 garbage", "a.docx", DamagedFileError),
        (b"\xd0\xcf\x11\xe0 old word file", "a.docx", DamagedFileError),
        (b"a" * (limits.MAX_FILE_BYTES + 1), "a.txt", TooLargeError),
    ],
)
def test_bad_file_is_refused_in_one_sentence(
    data: bytes, name: str, fault: type[IngestError]
) -> None:
    with pytest.raises(fault) as caught:
        read_document(data, name)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_reading_text_imports_no_heavy_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from knowledge.ingest.read import read_document; read_document(b'a', 'a.txt');"
        "from knowledge.ingest import preview, versions, export_akn, export_json;"
        "print([m for m in ('docx', 'lxml', 'pdfplumber', 'pdfminer', 'underthesea') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stdout.strip() == "[]"
