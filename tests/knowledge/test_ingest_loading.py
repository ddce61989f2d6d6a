"""Many files in one run: stopped and gone on with, the bad ones named, the rest loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.many_documents import corpus, write
from knowledge.ingest import loading as module
from knowledge.ingest.loading import Loading, Result, files_of
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Comparator, Kind
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Documents]:
    with open_database(tmp_path / "a.db") as database:
        yield Documents(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in", 6, 30, 1)
    return tmp_path / "in"


def _results(loading: Loading, paths: list[Path]) -> list[Result]:
    return [outcome.result for outcome in loading.load(paths)]


def test_run_that_was_stopped_goes_on(documents: Documents, folder: Path) -> None:
    paths = files_of([folder])
    run = Loading(documents).load(paths)
    assert [next(run).result, next(run).result] == [Result.NEW, Result.NEW]
    del run
    again = Loading(documents)
    assert _results(again, paths) == [Result.SAME] * 2 + [Result.NEW] * 4
    assert again.read == 4
    third = Loading(documents)
    assert set(_results(third, paths)) == {Result.SAME}
    assert third.read == 0


def test_a_folder_means_the_folders_in_it(tmp_path: Path) -> None:
    """What Word and macOS keep beside an open file is no document."""
    inner = tmp_path / "nam" / "2027"
    inner.mkdir(parents=True)
    for name in ("b.docx", "~$b.docx", "._b.docx", "a.txt", "c.jpg"):
        (inner / name).write_bytes(b"x")
    (tmp_path / "z.md").write_bytes(b"x")
    names = [path.relative_to(tmp_path).as_posix() for path in files_of([tmp_path, inner])]
    assert names == ["nam/2027/a.txt", "nam/2027/b.docx", "z.md"]


def test_workers_read_as_one_process_does(tmp_path: Path) -> None:
    write(tmp_path / "in", module.MANY + 1, 20, 2)
    paths = files_of([tmp_path / "in"])
    with open_database(tmp_path / "a.db") as database:
        documents = Documents(database)
        outcomes = list(Loading(documents).load(paths))
        assert [outcome.path for outcome in outcomes] == paths
        for outcome in outcomes:
            assert outcome.result is Result.NEW
            expected = load_text(documents.get(outcome.number).source)
            assert outcome.clauses == len(expected.clauses)


def test_bad_files_are_named_and_the_rest_loaded(documents: Documents, folder: Path) -> None:
    (folder / "0000b.txt").write_bytes(b"")
    (folder / "0001b.md").write_text("Hãy đọc tệp này trước.", encoding="utf-8")
    (folder / "0002b.txt").write_text("I. CHỈ TIÊU\n\n(1) Đạt 5%.", encoding="utf-8")
    (folder / "anh.jpg").write_bytes(b"x")
    missing = folder / "mat.txt"
    outcomes = list(Loading(documents).load([*files_of([folder]), missing]))
    refused = [outcome for outcome in outcomes if outcome.result is Result.REFUSED]
    assert len(outcomes) - len(refused) == 6
    assert [outcome.path.name for outcome in refused] == [
        "0000b.txt",
        "0001b.md",
        "0002b.txt",
        "mat.txt",
    ]
    for outcome in refused:
        assert outcome.path.name in outcome.fault
        assert "\n" not in outcome.fault
    assert "--number" in refused[2].fault


def test_two_files_of_one_number(documents: Documents, folder: Path) -> None:
    first = folder / "0000.txt"
    text = first.read_text(encoding="utf-8")
    (folder / "0000-ban-sao.txt").write_text(text, encoding="utf-8")
    (folder / "0000-khac.txt").write_text(text + "\n\nThêm một dòng.", encoding="utf-8")
    for _ in range(2):  # the same however often it is run
        outcomes = {o.path.name: o for o in Loading(documents).load(sorted(folder.glob("0000*")))}
        assert outcomes["0000-ban-sao.txt"].result is not Result.REFUSED
        assert outcomes["0000.txt"].result is Result.SAME
        assert "0000-ban-sao.txt" in outcomes["0000-khac.txt"].fault
    assert len(documents.summaries()) == 1


def test_changed_file_is_read_again_and_an_undone_one_too(
    documents: Documents, folder: Path
) -> None:
    paths = files_of([folder])[:1]
    number = next(iter(Loading(documents).load(paths))).number
    paths[0].write_text(paths[0].read_text(encoding="utf-8").replace("trở lên", "", 1), "utf-8")
    assert _results(Loading(documents), paths) == [Result.CHANGED]
    documents.undo(number)
    assert _results(Loading(documents), paths) == [Result.CHANGED]
    assert _results(Loading(documents, {"period": "2030"}), paths) == [Result.CHANGED]
    assert documents.summary(number).period == "2030"


def test_corpus_is_the_same_each_time_and_varied() -> None:
    one, other = list(corpus(8, 100, 7)), list(corpus(8, 100, 7))
    assert one == other
    read = [load_text(text) for _, text in one]
    assert len({resolution.number for resolution in read}) == 8
    assert all(80 <= len(resolution.clauses) <= 130 for resolution in read)
    kinds = {clause.kind for resolution in read for clause in resolution.clauses}
    assert {Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY} <= kinds
    comparators = {m.comparator for resolution in read for m in resolution.measures()}
    assert {Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.MORE_THAN} <= comparators
    assert all(resolution.metadata.issued and resolution.metadata.period for resolution in read)
