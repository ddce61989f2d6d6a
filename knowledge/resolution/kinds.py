"""What a clause is, from the headings above it."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.language.normalize import fold
from knowledge.resolution.model import Clause, Kind

_GENERAL_AIM: Final = re.compile(r"(?:muc tieu (?:tong quat|chung)|quan diem|yeu cau)")
_FIGURE: Final = re.compile(r"\d")
_NOT_TASKS: Final = ("chi tieu", "muc tieu", "chu de", "ket qua", "tinh hinh")
_CHARGED: Final = re.compile(r"chiu trach nhiem (?:thi hanh|to chuc|thuc hien)")


def title(clause: Clause | None) -> str:
    """Return the folded lower-case words of a heading, "" for none."""
    return fold(clause.body[:400].lower()) if clause else ""


def numbered_kind(parent: Clause | None) -> Kind:
    """Return the kind of a numbered clause, before it is known what stands under it."""
    words = title(parent)
    if "chi tieu" in words and "nhiem vu" not in words:
        return Kind.TARGET
    if "to chuc thuc hien" in words:
        return Kind.RESPONSIBILITY
    return Kind.HEADING


def leaf_kind(trail: Sequence[Clause], text: str) -> Kind:
    """Return the kind of a paragraph, bullet or childless numbered clause.

    Args:
        trail: the headings above it, the topmost first.
        text: its words without the marker.
    """
    if not trail:
        return Kind.PARAGRAPH
    titles = [title(clause) for clause in trail]
    if titles[-1].startswith("chu de"):
        return Kind.THEME
    if _asks_for_work(titles):
        return Kind.TASK
    words = fold(text[:60].lower())
    if _GENERAL_AIM.match(words):
        return Kind.PARAGRAPH
    if "chi tieu" in titles[-1] and "nhiem vu" not in titles[-1]:
        return Kind.TARGET
    if any(_states_aims(words) for words in titles) and sets_figure(text):
        return Kind.TARGET
    if "to chuc thuc hien" in titles[-1] or _CHARGED.search(fold(text[:600].lower())):
        return Kind.RESPONSIBILITY
    return Kind.PARAGRAPH


def _states_aims(words: str) -> bool:
    """A heading that is "Mục tiêu" itself, not a sentence that speaks of one."""
    return words.startswith(("muc tieu", "cac muc tieu", "mot so muc tieu")) and len(words) < 80


def _asks_for_work(titles: Sequence[str]) -> bool:
    if any("nhiem vu" in words and "giai phap" in words for words in titles[1:]):
        return True
    top = titles[0]
    return top.startswith(("nhiem vu", "cac nhiem vu")) and not any(w in top for w in _NOT_TASKS)


_SHARE: Final = re.compile(
    r"\d\s*%|(?:tối thiểu|ít nhất|trên|hơn|đạt|từ|thêm|còn|dưới|không quá)\s+(?:có\s+|thêm\s+)?\d[\d.,]*\s",
    re.IGNORECASE,
)


def sets_figure(text: str) -> bool:
    """Tell whether a sentence sets a figure to be reached, beside its years and document numbers."""
    return _SHARE.search(text) is not None
