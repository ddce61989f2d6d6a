"""Two resolutions side by side: the targets that measure the same, with the difference of their figures."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from knowledge.language.numbers import format_number
from knowledge.language.tokens import folded_syllables
from knowledge.resolution.measures import figure_bounds
from knowledge.resolution.model import Comparator, Kind, Measure, Resolution

_ENOUGH: Final = 0.55  # share of the weight of the words that both name
_MARGIN: Final = 0.04  # by how much the best must lead the second to be taken
_EMPTY: Final = frozenset(
    ["ty", "le", "ti", "so", "muc", "dat", "tren", "dia", "ban", "nam", "duoc", "la", "cua", "va", "cac", "co", "tu", "tro", "len", "duy", "tri", "phuong", "xa", "khoang", "them", "theo", "binh", "quan"]
)  # fmt: skip
_YEAR: Final = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class SidePair:
    """A measure in one document and its counterpart in the other; one of them None where there is none.

    Attributes:
        first, second: the measures.
        difference: the second figure less the first, calculated; None where one is missing or no single figure.
        unit: of the difference: "điểm %" between shares, else the unit of both.
        likeness: 0 to 1, how much of what they measure is said with the same words.
    """

    first: Measure | None
    second: Measure | None
    difference: Decimal | None = None
    unit: str = ""
    likeness: float = 0.0

    @property
    def calculated(self) -> bool:
        """Whether ``difference`` is there: it is always calculated, never quoted."""
        return self.difference is not None

    def words(self) -> str:
        """Say the difference: "tăng 1,8 điểm % (tính từ hai văn bản)", "" where there is none."""
        if self.difference is None:
            return ""
        note = "(tính từ hai văn bản)"
        if self.difference == 0:
            return f"giữ nguyên {note}"
        verb = "tăng" if self.difference > 0 else "giảm"
        return f"{verb} {format_number(abs(self.difference))} {self.unit}".rstrip() + f" {note}"


def side_by_side(first: Resolution, second: Resolution) -> list[SidePair]:
    """Match the measures of two resolutions by what they measure.

    Returns:
        The pairs in the order of the first document, its measures without a counterpart among them; then the
        measures of the second document that have none. A measure with two equally near counterparts has none.
    """
    ours, theirs = list(_measures(first)), list(_measures(second))
    weight = _weights([*ours, *theirs])
    words = {id(m): _words(m) for m in (*ours, *theirs)}
    index: dict[str, list[Measure]] = {}
    for measure in theirs:
        for word in words[id(measure)]:
            index.setdefault(word, []).append(measure)
    scored: list[tuple[float, int, Measure, Measure]] = []
    for at, measure in enumerate(ours):
        near = {id(m): m for word in words[id(measure)] for m in index.get(word, ())}
        ranked = sorted(
            ((_likeness(measure, m, words, weight), i, m) for i, m in enumerate(near.values())),
            key=lambda item: (-item[0], item[1]),
        )
        if not ranked or ranked[0][0] < _ENOUGH:
            continue
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN and ranked[0][0] < 1:
            continue
        scored.append((ranked[0][0], at, measure, ranked[0][2]))
    partner: dict[int, tuple[float, Measure]] = {}
    used: set[int] = set()
    for likeness, _, measure, other in sorted(scored, key=lambda item: (-item[0], item[1])):
        if id(other) not in used:
            used.add(id(other))
            partner[id(measure)] = (likeness, other)
    pairs = [_pair(m, *partner[id(m)]) if id(m) in partner else SidePair(m, None) for m in ours]
    return pairs + [SidePair(None, m) for m in theirs if id(m) not in used]


def _measures(resolution: Resolution) -> Iterator[Measure]:
    """The measures of all targets; a target without a figure stands for itself, with an empty ``figure``."""
    for clause in resolution.of_kind(Kind.TARGET):
        measures = resolution.notes(clause.ref).measures
        yield from measures or [
            Measure(clause.ref, "", clause.body, Comparator.EXACTLY, None, "", "", 0, 0)
        ]


def _pair(measure: Measure, likeness: float, other: Measure) -> SidePair:
    unit = _unit(measure)
    low, high = _figure(measure), _figure(other)
    if low is None or high is None or unit != _unit(other) or not _same_sense(measure, other):
        return SidePair(measure, other, likeness=likeness)
    return SidePair(measure, other, high - low, "điểm %" if unit == "%" else measure.unit, likeness)


def _same_sense(measure: Measure, other: Measure) -> bool:
    """A growth, a level and an upper bound are no figures to subtract from one another."""
    senses = [(m.comparator is Comparator.GROWTH, m.comparator.caps) for m in (measure, other)]
    return senses[0] == senses[1] and measure.relative == other.relative


def _figure(measure: Measure) -> Decimal | None:
    if measure.threshold is not None:
        return measure.threshold
    low, high = figure_bounds(measure.figure)
    single = low is None or high is None or low == high
    return (low if high is None else high) if single else None


def _unit(measure: Measure) -> str:
    return " ".join(folded_syllables(measure.unit)) or measure.unit.strip()


def _words(measure: Measure) -> frozenset[str]:
    words = folded_syllables(measure.quantity)
    telling = [w for w in words if w not in _EMPTY and not _YEAR.fullmatch(w)]
    pairs = [f"{a} {b}" for a, b in pairwise(telling)]
    return frozenset([*telling, *pairs])


def _weights(measures: Iterable[Measure]) -> dict[str, float]:
    """Rare words tell measures apart: idf over all measures of both documents."""
    measures = list(measures)
    counts = Counter(word for measure in measures for word in _words(measure))
    return {word: math.log(1 + len(measures) / count) for word, count in counts.items()}


def _likeness(
    one: Measure, other: Measure, words: dict[int, frozenset[str]], weight: dict[str, float]
) -> float:
    a, b = words[id(one)], words[id(other)]
    common = math.fsum(weight[w] for w in a & b)
    total = math.fsum(weight[w] for w in a) + math.fsum(weight[w] for w in b)
    share = 2 * common / total if total else 0.0
    return share if _unit(one) == _unit(other) else share * 0.8
