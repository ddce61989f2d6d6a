"""What is kept of documents: the text is read and indexed once, by whoever loads it, and not again.

What is kept is good as long as it was made of the same text, corrections and data files by the same program and
libraries. Where anything differs, it is made anew and kept in its place.
"""

import hashlib
import json
import platform
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, overload

import numpy as np

from knowledge.language.lexicon import bundled_lexicon
from knowledge.questions.outside import Outside, build_outside, share_outside, shared_outside
from knowledge.questions.parts import Parts, build_parts
from knowledge.resolution.bundle import Phrasing, load_bundled, load_phrasings, load_unanswered
from knowledge.resolution.keeping import from_plain, to_plain
from knowledge.resolution.model import Resolution
from knowledge.storage.kept import Held, KeptFolder, Slot

BUNDLED: Final = "bundled"
OUTSIDE: Final = "outside"
"""Names under which what comes with the program is kept; a document is kept under its number, "document " before it."""
PART: Final = "matching"
_CODE: Final = ("ingest", "language", "questions", "resolution", "search")
_BROKEN: Final = (KeyError, TypeError, ValueError, IndexError, AttributeError)


@dataclass(frozen=True)
class Document:
    """A document as read, and what comes with it."""

    resolution: Resolution
    phrasings: Sequence[Phrasing] = ()
    unanswered: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Later(Sequence[Phrasing]):
    """Phrasings that are read when one is looked at: answering from what is kept does without."""

    def __init__(self, read: Callable[[], Sequence[Phrasing]]) -> None:
        self._read = cache(read)

    def __len__(self) -> int:
        return len(self._read())

    @overload
    def __getitem__(self, at: int) -> Phrasing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Phrasing]: ...
    def __getitem__(self, at: int | slice) -> Phrasing | Sequence[Phrasing]:
        return self._read()[at]


def opened(slot: Slot, read: Callable[[], Document]) -> tuple[Resolution, Parts]:
    """Return a document and what matching questions to it needs, from where it is kept or made now and kept.

    Args:
        slot: where it is kept.
        read: reads the document; called only where nothing usable is kept.
    """
    open_shared(slot.folder)
    held = slot.read(PART)
    if held is not None:
        try:
            return from_plain(held.texts["resolution"]), Parts.from_held(held)
        except _BROKEN:
            slot.damaged(PART)
    keep_shared(slot.folder)
    document, lexicon = read(), bundled_lexicon()
    resolution, outside = document.resolution, shared_outside(lexicon)
    parts = build_parts(resolution, document.phrasings, document.unanswered, lexicon, outside)
    made = parts.held()
    slot.write(PART, Held({**made.texts, "resolution": to_plain(resolution)}, made.arrays))
    return resolution, parts


def bundled_slot(folder: KeptFolder) -> Slot:
    """Return where the bundled resolution is kept."""
    return folder.slot(
        BUNDLED, _made_by() + _digest(_tree(files("knowledge") / "data" / "resolutions"))
    )


def read_bundled() -> Document:
    """Read the bundled resolution and all that comes with it."""
    return Document(load_bundled(), load_phrasings(), load_unanswered())


def document_slot(folder: KeptFolder, number: str, source: str, data: Mapping[str, Any]) -> Slot:
    """Return where a document is kept, given the text and the data that the store has of it."""
    stated = json.dumps(data, ensure_ascii=False, sort_keys=True)
    key = hashlib.sha256(f"{len(source)}\n{source}\n{stated}".encode()).hexdigest()
    return folder.slot(name_of(number), _made_by() + key)


def name_of(number: str) -> str:
    """Return the name under which a document is kept."""
    return f"document {number}"


def clean_up(folder: KeptFolder, numbers: Sequence[str]) -> int:
    """Drop what is kept of other documents than these; return how many files went."""
    return folder.drop_others([BUNDLED, OUTSIDE, *map(name_of, numbers)])


def open_shared(folder: KeptFolder) -> None:
    """Have at hand what all documents share: from the folder, or made now."""
    lexicon = bundled_lexicon()
    slot = folder.slot(OUTSIDE, _made_by())
    share_outside(lexicon, lambda: _kept_outside(slot) or build_outside(lexicon))


def keep_shared(folder: KeptFolder) -> None:
    """See that what all documents share is kept."""
    open_shared(folder)
    slot = folder.slot(OUTSIDE, _made_by())
    if folder.folder is not None and not slot.holds(PART):
        slot.write(PART, shared_outside(bundled_lexicon()).held())


def _kept_outside(slot: Slot) -> Outside | None:
    held = slot.read(PART)
    if held is None:
        return None
    try:
        return Outside.from_held(held)
    except _BROKEN:
        slot.damaged(PART)
        return None


@cache
def _made_by() -> str:
    """What makes all that is kept: the code, the words of the language, the libraries."""
    root = files("knowledge")
    parts = [root / name for name in (*_CODE, "data/language", "storage/kept.py")]
    parts += [entry for entry in root.iterdir() if entry.name.endswith(".py")]
    found = [pair for part in parts for pair in _tree(part)]
    segmenter = version("underthesea")
    versions = (np.__version__, platform.python_version(), unicodedata.unidata_version, segmenter)
    return _digest([*found, ("versions", " ".join(versions).encode())])


def _tree(entry: Traversable) -> Iterator[tuple[str, bytes]]:
    """Iterate over the program's files in a folder, sorted by name."""
    if entry.is_file():
        if entry.name.endswith((".py", ".toml", ".txt")):
            yield entry.name, entry.read_bytes()
    elif entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda one: one.name):
            yield from _tree(inner)


def _digest(pairs: Iterator[tuple[str, bytes]] | Sequence[tuple[str, bytes]]) -> str:
    found = hashlib.sha256()
    for name, content in pairs:
        found.update(f"{name}\n{len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()
