"""/tiendo: counts by state, what is overdue, by unit; and a picture of the targets."""

import asyncio
import hashlib
import json
import sys
from collections.abc import Mapping
from typing import Any, Final

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import MessageLimit
from telegram.ext import CommandHandler

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.demo import marked
from handlers.desk import actor_of, actor_tapping, by_step, today
from handlers.keyboards import button, markup
from handlers.memory import Recent
from handlers.opening import followed, own_in_use
from handlers.render import Block, pages, utf16_length
from handlers.replies import Reply, follow, laid_out, respond, text, typing
from handlers.taps import Action, Tapped, Toast
from knowledge.errors import InvalidInputError
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.evaluation import Verdict
from knowledge.progress.model import Actor, Role
from knowledge.progress.overview import Summary, TargetLine
from knowledge.progress.picture import data_of
from knowledge.progress.policy import Action as Attempted
from knowledge.volumes import name_of

MOST_UNITS: Final = 6
MOST_DOCUMENTS: Final = 3
"""So many documents in force are shown one after another; older ones are shown when they are named."""
DRAW_SECONDS: Final = 60.0
KEPT: Final = 20
KEPT_SECONDS: Final = 24 * 3600.0
CAPTION_LIMIT: Final = int(MessageLimit.CAPTION_LENGTH)
_drawn: Final[Recent[str, bytes]] = Recent(KEPT, KEPT_SECONDS)
_one_at_a_time: Final = asyncio.Semaphore(1)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("tiendo", on_progress)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {"hide": _hide, "show": _reveal}
    return {Verb.OVERVIEW: by_step(Verb.OVERVIEW, Attempted.CHANGE_SETTINGS, steps)}


async def on_progress(update: Update, context: Context) -> None:
    """Show how the whole stands: to a stranger and in a group, the public figures only."""
    message = update.effective_message
    if message is None or update.effective_user is None:
        return
    actor = actor_of(update, context)
    office = context.services.office
    try:
        numbers = documents_for(context, message.chat_id, " ".join(context.args or []))
    except InvalidInputError as error:  # another body's document
        await respond(update, context, text(str(error)))
        return
    lines = office.overview.targets(actor, numbers)
    if not office.figures_public() and not any(line.report for line in lines):
        reason = "member" if actor.alone else "alone"
        refusal = office.gate.refuse(actor, Attempted.SEE_WORK, "/tiendo", reason)
        await respond(update, context, text(str(refusal)))
        return
    for number in numbers:
        own = [line for line in lines if line.document == number]
        reply = overview(context, actor, number, own, last=number == numbers[-1])
        async with typing(message, context):
            picture = await drawn(context, number, own) if own else None
        if picture is not None:
            await _send(message, context, picture, reply)
            continue
        if own:
            await respond(update, context, text(words.NO_PICTURE))
        await follow(message, context, reply)


def documents_for(context: Context, chat: int, said: str) -> list[str]:
    """Return the documents to show, the latest first: the one named or chosen, else all in force.

    Raises:
        InvalidInputError: the one named is another body's.
    """
    number, rest = own_in_use(said, context, chat) if said else ("", "")
    if said and rest != said.strip():
        return [number]
    chosen = followed(context, chat)
    if chosen:
        return chosen
    in_force = context.services.office.numbers_in_force()[:MOST_DOCUMENTS]
    return in_force or [context.services.volumes.library.default()]


def overview(
    context: Context, actor: Actor, number: str, lines: list[TargetLine], *, last: bool = True
) -> Reply:
    """Return the counts of a document that the actor may see; the settings stand under the last one."""
    office = context.services.office
    day = progress_wording.day(today(context))
    title = words.OVERVIEW_TITLE.format(name=name_of(number), day=day)
    standing = context.services.volumes.standing(number, ended_only=True)
    content = [Block(title, "b"), *([Block(standing, "i", glued=True)] if standing else [])]
    rows = []
    if actor.role is Role.STRANGER or not actor.alone:
        content.append(Block(_targets(lines)))
    else:
        summary = office.overview.summary(actor, [number])
        content += [Block(line, glued=at > 0) for at, line in enumerate(_lines(summary, lines))]
        # The lists are of the documents in force, or of the one chosen; not of one named just now.
        listed = followed(context, actor.telegram_id or 0) or office.numbers_in_force()
        tabs = [button(words.BUTTON_MINE, Verb.WORK, "mine", 0, 0)]
        if policy.sees_all(actor):
            tabs.append(button(words.BUTTON_LATE, Verb.WORK, "late", 0, 0))
            tabs.append(button(words.BUTTON_ALL, Verb.WORK, "all", 0, 0))
        rows += [tabs] if last and number in listed else []
    if last and actor.alone and policy.may(actor, Attempted.CHANGE_SETTINGS):
        public = office.figures_public()
        label = words.BUTTON_FIGURES_HIDE if public else words.BUTTON_FIGURES_SHOW
        rows.append([button(label, Verb.OVERVIEW, "hide" if public else "show", 0, 0)])
    return laid_out(content, markup(rows))


