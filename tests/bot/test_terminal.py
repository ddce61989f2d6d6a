"""The terminal as a channel: plain text, JSON, a chat."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest

from bot.terminal import GOODBYE, as_json, chat, plain
from knowledge.answers.answer import Answer, Hit, Intent, Part, PartKind, Status
from knowledge.assistant import Assistant


def _answer(*parts: Part, status: tuple[Status, ...] = ()) -> Answer:
    return Answer("q", True, Intent.TARGET, 0.123456, parts, status=status, suggestions=("s",))


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        (PartKind.LEAD, "Đạt 98%", "Đạt 98%"),
        (PartKind.QUOTE, "(10) Tỷ lệ", "“(10) Tỷ lệ”"),
        (PartKind.QUOTE, "“Gia đình văn hóa”", "“Gia đình văn hóa”"),  # no quotes in quotes
        (PartKind.QUOTE, '"Xây dựng"', '"Xây dựng"'),
        (PartKind.CITATION, "Mục I", "— Mục I"),
        (PartKind.NOTE, "hiểu là", "(hiểu là)"),
        (PartKind.ITEM, "một", "• một"),
        (PartKind.RELATED, "hai", "• hai"),
        (PartKind.CHOICE, "ba", "• ba"),
        (PartKind.TEXT, "Liên quan:", "Liên quan:"),
    ],
)
def test_plain_of_each_part(kind: PartKind, text: str, line: str) -> None:
    assert plain(_answer(Part(kind, text))) == line


def test_plain_parts_paragraphs() -> None:
    answer = _answer(
        Part(PartKind.LEAD, "Đạt 98%"),
        Part(PartKind.QUOTE, "(12) Tỷ lệ"),
        Part(PartKind.CITATION, "Chỉ tiêu (12)"),
        Part(PartKind.STATUS, "Tiến độ: chưa có."),
    )
    expected = "Đạt 98%\n\n“(12) Tỷ lệ”\n— Chỉ tiêu (12)\n\nTiến độ: chưa có."
    assert plain(answer) == expected


def test_json_has_the_fields_of_the_contract(assistant: Assistant) -> None:
    row = as_json(assistant.ask("chỉ tiêu 10"), "7", 1.23456)
    assert list(row) == [
        "id",
        "question",
        "answered",
        "intent",
        "confidence",
        "hits",
        "reply",
        "status",
        "suggestions",
        "elapsed_ms",
    ]
    (hit,) = row["hits"]
    assert list(hit) == ["document", "ref", "kind", "score", "citation", "text"]
    assert (hit["document"], hit["ref"], hit["kind"]) == ("07-NQ/ĐU", "II.2.10", "target")
    assert hit["citation"] == "Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU"
    assert hit["text"] == "(10) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên."
    (status,) = row["status"]
    assert list(status) == ["ref", "state", "value", "unit", "as_of", "by"]
    assert (status["ref"], status["value"], status["as_of"]) == ("II.2.10", None, None)
    assert row["question"] == "chỉ tiêu 10"
    assert row["answered"] is True
    assert row["elapsed_ms"] == 1.235
    assert "96,2 %" in row["reply"]


def test_json_without_an_id() -> None:
    assert "id" not in as_json(_answer(Part(PartKind.TEXT, "x")), None, 0)


def test_json_of_a_recorded_status() -> None:
    status = Status("II.2.10", "đạt", Decimal("97.3"), "%", date(2026, 6, 30), "BHXH")
    row = as_json(_answer(Part(PartKind.TEXT, "x"), status=(status,)), None, 0)
    expected = {
        "ref": "II.2.10",
        "state": "đạt",
        "value": 97.3,
        "unit": "%",
        "as_of": "2026-06-30",
        "by": "BHXH",
    }
    assert row["status"] == [expected]
    assert row["confidence"] == 0.1235
    assert json.loads(json.dumps(row)) == row


def test_json_of_a_hit() -> None:
    hit = Hit("07-NQ/ĐU", "I", "heading", 0.5, "Mục I", "I.")
    answer = Answer("q", True, Intent.CLAUSE, 1.0, (Part(PartKind.TEXT, "x"),), (hit,))
    assert as_json(answer, None, 0)["hits"][0]["score"] == 0.5


@pytest.mark.parametrize("word", ["thoát", "THOÁT", "thoat", "exit", "quit", "q", "  exit  "])
def test_chat_leaves_at_a_word(assistant: Assistant, word: str) -> None:
    out = io.StringIO()
    chat(assistant.ask, "Xin chào", io.StringIO(f"{word}\nchỉ tiêu 10\n"), out)
    assert out.getvalue().startswith("Xin chào\n")
    assert out.getvalue().endswith(f"{GOODBYE}\n")
    assert "96,2" not in out.getvalue()


def test_chat_leaves_at_the_end_of_input(assistant: Assistant) -> None:
    out = io.StringIO()
    chat(assistant.ask, "Xin chào", io.StringIO("chỉ tiêu 10"), out)
    assert "96,2 %" in out.getvalue()
    assert out.getvalue().endswith(f"{GOODBYE}\n")


def test_chat_remembers_the_message_before(assistant: Assistant) -> None:
    out = io.StringIO()
    chat(assistant.ask, "", io.StringIO("chỉ tiêu 10\n\nchỉ tiêu tiếp theo\n"), out)
    assert "phòng học thông minh" in out.getvalue()  # target 11, over an empty line
