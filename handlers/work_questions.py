"""Questions in plain words about the work: mine, late, this month, how far, who is in charge."""

import re
from typing import Final

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import clauses, progress, questions, work
from handlers import work_wording as words
from handlers.addressing import NOT_FROM_BOTS, TO_BOT, question_in
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import actor_of, to_private_chat
from handlers.keyboards import button, markup
from handlers.opening import opened, own_entries
from handlers.render import Block
from handlers.replies import Reply, in_group, laid_out, respond, text, under_title
from handlers.wording import BULLET
from knowledge.errors import KnowledgeError
from knowledge.language.normalize import clean
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor, Role
from knowledge.progress.overview import InCharge, TargetLine
from knowledge.progress.policy import Action as Attempted
from knowledge.progress.questions import WorkQuestion, WorkTopic, read_work_question
from knowledge.resolution.model import Kind
from knowledge.volumes import Volume, name_of

MOST_CLAUSES: Final = 3
"""Where the words of a question fit more clauses than this, it is left to the assistant."""
_LISTS: Final = {
    WorkTopic.MINE: "mine",
    WorkTopic.LATE: "late",
    WorkTopic.MONTH: "month",
}
_YEAR: Final = re.compile(r"\s*\bn[ăa]m ((?:19|20)\d\d)\b", re.IGNORECASE)
_CHARGED: Final = (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY)


class AsksAboutWork(filters.MessageFilter):
    """Texts that ask about the work."""

    def filter(self, message: Message) -> bool:
        """Tell whether a message does."""
        return _asked(message) is not None


def _asked(message: Message) -> WorkQuestion | None:
    """Return what a message asks about the work; in a group only what concerns no single clause."""
    if not in_group(message):
        return _read(message.text or "")
    bot = message.get_bot()
    asked = _read(question_in(message, bot.id, str(bot.username)))
    return asked if asked is not None and not asked.about else None


