"""Which clauses a question is about: evidence from words, pairs of words, phrasings and concepts.

All units of a resolution - clauses, their sentences, everyday phrasings - and the examples of what lies outside
stand in one search index. Its scores are pooled by clause, and a few features of each clause are weighed by a
model whose weights come from labelled questions (``python -m benchmarks.calibrate``).
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.lexicon import Lexicon
from knowledge.language.tokens import Token, folded_syllables
from knowledge.questions.asked import gives_time, what_is_asked
from knowledge.questions.match import FEATURES, Floats, Match
from knowledge.questions.nodes import Unit, text_of
from knowledge.questions.outside import Outside, tokens_of
from knowledge.questions.parts import Parts, concept_gains
from knowledge.questions.reading import Reading
from knowledge.questions.segmented import SegmentedNodes
from knowledge.questions.units import PHRASING, SENTENCE, Units
from knowledge.resolution.model import Resolution, Span
from knowledge.search import SearchIndex
from knowledge.search.query import Query
from knowledge.storage.kept import NOWHERE, Slot

PHRASING_TOKEN: Final = 0.8
"""What a word counts for a clause that has it in its phrasings only."""


class Matcher:
    """Matches questions to the clauses of one resolution.

    Args:
        resolution: the document.
        parts: what was made from it.
        outside: what lies outside any document.
        lexicon: the words people use.
        weights: how much each of FEATURES counts.
        slot: where the segmented words of the clauses are kept.
    """

    def __init__(
        self,
        resolution: Resolution,
        parts: Parts,
        outside: Outside,
        lexicon: Lexicon,
        weights: Mapping[str, float],
        slot: Slot = NOWHERE,
    ) -> None:
        self.resolution = resolution
        self.parts = parts
        self.nodes = parts.nodes(resolution)
        self.topics = outside.topics
        self._by_ref: dict[str, list[int]] = {}
        for i, node in enumerate(self.nodes):
            self._by_ref.setdefault(node.clause.ref, []).append(i)
        self.units = Units(self.nodes, (parts.own, outside.table, parts.unanswered))
        self._within = len(parts.own)
        self._general = self._within + len(outside.table)
        # Units are found by their places; names of their own would only take memory.
        self.index = SearchIndex([""] * len(self.units), parts.corpus, parts.postings)
        self.reader = outside.reader(parts.words, parts.initials, lexicon)
        self.reader.spelling = self.index.spelling
        self._weights = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        self._folded_texts: dict[int, str] = {}
        self.segmented = SegmentedNodes(slot, self.text_of)
        self._lay_out(len(lexicon.concept_names))

    def match(self, reading: Reading, cues: Mapping[str, tuple[int, ...]], skip: int = -1) -> Match:
        """Match a question.

        Args:
            reading: the question as read.
            cues: the cue groups it shows (``find_cues``).
            skip: a unit to leave out, for calibration on the units themselves.
        """
        query = self.index.analyze_tokens(reading.tokens, reading.weights)
        bm25, coverage, likeness = self.index.compare(query)
        if skip >= 0:
            bm25[skip] = coverage[skip] = likeness[skip] = 0
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

    def outside(self, match: Match) -> float:
        """Return the likeness to the nearest example of what lies outside."""
        return float(match.likeness[self._within : self._general].max(initial=0.0))

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
        return any(
            self._words[min(row, self._none), node] > 0 for row, _ in match.query.readings[token]
        )

    def nodes_of(self, ref: str) -> list[int]:
        """Return the nodes of a clause."""
        return self._by_ref[ref]

    def left_open(self) -> dict[str, list[str]]:
        """Return the questions that its clauses do not answer, by ref."""
        found: dict[str, list[str]] = {}
        for unit in self.units[self._general :]:
            node = self.nodes[-1 - len(self.topics) - unit.owner]
            found.setdefault(node.clause.ref, []).append(unit.text)
        return found

    def _folded(self, unit: int) -> str:
        if unit not in self._folded_texts:
            self._folded_texts[unit] = " ".join(folded_syllables(self.units[unit].text))
        return self._folded_texts[unit]

    # -- laying out -----------------------------------------------------------------------------

    def _lay_out(self, concepts: int) -> None:
        owners, kinds, within = self.units.owners, self.units.kinds, self._within
        size = len(self.nodes)
        self._start = np.searchsorted(owners[:within], np.arange(size)).tolist()
        self._end = [*self._start[1:], within]
        self._starts = np.array(self._start)
        phrased = kinds == PHRASING
        # The units of a node are its own texts, then phrasings: where each run of either begins.
        runs = np.flatnonzero(np.diff(2 * owners[:within] + phrased[:within], prepend=-1))
        self._runs, of_phrasings = runs, phrased[:within][runs]
        self._text_runs, self._phrasing_runs = (
            np.flatnonzero(~of_phrasings),
            np.flatnonzero(of_phrasings),
        )
        self._phrased = owners[runs[of_phrasings]]
        self._focus_bonus = np.where(self.units.has_focus | phrased, 1.0, 0.98).astype(np.float32)
        self._sentence_units: dict[int, list[int]] = {}
        for at in np.flatnonzero(kinds == SENTENCE).tolist():
            self._sentence_units.setdefault(int(owners[at]), []).append(at)
        self._lay_out_words()
        self._lay_out_concepts((concepts, size))
        self._lay_out_odds()
        self._kinds = self.parts.kinds
        self._figures = [frozenset(figures.split()) for figures in self.parts.figures]

    def _lay_out_words(self) -> None:
        """Note which words each node has; words that none has share the last row."""
        size, known = len(self.nodes), len(self.index.folds)
        places = {fold: at for at, fold in enumerate(self.index.folds)}
        place_of = np.array([places.get(fold, -1) for fold in self.parts.folds], dtype=np.int64)
        counts = self.parts.counts
        counts = counts[place_of[counts[:, 0]] >= 0]
        self._places = (place_of[counts[:, 0]], counts[:, 1])
        self._counts = counts[:, 2:]
        self._none = int(self._places[0].max(initial=-1)) + 1
        self._words = np.zeros((self._none + 1, size), dtype=np.float32)
        own, said = self._counts[:, 0] > 0, self._counts[:, 1] > 0
        self._words[self._places] = np.maximum(own * 1.0, said * PHRASING_TOKEN)
        have = np.zeros(known, dtype=np.int64)
        have[: self._none] = (self._words[: self._none] > 0).sum(axis=1)
        idf = np.log((size + 1) / (have + 0.5)).astype(np.float32)
        self._word_idf: list[float] = np.maximum(idf, 0.15).tolist()
        self._unheard_idf = float(idf.max(initial=0.0))  # of a word that no node has
        self._unknown_idf = float(np.log((size + 1) / 0.5))

    def _lay_out_concepts(self, size: tuple[int, int]) -> None:
        self._concepts = np.zeros(size, dtype=np.float32)
        gained = self.parts.gained
        self._concepts[gained[:, 0], gained[:, 1]] = np.minimum(self.parts.gains, 1.0)
        have = (self._concepts > 0).sum(axis=1)
        self._concept_idf = np.log((len(self.nodes) + 1) / (have + 0.5)).astype(np.float32)

    def _prepared(self, unit: Unit) -> list[Token]:
        return self.reader.expand(tokens_of(unit.text))

    def _without(self, skip: int) -> tuple[Floats, Floats]:
        """Return the words and concepts of the nodes as if one unit were not there."""
        unit = self.units[skip]
        if unit.owner < 0:
            return self._words, self._concepts
        words, concepts = self._words.copy(), self._concepts.copy()
        tokens = self._prepared(unit)
        folds = {token.folded for token in tokens}
        mine = self._places[1] == unit.owner
        for row, (own, said) in zip(
            self._places[0][mine].tolist(), self._counts[mine].tolist(), strict=True
        ):
            if own == 0 and said == 1 and self.index.folds[row] in folds:
                words[row, unit.owner] = 0
        counted = self.parts.gained[:, 1] == unit.owner
        places, gains = self.parts.gained[counted, 0], self.parts.gains[counted].copy()
        for concept, gain in concept_gains(self.reader, unit, tokens).items():
            gains[places == concept] -= np.float32(gain)
        concepts[places, unit.owner] = np.clip(gains, 0.0, 1.0)
        return words, concepts

    def _lay_out_odds(self) -> None:
        """Count for each feature of the index the units inside and outside that have it."""
        counts = self.index.split_counts(self._within, self._general)
        self._counts_in, self._counts_out = (count.astype(np.int32) for count in counts)
        self._totals = (self._within, self._general - self._within)
        self._odds = self._log_odds(self._counts_in, self._counts_out)

    def _odds_of(self, query: Query, skip: int) -> float:
        rows, weights = query.own_rows, query.own_weights
        if not len(rows) or not self._totals[1]:
            return 0.0
        odds = self._odds[rows]
        if skip >= 0:
            inside = np.maximum(self._counts_in[rows] - (skip < self._within), 0)
            beyond = self._within <= skip < self._general
            outside = np.maximum(self._counts_out[rows] - beyond, 0)
            odds = self._log_odds(inside, outside)
        return float((odds * weights).sum() / max(float(weights.sum()), 1e-6))

    def _log_odds(
        self, inside: NDArray[np.int32], outside: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return how much likelier features are inside than outside; 0 for one that neither has."""
        odds = np.log((inside + 0.5) / (self._totals[0] + 1)) - np.log(
            (outside + 0.5) / (self._totals[1] + 1)
        )
        odds[(inside == 0) & (outside == 0)] = 0.0
        return odds

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
                part = words[row if row < self._none else self._none]
                if share != 1.0:
                    part = part * share
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
        starts = self._starts
        features = np.zeros((len(self.nodes), len(FEATURES)), dtype=np.float32)
        features[:, 0] = token_coverage
        covered = np.maximum.reduceat(coverage[:inside], self._runs)
        alike = np.maximum.reduceat(likeness[:inside], self._runs)
        features[:, 3] = features[:, 1] = covered.take(self._text_runs)
        features[self._phrased, 1] = np.maximum(
            covered.take(self._phrasing_runs), features[self._phrased, 1]
        )
        features[self._phrased, 2] = alike.take(self._phrasing_runs)
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
        features[:, 16] = alike.take(self._text_runs)
        return features
