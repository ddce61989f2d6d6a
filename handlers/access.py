"""Who may use the bot at all, and what is for administrators in a private chat only."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Final

from telegram import Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from handlers import wording
from handlers.addressing import to_bot
from handlers.context import Context, Handler
from handlers.deeplinks import INVITATION_PREFIX, command_link
from handlers.keyboards import link, markup
from handlers.replies import in_group, respond, text
from knowledge.errors import RefusedError
from knowledge.progress import policy
from knowledge.progress.policy import Action

GATE_GROUP: Final = -1
"""The group of handlers that Telegram's updates reach first."""
_INVITATION: Final = f"/start {INVITATION_PREFIX}"

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


def handlers() -> list[Handler]:
    """Return the handlers of this module, for the group GATE_GROUP."""
    return [TypeHandler(Update, on_any)]


async def on_any(update: Update, context: Context) -> None:
    """Turn away strangers where the bot is for members only.

    Raises:
        ApplicationHandlerStop: no other handler shall see the update.
    """
    services = context.services
    person = update.effective_user
    if not services.members_only or person is None or update.inline_query is not None:
        return  # the inline handler turns strangers away itself
    if policy.may_ask(services.gate.actor(person.id), services.members_only):
        return
    message = update.effective_message
    if update.callback_query is not None:
        await update.callback_query.answer(wording.MEMBERS_ONLY, show_alert=True)
    elif message is not None and (message.text or "").startswith(_INVITATION):
        return
    elif message is not None and (
        not in_group(message) or to_bot(message, context.bot.id, context.username)
    ):
        await respond(update, context, text(wording.MEMBERS_ONLY))
    raise ApplicationHandlerStop


def for_administrators(command: str, action: Action) -> Callable[[Callback], Callback]:
    """Let only administrators run a command, and only in a private chat.

    Args:
        command: its name, for the link from a group to the private chat.
        action: what the attempt is recorded as where it is refused.
    """

    def decorate(callback: Callback) -> Callback:
        @wraps(callback)
        async def guarded(update: Update, context: Context) -> None:
            message, person = update.effective_message, update.effective_user
            if message is None or person is None:
                return
            if in_group(message):
                gate = context.services.gate
                gate.refuse(gate.actor(person.id, alone=False), action, command, "alone")
                key = link(wording.BUTTON_PRIVATE, command_link(context.username, command))
                await respond(update, context, text(wording.PRIVATE_ONLY, markup([[key]])))
                return
            try:
                gate = context.services.gate
                gate.look(gate.actor(person.id), action, command)
            except RefusedError as refusal:
                await respond(update, context, text(str(refusal)))
                return
            await callback(update, context)

        return guarded

    return decorate
