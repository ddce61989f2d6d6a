"""Reports on their way: kept over a restart, asked for, changed by what a person types or sends."""

from dataclasses import asdict, replace
from typing import Final

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.desk import (
    prompt,
    prompt_with_buttons,
    today,
)
from handlers.keyboards import Row, button, markup
from handlers.render import Block
from handlers.replies import Reply, laid_out
from handlers.report_cards import (
    DRAFT,
    Data,
    as_data,
    as_draft,
    card,
    document_line,
    subject_of,
    title_of,
)
from knowledge.errors import InvalidInputError
from knowledge.progress import wording as progress_wording
from knowledge.progress.days import find_day
from knowledge.progress.model import Actor, Evidence, ReportDraft, TaskState
from knowledge.progress.one_line import read_line
from knowledge.resolution.model import Kind
from knowledge.volumes import name_of

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


def data_of(context: Context, person: int, draft_id: int) -> Data:
    """Return a draft that is still open.

    Raises:
        InvalidInputError: it is too old, or somebody else's.
    """
    data = context.services.drafts.get(person, draft_id)
    if data is None:
        raise InvalidInputError(words.REPORT_GONE)
    return data


def new_card(context: Context, actor: Actor, draft: ReportDraft) -> Reply:
    """Keep a new draft and return its card."""
    office = context.services.office
    checked = office.reports.check(actor, draft)
    data = as_data(replace(draft, unit=checked.draft.unit), asked=checked.questions)
    draft_id = office.drafts.put(actor.telegram_id or 0, DRAFT, data)
    return card(context, actor, draft_id, data, checked)


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


async def ask_for_value(
    chat: int, context: Context, person: int, draft_id: int, data: Data
) -> None:
    document = data["document"]
    resolution = context.services.office.resolution_of(document)
    measures = resolution.notes(data["ref"]).measures
    if measures:
        measure = next((one for one in measures if one.letter == data["letter"]), measures[0])
        unit = f" ({measure.unit})" if measure.unit else ""
        what = title_of(context, document, data["ref"], data["letter"])
        name = name_of(document)
        question = words.REPORT_VALUE.format(what=what, unit=unit, name=name)
        example = words.REPORT_VALUE_EXAMPLE
        await prompt(chat, person, context, question, example, VALUE, draft_id)
        return
    keys = [
        button(state_label(state, percent), Verb.REPORT, "state", draft_id, place)
        for place, (state, percent) in enumerate(STATES)
    ]
    rows: list[Row] = [keys[:1], keys[1:4], keys[4:]]
    content = [
        Block(title_of(context, document, data["ref"]), "b"),
        Block(document_line(context, document), "i", glued=True),
        Block(words.REPORT_STATE),
    ]
    await prompt_with_buttons(
        chat, person, context, laid_out(content, markup(rows)), VALUE, draft_id
    )


def state_label(state: TaskState, percent: int | None) -> str:
    name = progress_wording.STATE[state]
    return (
        name if percent is None else words.REPORT_STATE_PERCENT.format(state=name, percent=percent)
    )


def typed(context: Context, actor: Actor, purpose: str, draft_id: int, said: str) -> Reply:
    """Return the card after a typed answer.

    Raises:
        InvalidInputError: the answer can't be read.
    """
    draft = as_draft(data_of(context, actor.telegram_id or 0, draft_id))
    resolution = context.services.office.resolution_of(draft.document)
    if purpose == NOTE:
        return changed_card(context, actor, draft_id, replace(draft, note=said))
    if purpose == DAY:
        found = find_day(said, today(context), period=resolution.metadata.period)
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
