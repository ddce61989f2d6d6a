"""``nghiquyet roster``, ``demo`` and ``teach``."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a database to be."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NGHIQUYET_DATABASE", str(tmp_path / "nghiquyet.db"))
    return tmp_path


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, arguments)


def test_roster_round_trip(folder: Path) -> None:
    """The exported roster, with a person added, is taken in; the same again changes nothing."""
    assert run("roster", "export", "ds.xlsx").exit_code == 0
    book = openpyxl.load_workbook(folder / "ds.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet.append([None, "Nguyễn Văn An", "Cán bộ", "Trạm Y tế phường", "cán bộ", None])
    book.save(folder / "ds.xlsx")
    assert "Đã ghi 1 thay đổi." in run("roster", "import", "ds.xlsx").output
    assert "không có gì thay đổi" in run("roster", "import", "ds.xlsx").output
    assert run("roster", "export", "ds.xlsx").exit_code != 0
    assert "1 người" in run("roster", "export", "ds.xlsx", "--force").output


def test_roster_bad_row(folder: Path) -> None:
    """A bad row is named and nothing is written."""
    run("roster", "export", "ds.xlsx")
    book = openpyxl.load_workbook(folder / "ds.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet.append([None, "Nguyễn Văn An", "", "Đơn vị không có", "cán bộ", None])
    sheet.append([None, "Trần Thị Bình", "", "", "cán bộ", None])
    book.save(folder / "ds.xlsx")
    done = run("roster", "import", "ds.xlsx")
    assert done.exit_code == 1
    assert "Đơn vị không có" in done.output
    assert "0 người" in run("roster", "export", "ds.xlsx", "--force").output


def test_demo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration is filled in and removed; real data keeps it out."""
    monkeypatch.delenv("TELEGRAM_ADMIN_IDS", raising=False)
    without = run("demo").output
    assert "DỮ LIỆU MẪU" in without
    assert "ghi mã Telegram của bạn" in without
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", "7")
    assert "đóng vai Nguyễn Văn An (mẫu)" in run("demo").output
    assert run("demo", "--clear").exit_code == 0
    assert run("demo", "--clear").exit_code != 0
    run("roster", "export", "ds.xlsx")
    book = openpyxl.load_workbook(folder / "ds.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet.append([None, "Nguyễn Văn An", "", "", "cán bộ", None])
    book.save(folder / "ds.xlsx")
    run("roster", "import", "ds.xlsx")
    done = run("demo")
    assert done.exit_code != 0
    assert "dữ liệu thật" in done.output


def test_teach_round_trip(folder: Path) -> None:
    """What was taught goes out and comes in."""
    assert run("teach", "export", "day.toml").exit_code == 0
    assert "Đã học 0 điều." in run("teach", "import", "day.toml").output
