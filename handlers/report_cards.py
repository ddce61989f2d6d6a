"""A report on its way: the draft as it is kept, and the card that asks to confirm it."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

from telegram import InlineKeyboardButton

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.desk import today
from handlers.keyboards import Row, button, markup
from handlers.render import Block
from handlers.replies import Reply, laid_out
from handlers.work import state_of
from knowledge.answers.labels import titled
from knowledge.errors import InvalidInputError
from knowledge.progress import policy, records
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import (
    Actor,
    Assignee,
    Evidence,
    Report,
    ReportDraft,
    TaskState,
)
from knowledge.progress.reports import Checked
from knowledge.resolution.deadlines import month_end
from knowledge.resolution.model import Kind, Resolution
from knowledge.volumes import name_of

DRAFT: Final = "report"
WHOLE: Final = 0

Data = dict[str, Any]


def as_data(draft: ReportDraft, before: Data | None = None, asked: tuple[str, ...] = ()) -> Data:
    """Return a draft as it is kept, with what the one before it had gathered already."""
    data = asdict(draft)
    data["value"] = None if draft.value is None else str(draft.value)
    data["as_of"] = draft.as_of.isoformat()
    kept = before or {}
    data["evidence"] = kept.get("evidence", data["evidence"])
    data["revision"] = int(kept.get("revision", 0)) + 1
    data["asked"] = list(asked)
    data["saved"] = int(kept.get("saved", 0))
    return data


def as_draft(data: Data) -> ReportDraft:
    """Return what ``as_data`` kept."""
    value, state = data.get("value"), data.get("state")
    return ReportDraft(
        data["document"],
        data["ref"],
        date.fromisoformat(data["as_of"]),
        letter=data.get("letter", ""),
        value=Decimal(value) if value is not None else None,
        unit=data.get("unit", ""),
        state=TaskState(state) if state else None,
        percent=data.get("percent"),
        note=data.get("note", ""),
        assignee_id=data.get("assignee_id"),
        whole=bool(data.get("whole")),
        evidence=tuple(Evidence(**one) for one in data.get("evidence", ())),
    )


def subject_of(resolution: Resolution, ref: str, letter: str = "") -> str:
    """Return how a line of /capnhat names a clause: "12b", "II.3.2.1/4"."""
    if resolution.clause(ref).kind is Kind.TARGET:
        return ref.rsplit(".", 1)[-1] + letter
    return ref


def title_of(context: Context, document: str, ref: str, letter: str = "") -> str:
    """Return a short name of what is reported on."""
    resolution = context.services.office.resolution_of(document)
    measures = resolution.notes(ref).measures
    if letter:
        measure = next((one for one in measures if one.letter == letter), None)
        if measure is not None:
            return f"({measure.key}) {measure.quantity[:1].upper()}{measure.quantity[1:]}"
    return titled(resolution.clause(ref), 90)


def said_of(draft: ReportDraft | Report) -> str:
    """Return the figure or the state of a report in words."""
    if draft.value is not None:
        return progress_wording.amount(draft.value, draft.unit)
    if draft.state is None:
        return ""
    state = progress_wording.STATE[draft.state]
    if draft.percent is None or draft.state is TaskState.DONE:
        return state
    return words.REPORT_STATE_PERCENT.format(state=state, percent=draft.percent)


def card(context: Context, actor: Actor, draft_id: int, data: Data, checked: Checked) -> Reply:
    """Return the card that shows what will be saved, what is doubtful, and what can be changed."""
    draft = checked.draft
    lines = [
        Block(words.REPORT_TITLE, "b"),
        Block(
            words.REPORT_WHAT.format(
                what=title_of(context, draft.document, draft.ref, draft.letter),
                value=said_of(draft),
            )
        ),
        Block(document_line(context, draft.document), "i", glued=True),
        Block(words.REPORT_AS_OF.format(day=progress_wording.day(draft.as_of)), glued=True),
    ]
    options = assignees_for(context, actor, draft)
    if len(options) > 1:
        chosen = next((one.name for one in options if one.id == (draft.assignee_id or WHOLE)), "")
        lines.append(Block(words.REPORT_FOR.format(name=chosen or words.REPORT_WHOLE), glued=True))
    if draft.note:
        lines.append(Block(words.REPORT_NOTED.format(note=draft.note), glued=True))
    if draft.evidence:
        count = len(draft.evidence)
        lines.append(Block(words.REPORT_EVIDENCE_COUNT.format(count=count), glued=True))
    lines += [Block(words.REPORT_ASKED.format(question=one), "b") for one in checked.questions]
    save = words.BUTTON_SAVE_ANYWAY if checked.questions else words.BUTTON_SAVE
    is_value = draft.value is not None
    change = words.BUTTON_VALUE if is_value else words.BUTTON_STATE
    rows: list[Row] = [
        [
            button(save, Verb.REPORT, "save", draft_id, data["revision"]),
            button(words.BUTTON_NO, Verb.CANCEL),
        ],
        [
            button(change, Verb.REPORT, "value", draft_id, 0),
            button(words.BUTTON_DAY, Verb.REPORT, "day", draft_id, 0),
        ],
        [
            button(words.BUTTON_NOTE, Verb.REPORT, "note", draft_id, 0),
            button(words.BUTTON_EVIDENCE, Verb.REPORT, "evidence", draft_id, 0),
        ],
    ]
    if len(options) > 1:
        rows.append([button(words.BUTTON_FOR_WHOM, Verb.REPORT, "whom", draft_id, 0)])
    return laid_out(lines, markup(rows))


def assignees_for(context: Context, actor: Actor, draft: ReportDraft) -> list[Assignee]:
    """Return for whom the actor may report on a task; more than one where he has a choice."""
    if draft.value is not None:
        return []
    given = context.services.office.assignments.visible(actor, draft.document, draft.ref)
    everyone = [one for assignment in given for one in assignment.assignees]
    if policy.sees_all(actor):
        return [Assignee(WHOLE, words.REPORT_WHOLE), *everyone]
    return [
        one
        for one in everyone
        if one.person_id == actor.person_id
        or (one.unit_id is not None and one.unit_id == actor.unit_id)
    ]


def saved(context: Context, actor: Actor, report: Report) -> Reply:
    """Return what is said once a report is on the disk."""
    state = state_of(context, actor, report.document, report.ref)
    content = [
        Block(words.REPORT_SAVED.format(number=report.id), "b"),
        Block(title_of(context, report.document, report.ref, report.letter)),
        Block(document_line(context, report.document), "i", glued=True),
        Block(words.WORK_STATE.format(state=state), glued=True),
    ]
    standing = records.standing_reports(
        context.services.office.database, report.document, report.ref
    )
    newest = max((one.as_of for one in standing if _same(one, report)), default=report.as_of)
    if newest > report.as_of:
        day = progress_wording.day(newest)
        content.append(Block(words.REPORT_NOT_NEWEST.format(day=day), glued=True))
    content.append(Block(words.REPORT_UNDO_HINT, "i"))
    row = [
        button(words.BUTTON_WITHDRAW, Verb.REPORT, "undo", report.id, 0),
        button(words.BUTTON_EVIDENCE, Verb.REPORT, "more", report.id, 0),
        history_button(context, report),
    ]
    return laid_out(content, markup([row]))


def history_button(
    context: Context, report: Report, label: str = words.BUTTON_HISTORY
) -> InlineKeyboardButton:
    """Return the button that shows all reports on the clause of one."""
    key = context.services.volumes.key_of(report.document)
    return button(label, Verb.HISTORY_CLAUSE, report.ref, 0, document=key)


def document_line(context: Context, document: str) -> str:
    """Return the line that says which document a card is about, and whether it has ended."""
    return context.services.volumes.standing(document, ended_only=True) or name_of(document)


def day_rows(context: Context, draft_id: int) -> list[Row]:
    """Return the days that figures are usually of, as buttons."""
    now = today(context)
    last_month = date(now.year, now.month, 1).toordinal() - 1
    quarter_month = 3 * ((now.month - 1) // 3)
    days = [now, date.fromordinal(now.toordinal() - 1), date.fromordinal(last_month)]
    if quarter_month:
        days.append(month_end(now.year, quarter_month) or now)
    unique = list(dict.fromkeys(days))
    keys = [
        button(progress_wording.day(day), Verb.REPORT, "setday", draft_id, int(f"{day:%Y%m%d}"))
        for day in unique
    ]
    return [keys[:2], keys[2:]]


def read_day_choice(choice: int) -> date:
    """Return the day that a button carries.

    Raises:
        InvalidInputError: it is none.
    """
    text = f"{choice:08d}"
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise InvalidInputError(progress_wording.BAD_DAY.format(text=text)) from error


def _same(one: Report, other: Report) -> bool:
    """Tell whether two reports are about the same measure, or the same assignee's part of a task."""
    if other.value is not None:
        return one.letter == other.letter
    return one.assignee_id == other.assignee_id
