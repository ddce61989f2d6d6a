"""The audit log: every change and every refused attempt, by whom and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from knowledge.progress.model import Actor
from knowledge.progress.policy import Action
from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text, read_moment

DETAIL_LENGTH: Final = 500


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log.

    Attributes:
        who: the name as it stands today, the Telegram id of a stranger, "" where it was erased.
        subject: what it was done to ("07-NQ/ĐU II.2.10", "person 5").
        detail: what changed, or why it was refused.
        refused: whether it was refused.
    """

    id: int
    at: datetime
    who: str
    action: Action
    subject: str
    detail: str
    refused: bool


class Audit:
    """Writes and reads the log; nothing in it is ever changed but the name of who asked for erasure."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    def record(
        self, actor: Actor, action: Action, subject: str, detail: str = "", *, refused: bool = False
    ) -> None:
        """Append one line."""
        self._db.insert(
            "audit",
            {
                "at": moment_text(self._clock()),
                "person_id": actor.person_id,
                "telegram_id": actor.telegram_id,
                "action": action.value,
                "subject": subject[:DETAIL_LENGTH],
                "detail": detail[:DETAIL_LENGTH],
                "outcome": "refused" if refused else "done",
            },
        )

    def count(self, *, refused_only: bool = False) -> int:
        """Return how many lines there are."""
        sql = "SELECT count(*) FROM audit WHERE NOT ? OR outcome = 'refused'"
        return int(self._db.value(sql, (int(refused_only),)) or 0)

    def last(self, action: Action, subject: str, detail: str) -> datetime | None:
        """Return when something was last done to a subject, None for never."""
        at = self._db.value(
            "SELECT at FROM audit WHERE outcome = 'done' AND action = ? AND subject = ?"
            " AND detail = ? ORDER BY id DESC LIMIT 1",
            (action.value, subject, detail),
        )
        return read_moment(at) if at else None

    def newest(
        self, limit: int = 50, offset: int = 0, *, refused_only: bool = False
    ) -> list[AuditEntry]:
        """Return the newest lines, newest first; ``Office.audit_log`` checks who asks."""
        rows = self._db.rows(
            "SELECT a.*, coalesce(p.name, a.telegram_id, '') AS who FROM audit AS a"
            " LEFT JOIN people AS p ON p.id = a.person_id"
            " WHERE NOT ? OR a.outcome = 'refused' ORDER BY a.id DESC LIMIT ? OFFSET ?",
            (int(refused_only), limit, offset),
        )
        return [
            AuditEntry(
                row["id"],
                read_moment(row["at"]),
                str(row["who"]),
                Action(row["action"]),
                row["subject"],
                row["detail"],
                row["outcome"] == "refused",
            )
            for row in rows
        ]
