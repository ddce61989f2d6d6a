"""The documents at hand: each read and its assistant built when first asked for, the few used last kept.

A thousand loaded documents cost nothing until they are asked.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from knowledge.answers.answer import Status
from knowledge.assistant import Assistant, bundled_assistant
from knowledge.resolution.bundle import Phrasing, load_bundled
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Erratum, Resolution
from knowledge.storage.documents import Documents

KEPT: Final = 6
"""How many assistants are kept built."""
StatusOf = Callable[[Resolution], Callable[[str], tuple[Status, ...]]]


class Shelf:
    """Reads stored documents and builds their assistants.

    Args:
        documents: the store.
        status_of: gives, for a document, what tells how far its targets and tasks have got.
    """

    def __init__(self, documents: Documents, status_of: StatusOf | None = None) -> None:
        self._documents = documents
        self._status_of = status_of
        self._assistants: OrderedDict[str, Assistant] = OrderedDict()
        self.bundled = load_bundled()

    def resolution(self, number: str) -> Resolution:
        """Return one document, as it stands in the store.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        if number == self.bundled.number:
            return self.bundled
        return self.assistant(number).resolution

    def assistant(self, number: str) -> Assistant:
        """Return the assistant of one document, built on first use.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        if number not in self._assistants:
            self._assistants[number] = self._build(number)
            while len(self._assistants) > KEPT:
                self._assistants.popitem(last=False)
        self._assistants.move_to_end(number)
        return self._assistants[number]

    def forget(self, number: str) -> None:
        """Drop a built assistant, after its document was loaded anew or undone."""
        self._assistants.pop(number, None)

    def _build(self, number: str) -> Assistant:
        if number == self.bundled.number:
            return bundled_assistant(self._status_of(self.bundled) if self._status_of else None)
        stored = self._documents.get(number)
        resolution = rebuild(stored.source, stored.data)
        phrasings = [Phrasing(**row) for row in stored.data.get("phrasings", ())]
        status = self._status_of(resolution) if self._status_of else None
        return Assistant(resolution, phrasings, status)


def rebuild(source: str, data: Mapping[str, Any]) -> Resolution:
    """Read a stored document again, with the corrections that were confirmed with it."""
    about = dict(data.get("about", {}))
    if about.get("issued"):
        about["issued"] = date.fromisoformat(about["issued"])
    resolution = load_text(source, about)
    errata = tuple(Erratum(**row) for row in data.get("errata", ()))
    if not errata:
        return resolution
    notes = {
        ref: replace(note, errata=tuple(e for e in errata if e.ref == ref))
        for ref, note in resolution.annotations.items()
    }
    return replace(resolution, annotations=notes)
