"""Short names of clauses: slices of their own words, never a figure.

A label stands in lists, buttons and declines. A decline must not let a figure look like an answer, so a
label drops figures; where one stood, it shows "…".
"""

import re
from typing import Final

from knowledge.resolution.model import Clause, Kind

LABEL_LENGTH: Final = 72
_FIGURE: Final = re.compile(r"\s*(?<![\w/-])\d+(?:[.,/]\d+)*(?![\w/-])\s*%?(?:/năm)?")
_LEADING: Final = re.compile(r"^[\s…:,;.“\"-]+")


def label(clause: Clause, length: int = LABEL_LENGTH) -> str:
    """Return a name of at most ``length`` characters, cut at a word, without figures."""
    if clause.kind is Kind.HEADER:
        return "Số, ngày và tên văn bản"
    if clause.kind is Kind.SIGNATURE:
        return "Người ký"
    text = clause.body.split("\n")[0]
    if clause.kind is Kind.TARGET and ":" in text:
        text = text.split(":")[0]
    text = _FIGURE.sub(" … ", text).replace("… trở lên", "…").replace("……", "…")
    text = re.sub(r" …(?: …)*(?= ?[,.;:)]|$)", " …", re.sub(r"\s+", " ", text))
    text = _LEADING.sub("", text.replace(" … ,", " …,")).rstrip(" .;,:")
    return shorten(text[:1].upper() + text[1:], length)


def titled(clause: Clause, length: int = 48) -> str:
    """Return a clause's number and name: "(10) Tỷ lệ người dân tham gia BHYT"."""
    number = f"{clause.marker} " if clause.marker not in ("", "-", "+") else ""
    return shorten(number + label(clause), length)


def asking_about(clause: Clause) -> str:
    """Return a question whose answer is the clause, for a follow-up on it."""
    return f"chỉ tiêu {label(clause)}" if clause.kind is Kind.TARGET else label(clause)


def shorten(text: str, length: int) -> str:
    """Cut ``text`` at a word so that it and the "…" have at most ``length`` characters."""
    if len(text) <= length:
        return text
    cut = text.rfind(" ", 0, length - 1)
    return text[: cut if cut > length // 2 else length - 1].rstrip(" ,.;:") + "…"
