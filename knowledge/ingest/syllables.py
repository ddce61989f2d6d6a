"""Which strings are possible Vietnamese syllables: onset, rime and a tone that the rime allows."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ONSET_LIST: Final = "ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x"
_RIME_LIST: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong "
    "ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh ui um un "
    "ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc "
    "ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu"
)
_ONSETS: Final = tuple(_ONSET_LIST.split())
_RIMES: Final = frozenset(_RIME_LIST.split())
_AFTER_GI: Final = frozenset(("ê", "êng", "ênh", "êc", "ên", "êm", "êt", "êp", "êu"))
_STOPS: Final = ("c", "ch", "p", "t")
_TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a lower-case NFC word can be a Vietnamese syllable ("nghiệp", not "nghiẹp" or "team")."""
    base, tone = _split_tone(word)
    if base is None:
        return False
    return any(_fits(rime, tone) for rime in _rimes(base))


def legal_share(text: str, limit: int = 20_000) -> float:
    """Return the share of words with letters beyond ASCII that can be Vietnamese syllables, 0 for none.

    Args:
        text: any text.
        limit: how many characters from the start to look at.
    """
    words = [
        w.lower()
        for w in WORD.findall(unicodedata.normalize("NFC", text[:limit]))
        if not w.isascii()
    ]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def _split_tone(word: str) -> tuple[str | None, str]:
    tone, letters = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            if tone:
                return None, ""
            tone = _TONES[char]
        else:
            letters += char
    return unicodedata.normalize("NFC", letters), tone


def _rimes(base: str) -> list[str]:
    found = [base] if base in _RIMES else []
    for onset in _ONSETS:
        rest = base[len(onset) :]
        if not base.startswith(onset) or not _spelt(onset, rest):
            continue
        if rest in _RIMES or (onset == "gi" and rest in _AFTER_GI):
            found.append(rest)
        if onset == "gi" and ("i" + rest) in _RIMES:  # gì, gìn
            found.append("i" + rest)
        if onset == "qu" and (not rest or "u" + rest in _RIMES):
            found.append("u" + rest)
    return found


def _spelt(onset: str, rest: str) -> bool:
    """g, ng and c become gh, ngh and k before e, ê and i."""
    front = rest[:1] in ("e", "ê", "i")
    if onset in ("g", "ng", "c"):
        return not front
    return front if onset in ("gh", "ngh") else True


def _fits(rime: str, tone: str) -> bool:
    return tone in ("s", "j") if rime.endswith(_STOPS) else True
