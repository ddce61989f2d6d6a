"""Stickers, photos, voice and files: one helpful sentence; a caption is a question."""

from typing import Final

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import wording
from handlers.addressing import NOT_FROM_BOTS, TO_BOT, question_in
from handlers.context import Context, Handler
from handlers.questions import answer_question
from handlers.replies import in_group, respond, text

ATTACHED: Final = filters.ATTACHMENT & TO_BOT & NOT_FROM_BOTS


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [MessageHandler(ATTACHED & filters.UpdateType.MESSAGES, on_attachment)]


async def on_attachment(update: Update, context: Context) -> None:
    """Answer the caption, or say that only text is read; of an album, once."""
    message = update.effective_message
    if message is None:
        return
    edited = update.edited_message is not None
    question = question_in(message, context.bot.id, context.username)
    if question:
        await answer_question(message, context, question, edited=edited)
        return
    if edited or not is_first_of_album(message, context):
        return
    if in_group(message):
        await respond(
            update, context, text(wording.NOT_TEXT_GROUP.format(username=context.username))
        )
    else:
        await respond(update, context, text(wording.NOT_TEXT))


def is_first_of_album(message: Message, context: Context) -> bool:
    """An album comes as a message for each picture."""
    album = message.media_group_id
    return album is None or context.services.memory.noted.first_time(
        f"album:{message.chat_id}:{album}"
    )
