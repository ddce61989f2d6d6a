"""The store of resolutions: several at once, each loaded or undone as one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from knowledge.errors import DocumentInUseError, NothingToUndoError, UnknownDocumentError
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Database, Row
from knowledge.storage.times import (
    Clock,
    day_text,
    moment_text,
    read_day,
    read_moment,
    system_clock,
)

UNKNOWN: Final = "Chưa nạp văn bản số “{number}”; gõ /vanban để xem các văn bản đã nạp."
NO_NUMBER: Final = "Văn bản chưa có số hiệu; nêu số hiệu trước khi nạp."
NOTHING_TO_UNDO: Final = "Văn bản số “{number}” không có lần nạp nào để hoàn tác."
IN_USE: Final = (
    "Văn bản số “{number}” đang có phân công hoặc báo cáo tiến độ nên không gỡ được; "
    "hãy cho văn bản hết hiệu lực thay vì gỡ."
)

_SUMMARY: Final = (
    "number, title, issuer, name, period, issued, in_force, sha256, loaded_at, loaded_by"
)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What identifies a stored document; reading it does not read the text.

    Attributes:
        period: the year it sets ("2026"), "" for none.
        issued: the date it bears, None where it bears none.
        in_force: whether questions go to it by default.
        sha256: of the source in UTF-8, in hexadecimal.
        loaded_by: who loaded it, as shown to people.
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


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as stored: the source verbatim, and the data that ``assemble`` takes beside it."""

    summary: DocumentSummary
    source: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """What loading did.

    Attributes:
        number: the document's number.
        changed: False where the same text and data were there already.
        new: whether there was no document of that number before.
        lost: refs with assignments or reports that the new text has no clause for.
        added, removed: refs that the new text has or lacks, against the one before.
    """

    number: str
    changed: bool
    new: bool = False
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Documents:
    """The resolutions in the database."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db = database
        self._clock = clock

    def load(
        self,
        resolution: Resolution,
        data: Mapping[str, Any] | None = None,
        *,
        by: str = "",
        in_force: bool = True,
    ) -> Load:
        """Store a resolution, in place of the one with its number; all of it or nothing.

        Args:
            resolution: the parsed document; its number identifies it.
            data: whatever JSON can hold: errata, related, bodies, phrasings, corrected measures.
            by: who loads it, as shown to people.
            in_force: whether questions go to it by default.

        Raises:
            UnknownDocumentError: the resolution has no number.
        """
        number = resolution.number
        if not number:
            raise UnknownDocumentError(NO_NUMBER)
        stored = json.dumps(data or {}, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(resolution.source.encode()).hexdigest()
        with self._db.transaction():
            before = self._db.row("SELECT * FROM documents WHERE number = ?", (number,))
            old = self._clause_rows(number)
            same = before is not None and (
                (before["sha256"], before["data"], bool(before["in_force"]))
                == (digest, stored, in_force)
            )
            # A better parser may read other clauses out of the same text.
            read = [(c.ref, c.kind.value, c.text) for c in resolution.clauses]
            if same and read == [(row["ref"], row["kind"], row["text"]) for row in old]:
                return Load(number, changed=False)
            now = moment_text(self._clock())
            image = {"document": before, "clauses": old} if before else None
            self._db.insert(
                "loads",
                {
                    "document": number,
                    "at": now,
                    "by": by,
                    "before": json.dumps(image, ensure_ascii=False) if image else None,
                },
            )
            meta = resolution.metadata
            self._put(
                {
                    "number": number,
                    "title": meta.title,
                    "issuer": meta.issuer,
                    "name": meta.name,
                    "period": meta.period,
                    "issued": day_text(meta.issued),
                    "in_force": int(in_force),
                    "source": resolution.source,
                    "sha256": digest,
                    "data": stored,
                    "loaded_at": now,
                    "loaded_by": by,
                },
                [
                    {"document": number, "position": i, "ref": ref, "kind": kind, "text": text}
                    for i, (ref, kind, text) in enumerate(read)
                ],
            )
            refs, old_refs = {ref for ref, _, _ in read}, {row["ref"] for row in old}
            return Load(
                number,
                changed=True,
                new=before is None,
                lost=self.orphans(number),
                added=tuple(ref for ref, _, _ in read if ref not in old_refs) if before else (),
                removed=tuple(row["ref"] for row in old if row["ref"] not in refs),
            )

    def undo(self, number: str) -> None:
        """Take back the newest load of a document: the one before stands again, or none.

        Raises:
            NothingToUndoError: no load is left to undo.
            DocumentInUseError: it was the first load, and assignments or reports refer to it.
        """
        with self._db.transaction():
            load = self._db.row(
                "SELECT id, before FROM loads WHERE document = ? AND undone_at IS NULL"
                " ORDER BY id DESC LIMIT 1",
                (number,),
            )
            if load is None:
                raise NothingToUndoError(NOTHING_TO_UNDO.format(number=number))
            self._db.write(
                "UPDATE loads SET undone_at = ? WHERE id = ?",
                (moment_text(self._clock()), load["id"]),
            )
            if load["before"]:
                image = json.loads(load["before"])
                self._put(image["document"], image["clauses"])
            elif self._refs_in_use(number):
                raise DocumentInUseError(IN_USE.format(number=number))
            else:
                self._db.write("DELETE FROM documents WHERE number = ?", (number,))

    def set_in_force(self, number: str, in_force: bool) -> None:
        """Say whether questions go to the document by default; its record stays either way.

        Raises:
            UnknownDocumentError: no document of that number is loaded.
        """
        changed = self._db.write(
            "UPDATE documents SET in_force = ? WHERE number = ?", (int(in_force), number)
        )
        if not changed:
            raise UnknownDocumentError(UNKNOWN.format(number=number))

    def summaries(self) -> list[DocumentSummary]:
        """Return all documents, those in force first, then the newest first."""
        rows = self._db.rows(
            f"SELECT {_SUMMARY} FROM documents"  # noqa: S608 - constant columns
            " ORDER BY in_force DESC, coalesce(issued, '') DESC, number"
        )
        return [_summary(row) for row in rows]

    def get(self, number: str) -> StoredDocument:
        """Return one document with its source.

        Raises:
            UnknownDocumentError: no document of that number is loaded.
        """
        row = self._db.row("SELECT * FROM documents WHERE number = ?", (number,))
        if row is None:
            raise UnknownDocumentError(UNKNOWN.format(number=number))
        return StoredDocument(_summary(row), row["source"], json.loads(row["data"]))

    def has(self, number: str) -> bool:
        """Tell whether a document of that number is loaded."""
        return self._db.row("SELECT 1 FROM documents WHERE number = ?", (number,)) is not None

    def orphans(self, number: str) -> tuple[str, ...]:
        """Return the refs with assignments or reports for which the text has no clause now."""
        refs = {row["ref"] for row in self._clause_rows(number)}
        return tuple(sorted(ref for ref in self._refs_in_use(number) if ref not in refs))

    def _refs_in_use(self, number: str) -> set[str]:
        rows = self._db.rows(
            "SELECT ref FROM assignments WHERE document = ? AND cancelled_at IS NULL"
            " UNION SELECT ref FROM reports WHERE document = ?",
            (number, number),
        )
        return {row["ref"] for row in rows}

    def _clause_rows(self, number: str) -> list[Row]:
        return self._db.rows(
            "SELECT * FROM clauses WHERE document = ? ORDER BY position", (number,)
        )

    def _put(self, document: Row, clauses: list[Row]) -> None:
        number = document["number"]
        columns = ", ".join(f"{name} = excluded.{name}" for name in document if name != "number")
        names, marks = ", ".join(document), ", ".join("?" for _ in document)
        # An upsert, not delete and insert: what refers to the document must not lose it.
        self._db.write(
            f"INSERT INTO documents ({names}) VALUES ({marks})"  # noqa: S608 - our own columns
            f" ON CONFLICT (number) DO UPDATE SET {columns}",
            list(document.values()),
        )
        self._db.write("DELETE FROM clauses WHERE document = ?", (number,))
        for clause in clauses:
            self._db.insert("clauses", clause)


def _summary(row: Row) -> DocumentSummary:
    return DocumentSummary(
        row["number"],
        row["title"],
        row["issuer"],
        row["name"],
        row["period"],
        read_day(row["issued"]),
        bool(row["in_force"]),
        row["sha256"],
        read_moment(row["loaded_at"]),
        row["loaded_by"],
    )
