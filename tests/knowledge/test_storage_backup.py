"""Backup while in use, restore after a check, rotation."""

import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.errors import BackupError, NewerSchemaError, StorageError
from knowledge.storage.backup import (
    _copy,
    back_up,
    is_overdue,
    last_backup,
    nightly,
    restore,
    rotate,
)
from knowledge.storage.database import Database, open_database
from tests.knowledge.progress_office import HandClock


def test_back_up_while_another_writes(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db, open_database(tmp_path / "a.db") as other:
        other.set_meta("n", "1")
        with other.transaction():
            other.set_meta("n", "2")
            copy = sqlite3.connect(_copied(db, tmp_path / "b.db"))
        assert copy.execute("SELECT value FROM meta WHERE key = 'n'").fetchone() == ("1",)
        copy.close()


def _copied(db: Database, target: Path) -> Path:
    """Copy without the note of when, which would wait for the other's transaction."""
    _copy(db, target)
    return target


def test_back_up_inside_a_transaction_is_a_mistake(tmp_path: Path) -> None:
    with (
        open_database(tmp_path / "a.db") as db,
        pytest.raises(RuntimeError, match="transaction"),
        db.transaction(),
    ):
        back_up(db, tmp_path / "b.db")


def test_back_up_and_restore(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "copies" / "b.db"
    clock = HandClock()
    with open_database(path) as db:
        db.set_meta("n", "1")
        back_up(db, copy, clock)
        assert last_backup(db) == clock.now
        db.set_meta("n", "2")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    kept = restore(copy, path, clock)
    with open_database(path) as db:
        assert db.meta("n") == "1"
    assert kept is not None
    with open_database(kept) as db:
        assert db.meta("n") == "2"


def test_restore_under_a_program_that_has_it_open(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "b.db"
    with open_database(path) as running:
        running.set_meta("n", "1")
        back_up(running, copy)
        running.set_meta("n", "2")
        restore(copy, path)
        assert running.meta("n") == "1"
        running.set_meta("n", "3")
        assert running.value("PRAGMA integrity_check") == "ok"
    with open_database(path) as db:
        assert db.meta("n") == "3"


def test_restore_where_there_was_nothing(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db:
        db.set_meta("n", "1")
        back_up(db, tmp_path / "b.db")
    assert restore(tmp_path / "b.db", tmp_path / "new" / "c.db") is None
    with open_database(tmp_path / "new" / "c.db") as db:
        assert db.meta("n") == "1"


def test_restore_over_a_damaged_database_keeps_it_aside(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "b.db"
    with open_database(path) as db:
        db.set_meta("n", "1")
        back_up(db, copy)
    path.write_bytes(b"damaged" * 1000)
    kept = restore(copy, path)
    assert kept is not None
    assert kept.read_bytes() == b"damaged" * 1000
    with open_database(path) as db:
        assert db.meta("n") == "1"


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, None])
def test_restore_refuses_what_is_no_backup(tmp_path: Path, content: bytes | None) -> None:
    with open_database(tmp_path / "a.db") as db:
        db.set_meta("n", "1")
    source = tmp_path / "b.db"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(BackupError, match=r"b\.db"):
        restore(source, tmp_path / "a.db")
    with open_database(tmp_path / "a.db") as db:
        assert db.meta("n") == "1"


def test_restore_refuses_another_programs_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "b.db") as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(BackupError):
        restore(tmp_path / "b.db", tmp_path / "a.db")


def test_restore_refuses_a_damaged_backup(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db:
        with db.transaction():
            for i in range(500):
                db.set_meta(f"{i}", "x" * 300)
        back_up(db, tmp_path / "b.db")
    data = bytearray((tmp_path / "b.db").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5000] = b"\xff" * 5000
    (tmp_path / "b.db").write_bytes(data)
    with pytest.raises(BackupError):
        restore(tmp_path / "b.db", tmp_path / "a.db")


def test_restore_refuses_a_newer_backup(tmp_path: Path) -> None:
    with open_database(tmp_path / "b.db") as db:
        row = {"migration_set": "nghiquyet", "name": "later", "applied_at": ""}
        db.insert("_sqlite_migrations", row)
        db.write("PRAGMA wal_checkpoint(TRUNCATE)")
    with pytest.raises(NewerSchemaError):
        restore(tmp_path / "b.db", tmp_path / "a.db")


def test_back_up_leaves_the_old_copy_when_it_fails(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as db:
        (tmp_path / "copies").mkdir()
        with pytest.raises(StorageError, match="thư mục"):
            back_up(db, tmp_path / "copies")
        (tmp_path / "file").write_text("x")
        with pytest.raises(StorageError):
            back_up(db, tmp_path / "file" / "b.db")


def test_nightly_makes_one_a_day_and_rotates(tmp_path: Path) -> None:
    clock = HandClock(datetime(2026, 1, 1, 18, 0, tzinfo=UTC))  # 01:00 on the 2nd in Vietnam
    folder = tmp_path / "copies"
    with open_database(tmp_path / "a.db") as db:
        assert is_overdue(db, clock)
        assert nightly(db, folder, clock) is None
        clock.forward(hours=1)
        for day in range(20):
            made = nightly(db, folder, clock, keep=7)
            assert made is not None, day
            assert nightly(db, folder, clock, keep=7) is None
            clock.forward(days=1)
        assert not is_overdue(db, clock)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 7
    assert names[-1] == "nghiquyet-2026-01-21.db"


def test_rotate_leaves_other_files(tmp_path: Path) -> None:
    for name in ("mine.db", "nghiquyet-2026-01-01.db", "nghiquyet-2026-01-02.db"):
        (tmp_path / name).touch()
    assert [path.name for path in rotate(tmp_path, 1)] == ["nghiquyet-2026-01-01.db"]
    assert (tmp_path / "mine.db").exists()


def test_backup_overdue_after_two_days(tmp_path: Path) -> None:
    clock = HandClock()
    with open_database(tmp_path / "a.db") as db:
        back_up(db, tmp_path / "b.db", clock)
        clock.now += timedelta(days=2, minutes=1)
        assert is_overdue(db, clock)
