"""Several documents at once: which one a question is about, and answering from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Part, PartKind
from knowledge.assistant import Assistant
from knowledge.errors import UnknownDocumentError
from knowledge.language.normalize import clean, fold
from knowledge.resolution.citation import citation
from knowledge.resolution.compare import SidePair, side_by_side
from knowledge.resolution.model import Resolution
from knowledge.shelf import Shelf, StatusOf
from knowledge.storage.documents import Documents, DocumentSummary

_WORD: Final = re.compile(r"[a-z0-9]+")
_POINTED: Final = (
    r"(?:trong|theo|cua|tai|o|hoi|tra|xem)\s+(?:nghi quyet|nq|van ban|quyet dinh|so)?\s*(?:so\s+)?"
)
_COMPARES: Final = re.compile(
    r"\bso (?:voi|sanh)\b|\bkhac (?:gi|nhau)\b|\bhon nam\b|\bva nam \d{4}\b"
)


class Answers(Protocol):
    """What answers questions about one document, as ``Assistant`` does."""

    def ask(self, question: str, prev: str | None = None, focus: str = "") -> Answer:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that questions can go to; ``issuer`` in a form to compare."""

    number: str
    name: str
    period: str
    in_force: bool
    issuer: str


class Library:
    """The documents that can be asked.

    Args:
        documents: the store; the bundled resolution is put there the first time.
        status_of: gives, for a document, what tells how far its targets and tasks have got.
        main: what answers from the bundled resolution, where that is built already.
    """

    def __init__(
        self, documents: Documents, status_of: StatusOf | None = None, main: Answers | None = None
    ) -> None:
        self._documents = documents
        self._main = main
        self._shelf = Shelf(documents, status_of)
        bundled = self._shelf.bundled
        self._bundled = bundled.number
        self._issuer = _key(bundled.metadata.issuer)
        if not documents.has(bundled.number):
            documents.load(bundled)

    def entries(self) -> list[Entry]:
        """Return all documents, those in force first."""
        return [_entry(summary) for summary in self._documents.summaries()]

    def default(self) -> str:
        """Return the number of the document that questions go to.

        Of the documents in force by the issuer of the bundled one, the one with the latest period; other bodies'
        documents are asked by name.
        """
        return self._default(self.entries())

    def _default(self, entries: Sequence[Entry]) -> str:
        own = [entry for entry in entries if entry.in_force and entry.issuer == self._issuer]
        if not own:
            return self._bundled
        return max(own, key=lambda entry: (entry.period, entry.number == self._bundled)).number

    def resolution(self, number: str) -> Resolution:
        """Return one document.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        return self._shelf.resolution(self._number(number))

    def assistant(self, number: str) -> Assistant:
        """Return the assistant of one document, built on first use.

        Raises:
            UnknownDocumentError: none of that number is loaded.
        """
        return self._shelf.assistant(self._number(number))

    def forget(self, number: str) -> None:
        """Drop a built assistant, after its document was loaded anew or undone."""
        self._shelf.forget(number)

    def ask(
        self, question: str, prev: str | None = None, focus: str = "", document: str | None = None
    ) -> Answer:
        """Answer a question from the document it is about.

        Args:
            question: any text at all.
            prev, focus: as in ``Assistant.ask``.
            document: the number of the document to ask, where that is said outright.

        Raises:
            UnknownDocumentError: ``document`` is not loaded.
        """
        entries = self.entries()
        pointed = None if document else self._pointed_at(question, entries)
        number = document or pointed or self._default(entries)
        number = self._number(number)
        main = self._main if number == self._bundled else None
        # The number that points to a document is no part of what is asked of it.
        asked = question.replace(pointed, "").strip() if pointed else question
        answer = (main or self.assistant(number)).ask(asked or question, prev, focus)
        answer = replace(answer, question=question)
        other = self._compared_with(question, number, entries) if document is None else None
        if other is not None and answer.answered and answer.hits:
            return self._side_by_side(answer, number, other)
        return self._linked(answer, number, entries)

    # -- which document -------------------------------------------------------------------------

    def _number(self, number: str) -> str:
        """The stored number that a number as typed means ("57-nq/tw")."""
        if self._documents.has(number):
            return number
        wanted = _key(number)
        for entry in self.entries():
            if _key(entry.number) == wanted:
                return entry.number
        raise UnknownDocumentError(
            f"Chưa nạp văn bản số “{number}”; xem các văn bản đã nạp bằng nghiquyet documents hoặc /vanban."
        )

    def _pointed_at(self, question: str, entries: Sequence[Entry]) -> str | None:
        """The document that a question names as the one to look in, None for none."""
        if len(entries) < 2:
            return None
        words = fold(clean(question).lower())
        default = self._default(entries)
        for entry in entries:
            if entry.number == default:
                continue
            key = re.escape(fold(entry.number.lower()))
            if re.search(_POINTED + key, words) or re.match(key, words.strip()):
                return entry.number
        if _COMPARES.search(words):
            return None
        years = set(re.findall(r"\b(?:19|20)\d\d\b", words))
        about = [entry for entry in entries if entry.period in years]
        own = next((entry for entry in entries if entry.number == default), None)
        if (
            own is not None
            and years
            and own.period not in years
            and str(int(own.period[:4] or 0) - 1) not in years
        ):
            return next((entry.number for entry in about if entry.number != default), None)
        return None

    def _compared_with(self, question: str, number: str, entries: Sequence[Entry]) -> str | None:
        """The document that a question compares with ("so với năm 2026"), None for none."""
        words = fold(clean(question).lower())
        if not _COMPARES.search(words):
            return None
        years = re.findall(r"\b(?:19|20)\d\d\b", words)
        for entry in entries:
            if entry.number != number and (
                entry.period in years or _key(entry.number) in _key(question)
            ):
                return entry.number
        return None

    # -- answering ------------------------------------------------------------------------------

    def _side_by_side(self, answer: Answer, number: str, other: str) -> Answer:
        """Put what the other document sets for the same thing beside an answer."""
        first, second = self.resolution(number), self.resolution(other)
        pairs = [
            pair for pair in side_by_side(first, second) if _concerns(pair, answer.hits[0].ref)
        ]
        parts = list(answer.parts)
        for pair in pairs:
            if pair.second is None:
                continue
            clause = second.clause(pair.second.ref)
            parts += [
                Part(PartKind.TEXT, wording.BESIDE.format(name=second.metadata.name or other)),
                Part(PartKind.QUOTE, clause.text),
                Part(PartKind.CITATION, citation(second, clause.ref)),
                Part(PartKind.NOTE, wording.COMPARED.format(words=pair.words())),
            ]
        if len(parts) == len(answer.parts):
            parts.append(Part(PartKind.NOTE, wording.NOT_COMPARED.format(number=other)))
        return replace(answer, parts=tuple(parts))

    def _linked(self, answer: Answer, number: str, entries: Sequence[Entry]) -> Answer:
        """Say which documents cited by the clause shown can be asked too."""
        if not answer.hits:
            return answer
        cited = self.resolution(number).notes(answer.hits[0].ref).citations
        loaded = [
            entry.number
            for entry in entries
            if entry.number != number and any(_key(entry.number) in _key(text) for text in cited)
        ]
        notes = tuple(Part(PartKind.NOTE, wording.LOADED_TOO.format(number=n)) for n in loaded)
        return replace(answer, parts=answer.parts + notes) if notes else answer


def _concerns(pair: SidePair, ref: str) -> bool:
    return pair.first is not None and pair.first.ref == ref


def _entry(summary: DocumentSummary) -> Entry:
    name = summary.name or summary.title
    return Entry(summary.number, name, summary.period, summary.in_force, _key(summary.issuer))


def _key(text: str) -> str:
    """A number without regard to case, accents and signs."""
    return "".join(_WORD.findall(fold(text.lower())))
