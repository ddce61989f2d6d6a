"""In groups, what is said to the bot and what is not; everywhere, what of a message is the question."""

from typing import Final

from telegram import Message, MessageEntity
from telegram.constants import MessageEntityType
from telegram.ext import filters

MENTIONS: Final[list[str | None]] = [MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION]


def mentions(message: Message, bot_id: int, username: str) -> list[MessageEntity]:
    """Return the places where a message names the bot."""
    wanted = f"@{username}".lower()
    found = message.parse_entities(MENTIONS) | message.parse_caption_entities(MENTIONS)
    return [
        entity
        for entity, words in found.items()
        if (entity.user.id == bot_id if entity.user else words.lower() == wanted)
    ]


def to_bot(message: Message, bot_id: int, username: str) -> bool:
    """Tell whether a group's message is a reply to the bot or names it."""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot_id:
        return True
    return bool(mentions(message, bot_id, username))


def question_in(message: Message, bot_id: int, username: str) -> str:
    """Return what a message asks, without the bot's name in front or behind."""
    text = message.text or message.caption or ""
    units = text.encode("utf-16-le")
    for entity in sorted(mentions(message, bot_id, username), key=lambda e: -e.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        units = units[:start] + units[end:]
    return units.decode("utf-16-le").strip(" \t\r\n,:;")


class ToBot(filters.MessageFilter):
    """Group messages meant for the bot: privacy mode hides others, unless the bot is an administrator."""

    def filter(self, message: Message) -> bool:
        """Tell whether the bot should answer."""
        bot = message.get_bot()
        return to_bot(message, bot.id, str(bot.username))


PRIVATE: Final = filters.ChatType.PRIVATE
GROUP_TO_BOT: Final = filters.ChatType.GROUPS & ToBot()
TO_BOT: Final = PRIVATE | GROUP_TO_BOT
NOT_FROM_BOTS: Final = ~filters.VIA_BOT
