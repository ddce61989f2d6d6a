"""Many files loaded one after the other, each in a transaction of its own: read on all cores, written by one process.

What is loaded is known by the bytes of its file, so that a run that was stopped goes on where it stopped.
"""

import hashlib
import json
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from knowledge.errors import KnowledgeError
from knowledge.ingest import wording
from knowledge.ingest.corrections import Corrections, apply
from knowledge.ingest.proposal import Proposal, accept, against, check_structure, propose_text
from knowledge.ingest.read import SUFFIXES, read_document
from knowledge.ingest.source import SourceText
from knowledge.resolution.model import Resolution
from knowledge.storage.documents import Documents, Load

MANY: Final = 8
"""From this many files to read on, all cores read them."""
_AHEAD: Final = 4  # files under way for each core

ReadFile = tuple[SourceText, Resolution] | str
"""What a worker gives: the text and the document, or a sentence that says why there is none."""


class Result(StrEnum):
    """What became of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file of a run.

    Attributes:
        path: the file.
        result: what became of it.
        number: of its document, "" where it was refused.
        fault: one sentence that says why it was refused.
        load: what loading it did, None where it was not read or was refused.
        dropped: sentences on stored corrections that no longer apply.
        clauses: how many it has, 0 where it was not read.
    """

    path: Path
    result: Result
    number: str = ""
    fault: str = ""
    load: Load | None = None
    dropped: tuple[str, ...] = ()
    clauses: int = 0


class Loading:
    """A run over many files.

    Args:
        documents: the store.
        about: what is told of each document, as in ``Corrections.about``.
        by: who loads them, as shown to people.
        in_force: as in ``Documents.load``.
    """

    def __init__(
        self,
        documents: Documents,
        about: Mapping[str, Any] | None = None,
        *,
        by: str = "",
        in_force: bool | None = None,
    ) -> None:
        self._documents = documents
        self._about = dict(about or {})
        self._by = by
        self._in_force = in_force
        self._taken: dict[str, Path] = {}
        self._pool: ProcessPoolExecutor | None = None
        self.read = 0
        """How many files were read, not known from a run before."""

    def load(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """Load files in their order; each is on the disk when its outcome is given.

        Stopped at any point, what is loaded stays, and the same call goes on from there.
        """
        paths = list(paths)
        waiting: deque[tuple[Path, str, Outcome | Future[ReadFile] | ReadFile]] = deque()
        cores = os.cpu_count() or 1
        try:
            for path in paths:
                waiting.append(self._begin(path, len(paths)))
                if len(waiting) > cores * _AHEAD:
                    yield self._end(*waiting.popleft())
            while waiting:
                yield self._end(*waiting.popleft())
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None

    def key(self, data: bytes, suffix: str) -> str:
        """Return what tells a file and all that is told with it from all others."""
        told = {name: str(value) for name, value in self._about.items()}
        said = json.dumps([_program(), suffix.lower(), told, self._in_force], sort_keys=True)
        return hashlib.sha256(said.encode() + b"\0" + data).hexdigest()

    def _begin(
        self, path: Path, count: int
    ) -> tuple[Path, str, Outcome | Future[ReadFile] | ReadFile]:
        try:
            data = path.read_bytes()
        except OSError:
            fault = wording.UNREADABLE.format(name=path)
            return path, "", Outcome(path, Result.REFUSED, fault=fault)
        key = self.key(data, path.suffix)
        number = self._documents.loaded_from(key)
        if number:
            return path, key, Outcome(path, Result.SAME, number)
        if count < MANY:
            return path, key, read_file(data, path.name, self._about)
        try:
            return path, key, self._workers().submit(read_file, data, path.name, self._about)
        except BrokenProcessPool:
            self._pool = None  # the files it had are read alone, this one by new workers
            return path, key, self._workers().submit(read_file, data, path.name, self._about)

    def _end(self, path: Path, key: str, found: Outcome | Future[ReadFile] | ReadFile) -> Outcome:
        if isinstance(found, Outcome):
            if found.number:
                self._taken.setdefault(found.number, path)
            return found
        self.read += 1
        if isinstance(found, Future):
            try:
                found = found.result()
            except BrokenProcessPool:
                found = self._alone(path)
        if isinstance(found, str):
            return Outcome(path, Result.REFUSED, fault=_naming(found, path))
        try:
            return self._store(path, key, *found)
        except KnowledgeError as error:
            return Outcome(path, Result.REFUSED, fault=_naming(str(error), path))

    def _store(self, path: Path, key: str, source: SourceText, resolution: Resolution) -> Outcome:
        documents = self._documents
        known = resolution.number and documents.same_number(resolution.number)
        if known or not resolution.number:
            proposal = propose_text(documents, source, path.name, about=self._about)
        else:
            told = Corrections().with_about(**self._about)
            proposal = against(documents, Proposal(source, path.name, told, resolution))
        if not proposal.number:
            fault = wording.NEEDS_NUMBER.format(name=path.name)
            return Outcome(path, Result.REFUSED, fault=fault)
        other = self._taken.get(proposal.number)
        if other is not None and not proposal.same:
            fault = wording.SAME_NUMBER.format(name=path, number=proposal.number, other=other)
            return Outcome(path, Result.REFUSED, fault=fault)
        self._taken.setdefault(proposal.number, path)
        done = accept(documents, proposal, by=self._by, in_force=self._in_force, file_key=key)
        result = Result.NEW if done.new else Result.CHANGED if done.changed else Result.SAME
        count = len(proposal.resolution.clauses)
        return Outcome(path, result, done.number, "", done, proposal.dropped, count)

    def _alone(self, path: Path) -> ReadFile:
        """Read a file by a worker of its own: one that ends a worker (out of memory) must not end the run."""
        try:
            with _pool(1) as pool:
                return pool.submit(read_file, path.read_bytes(), path.name, self._about).result()
        except (BrokenProcessPool, OSError):
            return wording.UNREADABLE.format(name=path)

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _pool(os.cpu_count() or 1)
        return self._pool


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are meant: a folder means the documents in it and in its folders, by name.

    What a program keeps beside an open document ("~$07.docx", "._07.docx") is none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES)
            found += sorted(
                one for one in inside if one.is_file() and not one.name.startswith(("~$", "."))
            )
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_file(data: bytes, name: str, about: Mapping[str, Any]) -> ReadFile:
    """Read a file and the document in it; in a worker, so it raises nothing that a person has to be told."""
    try:
        source = read_document(data, name)
        resolution = apply(source.text, Corrections().with_about(**about))
        check_structure(resolution, name)
    except KnowledgeError as error:
        return str(error)
    return source, resolution


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)


def _start_worker() -> None:
    """Leave Ctrl-C to the process that asked, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _program() -> str:
    """The version that reads: another one may read other clauses out of the same file."""
    try:
        return version("nghiquyet")
    except PackageNotFoundError:
        return ""


def _naming(sentence: str, path: Path) -> str:
    return sentence if path.name in sentence else f"{path.name}: {sentence}"
