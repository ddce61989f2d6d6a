"""Measures of prose and of target tables."""

from decimal import Decimal

import pytest

from knowledge.ingest.preview import measure_words
from knowledge.resolution.compare import side_by_side
from knowledge.resolution.load import load_text
from knowledge.resolution.measures import figure_bounds
from knowledge.resolution.model import Measure, Resolution

TABLE = """NGHỊ QUYẾT
VỀ NHIỆM VỤ NĂM 2027
I. CHỈ TIÊU
| TT | Chỉ tiêu | ĐVT | Thực hiện năm 2026 | Kế hoạch năm 2027 | Thời gian hoàn thành | Cơ quan chủ trì |
|---|---|---|---|---|---|---|
| 1 | Tỷ lệ người dân tham gia BHYT | % | 96,2 | ≥ 97 | Quý IV/2027 | Ủy ban nhân dân |
| 2 | Số hộ kinh doanh chuyển đổi | hộ | 90 | 1.056 | 6/2027 | |
| 3 | Tỷ lệ hộ nghèo | % | 0,5 | ≤ 0,3 | 2027 | |
| 4 | Xếp hạng chuyển đổi số | Thứ bậc | | ≤ 3 thành phố; ≤ 50 cả nước | Hằng năm | |
| 5 | Hạ tầng số | | | Tiên tiến | | |
| 6 | Tổ chức được xếp hạng | Tổ chức | | 40 - 50 | | |
"""


@pytest.fixture(scope="module")
def table() -> Resolution:
    return load_text(TABLE)


@pytest.mark.parametrize(
    ("ref", "comparator", "threshold", "unit", "figure"),
    [
        ("I.B1.1", ">=", "97", "%", "≥ 97"),
        ("I.B1.2", "=", "1056", "hộ", "1.056"),
        ("I.B1.3", "<=", "0.3", "%", "≤ 0,3"),
        ("I.B1.6", "=", None, "Tổ chức", "40 - 50"),  # a range judges no report
    ],
)
def test_row_measure(
    table: Resolution, ref: str, comparator: str, threshold: str | None, unit: str, figure: str
) -> None:
    (measure,) = table.notes(ref).measures
    assert measure.comparator == comparator
    assert measure.threshold == (Decimal(threshold) if threshold else None)
    assert (measure.unit, measure.figure) == (unit, figure)
    assert table.clause(ref).text[measure.start : measure.end] == figure


def test_row_with_two_figures(table: Resolution) -> None:
    measures = table.notes("I.B1.4").measures
    assert [m.letter for m in measures] == ["a", "b"]
    assert [m.quantity for m in measures] == [
        "Xếp hạng chuyển đổi số (thành phố)",
        "Xếp hạng chuyển đổi số (cả nước)",
    ]


def test_row_without_figure_is_qualitative(table: Resolution) -> None:
    assert table.notes("I.B1.5").measures == ()


def test_earlier_result_is_the_baseline(table: Resolution) -> None:
    (measure,) = table.notes("I.B1.1").measures
    assert measure.baseline == "Thực hiện năm 2026"
    assert measure.baseline_value == Decimal("96.2")


@pytest.mark.parametrize(
    ("ref", "due", "recurs"),
    [
        ("I.B1.1", "2027-12-31", ""),
        ("I.B1.2", "2027-06-30", ""),
        ("I.B1.3", "2027-12-31", ""),
        ("I.B1.4", "None", "yearly"),
    ],
)
def test_row_deadline(table: Resolution, ref: str, due: str, recurs: str) -> None:
    (deadline,) = table.notes(ref).deadlines
    assert (str(deadline.due), deadline.recurs) == (due, recurs)


def test_row_body(table: Resolution) -> None:
    assert table.notes("I.B1.1").bodies == ("Ủy ban nhân dân",)


PROSE = [
    ("Tỷ lệ A đạt trên 55%.", ">", "55", "%"),
    ("Tối thiểu có 5 doanh nghiệp công nghệ số.", ">=", "5", "doanh nghiệp"),
    ("Quy mô đạt khoảng trên 500 tỉ đô la Mỹ.", ">", "500", "tỉ đô la Mỹ"),
    ("Chỉ số duy trì trên 0,7.", ">", "0.7", ""),
    ("Số lượng công bố tăng trung bình 10%/năm.", "+%", "10", "%"),
    ("Lạm phát khoảng 4,5 - 5%.", "=", None, "%"),
    ("Tỷ lệ nợ không quá 3%.", "<=", "3", "%"),
    ("Đón 22 triệu lượt khách.", "=", "22", "triệu lượt khách"),
]


@pytest.mark.parametrize(("text", "comparator", "threshold", "unit"), PROSE)
def test_prose_measure(text: str, comparator: str, threshold: str | None, unit: str) -> None:
    resolution = load_text(f"I. CHỈ TIÊU\n- {text}")
    (measure,) = resolution.notes("I/1").measures
    assert measure.comparator == comparator
    assert measure.threshold == (Decimal(threshold) if threshold else None)
    assert measure.unit == unit
    assert resolution.clause("I/1").text[measure.start : measure.end].strip() == measure.figure


@pytest.mark.parametrize(
    "text",
    ["Phủ sóng 5G toàn quốc.", "Thuộc nhóm 3 nước dẫn đầu.", "Theo Quyết định số 15 của tỉnh."],
)
def test_no_measure(text: str) -> None:
    assert load_text(f"I. CHỈ TIÊU\n- {text}").notes("I/1").measures == ()


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [("4,5 - 5%", "4.5", "5"), ("≤ 3", None, "3"), ("≥ 30", "30", None), ("đạt 90%", "90", "90")],
)
def test_figure_bounds(figure: str, low: str | None, high: str | None) -> None:
    wanted = tuple(Decimal(v) if v else None for v in (low, high))
    assert figure_bounds(figure) == wanted


def _measures(text: str) -> list[Measure]:
    return list(load_text(text).measures())


def test_many_measures_have_letters_of_their_own() -> None:
    measures = _measures("I. CHỈ TIÊU\n- " + " ".join(f"Việc {i} đạt {i}%;" for i in range(1, 40)))
    assert len({m.letter for m in measures}) == len(measures) == 39


def test_side_by_side_of_two_years() -> None:
    this_year = load_text(
        "I. CHỈ TIÊU\n(1) Tỷ lệ người dân tham gia BHYT đạt 96,2% trở lên.\n(2) Tỷ lệ gia đình văn hóa đạt 98%.\n"
        "(3) Chuyển đổi trên 90 hộ kinh doanh."
    )
    next_year = load_text(
        "I. CHỈ TIÊU\n(1) Tỷ lệ gia đình văn hóa đạt 98,5%.\n(2) Người dân tham gia BHYT đạt 97% trở lên.\n"
        "(3) Trồng 1.000 cây xanh."
    )
    pairs = side_by_side(this_year, next_year)
    said = {
        (p.first.ref if p.first else "", p.second.ref if p.second else ""): p.words() for p in pairs
    }
    assert said == {
        ("I.1", "I.2"): "tăng 0,8 điểm % (tính từ hai văn bản)",
        ("I.2", "I.1"): "tăng 0,5 điểm % (tính từ hai văn bản)",
        ("I.3", ""): "",
        ("", "I.3"): "",
    }
    assert all(pair.calculated == (pair.difference is not None) for pair in pairs)


def test_measure_words() -> None:
    (measure,) = _measures("I. CHỈ TIÊU\n(1) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên.")
    assert measure_words(measure) == "Tỷ lệ người dân tham gia BHYT: từ 96,2 % trở lên"
