"""/lichsu: who reported what and when; administrators correct with a reason."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import CommandHandler

from handlers import clauses
from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import (
    actor_of,
    actor_tapping,
    by_step,
    close_prompt,
    privately,
    prompt,
    require_alone,
    today,
)
from handlers.keyboards import button, markup, numbered, pager
from handlers.opening import followed, opened, own_in_use
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text
from handlers.report_cards import (
    Data,
    as_data,
    as_draft,
    document_line,
    history_button,
    said_of,
    subject_of,
    title_of,
)
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.labels import titled
from knowledge.errors import InvalidInputError, UnknownReportError
from knowledge.progress import policy, records
from knowledge.progress import wording as progress_wording
from knowledge.progress.days import find_day
from knowledge.progress.model import Actor, Report
from knowledge.progress.one_line import read_line
from knowledge.progress.policy import Action as Attempted
from knowledge.resolution.model import Kind

A_PAGE: Final = 6
DRAFT: Final = "correct"
CORRECT, ANNUL = "correct", "annul"


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("lichsu", on_history)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {
        "report": _show_report,
        "files": _send_evidence,
        "correct": _ask_correction,
        "annul": _ask_annulment,
        "save": _save_correction,
    }
    return {
        Verb.HISTORY: by_step(Verb.HISTORY, Attempted.SEE_HISTORY, steps),
        Verb.HISTORY_CLAUSE: turn_page,
    }


@privately("lichsu", Attempted.SEE_HISTORY)
async def on_history(update: Update, context: Context) -> None:
    """Show the reports on the clause that follows the command, or offer the person's own work."""
    actor = actor_of(update, context)
    said = " ".join(context.args or [])
    if not said:
        await respond(update, context, _choices(context, actor))
        return
    message = update.effective_message
    if message is None:
        return
    number, rest = own_in_use(said, context, message.chat_id)
    volume = await opened(number, message, context)
    ref = clauses.only(volume.lookup, rest, words.HISTORY_UNCLEAR)
    await respond(update, context, page_of(context, actor, number, ref, 0))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show a page of the reports on a clause in place."""
    require_alone(tapped, context, Attempted.SEE_HISTORY)
    actor = actor_tapping(tapped, context)
    number = context.services.volumes.number_of(tapped.tap.document)
    reply = page_of(context, actor, number, tapped.tap.ref, tapped.tap.page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def page_of(context: Context, actor: Actor, number: str, ref: str, page: int) -> Reply:
    """Return a page of the reports on a clause, the newest first.

    Raises:
        RefusedError: the actor may not see them.
        UnknownClauseError: there is no such clause.
    """
    services = context.services
    clause = services.office.resolution_of(number).clause(ref)
    reports = services.office.reports.history(actor, number, ref)
    content = [
        Block(words.HISTORY_TITLE.format(title=titled(clause, 80)), "b"),
        Block(document_line(context, number), "i", glued=True),
    ]
    if not reports:
        return laid_out([*content, Block(words.HISTORY_NONE)])
    count = -(-len(reports) // A_PAGE)
    page = min(page, count - 1)
    keys = []
    for place, report in enumerate(reports[page * A_PAGE : (page + 1) * A_PAGE], page * A_PAGE + 1):
        content += _lines(context, report, place)
        keys.append(button(str(place), Verb.HISTORY, "report", report.id, 0))
    content.append(Block(words.HISTORY_HOW.format(page=page + 1, pages=count), "i"))
    key = services.volumes.key_of(number)
    turning = pager(Verb.HISTORY_CLAUSE, page, count, ref, document=key)
    return laid_out(content, markup([*numbered(keys), turning]))


def _choices(context: Context, actor: Actor) -> Reply:
    services = context.services
    documents = followed(context, actor.telegram_id or 0)
    items = services.office.overview.my_work(actor, documents)
    addresses = list(dict.fromkeys((item.document, item.ref) for item in items))[:12]
    content = [Block(words.HISTORY_CHOOSE)]
    keys = []
    for number, (document, ref) in enumerate(addresses, start=1):
        clause = services.office.resolution_of(document).clause(ref)
        title = words.WORK_OF.format(title=titled(clause, 80), document=document)
        line = words.WORK_LINE.format(number=number, title=title)
        content.append(Block(line, glued=number > 1))
        key = services.volumes.key_of(document)
        keys.append(button(str(number), Verb.HISTORY_CLAUSE, ref, 0, document=key))
    return laid_out(content, markup(numbered(keys)))


def _lines(context: Context, report: Report, number: int) -> list[Block]:
    what = said_of(report)
    if report.letter:
        what = f"({report.ref.rsplit('.', 1)[-1]}{report.letter}) {what}"
    when = f"{report.created_at.astimezone(context.services.office.zone):%H:%M %d/%m/%Y}"
    who = words.HISTORY_WHO.format(
        id=report.id,
        author=records.author_name(report),
        when=when,
        validity=progress_wording.validity(report),
    )
    day = progress_wording.day(report.as_of)
    blocks = [
        Block(words.HISTORY_LINE.format(number=number, what=what, day=day)),
        Block(who, "i", glued=True),
    ]
    if report.note:
        blocks.append(Block(report.note, glued=True))
    if report.evidence:
        count = words.REPORT_EVIDENCE_COUNT.format(count=len(report.evidence))
        blocks.append(Block(count, glued=True))
    return blocks


def report_for(context: Context, actor: Actor, report_id: int) -> Report:
    """Return one report that the actor may see.

    Raises:
        UnknownReportError: there is none of that id.
        RefusedError: he may not see it.
    """
    office = context.services.office
    found = records.find_report(office.database, id=report_id) if report_id else None
    if found is None:
        raise UnknownReportError(progress_wording.UNKNOWN_REPORT.format(what=report_id))
    history = office.reports.history(actor, found.document, found.ref)
    return next(one for one in history if one.id == report_id)


async def _show_report(tapped: Tapped, context: Context, report_id: int, _: int) -> Toast:
    actor = actor_tapping(tapped, context)
    report = report_for(context, actor, report_id)
    content = [
        Block(title_of(context, report.document, report.ref, report.letter), "b"),
        Block(document_line(context, report.document), "i", glued=True),
        *_lines(context, report, 1),
    ]
    row = []
    if report.evidence:
        row.append(button(words.BUTTON_SEE_EVIDENCE, Verb.HISTORY, "files", report_id, 0))
    if policy.may(actor, Attempted.CORRECT) and report.standing:
        row.append(button(words.BUTTON_CORRECT, Verb.HISTORY, "correct", report_id, 0))
        row.append(button(words.BUTTON_ANNUL, Verb.HISTORY, "annul", report_id, 0))
    back = [history_button(context, report, words.BUTTON_BACK)]
    await edit_page(tapped.message, context, laid_out(content, markup([row, back])))
    return NOTHING


async def _send_evidence(tapped: Tapped, context: Context, report_id: int, _: int) -> Toast:
    report = report_for(context, actor_tapping(tapped, context), report_id)
    chat = tapped.message.chat_id
    for one in report.evidence:
        try:
            if one.kind == "photo":
                await context.bot.send_photo(chat, one.file_id)
            else:
                await context.bot.send_document(chat, one.file_id)
        except TelegramError:
            return Toast(words.EVIDENCE_GONE, alert=True)
    return NOTHING


async def _ask_correction(tapped: Tapped, context: Context, report_id: int, _: int) -> Toast:
    report = _correctable(tapped, context, report_id)
    example = words.CORRECT_EXAMPLE_STATE if report.state else words.CORRECT_EXAMPLE_VALUE
    question = words.CORRECT_PROMPT.format(number=report_id, what=said_of(report), example=example)
    chat = tapped.message.chat_id
    await prompt(chat, tapped.person, context, question, example, CORRECT, report_id)
    return NOTHING


async def _ask_annulment(tapped: Tapped, context: Context, report_id: int, _: int) -> Toast:
    report = _correctable(tapped, context, report_id)
    question = words.ANNUL_PROMPT.format(number=report_id, what=said_of(report))
    chat, example = tapped.message.chat_id, words.ANNUL_EXAMPLE
    await prompt(chat, tapped.person, context, question, example, ANNUL, report_id)
    return NOTHING


def _correctable(tapped: Tapped, context: Context, report_id: int) -> Report:
    actor = actor_tapping(tapped, context)
    context.services.gate.look(actor, Attempted.CORRECT, f"report {report_id}")
    return report_for(context, actor, report_id)


def typed(context: Context, actor: Actor, purpose: str, report_id: int, said: str) -> Reply:
    """Return what follows a typed correction or reason.

    Raises:
        InvalidInputError, RefusedError: it can't be read, or the actor may not correct.
    """
    office = context.services.office
    if purpose == ANNUL:
        office.reports.annul(actor, report_id, said)
        return text(words.ANNULLED.format(number=report_id))
    office.gate.look(actor, Attempted.CORRECT, f"report {report_id}")
    wrong = report_for(context, actor, report_id)
    right, mark, reason = said.partition(";")
    if not mark or not reason.strip():
        example = words.CORRECT_EXAMPLE_STATE if wrong.state else words.CORRECT_EXAMPLE_VALUE
        raise InvalidInputError(words.CORRECT_UNCLEAR.format(example=example))
    resolution = context.services.office.resolution_of(wrong.document)
    subject = subject_of(resolution, wrong.ref, wrong.letter)
    if resolution.clause(wrong.ref).kind is not Kind.TARGET:
        subject = f"mục {subject}"
    read = read_line(f"{subject} {right}", resolution, today(context))
    as_of = read.as_of if find_day(right, today(context)) else wrong.as_of
    draft = replace(read, as_of=as_of, note=read.note or wrong.note, evidence=wrong.evidence)
    data: Data = as_data(draft) | {"wrong": report_id, "reason": reason.strip()}
    draft_id = office.drafts.put(actor.telegram_id or 0, DRAFT, data)
    question = words.CORRECT_ASK.format(
        number=report_id, old=said_of(wrong), new=said_of(draft), reason=reason.strip()
    )
    row = [
        button(words.BUTTON_SAVE, Verb.HISTORY, "save", draft_id, 0),
        button(words.BUTTON_NO, Verb.CANCEL),
    ]
    return text(question, markup([row]))


async def _save_correction(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    office, actor = context.services.office, actor_tapping(tapped, context)
    data = office.drafts.get(tapped.person, draft_id)
    if data is None or "wrong" not in data:
        return Toast(words.CORRECT_GONE, alert=True)
    done = office.reports.correct(
        actor, data["wrong"], as_draft(data), data["reason"], key=f"draft:{draft_id}"
    )
    close_prompt(tapped.person, context, CORRECT)
    row = [history_button(context, done.report)]
    sentence = words.CORRECTED.format(number=done.report.id)
    await edit_page(tapped.message, context, text(sentence, markup([row])))
    return NOTHING
