"""Units, people, invitations, roles: who may do what to whom."""

from pathlib import Path

import pytest

from knowledge.errors import (
    InvalidInputError,
    InvitationError,
    RefusedError,
    UnknownPersonError,
    UnknownUnitError,
)
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from knowledge.progress.office import Office
from knowledge.storage.database import open_database
from tests.knowledge.progress_office import (
    ADMIN,
    CADRE,
    LEADER,
    MEMBER,
    ROOT_ADMIN,
    STRANGER,
    HandClock,
    Ward,
    bhyt,
    resolution,
    resolution_of,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward with its people."""
    return Ward(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("who", "role"),
    [
        (ROOT_ADMIN, Role.ADMINISTRATOR),
        (ADMIN, Role.ADMINISTRATOR),
        (LEADER, Role.LEADER),
        (CADRE, Role.CADRE),
        (MEMBER, Role.MEMBER),
        (STRANGER, Role.STRANGER),
    ],
)
def test_actor_has_the_role_of_the_roster(ward: Ward, who: int, role: Role) -> None:
    assert ward.actor(who).role is role
    assert ward.actor(who).owner is (who == ROOT_ADMIN)


def test_units_are_seeded_once_without_people_and_the_public(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as database:
        office = Office(database, resolution_of=resolution_of)
        assert office.units.seed(resolution().bodies) > 30
        names = {unit.name for unit in office.units.all()}
        assert {"Trạm Y tế phường", "Công an phường", "Văn phòng Đảng ủy", "Chi bộ"} <= names
        assert not {"Đảng viên", "Doanh nghiệp", "Người đứng đầu", "Chủ tịch UBND phường"} & names
        office.units.remove(OPERATOR, 1)
        assert office.units.seed(resolution().bodies) == 0  # an editor's removals stay


@pytest.mark.parametrize(
    "text", ["trạm y tế phường", "TRAM Y TE PHUONG", "tyt", "Trạm  Y tế phường"]
)
def test_unit_is_found_by_any_spelling(ward: Ward, text: str) -> None:
    assert ward.office.units.find(text) == ward.office.units.get(ward.unit.id)


def test_unit_add_rename_remove(ward: Ward) -> None:
    units, admin = ward.office.units, ward.actor(ADMIN)
    unit = units.add(admin, "Đội mới")
    with pytest.raises(InvalidInputError, match="Đã có"):
        units.add(admin, "ĐỘI  mới")
    with pytest.raises(InvalidInputError, match="Đã có"):
        units.rename(admin, unit.id, "Công an phường")
    assert units.rename(admin, unit.id, "Đội khác", "ĐK").short == "ĐK"
    units.remove(admin, unit.id)
    with pytest.raises(UnknownUnitError):
        units.get(unit.id)
    assert units.add(admin, "Đội khác").id == unit.id  # comes back with its history


def test_removing_a_unit_keeps_its_people(ward: Ward) -> None:
    ward.office.units.remove(ward.actor(ADMIN), ward.unit.id)
    assert ward.office.people.get(ward.people[CADRE].id).unit_id is None


def test_find_people_without_accents(ward: Ward) -> None:
    found = ward.office.people.find(ward.actor(LEADER), "can bo y te")
    assert [person.name for person in found] == ["Cán Bộ Y Tế"]
    assert ward.office.people.find(ward.actor(LEADER), "  ") == []


# -- Invitations


def test_invitation_token_is_not_stored(ward: Ward) -> None:
    _, token = ward.office.invitations.create(ward.actor(ADMIN), Role.CADRE)
    dump = "\n".join(ward.database.connection.iterdump())
    assert token not in dump
    assert len(token) <= 60
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def test_invitation_is_for_one(ward: Ward) -> None:
    invitations = ward.office.invitations
    _, token = invitations.create(ward.actor(ADMIN), Role.CADRE, unit_id=ward.unit.id)
    person = invitations.redeem(token, 1001, "Người  Mới")
    assert (person.name, person.role, person.unit_id) == ("Người Mới", Role.CADRE, ward.unit.id)
    assert invitations.redeem(token, 1001, "x") == person  # a repeated tap
    with pytest.raises(InvitationError, match="đã có người dùng"):
        invitations.redeem(token, 1002, "Kẻ Khác")
    assert ward.actor(1002).role is Role.STRANGER


@pytest.mark.parametrize(("days", "good"), [(6.99, True), (7, False), (400, False)])
def test_invitation_expires(ward: Ward, days: float, good: bool) -> None:
    _, token = ward.office.invitations.create(ward.actor(ADMIN), Role.CADRE)
    ward.clock.forward(days=days)
    assert len(ward.office.invitations.open(ward.actor(ADMIN))) == int(good)
    if good:
        ward.office.invitations.redeem(token, 1001, "A")
    else:
        with pytest.raises(InvitationError, match="hết hạn"):
            ward.office.invitations.redeem(token, 1001, "A")


def test_invitation_revoked_or_made_up(ward: Ward) -> None:
    invitation, token = ward.office.invitations.create(ward.actor(ADMIN), Role.CADRE)
    ward.office.invitations.revoke(ward.actor(ADMIN), invitation.id)
    for bad in (token, "made-up", "", "\ud800"):
        with pytest.raises(InvitationError, match="không đúng"):
            ward.office.invitations.redeem(bad, 1001, "A")
    refused = ward.office.audit_log(OPERATOR, refused_only=True)
    assert {entry.who for entry in refused} == {"1001"}
    assert len(refused) == 4


def test_invitation_never_lowers_a_role(ward: Ward) -> None:
    _, token = ward.office.invitations.create(ward.actor(ADMIN), Role.MEMBER)
    assert ward.office.invitations.redeem(token, LEADER, "x").role is Role.LEADER


def test_invitation_of_a_person_is_not_for_another_on_the_roster(ward: Ward) -> None:
    person = ward.office.people.add(OPERATOR, "Người Được Mời", Role.LEADER)
    _, token = ward.office.invitations.create(OPERATOR, person_id=person.id)
    with pytest.raises(InvitationError, match="đã gắn"):
        ward.office.invitations.redeem(token, CADRE, "x")
    assert ward.actor(CADRE).role is Role.CADRE


def test_removing_revokes_role_and_invitation(ward: Ward) -> None:
    person = ward.office.people.add(OPERATOR, "Người Được Mời", Role.LEADER)
    _, token = ward.office.invitations.create(OPERATOR, person_id=person.id)
    ward.office.people.remove(ward.actor(ADMIN), person.id)
    with pytest.raises(InvitationError):
        ward.office.invitations.redeem(token, 1001, "x")
    ward.office.people.remove(ward.actor(ADMIN), ward.people[LEADER].id)
    assert ward.actor(LEADER).role is Role.STRANGER
    with pytest.raises(UnknownPersonError):
        ward.office.people.get(ward.people[LEADER].id)


def test_removed_person_comes_back_with_what_the_new_invitation_says(ward: Ward) -> None:
    ward.office.people.remove(ward.actor(ADMIN), ward.people[LEADER].id)
    _, token = ward.office.invitations.create(ward.actor(ADMIN), Role.MEMBER)
    person = ward.office.invitations.redeem(token, LEADER, "x")
    assert (person.id, person.role) == (ward.people[LEADER].id, Role.MEMBER)


# -- Roles


@pytest.mark.parametrize("who", [STRANGER, MEMBER, CADRE, LEADER])
def test_only_administrators_manage_the_roster(ward: Ward, who: int) -> None:
    office, actor = ward.office, ward.actor(who)
    before = ward.database.rows("SELECT * FROM people")
    for attempt in (
        lambda: office.people.add(actor, "X", Role.MEMBER),
        lambda: office.people.change(actor, ward.people[CADRE].id, role=Role.LEADER),
        lambda: office.people.remove(actor, ward.people[CADRE].id),
        lambda: office.units.add(actor, "X"),
        lambda: office.units.remove(actor, ward.unit.id),
        lambda: office.invitations.create(actor, Role.MEMBER),
        lambda: office.invitations.open(actor),
        lambda: office.set_figures_public(actor, False),
        lambda: office.audit_log(actor),
    ):
        with pytest.raises(RefusedError):
            attempt()
    assert ward.database.rows("SELECT * FROM people") == before
    refused = office.audit_log(OPERATOR, refused_only=True)
    assert len(refused) == 9  # every refused attempt is on record


def test_only_owners_make_and_unmake_administrators(ward: Ward) -> None:
    people, admin, owner = ward.office.people, ward.actor(ADMIN), ward.actor(ROOT_ADMIN)
    for attempt in (
        lambda: people.add(admin, "X", Role.ADMINISTRATOR),
        lambda: people.change(admin, ward.people[CADRE].id, role=Role.ADMINISTRATOR),
        lambda: people.remove(admin, ward.people[ADMIN].id),
        lambda: ward.office.invitations.create(admin, Role.ADMINISTRATOR),
    ):
        with pytest.raises(RefusedError, match="TELEGRAM_ADMIN_IDS"):
            attempt()
    people.change(owner, ward.people[CADRE].id, role=Role.ADMINISTRATOR)
    assert ward.actor(CADRE).role is Role.ADMINISTRATOR
    people.remove(owner, ward.people[ADMIN].id)
    assert ward.actor(ADMIN).role is Role.STRANGER


def test_a_stale_actor_has_no_more_power_than_now(ward: Ward) -> None:
    stale = ward.actor(ADMIN)
    ward.office.people.remove(OPERATOR, ward.people[ADMIN].id)
    with pytest.raises(RefusedError):
        ward.office.people.add(stale, "X", Role.MEMBER)


def test_owner_taken_off_the_settings_is_nobody(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db", HandClock())
    ward.report(ROOT_ADMIN, bhyt("95"))
    assert ward.actor(ROOT_ADMIN).person is not None
    gate = type(ward.office.gate)(ward.database, ward.clock, [])
    assert gate.actor(ROOT_ADMIN).role is Role.MEMBER


def test_roster_is_not_shown_where_others_read_along(ward: Ward) -> None:
    with pytest.raises(RefusedError, match="trò chuyện riêng"):
        ward.office.people.all(ward.actor(LEADER, alone=False))
    assert len(ward.office.people.all(ward.actor(LEADER))) == 5


def test_members_only_closes_the_bot(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    assert ward.office.may_ask(ward.actor(STRANGER))
    ward.office._members_only = True
    assert not ward.office.may_ask(ward.actor(STRANGER))
    assert ward.office.may_ask(ward.actor(MEMBER))


def test_log_keeps_who_and_what(ward: Ward) -> None:
    ward.office.people.change(ward.actor(ADMIN), ward.people[CADRE].id, role=Role.LEADER)
    entry = ward.office.audit_log(OPERATOR)[0]
    assert (entry.who, entry.subject) == ("Quản Trị", f"person {ward.people[CADRE].id}")
    assert "cadre -> leader" in entry.detail
    with pytest.raises(Exception, match="never changed"):
        ward.database.write("UPDATE audit SET subject = ''")
    with pytest.raises(Exception, match="never deleted"):
        ward.database.write("DELETE FROM audit")
