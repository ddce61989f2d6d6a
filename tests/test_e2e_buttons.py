"""The buttons under an answer; stale and forged ones."""

import pytest

from handlers import wording
from handlers.context import App, Services
from tests.standin import Message, Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")

BHYT = "chỉ tiêu BHYT là bao nhiêu"
WRONG_CHOICES = wording.WRONG_CHOICES.format(name="Nghị quyết số 07-NQ/ĐU")


async def test_verbatim(telegram: Standin, bot_app: App, user: User) -> None:
    """The clause word for word with its citation, nothing else."""
    answer = await telegram.ask(user, BHYT)
    user.tap(answer, wording.BUTTON_VERBATIM)
    quoted = await telegram.wait_for_reply(user, answer)
    assert quoted.text == (
        "(10) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên.\n"
        "Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU"
    )


async def test_verbatim_of_a_long_paragraph(telegram: Standin, bot_app: App, user: User) -> None:
    """Part I's 3,000 characters come whole, folded."""
    answer = await telegram.ask(user, "tổng đàn lợn là bao nhiêu")
    assert len(answer.text) < 600
    user.tap(answer, wording.BUTTON_VERBATIM)
    quoted = await telegram.wait_for_reply(user, answer)
    assert len(quoted.text) > 3000
    assert quoted.entities[0]["type"] == "expandable_blockquote"


async def test_verbatim_of_a_heading(telegram: Standin, bot_app: App, user: User) -> None:
    """A heading comes with all that stands under it, split between clauses."""
    answer = await telegram.ask(user, "/muc II.3.2")
    user.tap(answer, wording.BUTTON_READ)
    await telegram.wait_for_reply(user, answer, count=2)
    await telegram.settled()
    said = "".join(message.text for message in telegram.replies(user.chat, answer))
    resolution = bot_app.bot_data["services"].volumes.bundled.resolution
    for clause in resolution.clauses:
        if clause.ref.startswith("II.3.2"):
            assert clause.text in said


async def test_related(telegram: Standin, bot_app: App, user: User) -> None:
    """Related clauses as buttons that open them."""
    answer = await telegram.ask(user, BHYT)
    user.tap(answer, wording.BUTTON_RELATED)
    related = await telegram.wait_for_reply(user, answer)
    assert "Tỷ lệ người dân tham gia BHYT" in related.text
    user.tap(related, related.buttons[0].label)
    assert "người có công" in (await telegram.wait_for_reply(user, related)).text


async def test_status(telegram: Standin, bot_app: App, user: User) -> None:
    """The status flashes up without another message."""
    answer = await telegram.ask(user, BHYT)
    shown = await telegram.wait_for_answer(user.tap(answer, wording.BUTTON_STATUS))
    assert "chưa có báo cáo tiến độ" in shown["text"]
    assert shown["show_alert"] is True
    assert telegram.replies(user.chat) == [answer]


async def test_wrong(telegram: Standin, bot_app: App, user: User, services: Services) -> None:
    """The next candidates are offered and the miss is kept, once, without who asked."""
    answer = await telegram.ask(user, "gia đình văn hóa")
    ref = answer.button(wording.BUTTON_WRONG).data
    assert ref is not None
    for _ in range(2):
        toast = await telegram.wait_for_answer(user.tap(answer, wording.BUTTON_WRONG))
        assert toast["text"] == wording.WRONG_NOTED
    offered = await telegram.wait_for_reply(user, answer)
    assert offered.text == WRONG_CHOICES
    assert ref.split(":")[1] not in [str(b.data).split(":")[1] for b in offered.buttons[:-1]]
    await telegram.settled()
    kept = services.misses.most_frequent()
    assert [(miss.question, miss.count) for miss in kept] == [("gia đình văn hóa", 1)]
    user.tap(offered, wording.BUTTON_MORE)
    more = await telegram.wait_for_reply(user, offered, count=2)
    assert {b.data for b in more.buttons[:-1]}.isdisjoint(b.data for b in offered.buttons)
    user.tap(offered, offered.buttons[0].label)
    opened = await telegram.wait_for_reply(user, more)
    assert wording.BUTTON_VERBATIM in [button.label for button in opened.buttons]


