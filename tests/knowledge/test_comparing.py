"""Two years of one ward's targets side by side."""

from pathlib import Path

import pytest

from knowledge.answers.answer import Answer, PartKind
from knowledge.comparing import Comparison, list_asked
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Resolution

_NEXT = Path(__file__).parents[1] / "documents" / "12-NQ-DU.txt"


@pytest.fixture(scope="module")
def next_year() -> Resolution:
    return load_text(_NEXT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def comparison(next_year: Resolution) -> Comparison:
    return Comparison(load_bundled(), next_year)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("chỉ tiêu nào tăng so với năm 2026", "rose"),
        ("những chỉ tiêu tăng so với năm ngoái", "rose"),
        ("chi tieu nao giam so voi nam 2026", "fell"),
        ("các chỉ tiêu giữ nguyên so với năm trước", "same"),
        ("năm 2027 có chỉ tiêu nào mới", "new"),
        ("chỉ tiêu mới của năm 2027", "new"),
        ("chỉ tiêu nào bị bỏ", "gone"),
        ("chỉ tiêu nào không còn", "gone"),
        ("so sánh các chỉ tiêu năm 2026 và năm 2027", "all"),
        ("chỉ tiêu BHYT so với năm 2026", ""),
        ("chỉ tiêu kết nạp đảng viên mới là bao nhiêu", ""),
        ("thu ngân sách tăng bao nhiêu", ""),
    ],
)
def test_list_asked(question: str, kind: str) -> None:
    assert list_asked(question) == kind


def _refs(answer: Answer, number: str) -> list[str]:
    return [hit.ref for hit in answer.hits if hit.document == number]


@pytest.mark.parametrize(
    ("kind", "newer", "older"),
    [
        ("new", ["II.2.7", "II.2.12", "II.2.16"], []),
        ("gone", [], ["II.2.4", "II.2.5", "II.2.9", "II.2.11", "II.2.15", "II.2.18"]),
        (
            "rose",
            ["II.2.2", "II.2.3", "II.2.6", "II.2.8", "II.2.9", "II.2.15"],
            ["II.2.2", "II.2.3", "II.2.8", "II.2.10", "II.2.12", "II.2.18"],
        ),
        ("fell", ["II.2.4", "II.2.13"], ["II.2.6", "II.2.16"]),
    ],
)
def test_listed(comparison: Comparison, kind: str, newer: list[str], older: list[str]) -> None:
    answer = comparison.listed("q", kind)
    assert sorted(_refs(answer, "12-NQ/ĐU")) == sorted(newer)
    assert sorted(_refs(answer, "07-NQ/ĐU")) == sorted(older)


def test_both_figures_stand_as_printed_with_their_place(
    comparison: Comparison, next_year: Resolution
) -> None:
    lines = [p.text for p in comparison.listed("q", "rose").parts if p.kind is PartKind.ITEM]
    (insured,) = (line for line in lines if "BHYT" in line)
    assert next_year.clause("II.2.8").text in insured
    assert load_bundled().clause("II.2.10").text in insured
    assert "chỉ tiêu (8), khoản 2, mục II, 12-NQ/ĐU" in insured
    assert "tăng 1,3 điểm % (tính từ hai văn bản)" in insured


def test_the_whole_list_says_which_document_lacks_a_target(comparison: Comparison) -> None:
    lines = [p.text for p in comparison.listed("q", "all").parts if p.kind is PartKind.ITEM]
    (poor,) = (line for line in lines if "không còn hộ nghèo" in line)
    assert poor.endswith("— Văn bản số 12-NQ/ĐU không có chỉ tiêu tương ứng")
    (trees,) = (line for line in lines if "cây xanh" in line)
    assert trees.endswith("— Văn bản số 07-NQ/ĐU không có chỉ tiêu tương ứng")
    assert sum("không có chỉ tiêu tương ứng" in line for line in lines) == 9
    gone = [p.text for p in comparison.listed("q", "gone").parts]
    assert not any("không có chỉ tiêu tương ứng" in line for line in gone)


def test_a_level_and_a_growth_are_not_subtracted(comparison: Comparison) -> None:
    lines = [p.text for p in comparison.listed("q", "rose").parts]
    (income,) = (line for line in lines if "Thu nhập bình quân" in line)
    assert "không trừ được" in income
    assert "128 triệu" in income
    assert "10,5%/năm" in income


def test_of_a_target_with_two_measures_only_the_one_meant(comparison: Comparison) -> None:
    lines = [p.text for p in comparison.listed("q", "gone").parts if "(18)" in p.text]
    assert len(lines) == 1
    assert "95%" in lines[0]
    assert "85%" not in lines[0]
