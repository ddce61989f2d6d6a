"""Documents that come without a word of data, asked: two of the tests' own, and other bodies' where they are at hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.terminal import plain
from knowledge.evaluation import Evaluation, evaluate, read_questions
from knowledge.ingest.read import read_document
from knowledge.library import Library
from knowledge.resolution.load import load_text
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents

_HERE = Path(__file__).parent
_OWN = _HERE / "documents"
_SHARED = _HERE.parents[1] / "shared" / "documents"
_NUMBERS = {"nghi-quyet-quoc-hoi-ktxh-2025.md": "KTXH-2025"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_database(tmp_path_factory.mktemp("sets") / "sets.db") as database:
        documents = Documents(database)
        for folder in (_OWN, _SHARED):
            for path in sorted(folder.glob("*")):
                if path.name == "README.md":
                    continue
                about = {"number": _NUMBERS[path.name]} if path.name in _NUMBERS else {}
                documents.load(load_text(read_document(path.read_bytes(), path.name).text, about))
        yield Library(documents)


def _grade(library: Library, name: str) -> Evaluation:
    lines = (_HERE / "questions" / name).read_text(encoding="utf-8").splitlines()
    return evaluate(
        library.ask,
        read_questions(lines, name),
        plain,
        lambda number: lambda question, prev: library.ask(question, prev, document=number),
    )


def _wrong(evaluation: Evaluation) -> str:
    return "\n".join(f"{g.question.id} {g.question.text!r}: {g.fault}" for g in evaluation.wrong)


def test_own_documents(library: Library) -> None:
    found = _grade(library, "fixtures.jsonl")
    assert set(found.by_document) == {"12-NQ/ĐU", "45/QĐ-UBND"}
    for number, share in found.by_document.items():
        assert share.accuracy >= 0.84, f"{number}\n{_wrong(found)}"


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("documents.jsonl", 0.95),
        ("documents-2.jsonl", 0.92),
        ("documents-3.jsonl", 0.92),
        ("documents-4.jsonl", 0.83),
        ("documents-5.jsonl", 0.8),
        ("documents-outside.jsonl", 0.95),
    ],
)
def test_other_bodies_documents(library: Library, name: str, least: float) -> None:
    if not _SHARED.is_dir():
        pytest.skip("the other bodies' documents are not on this machine")
    found = _grade(library, name)
    assert found.overall.accuracy >= least, _wrong(found)
    for number, share in found.by_document.items():
        assert share.accuracy >= 0.6, f"{number}\n{_wrong(found)}"
