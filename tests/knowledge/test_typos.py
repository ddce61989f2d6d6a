"""Spelling candidates over a vocabulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.typos import SpellingModel

WORDS = ["truong", "hoc", "ngheo", "nghi", "quyet", "chi", "tieu", "kiem", "tra", "nhap", "dan"]
MODEL = SpellingModel(WORDS)
ACCENTED = SpellingModel(["kiểm", "nghèo", "chỉ", "nhập", "sử", "trâu"])
letters = st.text("abcdeghiklmnopqrstuvxy", min_size=3, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trung", "truong"),  # a letter left out
        ("trruong", "truong"),  # a letter twice
        ("tieup", "tieu"),  # a letter added
        ("troung", "truong"),  # two swapped
        ("quyer", "quyet"),  # the key beside
        ("hpc", "hoc"),  # three letters
        ("cho", "chi"),
        ("nhaapj", "nhap"),  # raw Telex
        ("chuong", "truong"),  # ch for tr is more than one letter
        ("gheo", "ngheo"),
    ],
)
def test_corrections_offer(typed: str, meant: str) -> None:
    assert meant in [correction.word for correction in MODEL.corrections(typed)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kiễm", "kiểm"),  # ngã for hỏi
        ("xử", "sử"),  # x for s
        ("nhaapj", "nhập"),  # Telex decodes to the accents too
        ("châu", "trâu"),
    ],
)
def test_corrections_of_accented_words(typed: str, meant: str) -> None:
    assert ACCENTED.corrections(typed)[0].word == meant


@pytest.mark.parametrize("typed", ["", "a", "12", "9,5", "x" * 40, "đ/c", "hoàntoànkhác"])
def test_corrections_have_nothing_to_offer(typed: str) -> None:
    assert MODEL.corrections(typed) == ()


@given(st.sampled_from(WORDS), st.data())
def test_every_single_slip_is_undone(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdeghiklmnopqrstuvxy"))
    for typed in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        if len(typed) > 1 and typed != word:
            assert word in [correction.word for correction in MODEL.corrections(typed, limit=99)]


@given(letters)
def test_corrections_are_known_and_ordered(typed: str) -> None:
    found = MODEL.corrections(typed)
    assert all(correction.word in MODEL and correction.word != typed for correction in found)
    assert [c.weight for c in found] == sorted((c.weight for c in found), reverse=True)


@pytest.mark.parametrize(
    ("joined", "parts"), [("chitieu", ("chi", "tieu")), ("chi", None), ("xyzabc", None)]
)
def test_split(joined: str, parts: tuple[str, str] | None) -> None:
    assert MODEL.split(joined) == parts


def test_the_commonest_words_are_indexed() -> None:
    words = [f"{'abcdefghij'[at % 10]}{'klmnopqrst'[at // 10 % 10]}x" * 2 for at in range(100)]
    assert "truong" in SpellingModel([*words, "truong"], [*range(100), 1000])
