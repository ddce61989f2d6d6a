"""From a question as read to the clauses it is about, whole, in halves or in one of its sentences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from knowledge.language.lexicon import PhraseTable
from knowledge.language.tokens import syllables
from knowledge.questions.asked import stated_unit, what_is_asked
from knowledge.questions.closecall import decide
from knowledge.questions.cues import find_cues
from knowledge.questions.match import FEATURES, Match
from knowledge.questions.matching import Matcher
from knowledge.questions.ranges import Brackets
from knowledge.questions.reading import Reading, without
from knowledge.questions.scope import PARTS_COUNTED, Judgement, Scope
from knowledge.questions.split import ASKING, halves
from knowledge.resolution.model import Kind

Cues = Mapping[str, tuple[int, ...]]

SPLIT_BELOW: Final = 0.93
"""A question whose best clause covers this share of it is not split in two."""
OWN_CLAUSE_GAIN: Final = 0.2
"""By how much more of half a question its own clause has to cover than the best clause of the whole."""
TOPIC_WEIGHT: Final = 0.5
"""Each half needs a word that weighs this much."""
HALF_FROM: Final = 0.6
"""What each half needs, of the chance that a whole question needs: two clauses that fit their halves bear each other out."""
OWN_CLAUSE_LEAD: Final = 1.5
"""Or by how much its own clause has to outweigh it."""
GIVING_CANDIDATES: Final = 5
"""Among how many of the best clauses one is looked for that gives what the best one lacks."""
GIVING_COVERAGE: Final = 0.7
"""The share of what the best one covers that it has to cover."""
GIVING_MARGIN: Final = 2.5
"""By how much less it may weigh."""
STATED_COVERAGE: Final = 0.05
"""How much more of a question a clause has to cover that counts in the unit the question states."""
SAME_COVERAGE: Final = 0.01
CLOSE_SENTENCES: Final = 1.0
"""By how much less a sentence with a figure may weigh than one of the same clause without."""
NOUN_MARGIN: Final = 1.5
"""By how much less a clause may weigh that has the noun whose figure is asked than one beside it that has not."""
BULLETS: Final = ("-", "+", "•")
OWN_WORDS: Final = FEATURES.index("sentence")
SPOKEN_OF: Final = 0.6
"""A clause that covers this share of some words speaks of them."""
KNOWN_OF: Final = 0.5
"""More than this share of what a question says, a clause has that the question can be about at all."""
MOST_QUOTED: Final = 6
_QUOTED: Final = re.compile(r"[“\"]([^“”\"\n]{3,60})[”\"]")
_SENTENCE_ENDS: Final = re.compile(r"[.!?\n]+\s")
_WORK_CUES: Final = frozenset({"duty", "task"})
_WORKING: Final = frozenset({Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY, Kind.PARAGRAPH})
_LENT: Final = ("amount", "target")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Chances of being right: from ``answer`` on a clause is shown as the answer, from ``sure`` on without a doubt."""

    answer: float
    sure: float


@dataclass(frozen=True)
class Understood:
    """A question read, matched and judged. ``order`` has the nodes, best first."""

    reading: Reading
    cues: Cues
    match: Match
    order: list[int]
    judgement: Judgement
    thresholds: Thresholds

    @property
    def top(self) -> int:
        """The best node."""
        return self.order[0]

    @property
    def answerable(self) -> bool:
        """Whether the best clause is shown as the answer."""
        return self.judgement.answered >= self.thresholds.answer

    @property
    def sure(self) -> bool:
        """Whether it is shown without saying that it is only the nearest clause."""
        return self.judgement.answered >= self.thresholds.sure


