"""Pytest fixtures: the stand-in, somebody to talk, a bare bot, an echoing application."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from .actors import User
from .control import Standin
from .echo import AnyApp, build, running


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Standin]:
    """The stand-in alone."""
    # Without it python-telegram-bot 22 warns whenever it makes a RetryAfter.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with Standin() as standin:
        yield standin


@pytest.fixture
async def app(telegram: Standin) -> AsyncIterator[AnyApp]:
    """The echo application, polling the stand-in."""
    application = build(telegram)
    async with running(application):
        yield application


@pytest.fixture
async def bot(telegram: Standin) -> AsyncIterator[Bot]:
    """A bare bot for one-request tests."""
    async with Bot(telegram.token, telegram.base_url, telegram.base_file_url) as made:
        yield made


@pytest.fixture
def user(telegram: Standin) -> User:
    """Somebody who started the bot."""
    return telegram.add_user("Lan")
