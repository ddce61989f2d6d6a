"""Questions that need no matching: an address, a figure looked up backwards, a whole list, what a body must do."""

from collections.abc import Sequence
from typing import Final

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Intent, Part, PartKind
from knowledge.answers.cells import Cells
from knowledge.answers.compose import Composer
from knowledge.answers.found import Found
from knowledge.questions.actors import Bodies
from knowledge.questions.address import Address
from knowledge.questions.matching import Matcher
from knowledge.questions.reading import Reading
from knowledge.questions.reverse import looked_up as find_figure
from knowledge.questions.understanding import Cues, Understander
from knowledge.resolution.citation import document_name
from knowledge.resolution.model import Kind

LISTS: Final = (Kind.HEADING, Kind.RECIPIENTS)
_LISTED: Final = (
    ("chi tieu", Kind.TARGET),
    ("nhiem vu", Kind.TASK),
    ("trach nhiem", Kind.RESPONSIBILITY),
)
_CHARGING: Final = (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY)
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


class Direct:
    """Answers them for one resolution; each method gives None where a question asks anything more."""

    def __init__(self, matcher: Matcher, understander: Understander, compose: Composer) -> None:
        self._resolution = matcher.resolution
        self._matcher = matcher
        self._understander = understander
        self._compose = compose
        self.bodies = Bodies(matcher.resolution)
        self.cells = Cells(matcher.resolution)

    def by_address(
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
            sentence = self._no_such_part(address.nearest) or self._no_such_clause()
            return self._compose.decline(question, 0.9, sentence, address.nearest[:1])
        if left and self._understander.speak_of(address.refs, reading, cues, left):
            return None
        if len(left) > MAX_STRAY_WORDS:
            return None
        if len(address.refs) > 1:
            return self._compose.several(question, 0.8, [Found(ref, 1.0) for ref in address.refs])
        ref = address.refs[0]
        lead = self.lead(ref, reading, cues)
        return self.show(question, Intent.ADDRESS, 0.99, ref, lead, whole="verbatim" in cues)

    def lead(self, ref: str, reading: Reading, cues: Cues) -> list[Part]:
        """Return what to say first of a clause that is asked by whom or by when it has to be done."""
        cell = self.cells.lead(ref, reading, cues)
        if cell:
            return cell
        kind = self._resolution.clause(ref).kind
        if "who" in cues and kind in _CHARGING:
            return self.charged_by(ref)
        if "deadline" in cues and kind in _CHARGING:
            return self.due(ref)
        return []

    def charged_by(self, ref: str) -> list[Part]:
        """Return who a clause charges, or that it names no one."""
        named, field = self.bodies.charged_by(ref)
        text = wording.NO_BODIES
        if named or field:
            form = wording.BODIES if named else wording.FIELD_OF
            text = form.format(names=", ".join(named or field))
        return [Part(PartKind.LEAD if named else PartKind.TEXT, text, ref)]

    def due(self, ref: str) -> list[Part]:
        """Return the times a clause sets, or that it sets none."""
        times = ", ".join(deadline.text for deadline in self._resolution.notes(ref).deadlines)
        text = wording.DEADLINE.format(times=times) if times else wording.NO_DEADLINE
        return [Part(PartKind.LEAD if times else PartKind.TEXT, text, ref)]

    def looked_up(self, question: str, reading: Reading, cues: Cues) -> Answer | None:
        """Answer what a figure is; None where the question isn't just about one."""
        nodes = find_figure(self._matcher, reading, cues)
        if nodes is None:
            return None
        if not nodes:
            return self._compose.decline(
                question,
                0.8,
                wording.NO_SUCH_FIGURE.format(document=document_name(self._resolution)),
            )
        found: dict[str, Found] = {}
        for at in nodes[:4]:
            node = self._matcher.nodes[at]
            found.setdefault(node.clause.ref, Found(node.clause.ref, 0.95, node.span))
        if len(found) > 1:
            return self._compose.several(question, 0.85, list(found.values())[:3])
        return self._compose.clauses(question, Intent.REVERSE, 0.95, list(found.values()))

    def everything(self, question: str, reading: Reading, cues: Cues) -> Answer | None:
        """Answer "danh sách chỉ tiêu", "tất cả nhiệm vụ": the heading over all of a kind; None for anything more."""
        used = {
            i
            for group in ("list", "target", "task", "present", "amount", "what", "verbatim")
            for i in cues.get(group, ())
        }
        if any(
            w >= 0.5 and i not in used and not reading.tokens[i].is_number
            for i, w in enumerate(reading.weights)
        ):
            return None
        for words, kind in _LISTED:
            if words not in reading.folded:
                continue
            everything = list(self._resolution.of_kind(kind))
            counted = str(len(everything)) in reading.numbers  # "18 chỉ tiêu"
            if reading.numbers and not counted and "%" in reading.text:
                return None
            if everything and everything[0].parent and (counted or "list" in cues):
                top = self._over_all(everything[0].parent, kind)
                return self._compose.heading(question, Intent.LIST, 0.95, top)
        return None

    def _over_all(self, ref: str, kind: Kind) -> str:
        """The lowest heading over all clauses of a kind."""
        everything = [clause.ref for clause in self._resolution.of_kind(kind)]
        while not all(other.startswith((ref + ".", ref + "/")) for other in everything):
            parent = self._resolution.clause(ref).parent
            if parent is None:
                return ref
            ref = parent
        return ref

    def actor(self, question: str, reading: Reading, cues: Cues) -> Answer | None:
        """Answer what a body must do, where nothing else is asked."""
        if not cues.keys() & {"duty", "list", "task"}:
            return None
        named = self.bodies.named(reading)
        if named is None:
            return None
        used = set(named.tokens)
        for group in ("duty", "list", "task", "present", "target", "where", "who", "body_words"):
            used.update(cues.get(group, ()))
        if any(w >= 0.5 and i not in used for i, w in enumerate(reading.weights)):
            return None
        refs = self.bodies.refs(named.body, reading, cues)
        if not refs:
            return None
        found = [Found(ref, 0.9) for ref in refs]
        if len(found) == 1:
            return self.show(question, Intent.ACTOR, 0.9, refs[0])
        return self._compose.charged(question, 0.9, named.body.name, found)

    def show(
        self,
        question: str,
        intent: Intent,
        confidence: float,
        ref: str,
        lead: Sequence[Part] = (),
        whole: bool = False,
    ) -> Answer:
        if self._resolution.clause(ref).kind in LISTS and not lead:
            return self._compose.heading(question, intent, confidence, ref)
        return self._compose.clauses(
            question, intent, confidence, [Found(ref, 1.0)], lead, whole=whole
        )

    def _no_such_part(self, nearest: Sequence[str]) -> str:
        """What to say of "mục 3.2 khoản 7", where 3.2 has five; "" where not even the heading is there."""
        if len(nearest) != 1:
            return ""
        return wording.NO_SUCH_PART.format(document=document_name(self._resolution))

    def _no_such_clause(self) -> str:
        targets = list(self._resolution.of_kind(Kind.TARGET))
        limits = ""
        if targets:
            first, last = (c.ref.rsplit(".", 1)[-1] for c in (targets[0], targets[-1]))
            limits = wording.TARGET_RANGE.format(first=first, last=last)
        return wording.NO_SUCH_CLAUSE.format(
            document=document_name(self._resolution), range=limits
        ).strip()
