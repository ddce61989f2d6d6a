"""A document before it counts: what was read, what it changes, what becomes of the records on the one before.

A proposal is a value made anew from the text and the corrections; a channel keeps those two and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from knowledge.ingest import wording
from knowledge.ingest.corrections import (
    Corrections,
    apply,
    fitting,
    rebuild,
    stored_corrections,
)
from knowledge.ingest.errors import NoTextError
from knowledge.ingest.preview import Preview, measure_words, preview
from knowledge.ingest.read import read_document
from knowledge.ingest.source import SourceText
from knowledge.ingest.versions import VersionChange, compare_versions
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Clause, Kind, Metadata, Resolution
from knowledge.storage.documents import Documents, Load, LostRecords, StoredDocument
from knowledge.storage.following import Following
from knowledge.storage.times import local_day

MOST_CHANGES: Final = 30
_STRUCTURED: Final = frozenset(
    (Kind.HEADING, Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY, Kind.THEME)
)


@dataclass(frozen=True)
class Proposal:
    """A document as it would be stored.

    Attributes:
        source: the text that was read and what was unsure in reading it.
        name: of the file.
        corrections: all that hold: those of the stored document that still apply, and those told.
        resolution: the document with them.
        stored: what is stored under its number, None where it is new.
        change: against what is stored, None where it is new.
        about: sentences on what it says otherwise of itself than what is stored: number, title, day, ...
        records: what becomes of the records on the stored one.
        lost: those of them that no longer apply.
        same: whether loading it changes nothing.
        needs: sentences on what must be told before it can be loaded; empty where it can be.
        dropped: sentences on stored corrections that no longer apply.
    """

    source: SourceText
    name: str
    corrections: Corrections
    resolution: Resolution
    stored: StoredDocument | None = None
    change: VersionChange | None = None
    about: tuple[str, ...] = ()
    records: Following = field(default_factory=Following)
    lost: tuple[LostRecords, ...] = ()
    same: bool = False
    needs: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number it would be stored under, "" where it is not known."""
        return self.resolution.number

    @cached_property
    def preview(self) -> Preview:
        """What an administrator checks; looks for misprints, so it takes its time."""
        return preview(self.resolution, self.source)

    def lines(self, most: int = 40) -> list[str]:
        """Return all of it as lines of Vietnamese text: the preview, then what it changes.

        Args:
            most: how many entries of each list are written out; the rest is counted.
        """
        return [*self.preview.lines(most), *self.correction_lines(), "", *self.change_lines(most)]

    def correction_lines(self) -> list[str]:
        """Say what was corrected and what of earlier corrections no longer applies; empty for nothing."""
        said = correction_words(self.corrections, self.resolution)
        lines = ["", wording.CORRECTED.format(count=len(said))] if said else []
        lines += [f"  {line}" for line in said]
        return lines + [dropped_words(fault) for fault in self.dropped]

    def change_lines(self, most: int = MOST_CHANGES) -> list[str]:
        """Say what loading it would change: clauses, measures, and the records on them."""
        if self.needs:
            return list(self.needs)
        if self.stored is None or self.change is None:
            return [wording.NEW_DOCUMENT]
        if self.same:
            return [wording.UNCHANGED]
        day = local_day(self.stored.summary.loaded_at)
        said = [*self.about, *self.change.lines()]
        rest = [f"  … và {len(said) - most} dòng nữa"] if len(said) > most else []
        return [
            wording.CHANGES.format(day=f"{day:%d/%m/%Y}"),
            *(f"  {line}" for line in said[:most]),
            *rest,
            *record_lines(self.records.kept, _moved(self.records), self.lost),
        ]


def propose(
    documents: Documents,
    data: bytes,
    name: str,
    corrections: Corrections | None = None,
    about: Mapping[str, Any] | None = None,
) -> Proposal:
    """Read a file and tell what loading it would do; nothing is stored.

    Args:
        documents: the store.
        data, name: the whole file and its name.
        corrections: all that hold; None for those stored with the document.
        about: what is told of the document besides, as in ``Corrections.about``.

    Raises:
        IngestError: the file cannot be read, or is no document with clauses.
        InvalidInputError: a correction does not fit the text.
    """
    return propose_text(documents, read_document(data, name), name, corrections, about)


def propose_text(
    documents: Documents,
    source: SourceText,
    name: str = "",
    corrections: Corrections | None = None,
    about: Mapping[str, Any] | None = None,
) -> Proposal:
    """Tell what loading a text that was read already would do; the arguments are those of ``propose``."""
    told = dict(about or {})
    if corrections is None:
        stored = _stored(documents, source, told)
        found, dropped = _carried(stored, source, told) if stored else (Corrections(), ())
        found = found.with_about(**told)
        resolution, found, faults = fitting(source.text, found)
        dropped = (*dropped, *faults)
    else:
        found, dropped = corrections.with_about(**told), ()
        resolution = apply(source.text, found)
        stored = _get(documents, resolution.number)
    check_structure(resolution, name)
    return against(documents, Proposal(source, name, found, resolution, stored, dropped=dropped))


def against(documents: Documents, read: Proposal) -> Proposal:
    """Return a proposal with what it changes in the store."""
    if not read.number:
        return replace(read, needs=(wording.NEEDS_NUMBER_LINE,))
    # The same number written otherwise ("08-nq/đu") is the same document.
    stored = read.stored or _get(documents, read.number)
    if stored is not None and stored.summary.number != read.number:
        number = stored.summary.number
        metadata = replace(read.resolution.metadata, number=number)
        read = replace(
            read,
            resolution=replace(read.resolution, metadata=metadata),
            corrections=read.corrections.with_about(number=number),
        )
    if stored is None:
        return read
    old = stored_resolution(stored)
    change = compare_versions(old, read.resolution)
    records = documents.following(old, read.resolution, change)
    same = (
        stored.source == read.source.text
        and stored_corrections(stored.source, stored.data) == read.corrections
    )
    return replace(
        read,
        stored=stored,
        change=change,
        about=_about_changes(old.metadata, read.resolution.metadata),
        records=records,
        lost=documents.lost(records),
        same=same,
    )


