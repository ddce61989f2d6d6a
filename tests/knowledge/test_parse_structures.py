"""The ref scheme, as a table of texts and the refs they give."""

import pytest

from knowledge.resolution.citation import citation, short_citation
from knowledge.resolution.kinds import sets_figure
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Kind
from knowledge.resolution.numbering import read_numbering, roman_numeral, roman_value
from knowledge.resolution.parse import parse

STRUCTURES = [
    # Party documents: mục, khoản, tiểu mục, điểm, gạch đầu dòng
    ("I. A\n1. B\n1.1. C\n(1) D\n- đ\n- e", "I I.1 I.1.1 I.1.1.1 I.1.1.1/1 I.1.1.1/2"),
    # a hyphen or slash after the roman number
    ("I- A\n1. b\nII/ C\n1. d", "I I.1 II II.1"),
    # letters under a khoản, with đ
    ("I. A\n1. B\na) c\nb) d\nđ) e\ng) h", "I I.1 I.1.a I.1.b I.1.đ I.1.g"),
    # lettered parts above romans
    ("A. PHẦN MỘT\nI. X\n1. y\nB. PHẦN HAI\nI. Z", "A A.I A.I.1 B B.I"),
    # Điều, khoản, điểm
    ("Điều 5. A\n1. b\n2. c\na) d\nb) e\nĐiều 6. F", "D5 D5.1 D5.2 D5.2.a D5.2.b D6"),
    # a Điều's ref does not hold the Chương and Mục it stands in
    ("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. A\nChương II\nMục 1. B\nĐiều 2. C", "C1 D1 C2 C2.M1 D2"),
    (
        "Phần thứ nhất\nCHUNG\nChương I\nA\nĐiều 1. B\nPhần thứ hai\nChương I\nC",
        "P1 P1.C1 D1 P2 P2.C1",
    ),
    ("Chương I. A\nMục 1. B\nTiểu mục 2. C\nĐiều 9a. D", "C1 C1.M1 C1.M1.TM2 D9a"),
    # points straight under a Điều; 2.1 under Điều 2
    ("Điều 1. A\na) b\nb) c\nĐiều 2. D\n2.1. E\n2.2. F", "D1 D1.a D1.b D2 D2.1 D2.2"),
    # romans that first come inside a Điều stand below it, else above
    ("Điều 1. A\nI. B\n1. c\nII. D\nĐiều 2. E", "D1 D1.I D1.I.1 D1.II D2"),
    ("I. A\nĐiều 1. B\nII. C\nĐiều 2. D", "I D1 II D2"),
    # a number that comes again is a paragraph, not lost
    ("I. A\n1. b\n1. c\n2. d", "I I.1 I.1/1 I.2"),
    # 4.1 without a 4 keeps its whole number
    ("II. A\n3. B\n3.1. C\n4.1. D", "II II.3 II.3.1 II.4.1"),
    # a list that a colon announces stands under the line with the colon
    ("I. A\n1. B\na) gồm:\n(1) c\n(2) d\nb) e", "I I.1 I.1.a I.1.a.1 I.1.a.2 I.1.b"),
    # khoản 2 glued to the end of khoản 1
    ("Điều 9. A\n1. Một việc.2. Giao B làm.\n3. C", "D9 D9.1 D9.2 D9.3"),
    # a quoted inner document keeps its numbers as text
    ("Điều 1. Sửa đổi như sau:\n“Điều 7. A\n1. b\n2. c.”\nĐiều 2. D", "D1 D1/1 D1/2 D1/3 D2"),
    # nothing but paragraphs
    ("một\n\nHai ba.", "preamble/1 preamble/2"),
    # attachments and appendices
    ("Điều 1. A\nQUY CHẾ\n(Kèm theo Nghị quyết số 1)\nĐiều 1. B\n1. c", "D1 K1 K1.D1 K1.D1.1"),
    ("I. A\nPHỤ LỤC II\nDANH MỤC\n1. b\nPHỤ LỤC\nC\nd", "I PL2 PL2.1 PL1 PL1/1"),
    # tables: the titles, groups, rows, sub-rows, a row without a number
    (
        "I. A\n| TT | Chỉ tiêu | Đơn vị | Kế hoạch |\n| I | Kinh tế | | |\n| 1 | b | % | 5 |\n"
        "| 1.1 | c | % | 6 |\n| | d | | |\n| II | Xã hội | | |\n| 1 | e | % | 7 |",
        "I I.B1 I.B1.I I.B1.I.1 I.B1.I.1.1 I.B1.I.1.1/1 I.B1.II I.B1.II.1",
    ),
]


