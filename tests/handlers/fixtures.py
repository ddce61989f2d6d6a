"""Fixtures: the whole bot in this process, polling the stand-in."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.application import build_application
from bot.services import services_of
from bot.settings import Settings
from handlers.context import App, Services
from handlers.memory import Memory
from knowledge.storage.database import open_database
from tests.handlers.house import ADMINISTRATOR, FakeClock, assistant, lookup, polling, settings_for
from tests.standin import Standin, User


@pytest.fixture
def clock() -> FakeClock:
    """The clock of the bot's memory."""
    return FakeClock()


@pytest.fixture
def settings(telegram: Standin, tmp_path: Path) -> Settings:
    """Settings that point at the stand-in and at a database of this test's own."""
    return settings_for(telegram, tmp_path / "nghiquyet.db")


@pytest.fixture
def services(settings: Settings, clock: FakeClock) -> Iterator[Services]:
    """The services of the bot."""
    with open_database(settings.nghiquyet_database) as database:
        made = services_of(database, assistant(), settings, lookup())
        made.memory = Memory(clock)
        yield made


@pytest.fixture
async def bot_app(settings: Settings, services: Services) -> AsyncIterator[App]:
    """The bot, polling the stand-in."""
    app = build_application(settings, services)
    async with polling(app):
        yield app


@pytest.fixture
def administrator(telegram: Standin) -> User:
    """Somebody whom the settings name as administrator."""
    return telegram.add_user("Hoa", user_id=ADMINISTRATOR)
