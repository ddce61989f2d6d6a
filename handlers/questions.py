"""A question in words: in a private chat any text, in a group what is said to the bot."""

import asyncio
from typing import Final

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import wording
from handlers.addressing import NOT_FROM_BOTS, TO_BOT, question_in
from handlers.context import Context, Handler
from handlers.counting import count_answer
from handlers.keyboards import ref_under
from handlers.memory import Turn
from handlers.replies import answer_message, follow, in_group, of_answer, respond, text, typing
from knowledge.answers.answer import Intent
from knowledge.storage.misses import MissReason

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
    prev, focus = _before(message, replied, context)
    edited = update.edited_message is not None
    await answer_question(message, context, question, prev, focus, edited=edited)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Say that there is no such command."""
    await respond(update, context, text(wording.UNKNOWN_COMMAND))


async def answer_question(
    message: Message,
    context: Context,
    question: str,
    prev: str | None = None,
    focus: str = "",
    *,
    edited: bool = False,
    asker: int | None = None,
    follows: bool = False,
) -> None:
    """Ask the assistant and send what it says.

    Args:
        message: the message to reply to.
        context: of the update.
        question: what is asked.
        prev: the question before, for a follow-up.
        focus: the ref that the follow-up starts from.
        edited: whether the message was answered before and the answer is to be edited.
        asker: who asks, where that is not the author of the message.
        follows: whether the question was tapped, so that the message itself is not what is answered.
    """
    services = context.services
    if len(question) >= LONG_QUESTION:
        async with typing(message, context):
            answer = await asyncio.to_thread(services.assistant.ask, question, prev, focus)
    else:
        answer = services.assistant.ask(question, prev, focus)
    count_answer(context, answer)
    person = asker or (message.from_user.id if message.from_user else message.chat_id)
    if answer.intent not in (Intent.SMALL_TALK, Intent.EMPTY):
        turn = Turn(question, answer.focus or focus, message.message_id, prev, focus)
        services.memory.remember(message.chat_id, person, turn)
    if not answer.answered and answer.intent is not Intent.EMPTY:
        note(context, question, MissReason.DECLINED)
    elif answer.confidence < UNSURE_BELOW:
        note(context, question, MissReason.UNSURE)
    reply = of_answer(answer, context, short=in_group(message))
    if follows:
        await follow(message, context, reply)
    else:
        await answer_message(message, context, reply, edited=edited)


def note(context: Context, question: str, reason: MissReason) -> None:
    """Count a miss, without who asked, beside what is going on: writing to the disk takes a while."""
    record = asyncio.to_thread(context.services.misses.record, question, reason)
    context.application.create_task(record)


def _before(message: Message, replied: Message | None, context: Context) -> tuple[str | None, str]:
    """Return the question and the ref that a message may lean on."""
    services = context.services
    if replied is not None:
        if not _is_mine(replied, context):
            return replied.text or None, ""
        ref = ref_under(replied)
        if ref and services.lookup.has(ref):
            return services.lookup.question_about(ref), ref
    if message.from_user is None:
        return None, ""
    turn = services.memory.turn(message.chat_id, message.from_user.id)
    if turn is None:
        return None, ""
    if turn.message == message.message_id:  # the message was edited: it does not lean on itself
        return turn.prev, turn.prev_focus
    return turn.question, turn.focus


def _is_mine(message: Message, context: Context) -> bool:
    return message.from_user is not None and message.from_user.id == context.bot.id
