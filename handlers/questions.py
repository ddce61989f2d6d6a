"""A question in words: in a private chat any text, in a group what is said to the bot."""

import asyncio
from dataclasses import replace
from typing import Final

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import wording
from handlers.addressing import NOT_FROM_BOTS, TO_BOT, question_in
from handlers.context import Context, Handler
from handlers.counting import count_answer
from handlers.keyboards import address_under
from handlers.memory import Turn
from handlers.opening import opened
from handlers.replies import answer_message, follow, in_group, of_answer, respond, text, typing
from knowledge.answers.answer import Answer, Intent
from knowledge.errors import UnknownDocumentError
from knowledge.storage.misses import MissReason
from knowledge.volumes import Volume

LONG_QUESTION: Final = 1500
"""From this many characters on a question is answered in a thread: it may take longer than a few ms."""
UNSURE_BELOW: Final = 0.6
"""An answer below this confidence goes to the miss log."""


def handlers() -> list[Handler]:
    """Return the handlers of this module, those of commands must come first."""
    heard = filters.TEXT & ~filters.COMMAND & NOT_FROM_BOTS & TO_BOT
    return [
        MessageHandler(heard & filters.UpdateType.MESSAGES, on_question),
        MessageHandler(filters.COMMAND & filters.ChatType.PRIVATE, on_unknown_command),
    ]


async def on_question(update: Update, context: Context) -> None:
    """Answer a text, or edit the answer when the text was edited."""
    message = update.effective_message
    if message is None or message.from_user is None:
        return
    question = question_in(message, context.bot.id, context.username)
    replied = message.reply_to_message
    if not question and in_group(message):
        # "@bot" alone under somebody's question asks that question.
        if replied is None or not replied.text or _is_mine(replied, context):
            sentence = wording.MENTIONED_ONLY.format(username=context.username)
            await respond(update, context, text(sentence))
            return
        question, replied = replied.text, None
    before = await _before(message, replied, context)
    edited = update.edited_message is not None
    await answer_question(message, context, question, before, edited=edited)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Say that there is no such command."""
    await respond(update, context, text(wording.UNKNOWN_COMMAND))


async def answer_question(
    message: Message,
    context: Context,
    question: str,
    before: Turn | None = None,
    *,
    edited: bool = False,
    asker: int | None = None,
    follows: bool = False,
    document: str | None = None,
) -> None:
    """Ask the documents and send what they say.

    Args:
        message: the message to reply to.
        context: of the update.
        question: what is asked.
        before: the question before, for a follow-up.
        edited: whether the message was answered before and the answer is to be edited.
        asker: who asks, where that is not the author of the message.
        follows: whether the question was tapped, so that the message itself is not what is answered.
        document: the number of the document to ask, where that is said outright.
    """
    services = context.services
    answer = await _ask(message, context, question, before, document)
    count_answer(context, answer)
    person = asker or (message.from_user.id if message.from_user else message.chat_id)
    if answer.intent not in (Intent.SMALL_TALK, Intent.EMPTY):
        kept = before.focus if before and before.document in ("", answer.document) else ""
        focus = answer.focus or kept
        last = replace(before, before=None) if before else None
        turn = Turn(question, focus, answer.document, message.message_id, last)
        services.memory.remember(message.chat_id, person, turn)
    if not answer.answered and answer.intent is not Intent.EMPTY:
        note(context, question, MissReason.DECLINED, answer.document, message.chat_id)
    elif answer.confidence < UNSURE_BELOW:
        note(context, question, MissReason.UNSURE, answer.document, message.chat_id)
    reply = of_answer(answer, context, short=in_group(message))
    if follows:
        await follow(message, context, reply)
    else:
        await answer_message(message, context, reply, edited=edited)


async def _ask(
    message: Message, context: Context, question: str, before: Turn | None, document: str | None
) -> Answer:
    """Ask in a thread what may take longer than a few ms: a long question, or a document to be opened first."""
    volumes = context.services.volumes
    home = volumes.chosen.of(message.chat_id) or None
    turn = before or Turn("", "")
    asked_before = turn.document if turn.document and volumes.documents.has(turn.document) else None

    def ask() -> Answer:
        return volumes.library.ask(
            question,
            turn.question or None,
            turn.focus,
            document,
            home=home,
            before=asked_before,
        )

    if len(question) < LONG_QUESTION and volumes.is_alone():
        return ask()
    async with typing(message, context):
        return await asyncio.to_thread(ask)


def note(context: Context, question: str, reason: MissReason, document: str, chat: int) -> None:
    """Count a miss, without who asked, beside what is going on: writing to the disk takes a while.

    Args:
        context: of the update.
        question: what was asked.
        reason: why it is noted.
        document: the number of the document it went to; that of the one everybody asks is not noted.
        chat: where it was asked.
    """
    services, volumes = context.services, context.services.volumes
    other = "" if document == volumes.library.default() else document
    if other:  # "theo 57-NQ/TW …": what was asked of that document
        _, question = volumes.library.meant(question, volumes.chosen.of(chat) or None)
    record = asyncio.to_thread(services.misses.record, question, reason, other)
    context.application.create_task(record)


def focus_on(volume: Volume, ref: str, chat: int, person: int, context: Context) -> None:
    """Remember that somebody looks at a clause, for the question he asks next."""
    turn = Turn(volume.lookup.question_about(ref), ref, volume.number)
    context.services.memory.remember(chat, person, turn)


async def _before(message: Message, replied: Message | None, context: Context) -> Turn | None:
    """Return the question and the clause that a message may lean on."""
    if replied is not None:
        if not _is_mine(replied, context):
            return Turn(replied.text, "") if replied.text else None
        about = await _about(replied, context)
        if about is not None:
            return about
    if message.from_user is None:
        return None
    turn = context.services.memory.turn(message.chat_id, message.from_user.id)
    if turn is not None and turn.message == message.message_id:
        return turn.before  # the message was edited: it does not lean on itself
    return turn


async def _about(replied: Message, context: Context) -> Turn | None:
    """Return the clause that a message of the bot is about, None where it is gone or there is none."""
    address = address_under(replied)
    if address is None:
        return None
    key, ref = address
    try:
        volume = await opened(context.services.volumes.number_of(key), replied, context)
    except UnknownDocumentError:
        return None
    if not volume.lookup.has(ref):
        return None
    return Turn(volume.lookup.question_about(ref), ref, volume.number)


def _is_mine(message: Message, context: Context) -> bool:
    return message.from_user is not None and message.from_user.id == context.bot.id
