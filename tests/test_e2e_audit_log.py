"""/nhatky: who did what, for administrators alone."""

import pytest

from handlers import audit_wording as words
from handlers import wording
from handlers.context import App
from tests.knowledge.progress_office import MARKET
from tests.office_house import House

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")


async def test_log(house: House, running: App) -> None:
    """Changes and refusals, the newest first, in plain Vietnamese; pages and refusals by button."""
    house.assign(MARKET)
    await house.telegram.ask(house.cadre, "/canbo")
    target = house.person(house.cadre).id
    reply = await house.telegram.ask(house.root, "/canbo Cán Bộ Y Tế")
    await house.forge(house.root, reply, f"p:setrole:{target}:2")
    log = await house.telegram.ask(house.admin, "/nhatky")
    lines = log.text.splitlines()
    assert "quản lý danh sách Cán Bộ Y Tế (vai trò cán bộ → lãnh đạo)" in lines[2]
    assert (
        "Cán Bộ Y Tế: bị từ chối xem danh sách, toàn cảnh (Việc này dành cho lãnh đạo" in log.text
    )
    assert "giao việc “" in log.text
    await house.tap(house.admin, log, wording.BUTTON_NEXT)
    await house.telegram.wait_for_edit(log)
    assert "tham gia lời mời số" in log.text
    await house.tap(house.admin, log, words.BUTTON_REFUSED)
    await house.telegram.wait_for_edit(log, 2)
    assert "1 dòng" in log.text
    assert "giao việc" not in log.text


@pytest.mark.parametrize("who", ["leader", "cadre", "member", "stranger"])
async def test_refused(house: House, running: App, who: str) -> None:
    """The log has names: nobody else sees it, not by a forged button either; each attempt is in it."""
    user = getattr(house, who)
    reply = await house.telegram.ask(user, "/nhatky")
    assert "dành cho quản trị viên" in reply.text
    assert "dành cho quản trị viên" in await house.forge(user, reply, "j:0:0")
    assert house.refusals() == [(user.id, "see-audit")] * 2


@pytest.mark.parametrize("command", ["nhatky", "cauhoi", "suckhoe"])
async def test_in_a_group(house: House, running: App, command: str) -> None:
    """In a group there is a link only; it opens the command in the private chat."""
    group = house.telegram.add_group("Tổ", house.admin)
    said = house.admin.say(f"/{command}", group)
    reply = await house.telegram.wait_for_reply(group, said)
    assert "Quản Trị:" not in reply.text
    assert len(house.refusals()) == 1
    (link,) = [one.url for one in reply.buttons if one.url]
    opened = await house.telegram.ask(house.admin, f"/start {link.partition('start=')[2]}")
    assert opened.text != wording.GONE
    assert opened.text != reply.text
