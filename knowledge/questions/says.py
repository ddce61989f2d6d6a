"""What kinds of answer the text of a clause gives: a figure, a time, from what money something is paid."""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.questions.asked import gives_unit
from knowledge.resolution.model import Clause

_ADDRESSES: Final = re.compile(
    r"\b(?:điều|khoản|điểm|mục|chương|phụ lục|số)s?:?\s+\d[\w/.-]*(?:,\s*\d+)*|\b\d+(?:/\d{4})?[-/][A-ZĐ]\S*",
    re.IGNORECASE,
)
TIMES: Final = re.compile(
    r"(?<!\d)(?:\d{1,2}/){0,2}(?:19|20)\d\d(?!\d)|\b(?:ngày|tháng) \d{1,2}\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Says:
    """What kinds of answer a text gives.

    ``amount`` is a figure that is no date. ``reports``: it stands among the results of a past year. ``reports_past``: that, or it measures against one.
    """

    folded: str
    units: frozenset[str]
    figure: bool
    amount: bool
    time: bool
    date: bool
    source: bool
    names: bool
    reports: bool
    reports_past: bool

    def counts(self, unit: str) -> bool:
        """Tell whether it has a figure counted in a unit, or in one of several words that begins with it."""
        return gives_unit(unit, self.folded) or any(unit == u.split(" ")[0] for u in self.units)

    def measured(self, unit: str, word: str) -> bool:
        """Tell whether a unit goes on with a word after another head: "tuyến cáp quang biển" for "đường cáp"."""
        return bool(word) and any(
            word in u.split(" ")[1:] and unit not in u.split(" ") for u in self.units
        )


def has_figure(clause: Clause, text: str) -> bool:
    """Whether a text states a figure beside its own number and those of what it refers to ("Điều 4", "số 57-NQ/TW")."""
    return any(map(str.isdigit, _ADDRESSES.sub("", text.removeprefix(clause.marker))))
