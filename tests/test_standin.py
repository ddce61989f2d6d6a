"""The stand-in for Telegram, checked with a real python-telegram-bot application."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.standin import Standin, User
from tests.standin.echo import AnyApp
from tests.standin.picture import chat_html, screenshot

pytest_plugins = ("tests.standin.fixtures",)


# Conversations ---------------------------------------------------------------------------


async def test_private_echo(telegram: Standin, app: AnyApp, user: User) -> None:
    """A text comes back with entities, a keyboard and increasing ids."""
    said = user.say("😀 <xin chào>")
    reply = await telegram.wait_for_reply(user.chat, said)
    assert reply.text == "echo: 😀 <xin chào>"
    assert reply.entities == [{"offset": 6, "length": 13, "type": "bold"}]
    assert [button.label for button in reply.buttons] == ["More"]
    assert reply.message_id == said.message_id + 1
    record = telegram.requests("sendMessage")[-1]
    assert record.params["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "more"
    assert (await telegram.ask(user, "again")).text == "echo: again"
    await telegram.settled()


async def test_start_payload(telegram: Standin, app: AnyApp, user: User) -> None:
    """A deep link brings its payload; a bad payload never reaches the bot."""
    said = user.start("law_36-2024")
    assert (await telegram.wait_for_reply(user.chat, said)).text == "start law_36-2024"
    with pytest.raises(ValueError, match="payload"):
        user.start("điều 6")


async def test_group_privacy(telegram: Standin, app: AnyApp, user: User) -> None:
    """The bot sees commands, mentions and replies to it, and nothing else."""
    group = telegram.add_group("Lái xe", user)
    user.say("hello all", group)
    user.say("/start@another_bot", group)
    asked = user.say("hi @standin_bot, a word", group)
    reply = await telegram.wait_for_reply(group, asked)
    assert "hi @standin_bot" in reply.text
    assert reply.reply_to == asked.message_id
    answered = user.say("thanks", group, reply_to=reply)
    await telegram.wait_for_reply(group, answered)
    started = user.say("/start@standin_bot x", group)
    assert (await telegram.wait_for_reply(group, started)).text == "start x"
    await telegram.settled()
    assert len(telegram.replies(group)) == 3


async def test_topic(telegram: Standin, app: AnyApp, user: User) -> None:
    """An answer stays in the topic it was asked in."""
    forum = telegram.add_supergroup("Forum", user, forum=True)
    thread = telegram.add_topic(forum, "Phạt nguội")
    reply = await telegram.wait_for_reply(forum, user.say("/start", forum, thread=thread))
    assert reply.thread_id == thread
    assert reply.json()["is_topic_message"] is True


async def test_tap_edits(telegram: Standin, app: AnyApp, user: User) -> None:
    """A tap is answered and edits the message; the history keeps the old text."""
    reply = await telegram.ask(user, "one")
    query = user.tap(reply, "More")
    assert (await telegram.wait_for_answer(query))["text"] == "ok"
    await telegram.wait_for_edit(reply)
    assert reply.text == "tapped more"
    assert reply.buttons == []
    assert reply.history[0].content["text"] == "echo: one"
    user.tap(reply, data="forged")
    await telegram.wait_for_edit(reply, 2)
    assert reply.text == "tapped forged"


async def test_edited_message(telegram: Standin, app: AnyApp, user: User) -> None:
    """An edit by the user arrives as one."""
    said = user.say("frist")
    first = await telegram.wait_for_reply(user.chat, said)
    user.edit(said, "first")
    assert (await telegram.wait_for_reply(user.chat, first)).text == "edited: first"


async def test_inline_chosen_and_tapped(telegram: Standin, app: AnyApp, user: User) -> None:
    """A result is offered, chosen, and its keyboard works on the inline message."""
    query = user.inline("mũ")
    await telegram.wait_for_answer(query)
    assert query.results[0]["title"] == "Title"
    message = user.choose(query)
    assert (message.text, message.entities[0]["type"]) == ("mũ", "italic")
    user.tap(message, "Tap")
    await telegram.wait_for_edit(message)
    assert message.text == "tapped inline"
    assert app.bot_data["chosen"] == "1"


async def test_document_round_trip(telegram: Standin, app: AnyApp, user: User) -> None:
    """The bytes a user sends can be downloaded, and the bytes a bot sends are kept."""
    body = bytes(range(256)) * 40
    said = user.send_document(body, "ảnh.bin")
    reply = await telegram.wait_for_reply(user.chat, said)
    assert reply.text == "10240 bytes"
    stored = telegram.world.files[reply.content["document"]["file_id"]]
    assert (stored.body, stored.name) == (body, "back.txt")


# Deliveries ------------------------------------------------------------------------------


async def test_duplicate_and_reordered(telegram: Standin, app: AnyApp, user: User) -> None:
    """A confirmed update can come again, and a batch can come in reverse."""
    first = await telegram.ask(user, "one")
    await telegram.settled()
    telegram.repeat()
    second = await telegram.wait_for_reply(user.chat, first)
    assert second.text == "echo: one"
    with telegram.held(reverse=True):
        user.say("a")
        user.say("b")
    await telegram.wait_for_reply(user.chat, second, count=2)
    texts = [message.text for message in telegram.replies(user.chat, second)]
    assert texts[:2] == ["echo: b", "echo: a"]


async def test_unknown_and_malformed_updates(
    telegram: Standin, app: AnyApp, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    """An update of unknown kind is passed over; the next one is answered."""
    telegram.inject({"from_the_future": {"id": 1}})
    telegram.inject({"message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "x"}}})
    assert (await telegram.ask(user, "still there?")).text == "echo: still there?"


async def test_confirmation(telegram: Standin, bot: Bot, user: User) -> None:
    """What is not confirmed comes again; what is confirmed is forgotten."""
    user.say("a")
    user.say("b")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [u.update_id for u in first] == [u.update_id for u in again]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["b"]
    assert await bot.get_updates(offset=rest[0].update_id + 1) == ()
    assert telegram.world.queue.pending == {}


async def test_allowed_updates(telegram: Standin, bot: Bot, user: User) -> None:
    """Kinds that were not asked for are dropped from then on."""
    await bot.get_updates(allowed_updates=["callback_query"])
    user.say("unheard")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    user.say("heard")
    assert len(await bot.get_updates()) == 1


async def test_two_polls_conflict(telegram: Standin, bot: Bot) -> None:
    """The second long poll ends the first with 409."""
    async with Bot(telegram.token, telegram.base_url) as other:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await telegram.wait_for(lambda: telegram.requests("getUpdates"))
        assert await other.get_updates(timeout=1) == ()
        with pytest.raises(Conflict, match="other getUpdates"):
            await first


async def test_webhook_retries(telegram: Standin, bot: Bot, user: User) -> None:
    """A webhook gets the update with its secret, again after it failed."""
    seen: list[tuple[str, str]] = []
    answers = [b"500 Oops", b"200 OK"]

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = json.loads(await reader.readexactly(int(headers["Content-Length"])))
        seen.append((headers["X-Telegram-Bot-Api-Secret-Token"], body["message"]["text"]))
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % answers.pop(0))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(receive, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        user.say("ping")
        await telegram.settled()
    assert seen == [("s3cret", "ping")] * 2
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Oops"
    with pytest.raises(BadRequest, match="https"):
        await bot.set_webhook("http://example.com/")
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


# Faults ----------------------------------------------------------------------------------


async def test_flood_wait(telegram: Standin, app: AnyApp, user: User) -> None:
    """A 429 reaches the bot with its retry_after, once."""
    fault = telegram.fail("sendMessage", "429", retry_after=7)
    user.say("one")
    await telegram.wait_for(lambda: fault.hits)
    await telegram.settled()
    assert isinstance(app.bot_data["errors"][0], RetryAfter)
    assert telegram.replies(user.chat) == []
    assert (await telegram.ask(user, "two")).text == "echo: two"


async def test_polling_survives_reset(telegram: Standin, app: AnyApp, user: User) -> None:
    """A reset of the long poll loses nothing."""
    telegram.fail("getUpdates", "reset", times=1)
    assert (await telegram.ask(user, "one")).text == "echo: one"
    assert (await telegram.ask(user, "two")).text == "echo: two"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("reset", NetworkError),
        ("hang", TimedOut),
        ("truncate", TelegramError),
        ("429", RetryAfter),
        ("500", NetworkError),
        ("502", NetworkError),
        ("504", NetworkError),
        ("400", BadRequest),
        ("403", Forbidden),
        ("401", InvalidToken),
    ],
)
async def test_fault(
    telegram: Standin, bot: Bot, user: User, kind: Any, error: type[TelegramError]
) -> None:
    """Each fault shows as the error python-telegram-bot makes of it, and only once."""
    telegram.fail("sendMessage", kind, chat=user.chat)
    with pytest.raises(error):
        await bot.send_message(user.id, "hi", read_timeout=0.3)
    assert (await bot.send_message(user.id, "hi")).text == "hi"


async def test_slow_answers(telegram: Standin, bot: Bot, user: User) -> None:
    """A delayed or trickled answer arrives whole; an applied reset loses only the answer."""
    telegram.fail("sendMessage", "delay", seconds=0.2)
    telegram.fail("sendMessage", "trickle", seconds=0.2)
    for text in ("late", "slow"):
        assert (await bot.send_message(user.id, text)).text == text
    telegram.fail("sendMessage", "reset", applied=True)
    with pytest.raises(NetworkError):
        await bot.send_message(user.id, "lost answer")
    assert [m.text for m in telegram.messages(user.chat)] == ["late", "slow", "lost answer"]


async def test_rate_limit(telegram: Standin, bot: Bot, user: User) -> None:
    """Telegram's own limits, once enabled: one message a second in a chat."""
    telegram.limits.enabled = True
    await bot.send_message(user.id, "1")
    with pytest.raises(RetryAfter):
        await bot.send_message(user.id, "2")
    telegram.advance(1.1)
    await bot.send_message(user.id, "3")


