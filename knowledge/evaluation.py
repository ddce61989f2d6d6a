"""How well a file of questions is answered: right answers by kind and style, the wrong ones, and how far confidence tells.

A question file has one JSON object a line: ``id``, ``q``, optional ``prev`` (the message before), ``cat`` (its
kind), ``style``, ``answered`` (whether the resolution answers it), ``refs`` (clauses that are a right first
answer), ``must`` and ``must_not`` (strings that the reply has to contain, "a|b" for either, or may not), optional
``document`` (the number of the loaded document that is asked; the bundled resolution where left out).
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge.answers.answer import Answer
from knowledge.errors import DataFileError
from knowledge.language.normalize import clean

Ask = Callable[[str, str | None], Answer]

BINS: Final = 10
"""Into how many equal parts the confidences from 0 to 1 are put."""
_SMALL_TALK: Final = "smalltalk"
_SEVERAL: Final = "multi"
_FAMILY: Final = frozenset({"theme", "section", "list", "actor"})
"""Kinds whose answer may be the heading above a right clause, or a clause under it."""
_BEFORE_PERCENT: Final = re.compile(r"\s+%")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what a right answer to it is; the attributes are those of the file."""

    id: str
    text: str
    kind: str
    style: str
    answerable: bool
    refs: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    prev: str | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """One answer, graded: ``fault`` is "" for a right one."""

    question: Question
    fault: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.fault


@dataclass(frozen=True, slots=True)
class Share:
    """How many were asked, how many of them answered right."""

    asked: int
    right: int

    @property
    def accuracy(self) -> float:
        """The share of right ones, 0 to 1; 1 where nothing was asked."""
        return self.right / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies from ``low`` to ``high``: how sure they were, how often right."""

    low: float
    high: float
    share: Share
    mean_confidence: float


@dataclass(frozen=True)
class Evaluation:
    """The graded answers to a file of questions, in its order."""

    graded: tuple[Graded, ...]

    @property
    def overall(self) -> Share:
        """Over all questions."""
        return _share(self.graded)

    @property
    def in_scope(self) -> Share:
        """Over those that the resolution answers."""
        return _share(g for g in self.graded if g.question.answerable)

    @property
    def out_of_scope(self) -> Share:
        """Over those that it does not answer."""
        return _share(g for g in self.graded if not g.question.answerable)

    @property
    def by_kind(self) -> dict[str, Share]:
        """For each kind of question, in alphabetical order."""
        return _grouped(self.graded, lambda question: question.kind)

    @property
    def by_style(self) -> dict[str, Share]:
        """For each style of writing, in alphabetical order."""
        return _grouped(self.graded, lambda question: question.style)

    @property
    def by_document(self) -> dict[str, Share]:
        """For each document asked by its number, in alphabetical order."""
        named = [g for g in self.graded if g.question.document]
        return _grouped(named, lambda question: question.document)

    @property
    def wrong(self) -> tuple[Graded, ...]:
        """The wrong answers."""
        return tuple(g for g in self.graded if not g.right)

    @property
    def calibration(self) -> tuple[Bin, ...]:
        """The answers by confidence, least sure first; parts without an answer are left out."""
        bins = []
        for place in range(BINS):
            inside = [g for g in self.graded if min(int(g.confidence * BINS), BINS - 1) == place]
            if inside:
                mean = sum(g.confidence for g in inside) / len(inside)
                bins.append(Bin(place / BINS, (place + 1) / BINS, _share(inside), mean))
        return tuple(bins)

    @property
    def calibration_error(self) -> float:
        """The mean distance between how sure the answers were and how often right, weighed by their number."""
        total = max(len(self.graded), 1)
        return sum(
            abs(b.mean_confidence - b.share.accuracy) * b.share.asked / total
            for b in self.calibration
        )


def read_questions(lines: Iterable[str], name: str = "câu hỏi") -> list[Question]:
    """Read a question file.

    Args:
        lines: its lines; empty ones are skipped.
        name: what to call it in a message.

    Raises:
        DataFileError: a line is no such object; the message names the line.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise DataFileError(
                f"Dòng {number} của {name} không phải một câu hỏi có id, q, cat, style, answered, refs; sửa dòng đó."
            ) from error
    return found


