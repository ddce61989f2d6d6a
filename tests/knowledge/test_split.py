"""Two questions in one message."""

import pytest

from knowledge.answers.answer import Intent
from knowledge.assistant import Assistant
from knowledge.questions.split import halves


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("bhyt và nước sạch", [("bao hiem y te", "nuoc sach")]),  # the joint stands in neither half
        ("nước sạch va rác thải", [("nuoc sach", "rac thai")]),
        ("nước sạch? rác thải?", [("nuoc sach", "rac thai")]),
        ("nước sạch; rác thải", [("nuoc sach", "rac thai")]),
        ("nước sạch\nrác thải", [("nuoc sach", "rac thai")]),
        ("nước sạch", []),
        ("nước và", []),  # nothing after the joint
        ("", []),
    ],
)
def test_halves(assistant: Assistant, question: str, parts: list[tuple[str, str]]) -> None:
    reading = assistant.matcher.reader.read(question)
    words = reading.folded.split()
    found = [(" ".join(words[:end]), " ".join(words[start:])) for end, start, *_ in halves(reading)]
    assert found == parts


@pytest.mark.parametrize(
    ("question", "refs"),
    [
        ("bhyt và nước sạch bao nhiêu", ["II.2.10", "II.2.14"]),  # the cue serves both
        ("bhyt bao nhiêu? nước sạch bao nhiêu?", ["II.2.10", "II.2.14"]),
        ("chỉ tiêu nước sạch và thu gom rác thải là bao nhiêu", ["II.2.14", "II.2.15"]),
    ],
)
def test_answer_both_parts(assistant: Assistant, question: str, refs: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.intent is Intent.MULTI
    assert [hit.ref for hit in answer.hits] == refs
    assert {status.ref for status in answer.status} == set(refs)


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("tổ chức đảng và đảng viên được xếp loại hoàn thành tốt bao nhiêu", "II.2.3"),
        ("thu gom, xử lý rác thải đạt bao nhiêu", "II.2.15"),  # a comma inside one question
    ],
)
def test_answer_one_question_whole(assistant: Assistant, question: str, ref: str) -> None:
    answer = assistant.ask(question)
    assert [hit.ref for hit in answer.hits] == [ref]
