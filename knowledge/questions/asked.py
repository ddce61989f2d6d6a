"""What kind of answer a question expects: an amount of something, a time, a name - and whether a text gives it."""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.questions.reading import Reading

_TIME: Final = re.compile(
    r"\d{1,2}/\d{1,2}|\d{1,2}/\d{4}|\bngày \d|\btháng \d|\bnăm \d{4}|\bquý\b|\bđầu năm\b|\bcuối năm\b|\bkhi mới\b|\bmùa\b"
    r"|\bnhiệm kỳ\b|\bhàng (?:năm|tháng|tuần|quý)\b|\bthường xuyên\b|\bthường lệ\b|\bkịp thời\b",
    re.IGNORECASE,
)
_NAME_CUE: Final = re.compile(
    r"\bten (?:la )?(?:gi|j|chi)\b|\b(?:la|co phai la) ai\b|\bho (?:va )?ten\b|\bten (?:cua )?(?:ong|ba|dong chi)\b|\bai la\b|\bten tuoi\b"
)
_TIME_CUE: Final = re.compile(
    r"\b(?:ngay|hom|thang|gio|thu|buoi|nam) (?:nao|may|bao nhieu|mo)\b|\bbao gio\b|\bkhi nao\b|\bluc nao\b|\bmay gio\b|\bkhi mo\b"
    r"|\bchung nao\b|(?<!du )\blich\b|\bthoi gian nao\b"
)
# Before "mấy" at the start of a message: "mấy ông nợ thuế" are the men, not how many.
_OPENERS: Final = frozenset(
    {"a", "oi", "thua", "da", "the", "con", "vay", "xin", "cho", "hoi", "toi", "em", "minh"}
)
_PEOPLE_ADDRESSED: Final = frozenset(
    {"o", "chu", "co", "di", "cu", "anh", "chi", "em", "bac", "ong", "ba", "ban", "dua", "thang"}
)

# Words after "bao nhiêu" or "mấy" that go on with the sentence instead of naming what is counted.
_NO_UNIT: Final = frozenset(
    [
        "la",
        "vay",
        "the",
        "z",
        "v",
        "nhi",
        "a",
        "ha",
        "he",
        "hi",
        "nha",
        "thi",
        "moi",
        "tro",
        "nua",
        "day",
        "do",
        "trong",
        "cua",
        "tren",
        "de",
        "duoc",
        "bi",
        "dat",
        "len",
        "cho",
        "nam",
        "roi",
        "so",
        "voi",
        "hay",
        "va",
        "khong",
        "ta",
        "khi",
        "vao",
        "o",
        "tai",
        "thoi",
        "ra",
        "so",
        "tang",
        "giam",
        "rua",
        "ad",
        "bot",
        "anh",
        "chi",
        "em",
        "bac",
        "ban",
        "ong",
        "ba",
    ]
)
_NUMERALS: Final = frozenset({"van", "nghin", "ngan", "tram", "chuc", "muoi"})
_DURATIONS: Final = frozenset({"thang", "nam", "ngay", "tuan", "hom", "bua", "lau"})
_PERCENT: Final = frozenset({"phan", "tram", "cham", "percent", "ty"})
_SAME_UNIT: Final = (
    {"cuoc", "buoi", "lan", "dot", "hoi"},
    {"ho", "nha", "gia", "cua", "tiem", "cho"},
    {"con", "cai", "dau"},
    {"trieu", "tien", "dong", "tr"},
    {"nhan", "nguoi", "khau"},
    {"ha", "hecta", "hec", "dien", "mau", "sao"},
    {"ta", "tan", "san", "thoc", "lua"},
    {"to", "chuc"},
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question expects. ``unit`` is the folded word counted, "%" for a share, "" for none named."""

    amount: bool
    unit: str
    time: bool
    name: bool


def what_is_asked(reading: Reading) -> Asked:
    """Read off what kind of answer a question expects."""
    amount, unit = False, ""
    for at in range(len(reading.tokens)):
        if not _asks_how_many(reading, at):
            continue
        counted = _counted(reading, at + 1)
        if counted is None:
            continue
        amount = True
        unit = counted or unit
    words = reading.folded
    name = ("ten" in words or "ai" in words) and bool(_NAME_CUE.search(words))
    return Asked(amount or "%" in reading.text, unit, bool(_TIME_CUE.search(words)), name)


def _asks_how_many(reading: Reading, at: int) -> bool:
    """Whether a token ends "bao nhiêu" or is "mấy" (not "máy", not the plural "mấy ông ...")."""
    token = reading.tokens[at]
    if token.text in ("nhiêu", "nhieu"):
        return True
    if token.text not in ("mấy", "may"):
        return False
    if at + 1 < len(reading.tokens) and reading.tokens[at + 1].folded in _PERCENT:
        return True
    before = [t.folded for t in reading.tokens[:at]]
    return not all(word in _OPENERS for word in before)


def _counted(reading: Reading, at: int) -> str | None:
    """What is counted by the words from ``at`` on: a folded word, "%", "" for nothing named; None for no amount."""
    tokens = reading.tokens
    if at >= len(tokens):
        return "%" if "%" in reading.text[tokens[at - 1].end :] else ""
    if "%" in reading.text[tokens[at - 1].end : tokens[at].start]:
        return "%"
    word = tokens[at].folded
    if word in _NUMERALS:
        return _counted(reading, at + 1)
    if word in _DURATIONS or word in _PEOPLE_ADDRESSED:
        return None
    if word in _PERCENT:
        return "%"
    return "" if word in _NO_UNIT else word


def gives_unit(unit: str, folded_text: str) -> bool:
    """Whether a text has a figure counted in ``unit`` or in a word that stands for it."""
    if unit == "%":
        return "%" in folded_text
    family = next((group for group in _SAME_UNIT if unit in group), {unit})
    return any(re.search(rf"\d (?:[a-z]+ ){{0,2}}{word}\b", folded_text) for word in family)


def gives_time(text: str) -> bool:
    """Whether a text names a time, a period or a rhythm."""
    return bool(_TIME.search(text))
