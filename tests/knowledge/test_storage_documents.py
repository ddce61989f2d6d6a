"""The store of resolutions: loading, loading again, undoing, ending."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.errors import DocumentInUseError, NothingToUndoError, UnknownDocumentError
from knowledge.resolution.bundle import assemble
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Resolution
from knowledge.storage.database import open_database
from knowledge.storage.document_values import first_day_to_come
from knowledge.storage.documents import Documents
from tests.knowledge.progress_office import BHYT, NUMBER, Ward, bhyt, resolution


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Documents]:
    """An empty store."""
    with open_database(tmp_path / "a.db") as database:
        yield Documents(database)


def changed() -> Resolution:
    """The same resolution with another figure and without its last target."""
    text = resolution().source.replace("Đạt 96,2 % trở lên", "Đạt 97 % trở lên")
    start = text.index("(18) Tỷ lệ điều tra")
    end = text.index("3. Nhiệm vụ, giải pháp")
    return assemble(text[:start] + text[end:])


def next_year() -> Resolution:
    """A resolution for the year after that of the ward's clock."""
    return load_text(resolution().source, {"number": "12-NQ/ĐU", "period": "2027"})


def test_load_keeps_everything(documents: Documents) -> None:
    load = documents.load(resolution(), {"errata": [1], "tên": "đ"}, by="Tôi")
    assert (load.changed, load.new, load.lost) == (True, True, ())
    stored = documents.get(NUMBER)
    assert stored.source == resolution().source
    assert stored.data == {"errata": [1], "tên": "đ"}
    summary = documents.summaries()[0]
    assert (summary.number, summary.period, summary.issued) == (NUMBER, "2026", date(2025, 12, 21))
    assert summary.in_force
    assert summary.loaded_by == "Tôi"


def test_load_again_changes_nothing(documents: Documents) -> None:
    documents.load(resolution(), by="một")
    assert not documents.load(resolution(), by="hai").changed
    assert documents.summaries()[0].loaded_by == "một"
    documents.undo(NUMBER)
    assert documents.summaries() == []


def test_undo_brings_the_text_before_back(documents: Documents) -> None:
    documents.load(resolution(), {"n": 1})
    load = documents.load(changed(), {"n": 2})
    assert load.removed == ("II.2.18",)
    documents.undo(NUMBER)
    assert documents.get(NUMBER).source == resolution().source
    assert documents.get(NUMBER).data == {"n": 1}
    documents.undo(NUMBER)
    assert not documents.has(NUMBER)
    with pytest.raises(NothingToUndoError, match=NUMBER):
        documents.undo(NUMBER)


def test_corrected_text_keeps_reports_and_names_what_is_lost(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    ward.assign("II.2.18")
    ward.assign(BHYT)
    ward.report(902, bhyt("95"))
    load = ward.office.documents.load(changed())
    assert [(one.record, one.ref, one.why) for one in load.lost] == [
        ("assignment", "II.2.18", "clause")
    ]
    assert [row["ref"] for row in ward.office.documents.set_aside(NUMBER)] == ["II.2.18"]
    assert ward.database.value("SELECT count(*) FROM reports") == 1
    ward.office.documents.undo(NUMBER)  # the corrected text
    with pytest.raises(DocumentInUseError):
        ward.office.documents.undo(NUMBER)  # the first load
    assert ward.office.documents.has(NUMBER)


def test_ending_keeps_the_record(documents: Documents) -> None:
    documents.load(resolution())
    documents.set_in_force(NUMBER, False)
    assert [one.in_force for one in documents.summaries()] == [False]
    assert documents.get(NUMBER).source == resolution().source


def test_unknown(documents: Documents) -> None:
    with pytest.raises(UnknownDocumentError, match="99-NQ"):
        documents.get("99-NQ")
    with pytest.raises(UnknownDocumentError):
        documents.set_in_force("99-NQ", True)
    with pytest.raises(UnknownDocumentError, match="số hiệu"):
        documents.load(assemble("I. MỘT\n\nChữ."))


def test_a_document_of_a_year_to_come_begins_by_itself(tmp_path: Path) -> None:
    """Loaded ahead, it is in force from the first day of its year on, unless it is ended before."""
    ward = Ward(tmp_path / "a.db")
    documents = ward.office.documents
    text = next_year()
    loaded = documents.load(text)
    begins = date(2027, 1, 1)
    assert loaded.begins == documents.summary(text.number).begins == begins
    assert not documents.summary(text.number).in_force
    assert not documents.load(text).changed
    assert documents.begin_due() == []
    ward.clock.now = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    assert documents.begin_due() == []
    ward.clock.forward(minutes=1)  # midnight in Vietnam
    version = documents.version()
    assert documents.begin_due() == [text.number]
    assert documents.begin_due() == []
    assert documents.version() != version
    summary = documents.summary(text.number)
    assert (summary.in_force, summary.begins) == (True, None)


def test_a_document_of_a_year_to_come_may_be_told_otherwise(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    documents = ward.office.documents
    text = next_year()
    assert documents.load(text, in_force=True).begins is None
    assert documents.summary(text.number).in_force
    documents.set_in_force(text.number, False)  # not yet
    assert documents.summary(text.number).begins == date(2027, 1, 1)
    documents.set_in_force(text.number, False)  # not at all
    assert documents.summary(text.number).begins is None
    ward.clock.now = datetime(2027, 3, 1, tzinfo=UTC)
    assert documents.begin_due() == []
    assert not documents.summary(text.number).in_force


@pytest.mark.parametrize("period", ["", "2026", "2025", "2020-2030", "năm 2027"])
def test_only_a_later_year_is_to_come(period: str) -> None:
    assert first_day_to_come(period, date(2026, 4, 1)) is None
    assert first_day_to_come("2027-2030", date(2026, 4, 1)) == date(2027, 1, 1)