class Understander:
    """Finds what questions are about in one resolution."""

    def __init__(self, matcher: Matcher, scope: Scope, thresholds: Thresholds) -> None:
        self._matcher = matcher
        self._thresholds = thresholds
        self._scope = scope

    def read(self, text: str) -> tuple[Reading, Cues]:
        """Read a question and find its cues."""
        reading = self._matcher.reader.read(self._brackets.spelt_out(text))
        named = {
            at
            for found in self._quoted.find(reading.tokens)
            if max(reading.weights[found.start : found.end]) < TOPIC_WEIGHT
            for at in range(found.start, found.end)
        }
        if named:
            weights = tuple(
                1.0 if at in named else weight for at, weight in enumerate(reading.weights)
            )
            reading = replace(reading, weights=weights)
        return reading, self.cues_of(reading)

    @cached_property
    def _brackets(self) -> Brackets:
        return Brackets(self._matcher.resolution)

    @cached_property
    def _quoted(self) -> PhraseTable[str]:
        """What the document puts in quotation marks: there even small words name something ("xin - cho")."""
        resolution = self._matcher.resolution
        terms = {
            term
            for clause in resolution.clauses
            for term in _QUOTED.findall(clause.text)
            if 1 < len(syllables(term)) <= MOST_QUOTED
        }
        return PhraseTable((" ".join(syllables(term)), term) for term in sorted(terms))

    def cues_of(self, reading: Reading) -> Cues:
        """Find the cues of a question, its years held against that of the document."""
        return find_cues(reading, self._matcher.resolution.metadata.period)

    def understand(self, reading: Reading, cues: Cues, skip: int = -1) -> Understood:
        """Match and judge a question; ``skip`` leaves one unit out, for calibration on the units."""
        match = self._matcher.match(reading, cues, skip)
        order = self._choose(match, cues, decide(self._matcher, match, match.order))
        judgement = self._scope.judge(match, cues, order)
        return Understood(reading, cues, match, order, judgement, self._thresholds)

    def _kind(self, node: int) -> Kind:
        return self._matcher.nodes[node].clause.kind

    def _choose(self, match: Match, cues: Cues, order: list[int]) -> list[int]:
        """Put in front of the best clause one that fits almost as well and gives what is asked.

        That is a clause with the time or figure that the best one lacks; or, of a heading, the one clause under it that
        speaks of all that the heading does.
        """
        coverage, scores, own = match.token_coverage, match.scores, match.features[:, OWN_WORDS]
        top = order[0]
        if cues.keys() & _WORK_CUES and self._kind(top) is Kind.RECIPIENT:
            working = next((node for node in order[1:] if self._kind(node) in _WORKING), None)
            if working is not None and coverage[working] >= coverage[top] - SAME_COVERAGE:
                return [working, *(other for other in order if other != working)]
        lacks = self._scope.lacks(match.reading, top)
        for node in order[1:GIVING_CANDIDATES] if lacks else ():
            if (
                coverage[node] >= GIVING_COVERAGE * coverage[top]
                and scores[node] >= scores[top] - GIVING_MARGIN
                and self._scope.lacks(match.reading, node) < lacks
            ):
                return [node, *(other for other in order if other != node)]
        unit = stated_unit(match.reading)
        for node in order[1:GIVING_CANDIDATES] if unit else ():
            if (
                coverage[node] > coverage[top] + STATED_COVERAGE
                and scores[node] >= scores[top] - GIVING_MARGIN
                and self._scope.counts(node, unit)
                and not self._scope.counts(top, unit)
            ):
                return [node, *(other for other in order if other != node)]
        better = self._with_figure(match, order) or self._with_noun(match, order)
        if better is not None:
            return [better, *(other for other in order if other != better)]
        clause = self._matcher.nodes[top].clause
        if clause.parent and what_is_asked(match.reading).unit in PARTS_COUNTED:
            above = self._matcher.nodes_of(clause.parent)[0]
            if coverage[above] >= GIVING_COVERAGE * coverage[top]:
                return [above, *(other for other in order if other != above)]
        if clause.kind is Kind.HEADING:
            full = [
                node
                for child in self._matcher.resolution.children.get(clause.ref, ())
                for node in self._matcher.nodes_of(child.ref)[:1]
                if child.marker not in BULLETS
                and coverage[node] >= coverage[top] - SAME_COVERAGE
                and own[node] >= GIVING_COVERAGE * own[top]
            ]
            if len(full) == 1:
                return [full[0], *(other for other in order if other != full[0])]
        return order

    def _with_figure(self, match: Match, order: list[int]) -> int | None:
        """Of a bare keyword, the sentence of the best clause that states a figure, where the best one only names it."""
        top = order[0]
        clause, text = self._matcher.nodes[top].clause, self._matcher.text_of(top)
        if len(match.reading.topical) < len(match.reading.tokens) or text == clause.text:
            return None
        if any(map(str.isdigit, text)):
            return None
        return next(
            (
                node
                for node in order[1:GIVING_CANDIDATES]
                if self._matcher.nodes[node].clause is clause
                and match.token_coverage[node] >= match.token_coverage[top] - SAME_COVERAGE
                and match.scores[node] >= match.scores[top] - CLOSE_SENTENCES
                and any(map(str.isdigit, self._matcher.text_of(node)))
            ),
            None,
        )

    def _with_noun(self, match: Match, order: list[int]) -> int | None:
        """The clause beside the best one that speaks of what is counted, where the best one does not: "hệ số mấy"."""
        noun = what_is_asked(match.reading).noun
        top = order[0]
        if not noun or self._scope.speaks_of(top, noun):
            return None
        parent = self._matcher.nodes[top].clause.parent
        for node in order[1:GIVING_CANDIDATES] if parent else ():
            clause = self._matcher.nodes[node].clause
            if (
                clause.ref.startswith(f"{parent}.")
                and clause.ref != self._matcher.nodes[top].clause.ref
                and match.scores[node] >= match.scores[top] - NOUN_MARGIN
                and self._scope.speaks_of(node, noun)
                and self._scope.has_figure(node)
            ):
                return node
        return None

    def clause_of(self, asked: Understood) -> str:
        """Return the best clause; a heading over a single paragraph gives way to the paragraph."""
        ref = self._matcher.nodes[asked.top].clause.ref
        children = self._matcher.resolution.children.get(ref, ())
        return children[0].ref if len(children) == 1 else ref

    def last_sentence(self, whole: Understood) -> Understood | None:
        """Where a story of several sentences isn't answered as a whole, the sentence that asks."""
        if whole.answerable or whole.judgement.place:
            return None
        pieces = [piece.strip() for piece in _SENTENCE_ENDS.split(whole.reading.text)]
        for piece in reversed([piece for piece in pieces if len(piece) > 8][:4]):
            if len(piece) >= len(whole.reading.text) - 2:
                return None
            part = self.understand(*self.read(piece))
            if part.sure:
                return part
        return None

    def two_in_one(self, whole: Understood) -> list[Understood] | None:
        """Return the halves of a message that asks two things; None where it asks one."""
        if whole.match.token_coverage[whole.top] >= SPLIT_BELOW or whole.reading.whole:
            return None
        best: list[Understood] | None = None
        least = HALF_FROM * self._thresholds.answer
        size = len(whole.reading.tokens)
        for first, second, weak in halves(whole.reading):
            pieces = [self._piece(whole, 0, first), self._piece(whole, second, size)]
            if not all(_has_topic(reading) for reading, _ in pieces):
                continue
            if weak and any(ASKING.isdisjoint(cues) for _, cues in pieces):
                continue
            parts: list[Understood] = []
            for reading, cues in pieces:
                part = self.understand(reading, cues)
                if part.judgement.answered < least or not self._earns_its_own(part, whole):
                    break
                parts.append(part)
            if len(parts) < 2 or self.clause_of(parts[0]) == self.clause_of(parts[1]):
                continue
            worth = min(part.judgement.answered for part in parts)
            if best is None or worth > least:
                best, least = parts, worth
        return best

    def prefer(self, asked: Understood, refs: Sequence[str]) -> Understood:
        """Put the clauses at or under ``refs`` first."""
        inside = self.under(refs)
        below = [i for i in inside if self._matcher.nodes[i].clause.ref not in refs]
        coverage = asked.match.token_coverage
        if any(coverage[i] >= SPOKEN_OF for i in below):
            inside = below  # "phần an ninh trong mục 3.2" asks for a part of it
        if not inside:
            return asked
        ranked = sorted(inside, key=lambda i: -float(asked.match.scores[i]))
        order = [*ranked[:6], *(i for i in asked.order if i not in ranked)]
        judgement = self._scope.judge(asked.match, asked.cues, order)
        return replace(asked, order=order, judgement=judgement)

    def under(self, refs: Sequence[str]) -> list[int]:
        """Return the nodes at or under the clauses of ``refs``."""
        starts = tuple(f"{ref}{joint}" for ref in refs for joint in "./")
        return [
            i
            for i, node in enumerate(self._matcher.nodes)
            if node.clause.ref in refs or node.clause.ref.startswith(starts)
        ]

    def points_elsewhere(self, reading: Reading) -> bool:
        """Tell whether a question names another place, or a year that the document isn't about."""
        return self._scope.points_elsewhere(reading)

    def covers(self, asked: Understood, ref: str) -> bool:
        """Tell whether a clause speaks of all that a question says."""
        coverage = asked.match.token_coverage
        return any(coverage[i] >= SPOKEN_OF for i in self._matcher.nodes_of(ref))

    def knows(self, asked: Understood, ref: str) -> bool:
        """Tell whether a clause has most of what a question tells."""
        if not any(weight >= TOPIC_WEIGHT for weight in asked.reading.weights):
            return True
        coverage = asked.match.token_coverage
        return any(coverage[i] > KNOWN_OF for i in self._matcher.nodes_of(ref))

    def speak_of(self, refs: Sequence[str], reading: Reading, cues: Cues, words: set[int]) -> bool:
        """Tell whether something under ``refs`` speaks of some words of a question."""
        rest = without(reading, set(range(len(reading.tokens))) - words)
        coverage = self._matcher.match(rest, cues).token_coverage
        inside = [i for i in self.under(refs) if self._matcher.nodes[i].clause.ref not in refs]
        return any(coverage[i] >= SPOKEN_OF for i in inside)

    def _piece(self, whole: Understood, start: int, end: int) -> tuple[Reading, Cues]:
        """Read a question as if only the tokens from ``start`` to ``end`` had been typed."""
        reading = self._matcher.reader.weigh(whole.reading.text, whole.reading.tokens[start:end])
        lent = {group: whole.cues[group] for group in _LENT if group in whole.cues}
        return reading, {**lent, **self.cues_of(reading)}

    def _earns_its_own(self, part: Understood, whole: Understood) -> bool:
        """Whether half a question is answered by the whole's best clause, or clearly better by another."""
        if self.clause_of(part) == self.clause_of(whole):
            return True
        coverage, scores = part.match.token_coverage, part.match.scores
        covers = float(coverage[part.top] - coverage[whole.top]) >= OWN_CLAUSE_GAIN
        return covers or float(scores[part.top] - scores[whole.top]) >= OWN_CLAUSE_LEAD


def _has_topic(reading: Reading) -> bool:
    """Whether a part of a question has a word, not just a figure, that says what it is about."""
    pairs = zip(reading.tokens, reading.weights, strict=True)
    return any(weight >= TOPIC_WEIGHT and not token.is_number for token, weight in pairs)
