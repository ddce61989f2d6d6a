"""The work at a glance: mine and my unit's, everybody's, what is late, what is not reached."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.answers.labels import LABEL_LENGTH, label, shorten
from knowledge.progress import evaluation, policy, records
from knowledge.progress.assignments import ResolutionOf
from knowledge.progress.evaluation import Due, Judgement, TaskStanding, Timing, Verdict
from knowledge.progress.gate import Gate
from knowledge.progress.model import Actor, Assignee, Assignment, Report, TaskState
from knowledge.progress.policy import Action
from knowledge.progress.status import deadline_of, figures_public, newest_value
from knowledge.resolution.deadlines import month_end
from knowledge.resolution.model import Kind, Measure, Resolution
from knowledge.storage.database import Database
from knowledge.storage.times import VIETNAM, Clock, local_day

Documents = Collection[str] | None
"""The numbers of the documents to look at; None for all in force."""
_DONE: Final = (Timing.DONE, Timing.DONE_LATE)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One piece of work: an assignment, or a clause that is not assigned to anybody.

    Attributes:
        title: a short name of the clause, without figures.
        assignment: None where nobody is charged.
        deadline: the assignment's, else the one in the clause's words, None for none.
        standing: over all assignees; for a target with figures, done when all are reached.
        parts: how far each assignee has got; empty for a target with figures, which has one figure.
    """

    document: str
    ref: str
    title: str
    assignment: Assignment | None
    deadline: date | None
    standing: TaskStanding
    due: Due
    parts: tuple[tuple[Assignee, TaskStanding], ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What a unit is charged with."""

    name: str
    total: int
    done: int
    overdue: int


@dataclass(frozen=True, slots=True)
class TargetLine:
    """How far one measure has got: a bar of the picture, a row of the table.

    Attributes:
        report: the newest that counts, None where there is none.
        judged: None where there is no report, or nothing to hold it against.
    """

    document: str
    measure: Measure
    title: str
    report: Report | None
    judged: Judgement | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the work that the viewer may see.

    Attributes:
        states: how many pieces of work are in each state, None for not reported.
        units: by unit, those with most overdue first.
    """

    total: int
    states: dict[TaskState | None, int]
    overdue: int
    due_soon: int
    units: tuple[UnitLine, ...]
    targets_reached: int
    targets_short: int
    targets_unreported: int


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who is charged with a clause: by the resolution's words (public), by assignment, by field (public)."""

    bodies: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    fields: tuple[str, ...] = ()


class Overview:
    """Looks over the work on the resolutions in force, or on those named, each time for one viewer."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        resolution_of: ResolutionOf,
        in_force: Callable[[], Iterable[str]],
        clock: Clock,
        zone: ZoneInfo = VIETNAM,
        *,
        given: Callable[[], Iterable[str]] | None = None,
    ) -> None:
        """Put it together.

        Args:
            database, gate, resolution_of, clock, zone: as for ``Office``.
            in_force: gives the documents whose work is looked over.
            given: gives those whose work somebody may be charged with already; ``in_force`` where left out.
        """
        self._db = database
        self._gate = gate
        self._resolution_of = resolution_of
        self._in_force = in_force
        self._given = given or in_force
        self._clock = clock
        self._zone = zone

    def my_work(self, actor: Actor, documents: Documents = None) -> list[WorkItem]:
        """Return what is assigned to the actor or his unit, or what he answers for; urgent first.

        What is given ahead, on a document that is not in force yet, is among it.

        Raises:
            RefusedError: he is on no roster, or others read along.
        """
        now = self._gate.look(actor, Action.SEE_WORK, "my work")
        return _by_urgency(
            item
            for item in self._items(list(self._given()) if documents is None else documents)
            if item.assignment is not None and policy.is_charged(now, item.assignment)
        )

    def work(self, actor: Actor, documents: Documents = None) -> list[WorkItem]:
        """Return all the work that the actor may see, urgent first.

        Leaders and administrators see every task and target, assigned or not; others their own.

        Raises:
            RefusedError: as for ``my_work``.
        """
        now = self._gate.look(actor, Action.SEE_WORK, "work")
        if policy.sees_all(now):
            return _by_urgency(self._items(documents))
        return self.my_work(actor, documents)

    def overdue(self, actor: Actor, documents: Documents = None) -> list[WorkItem]:
        """Return what is late, of what the actor may see, the latest first.

        Raises:
            RefusedError: as for ``my_work``.
        """
        return [item for item in self.work(actor, documents) if item.due.timing is Timing.OVERDUE]

    def due_between(
        self, actor: Actor, first: date, last: date, documents: Documents = None
    ) -> list[WorkItem]:
        """Return what is unfinished and due from ``first`` to ``last``, both included.

        Raises:
            RefusedError: as for ``my_work``.
        """
        return [
            item
            for item in self.work(actor, documents)
            if item.deadline and first <= item.deadline <= last and item.due.timing not in _DONE
        ]

    def due_this_month(self, actor: Actor, documents: Documents = None) -> list[WorkItem]:
        """Return what is unfinished and due this month, and what is late already.

        Raises:
            RefusedError: as for ``my_work``.
        """
        today = self._today()
        last = month_end(today.year, today.month) or today
        return self.due_between(actor, date.min, last, documents)

    def summary(self, actor: Actor, documents: Documents = None) -> Summary:
        """Count the work that the actor may see.

        Raises:
            RefusedError: as for ``my_work``.
        """
        items = self.work(actor, documents)
        states: dict[TaskState | None, int] = {}
        for item in items:
            states[item.standing.state] = states.get(item.standing.state, 0) + 1
        targets = self.targets(actor, documents)
        short = [line for line in targets if line.judged and line.judged.verdict is Verdict.SHORT]
        silent = [line for line in targets if line.report is None]
        return Summary(
            len(items),
            states,
            sum(item.due.timing is Timing.OVERDUE for item in items),
            sum(item.due.timing is Timing.DUE_SOON for item in items),
            _by_unit(items),
            len(targets) - len(short) - len(silent),
            len(short),
            len(silent),
        )

    def targets(self, viewer: Actor | None, documents: Documents = None) -> list[TargetLine]:
        """Return every measure with its newest figure, as far as the viewer may see it.

        Where the figures are not public, others than those charged see the measures without reports.
        """
        public = figures_public(self._db)
        now = self._gate.refreshed(viewer) if viewer else None
        found = []
        for resolution in self._resolutions(documents):
            reports = records.all_standing_reports(self._db, resolution.number)
            assignments = _by_ref(records.assignments_where(self._db, resolution.number))
            for measure in resolution.measures():
                charged = assignments.get(measure.ref, [])
                shown = policy.may_see_figures(now, charged, public)
                report = newest_value(reports.get(measure.ref, []), measure) if shown else None
                title = _title(resolution, measure)
                judged = _judged(resolution, measure, report)
                found.append(TargetLine(resolution.number, measure, title, report, judged))
        return found

    def targets_not_reached(
        self, viewer: Actor | None, documents: Documents = None
    ) -> list[TargetLine]:
        """Return the measures that are short, then those without a report, as the viewer may see."""
        lines = self.targets(viewer, documents)
        short = [line for line in lines if line.judged and line.judged.verdict is Verdict.SHORT]
        return short + [line for line in lines if line.report is None]

    def in_charge(self, actor: Actor | None, document: str, ref: str) -> InCharge:
        """Return who is charged with a clause: anybody sees the resolution's words, names only some.

        Raises:
            UnknownDocumentError, UnknownClauseError: there is no such clause.
        """
        resolution = self._resolution_of(document)
        resolution.clause(ref)
        named = list(resolution.notes(ref).bodies)
        named += [body.name for body in resolution.bodies if ref in body.named]
        assignments: list[Assignment] = []
        if actor is not None:
            now = self._gate.refreshed(actor)
            given = records.assignments_where(self._db, document, ref)
            assignments = [one for one in given if policy.may_see_assignment(now, one)]
        fields = tuple(body.name for body in resolution.bodies if ref in body.field)
        return InCharge(tuple(dict.fromkeys(named)), tuple(assignments), fields)

    def item_of(self, assignment: Assignment) -> WorkItem:
        """Return how far one assignment has got, for the core's own use."""
        resolution = self._resolution_of(assignment.document)
        reports = records.standing_reports(self._db, assignment.document, assignment.ref)
        return self._item(resolution, assignment.ref, assignment, reports)

    def standing(
        self, resolution: Resolution, ref: str, assignments: list[Assignment]
    ) -> TaskStanding:
        """Return how far a clause has got over all its assignments, for the core's own use."""
        reports = records.standing_reports(self._db, resolution.number, ref)
        charged = [assignee.id for one in assignments for assignee in one.assignees]
        return evaluation.overall(reports, charged)

    def items(self, documents: Documents = None) -> list[WorkItem]:
        """Return all the work for the core's own use: nothing here asks who looks."""
        return _by_urgency(self._items(documents))

    def _items(self, documents: Documents) -> Iterable[WorkItem]:
        for resolution in self._resolutions(documents):
            reports = records.all_standing_reports(self._db, resolution.number)
            given = _by_ref(records.assignments_where(self._db, resolution.number))
            for clause in resolution.clauses:
                own = given.get(clause.ref, [])
                if not own and clause.kind not in (Kind.TARGET, Kind.TASK):
                    continue
                wanted: list[Assignment | None] = [*own] or [None]
                for assignment in wanted:
                    yield self._item(
                        resolution, clause.ref, assignment, reports.get(clause.ref, [])
                    )

    def _item(
        self,
        resolution: Resolution,
        ref: str,
        assignment: Assignment | None,
        reports: list[Report],
    ) -> WorkItem:
        deadline = deadline_of(resolution, ref, [assignment] if assignment else [])
        assignees = assignment.assignees if assignment else ()
        ids = [assignee.id for assignee in assignees]
        own = [r for r in reports if r.assignee_id is None or r.assignee_id in ids or not ids]
        parts: tuple[tuple[Assignee, TaskStanding], ...] = ()
        measures = resolution.notes(ref).measures
        if measures:
            standing = _measured(resolution, measures, reports)
        else:
            standing = evaluation.overall(own, ids)
            parts = tuple((one, _standing_for(one, own)) for one in assignees)
        as_of = standing.newest.as_of if standing.newest else None
        due = evaluation.timing(deadline, self._today(), standing.state, as_of)
        title = label(resolution.clause(ref))
        return WorkItem(resolution.number, ref, title, assignment, deadline, standing, due, parts)

    def _resolutions(self, documents: Documents) -> list[Resolution]:
        numbers = self._in_force() if documents is None else documents
        return [self._resolution_of(number) for number in numbers]

    def _today(self) -> date:
        return local_day(self._clock(), self._zone)


def _standing_for(assignee: Assignee, reports: list[Report]) -> TaskStanding:
    newest = next((r for r in reports if r.assignee_id == assignee.id), None)
    return evaluation.standing_of(newest)


def _measured(
    resolution: Resolution, measures: tuple[Measure, ...], reports: list[Report]
) -> TaskStanding:
    """A target with figures is done when all are reached, under way when any is reported."""
    newest = [newest_value(reports, measure) for measure in measures]
    told = [report for report in newest if report is not None]
    if not told:
        return TaskStanding()
    judged = [
        _judged(resolution, measure, report)
        for measure, report in zip(measures, newest, strict=True)
    ]
    reached = all(one is not None and one.verdict is not Verdict.SHORT for one in judged)
    last = max(told, key=lambda report: (report.as_of, report.id))
    return TaskStanding(TaskState.DONE if reached else TaskState.DOING, None, last)


def _judged(resolution: Resolution, measure: Measure, report: Report | None) -> Judgement | None:
    if report is None or report.value is None:
        return None
    return evaluation.judge(
        measure, report.value, report.unit, report.as_of, resolution.metadata.period
    )


def _title(resolution: Resolution, measure: Measure) -> str:
    """A target with several measures is told apart by what each measures."""
    if not measure.letter:
        return label(resolution.clause(measure.ref))
    return shorten(measure.quantity[:1].upper() + measure.quantity[1:], LABEL_LENGTH)


def _by_ref(assignments: Iterable[Assignment]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for one in assignments:
        found.setdefault(one.ref, []).append(one)
    return found


def _by_urgency(items: Iterable[WorkItem]) -> list[WorkItem]:
    """Late first, the latest before; then by deadline; then without one; done last."""
    return sorted(
        items,
        key=lambda item: (item.due.timing in _DONE, item.deadline or date.max),
    )


def _by_unit(items: Iterable[WorkItem]) -> tuple[UnitLine, ...]:
    counts: dict[str, list[int]] = {}
    for item in items:
        standings = dict(item.parts)
        for assignee in item.assignment.assignees if item.assignment else ():
            if assignee.unit_id is None:
                continue
            own = standings.get(assignee, item.standing)
            done = own.state is TaskState.DONE
            late = not done and item.due.timing is Timing.OVERDUE
            line = counts.setdefault(assignee.name, [0, 0, 0])
            line[0], line[1], line[2] = line[0] + 1, line[1] + done, line[2] + late
    lines = [UnitLine(name, *line) for name, line in counts.items()]
    return tuple(sorted(lines, key=lambda line: (-line.overdue, -line.total, line.name)))
