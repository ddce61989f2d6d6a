"""Messages that nobody asked for: reminders that are due, and word of a new assignment."""

import asyncio
import logging
from datetime import timedelta
from typing import Final

import httpx
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.demo import marked
from handlers.desk import today
from handlers.keyboards import Row, button, markup
from handlers.render import Block, pages
from handlers.work import card_of, item_for
from knowledge.errors import KnowledgeError
from knowledge.progress.model import Assignment
from knowledge.progress.reminder_plan import ReminderKind, is_quiet, recipients_of
from knowledge.progress.reminder_text import reminder_text
from knowledge.progress.reminders import Reminder

MOST_AT_ONCE: Final = 16
"""People to whom reminders are on their way at the same time."""
ROUND_SECONDS: Final = 20.0
"""A round waits no longer for what is on its way; the next finds those people busy and passes them over."""

AFTER_A_FAULT: Final = timedelta(hours=1)
_MAY_HAVE_ARRIVED: Final = (
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.ProtocolError,
)

log = logging.getLogger(__name__)


async def send_reminders(context: Context) -> None:
    """Plan what is to come and send what is due, each once; who can't be reached holds up nobody else."""
    office, busy = context.services.office, context.services.reminding
    await asyncio.to_thread(office.reminders.plan, office.numbers_given())
    loop = asyncio.get_running_loop()
    end = loop.time() + ROUND_SECONDS
    while True:
        while len(busy) < MOST_AT_ONCE:
            reminder = office.reminders.claim_next(skip=busy)
            if reminder is None:
                break
            _start(context, reminder)
        if not busy or loop.time() >= end:
            return
        await asyncio.wait(
            busy.values(), timeout=end - loop.time(), return_when=asyncio.FIRST_COMPLETED
        )


def _start(context: Context, reminder: Reminder) -> None:
    """Send a claimed reminder beside everything else; at the stop the application waits for it."""
    busy, person = context.services.reminding, reminder.person.id
    task = context.application.create_task(_send(context, reminder))
    busy[person] = task
    task.add_done_callback(lambda _: busy.pop(person, None))


async def _send(context: Context, reminder: Reminder) -> None:
    """Send a claimed reminder and note what became of it."""
    reminders = context.services.office.reminders
    try:
        page, rows = _said(context, reminder)
        await context.bot.send_message(
            reminder.telegram_id, marked(context, page), reply_markup=markup(rows)
        )
    except Forbidden:
        reminders.mark_blocked(reminder.id)
    except RetryAfter as error:
        wait = error.retry_after
        seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
        reminders.release(reminder.id, seconds)
    except BadRequest as error:
        if "chat not found" in error.message.lower():
            reminders.mark_blocked(reminder.id)
            return
        reminders.release(reminder.id, AFTER_A_FAULT)
        log.warning("a reminder could not be sent: %s", error.message)
    except NetworkError as error:
        # Where it may have arrived it stays as it is: a second one is worse than none.
        if not isinstance(error.__cause__, _MAY_HAVE_ARRIVED):
            reminders.release(reminder.id)
        log.warning("a reminder waits: %s", type(error).__name__)
    except TelegramError as error:  # the bot is stopping
        reminders.release(reminder.id)
        log.info("a reminder waits: %s", error.message)
    except Exception:
        reminders.release(reminder.id, AFTER_A_FAULT)
        raise
    else:
        reminders.mark_sent(reminder.id)


def _said(context: Context, reminder: Reminder) -> tuple[str, list[Row]]:
    """Return the text of a reminder and what can be done about it."""
    services = context.services
    office = services.office
    summary = None
    if reminder.kind is ReminderKind.DIGEST:
        summary = office.overview.summary(services.gate.actor(reminder.telegram_id))
    resolution = office.resolution_of(reminder.document) if reminder.document else None
    said = reminder_text(reminder, resolution, today(context), summary)
    head, _, rest = said.partition("\n")
    content = [Block(head, "b"), *([Block(rest, glued=True)] if rest else [])]
    rows: list[Row] = []
    assignment = reminder.item.assignment if reminder.item else None
    key = services.volumes.key_of(reminder.document)
    read = (
        [button(words.BUTTON_READ, Verb.VERBATIM, reminder.ref, document=key)]
        if reminder.ref
        else []
    )
    if assignment is not None:
        rows.append(
            [
                button(words.BUTTON_REPORT, Verb.REPORT_CLAUSE, reminder.ref, document=key),
                *read,
                button(words.BUTTON_SNOOZE, Verb.WORK, "snooze", assignment.id, 0),
            ]
        )
    elif reminder.kind is ReminderKind.DIGEST:
        rows.append(
            [
                button(words.BUTTON_LATE, Verb.WORK, "late", 0, 0),
                button(words.BUTTON_ALL, Verb.WORK, "all", 0, 0),
            ]
        )
    elif reminder.ref:
        rows.append(read)
    return pages(content)[0], rows


async def tell_assigned(context: Context, assignment: Assignment, giver: int) -> None:
    """Tell those charged with new work, unless they sleep, have turned it off, or gave it themselves."""
    office = context.services.office
    if is_quiet(office.clock(), office.zone):
        return
    for person in recipients_of(assignment, office.people.everybody()):
        account = person.telegram_id
        if account is None or account == giver or not person.reminders_on or person.blocked_at:
            continue
        # Beside everything else: neither the giver nor the others wait for who can't be reached.
        context.application.create_task(_tell(context, assignment, account))


async def _tell(context: Context, assignment: Assignment, account: int) -> None:
    actor = context.services.gate.actor(account)
    try:
        card = card_of(context, actor, item_for(context, actor, assignment.id))
        page = f"{words.ASSIGN_NOTICE}\n\n{card.pages[0]}"
        await context.bot.send_message(account, marked(context, page), reply_markup=card.keyboard)
    except (TelegramError, KnowledgeError) as error:
        log.info("somebody could not be told of new work: %s", type(error).__name__)
