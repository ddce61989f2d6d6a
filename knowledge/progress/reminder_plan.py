"""Which reminders are to come: pure rules from assignments, clauses and days to planned rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.progress.model import Assignment, Person, Role
from knowledge.resolution.deadlines import month_end
from knowledge.resolution.model import Resolution

AHEAD: Final = timedelta(days=8)
"""How far ahead rows are made; more than a week, so that a weekly one is never missed."""
DAYS_BEFORE: Final = (7, 1, 0)
EVERY_DAYS_AFTER: Final = 7
STOP_AFTER_DAYS: Final = 364
QUARTER_DAYS_BEFORE: Final = 7
SEND_TIME: Final = time(8, 0)
QUIET_FROM: Final = time(20, 0)
QUIET_UNTIL: Final = time(7, 0)
_NAMED_QUARTERS: Final = re.compile(r"\(([IV, ]+)\)")
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}


class ReminderKind(StrEnum):
    """What a reminder is about."""

    DEADLINE = "deadline"
    SNOOZED = "snoozed"
    QUARTERLY = "quarterly"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder to come; two with one ``key`` are the same reminder.

    Attributes:
        due_at: when it is meant to be sent, quiet hours apart.
        deadline: the deadline it speaks of; it is dropped when that has changed since.
    """

    key: str
    kind: ReminderKind
    person_id: int
    due_at: datetime
    assignment_id: int | None = None
    document: str = ""
    ref: str = ""
    deadline: date | None = None


def for_deadline(
    assignment: Assignment,
    deadline: date,
    recipients: Iterable[Person],
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> Iterator[Planned]:
    """Plan 7 days and 1 day before, on the day, then weekly, as far as they lie in the window.

    Args:
        assignment: whose deadline.
        deadline: the last day.
        recipients: who is reminded.
        since, until: the window, both included.
        zone: where it is 8 in the morning.
    """
    days = [-before for before in DAYS_BEFORE]
    days += range(EVERY_DAYS_AFTER, STOP_AFTER_DAYS + 1, EVERY_DAYS_AFTER)
    for offset in days:
        at = morning(deadline + timedelta(days=offset), zone)
        if not since <= at <= until:
            continue
        for person in recipients:
            yield Planned(
                f"deadline:{assignment.id}:{person.id}:{deadline}:{offset:+d}",
                ReminderKind.DEADLINE,
                person.id,
                at,
                assignment.id,
                assignment.document,
                assignment.ref,
                deadline,
            )


def for_quarters(
    resolution: Resolution,
    recipients: dict[str, list[Person]],
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> Iterator[Planned]:
    """Plan what a clause wants each quarter (II.3.1/5), a week before the quarter ends.

    Args:
        resolution: whose clauses.
        recipients: who is reminded, by ref; "" for clauses nobody is charged with.
        since, until, zone: as for ``for_deadline``.
    """
    for ref, last in quarterly_days(resolution):
        at = morning(last - timedelta(days=QUARTER_DAYS_BEFORE), zone)
        if since <= at <= until:
            for person in recipients.get(ref, recipients.get("", [])):
                key = f"quarterly:{resolution.number}:{ref}:{last}:{person.id}"
                yield Planned(
                    key,
                    ReminderKind.QUARTERLY,
                    person.id,
                    at,
                    None,
                    resolution.number,
                    ref,
                    last,
                )


def for_digest(
    people: Iterable[Person], since: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Planned]:
    """Plan the weekly digest: Monday morning, to leaders."""
    leaders = [person for person in people if person.role is Role.LEADER]
    day = since.astimezone(zone).date()
    day -= timedelta(days=day.weekday())
    while morning(day, zone) <= until:
        at = morning(day, zone)
        if at >= since:
            for person in leaders:
                yield Planned(f"digest:{day}:{person.id}", ReminderKind.DIGEST, person.id, at)
        day += timedelta(days=7)


def quarterly_days(resolution: Resolution) -> Iterator[tuple[str, date]]:
    """Yield the clauses that recur each quarter, with the last day of each quarter they name."""
    year = resolution.metadata.period[:4]
    if not year.isdigit():
        return
    for clause in resolution.clauses:
        for deadline in resolution.notes(clause.ref).deadlines:
            if deadline.recurs != "quarterly":
                continue
            named = _NAMED_QUARTERS.search(deadline.text)
            words = named[1].replace(",", " ").split() if named else list(_ROMAN)
            for word in words:
                last = month_end(int(year), 3 * _ROMAN.get(word, 0))
                if last is not None:
                    yield clause.ref, last


def recipients_of(assignment: Assignment, people: Iterable[Person]) -> list[Person]:
    """Return who is reminded of an assignment: the assignees, their units' cadres, who answers."""
    person_ids = {one.person_id for one in assignment.assignees if one.person_id}
    unit_ids = {one.unit_id for one in assignment.assignees if one.unit_id}
    return [
        person
        for person in people
        if person.id in person_ids
        or person.id == assignment.answerable_id
        or (person.unit_id in unit_ids and person.role is not Role.MEMBER)
    ]


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether nobody is to be disturbed: from 20:00 until 07:00."""
    clock = moment.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def after_quiet(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return ``moment``, or 07:00 after it where it lies in quiet hours."""
    if not is_quiet(moment, zone):
        return moment
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, zone)


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Return 8 in the morning of a day."""
    return datetime.combine(day, SEND_TIME, zone)
