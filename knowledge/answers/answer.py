"""The answer value."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Intent(StrEnum):
    """What kind of question was understood."""

    TARGET = "target"
    FACT = "fact"
    TASK = "task"
    RESPONSIBILITY = "responsibility"
    CLAUSE = "clause"
    ACTOR = "actor"
    ADDRESS = "address"
    DEADLINE = "deadline"
    REVERSE = "reverse"
    META = "meta"
    LIST = "list"
    MULTI = "multi"
    AMBIGUOUS = "ambiguous"
    SMALL_TALK = "smalltalk"
    OUTSIDE = "outside"
    EMPTY = "empty"


class PartKind(StrEnum):
    """What a part of an answer is; a channel decides how each looks."""

    LEAD = "lead"  # what was asked, in front: the figure, the sentence
    QUOTE = "quote"  # the clause word for word
    CITATION = "citation"  # where it stands
    NOTE = "note"  # a misprint, a calculated figure, a year
    STATUS = "status"  # how far the ward has got
    TEXT = "text"  # a sentence of the assistant's own
    ITEM = "item"  # one line of a list of clauses
    RELATED = "related"  # a clause openly offered as related
    CHOICE = "choice"  # a clause to choose from


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an answer, in the order it is read.

    ``ref`` names the clause it comes from or leads to, "" for none. ``bold`` is a slice of ``text`` to stress.
    """

    kind: PartKind
    text: str
    ref: str = ""
    bold: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that the answer shows as its answer."""

    document: str
    ref: str
    kind: str
    score: float
    citation: str
    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far one measure or task has got; ``state`` is what a person reads."""

    ref: str
    state: str
    value: Decimal | None = None
    unit: str | None = None
    as_of: date | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to ask or open next: a label, and the clause it opens."""

    label: str
    ref: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question.

    Attributes:
        question: the question as it came.
        answered: False when the resolution does not answer it.
        intent: what kind of question was understood.
        confidence: 0 to 1, the calibrated chance that this is the right answer.
        parts: what is read, in order.
        hits: the clauses shown as the answer, best first.
        status: how far the shown targets and tasks have got.
        suggestions: questions offered next.
        choices: clauses to choose from, for an ambiguous question or a decline.
        focus: the ref a follow-up starts from, "" for none.
        document: the number of the document that answers, of which all refs are but those of ``hits``;
            "" where an assistant of one document alone was asked.
        cited: the numbers of the documents cited by the clause shown that can be asked too.
    """

    question: str
    answered: bool
    intent: Intent
    confidence: float
    parts: tuple[Part, ...]
    hits: tuple[Hit, ...] = ()
    status: tuple[Status, ...] = ()
    suggestions: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    focus: str = field(default="")
    document: str = ""
    cited: tuple[str, ...] = ()
