"""/capnhat: progress reported by steps or by one line, confirmed before it is saved, taken back by a tap."""

from collections.abc import Mapping
from dataclasses import asdict, replace
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
    by_step,
    close_prompt,
    privately,
    prompt,
    prompt_with_buttons,
    require_alone,
    today,
)
from handlers.keyboards import Row, button, markup, numbered
from handlers.render import Block
from handlers.replies import Reply, answer_message, edit_page, follow, laid_out, text
from handlers.report_cards import (
    DRAFT,
    WHOLE,
    Data,
    as_data,
    as_draft,
    assignees_for,
    card,
    day_rows,
    read_day_choice,
    saved,
    subject_of,
    title_of,
)
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.work import lines_of
from knowledge.errors import InvalidInputError
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.days import find_day
from knowledge.progress.model import Actor, Evidence, ReportDraft, TaskState
from knowledge.progress.one_line import read_line
from knowledge.progress.policy import Action as Attempted
from knowledge.resolution.model import Kind

MOST_CHOICES: Final = 12
STATES: Final = (
    (TaskState.NOT_STARTED, None),
    (TaskState.DOING, 25),
    (TaskState.DOING, 50),
    (TaskState.DOING, 75),
    (TaskState.DONE, None),
    (TaskState.PAUSED, None),
)
VALUE, DAY, NOTE, EVIDENCE, MORE = "value", "day", "note", "evidence", "more"
"""The questions that a typed text or a file may answer."""


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("capnhat", on_report)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {
        "measure": _choose_measure,
        "state": _choose_state,
        "value": _ask_value,
        "day": _ask_day,
        "setday": _choose_day,
        "note": _ask_note,
        "evidence": _ask_evidence,
        "whom": _ask_whom,
        "setwhom": _choose_whom,
        "save": _save,
        "undo": _withdraw,
        "more": _ask_more,
    }
    return {
        Verb.REPORT: by_step(Verb.REPORT, Attempted.REPORT, steps),
        Verb.REPORT_CLAUSE: begin_by_tap,
    }


@privately("capnhat", Attempted.REPORT)
async def on_report(update: Update, context: Context) -> None:
    """Offer the work to report on, or read the line that follows the command."""
    message = update.effective_message
    if message is None:
        return
    line = " ".join(context.args or [])
    actor = actor_of(update, context)
    if not line:
        await answer_message(message, context, _choices(context, actor))
        return
    await take_line(message, context, actor, line)


async def take_line(
    message: Message, context: Context, actor: Actor, line: str, evidence: tuple[Evidence, ...] = ()
) -> None:
    """Show what a line says as a card; a line that only names a clause begins the steps.

    Raises:
        InvalidInputError, RefusedError: the line can't be read, or the actor may not report it.
    """
    try:
        draft = read_line(line, context.services.lookup.resolution, today(context))
    except InvalidInputError:
        refs = clauses.addressed(context, line)
        if len(refs) != 1:
            raise
        await begin(message, context, actor, refs[0])
        return
    reply = new_card(context, actor, replace(draft, evidence=evidence))
    await answer_message(message, context, reply)


def new_card(context: Context, actor: Actor, draft: ReportDraft) -> Reply:
    """Keep a new draft and return its card."""
    office = context.services.office
    checked = office.reports.check(actor, draft)
    data = as_data(replace(draft, unit=checked.draft.unit), asked=checked.questions)
    draft_id = office.drafts.put(actor.telegram_id or 0, DRAFT, data)
    return card(context, actor, draft_id, data, checked)


async def begin_by_tap(tapped: Tapped, context: Context) -> Toast:
    """Begin the steps for the clause of a button."""
    require_alone(tapped, context, Attempted.REPORT)
    await begin(tapped.message, context, actor_tapping(tapped, context), tapped.tap.ref)
    return NOTHING


async def begin(message: Message, context: Context, actor: Actor, ref: str) -> None:
    """Ask for the figure or the state of a clause.

    Raises:
        RefusedError: the actor may not report on it.
    """
    services = context.services
    resolution = services.lookup.resolution
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
                    title_of(context, ref, one.letter)[:60], Verb.REPORT, "measure", draft_id, place
                )
            ]
            for place, one in enumerate(measures)
        ]
        question = words.REPORT_MEASURE.format(number=ref.rsplit(".", 1)[-1])
        await follow(message, context, text(question, markup(rows)))
        return
    await _ask_for_value(message.chat_id, context, person, draft_id, data)


def _choices(context: Context, actor: Actor) -> Reply:
    """Return the work that the actor may report on, what is not done first."""
    items = [
        item
        for item in context.services.office.overview.my_work(actor)
        if context.services.lookup.resolution.clause(item.ref).kind in clauses.REPORTABLE
    ]
    if not items:
        return text(words.REPORT_NONE)
    content, keys = [Block(words.REPORT_CHOOSE)], []
    for number, item in enumerate(items[:MOST_CHOICES], start=1):
        content += lines_of(item, number)[:2]
        keys.append(button(str(number), Verb.REPORT_CLAUSE, item.ref))
    return laid_out(content, markup(numbered(keys)))


