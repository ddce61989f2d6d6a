"""The file of a document that an administrator sends: read whole, shown as a card, nothing stored before it counts."""

import asyncio
from typing import Final

from telegram import Document, Message, Update
from telegram.error import TelegramError
from telegram.ext import MessageHandler, filters

from handlers import document_wording as words
from handlers import evidence
from handlers.context import Context, Handler
from handlers.desk import actor_of
from handlers.document_cards import card_of
from handlers.document_drafts import received
from handlers.replies import Reply, respond, text, typing
from knowledge.answers.labels import shorten
from knowledge.errors import InvalidInputError, KnowledgeError
from knowledge.ingest import limits
from knowledge.ingest.errors import TooLargeError
from knowledge.ingest.read import read_document
from knowledge.language.normalize import clean
from knowledge.progress import policy
from knowledge.progress.policy import Action as Attempted

NAME_LENGTH: Final = 60
_MEGABYTE: Final = 1024 * 1024
_FILES: Final = filters.Document.ALL & ~filters.ANIMATION & ~filters.Document.FileExtension("xlsx")


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before those of evidence and attachments."""
    sent = _FILES & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    return [MessageHandler(sent, on_file)]


async def on_file(update: Update, context: Context) -> None:
    """Read a file that an administrator sends and show what it says; anybody else's is an attachment."""
    message = update.effective_message
    if message is None or message.document is None:
        return
    actor = actor_of(update, context)
    if evidence.is_awaited(message, context) or not policy.may(actor, Attempted.MANAGE_DOCUMENTS):
        await evidence.on_file(update, context)
        return
    try:
        async with typing(message, context):
            reply = await _card(message, context, actor.telegram_id or 0, message.document)
    except KnowledgeError as error:
        reply = text(str(error))
    await respond(update, context, reply)


async def _card(message: Message, context: Context, person: int, document: Document) -> Reply:
    name = name_of(document)
    data = await _downloaded(context, document, name)
    source = await asyncio.to_thread(read_document, data, name)
    read, faults = await received(context, person, source, name, message.caption or "")
    return card_of(context, read, faults)


def name_of(document: Document) -> str:
    """Return a file's name as it can be shown: one line, nothing invisible, its ending kept."""
    name = " ".join(clean(document.file_name or "").split())
    if len(name) <= NAME_LENGTH:
        return name or words.NO_NAME
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if dot and len(ending) <= len("markdown") else ""
    return shorten(stem if ending else name, NAME_LENGTH - len(ending)) + ending


async def _downloaded(context: Context, document: Document, name: str) -> bytes:
    """Return the whole file.

    Raises:
        TooLargeError: it is larger than Telegram gives to bots.
        InvalidInputError: Telegram does not give it now.
    """
    if (document.file_size or 0) > limits.MAX_FILE_BYTES:
        size = limits.MAX_FILE_BYTES // _MEGABYTE
        raise TooLargeError(words.TOO_LARGE.format(name=name, limit=size))
    try:
        file = await context.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        raise InvalidInputError(words.NOT_FETCHED.format(name=name)) from error
