"""Assigning by steps and by workbook; and each refusal."""

import io
from datetime import date

import openpyxl
import pytest

from handlers import work_wording as words
from handlers.context import App
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Assignment
from tests.knowledge.progress_office import BHYT, MARKET, NUMBER
from tests.office_house import House
from tests.standin import Message, User

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def given(house: House, ref: str = MARKET) -> list[Assignment]:
    """The standing assignments of a clause."""
    return house.office.assignments.visible(OPERATOR, NUMBER, ref)


async def choose(house: House, user: User, card: Message, *labels: str) -> None:
    """Tap one button after another of one message."""
    for label in labels:
        edits = len(card.history) + 1
        await house.tap(user, card, label)
        await house.telegram.wait_for_edit(card, edits)


async def test_steps(house: House, running: App) -> None:
    """Clause, who, deadline, leader, product, authority, confirm: saved once, those charged told."""
    leader = house.leader
    card = await house.telegram.ask(leader, "/giao 3.2.1/4")
    assert "Gạch đầu dòng thứ 4, điểm (1)" in card.text
    assert "hạn 30/04/2026" in card.text
    people = [one for one in card.buttons if str(one.data).startswith("g:who")]
    assert people
    target = house.unit.id
    draft = str(people[0].data).split(":")[2]
    if f"✓ {house.unit.name}"[:30] not in " ".join(one.label for one in card.buttons):
        await house.forge(leader, card, f"g:who:{draft}:{2 * target}")
        await house.telegram.settled()
    await choose(house, leader, card, words.BUTTON_DONE)
    await choose(house, leader, card, "30/04/2026 (theo nghị quyết)", "Lê Lãnh Đạo")
    said = leader.say("Biên bản bàn giao mặt bằng", reply_to=card)
    card = await house.next_reply(leader, said)
    await choose(house, leader, card, words.BUTTON_SKIP)
    taps = [leader.tap(card, words.BUTTON_SAVE) for _ in range(2)]
    for one in taps:
        await house.telegram.wait_for_answer(one)
    await house.telegram.settled()
    (saved,) = given(house)
    assert target in [one.unit_id for one in saved.assignees]
    assert (saved.deadline, saved.answerable) == (date(2026, 4, 30), "Lê Lãnh Đạo")
    assert saved.product == "Biên bản bàn giao mặt bằng"
    told = [m for m in house.telegram.messages(house.cadre.chat) if words.ASSIGN_NOTICE in m.text]
    assert len(told) == 1


async def test_draft_survives_a_restart(house: House, running: App) -> None:
    """What was chosen so far is in the database, not in memory."""
    card = await house.telegram.ask(house.leader, "/giao 10")
    unit = next(one for one in card.buttons if str(one.data).startswith("g:who"))
    ticked = unit.label.startswith("✓")
    await choose(house, house.leader, card, unit.label)
    house.services.memory = type(house.services.memory)()
    now = next(one for one in card.buttons if one.data == unit.data)
    assert now.label.startswith("✓") is not ticked


async def test_typed_deadline(house: House, running: App) -> None:
    """A deadline may be typed; what is no day is told so."""
    card = await house.telegram.ask(house.leader, "/giao 10")
    if words.BUTTON_DONE not in [one.label for one in card.buttons]:
        await choose(house, house.leader, card, card.buttons[0].label)
    await choose(house, house.leader, card, words.BUTTON_DONE)
    said = house.leader.say("hôm kia kìa", reply_to=card)
    assert "chưa đọc được ngày" in (await house.next_reply(house.leader, said)).text
    said = house.leader.say("hết quý III", reply_to=card)
    assert "Hạn: 30/09/2026" in (await house.next_reply(house.leader, said)).text


