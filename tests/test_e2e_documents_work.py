"""Work across the years: reports, assignments, reminders and workbooks while two of the ward's documents are loaded."""

from datetime import date

import pytest

from handlers import wording
from handlers import work_wording as words
from handlers.context import App
from knowledge.errors import InvalidInputError
from knowledge.progress.gate import OPERATOR
from knowledge.progress.wording import NOT_OWN
from knowledge.progress.workbook import export_workbook
from tests.documents_house import CITED, NEXT_YEAR, load_cited, load_next_year
from tests.knowledge.progress_office import BHYT, MARKET, NUMBER, bhyt
from tests.office_house import House
from tests.standin import Message, User

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")

BHYT_2027 = "II.2.8"


@pytest.fixture
def next_year(house: House) -> House:
    """The ward in December: 2026's record, and 2027's resolution loaded too."""
    house.assign(BHYT, deadline=date(2026, 12, 31))
    house.office.reports.save(OPERATOR, bhyt("95.8"), key="1", confirmed=True)
    load_next_year(house.services.volumes.documents)
    load_cited(house.services.volumes.documents)
    return house


def data_under(message: Message, start: str) -> list[str]:
    """What the buttons of a message say that begins so."""
    return [str(b.data) for b in message.buttons if str(b.data).startswith(start)]


async def tapped(house: House, user: User, message: Message, label: str) -> Message:
    """Tap a button and return what the bot said last."""
    await house.tap(user, message, label)
    await house.telegram.settled()
    return house.telegram.replies(user.chat)[-1]


async def test_report_by_an_old_button(house: House, running: App) -> None:
    """A report begun by last year's button, and its history, are last year's."""
    house.assign(BHYT)
    listed = await house.telegram.ask(house.cadre, "/nhiemvu")
    await house.tap(house.cadre, listed, "1")
    await house.telegram.wait_for_edit(listed)
    load_next_year(house.services.volumes.documents)
    asked = await tapped(house, house.cadre, listed, words.BUTTON_REPORT)
    assert f"Nghị quyết số {NUMBER}" in asked.text
    card = await house.telegram.ask(house.cadre, "95,9")
    assert f"Nghị quyết số {NUMBER}" in card.text
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    await house.telegram.wait_for_edit(card)
    assert f"Nghị quyết số {NUMBER}" in card.text
    rows = house.office.database.rows("SELECT document, ref, value FROM reports")
    assert rows == [{"document": NUMBER, "ref": BHYT, "value": "95.9"}]
    history = await tapped(house, house.cadre, card, words.BUTTON_HISTORY)
    assert "95,9 %" in card.text or "95,9 %" in history.text


async def test_report_by_a_line(next_year: House, running: App) -> None:
    """A bare number is of the document in force; a year or number in front says another; both are named."""
    house = next_year
    for line, document, ref in (
        ("/capnhat 8 96", NEXT_YEAR, BHYT_2027),
        ("/capnhat 2026 10 96", NUMBER, BHYT),
        (f"/capnhat {NUMBER} 10 96,1", NUMBER, BHYT),
    ):
        card = await house.telegram.ask(house.leader, line)
        assert f"Nghị quyết số {document}" in card.text
        label = next(b.label for b in card.buttons if str(b.data).startswith("c:save:"))
        await house.tap(house.leader, card, label)
        await house.telegram.wait_for_edit(card)
        newest = house.office.database.row("SELECT document, ref FROM reports ORDER BY id DESC")
        assert newest == {"document": document, "ref": ref}
    answer = await house.telegram.ask(house.leader, "chỉ tiêu BHYT là bao nhiêu")
    assert "97,5" in answer.text
    assert "96 %" in answer.text
    assert "96,1" not in answer.text


async def test_who_meant_last_year_is_told_how(next_year: House, running: App) -> None:
    """A cadre charged last year who types last year's number learns how to say so."""
    reply = await next_year.telegram.ask(next_year.cadre, "/capnhat 10 96")
    assert f"Tôi hiểu là Nghị quyết số {NEXT_YEAR}" in reply.text
    assert f"/capnhat {NUMBER} 10 96" in reply.text
    card = await next_year.telegram.ask(next_year.cadre, f"/capnhat {NUMBER} 10 96")
    assert "(10) Tỷ lệ người dân tham gia BHYT: 96 %" in card.text


async def test_history(next_year: House, running: App) -> None:
    """Last year's history by year or after choosing; this year's has none of it."""
    house = next_year
    reply = await house.telegram.ask(house.leader, "/lichsu 2026 10")
    assert "95,8 %" in reply.text
    assert NUMBER in reply.text
    assert "95,8" not in (await house.telegram.ask(house.leader, "/lichsu 8")).text
    house.services.volumes.chosen.choose(house.leader.id, NUMBER)
    assert "95,8 %" in (await house.telegram.ask(house.leader, "/lichsu 10")).text


