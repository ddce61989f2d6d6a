"""Misprints: understood as printed and as meant, quoted as printed, explained in a note."""

import pytest

from knowledge.answers.answer import Answer, PartKind
from knowledge.assistant import Assistant
from knowledge.resolution.model import Resolution

_ERRATA = [
    # ref, as printed, as meant
    ("preamble/1", "21/12/2026", "21/12/2025"),  # the header has the year right
    ("I/1", "an sinh phường hội", "an sinh xã hội"),
    ("I/1", "trật tự an toàn phường hội", "trật tự an toàn xã hội"),
    ("II.2.3", "Phần đầu", "Phấn đấu"),
    ("II.3.1/2", "chính đón", "chỉnh đốn"),
    ("II.3.2.1/1", "Phần đầu", "Phấn đấu"),
    ("II.3.2.1/7", "Kiên Bái", "Kiền Bái"),
    ("II.3.2.2/3", "tuyên dụng", "tuyển dụng"),
    ("II.3.2.2/5", "du lich", "du lịch"),
]


def _notes(answer: Answer) -> str:
    return "\n".join(part.text for part in answer.parts if part.kind is PartKind.NOTE)


@pytest.mark.parametrize(("ref", "printed", "meant"), _ERRATA)
def test_the_data_names_every_misprint(
    resolution: Resolution, ref: str, printed: str, meant: str
) -> None:
    known = {erratum.printed: erratum.meant for erratum in resolution.notes(ref).errata}
    assert known[printed] == meant


def test_misprints_stand_in_the_source_as_printed(resolution: Resolution) -> None:
    for clause in resolution.clauses:
        for erratum in resolution.notes(clause.ref).errata:
            assert erratum.printed in clause.text
            assert erratum.printed != erratum.meant


def test_what_is_only_likely_is_marked_so(resolution: Resolution) -> None:
    unsure = {e.printed for e in resolution.notes("I/1").errata if not e.certain}
    assert "với bộ phận khó khăn" in unsure
    assert "an sinh phường hội" not in unsure


@pytest.mark.parametrize(
    ("printed", "meant", "ref"),
    [
        ("Kiên Bái", "Kiền Bái", "II.3.2.1/7"),
        ("tuyên dụng lao động", "tuyển dụng lao động", "II.3.2.2/3"),
        (
            "học tập Hồ Chí Minh gắn với chính đón Đảng",
            "học tập Hồ Chí Minh gắn với chỉnh đốn Đảng",
            "II.3.1/2",
        ),
        ("quản lý thể thao, du lich", "quản lý thể thao, du lịch", "II.3.2.2/5"),
        (
            "Phần đầu có từ 90% tổ chức cơ sở đảng",
            "Phấn đấu có từ 90% tổ chức cơ sở đảng",
            "II.2.3",
        ),
        (
            "Phần đầu hoàn thành và vượt mức dự toán thu",
            "Phấn đấu hoàn thành và vượt mức dự toán thu",
            "II.3.2.1/1",
        ),
    ],
)
def test_both_spellings_find_the_clause_and_show_the_note(
    assistant: Assistant, printed: str, meant: str, ref: str
) -> None:
    for question in (printed, meant):
        answer = assistant.ask(question)
        assert answer.hits[0].ref == ref, question
        assert "Bản gốc in “" in _notes(answer)


def test_the_quotation_keeps_the_print(assistant: Assistant) -> None:
    answer = assistant.ask("tuyển dụng lao động")
    (quote,) = (part.text for part in answer.parts if part.kind is PartKind.QUOTE)
    assert "tuyên dụng" in quote
    assert "tuyển dụng" not in quote
    assert "hiểu là “tuyển dụng”" in _notes(answer)


def test_no_note_without_the_misprint(assistant: Assistant) -> None:
    assert "Bản gốc in" not in _notes(assistant.ask("chỉ tiêu 10"))
    # One sentence of part I is quoted, the misprints stand in others.
    assert "Bản gốc in" not in _notes(assistant.ask("tổng đàn lợn là bao nhiêu con"))


def test_the_date_of_the_meeting_is_explained(assistant: Assistant) -> None:
    answer = assistant.ask("đoạn mở đầu nghị quyết ghi hội nghị ban chấp hành ngày nào")
    assert answer.hits[0].ref == "preamble/1"
    assert "hiểu là “21/12/2025”" in _notes(answer)
