"""Normal forms of Vietnamese text.

Three forms, from closest to the print to most forgiving:

``clean``       NFC without invisible characters. Safe to show; used on everything that comes in.
``match_form``  what two spellings of one word share: NFKC, lower case, one tone placement.
``fold``        ``match_form`` without any accent: "Chỉ tiêu" -> "chi tieu", "đường" -> "duong".

A quotation never goes through any of them: it is a slice of the source.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Characters that are typed or pasted without being seen: zero-width space and joiners,
# direction marks, word joiner, byte order mark, soft hyphen, variation selectors.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
# Besides control characters, the two ligatures that NFKC makes 18 and 8 characters of: a message full of
# them would take as long as one eighteen times its length.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdfa\ufdfb]")

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below


def _fold_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D", ord("ð"): "d", ord("Ð"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base != chr(code):
            table[code] = base
    for code in range(0x300, 0x370):  # a stray combining mark has no letter to sit on
        table[code] = ""
    return table


def _tone_table() -> dict[str, str]:
    """Map the old tone placement of an open oa, oe, uy to the new one: "oà" -> "òa"."""
    table = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in _TONES:
            old = first + unicodedata.normalize("NFC", second + tone)
            table[old] = unicodedata.normalize("NFC", first + tone) + second
    return table


_FOLD: Final = _fold_table()
_SYLLABLE: Final = 8
"""The letters of the longest syllable, "nghiêng", and one to spare."""
_NEW_TONE: Final = _tone_table()
# Beginning with the letters themselves, so that a text is scanned for them alone.
_OLD_TONE: Final = re.compile("(" + "|".join(_NEW_TONE) + r")(?<!q..)(?![^\W\d_])")


def clean(text: str) -> str:
    """Return ``text`` in NFC without invisible and control characters; line breaks stay."""
    if text.isascii():
        return _CONTROL.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


def match_form(text: str) -> str:
    """Return the spelling-independent form of ``text``, accents kept, for matching only.

    >>> match_form("Uỷ ban, HOÀ giải, ｑｕý")
    'ủy ban, hòa giải, quý'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = text.lower()
    return _OLD_TONE.sub(lambda match: _NEW_TONE[match[1]], text)


def fold(text: str) -> str:
    """Return ``text`` without accents, case kept: "Đạt 96,2 %" -> "Dat 96,2 %"."""
    if text.isascii():
        return text
    return _fold_syllable(text) if len(text) <= _SYLLABLE else text.translate(_FOLD)


@lru_cache(maxsize=1 << 15)
def _fold_syllable(text: str) -> str:
    # A language has some thousand syllables; each document and question has them again.
    return text.translate(_FOLD)


def has_accents(text: str) -> bool:
    """Tell whether a Vietnamese accent (or đ) was typed anywhere in ``text``."""
    return fold(text) != text
