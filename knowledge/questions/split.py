"""Two questions in one message."""

from collections.abc import Iterator
from typing import Final

from knowledge.questions.reading import Reading

_JOINTS: Final = frozenset({"và", "va", "với", "voi", "còn", "cùng", "vs"})
_BARE_JOINTS: Final = _JOINTS | {"con"}
"""Where no accents are typed "con" may be "còn"; beside accented words it isn't."""
_WEAK_MARKS: Final = ",;/"
_STRONG_MARKS: Final = "?&+\n"


ASKING: Final = frozenset(
    {"amount", "who", "deadline", "where", "duty", "yesno", "progress", "reverse", "list", "what"}
)
"""The cue groups of which each half of a question split at a comma has to show one."""


def halves(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Iterate over the places where a question may fall in two.

    Yields:
        The end of the first half, the start of the second, and whether it is only a comma that parts them: commas
        stand between the words of one question far more often than between two questions.
    """
    tokens, weights = reading.tokens, reading.weights
    accented = any(token.accented for token in tokens)
    for at in range(1, len(tokens) - 1):
        between = reading.text[tokens[at - 1].end : tokens[at].start]
        joint = tokens[at].text in (_JOINTS if accented else _BARE_JOINTS)
        strong = any(mark in between for mark in _STRONG_MARKS)
        if not (joint or strong or any(mark in between for mark in _WEAK_MARKS)):
            continue
        second = at + 1 if joint else at
        if max(weights[:at], default=0) > 0 and max(weights[second:], default=0) > 0:
            yield at, second, not (joint or strong)
