"""Greetings, thanks, "what can you do": what is answered without the resolution."""

from functools import cache
from typing import Final

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.questions.reading import Reading

# Where several are said at once ("chào bạn, bạn làm được gì"), the first of these is answered.
_ORDER: Final = ("help", "goodbye", "thanks", "praise", "sorry", "greeting", "ack")


@cache
def _table() -> PhraseTable[str]:
    rows = read_language_file("smalltalk")["intent"]
    return PhraseTable((phrase, row["name"]) for row in rows for phrase in row["phrases"])


def small_talk(reading: Reading) -> str:
    """Return the kind of small talk that a message is, "" when it asks or says anything else."""
    covered: set[int] = set()
    kinds: set[str] = set()
    for found in _table().find(reading.tokens):
        covered.update(range(found.start, found.end))
        kinds.add(found.payload)
    if not kinds:
        return ""
    left = [i for i, weight in enumerate(reading.weights) if i not in covered and weight >= 0.5]
    numbers = any(reading.tokens[i].is_number for i in left)
    if numbers or len(left) > min(2, len(covered) // 2) or (reading.concepts and left):
        return ""
    return next(kind for kind in _ORDER if kind in kinds)
