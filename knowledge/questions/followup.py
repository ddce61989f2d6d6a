"""Questions that lean on the one before: "còn nước sạch thì sao", "chỉ tiêu tiếp theo", "nguyên văn"."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from knowledge.questions.reading import Reading
from knowledge.resolution.model import Resolution


class Lean(StrEnum):
    """How a question leans on the one before."""

    NONE = "none"
    WHOLE = "whole"  # the same clause word for word
    NEXT = "next"
    PREVIOUS = "previous"
    DEADLINE = "deadline"
    WHO = "who"
    SAME = "same"  # where it stands, how far it has got, and the like
    TOPIC = "topic"  # another topic, asked in the same way
    YEAR = "year"  # the same topic in another year


ASPECTS: Final = (
    ("next", Lean.NEXT),
    ("previous", Lean.PREVIOUS),
    ("verbatim", Lean.WHOLE),
    ("deadline", Lean.DEADLINE),
    ("who", Lean.WHO),
    ("where", Lean.SAME),
    ("progress", Lean.SAME),
    ("reverse", Lean.SAME),
    ("amount", Lean.SAME),
    ("duty", Lean.WHO),
    ("list", Lean.SAME),
)
_ASPECT_GROUPS: Final = {name for name, _ in ASPECTS} | {
    "follow",
    "target",
    "task",
    "yesno",
    "present",
    "last",
    "first",
}
_TOPICLESS: Final = ("verbatim", "next", "previous", "last", "amount", "deadline")
_STARTS: Final = {"con", "the", "vay", "roi", "rua", "ua", "and", "what"}
_SHORT: Final = 7


def lean(reading: Reading, cues: Mapping[str, tuple[int, ...]]) -> Lean:
    """Tell how a question leans on the one before it."""
    used = {i for group in _ASPECT_GROUPS for i in cues.get(group, ())}
    left = [i for i, weight in enumerate(reading.weights) if weight >= 0.5 and i not in used]
    named = {i for group in ("past", "present") for i in cues.get(group, ())}
    if named.issuperset(left) and named:
        return Lean.YEAR
    if not left:
        return next((kind for group, kind in ASPECTS if group in cues), Lean.SAME)
    first = reading.tokens[0].folded if reading.tokens else ""
    if (first in _STARTS or _follows(reading, cues)) and len(reading.tokens) <= 2 * _SHORT:
        return Lean.TOPIC
    return Lean.TOPIC if len(left) <= 2 and len(reading.tokens) <= _SHORT else Lean.NONE


def _follows(reading: Reading, cues: Mapping[str, tuple[int, ...]]) -> bool:
    """Tell whether a word says that a question goes on from the one before: "còn" does at its start only."""
    said = cues.get("follow", ())
    return "anaphor" in cues or any(
        reading.tokens[i].folded not in _STARTS or not any(reading.weights[:i]) for i in said
    )


def lacks_topic(reading: Reading, cues: Mapping[str, tuple[int, ...]]) -> bool:
    """Tell whether a question has no topic of its own: "nguyên văn", "ý cuối", "tỷ lệ", "bao giờ phải xong"."""
    used = {i for group in _TOPICLESS for i in cues.get(group, ())}
    return bool(used) and all(
        i in used or (weight < 0.5 and not reading.tokens[i].is_number)
        for i, weight in enumerate(reading.weights)
    )


def sibling(resolution: Resolution, ref: str, step: int) -> str | None:
    """Return the clause of the same kind that stands ``step`` places after ``ref``; None past the end."""
    clause = resolution.clause(ref)
    same = [c.ref for c in resolution.clauses if c.kind is clause.kind]
    at = same.index(ref) + step
    return same[at] if 0 <= at < len(same) else None
