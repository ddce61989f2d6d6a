"""/giao: a clause given to units and people in six steps, kept over a restart, saved once."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import clauses
from handlers import work_wording as words
from handlers.assign_cards import STEPS, TYPED, Data, first_day, step_of
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import (
    ANY_MESSAGE,
    actor_of,
    actor_tapping,
    await_answer,
    by_step,
    close_prompt,
    privately,
    require_alone,
)
from handlers.keyboards import Row, button, markup, numbered
from handlers.notices import tell_assigned
from handlers.opening import opened, own_in_use
from handlers.render import Block
from handlers.replies import Reply, edit_page, follow, laid_out, respond
from handlers.report_cards import read_day_choice
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.unit_list import turning
from handlers.work import card_of, item_for, lines_of
from knowledge.errors import InvalidInputError
from knowledge.progress.assignments import ASSIGNABLE
from knowledge.progress.days import find_day
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted
from knowledge.volumes import name_of

DRAFT: Final = "assign"
ASSIGN: Final = "assign"
A_PAGE: Final = 6
PRESELECTED: Final = 3
"""So many units that a clause names are ticked from the start; of more, none."""


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("giao", on_assign)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {
        "free": _turn_free,
        "go": _go,
        "page": _turn,
        "who": _tick,
        "deadline": _choose_deadline,
        "answerable": _choose_answerable,
        "product": _choose_product,
        "authority": _choose_authority,
        "save": _save,
    }
    return {
        Verb.ASSIGN: by_step(Verb.ASSIGN, Attempted.ASSIGN, steps),
        Verb.ASSIGN_CLAUSE: begin_by_tap,
    }


@privately("giao", Attempted.ASSIGN)
async def on_assign(update: Update, context: Context) -> None:
    """Begin with the clause that follows the command, or offer those not assigned yet."""
    actor = actor_of(update, context)
    context.services.gate.look(actor, Attempted.ASSIGN, "/giao")
    message = update.effective_message
    if message is None:
        return
    number, said = own_in_use(" ".join(context.args or []), context, message.chat_id)
    if not said:
        await respond(update, context, free_work(context, actor, number, 0))
        return
    volume = await opened(number, message, context)
    refs = clauses.meant(volume.lookup, said, ASSIGNABLE)
    if len(refs) == 1:
        await respond(update, context, begin(context, actor, number, refs[0]))
    elif refs:
        rows = [
            [button(volume.lookup.choice(ref).label, Verb.ASSIGN_CLAUSE, ref, document=volume.key)]
            for ref in refs[:6]
        ]
        question = Block(words.ASSIGN_UNCLEAR.format(words=said[:60]))
        where = Block(volume.name, "i", glued=True)
        await respond(update, context, laid_out([question, where], markup(rows)))
    else:
        await respond(update, context, free_work(context, actor, number, 0))


def free_work(context: Context, actor: Actor, number: str, page: int) -> Reply:
    """Return a page of the targets and tasks of a document that nobody is charged with."""
    services = context.services
    work = services.office.overview.work(actor, [number])
    items = [one for one in work if not one.assignment]
    if not items:
        return laid_out([Block(words.ASSIGN_HOW)])
    key = services.volumes.key_of(number)
    standing = services.volumes.standing(number, ended_only=True)
    count = -(-len(items) // A_PAGE)
    page = min(page, count - 1)
    title = words.WORK_FREE.format(count=len(items), page=page + 1, pages=count)
    content = [Block(title, "b"), Block(standing or name_of(number), "i", glued=True)]
    keys = []
    for place, item in enumerate(items[page * A_PAGE : (page + 1) * A_PAGE], page * A_PAGE + 1):
        content.append(lines_of(item, place)[0])
        keys.append(button(str(place), Verb.ASSIGN_CLAUSE, item.ref, document=key))
    content.append(Block(words.ASSIGN_HOW, "i"))
    rows: list[Row] = [*numbered(keys), turning(Verb.ASSIGN, "free", key, page, count)]
    return laid_out(content, markup(rows))


async def _turn_free(tapped: Tapped, context: Context, key: int, page: int) -> Toast:
    actor = context.services.gate.look(actor_tapping(tapped, context), Attempted.ASSIGN, "/giao")
    number = context.services.volumes.number_of(key)
    await edit_page(tapped.message, context, free_work(context, actor, number, page))
    return NOTHING


async def begin_by_tap(tapped: Tapped, context: Context) -> Toast:
    """Begin with the clause of a button."""
    require_alone(tapped, context, Attempted.ASSIGN)
    actor = context.services.gate.look(actor_tapping(tapped, context), Attempted.ASSIGN, "/giao")
    number = context.services.volumes.number_of(tapped.tap.document)
    try:
        reply = begin(context, actor, number, tapped.tap.ref)
    except InvalidInputError as error:  # another body's document
        return Toast(str(error), alert=True)
    await follow(tapped.message, context, reply)
    return NOTHING


def begin(context: Context, actor: Actor, number: str, ref: str) -> Reply:
    """Keep a new draft and return its first step.

    Raises:
        InvalidInputError: the document is another body's.
        UnknownClauseError: it has no such clause.
    """
    suggested = context.services.office.assignments.suggest(number, ref).unit_ids
    data: Data = {
        "document": number,
        "ref": ref,
        "step": STEPS[0],
        "page": 0,
        "units": list(suggested) if len(suggested) <= PRESELECTED else [],
        "people": [],
        "deadline": None,
        "answerable": 0,
        "product": "",
        "authority": "",
    }
    draft_id = context.services.drafts.put(actor.telegram_id or 0, DRAFT, data)
    return step_of(context, draft_id, data)


def _data(context: Context, person: int, draft_id: int) -> Data:
    """Return a draft that is still open.

    Raises:
        InvalidInputError: it is too old, or somebody else's.
    """
    data = context.services.drafts.get(person, draft_id)
    if data is None or "step" not in data:
        raise InvalidInputError(words.ASSIGN_GONE)
    return data


async def _show(tapped: Tapped, context: Context, draft_id: int, data: Data) -> Toast:
    """Keep what was chosen and show the step in the same message."""
    context.services.drafts.change(tapped.person, draft_id, data)
    if data["step"] in TYPED:
        message = tapped.message.message_id
        await_answer(message, tapped.person, context, ASSIGN, draft_id)
    else:
        close_prompt(tapped.person, context, ASSIGN)
    await edit_page(tapped.message, context, step_of(context, draft_id, data))
    return NOTHING


async def _go(tapped: Tapped, context: Context, draft_id: int, place: int) -> Toast:
    data = _data(context, tapped.person, draft_id)
    if place > 0 and not (data["units"] or data["people"]):
        return Toast(words.ASSIGN_NOBODY_YET, alert=True)
    data["step"] = STEPS[min(place, len(STEPS) - 1)]
    return await _show(tapped, context, draft_id, data)


async def _turn(tapped: Tapped, context: Context, draft_id: int, page: int) -> Toast:
    data = _data(context, tapped.person, draft_id) | {"page": page, "step": "who"}
    return await _show(tapped, context, draft_id, data)


async def _tick(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
    data = _data(context, tapped.person, draft_id)
    chosen, one = data["people" if choice % 2 else "units"], choice // 2
    if one in chosen:
        chosen.remove(one)
    else:
        chosen.append(one)
    return await _show(tapped, context, draft_id, data)


async def _choose_deadline(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
    data = _data(context, tapped.person, draft_id)
    deadline = read_day_choice(choice).isoformat() if choice else None
    return await _show(tapped, context, draft_id, data | {"deadline": deadline, "step": STEPS[2]})


async def _choose_answerable(tapped: Tapped, context: Context, draft_id: int, who: int) -> Toast:
    data = _data(context, tapped.person, draft_id)
    return await _show(tapped, context, draft_id, data | {"answerable": who, "step": STEPS[3]})


async def _choose_product(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
    data = _data(context, tapped.person, draft_id)
    product = words.ASSIGN_PRODUCTS[min(choice, len(words.ASSIGN_PRODUCTS)) - 1] if choice else ""
    return await _show(tapped, context, draft_id, data | {"product": product, "step": STEPS[4]})


async def _choose_authority(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
    data = _data(context, tapped.person, draft_id)
    offered = words.ASSIGN_AUTHORITIES
    authority = offered[min(choice, len(offered)) - 1] if choice else ""
    return await _show(tapped, context, draft_id, data | {"authority": authority, "step": STEPS[5]})


def typed(context: Context, actor: Actor, _purpose: str, draft_id: int, said: str) -> Reply:
    """Return the step after a typed deadline, product or authority.

    Raises:
        InvalidInputError: the day can't be read, or the draft is too old.
    """
    person = actor.telegram_id or 0
    data = _data(context, person, draft_id)
    step = data["step"]
    if step == "deadline":
        found = find_day(said, first_day(context, data), forward=True)
        if found is None:
            raise InvalidInputError(words.ASSIGN_NO_DAY.format(text=said[:40]))
        data["deadline"] = found.day.isoformat()
    elif step in TYPED:
        data[step] = said
    data["step"] = STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
    context.services.drafts.change(person, draft_id, data)
    if data["step"] in TYPED:
        await_answer(ANY_MESSAGE, person, context, ASSIGN, draft_id)
    return step_of(context, draft_id, data)


async def _save(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    """Save; a repeated tap finds the same assignment and tells nobody again."""
    office, actor = context.services.office, actor_tapping(tapped, context)
    data = _data(context, tapped.person, draft_id)
    deadline = date.fromisoformat(data["deadline"]) if data["deadline"] else None
    given = office.assignments.give(
        actor,
        data["document"],
        data["ref"],
        units=data["units"],
        people=data["people"],
        deadline=deadline,
        answerable_id=data["answerable"] or None,
        product=data["product"],
        authority=data["authority"],
        key=f"draft:{draft_id}",
    )
    card = card_of(context, actor, item_for(context, actor, given.id))
    first = not data.get("saved")
    office.drafts.change(tapped.person, draft_id, data | {"saved": given.id})
    await edit_page(tapped.message, context, card)
    if first:
        await tell_assigned(context, given, tapped.person)
    return Toast(words.ASSIGN_SAVED.format(number=given.id))
