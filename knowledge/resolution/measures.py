"""From the words of a target to its measures: prose ("đạt 96,2 % trở lên") and rows of target tables.

A measure has a threshold only where one figure and one direction are certain. A range ("4,5 - 5%") keeps its
figure as printed and no threshold: no report may be judged by it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from knowledge.language.numbers import NUMBER, parse_number
from knowledge.resolution.model import Clause, Comparator, Kind, Measure, Span
from knowledge.resolution.tables import JOINT, Column, Row

_CAPS: Final = r"(?<!không )dưới|không quá|không vượt quá|không cao hơn|không nhiều hơn|không hơn|tối đa|nhiều nhất"
_NUMBER: Final = r"(?P<number>\d+(?:[.,]\d+)*)(?:\s*[-–]\s*(?P<upper>\d+(?:[.,]\d+)*))?"
_UNIT: Final = (
    r"(?:\s*(?P<percent>%(?:/năm)?)|"
    r"\s+(?P<unit>(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s+)*(?:đô la Mỹ|lượt khách|doanh nghiệp|tổ chức|(?!trở\s)[^\W\d_]+)(?:/[^\W\d_]+)*))"
)
_FIGURE: Final = re.compile(
    rf"(?P<before>(?:(?:tăng|giảm|ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|{_CAPS}|hơn|trên|"
    rf"từ|duy trì|đạt|hoàn thành|chiếm|khoảng|thêm|có|(?<!không )còn|xuống)"
    rf"(?:\s+(?:từ|trên|ít nhất|tối thiểu|có|khoảng|thêm|trung bình|bình quân|còn|mức|{_CAPS}|hơn))*\s+"
    rf"(?:[≥≤<>]=?\s*)?|[≥≤<>]=?\s*))?"
    rf"{_NUMBER}(?(before)(?:{_UNIT}|(?=[.;,)]|\s*$|\s+trở\s))|{_UNIT.replace('percent', 'percent2').replace('<unit', '<unit2')})"
    rf"(?P<after>\s+trở lên|\s+trở xuống)?",
    re.IGNORECASE,
)
_BASELINE: Final = re.compile(r"so với (?P<baseline>[^.;,]+)", re.IGNORECASE)
_ZERO: Final = re.compile(
    r"(?P<figure>không còn|không có|không để)\s+(?P<unit>hộ nghèo|[^\s,.;]+)", re.I
)
# A number right after one of these words counts documents, years or items, not what is measured.
_NOT_A_FIGURE: Final = re.compile(
    r"(?:năm|tháng|ngày|quý|số|khóa|khoá|nhiệm kỳ|điều|khoản|đề án|lớp|thứ|nhóm|giai đoạn|tuổi|từ đủ|mục)\s*$",
    re.IGNORECASE,
)
_NOT_A_UNIT: Final = frozenset(
    ("năm", "tháng", "ngày", "tuổi", "giờ", "và", "của", "theo", "đạt", "là", "có", "tăng", "giảm")
)
# "Hoàn thành 100% chỉ tiêu ... được giao": the share of a plan whose size the text does not state.
_OF_A_PLAN: Final = re.compile(r"100\s*% (?:chỉ tiêu|kế hoạch)", re.IGNORECASE)
_CAPPED: Final = re.compile(rf"\b(?:{_CAPS})\b|trở xuống|[≤<]", re.IGNORECASE)
_BELOW: Final = re.compile(r"(?<!không )\bdưới\b|<(?!=)", re.IGNORECASE)
_BROUGHT_DOWN: Final = re.compile(r"\bgiảm\b", re.IGNORECASE)
_DOWN_TO: Final = re.compile(r"\b(?:còn|xuống)\b", re.IGNORECASE)
_LOOK_BACK: Final = 24
_MOST_MEASURES: Final = 60

_CELL: Final = re.compile(
    rf"(?P<before>(?:[≥≤<>=~]{{1,2}}|từ|trên|hơn|ít nhất|tối thiểu|không dưới|không thấp hơn|"
    rf"{_CAPS}|tăng|giảm|đạt|khoảng|còn|xuống)\s*"
    rf"(?:trên\s+|từ\s+|thêm\s+|còn\s+|{_CAPS}\s+)?)?{_NUMBER}\s*(?P<percent>%)?(?:\s*[-–]\s*(?P<upper2>\d+(?:[.,]\d+)*)\s*%?)?"
    r"(?P<after>\s*trở lên|\s*trở xuống)?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(20\d{2})\b")


def read_measures(clause: Clause) -> tuple[Measure, ...]:
    """Return the measures of a target, none for a qualitative one, letters "a", "b" for several."""
    if clause.joint == JOINT:
        return ()  # which cell is the plan is known only with the column titles: read_row
    found = list(_figures(clause))[:_MOST_MEASURES] or list(_zero(clause))
    return lettered(found)


def read_row(row: Row) -> tuple[Measure, ...]:
    """Return the measures of a row of a target table; several where its plan names several figures.

    Of several plan columns the one of the latest year counts; a result column of an earlier year is the baseline.
    """
    place = _plan_place(row)
    if place < 0:
        return ()
    quantity = row.first(Column.TARGET)
    unit = " ".join(row.first(Column.UNIT).split())
    start = row.offset(place)
    found = []
    at = 0
    for part in row.cells[place].split(";"):
        lead = len(part) - len(part.lstrip())
        match = _CELL.match(part.strip())
        if match and (value := parse_number(match["number"])) is not None:
            begin = start + at + lead
            measure = _cell_measure(row, match, value, unit, quantity, begin)
            rest = part.strip()[match.end() :].strip(" .,")
            if rest and len(row.cells[place].split(";")) > 1:
                measure = replace(measure, quantity=f"{quantity} ({rest})")
            found.append(measure)
        at += len(part) + 1
    return lettered(_with_baseline(row, found[:_MOST_MEASURES]))


def read_level(words: str) -> Measure | None:
    """Return the measure that a person states in a few words ("từ 96,5 % trở lên", "≤ 3"), None for none or several.

    Its quantity is what stands before the figure, "" for nothing; its places are places in ``words``.
    """
    words = words.strip().rstrip(".;")
    clause = Clause("", Kind.TARGET, words, (Span(0, len(words)),))
    found = read_measures(clause)
    if not found:  # a bare number: the unit is known from elsewhere
        lead = "đạt "
        found = tuple(
            replace(m, start=max(0, m.start - len(lead)), end=m.end - len(lead))
            for m in read_measures(replace(clause, text=lead + words))
        )
    if len(found) != 1:
        return None
    measure = found[0]
    return replace(measure, quantity=words[: measure.start].strip(" :,;-"))


def stated_figures(text: str, start: int = 0) -> Iterator[tuple[Decimal, int, int]]:
    """Iterate over the figures of a text with their places; years, dates and numbers of documents are none."""
    for match in NUMBER.finditer(text, start):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        value = parse_number(match[0])
        if value is None or _NOT_A_FIGURE.search(before):
            continue
        if before.endswith("/") or re.match(r"/\d|[/-][A-ZĐ]", text[match.end() :]):
            continue
        yield value, match.start(), match.end()


def figure_bounds(figure: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the lower and upper bound a printed figure states; None for an open side.

    >>> figure_bounds("4,5 - 5%"), figure_bounds("≤ 3")
    ((Decimal('4.5'), Decimal('5')), (None, Decimal('3')))
    """
    match = re.search(_NUMBER, figure.replace("%", ""))
    if match is None:
        return None, None
    low = parse_number(match["number"])
    if match["upper"]:
        return low, parse_number(match["upper"])
    if _CAPPED.search(figure):
        return None, low
    return low, None if re.search(r"[≥>]|trở lên|trên|hơn|ít nhất|tối thiểu", figure) else low


