"""The assistant: one question in, one answer out."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Intent, Part, PartKind, Status
from knowledge.answers.compose import Composer, Found
from knowledge.language.lexicon import Lexicon, bundled_lexicon, read_language_file
from knowledge.questions.actors import Bodies
from knowledge.questions.address import Address, find_address
from knowledge.questions.cues import find_cues
from knowledge.questions.followup import ASPECTS, Lean, lean, sibling
from knowledge.questions.matching import Match, Matcher
from knowledge.questions.premise import find_premise
from knowledge.questions.reading import Reading, without
from knowledge.questions.reverse import looked_up
from knowledge.questions.scope import Judgement, Scope, outside_examples
from knowledge.questions.smalltalk import small_talk
from knowledge.questions.split import halves
from knowledge.resolution.bundle import Phrasing, load_bundled, load_phrasings, load_unanswered
from knowledge.resolution.model import Kind, Measure, Resolution

Cues = Mapping[str, tuple[int, ...]]

ANSWER_FROM: Final = 0.3
"""The chance of being right from which a clause is shown as the answer."""
SPLIT_BELOW: Final = 0.93
"""A question whose best clause covers this share of it is not split in two."""
RELATED_FROM: Final = 0.5
"""A clause that covers this share of a question that isn't answered is offered as related."""
SENTENCE_FROM: Final = 0.6
"""One sentence of a message that isn't answered as a whole has to be surer than a question alone."""
_SENTENCE_ENDS: Final = re.compile(r"[.!?\n]+\s")
OWN_CLAUSE_GAIN: Final = 0.2
"""By how much more of half a question its own clause has to cover than the best clause of the whole."""
SPOKEN_OF: Final = 0.6
MAX_STRAY_WORDS: Final = 4
_SUMMARY_CUES: Final = frozenset(
    {
        "list",
        "duty",
        "task",
        "where",
        "verbatim",
        "target",
        "amount",
        "reverse",
        "who",
        "present",
        "yesno",
        "deadline",
        "progress",
    }
)


@dataclass(frozen=True)
class Understood:
    """A question read, matched and judged."""

    reading: Reading
    cues: Cues
    match: Match
    order: list[int]
    judgement: Judgement

    @property
    def top(self) -> int:
        """The best node."""
        return self.order[0]