def _targets(lines: list[TargetLine]) -> str:
    short = sum(bool(one.judged and one.judged.verdict is Verdict.SHORT) for one in lines)
    silent = sum(one.report is None for one in lines)
    reached = len(lines) - short - silent
    return words.OVERVIEW_TARGETS.format(reached=reached, short=short, silent=silent)


def _lines(summary: Summary, lines: list[TargetLine]) -> list[str]:
    states = ", ".join(
        words.OVERVIEW_STATE.format(
            state=progress_wording.STATE[state] if state else words.OVERVIEW_SILENT, count=count
        )
        for state, count in summary.states.items()
    )
    said = [
        _targets(lines),
        words.OVERVIEW_WORK.format(total=summary.total, states=states),
        words.OVERVIEW_DUE.format(overdue=summary.overdue, soon=summary.due_soon),
    ]
    if summary.units:
        said.append(words.OVERVIEW_UNITS)
        said += [
            words.OVERVIEW_UNIT.format(
                name=one.name, done=one.done, total=one.total, overdue=one.overdue
            )
            for one in summary.units[:MOST_UNITS]
        ]
        more = len(summary.units) - MOST_UNITS
        said += [words.OVERVIEW_MORE_UNITS.format(count=more)] if more > 0 else []
    return said


async def drawn(context: Context, number: str, lines: list[TargetLine]) -> bytes | None:
    """Return the picture of a document's targets, from a process of its own; None where it fails."""
    office = context.services.office
    period = context.services.volumes.entry(number).period
    title = words.PICTURE_TITLE.format(period=period)
    if not period:
        title = words.PICTURE_TITLE_NAMED.format(name=name_of(number))
    note = progress_wording.DEMO if office.is_demo() else ""
    data = data_of(lines, title, note)
    key = hashlib.sha256(json.dumps(data).encode()).hexdigest()
    async with _one_at_a_time:
        picture = _drawn.get(key)
        if picture is None:
            picture = await _draw(data)
        if picture is not None:
            _drawn[key] = picture
    return picture


async def _draw(data: dict[str, Any]) -> bytes | None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "knowledge.progress.picture",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said = json.dumps(data).encode()
        picture, _ = await asyncio.wait_for(process.communicate(said), DRAW_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return picture if process.returncode == 0 and picture else None


async def _send(message: Message, context: Context, picture: bytes, reply: Reply) -> None:
    """Send the picture with the counts under it, or after it where they are too long."""
    caption = marked(context, reply.pages[0])
    fits = utf16_length(caption) <= CAPTION_LIMIT
    keyboard: InlineKeyboardMarkup | None = reply.keyboard if fits else None
    thread = message.message_thread_id if message.is_topic_message else None
    await context.bot.send_photo(
        message.chat_id,
        picture,
        caption=caption if fits else marked(context, pages([Block(words.PICTURE_CAPTION)])[0]),
        reply_markup=keyboard,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        message_thread_id=thread,
        filename="tien-do.png",
    )
    if not fits:
        await follow(message, context, reply)


async def _hide(tapped: Tapped, context: Context, _: int, __: int) -> Toast:
    office = context.services.office
    office.set_figures_public(actor_tapping(tapped, context), False)
    return Toast(words.OVERVIEW_HIDDEN, alert=True)


async def _reveal(tapped: Tapped, context: Context, _: int, __: int) -> Toast:
    office = context.services.office
    office.set_figures_public(actor_tapping(tapped, context), True)
    return Toast(words.OVERVIEW_SHOWN, alert=True)
