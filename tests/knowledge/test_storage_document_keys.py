"""Keys of documents: given once, kept for good; and what a chat has chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import UnknownDocumentError
from knowledge.resolution.load import load_text
from knowledge.storage.chosen import ChosenDocuments
from knowledge.storage.database import Database, open_database
from knowledge.storage.document_keys import DocumentKeys
from knowledge.storage.documents import Documents
from tests.documents_house import CITED, load_cited, load_next_year


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "a.db") as opened:
        yield opened


def test_a_key_is_given_once(database: Database) -> None:
    keys = DocumentKeys(database)
    first, second = keys.key_of("12-NQ/ĐU"), keys.key_of("57-NQ/TW")
    assert first != second
    assert (keys.key_of("12-NQ/ĐU"), keys.number_of(second)) == (first, "57-NQ/TW")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_keys_are_one_to_one(database: Database, numbers: list[str]) -> None:
    keys = DocumentKeys(database)
    given_keys = {number: keys.key_of(number) for number in numbers}
    assert len(set(given_keys.values())) == len(given_keys)
    assert all(keys.number_of(key) == number for number, key in given_keys.items())


@pytest.mark.parametrize("key", [0, -1, 99, 10**17, 1 << 63, 10**30])
def test_unknown_keys(database: Database, key: int) -> None:
    with pytest.raises(UnknownDocumentError, match="/vanban"):
        DocumentKeys(database).number_of(key)


def test_a_key_survives_undo_and_loading_again(database: Database) -> None:
    documents, keys = Documents(database), DocumentKeys(database)
    load_cited(documents)
    key = keys.key_of(CITED)
    documents.undo(CITED)
    load_next_year(documents)
    assert keys.key_of("12-NQ/ĐU") != key
    load_cited(documents)
    assert keys.key_of(CITED) == key


def test_a_choice_goes_with_its_document(database: Database) -> None:
    documents, chosen = Documents(database), ChosenDocuments(database)
    load_cited(documents)
    chosen.choose(5, CITED)
    chosen.choose(6, CITED)
    documents.set_in_force(CITED, False)
    documents.load(
        load_text("Số 57-NQ/TW\n\nNGHỊ QUYẾT\nBỘ CHÍNH TRỊ\nVỀ VIỆC KHÁC\n\nI. MỘT\n\nHai.")
    )
    assert (chosen.of(5), chosen.of(6), chosen.of(7)) == (CITED, CITED, "")
    chosen.forget(6)
    chosen.move(5, 8)
    assert (chosen.of(5), chosen.of(6), chosen.of(8)) == ("", "", CITED)
    documents.undo(CITED)
    assert chosen.of(8) == CITED
    documents.undo(CITED)
    assert chosen.of(8) == ""
