"""Assignments: the six fields, who gives them, who sees them."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import (
    InvalidInputError,
    RefusedError,
    UnknownAssignmentError,
    UnknownClauseError,
    UnknownPersonError,
    UnknownUnitError,
)
from knowledge.progress.gate import OPERATOR
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
    charged_ward,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward where the health station is charged with the market and with BHYT."""
    return charged_ward(tmp_path / "a.db")


def test_assignment_has_the_six_fields(ward: Ward) -> None:
    given = ward.assign(
        HOUSEHOLDS,
        people=[ward.people[OTHER].id],
        answerable_id=ward.people[LEADER].id,
        product=" Báo cáo ",
        authority="Ký thay",
    )
    assert [one.name for one in given.assignees] == ["Trạm Y tế phường", "Cán Bộ Công An"]
    assert (given.ref, given.deadline) == (HOUSEHOLDS, date(2026, 4, 30))
    assert given.answerable == "Lê Lãnh Đạo"
    assert (given.product, given.authority) == ("Báo cáo", "Ký thay")


def test_assigning_is_for_leaders_and_administrators(ward: Ward) -> None:
    for who in (STRANGER, MEMBER, CADRE):
        with pytest.raises(RefusedError):
            ward.office.assignments.give(ward.actor(who), NUMBER, BHYT, units=[ward.unit.id])
    for who in (LEADER, ADMIN, ROOT_ADMIN):
        ward.office.assignments.give(ward.actor(who), NUMBER, BHYT, units=[ward.unit.id])


def test_a_repeated_tap_assigns_once(ward: Ward) -> None:
    leader = ward.actor(LEADER)
    first = ward.office.assignments.give(leader, NUMBER, HOUSEHOLDS, units=[1], key="draft:5")
    again = ward.office.assignments.give(leader, NUMBER, HOUSEHOLDS, units=[1], key="draft:5")
    assert first == again
    other = ward.office.assignments.give(
        ward.actor(ADMIN), NUMBER, HOUSEHOLDS, units=[1], key="draft:5"
    )
    assert other.id != first.id  # another's key is another request


@pytest.mark.parametrize(
    ("ref", "how", "error"),
    [
        (BHYT, {"units": []}, InvalidInputError),
        (BHYT, {"units": [99]}, UnknownUnitError),
        (BHYT, {"people": [99]}, UnknownPersonError),
        (BHYT, {"answerable_id": 99}, UnknownPersonError),
        (BHYT, {"deadline": date(1999, 1, 1)}, InvalidInputError),
        (BHYT, {"product": "x" * 1001}, InvalidInputError),
        ("II.2.99", {}, UnknownClauseError),
        ("header", {}, InvalidInputError),
    ],
)
def test_assign_refuses(
    ward: Ward, ref: str, how: dict[str, object], error: type[Exception]
) -> None:
    count = ward.database.value("SELECT count(*) FROM assignments")
    with pytest.raises(error):
        ward.assign(ref, **how)
    assert ward.database.value("SELECT count(*) FROM assignments") == count


def test_change_keeps_what_is_not_given(ward: Ward) -> None:
    given = ward.assign(HOUSEHOLDS, product="Báo cáo")
    after = ward.office.assignments.change(
        OPERATOR, given.id, deadline=date(2026, 6, 30), people=[ward.people[OTHER].id]
    )
    assert (after.product, after.deadline) == ("Báo cáo", date(2026, 6, 30))
    assert len(after.assignees) == 2
    after = ward.office.assignments.change(OPERATOR, given.id, units=[])
    assert [one.person_id for one in after.assignees] == [ward.people[OTHER].id]
    with pytest.raises(TypeError, match="unknown"):
        ward.office.assignments.change(OPERATOR, given.id, colour="red")


def test_cancel(ward: Ward) -> None:
    given = ward.assign(HOUSEHOLDS)
    ward.office.assignments.cancel(OPERATOR, given.id)
    ward.office.assignments.cancel(OPERATOR, given.id)
    assert ward.office.assignments.visible(OPERATOR, NUMBER, HOUSEHOLDS) == []
    with pytest.raises(UnknownAssignmentError):
        ward.office.assignments.cancel(OPERATOR, 999)
    with pytest.raises(UnknownAssignmentError):
        ward.office.assignments.cancel(OPERATOR, 0)


@pytest.mark.parametrize(
    ("who", "sees"), [(STRANGER, 0), (MEMBER, 0), (OTHER, 0), (CADRE, 2), (LEADER, 2), (ADMIN, 2)]
)
def test_assignments_are_seen_by_whom_they_concern(ward: Ward, who: int, sees: int) -> None:
    assert len(ward.office.assignments.visible(ward.actor(who))) == sees
    assert ward.office.assignments.visible(ward.actor(who, alone=False)) == []
    if not sees:
        with pytest.raises(RefusedError):
            ward.office.assignments.get(ward.actor(who), 1)


def test_suggest_names_bodies_and_deadline_of_the_resolution(ward: Ward) -> None:
    suggested = ward.office.assignments.suggest(NUMBER, "II.2.13")
    assert ward.unit.id in suggested.unit_ids
    assert ward.office.assignments.suggest(NUMBER, MARKET).deadline == date(2026, 4, 30)
