"""A report in one line, the days people name, and what is refused or asked about."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import InvalidInputError, KnowledgeError
from knowledge.language.numbers import format_number
from knowledge.progress.days import find_day
from knowledge.progress.model import TaskState
from knowledge.progress.one_line import read_figure, read_line, read_state
from tests.knowledge.progress_office import resolution

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("line", "ref", "letter", "value", "unit", "day", "note"),
    [
        ("10 95,8 hết tháng 10", "II.2.10", "", "95.8", "%", date(2026, 10, 31), ""),
        ("12b 91", "II.2.12", "b", "91", "%", TODAY, ""),
        ("12 b 91", "II.2.12", "b", "91", "%", TODAY, ""),
        ("II.2.12b 91", "II.2.12", "b", "91", "%", TODAY, ""),
        ("(10) 95,8 %", "II.2.10", "", "95.8", "%", TODAY, ""),
        ("chỉ tiêu 10: 95.8% ngày 31/10/2026", "II.2.10", "", "95.8", "%", date(2026, 10, 31), ""),
        ("ct10 95,8 phần trăm", "II.2.10", "", "95.8", "%", TODAY, ""),
        ("10 hết tháng 10: 95,8", "II.2.10", "", "95.8", "%", date(2026, 10, 31), ""),
        ("8 45 hộ quý III", "II.2.8", "", "45", "hộ", date(2026, 9, 30), ""),
        (
            "8 45 ho 6 thang dau nam, gom 3 ho moi",
            "II.2.8",
            "",
            "45",
            "hộ",
            date(2026, 6, 30),
            "gom 3 ho moi",
        ),
        ("7 114,5 triệu đồng", "II.2.7", "", "114.5", "triệu đồng", TODAY, ""),
        ("6 giảm 3%", "II.2.6", "", "-3", "%", TODAY, ""),
        ("6 -3", "II.2.6", "", "-3", "%", TODAY, ""),
        ("10 130 %", "II.2.10", "", "130", "%", TODAY, ""),  # read; refused when checked
    ],
)
def test_read_measure(
    line: str, ref: str, letter: str, value: str, unit: str, day: date, note: str
) -> None:
    draft = read_line(line, resolution(), TODAY)
    assert (draft.ref, draft.letter, draft.value) == (ref, letter, Decimal(value))
    assert (draft.unit, draft.as_of, draft.note) == (unit, day, note)


@pytest.mark.parametrize(
    ("line", "ref", "state", "percent", "day", "note"),
    [
        (
            "II.3.2.1/4 đang làm 60% đã giao mặt bằng",
            "II.3.2.1/4",
            TaskState.DOING,
            60,
            TODAY,
            "đã giao mặt bằng",
        ),
        ("3.2.1/4 xong hôm qua", "II.3.2.1/4", TaskState.DONE, None, date(2026, 11, 22), ""),
        ("mục 3.2.1/4 chưa xong", "II.3.2.1/4", TaskState.DOING, None, TODAY, ""),
        ("3.2.1/4 chua lam", "II.3.2.1/4", TaskState.NOT_STARTED, None, TODAY, ""),
        ("3.2.1/4 tạm dừng: chờ vốn", "II.3.2.1/4", TaskState.PAUSED, None, TODAY, "chờ vốn"),
        ("3.2.1/4 60%", "II.3.2.1/4", TaskState.DOING, 60, TODAY, ""),
        ("3.2.1/4 100%", "II.3.2.1/4", TaskState.DONE, 100, TODAY, ""),
        ("4 đang làm", "II.2.4", TaskState.DOING, None, TODAY, ""),  # a target in words
        ("3.1/5 hoàn thành quý III", "II.3.1/5", TaskState.DONE, None, date(2026, 9, 30), ""),
    ],
)
def test_read_task(
    line: str, ref: str, state: TaskState, percent: int | None, day: date, note: str
) -> None:
    draft = read_line(line, resolution(), TODAY)
    assert (draft.ref, draft.state, draft.percent) == (ref, state, percent)
    assert (draft.as_of, draft.note) == (day, note)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Hãy nêu số chỉ tiêu"),
        ("hello", "Hãy nêu số chỉ tiêu"),
        ("99 5", "Không có chỉ tiêu “99”"),
        ("12 91", "12a, 12b"),
        ("12c 91", "“12c”"),
        ("10 45 hộ", "không tính bằng “hộ”"),
        ("10 abc", "Thiếu con số"),
        ("10 1.2.3", "không phải một con số"),
        ("10 95,8 31/2", "“31/2” không phải một ngày"),
        ("3.2.1/4 ", "Thiếu tình trạng"),
        ("3.2.1/99 xong", "Hãy nêu số chỉ tiêu"),
    ],
)
def test_read_line_says_what_is_wrong(line: str, sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        read_line(line, resolution(), TODAY)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("hết tháng 10", date(2026, 10, 31), ""),
        ("tháng 11", TODAY, ""),  # while it lasts, today
        ("tháng 12", date(2025, 12, 31), ""),  # has not begun: last year's
        ("tháng 2/2024", date(2024, 2, 29), ""),
        ("đến 10/2026", date(2026, 10, 31), ""),
        ("31/10", date(2026, 10, 31), ""),
        ("31/12", date(2025, 12, 31), ""),
        ("2026-10-31", date(2026, 10, 31), ""),
        ("ngày 5 tháng 9 năm 2026", date(2026, 9, 5), ""),
        ("quý III/2025", date(2025, 9, 30), ""),
        ("quy 3", date(2026, 9, 30), ""),
        ("quý IV", TODAY, ""),
        ("9 tháng đầu năm", date(2026, 9, 30), ""),
        ("hôm nay", TODAY, ""),
        ("đã xong hôm qua rồi", date(2026, 11, 22), "đã xong rồi"),
        ("năm 2025", date(2025, 12, 31), ""),
    ],
)
def test_find_day(text: str, day: date, rest: str) -> None:
    found = find_day(text, TODAY)
    assert found is not None
    assert (found.day, found.rest) == (day, rest)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026", date(2026, 12, 31)),
        ("2025-2026", date(2026, 12, 31)),
        ("2027", date(2027, 1, 3)),
        ("2028", date(2027, 1, 3)),
        ("", date(2027, 1, 3)),
    ],
)
def test_end_of_the_year_of_a_document(period: str, day: date) -> None:
    """In January last year's figures are still being reported."""
    found = find_day("96,3 hết năm", date(2027, 1, 3), period=period)
    assert found is not None
    assert (found.day, found.rest) == (day, "96,3")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/4", date(2027, 4, 30)),
        ("30/12", date(2026, 12, 30)),
        ("hết tháng 11", date(2026, 11, 30)),
        ("quý I", date(2027, 3, 31)),
        ("hết năm", date(2026, 12, 31)),
    ],
)
def test_find_deadline(text: str, day: date) -> None:
    found = find_day(text, TODAY, forward=True)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "text", ["", "không có ngày", "mục 3.2.1/4", "95,8", "1/7 số hộ của 12/13"]
)
def test_find_day_finds_none_or_a_real_one(text: str) -> None:
    found = find_day(text, TODAY)
    assert found is None or found.day <= TODAY


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Chưa bắt đầu", TaskState.NOT_STARTED),
        ("ĐANG LÀM", TaskState.DOING),
        ("hoan thanh", TaskState.DONE),
        ("chưa hoàn thành", TaskState.DOING),
        ("tạm dừng", TaskState.PAUSED),
        ("gì đó", None),
    ],
)
def test_read_state(text: str, state: TaskState | None) -> None:
    assert read_state(text) is state


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=2))
def test_read_figure_reads_what_is_written(value: Decimal) -> None:
    assert read_figure(format_number(value)) == value


@settings(deadline=None)
@given(st.text(max_size=120))
def test_read_line_never_breaks(text: str) -> None:
    try:
        draft = read_line(text, resolution(), TODAY)
    except KnowledgeError:
        return
    assert (draft.value is None) != (draft.state is None)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["10", "12b", "II.3.2.1/4", "95,8", "-3", "%", "hộ", "đang làm", "xong", "hết", "tháng",
             "13", "quý", "V", "31/2", "ngày", "/", "năm", "0", "9999", "60%"]
        ),
        max_size=7,
    )
)  # fmt: skip
def test_read_line_of_known_words_never_breaks(words: list[str]) -> None:
    with suppress(KnowledgeError):
        read_line(" ".join(words), resolution(), TODAY)