def lettered(found: list[Measure]) -> tuple[Measure, ...]:
    """Return the measures of one target with their letters: none for a single one, else "a", "b", ..."""
    if len(found) == 1:
        return (replace(found[0], letter=""),)
    return tuple(replace(measure, letter=_letter(i)) for i, measure in enumerate(found))


def _letter(place: int) -> str:
    first, last = divmod(place, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + last)


def _figures(clause: Clause) -> Iterator[Measure]:
    text = clause.text
    at = len(clause.marker) if text.startswith(clause.marker) else 0
    for match in _FIGURE.finditer(text, at):
        number_at = match.start("number")
        if _NOT_A_FIGURE.search(text[max(0, number_at - _LOOK_BACK) : number_at]):
            continue
        value = parse_number(match["number"])
        percent = match["percent"] or match["percent2"]
        unit = "%" if percent else match["unit"] or match["unit2"] or ""
        if value is None or unit.lower() in _NOT_A_UNIT:
            continue
        before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
        growth = before.startswith("tăng") and unit == "%" and not _CAPPED.search(before)
        baseline = _BASELINE.search(text, match.end()) if growth else None
        span = bool(match["upper"])
        lead = text[at : match.start()] + before
        yield Measure(
            clause.ref,
            "",
            quantity_at(text, at, match.start(), match.end()),
            Comparator.EXACTLY if span else _comparator(before, after, growth, lead),
            None if span else value,
            unit,
            text[match.start() : match.end()].strip(),
            match.start(),
            match.end(),
            relative=bool(_OF_A_PLAN.match(text, number_at)),
            baseline=baseline["baseline"] if baseline else "",
        )
        at = match.end()


