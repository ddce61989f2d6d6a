"""What clauses mention: documents they cite, proper names, bodies they charge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.resolution.mentions import charged_bodies, cited_documents, proper_names
from knowledge.resolution.model import Body, Clause, Kind, Resolution, Span


@pytest.mark.parametrize(
    ("ref", "cited"),
    [
        ("I/1", ("Nghị quyết số 1669/NQ-UBTVQH15", "Nghị quyết Trung ương 4 (khoá XIII)")),
        ("II.3.1/2", ("Quy định số 144-QĐ/TW",)),
        ("II.3.1/8", ("Quy định 213-QĐ/TW",)),  # without "số"
        (
            "II.3.1/9",  # two numbers under one word
            ("Quyết định số 217-QĐ/TW", "Quyết định số 218-QĐ/TW", "Quyết định số 1737, 1155"),
        ),
        ("II.3.2.2/8", ("Nghị quyết 57-NQ/TW", "Đề án 06")),
        ("II.3.2.4/2", ("Luật Hộ tịch",)),  # a law by its name
        ("II.2.10", ()),
        ("III.1", ()),  # "Nghị quyết này" cites no other
    ],
)
def test_cited_documents_of_the_resolution(
    resolution: Resolution, ref: str, cited: tuple[str, ...]
) -> None:
    assert resolution.notes(ref).citations == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("theo Nghị định số 20/2021/NĐ-CP của Chính phủ", ("Nghị định số 20/2021/NĐ-CP",)),
        ("Kết luận 79-KL/TW và Kết luận 79-KL/TW", ("Kết luận 79-KL/TW",)),  # each once
        ("Luật và các văn bản", ()),  # no name after the word
        ("đạt 98% vào tháng 4/2026", ()),  # a date is no number of a document
        ("", ()),
    ],
)
def test_cited_documents(text: str, cited: tuple[str, ...]) -> None:
    assert cited_documents(text) == cited


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("II.3.2.1/4", "Trịnh Xá"),
        ("II.3.2.1/7", "Hòn Ngọc"),
        ("II.3.2.1/7", "Hoàng Lâm"),
        ("II.3.2.1/7", "Kiên Bái"),  # as printed
        ("II.3.2.1/7", "Cao Nhân"),
        ("II.3.2.3/4", "Camera an ninh"),  # a quoted name in small letters
        ("II.3.2.3/4", "Cổng trường an toàn giao thông"),
        ("II.3.2.5/6", "Trung tâm Phục vụ hành chính công lưu động"),
        ("II.2.12", "Gia đình văn hóa"),
        ("II.3.1/2", "Hồ Chí Minh"),
        ("recipients/2", "Nguyễn Văn Phú"),
        ("recipients/2", "Tô Hiệu"),
        ("signature", "Vương Toàn Thu Thủy"),
    ],
)
def test_proper_names_of_the_resolution(resolution: Resolution, ref: str, name: str) -> None:
    assert name in resolution.notes(ref).names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Làm việc tại Lâm Động.", ("Lâm Động",)),
        ("Lâm Động là nơi ở.", ()),  # a sentence starts with a capital anyway
        ("xây “Đô thị xanh”", ("Đô thị xanh",)),
        ("ông Phú", ()),  # one word is no name
        ("", ()),
    ],
)
def test_proper_names(text: str, names: tuple[str, ...]) -> None:
    assert proper_names(text) == names


@given(st.text(alphabet="aA ÁđĐ.“”\"'\n,1", max_size=60) | st.text(max_size=60))
def test_names_and_citations_are_slices(text: str) -> None:
    assert all(name in text for name in (*proper_names(text), *cited_documents(text)))


@pytest.mark.parametrize(
    ("ref", "body"),
    [
        ("II.3.1/7", "Ủy ban kiểm tra Đảng ủy"),  # "Uỷ" with the other tone placement
        ("II.2.5", "Mặt trận Tổ quốc Việt Nam phường"),
        ("II.3.2.3/6", "Hội đồng nhân dân phường"),
        ("II.3.2.5/3", "Ủy ban nhân dân phường"),
        ("III.1", "Chi bộ"),
        ("III.1", "Các đoàn thể (tổ chức chính trị - xã hội)"),
        ("II.3.2.5/4", "Trung tâm Phục vụ hành chính công phường"),
        ("II.3.2.2/8", "Tổ công tác Đề án 06"),
        ("II.2.2", "Chủ tịch UBND phường"),
        ("III.3", "Ban Thường vụ Đảng ủy"),
    ],
)
def test_bodies_charged_by_the_resolution(resolution: Resolution, ref: str, body: str) -> None:
    assert body in resolution.notes(ref).bodies


def test_a_body_inside_a_longer_name_is_not_charged(resolution: Resolution) -> None:
    assert "Ủy ban nhân dân phường" not in resolution.notes("II.3.1/7").bodies


def test_names_keep_their_last_syllable_in_small_letters(resolution: Resolution) -> None:
    assert "Trường Đại học Hàng Hải" in resolution.notes("II.3.2.1/7").names


def test_bodies_of_facts_are_not_charged(resolution: Resolution) -> None:
    assert resolution.notes("I/1").bodies == ()


def test_charged_by_an_alias_of_several_words() -> None:
    bodies = [Body("Trạm Y tế phường", "TYT", ("trạm y tế", "y tế"))]
    text = "Trạm y tế phường tổ chức tiêm chủng."
    clause = Clause("II.3.1/1", Kind.TASK, text, (Span(0, len(text)),))
    assert charged_bodies(clause, bodies) == ("Trạm Y tế phường",)
    other = "Tiêm chủng đầy đủ."
    assert charged_bodies(Clause("II.3.1/2", Kind.TASK, other, ()), bodies) == ()


def test_charged_as_the_data_says() -> None:
    bodies = [Body("Công an phường", "CA", (), named=("II.3.1/1",))]
    clause = Clause("II.3.1/1", Kind.TASK, "Giữ vững trật tự.", ())
    assert charged_bodies(clause, bodies) == ("Công an phường",)
