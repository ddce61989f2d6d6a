"""What the tests of the running bot share: its settings, its assistant, its clock, its life."""

import contextlib
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

from bot.application import ALLOWED_UPDATES
from bot.settings import Settings
from handlers.context import App
from knowledge.assistant import Assistant
from knowledge.bundled import bundled_assistant
from knowledge.lookup import Lookup
from tests.standin import Standin

ADMINISTRATOR = 600_000_001


@cache
def assistant() -> Assistant:
    """The bundled assistant, built once for all tests."""
    return bundled_assistant()


@cache
def lookup() -> Lookup:
    """What finds its clauses, built once for all tests; no test may change it."""
    return Lookup(assistant())


class FakeClock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def settings_for(telegram: Standin, database: Path) -> Settings:
    """Settings that point at the stand-in, whatever the environment says."""
    return Settings.model_construct(
        telegram_bot_token=telegram.token,
        telegram_base_url=telegram.base_url,
        telegram_base_file_url=telegram.base_file_url,
        telegram_admin_ids=(ADMINISTRATOR,),
        nghiquyet_database=database,
    )


def settings_at(database: Path) -> Settings:
    """Settings without Telegram, whatever the environment says."""
    return Settings.model_construct(nghiquyet_database=database)


@contextlib.asynccontextmanager
async def polling(app: App) -> AsyncIterator[None]:
    """Poll while the block runs."""
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=2, allowed_updates=ALLOWED_UPDATES)
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()
