"""What the channels work with, opened from the settings: the database, the assistant, the logs."""

from collections.abc import Callable

from bot.settings import Settings
from handlers import viewer
from handlers.context import Services
from knowledge.answers.answer import Status
from knowledge.assistant import Assistant, bundled_assistant
from knowledge.errors import UnknownDocumentError
from knowledge.lookup import Lookup
from knowledge.progress import wording
from knowledge.progress.office import Office
from knowledge.progress.status import status_of
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Database, open_database
from knowledge.storage.documents import UNKNOWN
from knowledge.storage.times import Clock, local_day, system_clock
from knowledge.taught import TaughtAssistant

StatusOf = Callable[[str], tuple[Status, ...]]


def open_services(settings: Settings) -> Services:
    """Open the database, made on first use, and all that stands on it.

    Raises:
        StorageError: the file cannot be opened, is damaged, or is a later version's.
    """
    database = open_database(settings.nghiquyet_database)
    resolution = load_bundled()
    assistant = bundled_assistant(status_seen(database, resolution, settings))
    return services_of(database, assistant, settings)


def services_of(
    database: Database,
    assistant: Assistant,
    settings: Settings,
    lookup: Lookup | None = None,
    clock: Clock = system_clock,
) -> Services:
    """Put the services together around an open database, an assistant and its lookup."""
    office = open_office(database, assistant.resolution, settings, clock)
    return Services(
        assistant=TaughtAssistant(assistant, office.teaching),
        lookup=lookup or Lookup(assistant),
        office=office,
        gate=office.gate,
        people=office.people,
        misses=office.misses,
        teaching=office.teaching,
        drafts=office.drafts,
        members_only=settings.nghiquyet_access == "members",
    )


def open_office(
    database: Database, resolution: Resolution, settings: Settings, clock: Clock = system_clock
) -> Office:
    """Return the roster, assignments and progress; a new database gets the resolution and its units."""

    def resolution_of(number: str) -> Resolution:
        if number != resolution.number:
            raise UnknownDocumentError(UNKNOWN.format(number=number))
        return resolution

    office = Office(
        database,
        resolution_of=resolution_of,
        admin_ids=settings.telegram_admin_ids,
        members_only=settings.nghiquyet_access == "members",
        clock=clock,
        zone=settings.timezone,
        miss_days=settings.nghiquyet_miss_days,
    )
    if not office.documents.has(resolution.number):
        office.documents.load(resolution, by=wording.OPERATOR)
    office.units.seed(resolution.bodies)
    return office


def status_seen(
    database: Database, resolution: Resolution, settings: Settings, clock: Clock = system_clock
) -> StatusOf:
    """Return what tells how far a clause has got, as far as whoever looks may see it."""

    def find(ref: str) -> tuple[Status, ...]:
        today = local_day(clock(), settings.timezone)
        return status_of(database, resolution, ref, today=today, viewer=viewer.current())

    return find
