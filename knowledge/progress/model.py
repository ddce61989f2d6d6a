"""The nouns of the roster, of assignments and of progress reports. All are immutable."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the bot, from the least to the most trusted."""

    STRANGER = "stranger"  # on no roster: asks, where the bot is open
    MEMBER = "member"  # asks
    CADRE = "cadre"  # reports on what is assigned to him or his unit
    LEADER = "leader"  # sees everything, assigns
    ADMINISTRATOR = "administrator"  # manages


class TaskState(StrEnum):
    """How far a task has got; the values are short enough for a button."""

    NOT_STARTED = "todo"
    DOING = "doing"
    DONE = "done"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the ward; ``people`` counts those on the roster."""

    id: int
    name: str
    short: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roster.

    Attributes:
        telegram_id: None until he takes up an invitation.
        position: his office, as he is addressed ("Trạm trưởng"), "" for none.
        unit_id, unit: his unit, None and "" for none.
        reminders_on: whether he wants reminders.
        blocked_at: since when Telegram refuses messages to him.
        removed: whether he has been taken off the roster.
    """

    id: int
    name: str
    role: Role
    telegram_id: int | None = None
    position: str = ""
    unit_id: int | None = None
    unit: str = ""
    reminders_on: bool = True
    blocked_at: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks or does something, and where.

    Attributes:
        telegram_id: None for the operator of the command line.
        role: what he may, as the database has it at this moment.
        person: his row on the roster, None for strangers and for an operator without one.
        owner: named in TELEGRAM_ADMIN_IDS or at the command line: may appoint administrators.
        alone: False in groups and inline results, where others read along: nothing private is shown.
    """

    telegram_id: int | None
    role: Role = Role.STRANGER
    person: Person | None = None
    owner: bool = False
    alone: bool = True

    @property
    def person_id(self) -> int | None:
        """The id on the roster, None for nobody on it."""
        return self.person.id if self.person else None

    @property
    def unit_id(self) -> int | None:
        """The id of the unit, None for none."""
        return self.person.unit_id if self.person else None


@dataclass(frozen=True, slots=True)
class Assignee:
    """A unit or a person charged by an assignment: exactly one of the two ids is set."""

    id: int
    name: str
    unit_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A clause given to units and people: the six things the administration wants clear.

    Attributes:
        document, ref: rõ việc: the clause.
        assignees: rõ người: units and people.
        deadline: rõ thời gian: the last day, None where the work has none.
        answerable_id, answerable: rõ trách nhiệm: the leader who answers for it, None and "" for none.
        product: rõ sản phẩm: what is to be handed in.
        authority: rõ thẩm quyền: what the assignees may decide.
        set_aside: whether the text no longer has its clause.
    """

    id: int
    document: str
    ref: str
    assignees: tuple[Assignee, ...]
    deadline: date | None
    answerable_id: int | None
    answerable: str
    product: str
    authority: str
    created_at: datetime
    created_by: str
    cancelled: bool = False
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo or file at Telegram, kept by reference."""

    file_id: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A dated value of a measure, or a dated state of a task.

    Attributes:
        letter: which measure of the target ("a", "b"), "" for the only one and for tasks.
        assignee_id: for which assignee, None for the clause as a whole.
        value, unit: of a measure, exactly as reported; None and "" for a task.
        state, percent: of a task; None for a measure.
        as_of: the day the figure or state is of.
        author_id, author: who reported, None and "" where he had his data deleted.
        corrects, reason: the report this one replaces and why, None and "" for none.
        withdrawn: whether it has been taken back.
        standing: whether it counts: neither taken back nor replaced nor set aside.
        set_aside: why it does not apply to the text as it is now: "clause" (gone), "measure" (gone), "unit"
            (counted otherwise); "" where it does.
    """

    id: int
    document: str
    ref: str
    letter: str
    assignee_id: int | None
    value: Decimal | None
    unit: str
    state: TaskState | None
    percent: int | None
    note: str
    as_of: date
    author_id: int | None
    author: str
    created_at: datetime
    corrects: int | None = None
    reason: str = ""
    withdrawn: bool = False
    standing: bool = True
    evidence: tuple[Evidence, ...] = ()
    set_aside: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report before it is saved: what a person typed or chose, read and shown back to him.

    Attributes:
        value, unit: of a measure; ``unit`` "" means the measure's own.
        state, percent: of a task.
        assignee_id: for which assignee; None lets the core choose the author's own.
        whole: for the work as a whole, even where the author is one of several assignees; only
            leaders and administrators speak for the whole.
    """

    document: str
    ref: str
    as_of: date
    letter: str = ""
    value: Decimal | None = None
    unit: str = ""
    state: TaskState | None = None
    percent: int | None = None
    note: str = ""
    assignee_id: int | None = None
    whole: bool = False
    evidence: tuple[Evidence, ...] = ()
