"""/chitieu: the list of all targets with their figures, or one of them."""

import re
from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import Verb, fits
from handlers.context import Context, Handler
from handlers.keyboards import button, markup, numbered, pager
from handlers.opening import named_or_in_use, of_tap
from handlers.questions import answer_question, focus_on
from handlers.render import Block
from handlers.replies import (
    Reply,
    edit_page,
    in_group,
    laid_out,
    of_answer,
    respond,
    text,
    under_title,
)
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.answer import Status
from knowledge.answers.labels import shorten
from knowledge.lookup import Lookup
from knowledge.resolution.model import Clause
from knowledge.volumes import Volume

A_PAGE: Final = 9
LONGEST_LINE: Final = 380
"""A page must fit one message, which is turned in place; no target of the ward is as long."""
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
    volume, wanted = await named_or_in_use(" ".join(context.args or []), message, context)
    if not wanted:
        await respond(update, context, page_of(volume, context, 0))
        return
    match = _NUMBER.fullmatch(wanted)
    if match is None:
        edited = update.edited_message is not None
        document = volume.number if wanted != " ".join(context.args or []) else None
        question = f"chỉ tiêu {wanted}"
        await answer_question(message, context, question, edited=edited, document=document)
        return
    await respond(update, context, _one(update, context, volume, match[1]))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page in place."""
    reply = page_of(await of_tap(tapped, context), context, tapped.tap.page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def page_of(volume: Volume, context: Context, page: int) -> Reply:
    """Return a page of the list, the last one for a page beyond."""
    lookup, targets = volume.lookup, volume.lookup.targets
    if not targets:
        return text(wording.NO_TARGETS.format(name=volume.name))
    count = max(1, -(-len(targets) // A_PAGE))
    page = min(page, count - 1)
    shown = targets[page * A_PAGE : (page + 1) * A_PAGE]
    period = lookup.resolution.metadata.period
    title = wording.TARGETS_TITLE.format(count=len(targets))
    title += wording.TARGETS_PERIOD.format(period=period) if period else ""
    content = [Block(title, "b"), *under_title(volume, context)]
    reports = [lookup.open(target.ref).status for target in shown]
    for target, status in zip(shown, reports, strict=True):
        content.append(_line(lookup, target, status))
    if volume.own and not any(_reported(status) for status in reports):
        content.append(Block(wording.NO_REPORTS_YET))
    content.append(Block(wording.TARGETS_PAGE.format(page=page + 1, pages=count), "i"))
    key = volume.key
    keys = [
        button(_number(target), Verb.OPEN, target.ref, document=key)
        for target in shown
        if fits(Verb.OPEN, target.ref, document=key)
    ]
    turning = pager(Verb.TARGETS, page, count, document=key)
    return laid_out(content, markup([*numbered(keys), turning]))


def _one(update: Update, context: Context, volume: Volume, number: str) -> Reply:
    lookup = volume.lookup
    target = next((one for one in lookup.targets if _number(one) == number), None)
    if target is None:
        last = _number(lookup.targets[-1]) if lookup.targets else "0"
        if not lookup.targets:
            return text(wording.NO_TARGETS.format(name=volume.name))
        said = wording.NO_SUCH_TARGET.format(number=number, last=last, name=volume.name)
        return text(said)
    message, person = update.effective_message, update.effective_user
    if message is not None and person is not None:
        focus_on(volume, target.ref, message.chat_id, person.id, context)
    short = message is not None and in_group(message)
    answer = context.services.volumes.library.linked(lookup.open(target.ref))
    return of_answer(answer, context, short=short)


def _line(lookup: Lookup, target: Clause, status: tuple[Status, ...]) -> Block:
    """Return a target word for word, its figures bold, and how far it has got."""
    words = shorten(target.text, LONGEST_LINE)
    # What has no number in print is numbered as on its button.
    number = "" if target.marker not in ("", "-", "+") else f"{_number(target)}. "
    figures = tuple(
        (len(number) + m.start, len(number) + m.end)
        for m in lookup.resolution.notes(target.ref).measures
        if target.text[: m.end] == words[: m.end]
    )
    states = "; ".join(dict.fromkeys(one.state for one in status if _is_report(one)))
    reported = f"\n{wording.BULLET} {states}" if states else ""
    return Block(number + words + reported, bold=figures)


def _reported(status: tuple[Status, ...]) -> bool:
    return any(_is_report(one) for one in status)


def _is_report(status: Status) -> bool:
    return status.value is not None or status.as_of is not None


def _number(target: Clause) -> str:
    return target.ref.rsplit(".", 1)[-1]
