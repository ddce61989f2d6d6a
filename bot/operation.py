"""What keeps the bot going, put together: the inbox, patient sending, counters, losses, backups."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from telegram.ext import Application

from bot.arrivals import Arrivals
from bot.losses import LOSSES, Losses
from bot.sending import Sender
from bot.settings import Settings
from handlers.context import App
from handlers.counting import COUNTING, Counting
from knowledge.storage.counters import Counters
from knowledge.storage.database import Database, open_database
from knowledge.storage.inbox import Inbox

OPERATION: Final = "operation"
BACKUP_FOLDER: Final = "sao-luu"


@dataclass(frozen=True, slots=True)
class Operation:
    """What keeps the bot going.

    Attributes:
        database: a connection of its own, so that keeping updates holds up no answer.
        inbox: the updates under way.
        arrivals: takes updates in and notes when they are dealt with.
        sender: sends.
        counting: counts.
        losses: collects what could not be sent.
        backups: the folder of the nightly copies.
    """

    database: Database
    inbox: Inbox
    arrivals: Arrivals
    sender: Sender
    counting: Counting
    losses: Losses
    backups: Path


def open_operation(settings: Settings, sender: Sender) -> Operation:
    """Put everything together.

    Raises:
        StorageError: the database cannot be opened.
    """
    database = open_database(settings.nghiquyet_database)
    inbox = Inbox(database)
    sender.known_answers = inbox.answers
    arrivals = Arrivals(inbox, sender.sent_in)
    counting = Counting(Counters(database, zone=settings.timezone))
    losses = Losses(arrivals, counting)
    backups = backup_folder(settings.nghiquyet_database)
    return Operation(database, inbox, arrivals, sender, counting, losses, backups)


def backup_folder(database: Path) -> Path:
    """Return where the nightly copies of a database are."""
    return database.parent / BACKUP_FOLDER


def install(app: App, operation: Operation) -> None:
    """Put it where handlers and jobs find it."""
    app.bot_data[OPERATION] = operation
    app.bot_data[COUNTING] = operation.counting
    app.bot_data[LOSSES] = operation.losses
    app.add_error_handler(operation.losses.on_error)


def operation_of(app: Application[Any, Any, Any, Any, Any, Any]) -> Operation:
    """Return what keeps an application going."""
    found: Any = app.bot_data[OPERATION]
    if not isinstance(found, Operation):
        raise TypeError("the application was built without its operation")
    return found
