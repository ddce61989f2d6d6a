"""How people type a question: with accents, without, with half of them, with one slip."""

import random
import string
from collections.abc import Callable
from typing import Final

from knowledge.language.normalize import clean, fold

_SHORTEST: Final = 3  # letters a word needs for a slip


def bare(question: str, _: random.Random) -> str:
    """Leave out every accent."""
    return fold(clean(question))


def half(question: str, chance: random.Random) -> str:
    """Leave the accents out of half of the words."""
    words = clean(question).split(" ")
    return " ".join(fold(word) if chance.random() < 0.5 else word for word in words)


def slip(question: str, chance: random.Random) -> str:
    """Leave out, add, change or swap one letter of one word of three letters or more."""
    words = clean(question).split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not places:
        return question
    at = chance.choice(places)
    word, letter = words[at], chance.choice(string.ascii_lowercase)
    where = chance.randrange(len(word))
    rest = word[where + 1 :]
    kinds = [
        word[:where] + rest,
        word[:where] + letter + word[where:],
        word[:where] + letter + rest,
    ]
    if where + 1 < len(word):
        kinds.append(word[:where] + word[where + 1] + word[where] + word[where + 2 :])
    words[at] = chance.choice(kinds)
    return " ".join(words)


STYLES: Final[dict[str, Callable[[str, random.Random], str]]] = {
    "accents": lambda question, _: question,
    "bare": bare,
    "half": half,
    "typo": slip,
}
"""Each way to type, by the name it has in the table."""


def typed(questions: list[str], style: str, seed: int = 0) -> list[str]:
    """Return the questions as typed in ``style``; the same for the same seed."""
    chance = random.Random(seed)
    return [STYLES[style](question, chance) for question in questions]
