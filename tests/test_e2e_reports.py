"""Progress reported, confirmed, taken back, corrected: by role, and each refusal."""

from datetime import date
from decimal import Decimal

import pytest

from handlers import wording
from handlers import work_wording as words
from handlers.context import App
from knowledge.progress import records
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Report
from tests.knowledge.progress_office import BHYT, MARKET, NUMBER, bhyt
from tests.office_house import House

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")


def reports(house: House, ref: str = BHYT) -> list[Report]:
    """What is on the disk for a clause."""
    return records.report_history(house.office.database, NUMBER, ref)


async def test_one_line(house: House, running: App) -> None:
    """A line is shown as a card, saved by a tap, and everybody's answers say it."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8 hết tháng 3")
    assert "95,8 %" in card.text
    assert "31/03/2026" in card.text
    assert reports(house) == []
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    await house.telegram.wait_for_edit(card)
    assert "còn thiếu 0,4 điểm phần trăm" in card.text
    assert [one.value for one in reports(house)] == [Decimal("95.8")]
    answer = await house.telegram.ask(house.stranger, "chỉ tiêu BHYT là bao nhiêu")
    assert "95,8 % (đến 31/03/2026)" in answer.text
    assert "Cán Bộ Y Tế" not in answer.text
    listed = await house.telegram.ask(house.stranger, "/chitieu 10")
    assert "95,8 %" in listed.text


async def test_second_measure(house: House, running: App) -> None:
    """A letter names the measure; without it the person is asked which."""
    card = await house.telegram.ask(house.leader, "/capnhat 12b 91")
    assert "91 %" in card.text
    assert "(12b)" in card.text
    unclear = await house.telegram.ask(house.leader, "/capnhat 12 91")
    assert "12a, 12b" in unclear.text


async def test_saved_once(house: House, running: App) -> None:
    """Two taps, and the same update delivered again, save one report."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    taps = [house.cadre.tap(card, words.BUTTON_SAVE) for _ in range(2)]
    for tap in taps:
        await house.telegram.wait_for_answer(tap)
    house.telegram.repeat()
    await house.telegram.settled()
    assert len(reports(house)) == 1


async def test_saved_once_over_a_restart(house: House, running: App) -> None:
    """A tap delivered again to a new process finds what the old one saved."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    data = card.button(words.BUTTON_SAVE).data
    assert data is not None
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    house.services.memory = type(house.services.memory)()
    await house.forge(house.cadre, card, data)
    assert len(reports(house)) == 1


async def test_older_than_the_newest(house: House, running: App) -> None:
    """A figure of an earlier day is kept, and it is said why the progress does not change."""
    house.assign(BHYT)
    house.office.reports.save(OPERATOR, bhyt("95", date(2026, 4, 1)), key="1", confirmed=True)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 94 ngày 31/3/2026")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    await house.telegram.wait_for_edit(card)
    assert "Đã lưu báo cáo" in card.text
    assert "số liệu mới hơn (đến 01/04/2026)" in card.text


async def test_fall_is_asked_about(house: House, running: App) -> None:
    """A fall is possible, but nobody saves one by mistake; the figure can be changed on the way."""
    house.assign(BHYT)
    for line, label in (("10 95,8", words.BUTTON_SAVE), ("10 94", words.BUTTON_SAVE_ANYWAY)):
        card = await house.telegram.ask(house.cadre, f"/capnhat {line}")
        assert ("Đúng là giảm?" in card.text) is (line == "10 94")
        await house.tap(house.cadre, card, label)
    assert [one.value for one in reports(house)] == [Decimal("95.8"), Decimal(94)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("10 130", "không thể quá 100 %"),
        ("8 12,5", "số nguyên"),
        ("10 95 hết tháng 12/2026", "ở tương lai"),
        ("99 5", "Không có chỉ tiêu"),
        ("10 95 ngày 31/2", "không phải một ngày có thật"),
        ("10 95 triệu đồng", "không tính bằng"),
    ],
)
async def test_implausible(house: House, running: App, line: str, why: str) -> None:
    """What can't be is refused in one sentence, or read as what it must mean."""
    reply = await house.telegram.ask(house.leader, f"/capnhat {line}")
    assert why in reply.text
    assert reports(house) == []


