"""Attributes that are asked of subjects a document speaks of, but that it seldom states: ``unstated.toml``."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.language.lexicon import PhraseTable, read_language_file


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is asked but seldom stated, and the pattern of a text, without accents, that does state it."""

    title: str
    states: re.Pattern[str] | None


@cache
def attributes() -> PhraseTable[Attribute]:
    """Return the phrases that show an attribute is asked."""
    rows = read_language_file("unstated")["attribute"]
    asks_truth = set(read_language_file("cues")["yesno"])  # "có thật không" asks no opinion
    return PhraseTable(
        (cue, attribute)
        for row in rows
        for attribute in [
            Attribute(row["title"], re.compile(row["states"]) if "states" in row else None)
        ]
        for cue in row["cues"]
        if cue not in asks_truth
    )
