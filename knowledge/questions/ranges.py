"""Figures that fall within a bracket of the document: 85 years are "từ đủ 80 tuổi trở lên".

A document that gives something by brackets never names most of the figures in them. A question about one is read in
the words of the narrowest bracket it falls in; nothing is worked out from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from knowledge.language.normalize import fold
from knowledge.language.numbers import parse_number
from knowledge.resolution.model import Resolution

LEAST: Final = 2
"""A unit with fewer brackets isn't given by brackets."""
_FIGURE: Final = r"(?P<{0}>\d+(?:[.,]\d+)*)"
_WORD: Final = r"[^\W\d_]+"
_BRACKET: Final = re.compile(
    rf"(?:từ (?:đủ )?{_FIGURE.format('low')}(?: (?P<unit>{_WORD}))? "
    rf"(?:(?P<open>trở lên)|đến (?:dưới )?{_FIGURE.format('high')} (?P<until>{_WORD}))"
    rf"|(?<!đến )dưới {_FIGURE.format('below')} (?P<under>{_WORD}))"
)
_ASKED: Final = re.compile(rf"(?<![\w.,/-])(?P<figure>\d+(?:[.,]\d+)*) ?(?P<unit>{_WORD})")
_BOUND_BEFORE: Final = re.compile(r"\b(?:tu|du|duoi|tren|den|qua|hon|khoan|dieu)\s+$")
_BOUND_AFTER: Final = re.compile(r"^\s*(?:tro|do|den|tro len)\b")


@dataclass(frozen=True, slots=True)
class Bracket:
    """Figures from ``low`` to below ``high`` of a unit, in the document's own words."""

    low: float
    high: float
    unit: str
    text: str

    @property
    def narrowness(self) -> tuple[float, float]:
        """Sorts the narrowest bracket first; of those without an end the one that begins last."""
        return self.high - self.low, -self.low


class Brackets:
    """The brackets of one resolution."""

    def __init__(self, resolution: Resolution) -> None:
        self._of_unit: dict[str, list[Bracket]] = {}
        for bracket in dict.fromkeys(_brackets(resolution)):
            self._of_unit.setdefault(bracket.unit, []).append(bracket)
        self._of_unit = {u: found for u, found in self._of_unit.items() if len(found) >= LEAST}

    def spelt_out(self, question: str) -> str:
        """Return a question with each figure that falls in a bracket in the words of the bracket."""
        if not self._of_unit or not any(map(str.isdigit, question)):
            return question
        return _ASKED.sub(lambda match: self._replaced(question, match), question)

    def _replaced(self, question: str, match: re.Match[str]) -> str:
        known = self._of_unit.get(fold(match["unit"].lower()), ())
        figure = parse_number(match["figure"]) if known else None
        before, after = (
            fold(part.lower()) for part in (question[: match.start()], question[match.end() :])
        )
        if figure is None or _BOUND_BEFORE.search(before) or _BOUND_AFTER.match(after):
            return match[0]
        fitting = [bracket for bracket in known if bracket.low <= figure < bracket.high]
        return min(fitting, key=lambda bracket: bracket.narrowness).text if fitting else match[0]


def _brackets(resolution: Resolution) -> Iterator[Bracket]:
    for clause in resolution.clauses:
        text = clause.text.lower()
        if "từ " not in text and "dưới " not in text:
            continue
        for match in _BRACKET.finditer(" ".join(text.split())):
            unit = match["until"] or match["under"] or match["unit"]
            low, high = (
                parse_number(match[name]) if match[name] else None for name in ("low", "high")
            )
            below = parse_number(match["below"]) if match["below"] else None
            if unit is None or (low is None and below is None):
                continue
            yield Bracket(
                float(low or 0), float(high or below or inf), fold(unit), _plain(match[0])
            )


def _plain(text: str) -> str:
    return re.sub(r"\b0(\d)\b", r"\1", text)
