"""What holds for every question: no crash, no figure from nowhere, no quotation that isn't a slice."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.terminal import as_json, plain
from knowledge.answers.answer import Answer, Intent, PartKind, Status
from knowledge.assistant import Assistant
from knowledge.language.tokens import folded_syllables
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.model import Kind, Resolution
from tests.knowledge.figures import figures, figures_of_a_decline, stray_figures

_MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_SOURCE_WORDS = sorted(set(load_bundled().source.split()))

_numbers = st.one_of(
    st.integers(0, 3000).map(str),
    st.sampled_from(["96,2", "10,5%", "1.056", "100%", "14 %", "90", "1/7/2025", "3.2", "(7)", "0,248%"]),
)  # fmt: skip
_cues = st.sampled_from(
    ["bao nhiêu", "là gì", "đúng không", "chỉ tiêu", "mục", "khoản", "và", "còn", "ai", "khi nào",
     "ở đâu", "danh sách", "năm 2025", "năm 2030", "phường Lê Chân", "nguyên văn", "ý thứ", "?", ","]
)  # fmt: skip
_noise = st.text(max_size=12) | st.text(
    st.characters(categories=["Cc", "Cf", "Cs", "Nd"]), max_size=6
)
questions = st.lists(
    st.one_of(st.sampled_from(_SOURCE_WORDS), _numbers, _cues, _noise), min_size=1, max_size=14
).map(" ".join)


@pytest.fixture(scope="module")
def answers(
    assistant: Assistant, written_questions: list[dict[str, Any]]
) -> list[tuple[str, Answer]]:
    """The answers to all written questions."""
    return [(row["q"], assistant.ask(row["q"], row.get("prev"))) for row in written_questions]


def _check(answer: Answer, resolution: Resolution) -> None:
    """What holds for every answer."""
    assert answer.parts
    assert plain(answer).strip()
    assert 0 <= answer.confidence <= 1
    assert stray_figures(answer, resolution) == []
    for part in answer.parts:
        if part.kind is PartKind.QUOTE:
            assert part.text in resolution.clause(part.ref).text
        if part.bold:
            assert 0 <= part.bold[0] < part.bold[1] <= len(part.text)
    for hit in answer.hits:
        assert hit.text in resolution.clause(hit.ref).text
    if not answer.answered:
        assert not answer.hits
        assert figures_of_a_decline(answer, resolution) == set()
        assert not any(part.kind is PartKind.QUOTE for part in answer.parts)
    if answer.answered and answer.intent is not Intent.SMALL_TALK:
        assert answer.hits
        assert answer.focus in resolution.by_ref
    json.dumps(as_json(answer, "1", 0.0))


def test_written_questions_show_no_stray_figure(
    answers: list[tuple[str, Answer]], resolution: Resolution
) -> None:
    stray = {question: stray_figures(answer, resolution) for question, answer in answers}
    assert {question: found for question, found in stray.items() if found} == {}


def test_written_questions_are_quoted_by_slices(
    answers: list[tuple[str, Answer]], resolution: Resolution
) -> None:
    for _, answer in answers:
        _check(answer, resolution)


def test_declines_show_no_figure(answers: list[tuple[str, Answer]], resolution: Resolution) -> None:
    declines = [answer for _, answer in answers if not answer.answered]
    assert len(declines) > 50
    assert all(figures_of_a_decline(answer, resolution) == set() for answer in declines)


@_MANY
@given(questions)
def test_made_questions(assistant: Assistant, question: str) -> None:
    _check(assistant.ask(question), assistant.resolution)


@settings(max_examples=100, deadline=None)
@given(questions, questions)
def test_made_follow_ups(assistant: Assistant, prev: str, question: str) -> None:
    _check(assistant.ask(question, prev), assistant.resolution)


@_MANY
@given(st.text(st.characters(), max_size=300))
def test_any_text(assistant: Assistant, question: str) -> None:
    _check(assistant.ask(question), assistant.resolution)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Zs"]), max_size=200))
def test_any_invisible_text(assistant: Assistant, question: str) -> None:
    _check(assistant.ask(question, question), assistant.resolution)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,  # one endless word
        "chỉ tiêu " * 11_112,
        "12 " * 33_334,
        "?" * 100_000,
        "\n" * 100_000,
        "<" * 100_000,
        "{{" * 50_000,
        "'; DROP TABLE " * 7_200,
        "mục 3.2 " * 12_500,
        "\u0301" * 100_000,  # marks without letters
        "\ud800" * 100_000,
        "aa" * 50_000 + "?",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_hundred_thousand_characters(assistant: Assistant, text: str) -> None:
    _check(assistant.ask(text), assistant.resolution)


def test_the_whole_source_as_a_question(assistant: Assistant) -> None:
    _check(assistant.ask(assistant.resolution.source), assistant.resolution)


def _same_words(one: str, other: str) -> bool:
    """Whether a text is found in another word for word, as a one-line heading may be in a task."""
    words, more = (" ".join(folded_syllables(text)) for text in (one, other))
    return f" {words} " in f" {more} "


def test_every_clause_is_found_by_its_own_text(assistant: Assistant) -> None:
    resolution = assistant.resolution
    lost = []
    for clause in resolution.clauses:
        answer = assistant.ask(clause.text)
        _check(answer, resolution)
        found = [resolution.clause(hit.ref) for hit in answer.hits]
        # A heading over a single paragraph is answered with the paragraph.
        right = {clause.ref, *(c.ref for c in resolution.children.get(clause.ref, ())[:1])}
        if not any(hit.ref in right or _same_words(clause.body, hit.text) for hit in found):
            lost.append((clause.ref, [hit.ref for hit in found]))
    assert lost == []


def test_the_calculated_figure_is_marked(assistant: Assistant) -> None:
    answer = assistant.ask("chỉ tiêu 7")
    calculated = [part.text for part in answer.parts if "114,92" in part.text]
    assert len(calculated) == 1
    assert "số do máy tính" in calculated[0]
    assert "nghị quyết không ghi số này" in calculated[0]


def test_recorded_figures_are_shown_as_recorded(resolution: Resolution) -> None:
    def recorded(ref: str) -> tuple[Status, ...]:
        return (Status(ref, "97,3% (30/6/2026)", Decimal("97.3"), "%", date(2026, 6, 30), "BHXH"),)

    assistant = Assistant(resolution, status_of=recorded)
    answer = assistant.ask("chỉ tiêu 10")
    assert any("97,3%" in part.text for part in answer.parts if part.kind is PartKind.STATUS)
    assert stray_figures(answer, resolution) == []


def test_a_stray_figure_would_be_seen(resolution: Resolution, assistant: Assistant) -> None:
    answer = assistant.ask("chỉ tiêu 10")
    parts = tuple(
        type(part)(part.kind, part.text.replace("96,2", "97,2"), part.ref)
        if part.kind is PartKind.LEAD
        else part
        for part in answer.parts
    )
    forged = Answer(answer.question, True, answer.intent, 1.0, parts, answer.hits)
    assert stray_figures(forged, resolution) != []


def test_labels_of_choices_show_no_figure_of_a_target(assistant: Assistant) -> None:
    for clause in assistant.resolution.of_kind(Kind.TARGET):
        for choice in assistant.ask(f"chỉ tiêu {clause.marker}").choices:
            assert figures(choice.label) <= figures(clause.marker)
