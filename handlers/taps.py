"""Taps on buttons: read strictly, handed to the module that knows them, always answered."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler

from handlers import wording
from handlers.callbacks import Tap, Verb, read
from handlers.context import Context, Handler
from handlers.demo import plainly_marked
from knowledge.answers.labels import shorten
from knowledge.errors import RefusedError, UnknownClauseError, UnknownDocumentError

log = logging.getLogger(__name__)

TOAST_LIMIT = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)


@dataclass(frozen=True, slots=True)
class Toast:
    """What flashes over the chat after a tap; with ``alert`` it stays until it is closed."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap on a message of the bot that can be seen.

    Attributes:
        tap: what the button says.
        message: the message it stands under.
        person: the Telegram id of who tapped.
    """

    tap: Tap
    message: Message
    person: int


NOTHING = Toast()
Action = Callable[[Tapped, Context], Awaitable[Toast]]


def handlers(actions: Mapping[Verb, Action]) -> list[Handler]:
    """Return the handler of all taps.

    Args:
        actions: what to do for each verb.
    """

    async def on_tap(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is not None:
            toast = await _act(query, context, actions)
            await answer(query, replace(toast, text=plainly_marked(context, toast.text)))

    return [CallbackQueryHandler(on_tap)]


async def answer(query: CallbackQuery, toast: Toast) -> None:
    """Answer a tap, so that the button stops waiting."""
    try:
        await query.answer(shorten(toast.text, TOAST_LIMIT) or None, show_alert=toast.alert or None)
    except BadRequest as error:  # too old after an outage: nobody waits for it any more
        log.info("a tap could not be answered: %s", error.message)


async def _act(query: CallbackQuery, context: Context, actions: Mapping[Verb, Action]) -> Toast:
    tap = read(query.data)
    action = actions.get(tap.verb) if tap else None
    if tap is None or action is None or not isinstance(query.message, Message):
        return Toast(wording.STALE)
    try:
        return await action(Tapped(tap, query.message, query.from_user.id), context)
    except (UnknownClauseError, UnknownDocumentError):
        return Toast(wording.GONE)
    except RefusedError as refusal:
        return Toast(str(refusal), alert=True)
