"""The office behind a command: opened from the settings, closed afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.services import open_office
from bot.settings import load_settings
from knowledge.progress.office import Office
from knowledge.resolution.bundle import load_bundled
from knowledge.storage.database import open_database


@contextmanager
def opened_office() -> Iterator[Office]:
    """Open the database of the settings for one command.

    Raises:
        SettingsError: the settings have faults.
        StorageError: the file can't be opened, is damaged, or is a later version's.
    """
    settings = load_settings()
    with open_database(settings.nghiquyet_database) as database:
        yield open_office(database, load_bundled(), settings)
