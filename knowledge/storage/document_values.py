"""What the store of resolutions gives and takes: documents, loads, records that no longer apply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What identifies a stored document; reading it does not read the text.

    Attributes:
        period: the year it sets ("2026"), "" for none.
        issued: the date it bears, None where it bears none.
        in_force: whether questions go to it by default.
        sha256: of the source in UTF-8, in hexadecimal.
        loaded_by: who loaded it, as shown to people.
        begins: the day from which it is in force by itself, None for one that is already or has ended.
    """

    number: str
    title: str
    issuer: str
    name: str
    period: str
    issued: date | None
    in_force: bool
    sha256: str
    loaded_at: datetime
    loaded_by: str
    begins: date | None = None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as stored: the source verbatim, and the data that ``assemble`` takes beside it."""

    summary: DocumentSummary
    source: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LostRecords:
    """Records of one kind at one clause that no longer apply; they stay in the record and can be read.

    Attributes:
        record: "report", "assignment", "reminder" or "teaching".
        ref: where they stood.
        count: how many that counted until then.
        words: the clause they stood at: its address and its words.
        why: "clause" (gone), "measure" (gone), "unit" (counted otherwise now).
    """

    record: str
    ref: str
    count: int
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Load:
    """What loading did, or undoing.

    Attributes:
        number: the document's number.
        changed: False where the same text and data were there already.
        new: whether there was no document of that number before.
        kept: how many live reports, assignments, reminders and lessons go on, by what they are.
        moved: old ref -> new ref of the clauses whose records went along.
        lost: the records that no longer apply.
        begins: the day from which the document is in force by itself, None for one that is or isn't now.
        added, removed: refs that the new text has or lacks, against the one before.
    """

    number: str
    changed: bool
    new: bool = False
    kept: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[LostRecords, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    begins: date | None = None


@dataclass(frozen=True, slots=True)
class PastLoad:
    """One load of a document: when, by whom, whether it stands."""

    at: datetime
    by: str
    undone_at: datetime | None


def first_day_to_come(period: str, today: date) -> date | None:
    """Return the first day of a year or span of years ("2027", "2027-2030") that begins after this year, else None."""
    year = period[:4]
    return date(int(year), 1, 1) if year.isdecimal() and int(year) > today.year else None
