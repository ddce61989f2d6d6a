"""The encodings of Vietnamese before Unicode, as text whose letters are Latin letters in disguise.

TCVN3 (ABC, fonts ".VnTime") has one character a letter; VNI (fonts "VNI-Times") has a base letter and a mark.
Both are given here as what a program that takes them for Western text shows: "Céng hßa", "Coäng hoøa".
"""

import re
from typing import Final

from knowledge.ingest.syllables import legal_share

TCVN3: Final = "TCVN3 (ABC)"
VNI: Final = "VNI"

_TCVN3_TABLE: Final = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TCVN3_CODES: Final = str.maketrans(_TCVN3_TABLE)

_VNI_MARKS: Final = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_SINGLE: Final = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    table |= {old.upper(): new.upper() for old, new in _VNI_SINGLE.items()}
    for base, (marks, letters) in _VNI_MARKS.items():
        for mark, letter in zip(marks, letters, strict=True):
            table[base + mark] = letter
            for typed in (mark, mark.upper()):
                table[base.upper() + typed] = letter.upper()
    return table


VNI_TABLE: Final = _vni_table()
TCVN3_TABLE: Final = _TCVN3_TABLE
_VNI_CODES: Final = re.compile("|".join(sorted(map(re.escape, VNI_TABLE), key=len, reverse=True)))

# How much better a reading must be before text that is valid as it stands is taken for a disguise.
_CLEARLY_BETTER: Final = 0.25


def from_tcvn3(text: str) -> str:
    """Decode TCVN3: "Céng hßa x· héi" -> "Cộng hòa xã hội"."""
    return text.translate(_TCVN3_CODES)


def from_vni(text: str) -> str:
    """Decode VNI: "Coäng hoøa xaõ hoäi" -> "Cộng hòa xã hội"."""
    return _VNI_CODES.sub(lambda match: VNI_TABLE[match[0]], text)


def undisguise(text: str) -> tuple[str, str]:
    """Return ``text`` as Unicode and the encoding it was in disguise of, "" where it was none."""
    if text.isascii():
        return text, ""
    best, encoding = text, ""
    share = legal_share(text) + _CLEARLY_BETTER
    for decode, name in ((from_tcvn3, TCVN3), (from_vni, VNI)):
        decoded = decode(text)
        if decoded != text and (better := legal_share(decoded)) > share:
            best, encoding, share = decoded, name, better
    return best, encoding


def decode_for_font(text: str, font: str) -> str:
    """Decode text typed in a legacy font; text in any other font is returned as it is.

    A TCVN3 font whose name ends in H draws small letters as capitals.
    """
    name = font.rpartition("+")[2].lstrip().lower()
    if name.startswith((".vn", "vntime")):
        decoded = from_tcvn3(text)
        style = name.split("-")[0].split(",")[0]
        return decoded.upper() if style.endswith("h") and not style.endswith("ch") else decoded
    if name.startswith("vni"):
        return from_vni(text)
    return text
