"""Links from groups that run a private command: ``t.me/<bot>?start=go-nhiemvu``."""

import re
from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import (
    assigning,
    audit_log,
    health,
    history,
    invitations,
    own_data,
    reporting,
    roster,
    work,
    workbooks,
)
from handlers.context import Context, Handler
from handlers.deeplinks import COMMAND_PREFIX
from handlers.desk import Callback

_COMMANDS: Final[Mapping[str, Callback]] = {
    "nhiemvu": work.on_work,
    "capnhat": reporting.on_report,
    "lichsu": history.on_history,
    "giao": assigning.on_assign,
    "xuat": workbooks.on_export,
    "canbo": roster.on_roster,
    "thoi": roster.on_remove,
    "moi": invitations.on_invite,
    "dulieu": own_data.on_own_data,
    "nhac": own_data.on_reminders,
    "nhatky": audit_log.on_log,
    "suckhoe": health.for_those_who_run_it(health.on_health),
}
_LINK: Final = re.compile(rf"^/start(@\w+)? {COMMAND_PREFIX}({'|'.join(_COMMANDS)})$")


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before those of /start."""
    wanted = filters.Regex(_LINK) & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return [CommandHandler("start", on_link, wanted)]


async def on_link(update: Update, context: Context) -> None:
    """Run the command that the link names, as if it stood alone."""
    payload = context.args[0] if context.args else ""
    command = _COMMANDS.get(payload.removeprefix(COMMAND_PREFIX))
    if command is None:
        return
    context.args = []
    await command(update, context)
