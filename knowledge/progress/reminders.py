"""Reminders as rows: planned ahead, claimed one at a time, sent once, postponed, switched off.

A row goes ``waiting`` -> ``sending`` -> ``sent``. It is written down as ``sending`` before the message
leaves: after a crash in between, the message has most likely arrived, so the row becomes ``unsure``,
is not sent again, and is counted for the administrator. A failure to send that is seen puts it back.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.errors import InvalidInputError
from knowledge.progress import policy, records, wording
from knowledge.progress.assignments import ResolutionOf
from knowledge.progress.gate import PEOPLE, Gate, read_person
from knowledge.progress.model import Actor, Assignment, Person, Role, TaskState
from knowledge.progress.overview import Overview, WorkItem
from knowledge.progress.people import People
from knowledge.progress.policy import Action
from knowledge.progress.reminder_plan import (
    AHEAD,
    Planned,
    ReminderKind,
    after_quiet,
    for_deadline,
    for_digest,
    for_quarters,
    is_quiet,
    recipients_of,
)
from knowledge.progress.status import deadline_of
from knowledge.storage.database import Database, Row
from knowledge.storage.times import (
    VIETNAM,
    Clock,
    day_text,
    moment_text,
    read_day,
    read_moment,
)

PLANNED_UNTIL: Final = "reminders_planned_at"
STALE: Final = timedelta(days=2)
"""After an outage longer than this, only the newest of several reminders of one thing is sent."""
MAX_SNOOZE: Final = timedelta(days=7)
RETRY_AFTER: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due.

    Attributes:
        person, telegram_id: to whom.
        item: the work as it stands now, None for a digest and for a clause of each quarter.
        deadline: the day it speaks of, None for a digest.
        due_at: when it was meant to be sent.
    """

    id: int
    kind: ReminderKind
    person: Person
    telegram_id: int
    due_at: datetime
    item: WorkItem | None = None
    document: str = ""
    ref: str = ""
    deadline: date | None = None


