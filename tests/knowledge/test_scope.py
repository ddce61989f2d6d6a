"""What the resolution answers and what it doesn't."""

import pytest

from knowledge.answers.answer import Intent, PartKind
from knowledge.assistant import Assistant
from knowledge.questions.outside import outside_examples
from knowledge.questions.scope import SIGNS
from knowledge.resolution.model import Kind


@pytest.mark.parametrize(
    "question",
    [
        "giá vàng hôm nay bao nhiêu",  # prices
        "thời tiết hôm nay thế nào",
        "số điện thoại công an phường",  # an attribute that is not stated
        "trưởng công an phường tên gì",
        "đội tuyển Việt Nam đá mấy giờ",
        "cách nấu phở bò",
        "giá điện bao nhiêu",
        "viết cho tôi một bài thơ",
        "gia vang hom nay bao nhieu",  # without accents
    ],
)
def test_decline_what_lies_outside(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.intent is Intent.OUTSIDE
    assert not answer.hits
    assert answer.suggestions


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("chỉ tiêu bhyt của Hà Nội là bao nhiêu", "Hà Nội"),
        ("phường Lê Chân chỉ tiêu bhyt bao nhiêu", "Lê Chân"),  # another ward
        ("tỷ lệ nước sạch ở tỉnh Nghệ An", "Nghệ An"),
    ],
)
def test_decline_another_place_by_name(assistant: Assistant, question: str, place: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert place in answer.parts[0].text


@pytest.mark.parametrize("question", ["chỉ tiêu bhyt năm 2030", "bhyt năm 2024 đạt bao nhiêu"])
def test_decline_another_year(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert "2026" in answer.parts[0].text


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("chỉ tiêu bhyt phường Thiên Hương năm 2026", "II.2.10"),  # this place, this year
        ("mô hình tổ dân phố Lâm Động 1", "II.3.2.3/4"),  # a place of this ward
        ("quy định 144", "II.3.1/2"),
        ("bhyt", "II.2.10"),  # a bare keyword
    ],
)
def test_answer_what_lies_inside(assistant: Assistant, question: str, ref: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.hits[0].ref == ref


def test_related_clauses_are_openly_offered_as_related(assistant: Assistant) -> None:
    answer = assistant.ask("chỉ tiêu bhyt năm 2030")
    related = [part for part in answer.parts if part.kind is PartKind.RELATED]
    assert "II.2.10" in [part.ref for part in related]
    assert "không phải câu trả lời" in "".join(part.text for part in answer.parts)
    assert [choice.ref for choice in answer.choices] == [part.ref for part in related]
    assert not any("96,2" in part.text for part in answer.parts)


def test_decline_keeps_the_capitals_of_the_ward(assistant: Assistant) -> None:
    answer = assistant.ask("chỉ tiêu bhyt của Hà Nội là bao nhiêu")
    assert "phường Thiên Hương" in answer.parts[0].text


def test_a_judgement_has_a_value_for_every_sign(assistant: Assistant) -> None:
    reading, cues = assistant.understander.read("chỉ tiêu bhyt là bao nhiêu")
    judgement = assistant.understand(reading, cues).judgement
    assert len(judgement.signs) == len(SIGNS)
    assert judgement.answered > 0.5
    assert (judgement.place, judgement.other_year) == ("", False)


def test_outside_examples_are_broad() -> None:
    examples = outside_examples()
    assert len(examples) >= 10
    assert sum(map(len, examples.values())) >= 200


def test_confidence_tells_a_sure_answer_from_a_doubtful_one(assistant: Assistant) -> None:
    sure = assistant.ask("chỉ tiêu bhyt là bao nhiêu phần trăm").confidence
    assert sure > 0.9
    assert all(
        assistant.ask(clause.body).confidence > 0.3
        for clause in assistant.resolution.of_kind(Kind.TARGET)
    )
