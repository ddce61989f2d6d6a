"""A resolution as plain values and back, so that a document that was read once is not read again."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.resolution.model import (
    Annotations,
    Body,
    Clause,
    Comparator,
    Deadline,
    Erratum,
    Kind,
    Measure,
    Metadata,
    Resolution,
    Span,
)

Plain = dict[str, Any]


def to_plain(resolution: Resolution) -> Plain:
    """Return a resolution as values that JSON can hold; ``from_plain`` gives an equal one."""
    return {
        "metadata": _fields(resolution.metadata),
        "source": resolution.source,
        "clauses": [
            [
                clause.ref,
                clause.kind.value,
                clause.text,
                [[span.start, span.end] for span in clause.pieces],
                clause.joint,
                clause.parent,
                clause.marker,
            ]
            for clause in resolution.clauses
        ],
        "notes": {
            ref: {
                field.name: [_value(one) for one in found]
                for field in fields(note)
                if (found := getattr(note, field.name))
            }
            for ref, note in resolution.annotations.items()
        },
        "bodies": [_fields(body) for body in resolution.bodies],
    }


def from_plain(plain: Mapping[str, Any]) -> Resolution:
    """Return the resolution that ``to_plain`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is not what ``to_plain`` writes.
    """
    metadata = dict(plain["metadata"])
    if metadata["issued"]:
        metadata["issued"] = date.fromisoformat(metadata["issued"])
    return Resolution(
        Metadata(**metadata),
        plain["source"],
        tuple(
            Clause(
                ref,
                Kind(kind),
                text,
                tuple(Span(*piece) for piece in pieces),
                joint,
                parent,
                marker,
            )
            for ref, kind, text, pieces, joint, parent, marker in plain["clauses"]
        ),
        {ref: _annotations(note) for ref, note in plain["notes"].items()},
        tuple(map(_body, plain["bodies"])),
    )


def _annotations(note: Mapping[str, list[Any]]) -> Annotations:
    found = {
        name: tuple(map(_READ[name], values)) if name in _READ else tuple(values)
        for name, values in note.items()
    }
    return Annotations(**found)


def _body(row: Plain) -> Body:
    values: Plain = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Body(**values)


def _measure(row: Plain) -> Measure:
    for name in ("threshold", "baseline_value"):
        if row[name] is not None:
            row[name] = Decimal(row[name])
    row["comparator"] = Comparator(row["comparator"])
    return Measure(**row)


def _deadline(row: Plain) -> Deadline:
    if row["due"]:
        row["due"] = date.fromisoformat(row["due"])
    return Deadline(**row)


def _erratum(row: Plain) -> Erratum:
    return Erratum(**row)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "measures": _measure,
    "deadlines": _deadline,
    "errata": _erratum,
}


def _value(value: Any) -> Any:
    match value:
        case Measure() | Deadline() | Erratum():
            return _fields(value)
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Comparator():
            return value.value
        case tuple():
            return [_value(one) for one in value]
        case _:
            return value


def _fields(record: Any) -> Plain:
    return {field.name: _value(getattr(record, field.name)) for field in fields(record)}
