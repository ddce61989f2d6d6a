"""/chitieu: the list of all targets with their figures, or one of them."""

import re
from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.keyboards import button, markup, numbered, pager
from handlers.memory import Turn
from handlers.questions import answer_question
from handlers.render import Block
from handlers.replies import Reply, edit_page, in_group, laid_out, of_answer, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.answer import Status
from knowledge.lookup import Lookup
from knowledge.resolution.model import Clause

A_PAGE: Final = 9
_NUMBER: Final = re.compile(r"\(?(?:chỉ tiêu|chi tieu|số|so)?\s*0*(\d{1,3})\s*([a-zđ])?\)?", re.I)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("chitieu", on_targets)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.TARGETS: turn_page}


async def on_targets(update: Update, context: Context) -> None:
    """Show the list, or the target whose number follows the command, or find one by words."""
    message = update.effective_message
    if message is None:
        return
    wanted = " ".join(context.args or [])
    if not wanted:
        await respond(update, context, page_of(context.services.lookup, 0))
        return
    match = _NUMBER.fullmatch(wanted)
    if match is None:
        edited = update.edited_message is not None
        await answer_question(message, context, f"chỉ tiêu {wanted}", edited=edited)
        return
    await respond(update, context, _one(update, context, match[1]))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page in place."""
    reply = page_of(context.services.lookup, tapped.tap.page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def page_of(lookup: Lookup, page: int) -> Reply:
    """Return a page of the list, the last one for a page beyond."""
    targets = lookup.targets
    count = max(1, -(-len(targets) // A_PAGE))
    page = min(page, count - 1)
    shown = targets[page * A_PAGE : (page + 1) * A_PAGE]
    period = lookup.resolution.metadata.period
    content = [Block(wording.TARGETS_TITLE.format(count=len(targets), period=period), "b")]
    reports = [lookup.open(target.ref).status for target in shown]
    for target, status in zip(shown, reports, strict=True):
        content.append(_line(lookup, target, status))
    if not any(_reported(status) for status in reports):
        content.append(Block(wording.NO_REPORTS_YET))
    content.append(Block(wording.TARGETS_PAGE.format(page=page + 1, pages=count), "i"))
    keys = [button(_number(target), Verb.OPEN, target.ref) for target in shown]
    return laid_out(content, markup([*numbered(keys), pager(Verb.TARGETS, page, count)]))


def _one(update: Update, context: Context, number: str) -> Reply:
    lookup = context.services.lookup
    target = next((one for one in lookup.targets if _number(one) == number), None)
    if target is None:
        last = _number(lookup.targets[-1]) if lookup.targets else "0"
        return text(wording.NO_SUCH_TARGET.format(number=number, last=last))
    message, person = update.effective_message, update.effective_user
    if message is not None and person is not None:
        turn = Turn(lookup.question_about(target.ref), target.ref)
        context.services.memory.remember(message.chat_id, person.id, turn)
    short = message is not None and in_group(message)
    return of_answer(lookup.open(target.ref), context, short=short)


def _line(lookup: Lookup, target: Clause, status: tuple[Status, ...]) -> Block:
    """Return a target word for word, its figures bold, and how far it has got."""
    figures = tuple((m.start, m.end) for m in lookup.resolution.notes(target.ref).measures)
    states = "; ".join(dict.fromkeys(one.state for one in status if _is_report(one)))
    reported = f"\n{wording.BULLET} {states}" if states else ""
    return Block(target.text + reported, bold=figures)


def _reported(status: tuple[Status, ...]) -> bool:
    return any(_is_report(one) for one in status)


def _is_report(status: Status) -> bool:
    return status.value is not None or status.as_of is not None


def _number(target: Clause) -> str:
    return target.ref.rsplit(".", 1)[-1]
