"""What a person is in the middle of, kept so that a restart does not lose his steps."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text, system_clock

KEPT_FOR: Final = timedelta(days=1)
MAX_OPEN: Final = 5
"""A person has at most this many of one kind; the oldest goes first."""
LAST: Final = "last draft"
"""The note in ``meta`` of the last id given."""
_USED: Final = (
    "SELECT max(CAST(substr(key, instr(key, 'draft:') + 6) AS INTEGER)) FROM ("
    "SELECT key FROM reports UNION ALL SELECT key FROM assignments) WHERE key LIKE '%draft:%'"
)


class Drafts:
    """Small JSON values, each of one person; nobody reads another's.

    The id of a draft fits a button and makes a good key for what is saved out of it: a repeated tap on
    "Lưu" comes with the same id. It is never given again, not even once all drafts are forgotten: an old button
    must not mean a new draft, nor a new report look like one that is saved already.
    """

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db = database
        self._clock = clock

    def put(self, telegram_id: int, kind: str, data: Mapping[str, Any]) -> int:
        """Keep a draft and return its id."""
        with self._db.transaction():
            draft_id = self._next_id()
            self._db.insert(
                "drafts",
                {
                    "id": draft_id,
                    "telegram_id": telegram_id,
                    "kind": kind,
                    "data": json.dumps(data, ensure_ascii=False),
                    "at": moment_text(self._clock()),
                },
            )
            self._db.write(
                "DELETE FROM drafts WHERE telegram_id = :who AND kind = :kind AND id NOT IN (SELECT id"
                " FROM drafts WHERE telegram_id = :who AND kind = :kind ORDER BY id DESC LIMIT :n)",
                {"who": telegram_id, "kind": kind, "n": MAX_OPEN},
            )
        return draft_id

    def change(self, telegram_id: int, draft_id: int, data: Mapping[str, Any]) -> bool:
        """Replace a draft; False where he has none of that id."""
        return bool(
            self._db.write(
                "UPDATE drafts SET data = ?, at = ? WHERE id = ? AND telegram_id = ?",
                (
                    json.dumps(data, ensure_ascii=False),
                    moment_text(self._clock()),
                    draft_id,
                    telegram_id,
                ),
            )
        )

    def get(self, telegram_id: int, draft_id: int) -> dict[str, Any] | None:
        """Return a draft of that person, None where he has none of that id or it is too old."""
        data = self._db.value(
            "SELECT data FROM drafts WHERE id = ? AND telegram_id = ? AND at > ?",
            (draft_id, telegram_id, self._oldest()),
        )
        return dict(json.loads(data)) if data is not None else None

    def newest(self, telegram_id: int, kind: str) -> tuple[int, dict[str, Any]] | None:
        """Return the newest draft of a kind, with its id: what a text typed next belongs to."""
        row = self._db.row(
            "SELECT id, data FROM drafts WHERE telegram_id = ? AND kind = ? AND at > ?"
            " ORDER BY id DESC LIMIT 1",
            (telegram_id, kind, self._oldest()),
        )
        return (row["id"], dict(json.loads(row["data"]))) if row else None

    def drop(self, telegram_id: int, draft_id: int) -> None:
        """Forget a draft."""
        self._db.write(
            "DELETE FROM drafts WHERE id = ? AND telegram_id = ?", (draft_id, telegram_id)
        )

    def prune(self) -> int:
        """Forget all drafts older than a day; return how many."""
        return self._db.write("DELETE FROM drafts WHERE at <= ?", (self._oldest(),))

    def _next_id(self) -> int:
        last = self._db.meta(LAST)
        # In a database of an earlier version the ids in use tell what was given.
        used = int(last) if last else int(self._db.value(_USED) or 0)
        newest = int(self._db.value("SELECT max(id) FROM drafts") or 0)
        draft_id = max(used, newest) + 1
        self._db.set_meta(LAST, str(draft_id))
        return draft_id

    def _oldest(self) -> str:
        return moment_text(self._clock() - KEPT_FOR)
