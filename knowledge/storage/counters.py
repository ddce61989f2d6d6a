"""Counters of what the bot did, by day: numbers only, nobody's name and no question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.storage.database import Database
from knowledge.storage.times import VIETNAM, Clock, local_day, read_moment, system_clock

KEEP_DAYS: Final = 400
STARTED: Final = "running_since"
ALIVE: Final = "running_seen_at"
ALIVE_SECONDS: Final = 180
"""A process that has not noted itself for so long is taken for stopped."""
BOUNDS_MS: Final = (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 60000)
"""Upper bounds of the latency buckets; what is slower falls into the last, "more"."""
_LATENCY: Final = "latency:"
_MORE: Final = "more"


def bucket_of(milliseconds: float) -> str:
    """Return the name of the counter that a latency belongs to."""
    bound = next((str(bound) for bound in BOUNDS_MS if milliseconds <= bound), _MORE)
    return _LATENCY + bound


@dataclass(frozen=True, slots=True)
class Summary:
    """What happened over some days.

    Attributes:
        counts: by name: "questions", "answered", "replies", "refused", "lost", "errors".
    """

    counts: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    @property
    def answered_share(self) -> float | None:
        """The share of questions that were answered, None where there was none."""
        return self["answered"] / self["questions"] if self["questions"] else None

    def latency_ms(self, quantile: float) -> int | None:
        """Return the bound below which this share of updates was dealt with, None for no data."""
        buckets = [self[_LATENCY + str(bound)] for bound in BOUNDS_MS]
        total = sum(buckets) + self[_LATENCY + _MORE]
        if not total:
            return None
        seen = 0
        for bound, count in zip(BOUNDS_MS, buckets, strict=True):
            seen += count
            if seen >= quantile * total:
                return bound
        return BOUNDS_MS[-1]


class Counters:
    """The counters in the database."""

    def __init__(
        self, database: Database, clock: Clock = system_clock, zone: ZoneInfo = VIETNAM
    ) -> None:
        self._db = database
        self._clock = clock
        self._zone = zone

    @property
    def database(self) -> Database:
        """The database they are in."""
        return self._db

    def add(self, counts: Mapping[str, int]) -> None:
        """Add to today's counters.

        Raises:
            StorageError: they cannot be written; none has been added.
        """
        day = local_day(self._clock(), self._zone).isoformat()
        with self._db.transaction():
            for name, count in counts.items():
                self._db.write(
                    "INSERT INTO counters (day, name, count) VALUES (?, ?, ?)"
                    " ON CONFLICT (day, name) DO UPDATE SET count = count + excluded.count",
                    (day, name, count),
                )

    def summary(self, days: int = 1) -> Summary:
        """Return the sums over the last days, today included."""
        first = local_day(self._clock(), self._zone) - timedelta(days=days - 1)
        rows = self._db.rows(
            "SELECT name, sum(count) AS total FROM counters WHERE day >= ? GROUP BY name",
            (first.isoformat(),),
        )
        return Summary({row["name"]: int(row["total"]) for row in rows})

    def prune(self) -> None:
        """Forget what is older than a year and a bit."""
        first = local_day(self._clock(), self._zone) - timedelta(days=KEEP_DAYS)
        self._db.write("DELETE FROM counters WHERE day < ?", (first.isoformat(),))

    def note_start(self) -> None:
        """Note that the bot has started now."""
        now = self._clock().isoformat()
        with self._db.transaction():
            self._db.set_meta(STARTED, now)
            self._db.set_meta(ALIVE, now)

    def note_alive(self) -> None:
        """Note that the bot is still there."""
        self._db.set_meta(ALIVE, self._clock().isoformat())

    def note_stop(self) -> None:
        """Note that the bot has stopped in good order."""
        self._db.set_meta(STARTED, "")

    def running_since(self) -> datetime | None:
        """Return when the running bot was started, None when none seems to run."""
        started, alive = self._db.meta(STARTED), self._db.meta(ALIVE)
        if not started or not alive:
            return None
        silent = (self._clock() - read_moment(alive)).total_seconds()
        return read_moment(started) if silent <= ALIVE_SECONDS else None
