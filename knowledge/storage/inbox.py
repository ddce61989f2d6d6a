"""Updates on the disk from their arrival until they are dealt with, so that a crash neither loses nor doubles.

Telegram forgets an update as soon as the next poll confirms it. A process that is killed between that poll and
the reply would lose the question; so the update is kept here first, and its content is deleted once it is
answered. What stays for two days are numbers only: which update was answered by which messages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text, system_clock

KEEP_HOURS: Final = 48
MAX_ROWS: Final = 20_000
MAX_TRIES: Final = 10
"""An update that was taken up so often and not finished is taken for what ends the process, and given up."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came.

    Attributes:
        number: Telegram's update_id.
        digest: tells two updates of the same number apart, as when the bot's token has changed.
        chat: the chat it belongs to, 0 for none.
        data: its JSON.
    """

    number: int
    digest: int
    chat: int
    data: str


@dataclass(frozen=True, slots=True)
class Done:
    """An update that was dealt with, and the ids of the messages that answered it."""

    number: int
    digest: int
    answers: tuple[int, ...] = ()


class Inbox:
    """The updates under way, in the database."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db = database
        self._clock = clock

    def take_in(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Keep updates; return those that were not there before.

        Raises:
            StorageError: they cannot be written.
        """
        now = moment_text(self._clock())
        new = []
        with self._db.transaction():
            for arrival in arrivals:
                added = self._db.write(
                    "INSERT INTO inbox (number, digest, chat, at, data) VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (arrival.number, arrival.digest, arrival.chat, now, arrival.data),
                )
                if added:
                    new.append(arrival)
        return new

    def finish(self, done: Iterable[Done]) -> None:
        """Forget what updates said, now that they are dealt with.

        Raises:
            StorageError: it cannot be written.
        """
        with self._db.transaction():
            for one in done:
                self._db.write(
                    "UPDATE inbox SET data = NULL, answers = ? WHERE number = ? AND digest = ?",
                    (",".join(map(str, one.answers)), one.number, one.digest),
                )

    def try_again(self, number: int, digest: int) -> None:
        """Count one more try of an update that a process left behind."""
        self._db.write(
            "UPDATE inbox SET tries = tries + 1 WHERE number = ? AND digest = ?", (number, digest)
        )

    def waiting(self) -> tuple[list[Arrival], list[int]]:
        """Return the updates that a process left behind, oldest first, and the numbers of those given up."""
        oldest = moment_text(self._clock() - timedelta(hours=KEEP_HOURS))
        with self._db.transaction():
            given_up = "WHERE data IS NOT NULL AND (tries >= ? OR at < ?)"
            which = (MAX_TRIES, oldest)
            lost = self._db.rows(f"SELECT number FROM inbox {given_up}", which)  # noqa: S608
            self._db.write(f"UPDATE inbox SET data = NULL {given_up}", which)  # noqa: S608
            rows = self._db.rows(
                "SELECT number, digest, chat, data FROM inbox WHERE data IS NOT NULL ORDER BY number"
            )
        return [Arrival(**row) for row in rows], [int(row["number"]) for row in lost]

    def answers(self, chat: int) -> set[int]:
        """Return the ids of the messages known to have answered other updates of a chat."""
        rows = self._db.rows("SELECT answers FROM inbox WHERE chat = ? AND answers <> ''", (chat,))
        return {int(number) for row in rows for number in row["answers"].split(",")}

    def count_waiting(self) -> int:
        """Return how many updates are not dealt with yet."""
        return int(self._db.value("SELECT count(*) FROM inbox WHERE data IS NOT NULL") or 0)

    def prune(self) -> int:
        """Forget the numbers of updates that will not come again."""
        oldest = moment_text(self._clock() - timedelta(hours=KEEP_HOURS))
        with self._db.transaction():
            gone = self._db.write("DELETE FROM inbox WHERE data IS NULL AND at < ?", (oldest,))
            gone += self._db.write(
                "DELETE FROM inbox WHERE data IS NULL AND rowid NOT IN"
                " (SELECT rowid FROM inbox ORDER BY rowid DESC LIMIT ?)",
                (MAX_ROWS,),
            )
        return gone
