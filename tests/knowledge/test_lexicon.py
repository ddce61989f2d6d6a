"""The words people use: abbreviations, chat spellings, concepts, fillers."""

import pytest

from knowledge.errors import DataFileError
from knowledge.language.lexicon import (
    PhraseTable,
    bundled_lexicon,
    merge_concepts,
    read_language_file,
)
from knowledge.language.tokens import tokenize

LEXICON = bundled_lexicon()


def _concepts(text: str) -> set[str]:
    found = LEXICON.concepts.find(tokenize(text), overlapping=True)
    return {LEXICON.concept_names[use.payload.concept] for use in found}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("bhyt", "bảo hiểm y tế"),
        ("tthc", "thủ tục hành chính"),
        ("gpmb", "giải phóng mặt bằng"),
        ("antt", "an ninh trật tự"),
        ("nvqs", "nghĩa vụ quân sự"),
        ("ktgs", "kiểm tra giám sát"),
        ("cchc", "cải cách hành chính"),
        ("pbgdpl", "phổ biến giáo dục pháp luật"),
        ("gcnqsdđ", "giấy chứng nhận quyền sử dụng đất"),
        ("tdp", "tổ dân phố"),
        ("mttq", "mặt trận tổ quốc"),
        ("hđnd", "hội đồng nhân dân"),
        ("ubnd", "ủy ban nhân dân"),
        ("ubkt", "ủy ban kiểm tra"),
    ],
)
def test_expand_abbreviations(short: str, long: str) -> None:
    (token,) = tokenize(short)
    assert any(long in text for text in LEXICON.expand(token)), LEXICON.expand(token)


@pytest.mark.parametrize(
    ("typed", "word"), [("ko", "không"), ("dc", "được"), ("bn", "bao nhiêu"), ("j", "gì")]
)
def test_expand_chat_spellings(typed: str, word: str) -> None:
    (token,) = tokenize(typed)
    assert word in LEXICON.expand(token)


def test_expand_no_ordinary_word() -> None:
    (token,) = tokenize("nghèo")
    assert LEXICON.expand(token) == ()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("thẻ bảo hiểm", "bảo hiểm y tế"),
        ("đi bộ đội", "nhập ngũ"),
        ("sổ đỏ", "giấy chứng nhận quyền sử dụng đất"),
        ("nước máy", "nước sạch"),
        ("loa phường", "truyền thanh"),
        ("heo", "lợn"),
        ("bà con", "nhân dân"),
    ],
)
def test_everyday_words_share_a_concept(said: str, meant: str) -> None:
    assert _concepts(said) & _concepts(meant)


@pytest.mark.parametrize(
    ("typed", "payloads"),
    [
        ("thẻ bảo hiểm y tế", ["bhyt"]),
        ("the bao hiem y te", ["bhyt"]),  # typed without accents
        ("thẻ bao hiem y tế", ["bhyt"]),  # with some
        ("bảo hiễm y tế", ["bhyt"]),  # one wrong accent in a long phrase is a slip
        ("bảo hiểm", ["bh"]),  # the shorter one alone
        ("báo hiếm", []),  # in a short phrase an accent makes another word
        ("hiểm y tế", []),
        ("", []),
    ],
)
def test_find_phrases(typed: str, payloads: list[str]) -> None:
    table = PhraseTable([("bảo hiểm y tế", "bhyt"), ("bảo hiểm", "bh")])
    assert [found.payload for found in table.find(tokenize(typed))] == payloads


def test_find_tells_whether_the_accents_were_typed() -> None:
    table = PhraseTable([("hộ nghèo", "poor")])
    assert [found.exact for found in table.find(tokenize("hộ nghèo, ho ngheo"))] == [True, False]


def test_find_overlapping_phrases() -> None:
    table = PhraseTable([("tổ dân phố", "tdp"), ("dân phố văn hóa", "dpvh")])
    tokens = tokenize("tổ dân phố văn hóa")
    assert [found.payload for found in table.find(tokens)] == ["tdp"]
    assert [found.payload for found in table.find(tokens, overlapping=True)] == ["tdp", "dpvh"]


def test_merge_concepts_of_one_name() -> None:
    merged = merge_concepts(
        [{"name": "lợn", "same": ["heo"]}], [{"name": "lợn", "same": ["pig"], "near": ["hog"]}]
    )
    assert merged == [{"name": "lợn", "same": ["heo", "pig"], "near": ["hog"]}]


def test_read_language_file_that_is_missing() -> None:
    with pytest.raises(DataFileError, match="no-such"):
        read_language_file("no-such")


@pytest.mark.parametrize(
    "name",
    ["abbreviations", "teencode", "synonyms", "english", "fillers", "cues", "smalltalk", "outside",
     "places", "unstated", "weights"],
)  # fmt: skip
def test_every_language_file_reads(name: str) -> None:
    assert read_language_file(name)


def test_the_lexicon_is_broad() -> None:
    assert len(LEXICON.abbreviations) >= 100
    assert len(LEXICON.chat) >= 50
    assert len(LEXICON.concept_names) >= 150
    assert all(term.strip() for term in LEXICON.terms())
