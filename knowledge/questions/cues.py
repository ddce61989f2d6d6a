"""Which kind of answer the words of a question ask for."""

import re
from functools import cache

from knowledge.language.lexicon import PhraseTable, read_language_file
from knowledge.questions.reading import Reading

_YEAR = re.compile(r"\d{4}")


@cache
def _table(period: str) -> PhraseTable[str]:
    groups = read_language_file("cues")
    years = {}
    if _YEAR.fullmatch(period):
        years = {"this": period, "last": str(int(period) - 1)}
    return PhraseTable(
        (text.format(**years) if years else text, group)
        for group, texts in groups.items()
        for text in texts
        if years or "{" not in text
    )


def find_cues(reading: Reading, period: str = "") -> dict[str, tuple[int, ...]]:
    """Return the cue groups present in a question, each with the tokens that show it.

    Args:
        reading: the question.
        period: the year that the document is about, "" where it is about several or none.
    """
    found: dict[str, list[int]] = {}
    for cue in _table(period if _YEAR.fullmatch(period) else "").find(
        reading.tokens, overlapping=True
    ):
        found.setdefault(cue.payload, []).extend(range(cue.start, cue.end))
    return {group: tuple(dict.fromkeys(places)) for group, places in found.items()}
