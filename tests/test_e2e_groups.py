"""Groups: only what is said to the bot, short, in its topic; what is private stays so."""

import pytest

from handlers import wording
from handlers.context import App
from tests.handlers.house import ADMINISTRATOR
from tests.standin import Chat, Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")


@pytest.fixture
def group(telegram: Standin, user: User) -> Chat:
    """A group with the bot in it."""
    return telegram.add_group("Tổ dân phố", user)


@pytest.mark.parametrize(
    "text",
    ["@standin_bot chỉ tiêu BHYT là bao nhiêu", "chỉ tiêu BHYT là bao nhiêu @STANDIN_BOT ?", "/chitieu 10",
     "/chitieu@standin_bot 10", "@standin_bot: bhyt"],
)  # fmt: skip
async def test_spoken_to(
    telegram: Standin, bot_app: App, user: User, group: Chat, text: str
) -> None:
    """A command or a mention is answered, as a reply, short, with a link to the whole."""
    said = user.say(text, group)
    reply = await telegram.wait_for_reply(group, said)
    assert "96,2 %" in reply.text
    assert "Liên quan:" not in reply.text
    assert reply.reply_to == said.message_id


async def test_not_spoken_to(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """Even where the bot sees everything, it keeps out of what is not meant for it."""
    user.promote_bot(group)
    user.say("chỉ tiêu BHYT là bao nhiêu", group)
    user.say("@someone_else bhyt", group)
    user.say("/abc", group)
    user.send_sticker(chat=group)
    said = user.say("@standin_bot chỉ tiêu 1", group)
    await telegram.wait_for_reply(group, said)
    await telegram.settled()
    assert len([m for m in telegram.replies(group) if m.reply_to]) == 1


async def test_reply_to_the_bot(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """A reply to the bot's message follows up on it, whoever replies."""
    reply = await telegram.wait_for_reply(group, user.say("/chitieu 10", group))
    other = telegram.add_user("Minh")
    said = other.say("chỉ tiêu tiếp theo", group, reply_to=reply)
    assert "(11)" in (await telegram.wait_for_reply(group, said)).text


async def test_follow_up_of_ones_own(
    telegram: Standin, bot_app: App, user: User, group: Chat
) -> None:
    """In a group too, each person's last question is his own."""
    other = telegram.add_user("Minh")
    await telegram.wait_for_reply(group, user.say("@standin_bot chỉ tiêu BHYT", group))
    await telegram.wait_for_reply(group, other.say("@standin_bot chỉ tiêu nước sạch", group))
    said = user.say("@standin_bot chỉ tiêu tiếp theo", group)
    assert "(11)" in (await telegram.wait_for_reply(group, said)).text


async def test_mention_under_a_question(
    telegram: Standin, bot_app: App, user: User, group: Chat
) -> None:
    """Naming the bot under somebody's question asks that question; alone, it asks what."""
    other = telegram.add_user("Minh")
    asked = other.say("chỉ tiêu BHYT là bao nhiêu nhỉ", group)
    said = user.say("@standin_bot", group, reply_to=asked)
    assert "96,2 %" in (await telegram.wait_for_reply(group, said)).text
    said = user.say("@standin_bot", group)
    assert "Bạn cần tra gì?" in (await telegram.wait_for_reply(group, said)).text


async def test_mention_by_name(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """A mention without a username works too."""
    said = user.say("Bot ơi chỉ tiêu 10", group, mention={"Bot": telegram.bot})
    assert "96,2 %" in (await telegram.wait_for_reply(group, said)).text


async def test_short_reply(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """A list is cut in a group; the whole is a link to the private chat."""
    said = user.say("@standin_bot mục 3.2 khoản 5", group)
    reply = await telegram.wait_for_reply(group, said)
    assert len(reply.text) < 900
    full = reply.button(wording.BUTTON_FULL).url
    assert full == "https://t.me/standin_bot?start=II-3-2-5"


async def test_private_things(telegram: Standin, bot_app: App, group: Chat) -> None:
    """An administrator's command is left to the private chat, by a deep link that runs it there."""
    hoa = telegram.add_user("Hoa", user_id=ADMINISTRATOR)
    said = hoa.say("/cauhoi", group)
    reply = await telegram.wait_for_reply(group, said)
    assert reply.text == wording.PRIVATE_ONLY
    url = reply.buttons[0].url
    assert url == "https://t.me/standin_bot?start=go-cauhoi"
    opened = await telegram.wait_for_reply(hoa, hoa.start("go-cauhoi"))
    assert opened.text == wording.MISSES_NONE


async def test_tap_in_group(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """Anybody may tap; the result stays short."""
    reply = await telegram.wait_for_reply(group, user.say("/chitieu 10", group))
    other = telegram.add_user("Minh")
    other.tap(reply, wording.BUTTON_VERBATIM)
    quoted = await telegram.wait_for_reply(group, reply)
    assert quoted.text.startswith("(10) Tỷ lệ người dân tham gia BHYT")


async def test_topic(telegram: Standin, bot_app: App, user: User) -> None:
    """An answer stays in its topic, also the one to a tap."""
    forum = telegram.add_supergroup("Diễn đàn", user, forum=True)
    thread = telegram.add_topic(forum, "Chỉ tiêu")
    said = user.say("@standin_bot chỉ tiêu 10", forum, thread=thread)
    reply = await telegram.wait_for_reply(forum, said)
    assert reply.thread_id == thread
    user.tap(reply, wording.BUTTON_VERBATIM)
    assert (await telegram.wait_for_reply(forum, reply)).thread_id == thread


async def test_migration(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """A conversation goes on after the group became a supergroup."""
    await telegram.wait_for_reply(group, user.say("@standin_bot chỉ tiêu BHYT", group))
    bigger = telegram.migrate(group)
    await telegram.settled()
    said = user.say("@standin_bot chỉ tiêu tiếp theo", bigger)
    assert "(11)" in (await telegram.wait_for_reply(bigger, said)).text


async def test_joining(telegram: Standin, bot_app: App, user: User) -> None:
    """Taken into a group, the bot says hello once; thrown out, it keeps quiet."""
    group = telegram.add_group("Chi bộ", user, with_bot=False)
    user.add_bot(group)
    hello = await telegram.wait_for_reply(group)
    assert "@standin_bot" in hello.text
    user.kick_bot(group)
    await telegram.settled()
    assert telegram.replies(group) == [hello]


async def test_edited_in_group(telegram: Standin, bot_app: App, user: User, group: Chat) -> None:
    """An edited question edits its answer in a group too."""
    said = user.say("@standin_bot chỉ tiêu 10", group)
    reply = await telegram.wait_for_reply(group, said)
    user.edit(said, "@standin_bot chỉ tiêu 14")
    await telegram.wait_for_edit(reply)
    assert "nước sạch" in reply.text
