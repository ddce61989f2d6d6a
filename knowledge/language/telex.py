"""Raw Telex: what a keyboard left in the wrong mode sends ("chir tieeu" for "chỉ tiêu")."""

import re
import unicodedata
from typing import Final

_TONES: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_DOUBLED: Final = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ"}
_VOWELS: Final = "aăâeêioôơuưy"
_SYLLABLE: Final = re.compile(
    rf"(?P<onset>ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    rf"(?P<nucleus>[{_VOWELS}]{{1,3}})"
    rf"(?P<coda>ch|ng|nh|[cmnpt])?"
)


def decode(word: str) -> str | None:
    """Decode one lower-case ASCII word typed in Telex.

    Returns:
        The Vietnamese syllable ("nhaapj" -> "nhập", "nuwowcs" -> "nước"), or None where ``word``
        has no Telex keystroke or does not decode to a possible syllable.
    """
    letters, tone, marked, after_vowel = "", "", False, False
    for letter in word:
        if letter in _TONES and after_vowel and not tone:
            tone = _TONES[letter]
            continue
        if letter == "w":
            base = _with_horn(letters)
            if base is None:
                return None
            letters, marked, after_vowel = base, True, True
            continue
        # The second a, e, o or d may come later in the syllable: "tieue", "dduowcj".
        place = letters.rfind(letter)
        near = place == 0 if letter == "d" else len(letters) - place <= 3
        if letter * 2 in _DOUBLED and place >= 0 and near:
            letters = letters[:place] + _DOUBLED[letter * 2] + letters[place + 1 :]
            marked = True
            continue
        letters += letter
        after_vowel = after_vowel or letter in _VOWELS
    if not (tone or marked):
        return None
    match = _SYLLABLE.fullmatch(letters)
    if match is None:
        return None
    return _place_tone(match["onset"] or "", match["nucleus"], match["coda"] or "", tone)


def _with_horn(letters: str) -> str | None:
    """Apply a ``w``: uo -> ươ, u -> ư, o -> ơ, a -> ă; alone it is ư."""
    for pair, marked in (("uo", "ươ"), ("ưo", "ươ"), ("uơ", "ươ")):
        at = letters.rfind(pair)
        if at >= 0:
            return letters[:at] + marked + letters[at + 2 :]
    for at in range(len(letters) - 1, -1, -1):
        marked_letter = {"u": "ư", "o": "ơ", "a": "ă"}.get(letters[at])
        if marked_letter:
            return letters[:at] + marked_letter + letters[at + 1 :]
    return letters + "ư" if letters and letters[-1] not in _VOWELS else None


def _place_tone(onset: str, nucleus: str, coda: str, tone: str) -> str:
    if not tone:
        return onset + nucleus + coda
    at = next((i for i in range(len(nucleus) - 1, -1, -1) if nucleus[i] in "ăâêôơư"), -1)
    if "ươ" in nucleus:
        at = nucleus.index("ơ")
    if at < 0:
        if len(nucleus) == 1:
            at = 0
        elif coda:
            at = len(nucleus) - 1
        else:
            at = 1 if len(nucleus) == 3 else 0
    toned = unicodedata.normalize("NFC", nucleus[at] + tone)
    return onset + nucleus[:at] + toned + nucleus[at + 1 :] + coda
