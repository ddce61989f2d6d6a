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
_COUNT_CUE: Final = re.compile(
    r"\b(?P<cue>bao nhieu|may|how many|bao lam) (?P<unit>[a-z]+)(?: (?P<next>[a-z]+))?"
)
_NAME_CUE: Final = re.compile(
    r"\bten (?:la )?(?:gi|j|chi)\b|\b(?:la|co phai la) ai\b|\bho (?:va )?ten\b|\bten (?:cua )?(?:ong|ba|dong chi)\b|\bai la\b|\bten tuoi\b"
)
_TIME_CUE: Final = re.compile(
    r"\b(?:ngay|hom|thang|gio|thu|buoi|nam) (?:nao|may|bao nhieu|mo)\b|\bbao gio\b|\bkhi nao\b|\bluc nao\b|\bmay gio\b|\bkhi mo\b"
    r"|\bchung nao\b|(?<!du )\blich\b|\bthoi gian nao\b"
)
_PLURAL_STARTS: Final = re.compile(
    r"^(?:(?:a|oi|thua|da|the|con|vay|xin|cho|hoi|toi|em|minh) )*may "
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
    {"ha", "hecta", "hec", "dien"},
    {"ta", "tan", "san"},
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
    words = reading.folded
    if "may" in words:  # "máy" typed with its accent is a machine, not "mấy"
        words = " ".join("máy" if token.text == "máy" else token.folded for token in reading.tokens)
    amount, unit = False, ""
    for match in _COUNT_CUE.finditer(words):
        if match["cue"] == "may" and _PLURAL_STARTS.match(words[: match.end()]):
            continue
        counted = match["next"] or "" if match["unit"] in _NUMERALS else match["unit"]
        if counted in _DURATIONS:
            continue
        amount = True
        if counted in _PERCENT:
            unit = "%"
        elif counted not in _NO_UNIT:
            unit = counted
    if re.search(r"\b(?:bao nhieu|may)$|%", words) or "%" in reading.text:
        amount = True
    name = ("ten" in words or "ai" in words) and bool(_NAME_CUE.search(words))
    return Asked(amount, unit, bool(_TIME_CUE.search(words)), name)


def gives_unit(unit: str, folded_text: str) -> bool:
    """Whether a text has a figure counted in ``unit`` or in a word that stands for it."""
    if unit == "%":
        return "%" in folded_text
    family = next((group for group in _SAME_UNIT if unit in group), {unit})
    return any(re.search(rf"\d (?:[a-z]+ ){{0,2}}{word}\b", folded_text) for word in family)


def gives_time(text: str) -> bool:
    """Whether a text names a time, a period or a rhythm."""
    return bool(_TIME.search(text))
