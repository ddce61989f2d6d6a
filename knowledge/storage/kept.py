"""What is costly to work out, kept in files beside the database: a folder that may be deleted at any time.

Each file is one thing: an npz of two arrays of bytes, a JSON head and the bodies of all arrays one after another
(no pickle: reading a file never runs code; the zip's own checksums tell a damaged one). A file is written under
another name and moved into place, so a reader, in this process or another, sees the old one or the new one whole.
A folder that can't be written, a full disk or a damaged file never stops anything: what was to be kept is worked
out anew each time, and the log says so once: nobody has to do anything about it.
"""

import hashlib
import json
import logging
import math
import os
import tempfile
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

FOLDER_MODE: Final = 0o700
UNFINISHED_SECONDS: Final = 3600.0
"""After which a file that is still not whole is nobody's."""
_ENDING: Final = ".npz"
_PART: Final = ".part"
_ALIGNED: Final = 16
_DTYPES: Final = frozenset({"<i2", "<i4", "<i8", "<f4", "<f8", "|u1"})
_FAULTS: Final = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """What a file holds: JSON values by name, and arrays by name (read-only)."""

    texts: Mapping[str, Any]
    arrays: Arrays


class KeptFolder:
    """Keeps things by name, each good only under the key that says what it was made from.

    Args:
        folder: where; made on first use. None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._told = False

    @classmethod
    def beside(cls, database: Path) -> "KeptFolder":
        """Return the folder that belongs to a database: ``nghiquyet.db`` -> ``nghiquyet.db.index``."""
        return cls(database.with_name(database.name + ".index"))

    def slot(self, name: str, key: str) -> "Slot":
        """Return the place of one thing, good under one key."""
        return Slot(self, name, key)

    def read(self, name: str, part: str, key: str) -> Held | None:
        """Return a part of what was kept under a name; None where none of that key is, or it is damaged."""
        if self.folder is None:
            return None
        path = self.folder / _file_name(name, part)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if stored["key"].tobytes().decode() != key:
                    return None
                head = json.loads(stored["head"].tobytes())
                return Held(head["texts"], _arrays(head["arrays"], stored["body"]))
        except FileNotFoundError:
            return None
        except _FAULTS as error:
            log.info("%s cannot be used and is made anew: %s", path.name, type(error).__name__)
            return None

    def write(self, name: str, part: str, key: str, held: Held) -> bool:
        """Keep a part, in place of what was there; tell whether that was possible."""
        if self.folder is None:
            return False
        path = self.folder / _file_name(name, part)
        try:
            self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self.folder, prefix=path.stem, suffix=_PART)
            try:
                with os.fdopen(handle, "wb") as file:
                    _write(file, key, held)
                Path(partial).replace(path)
            except BaseException:
                Path(partial).unlink(missing_ok=True)
                raise
        except (OSError, TypeError, ValueError) as error:
            if not self._told:
                self._told = True
                log.info("nothing can be kept in %s: %s", self.folder, error)
            return False
        return True

    def holds(self, name: str, part: str, key: str) -> bool:
        """Tell whether a part is kept under this key, without reading it."""
        if self.folder is None:
            return False
        try:
            path = self.folder / _file_name(name, part)
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                found: bytes = stored["key"].tobytes()
                return found.decode() == key
        except _FAULTS:
            return False

    def drop(self, name: str) -> None:
        """Forget all parts of one thing."""
        for path in self._files():
            if path.name.startswith(_stem(name)):
                _unlink(path)

    def drop_others(self, names: Iterable[str]) -> int:
        """Forget all but ``names``, and what dead processes left unfinished; return how many files went."""
        wanted = {_stem(name) for name in names}
        before = time.time() - UNFINISHED_SECONDS
        gone = 0
        for path in self._files():
            unfinished = path.suffix == _PART and path.stat().st_mtime < before
            if unfinished or (path.suffix == _ENDING and path.name.split(".")[0] not in wanted):
                gone += _unlink(path)
        return gone

    def size(self) -> tuple[int, int]:
        """Return how many files there are, and their bytes."""
        sizes = [path.stat().st_size for path in self._files() if path.suffix == _ENDING]
        return len(sizes), sum(sizes)

    def _files(self) -> list[Path]:
        try:
            return list(self.folder.iterdir()) if self.folder else []
        except OSError:
            return []


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one thing in a folder, good under one key; its parts are read and written each by itself."""

    folder: KeptFolder
    name: str
    key: str

    def read(self, part: str) -> Held | None:
        """Return a part, None where it isn't kept."""
        return self.folder.read(self.name, part, self.key)

    def damaged(self, part: str) -> None:
        """Say that a part which could be read holds something else than it should."""
        log.info("%s of %s cannot be used and is made anew", part, self.name)

    def holds(self, part: str) -> bool:
        """Tell whether a part is kept, without reading it."""
        return self.folder.holds(self.name, part, self.key)

    def write(self, part: str, held: Held) -> bool:
        """Keep a part; tell whether that was possible."""
        return self.folder.write(self.name, part, self.key, held)


NOWHERE: Final = Slot(KeptFolder(None), "", "")
"""Keeps nothing."""


def _write(file: IO[bytes], key: str, held: Held) -> None:
    layout: list[list[Any]] = []
    pieces: list[bytes] = []
    at = 0
    for name, array in held.arrays.items():
        content = np.ascontiguousarray(array).tobytes()
        content += b"\0" * (-len(content) % _ALIGNED)
        layout.append([name, array.dtype.str, array.shape, at])
        pieces.append(content)
        at += len(content)
    head = json.dumps({"texts": held.texts, "arrays": layout}, ensure_ascii=False)
    np.savez(
        file, key=_bytes(key.encode()), head=_bytes(head.encode()), body=_bytes(b"".join(pieces))
    )


def _bytes(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, dtype=np.uint8)


def _stem(name: str) -> str:
    """Return how the files of a thing are called: a document's number may hold any character."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _file_name(name: str, part: str) -> str:
    return f"{_stem(name)}.{part}{_ENDING}"


def _arrays(layout: list[list[Any]], body: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
    body.flags.writeable = False
    found: dict[str, NDArray[Any]] = {}
    for name, dtype, shape, at in layout:
        if dtype not in _DTYPES or any(size < 0 for size in shape):
            raise ValueError(dtype)
        found[name] = np.frombuffer(body, dtype, math.prod(shape), at).reshape(shape)
    return found


def _unlink(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
