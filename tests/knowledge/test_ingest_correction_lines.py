"""What people type to correct a document."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidInputError
from knowledge.ingest.correction_file import (
    about_of,
    checked_about,
    read_correction_file,
    read_rows,
)
from knowledge.ingest.correction_lines import LONGEST_LINE, MOST_LINES, read_lines
from knowledge.ingest.corrections import Corrections, apply
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Measure, Resolution

NONE = Corrections()


@pytest.fixture(scope="module")
def resolution() -> Resolution:
    return load_text(load_bundled().source)


ABOUT = [
    ("trích yếu: Về nhiệm vụ năm 2027", "title", "Về nhiệm vụ năm 2027"),
    ("TRICH YEU : “Về A”", "title", "Về A"),
    ("tên: Nghị quyết 2027", "name", "Nghị quyết 2027"),
    ("năm: 2027", "period", "2027"),
    ("Giai đoạn: 2026 – 2030", "period", "2026-2030"),
    ("số: 08-NQ/ĐU", "number", "08-NQ/ĐU"),
    ("ngày: 28/12/2026", "issued", date(2026, 12, 28)),
    ("ngay ban hanh = 28 tháng 12 năm 2026", "issued", date(2026, 12, 28)),
    ("- cơ quan: Đảng ủy phường", "issuer", "Đảng ủy phường"),
    ("người ký: Nguyễn Văn A", "signer", "Nguyễn Văn A"),
]


@pytest.mark.parametrize(("line", "name", "value"), ABOUT)
def test_line_on_the_document(resolution: Resolution, line: str, name: str, value: object) -> None:
    found = read_lines(line, resolution, NONE)
    assert found.faults == ()
    assert found.corrections.about == {name: value}


LEVELS = [
    # line, ref, (comparator, threshold, unit) of all measures of the clause
    ("II.2.10: trên 96,2 %", "II.2.10", [(">", "96.2", "%")]),
    ("ii.2.10 : tu 96,2 % tro len", "II.2.10", [(">=", "96.2", "%")]),  # without accents
    ("10: không quá 96,2 %", "II.2.10", [("<=", "96.2", "%")]),  # by the number people say
    ("(10): ≤ 96,2", "II.2.10", [("<=", "96.2", "%")]),  # the unit is known
    ("Chỉ tiêu 10: dưới 96,2", "II.2.10", [("<", "96.2", "%")]),
    ("II.2.12a: 98%", "II.2.12", [("=", "98", "%"), ("=", "90", "%")]),
    ("12b: từ 90 % trở lên", "II.2.12", [(">=", "98", "%"), (">=", "90", "%")]),
    ("II.2.12b: định tính", "II.2.12", [(">=", "98", "%")]),
    ("II.2.8: tren 90 ho", "II.2.8", [(">", "90", "hộ")]),  # the unit as the clause prints it
    ("II.2.10: định tính", "II.2.10", []),
    ("II.2.10: dinh tinh.", "II.2.10", []),
    ("II.2.7: tăng 10,5 %", "II.2.7", [("+%", "10.5", "%")]),
]


def _levels(measures: tuple[Measure, ...]) -> list[tuple[str, str, str]]:
    return [(m.comparator.value, str(m.threshold), m.unit) for m in measures]


@pytest.mark.parametrize(("line", "ref", "levels"), LEVELS)
def test_line_on_a_measure(
    resolution: Resolution, line: str, ref: str, levels: list[tuple[str, str, str]]
) -> None:
    found = read_lines(line, resolution, NONE)
    assert found.faults == ()
    corrected = apply(resolution.source, found.corrections)
    assert _levels(corrected.notes(ref).measures) == levels


MISPRINTS = [
    "II.2.10 sai “96,2” đúng “96,5”",
    'II.2.10 sai "96,2" đúng "96,5"',
    "ii.2.10: sai 96,2 dung 96,5",
    "đính chính II.2.10: 96,2 -> 96,5",
    "dinh chinh II.2.10 96,2 → 96,5",
    "10 in sai là “96,2”, đúng là “96,5”",
]


@pytest.mark.parametrize("line", MISPRINTS)
def test_line_on_a_misprint_changes_the_measure_it_stands_in(
    resolution: Resolution, line: str
) -> None:
    found = read_lines(line, resolution, NONE)
    assert found.faults == ()
    assert [(e.ref, e.printed, e.meant) for e in found.corrections.errata] == [
        ("II.2.10", "96,2", "96,5")
    ]
    corrected = apply(resolution.source, found.corrections)
    (measure,) = corrected.notes("II.2.10").measures
    assert measure.threshold == Decimal("96.5")
    assert measure.figure == "Đạt 96,2 % trở lên"


def test_misprint_of_words_changes_no_measure(resolution: Resolution) -> None:
    found = read_lines("II.3.1/2 sai chính đón đúng chỉnh đốn", resolution, NONE)
    assert found.corrections.errata[0].printed == "chính đón"
    assert found.corrections.measures == {}


def test_as_printed_takes_corrections_back(resolution: Resolution) -> None:
    some = read_lines(["II.2.10: định tính", "năm: 2027"], resolution, NONE).corrections
    found = read_lines("II.2.10: như in", resolution, some)
    assert found.corrections == Corrections({"period": "2027"})


BAD = [
    ("xin chào", "Không hiểu dòng"),
    ("II.2.10: từ 96,5 % trở lên", "không in con số 96,5"),
    ("II.2.10: chắc là nhiều", "Không đọc được mức"),
    ("II.2.10:", "còn thiếu nội dung"),
    ("II.2.99: 5 %", "không có mục"),
    ("II.2.12: 98 %", "II.2.12a, II.2.12b"),
    ("II.2.12d: 98 %", "không có mức “d”"),
    ("II.2: 5 %", "đề mục"),
    ("II.2.10 sai “97” đúng “98”", "không in “97”"),
    ("II.2.10 sai “96,2” đúng “96,2”", "giống nhau"),
    ("ngày: 31/2/2026", "không phải một ngày"),
    ("năm: sang năm", "không phải năm"),
    ("năm: 2030-2026", "không phải năm"),
    ("số: hai từ", "không phải số hiệu"),
    ("tên:", "còn thiếu nội dung"),
    ("tên: " + "x" * LONGEST_LINE, "dài quá"),
]


@pytest.mark.parametrize(("line", "words"), BAD)
def test_bad_line_gets_one_sentence_and_changes_nothing(
    resolution: Resolution, line: str, words: str
) -> None:
    found = read_lines(line, resolution, NONE)
    (fault,) = found.faults
    assert words in fault
    assert "\n" not in fault
    assert (found.corrections, found.read) == (NONE, 0)


def test_good_lines_count_beside_bad_ones(resolution: Resolution) -> None:
    found = read_lines("năm: 2027\n\nabc\n10: định tính\n", resolution, NONE)
    assert (found.read, len(found.faults)) == (2, 1)
    assert read_lines(["x"] * (MOST_LINES + 1), resolution, NONE).read == 0


_pieces = st.sampled_from(
    ["II.2.10", "II.2.12", "a", "b", ":", " sai ", " đúng ", "“", "”", "96,2", "98", "%", "từ ", "dưới ", "tăng ",
     "định tính", "như in", "năm", "số", "ngày", "đính chính ", "->", "/", "\n", " ", ".", "hộ", "không quá "]
)  # fmt: skip


@given(st.lists(_pieces, max_size=12).map("".join) | st.text(max_size=60))
def test_any_lines_give_corrections_that_fit(resolution: Resolution, text: str) -> None:
    found = read_lines(text, resolution, NONE)
    corrected = apply(resolution.source, found.corrections)  # never refused: it was read against it
    assert all(fault and "\n" not in fault for fault in found.faults)
    for measure in corrected.measures():
        assert (
            corrected.clause(measure.ref).text[measure.start : measure.end].strip()
            == measure.figure
        )


FILE = """
number = "08-NQ/ĐU"
issued = 2026-12-28
period = 2027

[[erratum]]
ref = "II.2.10"
printed = "96,2"
meant = "96,5"

[[measure]]
ref = "12b"
level = "từ 90 % trở lên"
"""


def test_correction_file(resolution: Resolution) -> None:
    data = read_correction_file(FILE)
    assert about_of(data) == {
        "number": "08-NQ/ĐU",
        "issued": date(2026, 12, 28),
        "period": "2027",
    }
    found = read_rows(data, resolution, NONE)
    assert (found.read, found.faults) == (2, ())
    assert set(found.corrections.measures) == {"II.2.10", "II.2.12"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a =", "TOML"),
        ("nam = 2027", "không có mục “nam”"),
        ("title = [1]", "phải là chữ"),
        ("erratum = 1", "viết \\[\\[erratum\\]\\]"),
        ("[[measure]]\nref = 'I.1'", "thiếu “level”"),
    ],
)
def test_bad_correction_file(text: str, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        read_correction_file(text)


def test_told_on_the_command_line() -> None:
    assert checked_about({"number": "", "period": " 2027 "}) == {"period": "2027"}
    with pytest.raises(InvalidInputError, match="không phải một ngày"):
        checked_about({"issued": "hôm qua"})
