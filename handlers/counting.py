"""What is counted while the bot runs: numbers only, written to the database once a minute."""

import asyncio
import logging
import time
from collections import Counter
from typing import Any, Final

from handlers.context import Context
from knowledge.answers.answer import Answer
from knowledge.errors import StorageError
from knowledge.storage.counters import Counters, bucket_of

COUNTING: Final = "counting"
"""Where the application keeps its Counting."""

log = logging.getLogger(__name__)


class Counting:
    """Counts events in memory and adds them to the database now and then.

    Attributes:
        totals: everything counted since the start.
        seconds: the sum of all latencies.
    """

    def __init__(self, counters: Counters) -> None:
        self.counters = counters
        self.totals: Counter[str] = Counter()
        self.seconds = 0.0
        self.started = time.monotonic()
        self._unwritten: Counter[str] = Counter()

    def count(self, name: str, by: int = 1) -> None:
        """Count an event."""
        if by:
            self.totals[name] += by
            self._unwritten[name] += by

    def took(self, seconds: float) -> None:
        """Count how long an update took from its arrival to its end."""
        self.seconds += seconds
        self.count(bucket_of(1000 * seconds))

    async def flush(self) -> None:
        """Write what has been counted; where that fails it is kept for the next time."""
        counted, self._unwritten = self._unwritten, Counter()
        try:
            await asyncio.to_thread(self.counters.add, counted)
            await asyncio.to_thread(self.counters.note_alive)
        except StorageError as error:
            self._unwritten.update(counted)
            log.error("counters could not be written: %s", error)


def counting_of(context: Context) -> Counting | None:
    """Return the Counting of the running bot, None where none is kept."""
    found: Any = context.application.bot_data.get(COUNTING)
    return found if isinstance(found, Counting) else None


def count_answer(context: Context, answer: Answer) -> None:
    """Count a question and whether it was answered."""
    counting = counting_of(context)
    if counting is not None:
        counting.count("questions")
        counting.count("answered" if answer.answered else "declined")
