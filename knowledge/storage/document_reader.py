"""Reading the store of resolutions: which there are, what each is, how it was loaded."""

import hashlib
import json
import re
from pathlib import Path
from typing import Final

from knowledge.errors import UnknownDocumentError
from knowledge.language.keys import plain_key
from knowledge.language.normalize import fold
from knowledge.storage.database import Database, Row
from knowledge.storage.document_values import DocumentSummary, PastLoad, StoredDocument
from knowledge.storage.times import Clock, read_day, read_moment, system_clock

UNKNOWN: Final = "Chưa nạp văn bản số “{number}”; gõ /vanban để xem các văn bản đã nạp."
VERSION: Final = "documents_version"
_PART: Final = re.compile(r"[a-z0-9]+")
_SUMMARY: Final = (
    "number, title, issuer, name, period, issued, in_force, begins, sha256, loaded_at, loaded_by"
)


class DocumentReader:
    """What can be read of the resolutions in the database."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db = database
        self._clock = clock

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._db.path

    def version(self) -> str:
        """Return what is another after each change of the documents, here or by another process."""
        return self._db.meta(VERSION)

    def stamps(self) -> dict[str, str]:
        """Return, by number, what is another when a document's text or what is kept beside it is."""
        rows = self._db.rows("SELECT number, sha256, loaded_at FROM documents")
        return {row["number"]: f"{row['sha256']} {row['loaded_at']}" for row in rows}

    def summaries(self) -> list[DocumentSummary]:
        """Return all documents, those in force first, then the newest first."""
        rows = self._db.rows(
            f"SELECT {_SUMMARY} FROM documents"  # noqa: S608 - constant columns
            " ORDER BY in_force DESC, coalesce(issued, '') DESC, number"
        )
        return [_summary(row) for row in rows]

    def summary(self, number: str) -> DocumentSummary:
        """Return what identifies one document, without reading its text.

        Raises:
            UnknownDocumentError: no document of that number is loaded.
        """
        row = self._db.row(
            f"SELECT {_SUMMARY} FROM documents WHERE number = ?",  # noqa: S608 - constant columns
            (number,),
        )
        if row is None:
            raise UnknownDocumentError(UNKNOWN.format(number=number))
        return _summary(row)

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

    def citing(self, number: str, limit: int = 6) -> list[str]:
        """Return the numbers of documents whose text has a number, at most ``limit`` of them."""
        rows = self._db.rows(
            "SELECT DISTINCT document FROM clauses WHERE document <> ? AND instr(text, ?) > 0"
            " LIMIT ?",
            (number, number, limit),
        )
        return [row["document"] for row in rows]

    def kinds(self, number: str) -> dict[str, int]:
        """Return how many clauses of each kind a document has, without reading its text."""
        rows = self._db.rows(
            "SELECT kind, count(*) AS n FROM clauses WHERE document = ? GROUP BY kind", (number,)
        )
        return {row["kind"]: row["n"] for row in rows}

    def count(self) -> int:
        """Return how many documents are loaded."""
        return int(self._db.value("SELECT count(*) FROM documents") or 0)

    def loads(self, number: str) -> list[PastLoad]:
        """Return the loads of a document, the newest first."""
        rows = self._db.rows(
            "SELECT at, by, undone_at FROM loads WHERE document = ? ORDER BY id DESC", (number,)
        )
        return [
            PastLoad(
                read_moment(row["at"]),
                row["by"],
                read_moment(row["undone_at"]) if row["undone_at"] else None,
            )
            for row in rows
        ]

    def loaded_from(self, file_key: str) -> str:
        """Return the number of the document that was loaded from a file and still is as it was then, "" for none.

        Args:
            file_key: of the file's bytes and all that was said with it.
        """
        found = self._db.value(
            "SELECT f.document FROM loaded_files AS f JOIN documents AS d"
            " ON d.number = f.document AND d.sha256 = f.sha256 WHERE f.key = ?",
            (file_key,),
        )
        return str(found or "")

    def numbers_of(self, source: str) -> list[str]:
        """Return the numbers under which a text is stored."""
        rows = self._db.rows(
            "SELECT number FROM documents WHERE sha256 = ? ORDER BY number", (text_digest(source),)
        )
        return [row["number"] for row in rows]

    def same_number(self, number: str) -> str:
        """Return the stored number that differs from ``number`` at most in case, accents and signs, "" for none."""
        if self.has(number):
            return number
        wanted = _number_key(number)
        rows = self._db.rows("SELECT number FROM documents ORDER BY number")
        return next((row["number"] for row in rows if _number_key(row["number"]) == wanted), "")

    def find(self, typed: str) -> str:
        """Return the number of a stored document that a number as typed means ("07-nq/đu").

        Raises:
            UnknownDocumentError: no document of that number is loaded.
        """
        found = self.same_number(typed)
        if found:
            return found
        wanted = plain_key(typed)
        rows = self._db.rows("SELECT number FROM documents ORDER BY number")
        near = [str(row["number"]) for row in rows if wanted and plain_key(row["number"]) == wanted]
        if len(near) != 1:
            raise UnknownDocumentError(UNKNOWN.format(number=typed))
        return near[0]

    def _clause_rows(self, number: str) -> list[Row]:
        return self._db.rows(
            "SELECT * FROM clauses WHERE document = ? ORDER BY position", (number,)
        )


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
        read_day(row["begins"]),
    )


def _number_key(number: str) -> str:
    """A number without regard to case, accents and signs; its parts stay apart: 1/12 is not 11/2."""
    return "-".join(_PART.findall(fold(number.lower())))


def text_digest(text: str) -> str:
    """Return what tells a text from all others: the SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
