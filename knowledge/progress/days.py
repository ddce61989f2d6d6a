"""The day a person means: "hết tháng 10", "31/10", "quý III", "6 tháng đầu năm", "hôm qua"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from knowledge.errors import InvalidInputError
from knowledge.language.normalize import fold
from knowledge.progress import wording
from knowledge.resolution.deadlines import month_end

_BEFORE: Final = r"(?:\b(?:tinh den|so lieu|den|toi|het|vao|trong|cuoi|ngay|truoc)\s+)*"
_YEAR: Final = r"(?:\s*[/-]\s*(?P<y>\d{4})|\s+nam\s+(?P<y2>\d{4}))?"
_PATTERNS: Final = tuple(
    (name, re.compile(_BEFORE + rf"(?<![\w/,.])(?:{pattern})(?![\w/])", re.IGNORECASE))
    for name, pattern in (
        ("day", r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})"),
        ("iso", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
        ("month", r"(?:thang\s+)?(?P<m>\d{1,2})\s*/\s*(?P<y>\d{4})"),
        ("day", r"ngay\s+(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})" + _YEAR),
        ("day", r"(?P<d>\d{1,2})/(?P<m>\d{1,2})"),
        ("month", r"thang\s+(?P<m>\d{1,2})" + _YEAR),
        ("months", r"(?P<m>3|6|9|12)\s+thang(?:\s+dau\s+nam)?" + _YEAR),
        ("quarter", r"quy\s+(?P<q>IV|I{1,3}|[1-4])" + _YEAR),
        ("today", r"hom nay|hien nay|bay gio"),
        ("yesterday", r"hom qua"),
        ("year", r"ca nam|het nam|nam\s+(?P<y>\d{4})"),
    )
)
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_EDGE: Final = " ,.;:-–()"


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day found in a sentence, and the sentence without it."""

    day: date
    rest: str


def find_day(text: str, today: date, *, forward: bool = False, period: str = "") -> SaidDay | None:
    """Find the day a sentence names; None where it names none.

    A month, quarter or year means its last day, or today while it lasts. Without a year, the newest
    one that has begun is meant (or, ``forward``, the next that is not over).

    Args:
        text: what a person typed.
        today: the day it is.
        forward: whether the sentence sets a deadline rather than dates a figure.
        period: of the document that is reported on; in a later year "hết năm" means the end of its own ("2026").

    Raises:
        InvalidInputError: what looks like a day does not exist ("31/2").
    """
    folded = fold(text)
    for name, pattern in _PATTERNS:
        match = pattern.search(folded)
        if match is None:
            continue
        found = _meant(name, match, today, forward, period)
        if found is None:
            raise InvalidInputError(
                wording.BAD_DAY.format(text=text[match.start() : match.end()].strip())
            )
        before, after = text[: match.start()], text[match.end() :]
        rest = " ".join(part.strip(_EDGE) for part in (before, after) if part.strip(_EDGE))
        return SaidDay(found, rest)
    return None


def _meant(name: str, match: re.Match[str], today: date, forward: bool, period: str) -> date | None:
    said = match.groupdict()
    if name == "today":
        return today
    if name == "yesterday":
        return today - timedelta(days=1)
    year = int(said.get("y") or said.get("y2") or 0)
    if name in ("day", "iso"):
        return _year_for(year, today, forward, lambda y: _day(y, said["m"], said["d"]), name)
    if name == "year":
        last = int(period[-4:]) if period[-4:].isdecimal() else today.year
        year = year or (today.year if forward else min(max(last, 1), today.year))
        found = date(year, 12, 31) if 1 <= year <= 9999 else None
    else:
        month = 3 * _QUARTERS[said["q"].lower()] if name == "quarter" else int(said["m"])
        found = _year_for(year, today, forward, lambda y: month_end(y, month), name)
    if found is not None and not forward and found > today and _has_begun(found, name, today):
        return today
    return found


def _year_for(
    year: int, today: date, forward: bool, make: Callable[[int], date | None], name: str
) -> date | None:
    if year:
        return make(year)
    found = make(today.year)
    if found is None:
        return make(today.year - 1) if not forward else make(today.year + 1)  # 29/2
    if forward:
        return make(today.year + 1) if found < today else found
    return make(today.year - 1) if found > today and not _has_begun(found, name, today) else found


def _has_begun(last: date, name: str, today: date) -> bool:
    """Tell whether the month, quarter or year that ends on ``last`` has begun; a day has no length."""
    if name in ("day", "iso"):
        return False
    length = {"month": 1, "quarter": 3, "months": last.month, "year": 12}[name]
    first = date(last.year, last.month - length + 1, 1)
    return first <= today


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
