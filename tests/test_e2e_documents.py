"""Several documents in Telegram: the list, asking elsewhere, and last year's buttons and links."""

import threading

import pytest

from handlers import choosing, wording
from handlers.context import App, Services
from knowledge.resolution.model import Kind
from knowledge.volumes import Volume
from tests.documents_house import (
    CITED,
    NEXT_YEAR,
    choose,
    forge,
    last,
    load_many,
    load_next_year,
    tap,
)
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures", "tests.documents_fixtures")

BUNDLED = "07-NQ/ĐU"
BHYT = "chỉ tiêu BHYT là bao nhiêu"
LAST_YEARS, THIS_YEARS = "Đạt 96,2 % trở lên", "Đạt 97,5 % trở lên"


# -- the list and the card -----------------------------------------------------------------------


async def test_list(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    """Each with number, name, issuer, period, in force or not; the default first and marked."""
    three.volumes.documents.set_in_force(BUNDLED, False)
    listed = await telegram.ask(user, "/vanban")
    first, second, third = listed.text.split("\n\n")[1:4]
    assert first.startswith(f"1. Nghị quyết số {NEXT_YEAR}")
    assert "năm 2027; đang áp dụng; mặc định" in first
    assert "BỘ CHÍNH TRỊ; đang áp dụng" in second
    assert "năm 2026; đã hết hiệu lực" in third
    await tap(telegram, user, listed, "2")
    assert listed.text.startswith(f"Nghị quyết số {CITED}")
    assert "Hà Nội, ngày 22/12/2024" in listed.text
    assert f"Được nhắc đến trong: {BUNDLED}, {NEXT_YEAR}." in listed.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("57-NQ/TW", [CITED]),
        ("57 nq tw", [CITED]),
        ("bo chinh tri", [CITED]),
        ("2027", [NEXT_YEAR]),
        ("thiên hương", [NEXT_YEAR, BUNDLED]),
    ],
)
async def test_find(
    telegram: Standin, bot_app: App, three: Services, user: User, words: str, found: list[str]
) -> None:
    """By number, name, issuer or year; what is found alone is shown as its card."""
    reply = await telegram.ask(user, f"/vanban {words}")
    for number in (BUNDLED, NEXT_YEAR, CITED):
        assert (f"Nghị quyết số {number}" in reply.text) is (number in found)
    assert (wording.BUTTON_TOP in [button.label for button in reply.buttons]) is (len(found) == 1)


