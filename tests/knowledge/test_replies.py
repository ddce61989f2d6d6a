"""What a person reads: faults that a look at the replies once found."""

import pytest

from knowledge.answers.answer import Intent, PartKind
from knowledge.assistant import Assistant


@pytest.mark.parametrize("question", ["chỉ tiêu 12", "chỉ tiêu 16", "chỉ tiêu 18"])
def test_two_measures_without_a_report_say_so_once(assistant: Assistant, question: str) -> None:
    parts = assistant.ask(question).parts
    assert sum(part.kind is PartKind.STATUS for part in parts) == 1


def test_what_a_paragraph_announces_is_listed(assistant: Assistant) -> None:
    answer = assistant.ask("hạn chế yếu kém năm 2025 là gì")
    assert [hit.ref for hit in answer.hits] == ["I/2", "I/3", "I/4"]


def test_a_list_has_one_bullet_sign(assistant: Assistant) -> None:
    parts = assistant.ask("mục 3.2 khoản 5").parts
    items = [part.text for part in parts if part.kind is PartKind.ITEM]
    assert items
    assert not [item for item in items if item.startswith("-")]


def test_the_preamble_is_no_result_of_the_past_year(assistant: Assistant) -> None:
    answer = assistant.ask("ngày họp ghi 21/12/2026 hay 2025")
    notes = [part.text for part in answer.parts if part.kind is PartKind.NOTE]
    assert answer.hits[0].ref == "preamble/1"
    assert not [note for note in notes if "kết quả năm" in note]


def test_a_body_is_charged_by_work_not_by_the_preamble(assistant: Assistant) -> None:
    refs = [hit.ref for hit in assistant.ask("UBND phường phải làm gì").hits]
    assert "III.1" in refs
    assert not {"preamble/1", "I/1", "II.1/1"} & set(refs)


def test_a_body_that_a_clause_does_not_name_is_not_said_to_be_named(assistant: Assistant) -> None:
    answer = assistant.ask("ai chịu trách nhiệm", "chỉ tiêu BHYT")
    assert "không nêu tên đơn vị" in answer.parts[0].text


@pytest.mark.parametrize("question", ["ý cuối", "nguyên văn", "tỷ lệ"])
def test_a_message_without_a_topic_is_asked_back(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, "xin chào")
    assert answer.intent is Intent.EMPTY
    assert not answer.hits


def test_another_topic_does_not_repeat_the_answer_before(assistant: Assistant) -> None:
    assert not assistant.ask("thời tiết thì sao", "chỉ tiêu BHYT").answered


def test_how_far_it_has_got_is_asked_of_the_clause_before(assistant: Assistant) -> None:
    answer = assistant.ask("tình hình đến đâu rồi", "chỉ tiêu BHYT")
    assert answer.hits[0].ref == "II.2.10"


def test_a_decline_names_the_attribute_in_plain_words(assistant: Assistant) -> None:
    sentence = assistant.ask("tỷ lệ thất nghiệp của phường là bao nhiêu").parts[0].text
    assert sentence.endswith("không nêu tỷ lệ bạn hỏi.")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("án nghiêm trọng phá được bao nhiêu phần trăm", "85%"),
        ("phường thành lập ngày nào", "01/7/2025"),
        ("diện tích gieo cấy là bao nhiêu", "425,53 ha"),
    ],
)
def test_plain_questions_get_their_figure(assistant: Assistant, question: str, part: str) -> None:
    assert any(part in shown.text for shown in assistant.ask(question).parts[:2])
