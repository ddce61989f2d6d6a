"""From the words of a target to its measures."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from knowledge.language.numbers import parse_number
from knowledge.resolution.model import Clause, Comparator, Measure

_NUMBER: Final = r"(?P<number>\d+(?:[.,]\d+)*)"
_UNIT: Final = r"\s*(?P<unit>%(?:/năm)?|[^\W\d_]+(?:/[^\W\d_]+)*)"
_FIGURE: Final = re.compile(
    rf"(?P<before>(?:tăng|giảm|ít nhất|tối thiểu|không dưới|hơn|trên|dưới|không quá|tối đa|từ|"
    rf"duy trì|đạt|hoàn thành|có)(?:\s+(?:từ|trên|ít nhất|có))*\s+)?"
    rf"{_NUMBER}{_UNIT}(?P<after>\s+trở lên|\s+trở xuống)?",
    re.IGNORECASE,
)
_BASELINE: Final = re.compile(r"so với (?P<baseline>[^.;,]+)", re.IGNORECASE)
_ZERO: Final = re.compile(
    r"(?P<figure>không còn|không có|không để)\s+(?P<unit>hộ nghèo|[^\s,.;]+)", re.I
)
# A number right after one of these words counts documents, years or items, not what is measured.
_NOT_A_FIGURE: Final = re.compile(
    r"(?:năm|tháng|ngày|quý|số|khóa|khoá|nhiệm kỳ|điều|khoản|đề án|lớp|thứ)\s*$", re.IGNORECASE
)
# "Hoàn thành 100% chỉ tiêu ... được giao": the share of a plan whose size the text does not state.
_OF_A_PLAN: Final = re.compile(r"100\s*% (?:chỉ tiêu|kế hoạch)", re.IGNORECASE)


def read_measures(clause: Clause) -> tuple[Measure, ...]:
    """Return the measures of a target, none for a qualitative one, letters "a", "b" for several."""
    found = list(_figures(clause)) or list(_zero(clause))
    if len(found) == 1:
        return (found[0],)
    return tuple(replace(measure, letter=chr(ord("a") + i)) for i, measure in enumerate(found))


def _figures(clause: Clause) -> Iterator[Measure]:
    text = clause.text
    at = len(clause.marker)
    for match in _FIGURE.finditer(text, at):
        if _NOT_A_FIGURE.search(text[: match.start("number")]):
            continue
        value = parse_number(match["number"])
        if value is None:
            continue
        unit = match["unit"]
        before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
        growth = before.startswith("tăng") and unit.startswith("%")
        baseline = _BASELINE.search(text, match.end()) if growth else None
        yield Measure(
            clause.ref,
            "",
            _quantity(text, at, match.start(), match.end()),
            _comparator(before, after, growth),
            value,
            "%" if unit.startswith("%") else unit,
            text[match.start() : match.end()].strip(),
            match.start(),
            match.end(),
            relative=bool(_OF_A_PLAN.match(text, match.start("number"))),
            baseline=baseline["baseline"] if baseline else "",
        )
        at = match.end()


def _comparator(before: str, after: str, growth: bool) -> Comparator:
    if growth:
        return Comparator.GROWTH
    if "trở lên" in after or re.search(r"\b(ít nhất|tối thiểu|không dưới|từ)\b", before):
        return Comparator.AT_LEAST
    if re.search(r"\b(trên|hơn)\b", before):
        return Comparator.MORE_THAN
    return Comparator.EXACTLY


def _zero(clause: Clause) -> Iterator[Measure]:
    match = _ZERO.search(clause.text)
    if match:
        unit = "hộ" if match["unit"].lower().startswith("hộ") else ""
        yield Measure(
            clause.ref,
            "",
            clause.body.rstrip("."),
            Comparator.EXACTLY,
            Decimal(0),
            unit,
            match[0],
            match.start(),
            match.end(),
        )


def _quantity(text: str, start: int, figure_start: int, figure_end: int) -> str:
    """The words before the figure where they name the quantity, else the whole part of the sentence."""
    cut = max(
        text.rfind(";", start, figure_start), text.rfind(". ", start, figure_start), start - 1
    )
    before = text[cut + 1 : figure_start].strip(" :,;-")
    if len(before) > 12:
        return before
    end = min(
        (i for i in (text.find(";", figure_end), text.find(". ", figure_end)) if i >= 0), default=-1
    )
    return text[cut + 1 : end if end >= 0 else len(text)].strip(" :,;-.")
