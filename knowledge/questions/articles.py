"""Addresses in decrees and laws: "Điều 5 khoản 2 điểm b", "phụ lục I chỉ tiêu 11.10"."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.language.normalize import fold
from knowledge.language.tokens import Token
from knowledge.resolution.model import Clause, Resolution

_PREFIXED: Final = {"dieu": "D", "chuong": "C", "phu luc": "PL"}
_PLAIN: Final = frozenset({"khoan", "diem", "muc", "tieu muc", "chi tieu", "nhiem vu", "phan", "y"})
_ROMAN: Final = re.compile(r"x{0,2}(?:ix|iv|v?i{0,3})")
_NUMERALS: Final = {"i": 1, "v": 5, "x": 10}
_BETWEEN: Final = frozenset({"so", "thu"})
_LETTERED: Final = frozenset({"diem"})
_SHORT: Final = re.compile(r"\b(?P<unit>[dđk])\s?(?P<number>\d{1,3}[a-zđ]?)\b", re.IGNORECASE)
_LONG_UNIT: Final = re.compile(r"\b(?:điều|dieu|khoản|khoan|điểm|diem|mục|muc)\b", re.IGNORECASE)


def spelt_out(question: str) -> str:
    """Write an address in short in full: "d4 k2 điểm b" -> "điều 4 khoản 2 điểm b".

    >>> spelt_out("k2 d5")
    'khoản 2 điều 5'
    """
    short = list(_SHORT.finditer(question))
    bare = not _SHORT.sub("", question).strip(" ,.?")
    if not short or not (bare or len(short) > 1 or _LONG_UNIT.search(question)):
        return question
    units = {"d": "điều", "đ": "điều", "k": "khoản"}
    return _SHORT.sub(lambda m: f"{units[m['unit'].lower()]} {m['number']}", question)


def find_article(
    tokens: Sequence[Token], resolution: Resolution
) -> tuple[tuple[str, ...], frozenset[int]] | None:
    """Return the refs that an address may mean and the tokens it takes up; None for no address.

    The steps named have to stand in a ref in order, outer before inner, whichever way round they were said; of the refs
    that fit, the shortest ones are meant.
    """
    steps, used = _steps(tokens)
    if not steps:
        return None
    fits = [clause.ref for clause in resolution.clauses if _names(clause, steps)]
    least = min((ref.count(".") + ref.count("/") for ref in fits), default=0)
    refs = tuple(ref for ref in fits if ref.count(".") + ref.count("/") == least)
    return refs, frozenset(used)


def _steps(tokens: Sequence[Token]) -> tuple[list[tuple[str, ...]], set[int]]:
    steps: list[tuple[str, ...]] = []
    used: set[int] = set()
    for at, token in enumerate(tokens):
        pair = f"{token.folded} {tokens[at + 1].folded}" if at + 1 < len(tokens) else ""
        unit = pair if pair in _PREFIXED or pair in _PLAIN else token.folded
        if unit not in _PREFIXED and unit not in _PLAIN:
            continue
        place = at + 1 + unit.count(" ")
        while place < len(tokens) and tokens[place].folded in _BETWEEN:
            place += 1
        if place >= len(tokens):
            break
        number = _number(tokens[place], unit)
        if number:
            steps.append(tuple((_PREFIXED.get(unit, "") + number).split(".")))
            used.update(range(at, place + 1))
    return steps, used


def _number(token: Token, unit: str) -> str:
    text = token.text
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", text):
        return text
    if unit in _LETTERED and len(text) == 1 and text.isalpha():
        return text
    if text and _ROMAN.fullmatch(fold(text)):
        return str(_value(text)) if unit in _PREFIXED else text.upper()
    return ""


def _value(roman: str) -> int:
    values = [_NUMERALS[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _names(clause: Clause, steps: list[tuple[str, ...]]) -> bool:
    """Whether steps name a clause by its ref, or by the whole number printed before it: "Điều 2 mục 2.3" is D2.3."""
    if _fits(clause.ref, steps):
        return True
    printed = tuple(clause.marker.strip("() .:-–—|").split("."))
    if len(printed) < 2 or printed not in steps:
        return False
    above = re.split(r"[./]", clause.ref)[:-1]
    return all(step == printed or _runs_in(step, above) for step in steps)


def _runs_in(step: tuple[str, ...], parts: list[str]) -> bool:
    return any(tuple(parts[i : i + len(step)]) == step for i in range(len(parts)))


def _fits(ref: str, steps: list[tuple[str, ...]]) -> bool:
    """Whether all steps stand in a ref without overlapping, one of them at its end."""
    parts = re.split(r"[./]", ref)
    free = list(range(len(parts)))
    ends = False
    for step in steps:
        size = len(step)
        at = next(
            (
                i
                for i in free
                if tuple(parts[i : i + size]) == step and set(range(i, i + size)) <= set(free)
            ),
            None,
        )
        if at is None:
            return False
        ends = ends or at + size == len(parts)
        free = [i for i in free if not at <= i < at + size]
    return ends