async def test_assign(next_year: House, running: App) -> None:
    """New work is of the document in force; its card, buttons and notice say which."""
    house = next_year
    listed = await house.telegram.ask(house.leader, "/giao")
    assert f"Nghị quyết số {NEXT_YEAR}" in listed.text
    key = house.services.volumes.key_of(NEXT_YEAR)
    assert all(data.startswith(f"gr:{key}~") for data in data_under(listed, "gr:"))
    before = listed.text
    await house.tap(house.leader, listed, wording.BUTTON_NEXT)
    await house.telegram.wait_for_edit(listed)
    assert NEXT_YEAR in listed.text != before
    begun = await house.telegram.ask(house.leader, "/giao 8")
    assert f"Chỉ tiêu (8), khoản 2, mục II, Nghị quyết số {NEXT_YEAR}" in begun.text
    given = house.office.assignments.give(
        OPERATOR, NEXT_YEAR, BHYT_2027, units=[house.unit.id], deadline=date(2027, 12, 31)
    )
    mine = await house.telegram.ask(house.cadre, "/nhiemvu")
    assert f"({NUMBER})" in mine.text
    assert f"({NEXT_YEAR})" in mine.text
    await house.forge(house.cadre, mine, f"v:item:{given.id}:0")
    await house.telegram.wait_for_edit(mine)
    assert f"Nghị quyết số {NEXT_YEAR}" in mine.text
    assert data_under(mine, "cr:") == [f"cr:{key}~{BHYT_2027}"]


async def test_other_bodies_work_is_not_given_here(next_year: House, running: App) -> None:
    """No buttons for it; forged ones, commands and the core itself refuse."""
    house = next_year
    key = house.services.volumes.key_of(CITED)
    answer = await house.telegram.ask(house.leader, f"theo {CITED} quy mô kinh tế số")
    assert not data_under(answer, "s:")
    said = NOT_OWN.format(number=CITED)
    for verb in ("gr", "cr"):
        assert await house.forge(house.leader, answer, f"{verb}:{key}~II.1") == said[:200]
    for command in ("/giao", "/capnhat", "/lichsu", "/xuat", "/tiendo"):
        reply = await house.telegram.ask(house.leader, f"{command} {CITED} II.1")
        assert reply.text == said, command
    with pytest.raises(InvalidInputError):
        house.office.assignments.give(OPERATOR, CITED, "II.1", units=[house.unit.id])
    assert "không theo dõi tiến độ" in await house.forge(house.leader, answer, f"s:{key}~II.1")


async def test_progress(next_year: House, running: App) -> None:
    """Each of the ward's own documents in force, the latest first; one alone when it is named or chosen."""
    house = next_year
    said = house.leader.say("/tiendo")
    first = await house.telegram.wait_for_reply(house.leader, said, timeout=40)
    second = await house.telegram.wait_for_reply(house.leader, said, count=2, timeout=40)
    assert NEXT_YEAR in first.text
    assert "0 đã đạt, 0 chưa đạt" in first.text
    assert NUMBER in second.text
    assert "1 chưa đạt" in second.text
    house.services.volumes.documents.set_in_force(NUMBER, False)
    said = house.stranger.say("/tiendo 2026")
    named = await house.telegram.wait_for_reply(house.stranger, said, timeout=40)
    assert "đã hết hiệu lực" in named.text
    assert "1 chưa đạt" in named.text


async def test_ending(next_year: House, running: App) -> None:
    """Only administrators, alone, after a confirmation; it is logged, and taken back the same way."""
    house = next_year
    card = await house.telegram.ask(house.admin, f"/vanban {NUMBER}")
    await house.tap(house.admin, card, wording.BUTTON_END)
    await house.telegram.wait_for_edit(card)
    assert house.services.volumes.documents.summary(NUMBER).in_force
    await house.tap(house.admin, card, wording.BUTTON_END_YES)
    await house.telegram.wait_for_edit(card, 2)
    assert not house.services.volumes.documents.summary(NUMBER).in_force
    assert "đã hết hiệu lực từ 10/04/2026" in card.text
    assert house.office.numbers_in_force() == [NEXT_YEAR]
    await house.telegram.settled()
    told = house.telegram.replies(house.root.chat)[-1].text
    assert told == f"Quản Trị vừa cho thôi áp dụng văn bản số {NUMBER}."
    log = await house.telegram.ask(house.admin, "/nhatky")
    assert f"quản lý văn bản {NUMBER}" in log.text
    history = await house.telegram.ask(house.leader, "/lichsu 2026 10")
    assert "95,8 %" in history.text
    await house.tap(house.admin, card, wording.BUTTON_BEGIN)
    await house.telegram.wait_for_edit(card, 3)
    await house.tap(house.admin, card, wording.BUTTON_BEGIN_YES)
    await house.telegram.wait_for_edit(card, 4)
    assert "đang áp dụng từ 10/04/2026" in card.text


