"""Figures within the brackets of a document, and what else a question about any document is read by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.questions.ranges import Brackets
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Resolution
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents

TEXT = """HỘI ĐỒNG NHÂN DÂN TỈNH BÌNH AN
Số: 15/2026/NQ-HĐND
Bình An, ngày 10 tháng 3 năm 2026

NGHỊ QUYẾT
Quy định mức hỗ trợ người cao tuổi

Điều 1. Hỗ trợ hằng tháng đối với người cao tuổi
1. Đối tượng hưởng: Người cao tuổi thuộc hộ nghèo, người mắc bệnh lao.
2. Hệ số hỗ trợ hằng tháng:
a) Người từ đủ 60 tuổi đến dưới 75 tuổi: 1,5
b) Người từ đủ 75 tuổi trở lên: 2,5

Điều 2. Nguồn kinh phí
1. Mức hỗ trợ do cơ quan chuyên môn của tỉnh hướng dẫn chi tiết.
2. Kinh phí hỗ trợ người cao tuổi do ngân sách tỉnh bảo đảm.
"""


@pytest.fixture(scope="module")
def resolution() -> Resolution:
    return load_text(TEXT, {})


def test_figure_in_words_of_its_bracket(resolution: Resolution) -> None:
    brackets = Brackets(resolution)
    assert brackets.spelt_out("Ông tôi 68 tuổi") == "Ông tôi từ đủ 60 tuổi đến dưới 75 tuổi"
    assert brackets.spelt_out("cu 91 tuoi") == "cu từ đủ 75 tuổi trở lên"
    assert brackets.spelt_out("ông tôi 75 tuổi") == "ông tôi từ đủ 75 tuổi trở lên"


@pytest.mark.parametrize(
    "question",
    [
        "người từ 75 tuổi trở lên",
        "dưới 75 tuổi",
        "em 20 tuổi",
        "68 người",
        "khoản 2 điều 1",
        "đủ 60 tuổi",
    ],
)
def test_bound_is_left_alone(resolution: Resolution, question: str) -> None:
    assert Brackets(resolution).spelt_out(question) == question


@given(st.text(max_size=80))
def test_any_text(question: str) -> None:
    brackets = Brackets(load_text(TEXT, {}))
    assert brackets.spelt_out(brackets.spelt_out(question)) == brackets.spelt_out(question)


@pytest.mark.parametrize(
    ("question", "ref", "says"),
    [
        ("Mẹ tôi 88 tuổi thì hệ số mấy?", "D1.2.b", "2,5"),
        ("người 62 tuổi hưởng hệ số bao nhiêu", "D1.2.a", "1,5"),
        ("kinh phí hỗ trợ người cao tuổi lấy từ đâu", "D2.2", "ngân sách tỉnh"),
    ],
)
def test_answers(
    tmp_path_factory: pytest.TempPathFactory, question: str, ref: str, says: str
) -> None:
    with open_database(tmp_path_factory.mktemp("ranges") / "ranges.db") as database:
        documents = Documents(database)
        documents.load(load_text(TEXT, {}))
        answer = Library(documents).ask(question, document="15/2026/NQ-HĐND")
    assert answer.answered
    assert answer.hits[0].ref == ref
    assert says in answer.hits[0].text
