"""The order of updates: side by side, but those of one person in one chat one after another, each once."""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.arrivals import Arrivals
from bot.logs import UPDATE
from handlers.counting import Counting

MAX_WAITING: Final = 4096
"""Updates under way or waiting for their turn; beyond it the queue waits."""
WAITING_FOR_ONE: Final = 200
"""Updates of one person in one chat that wait; more are dropped, so that nobody fills the queue alone."""
REMEMBERED: Final = 10_000
"""Ids of updates kept to recognise one that is delivered twice."""

Key = tuple[int, int]
NOBODY: Final[Key] = (0, 0)


class InOrder(BaseUpdateProcessor):
    """Runs updates concurrently, those of one person in one chat in the order they came."""

    def __init__(self, arrivals: Arrivals | None = None, counting: Counting | None = None) -> None:
        super().__init__(MAX_WAITING)
        self._arrivals = arrivals
        self._counting = counting
        self._waiting: Counter[Key] = Counter()
        self._last: dict[Key, asyncio.Event] = {}
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run an update after the one before it of the same person in the same chat."""
        if not isinstance(update, Update):
            await coroutine
            return
        if self._known(update.update_id):
            _drop(coroutine)
            return
        key = _key(update)
        if key != NOBODY and self._waiting[key] >= WAITING_FOR_ONE:
            _drop(coroutine)
            self._finish(update, refused=True)
            return
        UPDATE.set(str(update.update_id))
        start = time.monotonic()
        self._waiting[key] += 1
        before = self._last.get(key)
        mine = self._last[key] = asyncio.Event()
        try:
            if before is not None:
                await before.wait()
            if self._arrivals is not None and self._arrivals.stopping:
                self._arrivals.leave(update)
                _drop(coroutine)
            else:
                self._begin(update)
                await coroutine
            self._finish(update, time.monotonic() - start)
        finally:
            mine.set()
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
            if self._last.get(key) is mine:
                del self._last[key]

    def _begin(self, update: Update) -> None:
        if self._arrivals is not None:
            self._arrivals.begin(update)

    def _finish(self, update: Update, seconds: float = 0.0, *, refused: bool = False) -> None:
        """Note that an update is dealt with; not called where it was interrupted."""
        if self._arrivals is not None:
            self._arrivals.finish(update)
        if self._counting is not None and refused:
            self._counting.count("refused")
        elif self._counting is not None:
            self._counting.count("updates")
            self._counting.took(seconds)

    def _known(self, number: int) -> bool:
        if number in self._seen:
            return True
        self._seen[number] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return False


def _drop(coroutine: Awaitable[Any]) -> None:
    if asyncio.iscoroutine(coroutine):
        coroutine.close()


def _key(update: Update) -> Key:
    chat, person = update.effective_chat, update.effective_user
    return (chat.id if chat else 0, person.id if person else 0)