async def test_others_end_nothing(next_year: House, running: App) -> None:
    """No button for others; forged ones are refused and logged, an administrator's in a group too."""
    house = next_year
    for user in (house.leader, house.cadre, house.stranger):
        card = await house.telegram.ask(user, f"/vanban {NUMBER}")
        assert wording.BUTTON_END not in [button.label for button in card.buttons]
        for data in ("vd:end", "vd:ended"):
            assert "quản trị" in await house.forge(user, card, data)
    group = house.telegram.add_supergroup("Nhóm", house.admin)
    name = house.telegram.bot.username
    card = await house.telegram.ask(house.admin, f"/vanban@{name} {NUMBER}", group)
    assert wording.BUTTON_END not in [button.label for button in card.buttons]
    await house.forge(house.admin, card, "vd:ended")
    assert house.services.volumes.documents.summary(NUMBER).in_force
    assert len([one for one in house.refusals() if one[1] == "manage-documents"]) == 7


def test_reminders_of_an_ended_document_wait(next_year: House) -> None:
    """Nobody is reminded of what has ended; taken back, what is due is reminded of again."""
    office = next_year.office
    next_year.assign(MARKET)
    office.reminders.plan(office.numbers_in_force())
    next_year.clock.forward(days=20)
    office.reminders.plan(office.numbers_in_force())
    office.documents.set_in_force(NUMBER, False)
    assert [one.ref for one in office.reminders.due() if one.ref == MARKET] == []
    office.documents.set_in_force(NUMBER, True)
    due = [one for one in office.reminders.due() if one.ref == MARKET]
    assert due
    assert {one.document for one in due} == {NUMBER}


async def test_last_years_workbook(next_year: House, running: App) -> None:
    """A workbook exported last year and sent back this year changes last year's record."""
    house = next_year
    data = export_workbook(house.office, OPERATOR, NUMBER)
    sent = house.admin.send_document(data, name="theo-doi.xlsx")
    reply = await house.telegram.wait_for_reply(house.admin, sent, timeout=20)
    assert f"Nghị quyết số {NUMBER}" in reply.text
    assert words.IMPORT_NOTHING in reply.text
    this_years = export_workbook(house.office, OPERATOR, NEXT_YEAR)
    sent = house.admin.send_document(this_years, name="theo-doi.xlsx")
    reply = await house.telegram.wait_for_reply(house.admin, sent, timeout=20)
    assert f"Nghị quyết số {NEXT_YEAR}" in reply.text


async def test_own_data(next_year: House, running: App) -> None:
    """What somebody has chosen is shown to him and erased with the rest."""
    house = next_year
    house.services.volumes.chosen.choose(house.cadre.id, NUMBER)
    shown = await house.telegram.ask(house.cadre, "/dulieu")
    assert "văn bản đang chọn để hỏi" in shown.text
    await house.forge(house.cadre, shown, "y:erased:0:0")
    await house.telegram.settled()
    assert house.services.volumes.chosen.of(house.cadre.id) == ""


@pytest.mark.parametrize(
    ("question", "document", "said"),
    [
        ("tiến độ BHYT", NEXT_YEAR, "chưa có báo cáo"),
        ("tiến độ BHYT năm 2026", NUMBER, "95,8 %"),
        (f"theo {NUMBER} tiến độ BHYT", NUMBER, "95,8 %"),
        ("ai phụ trách chỉ tiêu 8", NEXT_YEAR, "BHYT"),
        (f"theo {NUMBER} ai phụ trách chỉ tiêu 10", NUMBER, "Trạm Y tế"),
        ("chỉ tiêu nào chưa đạt", NEXT_YEAR, "chưa có báo cáo"),
    ],
)
async def test_questions_about_work(
    next_year: House, running: App, question: str, document: str, said: str
) -> None:
    """In plain words: of the document in force, or of the one that the question names."""
    reply = await next_year.telegram.ask(next_year.leader, question)
    assert document in reply.text
    assert said in reply.text


async def test_own_work_while_another_bodys_document_is_chosen(
    next_year: House, running: App
) -> None:
    """Who reads 57-NQ/TW still finds his own work."""
    house = next_year
    house.services.volumes.chosen.choose(house.cadre.id, CITED)
    for asked in ("/nhiemvu", "nhiệm vụ của tôi"):
        assert "BHYT" in (await house.telegram.ask(house.cadre, asked)).text
    assert CITED in (await house.telegram.ask(house.cadre, "/capnhat 10 96")).text
