"""The sentences of a clause: what an answer quotes out of a long paragraph."""

import re
from typing import Final

from knowledge.resolution.model import Span

# A full stop or semicolon ends a sentence, not the dots of "1.056", "II.2" or an ellipsis in mid-sentence.
_END: Final = re.compile(
    r"(?<=[^\d.])(?:[.;](?=\s)|…(?=\s+[^\W\d_]))|(?<=\d)[.;](?=\s)|:(?=\s+[A-ZĐ])"
)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences and semicolon-separated parts of ``text``, none empty."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return tuple(spans)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 2:
        spans.append(Span(start, end))
    elif spans and end > start:
        spans[-1] = Span(spans[-1].start, end)
