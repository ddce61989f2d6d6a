"""The database file: made, checked, migrated, and every fault in one Vietnamese sentence."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlite_utils

from knowledge.errors import NewerSchemaError, StorageError
from knowledge.storage import database as database_module
from knowledge.storage.database import Database, open_database
from knowledge.storage.migrations import migrations
from knowledge.storage.times import moment_text, read_moment


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    with open_database(tmp_path / "new" / "nghiquyet.db") as database:
        yield database


def test_open_makes_folder_and_private_files(db: Database) -> None:
    db.set_meta("a", "b")
    for path in db.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_open_narrows_a_file_that_others_could_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    path.chmod(0o644)
    open_database(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
    ],
)
def test_open_sets(db: Database, pragma: str, value: object) -> None:
    assert db.value(f"PRAGMA {pragma}") == value or pragma == "busy_timeout"
    assert next(iter(db.rows(f"PRAGMA {pragma}")[0].values())) == value


def test_open_twice_migrates_once(db: Database) -> None:
    applied = [one.name for one in migrations.applied(db.raw)]
    with open_database(db.path) as again:
        assert [one.name for one in migrations.applied(again.raw)] == applied
    assert len(list(db.path.parent.glob("*.db"))) == 1  # no copy of what did not change


def test_transaction_rolls_back_whole(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), db.transaction():
        _write_then_break(db)
    assert db.meta("a") == db.meta("b") == ""


def test_nested_transaction_rolls_back_alone(db: Database) -> None:
    with db.transaction():
        db.set_meta("a", "1")
        with pytest.raises(sqlite3.IntegrityError), db.transaction():
            _write_then_break(db)
    assert (db.meta("a"), db.meta("b")) == ("1", "")


def _write_then_break(db: Database) -> None:
    with db.transaction():
        db.set_meta("b", "1")
    db.write("INSERT INTO meta (key) VALUES ('no value')")


def test_rows_refuses_to_write(db: Database) -> None:
    with pytest.raises(ValueError, match="rows"):
        db.rows("INSERT INTO meta VALUES ('a', 'b')")
    assert db.meta("a") == ""


def test_threads_take_turns(db: Database) -> None:
    db.set_meta("n", "0")

    def add() -> None:
        for _ in range(50):
            with db.transaction():
                db.set_meta("n", str(int(db.meta("n")) + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert db.meta("n") == "200"


def test_another_process_takes_turns(db: Database) -> None:
    db.set_meta("n", "0")
    script = (
        "import sys; from pathlib import Path; from knowledge.storage.database import open_database\n"
        "db = open_database(Path(sys.argv[1]))\n"
        "for _ in range(40):\n"
        "    with db.transaction(): db.set_meta('n', str(int(db.meta('n')) + 1))\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", script, str(db.path)]) for _ in range(2)]
    for _ in range(40):
        with db.transaction():
            db.set_meta("n", str(int(db.meta("n")) + 1))
    assert [other.wait() for other in others] == [0, 0]
    assert db.meta("n") == "120"


def test_open_refuses_newer_schema(db: Database) -> None:
    db.insert(
        "_sqlite_migrations",
        {"migration_set": "nghiquyet", "name": "from_the_future", "applied_at": "x"},
    )
    db.close()
    with pytest.raises(NewerSchemaError, match="from_the_future"):
        open_database(db.path)


def test_migration_backs_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    with open_database(path) as db:
        db.set_meta("kept", "yes")
    later = sqlite_utils.Migrations("nghiquyet")
    later._migrations = list(migrations._migrations)

    @later()
    def add_a_table(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE later (a TEXT)")

    monkeypatch.setattr(database_module, "migrations", later)
    clock = lambda: datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)  # noqa: E731
    with open_database(path, clock=clock) as db:
        assert db.rows("SELECT * FROM later") == []
    copy = tmp_path / "a.truoc-nang-cap-20260506-070809.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as old:
        assert old.execute("SELECT value FROM meta WHERE key = 'kept'").fetchone() == ("yes",)
        assert not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchall()
    old.close()


def test_failed_migration_leaves_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    later = sqlite_utils.Migrations("nghiquyet")
    later._migrations = list(migrations._migrations)

    @later()
    def half(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE later (a TEXT)")
        raise RuntimeError("no")

    monkeypatch.setattr(database_module, "migrations", later)
    with pytest.raises(RuntimeError):
        open_database(path)
    monkeypatch.undo()
    with open_database(path) as db:
        assert not db.rows("SELECT 1 FROM sqlite_master WHERE name = 'later'")


# -- Faults: each gives one sentence that names the file


def test_folder_in_place_of_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="là thư mục"):
        open_database(tmp_path)


def test_file_in_place_of_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(StorageError, match=r"a/b\.db"):
        open_database(tmp_path / "a" / "b.db")


def test_not_a_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"Not a database, but somebody's letter. " * 50)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="không phải tệp dữ liệu SQLite"):
        open_database(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(StorageError, match="chương trình khác"):
        open_database(path)


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
def test_corrupt_file(tmp_path: Path, where: float) -> None:
    path = tmp_path / "a.db"
    with open_database(path) as db, db.transaction():
        for i in range(300):
            db.set_meta(f"key {i}", "x" * 200)
    data = bytearray(path.read_bytes())
    start = int(len(data) * where) // 4096 * 4096
    data[start : start + 4096] = os.urandom(4096)
    path.write_bytes(data)
    with pytest.raises(StorageError, match=r"a\.db.*(bị hỏng|không dùng được)|Không dùng được"):
        open_database(path)


def test_full_disk_loses_nothing_confirmed(db: Database) -> None:
    db.set_meta("confirmed", "1")
    pages = db.value("PRAGMA page_count")
    db.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="đã đầy"), db.transaction():
        _write_much(db)
    assert db.meta("confirmed") == "1"
    assert db.meta("more 0") == ""
    db.rows("PRAGMA max_page_count = 1000000")
    db.set_meta("after", "1")  # room again: work goes on
    assert db.meta("after") == "1"


def _write_much(db: Database) -> None:
    for i in range(5000):
        db.set_meta(f"more {i}", "x" * 500)


_AS_NOBODY = """
import os, sys
from pathlib import Path
from knowledge.errors import StorageError
from knowledge.storage.database import open_database
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    open_database(Path(sys.argv[1]))
except StorageError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "sentence"),
    [
        (0o444, 0o777, "chỉ đọc được"),
        (0o000, 0o777, "Không có quyền"),
        (0o666, 0o555, "chỉ đọc được"),
    ],
)
def test_no_permission(tmp_path: Path, file_mode: int, folder_mode: int, sentence: str) -> None:
    folder = tmp_path / "data"
    open_database(folder / "a.db").close()
    (folder / "a.db").chmod(file_mode)
    folder.chmod(folder_mode)
    for parent in [tmp_path, *tmp_path.parents][:4]:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    run = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(folder / "a.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    folder.chmod(0o700)
    assert sentence in run.stdout, run
    assert "\n" not in run.stdout.strip()


def test_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_text(datetime(2026, 1, 1))  # noqa: DTZ001
    now = datetime(2026, 1, 1, 0, 0, 0, 5, tzinfo=UTC)
    assert read_moment(moment_text(now)) == now
