"""The miss log, teaching, and error reports."""

from typing import Any

import pytest

from handlers import wording
from handlers.context import App, Services
from handlers.misses import key_of
from knowledge.storage.misses import MissReason
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")

MISSED = "zumba tango salsa"


async def test_declined_is_kept(
    telegram: Standin, bot_app: App, user: User, services: Services
) -> None:
    """A declined question is counted, without who asked; a greeting is not."""
    for text in (MISSED, "xin chào", MISSED.upper()):
        await telegram.ask(user, text)
    await telegram.settled()
    kept = services.misses.most_frequent()
    assert [(miss.question, miss.count) for miss in kept] == [(MISSED, 2)]
    assert kept[0].reasons == {MissReason.DECLINED: 2}


async def test_list(
    telegram: Standin, bot_app: App, administrator: User, services: Services
) -> None:
    """Most frequent first, over pages."""
    for number in range(8):
        for _ in range(number + 1):
            services.misses.record(f"câu hỏi thứ {number}", MissReason.DECLINED)
    reply = await telegram.ask(administrator, "/cauhoi")
    assert "1. câu hỏi thứ 7 – 8 lần" in reply.text
    administrator.tap(reply, wording.BUTTON_NEXT)
    await telegram.wait_for_edit(reply)
    assert "8. câu hỏi thứ 0 – 1 lần" in reply.text


async def test_others_are_refused(
    telegram: Standin, bot_app: App, user: User, services: Services
) -> None:
    """Neither the command nor forged buttons show the log to others or let them teach."""
    services.misses.record(MISSED, MissReason.DECLINED)
    reply = await telegram.ask(user, "/cauhoi")
    assert MISSED not in reply.text
    answer = await telegram.ask(user, "chỉ tiêu BHYT")
    key = key_of(services.misses.most_frequent()[0])
    for data in ("k:0", "kl:0", "kw", f"kt:{key}:II.2.10", f"km:{key}", f"kf:{key}", f"kp:{key}"):
        await telegram.wait_for_answer(user.tap(answer, data=data))
    await telegram.settled()
    assert services.misses.count() == 1
    assert services.teaching.all() == []
    assert not any(MISSED in message.text for message in telegram.messages(user.chat))


async def test_teach_by_button(
    telegram: Standin, bot_app: App, administrator: User, user: User, services: Services
) -> None:
    """A missed question is taught by a tap, works at once for everybody, and is undone."""
    await telegram.ask(user, MISSED)
    await telegram.settled()
    reply = await telegram.ask(administrator, "/cauhoi")
    administrator.tap(reply, "1")
    await telegram.wait_for_edit(reply)
    candidate = reply.buttons[0]
    assert str(candidate.data).startswith("kt:")
    ref = str(candidate.data).split(":")[2]
    administrator.tap(reply, candidate.label)
    await telegram.wait_for_edit(reply, 2)
    assert "Đã học" in reply.text
    assert services.misses.count() == 0
    citation = services.volumes.bundled.lookup.open(ref).hits[0].citation
    for asked in (MISSED, "Zumba, tango, salsa?", "ZUMBA TANGO SALSA nhé"):
        assert citation in (await telegram.ask(user, asked)).text
    administrator.tap(reply, wording.BUTTON_UNDO)
    await telegram.wait_for_edit(reply, 3)
    assert reply.text == wording.TAUGHT_NONE
    assert citation not in (await telegram.ask(user, MISSED)).text


async def test_teach_by_reply(
    telegram: Standin, bot_app: App, administrator: User, user: User, services: Services
) -> None:
    """A clause that is not among the candidates is taught by one reply with its address."""
    services.misses.record(MISSED, MissReason.DECLINED)
    reply = await telegram.ask(administrator, "/cauhoi")
    administrator.tap(reply, "1")
    await telegram.wait_for_edit(reply)
    administrator.tap(reply, wording.BUTTON_OTHER_CLAUSE)
    prompt = await telegram.wait_for_reply(administrator, reply)
    assert MISSED in prompt.text
    unclear = administrator.say("mục 99.99", reply_to=prompt)
    assert "không thấy mục" in (await telegram.wait_for_reply(administrator, unclear)).text
    said = administrator.say("chỉ tiêu 12", reply_to=prompt)
    assert "chỉ tiêu (12)" in (await telegram.wait_for_reply(administrator, said)).text
    assert "Gia đình văn hóa" in (await telegram.ask(user, MISSED)).text


