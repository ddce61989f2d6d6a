"""Parsing is total, loses nothing, and reads back the structures that it is given."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingest.export_akn import from_akn, to_akn
from knowledge.ingest.preview import preview
from knowledge.resolution.citation import citation
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Clause
from knowledge.resolution.numbering import roman_numeral
from knowledge.resolution.parse import parse

LINES = [
    "I. MỤC TIÊU", "II. NHIỆM VỤ", "III- X", "1. Một số chỉ tiêu", "2. gồm:", "3.1. Đảng uỷ", "3.1.2 x", "(1) 100% A",
    "a) b", "đ) c", "Điều 1. Tên", "Điều 2.", "Chương I", "CHƯƠNG II", "NHỮNG QUY ĐỊNH", "Phần thứ nhất", "Mục 1. A",
    "- gạch", "+ cộng", "| TT | Chỉ tiêu | Đơn vị | Kế hoạch |", "|---|---|", "| 1 | a | % | ≥ 30 |", "| I | Nhóm | | |",
    "| | tiếp | | |", "Nơi nhận:", "T/M ĐẢNG ỦY", "Nguyễn Văn A", "PHỤ LỤC I", "PHỤ LỤC", "(Kèm theo Nghị quyết số 1)",
    "“Điều 5. abc", "kết thúc”.", "Nghị quyết này được thông qua ngày 1 tháng 2 năm 2025.", "văn bản thường", "./.",
    "[1] chú thích", "", "", "\n", "Nghị quyết số 5-NQ/TW", "Số: 3/NQ", "Căn cứ Luật", "QUYẾT NGHỊ:", "***", "a",
    "A. PHẦN", "1.", "(1)", "x.2. Giao y", "3. z",
]  # fmt: skip
SOUP = st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=40).map("\n".join)


def check(source: str) -> tuple[Clause, ...]:
    """Whatever the text: refs are unique, every letter is in one clause, every clause is its slices."""
    clauses = parse(source)
    refs = [clause.ref for clause in clauses]
    assert len(set(refs)) == len(refs)
    covered = bytearray(len(source))
    for clause in clauses:
        assert clause.text == clause.joint.join(source[p.start : p.end] for p in clause.pieces)
        assert clause.parent is None or clause.parent in refs
        assert not any(char.isspace() for char in clause.ref)
        for piece in clause.pieces:
            assert not any(covered[piece.start : piece.end])
            covered[piece.start : piece.end] = b"\x01" * (piece.end - piece.start)
    assert all(covered[i] for i, char in enumerate(source) if char.isalnum())
    return clauses


@given(st.text(max_size=300))
def test_any_text_loses_nothing(source: str) -> None:
    check(source)


@settings(max_examples=300)
@given(SOUP)
def test_any_soup_of_structure_loses_nothing(source: str) -> None:
    check(source)


@settings(max_examples=60, deadline=None)
@given(SOUP)
def test_any_soup_can_be_shown_cited_and_exported(source: str) -> None:
    resolution = load_text(source)
    assert preview(resolution).lines()
    assert all(citation(resolution, clause.ref) for clause in resolution.clauses)
    clean = "".join(char for char in source if char.isprintable() or char == "\n")
    resolution = load_text(clean)
    back = from_akn(to_akn(resolution))
    assert {_key(c) for c in back.clauses} == {_key(c) for c in resolution.clauses}


def _key(clause: Clause) -> tuple[str, str, str, str | None, str]:
    return clause.ref, clause.kind.value, clause.text, clause.parent, clause.marker


@dataclass
class Node:
    """A heading or leaf of a made-up document: the line it is printed as, its ref, what stands under it."""

    line: str
    ref: str
    under: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for node in self.under:
            yield from node.walk()


LETTERS = "abcdđeghiklm"
WORDS = st.sampled_from(["Kinh tế", "Văn hóa xã hội", "Quốc phòng", "Chuyển đổi số", "Giáo dục"])


@st.composite
def party(draw: st.DrawFn) -> list[Node]:
    """Mục I. with khoản 1., each with (1), a), bullets or nothing."""
    found = []
    for i in range(1, draw(st.integers(1, 4)) + 1):
        roman = roman_numeral(i)
        part = Node(f"{roman}. {draw(WORDS).upper()}", roman)
        for j in range(1, draw(st.integers(0, 3)) + 1):
            item = Node(f"{j}. {draw(WORDS)}.", f"{roman}.{j}")
            style = draw(st.sampled_from(["(1)", "a)", "-", "1.1.", ""]))
            for k in range(1, draw(st.integers(1, 5)) + 1 if style else 1):
                name = {"(1)": f"{k}", "a)": LETTERS[k - 1], "1.1.": f"{k}"}.get(style)
                printed = {"(1)": f"({k})", "a)": f"{name})", "1.1.": f"{j}.{k}."}.get(style, "-")
                ref = f"{item.ref}.{name}" if name else f"{item.ref}/{k}"
                item.under.append(Node(f"{printed} {draw(WORDS)}.", ref))
            part.under.append(item)
        found.append(part)
    return found


@st.composite
def decree(draw: st.DrawFn) -> list[Node]:
    """Chương with Điều, counted through; Điều with khoản, khoản with điểm."""
    found, article = [], 0
    for i in range(1, draw(st.integers(1, 3)) + 1):
        chapter = Node(f"Chương {roman_numeral(i)}. {draw(WORDS).upper()}", f"C{i}")
        for _ in range(draw(st.integers(1, 3))):
            article += 1
            rule = Node(f"Điều {article}. {draw(WORDS)}.", f"D{article}")
            for j in range(1, draw(st.integers(0, 3)) + 1):
                item = Node(f"{j}. {draw(WORDS)}.", f"{rule.ref}.{j}")
                item.under = [
                    Node(f"{letter}) {draw(WORDS)}.", f"{item.ref}.{letter}")
                    for letter in LETTERS[: draw(st.integers(0, 5))]
                ]
                rule.under.append(item)
            chapter.under.append(rule)
        found.append(chapter)
    return found


@settings(deadline=None)
@given(party() | decree(), st.sampled_from(["\n", "\n\n"]))
def test_structure_is_read_back(tree: list[Node], gap: str) -> None:
    nodes = [node for top in tree for node in top.walk()]
    clauses = check(gap.join(node.line for node in nodes))
    assert [clause.ref for clause in clauses] == [node.ref for node in nodes]
    above = {child.ref: node.ref for node in nodes for child in node.under}
    assert {c.ref: c.parent for c in clauses} == {n.ref: above.get(n.ref) for n in nodes}


HOSTILE = {
    "lines joined": "a b c\n" * 40_000,
    "items": "".join(f"{i % 999}. abc\n" for i in range(20_000)),
    "rows": "| 1 | a | b |\n" * 20_000,
    "open quotations": "“abc\n" * 20_000,
    "attachments": "ABC\nabc\n(Kèm theo x\n" * 10_000,
    "appendices": "I. x\n" + "PHỤ LỤC\nabc.\n" * 10_000,
    "glued": "1. a.2. B\n3. c.4. D\n5. e\n" * 5_000,
    "bars": "|" * 200_000,
    "one word": "a" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read(name: str) -> None:
    """Long enough that a pass which is not linear would not come back."""
    check(HOSTILE[name])
