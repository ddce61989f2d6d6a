"""Who may see and do what: the one place that decides.

Everything here is a pure function of the actor and of what he wants; ``gate`` asks, and records refusals.
Where others read along (groups, inline results) nobody sees anything private, whatever his role.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from knowledge.progress.model import Actor, Assignment, Person, Report, Role


class Action(StrEnum):
    """What an attempt is recorded as in the audit log."""

    ASK = "ask"
    REPORT = "report"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    ASSIGN = "assign"
    SEE_WORK = "see-work"
    SEE_ALL = "see-all"
    SEE_HISTORY = "see-history"
    MANAGE_ROSTER = "manage-roster"
    APPOINT = "appoint"
    JOIN = "join"
    EXPORT = "export"
    IMPORT = "import"
    TEACH = "teach"
    SEE_MISSES = "see-misses"
    SEE_AUDIT = "see-audit"
    MANAGE_DOCUMENTS = "manage-documents"
    CHANGE_SETTINGS = "change-settings"
    SEE_OWN_DATA = "see-own-data"
    ERASE_OWN_DATA = "erase-own-data"
    CHANGE_REMINDERS = "change-reminders"
    DEMO = "demo"
    BACK_UP = "back-up"


_ROLES: Final = {
    Action.ASSIGN: (Role.LEADER, Role.ADMINISTRATOR),
    Action.SEE_WORK: (Role.MEMBER, Role.CADRE, Role.LEADER, Role.ADMINISTRATOR),
    Action.CHANGE_REMINDERS: (Role.MEMBER, Role.CADRE, Role.LEADER, Role.ADMINISTRATOR),
    Action.SEE_ALL: (Role.LEADER, Role.ADMINISTRATOR),
    Action.EXPORT: (Role.LEADER, Role.ADMINISTRATOR),
    Action.CORRECT: (Role.ADMINISTRATOR,),
    Action.MANAGE_ROSTER: (Role.ADMINISTRATOR,),
    Action.IMPORT: (Role.ADMINISTRATOR,),
    Action.TEACH: (Role.ADMINISTRATOR,),
    Action.SEE_MISSES: (Role.ADMINISTRATOR,),
    Action.SEE_AUDIT: (Role.ADMINISTRATOR,),
    Action.MANAGE_DOCUMENTS: (Role.ADMINISTRATOR,),
    Action.CHANGE_SETTINGS: (Role.ADMINISTRATOR,),
    Action.DEMO: (Role.ADMINISTRATOR,),
    Action.BACK_UP: (Role.ADMINISTRATOR,),
}
_SHOWS_PRIVATE: Final = (
    Action.SEE_WORK,
    Action.SEE_ALL,
    Action.SEE_HISTORY,
    Action.EXPORT,
    Action.IMPORT,
    Action.SEE_MISSES,
    Action.SEE_AUDIT,
    Action.SEE_OWN_DATA,
)


def may(actor: Actor, action: Action) -> bool:
    """Tell whether the actor's role allows the action at all, whatever it is done to."""
    if action in _SHOWS_PRIVATE and not actor.alone:
        return False
    if action is Action.APPOINT:
        return actor.owner
    roles = _ROLES.get(action)
    return True if roles is None else actor.role in roles


def may_ask(actor: Actor, members_only: bool) -> bool:
    """Tell whether the actor may ask about the resolution (NGHIQUYET_ACCESS)."""
    return not members_only or actor.role is not Role.STRANGER


def sees_all(actor: Actor) -> bool:
    """Tell whether the actor sees everybody's work here."""
    return may(actor, Action.SEE_ALL)


def is_charged(actor: Actor, assignment: Assignment) -> bool:
    """Tell whether the assignment is given to the actor, to his unit, or he answers for it.

    A member only asks: what is given to his unit is its cadres' work; what is given to him by name is his.
    """
    if actor.person_id is None or actor.role is Role.STRANGER or assignment.cancelled:
        return False
    if assignment.answerable_id == actor.person_id:
        return True
    by_unit = actor.unit_id is not None and actor.role is not Role.MEMBER
    return any(
        assignee.person_id == actor.person_id
        or (by_unit and assignee.unit_id is not None and assignee.unit_id == actor.unit_id)
        for assignee in assignment.assignees
    )


def may_see_assignment(actor: Actor, assignment: Assignment) -> bool:
    """Tell whether names, deadline and status of an assignment may be shown to the actor here."""
    return actor.alone and (sees_all(actor) or is_charged(actor, assignment))


def may_see_progress(actor: Actor | None, assignments: Iterable[Assignment]) -> bool:
    """Tell whether reports on a clause, and who made them, may be shown.

    Args:
        actor: None for nobody in particular.
        assignments: the assignments of that clause.
    """
    if actor is None or not actor.alone:
        return False
    return sees_all(actor) or any(is_charged(actor, one) for one in assignments)


def may_see_figures(
    actor: Actor | None, assignments: Iterable[Assignment], figures_public: bool
) -> bool:
    """Tell whether the achieved figure of a target, without names, may be shown."""
    return figures_public or may_see_progress(actor, assignments)


def may_report(actor: Actor, assignments: Iterable[Assignment]) -> bool:
    """Tell whether the actor may report on a clause that has these assignments."""
    if actor.role in (Role.LEADER, Role.ADMINISTRATOR):
        return True
    return any(is_charged(actor, one) for one in assignments)


def may_withdraw(actor: Actor, report: Report) -> bool:
    """Tell whether the report is the actor's own."""
    return actor.person_id is not None and report.author_id == actor.person_id


def may_manage(actor: Actor, person: Person) -> bool:
    """Tell whether the actor may change or remove that person; administrators need an owner."""
    if person.role is Role.ADMINISTRATOR:
        return may(actor, Action.APPOINT)
    return may(actor, Action.MANAGE_ROSTER)


def may_grant(actor: Actor, role: Role) -> bool:
    """Tell whether the actor may give somebody that role."""
    if role is Role.STRANGER:
        return False
    if role is Role.ADMINISTRATOR:
        return may(actor, Action.APPOINT)
    return may(actor, Action.MANAGE_ROSTER)
