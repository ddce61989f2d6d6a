"""The documents at hand: each opened from what is kept of it when first asked for, those used last held in memory.

A thousand loaded documents cost nothing until they are asked; whoever loads them prepares them, so that asking
neither reads nor indexes a text.
"""

import gc
import logging
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from knowledge.answers.answer import Status
from knowledge.assistant import Assistant, chosen_weights
from knowledge.bundled import bundled_assistant
from knowledge.errors import UnknownDocumentError
from knowledge.ingest.corrections import rebuild, stored_corrections
from knowledge.keeping import (
    PART,
    Document,
    bundled_slot,
    clean_up,
    document_slot,
    keep_shared,
    opened,
    read_bundled,
)
from knowledge.questions.parts import Parts
from knowledge.questions.segmented import PART as SEGMENTED
from knowledge.questions.segmented import keep_segmented
from knowledge.resolution.bundle import Phrasing, load_bundled
from knowledge.resolution.model import Resolution
from knowledge.storage.documents import Documents, StoredDocument
from knowledge.storage.kept import KeptFolder, Slot

CLAUSES_HELD: Final = 5_000
"""The clauses of the assistants held in memory together; docs/capacity.md says how much memory 1,000 take."""
MANY: Final = 8
"""From this many documents on, all cores prepare them."""
log = logging.getLogger(__name__)

StatusOf = Callable[[Resolution], Callable[[str], tuple[Status, ...]]]


