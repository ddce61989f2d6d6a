"""The store of resolutions: several at once, each loaded or undone as one."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from knowledge.errors import (
    DocumentInUseError,
    InvalidInputError,
    NothingToUndoError,
    UnknownDocumentError,
)
from knowledge.ingest.corrections import Corrections, rebuild, stored_corrections
from knowledge.ingest.versions import VersionChange, compare_versions
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Row
from knowledge.storage.document_reader import VERSION, DocumentReader, text_digest
from knowledge.storage.document_values import (
    DocumentSummary,
    Load,
    LostRecords,
    PastLoad,
    StoredDocument,
    first_day_to_come,
)
from knowledge.storage.following import (
    Following,
    follow,
    following,
    lost_records,
    move_drafts,
    outcome,
    records_set_aside,
    take_back,
    without_those_of,
)
from knowledge.storage.times import day_text, local_day, moment_text, read_day

__all__ = [
    "DocumentSummary",
    "Documents",
    "Load",
    "LostRecords",
    "PastLoad",
    "StoredDocument",
]

NO_NUMBER: Final = "Văn bản chưa có số hiệu; nêu số hiệu trước khi nạp."
NOTHING_TO_UNDO: Final = "Văn bản số “{number}” không có lần nạp nào để hoàn tác."
IN_USE: Final = (
    "Văn bản số “{number}” đang có phân công hoặc báo cáo tiến độ nên không gỡ được; "
    "hãy cho văn bản hết hiệu lực thay vì gỡ."
)


class Documents(DocumentReader):
    """The resolutions in the database: loaded, undone, ended."""

    def _changed(self) -> None:
        # No counter: after a restore it could come to a value that it had with other documents.
        self._db.set_meta(VERSION, secrets.token_hex(8))

    def load(
        self,
        resolution: Resolution,
        data: Mapping[str, Any] | None = None,
        *,
        by: str = "",
        in_force: bool | None = None,
        file_key: str = "",
    ) -> Load:
        """Store a resolution, in place of the one with its number; all of it or nothing.

        Records on the one before follow their clauses; see ``following``.

        Args:
            resolution: the parsed document; its number identifies it.
            data: what stands beside the text, as JSON: ``Corrections.to_data()``.
            by: who loads it, as shown to people.
            in_force: whether questions go to it by default; None leaves that as it is. A new one for a year to come,
                and one not in force for such a year, takes effect by itself on the first day of that year.
            file_key: of the file it was read from, see ``loaded_from``; "" for none.

        Raises:
            UnknownDocumentError: the resolution has no number.
        """
        number = resolution.number
        if not number:
            raise UnknownDocumentError(NO_NUMBER)
        stored = json.dumps(data or {}, ensure_ascii=False, sort_keys=True)
        digest = text_digest(resolution.source)
        with self._db.transaction():
            if file_key:
                self._note_file(file_key, number, digest)
            before = self._db.row("SELECT * FROM documents WHERE number = ?", (number,))
            meta = resolution.metadata
            begins = None if in_force else self._begins(meta.period)
            if in_force is None and before:
                in_force, begins = bool(before["in_force"]), read_day(before["begins"])
            elif in_force is None:
                in_force = begins is None
            old = self._clause_rows(number)
            # A better parser may read other clauses out of the same text.
            read = [(c.ref, c.kind.value, c.text) for c in resolution.clauses]
            if before is not None and (
                (before["sha256"], bool(before["in_force"])) == (digest, in_force)
                and _same_data(before, stored)
                and read == [(row["ref"], row["kind"], row["text"]) for row in old]
            ):
                return Load(number, changed=False)
            now = moment_text(self._clock())
            image = {"document": before, "clauses": old, "in_force": in_force} if before else None
            load_id = self._db.insert(
                "loads",
                {
                    "document": number,
                    "at": now,
                    "by": by,
                    "before": json.dumps(image, ensure_ascii=False) if image else None,
                },
            )
            found = Following()
            if before is not None:
                earlier = _rebuilt(before)
                change = compare_versions(earlier, resolution)
                found = self.following(earlier, resolution, change)
                follow(self._db, load_id, found, now)
                move_drafts(self._db, number, change.mapping, change.measure_keys)
            self._put(
                {
                    "number": number,
                    "title": meta.title,
                    "issuer": meta.issuer,
                    "name": meta.name,
                    "period": meta.period,
                    "issued": day_text(meta.issued),
                    "in_force": int(in_force),
                    "begins": day_text(begins),
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
            return replace(
                outcome(number, found),
                new=before is None,
                begins=begins,
                added=tuple(ref for ref, _, _ in read if ref not in old_refs) if before else (),
                removed=tuple(row["ref"] for row in old if row["ref"] not in refs),
            )

    def undo(self, number: str) -> Load:
        """Take back the newest load of a document: the one before stands again, or none.

        Records stand again where they stood before it. Those made since follow their clause back; one whose clause
        the text before does not have is set aside, as by a load.

        Returns:
            What it did; ``lost`` are the records made since that no longer apply.

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
            now = moment_text(self._clock())
            self._db.write("UPDATE loads SET undone_at = ? WHERE id = ?", (now, load["id"]))
            if not load["before"]:
                self._remove(number)
                return Load(number, changed=True)
            image = json.loads(load["before"])
            row = self._db.row("SELECT * FROM documents WHERE number = ?", (number,))
            found = Following()
            if row is not None:
                found = self._follow_back(
                    load["id"], _rebuilt(row), _rebuilt(image["document"]), now
                )
                if bool(row["in_force"]) != image.get("in_force", bool(row["in_force"])):
                    # Changed since by itself.
                    image["document"] |= {"in_force": row["in_force"], "begins": row["begins"]}
            self._put(image["document"], image["clauses"])
            # Those that stood here before the load stand again: only what was made since is told of.
            return replace(outcome(number, found), kept={})

    def following(
        self, old: Resolution, new: Resolution, change: VersionChange | None = None
    ) -> Following:
        """Tell what would become of the records on a document if another version took its place."""
        change = change or compare_versions(old, new)
        return following(self._db, old, new, change.mapping, change.measure_keys)

    def lost(self, found: Following) -> tuple[LostRecords, ...]:
        """Return the records that no longer apply, those of one kind at one clause together."""
        return lost_records(found)

    def set_aside(self, number: str) -> list[Row]:
        """Return the records of a document that no longer apply, as ``records_set_aside`` gives them."""
        return records_set_aside(self._db, number)

    def set_in_force(self, number: str, in_force: bool) -> None:
        """Say whether questions go to the document by default; its record stays either way.

        Said of one in force ahead of its year, no means not yet: it takes effect on the first day of that year. Said
        again, it means not at all.

        Raises:
            UnknownDocumentError: no document of that number is loaded.
        """
        before = self.summary(number)
        begins = self._begins(before.period) if before.in_force and not in_force else None
        self._db.write(
            "UPDATE documents SET in_force = ?, begins = ? WHERE number = ?",
            (int(in_force), day_text(begins), number),
        )
        self._changed()

    def begin_due(self) -> list[str]:
        """Put in force what was loaded ahead of a year that has begun; return the numbers."""
        today = day_text(local_day(self._clock()))
        rows = self._db.rows("SELECT number FROM documents WHERE begins <= ?", (today,))
        if rows:
            with self._db.transaction():
                self._db.write(
                    "UPDATE documents SET in_force = 1, begins = NULL WHERE begins <= ?", (today,)
                )
                self._changed()
        return [row["number"] for row in rows]

    def _begins(self, period: str) -> date | None:
        """The first day of a period that is still to come, None for any other."""
        return first_day_to_come(period, local_day(self._clock()))

    def _follow_back(
        self, load_id: int, present: Resolution, before: Resolution, now: str
    ) -> Following:
        change = compare_versions(before, present)
        mapping = {new: old for old, new in change.mapping.items()}
        keys = {new: old for old, new in change.measure_keys.items()}
        found = following(self._db, present, before, mapping, keys)
        found = without_those_of(self._db, load_id, found)  # made since: the others go back exactly
        take_back(self._db, load_id)
        follow(self._db, load_id, found, now)
        move_drafts(self._db, before.number, mapping, keys)
        return found

    def _remove(self, number: str) -> None:
        used = self._db.value(
            "SELECT EXISTS (SELECT 1 FROM assignments WHERE document = :n)"
            " OR EXISTS (SELECT 1 FROM reports WHERE document = :n)",
            {"n": number},
        )
        if used:
            raise DocumentInUseError(IN_USE.format(number=number))
        self._db.write("DELETE FROM documents WHERE number = ?", (number,))
        self._changed()

    def _note_file(self, file_key: str, number: str, digest: str) -> None:
        self._db.write(
            "INSERT INTO loaded_files (key, document, sha256, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET document = excluded.document,"
            " sha256 = excluded.sha256, at = excluded.at",
            (file_key, number, digest, moment_text(self._clock())),
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
        self._changed()


def _rebuilt(row: Row) -> Resolution:
    resolution = rebuild(row["source"], json.loads(row["data"]))
    return replace(resolution, metadata=replace(resolution.metadata, number=row["number"]))


def _same_data(before: Row, data: str) -> bool:
    """Whether the same stands beside the text; what a bundled text brings along need not be written down."""
    if before["data"] == data:
        return True
    if before["data"] != "{}":
        return False
    try:
        return stored_corrections(before["source"], {}) == Corrections.from_data(json.loads(data))
    except InvalidInputError:
        return False
