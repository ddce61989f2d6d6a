"""What the stand-in refuses as Telegram does, and how it reads text."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaDocument,
    InputTextMessageContent,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.standin import ApiError, Standin, User, parse_html, utf16_length
from tests.standin.html_cases import HTML_ACCEPTED, HTML_REFUSED
from tests.standin.picture import formatted_html

pytest_plugins = ("tests.standin.fixtures",)


# Refusals --------------------------------------------------------------------------------


async def test_chat_refusals(telegram: Standin, bot: Bot, user: User) -> None:
    """Chats the bot can't write to, each with Telegram's words."""
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "hi")
    user.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(user.id, "hi")
    user.unblock()
    await bot.send_message(user.id, "hi")
    group = telegram.add_group("Group", user)
    new = telegram.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "hi")
    assert moved.value.new_chat_id == new.id
    user.kick_bot(new)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(new.id, "hi")
    kinds = [next(k for k in u.to_dict() if k != "update_id") for u in await bot.get_updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message", "message", "my_chat_member"]


async def test_text_refusals(telegram: Standin, bot: Bot, user: User) -> None:
    """Limits of texts, replies and edits."""
    sent = await bot.send_message(user.id, "x" * 4096)
    for text, words in [("x" * 4097, "Message is too long"), ("  \n ", "Text must be non-empty")]:
        with pytest.raises(BadRequest, match=words):
            await bot.send_message(user.id, text)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(user.id, "")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(user.id, b"x", caption="y" * 1025)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(user.id, "x", reply_parameters=ReplyParameters(999))
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    await bot.send_message(user.id, "x", reply_parameters=lenient)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("x" * 4096)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", user.id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", user.id, user.say("mine").message_id)
    assert await sent.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, 'Can\'t find field "text"'),
        ({"text": " ", "callback_data": "x"}, "button text must be non-empty"),
        ({"text": "x", "url": "no link"}, "Wrong HTTP URL"),
    ],
)
async def test_button_refusals(
    telegram: Standin, user: User, button: dict[str, str], words: str
) -> None:
    """Keyboards Telegram refuses, sent as JSON."""
    markup = {"inline_keyboard": [[button]]}
    body = {"chat_id": user.id, "text": "x", "reply_markup": markup}
    async with httpx.AsyncClient() as client:
        url = f"{telegram.base_url}{telegram.token}/sendMessage"
        answer = (await client.post(url, json=body)).json()
    assert answer["error_code"] == 400
    assert words in answer["description"]


async def test_query_refusals(telegram: Standin, bot: Bot, user: User) -> None:
    """Answers to queries that Telegram refuses."""
    query = user.tap(telegram.world.add_message(user.chat, telegram.bot, {}), data="x")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query.id, "x" * 201)
    telegram.settings.callback_ttl = 10
    telegram.advance(11)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)
    asked = user.inline("x")

    def article(name: str) -> InlineQueryResultArticle:
        return InlineQueryResultArticle(name, "t", InputTextMessageContent("m"))

    refused: list[tuple[list[InlineQueryResultArticle], str]] = [
        ([article(str(n)) for n in range(51)], "Too many inline query results"),
        ([article("1"), article("1")], "Result_id_duplicate"),
        ([article("đ" * 33)], "Result_id_invalid"),
    ]
    for results, words in refused:
        with pytest.raises(BadRequest, match=words):
            await bot.answer_inline_query(asked.id, [r.to_dict() for r in results])  # type: ignore[misc]
    spaced = InlineQueryResultsButton("x", start_parameter="no spaces")
    with pytest.raises(BadRequest, match="Start_param_invalid"):
        await bot.answer_inline_query(asked.id, [], button=spaced)
    telegram.advance(31)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(asked.id, [])


async def test_commands(telegram: Standin, bot: Bot) -> None:
    """Command lists by scope and language, and those refused."""
    await bot.set_my_commands([("help", "Trợ giúp")], language_code="vi")
    assert [c.command for c in await bot.get_my_commands(language_code="vi")] == ["help"]
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(language_code="vi")
    assert await bot.get_my_commands(language_code="vi") == ()
    for commands, words in [
        ([("Help", "x")], "Bot_command_invalid"),
        ([("x" * 33, "x")], "Command length"),
        ([("x", "")], "description must be non-empty"),
        ([("x", "y" * 257)], "description length"),
        ([(f"c{n}", "x") for n in range(101)], "Bot_commands_too_much"),
    ]:
        with pytest.raises(BadRequest, match=words):
            await bot.set_my_commands(commands)


async def test_other_methods(telegram: Standin, bot: Bot, user: User) -> None:
    """The rest of the methods answer objects python-telegram-bot understands."""
    await bot.set_my_description("d")
    assert (await bot.get_my_description("vi")).description == "d"
    await bot.send_chat_action(user.id, "typing")
    assert telegram.actions[0].action == "typing"
    group = telegram.add_supergroup("Public", user, username="public")
    assert (await bot.get_chat("@public")).title == "Public"
    assert (await bot.get_chat_member(group.id, user.id)).status == "creator"
    sent = await bot.send_photo(user.id, b"\x89PNG", caption="<b>c</b>", parse_mode="HTML")
    assert await sent.edit_caption("new")
    album = await bot.send_media_group(
        user.id, [InputMediaDocument(b"1", filename="1"), InputMediaDocument(b"2", filename="2")]
    )
    assert len({m.media_group_id for m in album}) == 1
    edited = await album[0].edit_media(InputMediaDocument(b"33", filename="3"))
    assert isinstance(edited, Message)
    assert edited.document is not None
    assert edited.document.file_size == 2
    forwarded = await bot.forward_message(group.id, user.id, user.say("fw").message_id)
    assert forwarded.forward_origin is not None
    await bot.copy_message(group.id, user.id, sent.message_id)
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden):
        await bot.send_message(group.id, "x")
    async with httpx.AsyncClient() as client:
        base = telegram.base_url
        wrong = await client.get(f"{base}123:WRONG/getMe")
        assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        assert (await client.get(f"{base}{telegram.token}/noSuch")).status_code == 404
        form = {"chat_id": str(user.id), "text": "form"}
        answer = await client.post(f"{base}{telegram.token}/SENDMESSAGE", data=form)
        assert answer.json()["result"]["text"] == "form"
    await bot.log_out()
    with pytest.raises(BadRequest, match="Logged out"):
        await bot.get_me()


# Text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "text", "entities"), HTML_ACCEPTED)
def test_html_accepted(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """HTML that Telegram takes, and what becomes of it."""
    parsed, found = parse_html(source)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(("source", "words"), HTML_REFUSED)
async def test_html_refused(
    telegram: Standin, bot: Bot, user: User, source: str, words: str
) -> None:
    """HTML that Telegram refuses, with words like its own."""
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(user.id, source, parse_mode="HTML")
    message = refused.value.message
    assert message.startswith("Can't parse entities: ")
    assert words.lower() in message.lower()


@given(st.text(alphabet="<>/&;#x=\"' abipre-3đ😀\n"))
def test_html_never_breaks(source: str) -> None:
    """Any text parses or is refused; entities lie inside the text."""
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    length = utf16_length(text)
    assert all(e["offset"] >= 0 and e["offset"] + e["length"] <= length for e in entities)
    formatted_html(text, entities)


async def test_found_entities(telegram: Standin, bot: Bot, user: User) -> None:
    """Entities in a user's text, by UTF-16 offsets, as python-telegram-bot reads them."""
    friend = telegram.add_user("Bình")
    user.say(
        "😀 /start@standin_bot Bình @some_one https://vbpl.vn/x?a=1. #luat a@b.vn 12/5 http",
        mention={"Bình": friend},
    )
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert {t: e.type for e, t in message.parse_entities().items()} == {
        "/start@standin_bot": "bot_command",
        "Bình": "text_mention",
        "@some_one": "mention",
        "https://vbpl.vn/x?a=1": "url",
        "#luat": "hashtag",
        "a@b.vn": "email",
    }
