"""The miss log: questions that were not answered well, counted, without who asked them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from knowledge.language.normalize import clean, match_form
from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text, read_moment, system_clock

KEEP_DAYS: Final = 90
QUESTION_LENGTH: Final = 200
MAX_ROWS: Final = 5000
# What could tell who asked, or whom he asked about: addresses, account names, long numbers.
_PERSONAL: Final = (
    re.compile(r"https?://\S+|www\.\S+"),
    re.compile(r"\S+@\S+"),
    re.compile(r"(?<!\w)@\w+"),
    re.compile(r"\+?\d(?:[ .\-]?\d){7,}"),
)
_PUNCTUATION: Final = re.compile(r"[^\w\s%/(),.…\ue000-]+|[.,?!…]+(?=\s|$)")


class MissReason(StrEnum):
    """Why a question is kept."""

    DECLINED = "declined"
    UNSURE = "unsure"  # answered with low confidence
    REJECTED = "rejected"  # "Chưa đúng ý"


@dataclass(frozen=True, slots=True)
class Miss:
    """A question, how often it was missed for each reason, and when last.

    ``document`` is the number of the document it went to, "" for the one that everybody asks.
    """

    question: str
    count: int
    reasons: dict[MissReason, int]
    last_at: datetime
    document: str = ""


class Misses:
    """The miss log in the database.

    Args:
        database: opened by ``open_database``.
        clock: tells the time.
        keep_days: how long a question is kept after it was last missed.
    """

    def __init__(
        self, database: Database, clock: Clock = system_clock, keep_days: int = KEEP_DAYS
    ) -> None:
        self._db = database
        self._clock = clock
        self._keep = timedelta(days=keep_days)

    def record(self, question: str, reason: MissReason, document: str = "") -> None:
        """Count a miss; what is empty after normalising is not kept.

        Args:
            question: as it was asked.
            reason: why it is kept.
            document: the number of the document it went to, "" for the one that everybody asks.
        """
        normal = normal_question(question)
        if not normal:
            return
        self._db.write(
            "INSERT INTO misses (question, reason, document, count, last_at) VALUES (?, ?, ?, 1, ?)"
            " ON CONFLICT (question, reason, document) DO UPDATE SET"
            " count = count + 1, last_at = max(last_at, excluded.last_at)",
            (normal, reason.value, document, moment_text(self._clock())),
        )

    def most_frequent(self, limit: int = 20, offset: int = 0) -> list[Miss]:
        """Return the questions missed most often, the newest first among equals."""
        rows = self._db.rows(
            "SELECT question, document, sum(count) AS total, max(last_at) AS last_at,"
            " group_concat(reason || ':' || count) AS reasons FROM misses"
            " GROUP BY question, document ORDER BY total DESC, last_at DESC, question, document"
            " LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [
            Miss(
                row["question"],
                row["total"],
                {
                    MissReason(reason): int(count)
                    for reason, count in (part.split(":") for part in row["reasons"].split(","))
                },
                read_moment(row["last_at"]),
                row["document"],
            )
            for row in rows
        ]

    def count(self) -> int:
        """Return how many different questions are kept, those of different documents apart."""
        sql = "SELECT count(*) FROM (SELECT DISTINCT question, document FROM misses)"
        return int(self._db.value(sql) or 0)

    def forget(self, question: str, document: str = "") -> bool:
        """Take a question to a document off the log, once it has been taught or is nonsense."""
        sql = "DELETE FROM misses WHERE question = ? AND document = ?"
        return bool(self._db.write(sql, (normal_question(question), document)))

    def prune(self) -> int:
        """Forget what was last missed too long ago, and the rarest beyond 5,000 rows."""
        oldest = moment_text(self._clock() - self._keep)
        with self._db.transaction():
            gone = self._db.write("DELETE FROM misses WHERE last_at < ?", (oldest,))
            gone += self._db.write(
                "DELETE FROM misses WHERE rowid NOT IN"
                " (SELECT rowid FROM misses ORDER BY count DESC, last_at DESC LIMIT ?)",
                (MAX_ROWS,),
            )
        return gone


def normal_question(question: str) -> str:
    """Return a question as it is kept: one spelling, no long numbers, addresses or account names.

    >>> normal_question("Chỉ tiêu  BHYT là bao nhiêu?? gọi 0912.345.678")
    'chỉ tiêu bhyt là bao nhiêu gọi …'
    """
    text = clean(question[: 4 * QUESTION_LENGTH])
    for pattern in _PERSONAL:
        text = pattern.sub(" \ue000 ", text)
    text = _PUNCTUATION.sub(" ", match_form(text))
    text = " ".join(text.replace("\ue000", "…").split())
    return text[:QUESTION_LENGTH].strip()
