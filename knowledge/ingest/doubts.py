"""Places where the reading of a structure is unsure, found by looking at the clauses as they were read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.resolution.kinds import sets_figure
from knowledge.resolution.model import Clause, Kind, Resolution
from knowledge.resolution.numbering import read_numbering, roman_value
from knowledge.resolution.tables import JOINT

_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_LONG: Final = 6000  # characters; a paragraph this long may be several whose breaks were lost
_GLUED: Final = re.compile(r"[^\W\d_][.;:]\d{1,2}\.\s+[A-ZĐ]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One unsure place: the clause and what about it, as a Vietnamese sentence."""

    ref: str
    text: str


def find_doubts(resolution: Resolution) -> tuple[Doubt, ...]:
    """Return the unsure places of a document, in reading order; those about the whole document first."""
    found = [*_metadata(resolution)]
    order = {clause.ref: at for at, clause in enumerate(resolution.clauses)}
    local = [*_gaps(resolution), *_clauses(resolution), *_measures(resolution)]
    found += sorted(local, key=lambda doubt: order.get(doubt.ref, 0))
    return tuple(found)


def _metadata(resolution: Resolution) -> Iterator[Doubt]:
    about = resolution.metadata
    for value, name in (
        (about.number, "số hiệu"),
        (about.issued, "ngày ban hành"),
        (about.issuer, "cơ quan ban hành"),
        (about.title, "trích yếu"),
        (about.period, "năm hoặc giai đoạn áp dụng"),
        (about.signer, "người ký"),
    ):
        if not value:
            yield Doubt("header", f"Không đọc được {name}.")
    for clause in resolution.clauses:
        if "." not in clause.ref and clause.joint == "\n" and clause.ref[:1] in "KP":
            first = clause.text.split("\n", 1)[0]
            yield Doubt(clause.ref, f"Coi từ “{_short(first)}” là văn bản kèm theo.")


def _gaps(resolution: Resolution) -> Iterator[Doubt]:
    """A number that does not follow the one before it among the clauses of one heading."""
    before: dict[tuple[str, str], tuple[int, str]] = {}
    for clause in resolution.clauses:
        style, value, printed = _position(clause)
        if not value:
            continue
        key = ("" if style == "article" else clause.parent or "", style)
        if clause.ref[:1] in "KP" and style == "article":
            key = (clause.ref.partition(".")[0], style)
        last = before.get(key)
        in_table = clause.joint == JOINT
        if last is None and value > 1 and style != "article" and not in_table:
            yield Doubt(clause.ref, f"Bắt đầu từ “{printed}”, không thấy số đứng trước.")
        elif last is not None and value != last[0] + 1:
            yield Doubt(clause.ref, f"Sau “{last[1]}” là “{printed}”: có thể thiếu hoặc sai số.")
        before[key] = (value, printed)


def _position(clause: Clause) -> tuple[str, int, str]:
    """The style of a clause's number and its place in the order of that style; 0 for no number."""
    if not clause.marker or clause.marker == "-" or "/" in clause.ref:
        return "", 0, ""
    printed = clause.marker.removesuffix("|").strip()
    number = clause.ref.rsplit(".", 1)[-1]
    words = printed.split()
    if words and words[0].lower() in ("điều", "chương", "phần", "mục", "tiểu"):
        digits = re.sub(r"\D", "", number)
        plain = number.lstrip("PCMTD").isdecimal()
        style = "article" if words[0].lower() == "điều" else words[0].lower()
        return style, int(digits) if plain and digits else 0, printed
    if number.isdecimal():
        return f"number {printed[:1] == '('}", int(number), printed
    if roman_value(number):
        return "roman", roman_value(number), printed
    if len(number) == 1 and number in _LETTERS:
        return "letter", _LETTERS.index(number) + 1, printed
    return "", 0, printed


def _clauses(resolution: Resolution) -> Iterator[Doubt]:
    for clause in resolution.clauses:
        if clause.marker not in ("", "-") and "/" in clause.ref:
            yield Doubt(
                clause.ref, f"Số “{clause.marker}” đã có ở trên nên dòng này để là đoạn văn."
            )
        elif clause.kind is Kind.PARAGRAPH and not clause.marker and read_numbering(clause.text):
            yield Doubt(clause.ref, "Có số thứ tự nhưng để là đoạn văn.")
        if len(clause.text) > _LONG:
            yield Doubt(clause.ref, "Đoạn rất dài; có thể là nhiều đoạn dính nhau.")
        if clause.joint != JOINT and _GLUED.search(clause.text):
            yield Doubt(clause.ref, "Có số thứ tự dính giữa câu.")
        if clause.joint == JOINT and "/" in clause.ref and not clause.marker:
            yield Doubt(clause.ref, "Dòng bảng không có số; có thể là phần nối của dòng trên.")
        if clause.joint == "\n" and len(clause.pieces) > 30:
            yield Doubt(clause.ref, f"Gồm {len(clause.pieces)} dòng; có thể lẫn nội dung khác.")


def _measures(resolution: Resolution) -> Iterator[Doubt]:
    for clause in resolution.of_kind(Kind.TARGET):
        measures = resolution.notes(clause.ref).measures
        if not measures and clause.joint != JOINT and sets_figure(clause.body):
            yield Doubt(clause.ref, "Chỉ tiêu có con số nhưng không đọc được mức.")
        for measure in measures:
            if measure.threshold is None:
                yield Doubt(
                    clause.ref,
                    f"Mức “{measure.figure}” là khoảng; không tự xét đạt hay chưa đạt.",
                )
        if len(measures) > 3:
            yield Doubt(clause.ref, f"Một mục có {len(measures)} mức; xem lại từng mức.")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
