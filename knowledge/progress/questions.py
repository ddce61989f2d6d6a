"""Questions in plain words about the work: mine, late, this month, not reached, how far, who is in charge."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.language.normalize import clean
from knowledge.language.tokens import Token, tokenize

MOST_TOKENS: Final = 24
"""A longer text is no such question."""


class WorkTopic(StrEnum):
    """What is asked about the work; the values stand in the data file."""

    MINE = "mine"
    LATE = "late"
    MONTH = "month"
    SHORT = "short"
    WHOLE = "whole"
    PROGRESS = "progress"
    CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class WorkQuestion:
    """A question about the work.

    Attributes:
        about: the words that say which clause is meant, "" for the work as a whole.
    """

    topic: WorkTopic
    about: str = ""


def read_work_question(text: str) -> WorkQuestion | None:
    """Recognise a question about the work, with or without accents; None for any other.

    A question about the whole must say nothing else; one about a clause leaves the words of that clause.

    >>> read_work_question("viec nao qua han")
    WorkQuestion(topic=<WorkTopic.LATE: 'late'>, about='')
    >>> read_work_question("tiến độ chợ Trịnh Xá")
    WorkQuestion(topic=<WorkTopic.PROGRESS: 'progress'>, about='chợ Trịnh Xá')
    """
    cleaned = " ".join(clean(text).split())
    tokens = tokenize(cleaned)
    if not tokens or len(tokens) > MOST_TOKENS:
        return None
    for found in _table("whole").find(tokens):
        rest = _rest(tokens, found.start, found.end)
        if all(token.folded in _extra() for token in rest):
            return WorkQuestion(WorkTopic(found.payload))
    for found in _table("about").find(tokens):
        rest = _rest(tokens, found.start, found.end)
        # By their accents: "chợ" is no "cho", and without accents nobody can tell.
        while rest and rest[0].text in _fillers():
            rest = rest[1:]
        while rest and rest[-1].text in _fillers():
            rest = rest[:-1]
        if rest and _together(tokens, rest):
            about = cleaned[rest[0].start : rest[-1].end]
            return WorkQuestion(WorkTopic(found.payload), about)
    return None


def _rest(tokens: tuple[Token, ...] | list[Token], start: int, end: int) -> list[Token]:
    return [*tokens[:start], *tokens[end:]]


def _together(tokens: tuple[Token, ...] | list[Token], rest: list[Token]) -> bool:
    """Tell whether what is left stands in one piece."""
    places = [at for at, token in enumerate(tokens) if any(token is one for one in rest)]
    return places == list(range(places[0], places[-1] + 1))


@cache
def _table(kind: str) -> PhraseTable[str]:
    groups = read_language_file("work_questions")[kind]
    return PhraseTable((phrase, topic) for topic, phrases in groups.items() for phrase in phrases)


@cache
def _extra() -> frozenset[str]:
    words = read_language_file("work_questions")["extra"]["words"]
    return frozenset(token.folded for word in words for token in tokenize(word))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_language_file("work_questions")["extra"]["edges"])
