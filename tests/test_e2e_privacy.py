"""What is kept about a person, the members-only bot, the mark of demonstration data, the audit log."""

from pathlib import Path

import pytest

from bot.application import build_application
from bot.settings import Settings
from handlers import wording
from handlers import work_wording as words
from handlers.context import App
from knowledge.progress.demo import fill
from knowledge.progress.model import Role
from knowledge.progress.wording import DEMO
from tests.handlers.house import polling
from tests.knowledge.progress_office import BHYT
from tests.office_house import House

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")


async def test_see_and_delete(house: House, running: App) -> None:
    """A person sees what is kept, deletes it after a question, and is a stranger then."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    kept = await house.telegram.ask(house.cadre, "/dulieu")
    assert "Họ tên: Cán Bộ Y Tế" in kept.text
    assert "1 báo cáo tiến độ" in kept.text
    await house.tap(house.cadre, kept, words.BUTTON_ERASE)
    await house.telegram.wait_for_edit(kept)
    await house.tap(house.cadre, kept, words.BUTTON_ERASE_YES)
    await house.telegram.wait_for_edit(kept, 2)
    assert house.office.gate.actor(house.cadre.id).role is Role.STRANGER
    history = await house.telegram.ask(house.leader, "/lichsu 10")
    assert "95,8" in history.text
    assert "Cán Bộ Y Tế" not in history.text
    # The inbox keeps the accounts of the last updates until it is pruned, to recognise repeated ones.
    rows = house.office.database.connection.iterdump()
    dump = "\n".join(row for row in rows if '"inbox"' not in row)
    assert "Cán Bộ Y Tế" not in dump
    assert str(house.cadre.id) not in dump


async def test_stranger_sees_his_data(house: House, running: App) -> None:
    """A stranger may ask too; there is nothing but his refused attempts."""
    kept = await house.telegram.ask(house.stranger, "/dulieu")
    assert "Không lưu gì về bạn" in kept.text


async def test_members_only(house: House, house_settings: Settings, tmp_path: Path) -> None:
    """The closed bot answers nobody outside; an invitation still opens it."""
    house.services.members_only = True
    _, token = house.office.invitations.create(house.office.gate.actor(house.root.id))
    app = build_application(house_settings, house.services)
    async with polling(app):
        for said in (
            "chỉ tiêu BHYT",
            "/tiendo",
            "nhiệm vụ của tôi",
            "/start II-2-10",
            "/start go-nhiemvu",
        ):
            reply = await house.telegram.ask(house.stranger, said)
            assert reply.text == wording.MEMBERS_ONLY
        found = house.stranger.inline("bhyt")
        await house.telegram.wait_for_answer(found)
        assert found.results == []
        hello = await house.next_reply(house.stranger, house.stranger.start(f"moi-{token}"))
        assert "Bạn đã có tên trong danh sách" in hello.text
        assert "96,2" in (await house.telegram.ask(house.stranger, "chỉ tiêu BHYT")).text


@pytest.mark.parametrize("said", ["chỉ tiêu BHYT là bao nhiêu", "/chitieu", "/nhiemvu", "/dulieu",
                                  "/capnhat 10 95", "zumba phường mình mấy lớp", "/khongco"])  # fmt: skip
async def test_demo_is_marked(house: House, running: App, said: str) -> None:
    """While demonstration data is loaded, every reply says so."""
    house.office.database.set_meta("demo", "1")
    assert (await house.telegram.ask(house.leader, said)).text.startswith(DEMO)
    house.office.database.set_meta("demo", "")
    assert DEMO not in (await house.telegram.ask(house.leader, said)).text


async def test_demo_marks_edits_toasts_and_cards(house: House, running: App) -> None:
    """Edits, pop-ups and what inline mode posts are marked too."""
    house.office.database.set_meta("demo", "1")
    listed = await house.telegram.ask(house.leader, "/chitieu")
    await house.tap(house.leader, listed, wording.BUTTON_NEXT)
    await house.telegram.wait_for_edit(listed)
    assert listed.text.startswith(DEMO)
    opened = await house.next_reply(house.leader, house.leader.start("II-2-10"))
    assert (await house.tap(house.leader, opened, wording.BUTTON_STATUS)).startswith(DEMO)
    found = house.stranger.inline("bhyt")
    await house.telegram.wait_for_answer(found)
    assert DEMO in str(found.results[0]["message"])


async def test_demo_refuses_real_data(house: House, running: App) -> None:
    """Demonstration data never mixes with real people."""
    from knowledge.errors import DemoError

    with pytest.raises(DemoError):
        fill(house.office, house.services.volumes.bundled.resolution)


async def test_audit(house: House, running: App) -> None:
    """Every change and every refused attempt is in the log, with who did it."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    await house.telegram.ask(house.cadre, "/canbo")
    log = house.office.audit_log(house.office.gate.actor(house.root.id))
    assert [(one.who, one.action.value, one.refused) for one in log[:2]] == [
        ("Cán Bộ Y Tế", "see-all", True),
        ("Cán Bộ Y Tế", "report", False),
    ]


FORGED = [
    *(f"v:{step}:{n}:{m}" for step in ("item", "snooze", "until", "cancel", "cancelled", "all", "late")
      for n in (0, 1) for m in (0, 3)),
    *(f"h:{step}:1:0" for step in ("report", "files", "correct", "annul", "save")),
    *(f"c:{step}:1:{n}" for step in ("measure", "state", "value", "day", "setday", "note", "evidence",
                                     "whom", "setwhom", "save", "undo") for n in (0, 1)),
    *(f"g:{step}:1:1" for step in ("free", "go", "page", "who", "deadline", "answerable", "product",
                                   "authority", "save")),
    *(f"p:{step}:1:0" for step in ("list", "person", "role", "setrole", "unit", "setunit", "remove",
                                   "removed")),
    *(f"u:{step}:0:1" for step in ("list", "unit", "add", "rename", "remove", "removed")),
    *(f"i:{step}:1:1" for step in ("role", "page", "unit", "person")),
    "e:write:1:0", "z:hide:0:0", "z:show:0:0", "vr:II.2.10", "cr:II.2.10", "gr:II.2.10",
    "hr:II.2.10:0", "v:nonsense:1:1",
]  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "member", "other"])
async def test_no_forged_button_shows_or_changes_anything(
    house: House, running: App, who: str
) -> None:
    """Every button there is, tapped by the wrong person, is answered and does nothing."""
    house.assign(BHYT, product="Tài liệu riêng", answerable_id=house.person(house.leader).id)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    await house.telegram.ask(house.leader, "/giao 14")
    user = getattr(house, who)
    reply = await house.telegram.ask(user, "chào")
    before = _content(house)
    toasts = [await house.forge(user, reply, data) for data in FORGED]
    await house.telegram.settled()
    assert _content(house) == before
    said = " ".join([*toasts, *(m.text for m in house.telegram.messages(user.chat))])
    for private in ("Tài liệu riêng", "Cán Bộ Y Tế", "Lê Lãnh Đạo", "mã lỗi"):
        assert private not in said


def _content(house: House) -> list[object]:
    """Everything that only the right people may change."""
    tables = (
        "people",
        "units",
        "assignments",
        "assignees",
        "reports",
        "withdrawals",
        "invitations",
    )
    return [house.office.database.rows(f"SELECT * FROM {table}") for table in tables]
