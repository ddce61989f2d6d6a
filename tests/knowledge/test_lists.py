"""Lists gathered from a whole document; cells of tables; addresses that lead nowhere."""

from pathlib import Path

import pytest

from knowledge.answers.answer import Intent
from knowledge.assistant import Assistant
from knowledge.ingest.read import read_document
from knowledge.questions.articles import spelt_out
from knowledge.questions.made_phrasings import made_phrasings
from knowledge.resolution.load import load_text

_OWN = Path(__file__).parents[1] / "documents"


@pytest.fixture(scope="module")
def decision() -> Assistant:
    path = _OWN / "45-QD-UBND.md"
    return Assistant(load_text(read_document(path.read_bytes(), path.name).text))


def _said(assistant: Assistant, question: str) -> str:
    return "\n".join(part.text for part in assistant.ask(question).parts)


def test_cited_documents_with_their_clauses(assistant: Assistant) -> None:
    answer = assistant.ask("những văn bản nào được viện dẫn")
    assert answer.intent is Intent.LIST
    assert {"I/1", "II.3.1/2", "II.3.1/9", "II.3.2.2/8"} <= {hit.ref for hit in answer.hits}
    assert "Quy định số 144-QĐ/TW" in _said(assistant, "những văn bản nào được viện dẫn")


def test_cited_documents_of_one_kind(assistant: Assistant) -> None:
    said = _said(assistant, "các quyết định được nhắc đến")
    assert "217-QĐ/TW" in said
    assert "57-NQ/TW" not in said


@pytest.mark.parametrize(
    "question", ["danh sách các dự án", "những dự án nào", "liet ke cac du an"]
)
def test_projects(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert {"II.3.2.1/4", "II.3.2.1/7"} <= {hit.ref for hit in answer.hits}
    assert "chợ Trịnh Xá" in _said(assistant, question)


def test_targets_of_a_figure(assistant: Assistant) -> None:
    refs = [hit.ref for hit in assistant.ask("những chỉ tiêu 100%").hits]
    assert {"II.2.1", "II.2.11", "II.2.14", "II.2.17"} <= set(refs)
    assert "II.2.10" not in refs


def test_a_count_is_no_figure_of_targets(assistant: Assistant) -> None:
    assert assistant.ask("danh sách 18 chỉ tiêu").hits[0].ref == "II.2"


def test_one_project_is_no_list(assistant: Assistant) -> None:
    assert assistant.ask("dự án chợ Trịnh Xá bao giờ xong").hits[0].ref == "II.3.2.1/4"


def test_bases(decision: Assistant) -> None:
    answer = decision.ask("căn cứ vào đâu để ban hành")
    assert [hit.ref for hit in answer.hits] == ["preamble/1", "preamble/2", "preamble/3"]


def test_a_heading_without_that_part_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("mục 3.2 khoản 7")
    assert not answer.answered
    assert "bên trong không có mục đó" in answer.parts[0].text
    assert [choice.ref for choice in answer.choices] == ["II.3.2"]


def test_who_is_charged_by_an_address(assistant: Assistant) -> None:
    said = _said(assistant, "ai phụ trách chỉ tiêu 10")
    assert said.startswith("Mục này không nêu tên đơn vị chịu trách nhiệm")


def test_the_meeting_of_the_preamble(assistant: Assistant) -> None:
    assert assistant.ask("hội nghị diễn ra ngày nào").hits[0].ref == "preamble/1"


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("ai theo dõi chỉ tiêu diệt lăng quăng", "Đơn vị theo dõi: Trạm Y tế xã"),
        ("năm 2025 có bao nhiêu ca mắc sốt xuất huyết", "Thực hiện năm 2025: 126"),
        ("số buổi tổng vệ sinh năm 2026", "Kế hoạch năm 2026: 12"),
    ],
)
def test_the_cell_asked_for_leads(decision: Assistant, question: str, lead: str) -> None:
    assert lead in _said(decision, question)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("d4 k2 điểm b", "điều 4 khoản 2 điểm b"),
        ("k2 d5", "khoản 2 điều 5"),
        ("d3", "điều 3"),
        ("đ10 khoản 1", "điều 10 khoản 1"),
        ("chỉ tiêu d3 là gì", "chỉ tiêu d3 là gì"),  # one alone in a sentence may be anything
        ("5k một suất", "5k một suất"),
    ],
)
def test_spelt_out(short: str, full: str) -> None:
    assert spelt_out(short) == full


@pytest.mark.parametrize(
    ("question", "ref"),
    [("d3 k2", "D3.2"), ("k1 d2", "D2.1"), ("điểm b khoản 2 điều 2", "D2.2.b"), ("d4", "D4")],
)
def test_addresses_in_short(decision: Assistant, question: str, ref: str) -> None:
    assert decision.ask(question).hits[0].ref == ref


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("ai ký", "signature"),
        ("có hiệu lực từ ngày nào", "D4.1"),
        ("thay thế văn bản nào", "D4.1"),
        ("ai chịu trách nhiệm thi hành", "D4.2"),
        ("ban hành ngày nào", "header"),
    ],
)
def test_what_any_document_is_asked(decision: Assistant, question: str, ref: str) -> None:
    assert decision.ask(question).hits[0].ref == ref


def test_made_phrasings_never_change(decision: Assistant) -> None:
    made = made_phrasings(decision.resolution)
    assert made == made_phrasings(decision.resolution)
    known = {clause.ref for clause in decision.resolution.clauses}
    assert {phrasing.ref for phrasing in made} <= known
    assert all(p.quote in decision.resolution.clause(p.ref).text for p in made)


def test_a_decline_names_the_document(decision: Assistant) -> None:
    answer = decision.ask("giá vàng hôm nay bao nhiêu")
    assert not answer.answered
    assert answer.parts[0].text.startswith("Quyết định số 45/QĐ-UBND")
