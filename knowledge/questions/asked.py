"""What kind of answer a question expects: an amount of something, a time, a name - and whether a text gives it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.language.normalize import fold
from knowledge.language.tokens import Token
from knowledge.questions.reading import Reading

_TIME: Final = re.compile(
    r"\d{1,2}/\d{1,2}|\d{1,2}/\d{4}|\bngày \d|\btháng \d|\bnăm \d{4}|\bquý\b|\bđầu năm\b|\bcuối năm\b|\bkhi mới\b|\bmùa\b"
    r"|\b(?:thời gian|thời hạn|tiến độ|hoàn thành) (?:[^\W\d_]+ ){0,4}(?:19|20)\d\d\b"
    r"|\bnhiệm kỳ\b|\b(?:hàng|hằng) (?:năm|tháng|tuần|quý|ngày)\b|\bthường xuyên\b|\bthường lệ\b|\bkịp thời\b"
    r"|\bđịnh kỳ \d|\bngày ký\b|\b\d+ (?:giờ|ngày|tháng|tuần)\b|\bthứ (?:hai|ba|tư|năm|sáu|bảy)\b|\bchủ nhật\b",
    re.IGNORECASE,
)
_NAME_CUE: Final = re.compile(
    r"\bten (?:la )?(?:gi|j|chi)\b|\b(?:la|co phai la) ai\b|\bho (?:va )?ten\b|\bten (?:cua )?(?:ong|ba|dong chi)\b|\bai la\b|\bten tuoi\b"
)
_TIME_CUE: Final = re.compile(
    r"(?<!moi )(?<!hang )(?<!mot )\b(?:ngay|hom|thang|gio|thu|buoi|nam) (?:nao|may|bao nhieu|mo)\b(?! (?:tien|dong|trieu|phan|nguoi|ho|lan))|\bbao gio\b|\bkhi nao\b|\bluc nao\b|\bmay gio\b|\bkhi mo\b"
    r"|\bchung nao\b|(?<!du )\blich\b|\bthoi gian nao\b"
)
# Before "mấy" at the start of a message: "mấy ông nợ thuế" are the men, not how many.
_OPENERS: Final = frozenset(
    {"a", "oi", "thua", "da", "the", "con", "vay", "xin", "cho", "hoi", "toi", "em", "minh"}
)
_PEOPLE_ADDRESSED: Final = frozenset(
    {"o", "chu", "co", "di", "cu", "anh", "chi", "em", "bac", "ong", "ba", "ban", "dua", "thang"}
)

_PEOPLE_ACCENTED: Final = frozenset(
    {"chú", "cô", "dì", "cụ", "chị", "bác", "ông", "bà", "bạn", "đứa", "thằng"}
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
_HOW_MANY: Final = frozenset({"nhiêu", "nhieu", "mấy", "may"})
_NUMERALS: Final = frozenset({"van", "nghin", "ngan", "tram", "chuc", "muoi"})
_JOINING: Final = frozenset(
    {
        "bao",
        "duoc",
        "co",
        "dat",
        "thi",
        "phai",
        "can",
        "bang",
        "o",
        "muc",
        "tang",
        "giam",
        "chiem",
        "len",
        "con",
    }
)
_SHORT_UNITS: Final = frozenset({"gdp", "grdp", "usd", "ha", "km"})
_DURATIONS: Final = frozenset({"thang", "nam", "ngay", "tuan", "hom", "bua", "lau"})
_PERCENT: Final = frozenset({"phan", "tram", "cham", "percent", "ty"})
_DATE: Final = re.compile(
    r"\d{1,2}/\d{1,2}|\bngày \d|\btháng \d|\bquý [ivx\d]|\bngày ký\b", re.IGNORECASE
)
_DATE_CUE: Final = re.compile(r"\b(?:ngay|hom) (?:nao|may|bao nhieu|mo)\b")
_SOURCE_CUE: Final = re.compile(
    r"\b(?:lay|chi|tra|cap|bo tri) (?:tien |kinh phi )?(?:o |tu )(?:dau|nguon nao|ngan sach nao)\b"
    r"|\b(?:nguon|ngan sach|tien) (?:nao|o dau|tu dau)\b|\b(?:nguon kinh phi|do ai chi|ai chi tra|ai tra tien)\b"
    r"|\bdo (?:\w+ ){1,6}(?:chi tra|chi|bao dam|dam bao)(?: khong| a| vay|)$"
)
_SOURCE: Final = re.compile(r"\b(?:ngân sách|nguồn|quỹ|xã hội hóa|xã hội hoá)\b", re.IGNORECASE)
_WORDED: Final = "mot|hai|ba|bon|sau|bay|tam|chin|muoi"
_JOINS: Final = r"(?:va|cua|voi|hoac|tai|trong)\b"
"""Between a figure and a word these tell that it counts something else: "Đề án 06 và Tổ công tác"."""
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
    """What a question expects.

    ``unit`` is the folded word counted, "%" for a share, "" for none named. ``date`` asks for a day, not just a time;
    ``source`` whose money or which fund pays. ``noun`` has the folded words before "bao nhiêu", whose figure is asked where no unit is;
    ``after_unit`` the word after the unit: "cáp" of "mấy đường cáp".
    """

    amount: bool
    unit: str
    time: bool
    name: bool
    date: bool = False
    source: bool = False
    noun: str = ""
    after_unit: str = ""


def what_is_asked(reading: Reading) -> Asked:
    """Read off what kind of answer a question expects."""
    return _asked(reading.text, reading.tokens)


@lru_cache(maxsize=256)
def _asked(text: str, tokens: tuple[Token, ...]) -> Asked:
    # Several stages of one answer want to know this of the same question.
    reading = Reading(text, tokens, (), {}, {})
    amount, unit, noun, after = False, "", "", ""
    for at, token in enumerate(tokens):
        if token.text not in _HOW_MANY or not _asks_how_many(reading, at):
            continue
        counted = _counted(reading, at + 1)
        if counted is None:
            continue
        amount = True
        unit = counted or unit
        noun = noun or _before(tokens, at)
        after = tokens[at + 2].folded if counted and at + 2 < len(tokens) else after
    words = reading.folded
    name = ("ten" in words or "ai" in words) and bool(_NAME_CUE.search(words))
    return Asked(
        amount or "%" in reading.text,
        unit,
        bool(_TIME_CUE.search(words)),
        name,
        bool(_DATE_CUE.search(words)),
        bool(_SOURCE_CUE.search(words)),
        "" if unit else noun,
        after,
    )


def _before(tokens: Sequence[Token], at: int) -> str:
    """The two words before "bao nhiêu" or "mấy", less those that join: "hệ số" of "hệ số được bao nhiêu"."""
    words = [token.folded for token in tokens[:at]]
    while words and words[-1] in _JOINING:
        words.pop()
    return " ".join(words[-2:]) if len(words) > 1 and all(map(str.isalpha, words[-2:])) else ""


def stated_unit(reading: Reading) -> str:
    """Return the unit of a figure that a question states ("là 500.000 đồng đúng không"), "" for none."""
    for at, token in enumerate(reading.tokens):
        if not token.is_number or (at and reading.tokens[at - 1].folded == "nam"):
            continue  # "năm 2025 còn ..." counts nothing
        if reading.text[token.end : token.end + 2].lstrip().startswith("%"):
            return "%"
        after = reading.tokens[at + 1].folded if at + 1 < len(reading.tokens) else ""
        if any(after in group for group in _SAME_UNIT):
            return after
    return ""


def _asks_how_many(reading: Reading, at: int) -> bool:
    """Whether a token (one of ``_HOW_MANY``) ends "bao nhiêu" or is "mấy", not the plural "mấy ông ..."."""
    if reading.tokens[at].text in ("nhiêu", "nhieu"):
        return True
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
    if tokens[at].text == "có" or "," in reading.text[tokens[at - 1].end : tokens[at].start]:
        return ""
    word = _as_typed(reading, tokens[at])
    if word in _NUMERALS:
        return _counted(reading, at + 1)
    if word in _DURATIONS or _is_person(tokens[at]):
        return None
    if word in _PERCENT:
        return "%"
    return "" if word in _NO_UNIT else word


def _as_typed(reading: Reading, token: Token) -> str:
    """A counted word without accents, a short form as it was typed: texts count in "GDP", not in what it stands for."""
    typed = reading.text[token.start : token.end]
    return fold(typed.lower()) if typed.lower() in _SHORT_UNITS else token.folded


@lru_cache(maxsize=4096)
def _is_person(token: Token) -> bool:
    """Whether a word addresses someone: "cô", not the "cơ" of "mấy cơ sở"."""
    if token.accented:
        return token.text in _PEOPLE_ACCENTED
    return token.folded in _PEOPLE_ADDRESSED


def gives_unit(unit: str, folded_text: str) -> bool:
    """Whether a text has a figure counted in ``unit`` or in a word that stands for it."""
    if unit == "%":
        return "%" in folded_text
    family = next((group for group in _SAME_UNIT if unit in group), {unit})
    percent = "%?" if unit in _SHORT_UNITS else ""  # "2% GDP"
    figure = rf"(?:\d{percent}|\b(?:{_WORDED}))"
    return any(
        re.search(rf"{figure} (?:(?!{_JOINS})[a-z]+ ){{0,2}}{word}\b", folded_text)
        for word in family
    )


def gives_date(text: str) -> bool:
    """Whether a text names a day, a month or a quarter."""
    return bool(_DATE.search(text))


def gives_source(text: str) -> bool:
    """Whether a text tells from what money something is paid."""
    return bool(_SOURCE.search(text))


def gives_time(text: str) -> bool:
    """Whether a text names a time, a period or a rhythm."""
    return bool(_TIME.search(text))
