"""Reminders: when they come, to whom, once, over restarts, outages and clocks that jump."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import InvalidInputError, RefusedError
from knowledge.progress.model import ReportDraft, TaskState
from knowledge.progress.reminder_plan import ReminderKind, after_quiet, is_quiet, quarterly_days
from knowledge.progress.reminder_text import reminder_text
from knowledge.progress.reminders import Reminder
from knowledge.storage.times import VIETNAM
from tests.knowledge.progress_office import (
    CADRE,
    HOUSEHOLDS,
    LEADER,
    MARKET,
    MEMBER,
    NUMBER,
    OTHER,
    HandClock,
    Ward,
    market,
    resolution,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward where the health station must finish the market by 30/04/2026."""
    ward = Ward(tmp_path / "a.db")
    ward.assign(MARKET)
    return ward


def poll(ward: Ward, kind: ReminderKind | None = ReminderKind.DEADLINE) -> list[Reminder]:
    """Plan, claim and send everything that is due; digests and the like are sent too."""
    ward.office.reminders.plan([NUMBER])
    sent = []
    while (reminder := ward.office.reminders.claim_next()) is not None:
        ward.office.reminders.mark_sent(reminder.id)
        sent.append(reminder)
    return [one for one in sent if kind is None or one.kind is kind]


def days(ward: Ward, until: date, step: timedelta = timedelta(hours=1)) -> list[tuple[date, int]]:
    """Poll until a day; return when something about the deadline was sent, and to whom."""
    found = []
    while ward.clock.now.astimezone(VIETNAM).date() < until:
        for one in poll(ward):
            found.append((ward.clock.now.astimezone(VIETNAM).date(), one.telegram_id))
        ward.clock.now += step
    return found


def test_before_on_and_after_the_deadline(ward: Ward) -> None:
    assert days(ward, date(2026, 5, 16)) == [
        (date(2026, 4, 23), CADRE),
        (date(2026, 4, 29), CADRE),
        (date(2026, 4, 30), CADRE),
        (date(2026, 5, 7), CADRE),
        (date(2026, 5, 14), CADRE),
    ]


