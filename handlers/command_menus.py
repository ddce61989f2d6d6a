"""The menus of commands that Telegram offers, by what a person may; set anew when that changes."""

import logging
from typing import Final

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from handlers import wording, work_wording
from handlers.context import Bot, Context
from knowledge.progress.model import Role

Menu = tuple[tuple[str, str], ...]

PRIVATE: Final[Menu] = (
    ("start", wording.START),
    ("huongdan", wording.HELP),
    ("chitieu", wording.TARGETS),
    ("muc", wording.TREE),
    ("tim", wording.FIND),
    ("vanban", wording.DOCUMENTS),
    ("donvi", wording.BODIES),
    ("chude", wording.THEME),
    ("nhiemvu", work_wording.WORK),
    ("capnhat", work_wording.REPORT),
    ("tiendo", work_wording.OVERVIEW),
    ("lichsu", work_wording.HISTORY),
    ("nhac", work_wording.REMIND),
    ("dulieu", work_wording.OWN),
)
_NOT_IN_GROUPS: Final = ("start", "nhiemvu", "capnhat", "lichsu", "nhac", "dulieu")
GROUP: Final[Menu] = tuple(pair for pair in PRIVATE if pair[0] not in _NOT_IN_GROUPS)
LEADER: Final[Menu] = (
    *PRIVATE,
    ("giao", work_wording.ASSIGN),
    ("xuat", work_wording.EXPORT),
    ("canbo", work_wording.ROSTER),
)
ADMINISTRATOR: Final[Menu] = (
    *LEADER,
    ("moi", work_wording.INVITE),
    ("thoi", work_wording.REMOVE),
    ("cauhoi", wording.MISSES),
    ("nhatky", work_wording.AUDIT),
    ("suckhoe", work_wording.HEALTH),
)
_OF_ROLE: Final = {Role.LEADER: LEADER, Role.ADMINISTRATOR: ADMINISTRATOR}

log = logging.getLogger(__name__)


def commands(menu: Menu) -> list[BotCommand]:
    """Return a menu as Telegram takes it."""
    return [BotCommand(name, description) for name, description in menu]


async def set_menu(bot: Bot, person: int, role: Role) -> None:
    """Tell Telegram which commands to offer somebody in his private chat with the bot.

    Raises:
        TelegramError: Telegram does not take it, as where there is no such chat yet.
    """
    menu = _OF_ROLE.get(role)
    if menu is None:
        await bot.delete_my_commands(BotCommandScopeChat(person))  # that of all private chats
    else:
        await bot.set_my_commands(commands(menu), BotCommandScopeChat(person))


async def renew_menu(context: Context, person: int | None) -> None:
    """Set somebody's menu after what he may has changed; nothing depends on it."""
    if person is None:
        return
    try:
        await set_menu(context.bot, person, context.services.gate.actor(person).role)
    except TelegramError as error:
        log.info("a menu could not be set: %s", type(error).__name__)
