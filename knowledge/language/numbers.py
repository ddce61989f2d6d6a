"""Vietnamese numbers: a comma before decimals, dots between thousands."""

import re
from decimal import Decimal
from typing import Final

NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN: Final = re.compile(r"\d+(?:,\d+)?")
_FOREIGN: Final = re.compile(r"\d+\.\d{1,2}|\d+\.\d{4,}")

_WORDS: Final = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


def parse_number(text: str) -> Decimal | None:
    """Read a figure as a Vietnamese reader would; None when it is no single number.

    >>> parse_number("10,5"), parse_number("1.056"), parse_number("95.8"), parse_number("1/7")
    (Decimal('10.5'), Decimal('1056'), Decimal('95.8'), None)
    """
    text = text.strip()
    if len(text) > 24 or not text.isascii():
        return None
    if _THOUSANDS.fullmatch(text) or _PLAIN.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _FOREIGN.fullmatch(text):  # a phone's decimal point: not possibly thousands
        return Decimal(text)
    return None


def format_number(value: Decimal) -> str:
    """Write a number as a Vietnamese reader expects it: 10,5 and 1.056.

    >>> format_number(Decimal("114.920")), format_number(Decimal("1056"))
    ('114,92', '1.056')
    """
    sign = "-" if value < 0 else ""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    groups = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.append(group)
    grouped = ".".join([whole, *reversed(groups)])
    fraction = fraction.rstrip("0")
    return sign + grouped + ("," + fraction if fraction else "")


def small_number_word(word: str) -> int | None:
    """Return the value of a Vietnamese number word up to ten ("bốn" -> 4), None for another word."""
    return _WORDS.get(word)
