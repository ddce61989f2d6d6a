"""Reports: saved once, taken back, corrected, refused, never overwritten; and who sees them."""

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.errors import (
    ConfirmationError,
    InvalidInputError,
    RefusedError,
    TooLateError,
    UnknownReportError,
)
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Evidence, ReportDraft, TaskState
from tests.knowledge.progress_office import (
    ADMIN,
    BHYT,
    CADRE,
    HOUSEHOLDS,
    LEADER,
    MARKET,
    MEMBER,
    NUMBER,
    OTHER,
    ROOT_ADMIN,
    STRANGER,
    Ward,
    bhyt,
    charged_ward,
    market,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward where the health station is charged with the market and with BHYT."""
    return charged_ward(tmp_path / "a.db")


def test_saved_exactly_as_reported(ward: Ward) -> None:
    report_id = ward.report(CADRE, bhyt("95.80", note="số của BHXH"))
    report = ward.office.reports.history(ward.actor(CADRE), NUMBER, BHYT)[0]
    assert (report.id, str(report.value), report.unit) == (report_id, "95.80", "%")
    assert (report.note, report.author, report.as_of) == (
        "số của BHXH",
        "Cán Bộ Y Tế",
        date(2026, 4, 9),
    )
    assert report.assignee_id is not None


def test_a_repeated_request_saves_once(ward: Ward) -> None:
    actor = ward.actor(CADRE)
    first = ward.office.reports.save(actor, bhyt("95"), key="draft:1")
    again = ward.office.reports.save(actor, bhyt("95"), key="draft:1")
    assert (first.repeated, again.repeated) == (False, True)
    assert first.report == again.report
    ward.restart()
    assert ward.office.reports.save(ward.actor(CADRE), bhyt("95"), key="draft:1").repeated
    assert ward.database.value("SELECT count(*) FROM reports") == 1
    assert ward.database.value("SELECT count(*) FROM audit WHERE action = 'report'") == 1


def test_anothers_key_shows_nothing(ward: Ward) -> None:
    ward.report(CADRE, bhyt("95"), "draft:1")
    saved = ward.office.reports.save(ward.actor(LEADER), bhyt("94"), key="draft:1", confirmed=True)
    assert not saved.repeated
    with pytest.raises(RefusedError):
        ward.office.reports.save(ward.actor(OTHER), bhyt("94"), key="draft:1", confirmed=True)


@pytest.mark.parametrize("who", [STRANGER, MEMBER, OTHER])
def test_only_those_charged_and_above_report(ward: Ward, who: int) -> None:
    for attempt in (
        lambda: ward.report(who, bhyt("95")),
        lambda: ward.office.reports.check(ward.actor(who), market()),
    ):
        with pytest.raises(RefusedError, match="được phân công"):
            attempt()
    assert ward.database.value("SELECT count(*) FROM reports") == 0
    assert len(ward.office.audit_log(OPERATOR, refused_only=True)) == 2


def test_a_member_charged_by_name_reports(ward: Ward) -> None:
    ward.assign(HOUSEHOLDS, units=[], people=[ward.people[MEMBER].id])
    draft = ReportDraft(NUMBER, HOUSEHOLDS, date(2026, 4, 9), value=Decimal(3))
    assert ward.report(MEMBER, draft)
    with pytest.raises(RefusedError):  # his unit's work is its cadres'
        ward.report(MEMBER, bhyt("95"), "2")


@pytest.mark.parametrize("who", [LEADER, ADMIN, ROOT_ADMIN])
def test_leaders_and_administrators_report_anything(ward: Ward, who: int) -> None:
    assert ward.report(who, ReportDraft(NUMBER, HOUSEHOLDS, date(2026, 4, 9), value=Decimal(9)))


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (bhyt("130"), "không thể quá 100"),
        (bhyt("100.01"), "không thể quá 100"),
        (bhyt("-1"), "không thể âm"),
        (bhyt("95", unit="hộ"), "không tính bằng"),
        (bhyt("95", date(2026, 4, 11)), "tương lai"),
        (bhyt("95", date(2019, 1, 1)), "quá cũ"),
        (bhyt("95.12345"), "4 số lẻ"),
        (bhyt("NaN"), "không phải một con số"),
        (bhyt("95", note="x" * 1001), "dài quá"),
        (bhyt("95", letter="b"), "10b"),
        (ReportDraft(NUMBER, BHYT, date(2026, 4, 9), state=TaskState.DONE), "Thiếu con số"),
        (ReportDraft(NUMBER, MARKET, date(2026, 4, 9), value=Decimal(1)), "Thiếu tình trạng"),
        (ReportDraft(NUMBER, HOUSEHOLDS, date(2026, 4, 9), value=Decimal("1.5")), "số nguyên"),
        (ReportDraft(NUMBER, HOUSEHOLDS, date(2026, 4, 9), value=Decimal(10**12)), "không hợp lý"),
        (ReportDraft(NUMBER, "II.2.6", date(2026, 4, 9), value=Decimal(-101)), "giảm quá 100"),
        (ReportDraft(NUMBER, "II", date(2026, 4, 9), state=TaskState.DONE), "không phải chỉ tiêu"),
        (market(percent=101), "từ 0 đến 100"),
        (market(TaskState.DONE, percent=60), "không đi với 60 %"),
        (market(TaskState.NOT_STARTED, percent=60), "không đi với 60 %"),
        (market(assignee_id=99), "không được phân công"),
    ],
)
def test_what_cannot_be_is_refused(ward: Ward, draft: ReportDraft, sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        ward.report(LEADER, draft)
    assert ward.database.value("SELECT count(*) FROM reports") == 0


@pytest.mark.parametrize(
    ("ref", "letter", "before", "value", "asks"),
    [
        (BHYT, "", "95.8", "95", "thấp hơn lần trước 95,8 % (đến 01/04/2026)"),
        (BHYT, "", "95.8", "95.8", ""),
        (BHYT, "", "95.8", "96", ""),
        ("II.2.9", "", "2", "3", "cao hơn lần trước"),
        ("II.2.9", "", "3", "2", ""),
        (HOUSEHOLDS, "", "5", "905", "lớn khác thường"),
        ("II.2.6", "", "5", "130", "Tăng 130 % là khác thường"),
        ("II.2.6", "", "-5", "-2", "là giảm so với năm trước"),
        ("II.2.1", "", "90", "120", ""),  # of a plan: 120 % may be
        ("II.2.1", "", "90", "160", "lớn khác thường"),
    ],
)
def test_what_is_unusual_is_asked(
    ward: Ward, ref: str, letter: str, before: str, value: str, asks: str
) -> None:
    first = ReportDraft(NUMBER, ref, date(2026, 4, 1), letter=letter, value=Decimal(before))
    ward.report(LEADER, first, "1")
    draft = ReportDraft(NUMBER, ref, date(2026, 4, 9), letter=letter, value=Decimal(value))
    checked = ward.office.reports.check(ward.actor(LEADER), draft)
    assert bool(checked.questions) == bool(asks)
    assert asks in " ".join(checked.questions)
    if asks:
        with pytest.raises(ConfirmationError, match="Cần xác nhận"):
            ward.office.reports.save(ward.actor(LEADER), draft, key="2")
    ward.office.reports.save(ward.actor(LEADER), draft, key="2", confirmed=True)
    assert ward.database.value("SELECT count(*) FROM reports") == 2


def test_growth_may_pass_100_and_shares_may_not(ward: Ward) -> None:
    ward.report(LEADER, ReportDraft(NUMBER, "II.2.6", date(2026, 4, 9), value=Decimal("130.5")))


def test_reopening_and_falling_percent_are_asked(ward: Ward) -> None:
    ward.report(CADRE, market(TaskState.DOING, date(2026, 4, 1), percent=60), "1")
    checked = ward.office.reports.check(ward.actor(CADRE), market(percent=40))
    assert "thấp hơn" in checked.questions[0]
    ward.report(CADRE, market(TaskState.DONE, date(2026, 4, 5)), "2")
    checked = ward.office.reports.check(ward.actor(CADRE), market())
    assert "mở lại" in checked.questions[0]


def test_a_day_outside_the_period_is_asked(ward: Ward) -> None:
    checked = ward.office.reports.check(ward.actor(CADRE), bhyt("95", date(2025, 12, 31)))
    assert "không thuộc năm 2026" in checked.questions[0]


def test_check_saves_and_logs_nothing(ward: Ward) -> None:
    log = len(ward.office.audit_log(OPERATOR, 500))
    ward.office.reports.check(ward.actor(CADRE), bhyt("95"))
    assert ward.database.value("SELECT count(*) FROM reports") == 0
    assert len(ward.office.audit_log(OPERATOR, 500)) == log


@pytest.mark.parametrize(("minutes", "good"), [(0, True), (10, True), (10.1, False), (-60, True)])
def test_withdraw_within_ten_minutes(ward: Ward, minutes: float, good: bool) -> None:
    ward.report(CADRE, bhyt("94", date(2026, 4, 1)), "1")
    report_id = ward.report(CADRE, bhyt("95"), "2")
    ward.clock.forward(minutes=minutes)
    actor = ward.actor(CADRE)
    if not good:
        with pytest.raises(TooLateError, match="10 phút"):
            ward.office.reports.withdraw(actor, report_id)
        return
    assert ward.office.reports.withdraw(actor, report_id).withdrawn
    assert ward.office.reports.withdraw(actor, report_id).withdrawn  # a repeated tap
    status = ward.office.status_for(NUMBER, actor)(BHYT)[0]
    assert status.value == 94  # what was before stands again
    history = ward.office.reports.history(actor, NUMBER, BHYT)
    assert [(one.id, one.withdrawn) for one in history] == [(report_id, True), (1, False)]


def test_withdraw_only_ones_own(ward: Ward) -> None:
    report_id = ward.report(CADRE, bhyt("95"))
    for who in (STRANGER, OTHER, LEADER, ADMIN):
        with pytest.raises(RefusedError, match="người đã báo cáo"):
            ward.office.reports.withdraw(ward.actor(who), report_id)
    with pytest.raises(UnknownReportError):
        ward.office.reports.withdraw(ward.actor(CADRE), 99)


def test_correct_keeps_both(ward: Ward) -> None:
    wrong = ward.report(CADRE, bhyt("59"))
    ward.clock.forward(days=2)
    admin = ward.actor(ADMIN)
    saved = ward.office.reports.correct(admin, wrong, bhyt("95"), "gõ nhầm", key="c1")
    again = ward.office.reports.correct(admin, wrong, bhyt("95"), "gõ nhầm", key="c1")
    assert again.repeated
    assert (saved.report.corrects, saved.report.reason) == (wrong, "gõ nhầm")
    assert ward.office.status_for(NUMBER)(BHYT)[0].value == 95
    history = ward.office.reports.history(admin, NUMBER, BHYT)
    assert [(one.value, one.standing) for one in history] == [
        (Decimal(95), True),
        (Decimal(59), False),
    ]
    with pytest.raises(InvalidInputError, match="trước đó"):
        ward.office.reports.correct(admin, wrong, bhyt("96"), "lại nữa", key="c2")
    with pytest.raises(InvalidInputError, match="lý do"):
        ward.office.reports.correct(admin, saved.report.id, bhyt("96"), " ", key="c3")
    for who in (CADRE, LEADER):
        with pytest.raises(RefusedError):
            ward.office.reports.correct(ward.actor(who), wrong, bhyt("1"), "x", key="c4")


def test_a_withdrawn_correction_restores_the_report(ward: Ward) -> None:
    wrong = ward.report(CADRE, bhyt("59"))
    saved = ward.office.reports.correct(ward.actor(ADMIN), wrong, bhyt("95"), "nhầm", key="c")
    ward.office.reports.withdraw(ward.actor(ADMIN), saved.report.id)
    assert ward.office.status_for(NUMBER)(BHYT)[0].value == 59


def test_annul(ward: Ward) -> None:
    report_id = ward.report(CADRE, bhyt("59"))
    ward.clock.forward(days=2)
    assert ward.office.reports.annul(ward.actor(ADMIN), report_id, "nhầm chỉ tiêu").withdrawn
    assert ward.office.status_for(NUMBER)(BHYT)[0].value is None


def test_rows_are_never_changed_or_deleted(ward: Ward) -> None:
    ward.report(CADRE, bhyt("95"))
    for sql in ("UPDATE reports SET value = '1'", "DELETE FROM reports"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            ward.database.write(sql)


@pytest.mark.parametrize(
    ("who", "good"),
    [(STRANGER, 0), (MEMBER, 0), (OTHER, 0), (CADRE, 1), (LEADER, 1), (ADMIN, 1), (ROOT_ADMIN, 1)],
)
def test_history_is_for_whom_it_concerns(ward: Ward, who: int, good: int) -> None:
    ward.report(CADRE, bhyt("95"))
    if good:
        assert len(ward.office.reports.history(ward.actor(who), NUMBER, BHYT)) == 1
    else:
        with pytest.raises(RefusedError):
            ward.office.reports.history(ward.actor(who), NUMBER, BHYT)
    with pytest.raises(RefusedError):
        ward.office.reports.history(ward.actor(who, alone=False), NUMBER, BHYT)


def test_evidence_is_kept_once_by_reference(ward: Ward) -> None:
    photo = Evidence("file-1", "photo", "a.jpg")
    report_id = ward.report(CADRE, bhyt("95", evidence=(photo,)))
    for _ in range(2):
        report = ward.office.reports.add_evidence(
            ward.actor(CADRE), report_id, Evidence("file-2", "document")
        )
    assert [one.file_id for one in report.evidence] == ["file-1", "file-2"]
    with pytest.raises(RefusedError):
        ward.office.reports.add_evidence(ward.actor(OTHER), report_id, photo)


def test_each_assignee_has_a_status_and_there_is_one_overall(ward: Ward) -> None:
    ward.assign(
        "II.3.2.2/7", units=[ward.unit.id, ward.other_unit.id], people=[ward.people[MEMBER].id]
    )
    draft = ReportDraft(NUMBER, "II.3.2.2/7", date(2026, 4, 9), state=TaskState.DONE)
    ward.report(CADRE, draft)
    item = next(i for i in ward.office.overview.items() if i.ref == "II.3.2.2/7")
    assert [(a.name, s.state) for a, s in item.parts] == [
        ("Trạm Y tế phường", TaskState.DONE),
        ("Công an phường", None),
        ("Đảng Viên", None),
    ]
    assert (item.standing.state, item.standing.percent) == (TaskState.DOING, 33)


# -- Who sees the status


@pytest.mark.parametrize(
    ("who", "alone", "figure", "name", "task"),
    [
        (None, True, True, False, False),
        (STRANGER, True, True, False, False),
        (MEMBER, True, True, False, False),
        (OTHER, True, True, False, False),
        (CADRE, True, True, True, True),
        (CADRE, False, True, False, False),
        (LEADER, True, True, True, True),
        (LEADER, False, True, False, False),
        (ADMIN, True, True, True, True),
    ],
)
def test_status_shows_what_the_viewer_may_see(
    ward: Ward, who: int | None, alone: bool, figure: bool, name: bool, task: bool
) -> None:
    ward.report(CADRE, bhyt("95"))
    ward.report(CADRE, market(percent=60), "2")
    viewer = ward.actor(who, alone=alone) if who else None
    status_of = ward.office.status_for(NUMBER, viewer)
    (of_target,), (of_task,) = status_of(BHYT), status_of(MARKET)
    assert (of_target.value == 95) is figure
    assert (of_target.by == "Cán Bộ Y Tế") is name
    assert ("60 %" in of_task.state) is task
    assert (of_task.by is not None) is task
    ward.office.set_figures_public(OPERATOR, False)
    assert (status_of(BHYT)[0].value == 95) is name
    assert status_of("II.2.7")[0].state == "chưa có báo cáo tiến độ"


def test_no_report_says_so(ward: Ward) -> None:
    for ref, count in (("II.2.10", 1), ("II.2.12", 2), ("II.2.4", 1), (MARKET, 1), ("II", 0)):
        found = ward.office.status_for(NUMBER)(ref)
        assert [one.state for one in found] == ["chưa có báo cáo tiến độ"] * count
