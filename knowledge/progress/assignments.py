"""Assignments: who does what, by when, answerable to whom, with what product and authority."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from knowledge.errors import InvalidInputError, UnknownAssignmentError
from knowledge.language.normalize import clean
from knowledge.progress import policy, records, wording
from knowledge.progress.gate import Gate
from knowledge.progress.model import Actor, Assignment
from knowledge.progress.people import People
from knowledge.progress.plausibility import EARLIEST, LATEST_DEADLINE
from knowledge.progress.policy import Action
from knowledge.progress.status import deadline_of
from knowledge.progress.units import Units
from knowledge.resolution.model import Kind, Resolution
from knowledge.storage.database import Database
from knowledge.storage.times import Clock, day_text, moment_text

ResolutionOf = Callable[[str], Resolution]
"""Gives the resolution of a number; raises UnknownDocumentError where none is loaded."""

TEXT_LENGTH: Final = 1000
ASSIGNABLE: Final = (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the resolution itself says about who and when: offered when a clause is assigned.

    Attributes:
        unit_ids: the units that the clause names or whose field it is in.
        bodies: the same in the resolution's words, those without a unit too.
        deadline: the last day in the clause's words, None for none.
    """

    unit_ids: tuple[int, ...]
    bodies: tuple[str, ...]
    deadline: date | None


