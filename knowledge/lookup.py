"""Finding clauses without a whole question: candidates for one, cards for a few letters, a clause by its ref."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from knowledge.answers.answer import Answer, Choice
from knowledge.answers.labels import asking_about, shorten, titled
from knowledge.assistant import Assistant
from knowledge.language.normalize import clean
from knowledge.language.tokens import Token, tokenize
from knowledge.questions.address import find_address
from knowledge.resolution.citation import short_citation
from knowledge.resolution.model import Body, Clause, Kind
from knowledge.wordindex import PART, WordIndex

OPEN: Final = "nguyên văn"
"""Asked about a clause in focus, it shows that clause."""
MIN_LETTERS: Final = 2
EXCERPT: Final = 130
_LABEL: Final = 3.0
_TEXT: Final = 1.0
_PHRASING: Final = 0.6
_EXACT: Final = 1.5  # a whole word, of one that only begins so
_ACCENTED: Final = 1.25  # the accents typed agree, of a word typed without any
_NOT_FOUND_ALONE: Final = (Kind.RECIPIENTS,)


@dataclass(frozen=True, slots=True)
class Card:
    """A clause in two lines: a title, and its figure or first words; and where it stands."""

    ref: str
    title: str
    figure: str
    citation: str


class Lookup:
    """Finds clauses of the resolution that an assistant answers about."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.resolution = assistant.resolution
        self.targets = tuple(self.resolution.of_kind(Kind.TARGET))
        self.bodies = self.resolution.bodies
        self._clauses = [
            clause for clause in self.resolution.clauses if clause.kind not in _NOT_FOUND_ALONE
        ]
        self._cards: dict[str, Card] = {}

    def has(self, ref: str) -> bool:
        """Tell whether the resolution has a clause of that ref."""
        return ref in self.resolution.by_ref

    def open(self, ref: str) -> Answer:
        """Show one clause.

        Raises:
            UnknownClauseError: the resolution has none.
        """
        self.resolution.clause(ref)
        return replace(self.assistant.ask(OPEN, focus=ref), document=self.resolution.number)

    def candidates(self, question: str, leave_out: Iterable[str] = ()) -> list[str]:
        """Return the refs that may answer a question, the likeliest first, each once."""
        reading = self.assistant.matcher.reader.read(question)
        if not reading.tokens:
            return []
        understood = self.assistant.understand(
            reading, self.assistant.understander.cues_of(reading)
        )
        without = set(leave_out)
        refs = (self.assistant.matcher.nodes[node].clause.ref for node in understood.order)
        return [ref for ref in dict.fromkeys(refs) if ref not in without]

    def related(self, ref: str) -> list[str]:
        """Return the clauses related to one: those that serve it, else those beside it."""
        refs = list(self.resolution.notes(ref).related)
        if refs:
            return refs
        children = [clause.ref for clause in self.resolution.children.get(ref, ())]
        parent = self.resolution.clause(ref).parent
        beside = [clause.ref for clause in self.resolution.children.get(parent or "", ())]
        at = beside.index(ref) if ref in beside else 0
        near = [other for other in beside[max(0, at - 1) : at + 2] if other != ref]
        return [*children, *near, *([parent] if parent else [])]

    def choice(self, ref: str, length: int = 48) -> Choice:
        """Return a clause as something to choose: "(10) Tỷ lệ người dân tham gia BHYT"."""
        return Choice(titled(self.resolution.clause(ref), length), ref)

    def question_about(self, ref: str) -> str:
        """Return a question whose answer is the clause, for a follow-up on it."""
        return asking_about(self.resolution.clause(ref))

    def figure(self, ref: str) -> str:
        """Return the figures of a target as printed, "" where it has none."""
        measures = self.resolution.notes(ref).measures
        return "; ".join(_tidy(measure.figure) for measure in measures)

    def card(self, ref: str) -> Card:
        """Return a clause as a card."""
        if ref not in self._cards:
            clause = self.resolution.clause(ref)
            figure = self.figure(ref) or shorten(clause.body.replace("\n", " "), 90)
            title = self.choice(ref, 64).label
            self._cards[ref] = Card(ref, title, figure, short_citation(self.resolution, ref))
        return self._cards[ref]

    def resolve(self, address: str) -> list[str]:
        """Return the clauses that an address may mean: a ref, or words like "mục 3.2 khoản 5"."""
        text = " ".join(clean(address).split())
        by_lower = {ref.lower(): ref for ref in self.resolution.by_ref}
        if text.lower() in by_lower:
            return [by_lower[text.lower()]]
        for words in (text, f"mục {text}"):
            found = find_address(tokenize(words), self.resolution, words)
            if found is not None and found.refs:
                return list(found.refs)
        return []

    def body(self, name: str) -> Body | None:
        """Return the body that some words name, None for none or none alone."""
        wanted = _folded(name)
        if not wanted:
            return None
        for body in self.bodies:
            names = [body.name, body.short, *body.aliases]
            if any(_folded(one) == wanted for one in names if one):
                return body
        inside = [body for body in self.bodies if set(wanted) <= set(_folded(body.name))]
        return inside[0] if len(inside) == 1 else None

    def find(self, words: str) -> list[str]:
        """Return the clauses that have all the words, the last of them perhaps only begun.

        Accents may be left out; those typed must agree. With less than two letters nothing is
        found. Where no clause has all the words, the likeliest answers to them as a question.
        """
        tokens = list(tokenize(clean(words)))
        if sum(len(token.folded) for token in tokens) < MIN_LETTERS:
            return []
        scores = self._score(tokens)
        together = " " + " ".join(token.folded for token in tokens)
        if len(tokens) > 1:  # words side by side as typed come before words anywhere
            side_by_side = {
                at: s for at, s in scores.items() if together in self._words.running[at]
            }
            scores = side_by_side or scores
        order = sorted(scores, key=lambda at: (-scores[at], at))
        found = [self._clauses[at].ref for at in order]
        if found or len(tokens) < MIN_LETTERS:
            return found
        return self.candidates(words)

    def excerpt(self, ref: str, words: str, length: int = EXCERPT) -> str:
        """Return the words of a clause around those that were looked for, its first words where none."""
        text = self.resolution.clause(ref).body.replace("\n", " ")
        wanted = [token.folded for token in tokenize(clean(words))]
        tokens = tokenize(text)
        folded = [token.folded for token in tokens]
        size = len(wanted)
        places = (at for at in range(len(folded)) if folded[at : at + size] == wanted)
        first = next(places, None)
        if first is None:
            first = next((at for at, word in enumerate(folded) if word in wanted), 0)
        start = tokens[first].start if tokens else 0
        if start < length // 2 or len(text) <= length:
            return shorten(text, length)
        begin = text.find(" ", start - length // 3) + 1
        return "…" + shorten(text[begin:], length - 1)

    def _score(self, tokens: Sequence[Token]) -> dict[int, float]:
        total: dict[int, float] = {}
        for place, token in enumerate(tokens):
            last = place == len(tokens) - 1
            best: dict[int, float] = {}
            for row, exact in self._words.rows(token.folded, begun=last):
                for at, (weight, forms) in row.items():
                    agrees = _agrees(token, forms, begun=last)
                    if not agrees:
                        continue
                    score = weight * agrees * (_EXACT if exact else 1.0)
                    best[at] = max(best.get(at, 0.0), score)
            if place == 0:
                total = best
            else:
                total = {at: s + best[at] for at, s in total.items() if at in best}
        return total

    @cached_property
    def _words(self) -> WordIndex:
        """The words of the clauses, from where they are kept or made for the first search."""
        slot = self.assistant.slot
        held = slot.read(PART)
        if held is not None:
            return WordIndex.from_held(held)
        phrased: dict[str, list[str]] = {}
        for phrasing in self.assistant.phrasings:
            phrased.setdefault(phrasing.ref, []).append(phrasing.text)
        made = WordIndex.build(
            [
                *((weight, text, True) for weight, text in self._texts(clause)),
                *((_PHRASING, text, False) for text in phrased.get(clause.ref, ())),
            ]
            for clause in self._clauses
        )
        slot.write(PART, made.held())
        return made

    def _texts(self, clause: Clause) -> Iterator[tuple[float, str]]:
        target = clause.kind is Kind.TARGET
        yield _LABEL * (1.5 if target else 1.0), self.choice(clause.ref, 200).label
        yield _TEXT * (1.2 if target else 1.0), clause.text
        for erratum in self.resolution.notes(clause.ref).errata:
            yield _TEXT, erratum.meant


def _agrees(token: Token, forms: frozenset[str], begun: bool) -> float:
    """Return 0 for a word with other accents than those typed."""
    if not token.accented:
        return 1.0
    if token.text in forms or (begun and any(form.startswith(token.text) for form in forms)):
        return _ACCENTED
    return 0.0


def _folded(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokenize(clean(text)))


def _tidy(figure: str) -> str:
    figure = figure.strip()
    return figure[:1].upper() + figure[1:]
