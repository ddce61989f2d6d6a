"""Whether the resolution answers a question at all.

A question may share every word with the resolution and still lie outside it: another ward's target, another year's
figure, a telephone number. Such signs are data (``outside.toml``, ``unstated.toml``, ``places.toml``); how they weigh
against the evidence for a clause is learnt from labelled questions (``python -m benchmarks.calibrate``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from knowledge.language.normalize import fold
from knowledge.questions.asked import (
    gives_date,
    gives_source,
    gives_time,
    gives_unit,
    what_is_asked,
)
from knowledge.questions.match import Match
from knowledge.questions.matching import Matcher
from knowledge.questions.places import Places
from knowledge.questions.reading import Reading
from knowledge.questions.says import TIMES, Says, has_figure
from knowledge.questions.unstated import Attribute, attributes
from knowledge.questions.years import YEAR_WORDS, Years
from knowledge.resolution.model import Comparator, Kind
from knowledge.resolution.past import reported_year
from knowledge.resolution.tables import told_rows

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
    "other_word",  # share of it in words typed with accents that make another word than the clause's
    "much_unknown",  # by how much more than MUCH of it is in words that nothing in the resolution has
    "covered_margin",  # margin times coverage
    "foreign",  # how many of its telling words, of up to three, stand nowhere in the document with the accents typed
)
MUCH: Final = 0.2
TELLING: Final = 0.9
SPEAKS_OF_IT: Final = 0.6
"""The share of a question that a clause has to cover for its figure in the unit asked to be the one asked for."""
NEAR: Final = 3
"""How many words may stand between those of an attribute where a clause states it."""
PARTS_COUNTED: Final = frozenset(
    {"y", "muc", "noi", "diem", "khoan", "nhiem", "giai", "phan", "chuong", "dieu"}
)
"""Of "mấy ý", "bao nhiêu nội dung": the parts under a heading are counted, not a figure looked for."""

ELSEWHERE_CHANCE: Final = 0.1
_ASKS_NAME: Final = frozenset({"ten", "nguoi", "ho", "ong", "ba", "ai", "tuoi", "dong", "chi"})
SHORT_MARGIN: Final = 1.5
"""A keyword fits many clauses: how close the second is says nothing about scope."""
_ROW_NUMBER: Final = re.compile(r"^(?:TT|STT|Số TT|No)\s+[\w.]+\s", re.IGNORECASE)
"""The number at the head of a row as it is told: no figure of what it says."""
_ASKING_WORDS: Final = frozenset(
    {"ai", "gi", "nao", "bao", "nhieu", "may", "dau", "khi", "sao", "la", "co", "khong", "the"}
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


class Scope:
    """Judges whether a resolution answers a question."""

    def __init__(self, matcher: Matcher, weights: Mapping[str, float]) -> None:
        self._matcher = matcher
        self._weights = np.array([weights.get(name, 0.0) for name in SIGNS])
        self._years = Years(matcher.resolution)
        self._places = Places(matcher.resolution)
        self._past = [
            year for year in self._years.about if year < matcher.resolution.metadata.period
        ]
        self._said: dict[int, Says] = {}
        self._forms: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    @cached_property
    def _told(self) -> dict[str, str]:
        return told_rows(self._matcher.resolution)

    @cached_property
    def _source(self) -> str:
        return f" {self._matcher.parts.said} "

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
        lead = float(match.scores[top] - match.scores[second])
        _, fit = matcher.best_unit(match, top)
        nearest = matcher.outside(match)
        unanswered = matcher.unanswered(match)
        attribute = self._unstated(reading, match, top)
        place = self._places.elsewhere(reading, ref)
        other_year = self._years.other(reading, ref)
        says = self._says(top)
        asked = what_is_asked(reading)
        unit_given = bool(asked.unit) and (
            says.counts(asked.unit) or says.measured(asked.unit, asked.after_unit)
        )
        past = "past" in cues and not says.reports_past
        topical = len(reading.topical)
        signs = (
            1.0,
            float(match.scores[top]),
            SHORT_MARGIN if topical <= 2 else min(max(lead, 0.0), 3.0),
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
            float(asked.amount and not says.figure and not unit_given),
            float(bool(asked.unit) and not unit_given and asked.unit not in PARTS_COUNTED),
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
            self._other_words(match, top),
            max(match.unknown - MUCH, 0.0),
            float(match.token_coverage[top]) * min(max(lead, 0.0), 3.0),
            self._foreign(reading),
        )
        weighed = min(max(float(np.dot(self._weights, signs)), -30.0), 30.0)
        chance = 1 / (1 + float(np.exp(-weighed)))
        names_another = asked.name and says.names and self._adds_office(match, top)
        if place or other_year or names_another:
            # Never the figure of another place or year, nor another office's name, however well the words fit.
            chance = min(chance, ELSEWHERE_CHANCE)
        return Judgement(chance, signs, attribute, place, other_year)

    def lacks(self, reading: Reading, node: int) -> int:
        """Return how many of the kinds of answer that a question expects a node does not give: a time, a figure, its unit."""
        says, asked = self._says(node), what_is_asked(reading)
        unit = asked.unit
        return (
            (asked.time and not says.time)
            + (asked.date and not says.date)
            + (asked.source and not says.source)
            + (
                asked.amount
                and not (asked.date or says.amount)
                and not (unit and gives_unit(unit, says.folded))
            )
            + (bool(unit) and not (says.counts(unit) or says.measured(unit, asked.after_unit)))
            + self._years.other_than_told(reading, self._matcher.nodes[node].clause.ref)
        )

    def counts(self, node: int, unit: str) -> bool:
        """Tell whether a node has a figure counted in ``unit``."""
        return self._says(node).counts(unit)

    def speaks_of(self, node: int, words: str) -> bool:
        """Tell whether a node, or a heading over it, has some folded words side by side."""
        return any(f" {words} " in f" {unit} " for unit in self._matcher.folded_units(node))

    def has_figure(self, node: int) -> bool:
        """Tell whether a node states a figure."""
        return self._says(node).amount

    def points_elsewhere(self, reading: Reading) -> bool:
        """Tell whether a question names another place, or a year that the document isn't about."""
        years = {
            token.text
            for token in reading.tokens
            if token.is_number and re.fullmatch(r"(?:19|20)\d\d", token.text)
        }
        named = any(
            before.folded in YEAR_WORDS and token.text in years - self._years.about
            for before, token in pairwise(reading.tokens)
        )
        return named or bool(self._places.elsewhere(reading))

    def _says(self, node: int) -> Says:
        """What kinds of answer a node gives, worked out once."""
        found = self._said.get(node)
        if found is None:
            resolution = self._matcher.resolution
            clause = resolution.clause(self._matcher.nodes[node].clause.ref)
            told = self._told.get(clause.ref)
            text = _ROW_NUMBER.sub("", told) if told else self._matcher.text_of(node)
            reports = bool(reported_year(resolution, clause.ref))
            measures = resolution.notes(clause.ref).measures
            amount = bool(measures) or has_figure(clause, TIMES.sub("", text))
            found = self._said[node] = Says(
                folded=fold(text.lower()),
                units=frozenset(fold(m.unit.lower()) for m in measures),
                figure=amount if told else bool(measures) or has_figure(clause, text),
                amount=amount,
                time=gives_time(text),
                date=gives_date(text),
                source=gives_source(text),
                names=clause.kind in (Kind.SIGNATURE, Kind.HEADER, Kind.RECIPIENT),
                reports=reports,
                reports_past=reports
                or any(m.comparator is Comparator.GROWTH for m in measures)
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
        """The attribute asked for, unless the clause, its phrasings or the document's own words speak of it."""
        for cue in attributes().find(reading.tokens, overlapping=True):
            places, attribute = range(cue.start, cue.end), cue.payload
            if self._speaks_of(reading, places):
                continue
            if all(self._has(match, place, node) for place in places) and self._together(
                reading, places, node
            ):
                continue
            unit = what_is_asked(reading).unit
            if (
                unit not in ("", "%")
                and match.token_coverage[node] >= SPEAKS_OF_IT
                and self._says(node).counts(unit)
            ):
                continue  # "lương hưu ... thêm mấy đồng" of a clause that says how many "đồng"
            if not self._gives(attribute, reading, () if not cue.exact else places, node):
                return attribute.title
        return ""

    def _gives(
        self, attribute: Attribute, reading: Reading, places: Sequence[int], node: int
    ) -> bool:
        """Whether a node states an attribute in other words, or another noun is asked of it than the cue's: "hệ số mấy"."""
        says, asked = self._says(node), what_is_asked(reading)
        if attribute.states is not None and attribute.states.search(says.folded):
            return True
        if asked.source and says.source:
            return True
        noun = asked.noun
        cue = {reading.tokens[place].folded for place in places}
        return bool(noun) and cue.isdisjoint(noun.split()) and self.speaks_of(node, noun)

    def _together(self, reading: Reading, places: Sequence[int], node: int) -> bool:
        """Whether a node has some words near one another, or some of them only by what stands for them."""
        tokens = [reading.tokens[place] for place in places]
        wanted = {token.folded for token in tokens} - _ASKING_WORDS
        typed = {(token.start, token.end) for token in tokens}
        if len(typed) == 1:
            wanted = {fold(reading.text[start:end].lower()) for start, end in typed}  # "GDP"
        size, by_others = len(tokens) + NEAR, True
        for unit in self._matcher.folded_units(node) if len(wanted) > 1 else ():
            said = unit.split()
            if not wanted <= set(said):
                continue
            by_others = False
            starts = (at for at, word in enumerate(said) if word in wanted)
            if any(wanted <= set(said[at : at + size]) for at in starts):
                return True
        return by_others

    def _has(self, match: Match, place: int, node: int) -> bool:
        """Whether a node has a word of a question, and not only another word of the same letters ("lương", "lượng")."""
        token = match.reading.tokens[place]
        if not self._matcher.has_word(match, place, node):
            return False
        if not token.accented or match.reading.weights[place] < TELLING:
            return True
        forms, bare = self._forms_of(node)
        return token.text in forms or token.folded not in bare

    def _speaks_of(self, reading: Reading, places: Sequence[int]) -> bool:
        """Whether the document has some words of a question side by side: all, or two without those that ask."""
        words = [reading.tokens[place].folded for place in places]
        told = [word for word in words if word not in _ASKING_WORDS]
        said = told if len(told) > 1 else words
        return f" {' '.join(said)} " in self._source

    def _other_words(self, match: Match, node: int) -> float:
        """The share of a question's weight in words whose accents make another word than any of the clause's."""
        reading = match.reading
        forms, bare = self._forms_of(node)
        total = sum(reading.weights)
        other = sum(
            weight
            for token, weight in zip(reading.tokens, reading.weights, strict=True)
            if token.accented and token.text not in forms and token.folded in bare
        )
        return other / total if total else 0.0

    def _foreign(self, reading: Reading) -> float:
        """How many of a question's telling words, of up to three, stand nowhere in the document as they were typed."""
        named = {place for places in reading.concept_tokens.values() for place in places}
        accented, bare = self._every_form
        strange = {
            token.text
            for at, (token, weight) in enumerate(zip(reading.tokens, reading.weights, strict=True))
            if weight >= TELLING
            and at not in named
            and not token.is_number
            and token.text not in (accented if token.accented else bare)
        }
        return min(len(strange), 3) / 3

    @cached_property
    def _every_form(self) -> tuple[frozenset[str], frozenset[str]]:
        """All words of the document and its phrasings: with accents, and without."""
        words = frozenset(word for text in self._matcher.parts.forms for word in text.split())
        return words, frozenset(fold(word) for word in words)

    def _forms_of(self, node: int) -> tuple[frozenset[str], frozenset[str]]:
        """The words of a clause and its phrasings, with their accents and without."""
        if node not in self._forms:
            forms = frozenset(self._matcher.parts.forms[node].split())
            self._forms[node] = forms, frozenset(map(fold, forms))
        return self._forms[node]
