"""The roster: invitations, roles, units, removal; and each refusal."""

import re

import pytest

from handlers import work_wording as words
from handlers.context import App
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from tests.office_house import House
from tests.standin import Message, User

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")


def payload(message: Message) -> str:
    """The payload of the link in a message."""
    found = re.search(r"start=([A-Za-z0-9_-]+)", message.text)
    assert found is not None
    return found[1]


async def invite(house: House, name: str, role: str = "cán bộ") -> Message:
    """Make an invitation by /moi and the buttons, and return it."""
    card = await house.telegram.ask(house.root, f"/moi {name}".strip())
    await house.tap(house.root, card, role)
    await house.telegram.wait_for_edit(card)
    await house.tap(house.root, card, words.BUTTON_NO_UNIT)
    return await house.telegram.wait_for_edit(card, 2)


async def test_invite_and_join(house: House, running: App) -> None:
    """A named person gets a link, joins by it, and is greeted with his role."""
    link = await invite(house, "Phạm Thị Mới")
    new = house.telegram.add_user("Moi")
    hello = await house.telegram.wait_for_reply(new, new.start(payload(link)))
    assert "Chào Phạm Thị Mới" in hello.text
    assert "cán bộ" in hello.text
    assert house.person(new).role is Role.CADRE
    token = payload(link).removeprefix("moi-")
    kept = house.office.database.rows("SELECT token_hash FROM invitations")
    assert all(token not in row["token_hash"] for row in kept)


async def test_invitation_is_used_once(house: House, running: App) -> None:
    """The same account may tap its link again; another may not."""
    link = await invite(house, "")
    first, second = house.telegram.add_user("An"), house.telegram.add_user("Binh")
    for _ in range(2):
        reply = await house.telegram.wait_for_reply(first, first.start(payload(link)))
        assert "Chào An" in reply.text
    refused = await house.telegram.wait_for_reply(second, second.start(payload(link)))
    assert "đã có người dùng" in refused.text
    assert (second.id, "join") in house.refusals()
    assert house.office.gate.actor(second.id).role is Role.STRANGER


async def test_invitation_expires(house: House, running: App) -> None:
    """After seven days the link is no good; nor is an invented one."""
    link = await invite(house, "")
    house.clock.forward(days=7)
    late = house.telegram.add_user("Muon")
    reply = await house.telegram.wait_for_reply(late, late.start(payload(link)))
    assert "hết hạn" in reply.text
    reply = await house.telegram.wait_for_reply(late, late.start("moi-" + "A" * 32))
    assert "không đúng" in reply.text


async def test_list_and_change(house: House, running: App) -> None:
    """An administrator finds a person, changes role and unit; a leader only looks."""
    listed = await house.telegram.ask(house.leader, "/canbo")
    assert "Cán Bộ Y Tế" in listed.text
    card = await house.telegram.ask(house.admin, "/canbo can bo y te")
    await house.tap(house.admin, card, words.BUTTON_ROLE)
    await house.telegram.wait_for_edit(card)
    await house.tap(house.admin, card, "lãnh đạo")
    await house.telegram.wait_for_edit(card, 2)
    assert house.person(house.cadre).role is Role.LEADER
    await house.tap(house.admin, card, words.BUTTON_UNIT)
    await house.telegram.wait_for_edit(card, 3)
    await house.tap(house.admin, card, words.BUTTON_NO_UNIT)
    assert house.person(house.cadre).unit_id is None
    looked = await house.telegram.ask(house.leader, "/canbo Công An")
    assert words.BUTTON_ROLE not in [one.label for one in looked.buttons]


async def test_remove(house: House, running: App) -> None:
    """Whoever is taken off the list sees and reports nothing any more."""
    house.assign()
    card = await house.telegram.ask(house.admin, "/thoi Cán Bộ Y Tế")
    await house.tap(house.admin, card, words.BUTTON_REMOVE_YES)
    await house.telegram.wait_for_edit(card)
    assert "Đã đưa Cán Bộ Y Tế" in card.text
    reply = await house.telegram.ask(house.cadre, "/nhiemvu")
    assert "xin quản trị viên lời mời" in reply.text


