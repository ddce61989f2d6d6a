"""An assistant that minds what administrators taught, from the moment they taught it.

Nothing is rebuilt: a taught word is put in place of what people say before the question is read, and a taught
question is recognised by the words that count in it, accents restored and slips corrected.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from knowledge.answers.answer import Answer
from knowledge.assistant import Assistant
from knowledge.language.lexicon import PhraseTable
from knowledge.language.normalize import clean
from knowledge.language.tokens import tokenize
from knowledge.storage.misses import normal_question
from knowledge.storage.teaching import Teaching, TeachingKind, TeachingStore

SAME_QUESTION: Final = 0.8
"""The share of the words that count which two wordings of one question have in common."""
COUNTS: Final = 0.5
TAUGHT_CONFIDENCE: Final = 1.0
_SHOW: Final = "nguyên văn"


@dataclass(frozen=True)
class _Lessons:
    """What is taught at one version of the store."""

    version: int
    exact: dict[str, str]
    wordings: tuple[tuple[frozenset[str], frozenset[str], str], ...]
    words: PhraseTable[str]
    has_words: bool


class TaughtAssistant:
    """Answers like the assistant it wraps, but for what was taught otherwise of its document."""

    def __init__(self, assistant: Assistant, store: TeachingStore) -> None:
        self.base = assistant
        self._store = store
        self._lessons: _Lessons | None = None

    def ask(self, question: str, prev: str | None = None, focus: str = "") -> Answer:
        """Answer a question; the arguments are those of ``Assistant.ask``."""
        lessons = self._current()
        ref = self._taught_ref(lessons, question)
        if ref:
            shown = self.base.ask(_SHOW, focus=ref)
            return replace(shown, question=question, confidence=TAUGHT_CONFIDENCE)
        if not lessons.has_words:
            return self.base.ask(question, prev, focus)
        meant = in_other_words(question, lessons.words)
        before = in_other_words(prev, lessons.words) if prev else prev
        return replace(self.base.ask(meant, before, focus), question=question)

    def overview(self, question: str) -> Answer:
        """Tell what the document is."""
        return self.base.overview(question)

    def leans(self, question: str) -> bool:
        """Tell whether a question leans on the one before it."""
        return self.base.leans(question)

    def _current(self) -> _Lessons:
        version = self._store.version()
        if self._lessons is None or self._lessons.version != version:
            self._lessons = self._learn(version, self._store.all())
        return self._lessons

    def _learn(self, version: int, teachings: Iterable[Teaching]) -> _Lessons:
        resolution = self.base.resolution
        exact: dict[str, str] = {}
        words: list[tuple[str, str]] = []
        wordings = []
        for one in teachings:
            if one.document not in ("", resolution.number):
                continue
            if one.kind is TeachingKind.WORD:
                words.append((one.said, one.means))
            elif one.means in resolution.by_ref:
                exact[normal_question(one.said)] = one.means
                wordings.append((*self._counting(one.said), one.means))
        return _Lessons(version, exact, tuple(wordings), PhraseTable(words), bool(words))

    def _taught_ref(self, lessons: _Lessons, question: str) -> str:
        """Return the ref that a question was taught to mean, "" for none."""
        if not lessons.exact:
            return ""
        found = lessons.exact.get(normal_question(question))
        if found:
            return found
        words, numbers = self._counting(question)
        best = max(
            lessons.wordings,
            key=lambda one: _likeness(words, one[0]) if numbers == one[1] else 0.0,
        )
        alike = numbers == best[1] and _likeness(words, best[0]) >= SAME_QUESTION
        return best[2] if alike else ""

    def _counting(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the words and the numbers of a question that say what it is about."""
        reading = self.base.matcher.reader.read(text)
        pairs = zip(reading.tokens, reading.weights, strict=True)
        words = frozenset(
            token.folded for token, weight in pairs if weight >= COUNTS and not token.is_number
        )
        return words, frozenset(token.text for token in reading.tokens if token.is_number)


def in_other_words(text: str, words: PhraseTable[str]) -> str:
    """Return a text with each taught word replaced by what it means.

    >>> in_other_words("thẻ khám bệnh là gì", PhraseTable([("thẻ khám bệnh", "BHYT")]))
    'BHYT là gì'
    """
    cleaned = clean(text)
    tokens = tokenize(cleaned)
    for found in reversed(list(words.find(tokens))):
        start, end = tokens[found.start].start, tokens[found.end - 1].end
        cleaned = cleaned[:start] + found.payload + cleaned[end:]
    return cleaned


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)
