"""A whole resolution from any text: clauses, metadata, and what the tables and the words say of each clause."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from knowledge.resolution.bodies import find_bodies
from knowledge.resolution.bundle import assemble
from knowledge.resolution.deadlines import month_end, read_deadlines
from knowledge.resolution.measures import read_row
from knowledge.resolution.model import (
    Annotations,
    Body,
    Deadline,
    Kind,
    Measure,
    Metadata,
    Resolution,
)
from knowledge.resolution.parse import parse
from knowledge.resolution.tables import Column, Row, table_rows

_MONTH: Final = re.compile(r"(?:tháng\s+)?(\d{1,2})\s*[/-]\s*(\d{4})", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:năm\s+)?(\d{4})(?:\s+và .*)?", re.IGNORECASE)
_RECURRING: Final = re.compile(r"(?:hàng|hằng) (quý|tháng|năm|tuần)", re.IGNORECASE)
_KNOWN_FIELDS: Final = frozenset(field.name for field in fields(Metadata))
_RECURS: Final = {"quý": "quarterly", "tháng": "monthly", "năm": "yearly", "tuần": "weekly"}


def load_text(
    source: str,
    about: Mapping[str, Any] | None = None,
    related: Mapping[str, Iterable[str]] | None = None,
    bodies: Iterable[Body] = (),
) -> Resolution:
    """Parse a text that comes without data files and read everything out of it.

    Args:
        source: the plain text of a document; spans of the clauses are places in it.
        about: what is known better than the text says, as in ``resolution.toml`` or from an administrator: number,
            title, name, issuer, place, period, signer, office (texts) and issued (a date).
        related: tasks that serve each target, where that is known.
        bodies: the bodies it charges, where they are known; else those that its words name.

    Raises:
        DataFileError: ``related`` names what the text does not have.
    """
    links = {ref: list(others) for ref, others in (related or {}).items()}
    named = tuple(bodies) or find_bodies(parse(source))
    resolution = with_tables(assemble(source, about=dict(about or {}), related=links, bodies=named))
    known = {name: value for name, value in (about or {}).items() if name in _KNOWN_FIELDS}
    return replace(resolution, metadata=replace(resolution.metadata, **known))


def with_tables(resolution: Resolution) -> Resolution:
    """Return ``resolution`` with the measures, deadlines and bodies that the columns of its tables state."""
    notes = dict(resolution.annotations)
    for row in table_rows(resolution.source, resolution.clauses):
        notes[row.clause.ref] = _annotate(row, notes[row.clause.ref], resolution)
    return replace(resolution, annotations=notes)


def _annotate(row: Row, note: Annotations, resolution: Resolution) -> Annotations:
    measures: tuple[Measure, ...] = ()
    if row.clause.kind is Kind.TARGET:
        measures = read_row(row)
    deadlines = list(row_deadlines(row, resolution.metadata.period)) or list(note.deadlines)
    lead = row_bodies(row, resolution.bodies)
    return replace(
        note,
        measures=measures,
        deadlines=tuple(deadlines),
        bodies=tuple(dict.fromkeys([*lead, *note.bodies])),
    )


def row_deadlines(row: Row, period: str) -> Iterable[Deadline]:
    """Return what the row's column "Thời gian hoàn thành" states ("9/2025", "Quý II/2025", "Hằng năm")."""
    for place in row.places(Column.DUE):
        cell = row.cells[place]
        start = row.offset(place)
        if not cell or start < 0:
            continue
        known = read_deadlines(cell, period)
        if known:
            return [replace(d, start=start + d.start, end=start + d.end) for d in known]
        due: date | None = None
        if match := _MONTH.search(cell):
            due = month_end(int(match[2]), int(match[1]))
        elif match := _YEAR.fullmatch(cell.strip()):
            due = month_end(int(match[1]), 12)
        recurring = _RECURRING.search(cell)
        recurs = _RECURS[recurring[1].lower()] if recurring else ""
        return [Deadline(cell, due, recurs, start, start + len(cell))]
    return []


def row_bodies(row: Row, bodies: Iterable[Body]) -> tuple[str, ...]:
    """Return the names of the bodies in the row's column "Cơ quan chủ trì", the leading ones first."""
    cell = " ".join(row.first(Column.LEAD).split()).lower()
    return tuple(body.name for body in bodies if cell and body.name.lower() in cell)
