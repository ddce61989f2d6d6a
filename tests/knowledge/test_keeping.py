"""What is kept of documents: the same answers from it as from a fresh reading, nothing read or indexed twice."""

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge import keeping
from knowledge.assistant import Assistant
from knowledge.bundled import bundled_assistant
from knowledge.library import Library
from knowledge.lookup import Lookup
from knowledge.questions import segmented
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.keeping import from_plain, to_plain
from knowledge.resolution.load import load_text
from knowledge.search import SearchIndex
from knowledge.shelf import Shelf
from knowledge.storage.database import Database, open_database
from knowledge.storage.documents import Documents
from knowledge.storage.kept import Held, KeptFolder

QUESTIONS = Path(__file__).parents[1] / "questions" / "regression.jsonl"
SMALL = """Thiên Hương, ngày 20 tháng 12 năm 2026

Số {number}-NQ/ĐU

NGHỊ QUYẾT
BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG THIÊN HƯƠNG
VỀ MỤC TIÊU NĂM 2027

I. CHỈ TIÊU

1. Một số chỉ tiêu chủ yếu

(1) Tỷ lệ người dân tham gia BHYT: Đạt {share} % trở lên.

(2) Thu ngân sách nhà nước trên địa bàn tăng 12% so với số thực hiện năm 2026.

II. NHIỆM VỤ

- Ủy ban nhân dân phường xây dựng kế hoạch trồng cây xanh trong tháng 3/2027.
"""
ASKED = ("chỉ tiêu BHYT là bao nhiêu", "thu ngan sach tang bao nhieu", "trồng cây xanh lúc nào")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
def documents(database: Database) -> Documents:
    store = Documents(database)
    store.load(load_bundled())
    for number in range(20, 23):
        store.load(load_text(SMALL.format(number=number, share=number + 70)))
    return store


def _numbers(documents: Documents) -> list[str]:
    return [summary.number for summary in documents.summaries()]


def _refuse(*_: Any, **__: Any) -> Any:
    raise AssertionError("a text was read or indexed again")