async def test_steps(house: House, running: App) -> None:
    """Choose the work, type the figure, change the day, add a note and a photo, save."""
    house.assign(BHYT)
    user, telegram = house.cadre, house.telegram
    listed = await telegram.ask(user, "/capnhat")
    await house.tap(user, listed, "1")
    question = await house.next_reply(user, listed)
    assert "Tỷ lệ người dân tham gia BHYT" in question.text
    card = await house.next_reply(user, user.say("95,5"))
    await house.tap(user, card, words.BUTTON_DAY)
    days = await house.next_reply(user, card)
    await house.tap(user, days, "31/03/2026")
    await telegram.wait_for_edit(days)
    await house.tap(user, days, words.BUTTON_NOTE)
    asked = await house.next_reply(user, days)
    card = await house.next_reply(user, user.say("theo số liệu BHXH", reply_to=asked))
    await house.tap(user, card, words.BUTTON_EVIDENCE)
    await house.next_reply(user, card)
    card = await house.next_reply(user, user.send_photo(b"jpeg"))
    assert "Minh chứng: 1 tệp" in card.text
    await house.tap(user, card, words.BUTTON_SAVE)
    (saved,) = reports(house)
    assert (saved.value, str(saved.as_of)) == (Decimal("95.5"), "2026-03-31")
    assert saved.note == "theo số liệu BHXH"
    assert [one.kind for one in saved.evidence] == ["photo"]


async def test_task_by_steps(house: House, running: App) -> None:
    """A task is reported by a state, for one of several assignees, with a status for each."""
    house.assign(MARKET, units=[house.unit.id, house.other_unit.id])
    listed = await house.telegram.ask(house.cadre, "/capnhat")
    await house.tap(house.cadre, listed, "1")
    asked = await house.next_reply(house.cadre, listed)
    await house.tap(house.cadre, asked, "đang làm, 50 %")
    await house.telegram.wait_for_edit(asked)
    await house.tap(house.cadre, asked, words.BUTTON_SAVE)
    (saved,) = reports(house, MARKET)
    assert saved.percent == 50
    work = await house.telegram.ask(house.leader, "/nhiemvu")
    await house.tap(house.leader, work, words.BUTTON_ALL)
    await house.telegram.wait_for_edit(work)
    await house.tap(house.leader, work, "1")
    await house.telegram.wait_for_edit(work, 2)
    assert "Trạm Y tế phường: đang làm, 50 %" in work.text or "đang làm, 50 %" in work.text
    assert "chưa có báo cáo tiến độ" in work.text


async def test_old_card(house: House, running: App) -> None:
    """A card that was changed since is shown anew rather than saved as it looks."""
    house.assign(BHYT)
    user = house.cadre
    card = await house.telegram.ask(user, "/capnhat 10 95,8")
    await house.tap(user, card, words.BUTTON_VALUE)
    await house.next_reply(user, card)
    await house.next_reply(user, user.say("95,9"))
    await house.tap(user, card, words.BUTTON_SAVE)
    await house.telegram.wait_for_edit(card)
    assert reports(house) == []
    assert "95,9 %" in card.text


async def test_take_back(house: House, running: App) -> None:
    """The author takes his report back within ten minutes, nobody else, and not later."""
    house.assign(BHYT)
    cards = []
    for value in ("95", "95,5"):
        card = await house.telegram.ask(house.cadre, f"/capnhat 10 {value}")
        await house.tap(house.cadre, card, words.BUTTON_SAVE)
        await house.telegram.wait_for_edit(card)
        cards.append(card)
    undo = cards[1].button(words.BUTTON_WITHDRAW).data
    assert undo is not None
    other = await house.telegram.ask(house.leader, "chào")
    assert "Chỉ người đã báo cáo" in await house.forge(house.leader, other, undo)
    await house.tap(house.cadre, cards[1], words.BUTTON_WITHDRAW)
    assert [one.standing for one in reports(house)] == [True, False]
    house.clock.forward(minutes=11)
    assert "Đã quá 10 phút" in await house.tap(house.cadre, cards[0], words.BUTTON_WITHDRAW)
    assert len([one for one in reports(house) if one.standing]) == 1


