"""Greetings, thanks, "what can you do": what is answered without the resolution."""

from functools import cache
from itertools import chain
from typing import Final

from rapidfuzz import fuzz, process

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.language.normalize import fold
from knowledge.questions.reading import Reading

# Where several are said at once ("chào bạn, bạn làm được gì"), the first of these is answered.
_ORDER: Final = ("help", "goodbye", "thanks", "praise", "sorry", "greeting", "ack")
_SHORT: Final = 8
_NEAR: Final = 85
"""From this likeness (rapidfuzz ratio, 0 to 100) on, a short message is a slip of a known phrase."""
_SURE: Final = 91
"""The same for a message that has a word of the field in it ("tội phạm" is no slip of "tôi phạm lỗi")."""


@cache
def _table() -> PhraseTable[str]:
    rows = read_language_file("smalltalk")["intent"]
    return PhraseTable((phrase, row["name"]) for row in rows for phrase in row["phrases"])


@cache
def _bot_words() -> PhraseTable[bool]:
    """The words of a question about the bot; True for those that name it."""
    words = read_language_file("smalltalk")["about_bot"]
    named = ((word, True) for word in words["who"])
    return PhraseTable(chain(named, ((word, False) for word in words["does"])))


def _about_bot(reading: Reading) -> bool:
    """Whether a message is nothing but a question what the bot can do."""
    covered: set[int] = set()
    names = does = False
    for found in _bot_words().find(reading.tokens):
        covered.update(range(found.start, found.end))
        names, does = names or found.payload, does or not found.payload
    left = (i for i, weight in enumerate(reading.weights) if i not in covered and weight > 0.3)
    return names and does and len(reading.tokens) > 2 and next(left, None) is None


@cache
def _phrases() -> dict[str, str]:
    """The phrases in folded form, each with its kind."""
    rows = read_language_file("smalltalk")["intent"]
    return {fold(phrase): row["name"] for row in rows for phrase in row["phrases"]}


@cache
def _as_long_as(letters: int) -> tuple[str, ...]:
    """The phrases near enough in length to a message of so many letters to be ``_NEAR`` it."""
    return tuple(
        phrase
        for phrase in _phrases()
        if 200 * min(len(phrase), letters) >= _NEAR * (len(phrase) + letters)
    )


def small_talk(reading: Reading) -> str:
    """Return the kind of small talk that a message is, "" when it asks or says anything else."""
    if any(token.is_number for token in reading.tokens):
        return ""
    if _about_bot(reading):
        return "help"
    covered: set[int] = set()
    kinds: set[str] = set()
    for found in _table().find(reading.tokens):
        covered.update(range(found.start, found.end))
        kinds.add(found.payload)
    left = [i for i, weight in enumerate(reading.weights) if i not in covered and weight >= 0.6]
    named = any(strength > 0.5 for strength in reading.concepts.values())
    if kinds and not (named and left) and len(left) <= min(3, len(covered) // 2):
        return next(kind for kind in _ORDER if kind in kinds)
    if len(reading.tokens) > _SHORT:
        return ""
    said = reading.folded
    near = process.extractOne(said, _as_long_as(len(said)), scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near is None or (named and near[1] < _SURE):
        return ""
    return _phrases()[near[0]]
