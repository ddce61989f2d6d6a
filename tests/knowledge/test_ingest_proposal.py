"""A document before it counts: what it needs, what it changes, what becomes of the records."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.errors import InvalidInputError, UnknownDocumentError
from knowledge.ingest.correction_lines import read_lines
from knowledge.ingest.corrections import Corrections
from knowledge.ingest.errors import NoTextError
from knowledge.ingest.proposal import accept, propose, propose_text
from knowledge.ingest.source import SourceText
from knowledge.progress.model import ReportDraft
from knowledge.resolution.bundle import load_bundled
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents
from tests.knowledge.progress_office import ADMIN, BHYT, NUMBER, Ward, bhyt

TEXT = """Thiên Hương, ngày 20 tháng 12 năm 2026

Số 12-NQ/ĐU

NGHỊ QUYẾT
BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG THIÊN HƯƠNG
VỀ MỤC TIÊU, NHIỆM VỤ NĂM 2027

I. CHỈ TIÊU

(1) Tỷ lệ người dân tham gia BHYT: Đạt 97 % trở lên.

(2) Tỷ lệ hộ nghèo không quá 3%.
"""
UNNUMBERED = TEXT.replace("Số 12-NQ/ĐU\n\n", "")


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Documents]:
    with open_database(tmp_path / "a.db") as database:
        yield Documents(database)


def _load(documents: Documents, text: str = TEXT, **about: object) -> None:
    accept(documents, propose(documents, text.encode(), "a.txt", about=about))


def test_new_document(documents: Documents) -> None:
    found = propose(documents, TEXT.encode(), "a.txt")
    assert (found.number, found.stored, found.same, found.needs) == ("12-NQ/ĐU", None, False, ())
    text = "\n".join(found.lines())
    assert "I.2: Tỷ lệ hộ nghèo: không quá 3 %" in text
    assert text.endswith("Văn bản mới, chưa nạp lần nào.")
    assert not documents.has("12-NQ/ĐU")  # nothing is stored by looking


def test_same_again_changes_nothing_and_writes_nothing(documents: Documents) -> None:
    _load(documents, period="2028")
    found = propose(documents, TEXT.encode(), "b.txt")
    assert found.same
    assert found.corrections.about == {"period": "2028"}  # what was told is kept
    assert not accept(documents, found).changed
    assert len(documents.loads("12-NQ/ĐU")) == 1
    assert found.lines()[-1] == "Văn bản này đã nạp, không có gì thay đổi."


def test_document_without_number_needs_one(documents: Documents) -> None:
    found = propose(documents, UNNUMBERED.encode(), "a.txt")
    assert found.needs
    with pytest.raises(UnknownDocumentError):
        accept(documents, found)
    told = read_lines("số: 12-NQ/ĐU", found.resolution, found.corrections)
    again = propose_text(documents, found.source, found.name, told.corrections)
    assert again.needs == ()
    accept(documents, again)
    # The same text is known again, without its number.
    found = propose(documents, UNNUMBERED.encode(), "a.txt")
    assert (found.number, found.same) == ("12-NQ/ĐU", True)


def test_number_written_otherwise_is_the_same_document(documents: Documents) -> None:
    _load(documents)
    found = propose(documents, TEXT.encode(), "a.txt", about={"number": "12-nq/đu"})
    assert (found.number, found.stored is not None) == ("12-NQ/ĐU", True)
    other = propose(documents, TEXT.encode(), "a.txt", about={"number": "1/2-NQ/ĐU"})
    assert other.stored is None  # 1/2 is not 12


def test_stored_corrections_follow_their_clause(documents: Documents) -> None:
    first = propose(documents, TEXT.encode(), "a.txt")
    told = read_lines(
        ["I.2: định tính", "I.1 sai “97” đúng “97,5”", "năm: 2028"],
        first.resolution,
        first.corrections,
    )
    accept(documents, propose_text(documents, first.source, "a.txt", told.corrections))
    newer = TEXT.replace("(2) Tỷ", "(2) Trồng 500 cây.\n\n(3) Tỷ")
    found = propose(documents, newer.encode(), "b.txt")
    assert set(found.corrections.measures) == {"I.1", "I.3"}
    assert found.resolution.notes("I.3").measures == ()
    assert found.resolution.notes("I.1").measures[0].threshold == Decimal("97.5")
    assert found.resolution.metadata.period == "2028"
    assert found.dropped == ()


def test_correction_of_what_is_printed_right_now_is_dropped_and_told(
    documents: Documents,
) -> None:
    first = propose(documents, TEXT.encode(), "a.txt")
    told = read_lines("I.1 sai “97” đúng “98”", first.resolution, first.corrections)
    accept(documents, propose_text(documents, first.source, "a.txt", told.corrections))
    found = propose(documents, TEXT.replace("97 %", "98 %").encode(), "b.txt")
    assert found.corrections.errata == ()
    assert any("“97”" in fault for fault in found.dropped)
    assert found.resolution.notes("I.1").measures[0].threshold == Decimal(98)
    assert any("không còn dùng được" in line for line in found.lines())


def test_what_does_not_fit_is_refused(documents: Documents) -> None:
    wrong = Corrections.from_data({"errata": [{"ref": "I.1", "printed": "x", "meant": "y"}]})
    with pytest.raises(InvalidInputError, match="I\\.1"):
        propose(documents, TEXT.encode(), "a.txt", wrong)


def test_text_without_structure_is_no_document(documents: Documents) -> None:
    with pytest.raises(NoTextError, match=r"README\.md"):
        propose(documents, "Hãy đọc tệp này trước.\n\nXin cảm ơn.".encode(), "README.md")


def test_draft_survives_json(documents: Documents) -> None:
    found = propose(documents, TEXT.encode(), "a.txt", about={"issued": date(2026, 12, 28)})
    kept = json.loads(
        json.dumps({"source": asdict(found.source), "told": found.corrections.to_data()})
    )
    kept["source"]["notes"] = tuple(kept["source"]["notes"])
    again = propose_text(
        documents, SourceText(**kept["source"]), "a.txt", Corrections.from_data(kept["told"])
    )
    assert (again.resolution, again.corrections) == (found.resolution, found.corrections)


def test_corrected_bundled_text_keeps_all_that_came_with_it(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    ward.assign(BHYT)
    ward.assign("II.2.17")
    ward.report(ADMIN, bhyt("95"), "1")
    income = ReportDraft(NUMBER, "II.2.7", date(2026, 4, 9), value=Decimal(112), unit="triệu đồng")
    ward.report(ADMIN, income, "2")
    documents = ward.office.documents
    source = load_bundled().source
    assert propose(documents, source.encode(), "07.txt").same
    newer = source.replace("chính đón", "chỉnh đốn").replace(
        "(17) Hoàn thành 100% chỉ tiêu tuyển chọn và gọi công dân nhập ngũ.\n\n(18)", "(17)"
    )
    found = propose(documents, newer.encode(), "07.txt")
    assert found.resolution.metadata == load_bundled().metadata
    assert len(found.dropped) == 1  # the misprint that is none any more
    assert found.records.kept == {"report": 2, "assignment": 1}
    assert [(one.record, one.ref) for one in found.lost] == [("assignment", "II.2.17")]
    text = "\n".join(found.change_lines())
    assert "1 phân công ở Chỉ tiêu (17), khoản 2, mục II: (17) Hoàn thành 100%" in text
    assert "mục không còn." in text
    done = accept(documents, found)
    assert done.lost == found.lost
    assert len(found.corrections.phrasings) > 6000
    # "II.2.7" may still be reported in the unit of its baseline.
    assert found.resolution.notes("II.2.7").measures[0].derived == Decimal("114.92")
    ward.database.close()
