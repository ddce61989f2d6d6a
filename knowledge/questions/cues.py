"""Which kind of answer the words of a question ask for."""

from functools import cache

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.questions.reading import Reading


@cache
def _table() -> PhraseTable[str]:
    groups = read_language_file("cues")
    return PhraseTable((text, group) for group, texts in groups.items() for text in texts)


def find_cues(reading: Reading) -> dict[str, tuple[int, ...]]:
    """Return the cue groups present in a question, each with the tokens that show it."""
    found: dict[str, list[int]] = {}
    for cue in _table().find(reading.tokens, overlapping=True):
        found.setdefault(cue.payload, []).extend(range(cue.start, cue.end))
    return {group: tuple(dict.fromkeys(places)) for group, places in found.items()}
