"""From what a person typed to tokens that can be matched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.assistant import Assistant
from knowledge.language.lexicon import Lexicon
from knowledge.questions.asked import gives_time, gives_unit, what_is_asked
from knowledge.questions.cues import find_cues
from knowledge.questions.reading import LONG_PASTE, Reader, question_in, without

_READER = Reader(Lexicon({}, {}, [], {}), frozenset({"chi", "tieu"}), frozenset({"chỉ", "tiêu"}))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("BHYT", "bao hiem y te"),
        ("chir tieeu bhyt", "chi tieu bao hiem y te"),  # raw Telex
        ("ko bit bn", "khong bit bao nhieu"),  # chat spellings
        ("<b>chỉ tiêu</b> BHYT", "chi tieu bao hiem y te"),  # markup
        ("'; DROP TABLE x; -- bhyt", "bao hiem y te"),  # code
        ("{{7*7}} hộ nghèo", "ho ngheo"),  # a template
        ("xem https://a.vn/x @admin123 bhyt", "xem bao hiem y te"),  # links and names
        ("ＢＨＹＴ", "bao hiem y te"),  # full width
        ("ch\u200bỉ tiêu", "chi tieu"),  # an unseen character
        (unicodedata.normalize("NFD", "hộ nghèo"), "ho ngheo"),
        ("ktgs", "kiem tra giam sat"),  # a comma in the data is no part of a word
        ("NVQS", "nghia vu quan su"),
        ("", ""),
        ("???", ""),
    ],
)
def test_read(assistant: Assistant, typed: str, read: str) -> None:
    assert assistant.matcher.reader.read(typed).folded == read


def test_read_a_listed_abbreviation_before_chance_initials(assistant: Assistant) -> None:
    reading = assistant.matcher.reader.read("mttq phải làm gì")
    assert reading.folded.startswith("mat tran to quoc")


def test_read_weighs_words_by_what_they_say(assistant: Assistant) -> None:
    reading = assistant.matcher.reader.read("cho tôi hỏi chỉ tiêu nước sạch là bao nhiêu")
    topical = {token.folded for token in reading.topical}
    assert {"nuoc", "sach"} <= topical
    assert topical.isdisjoint({"cho", "toi", "hoi", "la"})


def test_read_keeps_the_figures_as_typed(assistant: Assistant) -> None:
    assert assistant.matcher.reader.read("96,2% hay 1.056 con").numbers == ("96,2", "1.056")


@pytest.mark.parametrize(
    ("paste", "question"),
    [
        ("Báo cáo tuần này đã nộp đủ. " * 30 + "Chỉ tiêu BHYT là bao nhiêu?", "Chỉ tiêu BHYT là bao nhiêu?"),
        ("Chỉ tiêu là gì? " + "Đã rõ. " * 3 + "Hết.", "Chỉ tiêu là gì?"),  # not at the very end
        ("Nghị quyết dài. " * 30 + "cho em hoi ho ngheo con may ho", "cho em hoi ho ngheo con may ho"),
        ("Thông báo họp chi bộ. " * 30, None),  # nothing is asked
        ("", None),
        ("...", None),
    ],
)  # fmt: skip
def test_find_the_question_in_a_paste(paste: str, question: str | None) -> None:
    assert question_in(paste) == question


def test_read_a_long_paste_by_its_question(assistant: Assistant) -> None:
    paste = "Kính gửi đồng chí, đơn vị đã nhận văn bản. " * 20 + "Chỉ tiêu BHYT là bao nhiêu?"
    assert len(paste) > LONG_PASTE
    assert assistant.ask(paste).hits[0].ref == "II.2.10"


def test_read_a_long_text_whole_where_nothing_is_asked(assistant: Assistant) -> None:
    reading = assistant.matcher.reader.read("Tiếp tục xây dựng tổ dân phố văn hóa. " * 20)
    assert reading.whole


def test_without_takes_the_weight_of_tokens() -> None:
    reading = _READER.read("chỉ tiêu")
    assert without(reading, {0}).weights[0] == 0
    assert without(reading, {0}).weights[1] == reading.weights[1]


@given(st.text(max_size=200))
def test_read_anything(text: str) -> None:
    reading = _READER.read(text)
    assert len(reading.tokens) == len(reading.weights)
    assert all(0 <= weight <= 1 for weight in reading.weights)
    assert all(token.text for token in reading.tokens)


@pytest.mark.parametrize(
    ("question", "amount", "unit", "time", "name"),
    [
        ("có bao nhiêu hộ nghèo", True, "ho", False, False),
        ("đạt bao nhiêu phần trăm", True, "%", False, False),
        ("đạt mấy phần trăm", True, "%", False, False),
        ("tỷ lệ bhyt %", True, "", False, False),
        ("chỉ tiêu là bao nhiêu", True, "", False, False),  # no unit is named
        ("khi nào xong", False, "", True, False),
        ("mấy giờ họp", False, "", True, False),
        ("ai là bí thư", False, "", False, True),
        ("mấy anh công an làm gì", False, "", False, False),  # a plural, no question of number
        ("máy nước hỏng", False, "", False, False),  # a machine
        ("mấy tháng nữa", False, "", False, False),  # how long, not how many of something
        ("hộ nghèo", False, "", False, False),
    ],
)
def test_tell_what_is_asked(
    assistant: Assistant, question: str, amount: bool, unit: str, time: bool, name: bool
) -> None:
    asked = what_is_asked(assistant.matcher.reader.read(question))
    assert (asked.amount, asked.unit, asked.time, asked.name) == (amount, unit, time, name)


def test_tell_a_number_asked_by_a_leading_may(assistant: Assistant) -> None:
    assert what_is_asked(assistant.matcher.reader.read("mấy phần trăm")).unit == "%"


@pytest.mark.parametrize(
    ("unit", "text", "given_"),
    [
        ("ho", "tren 90 ho kinh doanh", True),
        ("%", "dat 98%", True),
        ("nha", "tren 90 ho kinh doanh", True),  # another word for the same
        ("con", "tren 90 ho kinh doanh", False),
        ("ho", "ho kinh doanh", False),  # no figure
    ],
)
def test_gives_unit(unit: str, text: str, given_: bool) -> None:
    assert gives_unit(unit, text) is given_


@pytest.mark.parametrize(
    ("text", "given_"),
    [("trong tháng 4/2026", True), ("hàng quý", True), ("kịp thời", True), ("công khai", False)],
)
def test_gives_time(text: str, given_: bool) -> None:
    assert gives_time(text) is given_


@pytest.mark.parametrize(
    ("question", "cue"),
    [
        ("bao nhiêu", "amount"),
        ("bao nhieu", "amount"),
        ("ai chịu trách nhiệm", "who"),
        ("bao giờ xong", "deadline"),
        ("năm ngoái", "past"),
        ("năm nay", "present"),
        ("danh sách", "list"),
        ("nguyên văn", "verbatim"),
        ("ở đâu", "where"),
        ("có đúng không", "yesno"),
    ],
)
def test_find_cues(assistant: Assistant, question: str, cue: str) -> None:
    assert cue in find_cues(assistant.matcher.reader.read(question), "2026")
