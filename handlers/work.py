"""/nhiemvu: what is given to me and my unit, most urgent first; for leaders, everything."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import (
    Step,
    actor_of,
    actor_tapping,
    by_step,
    privately,
    require_alone,
    yes_or_no,
)
from handlers.keyboards import Row, button, markup, numbered
from handlers.opening import followed
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.wording import BULLET, BUTTON_NEXT, BUTTON_PREVIOUS
from knowledge.answers.labels import shorten
from knowledge.errors import UnknownAssignmentError
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor
from knowledge.progress.overview import Overview, WorkItem
from knowledge.progress.policy import Action as Attempted
from knowledge.resolution.citation import citation
from knowledge.resolution.model import Kind
from knowledge.volumes import name_of

A_PAGE: Final = 6
WHO_LENGTH: Final = 90
SNOOZE_DAYS: Final = (1, 3, 7)
_REPORTABLE: Final = (Kind.TARGET, Kind.TASK)

Look = Callable[[Overview, Actor, list[str] | None], list[WorkItem]]
SCOPES: Final[Mapping[str, tuple[Look, str, str]]] = {
    "mine": (
        lambda overview, actor, documents: overview.my_work(actor, documents),
        words.WORK_MINE,
        words.WORK_NONE_MINE,
    ),
    "all": (
        lambda overview, actor, documents: overview.work(actor, documents),
        words.WORK_ALL,
        words.WORK_NONE,
    ),
    "late": (
        lambda overview, actor, documents: overview.overdue(actor, documents),
        words.WORK_LATE,
        words.WORK_NONE_LATE,
    ),
    "month": (
        lambda overview, actor, documents: overview.due_this_month(actor, documents),
        words.WORK_MONTH,
        words.WORK_NONE_MONTH,
    ),
}
_TABS: Final = (
    ("mine", words.BUTTON_MINE),
    ("late", words.BUTTON_LATE),
    ("month", words.BUTTON_MONTH),
)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("nhiemvu", on_work)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {scope: _turn(scope) for scope in SCOPES} | {
        "item": _show,
        "snooze": _ask_snooze,
        "until": _snooze,
        "cancel": _ask_cancel,
        "cancelled": _cancel,
    }
    return {
        Verb.WORK: by_step(Verb.WORK, Attempted.SEE_WORK, steps),
        Verb.WORK_CLAUSE: show_clause,
    }


@privately("nhiemvu", Attempted.SEE_WORK)
async def on_work(update: Update, context: Context) -> None:
    """List the work of the person; of an administrator without any, everybody's."""
    actor = actor_of(update, context)
    await respond(update, context, list_of(context, actor, "mine", 0))