async def test_offered_work(house: House, running: App) -> None:
    """Without a clause, what nobody is charged with is offered."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.leader, "/giao")
    assert "chưa giao" in card.text
    await house.tap(house.leader, card, "1")
    step = await house.next_reply(house.leader, card)
    assert "Bước 1/6" in step.text


@pytest.mark.parametrize("who", ["cadre", "member", "stranger"])
async def test_assigning_refused(house: House, running: App, who: str) -> None:
    """Assigning is for leaders and administrators."""
    user = getattr(house, who)
    reply = await house.telegram.ask(user, "/giao 10")
    assert "dành cho lãnh đạo" in reply.text
    assignment = house.assign()
    for data in ("gr:II.2.10", f"v:cancelled:{assignment.id}:0", "g:free:0:0"):
        assert await house.forge(user, reply, data)
    assert len(given(house)) == 1
    assert len([one for one in house.refusals() if one[0] == user.id]) == 4


async def test_cancel(house: House, running: App) -> None:
    """A leader ends an assignment after a question."""
    house.assign()
    card = await house.telegram.ask(house.leader, "/nhiemvu")
    await choose(house, house.leader, card, words.BUTTON_ALL, "1", words.BUTTON_CANCEL_WORK)
    await choose(house, house.leader, card, words.BUTTON_CANCEL_WORK_YES)
    assert given(house) == []


async def workbook(house: House, user: User) -> bytes:
    """The file that /xuat sends."""
    sent = await house.telegram.ask(user, "/xuat")
    stored = house.telegram.world.files[sent.content["document"]["file_id"]]
    return stored.body


async def test_workbook_round_trip(house: House, running: App) -> None:
    """The exported file, changed and sent back, is shown, confirmed, and written once."""
    house.assign()
    data = await workbook(house, house.admin)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Chỉ tiêu", "Nhiệm vụ", "Phân công", "Lịch sử"]
    unchanged = house.admin.send_document(data, "bang.xlsx", XLSX)
    assert words.IMPORT_NOTHING in (await house.next_reply(house.admin, unchanged)).text
    sheet = book["Chỉ tiêu"]
    row = next(r for r in sheet.iter_rows() if str(r[0].value) == "10")
    row[3].value, row[5].value = 95.8, date(2026, 3, 31)
    changed = io.BytesIO()
    book.save(changed)
    card = await house.next_reply(
        house.admin, house.admin.send_document(changed.getvalue(), "bang.xlsx", XLSX)
    )
    assert "1 thay đổi" in card.text
    data_of_button = card.button(words.BUTTON_IMPORT).data
    assert data_of_button is not None
    for _ in range(2):
        await house.forge(house.admin, card, data_of_button)
    rows = house.office.database.rows("SELECT value FROM reports")
    assert [row["value"] for row in rows] == ["95.8"]


async def test_workbook_with_bad_rows(house: House, running: App) -> None:
    """Each bad row is told, and nothing is written."""
    book = openpyxl.load_workbook(io.BytesIO(await workbook(house, house.admin)))
    sheet = book["Chỉ tiêu"]
    for row in sheet.iter_rows():
        if str(row[0].value) in ("10", "14"):
            row[3].value, row[5].value = 130, date(2026, 3, 31)
    changed = io.BytesIO()
    book.save(changed)
    sent = house.admin.send_document(changed.getvalue(), "bang.xlsx", XLSX)
    reply = await house.next_reply(house.admin, sent)
    assert "2 dòng lỗi, chưa ghi gì" in reply.text
    assert reply.buttons == []
    assert house.office.database.value("SELECT count(*) FROM reports") == 0


async def test_not_a_workbook(house: House, running: App) -> None:
    """A file that only has the name is told so."""
    sent = house.admin.send_document(b"PK nothing", "bang.xlsx", XLSX)
    assert "không phải bảng tính" in (await house.next_reply(house.admin, sent)).text


@pytest.mark.parametrize("who", ["cadre", "member", "stranger"])
async def test_workbooks_refused(house: House, running: App, who: str) -> None:
    """Export is for leaders and administrators, import for administrators."""
    user = getattr(house, who)
    assert "dành cho lãnh đạo" in (await house.telegram.ask(user, "/xuat")).text
    for one in (user, house.leader):
        reply = await house.next_reply(one, one.send_document(b"PK", "bang.xlsx", XLSX))
        assert "dành cho quản trị viên" in reply.text