def accept(
    documents: Documents,
    proposal: Proposal,
    *,
    by: str = "",
    in_force: bool | None = None,
    file_key: str = "",
) -> Load:
    """Load what was proposed: the document and the records that follow it, all of it or nothing.

    Args:
        documents: the store.
        proposal: what was confirmed.
        by, in_force, file_key: as in ``Documents.load``.

    Raises:
        UnknownDocumentError: it has no number yet; see ``Proposal.needs``.
        StorageError: the disk failed; nothing is changed.
    """
    data = proposal.corrections.to_data()
    return documents.load(proposal.resolution, data, by=by, in_force=in_force, file_key=file_key)


def stored_resolution(stored: StoredDocument) -> Resolution:
    """Return a stored document as it is read today, with its corrections, under the number it is stored under."""
    found = rebuild(stored.source, stored.data)
    return replace(found, metadata=replace(found.metadata, number=stored.summary.number))


def check_structure(resolution: Resolution, name: str) -> None:
    """Refuse a text that has no heading, article or number at all.

    Raises:
        NoTextError: it has none.
    """
    if not any(clause.kind in _STRUCTURED or _numbered(clause) for clause in resolution.clauses):
        raise NoTextError(wording.NO_STRUCTURE.format(name=name or resolution.number))


def correction_words(corrections: Corrections, resolution: Resolution) -> list[str]:
    """Say corrections, a line each."""
    said = []
    for name, label in wording.ABOUT.items():
        value = corrections.about.get(name)
        if value:
            said.append(wording.ABOUT_LINE.format(name=label, value=_shown(value)))
    said += [
        wording.ERRATUM_LINE.format(ref=e.ref, printed=e.printed, meant=e.meant)
        for e in corrections.errata
    ]
    for ref in corrections.measures:
        measures = resolution.notes(ref).measures
        said += [f"{ref}{m.letter}: {measure_words(m)}" for m in measures]
        if not measures:
            said.append(wording.QUALITATIVE_LINE.format(ref=ref))
    return said


def dropped_words(fault: str) -> str:
    """Say that a stored correction no longer applies; ``fault`` says what to do of one just typed."""
    return wording.DROPPED_CORRECTION.format(fault=fault.split(";")[0].rstrip("."))


def record_lines(
    kept: Mapping[str, int], moved: Mapping[str, str], lost: tuple[LostRecords, ...]
) -> list[str]:
    """Say what becomes of the records: how many go on, where they go, which no longer apply."""
    said = []
    told = ", ".join(f"{count} {wording.RECORD[record]}" for record, count in kept.items() if count)
    if told:
        said.append(wording.RECORDS_GO_ON.format(what=told))
    said += [wording.RECORDS_MOVED.format(old=old, new=new) for old, new in moved.items()]
    if lost:
        said.append(wording.RECORDS_LOST)
        said += [f"  {lost_words(one)}" for one in lost]
    return said


def lost_words(one: LostRecords) -> str:
    """Say records that no longer apply: how many of what, at which clause, why."""
    return wording.LOST_RECORD.format(
        count=one.count,
        record=wording.RECORD[one.record],
        where=one.words or one.ref,
        why=wording.WHY[one.why],
    )


def _about_changes(old: Metadata, new: Metadata) -> tuple[str, ...]:
    pairs = {
        label: (getattr(old, name), getattr(new, name)) for name, label in wording.ABOUT.items()
    }
    return tuple(
        wording.ABOUT_CHANGED.format(name=label, old=_shown(before), new=_shown(after))
        for label, (before, after) in pairs.items()
        if before != after
    )


def _shown(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or wording.UNKNOWN)


def _moved(records: Following) -> dict[str, str]:
    return {one.ref: one.new_ref for one in records.moved if one.live and one.ref != one.new_ref}


def _numbered(clause: Clause) -> bool:
    return bool(clause.marker) and clause.marker != "-"


def _get(documents: Documents, number: str) -> StoredDocument | None:
    same = documents.same_number(number) if number else ""
    return documents.get(same) if same else None


def _stored(
    documents: Documents, source: SourceText, told: Mapping[str, Any]
) -> StoredDocument | None:
    """The stored document this is a version of: of its number, else the only one with the same text."""
    if told.get("number"):
        return _get(documents, str(told["number"]))
    found = _get(documents, load_text(source.text).number)
    if found is not None:
        return found
    numbers = documents.numbers_of(source.text)
    return documents.get(numbers[0]) if len(numbers) == 1 else None


def _carried(
    stored: StoredDocument, source: SourceText, told: Mapping[str, Any]
) -> tuple[Corrections, tuple[str, ...]]:
    """The stored corrections at the refs their clauses have in the new text, and those without a clause."""
    found = stored_corrections(stored.source, stored.data)
    if not found or stored.source == source.text:
        return found, ()
    old = rebuild(stored.source, stored.data)
    about = {**found.about, **told}
    fresh, _, _ = fitting(source.text, Corrections(about))
    mapping = compare_versions(old, fresh).mapping
    gone = [ref for ref in found.refs if ref not in mapping]
    return found.moved(mapping), tuple(wording.NO_CLAUSE.format(ref=ref) for ref in gone)
