"""The commands that keep the bot going."""

from typing import Final

import click

from bot.commands.backup import backup, restore
from bot.commands.doctor import doctor
from bot.commands.stats import stats

COMMANDS_D: Final[tuple[click.Command, ...]] = (backup, restore, doctor, stats)
