"""The numbering printed before a line: which style it has, and which number.

Styles of Party documents ("I.", "1.", "3.1.", "(1)", "a)", dashes) and of decrees and resolutions of the
National Assembly and People's Councils ("Phần thứ nhất", "Chương II", "Mục 1", "Điều 5.", "1.", "a)").
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """How high a numbering style stands; a lower value is nearer to the top of the document."""

    PART = 1  # Phần
    CHAPTER = 2  # Chương
    SECTION = 3  # Mục
    SUBSECTION = 4  # Tiểu mục
    LETTERED = 5  # A.
    ROMAN = 6  # I.
    ARTICLE = 7  # Điều
    ROMAN_BELOW = 8  # I. inside a Điều
    ITEM = 10  # 1.
    DOTTED = 11  # 1.1.
    DOTTED_DEEP = 12  # 1.1.1. and deeper
    POINT = 14  # (1)
    LETTER = 15  # a)
    ROW = 25  # a row of a table
    BULLET = 30
    PLAIN = 40


@dataclass(frozen=True, slots=True)
class Numbering:
    """A numbering read at the start of a line.

    Attributes:
        level: its style.
        number: the number as refs use it ("II", "3.1", "đ"; arabic for Phần, Chương and Mục).
        marker: the number as printed, without white space around it.
        body: where the text after it starts.
    """

    level: Level
    number: str
    marker: str
    body: int


ORDINALS: Final = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip

_DIVISION: Final = re.compile(
    r"(?P<word>phần|chương|mục|tiểu mục)\s+(?:thứ\s+)?"
    rf"(?P<number>[IVXLC]{{1,8}}|\d{{1,3}}|{'|'.join(ORDINALS)})(?=[\s.:\-–—]|$)",
    re.IGNORECASE,
)
_DIVISION_LEVEL: Final = {
    "phần": Level.PART,
    "chương": Level.CHAPTER,
    "mục": Level.SECTION,
    "tiểu mục": Level.SUBSECTION,
}
_SEPARATOR: Final = re.compile(r"\s*[.:]\s*|\s+[-–—]\s+")
_ARTICLE: Final = re.compile(r"(?:Điều|ĐIỀU)\s+(?P<number>\d{1,4}[a-zđ]?)(?:\s*[.:]\s*|\s*$)")
_ROMAN: Final = re.compile(r"(?P<number>[IVX]{1,6})(?:\.|\s*[-–—/:)](?=\s))\s+(?![A-ZĐ]\.)")
_LETTERED: Final = re.compile(r"(?P<number>[A-HĐ])[.)\-–]\s+(?=\S)(?![A-ZĐ]\.)")
_DOTTED: Final = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,5})[.)]?\s+")
_ITEM: Final = re.compile(r"(?P<number>\d{1,3})[.)]\s+")
_POINT: Final = re.compile(r"\((?P<number>\d{1,3})\)\s*")
_LETTER: Final = re.compile(r"(?P<number>[a-zđ])(?:\)\s*|\.\s+)(?=\S)")
_LETTER_IN_BRACKETS: Final = re.compile(r"\((?P<number>[a-zđ])\)\s*(?=\S)")
_BULLET: Final = re.compile(r"[-–—•+*●▪◦➢✓\uf0b7\uf02d]\s+(?=\S)")
_MAX_DIVISION_TITLE: Final = 300


def read_numbering(text: str) -> Numbering | None:
    """Read the numbering at the start of a line without white space around it; None for none.

    >>> read_numbering("Điều 5. Hiệu lực").number, read_numbering("3.1. Đảng uỷ").level.name
    ('5', 'DOTTED')
    """
    first = text[:1]
    if first in "PpCcMmTtĐ":
        found = _division(text) or _article(text)
        if found:
            return found
    if first in "IVX":
        match = _ROMAN.match(text)
        if match and roman_value(match["number"]):
            return _numbering(Level.ROMAN, match)
    if first.isdecimal():
        match = _DOTTED.match(text)
        if match:
            deep = match["number"].count(".") > 1
            return _numbering(Level.DOTTED_DEEP if deep else Level.DOTTED, match)
        match = _ITEM.match(text)
        return _numbering(Level.ITEM, match) if match else None
    if first == "(":
        match = _POINT.match(text)
        if match:
            return _numbering(Level.POINT, match)
        match = _LETTER_IN_BRACKETS.match(text)
        return _numbering(Level.LETTER, match) if match else None
    if first in "ABCDEFGHĐ":
        match = _LETTERED.match(text)
        # "A. MỤC TIÊU" heads a part; "A. Nguyễn" is a name.
        if match and text[match.end() :].isupper():
            return _numbering(Level.LETTERED, match)
        return None
    match = _LETTER.match(text)
    return _numbering(Level.LETTER, match) if match else None


def read_bullet(text: str) -> int:
    """Return the length of the dash or dot and the space before a bullet's text, 0 for no bullet."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def roman_value(roman: str) -> int:
    """Return the value of a roman numeral up to 399, 0 where it is not written as one."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    if len(roman) > 15:
        return 0
    for digit, following in zip(roman, roman[1:] + " ", strict=False):
        value = values.get(digit, 0)
        total += -value if values.get(following, 0) > value else value
    return total if roman_numeral(total) == roman else 0


def roman_numeral(value: int) -> str:
    """Write 1 to 399 as a roman numeral, "" for anything else."""
    if not 0 < value < 400:
        return ""
    written = ""
    for size, digits in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, value = divmod(value, size)
        written += digits * count
    return written


def _numbering(level: Level, match: re.Match[str]) -> Numbering:
    return Numbering(level, match["number"], match[0].strip(), match.end())


def _article(text: str) -> Numbering | None:
    match = _ARTICLE.match(text)
    return _numbering(Level.ARTICLE, match) if match else None


def _division(text: str) -> Numbering | None:
    """Phần, Chương, Mục, Tiểu mục: at a line's start, set off by a mark, alone, or before capitals."""
    if len(text) > _MAX_DIVISION_TITLE:
        return None
    match = _DIVISION.match(text)
    if match is None:
        return None
    separator = _SEPARATOR.match(text, match.end())
    end = separator.end() if separator else match.end()
    rest = text[end:].strip()
    if separator is None and rest and not rest.isupper():
        return None
    printed = match["number"]
    value = ORDINALS.get(printed.lower()) or roman_value(printed.upper())
    number = str(value or int(printed)) if value or printed.isdecimal() else ""
    if not number:
        return None
    level = _DIVISION_LEVEL[" ".join(match["word"].lower().split())]
    return Numbering(level, number, text[:end].strip(), end)
