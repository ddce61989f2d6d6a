"""Reminders as people get them: once, not at night, not when off or blocked, not lost by an outage."""

import asyncio
from datetime import UTC, datetime

import pytest

from handlers import notices
from handlers import work_wording as words
from handlers.context import App, Context
from handlers.notices import send_reminders
from tests.knowledge.progress_office import MARKET
from tests.office_house import House
from tests.standin import Message

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")


async def tick(house: House, app: App, count: int = 1) -> list[Message]:
    """Run the job as the queue does; return what the cadre has got by now."""
    for _ in range(count):
        await send_reminders(Context(app))
    await house.telegram.settled()
    return [m for m in house.telegram.replies(house.cadre.chat) if "Nhắc việc:" in m.text]


def at(house: House, day: int, hour: int = 2, month: int = 4) -> None:
    """Set the clock; hours are UTC, so 2 is nine in the morning."""
    house.clock.now = datetime(2026, month, day, hour, tzinfo=UTC)


async def test_before_on_and_after(house: House, running: App) -> None:
    """Seven days and one day before, on the day, then weekly; each once however often it runs."""
    house.assign(MARKET)
    await tick(house, running)
    counts = []
    for month, day in ((4, 22), (4, 23), (4, 29), (4, 30), (5, 1), (5, 7), (5, 14)):
        at(house, day, month=month)
        counts.append(len(await tick(house, running, 2)))
    assert counts == [0, 1, 2, 3, 3, 4, 5]
    texts = [m.text for m in await tick(house, running)]
    assert "còn 7 ngày" in texts[0]
    assert "ngày mai" in texts[1]
    assert "hôm nay" in texts[2]
    assert "quá hạn 7 ngày" in texts[3]


async def test_buttons(house: House, running: App) -> None:
    """A reminder is answered by a tap: report, read, snooze."""
    house.assign(MARKET)
    await tick(house, running)
    at(house, 23)
    (sent,) = await tick(house, running)
    await house.tap(house.cadre, sent, words.BUTTON_REPORT)
    asked = await house.next_reply(house.cadre, sent)
    assert words.REPORT_STATE in asked.text
    await house.tap(house.cadre, sent, words.BUTTON_SNOOZE)
    await house.telegram.wait_for_edit(sent)
    await house.tap(house.cadre, sent, "1 ngày")
    at(house, 24, hour=3)
    assert len(await tick(house, running)) >= 1


async def test_quiet_hours(house: House, running: App) -> None:
    """Nothing between 20:00 and 07:00; what came due meanwhile comes in the morning."""
    house.assign(MARKET)
    await tick(house, running)
    at(house, 23, hour=14)  # nine in the evening
    assert await tick(house, running) == []
    at(house, 24, hour=1)
    assert len(await tick(house, running)) == 1


async def test_outage(house: House, running: App) -> None:
    """A day without the bot loses none and sends none twice."""
    house.assign(MARKET)
    await tick(house, running)
    at(house, 24)
    assert len(await tick(house, running, 3)) == 1


async def test_telegram_out_of_order(house: House, running: App) -> None:
    """A lost connection on the way neither loses a reminder nor doubles it."""
    house.assign(MARKET)
    await tick(house, running)
    at(house, 23)
    house.telegram.fail("sendMessage", "reset", chat=house.cadre.chat)
    await tick(house, running)
    house.clock.forward(minutes=6)
    assert len(await tick(house, running)) == 1


async def test_one_who_cannot_be_reached_holds_up_nobody(
    house: House, running: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Telegram makes one chat wait, the others get their reminders; his comes once, later."""
    monkeypatch.setattr(notices, "ROUND_SECONDS", 0.3)
    house.assign(MARKET, units=[house.unit.id, house.other_unit.id])
    await tick(house, running)
    at(house, 23)
    house.telegram.fail("sendMessage", "429", chat=house.cadre.chat, retry_after=2)
    assert await tick(house, running) == []
    others = [m for m in house.telegram.replies(house.other.chat) if "Nhắc việc:" in m.text]
    assert len(others) == 1
    assert await tick(house, running) == []  # he is passed over, not sent it a second time
    await asyncio.gather(*house.services.reminding.values())
    assert len(await tick(house, running)) == 1
    assert not house.services.reminding


async def test_blocked(house: House, running: App) -> None:
    """Who blocked the bot is marked and left in peace until he writes again."""
    house.assign(MARKET)
    await tick(house, running)
    house.cadre.block()
    await house.telegram.settled()
    at(house, 23)
    await tick(house, running)
    assert house.person(house.cadre).blocked_at is not None
    before = len(house.telegram.requests("sendMessage"))
    at(house, 29)
    await tick(house, running)
    sent = house.telegram.requests("sendMessage")[before:]
    assert str(house.cadre.id) not in str([one.params.get("chat_id") for one in sent])
    house.cadre.unblock()
    await house.telegram.settled()
    await house.telegram.ask(house.cadre, "chào")
    assert house.person(house.cadre).blocked_at is None
    at(house, 30)
    assert len(await tick(house, running)) == 1


async def test_switched_off(house: House, running: App) -> None:
    """/nhac turns a person's reminders off and on, by word and by button."""
    house.assign(MARKET)
    await tick(house, running)
    assert words.REMIND_OFF in (await house.telegram.ask(house.cadre, "/nhac tắt")).text
    at(house, 23)
    assert await tick(house, running) == []
    card = await house.telegram.ask(house.cadre, "/nhac")
    await house.tap(house.cadre, card, words.BUTTON_ON)
    at(house, 29)
    assert len(await tick(house, running)) == 1


async def test_done_work(house: House, running: App) -> None:
    """What is done is not reminded of."""
    house.assign(MARKET)
    await tick(house, running)
    card = await house.telegram.ask(house.cadre, "/capnhat II.3.2.1/4 hoàn thành")
    await house.tap(house.cadre, card, words.BUTTON_SAVE)
    at(house, 23)
    assert await tick(house, running) == []


async def test_digest_and_quarter(house: House, running: App) -> None:
    """Leaders get a digest on Monday, and word of the quarterly evaluation."""
    house.assign(MARKET)
    await tick(house, running)
    at(house, 13)
    await tick(house, running)
    texts = [m.text for m in house.telegram.replies(house.leader.chat)]
    assert any("trong tuần" in text for text in texts)
    for week in range(12):
        at(house, 13)
        house.clock.forward(days=7 * week)
        await tick(house, running)
    texts = [m.text for m in house.telegram.replies(house.leader.chat)]
    assert any("hàng quý" in text for text in texts)
    assert not any("trong tuần" in m.text for m in house.telegram.replies(house.cadre.chat))


@pytest.mark.parametrize("who", ["stranger"])
async def test_switch_refused(house: House, running: App, who: str) -> None:
    """Who is on no roster has no reminders to turn off."""
    reply = await house.telegram.ask(getattr(house, who), "/nhac tắt")
    assert "có tên trong danh sách" in reply.text
