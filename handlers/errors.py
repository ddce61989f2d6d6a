"""When something fails: an apology with an id to the person, a report with the same id to administrators.

The report says what failed and where, never what was asked or by whom.
"""

import logging
import secrets
import traceback
from datetime import datetime
from pathlib import Path
from typing import Final

from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from handlers import wording
from handlers.context import REPORT_AGAIN_SECONDS, Context
from handlers.demo import marked
from handlers.render import Block, escape, pages
from knowledge.errors import KnowledgeError
from knowledge.progress.model import Role

FRAMES: Final = 3
_POLLING: Final = (NetworkError, Conflict, InvalidToken)
_ROOT: Final = Path(__file__).resolve().parents[1]

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Deal with whatever a handler, a job or the long poll raised."""
    error = context.error
    if error is None:
        return
    if update is None and isinstance(error, _POLLING) and not isinstance(error, BadRequest):
        log.warning("the long poll failed and goes on: %s", type(error).__name__)
        return
    if isinstance(error, Forbidden):
        log.info("nobody to answer: %s", error.message)
        return
    if isinstance(error, KnowledgeError) and isinstance(update, Update):
        await _say(update, context, str(error))
        return
    number = secrets.token_hex(3).upper()
    log.error("error %s in %s", number, kind_of(update), exc_info=error)
    if isinstance(update, Update):
        await _say(update, context, wording.APOLOGY.format(id=number))
    signature = f"error:{type(error).__name__}:{where(error)}"
    if context.services.reported.first_time(signature):
        await _report(context, number, error, kind_of(update))


def where(error: BaseException) -> str:
    """Return the last places in our own code that an error came through: "handlers/render.py:42"."""
    places = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
            places.append(f"{path.relative_to(_ROOT).as_posix()}:{frame.lineno}")
    return " → ".join(places[-FRAMES:]) or "?"


def kind_of(update: object) -> str:
    """Return what kind of update it was, nothing of its content."""
    if not isinstance(update, Update):
        return type(update).__name__ if update is not None else "-"
    named = next((name for name in Update.ALL_TYPES if getattr(update, name, None)), "update")
    return f"{named} {update.update_id}"


async def _say(update: Update, context: Context, sentence: str) -> None:
    """Tell the person, in the way that suits what he did; a second failure is only logged."""
    try:
        if update.callback_query is not None:
            await update.callback_query.answer(sentence, show_alert=True)
        elif update.effective_message is not None and update.inline_query is None:
            message = update.effective_message
            thread = message.message_thread_id if message.is_topic_message else None
            await context.bot.send_message(
                message.chat_id, marked(context, escape(sentence)), message_thread_id=thread
            )
    except TelegramError as second:
        log.warning("the person could not be told: %s", type(second).__name__)


async def _report(context: Context, number: str, error: BaseException, update: str) -> None:
    now = datetime.now(context.bot.defaults.tzinfo if context.bot.defaults else None)
    content = [
        Block(wording.ERROR_REPORT.format(id=number, time=f"{now:%H:%M:%S %d/%m/%Y}"), "b"),
        Block(wording.ERROR_WHAT.format(what=type(error).__name__), glued=True),
        Block(wording.ERROR_WHERE.format(where=where(error)), glued=True),
        Block(wording.ERROR_UPDATE.format(update=update), glued=True),
        Block(wording.ERROR_AGAIN.format(minutes=int(REPORT_AGAIN_SECONDS // 60)), "i"),
    ]
    for person in administrators(context):
        try:
            await context.bot.send_message(person, pages(content)[0])
        except TelegramError as second:
            log.warning("an administrator could not be told: %s", type(second).__name__)


def administrators(context: Context) -> list[int]:
    """Return the Telegram ids of all administrators: those of the settings and whom they appointed."""
    services = context.services
    appointed = {
        person.telegram_id
        for person in services.people.everybody()
        if person.role is Role.ADMINISTRATOR and person.telegram_id is not None
    }
    return sorted(services.gate.admin_ids | appointed)
