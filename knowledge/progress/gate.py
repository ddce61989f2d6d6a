"""The way in: finds out who acts, asks the policy, does the work in one transaction, keeps the log."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from knowledge.errors import RefusedError
from knowledge.progress import policy, wording
from knowledge.progress.audit import Audit
from knowledge.progress.model import Actor, Person, Role
from knowledge.progress.policy import Action
from knowledge.storage.database import Database, Row
from knowledge.storage.times import Clock, moment_text, read_moment

PEOPLE: Final = """
    SELECT p.*, coalesce(u.name, '') AS unit
    FROM people AS p LEFT JOIN units AS u ON u.id = p.unit_id
"""


@dataclass
class Attempt:
    """One attempt under way.

    Attributes:
        actor: who acts, with his role as it is inside the transaction.
        detail: what the log will say was changed.
        changed: set it to False where there was nothing to do, so that nothing is logged.
    """

    actor: Actor
    detail: str = ""
    changed: bool = True

    def require(self, allowed: bool, reason: str) -> None:
        """Go on only where ``allowed``.

        Args:
            allowed: what the policy says.
            reason: which sentence of ``wording.REFUSED`` says why not.

        Raises:
            RefusedError: it is not allowed; the log will say so.
        """
        if not allowed:
            raise RefusedError(wording.REFUSED[reason])


class Gate:
    """Knows who is who, and lets nobody past without asking the policy."""

    def __init__(self, database: Database, clock: Clock, admin_ids: Iterable[int] = ()) -> None:
        self._db = database
        self._clock = clock
        self._admin_ids = frozenset(admin_ids)
        self._audit = Audit(database, clock)

    @property
    def admin_ids(self) -> frozenset[int]:
        """The Telegram ids that always administer."""
        return self._admin_ids

    def actor(self, telegram_id: int, *, alone: bool = True) -> Actor:
        """Return who a Telegram user is at this moment.

        Args:
            telegram_id: as Telegram gives it; never a name, which anybody can choose.
            alone: False in groups and inline results.
        """
        row = self._db.row(
            PEOPLE + " WHERE p.telegram_id = ? AND p.removed_at IS NULL", (telegram_id,)
        )
        person = read_person(row) if row else None
        owner = telegram_id in self._admin_ids
        role = Role.ADMINISTRATOR if owner else person.role if person else Role.STRANGER
        return Actor(telegram_id, role, person, owner, alone)

    def refreshed(self, actor: Actor) -> Actor:
        """Return the same actor with the role he has now."""
        if actor.telegram_id is None:
            return replace(OPERATOR, alone=actor.alone)
        return self.actor(actor.telegram_id, alone=actor.alone)

    @contextmanager
    def attempt(self, actor: Actor, action: Action, subject: str = "") -> Iterator[Attempt]:
        """Try something in one transaction: done and logged, or undone, and logged where refused.

        Raises:
            RefusedError: the actor's role does not allow it, or the body found that it may not be.
        """
        try:
            with self._db.transaction():
                attempt = Attempt(self.refreshed(actor))
                self._require(attempt.actor, action)
                yield attempt
                if attempt.changed:
                    self._audit.record(attempt.actor, action, subject, attempt.detail)
        except RefusedError as refusal:
            # Outside the transaction that was rolled back, so that the refusal is kept.
            self._audit.record(self.refreshed(actor), action, subject, str(refusal), refused=True)
            raise

    def look(self, actor: Actor, action: Action, subject: str = "") -> Actor:
        """Return the actor as he is now if he may look; log the refusal if not.

        Raises:
            RefusedError: he may not, or others would read along.
        """
        now = self.refreshed(actor)
        try:
            self._require(now, action)
        except RefusedError as refusal:
            self._audit.record(now, action, subject, str(refusal), refused=True)
            raise
        return now

    def refuse(self, actor: Actor, action: Action, subject: str, reason: str) -> RefusedError:
        """Log a refusal decided elsewhere and return the error to raise."""
        self._audit.record(actor, action, subject, wording.REFUSED[reason], refused=True)
        return RefusedError(wording.REFUSED[reason])

    def record_join(self, actor: Actor, invitation_id: int) -> None:
        """Log that somebody took up an invitation."""
        self._audit.record(actor, Action.JOIN, f"invitation {invitation_id}")

    def record_failed_join(self, stranger: Actor, why: str) -> None:
        """Log that somebody came with an invitation that is not good."""
        self._audit.record(stranger, Action.JOIN, "invitation", why, refused=True)

    def author_id(self, actor: Actor) -> int | None:
        """Return the id of the row that stands for the actor, made where an owner has none yet.

        The row says "member": when his id leaves TELEGRAM_ADMIN_IDS, it gives him no power.
        """
        if actor.person_id is not None or actor.telegram_id is None or not actor.owner:
            return actor.person_id
        removed = self._db.value(
            "SELECT id FROM people WHERE telegram_id = ?", (actor.telegram_id,)
        )
        if removed is not None:
            self._db.write("UPDATE people SET removed_at = NULL WHERE id = ?", (removed,))
            return int(removed)
        return self._db.insert(
            "people",
            {
                "telegram_id": actor.telegram_id,
                "name": wording.ADMINISTRATOR_NAME,
                "role": Role.MEMBER.value,
                "added_at": moment_text(self._clock()),
            },
        )

    @staticmethod
    def _require(actor: Actor, action: Action) -> None:
        if policy.may(actor, action):
            return
        if not actor.alone and policy.may(replace(actor, alone=True), action):
            raise RefusedError(wording.REFUSED["alone"])
        raise RefusedError(wording.REFUSED[_reason(action)])


OPERATOR: Final = Actor(None, Role.ADMINISTRATOR, owner=True)
"""Whoever runs the command line: the file is his already, so he may do everything."""


def read_person(row: Row) -> Person:
    """Make a person out of a row with ``unit`` beside it."""
    return Person(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        telegram_id=row["telegram_id"],
        position=row["position"],
        unit_id=row["unit_id"],
        unit=row["unit"],
        reminders_on=bool(row["reminders_on"]),
        blocked_at=read_moment(row["blocked_at"]) if row["blocked_at"] else None,
        removed=row["removed_at"] is not None,
    )


def _reason(action: Action) -> str:
    if action is Action.APPOINT:
        return "owner"
    least = next((role for role in Role if policy.may(Actor(0, role), action)), Role.ADMINISTRATOR)
    return least.value
