"""Greetings, thanks, "what can you do"."""

import pytest

from knowledge.answers import wording
from knowledge.answers.answer import Intent
from knowledge.assistant import Assistant
from knowledge.questions.smalltalk import small_talk


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("chào bạn", "greeting"),
        ("xin chao", "greeting"),  # without accents
        ("hello", "greeting"),
        ("alo", "greeting"),
        ("cảm ơn nhé", "thanks"),
        ("cam on ban nhieu", "thanks"),
        ("thanks", "thanks"),
        ("bạn làm được gì", "help"),
        ("help", "help"),
        ("hướng dẫn sử dụng", "help"),
        ("chào bạn, bạn làm được gì", "help"),  # the question counts, not the greeting
        ("tạm biệt", "goodbye"),
        ("bạn giỏi quá", "praise"),
        ("xin lỗi", "sorry"),
        ("ok", "ack"),
        ("chào bạn, chỉ tiêu bhyt là bao nhiêu", ""),  # a greeting before a question
        ("hộ nghèo", ""),
        ("tội phạm", ""),  # no slip of "tôi phạm lỗi"
        ("chào 5", ""),
        ("", ""),
    ],
)
def test_tell_small_talk(assistant: Assistant, message: str, kind: str) -> None:
    assert small_talk(assistant.matcher.reader.read(message)) == kind


@pytest.mark.parametrize("message", ["chào bạn", "cảm ơn", "bạn làm được gì", "tạm biệt"])
def test_answer_small_talk_without_clauses(assistant: Assistant, message: str) -> None:
    answer = assistant.ask(message)
    assert answer.answered
    assert answer.intent is Intent.SMALL_TALK
    assert not answer.hits
    assert answer.suggestions


def test_answer_the_question_after_a_greeting(assistant: Assistant) -> None:
    assert assistant.ask("chào bạn, chỉ tiêu bhyt là bao nhiêu").hits[0].ref == "II.2.10"


def test_help_names_the_document(assistant: Assistant) -> None:
    text = assistant.ask("bạn làm được gì").parts[0].text
    assert "07-NQ/ĐU" in text
    assert "{" not in text


def test_every_kind_has_its_sentence() -> None:
    assert set(wording.SMALL_TALK) >= {"greeting", "help", "thanks", "goodbye"}
