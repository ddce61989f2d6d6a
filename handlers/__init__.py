"""One module for each thing a person does in Telegram: read the update, ask the core, render the answer."""

from handlers import (
    answer_buttons,
    assigning,
    attachments,
    audit_log,
    bodies,
    choosing,
    document_files,
    document_steps,
    evidence,
    finding,
    groups,
    health,
    history,
    inline,
    invitations,
    menu,
    misses,
    outline,
    own_data,
    private_links,
    progress,
    questions,
    report_steps,
    reporting,
    roster,
    start,
    taps,
    targets,
    teaching,
    typed,
    unit_list,
    work,
    work_questions,
    workbooks,
)
from handlers.context import Handler

_WORK = (
    invitations,
    private_links,
    work,
    reporting,
    history,
    progress,
    assigning,
    roster,
    own_data,
    workbooks,
    document_files,
    audit_log,
)
_TAPPED = (answer_buttons, targets, outline, finding, bodies, choosing, menu, misses, teaching)
_TAPPED_AT_WORK = (
    work,
    reporting,
    report_steps,
    history,
    progress,
    assigning,
    roster,
    own_data,
    workbooks,
    document_steps,
    invitations,
    unit_list,
    audit_log,
)
_COMMANDS = (*_WORK, start, targets, outline, finding, bodies, choosing, menu, misses, health)
_SAID = (teaching, evidence, typed, work_questions, attachments, groups, inline, questions)


def all_handlers() -> list[Handler]:
    """Return every handler, in the order in which they are tried: commands before questions."""
    actions = {
        verb: action
        for module in (*_TAPPED, *_TAPPED_AT_WORK)
        for verb, action in module.actions().items()
    }
    said = [handler for module in (*_COMMANDS, *_SAID) for handler in module.handlers()]
    return [*said, *taps.handlers(actions)]
