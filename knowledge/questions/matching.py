"""Which clauses a question is about: evidence from words, pairs of words, phrasings and concepts.

All units of a resolution - clauses, their sentences, everyday phrasings - and the examples of what lies outside
stand in one search index. Its scores are pooled by clause, and a few features of each clause are weighed by a
model whose weights come from labelled questions (``python -m benchmarks.calibrate``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.lexicon import Lexicon
from knowledge.language.normalize import clean
from knowledge.language.tokens import Token, folded_syllables, tokenize
from knowledge.questions.asked import gives_time, what_is_asked
from knowledge.questions.nodes import (
    Unit,
    inside,
    kind_row,
    nodes_of_clause,
    place_of,
    text_of,
    units_of_node,
    unmarked,
)
from knowledge.questions.reading import Reader, Reading
from knowledge.questions.vocabulary import initials, vocabulary
from knowledge.resolution.bundle import Phrasing
from knowledge.resolution.model import Resolution, Span
from knowledge.resolution.past import reported_year
from knowledge.search import SearchIndex
from knowledge.search.query import Query

Floats = NDArray[np.float32]

PHRASING_CONCEPT: Final = 0.35
"""What a concept in one phrasing counts for a clause, of one in its own words."""
PHRASING_TOKEN: Final = 0.8
"""What a word counts for a clause that has it in its phrasings only."""
FEATURES: Final = (
    "coverage",  # share of the question's weighted words that the clause, its phrasings or concepts have
    "unit_coverage",  # the same, words and pairs, by the best single unit
    "phrasing",  # likeness (both ways) to the nearest phrasing
    "sentence",  # coverage by the best sentence
    "bm25",  # best unit's BM25 score over the best of all
    "concept",  # share of the question's concepts that the clause has
    "target",  # the question speaks of targets or figures and the clause is one
    "past",  # the question speaks of 2025 and the clause reports it
    "present",  # the question speaks of 2026 and the clause does not report 2025
    "task",
    "duty",
    "heading",
    "front",  # header, preamble, closing, recipients, signature
    "number",  # a figure of the question stands in the clause
    "list",  # the question asks for a list and the clause is a heading
    "past_unasked",  # the clause reports a past year that the question doesn't ask about
    "own_likeness",  # likeness (both ways) to the clause's own words
)


@dataclass(frozen=True)
class Match:
    """How well each clause and each outside topic fits a question.

    Attributes:
        reading: the question as read.
        query: the same, analysed against the index.
        features: float32, a row for each clause in reading order, a column for each of FEATURES.
        scores: float32, for each clause the weighed sum of its features.
        likeness: for each unit, how alike it and the question are, both ways.
        unit_coverage: for each unit, the share of the question it covers.
        token_coverage: for each clause, the share of the question it, its phrasings or concepts cover.
        unknown: share of the question's weight in words that no clause has.
        odds: mean log odds of its words and pairs in what the resolution answers against what it doesn't.
    """

    reading: Reading
    query: Query
    features: Floats
    scores: Floats
    likeness: Floats
    unit_coverage: Floats
    token_coverage: Floats
    unknown: float
    odds: float

    @cached_property
    def order(self) -> list[int]:
        """The clauses, best first."""
        return [int(i) for i in np.argsort(-self.scores, kind="stable")[:12]]


class Matcher:
    """Matches questions to the clauses of one resolution."""

    def __init__(
        self,
        resolution: Resolution,
        phrasings: Iterable[Phrasing],
        outside: Mapping[str, Sequence[str]],
        unanswered: Mapping[str, Sequence[str]],
        lexicon: Lexicon,
        weights: Mapping[str, float],
    ) -> None:
        self.resolution = resolution
        self.nodes = [node for clause in resolution.clauses for node in nodes_of_clause(clause)]
        self._lexicon = lexicon
        self._by_ref: dict[str, list[int]] = {}
        for i, node in enumerate(self.nodes):
            self._by_ref.setdefault(node.clause.ref, []).append(i)
        self.topics = list(outside)
        known, accented, pairs = vocabulary(
            resolution,
            phrasings := list(phrasings),
            [*outside.values(), *unanswered.values()],
            lexicon,
        )
        self.reader = Reader(lexicon, known, accented, pairs, initials(resolution))
        self.units = self._make_units(phrasings, outside, unanswered)
        self.index = SearchIndex.build(
            (str(i), " ".join(token.text for token in self._prepared(unit.text)))
            for i, unit in enumerate(self.units)
        )
        self.reader.spelling = self.index.spelling
        self._weights = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        self._folded_texts: dict[int, str] = {}
        self._lay_out()

    def match(self, reading: Reading, cues: Mapping[str, tuple[int, ...]], skip: int = -1) -> Match:
        """Match a question.

        Args:
            reading: the question as read.
            cues: the cue groups it shows (``find_cues``).
            skip: a unit to leave out, for calibration on the units themselves.
        """
        query = self.index.analyze_tokens(reading.tokens, reading.weights)
        shared = self.index.shared(query)
        bm25 = self.index.scores(query)
        if skip >= 0:
            shared[skip] = bm25[skip] = 0
        mass = max(query.mass, 1e-6)
        coverage = np.minimum(shared / mass, 1.0)
        back = shared / np.maximum(self.index.mass, 1e-6)
        likeness = 2 * coverage * back / np.maximum(coverage + back, 1e-6)
        words, concepts = self._without(skip) if skip >= 0 else (self._words, self._concepts)
        token_coverage, unknown = self._token_coverage(reading, query, words, concepts)
        features = self._features(reading, cues, coverage, likeness, bm25, token_coverage, concepts)
        return Match(
            reading=reading,
            query=query,
            features=features,
            scores=features @ self._weights,
            likeness=likeness,
            unit_coverage=coverage,
            token_coverage=token_coverage,
            unknown=unknown,
            odds=self._odds_of(query, skip),
        )

    def best_unit(self, match: Match, clause: int) -> tuple[int, float]:
        """Return the unit of a clause that fits a question best, and how well."""
        start, end = self._start[clause], self._end[clause]
        fit = np.maximum(match.likeness[start:end], 0.9 * match.unit_coverage[start:end])
        fit = fit * self._focus_bonus[start:end]
        at = int(np.argmax(fit))
        return start + at, float(fit[at])

    def outside(self, match: Match) -> list[tuple[str, float]]:
        """Return the outside topics a question is like, the likest first."""
        if self._general == self._within:
            return []
        likeness = match.likeness[self._within : self._general]
        best = np.maximum.reduceat(likeness, self._topic_starts)
        order = np.argsort(-best, kind="stable")[:3]
        return [(self.topics[int(i)], float(best[int(i)])) for i in order]

    def unanswered(self, match: Match) -> float:
        """Return the likeness to the nearest question that a clause of the resolution does not answer."""
        return float(match.likeness[self._general :].max(initial=0.0))

    def focus(self, match: Match, node: int) -> Span | None:
        """Return the part of a clause that a question asks for, None for the whole."""
        if self.nodes[node].span is not None:
            return self.nodes[node].span
        found = self.units[self.best_unit(match, node)[0]].focus
        spans = self._sentence_units.get(node, [])
        if what_is_asked(match.reading).time:
            timed = [at for at in spans if gives_time(self.units[at].text)]
            if timed and not (found and gives_time(self.text_of(node)[found.start : found.end])):
                spans, found = timed, None
        if found is not None:
            return found
        if not spans:
            return None
        best = max(spans, key=lambda at: float(match.unit_coverage[at]))
        return self.units[best].focus if match.unit_coverage[best] > 0 else None

    def text_of(self, node: int) -> str:
        """Return the words of a node."""
        return text_of(self.nodes[node])

    def folded_units(self, node: int) -> list[str]:
        """Return the texts that stand for a node, without accents."""
        return [self._folded(i) for i in range(self._start[node], self._end[node])]

    def has_word(self, match: Match, token: int, node: int) -> bool:
        """Whether a clause or its phrasings have what a token of the question may stand for."""
        return any(self._words[row, node] > 0 for row, _ in match.query.readings[token])

    def nodes_of(self, ref: str) -> list[int]:
        """Return the nodes of a clause."""
        return self._by_ref[ref]

    def _folded(self, unit: int) -> str:
        if unit not in self._folded_texts:
            self._folded_texts[unit] = " ".join(folded_syllables(self.units[unit].text))
        return self._folded_texts[unit]

    # -- building -------------------------------------------------------------------------------

    def _prepared(self, text: str) -> list[Token]:
        return self.reader.expand(tokenize(clean(text)))

    def _make_units(
        self,
        phrasings: Sequence[Phrasing],
        outside: Mapping[str, Sequence[str]],
        unanswered: Mapping[str, Sequence[str]],
    ) -> list[Unit]:
        of_node = [
            list(units_of_node(i, node, self.resolution)) for i, node in enumerate(self.nodes)
        ]
        for phrasing in phrasings:
            places = self._by_ref[phrasing.ref]
            span = place_of(self.nodes[places[0]].clause, phrasing.quote)
            owner = next((i for i in places if inside(span, self.nodes[i].span)), places[0])
            of_node[owner].append(Unit(owner, "phrasing", phrasing.text, span))
        units = [unit for found in of_node for unit in found]
        self._within = len(units)
        for topic, examples in enumerate(outside.values()):
            units += [Unit(-1 - topic, "outside", text) for text in examples]
        self._general = len(units)
        for ref, examples in unanswered.items():
            owner = -1 - len(outside) - self._by_ref[ref][0]
            units += [Unit(owner, "unanswered", text) for text in examples]
        return units

    def _lay_out(self) -> None:
        owners = np.array([unit.owner for unit in self.units])
        size = len(self.nodes)
        self._start = [int(np.searchsorted(owners[: self._within], i)) for i in range(size)]
        self._end = [*self._start[1:], self._within]
        topics = owners[self._within : self._general]
        self._topic_starts = np.flatnonzero(np.diff(topics, prepend=1))
        kinds = [unit.kind for unit in self.units]
        phrased = np.array([kind == "phrasing" for kind in kinds[: self._within]])
        self._by_phrasing = phrased.astype(np.float32)
        self._by_text = (~phrased).astype(np.float32)
        self._focus_bonus = np.array(
            [1.0 if unit.focus or unit.kind == "phrasing" else 0.98 for unit in self.units],
            dtype=np.float32,
        )
        self._sentence_units: dict[int, list[int]] = {}
        for at, unit in enumerate(self.units):
            if unit.kind == "sentence":
                self._sentence_units.setdefault(unit.owner, []).append(at)
        self._lay_out_words()
        self._lay_out_concepts()
        self._lay_out_odds()
        self._kinds = np.array(
            [
                kind_row(node.clause, bool(reported_year(self.resolution, node.clause.ref)))
                for node in self.nodes
            ],
            dtype=np.float32,
        )
        self._figures = [
            frozenset(t.text for t in tokenize(unmarked(n)) if t.is_number) for n in self.nodes
        ]

    def _lay_out_words(self) -> None:
        folds = {fold: i for i, fold in enumerate(self.index.folds)}
        size = (len(folds), len(self.nodes))
        self._own = np.zeros(size, dtype=np.int16)  # units of the clause's own words
        self._said = np.zeros(size, dtype=np.int16)  # phrasings
        for unit in self.units[: self._within]:
            counts = self._said if unit.kind == "phrasing" else self._own
            for row in {folds[t.folded] for t in self._prepared(unit.text) if t.folded in folds}:
                counts[row, unit.owner] += 1
        self._words = np.maximum((self._own > 0) * 1.0, (self._said > 0) * PHRASING_TOKEN)
        self._words = self._words.astype(np.float32)
        have = (self._words > 0).sum(axis=1)
        idf = np.log((len(self.nodes) + 1) / (have + 0.5)).astype(np.float32)
        self._word_idf: list[float] = np.maximum(idf, 0.15).tolist()
        self._unheard_idf = float(idf.max(initial=0.0))  # of a word that no node has
        self._unknown_idf = float(np.log((len(self.nodes) + 1) / 0.5))

    def _lay_out_concepts(self) -> None:
        size = (len(self._lexicon.concept_names), len(self.nodes))
        self._concept_counts = np.zeros(size, dtype=np.float32)
        for unit in self.units[: self._within]:
            for concept, gain in self._concept_gains(unit).items():
                self._concept_counts[concept, unit.owner] += gain
        self._concepts = np.minimum(self._concept_counts, 1.0)
        have = (self._concepts > 0).sum(axis=1)
        self._concept_idf = np.log((len(self.nodes) + 1) / (have + 0.5)).astype(np.float32)

    def _concept_gains(self, unit: Unit) -> dict[int, float]:
        """What a unit adds to its node's concepts: its own words all, a phrasing some."""
        share = PHRASING_CONCEPT if unit.kind == "phrasing" else 1.0
        reading = self.reader.weigh("", self._prepared(unit.text))
        return {concept: share * strength for concept, strength in reading.concepts.items()}

    def _without(self, skip: int) -> tuple[Floats, Floats]:
        """Return the words and concepts of the nodes as if one unit were not there."""
        unit = self.units[skip]
        if unit.owner < 0:
            return self._words, self._concepts
        words, concepts = self._words.copy(), self._concept_counts.copy()
        folds = {fold: i for i, fold in enumerate(self.index.folds)}
        for row in {folds[t.folded] for t in self._prepared(unit.text) if t.folded in folds}:
            if self._own[row, unit.owner] == 0 and self._said[row, unit.owner] == 1:
                words[row, unit.owner] = 0
        for concept, gain in self._concept_gains(unit).items():
            concepts[concept, unit.owner] -= gain
        return words, np.clip(concepts, 0.0, 1.0)

    def _lay_out_odds(self) -> None:
        """Count for each feature of the index the units inside and outside that have it."""
        self._counts_in, self._counts_out = self.index.split_counts(self._within, self._general)
        self._totals = (self._within, self._general - self._within)

    def _odds_of(self, query: Query, skip: int) -> float:
        rows, weights = query.own_rows, query.own_weights
        if not len(rows) or not self._totals[1]:
            return 0.0
        inside, outside = self._counts_in[rows], self._counts_out[rows]
        if skip >= 0:
            inside = np.maximum(inside - (skip < self._within), 0)
            outside = np.maximum(outside - (self._within <= skip < self._general), 0)
        odds = np.log((inside + 0.5) / (self._totals[0] + 1)) - np.log(
            (outside + 0.5) / (self._totals[1] + 1)
        )
        odds[(inside == 0) & (outside == 0)] = 0.0
        return float((odds * weights).sum() / max(float(weights.sum()), 1e-6))

    # -- matching -------------------------------------------------------------------------------

    def _token_coverage(
        self, reading: Reading, query: Query, words: Floats, concepts: Floats
    ) -> tuple[Floats, float]:
        """Return for each clause the share of the question's weight it covers, and the unknown share."""
        size = len(self.nodes)
        covered = np.zeros(size, dtype=np.float32)
        total = unknown = 0.0
        by_token: dict[int, list[int]] = {}
        for concept, places in reading.concept_tokens.items():
            for place in places:
                by_token.setdefault(place, []).append(concept)
        for at, (weight, options) in enumerate(zip(reading.weights, query.readings, strict=True)):
            if weight <= 0:
                continue
            column: Floats | None = None
            idf = 0.0
            for row, share in options:
                part = words[row] if share == 1.0 else words[row] * share
                column = part if column is None else np.maximum(column, part)
                idf = max(idf, self._word_idf[row])
            for concept in by_token.get(at, ()):
                part = concepts[concept] * reading.concepts[concept] * 0.9
                column = part if column is None else np.maximum(column, part)
            if idf == 0.0:
                idf = self._unknown_idf
            if column is None or (idf >= self._unheard_idf and not column.any()):
                unknown += weight * idf
            total += weight * idf
            if column is not None:
                covered += weight * idf * column
        if total <= 0:
            return covered, 1.0
        return covered / total, unknown / total

    def _features(
        self,
        reading: Reading,
        cues: Mapping[str, tuple[int, ...]],
        coverage: Floats,
        likeness: Floats,
        bm25: Floats,
        token_coverage: Floats,
        concepts: Floats,
    ) -> Floats:
        inside = self._end[-1]
        starts = self._start
        features = np.zeros((len(self.nodes), len(FEATURES)), dtype=np.float32)
        features[:, 0] = token_coverage
        features[:, 1] = np.maximum.reduceat(coverage[:inside], starts)
        features[:, 2] = np.maximum.reduceat(likeness[:inside] * self._by_phrasing, starts)
        features[:, 3] = np.maximum.reduceat(coverage[:inside] * self._by_text, starts)
        best = np.maximum.reduceat(bm25[:inside], starts)
        features[:, 4] = best / max(float(best.max()), 1e-6)
        if reading.concepts:
            ids = np.fromiter(reading.concepts, dtype=np.int64)
            strength = np.fromiter(reading.concepts.values(), dtype=np.float32)
            strength = strength * self._concept_idf[ids]
            features[:, 5] = (strength @ concepts[ids]) / max(float(strength.sum()), 1e-6)
        else:
            features[:, 5] = token_coverage  # neutral: no concept speaks for or against
        kinds = self._kinds
        numbers = [n for n in reading.numbers if n not in ("2025", "2026")]
        if numbers or "target" in cues or "amount" in cues:
            features[:, 6] = kinds[:, 0]
        if "past" in cues:
            features[:, 7] = kinds[:, 1]
        if "present" in cues:
            features[:, 8] = 1 - kinds[:, 1]
        if "task" in cues:
            features[:, 9] = kinds[:, 2]
        if "duty" in cues or "who" in cues:
            features[:, 10] = kinds[:, 3]
        features[:, 11] = kinds[:, 4]
        features[:, 12] = kinds[:, 5]
        if numbers:
            features[:, 13] = [any(n in figures for n in numbers) for figures in self._figures]
        if "list" in cues:
            features[:, 14] = kinds[:, 4]
        if "past" not in cues:
            features[:, 15] = kinds[:, 1]
        features[:, 16] = np.maximum.reduceat(likeness[:inside] * self._by_text, starts)
        return features
