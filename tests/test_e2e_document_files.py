"""An administrator sends a document's file: read, shown, corrected, loaded, undone; what is no document is refused."""

from collections.abc import Callable
from datetime import date

import pytest

from handlers import audit_wording, wording, work_wording
from handlers import document_wording as words
from handlers.context import App
from handlers.document_drafts import DRAFT
from knowledge.errors import UnknownDocumentError
from knowledge.ingest.correction_lines import MOST_LINES
from knowledge.ingest.proposal import accept, propose
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from knowledge.progress.policy import Action as Attempted
from knowledge.progress.records import assignments_where, standing_reports
from knowledge.storage.documents import IN_USE
from tests.document_files import (
    NEW_NUMBER,
    bomb,
    bundled_word,
    changed_text,
    locked,
    new_markdown,
    new_pdf,
    new_text,
    new_word,
    scan,
)
from tests.knowledge.progress_office import BHYT, MARKET, NUMBER, bhyt
from tests.office_house import House
from tests.standin import Message, User

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")

READING_SECONDS = 20.0
LAST_TASK = "II.3.2.1/9"
"""A task that moves up by one where MARKET is left out."""


async def send(
    house: House, who: User, data: bytes, name: str = "nghi-quyet.txt", caption: str = ""
) -> Message:
    """Send a file and wait for the bot's reply."""
    sent = who.send_document(data, name, caption=caption)
    return await house.telegram.wait_for_reply(who, sent, timeout=READING_SECONDS)


async def press(house: House, who: User, card: Message, label: str) -> str:
    """Tap a button and return what flashes up, once the bot is done."""
    answer = await house.telegram.wait_for_answer(who.tap(card, label), timeout=READING_SECONDS)
    return str(answer.get("text", ""))


async def type_in(house: House, who: User, card: Message, label: str, said: str) -> Message:
    """Tap a button that asks for a text, type that, and return the reply."""
    await press(house, who, card, label)
    await house.telegram.settled()
    typed = who.say(said)
    return await house.telegram.wait_for_reply(who, typed, timeout=READING_SECONDS)


def labels(card: Message) -> list[str]:
    """What the buttons under a message say."""
    return [button.label for button in card.buttons]


def begins(card: Message, start: str) -> str:
    """The label of the button that begins so."""
    return next(label for label in labels(card) if label.startswith(start))


def stored(house: House) -> list[str]:
    """The numbers that are loaded."""
    return sorted(one.number for one in house.office.documents.summaries())


@pytest.mark.parametrize(
    ("make", "name"),
    [(new_text, "a.txt"), (new_markdown, "a.md"), (new_word, "a.docx"), (new_pdf, "a.pdf")],
)
async def test_card(house: House, running: App, make: Callable[[], bytes], name: str) -> None:
    """Every kind of file gives the same card; nothing is stored before it counts."""
    card = await send(house, house.admin, make(), name)
    for line in (
        f"Nghị quyết số {NEW_NUMBER}",
        "Ngày ban hành: 20/12/2026",
        "Người ký: Nguyễn Văn An, BÍ THƯ",
        "Năm, giai đoạn: 2027",
        f"Tệp: {name}",
        "3 chỉ tiêu (2 mức), 2 nhiệm vụ, 1 trách nhiệm",
        words.NEW,
    ):
        assert line in card.text
    assert words.BUTTON_LOAD in labels(card)
    assert stored(house) == [NUMBER]


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (scan, "quet.pdf", "bản chụp"),
        (locked, "khoa.pdf", "mật khẩu"),
        (bomb, "bom.docx", "quá lớn"),
        (lambda: b"%PDF-1.7 hong", "hong.pdf", "PDF"),
        (lambda: b"PK\x03\x04hong", "hong.docx", "Word"),
        (lambda: b"  \n", "trong.txt", "trống"),
        (lambda: b"GIF89a", "anh.gif", "không thuộc loại đọc được"),
        (lambda: "Mời họp lúc tám giờ sáng mai.".encode(), "moi.txt", "không phải văn bản"),
    ],
)
async def test_no_document(
    house: House, running: App, make: Callable[[], bytes], name: str, said: str
) -> None:
    """What can't be read is refused with one sentence; nothing is kept of it."""
    reply = await send(house, house.admin, make(), name)
    assert said in reply.text
    assert "\n" not in reply.text
    assert not reply.buttons
    assert house.office.drafts.newest(house.admin.id, DRAFT) is None


