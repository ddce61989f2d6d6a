"""The search index over any Vietnamese texts."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import DataFileError
from knowledge.language.normalize import fold
from knowledge.language.tokens import folded_syllables, tokenize
from knowledge.search import SearchIndex
from knowledge.search.asking import ASKING, asking_weights, asks_for_a_year
from knowledge.search.corpus import canonical, read_corpus

DOCUMENTS = [
    ("bhyt", "Tỷ lệ người dân tham gia bảo hiểm y tế đạt 96,2 % trở lên."),
    ("ngheo", "Giảm tỷ lệ hộ nghèo xuống dưới 1 % vào năm 2030."),
    ("thu", "Thu ngân sách nhà nước trên địa bàn tăng 10,5 % mỗi năm."),
    ("truong", "Xây dựng trường học đạt chuẩn quốc gia ở các xã, phường."),
    ("duong", "Mở rộng đường giao thông nông thôn, nâng cấp đường tỉnh."),
    ("kiem", "Đổi mới phương pháp kiểm tra, giám sát của cấp ủy."),
    ("so18", "Hoàn thành 18 chỉ tiêu chủ yếu của nhiệm kỳ."),
    ("so15", "Hoàn thành 15 chỉ tiêu chủ yếu của nhiệm kỳ."),
]
INDEX = SearchIndex.build(DOCUMENTS)

QUESTIONS = [
    ("tỷ lệ hộ nghèo còn bao nhiêu", "ngheo"),  # as printed
    ("ti le ho ngheo con bao nhieu", "ngheo"),  # no accents, i for y
    ("bảo hiem y te", "bhyt"),  # half-accented
    ("nâng cấp đường tỉnh", "duong"),  # d and đ
    ("ngân sách nhà nứơc", "thu"),  # the tone on the wrong vowel
    ("phương pháp kiễm tra", "kiem"),  # ngã for hỏi
    ("trườg học đạt chuẩn", "truong"),  # a letter left out
    ("giao thôgn nông thôn", "duong"),  # two letters swapped
    ("giams sát của cấp ủy", "kiem"),  # a Telex keystroke left standing
    ("18 chỉ tiêu chủ yếu", "so18"),  # a figure matches exactly
    ("15 chỉ tiêu chủ yếu", "so15"),
    ("GIẢM TỶ LỆ HỘ NGHÈO", "ngheo"),  # capitals
    ("gia\u0309m ty\u0309 le\u0323\u0302 ho\u0323\u0302 nghe\u0300o", "ngheo"),  # NFD
]

words = st.sampled_from(sorted({w for _, text in DOCUMENTS for w in folded_syllables(text)}))
texts = st.lists(words, min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_search_finds(question: str, expected: str) -> None:
    assert INDEX.search(question, limit=3)[0].id == expected


def test_an_accent_typed_is_taken_at_its_word() -> None:
    index = SearchIndex.build(
        [("bạn", "bạn giúp việc đó"), ("bán", "bán giúp việc đó"), ("bàn", "bàn giúp việc đó")]
    )
    found = {hit.id: hit.score for hit in index.search("bán thì giúp")}
    assert found["bán"] > found["bạn"] == found["bàn"]


def test_one_accent_mistaken_is_found_by_its_neighbours() -> None:
    assert INDEX.search("trường hóc đạt chuẩn", limit=1)[0].id == "truong"


@pytest.mark.parametrize("size", [30, 3_000])
def test_equals_come_in_the_order_they_were_built_in(size: int) -> None:
    index = SearchIndex.build((str(at), "trùng nhau hoàn toàn") for at in range(size))
    assert [hit.id for hit in index.search("trung nhau", limit=4)] == ["0", "1", "2", "3"]


def test_empty_texts_change_no_score() -> None:
    more = SearchIndex.build([*DOCUMENTS, *((f"empty {at}", "") for at in range(50))])
    for question, _ in QUESTIONS:
        assert more.search(question) == INDEX.search(question)


@given(texts)
def test_comparing_goes_both_ways(question: str) -> None:
    query = INDEX.analyze(question)
    scores, coverage, likeness = INDEX.compare(query)
    shared = INDEX.shared(query)
    assert (scores == INDEX.scores(query)).all()
    assert coverage == pytest.approx(np.minimum(shared / query.mass, 1), abs=1e-5)
    back = shared / INDEX._postings.mass
    both = 2 * coverage * back / np.maximum(coverage + back, 1e-6)
    assert likeness == pytest.approx(both, abs=1e-5)


@pytest.mark.parametrize("question", ["", "   ", "?!", "\u200b", "xyzzy qwrtp"])
def test_search_finds_nothing_in_nothing(question: str) -> None:
    assert INDEX.search(question) == [] or max(hit.score for hit in INDEX.search(question)) < 10


@given(st.text(max_size=80))
def test_search_never_raises(question: str) -> None:
    hits = INDEX.search(question)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.id for hit in hits}) == len(hits) <= 10


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=40))
def test_build_takes_any_texts(some: list[str], question: str) -> None:
    index = SearchIndex.build((str(at), text) for at, text in enumerate(some))
    query = index.analyze(question)
    assert index.scores(query).shape == index.shared(query).shape == (len(some),)
    assert len(index.search(question)) <= len(some)


@settings(max_examples=50, deadline=None)
@given(st.lists(texts, min_size=1, max_size=8, unique_by=lambda t: tuple(folded_syllables(t))))
def test_every_document_finds_itself(some: list[str]) -> None:
    index = SearchIndex.build((str(at), text) for at, text in enumerate(some))
    for at, text in enumerate(some):
        assert str(at) in [hit.id for hit in index.search(text, limit=len(some))]


@pytest.mark.parametrize("text", [text for _, text in DOCUMENTS])
def test_search_ranks_a_text_first_for_itself(text: str) -> None:
    assert dict(DOCUMENTS)[INDEX.search(text)[0].id] == text
    assert dict(DOCUMENTS)[INDEX.search(fold(text))[0].id] == text


@given(texts)
def test_shared_is_at_most_the_mass(question: str) -> None:
    query = INDEX.analyze(question)
    shared = INDEX.shared(query)
    assert shared.dtype == INDEX.scores(query).dtype == np.float32
    assert (shared <= query.mass + 1e-3).all()


def test_shared_is_the_mass_of_a_text_that_has_everything() -> None:
    tokens = tokenize("giảm tỷ lệ hộ nghèo")
    query = INDEX.analyze_tokens(tokens, [1.0] * len(tokens))
    assert INDEX.shared(query)[1] == pytest.approx(query.mass, rel=1e-4)
    assert INDEX.shared(query)[2] < query.mass / 2


def test_analyze_counts_the_unknown_in_the_mass() -> None:
    known, more = INDEX.analyze("hộ nghèo"), INDEX.analyze("hộ nghèo xyzzy")
    assert more.mass > known.mass


def test_analyze_tokens_leaves_out_a_word_of_no_weight() -> None:
    tokens = tokenize("hộ nghèo 18")
    weighed = INDEX.analyze_tokens(tokens, [1.0, 1.0, 0.0])
    assert weighed.rows.tolist() == INDEX.analyze_tokens(tokens[:2], [1.0, 1.0]).rows.tolist()


def test_analyze_tokens_wants_a_weight_for_each() -> None:
    with pytest.raises(ValueError, match="2 tokens but 1 weights"):
        INDEX.analyze_tokens(tokenize("hộ nghèo"), [1.0])


def test_analyze_restores_and_corrects() -> None:
    assert INDEX.analyze("phuong phap kiem tra").forms == ("phương", "pháp", "kiểm", "tra")
    assert INDEX.analyze("ngân sáhc").forms == ("ngân", "sách")


def test_typed_accents_count() -> None:
    index = SearchIndex.build([("a", "đường lớn"), ("b", "dương lớn"), ("c", "khác hẳn")])
    assert index.search("đường")[0].id == "a"
    assert index.search("dương")[0].id == "b"
    assert {hit.id for hit in index.search("duong")} == {"a", "b"}


def test_a_heading_counts_more() -> None:
    body = "quy định chung về việc này và những việc khác có liên quan trong văn bản"
    index = SearchIndex.build(
        [
            ("in text", f"Điều khoản thi hành\n{body} học phí {body}"),
            ("in heading", f"Học phí\n{body} thi hành {body}"),
        ]
    )
    assert index.search("học phí")[0].id == "in heading"


def test_save_and_load_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "kept.index"
    INDEX.save(path)
    again = SearchIndex.load(path)
    assert again.ids == INDEX.ids
    assert (again._postings.mass == INDEX._postings.mass).all()
    for question, _ in QUESTIONS:
        assert again.search(question) == INDEX.search(question)
    assert [file.name for file in path.parent.iterdir()] == ["kept.index"]


def test_load_names_a_missing_and_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="Không có chỉ mục"):
        SearchIndex.load(tmp_path / "none")
    broken = tmp_path / "broken"
    for content in (b"", b"not an index", b"PK\x03\x04 cut off"):
        broken.write_bytes(content)
        with pytest.raises(DataFileError, match="bị hỏng"):
            SearchIndex.load(broken)


def test_build_refuses_an_id_twice() -> None:
    with pytest.raises(ValueError, match="'a'"):
        SearchIndex.build([("a", "một"), ("a", "hai")])


def test_large_corpus_ranks_as_a_small_one() -> None:
    # Enough entries that the commonest features are looked up for a shortlist only.
    filler = [(f"f{at}", f"của và các những nhà nước quy định {at}") for at in range(12_000)]
    index = SearchIndex.build([*filler, *DOCUMENTS])
    for question, expected in QUESTIONS:
        assert index.search(f"của và các những {question}")[0].id == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("1.056", "1056"),  # a dot between thousands
        ("10,5", "10,5"),  # a decimal comma
        ("1.056,50", "1056,50"),
        ("07", "7"),  # a day or a document's number
        ("0", "0"),
        ("3.2.1", "3.2.1"),  # a heading's number
        ("nghèo", "nghèo"),
    ],
)
def test_canonical(form: str, expected: str) -> None:
    assert canonical(form) == expected


def test_asking_weights() -> None:
    forms = ["tỷ", "lệ", "hộ", "nghèo", "là", "bao", "nhiêu"]
    assert asking_weights(forms) == [1.0] * 4 + [ASKING] * 3


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("hoàn thành năm nào", True),
        ("hoan thanh nam nao", True),  # no accents
        ("bao giờ xong", True),
        ("xã nào xong", False),
    ],
)
def test_asks_for_a_year(question: str, wants: bool) -> None:
    assert asks_for_a_year(question.split()) is wants


def test_a_sentence_with_the_words_together_comes_first() -> None:
    index = SearchIndex.build(
        [
            (
                "apart",
                "Học phí do nhà trường thu. Sinh viên nghỉ học. Việc miễn lệ phí do tỉnh lo.",
            ),
            ("together", "Nhà trường lo việc này. Sinh viên được miễn học phí. Tỉnh thu lệ phí."),
        ]
    )
    assert index.search("miễn học phí cho sinh viên")[0].id == "together"


def test_read_corpus_finds_sentences() -> None:
    corpus = read_corpus(["Một hai. Ba 1.056 bốn;\nnăm", "", "...", "sáu", "bảy " * 250])
    # The last text has no stop and is cut into equal parts.
    assert corpus.sentences.tolist() == [0, 2, 5, 6, 7, 90, 173]
    assert corpus.offsets.tolist() == [0, 6, 6, 6, 7, 257]


@pytest.mark.parametrize("words", [90, 400])
def test_a_very_long_question_is_searched_for(words: int) -> None:
    texts = [
        " ".join(f"{a}{b}{at}" for b in "aeiouy") for at, a in enumerate("bcdghklmnpqrstvx" * 6)
    ]
    index = SearchIndex.build((str(at), text) for at, text in enumerate([*texts, " ".join(texts)]))
    question = " ".join(" ".join(texts).split()[:words])
    assert len(index.search(question)) == 10


def test_read_corpus_shows_progress_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    read_corpus(["một hai", "ba"], progress=True)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "texts" in captured.err
