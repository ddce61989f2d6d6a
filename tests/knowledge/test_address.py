"""Addresses of clauses as people say them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers.answer import Intent
from knowledge.assistant import Assistant
from knowledge.language.normalize import clean
from knowledge.language.tokens import tokenize
from knowledge.questions.address import find_address


def _refs(assistant: Assistant, question: str, near: str = "") -> tuple[str, ...] | None:
    text = clean(question)
    found = find_address(tokenize(text), assistant.resolution, text, near)
    return found.refs if found is not None else None


@pytest.mark.parametrize(
    ("question", "refs"),
    [
        ("mục 3.2 khoản 5", ("II.3.2.5",)),
        ("khoản 5 mục 3.2", ("II.3.2.5",)),  # in either order
        ("gạch đầu dòng thứ 4 mục 3.1", ("II.3.1/4",)),
        ("gach dau dong thu 4 muc 3.1", ("II.3.1/4",)),  # without accents
        ("chỉ tiêu 16", ("II.2.16",)),
        ("chi tieu so 10", ("II.2.10",)),
        ("chỉ tiêu (7)", ("II.2.7",)),
        ("chỉ tiêu 07", ("II.2.7",)),  # a leading nought
        ("chỉ tiêu thứ nhất", ("II.2.1",)),
        ("chỉ tiêu mười", ("II.2.10",)),  # in words
        ("chỉ tiêu cuối", ("II.2.18",)),
        ("II.2.10", ("II.2.10",)),  # the ref itself
        ("mục II.3.1", ("II.3.1",)),
        ("phần III", ("III",)),
        ("phần 2", ("II",)),  # a roman part by an arabic number
        ("khoản 2 mục III", ("III.2",)),
        ("ý cuối mục 3.2 khoản 4", ("II.3.2.4/5",)),
        ("ý thứ 3 khoản 5 mục 3.2", ("II.3.2.5/3",)),
        ("ý đầu tiên mục 3.1", ("II.3.1/1",)),
        ("section 3.1 bullet 2", ("II.3.1/2",)),  # mixed English
        ("tiểu mục 3.1", ("II.3.1",)),
        ("3.2.1", ("II.3.2.1",)),
        ("khoản 1 mục 2", ("II.1", "III.1")),  # two clauses fit: both, no guess
        ("nội dung điểm 3 mục 3.2 là gì", ("II.3.2.3",)),
    ],
)
def test_find_address(assistant: Assistant, question: str, refs: tuple[str, ...]) -> None:
    assert _refs(assistant, question) == refs


@pytest.mark.parametrize("question", ["chỉ tiêu 19", "mục IV", "gạch đầu dòng 11 mục 3.1"])
def test_find_an_address_of_no_clause(assistant: Assistant, question: str) -> None:
    assert _refs(assistant, question) == ()


@pytest.mark.parametrize(
    "question",
    [
        "đạt 16%",  # a figure
        "chỉ tiêu 98%",
        "mục tiêu 3 hộ",
        "chỉ tiêu không còn hộ nghèo",  # "không" is no nought here
        "bhyt bao nhiêu",
        "gạch đầu dòng thứ 4",  # of which heading?
        "ý kiến nhân dân",
        "",
    ],
)
def test_find_no_address(assistant: Assistant, question: str) -> None:
    assert _refs(assistant, question) is None


@pytest.mark.parametrize(
    ("question", "near", "refs"),
    [
        ("ý thứ 3", "II.3.2.4/1", ("II.3.2.4/3",)),  # under the heading spoken of
        ("ý cuối", "II.3.2.4/1", ("II.3.2.4/5",)),
        ("gạch đầu dòng 2", "II.3.1", ("II.3.1/2",)),  # the heading itself was spoken of
        ("ý thứ 9", "II.3.2.4/1", ()),
    ],
)
def test_find_address_near_another(
    assistant: Assistant, question: str, near: str, refs: tuple[str, ...]
) -> None:
    assert _refs(assistant, question, near) == refs


def test_every_target_is_found_by_its_number(assistant: Assistant) -> None:
    for number in range(1, 19):
        answer = assistant.ask(f"chỉ tiêu {number}")
        assert answer.intent is Intent.ADDRESS
        assert answer.hits[0].ref == f"II.2.{number}"


def test_every_clause_with_a_numbered_ref_is_found_by_it(assistant: Assistant) -> None:
    for clause in assistant.resolution.clauses:
        if "/" not in clause.ref and clause.ref.count(".") >= 1:
            assert _refs(assistant, f"mục {clause.ref}") == (clause.ref,)


def test_no_such_target_is_declined_with_the_range(assistant: Assistant) -> None:
    answer = assistant.ask("chỉ tiêu 19")
    assert not answer.answered
    assert not answer.hits
    assert "từ (1) đến (18)" in answer.parts[0].text


_words = st.sampled_from(
    ["mục", "khoản", "chỉ tiêu", "ý", "cuối", "thứ", "gạch đầu dòng", "phần", "II", "III.", "3.2",
     "3", "0", "99", "5", "1.1.1.1", "tư", "nhất", "tiên", "đầu", "%", "(", ")"]
)  # fmt: skip


@settings(max_examples=200)
@given(
    question=st.lists(_words, max_size=8).map(" ".join),
    near=st.sampled_from(["", "II.2.10", "I", "signature"]),
)
def test_find_address_gives_clauses_only(assistant: Assistant, question: str, near: str) -> None:
    for ref in _refs(assistant, question, near) or ():
        assert ref in assistant.resolution.by_ref


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        (
            "mục 3.1 nói gì về bầu cử",
            "II.3.1/3",
        ),  # an address and a topic: the part that speaks of it
        ("phan quoc phong an ninh trong muc 3.2 noi nhung gi", "II.3.2.3"),
    ],
)
def test_an_address_with_a_topic_gives_the_part(
    assistant: Assistant, question: str, ref: str
) -> None:
    assert assistant.ask(question).hits[0].ref == ref


@pytest.mark.parametrize(
    "question",
    [
        "UBND phường Hồng Bàng phải làm gì",
        "chỉ tiêu 10 của phường Lê Chân",
        "danh sách chỉ tiêu năm 2030",
    ],
)
def test_no_address_body_or_list_of_another_place_or_year(
    assistant: Assistant, question: str
) -> None:
    assert not assistant.ask(question).answered
