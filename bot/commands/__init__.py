"""Commands of ``nghiquyet`` about the roster, the demonstration, and what was taught."""

from typing import Final

import click

from bot.commands.demo import demo
from bot.commands.roster import roster
from bot.commands.teach import teach

COMMANDS: Final[tuple[click.Command, ...]] = (roster, demo, teach)
"""What the command line registers."""
