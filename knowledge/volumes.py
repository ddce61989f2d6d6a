"""The documents open for asking: each with what answers from it, opened when first needed, the few used last kept.

    volumes = Volumes(database, bundled_assistant(), status_of)
    volumes.ask("chỉ tiêu BHYT là bao nhiêu")            # from the document it is about
    volumes.open("57-NQ/TW").lookup.find("dữ liệu")      # may take a moment the first time

Outside one document a clause has an address of two parts, its document and its ref. In buttons and links a small
key stands for the document; the bundled one has the key 0 there, so that a bare ref means a clause of it.
"""

import contextlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from knowledge.assistant import Assistant
from knowledge.catalogue import Catalogue, Entry, state_words
from knowledge.errors import UnknownDocumentError
from knowledge.library import Library
from knowledge.lookup import Lookup
from knowledge.resolution.metadata import document_type
from knowledge.resolution.model import Resolution
from knowledge.shelf import StatusOf
from knowledge.storage.chosen import ChosenDocuments
from knowledge.storage.database import Database
from knowledge.storage.document_keys import GONE, DocumentKeys
from knowledge.storage.documents import Documents
from knowledge.storage.teaching import TeachingStore
from knowledge.storage.times import Clock, system_clock
from knowledge.taught import TaughtAssistant

BUNDLED_KEY: Final = 0
KEPT: Final = 6
"""How many documents besides the bundled one stay open."""
READ_KEPT: Final = 12
"""How many that were only read, the oldest reading going first."""
STANDS: Final = "{name} {state}."
FROM_OTHER: Final = "Theo {name}."
OF_YEAR: Final = "{name} (năm {period})"


@dataclass(frozen=True, slots=True)
class Volume:
    """One document, open.

    Attributes:
        number, key: what stands for it in words, and in buttons and links.
        own: whether the body that the bundled document is of issued it: its work is followed here.
        lookup: finds its clauses without a question.
        assistant: answers questions about it.
        stamp: what is another when the text it was opened from, or what is kept beside it, is.
    """

    number: str
    key: int
    own: bool
    lookup: Lookup
    assistant: TaughtAssistant
    stamp: str = ""

    @property
    def resolution(self) -> Resolution:
        """The document itself."""
        return self.lookup.resolution

    @property
    def name(self) -> str:
        """What people call it: "Nghị quyết số 07-NQ/ĐU"."""
        return name_of(self.number)


class Volumes:
    """Opens documents and asks them.

    Args:
        database: where they are stored, with their keys, what was taught and what each chat has chosen.
        bundled: the assistant of the bundled document.
        status_of: gives, for a document, what tells how far its targets and tasks have got.
        lookup: of the bundled document, where it is made already.
        clock: tells the time.
    """

    def __init__(
        self,
        database: Database,
        bundled: Assistant,
        status_of: StatusOf | None = None,
        lookup: Lookup | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self.documents = Documents(database, clock)
        self.keys = DocumentKeys(database)
        self.chosen = ChosenDocuments(database, clock)
        self.library = Library(
            self.documents, status_of, lambda number: self.open(number).assistant
        )
        self._teaching = TeachingStore(database, clock)
        self._clock = clock
        self._building = threading.Lock()
        self._open: OrderedDict[str, Volume] = OrderedDict()
        self._read: OrderedDict[str, tuple[str, Resolution]] = OrderedDict()
        self.bundled = Volume(
            bundled.resolution.number,
            BUNDLED_KEY,
            True,
            lookup or Lookup(bundled),
            TaughtAssistant(bundled, self._teaching),
        )

    # -- documents ------------------------------------------------------------------------------

    def entries(self) -> Catalogue:
        """Return all documents, those in force first."""
        return self.library.entries()

    def entry(self, number: str) -> Entry:
        """Return one of them.

        Raises:
            UnknownDocumentError: it is not loaded.
        """
        found = self.entries().of_number(number)
        if found is None:
            raise UnknownDocumentError(GONE)
        return found

    def in_use(self, chat: int) -> str:
        """Return the number of the document that a chat asks: the one it has chosen, else the one in force."""
        return self.chosen.of(chat) or self.library.default()

    def key_of(self, number: str) -> int:
        """Return what stands for a document in buttons and links; "" is the bundled one."""
        if number in ("", self.bundled.number):
            return BUNDLED_KEY
        return self.keys.key_of(number)

    def number_of(self, key: int) -> str:
        """Return the number of the document that a key of a button or link stands for.

        Raises:
            UnknownDocumentError: none has it, or it is not loaded any more.
        """
        if key == BUNDLED_KEY:
            return self.bundled.number
        number = self.keys.number_of(key)
        if not self.documents.has(number):
            raise UnknownDocumentError(GONE)
        return number

    def standing(self, number: str, *, ended_only: bool = False) -> str:
        """Return what must be said in front of what a document says: that it is another than the one in force.

        Args:
            number: of the document.
            ended_only: say only that it is not in force any more.

        Returns:
            A sentence, "" for the document that everybody asks.
        """
        entries = self.entries()
        entry = entries.of_number(number)
        if entry is None:
            return ""
        name = name_of(number)
        if entry.period.isdecimal():
            name = OF_YEAR.format(name=name, period=entry.period)
        if not entry.in_force:
            return STANDS.format(name=name, state=state_words(entry))
        if ended_only or number == self.library.default():
            return ""
        return FROM_OTHER.format(name=name)

    # -- opening --------------------------------------------------------------------------------

    def at_hand(self, number: str) -> Volume | None:
        """Return a document that is open as it stands in the store, None where opening it takes a while."""
        if self.library.is_as_bundled(number):
            return self.bundled
        volume = self._open.get(number)
        if volume is None or volume.stamp != self._stamp(number):
            return None
        return volume

    def open(self, number: str) -> Volume:
        """Return a document, opened where it is not yet; that may take some seconds.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        volume = self.at_hand(number)
        if volume is None:
            with self._building:
                volume = self.at_hand(number) or self._opened(number)
                self._open[number] = volume
                while len(self._open) > KEPT:
                    self._open.popitem(last=False)
        with contextlib.suppress(KeyError):  # another thread may have closed it just now
            self._open.move_to_end(number)
        return volume

    def resolution(self, number: str) -> Resolution:
        """Return one document as it stands in the store, without opening it for questions.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        volume = self.at_hand(number)
        if volume is not None:
            return volume.resolution
        # Held here too: who only reads a document need not wait until another is opened.
        stamp = self._stamp(number)
        held = self._read.get(number)
        if held is None or held[0] != stamp:
            held = self._read[number] = stamp, self.library.resolution(number)
            while len(self._read) > READ_KEPT:
                self._read.popitem(last=False)
        return held[1]

    def is_alone(self) -> bool:
        """Tell whether the bundled document is the only one, which is always open."""
        return len(self.entries()) < 2 and self.library.is_as_bundled(self.bundled.number)

    def _stamp(self, number: str) -> str:
        summary = self.documents.summary(number)
        return f"{summary.sha256} {summary.loaded_at}"

    def _opened(self, number: str) -> Volume:
        stamp = self._stamp(number)
        assistant = self.library.assistant(number)
        own = self.entry(number).issuer == self.entry(self.bundled.number).issuer
        taught = TaughtAssistant(assistant, self._teaching)
        return Volume(number, self.key_of(number), own, Lookup(assistant), taught, stamp)


def name_of(number: str) -> str:
    """Return what people call a document: "Nghị quyết số 07-NQ/ĐU"."""
    return f"{document_type(number)} số {number}"
