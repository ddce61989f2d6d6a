"""What a report means: reached, exceeded, short by how much, on pace, in time or late."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from knowledge.progress import wording
from knowledge.progress.evaluation import Due, Timing, Verdict, judge, overall, timing
from knowledge.progress.model import Report, TaskState
from knowledge.resolution.measures import read_measures
from knowledge.resolution.model import Clause, Kind, Measure, Span
from tests.knowledge.progress_office import resolution

_MEASURES = {measure.key: measure for measure in resolution().measures()}
OCTOBER = date(2026, 10, 31)


def measure(key: str) -> Measure:
    """Return a measure by the name people give it."""
    return _MEASURES[key]


@pytest.mark.parametrize(
    ("key", "value", "unit", "verdict", "gap"),
    [
        ("10", "96.2", "%", Verdict.ACHIEVED, "0"),  # 96,2 % trở lên
        ("10", "96.5", "%", Verdict.EXCEEDED, "0.3"),
        ("10", "95.8", "%", Verdict.SHORT, "0.4"),
        ("8", "90", "hộ", Verdict.SHORT, "1"),  # trên 90: the 91st reaches it
        ("8", "91", "hộ", Verdict.EXCEEDED, "1"),
        ("8", "40", "hộ", Verdict.SHORT, "51"),
        ("9", "0", "hộ", Verdict.ACHIEVED, "0"),  # không còn hộ nghèo
        ("9", "3", "hộ", Verdict.SHORT, "3"),
        ("12b", "91", "%", Verdict.EXCEEDED, "1"),  # đạt 90%: more is better still
        ("6", "14", "%", Verdict.ACHIEVED, "0"),  # tăng 14%
        ("6", "-2", "%", Verdict.SHORT, "16"),
        ("7", "114.92", "triệu đồng", Verdict.ACHIEVED, "0"),  # 104 and 10,5 %
        ("7", "114", "triệu đồng", Verdict.SHORT, "0.92"),
        ("7", "10.4", "%", Verdict.SHORT, "0.1"),
        ("1", "110", "%", Verdict.EXCEEDED, "10"),  # of a plan
        ("2", "1", "cuộc", Verdict.ACHIEVED, "0"),
    ],
)
def test_judge(key: str, value: str, unit: str, verdict: Verdict, gap: str) -> None:
    judged = judge(measure(key), Decimal(value), unit, OCTOBER, "2026")
    assert judged is not None
    assert (judged.verdict, judged.gap) == (verdict, Decimal(gap))


@pytest.mark.parametrize(
    ("key", "value", "day", "kept"),
    [
        ("8", "75", OCTOBER, True),  # a count adds up: 304 of 365 days are 74,96
        ("8", "74", OCTOBER, False),
        ("8", "1", date(2026, 1, 1), True),
        ("1", "50", date(2026, 7, 31), False),  # a share of a yearly plan
        ("10", "95", OCTOBER, None),  # a level has no pace
        ("6", "3", OCTOBER, None),
        ("2", "0", OCTOBER, None),  # one meeting is held or not
        ("8", "75", date(2025, 10, 31), None),  # another year
        ("8", "95", OCTOBER, None),  # reached
    ],
)
def test_pace(key: str, value: str, day: date, kept: bool | None) -> None:
    unit = measure(key).unit
    judged = judge(measure(key), Decimal(value), unit, day, "2026")
    assert judged is not None
    assert (judged.pace.kept if judged.pace else None) == kept


@pytest.mark.parametrize(
    ("key", "value", "unit", "said"),
    [
        (
            "10",
            "95.80",
            "%",
            "95,8 % (đến 31/10/2026), còn thiếu 0,4 điểm phần trăm so với mức 96,2 %",
        ),
        ("10", "97", "%", "97 % (đến 31/10/2026), vượt 0,8 điểm phần trăm so với mức 96,2 %"),
        ("10", "96.2", "%", "96,2 % (đến 31/10/2026), đạt mức 96,2 %"),
        ("9", "3", "hộ", "3 hộ (đến 31/10/2026), chưa đạt, còn 3 hộ"),
        ("9", "0", "hộ", "0 hộ (đến 31/10/2026), đạt mức 0 hộ"),
        ("6", "15", "%", "tăng 15 % (đến 31/10/2026), vượt 1 điểm phần trăm so với mức tăng 14 %"),
        (
            "8",
            "40",
            "hộ",
            "40 hộ (đến 31/10/2026), còn thiếu 51 hộ so với mức trên 90 hộ, "
            "chậm so với tiến độ năm (đều đặn thì nay phải đạt 75 hộ)",
        ),
        (
            "7",
            "114",
            "triệu đồng",
            "114 triệu đồng, tức tăng 9,62 % (đến 31/10/2026), "
            "còn thiếu 0,92 triệu đồng so với mức tăng 10,5 %",
        ),
    ],
)
def test_measure_state(key: str, value: str, unit: str, said: str) -> None:
    number = Decimal(value)
    judged = judge(measure(key), number, unit, OCTOBER, "2026")
    assert wording.measure_state(measure(key), number, unit, OCTOBER, judged) == said


@pytest.mark.parametrize(
    ("deadline", "state", "as_of", "due", "said"),
    [
        (None, None, None, Due(Timing.NO_DEADLINE), ""),
        (date(2026, 5, 1), None, None, Due(Timing.ON_TIME, 21), "trong hạn, còn 21 ngày"),
        (date(2026, 4, 17), TaskState.DOING, None, Due(Timing.DUE_SOON, 7), "sắp đến hạn, còn 7"),
        (date(2026, 4, 10), TaskState.DOING, None, Due(Timing.DUE_SOON, 0), "đến hạn hôm nay"),
        (date(2026, 4, 9), TaskState.PAUSED, None, Due(Timing.OVERDUE, 1), "quá hạn 1 ngày"),
        (date(2026, 4, 1), TaskState.DONE, date(2026, 4, 1), Due(Timing.DONE), ""),
        (date(2026, 4, 1), TaskState.DONE, date(2026, 4, 4), Due(Timing.DONE_LATE, 3), "muộn 3"),
    ],
)
def test_timing(
    deadline: date | None, state: TaskState | None, as_of: date | None, due: Due, said: str
) -> None:
    found = timing(deadline, date(2026, 4, 10), state, as_of)
    assert found == due
    assert wording.due_text(found, deadline).startswith(said)


def _report(id: int, assignee: int | None, state: TaskState, percent: int | None = None) -> Report:
    now = datetime(2026, 4, 1, tzinfo=UTC)
    return Report(
        id, "x", "y", "", assignee, None, "", state, percent, "", date(2026, 4, id), None, "", now
    )


@pytest.mark.parametrize(
    ("reports", "assignees", "state", "percent"),
    [
        ([], [1], None, None),
        ([(None, TaskState.DOING, 40)], [], TaskState.DOING, 40),
        ([(1, TaskState.DONE, None)], [1], TaskState.DONE, 100),
        ([(1, TaskState.DONE, None)], [1, 2], TaskState.DOING, 50),  # one of two is not all
        ([(1, TaskState.DONE, None), (2, TaskState.DOING, 25)], [1, 2], TaskState.DOING, 62),
        ([(1, TaskState.DONE, None), (2, TaskState.DONE, None)], [1, 2], TaskState.DONE, 100),
        ([(1, TaskState.PAUSED, 10)], [1, 2], TaskState.PAUSED, 5),
        ([(1, TaskState.NOT_STARTED, None)], [1], TaskState.NOT_STARTED, None),
        # the leader's word on the whole stands until an assignee reports after it
        ([(1, TaskState.DOING, 20), (None, TaskState.DONE, None)], [1], TaskState.DONE, 100),
        ([(None, TaskState.DONE, None), (1, TaskState.DOING, 20)], [1], TaskState.DOING, 20),
        ([(7, TaskState.DOING, 20)], [1], TaskState.DOING, 20),  # charged no more: still the newest
    ],
)
def test_overall(
    reports: list[tuple[int | None, TaskState, int | None]],
    assignees: list[int],
    state: TaskState | None,
    percent: int | None,
) -> None:
    newest_first = [_report(i, *one) for i, one in enumerate(reports, 1)][::-1]
    found = overall(newest_first, assignees)
    assert (found.state, found.percent) == (state, percent)


@pytest.mark.parametrize(
    ("figure", "value", "verdict", "said"),
    [
        ("không quá 3%", "3", Verdict.ACHIEVED, "đạt mức không quá 3 %"),
        ("không quá 3%", "2.4", Verdict.ACHIEVED, "đạt mức không quá 3 %"),
        ("không quá 3%", "3.5", Verdict.SHORT, "chưa đạt, cao hơn 0,5 điểm phần trăm so với mức không quá 3 %"),
        ("dưới 1,5 %", "1.4", Verdict.ACHIEVED, "đạt mức dưới 1,5 %"),
        ("dưới 1,5 %", "1.5", Verdict.SHORT, "chưa đạt mức dưới 1,5 %"),
        ("tối đa 5 vụ", "7", Verdict.SHORT, "chưa đạt, cao hơn 2 vụ so với mức không quá 5 vụ"),
        ("tối đa 5 vụ", "0", Verdict.ACHIEVED, "đạt mức không quá 5 vụ"),
    ],
)  # fmt: skip
def test_upper_bound_is_reached_from_below(
    figure: str, value: str, verdict: Verdict, said: str
) -> None:
    text = f"(1) Tỷ lệ {figure}."
    clause = Clause("I.1", Kind.TARGET, text, (Span(0, len(text)),), marker="(1)")
    (bound,) = read_measures(clause)
    judged = judge(bound, Decimal(value), bound.unit, OCTOBER, "2026")
    assert judged is not None
    assert judged.verdict is verdict
    assert judged.pace is None
    assert wording.verdict(bound, judged) == said


def test_a_range_judges_nothing() -> None:
    text = "(1) Lạm phát khoảng 4,5 - 5%."
    (span,) = read_measures(Clause("I.1", Kind.TARGET, text, (Span(0, len(text)),), marker="(1)"))
    assert judge(span, Decimal(4), "%", OCTOBER, "2026") is None
