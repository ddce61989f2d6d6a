"""The address of a clause as a person says it."""

import re
from typing import Final

from knowledge.resolution.metadata import document_type
from knowledge.resolution.model import Clause, Kind, Resolution
from knowledge.resolution.numbering import roman_value
from knowledge.resolution.tables import JOINT

_WHOLE: Final = {
    Kind.HEADER: "Phần đầu văn bản",
    Kind.RECIPIENTS: "Nơi nhận",
    Kind.SIGNATURE: "Phần ký tên",
}
_ABOUT: Final = re.compile(r"(?:về|ban hành|quy định|thông qua|phê duyệt)\s", re.IGNORECASE)
_DIVISIONS: Final = ("phần", "chương", "mục", "tiểu mục", "điều")


def short_citation(resolution: Resolution, ref: str) -> str:
    """Return the address within the document: "Chỉ tiêu (10), khoản 2, mục II"; "Điểm b, khoản 2, Điều 5"."""
    steps: list[str] = []
    clause: Clause | None = resolution.clause(ref)
    while clause is not None:
        step = _step(resolution, clause)
        # Row 11.1 says that it stands under row 11.
        if step and not (steps and steps[-1].startswith(f"chỉ tiêu {step.split()[-1]}.")):
            steps.append(step)
        if _division(clause) == "điều":
            clause = _attachment(resolution, clause)
            continue
        clause = resolution.by_ref.get(clause.parent) if clause.parent else None
    address = ", ".join(steps) or "Bảng"
    return address[0].upper() + address[1:]


def citation(resolution: Resolution, ref: str) -> str:
    """Return the whole citation: "Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU"."""
    return f"{short_citation(resolution, ref)}, {document_name(resolution)}"


def document_name(resolution: Resolution) -> str:
    """Return what a citation calls the document: its kind and number, its name where it has no number."""
    number = resolution.number
    if number:
        return f"{document_type(number)} số {number}"
    title = resolution.metadata.title or resolution.metadata.name
    if not title:
        return "văn bản không số"
    return f"Nghị quyết {title[0].lower()}{title[1:]}" if _ABOUT.match(title) else title


def _attachment(resolution: Resolution, clause: Clause) -> Clause | None:
    """A Điều is told by its number alone, and by what it is attached to, not by its Chương."""
    prefix, dot, _ = clause.ref.partition(".")
    return resolution.by_ref.get(prefix) if dot and prefix[:1] in "KP" else None


def _step(resolution: Resolution, clause: Clause) -> str:
    if clause.kind in _WHOLE:
        return _WHOLE[clause.kind]
    base, _, ordinal = clause.ref.partition("/")
    if clause.joint == JOINT:
        return _row_step(resolution, clause)
    if ordinal:
        return _leaf_step(resolution, clause, base, ordinal)
    if clause.parent is None and clause.joint == "\n":
        return _attachment_step(clause)
    if _division(clause):
        return clause.marker.rstrip(" .:-–—")
    return _numbered_step(clause)


def _numbered_step(clause: Clause) -> str:
    number = clause.ref.rsplit(".", 1)[-1]
    printed = clause.marker.strip("().:-–— ")
    if clause.kind is Kind.TARGET and clause.marker[:1] in "(0123456789":
        return f"chỉ tiêu ({number})"
    if clause.marker.startswith("("):
        return f"điểm ({number})"
    if "." in clause.marker.rstrip("."):
        return f"tiểu mục {printed}"
    if len(printed) == 1 and printed.islower():
        return f"điểm {printed}"
    if roman_value(printed):
        return f"mục {number}"
    if len(printed) == 1 and printed.isupper():
        return f"phần {printed}"
    return f"khoản {number}" if clause.parent else f"mục {number}"


def _leaf_step(resolution: Resolution, clause: Clause, base: str, ordinal: str) -> str:
    if clause.kind is Kind.PREAMBLE:
        return "đoạn mở đầu"
    if clause.kind is Kind.CLOSING:
        return "đoạn kết"
    if clause.kind is Kind.RECIPIENT:
        return f"dòng {ordinal}"
    if base.endswith("notes"):
        return f"chú thích {ordinal}"
    if clause.marker == "-":
        return f"gạch đầu dòng thứ {_bullet_number(resolution, clause)}"
    return f"đoạn {ordinal}" if len(resolution.children.get(base, ())) > 1 else "đoạn văn"


def _row_step(resolution: Resolution, clause: Clause) -> str:
    """A row by its number, under its group; the table itself only where there are several."""
    base, _, ordinal = clause.ref.partition("/")
    if ordinal:
        return f"dòng phụ {ordinal}"
    number = clause.marker.removesuffix("|").strip(" .()")
    if not number:
        stem, _, count = base.rpartition(".B")
        several = f"{stem}.B2" in resolution.by_ref
        return f"bảng {count}" if several else ""
    if clause.kind is Kind.TARGET:
        return f"chỉ tiêu {number}"
    if clause.kind is Kind.HEADING:
        return f"nhóm {number}"
    return f"dòng {number}"


def _attachment_step(clause: Clause) -> str:
    first = clause.text.split("\n", 1)[0]
    if clause.ref.startswith("PL"):
        words = first.split()
        return " ".join(["Phụ lục", *words[2:3]]).rstrip(".:") if len(words) > 2 else "Phụ lục"
    count = clause.ref.removeprefix("K")
    return "văn bản kèm theo" if count == "1" else f"văn bản kèm theo thứ {count}"


def _division(clause: Clause) -> str:
    """The word Phần, Chương, Mục, Tiểu mục or Điều that heads a clause, in small letters, else ""."""
    words = clause.marker.lower()
    return next((name for name in _DIVISIONS if words.startswith(name + " ")), "")


def _bullet_number(resolution: Resolution, clause: Clause) -> int:
    """The place among the bullets only: people count dashes, not paragraphs."""
    bullets = [c.ref for c in resolution.children.get(clause.parent or "", ()) if c.marker == "-"]
    return bullets.index(clause.ref) + 1
