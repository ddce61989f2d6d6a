"""What the channels work with, opened from the settings: the database, the documents, the logs."""

from collections.abc import Callable

from bot.settings import Settings
from handlers import viewer
from handlers.context import Services
from knowledge.answers.answer import Status
from knowledge.assistant import Assistant
from knowledge.bundled import bundled_assistant
from knowledge.language.keys import plain_key
from knowledge.library import Library
from knowledge.lookup import Lookup
from knowledge.progress import wording
from knowledge.progress.assignments import ResolutionOf
from knowledge.progress.office import Office
from knowledge.progress.status import status_of
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Database, open_database
from knowledge.storage.documents import Documents
from knowledge.storage.kept import KeptFolder
from knowledge.storage.times import Clock, local_day, system_clock
from knowledge.volumes import Volumes

StatusOf = Callable[[str], tuple[Status, ...]]


def open_services(settings: Settings) -> Services:
    """Open the database, made on first use, and all that stands on it.

    Raises:
        StorageError: the file cannot be opened, is damaged, or is a later version's.
    """
    database = open_database(settings.nghiquyet_database)
    resolution = load_bundled()
    kept = KeptFolder.beside(database.path)
    assistant = bundled_assistant(status_seen(database, resolution, settings), kept)
    return services_of(database, assistant, settings)


def services_of(
    database: Database,
    assistant: Assistant,
    settings: Settings,
    lookup: Lookup | None = None,
    clock: Clock = system_clock,
) -> Services:
    """Put the services together around an open database, the bundled document's assistant and its lookup."""
    bundled = assistant.resolution
    _store(database, bundled, clock)
    issuer = plain_key(bundled.metadata.issuer)

    def seen(resolution: Resolution) -> StatusOf:
        if plain_key(resolution.metadata.issuer) != issuer:
            return _not_followed
        return status_seen(database, resolution, settings, clock)

    volumes = Volumes(database, assistant, seen, lookup, clock)
    office = open_office(database, bundled, settings, clock, volumes.resolution)
    return Services(
        volumes=volumes,
        office=office,
        gate=office.gate,
        people=office.people,
        misses=office.misses,
        teaching=office.teaching,
        drafts=office.drafts,
        members_only=settings.nghiquyet_access == "members",
    )


def open_office(
    database: Database,
    resolution: Resolution,
    settings: Settings,
    clock: Clock = system_clock,
    resolution_of: ResolutionOf | None = None,
) -> Office:
    """Return the roster, assignments and progress; a new database gets the resolution and its units.

    Args:
        database: opened by ``open_database``.
        resolution: the bundled one: only what its body issues is followed here.
        settings: say who administers, where the time is told and how long things are kept.
        clock: tells the time.
        resolution_of: gives any document loaded; read from the database where left out.
    """
    _store(database, resolution, clock)
    office = Office(
        database,
        resolution_of=resolution_of or _read_from(database, clock),
        issuer=resolution.metadata.issuer,
        admin_ids=settings.telegram_admin_ids,
        members_only=settings.nghiquyet_access == "members",
        clock=clock,
        zone=settings.timezone,
        miss_days=settings.nghiquyet_miss_days,
    )
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


def _store(database: Database, bundled: Resolution, clock: Clock) -> None:
    """Put the bundled document into a database that has it not yet."""
    documents = Documents(database, clock)
    if not documents.has(bundled.number):
        documents.load(bundled, by=wording.OPERATOR)


def _read_from(database: Database, clock: Clock) -> ResolutionOf:
    """Return what reads a document when it is first wanted, which on the command line it seldom is."""
    libraries: list[Library] = []

    def read(number: str) -> Resolution:
        if not libraries:
            libraries.append(Library(Documents(database, clock)))
        return libraries[0].resolution(number)

    return read


def _not_followed(_: str) -> tuple[Status, ...]:
    """The status of a clause of another body's document: nobody reports on it here."""
    return ()
