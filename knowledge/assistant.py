"""The assistant: one question in, one answer out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Choice, Intent, Part, PartKind, Status
from knowledge.answers.compose import Composer
from knowledge.answers.found import Found
from knowledge.direct import LISTS, Direct
from knowledge.language.lexicon import Lexicon, bundled_lexicon, read_language_file
from knowledge.lists import Lists
from knowledge.questions.address import find_address
from knowledge.questions.articles import spelt_out
from knowledge.questions.followup import ASPECTS, Lean, lacks_topic, lean, sibling
from knowledge.questions.matching import Matcher
from knowledge.questions.outside import shared_outside
from knowledge.questions.parts import Parts, build_parts
from knowledge.questions.premise import find_premise
from knowledge.questions.reading import Reading, without
from knowledge.questions.scope import Scope
from knowledge.questions.segmented import keep_segmented, segment
from knowledge.questions.smalltalk import small_talk
from knowledge.questions.understanding import Cues, Thresholds, Understander, Understood
from knowledge.resolution.bundle import Phrasing
from knowledge.resolution.citation import document_name
from knowledge.resolution.model import Kind, Measure, Resolution
from knowledge.resolution.past import reported_year
from knowledge.storage.kept import NOWHERE, Slot

RELATED_FROM: Final = 0.5
"""A clause that covers this share of a question that isn't answered is offered as related."""
RELATED_CHANCE: Final = 0.06
"""Unless a place, a year or an attribute alone keeps it from being the answer, it needs at least this chance."""
SAME_TOPIC: Final = 0.6
"""The share of a question that a clause has to cover to be about its topic in another year."""
_FIRST_QUESTIONS: Final = ("chỉ tiêu BHYT là bao nhiêu", "chi teiu bhty", "ai ký", "xin chào")
LEAST_WEIGHT: Final = 0.3
"""A message none of whose words weighs this much asks nothing."""


