"""The assistant: one question in, one answer out."""

import unicodedata

import pytest

from knowledge.answers.answer import Intent
from knowledge.assistant import Assistant
from knowledge.resolution.bundle import assemble
from knowledge.resolution.model import Kind

_KINDS = [
    # question, ref of the first hit
    ("chỉ tiêu BHYT là bao nhiêu", "II.2.10"),  # a target's figure
    ("tổng đàn gia cầm bao nhiêu con", "I/1"),  # a 2025 fact
    ("giải phóng mặt bằng chợ Trịnh Xá", "II.3.2.1/4"),  # a topic
    ("nhiệm vụ nạo vét kênh mương", "II.3.2.1/6"),  # a task
    ("người đứng đầu cấp ủy chịu trách nhiệm gì", "III.2"),  # who is responsible
    ("UBKT có nhiệm vụ gì", "II.3.1/7"),  # what a body must do
    ("gạch đầu dòng thứ 4 mục 3.1", "II.3.1/4"),  # an address
    ("việc gì phải xong trong tháng 4/2026", "II.3.2.1/4"),  # a deadline
    ("nghị quyết 57-NQ/TW", "II.3.2.2/8"),  # a cited document
    ("dự án Hoàng Lâm", "II.3.2.1/7"),  # a proper name
    ("96,2% là gì", "II.2.10"),  # a figure looked up backwards
    ("liệt kê các chỉ tiêu", "II.2"),  # a list
    ("chủ đề năm 2026 là gì", "II.1/1"),  # the theme
    ("nghị quyết số mấy", "header"),  # the number
    ("ai ký nghị quyết", "signature"),  # the signer
    ("mấy cửa hàng nhỏ phải lên công ty", "II.2.8"),  # everyday words
]


@pytest.mark.parametrize(("question", "ref"), _KINDS)
def test_answer_each_kind_of_question(assistant: Assistant, question: str, ref: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.hits[0].ref == ref


_QUESTION = "chỉ tiêu tỷ lệ người dân tham gia bảo hiểm y tế là bao nhiêu"


@pytest.mark.parametrize(
    "typed",
    [
        _QUESTION,
        _QUESTION.upper(),
        unicodedata.normalize("NFD", _QUESTION),
        "chi tieu ty le nguoi dan tham gia bao hiem y te la bao nhieu",  # no accents
        "chỉ tieu tỷ le nguoi dân tham gia bao hiểm y te là bao nhieu",  # half
        "chỉ tiêu BHYT là bn z",  # chat
        "chir tieeu bhyt laf bao nhieeu",  # raw Telex
        "chỉ tiêu bảo hiễm y tế là bao nhiu",  # typos
        "thẻ bảo hiểm bà con phải được mấy phần",  # everyday words
        "BHYT",  # a keyword
        "ｃｈỉ ｔｉêｕ BHYT",  # full width
        "chỉ\u200b tiêu\u200b BHYT",  # zero width
        "<p>chỉ tiêu <b>BHYT</b>?</p>",  # markup
        "BHYT target là bao nhiêu percent",  # mixed English
    ],
)
def test_answer_however_it_is_typed(assistant: Assistant, typed: str) -> None:
    assert assistant.ask(typed).hits[0].ref == "II.2.10"


@pytest.mark.parametrize("question", ["", " ", "???", "👍", "\ud800", "\u200b", "\n\n"])
def test_answer_nothing_with_an_example(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.intent is Intent.EMPTY
    assert not answer.answered
    assert not answer.hits
    assert answer.question == question


@pytest.mark.parametrize(
    ("kind", "intent"),
    [
        (Kind.TARGET, Intent.TARGET),
        (Kind.TASK, Intent.TASK),
        (Kind.RESPONSIBILITY, Intent.RESPONSIBILITY),
    ],
)
def test_the_intent_tells_the_kind_of_the_clause(
    assistant: Assistant, kind: Kind, intent: Intent
) -> None:
    clause = next(assistant.resolution.of_kind(kind))
    assert assistant.ask(clause.body).intent is intent


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    assert assistant.ask(_QUESTION) == assistant.ask(_QUESTION)


def test_every_suggestion_of_a_decline_is_answered(assistant: Assistant) -> None:
    for suggestion in assistant.ask("giá vàng hôm nay").suggestions:
        assert assistant.ask(suggestion).answered, suggestion


def test_a_choice_opens_its_clause(assistant: Assistant) -> None:
    for choice in assistant.ask("90 là gì").choices:
        shown = assistant.ask("nguyên văn", focus=choice.ref)
        assert shown.hits[0].ref == choice.ref


def test_another_resolution_without_data_files() -> None:
    source = (
        "NGHỊ QUYẾT\nvề phát triển cây xanh năm 2027\n\nI. MỤC TIÊU\n\n1. Một số chỉ tiêu\n\n"
        "(1) Trồng mới ít nhất 1.200 cây xanh.\n\n(2) Tỷ lệ cây sống đạt 95% trở lên.\n"
    )
    assistant = Assistant(assemble(source))
    answer = assistant.ask("tỷ lệ cây sống là bao nhiêu")
    assert answer.hits[0].ref == "I.1.2"
    assert answer.parts[0].kind.value in ("lead", "text")
    assert any("95%" in part.text for part in answer.parts)


def test_an_empty_document_answers_nothing() -> None:
    assistant = Assistant(assemble("I. MỤC TIÊU"))
    assert assistant.ask("chỉ tiêu bhyt là bao nhiêu").parts
