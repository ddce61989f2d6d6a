"""The times by which, or how often, a clause wants its work done."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from knowledge.resolution.model import Deadline

_DATE: Final = re.compile(
    r"(?:trước|đến|đến hết|xong|chậm nhất)\s+(?:ngày\s+)?(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.I
)
_MONTH: Final = re.compile(
    r"(?:(?:trong|trước|đến|hết|xong)\s+)*tháng\s+(\d{1,2})\s*[/-]\s*(\d{4})", re.I
)
_QUARTER: Final = re.compile(
    r"(?:trong\s+)?quý\s+(IV|I{1,3}|[1-4])(?:\s*[/-]\s*|\s+năm\s+)(\d{4})", re.I
)
_RECURRING: Final = re.compile(
    r"(?:hàng|hằng|mỗi)\s+(quý|tháng|năm|tuần)(?:\s*\([^)]{1,30}\))?", re.I
)
_RECURS: Final = {"quý": "quarterly", "tháng": "monthly", "năm": "yearly", "tuần": "weekly"}
_VAGUE: Final = re.compile(
    r"ngay từ đầu năm|từ đầu năm|trong mùa mưa bão|(?:vào )?năm \d{4} và các năm tiếp theo", re.I
)
_YEAR: Final = re.compile(r"(?:(?:trong|vào|hết|đến)\s+)?năm\s+(\d{4})", re.I)
_QUARTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def read_deadlines(text: str, period: str) -> tuple[Deadline, ...]:
    """Return the deadlines in ``text``, in reading order, none overlapping another.

    Args:
        text: a clause.
        period: the year the document sets ("2026"); a bare earlier year is history, not a deadline.
    """
    found: list[Deadline] = []
    for deadline in _candidates(text, period):
        if all(deadline.end <= other.start or deadline.start >= other.end for other in found):
            found.append(deadline)
    return tuple(sorted(found, key=lambda deadline: deadline.start))


def _candidates(text: str, period: str) -> Iterator[Deadline]:
    for match in _DATE.finditer(text):
        yield _deadline(match, _day(int(match[3]), int(match[2]), int(match[1])))
    for match in _MONTH.finditer(text):
        yield _deadline(match, month_end(int(match[2]), int(match[1])))
    for match in _QUARTER.finditer(text):
        yield _deadline(match, month_end(int(match[2]), 3 * _QUARTERS[match[1].upper()]))
    for match in _RECURRING.finditer(text):
        yield _deadline(match, None, _RECURS[match[1].lower()])
    for match in _VAGUE.finditer(text):
        yield _deadline(match, None)
    for match in _YEAR.finditer(text):
        if period and match[1] >= period[:4]:
            yield _deadline(match, _day(int(match[1]), 12, 31))


def _deadline(match: re.Match[str], due: date | None, recurs: str = "") -> Deadline:
    return Deadline(match[0], due, recurs, match.start(), match.end())


def month_end(year: int, month: int) -> date | None:
    """Return the last day of a month, None where there is no such month."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
