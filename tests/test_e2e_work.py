"""Looking at the work: /nhiemvu, /tiendo, and questions in plain words, by role."""

import pytest

from handlers import work_wording as words
from handlers.context import App
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import ReportDraft
from knowledge.progress.reminder_plan import ReminderKind
from tests.knowledge.progress_office import BHYT, MARKET, bhyt
from tests.office_house import House

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")


def report(house: House, value: str = "95.8") -> ReportDraft:
    """A figure on the disk."""
    draft = bhyt(value)
    house.office.reports.save(OPERATOR, draft, key=value, confirmed=True)
    return draft


async def test_mine(house: House, running: App) -> None:
    """Mine and my unit's, the late ones first; the card says who, when, what; snoozed by a tap."""
    house.assign(BHYT, deadline=None)
    given = house.assign(MARKET, product="Biên bản", answerable_id=house.person(house.leader).id)
    house.clock.forward(days=30)
    listed = await house.telegram.ask(house.cadre, "/nhiemvu")
    assert "2 việc" in listed.text
    assert listed.text.index("quá hạn") < listed.text.index("BHYT")
    await house.tap(house.cadre, listed, "1")
    await house.telegram.wait_for_edit(listed)
    for said in ("Hạn: 30/04/2026", "Sản phẩm: Biên bản", "Chịu trách nhiệm: Lê Lãnh Đạo"):
        assert said in listed.text
    await house.tap(house.cadre, listed, words.BUTTON_SNOOZE)
    await house.telegram.wait_for_edit(listed, 2)
    assert "Sẽ nhắc lại" in await house.tap(house.cadre, listed, "3 ngày")
    rows = house.office.database.rows("SELECT kind, assignment_id FROM reminders")
    assert {"kind": ReminderKind.SNOOZED.value, "assignment_id": given.id} in rows


async def test_others_see_nothing_of_it(house: House, running: App) -> None:
    """Another unit's cadre and a member see none of it, by command, button or question."""
    given = house.assign(MARKET, product="Tài liệu riêng")
    for user in (house.other, house.member):
        reply = await house.telegram.ask(user, "/nhiemvu")
        assert reply.text == words.WORK_NONE_MINE
        for data in (f"v:item:{given.id}:0", "v:all:0:0", f"v:until:{given.id}:3", f"vr:{MARKET}"):
            await house.forge(user, reply, data)
        await house.telegram.ask(user, "ai phụ trách chợ Trịnh Xá")
        await house.telegram.settled()
        said = " ".join(message.text for message in house.telegram.messages(user.chat))
        assert "Tài liệu riêng" not in said
        assert house.unit.name not in " ".join(
            m.text for m in house.telegram.messages(user.chat) if "Được giao" in m.text
        )


@pytest.mark.parametrize("command", ["/nhiemvu", "nhiệm vụ của tôi", "viec nao qua han"])
async def test_stranger(house: House, running: App, command: str) -> None:
    """A stranger is told politely how to get in, and the attempt is logged."""
    reply = await house.telegram.ask(house.stranger, command)
    assert "xin quản trị viên lời mời" in reply.text
    assert house.refusals() == [(house.stranger.id, "see-work")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("nhiệm vụ của tôi", "Nhiệm vụ của bạn: 2 việc"),
        ("nhiem vu cua toi", "Nhiệm vụ của bạn: 2 việc"),
        ("chỉ tiêu nào chưa đạt", "(10) Tỷ lệ người dân tham gia BHYT: 95,8 %, còn thiếu"),
        ("chi tieu nao chua dat", "(10) Tỷ lệ người dân tham gia BHYT: 95,8 %, còn thiếu"),
        ("việc nào quá hạn", "Không có việc nào quá hạn."),
        ("tháng này phải làm gì", "Việc phải xong trong tháng này: 1 việc"),
        ("thang nay phai lam gi", "Việc phải xong trong tháng này: 1 việc"),
        ("tiến độ chợ Trịnh Xá", "chưa có báo cáo tiến độ"),
        ("tien do cho trinh xa", "chưa có báo cáo tiến độ"),
        ("ai phụ trách chỉ tiêu 10", "Được giao: "),
        ("ai phu trach chi tieu 10", "Được giao: "),
    ],
)
async def test_questions(house: House, running: App, question: str, said: str) -> None:
    """Questions about the work are answered from the work, with or without accents."""
    house.assign(BHYT, deadline=None)
    house.assign(MARKET)
    report(house)
    assert said in (await house.telegram.ask(house.cadre, question)).text


async def test_questions_about_the_text_stay(house: House, running: App) -> None:
    """What asks about the resolution is answered from it."""
    reply = await house.telegram.ask(house.cadre, "chỉ tiêu 10 là gì")
    assert "(10) Tỷ lệ người dân tham gia BHYT" in reply.text


