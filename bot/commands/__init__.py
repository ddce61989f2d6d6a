"""The commands of ``nghiquyet`` beside asking, chatting and running."""

from typing import Final

import click

from bot.commands.demo import demo
from bot.commands.documents import documents, export
from bot.commands.evaluate import grade
from bot.commands.ingest import ingest
from bot.commands.operation import COMMANDS_D
from bot.commands.roster import roster
from bot.commands.teach import teach

COMMANDS: Final[tuple[click.Command, ...]] = (
    roster,
    demo,
    teach,
    grade,
    ingest,
    export,
    documents,
    *COMMANDS_D,
)
"""What the command line registers."""
