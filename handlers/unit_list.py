"""The units of the ward: chosen in other steps; added, renamed and removed by administrators."""

from collections.abc import Mapping
from typing import Final

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.desk import actor_tapping, by_step, prompt, yes_or_no
from handlers.keyboards import Row, button, markup
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.wording import BUTTON_NEXT, BUTTON_PREVIOUS
from knowledge.answers.labels import shorten
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted

A_PAGE: Final = 8
NAME_LENGTH: Final = 48
ADD, RENAME = "unit-add", "unit-rename"


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {
        "list": _turn,
        "unit": _show,
        "add": _ask_name,
        "rename": _ask_new_name,
        "remove": _ask_removal,
        "removed": _remove,
    }
    return {Verb.UNITS: by_step(Verb.UNITS, Attempted.MANAGE_ROSTER, steps)}


def choice_rows(
    context: Context, verb: Verb, chosen: str, turned: str, about: int, page: int
) -> tuple[list[Row], int, int]:
    """Return a page of units as buttons, for a step in which one is chosen.

    Args:
        context: of the update.
        verb: of the buttons.
        chosen, turned: the steps that choose a unit and turn the page.
        about: what the steps are about.
        page: from 0.

    Returns:
        The rows, the page really shown, and how many there are.
    """
    units = context.services.office.units.all()
    count = max(1, -(-len(units) // A_PAGE))
    page = min(page, count - 1)
    shown = units[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [[button(shorten(u.name, NAME_LENGTH), verb, chosen, about, u.id)] for u in shown]
    return [*rows, turning(verb, turned, about, page, count)], page, count


def turning(verb: Verb, step: str, about: int, page: int, count: int) -> Row:
    """Return "previous" and "next" for a step with pages."""
    row = []
    if page > 0:
        row.append(button(BUTTON_PREVIOUS, verb, step, about, page - 1))
    if page < count - 1:
        row.append(button(BUTTON_NEXT, verb, step, about, page + 1))
    return row


def _look(tapped: Tapped, context: Context) -> Actor:
    actor = actor_tapping(tapped, context)
    return context.services.gate.look(actor, Attempted.MANAGE_ROSTER, "units")


async def _turn(tapped: Tapped, context: Context, _: int, page: int) -> Toast:
    _look(tapped, context)
    rows, page, count = choice_rows(context, Verb.UNITS, "unit", "list", 0, page)
    rows.append(
        [
            button(words.BUTTON_ADD_UNIT, Verb.UNITS, "add", 0, 0),
            button(words.BUTTON_BACK, Verb.ROSTER, "list", 0, 0),
        ]
    )
    title = words.UNITS_TITLE.format(page=page + 1, pages=count)
    await edit_page(tapped.message, context, laid_out([Block(title, "b")], markup(rows)))
    return NOTHING


async def _show(tapped: Tapped, context: Context, _: int, unit_id: int) -> Toast:
    _look(tapped, context)
    unit = context.services.office.units.get(unit_id)
    content = [Block(unit.name, "b"), Block(words.UNIT_PEOPLE.format(count=unit.people))]
    row = [
        button(words.BUTTON_RENAME, Verb.UNITS, "rename", 0, unit_id),
        button(words.BUTTON_REMOVE_UNIT, Verb.UNITS, "remove", 0, unit_id),
    ]
    back = [button(words.BUTTON_BACK, Verb.UNITS, "list", 0, 0)]
    await edit_page(tapped.message, context, laid_out(content, markup([row, back])))
    return NOTHING


async def _ask_name(tapped: Tapped, context: Context, _about: int, _: int) -> Toast:
    _look(tapped, context)
    chat, example = tapped.message.chat_id, words.UNIT_EXAMPLE
    await prompt(chat, tapped.person, context, words.UNIT_ADD_HOW, example, ADD, 0)
    return NOTHING


async def _ask_new_name(tapped: Tapped, context: Context, _: int, unit_id: int) -> Toast:
    _look(tapped, context)
    unit = context.services.office.units.get(unit_id)
    question = words.UNIT_RENAME_HOW.format(name=unit.name)
    chat = tapped.message.chat_id
    await prompt(chat, tapped.person, context, question, unit.name, RENAME, unit_id)
    return NOTHING


def typed(context: Context, actor: Actor, purpose: str, unit_id: int, said: str) -> Reply:
    """Return what follows a typed name of a unit.

    Raises:
        RefusedError, InvalidInputError, UnknownUnitError: it can't be saved.
    """
    units = context.services.office.units
    unit = units.add(actor, said) if purpose == ADD else units.rename(actor, unit_id, said)
    back = [button(words.BUTTON_UNIT_LIST, Verb.UNITS, "list", 0, 0)]
    return text(words.UNIT_SAVED.format(name=unit.name), markup([back]))


async def _ask_removal(tapped: Tapped, context: Context, _: int, unit_id: int) -> Toast:
    _look(tapped, context)
    unit = context.services.office.units.get(unit_id)
    row = yes_or_no(Verb.UNITS, words.BUTTON_REMOVE_YES, "removed", 0, unit_id)
    question = words.UNIT_REMOVE_ASK.format(name=unit.name)
    await edit_page(tapped.message, context, text(question, markup([row])))
    return NOTHING


async def _remove(tapped: Tapped, context: Context, _: int, unit_id: int) -> Toast:
    units = context.services.office.units
    actor = _look(tapped, context)
    unit = units.get(unit_id)
    units.remove(actor, unit_id)
    back = [button(words.BUTTON_UNIT_LIST, Verb.UNITS, "list", 0, 0)]
    done = text(words.UNIT_REMOVED.format(name=unit.name), markup([back]))
    await edit_page(tapped.message, context, done)
    return NOTHING
