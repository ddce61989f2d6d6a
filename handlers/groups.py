"""Groups: a word of greeting, and a group that becomes a supergroup."""

import asyncio
from typing import Final

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from handlers import wording
from handlers.context import Context, Handler
from handlers.render import escape

_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)
_OUTSIDE: Final = (ChatMember.LEFT, ChatMember.BANNED)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [
        MessageHandler(filters.StatusUpdate.MIGRATE, on_migration),
        ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


async def on_migration(update: Update, context: Context) -> None:
    """Take the conversations of a group along to the supergroup it became."""
    message = update.effective_message
    if message is None:
        return
    services = context.services
    if message.migrate_to_chat_id is not None:
        services.memory.move(message.chat_id, message.migrate_to_chat_id)
        services.volumes.chosen.move(message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        services.memory.move(message.migrate_from_chat_id, message.chat_id)
        services.volumes.chosen.move(message.migrate_from_chat_id, message.chat_id)


async def on_membership(update: Update, context: Context) -> None:
    """Say hello to a group that took the bot in."""
    change = update.my_chat_member
    if change is None or change.chat.type not in _GROUPS:
        return
    joined = (
        change.old_chat_member.status in _OUTSIDE and change.new_chat_member.status not in _OUTSIDE
    )
    if not joined or change.new_chat_member.status == ChatMember.RESTRICTED:
        return
    volumes = context.services.volumes
    number = volumes.in_use(change.chat.id)
    metadata = (await asyncio.to_thread(volumes.resolution, number)).metadata
    hello = wording.GROUP_HELLO.format(
        name=metadata.name, number=metadata.number, username=context.username
    )
    try:
        await context.bot.send_message(change.chat.id, escape(hello))
    except TelegramError:
        return  # a group may forbid the bot to write; then there is nothing to say
