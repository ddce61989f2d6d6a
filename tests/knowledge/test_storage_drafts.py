"""Drafts: each person's own, over restarts, not for ever."""

from datetime import date
from pathlib import Path

from knowledge.progress.records import report_history
from knowledge.storage.database import open_database
from knowledge.storage.drafts import Drafts
from tests.knowledge.progress_office import BHYT, CADRE, NUMBER, HandClock, bhyt, charged_ward


def test_draft_survives_a_restart(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db:
        draft_id = Drafts(db).put(1, "report", {"ref": "II.2.10", "giá trị": "95,8"})
    with open_database(tmp_path / "a.db") as db:
        assert Drafts(db).get(1, draft_id) == {"ref": "II.2.10", "giá trị": "95,8"}


def test_nobody_reads_or_changes_anothers(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db:
        drafts = Drafts(db)
        draft_id = drafts.put(1, "report", {"a": 1})
        assert drafts.get(2, draft_id) is None
        assert not drafts.change(2, draft_id, {"a": 2})
        drafts.drop(2, draft_id)
        assert drafts.newest(2, "report") is None
        assert drafts.newest(1, "report") == (draft_id, {"a": 1})


def test_bounded_and_forgotten_after_a_day(tmp_path: Path) -> None:
    clock = HandClock()
    with open_database(tmp_path / "a.db") as db:
        drafts = Drafts(db, clock)
        ids = [drafts.put(1, "report", {"n": n}) for n in range(9)]
        kept = drafts.put(1, "assign", {})
        assert [drafts.get(1, one) is not None for one in ids] == [False] * 4 + [True] * 5
        assert drafts.change(1, ids[-1], {"n": "new"})
        assert drafts.newest(1, "report") == (ids[-1], {"n": "new"})
        clock.forward(days=1)
        assert drafts.get(1, kept) is None
        assert drafts.prune() == 6


def test_drop(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db:
        drafts = Drafts(db)
        draft_id = drafts.put(1, "report", {})
        drafts.drop(1, draft_id)
        assert drafts.get(1, draft_id) is None


def test_id_is_never_given_again(tmp_path: Path) -> None:
    """Neither after the draft is dropped, nor once all are forgotten, nor over a restart."""
    clock = HandClock()
    with open_database(tmp_path / "a.db") as db:
        drafts = Drafts(db, clock)
        given = [drafts.put(1, "report", {})]
        drafts.drop(1, given[-1])
        given.append(drafts.put(2, "report", {}))
        clock.forward(days=2)
        drafts.prune()
        given.append(drafts.put(1, "report", {}))
    with open_database(tmp_path / "a.db") as db:
        db.write("DELETE FROM drafts")
        given.append(Drafts(db, clock).put(1, "report", {}))
    assert len(set(given)) == len(given)


def test_second_report_is_saved_after_all_drafts_are_forgotten(tmp_path: Path) -> None:
    """A report out of a new draft is no repetition of one out of an old draft, whatever version made that."""
    ward = charged_ward(tmp_path / "a.db")
    drafts = ward.office.drafts
    for day, note in ((8, ""), (9, "earlier version")):
        if note:
            ward.database.write("DELETE FROM meta WHERE key = 'last draft'")
        draft_id = drafts.put(CADRE, "report", {})
        ward.report(CADRE, bhyt("95.8", date(2026, 4, day)), key=f"draft:{draft_id}")
        drafts.drop(CADRE, draft_id)
    assert len(report_history(ward.database, NUMBER, BHYT)) == 2
    ward.database.close()
