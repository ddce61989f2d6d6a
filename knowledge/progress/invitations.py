"""One-time invitations: how a Telegram account becomes somebody on the roster."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from knowledge.errors import InvitationError
from knowledge.language.normalize import clean
from knowledge.progress import policy, wording
from knowledge.progress.gate import PEOPLE, Gate, read_person
from knowledge.progress.model import Actor, Person, Role
from knowledge.progress.people import People
from knowledge.progress.policy import Action
from knowledge.progress.units import NAME_LENGTH
from knowledge.storage.database import Database, Row
from knowledge.storage.times import Clock, moment_text, read_moment

VALID_FOR: Final = timedelta(days=7)
TOKEN_BYTES: Final = 24
"""192 bits, 32 characters of A-Z a-z 0-9 _ - : fits a Telegram deep link, is not to be guessed."""
_ORDER: Final = list(Role)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as listed: the token itself is not kept."""

    id: int
    role: Role
    unit_id: int | None
    person_id: int | None
    expires_at: datetime


class Invitations:
    """Makes invitations, takes them up, revokes them."""

    def __init__(self, database: Database, gate: Gate, people: People, clock: Clock) -> None:
        self._db = database
        self._gate = gate
        self._people = people
        self._clock = clock

    def create(
        self,
        actor: Actor,
        role: Role = Role.CADRE,
        *,
        unit_id: int | None = None,
        person_id: int | None = None,
    ) -> tuple[Invitation, str]:
        """Make an invitation and return it with its token, which is nowhere else.

        Args:
            actor: an administrator.
            role: what the invited will be; with ``person_id``, that person's role counts instead.
            unit_id: his unit, None for none.
            person_id: somebody already on the roster who is to be tied to a Telegram account.

        Raises:
            RefusedError: the actor may not give that role.
            UnknownPersonError: nobody of that id is on the roster.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, "invitation") as attempt:
            if person_id is not None:
                person = self._people.get(person_id)
                role, unit_id = person.role, person.unit_id
            attempt.require(policy.may_grant(attempt.actor, role), "owner")
            token = secrets.token_urlsafe(TOKEN_BYTES)
            now = self._clock()
            invitation_id = self._db.insert(
                "invitations",
                {
                    "token_hash": _hash(token),
                    "role": role.value,
                    "unit_id": unit_id,
                    "person_id": person_id,
                    "created_at": moment_text(now),
                    "created_by_id": self._gate.author_id(attempt.actor),
                    "expires_at": moment_text(now + VALID_FOR),
                },
            )
            attempt.detail = f"invitation {invitation_id} as {role.value}"
            return Invitation(invitation_id, role, unit_id, person_id, now + VALID_FOR), token

    def redeem(self, token: str, telegram_id: int, name: str) -> Person:
        """Tie a Telegram account to the roster by an invitation.

        The same account may follow its own used link again: it gets the same answer, so a repeated
        tap or a redelivered update does no harm.

        Args:
            token: as it came in the link.
            telegram_id, name: of who follows it.

        Raises:
            InvitationError: it is unknown, used by another, revoked or expired.
        """
        stranger = Actor(telegram_id)
        try:
            with self._db.transaction():
                return self._redeem(token, telegram_id, name)
        except InvitationError as error:
            self._gate.record_failed_join(stranger, str(error))
            raise

    def open(self, actor: Actor) -> list[Invitation]:
        """Return the invitations that can still be taken up.

        Raises:
            RefusedError: the actor does not manage the roster.
        """
        self._gate.look(actor, Action.MANAGE_ROSTER, "invitation")
        rows = self._db.rows(
            "SELECT * FROM invitations WHERE used_at IS NULL AND revoked_at IS NULL"
            " AND expires_at > ? ORDER BY id",
            (moment_text(self._clock()),),
        )
        return [_invitation(row) for row in rows]

    def revoke(self, actor: Actor, invitation_id: int) -> None:
        """Make an unused invitation worthless.

        Raises:
            RefusedError: the actor does not manage the roster.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, "invitation") as attempt:
            attempt.detail = f"revoke invitation {invitation_id}"
            self._db.write(
                "UPDATE invitations SET revoked_at = ? WHERE id = ? AND used_at IS NULL",
                (moment_text(self._clock()), invitation_id),
            )

    def _redeem(self, token: str, telegram_id: int, name: str) -> Person:
        row = self._db.row("SELECT * FROM invitations WHERE token_hash = ?", (_hash(token),))
        if row is None or row["revoked_at"]:
            raise InvitationError(wording.INVITATION_UNKNOWN)
        known = self._db.row(PEOPLE + " WHERE p.telegram_id = ?", (telegram_id,))
        if row["used_at"]:
            if known and known["id"] == row["used_by"] and not known["removed_at"]:
                return read_person(known)
            raise InvitationError(wording.INVITATION_USED)
        now = self._clock()
        if now >= read_moment(row["expires_at"]):
            raise InvitationError(wording.INVITATION_EXPIRED)
        person_id = self._tie(row, known, telegram_id, name)
        self._db.write(
            "UPDATE invitations SET used_at = ?, used_by = ? WHERE id = ?",
            (moment_text(now), person_id, row["id"]),
        )
        person = self._people.get(person_id)
        self._gate.record_join(Actor(telegram_id, person.role, person), row["id"])
        return person

    def _tie(self, row: Row, known: Row | None, telegram_id: int, name: str) -> int:
        """Return the id of the row that the account is tied to from now on."""
        invited = row["person_id"]
        if invited is not None:
            person = self._people.get(invited)
            if person.telegram_id not in (None, telegram_id):
                raise InvitationError(wording.INVITATION_USED)
            if known and known["id"] != invited:
                if not known["removed_at"]:
                    raise InvitationError(wording.LINKED_ELSEWHERE)
                self._db.write("UPDATE people SET telegram_id = NULL WHERE id = ?", (known["id"],))
            self._db.write(
                "UPDATE people SET telegram_id = ?, blocked_at = NULL WHERE id = ?",
                (telegram_id, invited),
            )
            return int(invited)
        if known is None:
            return self._db.insert(
                "people",
                {
                    "telegram_id": telegram_id,
                    "name": " ".join(clean(name).split())[:NAME_LENGTH] or str(telegram_id),
                    "role": row["role"],
                    "unit_id": row["unit_id"],
                    "added_at": moment_text(self._clock()),
                },
            )
        # An invitation never takes a role away.
        held = Role.STRANGER if known["removed_at"] else Role(known["role"])
        role = max(held, Role(row["role"]), key=_ORDER.index)
        self._db.write(
            "UPDATE people SET role = ?, unit_id = coalesce(?, unit_id), removed_at = NULL,"
            " blocked_at = NULL WHERE id = ?",
            (role.value, row["unit_id"], known["id"]),
        )
        return int(known["id"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _invitation(row: Row) -> Invitation:
    return Invitation(
        row["id"],
        Role(row["role"]),
        row["unit_id"],
        row["person_id"],
        read_moment(row["expires_at"]),
    )