def test_assignees_their_units_and_who_answers_are_reminded(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    ward.assign(MARKET, people=[ward.people[OTHER].id], answerable_id=ward.people[LEADER].id)
    ward.clock.now = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    assert sorted(one.telegram_id for one in poll(ward)) == [LEADER, CADRE, OTHER]


def test_late_assignment_skips_what_is_past(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    ward.clock.now = datetime(2026, 4, 27, 3, 0, tzinfo=UTC)
    ward.assign(MARKET)
    assert [day for day, _ in days(ward, date(2026, 5, 1))] == [
        date(2026, 4, 29),
        date(2026, 4, 30),
    ]


@pytest.mark.parametrize("down_at", [date(2026, 4, 22), date(2026, 4, 28), date(2026, 4, 29)])
def test_an_outage_of_a_day_loses_none_and_sends_none_twice(ward: Ward, down_at: date) -> None:
    before = days(ward, down_at)
    ward.restart()
    ward.clock.forward(days=1, hours=5)
    after = days(ward, date(2026, 5, 3))
    assert len(before + after) == 3


def test_after_a_long_outage_only_the_newest_of_one_thing(ward: Ward) -> None:
    poll(ward)
    ward.clock.now = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
    assert len(poll(ward)) == 1
    assert poll(ward) == []


def test_done_work_is_not_reminded_of(ward: Ward) -> None:
    poll(ward)
    ward.report(CADRE, market(TaskState.DONE))
    assert days(ward, date(2026, 5, 10)) == []


def test_each_assignee_until_his_part_is_done(ward: Ward) -> None:
    ward.assign(
        "II.3.2.2/7",
        units=[ward.unit.id, ward.other_unit.id],
        answerable_id=ward.people[LEADER].id,
    )
    draft = ReportDraft(NUMBER, "II.3.2.2/7", date(2026, 4, 9), state=TaskState.DONE)
    ward.report(CADRE, draft)
    ward.report(CADRE, market(TaskState.DONE), "2")
    assert sorted(who for _, who in days(ward, date(2026, 4, 24))) == [LEADER, OTHER]


def test_cancelled_or_moved_deadlines(ward: Ward) -> None:
    poll(ward)
    ward.office.reminders.plan([NUMBER])
    ward.office.assignments.change(ward.actor(LEADER), 1, deadline=date(2026, 5, 20))
    assert [day for day, _ in days(ward, date(2026, 5, 14))] == [date(2026, 5, 13)]
    ward.office.assignments.cancel(ward.actor(LEADER), 1)
    assert days(ward, date(2026, 6, 1)) == []


def test_quiet_hours_postpone_to_seven(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 22, 3, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    ward.database.write("UPDATE reminders SET send_at = '2026-04-22T14:00:00.000000+00:00'")
    ward.clock.now = datetime(2026, 4, 22, 14, 0, tzinfo=UTC)  # 21:00
    sent: list[Reminder] = []
    while not sent:
        sent = poll(ward)
        ward.clock.forward(minutes=10)
    assert ward.clock.now.astimezone(VIETNAM).hour == 7


@pytest.mark.parametrize(
    ("hour", "quiet"), [(6, True), (7, False), (12, False), (19, False), (20, True), (0, True)]
)
def test_is_quiet(hour: int, quiet: bool) -> None:
    moment = datetime(2026, 4, 10, hour, 0, tzinfo=VIETNAM)
    assert is_quiet(moment, VIETNAM) is quiet
    moved = after_quiet(moment.astimezone(UTC), VIETNAM)
    assert not is_quiet(moved, VIETNAM)
    assert moved >= moment


def test_snooze(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    assert len(poll(ward)) == 1
    until = ward.clock.now + timedelta(days=6)  # over the reminder of one day before
    when = ward.office.reminders.snooze(ward.actor(CADRE), 1, until)
    assert when == until
    ward.office.reminders.snooze(ward.actor(CADRE), 1, until)  # a repeated tap
    sent = []
    while ward.clock.now < datetime(2026, 4, 30, 2, 0, tzinfo=UTC):
        sent += [(ward.clock.now, one.kind) for one in poll(ward, None)]
        ward.clock.forward(hours=1)
    assert [one for one in sent if one[1] is ReminderKind.SNOOZED] == [
        (until, ReminderKind.SNOOZED)
    ]
    assert not [when for when, kind in sent if kind is ReminderKind.DEADLINE and when < until]


def test_snooze_refuses(ward: Ward) -> None:
    reminders, soon = ward.office.reminders, ward.clock.now + timedelta(hours=1)
    for who in (OTHER, MEMBER):
        with pytest.raises(RefusedError):
            reminders.snooze(ward.actor(who), 1, soon)
    for until in (ward.clock.now, ward.clock.now + timedelta(days=8)):
        with pytest.raises(InvalidInputError):
            reminders.snooze(ward.actor(CADRE), 1, until)
    with pytest.raises(RefusedError):
        reminders.snooze(ward.actor(CADRE), 99, soon)
    assert is_quiet(ward.clock.now + timedelta(hours=12), VIETNAM)
    late = reminders.snooze(ward.actor(CADRE), 1, ward.clock.now + timedelta(hours=12))
    assert late.astimezone(VIETNAM).hour == 7


def test_off_switch(ward: Ward) -> None:
    ward.office.reminders.switch(ward.actor(CADRE), False)
    assert days(ward, date(2026, 4, 30)) == []
    ward.office.reminders.switch(ward.actor(CADRE), True)
    assert [day for day, _ in days(ward, date(2026, 5, 8))] == [date(2026, 4, 30), date(2026, 5, 7)]


def test_who_blocked_the_bot_is_left_alone_until_he_writes(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    reminder = ward.office.reminders.claim_next()
    assert reminder is not None
    ward.office.reminders.mark_blocked(reminder.id)
    assert ward.office.people.get(ward.people[CADRE].id).blocked_at == ward.clock.now
    assert days(ward, date(2026, 5, 9)) == []
    ward.office.reminders.seen(CADRE)
    assert ward.office.people.get(ward.people[CADRE].id).blocked_at is None
    assert [day for day, _ in days(ward, date(2026, 5, 15))] == [date(2026, 5, 14)]


def test_failure_to_send_is_tried_again(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    reminder = ward.office.reminders.claim_next()
    assert reminder is not None
    assert ward.office.reminders.claim_next() is None
    ward.office.reminders.release(reminder.id)
    assert ward.office.reminders.claim_next() is None
    ward.clock.forward(minutes=5)
    again = ward.office.reminders.claim_next()
    assert again is not None
    assert again.id == reminder.id


def test_killed_while_sending_is_not_sent_again_but_counted(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    assert ward.office.reminders.claim_next() is not None
    ward.restart()
    assert ward.office.reminders.recover() == 1
    assert poll(ward) == []
    assert ward.office.reminders.counts()["unsure"] == 1


def test_weekly_digest_goes_to_leaders_on_monday(ward: Ward) -> None:
    sent = []
    while ward.clock.now < datetime(2026, 4, 28, tzinfo=UTC):
        sent += [
            (ward.clock.now.astimezone(VIETNAM).date(), one.telegram_id)
            for one in poll(ward, ReminderKind.DIGEST)
        ]
        ward.clock.forward(hours=1)
    assert sent == [(date(2026, 4, day), LEADER) for day in (13, 20, 27)]


def test_quarterly_evaluation_names_three_quarters(ward: Ward) -> None:
    found = list(quarterly_days(resolution()))
    assert found == [("II.3.1/5", date(2026, month, 30 + (month == 3))) for month in (3, 6, 9)]
    sent = []
    while ward.clock.now < datetime(2026, 7, 1, tzinfo=UTC):
        sent += [
            (ward.clock.now.astimezone(VIETNAM).date(), one.telegram_id, one.ref)
            for one in poll(ward, ReminderKind.QUARTERLY)
        ]
        ward.clock.forward(hours=6)
    # nobody is charged with it, so it goes to those who lead
    assert {who for _, who, _ in sent} == {LEADER, 901}
    assert {(day, ref) for day, _, ref in sent} == {(date(2026, 6, 23), "II.3.1/5")}


def test_text(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 29, 2, 0, tzinfo=UTC)
    ward.office.reminders.plan([NUMBER])
    (reminder,) = poll(ward)
    text = reminder_text(reminder, resolution(), date(2026, 4, 29))
    assert text.startswith("Nhắc việc: ngày mai đến hạn (30/04/2026).")
    assert "chưa có báo cáo tiến độ" in text
    assert "quá hạn 2 ngày" in reminder_text(reminder, resolution(), date(2026, 5, 2))
    summary = ward.office.overview.summary(ward.actor(LEADER))
    digest = Reminder(1, ReminderKind.DIGEST, ward.people[LEADER], LEADER, ward.clock.now)
    assert "Chỉ tiêu: 0 đã đạt" in reminder_text(digest, None, date(2026, 4, 29), summary)


_STEPS = st.lists(
    st.one_of(
        st.just("restart"),
        st.tuples(st.just("step"), st.integers(-60 * 30, 60 * 40)),  # minutes, back too
        st.just("fail"),
        st.just("killed"),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(_STEPS)
def test_each_reminder_is_sent_once_whatever_happens(steps: list[str | tuple[str, int]]) -> None:
    """Random restarts, clock steps, failures to send, and kills right after a message has left."""
    with tempfile.TemporaryDirectory() as folder:
        ward = Ward(Path(folder) / "a.db", HandClock(datetime(2026, 4, 22, 3, 0, tzinfo=UTC)))
        ward.assign(MARKET)
        ward.assign(HOUSEHOLDS, deadline=date(2026, 4, 29), people=[ward.people[OTHER].id])
        left: list[int] = []  # what Telegram has been handed
        ward.office.reminders.plan([NUMBER])
        for step in [*steps, ("step", 60 * 24 * 2)]:
            if isinstance(step, tuple):
                ward.clock.forward(minutes=step[1])
            elif step == "restart":
                ward.restart()
                ward.office.reminders.recover()
            ward.office.reminders.plan([NUMBER])
            while (reminder := ward.office.reminders.claim_next()) is not None:
                if step == "fail":
                    ward.office.reminders.release(reminder.id)
                    break
                left.append(reminder.id)
                if step == "killed":
                    ward.restart()
                    ward.office.reminders.recover()
                    break
                ward.office.reminders.mark_sent(reminder.id)
        # let everything come due, in waking hours
        for _ in range(3):
            ward.clock.now = ward.clock.now.replace(hour=3) + timedelta(days=1)
            ward.office.reminders.plan([NUMBER])
            while (reminder := ward.office.reminders.claim_next()) is not None:
                left.append(reminder.id)
                ward.office.reminders.mark_sent(reminder.id)
        assert len(left) == len(set(left))
        rows = ward.database.rows("SELECT * FROM reminders")
        assert {row["id"] for row in rows if row["state"] in ("sent", "unsure")} == set(left)
        # nothing that is due was left behind, but for what a newer one of the same thing replaced
        waiting = [row for row in rows if row["state"] in ("waiting", "sending")]
        now = ward.clock.now.isoformat()
        assert not [row for row in waiting if row["send_at"] <= now]
        ward.database.close()


def test_snoozing_there_and_back_keeps_one(ward: Ward) -> None:
    ward.clock.now = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)
    poll(ward)
    early, late = ward.clock.now + timedelta(hours=1), ward.clock.now + timedelta(hours=2)
    for until in (late, early, late, early):
        ward.office.reminders.snooze(ward.actor(CADRE), 1, until)
    rows = ward.database.rows(
        "SELECT send_at FROM reminders WHERE kind = 'snoozed' AND state = 'waiting'"
    )
    assert [datetime.fromisoformat(row["send_at"]) for row in rows] == [early]


def test_who_comes_back_is_reminded_again(ward: Ward) -> None:
    poll(ward)
    person = ward.people[CADRE]
    ward.office.people.remove(ward.actor(901), person.id)
    assert days(ward, date(2026, 4, 25)) == []
    _, token = ward.office.invitations.create(ward.actor(901), person.role, unit_id=ward.unit.id)
    ward.office.invitations.redeem(token, CADRE, "x")
    assert [day for day, _ in days(ward, date(2026, 5, 1))] == [
        date(2026, 4, 29),
        date(2026, 4, 30),
    ]


def test_a_clock_that_ran_ahead_leaves_no_gap(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    ward.clock.forward(days=400)
    ward.office.reminders.plan([NUMBER])
    ward.clock.forward(days=-400)
    ward.assign(MARKET)
    assert [day for day, _ in days(ward, date(2026, 4, 24))] == [date(2026, 4, 23)]
