"""Targets become measures: how much of what, held how, in which unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.resolution.measures import figure_bounds, read_measures
from knowledge.resolution.model import Clause, Comparator, Kind, Measure, Resolution, Span

AT_LEAST, MORE, EXACT, GROWTH = (
    Comparator.AT_LEAST,
    Comparator.MORE_THAN,
    Comparator.EXACTLY,
    Comparator.GROWTH,
)
AT_MOST, LESS = Comparator.AT_MOST, Comparator.LESS_THAN

_MEASURES = [
    # key, comparator, threshold, unit, figure as printed
    ("1", EXACT, "100", "%", "Hoàn thành 100%"),  # of a plan that the text doesn't state
    ("2", AT_LEAST, "1", "cuộc", "ít nhất 01 cuộc"),  # a leading nought
    ("3", AT_LEAST, "90", "%", "có từ 90%"),  # "từ" alone means at least
    ("6", GROWTH, "14", "%", "tăng 14%"),
    ("7", GROWTH, "10.5", "%", "tăng từ 10,5%/năm trở lên"),  # a comma before decimals
    ("8", MORE, "90", "hộ", "trên 90 hộ"),  # more than, not at least
    ("9", EXACT, "0", "hộ", "không còn hộ nghèo"),  # a nought in words
    ("10", AT_LEAST, "96.2", "%", "Đạt 96,2 % trở lên"),  # a space before the sign
    ("11", EXACT, "100", "%", "100%"),  # the figure stands first
    ("12a", AT_LEAST, "98", "%", "đạt 98% trở lên"),
    ("12b", EXACT, "90", "%", "đạt 90%"),
    ("13", EXACT, "100", "%", "Duy trì 100%"),
    ("14", EXACT, "100", "%", "Duy trì 100%"),
    ("15", EXACT, "100", "%", "Duy trì 100%"),
    ("16a", EXACT, "100", "%", "đạt 100%"),
    ("16b", EXACT, "97", "%", "đạt 97%"),
    ("17", EXACT, "100", "%", "Hoàn thành 100%"),
    ("18a", AT_LEAST, "85", "%", "đạt 85% trở lên"),
    ("18b", AT_LEAST, "95", "%", "đạt 95% trở lên"),
]


@pytest.fixture(scope="module")
def measures(resolution: Resolution) -> dict[str, Measure]:
    """The measures of the bundled resolution by key."""
    return {measure.key: measure for measure in resolution.measures()}


def test_read_all_measures_and_no_other(measures: dict[str, Measure]) -> None:
    assert list(measures) == [row[0] for row in _MEASURES]


@pytest.mark.parametrize(("key", "comparator", "threshold", "unit", "figure"), _MEASURES)
def test_read_measure(
    measures: dict[str, Measure],
    key: str,
    comparator: Comparator,
    threshold: str,
    unit: str,
    figure: str,
) -> None:
    measure = measures[key]
    assert measure.comparator is comparator
    assert measure.threshold == Decimal(threshold)
    assert measure.unit == unit
    assert measure.figure == figure


def test_figures_are_slices_of_the_clause(
    resolution: Resolution, measures: dict[str, Measure]
) -> None:
    for measure in measures.values():
        text = resolution.clause(measure.ref).text
        assert text[measure.start : measure.end].strip() == measure.figure
        assert measure.quantity in text


@pytest.mark.parametrize("key", ["4", "5"])
def test_qualitative_targets_have_no_measure(resolution: Resolution, key: str) -> None:
    assert resolution.clause(f"II.2.{key}").kind is Kind.TARGET
    assert resolution.notes(f"II.2.{key}").measures == ()


def test_only_shares_of_an_assigned_plan_are_relative(measures: dict[str, Measure]) -> None:
    assert {key for key, measure in measures.items() if measure.relative} == {"1", "17"}


def test_derive_the_income_from_its_baseline(measures: dict[str, Measure]) -> None:
    income = measures["7"]
    assert (income.baseline_value, income.baseline_unit) == (Decimal(104), "triệu đồng")
    assert income.baseline_ref == "I/1"
    assert income.derived == Decimal("114.92")


def test_derive_nothing_where_no_baseline_is_stated(measures: dict[str, Measure]) -> None:
    assert measures["6"].baseline == "số thực hiện năm 2025"  # named, its figure isn't
    assert {key for key, measure in measures.items() if measure.derived is not None} == {"7"}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("12a", "Gia đình văn hóa"),
        ("12b", "tổ dân phố văn hóa"),
        ("16a", "giải quyết thủ tục hành chính đúng hạn"),
        ("16b", "xử lý trực tuyến"),
        ("18a", "ít nghiêm trọng và nghiêm trọng"),
        ("18b", "rất nghiêm trọng, đặc biệt nghiêm trọng"),
        ("8", "hộ kinh doanh"),  # the figure stands inside its quantity
        ("11", "phòng học thông minh"),  # and before it
    ],
)
def test_each_measure_names_its_own_quantity(
    measures: dict[str, Measure], key: str, words: str
) -> None:
    assert words in measures[key].quantity


def _measures_of(text: str) -> list[tuple[Comparator, Decimal | None, str]]:
    clause = Clause("II.2.1", Kind.TARGET, text, (Span(0, len(text)),), marker="(1)")
    return [(m.comparator, m.threshold, m.unit) for m in read_measures(clause)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1) Tỷ lệ đô thị hóa đạt 45% trở lên.", [(AT_LEAST, "45", "%")]),
        (
            "(1) Trồng mới tối thiểu 1.200 cây xanh.",
            [(AT_LEAST, "1200", "cây")],
        ),  # a dot of thousands
        ("(1) Thu hút hơn 12,5 triệu lượt khách.", [(MORE, "12.5", "triệu lượt khách")]),
        (
            "(1) Giảm tỷ lệ hộ nghèo xuống không quá 0,5%.",
            [(AT_MOST, "0.5", "%")],
        ),  # an upper bound
        ("(1) Tỷ lệ nợ xấu dưới 1,5 %.", [(LESS, "1.5", "%")]),
        ("(1) Tỷ lệ sinh viên bỏ học tối đa 3%.", [(AT_MOST, "3", "%")]),
        ("(1) Tỷ lệ hộ nghèo từ 3% trở xuống.", [(AT_MOST, "3", "%")]),
        ("(1) Nợ công ≤ 60% GDP.", [(AT_MOST, "60", "%")]),
        ("(1) Bội chi < 4%.", [(LESS, "4", "%")]),
        ("(1) Tỷ lệ hộ nghèo giảm còn dưới 1%.", [(LESS, "1", "%")]),
        ("(1) Giảm tỷ lệ hộ nghèo xuống còn 1%.", [(AT_MOST, "1", "%")]),  # brought down to
        ("(1) Diện tích rừng còn 45%.", [(EXACT, "45", "%")]),  # nothing says that it shall fall
        ("(1) Số hộ tái nghèo không vượt quá 5 hộ.", [(AT_MOST, "5", "hộ")]),
        (
            "(1) Tỷ lệ che phủ rừng không dưới 42%.",
            [(AT_LEAST, "42", "%")],
        ),  # not under is at least
        ("(1) Số vụ tăng không quá 5%.", [(AT_MOST, "5", "%")]),  # no growth to be reached
        ("(1) Bội chi không quá 3 - 4%.", [(EXACT, None, "%")]),  # a range all the same
        ("(1) Tăng trưởng đạt 4,5 - 5%.", [(EXACT, None, "%")]),  # a range
        ("(1) Đến năm 2030 hoàn thành Đề án 06.", []),  # years and document numbers are no figures
        ("(1) Không để xảy ra cháy nổ.", [(EXACT, "0", "")]),
        ("(1) Nâng cao chất lượng phục vụ.", []),
    ],
)
def test_read_measures_of_other_targets(
    text: str, expected: list[tuple[Comparator, str | None, str]]
) -> None:
    wanted = [(how, Decimal(value) if value else None, unit) for how, value, unit in expected]
    assert _measures_of(text) == wanted


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("4,5 - 5%", "4.5", "5"),
        ("≤ 3", None, "3"),
        ("không quá 5%", None, "5"),
        ("96,2 % trở lên", "96.2", None),
        ("trên 90 hộ", "90", None),
        ("100%", "100", "100"),
        ("không", None, None),
    ],
)
def test_figure_bounds(figure: str, low: str | None, high: str | None) -> None:
    assert figure_bounds(figure) == (low and Decimal(low), high and Decimal(high))


_pieces = st.sampled_from(
    ["đạt", "trên", "từ", "không quá", "tăng", "trở lên", "12", "1.056", "96,2", "100", "%", "- 5",
     "hộ", "cuộc", ";", ".", ",", "năm", "không còn", "so với", "≥", "/năm"]
)  # fmt: skip


@given(st.lists(_pieces, max_size=14).map(" ".join) | st.text(max_size=80))
def test_measures_of_any_text_are_slices_of_it(text: str) -> None:
    clause = Clause("II.2.1", Kind.TARGET, text, (Span(0, len(text)),), marker="")
    for measure in read_measures(clause):
        assert 0 <= measure.start < measure.end <= len(text)
        assert text[measure.start : measure.end].strip() == measure.figure
