"""Demonstration data: into an empty database only, marked, and gone without a trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import DemoError
from knowledge.progress import demo
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from knowledge.progress.office import Office
from knowledge.storage.database import open_database
from tests.knowledge.progress_office import NUMBER, HandClock, Ward, bhyt, resolution, resolution_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on an empty database."""
    with open_database(tmp_path / "a.db") as database:
        yield Office(database, resolution_of=resolution_of, clock=HandClock())


def test_fill_and_clear(office: Office) -> None:
    office.units.seed(resolution().bodies)
    before = list(office.database.connection.iterdump())
    filled = demo.fill(office, resolution())
    assert office.is_demo()
    assert filled.people == 12
    assert min(filled.assignments, filled.reports) > 30
    summary = office.overview.summary(OPERATOR)
    assert summary.overdue
    assert summary.targets_reached
    assert summary.targets_short
    assert all("(mẫu)" in person.name for person in office.people.everybody())
    assert all(person.telegram_id is None for person in office.people.everybody())
    demo.clear(office)
    assert not office.is_demo()
    office.database.write("DELETE FROM clauses")
    office.database.write("DELETE FROM loads")
    office.database.write("DELETE FROM documents")
    office.database.write("DELETE FROM meta WHERE key = 'documents_version'")
    assert list(office.database.connection.iterdump()) == before


def test_fill_again_starts_anew(office: Office) -> None:
    assert demo.fill(office, resolution()) == demo.fill(office, resolution())


def test_an_administrator_tries_it_as_a_cadre(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as database:
        office = Office(database, resolution_of=resolution_of, clock=HandClock(), admin_ids=[7, 8])
        filled = demo.fill(office, resolution())
        assert filled.tried_as == ("Nguyễn Văn An (mẫu)", "Trần Thị Bình (mẫu)")
        for account in (7, 8):
            actor = office.gate.actor(account)
            assert actor.role is Role.ADMINISTRATOR
            assert office.overview.my_work(actor)
        demo.clear(office)
        assert office.gate.actor(7).person is None


@pytest.mark.parametrize("real", ["person", "report"])
def test_fill_refuses_real_data(office: Office, real: str) -> None:
    if real == "person":
        office.people.add(OPERATOR, "Người Thật", Role.MEMBER)
    else:
        office.documents.load(resolution())
        office.reports.save(OPERATOR, bhyt("95"), key="1")
    before = list(office.database.connection.iterdump())
    with pytest.raises(DemoError, match="dữ liệu thật"):
        demo.fill(office, resolution())
    assert list(office.database.connection.iterdump()) == before


def test_clear_refuses_real_data(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    with pytest.raises(DemoError, match="không chứa dữ liệu mẫu"):
        demo.clear(ward.office)
    assert len(ward.office.people.everybody()) == 5


def test_real_log_lines_stay(office: Office) -> None:
    office.set_figures_public(OPERATOR, False)
    lines = office.audit_log(OPERATOR)
    demo.fill(office, resolution())
    demo.clear(office)
    assert office.audit_log(OPERATOR) == lines
    assert not office.figures_public()
    assert office.numbers_in_force() == [NUMBER]
