"""Several documents: which one a question goes to, what is said of the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import UnknownDocumentError
from knowledge.library import Library
from knowledge.resolution.load import load_text
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents

# Next year's resolution of the same ward, and another body's document that the bundled one cites.
NEXT_YEAR = """Thiên Hương, ngày 20 tháng 12 năm 2026

Số 12-NQ/ĐU

NGHỊ QUYẾT
BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG THIÊN HƯƠNG
VỀ MỤC TIÊU, PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP NĂM 2027

I. CHỈ TIÊU

1. Một số chỉ tiêu chủ yếu

(1) Tỷ lệ người dân tham gia BHYT: Đạt 97 % trở lên.

(2) Thu ngân sách nhà nước trên địa bàn tăng 12% so với số thực hiện năm 2026.
"""
CITED = """Hà Nội, ngày 22 tháng 12 năm 2024

Số 57-NQ/TW

NGHỊ QUYẾT
BỘ CHÍNH TRỊ
VỀ ĐỘT PHÁ PHÁT TRIỂN KHOA HỌC, CÔNG NGHỆ

I. QUAN ĐIỂM CHỈ ĐẠO

Phát triển khoa học, công nghệ là đột phá quan trọng hàng đầu.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_database(tmp_path / "test.db") as database:
        yield Library(Documents(database))


def _load(library: Library, source: str) -> None:
    library._documents.load(load_text(source), in_force=True)


def test_the_bundled_resolution_is_there_from_the_start(library: Library) -> None:
    assert [entry.number for entry in library.entries()] == ["07-NQ/ĐU"]
    assert library.default() == "07-NQ/ĐU"


def test_a_question_goes_to_the_one_in_force(library: Library) -> None:
    _load(library, CITED)  # another issuer's document takes nothing away
    assert library.ask("chỉ tiêu BHYT là bao nhiêu").hits[0].document == "07-NQ/ĐU"
    _load(library, NEXT_YEAR)  # the ward's own newer one does
    assert library.default() == "12-NQ/ĐU"


def test_a_year_picks_another(library: Library) -> None:
    _load(library, NEXT_YEAR)
    assert library.ask("chỉ tiêu BHYT là bao nhiêu").hits[0].document == "12-NQ/ĐU"
    library._documents.set_in_force("12-NQ/ĐU", False)
    assert library.ask("chỉ tiêu BHYT năm 2027 là bao nhiêu").hits[0].document == "12-NQ/ĐU"


def test_a_number_picks_another(library: Library) -> None:
    _load(library, CITED)
    answer = library.ask("theo 57-NQ/TW quan điểm chỉ đạo về khoa học công nghệ là gì")
    assert {hit.document for hit in answer.hits} == {"57-NQ/TW"}
    assert library.ask("bhyt", document="07-nq/đu").hits[0].document == "07-NQ/ĐU"


def test_a_comparison_puts_both_side_by_side(library: Library) -> None:
    _load(library, NEXT_YEAR)
    answer = library.ask("chỉ tiêu BHYT so với năm 2026 thế nào")
    words = "\n".join(part.text for part in answer.parts)
    assert "97 %" in words
    assert "96,2 %" in words
    assert "0,8" in words
    assert "tính từ hai văn bản" in words


@pytest.mark.parametrize(
    "question",
    [
        "chỉ tiêu BHYT năm 2027 so với năm 2026",
        "chỉ tiêu BHYT năm 2026 so với năm 2027",
        "chỉ tiêu BHYT 2027 so với 2026",
        "so sánh chỉ tiêu BHYT của năm 2026 và năm 2027",
    ],
)
def test_a_comparison_may_name_both_years(library: Library, question: str) -> None:
    """Whichever is in force: a year that is compared is no year that the other document doesn't know."""
    library._documents.load(load_text(NEXT_YEAR), in_force=False)
    for in_force in (False, True):
        library._documents.set_in_force("12-NQ/ĐU", in_force)
        answer = library.ask(question)
        assert {hit.document for hit in answer.hits} == {"07-NQ/ĐU", "12-NQ/ĐU"}
        words = "\n".join(part.text for part in answer.parts)
        assert "97 %" in words
        assert "96,2 %" in words


def test_a_cited_document_that_is_loaded_is_named(library: Library) -> None:
    before = library.ask("Nghị quyết 57-NQ/TW được triển khai thế nào")
    assert not any("cũng đã nạp" in part.text for part in before.parts)
    _load(library, CITED)
    after = library.ask("Nghị quyết 57-NQ/TW được triển khai thế nào")
    assert after.hits[0].document == "07-NQ/ĐU"
    assert any("57-NQ/TW cũng đã nạp" in part.text for part in after.parts)


def test_an_unknown_document_is_refused(library: Library) -> None:
    with pytest.raises(UnknownDocumentError, match="99-NQ/XY"):
        library.ask("bhyt", document="99-NQ/XY")


def test_a_number_that_is_not_loaded_is_said_so(library: Library) -> None:
    answer = library.ask("nghị quyết 99 nói gì về BHYT")
    assert not answer.answered
    assert not answer.hits
    assert "nghị quyết 99" in answer.parts[0].text
    assert "07-NQ/ĐU" in answer.parts[0].text


def test_a_document_named_and_nothing_else_is_shown(library: Library) -> None:
    _load(library, CITED)
    answer = library.ask("nghị quyết 57")
    assert answer.document == "57-NQ/TW"
    assert [hit.ref for hit in answer.hits] == ["header", "I"]


def test_last_year_is_asked_of_last_years_document(library: Library) -> None:
    _load(library, NEXT_YEAR)
    first = "chỉ tiêu BHYT là bao nhiêu"
    answer = library.ask("năm ngoái thì sao", first, home="12-NQ/ĐU")
    assert (answer.document, answer.hits[0].ref) == ("07-NQ/ĐU", "II.2.10")


def test_last_year_without_its_document_is_declined(library: Library) -> None:
    answer = library.ask("năm ngoái thì sao", "chỉ tiêu BHYT là bao nhiêu")
    assert not answer.answered


@pytest.mark.parametrize("home", ["12-NQ/ĐU", "07-NQ/ĐU"])
def test_targets_that_rose(library: Library, home: str) -> None:
    _load(library, NEXT_YEAR)
    answer = library.ask("chỉ tiêu nào tăng so với năm 2026", home=home)
    assert {(hit.document, hit.ref) for hit in answer.hits} == {
        ("12-NQ/ĐU", "I.1.1"),
        ("07-NQ/ĐU", "II.2.10"),
    }


def test_lists_of_another_year_need_its_document(library: Library) -> None:
    answer = library.ask("chỉ tiêu nào tăng so với năm 2025")
    assert {hit.document for hit in answer.hits} <= {"07-NQ/ĐU"}
