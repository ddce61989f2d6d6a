"""Choosing a document in Telegram: for oneself, for a group, inline; kept over a restart, gone with the document."""

from bot.services import services_of
from bot.settings import Settings
from handlers import wording
from handlers.context import SERVICES, App, Services
from tests.documents_house import CITED, NEXT_YEAR, choose, last, load_cited, tap
from tests.handlers.house import assistant, lookup
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures", "tests.documents_fixtures")

BUNDLED = "07-NQ/ĐU"
BHYT = "chỉ tiêu BHYT là bao nhiêu"
LAST_YEARS, THIS_YEARS = "Đạt 96,2 % trở lên", "Đạt 97,5 % trở lên"


async def test_choose_and_back(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """Questions and lists follow what is chosen, for this person alone, until he goes back."""
    card = await choose(telegram, user, BUNDLED)
    assert wording.CARD_CHOSEN in card.text
    said = last(telegram, user)
    assert said.text == wording.CHOSE.format(name=f"Nghị quyết số {BUNDLED}")
    assert LAST_YEARS in (await telegram.ask(user, BHYT)).text
    assert (await telegram.ask(user, "/chitieu")).text.startswith("18 chỉ tiêu năm 2026")
    assert NEXT_YEAR in (await telegram.ask(user, f"theo {NEXT_YEAR} chỉ tiêu BHYT")).text
    other = telegram.add_user("Minh")
    assert THIS_YEARS in (await telegram.ask(other, BHYT)).text
    await tap(telegram, user, said, wording.BUTTON_HOME)
    assert NEXT_YEAR in last(telegram, user).text
    assert THIS_YEARS in (await telegram.ask(user, BHYT)).text


async def test_choice_outlives_a_restart(
    telegram: Standin, bot_app: App, three: Services, user: User, settings: Settings
) -> None:
    """What is chosen and the keys of documents are in the database."""
    await choose(telegram, user, CITED)
    answer = await telegram.ask(user, "quy mô kinh tế số")
    again = services_of(three.office.database, assistant(), settings, lookup())
    bot_app.bot_data[SERVICES] = again
    assert again.volumes.at_hand(CITED) is None
    assert "30% GDP" in (await telegram.ask(user, "quy mô kinh tế số")).text
    await tap(telegram, user, answer, wording.BUTTON_VERBATIM)
    assert CITED in last(telegram, user).text


async def test_choice_goes_with_its_document(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """Taken out, it is chosen no more; loaded again, it has its key and old buttons work again."""
    await choose(telegram, user, CITED)
    answer = await telegram.ask(user, "quy mô kinh tế số")
    three.volumes.documents.undo(CITED)
    assert THIS_YEARS in (await telegram.ask(user, BHYT)).text
    assert await tap(telegram, user, answer, wording.BUTTON_VERBATIM) == wording.GONE
    load_cited(three.volumes.documents)
    await tap(telegram, user, answer, wording.BUTTON_VERBATIM)
    assert "30% GDP" in last(telegram, user).text


async def test_choose_in_a_group(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    """A group's choice is for the group: nobody's private chat changes."""
    group = telegram.add_supergroup("Nhóm", user)
    name = telegram.bot.username
    card = await telegram.ask(user, f"/vanban@{name} {BUNDLED}", group)
    await telegram.wait_for_answer(user.tap(card, wording.BUTTON_USE))
    await telegram.settled()
    said = telegram.replies(group)[-1].text
    assert said == wording.CHOSE_GROUP.format(name=f"Nghị quyết số {BUNDLED}")
    assert LAST_YEARS in (await telegram.ask(user, f"@{name} {BHYT}", group)).text
    assert THIS_YEARS in (await telegram.ask(user, BHYT)).text


async def test_choice_moves_with_its_group(
    telegram: Standin, bot_app: App, three: Services, user: User
) -> None:
    group = telegram.add_group("Nhóm", user)
    three.volumes.chosen.choose(group.id, BUNDLED)
    moved = telegram.migrate(group)
    await telegram.settled()
    assert three.volumes.chosen.of(moved.id) == BUNDLED
    assert three.volumes.chosen.of(group.id) == ""


async def test_inline(telegram: Standin, bot_app: App, three: Services, user: User) -> None:
    """Cards are of the document in force, or of the one chosen, which is for that person alone."""
    query = user.inline("bhyt")
    answer = await telegram.wait_for_answer(query)
    key = three.volumes.key_of(NEXT_YEAR)
    assert query.results[0]["id"] == f"_{key}_II-2-8"
    assert NEXT_YEAR in query.results[0]["description"]
    assert answer["is_personal"] is False
    posted = user.choose(query)
    assert posted.buttons[0].url == f"https://t.me/standin_bot?start=_{key}_II-2-8"
    three.volumes.documents.set_in_force(BUNDLED, False)
    await choose(telegram, user, BUNDLED)
    query = user.inline("bhyt")
    answer = await telegram.wait_for_answer(query)
    assert query.results[0]["id"] == "II-2-10"
    assert (answer["is_personal"], answer["cache_time"]) == (True, 0)
    assert user.choose(query).text.startswith(
        f"Nghị quyết số {BUNDLED} (năm 2026) đã hết hiệu lực."
    )
