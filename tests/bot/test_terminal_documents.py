"""The terminal with several documents: naming one, what has ended, the list."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.services import services_of
from bot.terminal import Conversation, chat
from knowledge.errors import UnknownDocumentError
from knowledge.storage.database import open_database
from knowledge.volumes import Volumes
from tests.documents_house import CITED, NEXT_YEAR, load_cited, load_next_year
from tests.handlers.house import assistant, lookup, settings_at

BUNDLED = "07-NQ/ĐU"
BHYT = "chỉ tiêu BHYT là bao nhiêu"


@pytest.fixture
def volumes(tmp_path: Path) -> Iterator[Volumes]:
    """Three documents, next year's the default."""
    settings = settings_at(tmp_path / "a.db")
    with open_database(settings.nghiquyet_database) as database:
        found = services_of(database, assistant(), settings, lookup()).volumes
        load_next_year(found.documents)
        load_cited(found.documents)
        yield found


def said(volumes: Volumes, typed: str, document: str | None = None) -> str:
    """What a chat prints when this is typed."""
    out = io.StringIO()
    chat(Conversation(volumes, document).ask, "", io.StringIO(typed), out)
    return out.getvalue()


def test_chat_asks_the_one_in_force(volumes: Volumes) -> None:
    assert "97,5 %" in said(volumes, BHYT)
    assert "96,2 %" in said(volumes, BHYT, "07-nq/đu")


def test_chat_stays_with_the_document_of_the_answer(volumes: Volumes) -> None:
    printed = said(volumes, f"theo {CITED} quy mô kinh tế số\nnguyên văn\n{BHYT}\n")
    assert printed.count(f"số {CITED}") == 2
    assert "97,5 %" in printed


def test_chat_lists_the_documents(volumes: Volumes) -> None:
    volumes.documents.set_in_force(BUNDLED, False)
    printed = said(volumes, "/vanban\n")
    assert f"* {NEXT_YEAR}: " in printed
    assert "(năm 2027), đang áp dụng" in printed
    assert "(năm 2026), đã hết hiệu lực" in printed


def test_chat_says_that_a_document_has_ended(volumes: Volumes) -> None:
    volumes.documents.set_in_force(BUNDLED, False)
    assert "(Nghị quyết số 07-NQ/ĐU (năm 2026) đã hết hiệu lực.)" in said(volumes, BHYT, BUNDLED)


def test_chat_with_an_unknown_document(volumes: Volumes) -> None:
    with pytest.raises(UnknownDocumentError, match="99-NQ/XY"):
        Conversation(volumes, "99-NQ/XY")


@pytest.mark.parametrize("command", [["chat"], ["ask", BHYT]])
def test_unknown_document_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("NGHIQUYET_DATABASE", str(tmp_path / "a.db"))
    done = CliRunner().invoke(main, [*command, "--document", "99-NQ/XY"])
    assert done.exit_code == 1
    assert "99-NQ/XY" in done.output
    assert "Traceback" not in done.output
