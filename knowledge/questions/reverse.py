"""A figure looked up backwards: "96,2% là gì", "con số 1.056 ở đâu ra"."""

import re
from collections.abc import Mapping
from typing import Final

from knowledge.language.numbers import NUMBER, parse_number
from knowledge.questions.matching import Matcher
from knowledge.questions.nodes import unmarked
from knowledge.questions.reading import Reading

_SPOKEN: Final = (
    "reverse",
    "where",
    "target",
    "amount",
    "yesno",
    "task",
    "list",
    "present",
    "past",
)
_UNITS: Final = {
    "%",
    "con",
    "ho",
    "ha",
    "ta",
    "trieu",
    "nguoi",
    "khau",
    "cuoc",
    "dong",
    "phan",
    "tram",
    "nhan",
}


def looked_up(
    matcher: Matcher, reading: Reading, cues: Mapping[str, tuple[int, ...]]
) -> list[int] | None:
    """Return the nodes that have the figure a question is about, the likeliest first.

    Returns:
        None where the question isn't just about a figure; an empty list where no clause has it.
    """
    figures = [i for i, token in enumerate(reading.tokens) if token.is_number]
    if not figures or ("reverse" not in cues and "where" not in cues and len(reading.tokens) > 3):
        return None
    used = set(figures)
    for group in _SPOKEN:
        used.update(cues.get(group, ()))
    left = [
        token.folded
        for i, (token, weight) in enumerate(zip(reading.tokens, reading.weights, strict=True))
        if weight >= 0.5 and i not in used and token.folded not in _UNITS
    ]
    if left:
        return None
    wanted = {parse_number(reading.tokens[i].text) for i in figures} - {None}
    percent = "%" in reading.text or "phan tram" in reading.folded
    found = []
    for at, node in enumerate(matcher.nodes):
        text = unmarked(node)
        here = [m for m in NUMBER.finditer(text) if parse_number(m[0]) in wanted]
        if not here or (node.span is None and len(text) > 1200):
            continue
        as_percent = any(re.match(r"\s*%", text[m.end() :]) for m in here)
        is_target = bool(matcher.resolution.notes(node.clause.ref).measures)
        found.append(((percent and not as_percent, not is_target, at), at))
    return [at for _, at in sorted(found)]