class Assistant:
    """Answers questions about one resolution from its text and the recorded reports.

    Args:
        resolution: the document.
        phrasings: everyday ways to ask for its clauses.
        status_of: gives the recorded status of a target or task.
        lexicon: the words people use.
        unanswered: questions about the subject of each clause that it does not answer, by ref.
        weights: learnt weights in place of those of ``weights.toml``.
        parts: what was made of all this before, where it was kept.
        slot: where more that is made of it is kept.
    """

    def __init__(
        self,
        resolution: Resolution,
        phrasings: Iterable[Phrasing] = (),
        status_of: Callable[[str], tuple[Status, ...]] | None = None,
        lexicon: Lexicon | None = None,
        weights: Mapping[str, Any] | None = None,
        unanswered: Mapping[str, Sequence[str]] | None = None,
        parts: Parts | None = None,
        slot: Slot = NOWHERE,
    ) -> None:
        self.slot = slot
        self.phrasings: Sequence[Phrasing] = (
            phrasings if isinstance(phrasings, Sequence) else tuple(phrasings)
        )
        learnt = weights or chosen_weights(bool(self.phrasings))
        self.resolution = resolution
        lexicon = lexicon or bundled_lexicon()
        outside = shared_outside(lexicon)
        if parts is None:
            parts = build_parts(resolution, self.phrasings, unanswered or {}, lexicon, outside)
        self.matcher = Matcher(resolution, parts, outside, lexicon, learnt["clause"], slot)
        self.understander = Understander(
            self.matcher, Scope(self.matcher, learnt["scope"]), Thresholds(**learnt["threshold"])
        )
        self._compose = Composer(resolution, status_of or _no_reports)
        self._direct = Direct(self.matcher, self.understander, self._compose)
        self._lists = Lists(resolution, self._compose)

    def warm_up(self) -> None:
        """Do what the first questions would have to wait for: read the tables of words, load the segmenter."""
        for question in _FIRST_QUESTIONS:
            self.ask(question)
        segment(self.resolution.metadata.title)
        keep_segmented(self.slot, self.matcher.nodes)

    @property
    def unanswered(self) -> dict[str, list[str]]:
        """Questions about the subject of each clause that it does not answer, by ref."""
        return self.matcher.left_open()

    def ask(self, question: str, prev: str | None = None, focus: str = "") -> Answer:
        """Answer a question.

        Args:
            question: any text at all.
            prev: the message the same person sent before, for a follow-up.
            focus: the ref that the answer to it was about, where that is known.
        """
        asked = spelt_out(question) if self.resolution.has_articles else question
        reading, cues = self.understander.read(asked)
        if not reading.tokens:
            return self._compose.say(question, Intent.EMPTY, wording.EMPTY, answered=False)
        if prev or focus:
            follow_up = self._follow_up(question, reading, cues, prev or "", focus)
            if follow_up is not None:
                return follow_up
        kind = small_talk(reading)
        if kind:
            return self._compose.say(
                question, Intent.SMALL_TALK, self._fill(wording.SMALL_TALK[kind])
            )
        if max(reading.weights) < LEAST_WEIGHT and not (reading.concepts or reading.numbers):
            return self._compose.say(question, Intent.EMPTY, wording.NEEDS_CONTEXT, answered=False)
        return self._answer(question, reading, cues)

    def overview(self, question: str) -> Answer:
        """Tell what the document is: its header and the headings at its top."""
        return self._compose.overview(question)

    def leans(self, question: str) -> bool:
        """Tell whether a question leans on the one before it."""
        return lean(*self.understander.read(question)) is not Lean.NONE

    def understand(self, reading: Reading, cues: Cues) -> Understood:
        """Return what a question is about, without composing an answer."""
        return self.understander.understand(reading, cues)

    # -- the kinds of question ------------------------------------------------------------------

    def _answer(self, question: str, reading: Reading, cues: Cues) -> Answer:
        if self.understander.points_elsewhere(reading):
            return self._single(question, self.understander.understand(reading, cues))
        address = find_address(reading.tokens, self.resolution, reading.text)
        if address is not None:
            by_address = self._direct.by_address(question, reading, cues, address)
            if by_address is not None:
                return by_address
        for kind in (
            self._lists.answer,
            self._direct.everything,
            self._direct.looked_up,
            self._direct.actor,
        ):
            answer = kind(question, reading, cues)
            if answer is not None:
                return answer
        if address is not None and address.refs:
            reading = without(reading, set(address.tokens))
        if address is None and lacks_topic(reading, cues):
            return self._compose.say(question, Intent.EMPTY, wording.NEEDS_CONTEXT, answered=False)
        understood = self.understander.understand(reading, cues)
        if address is not None and address.refs:
            understood = self.understander.prefer(understood, address.refs)
            if not understood.answerable:
                shown = self.understander.clause_of(understood)
                return self._direct.show(question, Intent.ADDRESS, 0.8, shown)
        both = self.understander.two_in_one(understood)
        if both is not None:
            chance = min(part.judgement.answered for part in both)
            found = [self._found(part) for part in both]
            return self._compose.clauses(question, Intent.MULTI, chance, found)
        return self._single(question, self.understander.last_sentence(understood) or understood)

    def _single(self, question: str, asked: Understood) -> Answer:
        judgement = asked.judgement
        if not asked.answerable:
            return self._declined(question, asked)
        if asked.judgement.sign("short") and self._ambiguous(asked):
            return self._compose.several(question, judgement.answered, self._candidates(asked))
        ref = self.understander.clause_of(asked)
        clause = self.resolution.clause(ref)
        if clause.kind in LISTS:
            return self._compose.heading(question, Intent.LIST, judgement.answered, ref)
        found = self._found(asked)
        lead = self._premise(asked, found) or self._direct.cells.lead(
            ref, asked.reading, asked.cues
        )
        intent = _INTENTS.get(clause.kind, Intent.CLAUSE)
        if reported_year(self.resolution, ref) and clause.kind is Kind.PARAGRAPH:
            intent = Intent.FACT
        answer = self._compose.clauses(
            question, intent, judgement.answered, [found], lead, whole="verbatim" in asked.cues
        )
        if asked.sure:
            return answer
        nearest = Part(PartKind.TEXT, wording.NEAREST)
        return replace(answer, parts=(nearest, *answer.parts), choices=self._others(asked))

    def _others(self, asked: Understood) -> tuple[Choice, ...]:
        """The next best clauses, to choose from where the best is not sure."""
        refs = dict.fromkeys(self.matcher.nodes[i].clause.ref for i in asked.order[:4])
        return self._compose.choices(list(refs)[1:3])

    def _declined(self, question: str, asked: Understood) -> Answer:
        judgement = asked.judgement
        metadata = self.resolution.metadata
        values = {
            "document": document_name(self.resolution),
            "issuer": metadata.issuer,
            "period": metadata.period,
        }
        if judgement.place:
            form = wording.OUTSIDE_PLACE if metadata.issuer else wording.OUTSIDE_ANY_PLACE
            sentence = form.format(place=judgement.place, **values)
        elif judgement.other_year:
            form = wording.OUTSIDE_YEAR if metadata.period else wording.OUTSIDE_ANY_YEAR
            sentence = form.format(**values)
        elif judgement.attribute and asked.match.token_coverage[asked.top] > 0.5:
            sentence = wording.UNSTATED.format(attribute=judgement.attribute, **values)
        else:
            sentence = wording.OUTSIDE.format(**values)
        related: list[str] = []
        if (
            not judgement.place
            and judgement.sign("coverage") >= RELATED_FROM
            and (
                judgement.answered >= RELATED_CHANCE or judgement.other_year or judgement.attribute
            )
        ):
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
        before, cues_before = self.understander.read(prev)
        focus = focus or self.ask(prev).focus
        if not focus:
            return None
        address = find_address(reading.tokens, self.resolution, reading.text, near=focus)
        if address is not None:
            return self._direct.by_address(question, reading, cues, address)
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
        alone = self.understander.understand(reading, {**lent, **cues})
        aspect = next((lean for group, lean in ASPECTS if group in cues), None)
        if aspect and "follow" not in cues and self.understander.covers(alone, focus):
            return self._aspect(question, aspect, focus)
        if kind is Lean.TOPIC and alone.answerable:
            return self._single(question, alone)
        kept = [
            token
            for i, token in enumerate(before.tokens)
            if kind is not Lean.YEAR
            or not any(i in cues_before.get(group, ()) for group in ("past", "present", "target"))
        ]
        joined = self.matcher.reader.weigh(
            f"{before.text} {reading.text}", [*kept, *reading.tokens]
        )
        together = self.understander.understand(joined, self.understander.cues_of(joined))
        if kind is Lean.YEAR and not self._in_year(before, cues_before, together, "past" in cues):
            return self._compose.decline(question, 0.8, self._no_such_year(), [focus])
        found = self.understander.clause_of(together)
        if kind is Lean.TOPIC and not self.understander.knows(alone, found):
            return self._declined(question, alone)
        if together.answerable:
            return self._single(question, together)
        return self._aspect(question, aspect, focus) if aspect else None

    def _in_year(self, before: Reading, cues: Cues, together: Understood, past: bool) -> bool:
        """Whether what answers a question in another year speaks of the topic asked before, and of that year."""
        if not together.answerable:
            return False
        ref = self.matcher.nodes[together.top].clause.ref
        asked = self.understander.understand(before, cues)
        covers = asked.match.token_coverage[together.top] >= SAME_TOPIC
        return bool(covers) and (past or not reported_year(self.resolution, ref))

    def _no_such_year(self) -> str:
        """What to say where the topic has no figure in the year asked."""
        return wording.OUTSIDE_ANY_YEAR.format(document=document_name(self.resolution))

    def _aspect(self, question: str, kind: Lean, focus: str) -> Answer | None:
        """Answer "nguyên văn", "chỉ tiêu tiếp theo", "bao giờ phải xong", "ai làm" about a clause."""
        if kind in (Lean.NEXT, Lean.PREVIOUS):
            ref = sibling(self.resolution, focus, 1 if kind is Lean.NEXT else -1)
            if ref is None:
                return self._compose.decline(question, 0.9, wording.NO_SIBLING)
            return self._direct.show(question, Intent.ADDRESS, 0.95, ref)
        lead: list[Part] = []
        if kind is Lean.DEADLINE:
            lead = self._direct.due(focus)
        elif kind is Lean.WHO:
            lead = self._direct.charged_by(focus)
        return self._direct.show(
            question, Intent.CLAUSE, 0.95, focus, lead, whole=kind is Lean.WHOLE
        )

    # -- helpers --------------------------------------------------------------------------------

    def _found(self, asked: Understood) -> Found:
        ref = self.understander.clause_of(asked)
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

    def _fill(self, sentence: str) -> str:
        metadata = self.resolution.metadata
        return sentence.format(name=metadata.name, number=metadata.number)


AMBIGUOUS_MARGIN: Final = 0.6
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


@cache
def chosen_weights(taught: bool) -> dict[str, Any]:
    """Return the learnt weights for a document with everyday phrasings, or for one that has none yet."""
    weights: dict[str, Any] = read_language_file("weights")["taught" if taught else "plain"]
    return weights


def _no_reports(ref: str) -> tuple[Status, ...]:
    return (Status(ref, wording.NO_REPORT),)
