"""The store of resolutions: loading, loading again, undoing, ending."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import DocumentInUseError, NothingToUndoError, UnknownDocumentError
from knowledge.resolution.bundle import assemble
from knowledge.resolution.model import Resolution
from knowledge.storage.database import open_database
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
    assert load.lost == ("II.2.18",)
    assert ward.office.documents.orphans(NUMBER) == ("II.2.18",)
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
