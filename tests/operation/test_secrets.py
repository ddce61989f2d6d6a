"""The token and the people's questions: nowhere that anybody could read them later."""

import logging
import stat
from datetime import UTC
from pathlib import Path

import pytest

from bot.logs import UPDATE, WithoutToken, set_up_logging
from tests.operation.process import ADMINISTRATOR, Ledger, bot_process, until
from tests.standin import Standin

TOKEN = "1000000001:AAF_Secret-Secret-Secret-Secret-12345"
SECRET = TOKEN.partition(":")[2]
UNIQUE = "trường mầm non Bằng Lăng Tím mấy lớp"


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_token_and_questions_stay_secret(tmp_path: Path, level: str) -> None:
    """Through questions, faults, a lost reply and its report: no file and no message has the token."""
    with Standin(token=TOKEN) as telegram:
        administrator = telegram.add_user("Hoa", user_id=ADMINISTRATOR)
        extra = {"NGHIQUYET_LOG_LEVEL": level}
        with bot_process(telegram, tmp_path, extra) as bot:
            ledger, lan = Ledger(telegram), telegram.add_user("Lan")
            for kind in ("reset", "truncate", "500", "502", "429"):
                telegram.fail("sendMessage", kind, retry_after=1)
                telegram.fail("getUpdates", kind, retry_after=1)
                ledger.ask(lan, UNIQUE)
            ledger.wait(30, bot)
            mai = telegram.add_user("Mai")
            telegram.fail("sendMessage", "400", chat=mai.chat, times=None)
            mai.say(UNIQUE)
            until(lambda: len(telegram.replies(administrator.chat)) >= 1, 15, "the report", bot)
            assert bot.terminate()[0] == 0
        said = "".join(message.text for message in telegram.replies(administrator.chat))
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert {"log.txt", "nghiquyet.db"} <= {path.name for path in files}
        for content in [said.encode(), *(path.read_bytes() for path in files)]:
            assert SECRET.encode() not in content
        log = (tmp_path / "log.txt").read_bytes()
        assert "Bằng Lăng Tím".encode() not in log
        assert str(lan.id).encode() not in log
        # The miss log keeps the question, but not who asked; the inbox has forgotten both.
        database = (tmp_path / "nghiquyet.db").read_bytes()
        assert b'"from":{"id"' not in database
        assert all(
            stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files if path.name != "log.txt"
        )


def test_log_is_one_line_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    """Line breaks in what is logged begin no line of their own; tokens are blotted out."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    try:
        set_up_logging(UTC, "very-secret")
        UPDATE.set("17")
        logging.getLogger("x").info('a\ntime=2026 level=ERROR "b" %s very-secret', TOKEN)
        try:
            raise ValueError(TOKEN)
        except ValueError:
            logging.getLogger("x").exception("failed")
    finally:
        root.handlers[:], logging.raiseExceptions = before[0], before[2]
        root.setLevel(before[1])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all("update=17" in line and SECRET not in line for line in lines)
    assert "very-secret" not in lines[0]
    assert "trace=" in lines[1]


def test_log_time_is_vietnamese() -> None:
    """Times carry +07:00."""
    from knowledge.storage.times import VIETNAM

    record = logging.LogRecord("x", logging.INFO, "", 0, "hi", (), None)
    record.created = 0.0
    assert "time=1970-01-01T08:00:00.000+08:00" in WithoutToken(VIETNAM).format(record)
    record.created = 1_777_500_000.0
    assert "+07:00" in WithoutToken(VIETNAM).format(record)


def test_log_file_is_rotated_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond its size is put aside; nobody else can read either."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    monkeypatch.setattr("bot.logs.MAX_BYTES", 2000)
    try:
        set_up_logging(UTC, file=tmp_path / "logs" / "bot.log")
        for number in range(300):
            logging.getLogger("x").info("line %d", number)
        for handler in root.handlers:
            handler.close()
    finally:
        root.handlers[:], logging.raiseExceptions = before[0], before[2]
        root.setLevel(before[1])
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) == 6
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert all(path.stat().st_size <= 2100 for path in files)
