"""What runs beside the updates: the menus at the start, the clearing out once a day."""

import asyncio
import logging
from datetime import time
from typing import Any, Final

from telegram.error import TelegramError

from bot.commands_menu import set_menus, set_profile
from handlers.context import App, Context
from handlers.errors import administrators
from handlers.notices import send_reminders
from knowledge.progress.model import Role

CLEAR_OUT_AT: Final = time(3, 10)
BEGIN_AT: Final = time(0, 0, 1)
BEGUN: Final = "Từ hôm nay áp dụng văn bản số {number}; câu hỏi không nêu năm được trả lời theo văn bản số {default}."
RETRY_SECONDS: Final = 60.0
REMIND_SECONDS: Final = 60.0
FIRST_REMINDERS: Final = 10.0
LATE_SECONDS: Final = 3600
"""A job this late still runs: the machine may have slept."""

log = logging.getLogger(__name__)


def schedule(app: App) -> None:
    """Put the jobs in place; times of day are those of the bot's time zone."""
    queue = app.job_queue
    if queue is None:
        return
    options = {"misfire_grace_time": LATE_SECONDS}
    queue.run_once(introduce, 0, job_kwargs=options)
    queue.run_once(recover_reminders, 0, job_kwargs=options)
    queue.run_repeating(send_reminders, REMIND_SECONDS, FIRST_REMINDERS, job_kwargs=options)
    queue.run_once(clear_out, FIRST_REMINDERS, job_kwargs=options)
    queue.run_daily(clear_out, CLEAR_OUT_AT, job_kwargs=options)
    queue.run_daily(begin_documents, BEGIN_AT, job_kwargs=options)


async def introduce(context: Context) -> None:
    """Set the menus and the profile; tried again later while Telegram does not answer."""
    services = context.services
    try:
        leaders = [
            person.telegram_id
            for person in services.people.everybody()
            if person.role is Role.LEADER and person.telegram_id is not None
        ]
        await set_menus(context.bot, administrators(context), leaders)
        number = services.volumes.library.default()
        volume = await asyncio.to_thread(services.volumes.open, number)
        await set_profile(context.bot, volume.resolution.metadata)
    except TelegramError as error:
        log.warning("the menus could not be set yet: %s", type(error).__name__)
        queue: Any = context.application.job_queue
        if queue is not None:
            queue.run_once(introduce, RETRY_SECONDS)


async def begin_documents(context: Context) -> None:
    """Put in force what was loaded ahead of the year that begins; tell the administrators."""
    volumes = context.services.volumes
    for number in await asyncio.to_thread(volumes.documents.begin_due):
        said = BEGUN.format(number=number, default=volumes.library.default())
        for person in administrators(context):
            try:
                await context.bot.send_message(person, said, parse_mode=None)
            except TelegramError as error:
                log.warning("an administrator could not be told: %s", type(error).__name__)
    await introduce(context)  # another document may be in force, begun or ended since


async def recover_reminders(context: Context) -> None:
    """Settle the reminders that were under way when the program died."""
    unsure = await asyncio.to_thread(context.services.office.reminders.recover)
    if unsure:
        log.warning("%d reminders may not have arrived before the last stop", unsure)


async def clear_out(context: Context) -> None:
    """Forget what has been kept long enough: misses after NGHIQUYET_MISS_DAYS, drafts after one day."""
    services = context.services
    await asyncio.to_thread(services.misses.prune)
    await asyncio.to_thread(services.drafts.prune)
