"""Updates, buttons, webhook bodies and settings as nobody would send them; nothing may raise but what is meant."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.arrivals import Arrivals, _sound
from bot.polling import _taken_in
from handlers.callbacks import LIMIT, data, read
from handlers.fair_share import FairShare
from knowledge.assistant import Assistant
from knowledge.storage.database import open_database
from knowledge.storage.inbox import Inbox
from knowledge.storage.misses import QUESTION_LENGTH, normal_question

TEXT = st.text(max_size=60)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
PERSON = st.fixed_dictionaries(
    {"id": st.integers(1, 2**52), "is_bot": st.booleans(), "first_name": TEXT},
    optional={"username": TEXT | st.none(), "language_code": ANYTHING},
)
CHAT = st.fixed_dictionaries(
    {
        "id": st.integers(),
        "type": st.sampled_from(["private", "group", "supergroup", "channel", ""]),
    }
)
MESSAGE = st.fixed_dictionaries(
    {"message_id": st.integers(), "date": st.integers(0, 2**33), "chat": CHAT},
    optional={
        "from": PERSON,
        "text": TEXT | ANYTHING,
        "entities": ANYTHING,
        "caption": TEXT,
        "reply_to_message": ANYTHING,
    },
)
NEARLY = st.fixed_dictionaries(
    {"update_id": st.integers(0, 2**40)},
    optional={
        "message": MESSAGE | ANYTHING,
        "edited_message": MESSAGE | ANYTHING,
        "callback_query": ANYTHING
        | st.fixed_dictionaries(
            {"id": TEXT, "from": PERSON, "data": TEXT, "chat_instance": TEXT, "message": MESSAGE}
        ),
        "inline_query": ANYTHING
        | st.fixed_dictionaries({"id": TEXT, "from": PERSON, "query": TEXT, "offset": TEXT}),
        "my_chat_member": ANYTHING,
        "unknown": ANYTHING,
    },
)
MANY = settings(max_examples=400, deadline=None)


@MANY
@given(ANYTHING | NEARLY)
def test_sound_update_can_be_read(update: Any) -> None:
    """What is passed on is an object with a number that the library can read."""
    made = _sound(update)
    if made is not None:
        assert isinstance(made["update_id"], int)
        assert Update.de_json(made, None) is not None


@MANY
@given(st.binary(max_size=200) | ANYTHING.map(lambda value: json.dumps(value).encode()))
def test_poll_answer(body: bytes) -> None:
    """Whatever answers a poll, the library gets something it can deal with."""

    async def take_in(updates: Any) -> list[Any]:
        assert isinstance(updates, list)
        return []

    made = asyncio.run(_taken_in(body, take_in))
    if made != body:
        assert isinstance(json.loads(made)["result"], list)


def test_arrivals(tmp_path: Path) -> None:
    """Batches of nearly right updates are kept without a fault, and come back as they were."""
    with open_database(tmp_path / "a.db") as database:
        inbox = Inbox(database)
        arrivals = Arrivals(inbox, lambda chat: ())

        @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.lists(NEARLY, max_size=5))
        def check(batch: list[Any]) -> None:
            taken = asyncio.run(arrivals.take_in(batch))
            assert len(taken) == len(batch)
            for update in inbox.waiting()[0]:
                assert json.loads(update.data)["update_id"] == update.number

        check()


@MANY
@given(st.text(max_size=100) | st.binary(max_size=70).map(lambda raw: raw.decode("latin-1")))
def test_button(said: str) -> None:
    """Forged buttons are nothing, or exactly what the bot itself would have written."""
    tap = read(said)
    if tap is not None:
        assert len(said.encode("utf-8", "surrogatepass")) <= LIMIT
        assert data(tap.verb, *tap.arguments) in (said, said.rstrip(":"))


@settings(max_examples=300, deadline=None)
@given(question=st.text(max_size=400), before=st.none() | st.text(max_size=100))
def test_question(assistant: Assistant, question: str, before: str | None) -> None:
    """Any text gets an answer with something to read, never an exception."""
    answer = assistant.ask(question, before)
    assert answer.parts
    assert 0 <= answer.confidence <= 1


@MANY
@given(st.text())
def test_miss_is_bounded(question: str) -> None:
    """What the miss log keeps is short and printable."""
    kept = normal_question(question)
    assert len(kept) <= QUESTION_LENGTH
    assert "\n" not in kept


@MANY
@given(st.lists(st.tuples(st.integers(), st.floats(0, 10)), max_size=50))
def test_fair_share_any_person(steps: list[tuple[int, float]]) -> None:
    """Any id, any order."""
    share = FairShare(people=5)
    for person, cost in steps:
        share.take(person, cost)
    assert len(share) <= 5


INJECTIONS = [
    "<b>x</b><script>alert(1)</script>",
    "</blockquote><a href='tg://user?id=1'>x</a>",
    "'; DROP TABLE misses; --",
    "{0.__class__.__init__.__globals__}",
    "%s%s%n",
    '=HYPERLINK("http://x")',
    "../../etc/passwd\x00.db",
    "\u202egnp.exe",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_injection(assistant: Assistant, tmp_path: Path, text: str) -> None:
    """Markup, SQL, format strings, formulas, paths: all of it is only text."""
    from handlers.render import render
    from knowledge.storage.misses import Misses, MissReason

    for page in render(assistant.ask(text)):
        assert "<script" not in page
        assert "tg://user" not in page
    with open_database(tmp_path / "a.db") as database:
        misses = Misses(database)
        misses.record(text, MissReason.DECLINED)
        misses.record("còn nguyên", MissReason.DECLINED)
        assert misses.count() in (1, 2)
