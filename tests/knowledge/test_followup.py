"""Questions that lean on the one before."""

import pytest

from knowledge.answers.answer import PartKind
from knowledge.assistant import Assistant
from knowledge.questions.cues import find_cues
from knowledge.questions.followup import Lean, lean, sibling
from knowledge.resolution.model import Resolution


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("còn nước sạch thì sao", Lean.TOPIC),
        ("thế còn bhyt", Lean.TOPIC),
        ("chỉ tiêu tiếp theo", Lean.NEXT),
        ("mục trước đó", Lean.PREVIOUS),
        ("bao giờ phải xong", Lean.DEADLINE),
        ("ai chịu trách nhiệm", Lean.WHO),
        ("nguyên văn", Lean.WHOLE),
        ("trích nguyên văn đi", Lean.WHOLE),
        ("ở mục nào", Lean.SAME),
        ("tiến độ đến đâu rồi", Lean.SAME),
        ("chỉ tiêu về bảo hiểm y tế năm 2026 là bao nhiêu phần trăm", Lean.NONE),  # stands alone
    ],
)
def test_tell_how_a_question_leans(assistant: Assistant, question: str, kind: Lean) -> None:
    reading = assistant.matcher.reader.read(question)
    assert lean(reading, find_cues(reading, "2026")) is kind


@pytest.mark.parametrize(
    ("prev", "question", "ref"),
    [
        ("chỉ tiêu bhyt là bao nhiêu", "còn nước sạch thì sao", "II.2.14"),
        ("chi tieu bhyt la bao nhieu", "con nuoc sach thi sao", "II.2.14"),
        ("chỉ tiêu 10", "chỉ tiêu tiếp theo", "II.2.11"),
        ("chỉ tiêu 10", "chỉ tiêu trước đó", "II.2.9"),
        ("gpmb chợ Trịnh Xá", "bao giờ phải xong", "II.3.2.1/4"),
        ("chỉ tiêu 10", "nguyên văn", "II.2.10"),
        ("chỉ tiêu 2", "ai chịu trách nhiệm", "II.2.2"),
        ("mục 3.1", "ý thứ 4", "II.3.1/4"),  # an address under what was spoken of
        ("mục 3.2 khoản 4", "ý cuối", "II.3.2.4/5"),
        (
            "thời tiết hôm nay",
            "còn nước sạch thì sao",
            "II.2.14",
        ),  # nothing before: it stands alone
        ("chỉ tiêu 10", "chỉ tiêu giảm hộ nghèo năm 2026 là bao nhiêu", "II.2.9"),  # asks anew
    ],
)
def test_answer_a_follow_up(assistant: Assistant, prev: str, question: str, ref: str) -> None:
    answer = assistant.ask(question, prev)
    assert answer.answered
    assert answer.hits[0].ref == ref


def test_answer_when_it_must_be_done(assistant: Assistant) -> None:
    answer = assistant.ask("bao giờ phải xong", "gpmb chợ Trịnh Xá")
    assert answer.parts[0].kind is PartKind.LEAD
    assert "trong tháng 4/2026" in answer.parts[0].text


def test_answer_when_no_time_is_stated(assistant: Assistant) -> None:
    answer = assistant.ask("bao giờ phải xong", "chỉ tiêu 10")
    assert answer.hits[0].ref == "II.2.10"
    assert "không ghi thời hạn" in answer.parts[0].text


@pytest.mark.parametrize(
    ("prev", "question"),
    [("chỉ tiêu 1", "chỉ tiêu trước đó"), ("chỉ tiêu 18", "chỉ tiêu tiếp theo")],
)
def test_past_the_ends_there_is_nothing(assistant: Assistant, prev: str, question: str) -> None:
    answer = assistant.ask(question, prev)
    assert not answer.answered
    assert not answer.hits


def test_a_known_focus_needs_no_message_before(assistant: Assistant) -> None:
    assert assistant.ask("nguyên văn", focus="II.3.1/5").hits[0].ref == "II.3.1/5"


def test_a_follow_up_to_nothing_does_not_crash(assistant: Assistant) -> None:
    for prev in ("", "???", "\ud800", "x" * 5000):
        assert assistant.ask("còn cái đó thì sao", prev).parts


@pytest.mark.parametrize(
    ("ref", "step", "other"),
    [
        ("II.2.1", 1, "II.2.2"),
        ("II.2.18", 1, None),
        ("II.2.1", -1, None),
        ("II.3.1/10", 1, "II.3.2.1/1"),  # across headings
        ("III.2", -1, "III.1"),
        ("header", 1, None),
    ],
)
def test_sibling(resolution: Resolution, ref: str, step: int, other: str | None) -> None:
    assert sibling(resolution, ref, step) == other


@pytest.mark.parametrize(
    "question",
    [
        "số hộ cận nghèo năm 2026 còn bao nhiêu",
        "giá điện năm nay còn bao nhiêu",
        "giá điện còn bao nhiêu",
        "giá vàng năm nay thì sao",
    ],
)
def test_another_topic_is_not_answered_with_the_one_before(
    assistant: Assistant, question: str
) -> None:
    """What the resolution does not say is not answered with what was spoken of before."""
    answer = assistant.ask(question, "chỉ tiêu BHYT là bao nhiêu", focus="II.2.10")
    assert not answer.answered
    assert "96,2" not in "".join(part.text for part in answer.parts)
