"""Figures inside a question: whether they agree with what the clause says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.language.numbers import NUMBER, parse_number
from knowledge.questions.reading import Reading
from knowledge.resolution.model import Measure

_COUNTED: Final = frozenset(
    {
        "con",
        "ho",
        "nguoi",
        "trieu",
        "dong",
        "ta",
        "tan",
        "ha",
        "cuoc",
        "buoi",
        "lan",
        "khau",
        "nhan",
        "cai",
        "mau",
    }
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Premise:
    """A figure that a question takes for granted, and whether the clause has it."""

    right: bool
    measure: Measure | None


def find_premise(
    reading: Reading,
    cues: Mapping[str, tuple[int, ...]],
    text: str,
    measures: tuple[Measure, ...],
    asked: Measure | None,
) -> Premise | None:
    """Hold the figures of a yes/no question against a clause; None where it states none.

    Args:
        reading: the question.
        cues: its cue groups.
        text: the words of the clause that was asked for.
        measures: the measures of the clause.
        asked: the one of them that the question is about, if clear.
    """
    figures = [
        token.text
        for at, token in enumerate(reading.tokens)
        if token.is_number and not (_YEAR.fullmatch(token.text) and not _counts(reading, at))
    ]
    percent = "%" in reading.text or "phan tram" in reading.folded
    if not figures or not ("yesno" in cues or (percent and "reverse" not in cues)):
        return None
    said = [value for value in map(parse_number, figures) if value is not None]
    if not said:
        return None
    if measures:
        of = (asked,) if asked else measures
        for measure in of:
            if measure.threshold in said:
                return Premise(True, measure)
        if asked is None and len(measures) == 1:
            asked = measures[0]
        return Premise(False, asked)
    printed = {parse_number(match[0]) for match in NUMBER.finditer(text)}
    if not printed:
        return None
    return Premise(any(value in printed for value in said), None)


def _counts(reading: Reading, at: int) -> bool:
    """Whether a figure counts things ("2000 con") and is no year."""
    after = reading.tokens[at + 1].folded if at + 1 < len(reading.tokens) else ""
    return after in _COUNTED