class Assignments:
    """Gives, changes and cancels assignments, and shows them to whom the policy lets."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        people: People,
        units: Units,
        resolution_of: ResolutionOf,
        clock: Clock,
    ) -> None:
        self._db = database
        self._gate = gate
        self._people = people
        self._units = units
        self._resolution_of = resolution_of
        self._clock = clock

    def give(
        self,
        actor: Actor,
        document: str,
        ref: str,
        *,
        units: Iterable[int] = (),
        people: Iterable[int] = (),
        deadline: date | None = None,
        answerable_id: int | None = None,
        product: str = "",
        authority: str = "",
        key: str = "",
    ) -> Assignment:
        """Give a clause to units and people, or return what the same ``key`` gave before.

        Args:
            actor: a leader or administrator.
            document, ref: the clause.
            units, people: ids of those who do it; at least one.
            deadline: the last day, None for none.
            answerable_id: the leader who answers for it.
            product: what is to be handed in.
            authority: what the assignees may decide.
            key: what makes this request the only one: the id of the draft or of the update.

        Raises:
            RefusedError: the actor may not assign.
            UnknownPersonError, UnknownUnitError, UnknownClauseError, UnknownDocumentError: no such.
            InvalidInputError: no assignee, a clause without work, a day or text that can't be.
        """
        with self._gate.attempt(actor, Action.ASSIGN, f"{document} {ref}") as attempt:
            author_id = self._gate.author_id(attempt.actor)
            key = f"{author_id or 0}:{key}" if key else ""
            done = self._db.value("SELECT id FROM assignments WHERE key = ?", (key,)) if key else 0
            if done:
                attempt.changed = False
                return self._one(int(done))
            self._check_clause(document, ref)
            unit_ids, person_ids = tuple(dict.fromkeys(units)), tuple(dict.fromkeys(people))
            self._check_who(unit_ids, person_ids, answerable_id)
            now = moment_text(self._clock())
            assignment_id = self._db.insert(
                "assignments",
                {
                    "document": document,
                    "ref": ref,
                    "deadline": day_text(_checked_deadline(deadline)),
                    "answerable_id": answerable_id,
                    "product": _checked_text("sản phẩm", product),
                    "authority": _checked_text("thẩm quyền", authority),
                    "created_at": now,
                    "created_by_id": author_id,
                    "changed_at": now,
                    "key": key or None,
                },
            )
            self._set_assignees(assignment_id, unit_ids, person_ids)
            attempt.detail = f"assignment {assignment_id}: units {unit_ids}, people {person_ids}"
            return self._one(assignment_id)

    def change(
        self,
        actor: Actor,
        assignment_id: int,
        *,
        units: Iterable[int] | None = None,
        people: Iterable[int] | None = None,
        **fields: Any,
    ) -> Assignment:
        """Change what is given; everything else stays.

        Args:
            actor: a leader or administrator.
            assignment_id: which.
            units, people: the new assignees of each kind; None leaves them.
            fields: any of ``deadline``, ``answerable_id``, ``product``, ``authority``.

        Raises:
            RefusedError, UnknownPersonError, UnknownUnitError, InvalidInputError: as for ``give``.
            UnknownAssignmentError: there is none of that id.
        """
        with self._gate.attempt(actor, Action.ASSIGN, f"assignment {assignment_id}") as attempt:
            before = self._one(assignment_id)
            values = {
                "deadline": day_text(_checked_deadline(fields.pop("deadline", before.deadline))),
                "answerable_id": fields.pop("answerable_id", before.answerable_id),
                "product": _checked_text("sản phẩm", fields.pop("product", before.product)),
                "authority": _checked_text("thẩm quyền", fields.pop("authority", before.authority)),
            }
            if fields:
                raise TypeError(f"unknown fields: {sorted(fields)}")
            unit_ids = tuple(
                dict.fromkeys(
                    units
                    if units is not None
                    else (a.unit_id for a in before.assignees if a.unit_id)
                )
            )
            person_ids = tuple(
                dict.fromkeys(
                    people
                    if people is not None
                    else (a.person_id for a in before.assignees if a.person_id)
                )
            )
            self._check_who(unit_ids, person_ids, values["answerable_id"], before)
            self._db.write(
                "UPDATE assignments SET deadline = :deadline, answerable_id = :answerable_id,"
                " product = :product, authority = :authority, changed_at = :now WHERE id = :id",
                {**values, "now": moment_text(self._clock()), "id": assignment_id},
            )
            self._set_assignees(assignment_id, unit_ids, person_ids)
            after = self._one(assignment_id)
            attempt.changed = after != before
            attempt.detail = (
                f"deadline {before.deadline} -> {after.deadline},"
                f" answerable {before.answerable_id} -> {after.answerable_id},"
                f" units {unit_ids}, people {person_ids}"
            )
            return after

    def cancel(self, actor: Actor, assignment_id: int) -> None:
        """End an assignment; its reports stay. Cancelling again does nothing.

        Raises:
            RefusedError: the actor may not assign.
            UnknownAssignmentError: there is none of that id.
        """
        with self._gate.attempt(actor, Action.ASSIGN, f"assignment {assignment_id}") as attempt:
            attempt.changed = not self._one(assignment_id).cancelled
            attempt.detail = "cancel"
            now = moment_text(self._clock())
            self._db.write(
                "UPDATE assignments SET cancelled_at = coalesce(cancelled_at, ?) WHERE id = ?",
                (now, assignment_id),
            )
            self._db.write(
                "UPDATE reminders SET state = 'dropped', done_at = ?"
                " WHERE assignment_id = ? AND state = 'waiting'",
                (now, assignment_id),
            )

    def get(self, actor: Actor, assignment_id: int) -> Assignment:
        """Return one assignment.

        Raises:
            RefusedError: it is not the actor's, or others read along.
            UnknownAssignmentError: there is none of that id.
        """
        now = self._gate.refreshed(actor)
        assignment = self._one(assignment_id)
        if not policy.may_see_assignment(now, assignment):
            reason = "history" if now.alone else "alone"
            subject = f"assignment {assignment_id}"
            raise self._gate.refuse(now, Action.SEE_WORK, subject, reason)
        return assignment

    def visible(self, actor: Actor, document: str = "", ref: str = "") -> list[Assignment]:
        """Return the standing assignments that the actor may see here; none is no refusal."""
        now = self._gate.refreshed(actor)
        found = records.assignments_where(self._db, document, ref)
        return [one for one in found if policy.may_see_assignment(now, one)]

    def suggest(self, document: str, ref: str) -> Suggestion:
        """Return the units and the deadline that the resolution itself names for a clause.

        Raises:
            UnknownDocumentError, UnknownClauseError: no such clause.
        """
        resolution = self._resolution_of(document)
        resolution.clause(ref)
        named = list(resolution.notes(ref).bodies)
        named += [body.name for body in resolution.bodies if ref in body.named]
        named += [body.name for body in resolution.bodies if ref in body.field]
        bodies = tuple(dict.fromkeys(named))
        units = (self._units.find(body) for body in bodies)
        return Suggestion(
            tuple(unit.id for unit in units if unit), bodies, deadline_of(resolution, ref)
        )

    def _one(self, assignment_id: int) -> Assignment:
        found = (
            records.assignments_where(self._db, id=assignment_id, cancelled=True)
            if assignment_id > 0
            else []
        )
        if not found:
            raise UnknownAssignmentError(wording.UNKNOWN_ASSIGNMENT.format(what=assignment_id))
        if found[0].set_aside:  # its ref may be another clause's now
            raise UnknownAssignmentError(wording.ASSIGNMENT_ASIDE.format(what=assignment_id))
        return found[0]

    def _check_clause(self, document: str, ref: str) -> None:
        if self._resolution_of(document).clause(ref).kind not in ASSIGNABLE:
            raise InvalidInputError(wording.NOT_ASSIGNABLE.format(ref=ref))

    def _check_who(
        self,
        units: tuple[int, ...],
        people: tuple[int, ...],
        answerable_id: int | None,
        before: Assignment | None = None,
    ) -> None:
        """Those charged already may since have left the roster; new ones must be on it."""
        if not units and not people:
            raise InvalidInputError(wording.NO_ASSIGNEE)
        kept = before.assignees if before else ()
        for unit_id in set(units) - {one.unit_id for one in kept}:
            self._units.get(unit_id)
        for person_id in set(people) - {one.person_id for one in kept}:
            self._people.get(person_id)
        if answerable_id is not None and (before is None or before.answerable_id != answerable_id):
            self._people.get(answerable_id)

    def _set_assignees(
        self, assignment_id: int, units: tuple[int, ...], people: tuple[int, ...]
    ) -> None:
        """Rows are marked, not deleted: reports refer to them."""
        self._db.write(
            "UPDATE assignees SET removed_at = ? WHERE assignment_id = ? AND removed_at IS NULL",
            (moment_text(self._clock()), assignment_id),
        )
        for column, ids in (("unit_id", units), ("person_id", people)):
            for charged in ids:
                self._db.write(
                    f"INSERT INTO assignees (assignment_id, {column}) VALUES (?, ?)"  # noqa: S608
                    f" ON CONFLICT (assignment_id, {column}) DO UPDATE SET removed_at = NULL",
                    (assignment_id, charged),
                )


def _checked_text(field: str, text: str) -> str:
    text = clean(text).strip()
    if len(text) > TEXT_LENGTH:
        raise InvalidInputError(wording.TOO_LONG.format(field=field, limit=TEXT_LENGTH))
    return text


def _checked_deadline(deadline: date | None) -> date | None:
    if deadline is not None and not EARLIEST <= deadline <= LATEST_DEADLINE:
        raise InvalidInputError(wording.BAD_DEADLINE.format(day=wording.day(deadline)))
    return deadline