async def test_wrong_without_its_question(telegram: Standin, bot_app: App, user: User) -> None:
    """Where the question is deleted and forgotten, the person is asked to ask again."""
    said = user.start("II-2-10")
    opened = await telegram.wait_for_reply(user, said)
    services: Services = bot_app.bot_data["services"]
    services.memory.forget(user.id)
    toast = await telegram.wait_for_answer(user.tap(opened, wording.BUTTON_WRONG))
    assert toast["text"] == wording.WRONG_NO_QUESTION


async def test_buttons_after_restart(telegram: Standin, bot_app: App, user: User) -> None:
    """Buttons need nothing remembered."""
    answer = await telegram.ask(user, BHYT)
    services: Services = bot_app.bot_data["services"]
    services.memory = type(services.memory)()
    user.tap(answer, wording.BUTTON_WRONG)
    assert (await telegram.wait_for_reply(user, answer)).text == WRONG_CHOICES
    said = user.say("chỉ tiêu tiếp theo", reply_to=answer)
    assert "(11)" in (await telegram.wait_for_reply(user, said)).text


async def test_ambiguous(telegram: Standin, bot_app: App, user: User) -> None:
    """An ambiguous question comes with the choices as buttons."""
    answer = await telegram.ask(user, "1+1")
    choices = [button for button in answer.buttons if str(button.data).startswith("o:")]
    assert len(choices) > 1
    user.tap(answer, choices[0].label)
    assert (await telegram.wait_for_reply(user, answer)).text


@pytest.mark.parametrize(
    "data",
    ["q:II.9.9", "o:XX", "nonsense", "q:", "t:9999", "m:II.2:7", "d:000000000000:0", "f:1", "n:zzz",
     "k:0", "ku:1", "kt:000000000000:II.2.10", "kp:000000000000", "kw", "kl:0", "w:-:0", "a:" + "x" * 62],
)  # fmt: skip
async def test_forged(telegram: Standin, bot_app: App, user: User, data: str) -> None:
    """A stale or forged button gets an answer and does no harm."""
    answer = await telegram.ask(user, BHYT)
    query = user.tap(answer, data=data)
    await telegram.wait_for_answer(query)
    await telegram.settled()
    assert len(query.answers) == 1
    assert not [m for m in telegram.messages(user.chat) if "mã lỗi" in m.text]


async def test_tap_on_a_message_that_cannot_be_seen(
    telegram: Standin, bot_app: App, user: User
) -> None:
    """An old message comes without its content; its buttons say enough all the same."""
    answer = await telegram.ask(user, BHYT)
    user.tap(answer, wording.BUTTON_VERBATIM, inaccessible=True)
    assert "96,2" in (await telegram.wait_for_reply(user, answer)).text
    query = user.tap(answer, wording.BUTTON_WRONG, inaccessible=True)
    await telegram.wait_for_answer(query)
    assert len(query.answers) == 1


async def test_sticker_photo_voice_document(telegram: Standin, bot_app: App, user: User) -> None:
    """What is no text gets one helpful sentence; a caption is a question."""
    said: list[Message] = [
        user.send_sticker(),
        user.send_photo(b"jpeg"),
        user.send_voice(),
        user.send_document(b"%PDF", "van-ban.pdf"),
    ]
    await telegram.wait_for_reply(user, said[-1], count=len(said))
    assert {reply.text for reply in telegram.replies(user.chat)} == {wording.NOT_TEXT}
    captioned = user.send_photo(b"jpeg", caption=BHYT)
    assert "96,2" in (await telegram.wait_for_reply(user, captioned)).text