class Reminders:
    """Plans reminders and gives out those that are due."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        people: People,
        overview: Overview,
        resolution_of: ResolutionOf,
        in_force: Callable[[], Collection[str]],
        clock: Clock,
        zone: ZoneInfo = VIETNAM,
    ) -> None:
        self._db = database
        self._gate = gate
        self._people = people
        self._overview = overview
        self._resolution_of = resolution_of
        self._in_force = in_force
        self._clock = clock
        self._zone = zone

    def plan(self, documents: list[str]) -> int:
        """Make the rows that are missing, from the last time this ran to 8 days ahead.

        Call it at start and then every minute or so: running it again makes nothing twice.

        Args:
            documents: the numbers of the resolutions in force.

        Returns:
            How many rows were made.
        """
        with self._db.transaction():
            now = self._clock()
            noted = self._db.meta(PLANNED_UNTIL)
            # A clock that ran ahead and was put back must not leave a gap.
            since = min(read_moment(noted), now) if noted else None
            made = sum(self._insert(one) for one in self._planned(documents, since, now))
            self._db.set_meta(PLANNED_UNTIL, moment_text(now))
        return made

    def due(self, limit: int = 50, skip: Collection[int] = ()) -> list[Reminder]:
        """Return what is to be sent now, oldest first; nothing in quiet hours, nothing for those to ``skip``.

        What has become pointless meanwhile (done, cancelled, another deadline) is dropped; what is on a document
        that has ended waits, in case that is taken back.
        """
        now = self._clock()
        if is_quiet(now, self._zone):
            return []
        with self._db.transaction():
            followed = {"", *self._in_force()}
            found_rows = self._db.rows(_DUE, {"now": moment_text(now)})
            rows = [row for row in found_rows if row["document"] in followed]
            newest = {(row["person_id"], row["assignment_id"], row["ref"]): row for row in rows}
            found = []
            for row in rows:
                if row["person_id"] in skip:
                    continue
                last = newest[row["person_id"], row["assignment_id"], row["ref"]]
                outdated = last is not row and now - read_moment(row["due_at"]) > STALE
                reminder = None if outdated else self._read(row)
                if reminder is None:
                    self._finish(row["id"], "dropped")
                    continue
                found.append(reminder)
                if len(found) >= limit:
                    break
            return found

    def claim_next(self, skip: Collection[int] = ()) -> Reminder | None:
        """Claim the next reminder that is due: nobody else gets it. None where nothing is due.

        Send it, then call ``mark_sent``, ``release`` or ``mark_blocked``.

        Args:
            skip: the ids of people to whom one is on its way already.
        """
        with self._db.transaction():
            found = self.due(1, skip)
            if not found:
                return None
            self._db.write(
                "UPDATE reminders SET state = 'sending', attempts = attempts + 1 WHERE id = ?",
                (found[0].id,),
            )
            return found[0]

    def mark_sent(self, reminder_id: int) -> None:
        """Note that a claimed reminder has been sent."""
        self._finish(reminder_id, "sent")

    def release(self, reminder_id: int, after: timedelta = RETRY_AFTER) -> None:
        """Put a claimed reminder back that certainly was not sent; it is due again ``after``."""
        self._db.write(
            "UPDATE reminders SET state = 'waiting', send_at = ? WHERE id = ? AND state = 'sending'",
            (moment_text(self._clock() + after), reminder_id),
        )

    def mark_blocked(self, reminder_id: int) -> None:
        """Note that the person has blocked the bot: nothing more is sent to him until he writes."""
        with self._db.transaction():
            self._finish(reminder_id, "dropped")
            self._db.write(
                "UPDATE people SET blocked_at = ? WHERE blocked_at IS NULL"
                " AND id = (SELECT person_id FROM reminders WHERE id = ?)",
                (moment_text(self._clock()), reminder_id),
            )

    def seen(self, telegram_id: int) -> None:
        """Note that a person writes to the bot: if he had blocked it, he has it back."""
        person_id = self._db.value(
            "SELECT id FROM people WHERE telegram_id = ? AND blocked_at IS NOT NULL", (telegram_id,)
        )
        if person_id is not None:
            with self._db.transaction():
                self._db.write("UPDATE people SET blocked_at = NULL WHERE id = ?", (person_id,))
                self._drop_piled_up(int(person_id))

    def recover(self) -> int:
        """At start: what was being sent when the program died is not sent again; return how many."""
        return self._db.write(
            "UPDATE reminders SET state = 'unsure', done_at = ? WHERE state = 'sending'",
            (moment_text(self._clock()),),
        )

    def counts(self) -> dict[str, int]:
        """Return how many reminders are in each state, for the health report."""
        rows = self._db.rows("SELECT state, count(*) AS n FROM reminders GROUP BY state")
        return {row["state"]: row["n"] for row in rows}

    def snooze(self, actor: Actor, assignment_id: int, until: datetime) -> datetime:
        """Remind the actor of an assignment at ``until`` and not before; return when exactly.

        Raises:
            RefusedError: the assignment is not his.
            InvalidInputError: ``until`` is past or more than 7 days ahead.
        """
        subject = f"assignment {assignment_id}"
        with self._gate.attempt(actor, Action.CHANGE_REMINDERS, subject) as attempt:
            now = self._clock()
            found = records.assignments_where(self._db, id=assignment_id) if assignment_id else []
            charged = any(policy.is_charged(attempt.actor, one) for one in found)
            attempt.require(charged and attempt.actor.person_id is not None, "charged")
            if not now < until <= now + MAX_SNOOZE:
                raise InvalidInputError(wording.BAD_SNOOZE)
            until = after_quiet(until, self._zone)
            person_id = attempt.actor.person_id or 0
            self._db.write(
                "UPDATE reminders SET state = 'dropped', done_at = ? WHERE state = 'waiting'"
                " AND person_id = ? AND assignment_id = ? AND (send_at <= ? OR kind = 'snoozed')",
                (moment_text(now), person_id, assignment_id, moment_text(until)),
            )
            one = found[0]
            deadline = self._overview.item_of(one).deadline
            key = f"snoozed:{one.id}:{person_id}:{moment_text(until)}"
            self._insert(
                Planned(
                    key,
                    ReminderKind.SNOOZED,
                    person_id,
                    until,
                    one.id,
                    one.document,
                    one.ref,
                    deadline,
                )
            )
            # Snoozing to the same moment again finds the row there: it must wait again.
            self._db.write("UPDATE reminders SET state = 'waiting' WHERE key = ?", (key,))
            attempt.detail = f"snooze until {moment_text(until)}"
            return until

    def switch(self, actor: Actor, on: bool) -> None:
        """Turn a person's reminders on or off; what piled up while they were off is not sent.

        Raises:
            RefusedError: he is on no roster.
        """
        with self._gate.attempt(actor, Action.CHANGE_REMINDERS, "own reminders") as attempt:
            person_id = self._gate.author_id(attempt.actor)
            if person_id is None:
                attempt.changed = False
                return
            attempt.detail = "on" if on else "off"
            changed = self._db.write(
                "UPDATE people SET reminders_on = ? WHERE id = ? AND reminders_on <> ?",
                (int(on), person_id, int(on)),
            )
            attempt.changed = bool(changed)
            if on and changed:
                self._drop_piled_up(person_id)

    def _planned(
        self, documents: list[str], since: datetime | None, now: datetime
    ) -> list[Planned]:
        until = now + AHEAD
        people = [person for person in self._people.everybody() if person.telegram_id is not None]
        start = since or now
        found = list(for_digest(people, start, until, self._zone))
        leading = [p for p in people if p.role in (Role.LEADER, Role.ADMINISTRATOR)]
        for number in documents:
            resolution = self._resolution_of(number)
            charged: dict[str, list[Person]] = {"": leading}
            for one in records.assignments_where(self._db, number):
                recipients = recipients_of(one, people)
                charged.setdefault(one.ref, []).extend(recipients)
                deadline = deadline_of(resolution, one.ref, [one])
                if deadline is None:
                    continue
                changed = read_moment(
                    self._db.value("SELECT changed_at FROM assignments WHERE id = ?", (one.id,))
                )
                first = max(changed, since) if since else changed
                found += for_deadline(one, deadline, recipients, first, until, self._zone)
            found += for_quarters(resolution, charged, start, until, self._zone)
        return found

    def _insert(self, planned: Planned) -> int:
        return self._db.write(
            "INSERT OR IGNORE INTO reminders (key, kind, person_id, assignment_id, document, ref,"
            " deadline, due_at, send_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                planned.key,
                planned.kind.value,
                planned.person_id,
                planned.assignment_id,
                planned.document,
                planned.ref,
                day_text(planned.deadline),
                moment_text(planned.due_at),
                moment_text(after_quiet(planned.due_at, self._zone)),
            ),
        )

    def _read(self, row: Row) -> Reminder | None:
        """Return the reminder, or None where nobody needs it any more."""
        found = self._db.row(PEOPLE + " WHERE p.id = ?", (row["person_id"],))
        if found is None:
            return None
        person, kind, item = read_person(found), ReminderKind(row["kind"]), None
        if kind is ReminderKind.DIGEST and person.role is not Role.LEADER:
            return None
        if row["assignment_id"] is not None:
            given = records.assignments_where(self._db, id=row["assignment_id"])
            if not given or person not in recipients_of(given[0], [person]):
                return None
            item = self._overview.item_of(given[0])
            if _is_finished(item, given[0], person) or day_text(item.deadline) != row["deadline"]:
                return None
        return Reminder(
            row["id"],
            kind,
            person,
            person.telegram_id or 0,
            read_moment(row["due_at"]),
            item,
            row["document"],
            row["ref"],
            read_day(row["deadline"]),
        )

    def _finish(self, reminder_id: int, state: str) -> None:
        self._db.write(
            "UPDATE reminders SET state = ?, done_at = ? WHERE id = ? AND state <> 'sent'",
            (state, moment_text(self._clock()), reminder_id),
        )

    def _drop_piled_up(self, person_id: int) -> None:
        now = moment_text(self._clock())
        self._db.write(
            "UPDATE reminders SET state = 'dropped', done_at = ? WHERE person_id = ?"
            " AND state = 'waiting' AND send_at <= ?",
            (now, person_id, now),
        )


_DUE: Final = """
    SELECT r.* FROM reminders AS r JOIN people AS p ON p.id = r.person_id
    WHERE r.state = 'waiting' AND r.send_at <= :now
    AND p.removed_at IS NULL AND p.telegram_id IS NOT NULL
    AND p.reminders_on = 1 AND p.blocked_at IS NULL
    ORDER BY r.due_at, r.id
"""


def _is_finished(item: WorkItem, assignment: Assignment, person: Person) -> bool:
    """Tell whether a person has done his part: his own, his unit's, or for who answers, all of it."""
    if item.standing.state is TaskState.DONE:
        return True
    if person.id == assignment.answerable_id or not item.parts:
        return False
    own = [
        standing
        for assignee, standing in item.parts
        if assignee.person_id == person.id
        or (assignee.unit_id is not None and assignee.unit_id == person.unit_id)
    ]
    return bool(own) and all(standing.state is TaskState.DONE for standing in own)
