"""Copies of the database: made while it is in use, checked, rotated, put back."""

import contextlib
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import sqlite_utils

from knowledge.errors import BackupError, NewerSchemaError, StorageError
from knowledge.storage import faults
from knowledge.storage.database import (
    APPLICATION_ID,
    FILE_MODE,
    FOLDER_MODE,
    Database,
    open_database,
    unknown_migrations,
)
from knowledge.storage.faults import storage_faults
from knowledge.storage.times import VIETNAM, Clock, system_clock

KEEP_NIGHTLY: Final = 14
NIGHTLY_HOUR: Final = 2
LAST_BACKUP: Final = "last_backup_at"
_PREFIX: Final = "nghiquyet-"
_NOT_SOUND: Final = "“{path}” không phải bản sao lưu lành lặn của chương trình; chọn bản khác."
_MISSING: Final = "Không có tệp sao lưu “{path}”; kiểm tra đường dẫn."


def back_up(database: Database, target: Path, clock: Clock = system_clock) -> Path:
    """Copy the database while it is in use; the copy is checked before it gets its name.

    Args:
        database: the open database.
        target: the file to make, replaced where there is one; missing folders are made.
        clock: notes when it was.

    Returns:
        ``target``.

    Raises:
        StorageError: the copy can't be written; what was at ``target`` is untouched.
    """
    partial = target.with_name(target.name + ".partial")
    with storage_faults(target):
        if target.is_dir():
            raise StorageError(faults.IS_FOLDER.format(path=target))
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        try:
            _copy(database, partial)
            _check(partial)
            with partial.open("rb+") as file:
                os.fsync(file.fileno())
            partial.replace(target)
            _sync_folder(target.parent)
        finally:
            partial.unlink(missing_ok=True)
    database.set_meta(LAST_BACKUP, clock().isoformat())
    return target


def nightly(
    database: Database,
    folder: Path,
    clock: Clock = system_clock,
    *,
    keep: int = KEEP_NIGHTLY,
    zone: ZoneInfo = VIETNAM,
) -> Path | None:
    """Make tonight's copy if it is due and not there yet, then drop the oldest beyond ``keep``.

    Due once a day from 02:00 on: call it every few minutes; a machine that was off at night makes
    up for it in the morning.

    Raises:
        StorageError: the copy can't be written; older copies stay.
    """
    now = clock().astimezone(zone)
    target = folder / f"{_PREFIX}{now:%Y-%m-%d}.db"
    if now.hour < NIGHTLY_HOUR or target.exists():
        return None
    back_up(database, target, clock)
    rotate(folder, keep)
    return target


def rotate(folder: Path, keep: int = KEEP_NIGHTLY) -> list[Path]:
    """Delete the oldest nightly copies beyond the newest ``keep``; other files are left alone."""
    copies = sorted(folder.glob(f"{_PREFIX}????-??-??.db"))
    old = copies[: max(0, len(copies) - max(1, keep))]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def last_backup(database: Database) -> datetime | None:
    """Return when the last copy was made, None for never."""
    noted = database.meta(LAST_BACKUP)
    return datetime.fromisoformat(noted) if noted else None


def is_overdue(database: Database, clock: Clock = system_clock) -> bool:
    """Tell whether there has been no copy for two days."""
    last = last_backup(database)
    return last is None or clock() - last > timedelta(days=2)


def restore(source: Path, path: Path, clock: Clock = system_clock) -> Path | None:
    """Put a copy in the place of the database, after checking it.

    The content is written into the existing file in one transaction, so that a program that has it
    open goes on with the restored data, and a crash leaves the old data. A damaged database is moved
    aside instead.

    Args:
        source: the copy.
        path: the database.
        clock: names the file that keeps what was there.

    Returns:
        The file that keeps what was there before, None where there was nothing.

    Raises:
        BackupError: the copy is damaged, or none of this program's.
        NewerSchemaError: a later version made the copy.
        StorageError: the database can't be written.
    """
    _check(source)
    kept: Path | None = None
    with storage_faults(path):
        if path.exists() and path.stat().st_size:
            name = f"{path.stem}.truoc-khoi-phuc-{clock():%Y%m%d-%H%M%S}{path.suffix}"
            kept = path.with_name(name)
            kept = kept if _keep(path, kept, clock) else None
        database = open_database(path, backup_before_migration=False, clock=clock)
        copy = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        try:
            with database.exclusive_use() as connection:
                copy.backup(connection)
        finally:
            copy.close()
            database.close()
    # Opening once more brings an older copy up to this version.
    open_database(path, backup_before_migration=False, clock=clock).close()
    return kept


def _keep(path: Path, kept: Path, clock: Clock) -> bool:
    """Copy the sound database, or move the damaged one, to ``kept``; tell whether it is there."""
    try:
        with open_database(path, backup_before_migration=False, clock=clock) as old:
            _copy(old, kept)
    except NewerSchemaError:
        raise
    except StorageError:
        path.rename(kept)
        for suffix in ("-wal", "-shm"):
            log = path.with_name(path.name + suffix)
            with contextlib.suppress(FileNotFoundError):
                log.rename(kept.with_name(kept.name + suffix))
    return True


def _copy(database: Database, target: Path) -> None:
    if database.connection.in_transaction:
        raise RuntimeError("a copy made inside a transaction would wait for it for ever")
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_RDWR | os.O_EXCL, FILE_MODE))
    copy = sqlite3.connect(target)
    try:
        with database.exclusive_use() as connection:
            connection.backup(copy)
        # One file, without a log beside it, can be carried away as it is.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        copy.close()


def _check(path: Path) -> None:
    if not path.is_file():
        raise BackupError(_MISSING.format(path=path))
    try:
        copy = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            sound = copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            broken = copy.execute("PRAGMA foreign_key_check").fetchone() is not None
            ours = copy.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            unknown = unknown_migrations(sqlite_utils.Database(copy, execute_plugins=False))
        finally:
            copy.close()
    except sqlite3.DatabaseError as error:
        raise BackupError(_NOT_SOUND.format(path=path)) from error
    if not sound or broken or not ours:
        raise BackupError(_NOT_SOUND.format(path=path))
    if unknown:
        raise NewerSchemaError(faults.NEWER.format(path=path, name=unknown[0]))


def _sync_folder(folder: Path) -> None:
    """A new name lasts through a power cut only when its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
