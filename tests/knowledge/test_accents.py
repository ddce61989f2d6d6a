"""Accents restored from a corpus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.accents import AccentModel
from knowledge.language.normalize import clean, fold
from knowledge.language.tokens import folded_syllables, tokenize

MODEL = AccentModel.learn(
    [
        "Chỉ tiêu về y tế: tỷ lệ người dân tham gia bảo hiểm y tế.",
        "Xây dựng đường giao thông nông thôn. Tỉnh Bình Dương giảm hộ nghèo.",
        "Bảo đảm an ninh, trật tự. Bảo hiểm xã hội. Tế bào.",
        "Ban Chấp hành ban hành chỉ thị về công tác cán bộ. Bán hàng.",
    ]
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("chi tieu ve y te", "chỉ tiêu về y tế"),  # all left out
        ("bảo hiem y tế", "bảo hiểm y tế"),  # half
        ("Binh Duong", "Bình Dương"),  # case kept
        ("BAO HIEM XA HOI", "BẢO HIỂM XÃ HỘI"),
        ("duong giao thong", "đường giao thông"),  # by its neighbour
        ("ban hanh chi thi", "ban hành chỉ thị"),  # a form without accents
        ("hello, 12 chi tieu!", "hello, 12 chỉ tiêu!"),  # the unknown and the rest stay
        ("té bao", "té bào"),  # what was typed is kept
        ("", ""),
    ],
)
def test_restore(typed: str, expected: str) -> None:
    assert MODEL.restore(typed) == expected


@given(st.text(max_size=60))
def test_restore_changes_accents_only(text: str) -> None:
    assert folded_syllables(MODEL.restore(text)) == folded_syllables(clean(text))


@given(st.lists(st.sampled_from(["chi", "tieu", "tế", "bao", "hiểm", "xyz", "12"]), max_size=10))
def test_weights_sum_to_one(words: list[str]) -> None:
    for options in MODEL.weigh(tokenize(" ".join(words))):
        assert not options or sum(share for _, share in options) == pytest.approx(1.0)


def test_a_form_without_accents_is_kept_among_accented_ones() -> None:
    assert MODEL.restore("Cán bộ ban chấp hành") == "Cán bộ ban chấp hành"


def test_learn_from_nothing() -> None:
    empty = AccentModel.learn([])
    assert empty.restore("chi tieu") == "chi tieu"
    assert AccentModel.learn(["một"]).restore(fold("một")) == "một"
