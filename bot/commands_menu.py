"""The menu of commands, by scope: private chats, groups, administrators; and what the profile says."""

import logging
from collections.abc import Sequence

from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.constants import BotDescriptionLimit
from telegram.error import BadRequest, Forbidden

from handlers import wording
from handlers.command_menus import GROUP, PRIVATE, commands, set_menu
from handlers.context import Bot
from knowledge.answers.labels import shorten
from knowledge.progress.model import Role
from knowledge.resolution.model import Metadata

log = logging.getLogger(__name__)


async def set_menus(bot: Bot, administrators: Sequence[int], leaders: Sequence[int] = ()) -> None:
    """Tell Telegram which commands to offer where.

    Args:
        bot: the bot.
        administrators, leaders: Telegram ids; one who never wrote to the bot has no chat yet and is passed over.
    """
    await bot.set_my_commands(commands(PRIVATE), BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(commands(GROUP), BotCommandScopeAllGroupChats())
    roles = dict.fromkeys(leaders, Role.LEADER) | dict.fromkeys(administrators, Role.ADMINISTRATOR)
    for person, role in roles.items():
        try:
            await set_menu(bot, person, role)
        except (BadRequest, Forbidden) as error:
            log.info("somebody has no chat with the bot yet: %s", error.message)


async def set_profile(bot: Bot, metadata: Metadata) -> None:
    """Say in the bot's profile what it is for."""
    values = {"name": metadata.name, "number": metadata.number}
    about = wording.ABOUT.format(**values)
    short = wording.ABOUT_SHORT.format(**values)
    await bot.set_my_description(shorten(about, BotDescriptionLimit.MAX_DESCRIPTION_LENGTH))
    await bot.set_my_short_description(
        shorten(short, BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)
    )