async def test_too_large(house: House, running: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is not even fetched; one that Telegram does not give is told of."""
    monkeypatch.setattr("knowledge.ingest.limits.MAX_FILE_BYTES", 100)
    reply = await send(house, house.admin, new_text())
    assert "lớn hơn" in reply.text
    assert not house.telegram.requests("getFile")
    monkeypatch.undo()
    house.telegram.fail("getFile", "400", description="Bad Request: file is too big")
    assert "Chưa tải được" in (await send(house, house.admin, new_text())).text


@pytest.mark.parametrize("who", ["leader", "cadre", "member", "stranger"])
async def test_others(house: House, running: App, who: str) -> None:
    """Anybody else is told what he is told of any file; forged buttons do nothing."""
    user = getattr(house, who)
    reply = await send(house, user, new_text())
    assert reply.text == wording.NOT_TEXT
    card = await send(house, house.admin, new_text())
    draft = str(card.button(words.BUTTON_LOAD).data).split(":")[2]
    for step in ("load", "sure", "tree", "undone", "inforce", "drop"):
        assert "dành cho quản trị viên" in await house.forge(user, reply, f"l:{step}:{draft}:1")
    assert stored(house) == [NUMBER]


async def test_other_administrator(house: House, running: App) -> None:
    """A draft is of one person: another administrator's button says that it is gone."""
    card = await send(house, house.admin, new_text())
    mine = await send(house, house.root, new_text())
    data = str(card.button(words.BUTTON_LOAD).data)
    assert await house.forge(house.root, mine, data) == words.GONE
    assert await house.forge(house.root, mine, "l:nonsense:1:1") == wording.STALE
    assert await house.forge(house.admin, card, "l:load:999999999999999999:0") == words.GONE
    assert stored(house) == [NUMBER]


async def test_in_a_group(house: House, running: App) -> None:
    """In a group nothing is read."""
    group = house.telegram.add_supergroup("Tổ", house.admin)
    house.admin.send_document(new_text(), "nghi-quyet.txt", chat=group)
    await house.telegram.settled()
    assert all("chỉ tiêu" not in message.text for message in house.telegram.replies(group))
    card = await send(house, house.admin, new_text())
    moved = house.telegram.replies(house.admin.chat)[-1]
    assert moved is card


async def test_views(house: House, running: App) -> None:
    """Tree, targets, bodies and deadlines, misprints, doubts: each in place, each with the way back."""
    card = await send(house, house.admin, new_text(), "a.txt")
    said = {
        words.BUTTON_TREE: "II.1 Kinh tế (2)",
        words.BUTTON_TARGETS.format(count=3): "II. NHIỆM VỤ",
        words.BUTTON_BODIES: "đến hết 30/04/2027",
        words.BUTTON_MISPRINTS.format(count=1): "“chính đón” có thể là “chỉnh đốn”",
    }
    said[words.BUTTON_TARGETS.format(count=3)] = "từ 97 % trở lên"
    for label, line in said.items():
        await press(house, house.admin, card, label)
        assert line in card.text
        await press(house, house.admin, card, words.BUTTON_CARD)
        assert words.NEW in card.text


async def test_load(house: House, running: App) -> None:
    """Loaded by a tap, once; next year's is not in force yet; the others are told; the log has it."""
    card = await send(house, house.admin, new_word(), "a.docx")
    assert words.WILL_BEGIN.format(day="01/01/2027") in card.text
    taps = [house.admin.tap(card, words.BUTTON_LOAD) for _ in range(3)]
    for tap in taps:
        await house.telegram.wait_for_answer(tap, timeout=READING_SECONDS)
    house.telegram.repeat()
    await house.telegram.settled()
    assert card.text.startswith(words.LOADED.format(name=f"Nghị quyết số {NEW_NUMBER}"))
    assert words.BEGINS.format(day="01/01/2027") in card.text
    assert words.OTHER_DEFAULT.format(number=NUMBER) in card.text
    assert len(house.office.documents.loads(NEW_NUMBER)) == 1
    summary = house.office.documents.summary(NEW_NUMBER)
    assert (summary.in_force, summary.loaded_by) == (False, "Quản Trị")
    notice = words.NOTICE_LOADED.format(who="Quản Trị", name=f"Nghị quyết số {NEW_NUMBER}")
    assert [one.text for one in house.telegram.messages(house.root.chat)] == [notice]
    assert not house.telegram.messages(house.leader.chat)
    line = (await house.telegram.ask(house.admin, "/nhatky")).text.splitlines()[2]
    assert audit_wording.ACTIONS[Attempted.MANAGE_DOCUMENTS] in line
    assert f"{NEW_NUMBER} (nạp)" in line
    await press(house, house.admin, card, words.BUTTON_IN_FORCE)
    assert words.IS_DEFAULT in card.text
    assert house.office.documents.summary(NEW_NUMBER).in_force
    await press(house, house.admin, card, words.BUTTON_NOT_IN_FORCE)
    assert not house.office.documents.summary(NEW_NUMBER).in_force


async def test_in_force_chosen(house: House, running: App) -> None:
    """Who wants next year's resolution to be asked at once says so on the card."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_IN_FORCE)
    assert words.WILL_BE_IN_FORCE in card.text
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert words.IN_FORCE in card.text
    assert words.IS_DEFAULT in card.text


async def test_undo(house: House, running: App) -> None:
    """A load is undone as one, after a confirmation; a second undo finds nothing."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_LOAD)
    await press(house, house.admin, card, words.BUTTON_UNDO)
    assert "Hoàn tác lần nạp" in card.text
    data = str(card.button(words.BUTTON_UNDO_YES).data)
    await press(house, house.admin, card, work_wording.BUTTON_NO)
    assert words.BEGINS.format(day="01/01/2027") in card.text
    assert stored(house) == [NUMBER, NEW_NUMBER]
    await house.forge(house.admin, card, data)
    assert card.text.startswith(words.UNDONE.format(number=NEW_NUMBER))
    assert stored(house) == [NUMBER]
    assert await house.forge(house.admin, card, data) == words.LOAD_TOO_OLD
    await house.telegram.settled()
    notices = [one.text for one in house.telegram.messages(house.root.chat)]
    assert words.NOTICE_UNDONE.format(who="Quản Trị", number=NEW_NUMBER) in notices


async def test_undo_of_a_document_in_use(house: House, running: App) -> None:
    """A first load with work given out of it since is not taken back; nothing changes, nobody is told of it."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_LOAD)
    task = "II.1/1"
    house.office.assignments.give(OPERATOR, NEW_NUMBER, task, units=[house.unit.id])
    await press(house, house.admin, card, words.BUTTON_UNDO)
    toast = await press(house, house.admin, card, words.BUTTON_UNDO_YES)
    assert toast == IN_USE.format(number=NEW_NUMBER)
    assert len(assignments_where(house.office.database, NEW_NUMBER, task)) == 1
    await house.telegram.settled()
    assert len(house.telegram.messages(house.root.chat)) == 1


async def test_undo_of_an_older_load(house: House, running: App) -> None:
    """A load that another one replaced is not undone in its place."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_LOAD)
    house.clock.forward(minutes=5)
    await house.telegram.settled()
    later = await send(house, house.root, new_text().replace(b"97 %", b"98 %"))
    await press(house, house.root, later, words.BUTTON_LOAD)
    await press(house, house.admin, card, words.BUTTON_UNDO)
    toast = await press(house, house.admin, card, words.BUTTON_UNDO_YES)
    assert toast == words.UNDO_LATER.format(number=NEW_NUMBER)
    assert "98 %" in house.office.documents.get(NEW_NUMBER).source


async def test_same_text(house: House, running: App) -> None:
    """The text that is stored already changes nothing, and there is nothing to load."""
    source = house.office.documents.get(NUMBER).source
    card = await send(house, house.admin, source.encode(), "07.txt")
    assert words.SAME in card.text
    assert words.BUTTON_LOAD not in labels(card)
    draft = str(card.button(words.BUTTON_TREE).data).split(":")[2]
    await house.forge(house.admin, card, f"l:load:{draft}:1")
    assert house.office.documents.get(NUMBER).source == source
    assert len(house.office.documents.loads(NUMBER)) == 1


async def test_corrected_version(house: House, running: App) -> None:
    """What goes on, what moves, what no longer applies - by name, asked for once more, undone as one."""
    house.assign(MARKET)
    house.assign(LAST_TASK, units=[house.other_unit.id])
    house.office.reports.save(OPERATOR, bhyt("95.8"), key="1", confirmed=True)
    data = changed_text([("96,2 % trở lên", "97,1 % trở lên")], without=[MARKET])
    house.clock.forward(minutes=1)
    card = await send(house, house.admin, data, "07 sửa.txt")
    assert "1 mục sửa câu chữ, 5 mục chuyển chỗ, 1 mục không còn, 1 mức thay đổi" in card.text
    assert "Còn dùng được: 1 báo cáo, 1 phân công" in card.text
    assert "Phân công Trạm Y tế: mục không còn" in card.text
    await press(house, house.admin, card, words.BUTTON_CHANGES)
    assert f"Mục {LAST_TASK} nay là II.3.2.1/8." in card.text
    assert f"Phân công chuyển theo mục: {LAST_TASK} → II.3.2.1/8." in card.text
    assert "“Đạt 96,2 % trở lên” thành “Đạt 97,1 % trở lên”" in card.text
    await press(house, house.admin, card, words.BUTTON_CARD)
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert card.text.startswith(words.SURE)
    assert "Trạm Y tế" in card.text
    assert len(house.office.documents.loads(NUMBER)) == 1
    await press(house, house.admin, card, words.BUTTON_LOAD_YES)
    assert card.text.startswith("Đã nạp")
    assert "1 phân công: mục không còn" in card.text
    assert words.IN_FORCE in card.text
    database = house.office.database
    assert [one.ref for one in assignments_where(database, NUMBER)] == ["II.3.2.1/8"]
    assert len(standing_reports(database, NUMBER, BHYT)) == 1
    await press(house, house.admin, card, words.BUTTON_UNDO)
    await press(house, house.admin, card, words.BUTTON_UNDO_YES)
    assert words.UNDONE_BEFORE in card.text
    assert {one.ref for one in assignments_where(database, NUMBER)} == {MARKET, LAST_TASK}
    assert len(standing_reports(database, NUMBER, BHYT)) == 1


async def test_answers_at_once(house: House, running: App) -> None:
    """What is loaded answers without a restart, and what it replaces no more; undone, it is the other way round."""
    question = "chỉ tiêu BHYT là bao nhiêu"
    assert "96,2 %" in (await house.telegram.ask(house.stranger, question)).text
    card = await send(house, house.admin, changed_text([("96,2 % trở lên", "97,1 % trở lên")]))
    await press(house, house.admin, card, words.BUTTON_LOAD)
    reply = await house.telegram.ask(house.stranger, question)
    assert "97,1 %" in reply.text
    assert "96,2" not in reply.text
    listed = await house.telegram.ask(house.stranger, "/chitieu 10")
    assert "97,1 %" in listed.text
    await press(house, house.admin, card, words.BUTTON_UNDO)
    await press(house, house.admin, card, words.BUTTON_UNDO_YES)
    assert "96,2 %" in (await house.telegram.ask(house.stranger, question)).text


async def test_ask_what_was_loaded(house: House, running: App) -> None:
    """The button under the card makes his chat ask the new document; the card stays as it is."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_LOAD)
    await press(house, house.admin, card, wording.BUTTON_USE)
    assert words.BUTTON_UNDO in labels(card)
    answer = await house.telegram.ask(house.admin, "chỉ tiêu bảo hiểm y tế là bao nhiêu")
    assert "97 %" in answer.text
    assert NEW_NUMBER in answer.text
    assert f"{NEW_NUMBER} (năm 2027) áp dụng từ 01/01/2027" in answer.text
    other = await house.telegram.ask(house.stranger, "chỉ tiêu bảo hiểm y tế là bao nhiêu")
    assert "96,2 %" in other.text
    listed = await house.telegram.ask(house.stranger, "/vanban")
    assert "năm 2027; áp dụng từ 01/01/2027" in listed.text
    assert "hết hiệu lực" not in listed.text


async def test_thought_better_of(house: House, running: App) -> None:
    """Asked once more, he says no: the card is there again and nothing is loaded; dropped, it is gone."""
    house.assign(MARKET)
    card = await send(house, house.admin, changed_text(without=[MARKET]))
    await press(house, house.admin, card, words.BUTTON_LOAD)
    await press(house, house.admin, card, work_wording.BUTTON_NO)
    assert words.BUTTON_LOAD in labels(card)
    data = str(card.button(words.BUTTON_LOAD).data)
    await press(house, house.admin, card, words.BUTTON_DROP)
    assert card.text == words.DROPPED
    assert await house.forge(house.admin, card, data) == words.GONE
    assert len(house.office.documents.loads(NUMBER)) == 1


async def test_loaded_meanwhile(house: House, running: App) -> None:
    """Where another version was stored since the card was shown, the new comparison is shown instead."""
    card = await send(house, house.admin, new_text())
    documents = house.office.documents
    accept(documents, propose(documents, new_text().replace(b"97 %", b"98 %"), "b.txt"))
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert card.text.startswith(words.STALE)
    assert "1 mức thay đổi" in card.text
    assert "98 %" in documents.get(NEW_NUMBER).source
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert card.text.startswith("Đã nạp")
    assert "97 %" in documents.get(NEW_NUMBER).source


async def test_record_made_meanwhile(house: House, running: App) -> None:
    """An assignment given since the card was shown, which loading would cost, is shown first."""
    card = await send(house, house.admin, changed_text(without=[MARKET]))
    assert words.LOST not in card.text
    house.assign(MARKET)
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert card.text.startswith(words.STALE)
    assert "Phân công Trạm Y tế" in card.text
    assert len(house.office.documents.loads(NUMBER)) == 1


async def test_number_is_told(house: House, running: App) -> None:
    """Without a number nothing can be loaded; typed, it can; bad lines are told of, good ones kept."""
    card = await send(house, house.admin, new_text(""))
    assert "không in số hiệu" in card.text
    assert words.BUTTON_LOAD not in labels(card)
    said = f"số: {NEW_NUMBER}\nlung tung\nI.1: từ 55 % trở lên\nnăm: 2028"
    card = await type_in(house, house.admin, card, words.BUTTON_CORRECT, said)
    assert card.text.startswith(words.NOT_READ)
    assert "“lung tung”" in card.text
    assert "không in con số 55" in card.text
    assert f"số hiệu: {NEW_NUMBER}" in card.text
    assert "Năm, giai đoạn: 2028" in card.text
    more = house.admin.say("trích yếu: Nhiệm vụ 2027")
    card = await house.telegram.wait_for_reply(house.admin, more, timeout=READING_SECONDS)
    assert "Trích yếu: Nhiệm vụ 2027" in card.text
    await press(house, house.admin, card, words.BUTTON_UNCORRECT)
    assert "NHIỆM VỤ NĂM 2027" in card.text
    assert f"Nghị quyết số {NEW_NUMBER}" in card.text
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert stored(house) == [NUMBER, NEW_NUMBER]
    assert house.office.documents.summary(NEW_NUMBER).period == "2028"


async def test_number_of_a_stored_document(house: House, running: App) -> None:
    """Told to be the stored resolution, a text brings along what was corrected there."""
    source = house.office.documents.get(NUMBER).source.replace(f"Số {NUMBER}", "Số …")
    card = await send(house, house.admin, source.encode(), caption=f"số: {NUMBER}")
    assert f"Nghị quyết số {NUMBER}" in card.text
    assert "ở bản đang lưu" in card.text
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert house.office.documents.get(NUMBER).data["errata"]


async def test_measures(house: House, running: App) -> None:
    """A target tapped asks for its right reading; the clause's own words decide."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, begins(card, "Chỉ tiêu"))
    refused = await type_in(house, house.admin, card, "2", "từ 12 % trở lên")
    assert "không in con số 12" in refused.text
    typed = house.admin.say("dưới 99,5 %")
    card = await house.telegram.wait_for_reply(house.admin, typed, timeout=READING_SECONDS)
    assert "I.2: tỷ lệ hộ dùng nước sạch: dưới 99,5 %" in card.text.replace("Tỷ lệ", "tỷ lệ")
    await press(house, house.admin, card, begins(card, "Chỉ tiêu"))
    assert "✓ đã sửa" in card.text
    card = await type_in(house, house.admin, card, "1", "định tính")
    assert "I.1: định tính" in card.text
    await press(house, house.admin, card, words.BUTTON_LOAD)
    kept = house.office.documents.get(NEW_NUMBER).data["measures"]
    assert kept["I.1"] == []
    assert kept["I.2"][0]["threshold"] == "99.5"


async def test_misprints(house: House, running: App) -> None:
    """A suspected misprint becomes an erratum or is passed over; the text itself stays as printed."""
    data = new_text().replace("rà soát".encode(), "rà soát ngưỡiq".encode())
    data = data.replace("ngưỡiq".encode(), "ngừờị".encode())
    card = await send(house, house.admin, data)
    await press(house, house.admin, card, begins(card, "Nghi in sai"))
    while "chính đón" not in card.text:
        await press(house, house.admin, card, wording.BUTTON_NEXT)
    old = str(card.button(words.BUTTON_MISPRINT).data)
    assert await press(house, house.admin, card, words.BUTTON_MISPRINT) == words.NOTED
    assert await house.forge(house.admin, card, old) == words.CHANGED_SINCE
    assert await press(house, house.admin, card, words.BUTTON_FINE) == words.PASSED_OVER
    assert words.MISPRINTS_NONE in card.text
    await press(house, house.admin, card, begins(card, "Xem lại 1"))
    card = await type_in(house, house.admin, card, words.BUTTON_MISPRINT, "người")
    assert "in “ngừờị”, đúng là “người”" in card.text
    assert "in “chính đón”, đúng là “chỉnh đốn”" in card.text
    assert words.BUTTON_MISPRINTS.format(count=1) not in labels(card)
    await press(house, house.admin, card, words.BUTTON_UNCORRECT)
    assert "ngừờị" not in card.text
    await press(house, house.admin, card, words.BUTTON_LOAD)
    found = house.office.documents.get(NEW_NUMBER)
    assert [row["meant"] for row in found.data["errata"]] == ["chỉnh đốn"]
    assert "chính đón" in found.source


async def test_question_while_asked(house: House, running: App) -> None:
    """A question typed while a correction is awaited is answered as a question."""
    card = await send(house, house.admin, new_text())
    reply = await type_in(house, house.admin, card, words.BUTTON_CORRECT, "chỉ tiêu bhyt là gì")
    assert "96,2" in reply.text
    many = "\n".join(["năm: 2027"] * (MOST_LINES + 1))
    typed = house.admin.say(many)
    refused = await house.telegram.wait_for_reply(house.admin, typed, timeout=READING_SECONDS)
    assert str(MOST_LINES) in refused.text


async def test_after_a_restart(house: House, running: App) -> None:
    """The draft and what is asked survive; a new process knows nothing else."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_CORRECT)
    await house.telegram.settled()
    running.bot_data.pop("documents read")
    house.services.memory = type(house.services.memory)()
    typed = house.admin.say("năm: 2026")
    card = await house.telegram.wait_for_reply(house.admin, typed, timeout=READING_SECONDS)
    assert "Năm, giai đoạn: 2026" in card.text
    running.bot_data.pop("documents read")
    await press(house, house.admin, card, words.BUTTON_LOAD)
    assert house.office.documents.summary(NEW_NUMBER).in_force


async def test_two_files(house: House, running: App) -> None:
    """A second file makes a second draft; an old one is gone after a day."""
    first = await send(house, house.admin, new_text())
    second = await send(house, house.admin, changed_text([("96,2 %", "96,9 %")]), "07.txt")
    await press(house, house.admin, first, words.BUTTON_LOAD)
    assert NEW_NUMBER in first.text
    house.clock.forward(days=2)
    assert await press(house, house.admin, second, words.BUTTON_LOAD) == words.GONE
    assert "96,2 %" in house.office.documents.get(NUMBER).source


async def test_role_taken_away(house: House, running: App) -> None:
    """Who is no administrator any more loads nothing, neither by a tap nor by a text; it is logged."""
    card = await send(house, house.admin, new_text())
    await press(house, house.admin, card, words.BUTTON_CORRECT)
    await house.telegram.settled()
    person = house.person(house.admin).id
    owner = house.office.gate.actor(house.root.id)
    house.office.people.change(owner, person, role=Role.CADRE)
    assert "dành cho quản trị viên" in await press(house, house.admin, card, words.BUTTON_LOAD)
    typed = house.admin.say("năm: 2026")
    reply = await house.telegram.wait_for_reply(house.admin, typed, timeout=READING_SECONDS)
    assert "dành cho quản trị viên" in reply.text
    assert stored(house) == [NUMBER]
    assert house.refusals() == [(house.admin.id, "manage-documents")] * 2
    with pytest.raises(UnknownDocumentError):
        house.office.documents.get(NEW_NUMBER)


async def test_awaited_evidence(house: House, running: App) -> None:
    """A file that a report waits for is its evidence, not a document."""
    caption = f"/capnhat 10 95,8 {date(2026, 4, 9):%d/%m/%Y}"
    reply = await send(house, house.admin, new_word(), "minh-chung.docx", caption)
    assert work_wording.REPORT_EVIDENCE_COUNT.format(count=1) in reply.text


async def test_bundled_as_word(house: House, running: App) -> None:
    """The bundled resolution as a Word file is the same document, line for line."""
    house.assign(MARKET)
    card = await send(house, house.admin, bundled_word(), "07.docx")
    assert "mục không còn" not in card.text
    assert "Còn dùng được: 1 phân công" in card.text or words.SAME in card.text


async def test_unsafe_name(house: House, running: App) -> None:
    """A name with markup, line breaks or invisible signs is shown as plain text."""
    card = await send(house, house.admin, new_text(), "<b>a</b>\u202e\nx&.txt")
    assert "Tệp: <b>a</b> x&.txt" in card.text
