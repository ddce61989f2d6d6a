"""The documents loaded, as questions name them: found by number, key and year without a pass over all of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, overload

from knowledge.language.keys import plain_key
from knowledge.language.normalize import fold
from knowledge.storage.documents import DocumentSummary

IN_FORCE: Final = "đang áp dụng"
ENDED: Final = "đã hết hiệu lực"
FROM_DAY: Final = "áp dụng từ {day}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that questions can go to.

    ``issuer`` is in a form to compare; ``body`` and ``title`` are the words of its issuer and title, small, without accents;
    ``begins`` is the day from which it is in force by itself, None for one that is already or has ended.
    """

    number: str
    name: str
    period: str
    in_force: bool
    issuer: str
    body: str = ""
    title: str = ""
    begins: date | None = None


def state_words(one: Entry | DocumentSummary) -> str:
    """Say whether a document is in force, has ended, or from which day it will be."""
    if one.in_force:
        return IN_FORCE
    return FROM_DAY.format(day=f"{one.begins:%d/%m/%Y}") if one.begins else ENDED


class Catalogue(Sequence[Entry]):
    """All documents at one version of the store, in its order: those in force first."""

    def __init__(self, summaries: Iterable[DocumentSummary]) -> None:
        self._entries = [_entry(summary) for summary in summaries]
        self._places = {entry.number: at for at, entry in enumerate(self._entries)}
        self._written = _Strings(fold(entry.number.lower()) for entry in self._entries)
        self._keys = _Strings(plain_key(entry.number) for entry in self._entries)
        self._of_period: defaultdict[str, list[int]] = defaultdict(list)
        self._latest: dict[str, Entry] = {}
        for at, entry in enumerate(self._entries):
            self._of_period[entry.period].append(at)
            if entry.in_force:
                before = self._latest.get(entry.issuer)
                if before is None or entry.period > before.period:
                    self._latest[entry.issuer] = entry

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        return self._entries[at]

    def of_number(self, number: str) -> Entry | None:
        """Return the document of exactly this number."""
        at = self._places.get(number)
        return None if at is None else self._entries[at]

    def of_key(self, typed: str) -> Entry | None:
        """Return the first document whose number is ``typed`` but for case, accents and signs."""
        places = self._keys.equal(plain_key(typed))
        return self._entries[places[0]] if places else None

    def latest(self, issuer: str, rather: str) -> str | None:
        """Return the number of the document in force by an issuer that has the latest period, ``rather`` among equals."""
        found = self._latest.get(issuer)
        if found is None:
            return None
        other = self.of_number(rather)
        equal = other is not None and other.in_force and other.issuer == issuer
        return rather if other and equal and other.period == found.period else found.number

    def written_in(self, words: str) -> list[Entry]:
        """Return the documents whose number stands anywhere in ``words`` (small letters, no accents)."""
        return [self._entries[at] for at in sorted(self._written.within(words))]

    def named_in(self, texts: Iterable[str], years: Iterable[str] = ()) -> list[Entry]:
        """Return the documents whose number, but for case, accents and signs, stands in a text, or of some years."""
        places = {at for text in texts for at in self._keys.within(plain_key(text))}
        places.update(at for year in years for at in self._of_period.get(year, ()))
        return [self._entries[at] for at in sorted(places)]


class _Strings:
    """Finds which of many short strings stand in a text."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for at, string in enumerate(strings):
            self._places[string].append(at)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for string in self._places:
            lengths[string[:1]].add(len(string))
        self._lengths = dict(lengths)

    def equal(self, string: str) -> list[int]:
        """Return the places of those equal to ``string``."""
        return self._places.get(string, [])

    def within(self, text: str) -> set[int]:
        """Return the places of those that stand in ``text``."""
        found = set(self.equal(""))
        for start, letter in enumerate(text):
            for length in self._lengths.get(letter, ()):
                found.update(self._places.get(text[start : start + length], ()))
        return found


def _entry(summary: DocumentSummary) -> Entry:
    name = summary.name or summary.title
    return Entry(
        summary.number,
        name,
        summary.period,
        summary.in_force,
        plain_key(summary.issuer),
        _words(summary.issuer),
        _words(summary.title),
        summary.begins,
    )


def _words(text: str) -> str:
    return " ".join(fold(text.lower()).split())
