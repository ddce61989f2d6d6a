"""The work at a glance, as each may see it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.errors import RefusedError
from knowledge.progress.evaluation import Timing
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import ReportDraft, TaskState
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
    STRANGER,
    Ward,
    bhyt,
    market,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward where the health station has three pieces of work and the police one."""
    ward = Ward(tmp_path / "a.db")
    ward.assign(BHYT, deadline=date(2026, 12, 31))
    ward.assign(MARKET, deadline=date(2026, 4, 15))
    ward.assign("II.3.2.2/7", deadline=date(2026, 4, 1))
    ward.assign("II.3.2.3/2", units=[ward.other_unit.id], deadline=None)
    return ward


def test_my_work_comes_most_urgent_first(ward: Ward) -> None:
    items = ward.office.overview.my_work(ward.actor(CADRE))
    assert [(item.ref, item.due.timing) for item in items] == [
        ("II.3.2.2/7", Timing.OVERDUE),
        (MARKET, Timing.DUE_SOON),
        (BHYT, Timing.ON_TIME),
    ]
    done = ReportDraft(NUMBER, "II.3.2.2/7", date(2026, 4, 9), state=TaskState.DONE)
    ward.report(CADRE, done)
    items = ward.office.overview.my_work(ward.actor(CADRE))
    assert (items[-1].ref, items[-1].due.timing) == ("II.3.2.2/7", Timing.DONE_LATE)


@pytest.mark.parametrize(
    ("who", "mine", "all_"), [(CADRE, 3, 3), (OTHER, 1, 1), (MEMBER, 0, 0), (LEADER, 0, 63)]
)
def test_work_is_what_one_may_see(ward: Ward, who: int, mine: int, all_: int) -> None:
    assert len(ward.office.overview.my_work(ward.actor(who))) == mine
    assert len(ward.office.overview.work(ward.actor(who))) == all_


@pytest.mark.parametrize(("who", "alone"), [(STRANGER, True), (LEADER, False), (CADRE, False)])
def test_work_is_refused_to_strangers_and_in_groups(ward: Ward, who: int, alone: bool) -> None:
    overview, actor = ward.office.overview, ward.actor(who, alone=alone)
    for look in (overview.my_work, overview.work, overview.summary, overview.overdue):
        with pytest.raises(RefusedError):
            look(actor)
    assert len(ward.office.audit_log(OPERATOR, refused_only=True)) == 4


def test_due_this_month_has_what_is_late_too(ward: Ward) -> None:
    overview, cadre = ward.office.overview, ward.actor(CADRE)
    assert [item.ref for item in overview.due_this_month(cadre)] == ["II.3.2.2/7", MARKET]
    assert [item.ref for item in overview.overdue(cadre)] == ["II.3.2.2/7"]
    assert [
        item.ref for item in overview.due_between(cadre, date(2026, 12, 1), date(2026, 12, 31))
    ] == [BHYT]


def test_summary_counts(ward: Ward) -> None:
    ward.report(CADRE, market(percent=50), "1")
    ward.report(CADRE, bhyt("97"), "2")
    summary = ward.office.overview.summary(ward.actor(ADMIN))
    assert (summary.total, summary.overdue) == (63, 1)
    assert summary.states == {None: 61, TaskState.DOING: 1, TaskState.DONE: 1}
    assert (summary.targets_reached, summary.targets_short) == (1, 0)
    assert summary.targets_unreported == 18
    health = summary.units[0]
    assert (health.name, health.total, health.done, health.overdue) == (
        "Trạm Y tế phường",
        3,
        1,
        1,
    )
    own = ward.office.overview.summary(ward.actor(OTHER))
    assert own.total == 1
    assert [unit.name for unit in own.units] == ["Công an phường"]


def test_targets_not_reached(ward: Ward) -> None:
    ward.report(CADRE, bhyt("95"), "1")
    ward.report(LEADER, ReportDraft(NUMBER, HOUSEHOLDS, date(2026, 4, 9), value=Decimal(91)), "2")
    lines = ward.office.overview.targets_not_reached(None)
    assert lines[0].measure.key == "10"
    assert len(lines) == 18
    assert HOUSEHOLDS not in [line.measure.ref for line in lines]
    ward.office.set_figures_public(OPERATOR, False)
    assert ward.office.overview.targets(None)[7].report is None
    assert ward.office.overview.targets(ward.actor(OTHER))[7].report is None
    assert ward.office.overview.targets(ward.actor(CADRE))[7].report is not None


def test_titles_tell_measures_of_one_target_apart(ward: Ward) -> None:
    titles = [line.title for line in ward.office.overview.targets(None)]
    assert len(set(titles)) == len(titles) == 19


@pytest.mark.parametrize(
    ("who", "alone", "sees"),
    [
        (STRANGER, True, 0),
        (OTHER, True, 0),
        (CADRE, True, 1),
        (LEADER, True, 1),
        (LEADER, False, 0),
    ],
)
def test_in_charge_names_people_to_few(ward: Ward, who: int, alone: bool, sees: int) -> None:
    found = ward.office.overview.in_charge(ward.actor(who, alone=alone), NUMBER, "II.3.2.2/7")
    assert len(found.assignments) == sees
    assert found.bodies  # the resolution's own words are public


def test_document_out_of_force_is_left_out(ward: Ward) -> None:
    ward.office.documents.set_in_force(NUMBER, False)
    assert ward.office.overview.work(ward.actor(LEADER)) == []
