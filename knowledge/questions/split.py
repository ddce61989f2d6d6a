"""Two questions in one message."""

from collections.abc import Iterator
from typing import Final

from knowledge.questions.reading import Reading

_JOINTS: Final = {"va", "voi", "con", "cung"}
_MARKS: Final = ",;?&+/\n"


def halves(reading: Reading) -> Iterator[tuple[int, int]]:
    """Iterate over the places where a question may fall in two: (end of the first, start of the second)."""
    tokens, weights = reading.tokens, reading.weights
    for at in range(1, len(tokens) - 1):
        token = tokens[at]
        if token.folded in _JOINTS and token.text in (
            "và",
            "va",
            "với",
            "voi",
            "còn",
            "con",
            "cùng",
        ):
            first, second = at, at + 1
        elif any(mark in reading.text[tokens[at - 1].end : token.start] for mark in _MARKS):
            first, second = at, at
            if token.folded in _JOINTS and token.text in ("và", "va", "còn"):
                continue  # the joint word itself is met in the next round
        else:
            continue
        if max(weights[:first], default=0) > 0 and max(weights[second:], default=0) > 0:
            yield first, second
