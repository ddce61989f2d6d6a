"""``nghiquyet backup``, ``restore``, ``doctor`` and ``stats``."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import Sentences
from bot.commands.operation import COMMANDS_D
from knowledge.storage.counters import Counters
from knowledge.storage.database import open_database
from tests.standin import Standin

MAIN = Sentences(commands={str(command.name): command for command in COMMANDS_D})


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that the settings name."""
    path = tmp_path / "nghiquyet.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NGHIQUYET_DATABASE", str(path))
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_PROXY_URL", "TELEGRAM_WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    with open_database(path) as made:
        made.set_meta("n", "1")
    return path


def run(*arguments: str, text: str | None = None) -> Result:
    """Run a command."""
    return CliRunner().invoke(MAIN, arguments, input=text)


@pytest.mark.parametrize("command", COMMANDS_D, ids=lambda command: str(command.name))
def test_help_has_example(command: click.Command) -> None:
    assert f"nghiquyet {command.name}" in run(str(command.name), "--help").output


def test_backup_and_restore(database: Path) -> None:
    made = run("backup", "b.db")
    assert made.exit_code == 0, made.output
    with open_database(database) as db:
        db.set_meta("n", "2")
    assert run("restore", "b.db", text="n\n").exit_code == 1
    restored = run("restore", "b.db", "--yes")
    assert restored.exit_code == 0
    assert "được giữ ở" in restored.output
    with open_database(database) as db:
        assert db.meta("n") == "1"


def test_backup_without_name(database: Path) -> None:
    assert run("backup").exit_code == 0
    assert len(list((database.parent / "sao-luu").glob("tay-*.db"))) == 1


@pytest.mark.parametrize(
    "arguments",
    [("backup", "nghiquyet.db"), ("restore", "nghiquyet.db"), ("restore", "no.db", "--yes")],
)
def test_mistakes_are_one_sentence(database: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["backup", "stats"])
def test_no_database_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NGHIQUYET_DATABASE", "none.db")
    assert run(command).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_stats(database: Path) -> None:
    with open_database(database) as db:
        counters = Counters(db)
        counters.add({"questions": 8, "answered": 6, "latency:25": 8})
        counters.note_start()
    text = run("stats").output
    for words in (
        "Đang chạy từ",
        "8 câu hỏi, trả lời được 75,0 %",
        "dưới 25 ms",
        "Chưa có bản sao",
    ):
        assert words in text
    row = json.loads(run("stats", "--json", "--days", "30").output)
    assert (row["counts"]["questions"], row["answered_share"], row["p99_ms"]) == (8, 0.75, 25)


def test_doctor_well(database: Path) -> None:
    run("backup", "b.db")
    result = run("doctor", "--offline")
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output


def test_doctor_with_telegram(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Standin() as telegram:
        monkeypatch.setenv("TELEGRAM_BASE_URL", telegram.base_url)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        assert "@standin_bot" in run("doctor").output
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1000000001:WRONG-TOKEN")
        wrong = run("doctor")
    dead = run("doctor")
    for result, words in ((wrong, "@BotFather"), (dead, "không tới được")):
        assert result.exit_code == 1
        assert words in result.output
        assert "WRONG-TOKEN" not in result.output


def _damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192] + b"\x07" * (path.stat().st_size - 8192))


def _newer(path: Path) -> None:
    with open_database(path) as db, db.transaction():
        db.raw.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('nghiquyet', 'from_the_future', '2030-01-01')"
        )


def _in_future(path: Path) -> None:
    with open_database(path) as db:
        db.set_meta("last_backup_at", "2099-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_damaged, "nghiquyet restore"),
        (lambda path: path.write_bytes(b"not a database at all" * 1000), "nghiquyet restore"),
        (_newer, "phiên bản mới hơn"),
        (_in_future, "Chỉnh lại giờ máy"),
    ],
)
def test_doctor_says_how_to_mend(
    database: Path, harm: Callable[[Path], object], words: str
) -> None:
    harm(database)
    result = run("doctor", "--offline")
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NGHIQUYET_TIMEZONE", "Asia/Hanoi"),
        ("TELEGRAM_BOT_TOKEN", "no token"),
        ("NGHIQUYET_METRICS_PORT", "x"),
        ("TELEGRAM_WEBHOOK_URL", "http://example.org/hook"),
    ],
)
def test_doctor_finds_wrong_settings(
    database: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("doctor", "--offline")
    assert result.exit_code == 1
    assert name in result.output
