"""What is kept about a person: shown to him alone, and gone when he asks."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import RefusedError
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Evidence, Role
from knowledge.storage.inbox import Arrival, Done, Inbox
from tests.knowledge.progress_office import (
    ADMIN,
    BHYT,
    CADRE,
    LEADER,
    MARKET,
    MEMBER,
    NUMBER,
    ROOT_ADMIN,
    STRANGER,
    Ward,
    bhyt,
    market,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward where one cadre has left traces everywhere."""
    ward = Ward(tmp_path / "a.db")
    ward.assign(MARKET, people=[ward.people[CADRE].id], answerable_id=ward.people[CADRE].id)
    ward.assign(BHYT)
    ward.report(CADRE, bhyt("95", note="tôi, Cán Bộ Y Tế"), "1")
    ward.report(CADRE, market(percent=60, evidence=(Evidence("photo-of-me", "photo"),)), "2")
    ward.office.reminders.plan([NUMBER])
    ward.office.drafts.put(CADRE, "report", {"note": "bí mật"})
    with pytest.raises(RefusedError):
        ward.office.people.all(ward.actor(CADRE))
    ward.office.teaching.teach_word("a", "b", by="Cán Bộ Y Tế")
    return ward


def test_kept_about_says_what_there_is(ward: Ward) -> None:
    kept = ward.office.privacy.kept_about(ward.actor(CADRE))
    assert (kept.reports, kept.evidence, kept.assignments, kept.drafts) == (2, 1, 1, 1)
    assert kept.log == 4  # joined, reported twice, refused once
    assert kept.lines[0] == "Họ tên: Cán Bộ Y Tế, Trạm Y tế phường"
    assert "2 báo cáo tiến độ" in kept.lines
    with pytest.raises(RefusedError, match="trò chuyện riêng"):
        ward.office.privacy.kept_about(ward.actor(CADRE, alone=False))


def test_erase_leaves_figures_and_nothing_else(ward: Ward) -> None:
    before = ward.office.privacy.erase(ward.actor(CADRE))
    assert before.reports == 2
    assert ward.actor(CADRE).role is Role.STRANGER
    kept = ward.office.privacy.kept_about(ward.actor(CADRE))
    assert kept.lines == ("Không lưu gì về bạn.",)
    dump = "\n".join(ward.database.connection.iterdump())
    for trace in ("Cán Bộ Y Tế", "photo-of-me", "bí mật", f",{CADRE},"):
        assert trace not in dump, trace
    status = ward.office.status_for(NUMBER, ward.actor(LEADER))(BHYT)[0]
    assert status.value == 95
    assert status.by == "(đã xóa dữ liệu cá nhân)"
    history = ward.office.reports.history(ward.actor(ADMIN), NUMBER, BHYT)
    assert history[0].note == ""
    assert ward.database.value("PRAGMA foreign_key_check") is None


def test_erase_clears_the_private_chat_from_the_inbox(ward: Ward) -> None:
    inbox = Inbox(ward.database, ward.clock)
    group = -1001
    chats = ((1, CADRE), (2, CADRE), (3, LEADER), (4, group))
    inbox.take_in([Arrival(number, 9, chat, '{"text": "bí mật"}') for number, chat in chats])
    inbox.finish([Done(number, 9, (50 + number,)) for number in (1, 3, 4)])
    ward.office.privacy.erase(ward.actor(CADRE))
    assert inbox.answers(CADRE) == set()
    assert inbox.answers(LEADER) == {53}
    assert inbox.answers(group) == {54}
    # The update under way is the one that erases: it keeps its chat until it is dealt with.
    assert [arrival.number for arrival in inbox.waiting()[0]] == [2]
    assert inbox.take_in([Arrival(1, 9, CADRE, "{}")]) == []


def test_erased_data_is_not_left_in_the_file(ward: Ward) -> None:
    ward.office.privacy.erase(ward.actor(CADRE))
    ward.database.close()  # folds the log into the file
    assert "bí mật".encode() not in ward.path.read_bytes()
    assert b"photo-of-me" not in ward.path.read_bytes()


def test_erased_people_are_not_told_apart(ward: Ward) -> None:
    ward.report(LEADER, bhyt("96", date(2026, 4, 10)), "3")
    ward.office.privacy.erase(ward.actor(CADRE))
    ward.office.privacy.erase(ward.actor(LEADER))
    authors = {row["author_id"] for row in ward.database.rows("SELECT author_id FROM reports")}
    assert len(authors) == 1
    assert len(ward.office.people.everybody()) == 3


def test_erase_twice_and_by_strangers(ward: Ward) -> None:
    for who in (CADRE, CADRE, STRANGER, MEMBER):
        ward.office.privacy.erase(ward.actor(who))
    log = [entry.who for entry in ward.office.audit_log(OPERATOR, 200)]
    assert str(CADRE) not in log


def test_erased_person_may_join_anew(ward: Ward) -> None:
    ward.office.privacy.erase(ward.actor(CADRE))
    person = ward.join(CADRE, "Người Cũ", Role.CADRE, ward.unit)
    assert ward.office.privacy.kept_about(ward.actor(CADRE)).reports == 0
    assert ward.report(CADRE, bhyt("97", date(2026, 4, 10)), "9")
    assert person.id != ward.people[LEADER].id


def test_an_owner_stays_one(ward: Ward) -> None:
    ward.report(ROOT_ADMIN, bhyt("96", date(2026, 4, 10)), "4")
    ward.office.privacy.erase(ward.actor(ROOT_ADMIN))
    assert ward.actor(ROOT_ADMIN).role is Role.ADMINISTRATOR
    with pytest.raises(sqlite3.IntegrityError):
        ward.database.write("DELETE FROM reports")