def data_of(context: Context, person: int, draft_id: int) -> Data:
    """Return a draft that is still open.

    Raises:
        InvalidInputError: it is too old, or somebody else's.
    """
    data = context.services.drafts.get(person, draft_id)
    if data is None:
        raise InvalidInputError(words.REPORT_GONE)
    return data


def changed_card(context: Context, actor: Actor, draft_id: int, draft: ReportDraft) -> Reply:
    """Keep a changed draft and return its card.

    Raises:
        InvalidInputError: it can't be so, or it is saved already; the draft stays as it was.
    """
    person = actor.telegram_id or 0
    before = data_of(context, person, draft_id)
    if before["saved"]:
        raise InvalidInputError(words.REPORT_GONE)
    checked = context.services.office.reports.check(actor, draft)
    data = as_data(replace(draft, unit=checked.draft.unit), before, checked.questions)
    context.services.drafts.change(person, draft_id, data)
    return card(context, actor, draft_id, data, checked)


async def _ask_for_value(
    chat: int, context: Context, person: int, draft_id: int, data: Data
) -> None:
    resolution = context.services.lookup.resolution
    measures = resolution.notes(data["ref"]).measures
    if measures:
        measure = next((one for one in measures if one.letter == data["letter"]), measures[0])
        unit = f" ({measure.unit})" if measure.unit else ""
        what = title_of(context, data["ref"], data["letter"])
        question = words.REPORT_VALUE.format(what=what, unit=unit)
        example = words.REPORT_VALUE_EXAMPLE
        await prompt(chat, person, context, question, example, VALUE, draft_id)
        return
    keys = [
        button(_state_label(state, percent), Verb.REPORT, "state", draft_id, place)
        for place, (state, percent) in enumerate(STATES)
    ]
    rows: list[Row] = [keys[:1], keys[1:4], keys[4:]]
    content = [Block(title_of(context, data["ref"]), "b"), Block(words.REPORT_STATE)]
    await prompt_with_buttons(
        chat, person, context, laid_out(content, markup(rows)), VALUE, draft_id
    )


def _state_label(state: TaskState, percent: int | None) -> str:
    name = progress_wording.STATE[state]
    return (
        name if percent is None else words.REPORT_STATE_PERCENT.format(state=name, percent=percent)
    )


async def _choose_measure(tapped: Tapped, context: Context, draft_id: int, place: int) -> Toast:
    data = data_of(context, tapped.person, draft_id)
    measures = context.services.lookup.resolution.notes(data["ref"]).measures
    if place >= len(measures):
        return Toast(words.REPORT_GONE, alert=True)
    data["letter"] = measures[place].letter
    context.services.drafts.change(tapped.person, draft_id, data)
    await _ask_for_value(tapped.message.chat_id, context, tapped.person, draft_id, data)
    return NOTHING


async def _choose_state(tapped: Tapped, context: Context, draft_id: int, place: int) -> Toast:
    if place >= len(STATES):
        return Toast(words.REPORT_GONE, alert=True)
    state, percent = STATES[place]
    draft = as_draft(data_of(context, tapped.person, draft_id))
    close_prompt(tapped.person, context, VALUE)
    return await _show(tapped, context, draft_id, replace(draft, state=state, percent=percent))


