"""Questions whose answer is gathered from the whole document: what it cites, the projects it names, its targets of 100%."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from knowledge.answers import wording
from knowledge.answers.answer import Answer
from knowledge.answers.compose import Composer
from knowledge.answers.found import Gathered
from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.language.normalize import fold
from knowledge.language.numbers import parse_number
from knowledge.questions.reading import Reading
from knowledge.questions.understanding import Cues
from knowledge.resolution.model import Clause, Kind, Resolution
from knowledge.resolution.sentences import sentences

LEAST: Final = 2
"""A thing that fewer clauses name makes no list."""
LONG: Final = 400
"""Of a longer clause only the sentence that names the thing is shown."""
_DOCUMENT_WORDS: Final = 0.5
_BASED: Final = ("can cu", "theo de nghi", "tren co so", "xet ")
_SPOKEN: Final = ("list", "what", "where", "target", "amount", "yesno", "verbatim", "body_words")


@cache
def _data() -> dict[str, Any]:
    return read_language_file("lists")


@cache
def _table(name: str) -> PhraseTable[str]:
    data = _data()
    texts: Iterable[str] = {
        "cited": data["cited"],
        "documents": data["documents"],
        "things": data["things"]["words"],
        "asked": data["things"]["asked"],
        "bases": data["bases"]["words"],
        "also": data["bases"]["also"],
    }[name]
    return PhraseTable((text, text) for text in texts)


class Lists:
    """Answers them for one resolution; each method gives None where a question asks anything else."""

    def __init__(self, resolution: Resolution, compose: Composer) -> None:
        self._resolution = resolution
        self._compose = compose

    def answer(self, question: str, reading: Reading, cues: Cues) -> Answer | None:
        """Answer with the first kind of list that a question asks for, None for none."""
        for kind in (self._bases, self._cited, self._targets_of, self._things):
            found = kind(reading, cues)
            if found is not None:
                lead, gathered = found
                return self._compose.gathered(question, lead, list(gathered))
        return None

    def _bases(self, reading: Reading, cues: Cues) -> tuple[str, list[Gathered]] | None:
        """What it was issued upon: the paragraphs that begin "Căn cứ"."""
        used = _places("bases", reading)
        if not used:
            return None
        spoken = used | _places("documents", reading) | _places("also", reading)
        if not self._nothing_else(reading, cues, spoken):
            return None
        found = [
            Gathered(clause.ref, (clause.text,))
            for clause in self._resolution.of_kind(Kind.PREAMBLE)
            if fold(clause.text[:20].lower()).startswith(_BASED)
        ]
        return (wording.BASES, found) if found else None

    def _cited(self, reading: Reading, cues: Cues) -> tuple[str, list[Gathered]] | None:
        """The documents it cites, each with the clause that does."""
        used = _places("cited", reading)
        if not used:
            return None
        kinds = [found.payload for found in _table("documents").find(reading.tokens)]
        if not kinds or ("list" not in cues and not _plural(reading)):
            return None
        if any(token.is_number for token in reading.tokens):
            return None
        if not self._nothing_else(reading, cues, used | _places("documents", reading)):
            return None
        begins = tuple(str(_data()["documents"][kind]) for kind in kinds)
        found = []
        for clause in self._resolution.clauses:
            cited = [
                text
                for text in self._resolution.notes(clause.ref).citations
                if text.startswith(begins)
            ]
            if cited:
                found.append(Gathered(clause.ref, tuple(cited), "; "))
        return (wording.CITED, found) if found else None

    def _targets_of(self, reading: Reading, cues: Cues) -> tuple[str, list[Gathered]] | None:
        """The targets of one figure: "những chỉ tiêu 100%"."""
        figures = [i for i, token in enumerate(reading.tokens) if token.is_number]
        if len(figures) != 1 or "chi tieu" not in reading.folded or not _plural(reading):
            return None
        at = figures[0]
        percent = "%" in reading.text or "phan tram" in reading.folded
        used = {at} | {i for group in ("target", "amount") for i in cues.get(group, ())}
        if not percent or not self._nothing_else(reading, cues, used | _places("asked", reading)):
            return None
        wanted = parse_number(reading.tokens[at].text)
        found = [
            Gathered(clause.ref, (clause.text,))
            for clause in self._resolution.of_kind(Kind.TARGET)
            if any(
                m.threshold == wanted and m.unit == "%"
                for m in self._resolution.notes(clause.ref).measures
            )
        ]
        return (wording.TARGETS_OF, found) if len(found) >= LEAST else None

    def _things(self, reading: Reading, cues: Cues) -> tuple[str, list[Gathered]] | None:
        """The sentences that name a kind of thing: "danh sách các dự án"."""
        things = _table("things").find(reading.tokens)
        asked = _places("asked", reading) if len(things) == 1 else set()
        if not asked:
            return None
        used = asked | set(range(things[0].start, things[0].end))
        if not self._nothing_else(reading, cues, used | _places("documents", reading)):
            return None
        words = things[0].payload.split()
        found = [
            Gathered(clause.ref, passages)
            for clause in self._resolution.clauses
            if clause.kind not in (Kind.HEADER, Kind.RECIPIENT, Kind.SIGNATURE)
            for passages in [_naming(clause, words)]
            if passages
        ]
        return (
            (wording.NAMING.format(thing=things[0].payload), found) if len(found) >= LEAST else None
        )

    @staticmethod
    def _nothing_else(reading: Reading, cues: Cues, used: set[int]) -> bool:
        spoken = {i for group in _SPOKEN for i in cues.get(group, ())}
        return all(
            weight < _DOCUMENT_WORDS or i in used or i in spoken
            for i, weight in enumerate(reading.weights)
        )


def _places(name: str, reading: Reading) -> set[int]:
    return {
        i
        for found in _table(name).find(reading.tokens, overlapping=True)
        for i in range(found.start, found.end)
    }


def _plural(reading: Reading) -> bool:
    words = reading.folded.split()
    return bool({"nhung", "cac", "nao", "list"} & set(words)) or "danh sach" in reading.folded


def _naming(clause: Clause, words: list[str]) -> tuple[str, ...]:
    """The parts of a clause that name a thing, none where none does."""
    text = clause.text
    if not _speaks_of(text, words):
        return ()
    return (text,) if len(text) <= LONG else tuple(_sentences_naming(text, words))


def _sentences_naming(text: str, words: list[str]) -> Iterator[str]:
    for span in sentences(text):
        sentence = text[span.start : span.end]
        if _speaks_of(sentence, words):
            yield sentence


def _speaks_of(text: str, words: list[str]) -> bool:
    pattern = r"\s+".join(re.escape(word) for word in words)
    return re.search(rf"(?<!\w){pattern}(?!\w)", text.lower()) is not None
