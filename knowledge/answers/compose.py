"""From clauses to an answer: which parts, in which order. Every quoted word is a slice of the source."""

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import Final

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Choice, Hit, Intent, Part, PartKind, Status
from knowledge.answers.examples import example_questions
from knowledge.answers.found import Found, Gathered
from knowledge.answers.labels import label, shorten
from knowledge.language.numbers import format_number
from knowledge.resolution.citation import citation, document_name, short_citation
from knowledge.resolution.model import Clause, Kind, Measure, Resolution, Span
from knowledge.resolution.past import reported_year

StatusOf = Callable[[str], tuple[Status, ...]]

LONG_CLAUSE: Final = 160
"""From this many characters on, the sentence asked for stands before the whole clause."""
EXCERPT_CLAUSE: Final = 1200
"""From this many characters on, the sentence stands instead of the clause."""
MAX_ITEMS: Final = 24
WHOLE_LIST: Final = 1800
"""Clauses under a heading of up to this many characters together are shown in full."""
_WORK: Final = (Kind.TARGET, Kind.TASK)
_BULLETS: Final = ("-", "–", "+", "•", "*")


class Composer:
    """Makes answers out of the clauses of one resolution."""

    def __init__(self, resolution: Resolution, status_of: StatusOf) -> None:
        self._resolution = resolution
        self._status_of = status_of
        self._examples = example_questions(resolution)
        self._texts: dict[tuple[str, str], str] = {}

    def clauses(
        self,
        question: str,
        intent: Intent,
        confidence: float,
        found: Sequence[Found],
        lead: Sequence[Part] = (),
        whole: bool = False,
    ) -> Answer:
        """Answer with the clauses of ``found``, each quoted, cited and with its status.

        Args:
            question: the question as it came.
            intent: what was understood.
            confidence: 0 to 1.
            found: the clauses, best first; at least one.
            lead: parts to stand in front, in place of the figure or sentence.
            whole: quote even a long paragraph whole ("nguyên văn").
        """
        parts: list[Part] = list(lead)
        hits: list[Hit] = []
        status: list[Status] = []
        for item in found:
            clause = self._resolution.clause(item.ref)
            quoted = self._quoted(clause, item.focus, whole)
            if not lead:
                parts += self._lead(clause, item, quoted)
            parts += self._quote(clause, quoted, item.focus)
            progress = self._progress(clause)
            status += progress
            parts += _states(clause.ref, progress)
            hits.append(self._hit(clause, item.score, quoted))
        if len(found) == 1:
            announced = self._announced(found[0].ref)
            parts += [Part(PartKind.ITEM, self._item(c), c.ref) for c in announced]
            hits += [self._hit(c, found[0].score, c.text) for c in announced]
            parts += self._related(found[0].ref)
        return Answer(
            question,
            True,
            intent,
            confidence,
            tuple(parts),
            tuple(hits),
            tuple(status),
            suggestions=self.suggestions(found[0].ref),
            focus=found[0].ref,
        )

    def several(self, question: str, confidence: float, found: Sequence[Found]) -> Answer:
        """Answer an ambiguous question: the best clauses in short, to choose from."""
        parts = [Part(PartKind.TEXT, wording.SEVERAL)]
        for item in found:
            clause = self._resolution.clause(item.ref)
            text = clause.text if clause.kind is Kind.HEADING else self._slice(clause, item.focus)
            parts.append(Part(PartKind.QUOTE, text, clause.ref))
            parts.append(Part(PartKind.CITATION, self._citation(clause.ref), clause.ref))
            parts += self._misprints(clause.ref, text)
        hits = [
            self._hit(
                self._resolution.clause(f.ref),
                f.score,
                self._quoted(self._resolution.clause(f.ref), f.focus),
            )
            for f in found
        ]
        status = [s for f in found for s in self._progress(self._resolution.clause(f.ref))]
        return Answer(
            question, True, Intent.AMBIGUOUS, confidence, tuple(parts), tuple(hits), tuple(status),
            choices=self.choices(f.ref for f in found), focus=found[0].ref,
        )  # fmt: skip

    def heading(self, question: str, intent: Intent, confidence: float, ref: str) -> Answer:
        """Answer with a heading and the list of what stands under it."""
        resolution = self._resolution
        clause = resolution.clause(ref)
        children = resolution.children.get(ref, ())
        parts = [
            Part(PartKind.QUOTE, clause.text, ref),
            Part(PartKind.CITATION, self._citation(ref), ref),
        ]
        if children:
            parts.append(Part(PartKind.TEXT, wording.CONTAINS.format(count=len(children))))
            # A few short clauses are the answer themselves; of many, the beginnings.
            whole = sum(len(child.text) for child in children) <= WHOLE_LIST
            parts += [
                Part(PartKind.ITEM, child.text if whole else self._item(child), child.ref)
                for child in children[:MAX_ITEMS]
            ]
            if len(children) > MAX_ITEMS:
                more = wording.MORE_ITEMS.format(count=len(children) - MAX_ITEMS)
                parts.append(Part(PartKind.TEXT, more))
        hits = [
            self._hit(child, confidence, child.text)
            for child in children[:MAX_ITEMS]
            if len(child.text) < EXCERPT_CLAUSE
        ]
        # "Nơi nhận:" says nothing by itself; any other heading is an answer before what stands under it.
        hits.insert(
            len(hits) if clause.kind is Kind.RECIPIENTS else 0,
            self._hit(clause, confidence, clause.text),
        )
        status = [s for child in children for s in self._progress(child)]
        return Answer(
            question, True, intent, confidence, tuple(parts), tuple(hits), tuple(status),
            choices=self.choices(child.ref for child in children[:8]), focus=ref,
        )  # fmt: skip

    def gathered(self, question: str, lead: str, found: Sequence[Gathered]) -> Answer:
        """Answer with a list of passages of many clauses, each with its place; ``lead`` says what they are."""
        shown = found[:MAX_ITEMS]
        parts = [Part(PartKind.TEXT, lead)]
        parts += [
            Part(PartKind.ITEM, f"{shorten(item.text, 400)} ({self._short(item.ref)})", item.ref)
            for item in shown
        ]
        if len(found) > len(shown):
            more = wording.MORE_ITEMS.format(count=len(found) - len(shown))
            parts.append(Part(PartKind.TEXT, more))
        parts.append(Part(PartKind.CITATION, document_name(self._resolution)))
        hits = [self._hit(self._resolution.clause(item.ref), 0.9, item.first) for item in shown]
        return Answer(
            question, True, Intent.LIST, 0.9, tuple(parts), tuple(hits),
            choices=self.choices(item.ref for item in shown[:8]), focus=shown[0].ref,
        )  # fmt: skip

    def overview(self, question: str) -> Answer:
        """Answer what a document is: its number, date and title, and the headings at its top."""
        clauses = self._resolution.clauses
        header = next((c for c in clauses if c.kind is Kind.HEADER), clauses[0])
        tops = [c for c in clauses if c.parent is None and c.kind is Kind.HEADING][:MAX_ITEMS]
        parts = [
            Part(PartKind.QUOTE, header.text, header.ref),
            Part(PartKind.CITATION, self._citation(header.ref), header.ref),
        ]
        if tops:
            parts.append(Part(PartKind.TEXT, wording.OUTLINE))
            parts += [Part(PartKind.ITEM, self._item(clause), clause.ref) for clause in tops]
        hits = [self._hit(clause, 0.9, clause.text) for clause in (header, *tops)]
        return Answer(
            question, True, Intent.META, 0.9, tuple(parts), tuple(hits),
            choices=self.choices(clause.ref for clause in tops[:8]), focus=header.ref,
        )  # fmt: skip

    def charged(
        self, question: str, confidence: float, body: str, found: Sequence[Found]
    ) -> Answer:
        """Answer what a body must do: the most telling clause in full, then the others in a list."""
        resolution = self._resolution
        parts = [Part(PartKind.TEXT, wording.CHARGED.format(body=body, count=len(found)))]
        for item in found[:1]:
            clause = resolution.clause(item.ref)
            parts += self._quote(clause, self._quoted(clause, item.focus), item.focus)
            parts += _states(clause.ref, self._progress(clause))
        for item in found[1:MAX_ITEMS]:
            clause = resolution.clause(item.ref)
            parts.append(
                Part(
                    PartKind.ITEM,
                    f"{self._label(item.ref)} ({self._short(item.ref)})",
                    item.ref,
                )
            )
        hits = [
            self._hit(
                resolution.clause(f.ref), f.score, self._quoted(resolution.clause(f.ref), f.focus)
            )
            for f in found
        ]
        status = [s for f in found for s in self._progress(resolution.clause(f.ref))]
        return Answer(
            question, True, Intent.ACTOR, confidence, tuple(parts), tuple(hits), tuple(status),
            choices=self.choices(f.ref for f in found[:8]), focus=found[0].ref,
        )  # fmt: skip

    def decline(
        self, question: str, confidence: float, sentence: str, related: Sequence[str] = ()
    ) -> Answer:
        """Say in one sentence that the resolution does not answer; offer clauses openly as related."""
        parts = [Part(PartKind.TEXT, sentence)]
        if related:
            parts.append(Part(PartKind.TEXT, wording.RELATED_INSTEAD))
            parts += [self.related_part(ref) for ref in related]
        return Answer(
            question, False, Intent.OUTSIDE, confidence, tuple(parts),
            suggestions=self._examples, choices=self.choices(related),
        )  # fmt: skip

    def say(self, question: str, intent: Intent, sentence: str, answered: bool = True) -> Answer:
        """Answer with a sentence of the assistant's own, without clauses."""
        part = Part(PartKind.TEXT, sentence)
        return Answer(question, answered, intent, 1.0, (part,), suggestions=self._examples)

    def choices(self, refs: Iterable[str]) -> tuple[Choice, ...]:
        """Return buttons that open the clauses of ``refs``."""
        return tuple(Choice(shorten(self._choice_label(ref), 48), ref) for ref in refs)

    def related_part(self, ref: str) -> Part:
        """Return a line that names a clause without its figures."""
        return Part(PartKind.RELATED, f"{self._label(ref)} ({self._short(ref)})", ref)

    def suggestions(self, ref: str) -> tuple[str, ...]:
        """Return questions to offer after the clause of ``ref``."""
        related = self._resolution.notes(ref).related[:3]
        return tuple(self._choice_label(other) for other in related)

    def figure(self, measures: Sequence[Measure]) -> str:
        """Return the figures of measures as printed, with what they measure where there are several."""
        if len(measures) == 1:
            return _tidy(measures[0].figure)
        return "; ".join(f"{_tidy(m.figure)} ({_tidy(m.quantity)})" for m in measures)

    def _short(self, ref: str) -> str:
        return self._once("address", ref, lambda: short_citation(self._resolution, ref))

    def _citation(self, ref: str) -> str:
        return self._once("citation", ref, lambda: citation(self._resolution, ref))

    def _label(self, ref: str) -> str:
        return self._once("label", ref, lambda: label(self._resolution.clause(ref)))

    def _once(self, what: str, ref: str, make: Callable[[], str]) -> str:
        """Work out a text about a clause the first time it is needed."""
        found = self._texts.get((what, ref))
        if found is None:
            found = self._texts[what, ref] = make()
        return found

    def _choice_label(self, ref: str) -> str:
        clause = self._resolution.clause(ref)
        number = f"{clause.marker} " if clause.kind is Kind.TARGET else ""
        return number + self._label(ref)

    def _item(self, clause: Clause) -> str:
        if clause.kind in (Kind.TARGET, Kind.HEADING, Kind.RESPONSIBILITY):
            return shorten(clause.text, 220)
        marker = "" if clause.marker in _BULLETS else clause.marker
        return f"{marker} {shorten(clause.text, 120)}".strip()

    def _quoted(self, clause: Clause, focus: Span | None, whole: bool = False) -> str:
        if focus is not None and len(clause.text) >= EXCERPT_CLAUSE and not whole:
            return clause.text[focus.start : focus.end]
        return clause.text

    @staticmethod
    def _slice(clause: Clause, focus: Span | None) -> str:
        return clause.text[focus.start : focus.end] if focus else clause.text

    def _lead(self, clause: Clause, item: Found, quoted: str) -> list[Part]:
        measures = self._resolution.notes(clause.ref).measures
        if measures:
            asked = [item.measure] if item.measure else list(measures)
            return [Part(PartKind.LEAD, self.figure(asked), clause.ref)]
        if item.focus and quoted == clause.text and len(quoted) > LONG_CLAUSE:
            sentence = self._slice(clause, item.focus).rstrip(";:")
            if len(sentence) < 0.8 * len(quoted):
                return [Part(PartKind.LEAD, sentence, clause.ref)]
        return []

    def _quote(self, clause: Clause, quoted: str, focus: Span | None) -> list[Part]:
        resolution = self._resolution
        bold = None
        if focus is not None and quoted == clause.text and len(quoted) > LONG_CLAUSE:
            bold = (focus.start, focus.end)
        parts = [
            Part(PartKind.QUOTE, quoted, clause.ref, bold),
            Part(PartKind.CITATION, self._citation(clause.ref), clause.ref),
        ]
        notes = resolution.notes(clause.ref)
        parts += self._misprints(clause.ref, quoted)
        for measure in notes.measures:
            if measure.derived is not None and measure.baseline_value is not None:
                text = wording.DERIVED.format(
                    value=format_number(measure.derived),
                    unit=measure.baseline_unit,
                    baseline=f"{format_number(measure.baseline_value)} {measure.baseline_unit}"
                    f" ({self._short(measure.baseline_ref)})",
                    figure=measure.figure,
                )
                parts.append(Part(PartKind.NOTE, text, clause.ref))
        year = reported_year(resolution, clause.ref)
        if year:
            text = wording.PAST_RESULT.format(year=year, period=resolution.metadata.period)
            parts.append(Part(PartKind.NOTE, text, clause.ref))
        return parts

    def _misprints(self, ref: str, quoted: str) -> list[Part]:
        """Short notes on the misprints in what is quoted."""
        return [
            Part(
                PartKind.NOTE,
                (wording.MISPRINT if erratum.certain else wording.MISPRINT_PERHAPS).format(
                    printed=erratum.printed, meant=erratum.meant
                ),
                ref,
            )
            for erratum in self._resolution.notes(ref).errata
            if erratum.printed in quoted
        ]

    def _progress(self, clause: Clause) -> tuple[Status, ...]:
        if clause.kind not in _WORK:
            return ()
        return self._status_of(clause.ref)

    def _related(self, ref: str) -> list[Part]:
        refs = self._resolution.notes(ref).related[:2]
        if not refs:
            return []
        return [
            Part(PartKind.TEXT, wording.RELATED_AFTER),
            *(self.related_part(other) for other in refs),
        ]

    def _announced(self, ref: str) -> list[Clause]:
        """The bullets that a paragraph ending in a colon announces ("..., đó là:")."""
        clause = self._resolution.clause(ref)
        if clause.parent is None or clause.marker or not clause.text.endswith(":"):
            return []
        beside = self._resolution.children[clause.parent]
        after = beside[beside.index(clause) + 1 :]
        return list(takewhile(lambda other: other.marker in _BULLETS, after))[:MAX_ITEMS]

    def _hit(self, clause: Clause, score: float, quoted: str) -> Hit:
        return Hit(
            self._resolution.number,
            clause.ref,
            clause.kind.value,
            round(score, 4),
            self._citation(clause.ref),
            quoted,
        )


def _states(ref: str, progress: Sequence[Status]) -> list[Part]:
    """One line for each state; measures in the same state share one."""
    states = dict.fromkeys(status.state for status in progress)
    return [Part(PartKind.STATUS, wording.STATUS.format(state=state), ref) for state in states]


def _tidy(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