class Shelf:
    """Opens the assistants of stored documents.

    Args:
        documents: the store.
        status_of: gives, for a document, what tells how far its targets and tasks have got.
        clauses: how many clauses the assistants held in memory may have together; one is always held.
    """

    def __init__(
        self,
        documents: Documents,
        status_of: StatusOf | None = None,
        clauses: int = CLAUSES_HELD,
    ) -> None:
        self._documents = documents
        self._status_of = status_of
        self._clauses = clauses
        self._assistants: OrderedDict[str, Assistant] = OrderedDict()
        self._version = documents.version()
        self._stamps = documents.stamps()
        self._as_bundled = ("", True)
        self._lock = threading.RLock()
        self.folder = KeptFolder.beside(documents.path)
        self.bundled = load_bundled()

    def is_as_bundled(self, number: str) -> bool:
        """Tell whether a document is the bundled one, and no other version of it is stored."""
        if number != self.bundled.number:
            return False
        version = self._documents.version()
        if self._as_bundled[0] != version or not version:
            self._as_bundled = (version, self._same_as_bundled())
        return self._as_bundled[1]

    def resolution(self, number: str) -> Resolution:
        """Return one document, as it stands in the store.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        if self.is_as_bundled(number):
            return self.bundled
        with self._lock:
            self._let_go_of_changed()
            held = self._assistants.get(number)
        return held.resolution if held else self._opened(number)[0]

    def assistant(self, number: str) -> Assistant:
        """Return the assistant of one document, opened on first use and after a change in the store.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        with self._lock:
            self._let_go_of_changed()
            if number not in self._assistants:
                with _no_collecting():
                    self._assistants[number] = self._open(number)
                self._make_room()
            self._assistants.move_to_end(number)
            return self._assistants[number]

    def forget(self, number: str) -> None:
        """Drop an opened assistant, after its document was loaded anew or undone."""
        with self._lock:
            self._assistants.pop(number, None)

    def prepare(self, number: str) -> None:
        """Read and index a document and keep it, so that nobody who asks has to wait for that.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        if self.is_as_bundled(number):
            resolution, parts, _, slot = self._opened(number)
            keep_segmented(slot, parts.nodes(resolution))
            return
        stored = self._documents.get(number)
        _prepare(self.folder.folder, number, stored.source, stored.data)

    def prepare_many(
        self, numbers: Iterable[str], progress: Callable[[str], None] | None = None
    ) -> None:
        """Prepare many documents, on all cores; those prepared already cost next to nothing.

        Stopped half-way, all that is done is kept: the next call goes on from there.

        Args:
            numbers: of documents in the store; one that is there no more is passed over.
            progress: told the number of each document when it is done.
        """
        wanted = list(dict.fromkeys(numbers))
        left = dict.fromkeys(wanted)

        def done(number: str) -> None:
            left.pop(number, None)
            if progress is not None:
                progress(number)

        if len(wanted) >= MANY and (os.cpu_count() or 1) > 1:
            try:
                self._prepare_on_all_cores(wanted, done)
            except BrokenProcessPool:
                log.warning("the workers that prepare documents died; going on without")
        for number in list(left):
            for stored in self._stored(number):
                _prepare(self.folder.folder, number, stored.source, stored.data)
            done(number)
        self.clean_up()

    def _prepare_on_all_cores(self, wanted: list[str], done: Callable[[str], None]) -> None:
        keep_shared(self.folder)
        # Forking a process that runs threads may deadlock; such a program starts its workers afresh.
        alone = threading.active_count() == 1
        forks = alone and "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if forks else "spawn")
        workers = min(os.cpu_count() or 1, len(wanted))
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            waiting: dict[Future[None], str] = {}
            for number in wanted:
                # Not all at once: a thousand texts need not be in memory together.
                if len(waiting) >= 4 * workers:
                    _take(waiting, done)
                for stored in self._stored(number):
                    made = pool.submit(
                        _prepare, self.folder.folder, number, stored.source, dict(stored.data)
                    )
                    waiting[made] = number
            while waiting:
                _take(waiting, done)

    def clean_up(self) -> int:
        """Drop what is kept of documents that are not in the store; return how many files went."""
        return clean_up(self.folder, [summary.number for summary in self._documents.summaries()])

    def _open(self, number: str) -> Assistant:
        if self.is_as_bundled(number):
            status = self._status_of(self.bundled) if self._status_of else None
            return bundled_assistant(status, self.folder)
        resolution, parts, phrasings, slot = self._opened(number)
        return Assistant(
            resolution,
            phrasings,
            self._status_of(resolution) if self._status_of else None,
            weights=chosen_weights(bool(phrasings)),
            parts=parts,
            slot=slot,
        )

    def _opened(self, number: str) -> tuple[Resolution, Parts, list[Phrasing], Slot]:
        if self.is_as_bundled(number):
            slot = bundled_slot(self.folder)
            return *opened(slot, read_bundled), [], slot
        stored = self._documents.get(number)
        return _opened(self.folder, number, stored.source, stored.data)

    def _stored(self, number: str) -> Iterator[StoredDocument]:
        if not self.is_as_bundled(number):
            try:
                yield self._documents.get(number)
            except UnknownDocumentError:
                return

    def _let_go_of_changed(self) -> None:
        """Drop the assistants of documents that were loaded anew, corrected or taken out, here or elsewhere."""
        version = self._documents.version()
        if version == self._version:
            return
        self._version = version
        stamps = self._documents.stamps()
        for number in list(self._assistants):
            if stamps.get(number) != self._stamps.get(number):
                del self._assistants[number]
        self._stamps = stamps

    def _same_as_bundled(self) -> bool:
        try:
            stored = self._documents.get(self.bundled.number)
        except UnknownDocumentError:
            return True
        source = self.bundled.source
        return stored.source == source and (
            not stored.data
            or stored_corrections(source, stored.data) == stored_corrections(source, {})
        )

    def _make_room(self) -> None:
        clauses = sum(len(one.resolution.clauses) for one in self._assistants.values())
        while clauses > self._clauses and len(self._assistants) > 1:
            _, oldest = self._assistants.popitem(last=False)
            clauses -= len(oldest.resolution.clauses)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the collector from looking through everything, many times over, while much is made that stays."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _opened(
    folder: KeptFolder, number: str, source: str, data: Mapping[str, Any]
) -> tuple[Resolution, Parts, list[Phrasing], Slot]:
    phrasings = [Phrasing(**row) for row in data.get("phrasings", ())]
    slot = document_slot(folder, number, source, data)
    return *opened(slot, lambda: Document(rebuild(source, data), phrasings)), phrasings, slot


def _prepare(folder: Path | None, number: str, source: str, data: Mapping[str, Any]) -> None:
    kept = KeptFolder(folder)
    slot = document_slot(kept, number, source, data)
    if not (slot.holds(PART) and slot.holds(SEGMENTED)):
        resolution, parts, _, _ = _opened(kept, number, source, data)
        keep_segmented(slot, parts.nodes(resolution))


def _take(waiting: dict[Future[None], str], done: Callable[[str], None]) -> None:
    """Wait until something is made, and tell of it."""
    for made in wait(waiting, return_when=FIRST_COMPLETED).done:
        made.result()
        done(waiting.pop(made))
