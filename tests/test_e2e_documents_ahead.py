"""A resolution for next year that is loaded in this one: its work given ahead, stopped, compared, reported at New Year."""

from datetime import date

from handlers import document_wording, wording
from handlers import work_wording as words
from handlers.context import App
from knowledge.progress.gate import OPERATOR
from tests.documents_house import NEXT_YEAR, forge, last, load_ahead, tap
from tests.knowledge.progress_office import BHYT, NUMBER, bhyt
from tests.office_house import House

pytest_plugins = ("tests.standin.fixtures", "tests.office_fixtures")

NAME = f"Nghị quyết số {NEXT_YEAR}"
BHYT_2027 = "II.2.8"


def give_ahead(house: House, deadline: date) -> None:
    """Charge the health station with a target of next year."""
    load_ahead(house.services.volumes.documents)
    house.office.assignments.give(
        OPERATOR, NEXT_YEAR, BHYT_2027, units=[house.unit.id], deadline=deadline
    )


async def test_work_given_ahead_is_in_the_list(house: House, running: App) -> None:
    """What a leader gives in December stands in /nhiemvu at once, not from New Year on."""
    give_ahead(house, date(2027, 12, 31))
    listed = await house.telegram.ask(house.cadre, "/nhiemvu")
    assert "1 việc" in listed.text
    assert NAME in listed.text
    other = await house.telegram.ask(house.other, "/nhiemvu")
    assert NEXT_YEAR not in other.text
    house.services.volumes.documents.set_in_force(NEXT_YEAR, False)
    assert NEXT_YEAR not in (await house.telegram.ask(house.cadre, "/nhiemvu")).text


async def test_work_given_ahead_is_reminded_of(house: House, running: App) -> None:
    """A deadline early in January has its notice a week before, in December."""
    house.clock.forward(days=date(2026, 12, 28).toordinal() - house.clock.now.toordinal())
    give_ahead(house, date(2027, 1, 5))
    house.office.reminders.plan(house.office.numbers_given())
    house.clock.forward(days=1)
    assert [one.document for one in house.office.reminders.due()] == [NEXT_YEAR]


async def test_deadlines_of_work_given_ahead_are_in_its_year(house: House, running: App) -> None:
    """In December nobody means the end of this year for what is to be done next year."""
    load_ahead(house.services.volumes.documents)
    house.clock.forward(days=date(2026, 12, 20).toordinal() - house.clock.now.toordinal())
    card = await house.telegram.ask(house.leader, f"/giao {NEXT_YEAR} 8")
    await forge(house.telegram, house.leader, card, f"g:who:1:{2 * house.unit.id}")
    await tap(house.telegram, house.leader, card, words.BUTTON_DONE)
    offered = [button.label for button in card.buttons]
    assert "31/12/2027" in offered
    assert "31/03/2027" in offered
    assert not any("2026" in label for label in offered)
    assert "30/11/2027" in card.text
    typed = await house.telegram.ask(house.leader, "31/12")
    assert words.WORK_DEADLINE.format(day="31/12/2027") in typed.text


async def test_it_can_be_stopped_from_taking_effect(house: House, running: App) -> None:
    """An administrator who finds a mistake in December keeps it from taking effect by itself."""
    documents = house.services.volumes.documents
    load_ahead(documents)
    card = await house.telegram.ask(house.admin, f"/vanban {NEXT_YEAR}")
    assert wording.BUTTON_BEGIN in [button.label for button in card.buttons]
    await tap(house.telegram, house.admin, card, wording.BUTTON_SKIP)
    assert wording.SKIP_ASK.format(name=NAME) in card.text
    done = await tap(house.telegram, house.admin, card, wording.BUTTON_SKIP_YES)
    assert done == wording.END_DONE.format(name=NAME)
    assert documents.summary(NEXT_YEAR).begins is None
    told = document_wording.NOTICE_NOT_IN_FORCE.format(who="Quản Trị", number=NEXT_YEAR)
    assert last(house.telegram, house.root).text == told
    assert wording.BUTTON_SKIP not in [button.label for button in card.buttons]
    house.clock.forward(days=365)
    assert documents.begin_due() == []