async def test_progress_with_picture(house: House, running: App) -> None:
    """Counts and a picture, drawn in a process of its own; names of units to leaders only."""
    house.assign(BHYT)
    report(house)
    said = house.leader.say("/tiendo")
    shown = await house.telegram.wait_for_reply(house.leader, said, timeout=40)
    assert "photo" in shown.content
    assert "0 đã đạt, 1 chưa đạt" in shown.text
    assert house.unit.name in shown.text
    body = house.telegram.world.files[shown.content["photo"][0]["file_id"]].body
    assert body.startswith(b"\x89PNG")
    said = house.stranger.say("/tiendo")
    public = await house.telegram.wait_for_reply(house.stranger, said, timeout=40)
    assert "1 chưa đạt" in public.text
    assert house.unit.name not in public.text
    assert public.buttons == []


async def test_figures_hidden(house: House, running: App) -> None:
    """An administrator hides the figures: strangers see none anywhere, those charged do."""
    house.assign(BHYT)
    report(house)
    card = await house.telegram.ask(house.admin, "chào")
    await house.forge(house.admin, card, "z:hide:0:0")
    for said in ("/tiendo", "chỉ tiêu BHYT là bao nhiêu", "/chitieu 10", "chỉ tiêu nào chưa đạt"):
        reply = await house.telegram.ask(house.stranger, said)
        assert "95,8" not in reply.text
        assert "chưa có báo cáo" not in reply.text  # hidden is not the same as none
    assert "95,8" in (await house.telegram.ask(house.cadre, "chỉ tiêu BHYT là bao nhiêu")).text
    found = house.stranger.inline("bhyt")
    await house.telegram.wait_for_answer(found)
    assert "95,8" not in str(found.results)


async def test_questions_in_groups(house: House, running: App) -> None:
    """Asked for in a group, one's work is for the private chat; public figures are told there."""
    house.assign(MARKET)
    house.office.reports.save(OPERATOR, bhyt("95.8"), key="1", confirmed=True)
    group = house.telegram.add_supergroup("Nhóm", house.cadre)
    name = house.telegram.bot.username
    for asked in ("nhiệm vụ của tôi", "việc nào quá hạn", "tháng này phải làm gì"):
        reply = await house.telegram.ask(house.cadre, f"@{name} {asked}", group)
        assert "trò chuyện riêng" in reply.text
        assert "start=go-nhiemvu" in str(reply.buttons[0].raw)
    reply = await house.telegram.ask(house.cadre, f"@{name} chỉ tiêu nào chưa đạt", group)
    assert "(10)" in reply.text
    assert "95,8 %" in reply.text
    assert len(house.refusals()) == 3


async def test_in_charge_by_field(house: House, running: App) -> None:
    """Where the resolution names nobody, those of the field are told, to strangers too."""
    for user in (house.stranger, house.leader):
        reply = await house.telegram.ask(user, "ai phụ trách chỉ tiêu 10")
        assert "không nêu đơn vị cụ thể; thuộc lĩnh vực của: " in reply.text
        assert "Trạm Y tế" in reply.text


async def test_groups(house: House, running: App) -> None:
    """In a group nothing private is shown, whoever asks: a link to the private chat instead."""
    given = house.assign(MARKET, product="Tài liệu riêng")
    house.office.reports.save(OPERATOR, bhyt("95.8", note="Ghi chú riêng"), key="1", confirmed=True)
    group = house.telegram.add_supergroup("Nhóm", house.leader, house.admin)
    name = house.telegram.bot.username
    for command in ("nhiemvu", "capnhat 10 96", "lichsu 10", "giao 10", "xuat", "canbo", "moi",
                    "thoi An", "dulieu", "nhac"):  # fmt: skip
        head, _, rest = command.partition(" ")
        said = house.leader.say(f"/{head}@{name} {rest}".strip(), group)
        reply = await house.telegram.wait_for_reply(group, said)
        assert "trò chuyện riêng" in reply.text
        assert "start=go-" in str(reply.buttons[0].raw)
    reply = await house.telegram.ask(house.leader, f"@{name} ai phụ trách chợ Trịnh Xá", group)
    for data in (
        f"v:item:{given.id}:0",
        "v:mine:0:0",
        "hr:II.2.10:0",
        "p:list:0:0",
        "y:erased:0:0",
    ):
        assert "trò chuyện riêng" in await house.forge(house.leader, reply, data)
    said_all = " ".join(message.text for message in house.telegram.messages(group))
    for private in ("Tài liệu riêng", "Ghi chú riêng", "Cán Bộ"):
        assert private not in said_all
    assert len(house.refusals()) == 15


async def test_link_from_group(house: House, running: App) -> None:
    """The link from a group runs the command in the private chat."""
    house.assign(MARKET)
    reply = await house.next_reply(house.cadre, house.cadre.start("go-nhiemvu"))
    assert "Nhiệm vụ của bạn: 1 việc" in reply.text


async def test_status_in_answers(house: House, running: App) -> None:
    """Those charged see a task's status in every answer; others only that it is not for them."""
    house.assign(MARKET)
    report(house)
    await house.telegram.ask(house.cadre, "/capnhat II.3.2.1/4 đang làm 60 %")
    card = house.telegram.replies(house.cadre.chat)[-1]
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    asked = "/muc II.3.2.1/4"
    assert "đang làm, 60 %" in (await house.telegram.ask(house.cadre, asked)).text
    shown = (await house.telegram.ask(house.other, asked)).text
    assert "đang làm" not in shown
