"""The real process over HTTP through every fault: each question gets one reply, or is reported as lost."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import wording
from handlers.fair_share import BURST
from tests.operation.process import (
    ADMINISTRATOR,
    QUESTION,
    BotProcess,
    Ledger,
    bot_process,
    until,
)
from tests.standin import Standin
from tests.standin.errors import Json
from tests.standin.faults import FaultKind

DURING = "chỉ tiêu nước sạch"


@pytest.fixture(scope="module")
def telegram() -> Iterator[Standin]:
    """One Telegram for the faults that leave the process alive."""
    with Standin() as standin:
        yield standin


@pytest.fixture(scope="module")
def bot(telegram: Standin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    """One process for the faults that leave it alive."""
    telegram.add_user("Hoa", user_id=ADMINISTRATOR)
    with bot_process(telegram, tmp_path_factory.mktemp("faults")) as process:
        yield process
        assert process.process is not None
        assert process.process.poll() is None, process.text()[-2000:]


@pytest.fixture(autouse=True)
def _no_faults_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "telegram" in request.fixturenames:
        request.getfixturevalue("telegram").faults.clear()


def reported(telegram: Standin, words: str) -> int:
    """Count the messages to the administrator that have these words."""
    chat = telegram.world.chats[ADMINISTRATOR]
    return sum(words in message.text for message in telegram.replies(chat))


@pytest.mark.parametrize(
    ("kind", "applied"),
    [
        ("reset", False),
        ("reset", True),  # the message went out, its receipt did not come back
        ("truncate", True),
        ("trickle", False),
        ("delay", False),
        ("429", False),
        ("500", False),
        ("500", True),
        ("502", False),
        ("502", True),
        ("504", False),
        ("504", True),
    ],
)
def test_one_reply_after_fault_of_sending(
    telegram: Standin, bot: BotProcess, kind: FaultKind, applied: bool
) -> None:
    """Ten people ask; two thirds of what is sent goes wrong for a while."""
    ledger = Ledger(telegram)
    people = [telegram.add_user("Lan") for _ in range(10)]
    telegram.fail(
        "sendMessage", kind, times=12, probability=0.67, applied=applied, seconds=0.3, retry_after=1
    )
    for person in people:
        ledger.ask(person)
        ledger.ask(person, DURING)
    ledger.wait(25, bot)
    assert ledger.counts() == (20, 20, 0, 0)


def test_time_out(telegram: Standin, bot: BotProcess) -> None:
    """A request that hangs is given up after ten seconds and made again; nobody else waits."""
    ledger, others = Ledger(telegram), Ledger(telegram)
    slow = telegram.add_user("Lan")
    telegram.fail("sendMessage", "hang", chat=slow.chat, applied=True)
    telegram.fail("sendMessage", "429", chat=telegram.add_user("Minh").chat, retry_after=30)
    ledger.ask(slow)
    ledger.ask(slow, DURING)
    start = time.monotonic()
    for _ in range(20):
        others.ask(telegram.add_user("Mai"))
    others.wait(8, bot)
    assert time.monotonic() - start < 4
    assert ledger.counts()[2] == 1
    ledger.wait(25, bot)
    assert ledger.counts() == (2, 2, 0, 0)
    assert others.counts() == (20, 20, 0, 0)


def test_fault_of_polling(telegram: Standin, bot: BotProcess) -> None:
    """The long poll goes on; what was asked meanwhile is answered."""
    ledger = Ledger(telegram)
    kinds: tuple[FaultKind, ...] = ("reset", "truncate", "502", "429")
    faults = [telegram.fail("getUpdates", kind, retry_after=1) for kind in kinds]
    end = time.monotonic() + 20
    while not all(fault.hits for fault in faults) and time.monotonic() < end:
        ledger.ask(telegram.add_user("Lan"))
        time.sleep(0.3)
    ledger.wait(15, bot)
    assert all(fault.hits for fault in faults)
    asked, replies, lost, doubled = ledger.counts()
    assert (replies, lost, doubled) == (asked, 0, 0)


def test_blocked(telegram: Standin, bot: BotProcess) -> None:
    """Who blocked the bot is not tried again and again, and harms nobody."""
    ledger = Ledger(telegram)
    lan = telegram.add_user("Lan")
    telegram.fail("sendMessage", "403", chat=lan.chat, times=None)
    lan.say(QUESTION)
    ledger.ask(telegram.add_user("Mai"))
    ledger.wait(5, bot)
    assert len([r for r in telegram.requests("sendMessage") if r.fault == "403"]) == 1


def test_refused_in_one_chat_is_reported(telegram: Standin, bot: BotProcess) -> None:
    """A chat that refuses everything: its question is reported as lost."""
    ledger = Ledger(telegram)
    lan = telegram.add_user("Lan")
    before = reported(telegram, "chưa gửi được")
    telegram.fail("sendMessage", "400", chat=lan.chat, times=None)
    lan.say(QUESTION)
    ledger.ask(telegram.add_user("Mai"))
    ledger.wait(5, bot)
    until(lambda: reported(telegram, "chưa gửi được") > before, 15, "the report", bot)


def test_delivered_twice_and_in_disorder(telegram: Standin, bot: BotProcess) -> None:
    """An update that comes again is not answered again; one out of order is answered."""
    ledger = Ledger(telegram)
    people = [telegram.add_user("Lan") for _ in range(5)]
    with telegram.held(reverse=True):
        for person in people:
            ledger.ask(person)
    ledger.wait(10, bot)
    for number in sorted(telegram.world.queue.delivered)[-5:]:
        telegram.repeat(number)
    ledger.ask(people[0])
    ledger.wait(10, bot)
    assert ledger.counts() == (6, 6, 0, 0)


MALFORMED: list[Json] = [
    {},
    {"message": {"text": "không có gì"}},
    {"message": "không phải đối tượng"},
    {"message": {"message_id": "x", "date": "y", "chat": []}},
    {"message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": 7}},
    {"callback_query": {"id": 5}},
    {"inline_query": None},
    {"chuyen_la": {"a": [1, {"b": None}]}},
    {"edited_message": [1, 2, 3]},
    {"poll": {"id": "1"}},
    {"message_reaction": {"chat": {"id": 1, "type": "private"}}},
]


def test_malformed_and_unknown(telegram: Standin, bot: BotProcess) -> None:
    """What cannot be read is passed over; what comes with it is answered."""
    ledger = Ledger(telegram)
    with telegram.held():
        for update in MALFORMED:
            ledger.ask(telegram.add_user("Lan"))
            telegram.inject(update)
    ledger.wait(10, bot)
    assert ledger.counts()[1:] == (len(MALFORMED), 0, 0)


def test_flood(telegram: Standin, bot: BotProcess) -> None:
    """Who floods gets his share and one polite sentence; others are answered at once."""
    flooder, ledger = telegram.add_user("Lan"), Ledger(telegram)
    for number in range(BURST + 150):
        flooder.say(f"chỉ tiêu {number % 18 + 1}")
    start = time.monotonic()
    for _ in range(10):
        ledger.ask(telegram.add_user("Mai"))
    ledger.wait(15, bot)
    seconds = time.monotonic() - start
    until(lambda: len(telegram.replies(flooder.chat)) > BURST, 20, "the flood's replies", bot)
    told = [m for m in telegram.replies(flooder.chat) if "gửi nhanh quá" in m.text]
    assert 1 <= len(told) <= 2  # a second spell of too much may follow once a little came back
    assert len(telegram.replies(flooder.chat)) < BURST + 40
    assert seconds < 6
    assert ledger.counts() == (10, 10, 0, 0)


def test_killed_before_and_after_the_reply(tmp_path: Path) -> None:
    """SIGKILL between the poll and the reply, and between the reply and its receipt."""
    with Standin() as telegram, bot_process(telegram, tmp_path) as bot:
        ledger = Ledger(telegram)
        before, after, between = (telegram.add_user(name) for name in ("Lan", "Mai", "Minh"))
        ledger.ask(between)
        ledger.wait(5, bot)
        telegram.fail("sendMessage", "hang", chat=before.chat)
        telegram.fail("sendMessage", "hang", chat=after.chat, applied=True)
        telegram.fail("sendMessage", "hang", chat=between.chat, applied=True)
        for person in (before, after, between):
            ledger.ask(person)
            ledger.ask(person, DURING)
        until(lambda: len(telegram.requests("sendMessage")) >= 4, 5, "the requests", bot)
        time.sleep(0.2)
        bot.kill()
        assert ledger.counts() == (7, 3, 4, 0)
        telegram.faults.clear()
        bot.start()
        ledger.wait(10, bot)
        assert ledger.counts() == (7, 7, 0, 0)


def test_sigterm_in_trouble(tmp_path: Path) -> None:
    """SIGTERM while replies wait: stops in time with status 0, and the next start answers."""
    with Standin() as telegram, bot_process(telegram, tmp_path) as bot:
        ledger = Ledger(telegram)
        slow, hung, quick = (telegram.add_user(name) for name in ("Lan", "Mai", "Minh"))
        telegram.fail("sendMessage", "429", chat=slow.chat, retry_after=60, times=None)
        telegram.fail("sendMessage", "hang", chat=hung.chat, times=None)
        telegram.fail("sendMessage", "delay", chat=quick.chat, seconds=1.5)
        for person in (slow, hung, quick):
            ledger.ask(person)
        until(lambda: len(telegram.requests("sendMessage")) >= 3, 5, "the requests", bot)
        status, seconds = bot.terminate()
        assert (status, seconds < 10) == (0, True)
        assert ledger.counts() == (3, 1, 2, 0)
        telegram.faults.clear()
        bot.start()
        ledger.wait(10, bot)
        assert ledger.counts() == (3, 3, 0, 0)


def test_wrong_token(tmp_path: Path) -> None:
    """A token that Telegram refuses ends with one sentence and a status."""
    with Standin() as telegram:
        extra = {"TELEGRAM_BOT_TOKEN": "1000000001:WRONG-WRONG-WRONG"}
        with bot_process(telegram, tmp_path, extra, start=False) as bot:
            bot.start(wait=False)
            assert bot.process is not None
            assert bot.process.wait(20) == 1
            assert wording.REFUSED_BY_TELEGRAM in bot.text()
            assert "Traceback" not in bot.text()
            assert "WRONG-WRONG" not in bot.text()


def test_second_instance(tmp_path: Path) -> None:
    """The newcomer gives way with one sentence; the one that was there goes on."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with (
        Standin() as telegram,
        bot_process(telegram, tmp_path / "a") as first,
        bot_process(telegram, tmp_path / "b", start=False) as second,
    ):
        ledger = Ledger(telegram)
        ledger.ask(telegram.add_user("Lan"))
        ledger.wait(5, first)
        second.start(wait=False)
        assert second.process is not None
        status = second.process.wait(25)
        assert status == 1
        assert wording.SECOND_INSTANCE in second.text()
        assert "Traceback" not in second.text()
        ledger.ask(telegram.add_user("Lan"))
        ledger.wait(15, first)
        assert ledger.counts() == (2, 2, 0, 0)


def test_dead_network_at_start(tmp_path: Path) -> None:
    """Nothing answers at the start: it is tried again until something does; SIGTERM still stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    telegram = Standin()
    extra = {"TELEGRAM_BASE_URL": f"http://127.0.0.1:{port}/bot"}
    with bot_process(telegram, tmp_path, extra, start=False) as bot:
        bot.start(wait=False)
        until(lambda: "connecting failed" in bot.text(), 20, "the first try", bot)
        telegram.start_thread(port)
        try:
            ledger = Ledger(telegram)
            ledger.ask(telegram.add_user("Lan"))
            ledger.wait(25, bot)
            assert ledger.counts() == (1, 1, 0, 0)
        finally:
            telegram.stop_thread()
        status, seconds = bot.terminate()
        assert (status, seconds < 10) == (0, True)