async def _ask_value(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    data = data_of(context, tapped.person, draft_id)
    await _ask_for_value(tapped.message.chat_id, context, tapped.person, draft_id, data)
    return NOTHING


async def _ask_day(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    data_of(context, tapped.person, draft_id)
    reply = text(words.REPORT_DAY, markup(day_rows(context, draft_id)))
    chat = tapped.message.chat_id
    await prompt_with_buttons(chat, tapped.person, context, reply, DAY, draft_id)
    return NOTHING


async def _choose_day(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
    draft = as_draft(data_of(context, tapped.person, draft_id))
    close_prompt(tapped.person, context, DAY)
    return await _show(tapped, context, draft_id, replace(draft, as_of=read_day_choice(choice)))


async def _ask_note(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    data_of(context, tapped.person, draft_id)
    chat, example = tapped.message.chat_id, words.REPORT_NOTE_EXAMPLE
    await prompt(chat, tapped.person, context, words.REPORT_NOTE, example, NOTE, draft_id)
    return NOTHING


async def _ask_evidence(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    data_of(context, tapped.person, draft_id)
    chat, question = tapped.message.chat_id, text(words.REPORT_EVIDENCE)
    await prompt_with_buttons(chat, tapped.person, context, question, EVIDENCE, draft_id)
    return NOTHING


async def _ask_more(tapped: Tapped, context: Context, report_id: int, _: int) -> Toast:
    chat, question = tapped.message.chat_id, text(words.REPORT_EVIDENCE)
    await prompt_with_buttons(chat, tapped.person, context, question, MORE, report_id)
    return NOTHING


async def _ask_whom(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    draft = as_draft(data_of(context, tapped.person, draft_id))
    options = assignees_for(context, actor_tapping(tapped, context), draft)
    rows = [[button(one.name[:60], Verb.REPORT, "setwhom", draft_id, one.id)] for one in options]
    await edit_page(tapped.message, context, text(words.REPORT_FOR_WHOM, markup(rows)))
    return NOTHING


async def _choose_whom(tapped: Tapped, context: Context, draft_id: int, assignee_id: int) -> Toast:
    draft = as_draft(data_of(context, tapped.person, draft_id))
    chosen = None if assignee_id == WHOLE else assignee_id
    changed = replace(draft, assignee_id=chosen, whole=chosen is None)
    return await _show(tapped, context, draft_id, changed)


async def _show(tapped: Tapped, context: Context, draft_id: int, draft: ReportDraft) -> Toast:
    reply = changed_card(context, actor_tapping(tapped, context), draft_id, draft)
    await edit_page(tapped.message, context, reply)
    return NOTHING


async def _save(tapped: Tapped, context: Context, draft_id: int, revision: int) -> Toast:
    """Save what the card shows; where the draft has changed since, show it anew instead."""
    office, actor = context.services.office, actor_tapping(tapped, context)
    data = data_of(context, tapped.person, draft_id)
    draft = as_draft(data)
    if not data["saved"]:
        # What has been reported meanwhile may raise a question that the card did not ask.
        checked = office.reports.check(actor, draft)
        if revision != data["revision"] or not {*checked.questions} <= {*data["asked"]}:
            reply = changed_card(context, actor, draft_id, draft)
            await edit_page(tapped.message, context, reply)
            return NOTHING
    done = office.reports.save(actor, draft, key=f"draft:{draft_id}", confirmed=True)
    if not data["saved"]:
        office.drafts.change(tapped.person, draft_id, data | {"saved": done.report.id})
    close_prompt(tapped.person, context)
    await edit_page(tapped.message, context, saved(context, actor, done.report))
    return NOTHING


async def _withdraw(tapped: Tapped, context: Context, report_id: int, _: int) -> Toast:
    report = context.services.office.reports.withdraw(actor_tapping(tapped, context), report_id)
    row = [button(words.BUTTON_HISTORY, Verb.HISTORY_CLAUSE, report.ref, 0)]
    done = words.REPORT_WITHDRAWN.format(number=report_id)
    await edit_page(tapped.message, context, text(done, markup([row])))
    return NOTHING


def typed(context: Context, actor: Actor, purpose: str, draft_id: int, said: str) -> Reply:
    """Return the card after a typed answer.

    Raises:
        InvalidInputError: the answer can't be read.
    """
    draft = as_draft(data_of(context, actor.telegram_id or 0, draft_id))
    resolution = context.services.lookup.resolution
    if purpose == NOTE:
        return changed_card(context, actor, draft_id, replace(draft, note=said))
    if purpose == DAY:
        found = find_day(said, today(context))
        if found is None:
            raise InvalidInputError(progress_wording.BAD_DAY.format(text=said[:40]))
        return changed_card(context, actor, draft_id, replace(draft, as_of=found.day))
    subject = subject_of(resolution, draft.ref, draft.letter)
    if resolution.clause(draft.ref).kind is not Kind.TARGET:
        subject = f"mục {subject}"
    read = read_line(f"{subject} {said}", resolution, today(context))
    as_of = read.as_of if find_day(said, today(context)) else draft.as_of
    changed = replace(
        read,
        as_of=as_of,
        note=read.note or draft.note,
        assignee_id=draft.assignee_id,
        whole=draft.whole,
    )
    return changed_card(context, actor, draft_id, changed)


def with_evidence(
    context: Context, actor: Actor, draft_id: int, evidence: Evidence, most: int
) -> Reply:
    """Return the card once a file has been added; the same file twice is kept once.

    Raises:
        InvalidInputError: the draft is too old, or has enough files.
    """
    person = actor.telegram_id or 0
    data = data_of(context, person, draft_id)
    draft = as_draft(data)
    files = {one.file_id: one for one in (*draft.evidence, evidence)}
    if len(files) > most:
        raise InvalidInputError(progress_wording.TOO_LONG.format(field="minh chứng", limit=most))
    data["evidence"] = [asdict(one) for one in files.values()]
    context.services.drafts.change(person, draft_id, data)
    draft = as_draft(data)
    checked = context.services.office.reports.check(actor, draft)
    return card(context, actor, draft_id, data, checked)
