"""Raw Telex decoded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalize import fold, match_form
from knowledge.language.telex import decode
from knowledge.language.tokens import syllables
from knowledge.resolution.model import Resolution

_KEYS = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_MARKS = {"\u0302": None, "\u0306": "w", "\u031b": "w"}


def _typed(syllable: str, tone_last: bool = True) -> str:
    """How a syllable is typed in Telex, its tone key at the end or right after its vowel."""
    typed, last = "", ""
    for letter in syllable.replace("đ", "dd"):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        shape = "".join(_MARKS[mark] or base for mark in marks if mark in _MARKS)
        tone = "".join(_KEYS[mark] for mark in marks if mark in _KEYS)
        typed += base + shape + ("" if tone_last else tone)
        last += tone if tone_last else ""
    return typed + last


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chir", "chỉ"),  # the tone at the end
        ("tieeu", "tiêu"),  # doubled on the spot
        ("tieue", "tiêu"),  # doubled at the end
        ("nhaapj", "nhập"),
        ("nuwowcs", "nước"),  # two horns
        ("nuowcs", "nước"),  # one key for both
        ("dduowcj", "được"),
        ("ddangr", "đảng"),
        ("hoaf", "hòa"),  # the tone of an open oa stands on the o
        ("hoanf", "hoàn"),  # of a closed one on the a
        ("quys", "quý"),  # the u belongs to the q
        ("gias", "giá"),  # the i belongs to the g
        ("khuyeens", "khuyến"),
        ("twf", "từ"),  # w alone is ư
        ("ngheof", "nghèo"),
    ],
)
def test_decode(typed: str, meant: str) -> None:
    assert decode(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "chi",  # no keystroke in it
        "bao",
        "",
        "w",
        "sss",
        "www",
        "test123",
        "xyz",
        "windows",  # no possible syllable
        "zalo",
    ],
)
def test_decode_nothing(word: str) -> None:
    assert decode(word) is None


@pytest.mark.parametrize("tone_last", [True, False])
def test_every_syllable_of_the_resolution_survives_telex(
    resolution: Resolution, tone_last: bool
) -> None:
    lost = {}
    for word in sorted(set(syllables(resolution.source))):
        if fold(word) == word or not word.isalpha():
            continue
        typed = _typed(word, tone_last)
        meant = decode(typed)
        if meant is None or match_form(meant) != word:
            lost[word] = (typed, meant)
    # Abbreviations and one misprint are no syllables.
    assert {word for word in lost if len(word) > 2} <= {"hđnd", "đuv", "vpđu"}, lost


@given(st.text(alphabet="abcdeghiklmnopqrstuvwxyfjz", max_size=12) | st.text(max_size=12))
def test_decode_anything(word: str) -> None:
    meant = decode(word)
    assert meant is None or (meant and meant != word)
