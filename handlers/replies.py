"""Sending: one place that knows about quoting, topics, long answers, and edited questions."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, TelegramError

from handlers.context import Context
from handlers.demo import marked, with_banner
from handlers.keyboards import under_answer
from handlers.render import Block, escape, pages, render
from knowledge.answers.answer import Answer, Intent, Part, PartKind
from knowledge.answers.wording import LOADED_TOO
from knowledge.volumes import Volume

TYPING_AFTER: Final = 0.4
"""Seconds of work after which "typing" is shown."""
TYPING_AGAIN: Final = 4.5
"""Telegram shows it for five seconds."""
_UNCHANGED: Final = "message is not modified"
_OF_NO_DOCUMENT: Final = (Intent.SMALL_TALK, Intent.EMPTY)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent as the answer to one message: pages of HTML, and buttons under the last."""

    pages: Sequence[str]
    keyboard: InlineKeyboardMarkup | None = None


def text(sentence: str, keyboard: InlineKeyboardMarkup | None = None) -> Reply:
    """Return a reply of one plain sentence."""
    return Reply([escape(sentence)], keyboard)


def laid_out(content: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None) -> Reply:
    """Return a reply of blocks."""
    return Reply(pages(content), keyboard)


def of_answer(answer: Answer, context: Context, *, short: bool = False) -> Reply:
    """Return the reply that says an answer; one from another document than the one in force says so first."""
    volumes = context.services.volumes
    keyboard = under_answer(answer, context.username, volumes.key_of, short=short)
    # What a button does need not be said as well.
    said_by_button = {LOADED_TOO.format(number=number) for number in answer.cited}
    parts = [part for part in answer.parts if part.text not in said_by_button]
    if answer.intent not in _OF_NO_DOCUMENT and answer.document:
        # A decline names the document itself.
        standing = volumes.standing(answer.document, ended_only=not answer.answered)
        parts = [*([Part(PartKind.NOTE, standing)] if standing else []), *parts]
    return Reply(render(replace(answer, parts=tuple(parts)), short=short), keyboard)


def under_title(volume: Volume, context: Context) -> list[Block]:
    """Return which document a list is of, to stand under its title; one that has ended says so."""
    standing = context.services.volumes.standing(volume.number, ended_only=True)
    return [Block(standing or volume.name, "i", glued=True)]


def in_group(message: Message) -> bool:
    """Tell whether others read along."""
    return message.chat.type != ChatType.PRIVATE


async def respond(update: Update, context: Context, reply: Reply) -> None:
    """Answer the message of an update; where that is an edit of one answered before, edit the answer."""
    message = update.effective_message
    if message is None:
        return
    await answer_message(message, context, reply, edited=update.edited_message is not None)


async def answer_message(
    message: Message, context: Context, reply: Reply, *, edited: bool = False
) -> None:
    """Send a reply to a message, or turn the reply it had into this one."""
    memory = context.services.memory
    before = memory.answers(message.chat_id, message.message_id) if edited else ()
    sent = []
    shown = with_banner(context, reply.pages)
    for number, page in enumerate(shown):
        keyboard = reply.keyboard if number == len(shown) - 1 else None
        known = before[number] if number < len(before) else None
        if known is not None and await edit(context, message.chat_id, known, page, keyboard):
            sent.append(known)
        else:
            sent.append((await _send(message, context, page, keyboard)).message_id)
    for surplus in before[len(shown) :]:
        with contextlib.suppress(TelegramError):
            await context.bot.delete_message(message.chat_id, surplus)
    memory.answered(message.chat_id, message.message_id, tuple(sent))


async def follow(message: Message, context: Context, reply: Reply) -> None:
    """Send a reply under a message without taking it for the answer to that message."""
    shown = with_banner(context, reply.pages)
    for number, page in enumerate(shown, start=1):
        await _send(message, context, page, reply.keyboard if number == len(shown) else None)


async def edit_page(message: Message, context: Context, reply: Reply) -> bool:
    """Show the first page of a reply in place of a message; False where nothing changes."""
    try:
        await context.bot.edit_message_text(
            marked(context, reply.pages[0]),
            message.chat_id,
            message.message_id,
            reply_markup=reply.keyboard,
        )
    except BadRequest as error:
        if _UNCHANGED in error.message.lower():
            return False
        await follow(message, context, reply)
    return True


async def edit(
    context: Context, chat: int, message: int, page: str, keyboard: InlineKeyboardMarkup | None
) -> bool:
    """Replace a message of the bot; False where it can no longer be edited."""
    try:
        await context.bot.edit_message_text(page, chat, message, reply_markup=keyboard)
    except BadRequest as error:
        if _UNCHANGED not in error.message.lower():
            log.info("a message could not be edited: %s", error.message)
            return False
    return True


async def _send(
    message: Message, context: Context, page: str, keyboard: InlineKeyboardMarkup | None
) -> Message:
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    # A thread id without is_topic_message is that of a mere chain of replies; Telegram refuses it.
    thread = message.message_thread_id if message.is_topic_message else None
    try:
        return await context.bot.send_message(
            message.chat_id,
            page,
            reply_markup=keyboard,
            reply_parameters=quoted,
            message_thread_id=thread,
        )
    except ChatMigrated as error:
        context.services.memory.move(message.chat_id, error.new_chat_id)
        return await context.bot.send_message(error.new_chat_id, page, reply_markup=keyboard)


@contextlib.asynccontextmanager
async def typing(message: Message, context: Context) -> AsyncIterator[None]:
    """Show "typing" while the block runs, unless it is over at once."""
    showing = asyncio.create_task(_keep_typing(message, context))
    try:
        yield
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing


async def _keep_typing(message: Message, context: Context) -> None:
    thread = message.message_thread_id if message.is_topic_message else None
    await asyncio.sleep(TYPING_AFTER)
    while True:
        with contextlib.suppress(TelegramError):
            await context.bot.send_chat_action(
                message.chat_id, ChatAction.TYPING, message_thread_id=thread
            )
        await asyncio.sleep(TYPING_AGAIN)