@pytest.mark.parametrize(("text", "refs"), STRUCTURES)
def test_refs(text: str, refs: str) -> None:
    assert [clause.ref for clause in parse(text)] == refs.split()


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("Điều 5. Hiệu lực", "ARTICLE", "5"),
        ("Điều 12a.", "ARTICLE", "12a"),
        ("CHƯƠNG IV", "CHAPTER", "4"),
        ("Phần thứ ba. KẾT LUẬN", "PART", "3"),
        ("3.1. Đảng uỷ", "DOTTED", "3.1"),
        ("(10) Tỷ lệ", "POINT", "10"),
        ("đ) Xây dựng", "LETTER", "đ"),
        ("IV- TỔ CHỨC", "ROMAN", "IV"),
    ],
)
def test_read_numbering(line: str, level: str, number: str) -> None:
    found = read_numbering(line)
    assert found is not None
    assert (found.level.name, found.number) == (level, number)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 5 của Nghị quyết này",  # speaks of a Điều
        "Mục tiêu chung",  # no number
        "Phần lớn các hộ",
        "V. I. Lênin",  # initials of a name
        "IIX. Sai",  # no roman numeral
        "A. Nguyễn Văn",  # a name, not a part
        "2025 là năm",
    ],
)
def test_read_numbering_finds_none(line: str) -> None:
    assert read_numbering(line) is None


@pytest.mark.parametrize("value", range(1, 400))
def test_roman_round_trip(value: int) -> None:
    assert roman_value(roman_numeral(value)) == value


CITED = [
    ("D1.2.b", "Điểm b, khoản 2, Điều 1, Nghị định số 5/2026/NĐ-CP"),
    ("D1", "Điều 1, Nghị định số 5/2026/NĐ-CP"),
    ("C1", "Chương I, Nghị định số 5/2026/NĐ-CP"),
    ("PL1.B1.1.1", "Chỉ tiêu 1.1, Phụ lục I, Nghị định số 5/2026/NĐ-CP"),
    ("PL1", "Phụ lục I, Nghị định số 5/2026/NĐ-CP"),
    ("D1.2.b/1", "Gạch đầu dòng thứ 1, điểm b, khoản 2, Điều 1, Nghị định số 5/2026/NĐ-CP"),
]
DECREE = (
    "CHÍNH PHỦ\nSố: 5/2026/NĐ-CP\nNGHỊ ĐỊNH\nVề việc X\nCăn cứ Luật;\nChương I\nCHUNG\nĐiều 1. A\n1. b\n2. c\n"
    "a) d\nb) e:\n- g\nPHỤ LỤC I\nCHỈ TIÊU\n| TT | Chỉ tiêu | Đơn vị | Kế hoạch |\n| 1 | h | | |\n| 1.1 | i | % | 5 |"
)


@pytest.mark.parametrize(("ref", "said"), CITED)
def test_citation_of_decree(ref: str, said: str) -> None:
    assert citation(load_text(DECREE), ref) == said


def test_every_clause_can_be_cited() -> None:
    for text, _ in STRUCTURES:
        resolution = load_text(text)
        for clause in resolution.clauses:
            assert short_citation(resolution, clause.ref)


def test_kinds_of_articles() -> None:
    kinds = {c.ref: c.kind for c in parse(
        "Điều 1. Mục tiêu, chỉ tiêu\na) Mục tiêu tổng quát: đạt 8%.\nb) Chỉ tiêu chủ yếu:\n- GDP đạt 8% trở lên.\n"
        "Điều 2. Nhiệm vụ và giải pháp chủ yếu\nĐẩy mạnh việc A.\nĐiều 3. Tổ chức thực hiện\n1. Giao B."
    )}  # fmt: skip
    assert kinds["D1.a"] is Kind.PARAGRAPH
    assert kinds["D1.b"] is Kind.HEADING
    assert kinds["D1.b/1"] is Kind.TARGET
    assert kinds["D2/1"] is Kind.TASK
    assert kinds["D3.1"] is Kind.RESPONSIBILITY


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("đạt trên 80%", True),
        ("năm 2026", False),
        ("Quyết định số 5", False),
        ("có ít nhất 3 mô hình", True),
    ],
)
def test_sets_figure(text: str, sets: bool) -> None:
    assert sets_figure(text) is sets
