"""A small number for each document, given once and for good: what stands for it in buttons and links.

Numbers of documents are too long for a button and hold letters that a link may not have. A key is never given
to another document, and a document that is taken out and loaded again has the key it had.
"""

from typing import Final

from knowledge.errors import UnknownDocumentError
from knowledge.storage.database import Database

GONE: Final = "Văn bản này chưa nạp hoặc đã gỡ; gõ /vanban để xem các văn bản đã nạp."


class DocumentKeys:
    """The keys in the database: 1, 2, 3, …"""

    def __init__(self, database: Database) -> None:
        self._db = database

    def key_of(self, number: str) -> int:
        """Return the key of a document, given now where it has none yet."""
        key = self._find(number)
        if key is None:
            with self._db.transaction():
                self._db.write("INSERT OR IGNORE INTO document_keys (number) VALUES (?)", (number,))
                key = self._find(number)
        return key or 0

    def number_of(self, key: int) -> str:
        """Return the number of the document that has a key; it may not be loaded any more.

        Raises:
            UnknownDocumentError: no document ever had it.
        """
        # What comes in a forged button may be larger than any integer SQLite takes.
        number = (
            self._db.value("SELECT number FROM document_keys WHERE key = ?", (key,))
            if 0 < key < 1 << 63
            else None
        )
        if number is None:
            raise UnknownDocumentError(GONE)
        return str(number)

    def _find(self, number: str) -> int | None:
        key = self._db.value("SELECT key FROM document_keys WHERE number = ?", (number,))
        return None if key is None else int(key)
