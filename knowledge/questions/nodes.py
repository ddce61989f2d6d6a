"""What can be found in a resolution, and the texts that stand for it.

A node is a clause, or one sentence of a clause too long to be an answer as a whole. A unit is one text by which a node is
found: the clause itself, a sentence, an everyday phrasing; or an example of what lies outside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from knowledge.resolution.model import Clause, Kind, Resolution, Span
from knowledge.resolution.sentences import sentences

LONG_CLAUSE: Final = 1200
"""From this many characters on, the sentences of a clause are found one by one."""


@dataclass(frozen=True, slots=True)
class Node:
    """What can be found: a clause, or one sentence of a clause too long to be an answer as a whole."""

    clause: Clause
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that stands for a node: the clause itself, a sentence, a phrasing; or for what is outside."""

    owner: int
    kind: str
    text: str
    focus: Span | None = None


def nodes_of_clause(clause: Clause) -> Iterable[Node]:
    yield Node(clause)
    if len(clause.text) >= LONG_CLAUSE:
        for span in sentences(clause.text):
            yield Node(clause, span)


def text_of(node: Node) -> str:
    return (
        node.clause.text if node.span is None else node.clause.text[node.span.start : node.span.end]
    )


def unmarked(node: Node) -> str:
    """Return the words of a node without the number printed before it: "(18)" is no figure."""
    return node.clause.body if node.span is None else text_of(node)


def units_of_node(owner: int, node: Node, resolution: Resolution) -> Iterable[Unit]:
    text = text_of(node)
    errata = resolution.notes(node.clause.ref).errata
    meant = " ".join(erratum.meant for erratum in errata if erratum.printed in text)
    yield Unit(owner, "clause", f"{text} {meant}".strip(), node.span)
    if node.span is not None or len(text) >= LONG_CLAUSE or node.clause.kind is Kind.HEADER:
        return
    spans = sentences(text)
    if len(spans) > 1:
        for span in spans:
            yield Unit(owner, "sentence", text[span.start : span.end], span)


def inside(span: Span | None, node: Span | None) -> bool:
    if span is None or node is None:
        return span is None and node is None
    return node.start <= span.start < node.end


def place_of(clause: Clause, quote: str) -> Span | None:
    at = clause.text.find(quote) if quote else -1
    return Span(at, at + len(quote)) if at >= 0 else None


def kind_row(clause: Clause, reports: bool) -> tuple[float, ...]:
    front = clause.kind in (
        Kind.HEADER, Kind.PREAMBLE, Kind.CLOSING, Kind.RECIPIENT, Kind.RECIPIENTS, Kind.SIGNATURE,
    )  # fmt: skip
    return (
        float(clause.kind is Kind.TARGET),
        float(reports),
        float(clause.kind is Kind.TASK),
        float(clause.kind is Kind.RESPONSIBILITY),
        float(clause.kind is Kind.HEADING),
        float(front),
    )
