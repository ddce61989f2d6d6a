"""/capnhat: progress reported by one line or step by step, shown as a card before it is saved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from telegram import Message, Update
from telegram.ext import CommandHandler

from handlers import clauses
from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import (
    actor_of,
    actor_tapping,
    privately,
    require_alone,
    today,
)
from handlers.keyboards import button, markup, numbered
from handlers.opening import followed, opened, own_entries, own_in_use
from handlers.render import Block
from handlers.replies import Reply, answer_message, follow, laid_out, text
from handlers.report_cards import (
    DRAFT,
    as_data,
    title_of,
)
from handlers.report_drafts import ask_for_value, new_card
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.work import lines_of
from knowledge.errors import InvalidInputError, RefusedError
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor, Evidence, ReportDraft
from knowledge.progress.one_line import read_line
from knowledge.progress.policy import Action as Attempted
from knowledge.volumes import name_of

MOST_CHOICES: Final = 12


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("capnhat", on_report)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.REPORT_CLAUSE: begin_by_tap}


@privately("capnhat", Attempted.REPORT)
async def on_report(update: Update, context: Context) -> None:
    """Offer the work to report on, or read the line that follows the command."""
    message = update.effective_message
    if message is None:
        return
    line = " ".join(context.args or [])
    actor = actor_of(update, context)
    if not line:
        documents = followed(context, message.chat_id)
        await answer_message(message, context, _choices(context, actor, documents))
        return
    await take_line(message, context, actor, line)


async def take_line(
    message: Message, context: Context, actor: Actor, line: str, evidence: tuple[Evidence, ...] = ()
) -> None:
    """Show what a line says as a card; a line that only names a clause begins the steps.

    Raises:
        InvalidInputError, RefusedError: the line can't be read, or the actor may not report it.
    """
    said = line
    number, line = own_in_use(said, context, message.chat_id)
    if not line:
        await answer_message(message, context, _choices(context, actor, [number]))
        return
    try:
        await _take(message, context, actor, number, line, evidence)
    except (RefusedError, InvalidInputError) as error:
        hint = _other_year(context, number, said) if line == said else ""
        raise type(error)(f"{error} {hint}".rstrip()) from error


def _other_year(context: Context, number: str, line: str) -> str:
    """Return how to report on last year's document where the line was read as on this year's, "" for none."""
    others = [one for one in own_entries(context) if one.number != number and one.period]
    if not others:
        return ""
    other = max(others, key=lambda one: (one.in_force, one.period))
    return words.REPORT_OTHER_DOCUMENT.format(
        name=name_of(number),
        other=other.number,
        command=f"/capnhat {other.number} {line[:60]}",
    )


async def _take(
    message: Message,
    context: Context,
    actor: Actor,
    number: str,
    line: str,
    evidence: tuple[Evidence, ...],
) -> None:
    volume = await opened(number, message, context)
    try:
        draft = read_line(line, volume.resolution, today(context))
    except InvalidInputError:
        refs = clauses.addressed(volume.lookup, line)
        if len(refs) != 1:
            raise
        await begin(message, context, actor, number, refs[0])
        return
    reply = new_card(context, actor, replace(draft, evidence=evidence))
    await answer_message(message, context, reply)


async def begin_by_tap(tapped: Tapped, context: Context) -> Toast:
    """Begin the steps for the clause of a button."""
    require_alone(tapped, context, Attempted.REPORT)
    number = context.services.volumes.number_of(tapped.tap.document)
    actor = actor_tapping(tapped, context)
    try:
        await begin(tapped.message, context, actor, number, tapped.tap.ref)
    except InvalidInputError as error:
        return Toast(str(error), alert=True)
    return NOTHING


async def begin(message: Message, context: Context, actor: Actor, number: str, ref: str) -> None:
    """Ask for the figure or the state of a clause.

    Raises:
        RefusedError: the actor may not report on it.
        InvalidInputError: nobody reports on such a clause, or the document is another body's.
    """
    services = context.services
    resolution = services.office.own_resolution(number)
    given = services.office.assignments.visible(actor, resolution.number, ref)
    if resolution.clause(ref).kind not in clauses.REPORTABLE:
        raise InvalidInputError(progress_wording.NOT_ASSIGNABLE.format(ref=ref))
    if not policy.may_report(actor, given):
        raise services.gate.refuse(actor, Attempted.REPORT, f"{resolution.number} {ref}", "charged")
    person = actor.telegram_id or 0
    data = as_data(ReportDraft(resolution.number, ref, today(context)))
    draft_id = services.drafts.put(person, DRAFT, data)
    measures = resolution.notes(ref).measures
    if len(measures) > 1:
        rows = [
            [
                button(
                    title_of(context, number, ref, one.letter)[:60],
                    Verb.REPORT,
                    "measure",
                    draft_id,
                    place,
                )
            ]
            for place, one in enumerate(measures)
        ]
        target = ref.rsplit(".", 1)[-1]
        question = words.REPORT_MEASURE.format(number=target, name=name_of(number))
        await follow(message, context, text(question, markup(rows)))
        return
    await ask_for_value(message.chat_id, context, person, draft_id, data)


def _choices(context: Context, actor: Actor, documents: list[str] | None) -> Reply:
    """Return the work that the actor may report on, what is not done first."""
    services = context.services
    items = [
        item
        for item in services.office.overview.my_work(actor, documents)
        if services.office.resolution_of(item.document).clause(item.ref).kind in clauses.REPORTABLE
    ]
    if not items:
        return text(words.REPORT_NONE)
    content, keys = [Block(words.REPORT_CHOOSE)], []
    for number, item in enumerate(items[:MOST_CHOICES], start=1):
        content += lines_of(item, number, named=True)[:2]
        key = services.volumes.key_of(item.document)
        keys.append(button(str(number), Verb.REPORT_CLAUSE, item.ref, document=key))
    return laid_out(content, markup(numbered(keys)))
