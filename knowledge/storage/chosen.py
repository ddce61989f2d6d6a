"""Which document a chat has chosen to ask, where it is not the one in force that everybody asks."""

from knowledge.storage.database import Database
from knowledge.storage.times import Clock, moment_text, system_clock


class ChosenDocuments:
    """The choices in the database; one goes when its document is taken out."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db = database
        self._clock = clock

    def of(self, chat: int) -> str:
        """Return the number of the document that a chat has chosen, "" for none."""
        found = self._db.value("SELECT document FROM chosen_documents WHERE chat = ?", (chat,))
        return "" if found is None else str(found)

    def choose(self, chat: int, number: str) -> None:
        """Keep what a chat chooses; the document must be loaded."""
        self._db.write(
            "INSERT INTO chosen_documents (chat, document, at) VALUES (?, ?, ?)"
            " ON CONFLICT (chat) DO UPDATE SET document = excluded.document, at = excluded.at",
            (chat, number, moment_text(self._clock())),
        )

    def forget(self, chat: int) -> None:
        """Go back to the document that everybody asks."""
        self._db.write("DELETE FROM chosen_documents WHERE chat = ?", (chat,))

    def move(self, old: int, new: int) -> None:
        """Take the choice of a group along when it becomes a supergroup."""
        self._db.write("UPDATE OR REPLACE chosen_documents SET chat = ? WHERE chat = ?", (new, old))