def evaluate(
    ask: Ask,
    questions: Iterable[Question],
    render: Callable[[Answer], str] | None = None,
    asking: Callable[[str], Ask] | None = None,
) -> Evaluation:
    """Ask the questions and grade the answers.

    Args:
        ask: answers a question and the message before it.
        questions: what to ask.
        render: the text a person reads of an answer; by default its parts, one a line.
        asking: gives what answers from the document of a number; without it all questions go to ``ask``.
    """
    show = render or reply_text
    graded = []
    for question in questions:
        ask_it = asking(question.document) if asking and question.document else ask
        answer = ask_it(question.text, question.prev)
        refs = [hit.ref for hit in answer.hits]
        fault = find_fault(question, answer.answered, refs, show(answer))
        graded.append(Graded(question, fault, answer.confidence))
    return Evaluation(tuple(graded))


def reply_text(answer: Answer) -> str:
    """Return the words of an answer, one part a line."""
    return "\n".join(part.text for part in answer.parts)


def find_fault(question: Question, answered: bool, hits: Sequence[str], reply: str) -> str:
    """Return what is wrong with an answer, "" for a right one.

    Args:
        question: what was asked.
        answered: whether the answer claims to be one.
        hits: the refs it shows as its answer, best first.
        reply: what a person reads.
    """
    said = _comparable(reply)
    forbidden = [text for text in question.must_not if _comparable(text) in said]
    if forbidden:
        return f"reply contains {', '.join(forbidden)}"
    if question.kind == _SMALL_TALK:
        return "" if answered and said and not hits else "small talk is not answered as such"
    first = hits[0] if hits else ""
    if not question.answerable:
        if answered:
            return "" if first in question.refs else f"answered with {first or 'no clause'}"
        return "" if said else "empty reply"
    if not answered:
        return "declined"
    missing = [text for text in question.must if not _says(said, text)]
    if missing:
        return f"first hit {first or 'none'}; reply lacks {', '.join(missing)}"
    return _wrong_clause(question, hits)


def _wrong_clause(question: Question, hits: Sequence[str]) -> str:
    if question.kind == _SEVERAL:
        lost = [ref for ref in question.refs if ref not in hits]
        return f"hits lack {', '.join(lost)}" if lost else ""
    first = hits[0] if hits else ""
    if first in question.refs:
        return ""
    if first and question.kind in _FAMILY and any(_kin(first, ref) for ref in question.refs):
        return ""
    return f"first hit {first or 'none'}, wanted {', '.join(question.refs)}"


def _kin(ref: str, other: str) -> bool:
    """Whether one of two refs is the paragraph under the other."""
    return _heading(ref) == other or _heading(other) == ref


def _heading(ref: str) -> str:
    return ref.rsplit("/", 1)[0]


def _says(said: str, wanted: str) -> bool:
    return any(_comparable(form) in said for form in wanted.split("|"))


def _comparable(text: str) -> str:
    """Fold case, spaces and the space before a per cent sign; accents count."""
    return _BEFORE_PERCENT.sub("%", " ".join(clean(text).casefold().split()))


def _question(row: Any) -> Question:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    prev = row.get("prev")
    if not isinstance(row["q"], str) or not isinstance(prev, str | None):
        raise TypeError("q and prev are texts")
    return Question(
        str(row["id"]),
        row["q"],
        str(row["cat"]),
        str(row["style"]),
        bool(row["answered"]),
        tuple(row["refs"]),
        tuple(row.get("must") or ()),
        tuple(row.get("must_not") or ()),
        prev,
        str(row.get("document") or ""),
    )


def _share(graded: Iterable[Graded]) -> Share:
    marks = [g.right for g in graded]
    return Share(len(marks), sum(marks))


def _grouped(graded: Sequence[Graded], key: Callable[[Question], str]) -> dict[str, Share]:
    names = sorted({key(g.question) for g in graded})
    return {name: _share(g for g in graded if key(g.question) == name) for name in names}
