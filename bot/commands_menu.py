"""The menu of commands, by scope: private chats, groups, administrators; and what the profile says."""

import logging
from collections.abc import Sequence
from typing import Final

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.constants import BotDescriptionLimit
from telegram.error import BadRequest, Forbidden

from handlers import wording, work_wording
from handlers.context import Bot
from knowledge.answers.labels import shorten
from knowledge.resolution.model import Metadata

PRIVATE: Final = (
    ("start", wording.START),
    ("huongdan", wording.HELP),
    ("chitieu", wording.TARGETS),
    ("muc", wording.TREE),
    ("tim", wording.FIND),
    ("donvi", wording.BODIES),
    ("chude", wording.THEME),
    ("nhiemvu", work_wording.WORK),
    ("capnhat", work_wording.REPORT),
    ("tiendo", work_wording.OVERVIEW),
    ("lichsu", work_wording.HISTORY),
    ("nhac", work_wording.REMIND),
    ("dulieu", work_wording.OWN),
)
HEALTH: Final = "Bot đang chạy ra sao"
_NOT_IN_GROUPS: Final = ("start", "nhiemvu", "capnhat", "lichsu", "nhac", "dulieu")
GROUP: Final = tuple(pair for pair in PRIVATE if pair[0] not in _NOT_IN_GROUPS)
LEADER: Final = (
    *PRIVATE,
    ("giao", work_wording.ASSIGN),
    ("xuat", work_wording.EXPORT),
    ("canbo", work_wording.ROSTER),
)
ADMINISTRATOR: Final = (
    *LEADER,
    ("moi", work_wording.INVITE),
    ("thoi", work_wording.REMOVE),
    ("cauhoi", wording.MISSES),
    ("suckhoe", HEALTH),
)

log = logging.getLogger(__name__)


async def set_menus(bot: Bot, administrators: Sequence[int], leaders: Sequence[int] = ()) -> None:
    """Tell Telegram which commands to offer where.

    Args:
        bot: the bot.
        administrators, leaders: Telegram ids; one who never wrote to the bot has no chat yet and is passed over.
    """
    await bot.set_my_commands(_commands(PRIVATE), BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(_commands(GROUP), BotCommandScopeAllGroupChats())
    menus = dict.fromkeys(leaders, LEADER) | dict.fromkeys(administrators, ADMINISTRATOR)
    for person, menu in menus.items():
        try:
            await bot.set_my_commands(_commands(menu), BotCommandScopeChat(person))
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


def _commands(pairs: tuple[tuple[str, str], ...]) -> list[BotCommand]:
    return [BotCommand(name, description) for name, description in pairs]
