"""Normal forms of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalize import clean, fold, has_accents, match_form
from knowledge.language.tokens import folded_syllables, syllables, tokenize

_any_text = st.text(st.characters(), max_size=80) | st.text(
    st.characters(categories=["Cc", "Cf", "Cs", "Mn", "Co"]), max_size=40
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chỉ tiêu", "chỉ tiêu"),
        (unicodedata.normalize("NFD", "chỉ tiêu"), "chỉ tiêu"),  # composed
        ("ch\u200bỉ t\ufeffiêu\u00ad", "chỉ tiêu"),  # the unseen goes
        ("\u202echỉ\u202c tiêu", "chỉ tiêu"),  # direction marks
        ("a\x00b\x07c", "a b c"),  # a control character parts words
        ("a\nb\tc", "a\nb\tc"),  # line breaks stay
        ("x\ud800y", "x y"),  # half a character
        ("BHYT ❤️", "BHYT ❤"),  # a variation selector
        ("", ""),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "ủy ban"),  # old and new tone placement
        ("HOÀ GIẢI", "hòa giải"),
        ("khoẻ", "khỏe"),
        ("thuỷ lợi", "thủy lợi"),
        ("ｑｕý", "quý"),  # full width
        ("ﬁ", "fi"),  # a ligature
        (unicodedata.normalize("NFD", "Đường"), "đường"),
    ],
)
def test_match_form_joins_spellings(one: str, other: str) -> None:
    assert match_form(one) == match_form(other) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quý", "qúy"),  # the u belongs to the q
        ("hoàn", "hòan"),  # closed by n: only one placement is right
        ("ma", "mà"),
        ("đá", "dá"),
    ],
)
def test_match_form_keeps_apart(one: str, other: str) -> None:
    assert match_form(one) != match_form(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đạt 96,2 %", "Dat 96,2 %"),  # case and signs stay
        ("ĐƯỜNG ưỡn ẹo", "DUONG uon eo"),
        ("a\u0301", "a"),  # a stray mark
        ("ðồng", "dong"),  # the Icelandic letter some keyboards give
        ("plain", "plain"),
        ("日本", "日本"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "accented"), [("chi tieu", False), ("chỉ tieu", True), ("d", False), ("đ", True)]
)
def test_has_accents(text: str, accented: bool) -> None:
    assert has_accents(text) is accented


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đạt 96,2 % trở lên.", ["đạt", "96,2", "trở", "lên"]),  # a figure is one token
        ("1.056 con", ["1.056", "con"]),
        ("144-QĐ/TW", ["144", "qđ", "tw"]),
        ("tháng 4/2026", ["tháng", "4", "2026"]),
        ("a_b", ["a", "b"]),
        ("👍🏽 ok", ["ok"]),
        ("... ?!", []),
    ],
)
def test_split_into_syllables(text: str, expected: list[str]) -> None:
    assert syllables(text) == expected
    assert [token.text for token in tokenize(text)] == expected


def test_tokens_know_what_was_typed() -> None:
    number, word, plain = tokenize("12 Chỉ tieu")
    assert number.is_number
    assert (word.text, word.folded, word.accented) == ("chỉ", "chi", True)
    assert not plain.accented


@given(_any_text)
def test_clean_is_stable(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not any("\ud800" <= character <= "\udfff" for character in once)


@given(_any_text)
def test_fold_leaves_no_accent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not has_accents(fold(text))


@given(_any_text)
def test_tokens_stand_where_they_say(text: str) -> None:
    cleaned = clean(text)
    tokens = tokenize(cleaned)
    ends = [0, *(token.end for token in tokens)]
    for token, before in zip(tokens, ends, strict=False):
        assert before <= token.start < token.end <= len(cleaned)
        assert match_form(cleaned[token.start : token.end]) == token.text


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ 0123456789.,", max_size=60))
def test_folding_and_splitting_agree(text: str) -> None:
    assert folded_syllables(text) == [token.folded for token in tokenize(text)]


@given(_any_text)
def test_the_form_of_text_does_not_matter(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    apart = unicodedata.normalize("NFD", text)
    assert clean(composed) == clean(apart)
