"""Reports, assignments, reminders and lessons follow their clause when a text is replaced, and come back with undo."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import (
    DocumentInUseError,
    UnknownAssignmentError,
)
from knowledge.ingest.corrections import Corrections, apply, rebuild
from knowledge.progress import records, wording
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import ReportDraft, TaskState
from knowledge.progress.status import status_of
from knowledge.progress.workbook import export_workbook
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Row
from tests.knowledge.progress_office import (
    ADMIN,
    BHYT,
    CADRE,
    HOUSEHOLDS,
    NUMBER,
    Ward,
    bhyt,
    resolution,
)

TODAY = date(2026, 4, 10)
TABLES = ("documents", "clauses", "reports", "assignments", "assignees", "reminders", "teaching", "drafts")  # fmt: skip


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """A ward with work on four clauses."""
    ward = Ward(tmp_path / "a.db")
    for ref in (BHYT, HOUSEHOLDS, "II.2.17", "II.2.18", "II.3.2.3/4"):
        ward.assign(ref, deadline=date(2026, 6, 30))
    yield ward
    ward.database.close()


def changed(*replacements: tuple[str, str], corrections: Corrections | None = None) -> Resolution:
    """The bundled resolution with other words."""
    source = resolution().source
    for printed, meant in replacements:
        assert printed in source
        source = source.replace(printed, meant)
    return apply(source, corrections or Corrections())


WITHOUT_17 = ("(17) Hoàn thành 100% chỉ tiêu tuyển chọn và gọi công dân nhập ngũ.\n\n(18)", "(17)")
NEW_BULLET = (
    "- Thực hiện nghiêm túc công tác",
    "- Một nhiệm vụ mới.\n\n- Thực hiện nghiêm túc công tác",
)


def value(ref: str, number: str, letter: str = "", **more: Any) -> ReportDraft:
    """A figure reported for a measure."""
    return ReportDraft(NUMBER, ref, date(2026, 4, 9), letter=letter, value=Decimal(number), **more)


def snapshot(ward: Ward) -> dict[str, list[Row]]:
    """Everything that a load may touch."""
    found = {}
    for table in TABLES:
        found[table] = ward.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
    return found


def states(ward: Ward, text: Resolution, ref: str) -> list[str]:
    """How far a clause has got, for an administrator."""
    actor = ward.actor(ADMIN)
    return [one.state for one in status_of(ward.database, text, ref, today=TODAY, viewer=actor)]


def test_records_go_along_with_a_renumbered_clause(ward: Ward) -> None:
    first = ward.report(ADMIN, value("II.2.18", "88", "a"), "1")
    ward.report(ADMIN, value("II.2.18", "97", "b"), "2")
    new = changed(WITHOUT_17)
    done = ward.office.documents.load(new)
    assert done.moved == {"II.2.18": "II.2.17"}
    assert done.kept == {"report": 2, "assignment": 4}
    assert [(one.record, one.ref, one.count, one.why) for one in done.lost] == [
        ("assignment", "II.2.17", 1, "clause")
    ]
    assert "nhập ngũ" in done.lost[0].words
    a, b = states(ward, new, "II.2.17")
    assert a.startswith("(17a) 88 %")
    assert b.startswith("(17b) 97 %")
    history = ward.office.reports.history(ward.actor(ADMIN), NUMBER, "II.2.17")
    assert [one.id for one in history][-1] == first
    given = ward.office.assignments.visible(ward.actor(ADMIN), NUMBER, "II.2.17")
    assert len(given) == 1  # of the clause that was 18; that of 17 is not taken for it


def test_reports_of_a_clause_that_is_gone_are_no_reports_of_the_one_at_its_ref(
    ward: Ward,
) -> None:
    ward.report(ADMIN, value("II.2.17", "50"), "1")
    new = changed(WITHOUT_17)
    done = ward.office.documents.load(new)
    assert ("report", "II.2.17", "clause") in [(o.record, o.ref, o.why) for o in done.lost]
    assert all(wording.NO_REPORT in state for state in states(ward, new, "II.2.17"))
    assert ward.office.reports.history(ward.actor(ADMIN), NUMBER, "II.2.17") == []
    # Untouched and readable all the same.
    (aside,) = [r for r in ward.office.documents.set_aside(NUMBER) if r["record"] == "report"]
    assert (aside["ref"], aside["value"], aside["unit"]) == ("II.2.17", "50", "%")
    (row,) = records.report_history(ward.database, NUMBER)
    assert (row.ref, row.value, row.standing, row.set_aside) == (
        "II.2.17", Decimal(50), False, "clause",
    )  # fmt: skip
    assert wording.validity(row) == "mục không còn trong bản hiện hành"


def test_assignment_of_a_clause_that_is_gone_cannot_be_taken_for_another(ward: Ward) -> None:
    given = ward.office.assignments.visible(ward.actor(ADMIN), NUMBER, "II.2.17")[0]
    ward.office.documents.load(changed(WITHOUT_17))
    with pytest.raises(UnknownAssignmentError, match="không còn trong bản hiện hành"):
        ward.office.assignments.get(ward.actor(ADMIN), given.id)


def test_another_unit_makes_reports_not_comparable(ward: Ward) -> None:
    ward.report(ADMIN, value(HOUSEHOLDS, "95"), "1")
    new = changed(("trên 90 hộ kinh doanh", "trên 90% hộ kinh doanh"))
    done = ward.office.documents.load(new)
    assert [(one.record, one.ref, one.why) for one in done.lost] == [("report", HOUSEHOLDS, "unit")]
    (state,) = states(ward, new, HOUSEHOLDS)
    assert wording.NO_REPORT in state
    (report,) = ward.office.reports.history(ward.actor(ADMIN), NUMBER, HOUSEHOLDS)
    assert (report.standing, report.set_aside) == (False, "unit")  # the clause goes on: shown there


def test_a_measure_made_qualitative_leaves_no_invented_state(ward: Ward) -> None:
    ward.report(ADMIN, bhyt("95"), "1")
    known = Corrections().with_measures(BHYT, [])
    new = changed(corrections=known)
    done = ward.office.documents.load(new, known.to_data())
    assert [(one.ref, one.why) for one in done.lost] == [(BHYT, "measure")]
    assert states(ward, new, BHYT) == [wording.NO_REPORT]


def test_words_made_a_measure_leave_the_state_reported_in_words(ward: Ward) -> None:
    draft = ReportDraft(NUMBER, "II.2.4", date(2026, 4, 9), state=TaskState.DOING, percent=40)
    ward.report(ADMIN, draft)
    text = resolution().clause("II.2.4").text
    new = changed((text.rstrip("."), text.rstrip(".") + ", đạt 80% trở lên"))
    assert new.notes("II.2.4").measures
    done = ward.office.documents.load(new)
    assert [(one.ref, one.why) for one in done.lost] == [("II.2.4", "unit")]


def test_measures_that_change_places_keep_their_reports(ward: Ward) -> None:
    ward.report(ADMIN, value("II.2.18", "88", "a"), "1")
    text = resolution().clause("II.2.18").text
    first, second = text.removeprefix("(18) ").rstrip(".").split("; ")
    new = changed((text, f"(18) {second[0].upper()}{second[1:]}; {first[0].lower()}{first[1:]}."))
    ward.office.documents.load(new)
    b = states(ward, new, "II.2.18")[1]
    assert b.startswith("(18b) 88 %")


def test_figure_in_the_unit_of_a_baseline_needs_that_baseline(ward: Ward) -> None:
    ward.report(ADMIN, value("II.2.7", "112", unit="triệu đồng"), "1")
    done = ward.office.documents.load(changed(("chính đón", "chỉnh đốn")))
    assert [(one.ref, one.why) for one in done.lost] == [("II.2.7", "unit")]


def test_undo_puts_everything_back(ward: Ward) -> None:
    ward.report(ADMIN, value("II.2.17", "50"), "1")
    ward.report(ADMIN, value("II.2.18", "88", "a"), "2")
    ward.report(CADRE, bhyt("95"), "3")
    ward.office.teaching.teach_question("tuyển quân", NUMBER, "II.2.17")
    ward.office.teaching.teach_question("phá án", NUMBER, "II.2.18")
    ward.office.drafts.put(CADRE, "report", {"document": NUMBER, "ref": BHYT, "value": None})
    ward.clock.forward(days=76)  # some days before what is due on 30/06
    ward.office.reminders.plan([NUMBER])
    before = snapshot(ward)
    assert {"II.2.17", "II.2.18"} <= {row["ref"] for row in before["reminders"]}
    version = ward.office.teaching.version()
    done = ward.office.documents.load(changed(WITHOUT_17, NEW_BULLET))
    assert {"II.2.18": "II.2.17", "II.3.2.3/4": "II.3.2.3/5"}.items() <= done.moved.items()
    assert snapshot(ward) != before
    assert ward.office.teaching.version() > version  # a running assistant learns of it
    assert {t.said: t.means for t in ward.office.teaching.all()} == {"phá án": "II.2.17"}
    undone = ward.office.documents.undo(NUMBER)
    assert undone.lost == ()
    assert snapshot(ward) == before
    assert ward.office.documents.set_aside(NUMBER) == []


def test_two_loads_are_undone_one_by_one(ward: Ward) -> None:
    ward.report(ADMIN, value("II.2.18", "88", "a"), "1")
    start = snapshot(ward)
    ward.office.documents.load(changed(WITHOUT_17))
    middle = snapshot(ward)
    ward.office.documents.load(changed(NEW_BULLET))  # 17 is there again: 18 is 18 again
    assert ward.database.value("SELECT ref FROM reports") == "II.2.18"
    ward.office.documents.undo(NUMBER)
    assert snapshot(ward) == middle
    ward.office.documents.undo(NUMBER)
    assert snapshot(ward) == start


def test_undo_keeps_what_was_reported_since(ward: Ward) -> None:
    old = resolution()
    text = changed(
        WITHOUT_17,
        (
            "3. Nhiệm vụ, giải pháp",
            "(18) Tỷ lệ hộ có cây xanh đạt 70% trở lên.\n\n3. Nhiệm vụ, giải pháp",
        ),
    )
    ward.office.documents.load(text)
    insert = {
        "document": NUMBER, "unit": "%", "as_of": "2026-04-10", "created_at": "2026-04-10", "note": "",
    }  # fmt: skip
    # What only the new text has, and what goes back with its clause.
    ward.database.insert("reports", {**insert, "ref": "II.2.18", "value": "71", "key": "x"})
    ward.database.insert(
        "reports", {**insert, "ref": "II.2.17", "letter": "a", "value": "89", "key": "y"}
    )
    undone = ward.office.documents.undo(NUMBER)
    assert [(one.record, one.ref, one.why) for one in undone.lost] == [
        ("report", "II.2.18", "clause")
    ]
    rows = ward.database.rows("SELECT ref, letter, value FROM reports ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [("II.2.18", "", "71"), ("II.2.18", "a", "89")]
    a, b = states(ward, old, "II.2.18")
    assert a.startswith("(18a) 89 %")  # the other 18 counts for nothing here
    assert wording.NO_REPORT in b
    assert "cây xanh" in ward.office.documents.set_aside(NUMBER)[0]["words"]


def test_undo_of_the_first_load_is_refused_while_records_refer_to_it(ward: Ward) -> None:
    for one in ward.office.assignments.visible(ward.actor(ADMIN), NUMBER):
        ward.office.assignments.cancel(OPERATOR, one.id)
    with pytest.raises(DocumentInUseError):
        ward.office.documents.undo(NUMBER)  # even cancelled ones are a record
    assert ward.office.documents.has(NUMBER)


def test_a_load_that_fails_in_the_middle_leaves_all_as_it_was(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.report(ADMIN, value("II.2.18", "88", "a"), "1")
    before = snapshot(ward)
    loads = ward.database.rows("SELECT * FROM loads")

    def fail(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("knowledge.storage.documents.Documents._put", fail)
    with pytest.raises(RuntimeError):
        ward.office.documents.load(changed(WITHOUT_17))
    assert snapshot(ward) == before
    assert ward.database.rows("SELECT * FROM loads") == loads
    assert ward.database.rows("SELECT * FROM follows") == []
    monkeypatch.undo()
    ward.office.documents.load(changed(WITHOUT_17))
    after = snapshot(ward)
    monkeypatch.setattr("knowledge.storage.documents.Documents._put", fail)
    with pytest.raises(RuntimeError):
        ward.office.documents.undo(NUMBER)
    assert snapshot(ward) == after


def test_a_report_goes_nowhere_else(ward: Ward) -> None:
    ward.report(ADMIN, bhyt("95"), "1")
    for change in ("ref = 'II.2.11'", "letter = 'b'", "value = '99'", "unit = 'hộ'"):
        with pytest.raises(Exception, match="report"):
            ward.database.write(f"UPDATE reports SET {change}")


def test_a_correction_that_no_longer_applies_does_not_bring_the_mistake_back(ward: Ward) -> None:
    wrong = ward.report(ADMIN, value("II.2.7", "11"), "1")
    ward.office.reports.correct(
        ward.actor(ADMIN), wrong, value("II.2.7", "112", unit="triệu đồng"), "nhầm", key="2"
    )
    new = changed(("chính đón", "chỉnh đốn"))
    ward.office.documents.load(new)
    (state,) = states(ward, new, "II.2.7")
    assert wording.NO_REPORT in state


def test_reminder_of_each_quarter_is_sent_once(ward: Ward) -> None:
    ward.clock.now += timedelta(days=70)  # a week before the quarter ends
    ward.office.reminders.plan([NUMBER])
    keys = "SELECT key FROM reminders WHERE kind = 'quarterly' ORDER BY id"
    planned = ward.database.rows(keys)
    assert planned
    bullet = resolution().clause("II.3.1/1").text
    source = resolution().source.replace(bullet[:30], f"Một nhiệm vụ mới.\n\n- {bullet[:30]}", 1)
    new = rebuild(source, {})
    done = ward.office.documents.load(new)
    assert done.moved["II.3.1/5"] == "II.3.1/6"
    assert all(":II.3.1/6:" in row["key"] for row in ward.database.rows(keys))
    ward.office.documents.undo(NUMBER)
    assert ward.database.rows(keys) == planned


def test_drafts_follow_or_go(ward: Ward) -> None:
    def draft(ref: str, letter: str = "", value: str | None = None) -> int:
        data = {"document": NUMBER, "ref": ref, "letter": letter, "value": value}
        return ward.office.drafts.put(CADRE, "report", data)

    moving, gone = draft("II.2.18", "b", "90"), draft("II.2.17", "", "50")
    words, other = draft("II.3.2.3/4"), ward.office.drafts.put(CADRE, "document", {"text": "x"})
    ward.office.documents.load(changed(WITHOUT_17, NEW_BULLET))
    kept = ward.office.drafts.get(CADRE, moving) or {}
    assert (kept["ref"], kept["letter"]) == ("II.2.17", "b")
    assert ward.office.drafts.get(CADRE, gone) is None
    assert (ward.office.drafts.get(CADRE, words) or {})["ref"] == "II.3.2.3/5"
    assert ward.office.drafts.get(CADRE, other) == {"text": "x"}


def test_loading_again_keeps_whether_it_is_in_force(ward: Ward) -> None:
    documents = ward.office.documents
    documents.set_in_force(NUMBER, False)
    documents.load(changed(WITHOUT_17))
    assert not documents.summary(NUMBER).in_force
    documents.set_in_force(NUMBER, True)
    documents.undo(NUMBER)
    assert documents.summary(NUMBER).in_force  # said since, by itself
    documents.load(changed(WITHOUT_17), in_force=False)
    assert not documents.summary(NUMBER).in_force
    documents.undo(NUMBER)
    assert documents.summary(NUMBER).in_force


def test_an_ended_document_keeps_its_record_readable(ward: Ward) -> None:
    ward.report(ADMIN, bhyt("95"), "1")
    ward.office.documents.set_in_force(NUMBER, False)
    assert states(ward, resolution(), BHYT)[0].startswith("95 %")
    assert len(ward.office.reports.history(ward.actor(ADMIN), NUMBER, BHYT)) == 1


def test_loads_tell_when_and_by_whom(ward: Ward) -> None:
    ward.office.documents.load(changed(WITHOUT_17), by="Quản Trị")
    ward.office.documents.undo(NUMBER)
    newest, first = ward.office.documents.loads(NUMBER)
    assert (newest.by, newest.undone_at is None) == ("Quản Trị", False)
    assert first.undone_at is None


def test_the_same_again_writes_nothing(ward: Ward) -> None:
    before = snapshot(ward), ward.database.rows("SELECT * FROM loads")
    same = rebuild(resolution().source, {})
    assert not ward.office.documents.load(same).changed
    data = json.loads(json.dumps(Corrections().to_data()))
    assert not ward.office.documents.load(same, data).changed
    assert (snapshot(ward), ward.database.rows("SELECT * FROM loads")) == before


def test_workbook_names_what_no_longer_applies(ward: Ward) -> None:
    ward.report(ADMIN, value("II.2.17", "50"), "1")
    ward.office.documents.load(changed(WITHOUT_17))
    assert export_workbook(ward.office, OPERATOR, NUMBER)


def test_a_new_record_is_not_taken_for_a_deleted_one(ward: Ward) -> None:
    ward.clock.forward(days=76)
    ward.office.reminders.plan([NUMBER])
    ward.office.documents.load(changed(WITHOUT_17))
    moved = "SELECT count(*) FROM follows WHERE record = 'reminder'"
    assert ward.database.value(moved)
    ward.database.write("DELETE FROM reminders")
    assert ward.database.value(moved) == 0