@pytest.mark.parametrize("who", ["other", "member", "stranger"])
async def test_report_refused(house: House, running: App, who: str) -> None:
    """Only those charged, leaders and administrators report; the refusal is polite and logged."""
    house.assign(BHYT)
    user = getattr(house, who)
    reply = await house.telegram.ask(user, "/capnhat 10 95,8")
    assert "được báo cáo mục này" in reply.text
    await house.forge(user, reply, "cr:II.2.10")
    assert house.refusals() == [(user.id, "report")] * 2
    assert reports(house) == []


async def test_somebody_elses_draft(house: House, running: App) -> None:
    """A forged tap on another person's draft does nothing."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    data = card.button(words.BUTTON_SAVE).data
    assert data is not None
    mine = await house.telegram.ask(house.leader, "chào")
    assert await house.forge(house.leader, mine, data) == words.REPORT_GONE
    assert reports(house) == []


async def test_history_and_correction(house: House, running: App) -> None:
    """Who, when, what; an administrator corrects with a reason, and both reports stay."""
    house.assign(BHYT)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    listed = await house.telegram.ask(house.admin, "/lichsu 10")
    assert "Cán Bộ Y Tế" in listed.text
    await house.tap(house.admin, listed, "1")
    await house.telegram.wait_for_edit(listed)
    await house.tap(house.admin, listed, words.BUTTON_CORRECT)
    asked = await house.next_reply(house.admin, listed)
    again = await house.next_reply(house.admin, house.admin.say("95,4", reply_to=asked))
    assert "cách nhau bằng dấu chấm phẩy" in again.text
    said = house.admin.say("95,4; nhập nhầm số", reply_to=asked)
    card = await house.next_reply(house.admin, said)
    for _ in range(2):
        await house.tap(house.admin, card, words.BUTTON_SAVE) if card.buttons else None
        await house.telegram.settled()
        if words.BUTTON_SAVE not in [one.label for one in card.buttons]:
            break
    found = reports(house)
    assert [one.value for one in found] == [Decimal("95.8"), Decimal("95.4")]
    assert [one.standing for one in found] == [False, True]
    assert found[1].reason == "nhập nhầm số"


async def test_annul(house: House, running: App) -> None:
    """A report that should never have been made is struck, with a reason."""
    card = await house.telegram.ask(house.leader, "/capnhat 10 95,8")
    await house.tap(house.leader, card, words.BUTTON_SAVE)
    (saved,) = reports(house)
    listed = await house.telegram.ask(house.admin, "/lichsu chỉ tiêu 10")
    await house.forge(house.admin, listed, f"h:annul:{saved.id}:0")
    asked = await house.next_reply(house.admin, listed)
    done = await house.next_reply(house.admin, house.admin.say("báo nhầm mục", reply_to=asked))
    assert "Đã hủy báo cáo" in done.text
    assert not reports(house)[0].standing


@pytest.mark.parametrize("who", ["other", "member", "stranger"])
async def test_history_refused(house: House, running: App, who: str) -> None:
    """The history has names: it is for those charged, leaders and administrators."""
    house.assign(BHYT)
    user = getattr(house, who)
    card = await house.telegram.ask(house.cadre, "/capnhat 10 95,8")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    (saved,) = reports(house)
    reply = await house.telegram.ask(user, "/lichsu 10")
    assert "Lịch sử mục này chỉ hiện" in reply.text
    for data in (f"h:report:{saved.id}:0", f"h:files:{saved.id}:0", "hr:II.2.10:0"):
        assert await house.forge(user, reply, data)
    assert await house.forge(user, reply, f"h:correct:{saved.id}:0") != ""
    assert not any("Cán Bộ Y Tế" in message.text for message in house.telegram.messages(user.chat))
    assert len(house.refusals()) == 5


async def test_question_while_asked(house: House, running: App) -> None:
    """A question in the middle of a report is answered; the report goes on by replying."""
    house.assign(BHYT)
    listed = await house.telegram.ask(house.cadre, "/capnhat")
    await house.tap(house.cadre, listed, "1")
    asked = await house.next_reply(house.cadre, listed)
    answer = await house.telegram.ask(house.cadre, "tỷ lệ nước sạch là bao nhiêu")
    assert wording.BUTTON_VERBATIM in [one.label for one in answer.buttons]
    card = await house.next_reply(house.cadre, house.cadre.say("95,5", reply_to=asked))
    assert "95,5 %" in card.text
