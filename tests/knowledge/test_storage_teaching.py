"""Teaching: effective at once, listed, undone, written out and read back."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import InvalidInputError, UnknownTeachingError
from knowledge.language.normalize import clean
from knowledge.storage.database import open_database
from knowledge.storage.teaching import TeachingKind, TeachingStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TeachingStore]:
    """An empty store."""
    with open_database(tmp_path / "a.db") as database:
        yield TeachingStore(database)


def test_teach_lists_newest_first_and_counts_versions(store: TeachingStore) -> None:
    assert store.version() == 0
    question = store.teach_question("bảo hiểm sao rồi", "07-NQ/ĐU", "II.2.10", by="An")
    word = store.teach_word("bảo hiểm", "BHYT")
    assert store.all() == [word, question]
    assert store.all(TeachingKind.WORD) == [word]
    assert (question.means, question.document, question.by) == ("II.2.10", "07-NQ/ĐU", "An")
    assert store.version() == 2


def test_another_process_sees_the_version(store: TeachingStore) -> None:
    with open_database(store._db.path) as other:
        TeachingStore(other).teach_word("a b", "c")
    assert store.version() == 1


def test_teaching_again_replaces(store: TeachingStore) -> None:
    store.teach_word("Bảo  hiểm", "BHYT")
    newer = store.teach_word("bảo hiểm", "BHXH")
    assert store.all() == [newer]


def test_undo_is_repeatable(store: TeachingStore) -> None:
    word = store.teach_word("a", "b")
    store.undo(word.id)
    version = store.version()
    store.undo(word.id)
    assert store.all() == []
    assert store.version() == version
    with pytest.raises(UnknownTeachingError, match="99"):
        store.undo(99)


@pytest.mark.parametrize(
    ("said", "means"), [("", "b"), ("a", " "), ("Hoà", "hòa"), ("x" * 301, "b")]
)
def test_teach_word_refuses(store: TeachingStore, said: str, means: str) -> None:
    with pytest.raises(InvalidInputError):
        store.teach_word(said, means)
    assert store.version() == 0


# What people type; not what no keyboard gives.
_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=40)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=6))
def test_toml_round_trip(tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    folder = tmp_path / "round"
    for old in folder.glob("*") if folder.exists() else ():
        old.unlink()
    with open_database(folder / "a.db") as one, open_database(folder / "b.db") as other:
        first, second = TeachingStore(one), TeachingStore(other)
        for said, means in pairs:
            with suppress(InvalidInputError):
                first.teach_word(said, means)
            with suppress(InvalidInputError):
                first.teach_question(said, "07-NQ/ĐU", clean(means))
        text = first.export_toml()
        taught = {(t.kind, t.said, t.document, t.means) for t in first.all()}
        assert second.import_toml(text) == len(taught)
        assert {(t.kind, t.said, t.document, t.means) for t in second.all()} == taught
        version = second.version()
        assert second.import_toml(text) == 0
        assert second.version() == version


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "[[word]]\nsaid = 'a'",
        "[[word]]\nsaid = 'a'\nmeans = 3",
        "word = 3",
        "[[question]]\nsaid = 'a'\ndocument = 'b'\nref = ''",
        "[[word]]\nsaid = 'good'\nmeans = 'fine'\n[[word]]\nsaid = 'same'\nmeans = 'same'",
        "a = " + "[" * 5000,
    ],
)
def test_import_refuses_whole(store: TeachingStore, text: str) -> None:
    with pytest.raises(InvalidInputError):
        store.import_toml(text)
    assert store.all() == []
    assert store.version() == 0
