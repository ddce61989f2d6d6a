"""Documents open for asking: which one, opened anew after a change, a few at a time, taught each for itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.errors import UnknownDocumentError
from knowledge.lookup import Lookup
from knowledge.resolution.load import load_text
from knowledge.storage.database import Database, open_database
from knowledge.storage.teaching import TeachingStore
from knowledge.volumes import BUNDLED_KEY, KEPT, READ_KEPT, Volumes
from tests.documents_house import CITED, NEXT_YEAR, load_cited, load_many, load_next_year
from tests.knowledge.progress_office import HandClock

BUNDLED = "07-NQ/ĐU"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def bundled_lookup(assistant: Assistant) -> Lookup:
    return Lookup(assistant)


@pytest.fixture
def volumes(database: Database, assistant: Assistant, bundled_lookup: Lookup) -> Volumes:
    made = Volumes(database, assistant, lookup=bundled_lookup, clock=HandClock())  # in April 2026
    load_next_year(made.documents)
    load_cited(made.documents)
    return made


def test_the_bundled_one_is_always_open(volumes: Volumes) -> None:
    assert volumes.at_hand(BUNDLED) is volumes.bundled is volumes.open(BUNDLED)
    assert (volumes.key_of(BUNDLED), volumes.key_of(""), volumes.number_of(BUNDLED_KEY)) == (
        BUNDLED_KEY,
        BUNDLED_KEY,
        BUNDLED,
    )


def test_own_are_those_of_the_same_body(volumes: Volumes) -> None:
    assert volumes.open(NEXT_YEAR).own
    assert not volumes.open(CITED).own


def test_another_is_opened_once(volumes: Volumes) -> None:
    assert volumes.at_hand(CITED) is None
    opened = volumes.open(CITED)
    assert volumes.at_hand(CITED) is opened is volumes.open(CITED)
    assert volumes.number_of(opened.key) == CITED


def test_a_changed_document_is_opened_anew(volumes: Volumes) -> None:
    before = volumes.open(CITED)
    read = volumes.resolution(CITED)
    text = (
        "Số 57-NQ/TW\n\nNGHỊ QUYẾT\nBỘ CHÍNH TRỊ\nVỀ VIỆC KHÁC\n\nI. MỤC KHÁC\n\n1. Chữ khác hẳn.\n"
    )
    volumes.documents.load(load_text(text))
    assert volumes.at_hand(CITED) is None
    assert volumes.resolution(CITED).source != read.source
    after = volumes.open(CITED)
    assert (after.key, after.resolution.clause("I.1").body) == (before.key, "Chữ khác hẳn.")


def test_few_stay_open(volumes: Volumes) -> None:
    load_many(volumes.documents, KEPT + READ_KEPT + 2)
    numbers = [entry.number for entry in volumes.entries() if entry.number.endswith("/UBND")]
    for number in numbers[: KEPT + 1]:
        volumes.open(number)
    assert volumes.at_hand(numbers[0]) is None
    assert volumes.at_hand(numbers[KEPT]) is not None
    for number in numbers:
        assert volumes.resolution(number).number == number
    assert len(volumes._read) <= READ_KEPT


def test_a_document_taken_out(volumes: Volumes) -> None:
    key = volumes.open(CITED).key
    volumes.documents.undo(CITED)
    for gone in (volumes.open, volumes.at_hand, volumes.resolution, volumes.entry):
        with pytest.raises(UnknownDocumentError, match="/vanban"):
            gone(CITED)
    with pytest.raises(UnknownDocumentError, match="/vanban"):
        volumes.number_of(key)


def test_in_use(volumes: Volumes) -> None:
    assert volumes.in_use(5) == NEXT_YEAR
    volumes.chosen.choose(5, CITED)
    assert (volumes.in_use(5), volumes.in_use(6)) == (CITED, NEXT_YEAR)
    volumes.documents.set_in_force(NEXT_YEAR, False)
    assert (volumes.in_use(5), volumes.in_use(6)) == (CITED, BUNDLED)


@pytest.mark.parametrize(
    ("number", "said", "ended"),
    [
        (NEXT_YEAR, "", "Nghị quyết số 12-NQ/ĐU (năm 2027) áp dụng từ 01/01/2027."),
        (BUNDLED, "Theo Nghị quyết số 07-NQ/ĐU (năm 2026).", "Nghị quyết số 07-NQ/ĐU (năm 2026) đã hết hiệu lực."),
        (CITED, "Theo Nghị quyết số 57-NQ/TW.", "Nghị quyết số 57-NQ/TW đã hết hiệu lực."),
        ("99-NQ/XY", "", ""),
    ],
)  # fmt: skip
def test_standing(volumes: Volumes, number: str, said: str, ended: str) -> None:
    assert volumes.standing(number) == said
    assert volumes.standing(number, ended_only=True) == ""
    if ended:
        volumes.documents.set_in_force(number, False)
    assert volumes.standing(number, ended_only=True) == ended


def test_lessons_hold_for_their_document(volumes: Volumes, database: Database) -> None:
    teaching = TeachingStore(database)
    teaching.teach_question("zumba tango salsa", BUNDLED, "II.2.10")
    teaching.teach_question("zumba tango salsa", CITED, "II.1")
    teaching.teach_word("salsa rumba", "kinh tế số", document=CITED)
    assert volumes.open(BUNDLED).assistant.ask("zumba tango salsa").focus == "II.2.10"
    assert volumes.open(CITED).assistant.ask("zumba tango salsa").focus == "II.1"
    assert not volumes.open(NEXT_YEAR).assistant.ask("zumba tango salsa").answered
    assert volumes.open(CITED).assistant.ask("quy mô salsa rumba đạt bao nhiêu").focus == "II.1"
    assert not volumes.open(BUNDLED).assistant.ask("quy mô salsa rumba đạt bao nhiêu").answered