# A separate thread, and pictures ---------------------------------------------------------


def test_thread() -> None:
    """The stand-in in a background thread serves a blocking client."""
    with Standin() as telegram:
        user = telegram.add_user()
        body = {"chat_id": user.id, "text": "hi"}
        with httpx.Client() as client:
            client.post(f"{telegram.base_url}{telegram.token}/sendMessage", json=body)
        reply = asyncio.run(telegram.wait_for_reply(user))
        assert reply.text == "hi"


async def test_picture(telegram: Standin, bot: Bot, user: User, tmp_path: Path) -> None:
    """A chat becomes a page and, where there is Chromium, a picture."""
    user.say("Vượt đèn đỏ & rẽ phải?")
    key = InlineKeyboardMarkup([[InlineKeyboardButton("Nguồn", url="https://vbpl.vn/")]])
    text = "<b>Phạt</b> <i>4</i>\n<blockquote>Điều 6</blockquote>\n<code>x&lt;y</code>"
    await bot.send_message(user.id, text, parse_mode="HTML", reply_markup=key)
    chat = user.chat
    page = chat_html(telegram.messages(chat), "Luật")
    assert "Vượt đèn đỏ &amp; rẽ phải?" in page
    assert "<b>Phạt</b> <i>4</i>\n<blockquote>Điều 6</blockquote><code>x&lt;y</code>" in page
    picture = tmp_path / "chat.png"
    if screenshot(page, picture, height=400):
        assert picture.read_bytes().startswith(b"\x89PNG")