def _forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing parse, segment or index a text of a document."""
    monkeypatch.setattr(SearchIndex, "build", _refuse)
    for place in (
        "knowledge.keeping.build_parts",
        "knowledge.keeping.build_outside",
        "knowledge.keeping.load_bundled",
        "knowledge.keeping.load_phrasings",
        "knowledge.shelf.rebuild",
        "knowledge.questions.parts.tokenize",
        "knowledge.questions.parts.tokens_of",
        "knowledge.questions.parts.read_corpus",
        "knowledge.questions.parts.build_postings",
        "knowledge.questions.outside.tokenize",
        "knowledge.questions.outside.read_corpus",
        "knowledge.questions.vocabulary.tokenize",
        "knowledge.questions.nodes.sentences",
        "knowledge.resolution.load.parse",
        "knowledge.wordindex.tokenize",
    ):
        monkeypatch.setattr(place, _refuse)
    monkeypatch.setattr("knowledge.questions.outside._shared", {})


def test_a_resolution_comes_back_as_it_was() -> None:
    resolution = load_bundled()
    assert from_plain(json.loads(json.dumps(to_plain(resolution)))) == resolution
    small = load_text(SMALL.format(number=20, share=90))
    assert from_plain(json.loads(json.dumps(to_plain(small)))) == small


def test_answers_from_what_is_kept_are_those_of_a_fresh_reading(
    assistant: Assistant, tmp_path: Path
) -> None:
    folder = KeptFolder(tmp_path / "kept")
    bundled_assistant(folder=folder)
    kept = bundled_assistant(folder=folder)
    assert kept.phrasings[:] == assistant.phrasings[:]
    assert kept.unanswered == assistant.unanswered
    for line in QUESTIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        found = kept.ask(row["q"], row.get("prev"))
        assert repr(found) == repr(assistant.ask(row["q"], row.get("prev")))


def test_a_loaded_document_answers_the_same_from_what_is_kept(documents: Documents) -> None:
    fresh = [Shelf(documents).assistant("21-NQ/ĐU").ask(question) for question in ASKED]
    kept = [Shelf(documents).assistant("21-NQ/ĐU").ask(question) for question in ASKED]
    assert list(map(repr, kept)) == list(map(repr, fresh))
    assert "91 %" in fresh[0].parts[0].text


def test_a_second_start_reads_and_indexes_nothing(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Shelf(documents)
    first.prepare_many(_numbers(documents))
    for number in _numbers(documents):
        assert Lookup(first.assistant(number)).find("BHYT")
    _forbid_reading(monkeypatch)
    second = Shelf(documents)
    for number in _numbers(documents):
        second.prepare(number)
        assistant = second.assistant(number)
        assert assistant.ask("chỉ tiêu BHYT là bao nhiêu").answered
        assert Lookup(assistant).find("BHYT")
        assert second.resolution(number).number == number


def test_many_are_prepared_on_all_cores_and_only_once(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(23, 33):
        documents.load(load_text(SMALL.format(number=number, share=number)))
    told: list[str] = []
    shelf = Shelf(documents)
    shelf.prepare_many([*_numbers(documents), "99-NQ/XX"], told.append)
    assert set(told) >= set(_numbers(documents)) - {shelf.bundled.number}
    before = {path: path.stat().st_mtime_ns for path in _files(shelf)}
    shelf.prepare_many(_numbers(documents))
    assert {path: path.stat().st_mtime_ns for path in _files(shelf)} == before
    _forbid_reading(monkeypatch)
    assert "32 %" in shelf.assistant("32-NQ/ĐU").ask(ASKED[0]).parts[0].text


def test_dead_workers_lose_nothing(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def die(*_: Any) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("knowledge.shelf.MANY", 2)
    monkeypatch.setattr("knowledge.shelf._take", die)
    told: list[str] = []
    shelf = Shelf(documents)
    shelf.prepare_many(_numbers(documents), told.append)
    assert sorted(told) == sorted(_numbers(documents))
    assert "died" in caplog.text
    _forbid_reading(monkeypatch)
    assert shelf.assistant("20-NQ/ĐU").ask(ASKED[0]).answered


def _files(shelf: Shelf) -> list[Path]:
    folder = shelf.folder.folder
    assert folder is not None
    return sorted(folder.iterdir())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _pickle(path: Path) -> None:
    """What would run code if it were unpickled."""
    with path.open("wb") as file:
        np.savez(file, key=np.array([{"a": 1}], dtype=object), head=np.zeros(1), body=np.zeros(1))


def _other_layout(path: Path) -> None:
    with np.load(path) as stored:
        head = json.loads(stored["head"].tobytes())
        key, body = stored["key"], stored["body"]
    head["texts"].pop("words")
    with path.open("wb") as file:
        np.savez(file, key=key, head=np.frombuffer(json.dumps(head).encode(), np.uint8), body=body)


@pytest.mark.parametrize("spoil", [_cut, _flip, _empty, _pickle, _other_layout])
def test_a_damaged_file_is_made_anew(
    documents: Documents, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], None]
) -> None:
    shelf = Shelf(documents)
    wanted = repr(shelf.assistant("21-NQ/ĐU").ask(ASKED[0]))
    for path in _files(shelf):
        spoil(path)
    caplog.set_level(logging.INFO, logger="knowledge.storage.kept")
    assert repr(Shelf(documents).assistant("21-NQ/ĐU").ask(ASKED[0])) == wanted
    assert len(caplog.records) == 1
    caplog.clear()
    assert repr(Shelf(documents).assistant("21-NQ/ĐU").ask(ASKED[0])) == wanted
    assert not caplog.records


def test_another_version_is_made_anew(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(documents)
    shelf.prepare("21-NQ/ĐU")
    before = {path: path.stat().st_mtime_ns for path in _files(shelf)}
    monkeypatch.setattr(keeping, "_made_by", lambda: "another program")
    Shelf(documents).assistant("21-NQ/ĐU")
    assert any(path.stat().st_mtime_ns != before.get(path) for path in _files(shelf))


def test_without_a_place_to_keep_things_it_goes_on(
    documents: Documents, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = Shelf(documents)
    assert shelf.folder.folder is not None
    shelf.folder.folder.write_text("a file where the folder should be")
    with caplog.at_level(logging.INFO, logger="knowledge.storage.kept"):
        assert shelf.assistant("21-NQ/ĐU").ask(ASKED[0]).answered
        assert shelf.assistant("22-NQ/ĐU").ask(ASKED[0]).answered
    told = [record for record in caplog.records if "nothing can be kept" in record.message]
    assert len(told) == 1


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    folder = KeptFolder(tmp_path / "kept")
    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", full)
        assert not folder.write("a", "part", "key", Held({}, {}))
    assert list((tmp_path / "kept").iterdir()) == []
    assert folder.write("a", "part", "key", Held({"x": 1}, {"y": np.arange(3)}))
    held = folder.read("a", "part", "key")
    assert held is not None
    assert held.texts == {"x": 1}
    assert held.arrays["y"].tolist() == [0, 1, 2]
    assert folder.read("a", "part", "another key") is None


def test_what_is_kept_of_others_is_cleaned_up(documents: Documents) -> None:
    shelf = Shelf(documents)
    shelf.prepare_many(_numbers(documents))
    shelf.assistant(shelf.bundled.number)
    files = len(_files(shelf))
    documents.undo("22-NQ/ĐU")
    assert shelf.clean_up() == 2  # what it is matched by, and its words
    assert len(_files(shelf)) == files - 2
    assert shelf.clean_up() == 0


def test_a_change_by_another_process_is_seen(documents: Documents, database: Database) -> None:
    library = Library(documents)
    assert "91 %" in library.ask(ASKED[0], document="21-NQ/ĐU").parts[0].text
    with open_database(database.path) as other:
        Documents(other).load(load_text(SMALL.format(number=21, share=55)))
        Documents(other).load(load_text(SMALL.format(number=77, share=66)))
    assert "55 %" in library.ask(ASKED[0], document="21-NQ/ĐU").parts[0].text
    assert "66 %" in library.ask("theo 77-NQ/ĐU " + ASKED[0]).parts[0].text
    with open_database(database.path) as other:
        Documents(other).undo("21-NQ/ĐU")
    assert "91 %" in library.ask(ASKED[0], document="21-NQ/ĐU").parts[0].text


def test_memory_holds_so_many_clauses_only(documents: Documents) -> None:
    shelf = Shelf(documents, clauses=20)
    numbers = [number for number in _numbers(documents) if number != shelf.bundled.number]
    for number in numbers:
        shelf.assistant(number)
    held = shelf._assistants
    assert list(held) == numbers[-len(held) :]
    assert len(held) < len(numbers)
    assert sum(len(one.resolution.clauses) for one in held.values()) <= 20
    shelf.assistant(shelf.bundled.number)
    assert list(held) == [shelf.bundled.number]


def test_words_of_clauses_are_segmented_once(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a document was prepared, no close call segments a clause again."""
    documents.load(load_text(SMALL.format(number=23, share=97)), in_force=True)
    Shelf(documents).prepare("23-NQ/ĐU")
    matcher = Shelf(documents).assistant("23-NQ/ĐU").matcher
    fresh = [segmented.segment(matcher.text_of(node)) for node in range(len(matcher.nodes))]
    assert any(fresh)

    def never(text: str) -> frozenset[str]:
        raise AssertionError(text)

    monkeypatch.setattr(segmented, "segment", never)
    assert [matcher.segmented.of(node) for node in range(len(matcher.nodes))] == fresh


@pytest.mark.parametrize("words", [None, 5, ["một\nhai", 3], []])
def test_odd_segmented_words_are_segmented_anew(documents: Documents, words: object) -> None:
    documents.load(load_text(SMALL.format(number=23, share=97)), in_force=True)
    shelf = Shelf(documents)
    matcher = shelf.assistant("23-NQ/ĐU").matcher
    slot = shelf.assistant("23-NQ/ĐU").slot
    assert slot.write(segmented.PART, Held({"words": words}, {}))
    assert matcher.segmented.of(0) == segmented.segment(matcher.text_of(0))
