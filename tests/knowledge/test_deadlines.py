"""Times by which, or how often, a clause wants its work done."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.resolution.deadlines import month_end, read_deadlines
from knowledge.resolution.model import Resolution

_PIECES = (
    "trong",
    "đến hết",
    "quý",
    "IV",
    "tháng",
    "13",
    "4/2026",
    "năm",
    "2026",
    "hàng",
    "0/0000",
    "31/2/2026",
    "trước ngày",
)


@pytest.mark.parametrize(
    ("ref", "text", "due", "recurs"),
    [
        ("II.3.2.1/4", "trong tháng 4/2026", date(2026, 4, 30), ""),  # a month ends on its last day
        ("II.3.1/5", "hàng quý (I, II, III)", None, "quarterly"),  # a rhythm has no single day
        ("II.3.2.1/1", "ngay từ đầu năm", None, ""),  # no day is fixed
        ("II.3.2.3/1", "năm 2026", date(2026, 12, 31), ""),
        ("II.3.2.3/4", "vào năm 2026 và các năm tiếp theo", None, ""),  # open-ended
        ("II.3.2.1/9", "trong mùa mưa bão", None, ""),
    ],
)
def test_deadlines_of_the_resolution(
    resolution: Resolution, ref: str, text: str, due: date | None, recurs: str
) -> None:
    found = resolution.notes(ref).deadlines
    assert [(d.text, d.due, d.recurs) for d in found] == [(text, due, recurs)]
    assert resolution.clause(ref).text[found[0].start : found[0].end] == text


def test_no_other_clause_has_a_deadline(resolution: Resolution) -> None:
    timed = {clause.ref for clause in resolution.clauses if resolution.notes(clause.ref).deadlines}
    assert timed == {
        "II.3.1/5",
        "II.3.2.1/1",
        "II.3.2.1/4",
        "II.3.2.1/9",
        "II.3.2.3/1",
        "II.3.2.3/4",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoàn thành trước ngày 30/6/2026", [("trước ngày 30/6/2026", date(2026, 6, 30), "")]),
        ("xong trong tháng 02/2028", [("xong trong tháng 02/2028", date(2028, 2, 29), "")]),  # leap
        ("trong quý II/2026", [("trong quý II/2026", date(2026, 6, 30), "")]),
        ("quý 4 năm 2026", [("quý 4 năm 2026", date(2026, 12, 31), "")]),
        ("báo cáo hằng tháng", [("hằng tháng", None, "monthly")]),
        ("mỗi tuần một lần", [("mỗi tuần", None, "weekly")]),
        ("đến năm 2030", [("đến năm 2030", date(2030, 12, 31), "")]),
        ("kết quả năm 2025", []),  # before the period: history
        ("theo Nghị quyết năm 2019", []),
        ("tháng 13/2026", [("tháng 13/2026", None, "")]),  # printed so, but no such month
        ("chuẩn bị tốt các kỳ họp", []),
        ("", []),
    ],
)
def test_read_deadlines(text: str, expected: list[tuple[str, date | None, str]]) -> None:
    assert [(d.text, d.due, d.recurs) for d in read_deadlines(text, "2026")] == expected


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2026, 4, date(2026, 4, 30)), (2024, 2, date(2024, 2, 29)), (2026, 0, None), (0, 5, None)],
)
def test_month_end(year: int, month: int, day: date | None) -> None:
    assert month_end(year, month) == day


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join) | st.text(max_size=80))
def test_deadlines_of_any_text_are_slices_in_order(text: str) -> None:
    found = read_deadlines(text, "2026")
    assert all(text[d.start : d.end] == d.text for d in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
