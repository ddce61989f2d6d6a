"""The buttons of a report on its way: what is reported, of which day, for whom; saved, taken back."""

from collections.abc import Mapping
from dataclasses import replace

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.desk import (
    actor_tapping,
    by_step,
    close_prompt,
    prompt,
    prompt_with_buttons,
)
from handlers.keyboards import button, markup
from handlers.replies import edit_page, text
from handlers.report_cards import (
    WHOLE,
    as_draft,
    assignees_for,
    day_rows,
    history_button,
    read_day_choice,
    saved,
)
from handlers.report_drafts import (
    DAY,
    EVIDENCE,
    MORE,
    NOTE,
    STATES,
    VALUE,
    ask_for_value,
    changed_card,
    data_of,
)
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.progress.model import ReportDraft
from knowledge.progress.policy import Action as Attempted


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
    return {Verb.REPORT: by_step(Verb.REPORT, Attempted.REPORT, steps)}


async def _choose_measure(tapped: Tapped, context: Context, draft_id: int, place: int) -> Toast:
    data = data_of(context, tapped.person, draft_id)
    measures = context.services.office.resolution_of(data["document"]).notes(data["ref"]).measures
    if place >= len(measures):
        return Toast(words.REPORT_GONE, alert=True)
    data["letter"] = measures[place].letter
    context.services.drafts.change(tapped.person, draft_id, data)
    await ask_for_value(tapped.message.chat_id, context, tapped.person, draft_id, data)
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
    await ask_for_value(tapped.message.chat_id, context, tapped.person, draft_id, data)
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
    row = [history_button(context, report)]
    done = words.REPORT_WITHDRAWN.format(number=report_id)
    await edit_page(tapped.message, context, text(done, markup([row])))
    return NOTHING
