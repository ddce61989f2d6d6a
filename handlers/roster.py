"""/canbo and /thoi: the roster for leaders and administrators; roles, units and removal for the latter."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.command_menus import renew_menu
from handlers.context import Context, Handler
from handlers.desk import actor_of, actor_tapping, by_step, privately, yes_or_no
from handlers.invitations import ROLES
from handlers.keyboards import Row, button, markup, numbered
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.unit_list import choice_rows, turning
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor, Person
from knowledge.progress.policy import Action as Attempted

A_PAGE: Final = 8
MOST_FOUND: Final = 10


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("canbo", on_roster), CommandHandler("thoi", on_remove)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {
        "list": _turn,
        "person": _show,
        "role": _ask_role,
        "setrole": _set_role,
        "unit": _ask_unit,
        "setunit": _set_unit,
        "remove": _ask_removal,
        "removed": _remove,
    }
    return {Verb.ROSTER: by_step(Verb.ROSTER, Attempted.MANAGE_ROSTER, steps)}


@privately("canbo", Attempted.SEE_ALL)
async def on_roster(update: Update, context: Context) -> None:
    """Show the roster, or the people of the name that follows the command."""
    actor, name = actor_of(update, context), " ".join(context.args or [])
    people = context.services.office.people
    if not name:
        await respond(update, context, list_of(context, actor, 0))
        return
    found = people.find(actor, name)
    if len(found) == 1:
        await respond(update, context, card_of(context, actor, found[0]))
    elif found:
        title = words.ROSTER_FOUND.format(count=len(found), name=name[:60])
        await respond(update, context, _listed(title, found[:MOST_FOUND], 0, []))
    else:
        await respond(update, context, text(words.NOBODY.format(name=name[:60])))


@privately("thoi", Attempted.MANAGE_ROSTER)
async def on_remove(update: Update, context: Context) -> None:
    """Ask to confirm the removal of the person whose name follows the command."""
    office, actor = context.services.office, actor_of(update, context)
    office.gate.look(actor, Attempted.MANAGE_ROSTER, "/thoi")
    name = " ".join(context.args or [])
    found = office.people.find(actor, name) if name else []
    if not name:
        await respond(update, context, text(words.REMOVE_HOW))
    elif not found:
        await respond(update, context, text(words.NOBODY.format(name=name[:60])))
    elif len(found) == 1:
        await respond(update, context, _removal(found[0]))
    else:
        rows = [[button(p.name[:60], Verb.ROSTER, "remove", p.id, 0)] for p in found[:MOST_FOUND]]
        await respond(update, context, text(words.REMOVE_WHICH, markup(rows)))


def list_of(context: Context, actor: Actor, page: int) -> Reply:
    """Return a page of the roster.

    Raises:
        RefusedError: the actor is neither leader nor administrator, or is not alone.
    """
    people = context.services.office.people.all(actor)
    manages = policy.may(actor, Attempted.MANAGE_ROSTER)
    units = [button(words.BUTTON_UNIT_LIST, Verb.UNITS, "list", 0, 0)] if manages else []
    if not people:
        return text(words.ROSTER_NONE, markup([units]))
    count = -(-len(people) // A_PAGE)
    page = min(page, count - 1)
    title = words.ROSTER_TITLE.format(count=len(people), page=page + 1, pages=count)
    shown = people[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [turning(Verb.ROSTER, "list", 0, page, count), units]
    return _listed(title, shown, page * A_PAGE, rows)


def _listed(title: str, people: list[Person], before: int, rows: list[Row]) -> Reply:
    content, keys = [Block(title, "b")], []
    for number, person in enumerate(people, start=before + 1):
        line = words.ROSTER_LINE.format(
            number=number,
            name=person.name,
            position=f", {person.position}" if person.position else "",
            role=progress_wording.ROLE[person.role],
            unit=f", {person.unit}" if person.unit else "",
            joined="" if person.telegram_id else words.NOT_JOINED,
        )
        content.append(Block(line, glued=number > before + 1))
        keys.append(button(str(number), Verb.ROSTER, "person", person.id, 0))
    content.append(Block(words.ROSTER_HOW, "i"))
    return laid_out(content, markup([*numbered(keys), *rows]))


def card_of(context: Context, actor: Actor, person: Person) -> Reply:
    """Return one person with what may be changed."""
    lines = [words.PERSON_ROLE.format(role=progress_wording.ROLE[person.role])]
    if person.unit:
        lines.append(words.PERSON_UNIT.format(unit=person.unit))
    if person.position:
        lines.append(words.PERSON_POSITION.format(position=person.position))
    lines.append(words.PERSON_JOINED if person.telegram_id else words.PERSON_NOT_JOINED)
    if not person.reminders_on:
        lines.append(words.PERSON_REMINDERS_OFF)
    if person.blocked_at:
        day = person.blocked_at.astimezone(context.services.office.zone).date()
        lines.append(words.PERSON_BLOCKED.format(day=progress_wording.day(day)))
    content = [Block(person.name, "b"), *(Block(line, glued=True) for line in lines)]
    rows: list[Row] = []
    if policy.may_manage(actor, person):
        rows.append(
            [
                button(words.BUTTON_ROLE, Verb.ROSTER, "role", person.id, 0),
                button(words.BUTTON_UNIT, Verb.ROSTER, "unit", person.id, 0),
            ]
        )
        last = [button(words.BUTTON_REMOVE, Verb.ROSTER, "remove", person.id, 0)]
        if person.telegram_id is None:
            last.insert(0, button(words.BUTTON_INVITE, Verb.INVITE, "person", person.id, 0))
        rows.append(last)
    rows.append([button(words.BUTTON_BACK, Verb.ROSTER, "list", 0, 0)])
    return laid_out(content, markup(rows))


async def _turn(tapped: Tapped, context: Context, _: int, page: int) -> Toast:
    reply = list_of(context, actor_tapping(tapped, context), page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


async def _show(tapped: Tapped, context: Context, person_id: int, _: int) -> Toast:
    actor, office = actor_tapping(tapped, context), context.services.office
    actor = office.gate.look(actor, Attempted.SEE_ALL, f"person {person_id}")
    person = office.people.get(person_id)
    await edit_page(tapped.message, context, card_of(context, actor, person))
    return NOTHING


def _managed(tapped: Tapped, context: Context, person_id: int) -> tuple[Actor, Person]:
    """Return who acts and on whom; what he may change, the core decides when it is done."""
    office = context.services.office
    actor = office.gate.look(
        actor_tapping(tapped, context), Attempted.MANAGE_ROSTER, f"person {person_id}"
    )
    return actor, office.people.get(person_id)


async def _ask_role(tapped: Tapped, context: Context, person_id: int, _: int) -> Toast:
    actor, person = _managed(tapped, context, person_id)
    rows = [
        [button(progress_wording.ROLE[role], Verb.ROSTER, "setrole", person_id, number)]
        for number, role in enumerate(ROLES)
        if policy.may_grant(actor, role)
    ]
    rows.append([button(words.BUTTON_BACK, Verb.ROSTER, "person", person_id, 0)])
    title = words.CHOOSE_ROLE.format(name=person.name)
    await edit_page(tapped.message, context, text(title, markup(rows)))
    return NOTHING


async def _set_role(tapped: Tapped, context: Context, person_id: int, number: int) -> Toast:
    role = ROLES[min(number, len(ROLES) - 1)]
    actor = actor_tapping(tapped, context)
    person = context.services.office.people.change(actor, person_id, role=role)
    await renew_menu(context, person.telegram_id)
    await edit_page(tapped.message, context, card_of(context, actor, person))
    return Toast(words.CHANGED)


async def _ask_unit(tapped: Tapped, context: Context, person_id: int, page: int) -> Toast:
    person = _managed(tapped, context, person_id)[1]
    rows, page, count = choice_rows(context, Verb.ROSTER, "setunit", "unit", person_id, page)
    rows.append([button(words.BUTTON_NO_UNIT, Verb.ROSTER, "setunit", person_id, 0)])
    rows.append([button(words.BUTTON_BACK, Verb.ROSTER, "person", person_id, 0)])
    title = words.CHOOSE_UNIT.format(name=person.name, page=page + 1, pages=count)
    await edit_page(tapped.message, context, text(title, markup(rows)))
    return NOTHING


async def _set_unit(tapped: Tapped, context: Context, person_id: int, unit_id: int) -> Toast:
    actor, people = actor_tapping(tapped, context), context.services.office.people
    person = people.change(actor, person_id, unit_id=unit_id or None, without_unit=not unit_id)
    await edit_page(tapped.message, context, card_of(context, actor, person))
    return Toast(words.CHANGED)


async def _ask_removal(tapped: Tapped, context: Context, person_id: int, _: int) -> Toast:
    person = _managed(tapped, context, person_id)[1]
    await edit_page(tapped.message, context, _removal(person))
    return NOTHING


def _removal(person: Person) -> Reply:
    row = yes_or_no(Verb.ROSTER, words.BUTTON_REMOVE_YES, "removed", person.id)
    return text(words.REMOVE_ASK.format(name=person.name), markup([row]))


async def _remove(tapped: Tapped, context: Context, person_id: int, _: int) -> Toast:
    people = context.services.office.people
    person = people.remove(actor_tapping(tapped, context), person_id)
    await renew_menu(context, person.telegram_id)
    await edit_page(tapped.message, context, text(words.REMOVED.format(name=person.name)))
    return NOTHING
