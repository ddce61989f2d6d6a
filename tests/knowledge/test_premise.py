"""Figures that a question takes for granted."""

import pytest

from knowledge.answers.answer import PartKind
from knowledge.assistant import Assistant


def _lead(assistant: Assistant, question: str) -> tuple[str, str]:
    answer = assistant.ask(question)
    lead = next((part.text for part in answer.parts if part.kind is PartKind.LEAD), "")
    return answer.hits[0].ref, lead


@pytest.mark.parametrize(
    ("question", "ref", "lead"),
    [
        ("chỉ tiêu bhyt là 95% đúng không", "II.2.10", "Không đúng, nghị quyết ghi: Đạt 96,2 % trở lên."),
        ("bhyt 96,2% phải không", "II.2.10", "Đúng, nghị quyết ghi: Đạt 96,2 % trở lên."),
        ("bhyt 96.2% phải không", "II.2.10", "Đúng, nghị quyết ghi: Đạt 96,2 % trở lên."),  # a phone's point
        ("tăng thu ngân sách 15% đúng không", "II.2.6", "Không đúng, nghị quyết ghi: Tăng 14%."),
        ("thu nhập tăng 10,5% đúng không", "II.2.7", "Đúng, nghị quyết ghi: Tăng từ 10,5%/năm trở lên."),
        ("chuyển đổi 100 hộ kinh doanh phải không", "II.2.8", "Không đúng, nghị quyết ghi: Trên 90 hộ."),
        ("tổ dân phố văn hóa 95% đúng không", "II.2.12", "Không đúng, nghị quyết ghi: Đạt 90%."),  # of two, the one asked
    ],
)  # fmt: skip
def test_answer_a_premise(assistant: Assistant, question: str, ref: str, lead: str) -> None:
    assert _lead(assistant, question) == (ref, lead)


def test_answer_a_premise_about_a_fact(assistant: Assistant) -> None:
    ref, lead = _lead(assistant, "có phải đàn lợn 1.100 con không")
    assert ref == "I/1"
    assert lead.startswith("Không đúng")
    assert "1.056 con" in lead


@pytest.mark.parametrize(
    "question", ["chỉ tiêu bhyt là bao nhiêu", "chỉ tiêu bhyt năm 2026 là bao nhiêu"]
)
def test_no_premise_where_nothing_is_claimed(assistant: Assistant, question: str) -> None:
    _, lead = _lead(assistant, question)
    assert lead == "Đạt 96,2 % trở lên"  # a year is no figure


def test_answer_a_premise_that_looks_like_a_year(assistant: Assistant) -> None:
    _, lead = _lead(assistant, "đàn lợn có 2000 con đúng không")
    assert lead.startswith("Không đúng")


def test_answer_a_premise_with_a_joint_word_in_it(assistant: Assistant) -> None:
    answer = assistant.ask("hộ nghèo còn 5% đúng không")
    assert [hit.ref for hit in answer.hits] == ["II.2.9"]
    assert answer.parts[0].text.startswith("Không đúng")
