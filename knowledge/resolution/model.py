"""The nouns of a resolution. All are immutable; every one keeps its span in the source."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from knowledge.errors import UnknownClauseError


class Kind(StrEnum):
    """What a clause is."""

    HEADER = "header"
    PREAMBLE = "preamble"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    THEME = "theme"
    TARGET = "target"
    TASK = "task"
    RESPONSIBILITY = "responsibility"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    RECIPIENT = "recipient"
    SIGNATURE = "signature"


class Comparator(StrEnum):
    """How a reported value is held against a threshold."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EXACTLY = "="
    AT_MOST = "<="
    LESS_THAN = "<"
    GROWTH = "+%"  # the value is a growth in per cent over the baseline, at least the threshold

    @property
    def caps(self) -> bool:
        """Whether it sets an upper bound: what is reported must not be more."""
        return self in (Comparator.AT_MOST, Comparator.LESS_THAN)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """One addressable piece of a resolution.

    Attributes:
        ref: its address, fixed for ever ("II.2.10", "II.3.1/6").
        kind: what it is.
        text: verbatim; the slices of ``pieces`` joined by ``joint``.
        pieces: where it stands in the source: one span, or several where a page break cut it.
        joint: " " between the halves of a cut line, a line break between the lines of a block.
        parent: the ref of the heading above it, None at the top.
        marker: the number or dash printed before it ("(10)", "-", "3.1."), "" for none.
    """

    ref: str
    kind: Kind
    text: str
    pieces: tuple[Span, ...]
    joint: str = " "
    parent: str | None = None
    marker: str = ""

    @property
    def body(self) -> str:
        """The text without the marker printed before it."""
        return self.text.removeprefix(self.marker).lstrip() if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Measure:
    """One quantity that a target sets.

    Attributes:
        ref: the target's ref.
        letter: "" for the only measure of a target, else "a", "b", ...: people say "12b".
        quantity: what is measured, in the words of the clause.
        comparator: how a reported value is held against the threshold.
        threshold: the figure; None where the target is relative to a plan that it doesn't state.
        unit: "%", "hộ", "cuộc", ...
        baseline: what a growth is counted from, in the words of the clause; "" for none.
        baseline_value, baseline_unit: the figure of the baseline where the resolution states it.
        figure: the figure as printed, with its comparison ("96,2 % trở lên").
        start, end: where the figure stands in the clause's text.
        relative: whether the figure is a share of an assigned plan whose size the text doesn't state.
    """

    ref: str
    letter: str
    quantity: str
    comparator: Comparator
    threshold: Decimal | None
    unit: str
    figure: str
    start: int
    end: int
    relative: bool = False
    baseline: str = ""
    baseline_value: Decimal | None = None
    baseline_unit: str = ""
    baseline_ref: str = ""

    @property
    def key(self) -> str:
        """The name a report uses: "10", "12b"."""
        return self.ref.rsplit(".", 1)[-1] + self.letter

    @property
    def derived(self) -> Decimal | None:
        """The absolute figure calculated from the baseline, where there is one.

        For target (7): 104 * (1 + 10,5/100) = 114,92.
        """
        if self.comparator is not Comparator.GROWTH:
            return None
        if self.threshold is None or self.baseline_value is None:
            return None
        return (self.baseline_value * (1 + self.threshold / 100)).normalize()


@dataclass(frozen=True, slots=True)
class Erratum:
    """A misprint in the source: ``printed`` stands in the clause ``ref``, ``meant`` is understood.

    ``certain`` is False where the context suggests the reading but does not prove it.
    """

    ref: str
    printed: str
    meant: str
    note: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by which, or how often, a clause wants its work done.

    Attributes:
        text: as printed ("trong tháng 4/2026", "hàng quý (I, II, III)").
        due: the last day, where the words fix one.
        recurs: "quarterly", "monthly", "yearly" or "" .
        start, end: where it stands in the clause's text.
    """

    text: str
    due: date | None
    recurs: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, office or group of people that clauses charge.

    Attributes:
        name, short: its full name and usual abbreviation.
        aliases: how people call it, lower case.
        named: refs of clauses that name it, the most telling first.
        field: refs of clauses in its field of work that do not name it.
    """

    name: str
    short: str
    aliases: tuple[str, ...]
    named: tuple[str, ...] = ()
    field: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """All clauses that concern it, the most telling first."""
        return tuple(dict.fromkeys(self.named + self.field))


@dataclass(frozen=True, slots=True)
class Annotations:
    """What is read out of one clause beside its words."""

    measures: tuple[Measure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    bodies: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    errata: tuple[Erratum, ...] = ()


_NOTHING: Final = Annotations()
_ARTICLED: Final = re.compile(r"(?:D|PL|K|P|C)\d")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What identifies a document."""

    number: str
    issued: date | None
    issuer: str
    title: str
    period: str
    signer: str = ""
    office: str = ""
    place: str = ""
    name: str = ""


@dataclass(frozen=True)
class Resolution:
    """A document: its metadata, its source and its clauses in reading order."""

    metadata: Metadata
    source: str
    clauses: tuple[Clause, ...]
    annotations: Mapping[str, Annotations] = field(default_factory=dict)
    bodies: tuple[Body, ...] = ()

    @property
    def number(self) -> str:
        """The number that identifies it ("07-NQ/ĐU")."""
        return self.metadata.number

    @cached_property
    def has_articles(self) -> bool:
        """Whether its clauses are addressed by Điều, Chương, Phụ lục."""
        return any(_ARTICLED.match(clause.ref) for clause in self.clauses)

    @cached_property
    def by_ref(self) -> dict[str, Clause]:
        """The clauses by their refs."""
        return {clause.ref: clause for clause in self.clauses}

    @cached_property
    def children(self) -> dict[str, tuple[Clause, ...]]:
        """The clauses directly under each heading, in reading order."""
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            if clause.parent is not None:
                found.setdefault(clause.parent, []).append(clause)
        return {ref: tuple(clauses) for ref, clauses in found.items()}

    def clause(self, ref: str) -> Clause:
        """Return the clause of that ref.

        Raises:
            UnknownClauseError: the resolution has none.
        """
        try:
            return self.by_ref[ref]
        except KeyError:
            raise UnknownClauseError(
                f"Nghị quyết {self.number} không có mục “{ref}”; gõ /muc để xem các mục."
            ) from None

    def notes(self, ref: str) -> Annotations:
        """Return what is read out of the clause of that ref; empty for none."""
        return self.annotations.get(ref, _NOTHING)

    def of_kind(self, kind: Kind) -> Iterator[Clause]:
        """Iterate over the clauses of one kind, in reading order."""
        return (clause for clause in self.clauses if clause.kind is kind)

    def measures(self) -> Iterator[Measure]:
        """Iterate over the measures of all targets, in reading order."""
        for clause in self.clauses:
            yield from self.notes(clause.ref).measures
