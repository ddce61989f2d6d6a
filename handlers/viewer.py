"""Who looks: for whom the statuses in an answer are meant, kept for the time of one update."""

from contextvars import ContextVar
from typing import Final

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import TypeHandler

from handlers.context import Context, Handler
from knowledge.progress.model import Actor

FIRST_GROUP: Final = -3
"""Before everything else, so that all that is shown afterwards is for the right eyes."""
PROMPT: Final = "prompt"
"""The kind of draft that says which question of the bot a typed text answers."""
_GONE: Final = (ChatMember.BANNED, ChatMember.LEFT)
_viewer: ContextVar[Actor | None] = ContextVar("viewer", default=None)
_asked: ContextVar[bool] = ContextVar("asked", default=False)


def handlers() -> list[Handler]:
    """Return the handlers of this module, for the group FIRST_GROUP."""
    return [TypeHandler(Update, on_any)]


def current() -> Actor | None:
    """Return who looks now, None for nobody in particular: then only what is public is shown."""
    return _viewer.get()


def is_asked() -> bool:
    """Tell whether the bot has asked whoever writes now something and waits for the answer."""
    return _asked.get()


async def on_any(update: Update, context: Context) -> None:
    """Note who looks and whether he is alone; who writes has not blocked the bot any more."""
    person = update.effective_user
    if person is None or person.is_bot:
        _viewer.set(None)
        return
    chat = update.effective_chat
    alone = chat is not None and chat.type == ChatType.PRIVATE and update.inline_query is None
    services = context.services
    _viewer.set(services.gate.actor(person.id, alone=alone))
    change = update.my_chat_member
    if alone and (change is None or change.new_chat_member.status not in _GONE):
        services.office.reminders.seen(person.id)
    if alone and update.message is not None:
        _asked.set(services.drafts.newest(person.id, PROMPT) is not None)
