"""A text typed in answer to an open question of the bot: handed to the module that asked."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import (
    assigning,
    document_typed,
    history,
    questions,
    report_drafts,
    unit_list,
    viewer,
)
from handlers.context import Context, Handler
from handlers.desk import actor_of, open_prompt
from handlers.replies import Reply, respond, text
from knowledge.errors import KnowledgeError
from knowledge.progress.model import Actor

Take = Callable[[Context, Actor, str, int, str], Reply | Awaitable[Reply]]
_TAKERS: Final[Mapping[str, Take]] = {
    report_drafts.VALUE: report_drafts.typed,
    report_drafts.DAY: report_drafts.typed,
    report_drafts.NOTE: report_drafts.typed,
    history.CORRECT: history.typed,
    history.ANNUL: history.typed,
    assigning.ASSIGN: assigning.typed,
    unit_list.ADD: unit_list.typed,
    unit_list.RENAME: unit_list.typed,
    document_typed.LINES: document_typed.typed,
    document_typed.LEVEL: document_typed.typed,
    document_typed.MEANT: document_typed.typed,
}

_WANT_DIGITS: Final = (report_drafts.VALUE, report_drafts.DAY, document_typed.LEVEL)


class Expected(filters.MessageFilter):
    """Texts of people whom the bot has asked something."""

    def filter(self, message: Message) -> bool:
        """Tell whether a question is open."""
        return bool(message.text) and viewer.is_asked()


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before questions."""
    heard = filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE & ~filters.VIA_BOT
    return [MessageHandler(heard & filters.UpdateType.MESSAGE & Expected(), on_typed)]


async def on_typed(update: Update, context: Context) -> None:
    """Take the text as the answer; where it is none and does not reply, it is a question."""
    message = update.effective_message
    asked = open_prompt(message, context) if message else None
    take = _TAKERS.get(str(asked[1].get("purpose"))) if asked else None
    if message is None or asked is None or take is None:
        await questions.on_question(update, context)
        return
    purpose, about = str(asked[1]["purpose"]), int(asked[1]["about"])
    actor = actor_of(update, context)
    try:
        taken = take(context, actor, purpose, about, (message.text or "").strip())
        reply = taken if isinstance(taken, Reply) else await taken
    except KnowledgeError as error:
        if message.reply_to_message is None and _is_question(purpose, message.text or ""):
            await questions.on_question(update, context)
            return
        await respond(update, context, text(str(error)))
        return
    context.services.drafts.drop(actor.telegram_id or 0, asked[0])
    await respond(update, context, reply)


def _is_question(purpose: str, said: str) -> bool:
    """Tell a question from a slip in an answer: where a figure or a day is awaited, it has none."""
    if purpose == document_typed.LINES:
        return document_typed.is_question(said)
    return purpose in _WANT_DIGITS and not any(letter.isdigit() for letter in said)
