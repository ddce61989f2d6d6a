"""A private chat, end to end over HTTP."""

import pytest

from handlers import wording
from handlers.context import App
from handlers.memory import FOLLOW_UP_SECONDS
from tests.handlers.house import FakeClock
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")


async def test_start(telegram: Standin, bot_app: App, user: User) -> None:
    """A greeting that says what the bot does, with buttons to begin with."""
    reply = await telegram.ask(user, "/start")
    assert "Nghị quyết năm 2026 của Đảng bộ phường Thiên Hương" in reply.text
    assert [button.label for button in reply.buttons] == [
        wording.BUTTON_TARGETS,
        wording.BUTTON_TREE,
        wording.BUTTON_BODIES,
        wording.BUTTON_THEME,
    ]


@pytest.mark.parametrize("command", ["/help", "/huongdan", "/huongdan@standin_bot"])
async def test_help(telegram: Standin, bot_app: App, user: User, command: str) -> None:
    """The guide names the commands."""
    reply = await telegram.ask(user, command)
    for name in ("/chitieu", "/muc", "/tim", "/donvi", "/chude", "@standin_bot"):
        assert name in reply.text


@pytest.mark.parametrize(
    "question",
    ["chỉ tiêu BHYT là bao nhiêu", "chi tieu bhyt la bao nhieu", "CHỈ TIÊU BHYT LÀ BAO NHIÊU?"],
)
async def test_question(telegram: Standin, bot_app: App, user: User, question: str) -> None:
    """Figure, quotation, citation, status, and buttons."""
    reply = await telegram.ask(user, question)
    lines = reply.text.split("\n")
    assert lines[0] == "Đạt 96,2 % trở lên"
    assert "(10) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên." in lines
    assert "Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU" in lines
    assert "chưa có báo cáo tiến độ" in reply.text
    kinds = [entity["type"] for entity in reply.entities]
    assert kinds[:3] == ["bold", "blockquote", "italic"]
    labels = [button.label for button in reply.buttons]
    for label in (
        wording.BUTTON_VERBATIM,
        wording.BUTTON_RELATED,
        wording.BUTTON_STATUS,
        wording.BUTTON_WRONG,
    ):
        assert label in labels


@pytest.mark.parametrize("text", ["<b>bhyt</b> & </i>", "' OR 1=1; DROP TABLE clauses;--", "&lt;"])
async def test_question_with_markup(telegram: Standin, bot_app: App, user: User, text: str) -> None:
    """Markup in a question does no harm."""
    assert (await telegram.ask(user, text)).text


async def test_question_outside(telegram: Standin, bot_app: App, user: User) -> None:
    """What the resolution does not state is declined in one sentence, with questions to try."""
    reply = await telegram.ask(user, "ai vô địch world cup")
    assert "không nêu nội dung này" in reply.text
    assert "chỉ tiêu BHYT là bao nhiêu" in [button.label for button in reply.buttons]
    tapped = user.tap(reply, "chỉ tiêu BHYT là bao nhiêu")
    await telegram.wait_for_answer(tapped)
    assert "96,2" in (await telegram.wait_for_reply(user, reply)).text


async def test_follow_up(telegram: Standin, bot_app: App, user: User, clock: FakeClock) -> None:
    """A question that leans on the one before, for ten minutes."""
    await telegram.ask(user, "chỉ tiêu BHYT là bao nhiêu")
    assert "nước sạch" in (await telegram.ask(user, "còn nước sạch thì sao")).text
    assert "(15)" in (await telegram.ask(user, "chỉ tiêu tiếp theo")).text
    clock.now += FOLLOW_UP_SECONDS + 1
    assert "(15)" not in (await telegram.ask(user, "nguyên văn")).text


async def test_follow_up_is_ones_own(telegram: Standin, bot_app: App, user: User) -> None:
    """Another person's last question is not leant on."""
    other = telegram.add_user("Minh")
    await telegram.ask(user, "chỉ tiêu BHYT là bao nhiêu")
    assert "(10)" not in (await telegram.ask(other, "nguyên văn")).text


async def test_reply_to_older_answer(telegram: Standin, bot_app: App, user: User) -> None:
    """A reply to an older answer follows up on that one, also after a restart."""
    older = await telegram.ask(user, "chỉ tiêu BHYT là bao nhiêu")
    await telegram.ask(user, "tổng đàn lợn là bao nhiêu")
    said = user.say("chỉ tiêu tiếp theo", reply_to=older)
    assert "(11)" in (await telegram.wait_for_reply(user, said)).text


async def test_edited_question(telegram: Standin, bot_app: App, user: User) -> None:
    """An edited question edits its answer."""
    said = user.say("chỉ tiêu BHYT là bao nhiêu")
    reply = await telegram.wait_for_reply(user, said)
    user.edit(said, "chỉ tiêu nước sạch là bao nhiêu?")
    await telegram.wait_for_edit(reply)
    assert "nước sạch" in reply.text
    await telegram.settled()
    assert telegram.replies(user.chat) == [reply]


async def test_edited_question_same_answer(telegram: Standin, bot_app: App, user: User) -> None:
    """An edit that changes nothing in the answer is no fault and makes no second answer."""
    said = user.say("chỉ tiêu BHYT là bao nhiêu")
    reply = await telegram.wait_for_reply(user, said)
    user.edit(said, "chỉ tiêu BHYT là bao nhiêu?")
    await telegram.settled()
    assert telegram.replies(user.chat) == [reply]


async def test_deep_link(telegram: Standin, bot_app: App, user: User) -> None:
    """A deep link opens its clause; the reply offers that link to share."""
    said = user.start("II-2-10")
    reply = await telegram.wait_for_reply(user, said)
    assert "96,2 %" in reply.text
    share = reply.button(wording.BUTTON_SHARE).url
    assert share is not None
    assert "start%3DII-2-10" in share
    assert "(11)" in (await telegram.ask(user, "chỉ tiêu tiếp theo")).text


@pytest.mark.parametrize("payload", ["II-2-99", "x", "----", "_", "go-nothing"])
async def test_deep_link_stale(telegram: Standin, bot_app: App, user: User, payload: str) -> None:
    """A link to nothing gets a polite answer."""
    said = user.start(payload)
    assert (await telegram.wait_for_reply(user, said)).text == wording.GONE


async def test_unknown_command(telegram: Standin, bot_app: App, user: User) -> None:
    """A command the bot has not is met with where to look."""
    assert (await telegram.ask(user, "/abc")).text == wording.UNKNOWN_COMMAND


async def test_repeated_update(telegram: Standin, bot_app: App, user: User) -> None:
    """An update delivered twice is answered once."""
    await telegram.ask(user, "chỉ tiêu BHYT")
    await telegram.settled()
    telegram.repeat()
    await telegram.settled()
    assert len(telegram.replies(user.chat)) == 1


async def test_burst_in_order(telegram: Standin, bot_app: App, user: User) -> None:
    """Several questions at once are answered in the order they were asked."""
    with telegram.held():
        asked = [user.say(f"chỉ tiêu {number}") for number in range(1, 9)]
    await telegram.wait_for_reply(user, asked[-1], count=len(asked))
    replied = [message.reply_to for message in telegram.replies(user.chat)]
    assert replied == [message.message_id for message in asked]
