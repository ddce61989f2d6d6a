"""What a report means: a target reached or short by how much, a task in time or late.

Pure functions of values and days; the words for the results stand in ``wording``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from knowledge.progress.model import Report, TaskState
from knowledge.resolution.model import Comparator, Measure

DUE_SOON_DAYS: Final = 7
PACE_FROM: Final = Decimal(10)
"""A count below this many is done in one go or not, so a pace through the year says nothing."""
_FLOWING: Final = ("%",)


class Verdict(StrEnum):
    """How a value stands to its threshold."""

    ACHIEVED = "achieved"
    EXCEEDED = "exceeded"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Pace:
    """Where an even pace through the year would be on the day of the report."""

    expected: Decimal
    kept: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a reported value stands to what the target asks.

    Attributes:
        gap: how far above or below the threshold, in ``unit``; 0 when it is reached exactly. Short of an
            upper bound means above it.
        unit: of the gap; "điểm phần trăm" between two percentages.
        growth: the growth in per cent that an absolute figure means, None elsewhere.
        pace: None where a pace makes no sense or the threshold is reached.
    """

    verdict: Verdict
    gap: Decimal
    unit: str
    growth: Decimal | None = None
    pace: Pace | None = None


def judge(
    measure: Measure, value: Decimal, unit: str, as_of: date, period: str
) -> Judgement | None:
    """Hold a reported value against its measure; None where the measure sets no figure.

    Args:
        measure: what the target asks.
        value, unit: as reported; for a growth either per cent or the unit of the baseline.
        as_of: the day the value is of.
        period: the year the document sets ("2026"), for the pace.
    """
    threshold, growth = measure.threshold, None
    if threshold is None:
        return None
    if measure.comparator is Comparator.GROWTH and unit != "%":
        if not measure.baseline_value or measure.derived is None:
            return None
        threshold = measure.derived
        growth = (value / measure.baseline_value - 1) * 100
    if _is_whole(measure) and measure.comparator is Comparator.MORE_THAN:
        least = threshold + 1  # "trên 90 hộ": the 91st reaches it
    else:
        least = threshold
    gap_unit = "điểm phần trăm" if unit == "%" else unit
    if measure.comparator.caps:
        within = value < threshold or (
            measure.comparator is Comparator.AT_MOST and value == threshold
        )
        verdict = Verdict.ACHIEVED if within else Verdict.SHORT
        return Judgement(verdict, abs(value - threshold), gap_unit)
    if measure.comparator is Comparator.EXACTLY and threshold == 0:
        reached = value == 0
        return Judgement(Verdict.ACHIEVED if reached else Verdict.SHORT, abs(value), gap_unit)
    if value < least or (measure.comparator is Comparator.MORE_THAN and value == threshold):
        pace = _pace(measure, value, threshold, as_of, period)
        return Judgement(Verdict.SHORT, least - value, gap_unit, growth, pace)
    verdict = Verdict.EXCEEDED if value > threshold else Verdict.ACHIEVED
    return Judgement(verdict, value - threshold, gap_unit, growth)


def less_is_better(measure: Measure) -> bool:
    """Tell whether a rise, not a fall, is what one must ask about ("không còn hộ nghèo", "dưới 1,5 %")."""
    return measure.comparator.caps or (
        measure.comparator is Comparator.EXACTLY and measure.threshold == 0
    )


def is_share(measure: Measure) -> bool:
    """Tell whether the measure is a share of a whole, which 100 % limits."""
    return (
        measure.unit == "%" and measure.comparator is not Comparator.GROWTH and not measure.relative
    )


def _is_whole(measure: Measure) -> bool:
    return measure.unit not in _FLOWING


def _pace(
    measure: Measure, value: Decimal, threshold: Decimal, as_of: date, period: str
) -> Pace | None:
    """A pace makes sense for what adds up through the year: counts, and shares of a yearly plan."""
    adds_up = measure.relative or (
        measure.unit != "%"
        and measure.comparator is not Comparator.GROWTH
        and threshold >= PACE_FROM
    )
    if not adds_up or not period[:4].isdigit() or int(period[:4]) != as_of.year:
        return None
    first = date(as_of.year, 1, 1)
    days = (date(as_of.year, 12, 31) - first).days + 1
    expected = threshold * ((as_of - first).days + 1) / days
    return Pace(expected.quantize(Decimal("0.1")), value >= expected)


class Timing(StrEnum):
    """How a task stands to its deadline."""

    NO_DEADLINE = "no-deadline"
    ON_TIME = "on-time"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done-late"


@dataclass(frozen=True, slots=True)
class Due:
    """A timing, and the days to (or, where late, since) the deadline."""

    timing: Timing
    days: int = 0


def timing(
    deadline: date | None, today: date, state: TaskState | None, as_of: date | None = None
) -> Due:
    """Tell how work in ``state`` (reported for the day ``as_of``) stands to its deadline."""
    if state is TaskState.DONE:
        late = deadline is not None and as_of is not None and as_of > deadline
        days = (as_of - deadline).days if late and as_of and deadline else 0
        return Due(Timing.DONE_LATE if late else Timing.DONE, days)
    if deadline is None:
        return Due(Timing.NO_DEADLINE)
    days = (deadline - today).days
    if days < 0:
        return Due(Timing.OVERDUE, -days)
    return Due(Timing.DUE_SOON if days <= DUE_SOON_DAYS else Timing.ON_TIME, days)


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """How far a task has got, for one assignee or over all.

    Attributes:
        state: None where nobody has reported.
        percent: 0 to 100, None where nobody has said.
        newest: the report it rests on most, None for none.
    """

    state: TaskState | None = None
    percent: int | None = None
    newest: Report | None = None


def standing_of(report: Report | None) -> TaskStanding:
    """Return what one report says."""
    if report is None:
        return TaskStanding()
    percent = 100 if report.state is TaskState.DONE else report.percent
    return TaskStanding(report.state, percent, report)


def overall(reports: Sequence[Report], assignee_ids: Sequence[int]) -> TaskStanding:
    """Put the newest report of each assignee together.

    A report on the whole (no assignee) stands until an assignee reports after it. Done means all
    are done; else under way when anybody has begun; the percentage is the mean, rounded down.

    Args:
        reports: the standing reports on one task, newest first.
        assignee_ids: the assignees charged with it now.
    """
    if not reports:
        return TaskStanding()
    newest: dict[int, Report] = {}
    for report in reports:
        if report.assignee_id in assignee_ids:
            newest.setdefault(report.assignee_id or 0, report)
        elif report.assignee_id is None and not newest:
            return standing_of(report)
    if not newest:
        return standing_of(reports[0])
    states = {report.state for report in newest.values()}
    everyone = len(newest) == len(assignee_ids)
    if states == {TaskState.DONE} and everyone:
        state = TaskState.DONE
    elif states <= {TaskState.NOT_STARTED}:
        state = TaskState.NOT_STARTED
    elif states <= {TaskState.PAUSED, TaskState.NOT_STARTED} or states == {TaskState.PAUSED}:
        state = TaskState.PAUSED
    else:
        state = TaskState.DOING
    shares = [standing_of(report).percent for report in newest.values()]
    told = [share for share in shares if share is not None]
    percent = sum(told) // len(assignee_ids) if told else None
    last = max(newest.values(), key=lambda report: (report.as_of, report.id))
    return TaskStanding(state, percent, last)
