"""What is kept about a person, shown to him and erased when he asks (/dulieu)."""

from dataclasses import dataclass
from typing import Final

from knowledge.progress import wording
from knowledge.progress.audit import Audit
from knowledge.progress.gate import Gate
from knowledge.progress.model import Actor, Person
from knowledge.progress.policy import Action
from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text

TOMBSTONE: Final = "erased_person_id"
"""The note in ``meta`` of the one row that all erased reports belong to, so that none is told apart."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept about a person.

    Attributes:
        person: his row on the roster, None for who is on none.
        reports, evidence: how many reports he made, and files he added to them.
        assignments: how many assignments name him or make him answerable.
        reminders: how many reminders are planned for or were sent to him.
        drafts: how many things he has begun and not saved.
        log: how many lines of the audit log are his.
        chosen: 1 where he has chosen a document to ask, else 0.
    """

    person: Person | None
    reports: int
    evidence: int
    assignments: int
    reminders: int
    drafts: int
    log: int
    chosen: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in Vietnamese, a line each."""
        return wording.kept_lines(
            self.person,
            {
                "báo cáo tiến độ": self.reports,
                "ảnh, tệp minh chứng": self.evidence,
                "phân công có tên bạn": self.assignments,
                "lời nhắc": self.reminders,
                "việc đang nhập dở": self.drafts,
                "dòng nhật ký": self.log,
                "văn bản đang chọn để hỏi": self.chosen,
            },
        )


class Privacy:
    """Shows and erases the actor's own data, nobody else's."""

    def __init__(self, database: Database, gate: Gate, clock: Clock) -> None:
        self._db = database
        self._gate = gate
        self._audit = Audit(database, clock)
        self._clock = clock

    def kept_about(self, actor: Actor) -> Kept:
        """Return what is kept about the actor.

        Raises:
            RefusedError: others read along.
        """
        now = self._gate.look(actor, Action.SEE_OWN_DATA, "own data")
        who, account = now.person_id or 0, now.telegram_id or 0
        counts = [
            int(self._db.value(sql, {"who": who, "account": account}) or 0) for sql in _COUNTS
        ]
        return Kept(now.person, *counts)

    def erase(self, actor: Actor) -> Kept:
        """Erase what is kept about the actor and return what that was.

        His figures stay, without his name, notes and files; he is off the roster, off every
        assignment, and gone from the log. Nothing can bring it back but a backup.
        """
        before = self.kept_about(actor)
        with self._gate.attempt(actor, Action.ERASE_OWN_DATA, "own data") as attempt:
            attempt.changed = False  # the line in the log must not name him
            self._erase(attempt.actor)
            self._audit.record(Actor(None), Action.ERASE_OWN_DATA, "own data")
        return before

    def _erase(self, actor: Actor) -> None:
        now = moment_text(self._clock())
        person = actor.person
        if actor.telegram_id is not None:
            self._db.write("DELETE FROM drafts WHERE telegram_id = ?", (actor.telegram_id,))
            self._db.write("DELETE FROM chosen_documents WHERE chat = ?", (actor.telegram_id,))
            # Of the updates dealt with, only those in his private chat, whose id is his own, name him.
            self._db.write(
                "UPDATE inbox SET chat = 0, answers = '' WHERE chat = ? AND data IS NULL",
                (actor.telegram_id,),
            )
            self._db.write(
                "UPDATE audit SET person_id = NULL, telegram_id = NULL WHERE telegram_id = ?",
                (actor.telegram_id,),
            )
        if person is None:
            return
        values = {
            "who": person.id,
            "name": person.name,
            "nobody": self._tombstone(),
            "now": now,
            "erased": wording.ERASED,
        }
        for sql in _ERASE:
            self._db.write(sql, values)

    def _tombstone(self) -> int:
        noted = self._db.meta(TOMBSTONE)
        if noted:
            return int(noted)
        now = moment_text(self._clock())
        tombstone = self._db.insert(
            "people",
            {"name": wording.ERASED, "role": "member", "added_at": now, "removed_at": now},
        )
        self._db.set_meta(TOMBSTONE, str(tombstone))
        return tombstone


_COUNTS: Final = (
    "SELECT count(*) FROM reports WHERE author_id = :who AND :account = :account",
    "SELECT count(*) FROM evidence AS e JOIN reports AS r ON r.id = e.report_id"
    " WHERE r.author_id = :who AND :account = :account",
    "SELECT count(*) FROM assignments AS a WHERE :account = :account AND (a.answerable_id = :who"
    " OR EXISTS (SELECT 1 FROM assignees AS s WHERE s.assignment_id = a.id"
    " AND s.person_id = :who AND s.removed_at IS NULL))",
    "SELECT count(*) FROM reminders WHERE person_id = :who AND :account = :account",
    "SELECT count(*) FROM drafts WHERE telegram_id = :account AND :who = :who",
    "SELECT count(*) FROM audit WHERE (person_id = :who AND :who > 0)"
    " OR (telegram_id = :account AND :account > 0)",
    "SELECT count(*) FROM chosen_documents WHERE chat = :account AND :who = :who",
)
_ERASE: Final = (
    "DELETE FROM evidence WHERE report_id IN (SELECT id FROM reports WHERE author_id = :who)",
    "UPDATE reports SET author_id = :nobody, note = '' WHERE author_id = :who",
    "UPDATE withdrawals SET by_id = :nobody WHERE by_id = :who",
    "UPDATE assignees SET removed_at = coalesce(removed_at, :now) WHERE person_id = :who",
    "UPDATE assignments SET answerable_id = NULL WHERE answerable_id = :who",
    "UPDATE assignments SET created_by_id = :nobody WHERE created_by_id = :who",
    "UPDATE invitations SET revoked_at = :now WHERE person_id = :who AND used_at IS NULL",
    "UPDATE invitations SET used_by = :nobody WHERE used_by = :who",
    "UPDATE invitations SET created_by_id = :nobody WHERE created_by_id = :who",
    "UPDATE invitations SET person_id = :nobody WHERE person_id = :who",
    "DELETE FROM reminders WHERE person_id = :who",
    "UPDATE audit SET person_id = NULL, telegram_id = NULL WHERE person_id = :who",
    "UPDATE teaching SET by = :erased WHERE by = :name",
    "UPDATE loads SET by = :erased WHERE by = :name",
    "UPDATE documents SET loaded_by = :erased WHERE loaded_by = :name",
    "UPDATE people SET telegram_id = NULL, name = :erased, position = '', unit_id = NULL,"
    " role = 'member', reminders_on = 0, blocked_at = NULL, removed_at = :now WHERE id = :who",
)