def list_of(context: Context, actor: Actor, scope: str, page: int) -> Reply:
    """Return a page of work.

    Args:
        context: of the update.
        actor: for whom.
        scope: a key of SCOPES.
        page: from 0; the last for one beyond.

    Raises:
        RefusedError: he is on no roster, or others read along.
    """
    look, title, nothing = SCOPES[scope]
    services = context.services
    documents = followed(context, actor.telegram_id or 0)
    items = look(services.office.overview, actor, documents)
    tabs = [button(label, Verb.WORK, name, 0, 0) for name, label in _TABS if name != scope]
    if policy.sees_all(actor) and scope != "all":
        tabs.append(button(words.BUTTON_ALL, Verb.WORK, "all", 0, 0))
    if not items:
        return laid_out([Block(nothing), *_of(documents, context)], markup([tabs]))
    count = -(-len(items) // A_PAGE)
    page = min(page, count - 1)
    content = [Block(title.format(count=len(items), page=page + 1, pages=count), "b")]
    several = len({item.document for item in items}) > 1
    content += _of([items[0].document] if not several else None, context)
    keys = []
    for number, item in enumerate(items[page * A_PAGE : (page + 1) * A_PAGE], page * A_PAGE + 1):
        content += lines_of(item, number, named=several)
        key = services.volumes.key_of(item.document)
        keys.append(
            button(str(number), Verb.WORK, "item", item.assignment.id, 0)
            if item.assignment
            else button(str(number), Verb.WORK_CLAUSE, item.ref, document=key)
        )
    content.append(Block(words.WORK_HOW, "i"))
    return laid_out(content, markup([*numbered(keys), turning(scope, page, count), tabs]))


def _of(documents: list[str] | None, context: Context) -> list[Block]:
    """Return which document a list is of, to stand under its title; nothing where it is of several."""
    if not documents:
        return []
    standing = context.services.volumes.standing(documents[0], ended_only=True)
    return [Block(standing or name_of(documents[0]), "i", glued=True)]


def lines_of(item: WorkItem, number: int, *, named: bool = False) -> list[Block]:
    """Return a piece of work in two or three lines.

    Args:
        item: the piece of work.
        number: its number in the list.
        named: whether to say which document it is of, where the list is of several.
    """
    due = progress_wording.due_text(item.due, item.deadline)
    state = (
        progress_wording.STATE[item.standing.state]
        if item.standing.state
        else progress_wording.NO_REPORT
    )
    if item.standing.percent is not None and item.standing.percent < 100:
        state += f", {item.standing.percent} %"
    told = "; ".join(one for one in (state, due) if one)
    title = words.WORK_OF.format(title=item.title, document=item.document) if named else item.title
    blocks = [
        Block(words.WORK_LINE.format(number=number, title=title)),
        Block(f"{BULLET} {told}", glued=True),
    ]
    if item.assignment:
        names = shorten(", ".join(one.name for one in item.assignment.assignees), WHO_LENGTH)
        blocks.append(Block(f"{BULLET} {names}", "i", glued=True))
    return blocks


def card_of(context: Context, actor: Actor, item: WorkItem) -> Reply:
    """Return one piece of work: the clause, who, by when, and what can be done about it."""
    services = context.services
    resolution = services.office.resolution_of(item.document)
    clause = resolution.clause(item.ref)
    given = item.assignment
    content = [
        Block(item.title, "b"),
        Block(citation(resolution, item.ref), "i", glued=True),
    ]
    standing = services.volumes.standing(item.document, ended_only=True)
    content += [Block(standing, glued=True)] if standing else []
    lines = []
    if given is None:
        lines.append(words.WORK_NOT_GIVEN)
    else:
        lines.append(words.WORK_WHO.format(names=", ".join(one.name for one in given.assignees)))
    lines.append(
        words.WORK_DEADLINE.format(day=progress_wording.day(item.deadline))
        if item.deadline
        else words.WORK_NO_DEADLINE
    )
    if given is not None:
        if given.answerable:
            lines.append(words.WORK_ANSWERABLE.format(name=given.answerable))
        if given.product:
            lines.append(words.WORK_PRODUCT.format(product=given.product))
        if given.authority:
            lines.append(words.WORK_AUTHORITY.format(authority=given.authority))
    content += [Block(line, glued=number > 0) for number, line in enumerate(lines)]
    content += _standing(context, actor, item)
    key = services.volumes.key_of(item.document)
    rows = _tools(actor, item, key, reportable=clause.kind in _REPORTABLE)
    return laid_out(content, markup(rows))


def state_of(context: Context, actor: Actor, document: str, ref: str) -> str:
    """Return how far a clause of a document has got, as the actor may see it."""
    states = [one.state for one in context.services.office.status_for(document, actor)(ref)]
    return "; ".join(dict.fromkeys(states)) or progress_wording.NO_REPORT


def _standing(context: Context, actor: Actor, item: WorkItem) -> list[Block]:
    blocks = [
        Block(words.WORK_STATE.format(state=state_of(context, actor, item.document, item.ref)))
    ]
    if len(item.parts) < 2:
        return blocks
    for assignee, standing in item.parts:
        state = progress_wording.NO_REPORT
        if standing.state:
            state = progress_wording.STATE[standing.state]
            state += f", {standing.percent} %" if standing.percent is not None else ""
        line = words.WORK_PART.format(name=assignee.name, state=state)
        blocks.append(Block(f"{BULLET} {line}", glued=True))
    return blocks


def _tools(actor: Actor, item: WorkItem, key: int, *, reportable: bool) -> list[Row]:
    first = [button(words.BUTTON_READ, Verb.VERBATIM, item.ref, document=key)]
    if reportable:
        report = button(words.BUTTON_REPORT, Verb.REPORT_CLAUSE, item.ref, document=key)
        first.insert(0, report)
        first.append(button(words.BUTTON_HISTORY, Verb.HISTORY_CLAUSE, item.ref, 0, document=key))
    second = []
    given = item.assignment
    if given is not None and policy.is_charged(actor, given):
        second.append(button(words.BUTTON_SNOOZE, Verb.WORK, "snooze", given.id, 0))
    if policy.may(actor, Attempted.ASSIGN):
        second.append(
            button(words.BUTTON_ASSIGN, Verb.ASSIGN_CLAUSE, item.ref, document=key)
            if given is None
            else button(words.BUTTON_CANCEL_WORK, Verb.WORK, "cancel", given.id, 0)
        )
    return [first, second]


def turning(scope: str, page: int, count: int) -> Row:
    """Return "previous" and "next" for a list of work."""
    row = []
    if page > 0:
        row.append(button(BUTTON_PREVIOUS, Verb.WORK, scope, page - 1, 0))
    if page < count - 1:
        row.append(button(BUTTON_NEXT, Verb.WORK, scope, page + 1, 0))
    return row


def _turn(scope: str) -> Step:
    async def turn(tapped: Tapped, context: Context, page: int, _: int) -> Toast:
        actor = actor_tapping(tapped, context)
        await edit_page(tapped.message, context, list_of(context, actor, scope, page))
        return NOTHING

    return turn


async def show_clause(tapped: Tapped, context: Context) -> Toast:
    """Show work that is not assigned to anybody."""
    require_alone(tapped, context, Attempted.SEE_WORK)
    actor = actor_tapping(tapped, context)
    ref = tapped.tap.ref
    number = context.services.volumes.number_of(tapped.tap.document)
    items = context.services.office.overview.work(actor, [number])
    item = next((one for one in items if one.ref == ref), None)
    if item is None:
        raise context.services.gate.refuse(actor, Attempted.SEE_WORK, ref, "history")
    await edit_page(tapped.message, context, card_of(context, actor, item))
    return NOTHING


def item_for(context: Context, actor: Actor, assignment_id: int) -> WorkItem:
    """Return the standing of one assignment that the actor may see.

    Raises:
        RefusedError: it is not his, or others read along.
        UnknownAssignmentError: there is none of that id, or it is cancelled.
    """
    office = context.services.office
    assignment = office.assignments.get(actor, assignment_id)
    if assignment.cancelled:
        sentence = progress_wording.UNKNOWN_ASSIGNMENT.format(what=assignment_id)
        raise UnknownAssignmentError(sentence)
    return office.overview.item_of(assignment)


async def _show(tapped: Tapped, context: Context, assignment_id: int, _: int) -> Toast:
    actor = actor_tapping(tapped, context)
    item = item_for(context, actor, assignment_id)
    await edit_page(tapped.message, context, card_of(context, actor, item))
    return NOTHING


async def _ask_snooze(tapped: Tapped, context: Context, assignment_id: int, _: int) -> Toast:
    item = item_for(context, actor_tapping(tapped, context), assignment_id)
    days = [
        button(words.SNOOZE_DAYS.format(days=days), Verb.WORK, "until", assignment_id, days)
        for days in SNOOZE_DAYS
    ]
    back = [button(words.BUTTON_BACK, Verb.WORK, "item", assignment_id, 0)]
    content = [Block(item.title, "b"), Block(words.SNOOZE_HOW)]
    await edit_page(tapped.message, context, laid_out(content, markup([days, back])))
    return NOTHING


async def _snooze(tapped: Tapped, context: Context, assignment_id: int, days: int) -> Toast:
    actor, office = actor_tapping(tapped, context), context.services.office
    wanted = office.clock() + timedelta(days=min(days, 60))
    until = office.reminders.snooze(actor, assignment_id, wanted)
    item = item_for(context, actor, assignment_id)
    await edit_page(tapped.message, context, card_of(context, actor, item))
    return Toast(words.SNOOZED.format(when=f"{until.astimezone(office.zone):%H:%M %d/%m/%Y}"))


async def _ask_cancel(tapped: Tapped, context: Context, assignment_id: int, _: int) -> Toast:
    actor = actor_tapping(tapped, context)
    context.services.gate.look(actor, Attempted.ASSIGN, f"assignment {assignment_id}")
    item = item_for(context, actor, assignment_id)
    row = yes_or_no(Verb.WORK, words.BUTTON_CANCEL_WORK_YES, "cancelled", assignment_id)
    content = [Block(item.title, "b"), Block(words.CANCEL_WORK_ASK)]
    await edit_page(tapped.message, context, laid_out(content, markup([row])))
    return NOTHING


async def _cancel(tapped: Tapped, context: Context, assignment_id: int, _: int) -> Toast:
    context.services.office.assignments.cancel(actor_tapping(tapped, context), assignment_id)
    await edit_page(tapped.message, context, laid_out([Block(words.CANCELLED_WORK)]))
    return Toast(words.CANCELLED_WORK)
