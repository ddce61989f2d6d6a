"""From clauses to an answer: which parts, in which order."""

import pytest

from knowledge.answers.answer import Intent, PartKind
from knowledge.answers.labels import LABEL_LENGTH, label, shorten
from knowledge.assistant import Assistant
from knowledge.resolution.model import Kind, Resolution


def _kinds(assistant: Assistant, question: str) -> list[PartKind]:
    return [part.kind for part in assistant.ask(question).parts]


def test_a_target_is_answered_figure_first(assistant: Assistant) -> None:
    kinds = _kinds(assistant, "chỉ tiêu 10")
    assert kinds[:4] == [PartKind.LEAD, PartKind.QUOTE, PartKind.CITATION, PartKind.STATUS]
    answer = assistant.ask("chỉ tiêu 10")
    assert answer.parts[0].text == "Đạt 96,2 % trở lên"
    assert answer.parts[1].text == assistant.resolution.clause("II.2.10").text
    assert answer.status[0].state == "chưa có báo cáo tiến độ"


def test_a_target_of_two_measures_says_which_is_which(assistant: Assistant) -> None:
    lead = assistant.ask("chỉ tiêu 12").parts[0].text
    assert "98%" in lead.split(";")[0]
    assert "Gia đình văn hóa" in lead.split(";")[0]
    assert "90%" in lead.split(";")[1]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("tổ dân phố văn hóa đạt bao nhiêu phần trăm", "Đạt 90%"),  # one of two
        ("gia đình văn hóa đạt bao nhiêu phần trăm", "Đạt 98% trở lên"),
        ("hồ sơ trực tuyến đạt bao nhiêu phần trăm", "Đạt 97%"),
    ],
)
def test_only_the_measure_asked_for_leads(assistant: Assistant, question: str, figure: str) -> None:
    assert assistant.ask(question).parts[0].text == figure


def test_a_fact_is_one_sentence_and_of_2025(assistant: Assistant) -> None:
    answer = assistant.ask("tổng đàn lợn hiện có bao nhiêu con")
    (quote,) = [part.text for part in answer.parts if part.kind is PartKind.QUOTE]
    assert "1.056 con" in quote
    assert len(quote) < 200  # of 3,000
    notes = [part.text for part in answer.parts if part.kind is PartKind.NOTE]
    assert any("kết quả năm 2025" in note for note in notes)
    assert not answer.status  # a fact has no progress


def test_the_whole_paragraph_is_quoted_on_demand(assistant: Assistant) -> None:
    answer = assistant.ask("nguyên văn", focus="I/1")
    (quote,) = [part.text for part in answer.parts if part.kind is PartKind.QUOTE]
    assert quote == assistant.resolution.clause("I/1").text


def test_a_long_task_leads_with_its_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("việc gì phải xong trong tháng 4/2026")
    assert answer.hits[0].ref == "II.3.2.1/4"
    lead, quote = (
        next(p for p in answer.parts if p.kind is kind) for kind in (PartKind.LEAD, PartKind.QUOTE)
    )
    assert "tháng 4/2026" in lead.text
    assert lead.text.rstrip(".;") in quote.text
    assert quote.bold is not None
    assert "tháng 4/2026" in quote.text[quote.bold[0] : quote.bold[1]]


def test_a_heading_lists_what_stands_under_it(assistant: Assistant) -> None:
    answer = assistant.ask("mục 3.2 khoản 5")
    items = [part for part in answer.parts if part.kind is PartKind.ITEM]
    assert [item.ref for item in items] == [f"II.3.2.5/{n}" for n in range(1, 8)]
    assert answer.hits[0].ref == "II.3.2.5"


def test_a_list_of_targets_names_all(assistant: Assistant) -> None:
    answer = assistant.ask("liệt kê các chỉ tiêu")
    assert answer.intent is Intent.LIST
    items = [part.ref for part in answer.parts if part.kind is PartKind.ITEM]
    assert items == [f"II.2.{n}" for n in range(1, 19)]


def test_recipients_are_answered_by_name(assistant: Assistant) -> None:
    answer = assistant.ask("nơi nhận")
    assert [hit.ref for hit in answer.hits[:6]] == [f"recipients/{n}" for n in range(1, 7)]


def test_a_body_gets_its_most_telling_clause_first(assistant: Assistant) -> None:
    answer = assistant.ask("mặt trận phải làm gì")
    assert answer.intent is Intent.ACTOR
    assert answer.hits[0].ref == "II.2.5"
    assert "Mặt trận Tổ quốc" in answer.parts[0].text
    assert str(len(answer.hits)) in answer.parts[0].text


def test_related_tasks_come_after_a_target(assistant: Assistant) -> None:
    answer = assistant.ask("chỉ tiêu 10")
    related = [part for part in answer.parts if part.kind is PartKind.RELATED]
    assert related[0].ref == "II.3.2.2/2"
    assert answer.parts[-1] == related[-1]
    assert answer.suggestions


def test_a_misprint_is_noted_among_several_too(assistant: Assistant) -> None:
    for question in ("90 là gì", "90% là gì"):
        answer = assistant.ask(question)
        assert any("Phần đầu" in p.text for p in answer.parts if p.kind is PartKind.QUOTE)
        assert any("Phấn đấu" in p.text for p in answer.parts if p.kind is PartKind.NOTE)


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("ngắn", 10, "ngắn"),
        ("một hai ba bốn", 10, "một hai…"),  # at a word
        ("mộthaibabốnnăm", 10, "mộthaiba…"),  # where there is none
        ("một hai, ba bốn", 10, "một hai…"),  # no comma before the dots
        ("", 5, ""),
    ],
)
def test_shorten(text: str, length: int, short: str) -> None:
    found = shorten(text, length)
    assert len(found) <= length
    assert found.startswith(short[:6])
    assert found == short or found.endswith("…")


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("II.2.10", "Tỷ lệ người dân tham gia BHYT"),
        ("II.2.9", "Tiếp tục duy trì không còn hộ nghèo"),
        ("II.3.2.5/6", "Duy trì hiệu quả mô hình “Trung tâm Phục vụ hành chính công lưu động”"),
        ("header", "Số, ngày và tên văn bản"),
        ("signature", "Người ký"),
    ],
)
def test_label(resolution: Resolution, ref: str, name: str) -> None:
    assert label(resolution.clause(ref)) == name


def test_labels_are_short_and_hide_the_figures(resolution: Resolution) -> None:
    for clause in resolution.clauses:
        name = label(clause)
        assert 0 < len(name) <= LABEL_LENGTH
        for measure in resolution.notes(clause.ref).measures:
            printed = measure.figure.split("%")[0].split()[-1]
            assert clause.kind is Kind.TARGET
            assert not (printed[0].isdigit() and printed in name), name
