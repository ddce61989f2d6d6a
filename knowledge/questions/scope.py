"""Whether the resolution answers a question at all.

A question may share every word with the resolution and still lie outside it: another ward's target, another year's
figure, a telephone number. Such signs are data (``outside.toml``, ``unstated.toml``, ``places.toml``); how they weigh
against the evidence for a clause is learnt from labelled questions (``python -m benchmarks.calibrate``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Final

import numpy as np

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.language.normalize import fold
from knowledge.language.tokens import folded_syllables
from knowledge.questions.asked import gives_time, gives_unit, what_is_asked
from knowledge.questions.matching import Match, Matcher
from knowledge.questions.reading import Reading
from knowledge.resolution.model import Comparator, Kind, Resolution
from knowledge.resolution.past import reported_year

SIGNS: Final = (
    "bias",
    "score",  # of the best clause
    "margin",  # over the best other clause
    "coverage",  # of the question by the best clause, its phrasings and concepts
    "fit",  # likeness or coverage of the best single unit
    "unit_coverage",
    "concept",
    "unknown",  # share of words that nothing in the resolution has
    "outside",  # likeness to the nearest outside example
    "outside_lead",  # how much likelier that is than the best clause
    "unstated",  # asks an attribute that the clause does not state
    "elsewhere",  # names another place
    "other_year",
    "past_target",  # asks a 2025 figure of a clause about 2026
    "short",  # one or two words: a keyword, not a question
    "figure_missing",  # asks how much of a clause without a figure
    "unit_missing",  # asks how many of something that the clause gives no figure of
    "unit_given",
    "time_missing",  # asks when of a clause without a time
    "name_missing",  # asks a name of a clause without one
    "amount_given",
    "odds",  # of the question's words inside against outside
    "phrasing",  # likeness to the nearest phrasing
    "sentence",  # coverage by the best sentence
    "both",  # coverage times concept
    "unanswered",  # likeness to the nearest question that a clause doesn't answer
    "unanswered_lead",  # how much likelier that is than the nearest phrasing
    "future_of_past",  # asks about the coming year of a clause that reports the past one
    "outside_closer",  # how much likelier the nearest outside example is than the nearest phrasing
)

ELSEWHERE_CHANCE: Final = 0.1
_ASKS_NAME: Final = frozenset({"ten", "nguoi", "ho", "ong", "ba", "ai", "tuoi", "dong", "chi"})
_YEAR_WORDS: Final = {"nam", "ky", "doan", "den", "toi", "truoc", "sau", "tu"}
SHORT_MARGIN: Final = 1.5
"""A keyword fits many clauses: how close the second is says nothing about scope."""
_PLACE_WORDS: Final = {
    "tinh",
    "pho",
    "phuong",
    "xa",
    "huyen",
    "quan",
    "o",
    "tai",
    "tp",
    "nuoc",
    "cua",
}
_UNIT_WORDS: Final = frozenset({"phuong", "xa", "tinh", "huyen", "quan", "thi", "pho", "tp", "p"})
_UNIT_NAME: Final = re.compile(
    r"\b(?:phường|xã|tỉnh|huyện|quận|thị xã|thành phố|tp\.?|P\.)\s+((?:[^\W\d_]+\s?){1,4})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Judgement:
    """What speaks for and against answering.

    Attributes:
        answered: the calibrated chance, 0 to 1, that the best clause answers the question.
        signs: one value for each of SIGNS.
        attribute: what is asked but not stated ("số điện thoại"), "" for none.
        place: another place that is named, "" for none.
        other_year: whether a year is named that the resolution doesn't speak of.
    """

    answered: float
    signs: tuple[float, ...]
    attribute: str
    place: str
    other_year: bool

    def sign(self, name: str) -> float:
        """Return the value of one of SIGNS."""
        return self.signs[SIGNS.index(name)]


@dataclass(frozen=True, slots=True)
class Says:
    """What kinds of answer a text gives.

    ``reports``: it stands among the results of a past year. ``reports_past``: that, or it measures against one.
    """

    folded: str
    units: frozenset[str]
    figure: bool
    time: bool
    names: bool
    reports: bool
    reports_past: bool


class Scope:
    """Judges whether a resolution answers a question."""

    def __init__(self, matcher: Matcher, weights: Mapping[str, float]) -> None:
        self._matcher = matcher
        self._weights = np.array([weights.get(name, 0.0) for name in SIGNS])
        self._years = _years(matcher.resolution)
        self._past = [year for year in self._years if year < matcher.resolution.metadata.period]
        self._said: dict[int, Says] = {}
        syllables = folded_syllables(matcher.resolution.source)
        self._source = f" {' '.join(syllables)} "
        self._own_words = set(syllables)

    def judge(
        self, match: Match, cues: Mapping[str, tuple[int, ...]], order: Sequence[int]
    ) -> Judgement:
        """Weigh the signs for the best node of ``order``."""
        matcher = self._matcher
        reading = match.reading
        top = order[0]
        ref = matcher.nodes[top].clause.ref
        second = next(
            (i for i in order[1:] if not self._akin(ref, matcher.nodes[i].clause.ref)), top
        )
        _, fit = matcher.best_unit(match, top)
        outside = matcher.outside(match)
        nearest = outside[0][1] if outside else 0.0
        unanswered = matcher.unanswered(match)
        attribute = self._unstated(reading, match, top)
        place = self._elsewhere(reading)
        other_year = self._other_year(reading, ref)
        says = self._says(top)
        asked = what_is_asked(reading)
        unit_given = bool(asked.unit) and (
            gives_unit(asked.unit, says.folded) or asked.unit in says.units
        )
        past = "past" in cues and not says.reports_past
        topical = len(reading.topical)
        signs = (
            1.0,
            float(match.scores[top]),
            SHORT_MARGIN
            if topical <= 2
            else min(float(match.scores[top] - match.scores[second]), 3.0),
            float(match.token_coverage[top]),
            fit,
            float(match.features[top, 1]),
            float(match.features[top, 5]),
            match.unknown,
            nearest,
            max(nearest - fit, 0.0),
            float(bool(attribute)),
            float(bool(place)),
            float(other_year),
            float(past),
            float(topical <= 2),
            float(asked.amount and not says.figure),
            float(bool(asked.unit) and not unit_given),
            float(unit_given),
            float(asked.time and not says.time),
            float(asked.name and not says.names),
            float(asked.amount and says.figure),
            match.odds,
            float(match.features[top, 2]),
            float(match.features[top, 3]),
            float(match.token_coverage[top] * match.features[top, 5]),
            unanswered,
            max(unanswered - float(match.features[top, 2]), 0.0),
            float("present" in cues and "past" not in cues and says.reports),
            max(nearest - float(match.features[top, 2]), 0.0),
        )
        chance = 1 / (1 + float(np.exp(-np.clip(np.dot(self._weights, signs), -30, 30))))
        names_another = asked.name and says.names and self._adds_office(match, top)
        if place or other_year or names_another:
            # Never the figure of another place or year, nor another office's name, however well the words fit.
            chance = min(chance, ELSEWHERE_CHANCE)
        return Judgement(chance, signs, attribute, place, other_year)

    def points_elsewhere(self, reading: Reading) -> bool:
        """Tell whether a question names another place, or a year that the document isn't about."""
        years = {
            token.text for token in reading.tokens if re.fullmatch(r"(?:19|20)\d\d", token.text)
        }
        named = any(
            before.folded in _YEAR_WORDS and token.text in years - self._years
            for before, token in pairwise(reading.tokens)
        )
        return named or bool(self._elsewhere(reading))

    def _says(self, node: int) -> Says:
        """What kinds of answer a node gives, worked out once."""
        found = self._said.get(node)
        if found is None:
            resolution = self._matcher.resolution
            clause = resolution.clause(self._matcher.nodes[node].clause.ref)
            text = self._matcher.text_of(node)
            reports = bool(reported_year(resolution, clause.ref))
            found = self._said[node] = Says(
                folded=fold(text.lower()),
                units=frozenset(fold(m.unit) for m in resolution.notes(clause.ref).measures),
                figure=bool(resolution.notes(clause.ref).measures) or any(map(str.isdigit, text)),
                time=gives_time(text),
                names=clause.kind in (Kind.SIGNATURE, Kind.HEADER, Kind.RECIPIENT),
                reports=reports,
                reports_past=reports
                or any(
                    m.comparator is Comparator.GROWTH for m in resolution.notes(clause.ref).measures
                )
                or any(year in text for year in self._past),
            )
        return found

    def _akin(self, ref: str, other: str) -> bool:
        """Whether two clauses are one answer: the same, a heading and what is under it, or related."""
        clause = self._matcher.resolution.clause
        return (
            ref == other
            or clause(other).parent == ref
            or clause(ref).parent == other
            or other in self._matcher.resolution.notes(ref).related
        )

    def _adds_office(self, match: Match, node: int) -> bool:
        """Whether a question for a name has a word that the clause with names doesn't know ("phó" bí thư)."""
        reading = match.reading
        return any(
            weight >= 0.9
            and token.folded not in _ASKS_NAME
            and not self._matcher.has_word(match, at, node)
            for at, (token, weight) in enumerate(zip(reading.tokens, reading.weights, strict=True))
        )

    def _unstated(self, reading: Reading, match: Match, node: int) -> str:
        """The attribute asked for, unless the clause or its phrasings speak of it."""
        for cue in _attributes().find(reading.tokens, overlapping=True):
            places = range(cue.start, cue.end)
            if not all(self._matcher.has_word(match, place, node) for place in places):
                return cue.payload
        return ""

    def _elsewhere(self, reading: Reading) -> str:
        typed = reading.typed or reading.tokens
        for found in _places().find(typed):
            before = typed[found.start - 1].folded if found.start else ""
            name, wide = found.payload
            if wide and before in _PLACE_WORDS:
                return name
            if not wide and (found.exact or before in _PLACE_WORDS):
                said = " ".join(token.folded for token in typed[found.start : found.end])
                if f" {said} " not in self._source:
                    return name
        if _UNIT_WORDS.isdisjoint(token.folded for token in reading.tokens):
            return ""
        for match in _UNIT_NAME.finditer(reading.text):
            words = match[1].split()
            named = [word for word in words if word[0].isupper()]
            if named and words[0] == named[0] and not self._is_ours(named):
                return " ".join(named)
        return ""

    def _is_ours(self, words: Sequence[str]) -> bool:
        return all(fold(word.lower()) in self._own_words for word in words)

    def _other_year(self, reading: Reading, ref: str) -> bool:
        text = self._matcher.resolution.clause(ref).text
        for before, token in pairwise([None, *reading.tokens]):
            named = before is None or before.folded in _YEAR_WORDS or token is reading.tokens[-1]
            if (
                token is not None
                and named
                and re.fullmatch(r"(?:19|20)\d\d", token.text)
                and token.text not in self._years
                and token.text not in text
            ):
                return True
        return False


