"""The one SQLite file: opened, checked, migrated, read and written.

There is one connection for each ``Database``, guarded by a lock that a transaction holds until it ends.
Handlers call it straight from the event loop's thread (every call is short), background threads wait for
their turn, and another process (the command line) has a ``Database`` of its own: WAL lets it read while
this one writes, and ``BEGIN IMMEDIATE`` with a busy time-out makes two writers take turns.
Never ``await`` inside ``transaction()``.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import sqlite_utils

from knowledge.errors import NewerSchemaError, StorageError
from knowledge.storage import faults
from knowledge.storage.faults import storage_faults
from knowledge.storage.migrations import migrations
from knowledge.storage.times import Clock, system_clock

Row = dict[str, Any]

APPLICATION_ID: Final = 0x4E51_5448
"""Marks the file as ours ("NQTH"), so that another program's database is never migrated."""
BUSY_TIMEOUT_MS: Final = 5000
FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700


class Database:
    """A connection that speaks in rows; every fault of the disk comes out as StorageError."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._db = sqlite_utils.Database(connection, execute_plugins=False)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection itself, for the online backup and for tests."""
        return self._db.conn

    @property
    def raw(self) -> sqlite_utils.Database:
        """The sqlite-utils database, for migrations."""
        return self._db

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is written inside, or nothing; nested ones are savepoints.

        When this returns without an error at the outermost level, the changes are on the disk.

        Raises:
            StorageError: the file cannot be written; nothing inside has been done.
        """
        with self._lock, storage_faults(self.path):
            if self._db.conn.in_transaction:
                with self._db.atomic():
                    yield
                return
            # Deferred transactions that read first can't wait for another writer; this one can.
            self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.conn.execute("COMMIT")
            except BaseException:
                if self._db.conn.in_transaction:
                    self._db.conn.execute("ROLLBACK")
                raise

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._lock, storage_faults(self.path):
            return list(self._db.query(sql, _plain(parameters)))

    def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """Return the first row of a query, None for none."""
        return next(iter(self.rows(sql, parameters)), None)

    def value(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """Return the first value of the first row of a query, None for none."""
        row = self.row(sql, parameters)
        return next(iter(row.values())) if row else None

    def write(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Do one INSERT, UPDATE or DELETE and return how many rows it changed."""
        with self._lock, storage_faults(self.path):
            return self._db.execute(sql, _plain(parameters)).rowcount

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row and return its rowid."""
        names = ", ".join(f"[{name}]" for name in values)
        marks = ", ".join("?" for _ in values)
        sql = f"INSERT INTO [{table}] ({names}) VALUES ({marks})"  # noqa: S608 - names are ours
        with self._lock, storage_faults(self.path):
            return self._db.execute(sql, list(values.values())).lastrowid or 0

    def meta(self, key: str, default: str = "") -> str:
        """Return what is noted under ``key``."""
        found = self.value("SELECT value FROM meta WHERE key = ?", (key,))
        return default if found is None else str(found)

    def set_meta(self, key: str, value: str) -> None:
        """Note ``value`` under ``key``."""
        self.write(
            "INSERT INTO meta (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    @contextmanager
    def exclusive_use(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection, keeping other threads out, for backup and restore."""
        with self._lock, storage_faults(self.path):
            yield self._db.conn

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        with self._lock, storage_faults(self.path):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_database(
    path: Path, *, backup_before_migration: bool = True, clock: Clock = system_clock
) -> Database:
    """Open the file, made on first use, checked, and brought up to this version's schema.

    Args:
        path: where the file is or shall be; missing folders are made.
        backup_before_migration: keep a copy beside the file before an existing schema changes.
        clock: names that copy.

    Raises:
        NewerSchemaError: a later version of the program made the file.
        StorageError: the file cannot be opened, is damaged, or is not this program's.
    """
    _make_file(path)
    with storage_faults(path):
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False, cached_statements=256
        )
        try:
            return _prepared(path, connection, backup_before_migration, clock)
        except BaseException:
            connection.close()
            raise


def _make_file(path: Path) -> None:
    """Make the folder and an empty file that only its owner can read."""
    with storage_faults(path):
        if path.is_dir():
            raise StorageError(faults.IS_FOLDER.format(path=path))
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
        if not os.access(path, os.R_OK):
            raise StorageError(faults.NO_PERMISSION.format(path=path))
        # SQLite puts its log beside the file, so the folder must be writable too.
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise StorageError(faults.READ_ONLY.format(path=path))
        if path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
            path.chmod(FILE_MODE)


def _prepared(
    path: Path, connection: sqlite3.Connection, keep_copy: bool, clock: Clock
) -> Database:
    _check(path, connection)
    for setting in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",  # what a person has erased must not stay in free pages
    ):
        connection.execute(f"PRAGMA {setting}").fetchall()
    database = Database(path, connection)
    _migrate(database, keep_copy, clock)
    return database


def _check(path: Path, connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StorageError(faults.CORRUPT.format(path=path))
    has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if has_tables and owner != APPLICATION_ID:
        raise StorageError(faults.FOREIGN.format(path=path))


def unknown_migrations(raw: sqlite_utils.Database) -> list[str]:
    """Return the names of migrations that the file has had and this version does not know."""
    known = {migration.name for migration in migrations.pending(sqlite_utils.Database(memory=True))}
    return [done.name for done in migrations.applied(raw) if done.name not in known]


def _migrate(database: Database, keep_copy: bool, clock: Clock) -> None:
    raw = database.raw
    unknown = unknown_migrations(raw)
    if unknown:
        raise NewerSchemaError(faults.NEWER.format(path=database.path, name=unknown[0]))
    if not migrations.pending(raw):
        return
    if keep_copy and migrations.applied(raw):
        _copy_aside(database, clock)
    # One transaction for all of them: a second process that starts now waits, then finds nothing to do.
    with database.transaction():
        raw.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(raw)


def _copy_aside(database: Database, clock: Clock) -> None:
    name = f"{database.path.stem}.truoc-nang-cap-{clock():%Y%m%d-%H%M%S}{database.path.suffix}"
    target = database.path.with_name(name)
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, FILE_MODE))
    copy = sqlite3.connect(target)
    try:
        database.connection.backup(copy)
    finally:
        copy.close()


def _plain(parameters: Sequence[Any] | Mapping[str, Any]) -> Sequence[Any] | dict[str, Any]:
    return dict(parameters) if isinstance(parameters, Mapping) else parameters
