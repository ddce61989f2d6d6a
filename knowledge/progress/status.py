"""How far each clause has got, for the person who looks: what answers, cards and lists show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.answers.answer import Status
from knowledge.progress import evaluation, policy, records, wording
from knowledge.progress.model import Actor, Assignment, Report
from knowledge.resolution.model import Kind, Measure, Resolution
from knowledge.storage.database import Database
from knowledge.storage.times import VIETNAM, Clock, local_day, system_clock

FIGURES_HIDDEN: Final = "figures_hidden"
"""The note in ``meta`` under which an administrator closes the figures of targets to outsiders."""
_WORK: Final = (Kind.TARGET, Kind.TASK)


def figures_public(database: Database) -> bool:
    """Tell whether anybody may see how far the targets have got."""
    return not database.meta(FIGURES_HIDDEN)


def status_of(
    database: Database,
    resolution: Resolution,
    ref: str,
    *,
    today: date,
    viewer: Actor | None = None,
) -> tuple[Status, ...]:
    """Return how far a clause has got: one status a measure, one for a task or target in words.

    Args:
        database: where the reports are.
        resolution: the document the clause stands in.
        ref: the clause; what is neither target nor task has no status.
        today: the day it is, for deadlines.
        viewer: for whom; None for nobody in particular: then only public figures, and no names.
    """
    clause = resolution.by_ref.get(ref)
    if clause is None or clause.kind not in _WORK:
        return ()
    reports = records.standing_reports(database, resolution.number, ref)
    measures = resolution.notes(ref).measures
    if not reports:
        return tuple(Status(ref, wording.NO_REPORT, unit=m.unit) for m in measures) or (
            Status(ref, wording.NO_REPORT),
        )
    assignments = records.assignments_where(database, resolution.number, ref)
    named = policy.may_see_progress(viewer, assignments)
    if clause.kind is Kind.TARGET:
        shown = policy.may_see_figures(viewer, assignments, figures_public(database))
    else:
        shown = named
    if not shown:
        return (Status(ref, wording.NOT_SHOWN),) * max(1, len(measures))
    if measures:
        return _of_measures(resolution, measures, reports, named)
    deadline = deadline_of(resolution, ref, assignments if named else [])
    return (_of_task(ref, reports, assignments, deadline, today, named),)


def deadline_of(
    resolution: Resolution, ref: str, assignments: list[Assignment] | tuple[Assignment, ...] = ()
) -> date | None:
    """Return the last day for a clause: the latest of its assignments', else the one in its words."""
    given = [one.deadline for one in assignments if one.deadline]
    if given:
        return max(given)
    printed = [d.due for d in resolution.notes(ref).deadlines if d.due]
    return max(printed, default=None)


def newest_value(reports: list[Report], measure: Measure) -> Report | None:
    """Return the newest report of one measure, out of a clause's reports, newest first."""
    return next(
        (r for r in reports if r.letter == measure.letter and r.value is not None),
        None,
    )


def _of_measures(
    resolution: Resolution, measures: tuple[Measure, ...], reports: list[Report], named: bool
) -> tuple[Status, ...]:
    found = []
    for measure in measures:
        prefix = f"({measure.key}) " if measure.letter else ""
        report = newest_value(reports, measure)
        if report is None or report.value is None:
            found.append(Status(measure.ref, prefix + wording.NO_REPORT, unit=measure.unit))
            continue
        judged = evaluation.judge(
            measure, report.value, report.unit, report.as_of, resolution.metadata.period
        )
        state = wording.measure_state(measure, report.value, report.unit, report.as_of, judged)
        by = records.author_name(report) if named else None
        found.append(
            Status(measure.ref, prefix + state, report.value, report.unit, report.as_of, by)
        )
    return tuple(found)


def _of_task(
    ref: str,
    reports: list[Report],
    assignments: list[Assignment],
    deadline: date | None,
    today: date,
    named: bool,
) -> Status:
    charged = [assignee.id for one in assignments for assignee in one.assignees]
    standing = evaluation.overall(reports, charged)
    as_of = standing.newest.as_of if standing.newest else None
    due = evaluation.timing(deadline, today, standing.state, as_of)
    by = records.author_name(standing.newest) if named and standing.newest else None
    return Status(ref, wording.task_state(standing, due, deadline), as_of=as_of, by=by)


@dataclass(frozen=True, slots=True)
class StatusBook:
    """The status of every clause of one document, as the composer of answers wants it."""

    database: Database
    resolution: Resolution
    clock: Clock = system_clock
    zone: ZoneInfo = VIETNAM

    def status_of(self, ref: str) -> tuple[Status, ...]:
        """Return what anybody may see of a clause's status."""
        return self.seen_by(None)(ref)

    def seen_by(self, viewer: Actor | None) -> Callable[[str], tuple[Status, ...]]:
        """Return a ``status_of`` for one viewer."""

        def of(ref: str) -> tuple[Status, ...]:
            today = local_day(self.clock(), self.zone)
            return status_of(self.database, self.resolution, ref, today=today, viewer=viewer)

        return of