class Assistant:
    """Answers questions about one resolution from its text and the recorded reports.

    Args:
        resolution: the document.
        phrasings: everyday ways to ask for its clauses.
        status_of: gives the recorded status of a target or task.
        lexicon: the words people use.
        unanswered: questions about the subject of each clause that it does not answer, by ref.
        weights: the learnt weights, "clause" and "scope" (``knowledge/data/language/weights.toml``).
    """

    def __init__(
        self,
        resolution: Resolution,
        phrasings: Iterable[Phrasing] = (),
        status_of: Callable[[str], tuple[Status, ...]] | None = None,
        lexicon: Lexicon | None = None,
        weights: Mapping[str, Any] | None = None,
        unanswered: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        learnt = weights or read_language_file("weights")
        self.phrasings = tuple(phrasings)
        self.resolution = resolution
        self.unanswered = dict(unanswered or {})
        self.matcher = Matcher(
            resolution,
            self.phrasings,
            outside_examples(),
            self.unanswered,
            lexicon or bundled_lexicon(),
            learnt["clause"],
        )
        self.scope = Scope(self.matcher, learnt["scope"])
        self._bodies = Bodies(resolution)
        self._compose = Composer(resolution, status_of or _no_reports)

    def ask(self, question: str, prev: str | None = None, focus: str = "") -> Answer:
        """Answer a question.

        Args:
            question: any text at all.
            prev: the message the same person sent before, for a follow-up.
            focus: the ref that the answer to it was about, where that is known.
        """
        reading = self.matcher.reader.read(question)
        if not reading.tokens:
            return self._compose.say(question, Intent.EMPTY, wording.EMPTY, answered=False)
        cues = find_cues(reading)
        if prev or focus:
            follow_up = self._follow_up(question, reading, cues, prev or "", focus)
            if follow_up is not None:
                return follow_up
        kind = small_talk(reading)
        if kind:
            return self._compose.say(
                question, Intent.SMALL_TALK, self._fill(wording.SMALL_TALK[kind])
            )
        return self._answer(question, reading, cues)

    def understand(self, reading: Reading, cues: Cues, skip: int = -1) -> Understood:
        """Match and judge a question without composing an answer."""
        match = self.matcher.match(reading, cues, skip)
        order = match.order
        return Understood(reading, cues, match, order, self.scope.judge(match, cues, order))

    # -- the kinds of question ------------------------------------------------------------------

    def _answer(self, question: str, reading: Reading, cues: Cues) -> Answer:
        address = find_address(reading.tokens, self.resolution, reading.text)
        if address is not None:
            by_address = self._by_address(question, reading, cues, address)
            if by_address is not None:
                return by_address
        for kind in (self._reverse, self._actor):
            answer = kind(question, reading, cues)
            if answer is not None:
                return answer
        understood = self.understand(reading, cues)
        if address is not None and address.refs:
            understood = self._prefer(understood, address.refs)
            if understood.judgement.answered < ANSWER_FROM:
                return self._show(question, Intent.ADDRESS, 0.8, address.refs[0])
        both = self._two_in_one(question, understood)
        return both or self._single(question, self._last_sentence(understood) or understood)

    def _last_sentence(self, whole: Understood) -> Understood | None:
        """Where a story of several sentences isn't answered as a whole, the sentence that asks."""
        if whole.judgement.answered >= ANSWER_FROM:
            return None
        pieces = [piece.strip() for piece in _SENTENCE_ENDS.split(whole.reading.text)]
        for piece in reversed([piece for piece in pieces if len(piece) > 8][:4]):
            if len(piece) >= len(whole.reading.text) - 2:
                return None
            reading = self.matcher.reader.read(piece)
            part = self.understand(reading, find_cues(reading))
            if part.judgement.answered >= SENTENCE_FROM and not whole.judgement.place:
                return part
        return None

    def _by_address(
        self, question: str, reading: Reading, cues: Cues, address: Address
    ) -> Answer | None:
        """Answer a question that is nothing but an address; None where it asks more."""
        used = set(address.tokens)
        for group in _SUMMARY_CUES & cues.keys():
            used.update(cues[group])
        left = {i for i, w in enumerate(reading.weights) if w >= 0.5 and i not in used}
        if not address.refs:
            if left:
                return None
            return self._compose.decline(question, 0.9, self._no_such_clause())
        if left and self._speaks_of(address.refs, reading, cues, left):
            return None
        if len(left) > MAX_STRAY_WORDS:
            return None
        if len(address.refs) > 1:
            return self._compose.several(question, 0.8, [Found(ref, 1.0) for ref in address.refs])
        return self._show(question, Intent.ADDRESS, 0.99, address.refs[0], whole="verbatim" in cues)

    def _speaks_of(
        self, refs: Sequence[str], reading: Reading, cues: Cues, words: set[int]
    ) -> bool:
        """Whether something under an address speaks of the words that a question adds to it."""
        rest = without(reading, set(range(len(reading.tokens))) - words)
        coverage = self.matcher.match(rest, cues).token_coverage
        inside = [i for i in self._under(refs) if self.matcher.nodes[i].clause.ref not in refs]
        return any(coverage[i] >= SPOKEN_OF for i in inside)

    def _under(self, refs: Sequence[str]) -> list[int]:
        """The nodes at or under the clauses of ``refs``."""
        return [
            i
            for i, node in enumerate(self.matcher.nodes)
            if any(
                node.clause.ref == r or node.clause.ref.startswith((r + ".", r + "/")) for r in refs
            )
        ]

    def _reverse(self, question: str, reading: Reading, cues: Cues) -> Answer | None:
        """Answer what a figure is; None where the question isn't just about one."""
        nodes = looked_up(self.matcher, reading, cues)
        if nodes is None:
            return None
        if not nodes:
            return self._compose.decline(
                question, 0.8, wording.NO_SUCH_FIGURE.format(number=self.resolution.number)
            )
        found: dict[str, Found] = {}
        for at in nodes[:4]:
            node = self.matcher.nodes[at]
            found.setdefault(node.clause.ref, Found(node.clause.ref, 0.95, node.span))
        if len(found) > 1:
            return self._compose.several(question, 0.85, list(found.values())[:3])
        return self._compose.clauses(question, Intent.REVERSE, 0.95, list(found.values()))

    def _actor(self, question: str, reading: Reading, cues: Cues) -> Answer | None:
        """Answer what a body must do, where nothing else is asked."""
        if not cues.keys() & {"duty", "list", "task"}:
            return None
        named = self._bodies.named(reading)
        if named is None:
            return None
        used = set(named.tokens)
        for group in ("duty", "list", "task", "present", "target", "where", "who", "body_words"):
            used.update(cues.get(group, ()))
        if any(w >= 0.5 and i not in used for i, w in enumerate(reading.weights)):
            return None
        refs = self._bodies.refs(named.body, reading, cues)
        if not refs:
            return None
        found = [Found(ref, 0.9) for ref in refs]
        if len(found) == 1:
            return self._show(question, Intent.ACTOR, 0.9, refs[0])
        return self._compose.charged(question, 0.9, named.body.name, found)

    def _two_in_one(self, question: str, whole: Understood) -> Answer | None:
        """Answer both halves of a message that asks two things; None where it asks one."""
        if whole.match.token_coverage[whole.top] >= SPLIT_BELOW or whole.reading.whole:
            return None
        best: tuple[float, list[Understood]] | None = None
        for first, second in halves(whole.reading):
            size = len(whole.reading.tokens)
            parts = [self._part(whole, start, end) for start, end in ((0, first), (second, size))]
            if self.clause_of(parts[0]) == self.clause_of(parts[1]):
                continue
            worth = min(part.judgement.answered for part in parts)
            if min(self._gain(part, whole) for part in parts) >= 0 and (
                best is None or worth > best[0]
            ):
                best = (worth, parts)
        if best is None or best[0] < ANSWER_FROM:
            return None
        found = [self._found(part) for part in best[1]]
        return self._compose.clauses(question, Intent.MULTI, best[0], found)

    def _single(self, question: str, asked: Understood) -> Answer:
        judgement = asked.judgement
        if judgement.answered < ANSWER_FROM:
            return self._declined(question, asked)
        if asked.judgement.signs[14] and self._ambiguous(asked):
            return self._compose.several(question, judgement.answered, self._candidates(asked))
        ref = self.clause_of(asked)
        clause = self.resolution.clause(ref)
        if clause.kind in LISTS:
            return self._compose.heading(question, Intent.LIST, judgement.answered, ref)
        found = self._found(asked)
        lead = self._premise(asked, found)
        intent = _INTENTS.get(clause.kind, Intent.CLAUSE)
        if clause.ref.startswith("I/"):
            intent = Intent.FACT
        return self._compose.clauses(
            question, intent, judgement.answered, [found], lead, whole="verbatim" in asked.cues
        )

    def _declined(self, question: str, asked: Understood) -> Answer:
        judgement = asked.judgement
        metadata = self.resolution.metadata
        values = {
            "number": metadata.number,
            "issuer": metadata.issuer.capitalize(),
            "period": metadata.period,
        }
        if judgement.place:
            sentence = wording.OUTSIDE_PLACE.format(place=judgement.place, **values)
        elif judgement.other_year:
            sentence = wording.OUTSIDE_YEAR.format(**values)
        elif judgement.attribute and asked.match.token_coverage[asked.top] > 0.5:
            sentence = wording.UNSTATED.format(attribute=judgement.attribute, **values)
        else:
            sentence = wording.OUTSIDE.format(**values)
        related: list[str] = []
        if judgement.signs[3] >= RELATED_FROM:
            refs = [self.matcher.nodes[i].clause for i in asked.order[:4]]
            related = list(dict.fromkeys(c.ref for c in refs if c.kind in _OFFERED))[:2]
        return self._compose.decline(question, 1 - judgement.answered, sentence, related)

    def _follow_up(
        self, question: str, reading: Reading, cues: Cues, prev: str, focus: str
    ) -> Answer | None:
        """Answer a question that leans on the one before; None where it stands alone."""
        kind = lean(reading, cues)
        if kind is Lean.NONE or (small_talk(reading) and kind is not Lean.WHOLE):
            return None
        before = self.matcher.reader.read(prev)
        cues_before = find_cues(before)
        focus = focus or self.ask(prev).focus
        if not focus:
            return None
        address = find_address(reading.tokens, self.resolution, reading.text, near=focus)
        if address is not None:
            return self._by_address(question, reading, cues, address)
        if kind in (Lean.YEAR, Lean.TOPIC):
            return self._other_topic(question, reading, cues, before, cues_before, kind, focus)
        return self._aspect(question, kind, focus)

    def _other_topic(
        self,
        question: str,
        reading: Reading,
        cues: Cues,
        before: Reading,
        cues_before: Cues,
        kind: Lean,
        focus: str,
    ) -> Answer | None:
        """Answer "còn X thì sao": X asked in the same way, or what was asked before together with X."""
        lent = {
            group: cues_before[group]
            for group in ("target", "amount", "past", "present")
            if group in cues_before
        }
        alone = self.understand(reading, {**lent, **cues})
        aspect = next((lean for group, lean in ASPECTS if group in cues), None)
        if aspect and "follow" not in cues and self._covers(alone, focus):
            return self._aspect(question, aspect, focus)
        if kind is Lean.TOPIC and alone.judgement.answered >= ANSWER_FROM:
            return self._single(question, alone)
        kept = [
            token
            for i, token in enumerate(before.tokens)
            if kind is not Lean.YEAR
            or i not in (*cues_before.get("past", ()), *cues_before.get("present", ()))
        ]
        joined = self.matcher.reader.weigh(
            f"{before.text} {reading.text}", [*kept, *reading.tokens]
        )
        together = self.understand(joined, find_cues(joined))
        if together.judgement.answered >= ANSWER_FROM:
            return self._single(question, together)
        return self._aspect(question, aspect, focus) if aspect else None

    def _covers(self, asked: Understood, ref: str) -> bool:
        """Whether a clause speaks of all that a question says."""
        coverage = asked.match.token_coverage
        return any(coverage[i] >= SPOKEN_OF for i in self.matcher.nodes_of(ref))

    def _aspect(self, question: str, kind: Lean, focus: str) -> Answer | None:
        """Answer "nguyên văn", "chỉ tiêu tiếp theo", "bao giờ phải xong", "ai làm" about a clause."""
        notes = self.resolution.notes(focus)
        if kind in (Lean.NEXT, Lean.PREVIOUS):
            ref = sibling(self.resolution, focus, 1 if kind is Lean.NEXT else -1)
            if ref is None:
                return self._compose.decline(question, 0.9, wording.NO_SIBLING)
            return self._show(question, Intent.ADDRESS, 0.95, ref)
        lead: list[Part] = []
        if kind is Lean.DEADLINE:
            times = ", ".join(deadline.text for deadline in notes.deadlines)
            text = wording.DEADLINE.format(times=times) if times else wording.NO_DEADLINE
            lead = [Part(PartKind.LEAD if times else PartKind.TEXT, text, focus)]
        elif kind is Lean.WHO:
            names = ", ".join(notes.bodies)
            text = wording.BODIES.format(names=names) if names else wording.NO_BODIES
            lead = [Part(PartKind.LEAD if names else PartKind.TEXT, text, focus)]
        return self._show(question, Intent.CLAUSE, 0.95, focus, lead, whole=kind is Lean.WHOLE)

    # -- helpers --------------------------------------------------------------------------------

    def _show(
        self,
        question: str,
        intent: Intent,
        confidence: float,
        ref: str,
        lead: Sequence[Part] = (),
        whole: bool = False,
    ) -> Answer:
        if self.resolution.clause(ref).kind in LISTS and not lead:
            return self._compose.heading(question, intent, confidence, ref)
        return self._compose.clauses(
            question, intent, confidence, [Found(ref, 1.0)], lead, whole=whole
        )

    def clause_of(self, asked: Understood) -> str:
        """Return the best clause; a heading over a single paragraph gives way to the paragraph."""
        ref = self.matcher.nodes[asked.top].clause.ref
        children = self.resolution.children.get(ref, ())
        return children[0].ref if len(children) == 1 else ref

    def _found(self, asked: Understood) -> Found:
        ref = self.clause_of(asked)
        score = asked.judgement.answered
        if ref != self.matcher.nodes[asked.top].clause.ref:
            return Found(ref, score)
        focus = self.matcher.focus(asked.match, asked.top)
        return Found(ref, score, focus, self._measure(ref, focus))

    def _measure(self, ref: str, focus: Any) -> Measure | None:
        """The one measure that lies within the part asked for, None for all of them."""
        if focus is None:
            return None
        inside = [
            m for m in self.resolution.notes(ref).measures if focus.start <= m.start < focus.end
        ]
        return inside[0] if len(inside) == 1 else None

    def _premise(self, asked: Understood, found: Found) -> list[Part]:
        clause = self.resolution.clause(found.ref)
        text = clause.text[found.focus.start : found.focus.end] if found.focus else clause.text
        measures = self.resolution.notes(found.ref).measures
        premise = find_premise(asked.reading, asked.cues, text, measures, found.measure)
        if premise is None:
            return []
        shown = [premise.measure] if premise.measure else list(measures)
        figure = self._compose.figure(shown) if shown else text.rstrip(".;")
        form = wording.RIGHT_PREMISE if premise.right else wording.WRONG_PREMISE
        return [Part(PartKind.LEAD, form.format(figure=figure), found.ref)]

    def _ambiguous(self, asked: Understood) -> bool:
        refs = list(dict.fromkeys(self.matcher.nodes[i].clause.ref for i in asked.order))
        if len(refs) < 2 or asked.cues.keys() & {"amount", "target"}:
            return False
        best = {
            self.matcher.nodes[i].clause.ref: asked.match.scores[i] for i in reversed(asked.order)
        }
        return bool(best[refs[0]] - best[refs[1]] < AMBIGUOUS_MARGIN)

    def _candidates(self, asked: Understood) -> list[Found]:
        top = asked.match.scores[asked.top]
        found: dict[str, Found] = {}
        for node in asked.order:
            ref = self.matcher.nodes[node].clause.ref
            if asked.match.scores[node] < top - 2 * AMBIGUOUS_MARGIN or len(found) == 3:
                break
            if ref not in found:
                focus = self.matcher.focus(asked.match, node)
                found[ref] = Found(ref, asked.judgement.answered, focus)
        return list(found.values())

    def _prefer(self, asked: Understood, refs: Sequence[str]) -> Understood:
        """Put the clauses under an address first."""
        inside = self._under(refs)
        if not inside:
            return asked
        ranked = sorted(inside, key=lambda i: -float(asked.match.scores[i]))
        order = [*ranked[:6], *(i for i in asked.order if i not in ranked)]
        judgement = self.scope.judge(asked.match, asked.cues, order)
        return Understood(asked.reading, asked.cues, asked.match, order, judgement)

    def _part(self, whole: Understood, start: int, end: int) -> Understood:
        """Understand a question as if only the tokens from ``start`` to ``end`` had been typed."""
        reading = self.matcher.reader.weigh(whole.reading.text, whole.reading.tokens[start:end])
        return self.understand(reading, {**_shared_cues(whole.cues), **find_cues(reading)})

    def _gain(self, part: Understood, whole: Understood) -> float:
        """How much better half a question is answered by its own best clause than by the whole's.

        Zero for the half that the whole's best clause answers; negative where a clause of its own isn't worth it.
        """
        if self.clause_of(part) == self.clause_of(whole):
            return 0.0
        coverage = part.match.token_coverage
        return float(coverage[part.top] - coverage[whole.top]) - OWN_CLAUSE_GAIN

    def _fill(self, sentence: str) -> str:
        metadata = self.resolution.metadata
        return sentence.format(name=metadata.name, number=metadata.number)

    def _no_such_clause(self) -> str:
        targets = list(self.resolution.of_kind(Kind.TARGET))
        limits = ""
        if targets:
            first, last = (c.ref.rsplit(".", 1)[-1] for c in (targets[0], targets[-1]))
            limits = wording.TARGET_RANGE.format(first=first, last=last)
        return wording.NO_SUCH_CLAUSE.format(number=self.resolution.number, range=limits).strip()


AMBIGUOUS_MARGIN: Final = 0.6
LISTS: Final = (Kind.HEADING, Kind.RECIPIENTS)
_OFFERED: Final = (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY, Kind.HEADING)
_INTENTS: Final = {
    Kind.TARGET: Intent.TARGET,
    Kind.TASK: Intent.TASK,
    Kind.RESPONSIBILITY: Intent.RESPONSIBILITY,
    Kind.HEADER: Intent.META,
    Kind.SIGNATURE: Intent.META,
    Kind.PREAMBLE: Intent.META,
    Kind.CLOSING: Intent.META,
    Kind.RECIPIENT: Intent.META,
}


def _shared_cues(cues: Cues) -> dict[str, tuple[int, ...]]:
    """The cues that one half of a question lends to the other: "A và B là bao nhiêu"."""
    return {group: cues[group] for group in ("amount", "target") if group in cues}


def _no_reports(ref: str) -> tuple[Status, ...]:
    return (Status(ref, wording.NO_REPORT),)


def bundled_assistant(status_of: Callable[[str], tuple[Status, ...]] | None = None) -> Assistant:
    """Return an assistant for the bundled resolution."""
    return Assistant(load_bundled(), load_phrasings(), status_of, unanswered=load_unanswered())
