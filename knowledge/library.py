"""Several documents at once: which one a question is about, and answering from it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Intent, Part, PartKind
from knowledge.assistant import Assistant
from knowledge.catalogue import Catalogue, Entry
from knowledge.comparing import LISTS_ALONE, Comparison, list_asked
from knowledge.errors import UnknownDocumentError
from knowledge.language.keys import plain_key as _key
from knowledge.language.normalize import clean, fold
from knowledge.lookup import OPEN
from knowledge.resolution.model import Resolution
from knowledge.routing import (
    COMPARES,
    Route,
    Routes,
    asks_only_for,
    loaded_numbers,
    only_compares,
    without_comparing,
    years_in,
)
from knowledge.shelf import Shelf, StatusOf
from knowledge.storage.documents import Documents


class Answers(Protocol):
    """What answers questions about one document, as ``Assistant`` does."""

    def ask(self, question: str, prev: str | None = None, focus: str = "") -> Answer:
        """Answer a question."""

    def overview(self, question: str) -> Answer:
        """Tell what the document is."""

    def leans(self, question: str) -> bool:
        """Tell whether a question leans on the one before it."""


class Library:
    """The documents that can be asked.

    Args:
        documents: the store; the bundled resolution is put there the first time.
        status_of: gives, for a document, what tells how far its targets and tasks have got.
        answers_of: gives what answers from a document; its assistant as it is where left out.
    """

    def __init__(
        self,
        documents: Documents,
        status_of: StatusOf | None = None,
        answers_of: Callable[[str], Answers] | None = None,
    ) -> None:
        self._documents = documents
        self._answers_of = answers_of or self.assistant
        self._shelf = Shelf(documents, status_of)
        self._catalogue: tuple[str, Catalogue] | None = None
        self._routed: tuple[Catalogue, Routes] | None = None
        bundled = self._shelf.bundled
        self._bundled = bundled.number
        self._issuer = _key(bundled.metadata.issuer)
        if not documents.has(bundled.number):
            documents.load(bundled)
        documents.begin_due()

    def entries(self) -> Catalogue:
        """Return all documents, those in force first; read again only after a change."""
        version = self._documents.version()
        if self._catalogue is None or self._catalogue[0] != version:
            self._catalogue = version, Catalogue(self._documents.summaries())
        return self._catalogue[1]

    def default(self) -> str:
        """Return the number of the document that questions go to.

        Of the documents in force by the issuer of the bundled one, the one with the latest period; other bodies'
        documents are asked by name.
        """
        return self._default(self.entries())

    def _default(self, entries: Catalogue) -> str:
        return entries.latest(self._issuer, rather=self._bundled) or self._bundled

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

    def is_as_bundled(self, number: str) -> bool:
        """Tell whether a document is the bundled one, and no other version of it is stored."""
        return self._shelf.is_as_bundled(number)

    def forget(self, number: str) -> None:
        """Drop a built assistant, after its document was loaded anew or undone."""
        self._shelf.forget(number)

    def ask(
        self,
        question: str,
        prev: str | None = None,
        focus: str = "",
        document: str | None = None,
        *,
        home: str | None = None,
        before: str | None = None,
    ) -> Answer:
        """Answer a question from the document it is about.

        Args:
            question: any text at all.
            prev, focus: as in ``Assistant.ask``.
            document: the number of the document to ask, where that is said outright.
            home: where questions go that name no document; ``default()`` where left out.
            before: the document that ``prev`` was answered from and ``focus`` is a ref of; ``home`` where left out.

        Raises:
            UnknownDocumentError: ``document`` is not loaded.
        """
        entries = self.entries()
        home = self._number(home) if home else self._default(entries)
        before = self._number(before) if before else home
        if document:
            return self._answered(self._number(document), question, question, prev, focus, before)
        compared = self._compared(question, entries, home)
        if isinstance(compared, Answer):
            return compared
        route = self._routes(entries).route(question, home, lambda lead: self._cites(home, lead))
        if route.missing:
            return self._not_loaded(question, home, route.missing)
        number = route.number or home
        follow_up = None
        if not route.number and number != before and (prev or focus):
            follow_up = self._follow_up(question, prev, focus, before)
        if follow_up is not None:
            answer = self._linked(replace(follow_up, question=question, document=before), before)
            number = before
        elif route.number and not route.by_year and self._only_named(route, number):
            shown = self._answers_of(number).overview(question)
            return self._linked(replace(shown, document=number), number)
        elif compared is not None and focus and before in compared and only_compares(question):
            # What was spoken of before is compared.
            answer = self._answered(before, question, OPEN, prev, focus, before)
        else:
            asked = (route.asked if number != home else "") or question
            if compared is not None:
                asked = without_comparing(asked, self._periods(compared))
                number = number if number in compared else compared[1]
            answer = self._answered(number, question, asked, prev, focus, before)
            if route.by_year and not answer.answered:
                own = self._answered(home, question, question, prev, focus, before)
                answer = own if own.answered else answer
        if compared is not None and answer.answered and answer.hits and answer.document in compared:
            return self._comparison(*compared).beside(answer, answer.document)
        return answer

    def meant(self, question: str, home: str | None = None) -> tuple[str, str]:
        """Return the document that a question goes to, and what is asked of it.

        Returns:
            Its number, "" where it names one that is not loaded; and the question without the words that only say
            which document to ask.
        """
        entries = self.entries()
        at_home = self._number(home) if home else self._default(entries)
        route = self._routes(entries).route(
            question, at_home, lambda lead: self._cites(at_home, lead)
        )
        return "" if route.missing else route.number or at_home, route.asked or question

    def _answered(
        self, number: str, question: str, asked: str, prev: str | None, focus: str, before: str
    ) -> Answer:
        """Ask one document; what was spoken of before counts where it was the same."""
        answer = self._answers_of(number).ask(asked, prev, focus if number == before else "")
        return self._linked(replace(answer, question=question, document=number), number)

    def _not_loaded(self, question: str, home: str, named: str) -> Answer:
        """Say that a document named outright isn't there, rather than answer from another one."""
        text = wording.NOT_LOADED.format(named=named, numbers=loaded_numbers(self.entries()))
        part = Part(PartKind.TEXT, text)
        return Answer(question, False, Intent.OUTSIDE, 0.9, (part,), document=home)

    # -- which document -------------------------------------------------------------------------

    def _number(self, number: str) -> str:
        """The stored number that a number as typed means ("57-nq/tw")."""
        entries = self.entries()
        entry = entries.of_number(number) or entries.of_key(number)
        if entry is not None:
            return entry.number
        raise UnknownDocumentError(
            f"Chưa nạp văn bản số “{number}”; xem các văn bản đã nạp bằng nghiquyet documents hoặc /vanban."
        )

    def _follow_up(self, question: str, prev: str | None, focus: str, before: str) -> Answer | None:
        """Answer from the document of the answer before what leans on it; None for what does not."""
        if not self._answers_of(before).leans(question):
            return None
        answer = self._answers_of(before).ask(question, prev, focus)
        return answer if answer.answered and answer.focus else None

    def _routes(self, entries: Catalogue) -> Routes:
        if self._routed is None or self._routed[0] is not entries:
            self._routed = entries, Routes(entries)
        return self._routed[1]

    def _cites(self, number: str, lead: int) -> bool:
        """Tell whether a document names one whose number begins with ``lead``."""
        return re.search(rf"(?<!\d)0*{lead}(?!\d)", self.resolution(number).source) is not None

    def _only_named(self, route: Route, number: str) -> bool:
        entry = self.entries().of_number(number)
        return entry is not None and asks_only_for(route.asked, entry)

    # -- comparing ------------------------------------------------------------------------------

    def _compared(
        self, question: str, entries: Catalogue, home: str
    ) -> Answer | tuple[str, str] | None:
        """What a question compares: the older and the newer document, an answer where that is all, None for nothing."""
        kind = list_asked(question)
        words = fold(clean(question).lower())
        own = entries.of_number(home)
        if own is None or not (COMPARES.search(words) or kind in LISTS_ALONE):
            return None
        pair = self._pair(words, entries, own)
        if pair is None:
            return None
        if not kind:
            return pair
        answer = self._comparison(*pair).listed(question, kind)
        return replace(answer, document=pair[1])

    def _pair(self, words: str, entries: Catalogue, own: Entry) -> tuple[str, str] | None:
        """The two documents of one issuer that a question sets side by side, the older first."""
        routes = self._routes(entries)
        others = [routes.in_year(own, year) for year in years_in(words, own)]
        found = [entry for entry in others if entry is not None and entry.number != own.number]
        if all(entry == own for entry in others) and own.period.isdecimal():
            # "so với năm 2026", said while 2026 is still in force, is asked of the one to come.
            steps = (1, -1) if others else (-1, 1)
            beside = (routes.in_year(own, str(int(own.period) + step)) for step in steps)
            found = [entry for entry in beside if entry is not None][:1]
        both = {entry.number: entry for entry in (*found[:2], own)}
        chosen = sorted(list(both.values())[:2], key=lambda entry: entry.period)
        return (chosen[0].number, chosen[1].number) if len(chosen) == 2 else None

    def _periods(self, pair: tuple[str, str]) -> list[str]:
        """The years of two documents that are compared."""
        found = (self.entries().of_number(number) for number in pair)
        return [entry.period for entry in found if entry is not None and entry.period]

    def _comparison(self, older: str, newer: str) -> Comparison:
        return Comparison(self.resolution(older), self.resolution(newer))

    # -- answering ------------------------------------------------------------------------------

    def linked(self, answer: Answer) -> Answer:
        """Say the same of a clause that was opened without a question."""
        return self._linked(answer, answer.document or self.default())

    def _linked(self, answer: Answer, number: str) -> Answer:
        """Say which documents cited by the clause shown can be asked too."""
        if not answer.hits:
            return answer
        cited = self.resolution(number).notes(answer.hits[0].ref).citations
        loaded = [
            entry.number for entry in self.entries().named_in(cited) if entry.number != number
        ]
        notes = tuple(Part(PartKind.NOTE, wording.LOADED_TOO.format(number=n)) for n in loaded)
        return replace(answer, parts=answer.parts + notes, cited=tuple(loaded)) if notes else answer