def _comparator(before: str, after: str, growth: bool, lead: str = "") -> Comparator:
    """How the words before and after a figure hold it; ``lead`` is all that stands before it."""
    if growth:
        return Comparator.GROWTH
    if _CAPPED.search(before + after):
        return Comparator.LESS_THAN if _BELOW.search(before) else Comparator.AT_MOST
    if _DOWN_TO.search(before) and _BROUGHT_DOWN.search(re.split(r"[.;]\s", lead)[-1]):
        return Comparator.AT_MOST  # "giảm tỷ lệ hộ nghèo xuống còn 1%"
    if "trở lên" in after or re.search(
        r"\b(ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|từ)\b|≥|>=", before
    ):
        return Comparator.AT_LEAST
    if re.search(r"\b(trên|hơn)\b|>", before):
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


def quantity_at(text: str, start: int, figure_start: int, figure_end: int) -> str:
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


def _plan_place(row: Row) -> int:
    """The column whose figure is the target: a plan, of the latest year where several are named."""
    places = [i for i in row.places(Column.PLAN) if row.cells[i]]
    if not places:
        return -1
    return max(places, key=lambda i: (max(_YEAR.findall(row.titles[i]), default=""), -i))


def _cell_measure(
    row: Row, match: re.Match[str], value: Decimal, unit: str, quantity: str, start: int
) -> Measure:
    before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
    share = bool(match["percent"]) or unit.startswith("%")
    if unit.startswith("%") and unit.strip("% "):
        quantity = f"{quantity} ({unit})"
    span = bool(match["upper"] or match["upper2"])
    growth = before.startswith("tăng") and share and not _CAPPED.search(before)
    return Measure(
        row.clause.ref,
        "",
        quantity,
        Comparator.EXACTLY if span else _comparator(before, after, growth, f"{quantity} {before}"),
        None if span else value,
        "%" if share else unit,
        match[0].strip(),
        start,
        start + len(match[0]),
    )


def _with_baseline(row: Row, found: list[Measure]) -> list[Measure]:
    """The result of an earlier year beside the plan is what the plan is held against."""
    for place in row.places(Column.RESULT):
        value = parse_number(row.cells[place].strip().rstrip("%").strip())
        if value is not None and _YEAR.search(row.titles[place]):
            return [
                replace(
                    measure,
                    baseline=" ".join(row.titles[place].split()),
                    baseline_value=value,
                    baseline_unit=measure.unit,
                    baseline_ref=row.clause.ref,
                )
                for measure in found
            ]
    return found