async def test_find_none(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    reply = await telegram.ask(user, "/vanban zumba <b>")
    assert reply.text == wording.DOCUMENTS_NONE.format(words="zumba <b>")


async def test_many(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    """Page by page, those found by words too, each document once."""
    load_many(three.volumes.documents, 20)
    for asked, total in (("/vanban", 23), ("/vanban ủy ban nhân dân", 20)):
        listed = await telegram.ask(user, asked)
        seen: list[str] = []
        while True:
            seen += [
                line
                for line in listed.text.splitlines()
                if "Nghị quyết số" in line or "Quyết định số" in line
            ]
            if wording.BUTTON_NEXT not in [button.label for button in listed.buttons]:
                break
            await tap(telegram, user, listed, wording.BUTTON_NEXT)
        assert len(seen) == len(set(seen)) == total


async def test_card_opens_lists(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """Contents and targets of a document that nobody has chosen."""
    card = await telegram.ask(user, f"/vanban {BUNDLED}")
    await tap(telegram, user, card, wording.BUTTON_TARGETS)
    listed = last(telegram, user)
    assert listed.text.startswith("18 chỉ tiêu năm 2026\nNghị quyết số 07-NQ/ĐU")
    await tap(telegram, user, listed, "8")
    assert "hộ kinh doanh" in last(telegram, user).text
    await tap(telegram, user, card, wording.BUTTON_TOP)
    assert last(telegram, user).text.startswith("Mục lục Nghị quyết số 07-NQ/ĐU")


# -- which document ------------------------------------------------------------------------------


async def test_the_one_in_force(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """Questions, lists and cards are of next year's once it is in force, and say so."""
    answer = await telegram.ask(user, BHYT)
    assert answer.text.startswith(THIS_YEARS)
    assert f"Nghị quyết số {NEXT_YEAR}" in answer.text
    for asked in ("/chitieu", "/muc", "/donvi", "/tim nước sạch", "/chude", "giá vàng hôm nay"):
        reply = await telegram.ask(user, asked)
        assert NEXT_YEAR in reply.text, asked
        assert BUNDLED not in reply.text, asked


async def test_elsewhere_for_one_answer(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """A number points elsewhere, what leans on the answer stays there, what stands alone does not."""
    answer = await telegram.ask(user, f"theo {CITED} quy mô kinh tế số đạt bao nhiêu")
    assert answer.text.startswith(f"Theo Nghị quyết số {CITED}.")
    assert "30% GDP" in answer.text
    assert wording.BUTTON_STATUS not in [button.label for button in answer.buttons]
    assert CITED in (await telegram.ask(user, "nguyên văn")).text
    assert (await telegram.ask(user, BHYT)).text.startswith(THIS_YEARS)


async def test_another_year(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    answer = await telegram.ask(user, "chỉ tiêu BHYT năm 2026 là bao nhiêu")
    assert answer.text.startswith(f"Theo Nghị quyết số {BUNDLED} (năm 2026).")
    assert LAST_YEARS in answer.text
    for command in ("/chitieu 2026 10", f"/chitieu {BUNDLED} 10", "/muc 2026 II.2.10"):
        assert "96,2 %" in (await telegram.ask(user, command)).text, command


async def test_comparison(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    """Both clauses with their citations and the difference, and a button for each."""
    answer = await telegram.ask(user, "chỉ tiêu BHYT so với năm 2026")
    for said in (THIS_YEARS, "96,2 %", NEXT_YEAR, BUNDLED, "tăng 1,3 điểm % (tính từ hai văn bản)"):
        assert said in answer.text
    for number, figure in ((NEXT_YEAR, "97,5 %"), (BUNDLED, "96,2 %")):
        label = next(b.label for b in answer.buttons if b.label.startswith(f"{number}: "))
        await tap(telegram, user, answer, label)
        assert figure in last(telegram, user).text
        assert number in last(telegram, user).text


async def test_cited_document_is_linked(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """A button under the clause that cites it, whether it was asked or opened."""
    answer = await telegram.ask(user, "Thực hiện Nghị quyết số 57-NQ/TW thế nào")
    label = wording.BUTTON_CITED.format(number=CITED)
    assert "cũng đã nạp" not in answer.text  # the button says it
    await tap(telegram, user, answer, label)
    card = last(telegram, user)
    assert card.text.startswith(f"Nghị quyết số {CITED}")
    assert NEXT_YEAR in answer.text  # the answer is still there
    ref = str(next(b.data for b in answer.buttons if str(b.data).startswith("q:"))).partition(":")[
        2
    ]
    await forge(telegram, user, answer, f"o:{ref}")
    assert label in [button.label for button in last(telegram, user).buttons]


# -- what is out there already -------------------------------------------------------------------


async def test_old_buttons_mean_last_years_clauses(
    telegram: Standin, bot_app: App, services: Services, user: User
) -> None:
    """Buttons, pages and links of 2026 go on meaning 2026's clauses after 2027's is in force."""
    answer = await telegram.ask(user, BHYT)
    listed = await telegram.ask(user, "/chitieu")
    load_next_year(services.volumes.documents)
    for label in (wording.BUTTON_VERBATIM, wording.BUTTON_RELATED):
        await tap(telegram, user, answer, label)
        assert BUNDLED in last(telegram, user).text
        assert NEXT_YEAR not in last(telegram, user).text
    assert BUNDLED in await tap(telegram, user, answer, wording.BUTTON_STATUS)
    await tap(telegram, user, listed, wording.BUTTON_NEXT)
    assert listed.text.startswith("18 chỉ tiêu năm 2026")
    await tap(telegram, user, listed, "12")
    assert BUNDLED in last(telegram, user).text
    opened = await telegram.wait_for_reply(user, user.start("II-2-10"))
    assert LAST_YEARS in opened.text
    said = user.say("chỉ tiêu tiếp theo", reply_to=answer)
    followed = await telegram.wait_for_reply(user, said)
    assert "(11)" in followed.text
    assert BUNDLED in followed.text


async def test_links_of_other_documents(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """A shared link opens the clause of its document; a forged one opens nothing."""
    answer = await telegram.ask(user, BHYT)
    key = three.volumes.key_of(NEXT_YEAR)
    shared = next(str(b.url) for b in answer.buttons if b.label == wording.BUTTON_SHARE)
    assert f"start%3D_{key}_II-2-8" in shared
    opened = await telegram.wait_for_reply(user, user.start(f"_{key}_II-2-8"))
    assert THIS_YEARS in opened.text
    for forged in (f"_{key}_II-9-9", "_99_II-2-8", "_0_II-2-8", "_3_", f"_{10**17}_II"):
        gone = await telegram.wait_for_reply(user, user.start(forged))
        assert gone.text == wording.GONE, forged


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("q:99~II.2.10", wording.GONE),
        ("o:99999999999999999~II", wording.GONE),
        ("t:99~0", wording.GONE),
        ("m:99~-:0", wording.GONE),
        ("d:99~000000000000:0", wording.GONE),
        ("vd:99~card", wording.DOCUMENT_GONE),
        ("vd:99~use", wording.DOCUMENT_GONE),
        ("vd:zzz", wording.STALE),
        ("q:0~II.2.10", wording.STALE),
        ("q:1~2~II.2.10", wording.STALE),
        ("vb:9999", ""),
    ],
)
async def test_forged_buttons(
    telegram: Standin, bot_app: App, three: Services, user: User, data: str, said: str
) -> None:
    """Unknown keys and what no button says get one sentence."""
    answer = await telegram.ask(user, BHYT)
    assert await forge(telegram, user, answer, data) == said


async def test_ended(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    """A document that has ended is still read, and every answer of it says that it has."""
    three.volumes.documents.set_in_force(BUNDLED, False)
    ended = f"Nghị quyết số {BUNDLED} (năm 2026) đã hết hiệu lực."
    answer = await telegram.ask(user, f"theo {BUNDLED} {BHYT}")
    assert answer.text.startswith(ended)
    assert LAST_YEARS in answer.text
    opened = await telegram.wait_for_reply(user, user.start("II-2-10"))
    assert opened.text.startswith(ended)
    await choose(telegram, user, BUNDLED)
    for asked in ("/chitieu", "/muc", "/donvi", "/tim nước sạch", "/chude"):
        assert ended in (await telegram.ask(user, asked)).text, asked


# -- what is kept of it --------------------------------------------------------------------------


async def test_miss_names_its_document(
    telegram: Standin, bot_app: App, three: Services, user: User, administrator: User
) -> None:
    """A question that went to another document than the default is noted with it, and taught there."""
    await telegram.ask(user, f"theo {CITED} zumba tango salsa")
    await telegram.ask(user, "zumba tango salsa")
    await telegram.settled()
    kept = {(miss.question, miss.document) for miss in three.misses.most_frequent()}
    assert ("zumba tango salsa", "") in kept
    assert CITED in {document for _, document in kept}
    listed = await telegram.ask(administrator, "/cauhoi")
    assert f"hỏi {CITED}" in listed.text
    place = next(line.partition(".")[0] for line in listed.text.splitlines() if CITED in line)
    await tap(telegram, administrator, listed, place)
    await tap(telegram, administrator, listed, wording.BUTTON_OTHER_CLAUSE)
    said = administrator.say("II.1", reply_to=last(telegram, administrator))
    learnt = await telegram.wait_for_reply(administrator, said)
    assert CITED in learnt.text
    taught = await telegram.ask(user, f"theo {CITED} zumba tango salsa")
    assert "30% GDP" in taught.text
    assert "30% GDP" not in (await telegram.ask(user, "zumba tango salsa")).text


async def test_words_taught_for_one_document(
    telegram: Standin, bot_app: App, three: Services, user: User, administrator: User
) -> None:
    """A word taught while a document is chosen holds in that document alone."""
    await choose(telegram, administrator, CITED)
    listed = await telegram.ask(administrator, "/cauhoi")
    await tap(telegram, administrator, listed, wording.BUTTON_TEACH_WORD)
    prompt = last(telegram, administrator)
    said = administrator.say("zumba = kinh tế số", reply_to=prompt)
    assert CITED in (await telegram.wait_for_reply(administrator, said)).text
    assert "30% GDP" in (await telegram.ask(user, f"theo {CITED} quy mô zumba đạt bao nhiêu")).text
    assert [one.document for one in three.teaching.all()] == [CITED]


async def test_opening_holds_up_nobody(
    telegram: Standin,
    bot_app: App,
    three: Services,
    user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A document that is not open yet is opened beside the event loop."""
    opening: list[bool] = []
    opened = three.volumes._opened

    def watched(number: str) -> Volume:
        opening.append(threading.current_thread() is threading.main_thread())
        return opened(number)

    monkeypatch.setattr(three.volumes, "_opened", watched)
    await telegram.ask(user, f"theo {CITED} kinh tế số")
    await telegram.ask(user, f"/muc {CITED}")
    assert opening
    assert not any(opening)


def test_steps_have_buttons() -> None:
    """Every step of a card can stand in a button."""
    assert set(choosing.STEPS) == {
        "card", "use", "home", "targets", "tree", "end", "ended", "skip", "begin", "begun",
    }  # fmt: skip


async def test_every_clause_of_another_document_opens(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """Each clause of next year's can be walked to and opened by its button."""
    volume = three.volumes.open(NEXT_YEAR)
    answer = await telegram.ask(user, BHYT)
    for clause in volume.resolution.clauses:
        if clause.kind is not Kind.HEADING:
            assert await forge(telegram, user, answer, f"o:{volume.key}~{clause.ref}") == ""
            assert clause.text[:40] in last(telegram, user).text


@pytest.mark.parametrize("question", ["so với năm 2026 thì sao", "so với năm ngoái"])
async def test_comparison_of_what_was_spoken_of(
    telegram: Standin, bot_app: App, three: Services, user: User, question: str
) -> None:
    """A comparison without a topic is of the clause before; so is one in reply to an old answer."""
    asked = await telegram.ask(user, BHYT)
    for reply_to in (None, asked):
        said = user.say(question, reply_to=reply_to)
        answer = await telegram.wait_for_reply(user, said)
        assert "tăng 1,3 điểm %" in answer.text
        assert BUNDLED in answer.text
