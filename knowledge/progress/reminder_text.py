"""What a reminder says, as plain text; each channel may set it in its own way."""

from datetime import date
from typing import Final

from knowledge.answers.labels import label
from knowledge.progress import wording
from knowledge.progress.overview import Summary
from knowledge.progress.reminder_plan import ReminderKind
from knowledge.progress.reminders import Reminder
from knowledge.resolution.citation import citation
from knowledge.resolution.model import Resolution

MOST_UNITS: Final = 5


def reminder_text(
    reminder: Reminder, resolution: Resolution | None, today: date, summary: Summary | None = None
) -> str:
    """Say what is due.

    Args:
        reminder: as claimed.
        resolution: the document it speaks of, None for a digest.
        today: the day it is sent, which may be later than it was meant to be.
        summary: for a digest: what ``Overview.summary`` tells its reader.
    """
    if reminder.kind is ReminderKind.DIGEST or resolution is None:
        return digest_text(summary) if summary else wording.DIGEST_HEAD
    clause = resolution.clause(reminder.ref)
    lines = [label(clause), citation(resolution, reminder.ref)]
    if reminder.kind is ReminderKind.QUARTERLY:
        last = reminder.deadline or today
        head = wording.REMIND_QUARTER.format(quarter=(last.month + 2) // 3, year=last.year)
        return "\n".join([head, *lines])
    lines.insert(0, deadline_head(reminder.deadline, today))
    item = reminder.item
    if item is not None:
        lines.append(
            wording.STATUS_LINE.format(state=wording.task_state(item.standing, item.due, None))
        )
        assignment = item.assignment
        if assignment and assignment.product:
            lines.append(wording.PRODUCT_LINE.format(product=assignment.product))
        if assignment and assignment.answerable:
            lines.append(wording.ANSWERABLE_LINE.format(name=assignment.answerable))
    return "\n".join(lines)


def deadline_head(deadline: date | None, today: date) -> str:
    """Say how far the deadline is on the day the reminder is read."""
    if deadline is None:
        return wording.REMIND_PLAIN
    days, day = (deadline - today).days, wording.day(deadline)
    if days > 1:
        return wording.REMIND_AHEAD.format(days=days, day=day)
    if days == 1:
        return wording.REMIND_TOMORROW.format(day=day)
    return (
        wording.REMIND_TODAY.format(day=day)
        if days == 0
        else wording.REMIND_LATE.format(days=-days, day=day)
    )


def digest_text(summary: Summary) -> str:
    """Say in a few lines how the whole stands."""
    lines = [
        wording.DIGEST_HEAD,
        wording.DIGEST_TARGETS.format(
            reached=summary.targets_reached,
            short=summary.targets_short,
            silent=summary.targets_unreported,
        ),
        wording.DIGEST_WORK.format(
            total=summary.total, overdue=summary.overdue, soon=summary.due_soon
        ),
    ]
    late = [unit for unit in summary.units if unit.overdue][:MOST_UNITS]
    lines += [
        wording.DIGEST_UNIT.format(name=u.name, overdue=u.overdue, total=u.total) for u in late
    ]
    return "\n".join(lines)