async def test_teach_word(
    telegram: Standin, bot_app: App, administrator: User, user: User, services: Services
) -> None:
    """A word is taught by one reply, listed, and undone."""
    before = await telegram.ask(user, "tỷ lệ bơ hát yếu tê là bao nhiêu")
    assert "96,2 %" not in before.text
    reply = await telegram.ask(administrator, "/cauhoi")
    administrator.tap(reply, wording.BUTTON_TEACH_WORD)
    prompt = await telegram.wait_for_reply(administrator, reply)
    wrong = administrator.say("bơ hát yếu tê", reply_to=prompt)
    assert (await telegram.wait_for_reply(administrator, wrong)).text == wording.WORD_UNCLEAR
    said = administrator.say("bơ hát yếu tê = BHYT", reply_to=prompt)
    assert "Đã học" in (await telegram.wait_for_reply(administrator, said)).text
    assert "96,2 %" in (await telegram.ask(user, "tỷ lệ bơ hát yếu tê là bao nhiêu")).text
    administrator.tap(reply, wording.BUTTON_TAUGHT)
    await telegram.wait_for_edit(reply)
    assert "“bơ hát yếu tê” → BHYT" in reply.text
    administrator.tap(reply, "1")
    await telegram.wait_for_edit(reply, 2)
    assert "96,2 %" not in (await telegram.ask(user, "tỷ lệ bơ hát yếu tê là bao nhiêu")).text


async def test_taught_elsewhere(
    telegram: Standin, bot_app: App, user: User, services: Services
) -> None:
    """What the command line teaches is in effect without a restart."""
    services.teaching.teach_question(MISSED, "07-NQ/ĐU", "II.2.12")
    assert "Gia đình văn hóa" in (await telegram.ask(user, MISSED)).text


async def test_forget(
    telegram: Standin, bot_app: App, administrator: User, services: Services
) -> None:
    """A question that is nonsense is taken off the list."""
    services.misses.record(MISSED, MissReason.DECLINED)
    reply = await telegram.ask(administrator, "/cauhoi")
    administrator.tap(reply, "1")
    await telegram.wait_for_edit(reply)
    administrator.tap(reply, wording.BUTTON_FORGET)
    await telegram.wait_for_edit(reply, 2)
    assert services.misses.count() == 0


async def test_error_report(
    telegram: Standin,
    bot_app: App,
    administrator: User,
    user: User,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault: an apology with an id, the same id to administrators, once, without the question."""

    def fail(*_: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(services.volumes.bundled.assistant, "ask", fail)
    apology = await telegram.ask(user, "câu hỏi bí mật")
    report = await telegram.wait_for_reply(administrator)
    number = apology.text.partition("mã lỗi ")[2][:6]
    assert number.isalnum()
    assert number in report.text
    assert "RuntimeError" in report.text
    assert "bí mật" not in report.text
    assert str(user.id) not in report.text
    await telegram.ask(user, "lần nữa")
    await telegram.settled()
    assert len(telegram.replies(administrator.chat)) == 1
    monkeypatch.undo()
    assert "96,2" in (await telegram.ask(user, "chỉ tiêu BHYT là bao nhiêu")).text


async def test_error_in_a_tap(
    telegram: Standin,
    bot_app: App,
    user: User,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault after a tap is told in the pop-up."""
    answer = await telegram.ask(user, "chỉ tiêu BHYT là bao nhiêu")

    def fail(*_: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(services.volumes.bundled.lookup, "open", fail)
    toast = await telegram.wait_for_answer(user.tap(answer, wording.BUTTON_VERBATIM))
    assert "mã lỗi" in toast["text"]
