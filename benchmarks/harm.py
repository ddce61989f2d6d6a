"""What becomes of the bot and of its data when the machine does it harm.

    python -m benchmarks.harm sigkill | full-disk | read-only | corrupt | clock | all

Each drives the real process over HTTP against the stand-in, does the harm, mends it, and counts. full-disk and
read-only mount a small tmpfs (root); clock needs libfaketime (apt install faketime).
"""

import contextlib
import glob
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from knowledge.storage.backup import back_up
from knowledge.storage.database import open_database
from tests.operation.process import ADMINISTRATOR, BotProcess, Ledger, bot_process
from tests.standin import Standin

KILLS: Final = 15
DISK: Final = "3m"


@contextlib.contextmanager
def small_disk(options: str = f"size={DISK}") -> Iterator[Path]:
    """Mount a small tmpfs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def ask_some(ledger: Ledger, count: int, bot: BotProcess) -> None:
    """Ask and wait for the replies."""
    for _ in range(count):
        ledger.ask(ledger.telegram.add_user("Lan"))
    ledger.wait(30, bot)


def sound(path: Path) -> str:
    """Return what SQLite says of a database: "ok" or the first fault."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        except sqlite3.Error as error:
            return str(error)


def last_line(bot: BotProcess) -> str:
    """Return the last line that is no log record: what the person at the machine reads."""
    lines = [line for line in bot.text().splitlines() if line and not line.startswith("time=")]
    return lines[-1] if lines else ""


def sigkill() -> str:
    """Kill the process again and again while people ask."""
    chance = random.Random(3)
    with Standin() as telegram, tempfile.TemporaryDirectory() as folder:
        with bot_process(telegram, Path(folder)) as bot:
            ledger = Ledger(telegram)
            people = [telegram.add_user("Lan") for _ in range(50)]
            for round_ in range(KILLS):
                if round_:
                    bot.start()
                end = time.monotonic() + chance.uniform(0.1, 1.0)
                while time.monotonic() < end:
                    ledger.ask(chance.choice(people))
                    time.sleep(0.03)
                bot.kill()
            bot.start()
            ledger.wait(45, bot)
            asked, replies, lost, doubled = ledger.counts()
        return (
            f"{KILLS} kills: {asked} questions, {replies} replies, {lost} lost, {doubled} doubled; "
            f"database {sound(bot.database)}"
        )


def full_disk() -> str:
    """Fill the disk under the running bot, then free it."""
    with Standin() as telegram, small_disk() as folder:
        telegram.add_user("Hoa", user_id=ADMINISTRATOR)
        with bot_process(telegram, folder) as bot:
            ledger = Ledger(telegram)
            ask_some(ledger, 20, bot)
            filler = folder / "filler"
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(b"x" * 4096):
                    pass
            ask_some(ledger, 200, bot)
            during = "đã đầy" in bot.text() or "without being kept" in bot.text()
            filler.unlink()
            ask_some(ledger, 20, bot)
            status, _ = bot.terminate()
            asked, replies, lost, doubled = ledger.counts()
        return (
            f"{asked} questions (200 on the full disk), {replies} replies, {lost} lost, {doubled} doubled; "
            f"named in the log: {during}; database {sound(bot.database)}; status {status}"
        )


def read_only() -> str:
    """Start on a file system that cannot be written to, then on one that can."""
    with Standin() as telegram, small_disk() as disk, tempfile.TemporaryDirectory() as folder:
        with open_database(disk / "nghiquyet.db") as database:
            database.set_meta("n", "1")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        extra = {"NGHIQUYET_DATABASE": str(disk / "nghiquyet.db")}
        with bot_process(telegram, Path(folder), extra, start=False) as bot:
            bot.start(wait=False)
            assert bot.process is not None
            status = bot.process.wait(30)
            said = last_line(bot)
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
            bot.start()
            ledger = Ledger(telegram)
            ask_some(ledger, 5, bot)
            bot.terminate()
        return f"status {status}: {said} Once writable: {ledger.counts()[1]} of 5 answered"


def corrupt() -> str:
    """Damage the file of a stopped bot, start, restore the backup, start."""
    with Standin() as telegram, tempfile.TemporaryDirectory() as folder:
        with bot_process(telegram, Path(folder)) as bot:
            ledger = Ledger(telegram)
            ask_some(ledger, 5, bot)
            bot.terminate()
            with open_database(bot.database) as database:
                back_up(database, Path(folder) / "copy.db")
            with bot.database.open("r+b") as file:
                file.seek(8192)
                file.write(random.Random(1).randbytes(40_000))
            bot.start(wait=False)
            assert bot.process is not None
            status = bot.process.wait(30)
            said = last_line(bot)
            from knowledge.storage.backup import restore

            restore(Path(folder) / "copy.db", bot.database)
            bot.start()
            ask_some(ledger, 5, bot)
            bot.terminate()
            asked, replies, lost, doubled = ledger.counts()
        return (
            f"status {status}: {said} After restore: {asked} questions, {replies} replies, "
            f"{lost} lost, {doubled} doubled; database {sound(bot.database)}"
        )


def clock() -> str:
    """Set the clock of the running bot a day on, two days back, ten years back."""
    library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), "")
    if not library:
        return "not tried: libfaketime is missing"
    with Standin() as telegram, tempfile.TemporaryDirectory() as folder:
        setting = Path(folder) / "faketime"
        setting.write_text("+0", encoding="utf-8")
        extra = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(setting),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        with bot_process(telegram, Path(folder), extra) as bot:
            ledger = Ledger(telegram)
            for shift in ("+0", "+1d", "-2d", "-3650d", "+0"):
                setting.write_text(shift, encoding="utf-8")
                time.sleep(0.3)
                ask_some(ledger, 5, bot)
            status, seconds = bot.terminate()
            asked, replies, lost, doubled = ledger.counts()
            with open_database(bot.database) as database:
                years = [
                    row["y"]
                    for row in database.rows("SELECT DISTINCT substr(at, 1, 4) y FROM inbox")
                ]
        return (
            f"years of arrival {sorted(years)}: {asked} questions, {replies} replies, {lost} lost, "
            f"{doubled} doubled; SIGTERM status {status} in {seconds:.1f} s; database {sound(bot.database)}"
        )


HARMS: Final[dict[str, Callable[[], str]]] = {
    "sigkill": sigkill,
    "full-disk": full_disk,
    "read-only": read_only,
    "corrupt": corrupt,
    "clock": clock,
}


def main(names: list[str]) -> None:
    """Do the named harms."""
    for name in HARMS if names == ["all"] else names:
        print(f"{name}: {HARMS[name]()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["all"])