async def test_units(house: House, running: App) -> None:
    """Units are listed, added, renamed and removed."""
    card = await house.telegram.ask(house.admin, "/canbo")
    await house.tap(house.admin, card, words.BUTTON_UNIT_LIST)
    await house.telegram.wait_for_edit(card)
    await house.tap(house.admin, card, words.BUTTON_ADD_UNIT)
    asked = await house.next_reply(house.admin, card)
    done = await house.next_reply(house.admin, house.admin.say("Tổ thử nghiệm", reply_to=asked))
    assert "Đã lưu đơn vị Tổ thử nghiệm" in done.text
    unit = house.office.units.find("tổ thử nghiệm")
    assert unit is not None
    await house.forge(house.admin, card, f"u:rename:0:{unit.id}")
    asked = await house.next_reply(house.admin, done)
    await house.next_reply(house.admin, house.admin.say("Tổ số", reply_to=asked))
    await house.forge(house.admin, card, f"u:removed:0:{unit.id}")
    assert house.office.units.find("Tổ số") is None


@pytest.mark.parametrize("who", ["leader", "cadre", "member", "stranger"])
@pytest.mark.parametrize("command", ["/moi An", "/thoi Cán Bộ Y Tế"])
async def test_managing_refused(house: House, running: App, who: str, command: str) -> None:
    """Inviting and removing are for administrators; forged buttons do no more."""
    user = getattr(house, who)
    reply = await house.telegram.ask(user, command)
    assert "dành cho quản trị viên" in reply.text
    target = house.person(house.other).id
    for data in (f"p:removed:{target}:0", f"p:setrole:{target}:3", "u:add:0:0", "i:person:1:0"):
        assert await house.forge(user, reply, data)
    assert house.person(house.other).role is Role.CADRE
    assert len([one for one in house.refusals() if one[0] == user.id]) == 5


@pytest.mark.parametrize("who", ["cadre", "member", "stranger"])
async def test_list_refused(house: House, running: App, who: str) -> None:
    """The roster has names: it is for leaders and administrators."""
    user = getattr(house, who)
    reply = await house.telegram.ask(user, "/canbo")
    assert "dành cho lãnh đạo" in reply.text
    await house.forge(user, reply, f"p:person:{house.person(house.other).id}:0")
    assert not any("Công An" in m.text for m in house.telegram.messages(user.chat))


async def test_administrators_are_appointed_by_owners(house: House, running: App) -> None:
    """An appointed administrator can't appoint others, or touch one; an owner can."""
    card = await house.telegram.ask(house.admin, "/canbo Cán Bộ Y Tế")
    target = house.person(house.cadre).id
    assert "quản trị viên gốc" in await house.forge(house.admin, card, f"p:setrole:{target}:3")
    card = await house.telegram.ask(house.root, "/canbo Cán Bộ Y Tế")
    await house.forge(house.root, card, f"p:setrole:{target}:3")
    assert house.person(house.cadre).role is Role.ADMINISTRATOR
    card = await house.telegram.ask(house.admin, "/thoi Cán Bộ Y Tế")
    assert "quản trị viên gốc" in await house.tap(house.admin, card, words.BUTTON_REMOVE_YES)


def offered(house: House, user: User) -> set[str]:
    """The commands that Telegram offers somebody in particular."""
    found = [
        one for (scope, _), one in house.telegram.world.commands.items() if str(user.id) in scope
    ]
    return {command["command"] for commands in found for command in commands}


async def test_menus_follow_roles(house: House, running: App) -> None:
    """Who is appointed is offered the commands of his role at once; who is removed, no longer."""
    target = house.person(house.cadre).id
    card = await house.telegram.ask(house.root, "/canbo Cán Bộ Y Tế")
    await house.forge(house.root, card, f"p:setrole:{target}:3")
    assert {"cauhoi", "nhatky", "moi"} <= offered(house, house.cadre)
    await house.forge(house.root, card, f"p:setrole:{target}:2")
    assert "giao" in offered(house, house.cadre)
    assert "moi" not in offered(house, house.cadre)
    await house.forge(house.root, card, f"p:removed:{target}:0")
    assert offered(house, house.cadre) == set()


async def test_menu_of_who_joins(house: House, running: App) -> None:
    """A leader who joins by an invitation has his menu; an administrator gets his with /start."""
    _, token = house.office.invitations.create(OPERATOR, Role.LEADER)
    await house.telegram.ask(house.stranger, f"/start moi-{token}")
    await house.telegram.settled()
    assert "giao" in offered(house, house.stranger)
    house.telegram.world.commands.clear()
    await house.telegram.ask(house.root, "/start")
    await house.telegram.settled()
    assert "nhatky" in offered(house, house.root)