def outside_examples() -> dict[str, list[str]]:
    """Return the examples of what lies outside any resolution, by topic."""
    return {row["name"]: list(row["examples"]) for row in read_language_file("outside")["topic"]}


@cache
def _attributes() -> PhraseTable[str]:
    rows = read_language_file("unstated")["attribute"]
    asks_truth = set(read_language_file("cues")["yesno"])  # "có thật không" asks no opinion
    return PhraseTable(
        (cue, row["title"]) for row in rows for cue in row["cues"] if cue not in asks_truth
    )


@cache
def _places() -> PhraseTable[tuple[str, bool]]:
    data = read_language_file("places")
    ours = {fold(name) for name in data["ours"]}
    names = [n for group in ("provinces", "wards", "countries") for n in data[group]]
    exact = ((name, (name.title(), False)) for name in names if fold(name) not in ours)
    wider = ((name, (name, True)) for name in data["wider"])
    return PhraseTable(chain(exact, wider))


def _years(resolution: Resolution) -> frozenset[str]:
    """The years the document is about: its period and the year before, whose results it reports.

    A document that sets no single year is about every year it names.
    """
    period = re.findall(r"\d{4}", resolution.metadata.period)
    if len(period) != 1:
        return frozenset(re.findall(r"\b(?:19|20)\d\d\b", resolution.source))
    return frozenset([*period, str(int(period[0]) - 1)])
