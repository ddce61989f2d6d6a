"""A figure looked up backwards."""

import pytest

from knowledge.answers.answer import Intent, PartKind
from knowledge.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "ref", "words"),
    [
        ("96,2% là gì", "II.2.10", "BHYT"),
        ("96.2% la gi", "II.2.10", "BHYT"),  # a phone's decimal point, no accents
        ("1.056 là số gì", "I/1", "đàn lợn"),
        ("1056", "I/1", "đàn lợn"),  # without the dot of thousands
        ("104 là gì", "I/1", "Thu nhập bình quân"),
        ("425,53 ha là số gì", "I/1", "gieo cấy"),
        ("32.160 là gì", "I/1", "gia cầm"),
        ("0,248% là gì", "I/1", "cận nghèo"),
        ("14% là gì", "II.2.6", "ngân sách"),
        ("97% là gì", "II.2.16", "trực tuyến"),
    ],
)
def test_look_up_a_figure(assistant: Assistant, question: str, ref: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.hits[0].ref == ref
    quotes = [part.text for part in answer.parts if part.kind is PartKind.QUOTE]
    assert words in quotes[0]


def test_look_up_a_figure_of_several_clauses(assistant: Assistant) -> None:
    answer = assistant.ask("90 là gì")
    assert answer.intent is Intent.AMBIGUOUS
    assert {hit.ref for hit in answer.hits} == {"II.2.3", "II.2.8", "II.2.12"}
    assert len(answer.choices) == 3


@pytest.mark.parametrize("question", ["97,5% là gì", "123456 là gì"])
def test_look_up_a_figure_that_is_not_there(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert not answer.hits


def test_a_figure_beside_a_topic_is_no_look_up(assistant: Assistant) -> None:
    assert assistant.ask("giảm hộ nghèo 90 là chỉ tiêu gì").intent is not Intent.REVERSE


def test_the_number_of_targets_is_no_figure_of_the_last(assistant: Assistant) -> None:
    assert assistant.ask("18 chỉ tiêu").hits[0].ref == "II.2"
