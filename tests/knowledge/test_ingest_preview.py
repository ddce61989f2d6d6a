"""What an administrator sees before a document counts."""

import pytest

from knowledge.ingest.doubts import find_doubts
from knowledge.ingest.preview import preview
from knowledge.ingest.source import SourceText
from knowledge.ingest.spelling import suspected_misprints
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.load import load_text


def test_preview_of_bundle_says_all_there_is() -> None:
    resolution = load_bundled()
    seen = preview(
        resolution, SourceText(resolution.source, "txt", "utf-8", ("Một điều chưa chắc.",))
    )
    assert len(seen.targets) == 18
    assert len(seen.deadlines) > 3
    text = "\n".join(seen.lines(most=200))
    for words in (
        "Văn bản: Nghị quyết số 07-NQ/ĐU",
        "18 chỉ tiêu, 45 nhiệm vụ, 3 trách nhiệm",
        "II.2.10: Tỷ lệ người dân tham gia BHYT: từ 96,2 % trở lên",
        "trong tháng 4/2026 (đến hết 30/04/2026)",
        "“chính đón”, có thể là “chỉnh đốn”",
        "Một điều chưa chắc.",
    ):
        assert words in text


def test_preview_counts_what_it_leaves_out() -> None:
    lines = preview(load_bundled()).lines(most=2)
    assert any("… và" in line for line in lines)
    assert len(lines) < 60


MISPRINTS = [
    ("II.2.3", "Phần đầu", "phấn đấu"),
    ("II.3.1/2", "chính đón", "chỉnh đốn"),
    ("II.3.2.2/3", "tuyên dụng", "tuyển dụng"),
    ("I/1", "phường hội", "xã hội"),
    ("II.3.2.2/5", "du lich", "du lịch"),
]


@pytest.mark.parametrize(("ref", "printed", "meant"), MISPRINTS)
def test_known_misprint_is_suspected(ref: str, printed: str, meant: str) -> None:
    resolution = load_bundled()
    found = suspected_misprints(resolution.clauses)
    place = next(s for s in found if (s.ref, s.printed) == (ref, printed))
    assert place.meant == meant
    assert resolution.clause(ref).text[place.start : place.end] == printed


def test_suspicions_are_few() -> None:
    assert len(suspected_misprints(load_bundled().clauses)) <= 14


def test_impossible_syllable_is_suspected() -> None:
    clauses = load_text("I. A\n- Dịch vụ trưc tuyến toàn trình.").clauses
    assert [s.printed for s in suspected_misprints(clauses)] == ["trưc"]


DOUBTS = [
    ("I. A\n1. b\n3. c", "I.3", "Sau “1.” là “3.”"),
    ("I. A\n2. b", "I.2", "Bắt đầu từ “2.”"),
    ("Điều 1. A\nĐiều 3. B", "D3", "Sau “Điều 1.” là “Điều 3.”"),
    ("I. A\n1. b\n1. c", "I.1/1", "Số “1.” đã có ở trên"),
    ("I. A\n1. Việc này.2. Việc kia.", "I.1", "dính giữa câu"),
    ("I. CHỈ TIÊU\n- Lạm phát khoảng 4,5 - 5%.", "I/1", "là khoảng"),
    ("I. A\nPHỤ LỤC II\nb", "PL2", "văn bản kèm theo"),
    ("I. A", "header", "Không đọc được số hiệu"),
]


@pytest.mark.parametrize(("text", "ref", "words"), DOUBTS)
def test_doubt_is_told(text: str, ref: str, words: str) -> None:
    assert any(d.ref == ref and words in d.text for d in find_doubts(load_text(text)))


def test_sound_document_has_no_doubt() -> None:
    found = find_doubts(load_bundled())
    assert [doubt.text for doubt in found] == []