async def test_only_an_administrator_stops_it(house: House, running: App) -> None:
    documents = house.services.volumes.documents
    load_ahead(documents)
    card = await house.telegram.ask(house.leader, f"/vanban {NEXT_YEAR}")
    assert wording.BUTTON_SKIP not in [button.label for button in card.buttons]
    key = house.services.volumes.key_of(NEXT_YEAR)
    for step in ("skip", "ended"):
        await forge(house.telegram, house.leader, card, f"vd:{key}~{step}")
    assert documents.summary(NEXT_YEAR).begins == date(2027, 1, 1)


async def test_put_in_force_early_and_taken_back(house: House, running: App) -> None:
    """Taken back before its year it is not ended: it says from when it is in force."""
    load_ahead(house.services.volumes.documents)
    card = await house.telegram.ask(house.admin, f"/vanban {NEXT_YEAR}")
    await tap(house.telegram, house.admin, card, wording.BUTTON_BEGIN)
    await tap(house.telegram, house.admin, card, wording.BUTTON_BEGIN_YES)
    await tap(house.telegram, house.admin, card, wording.BUTTON_END)
    done = await tap(house.telegram, house.admin, card, wording.BUTTON_END_YES)
    assert done == wording.BEGIN_LATER.format(name=NAME, day="01/01/2027")


async def test_last_years_figure_at_the_end_of_its_year(house: House, running: App) -> None:
    """In January "hết năm" is the end of the year that the document is for; nothing has to be confirmed."""
    house.assign(BHYT, deadline=date(2026, 12, 31))
    load_ahead(house.services.volumes.documents)
    house.clock.forward(days=date(2027, 1, 3).toordinal() - house.clock.now.toordinal())
    house.services.volumes.documents.begin_due()
    card = await house.telegram.ask(house.cadre, "/capnhat 2026 10 96,3 hết năm")
    assert "31/12/2026" in card.text
    assert f"Nghị quyết số {NUMBER}" in card.text
    await tap(house.telegram, house.cadre, card, words.BUTTON_SAVE)
    listed = await house.telegram.ask(house.cadre, "/nhiemvu")
    assert "muộn" not in listed.text


async def test_targets_not_reached_of_a_year(house: House, running: App) -> None:
    house.office.reports.save(OPERATOR, bhyt("95.8"), key="1", confirmed=True)
    load_ahead(house.services.volumes.documents)
    house.services.volumes.documents.set_in_force(NEXT_YEAR, True)
    for asked in ("chỉ tiêu nào năm 2026 chưa đạt", "chi tieu nao chua dat nam 2026"):
        reply = await house.telegram.ask(house.leader, asked)
        assert reply.text.startswith(words.NOT_REACHED.format(name=f"Nghị quyết số {NUMBER}"))
        assert "95,8" in reply.text
    now = await house.telegram.ask(house.leader, "chỉ tiêu nào chưa đạt năm 2027")
    assert NEXT_YEAR in now.text
    assert "18 chỉ tiêu chưa có báo cáo" in now.text
    # Of a year that no document is for, the text is asked.
    before = await house.telegram.ask(house.leader, "chỉ tiêu nào chưa đạt năm 2025")
    assert "chưa có báo cáo" not in before.text


async def test_long_comparison_begins_under_its_first_line(house: House, running: App) -> None:
    """From when it is in force is said on the page with the list, not in a message of its own."""
    load_ahead(house.services.volumes.documents)
    sent = house.member.say("so sánh chỉ tiêu 2026 và 2027")
    await house.telegram.wait_for_reply(house.member, sent)
    await house.telegram.settled()
    first = house.telegram.replies(house.member.chat)[0]
    assert "01/01/2027" in first.text
    assert "(1) Hoàn thành 100%" in first.text