def _read(said: str) -> WorkQuestion | None:
    """Recognise a question about the work; "chỉ tiêu nào năm 2026 chưa đạt" is one too."""
    asked = read_work_question(said)
    if asked is None and _YEAR.search(clean(said)):
        asked = read_work_question(_YEAR.sub("", clean(said)))
        return asked if asked is not None and asked.topic is WorkTopic.SHORT else None
    return asked


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before questions."""
    heard = filters.TEXT & ~filters.COMMAND & NOT_FROM_BOTS & TO_BOT
    return [MessageHandler(heard & filters.UpdateType.MESSAGES & AsksAboutWork(), on_question)]


async def on_question(update: Update, context: Context) -> None:
    """Answer from the work what it can answer, by role; leave the rest to the assistant."""
    message = update.effective_message
    asked = _asked(message) if message else None
    if message is None or asked is None:
        return
    if asked.topic is WorkTopic.WHOLE:
        await progress.on_progress(update, context)
        return
    actor = actor_of(update, context)
    if asked.topic in _LISTS and not actor.alone:
        await to_private_chat(update, context, "nhiemvu", Attempted.SEE_WORK)
        return
    try:
        number, asked = _of_document(message, context, asked)
        volume = await opened(number, message, context)
        reply = answer(context, actor, volume, asked) if _is_of(message, volume) else None
    except KnowledgeError as error:
        reply = text(str(error))
    if reply is None:
        await questions.on_question(update, context)
        return
    await respond(update, context, reply)


def _is_of(message: Message, volume: Volume) -> bool:
    """Tell whether a document is of the year that a message names, or may be."""
    year = _YEAR.search(clean(message.text or ""))
    period = volume.resolution.metadata.period
    return year is None or not period.isdecimal() or period == year[1]


def _of_document(
    message: Message, context: Context, asked: WorkQuestion
) -> tuple[str, WorkQuestion]:
    """Return the document whose work a question is about, and the question without what names the document.

    Work is followed of the ward's own documents alone; who is charged by the words of a document is told of any.
    """
    volumes = context.services.volumes
    said = question_in(message, context.bot.id, context.username)
    number, rest = volumes.library.meant(said, volumes.chosen.of(message.chat_id) or None)
    if asked.about and rest != said:
        asked = read_work_question(rest) or asked
    about = _YEAR.sub("", asked.about).strip()
    if about and about != asked.about:
        asked = WorkQuestion(asked.topic, about)
    own = any(one.number == number for one in own_entries(context))
    if not number or not (own or asked.topic is WorkTopic.CHARGED):
        number = volumes.library.default()
    return number, asked


def answer(context: Context, actor: Actor, volume: Volume, asked: WorkQuestion) -> Reply | None:
    """Return the answer to a question about the work; None where the assistant knows better.

    Raises:
        RefusedError: the actor may not see it.
    """
    if asked.topic in _LISTS:
        return work.list_of(context, actor, _LISTS[asked.topic], 0)
    if asked.topic is WorkTopic.SHORT:
        return not_reached(context, actor, volume.number)
    if actor.role is Role.STRANGER and asked.topic is not WorkTopic.CHARGED:
        return None
    kinds = _CHARGED if asked.topic is WorkTopic.CHARGED else clauses.REPORTABLE
    refs = clauses.meant(volume.lookup, asked.about, kinds)
    if not refs or len(refs) > MOST_CLAUSES:
        return None
    person = actor.telegram_id or 0
    questions.focus_on(volume, refs[0], person, person, context)
    if asked.topic is WorkTopic.CHARGED:
        return in_charge(context, actor, volume, refs[0])
    return progress_of(context, actor, volume, refs)


def not_reached(context: Context, actor: Actor, number: str) -> Reply:
    """Return the targets of a document that are short, then those without a report.

    Raises:
        RefusedError: the figures are hidden from the actor, which is not to say that there are none.
    """
    office = context.services.office
    if not office.figures_public() and not any(
        line.report for line in office.overview.targets(actor, [number])
    ):
        reason = "member" if actor.alone else "alone"
        raise office.gate.refuse(actor, Attempted.SEE_WORK, "/tiendo", reason)
    lines = office.overview.targets_not_reached(actor, [number])
    name = name_of(number)
    if not lines:
        return text(words.NOT_REACHED_NONE.format(name=name))
    short = [line for line in lines if line.report is not None]
    silent = [line for line in lines if line.report is None]
    content = []
    if short:
        content.append(Block(words.NOT_REACHED.format(name=name), "b"))
    for line in short:
        said = words.NOT_REACHED_LINE.format(
            key=line.measure.key, title=line.title, state=_state(line)
        )
        content.append(Block(said, glued=True))
    if silent:
        keys = ", ".join(f"({line.measure.key})" for line in silent)
        said = words.NOT_REPORTED.format(name=name, count=len(silent), keys=keys)
        content.append(Block(said))
    return laid_out(content)


def _state(line: TargetLine) -> str:
    if line.report is None or line.report.value is None:
        return progress_wording.NO_REPORT
    report = line.report
    value = progress_wording.amount(line.report.value, report.unit)
    if line.judged is None:
        return value
    return f"{value}, {progress_wording.verdict(line.measure, line.judged)}"


def progress_of(context: Context, actor: Actor, volume: Volume, refs: list[str]) -> Reply:
    """Return how far some clauses have got, as the actor may see it."""
    lookup, key = volume.lookup, volume.key
    content, rows = [], []
    for ref in refs:
        title = lookup.choice(ref, 120).label
        content.append(Block(words.PROGRESS_OF.format(title=title), "b"))
        content += under_title(volume, context)
        state = work.state_of(context, actor, volume.number, ref)
        content.append(Block(f"{BULLET} {state}", glued=True))
    if len(refs) == 1:
        rows.append(
            [
                button(words.BUTTON_READ, Verb.VERBATIM, refs[0], document=key),
                button(words.BUTTON_HISTORY, Verb.HISTORY_CLAUSE, refs[0], 0, document=key),
            ]
        )
    else:
        rows += [[button(lookup.choice(ref).label, Verb.OPEN, ref, document=key)] for ref in refs]
    return laid_out(content, markup(rows))


def _bodies(found: InCharge) -> str:
    if found.bodies:
        return words.IN_CHARGE_BODIES.format(names=", ".join(found.bodies))
    if found.fields:
        return words.IN_CHARGE_FIELD.format(names=", ".join(found.fields))
    return words.IN_CHARGE_NOBODY


def in_charge(context: Context, actor: Actor, volume: Volume, ref: str) -> Reply:
    """Return who is charged: by the resolution's words, and by assignment where the actor may see it."""
    services = context.services
    found = services.office.overview.in_charge(actor, volume.number, ref)
    title = volume.lookup.choice(ref, 90).label
    content = [Block(words.IN_CHARGE.format(title=title, name=volume.name), "b")]
    content.append(Block(_bodies(found)))
    for given in found.assignments:
        names = ", ".join(one.name for one in given.assignees)
        content.append(Block(words.IN_CHARGE_ASSIGNED.format(names=names), glued=True))
        if given.answerable:
            line = words.WORK_ANSWERABLE.format(name=given.answerable)
            content.append(Block(line, glued=True))
        if given.deadline:
            day = progress_wording.day(given.deadline)
            content.append(Block(words.WORK_DEADLINE.format(day=day), glued=True))
    if not found.assignments and actor.role in (Role.LEADER, Role.ADMINISTRATOR):
        content.append(Block(words.IN_CHARGE_NOT_ASSIGNED, glued=True))
    read = button(words.BUTTON_READ, Verb.VERBATIM, ref, document=volume.key)
    return laid_out(content, markup([[read]]))
