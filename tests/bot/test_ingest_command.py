"""``nghiquyet ingest`` as a person uses it: preview, correct, confirm; a folder, stopped and gone on with."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.many_documents import write
from bot.cli import main
from tests.bot.test_documents_command import TEXT


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NGHIQUYET_DATABASE", str(tmp_path / "data" / "test.db"))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "2027.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def test_correct_then_load(paper: Path) -> None:
    typed = "sửa\nnăm: 2028\nI.1: dưới 97 %\nlung tung\n\nnạp\n"
    result = _run("ingest", str(paper), typed=typed)
    assert result.exit_code == 0
    assert "Không hiểu dòng “lung tung”" in result.stderr
    assert "I.1: Tỷ lệ người dân tham gia BHYT: dưới 97 %" in result.stdout
    assert "Đã nạp 12-NQ/ĐU" in result.stdout
    shown = _run("documents", "--show", "12-nq/đu").stdout
    assert "năm hoặc giai đoạn: 2028" in shown
    assert "dưới 97 %" in shown
    assert "bởi dòng lệnh" in shown
    assert '"comparator": "<"' in _run("export", "12-nq/đu").stdout


def test_correction_stays_when_the_file_is_loaded_again(paper: Path) -> None:
    _run("ingest", str(paper), typed="sua\nten: Nghị quyết 2027\n\nnap\n")
    assert "không có gì thay đổi" in _run("ingest", str(paper), "--yes").stdout
    assert "Nghị quyết 2027" in _run("documents").stdout


def test_drop(paper: Path) -> None:
    assert "chưa nạp" in _run("ingest", str(paper), typed="hả\nbỏ\n").stdout
    assert "12-NQ/ĐU" not in _run("documents").stdout


def test_nobody_to_confirm(paper: Path) -> None:
    result = _run("ingest", str(paper))
    assert result.exit_code == 1
    assert result.stderr.strip().splitlines() == [
        "2027.txt: chưa nạp vì không có ai xác nhận; thêm --yes để nạp luôn."
    ]


def test_load_a_version_shows_what_changes(paper: Path) -> None:
    _run("ingest", str(paper), "--yes")
    paper.write_text(TEXT.replace("97 %", "98 %"), encoding="utf-8")
    result = _run("ingest", str(paper), typed="nạp\n")
    assert "Mức của mục I.1: “Đạt 97 % trở lên” thành “Đạt 98 % trở lên”." in result.stdout
    assert "98 %" in _run("ask", "--document", "12-NQ/ĐU", "bhyt bao nhiêu").stdout
    assert "Đã hoàn tác" in _run("documents", "--undo", "12-NQ/ĐU").stdout
    assert "97 %" in _run("ask", "--document", "12-NQ/ĐU", "bhyt bao nhiêu").stdout


def test_document_without_number(paper: Path) -> None:
    paper.write_text(TEXT.replace("Số 12-NQ/ĐU", ""), encoding="utf-8")
    result = _run("ingest", str(paper), "--yes")
    assert result.exit_code == 1
    assert "--number" in result.stderr
    options = ("--number", "15-NQ/ĐU", "--issued", "28/12/2026", "--name", "Nghị quyết X")
    assert "Đã nạp 15-NQ/ĐU" in _run("ingest", str(paper), "--yes", *options).stdout
    shown = _run("documents", "--show", "15 nq đu").stdout
    assert "Ngày ban hành: 28/12/2026" in shown
    assert "Tên: Nghị quyết X" in shown


def test_correction_file(paper: Path, tmp_path: Path) -> None:
    file = tmp_path / "sua.toml"
    file.write_text('period = 2028\n[[measure]]\nref = "1"\nlevel = "trên 97 %"\n', "utf-8")
    result = _run("ingest", str(paper), "--yes", "--corrections", str(file))
    assert "Đã nạp 12-NQ/ĐU" in result.stdout
    assert '"comparator": ">"' in _run("export", "12-NQ/ĐU").stdout
    file.write_text('[[measure]]\nref = "1"\nlevel = "trên 99 %"\n', "utf-8")
    result = _run("ingest", str(paper), "--yes", "--corrections", str(file))
    assert result.exit_code == 1
    assert "không in con số 99" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nope.txt", "--yes"), "Không mở được tệp “nope.txt”"),
        (("2027.txt", "khac.txt", "--yes", "--number", "1"), "nạp từng tệp"),
        (("2027.txt", "--yes", "--issued", "hôm qua"), "không phải một ngày"),
        (("2027.txt", "--yes", "--corrections", "mat.toml"), "Không mở được tệp “mat.toml”"),
        (("rong", "--yes"), "Không có tệp"),
    ],
)
def test_mistake_gets_one_sentence(paper: Path, arguments: tuple[str, ...], words: str) -> None:
    (paper.parent / "rong").mkdir()
    (paper.parent / "khac.txt").write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ingest", *arguments],
        capture_output=True,
        text=True,
        cwd=paper.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode != 0
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_missing_batch_is_named(paper: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--batch", "missing.jsonl"],
        capture_output=True,
        text=True,
        cwd=paper.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode != 0
    assert done.stderr.strip() == "Không mở được tệp “missing.jsonl”; kiểm tra lại đường dẫn."


def test_folder_killed_half_way_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "in", 24, 30, 3)
    database = tmp_path / "a.db"
    command = [sys.executable, "-m", "bot", "ingest", str(tmp_path / "in"), "--yes"]
    where = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "NGHIQUYET_DATABASE": str(database),
    }

    def loads() -> list[tuple[int, str]]:
        if not database.exists():
            return []
        connection = sqlite3.connect(database)
        try:
            sql = "SELECT id, document FROM loads WHERE document <> '07-NQ/ĐU' ORDER BY id"
            return connection.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            connection.close()

    process = subprocess.Popen(
        command, env=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and len(loads()) < 4:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = loads()
    assert before
    done = subprocess.run(command, env=where, capture_output=True, text=True)
    assert done.returncode == 0
    after = loads()
    assert after[: len(before)] == before  # nothing loaded twice
    assert len({number for _, number in after}) == len(after) == 24
    assert f"{24 - len(before)} mới, 0 thay đổi, {len(before)} không đổi, 0 lỗi." in done.stdout
