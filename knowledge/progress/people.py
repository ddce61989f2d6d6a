"""The people on the roster: added, changed and removed by administrators."""

from typing import Final

from knowledge.errors import UnknownPersonError, UnknownUnitError
from knowledge.language.normalize import clean, fold, match_form
from knowledge.progress import policy, wording
from knowledge.progress.gate import PEOPLE, Gate, read_person
from knowledge.progress.model import Actor, Person, Role
from knowledge.progress.policy import Action
from knowledge.progress.units import NAME_LENGTH, checked_name
from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text

_ACTIVE: Final = " WHERE p.removed_at IS NULL"


class People:
    """The roster. Listing it is for leaders and administrators; changing it for administrators."""

    def __init__(self, database: Database, gate: Gate, clock: Clock) -> None:
        self._db = database
        self._gate = gate
        self._clock = clock

    def all(self, actor: Actor) -> list[Person]:
        """Return the roster, by unit and name.

        Raises:
            RefusedError: the actor is neither leader nor administrator, or is not alone.
        """
        self._gate.look(actor, Action.SEE_ALL, "roster")
        return self.everybody()

    def everybody(self) -> list[Person]:
        """Return the roster for the core's own use: nothing here asks who looks."""
        rows = self._db.rows(PEOPLE + _ACTIVE + " ORDER BY unit = '', unit, p.name, p.id")
        return [read_person(row) for row in rows]

    def get(self, person_id: int) -> Person:
        """Return one person, for the core's own use.

        Raises:
            UnknownPersonError: nobody of that id is on the roster.
        """
        row = self._db.row(PEOPLE + _ACTIVE + " AND p.id = ?", (person_id,))
        if row is None:
            raise UnknownPersonError(wording.UNKNOWN_PERSON.format(what=person_id))
        return read_person(row)

    def find(self, actor: Actor, text: str) -> list[Person]:
        """Return the people whose name holds ``text``, with or without accents; exact names first.

        Raises:
            RefusedError: as for ``all``.
        """
        wanted = " ".join(fold(match_form(clean(text))).split())
        if not wanted:
            return []
        people = [(fold(match_form(person.name)), person) for person in self.all(actor)]
        found = [(name != wanted, name, person) for name, person in people if wanted in name]
        return [person for _, _, person in sorted(found, key=lambda item: item[:2])]

    def add(
        self,
        actor: Actor,
        name: str,
        role: Role,
        unit_id: int | None = None,
        position: str = "",
    ) -> Person:
        """Put somebody on the roster; he joins later by an invitation.

        Raises:
            RefusedError: the actor may not give that role.
            InvalidInputError: the name is empty or too long.
            UnknownUnitError: there is no such unit.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, "person") as attempt:
            attempt.require(policy.may_grant(attempt.actor, role), "owner")
            self._check_unit(unit_id)
            person_id = self._db.insert(
                "people",
                {
                    "name": checked_name(name),
                    "role": role.value,
                    "unit_id": unit_id,
                    "position": _line(position),
                    "added_at": moment_text(self._clock()),
                },
            )
            attempt.detail = f"add person {person_id} as {role.value}"
            return self.get(person_id)

    def change(
        self,
        actor: Actor,
        person_id: int,
        *,
        name: str | None = None,
        role: Role | None = None,
        unit_id: int | None = None,
        without_unit: bool = False,
        position: str | None = None,
    ) -> Person:
        """Change what is given; None leaves a thing as it is.

        Raises:
            RefusedError: the actor may not manage that person, or not give that role.
            UnknownPersonError, UnknownUnitError, InvalidInputError: as for ``get`` and ``add``.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, f"person {person_id}") as attempt:
            person = self.get(person_id)
            attempt.require(policy.may_manage(attempt.actor, person), "owner")
            if role is not None and role is not person.role:
                attempt.require(policy.may_grant(attempt.actor, role), "owner")
            self._check_unit(unit_id)
            wanted = (
                checked_name(name) if name is not None else person.name,
                (role or person.role).value,
                None if without_unit else unit_id or person.unit_id,
                _line(position) if position is not None else person.position,
            )
            before = (person.name, person.role.value, person.unit_id, person.position)
            attempt.changed = wanted != before
            # Names stay out of the log: it is kept when a person has his data erased.
            attempt.detail = f"role {before[1]} -> {wanted[1]}, unit {before[2]} -> {wanted[2]}"
            self._db.write(
                "UPDATE people SET name = ?, role = ?, unit_id = ?, position = ? WHERE id = ?",
                (*wanted, person_id),
            )
            return self.get(person_id)

    def remove(self, actor: Actor, person_id: int) -> Person:
        """Take somebody off the roster: he sees and does nothing any more; his reports stay.

        Raises:
            RefusedError: the actor may not manage that person.
            UnknownPersonError: nobody of that id is on the roster.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, f"person {person_id}") as attempt:
            person = self.get(person_id)
            attempt.require(policy.may_manage(attempt.actor, person), "owner")
            attempt.detail = "remove"
            now = moment_text(self._clock())
            self._db.write(
                "UPDATE people SET removed_at = ?, role = 'member' WHERE id = ?", (now, person_id)
            )
            self._db.write(
                "UPDATE invitations SET revoked_at = ? WHERE person_id = ? AND used_at IS NULL",
                (now, person_id),
            )
            # Deleted, not marked: if he comes back, they are planned again.
            self._db.write(
                "DELETE FROM reminders WHERE person_id = ? AND state = 'waiting'", (person_id,)
            )
            return person

    def _check_unit(self, unit_id: int | None) -> None:
        if unit_id is None:
            return
        if not self._db.row("SELECT 1 FROM units WHERE id = ? AND removed_at IS NULL", (unit_id,)):
            raise UnknownUnitError(wording.UNKNOWN_UNIT.format(what=unit_id))


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:NAME_LENGTH]
