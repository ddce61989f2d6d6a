"""What the running bot does for its own upkeep: nightly copies, counters, news of losses, pruning."""

import asyncio
import logging
from pathlib import Path
from typing import Final

from telegram.error import TelegramError

from bot.losses import TELL_SECONDS
from bot.operation import Operation, operation_of
from handlers.context import App, Context
from handlers.errors import administrators
from knowledge.errors import StorageError
from knowledge.storage.backup import is_overdue, nightly
from knowledge.storage.database import open_database

COUNT_SECONDS: Final = 60.0
BACKUP_SECONDS: Final = 600.0
PRUNE_SECONDS: Final = 6 * 3600.0
FIRST: Final = 5.0
NO_BACKUP: Final = (
    "Đã quá hai ngày không sao lưu được dữ liệu. {why} Bạn chạy nghiquyet doctor để xem cách sửa."
)
_OPTIONS: Final = {"misfire_grace_time": 3600, "coalesce": True, "max_instances": 1}

log = logging.getLogger(__name__)


def schedule_upkeep(app: App) -> None:
    """Put the jobs in place."""
    queue = app.job_queue
    if queue is None:
        return
    losses = operation_of(app).losses
    queue.run_repeating(count, COUNT_SECONDS, COUNT_SECONDS, job_kwargs=_OPTIONS)
    queue.run_repeating(losses.tell, TELL_SECONDS, FIRST, job_kwargs=_OPTIONS)
    queue.run_repeating(back_up_nightly, BACKUP_SECONDS, FIRST, job_kwargs=_OPTIONS)
    queue.run_repeating(prune, PRUNE_SECONDS, FIRST, job_kwargs=_OPTIONS)


async def count(context: Context) -> None:
    """Write the counters down."""
    await operation_of(context.application).counting.flush()


async def prune(context: Context) -> None:
    """Forget what has been kept long enough."""
    operation = operation_of(context.application)
    await operation.arrivals.flush()
    await asyncio.to_thread(operation.inbox.prune)
    await asyncio.to_thread(operation.counting.counters.prune)


async def back_up_nightly(context: Context) -> None:
    """Make tonight's copy where it is due; say so when there has been none for two days."""
    operation = operation_of(context.application)
    why = ""
    try:
        made = await asyncio.to_thread(_copy, operation)
        if made is not None:
            log.info("backed up to %s", made)
    except StorageError as error:
        why = str(error)
        log.error("the nightly copy failed: %s", error)
    if why and is_overdue(operation.database):
        await _warn(context, operation, why)


def _copy(operation: Operation) -> Path | None:
    # A connection of its own: the copy must not hold up the updates that are being kept.
    with open_database(operation.database.path) as database:
        return nightly(database, operation.backups)


async def _warn(context: Context, operation: Operation, why: str) -> None:
    if not context.services.reported.first_time("backup"):
        return
    operation.counting.count("backup_failed")
    for person in administrators(context):
        try:
            await context.bot.send_message(person, NO_BACKUP.format(why=why), parse_mode=None)
        except TelegramError as error:
            log.warning("an administrator could not be told: %s", type(error).__name__)
