"""``nghiquyet ingest``, ``documents``, ``export``, ``ask --document``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

TEXT = """Thiên Hương, ngày 20 tháng 12 năm 2026

Số 12-NQ/ĐU

NGHỊ QUYẾT
BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG THIÊN HƯƠNG
VỀ MỤC TIÊU, NHIỆM VỤ NĂM 2027

I. CHỈ TIÊU

(1) Tỷ lệ người dân tham gia BHYT: Đạt 97 % trở lên.
"""


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


def test_ingest_shows_a_preview_and_asks_first(paper: Path) -> None:
    result = _run("ingest", str(paper), typed="n\n")
    assert "12-NQ/ĐU" in result.stdout
    assert "chưa nạp" in result.stdout
    assert "12-NQ/ĐU" not in _run("documents").stdout


def test_ingest_twice_changes_nothing(paper: Path) -> None:
    assert "Đã nạp 12-NQ/ĐU" in _run("ingest", str(paper), "--yes").stdout
    assert "không có gì thay đổi" in _run("ingest", str(paper), "--yes").stdout


def test_ask_one_document_and_each_of_a_batch(paper: Path, tmp_path: Path) -> None:
    _run("ingest", str(paper), "--yes")
    assert "97 %" in _run("ask", "--document", "12-NQ/ĐU", "bhyt bao nhiêu").stdout
    batch = tmp_path / "batch.jsonl"
    rows = [{"id": n, "q": "chỉ tiêu BHYT", "document": n} for n in ("07-NQ/ĐU", "12-NQ/ĐU")]
    batch.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answers = [json.loads(line) for line in _run("ask", "--batch", str(batch)).stdout.splitlines()]
    assert [answer["hits"][0]["document"] for answer in answers] == ["07-NQ/ĐU", "12-NQ/ĐU"]


def test_ending_a_document_keeps_it_readable(paper: Path) -> None:
    _run("ingest", str(paper), "--yes")
    assert "hết hiệu lực" in _run("documents", "--end", "12-NQ/ĐU").stdout
    assert "97 %" in _run("ask", "--document", "12-NQ/ĐU", "bhyt bao nhiêu").stdout


def test_undo_takes_a_load_back(paper: Path) -> None:
    _run("ingest", str(paper), "--yes")
    undone = _run("documents", "--undo", "12-nq/đu").stdout
    assert "Đã hoàn tác lần nạp gần nhất của 12-NQ/ĐU." in undone
    assert "12-NQ/ĐU" not in _run("documents").stdout


def test_export_as_json_has_refs_and_parents(paper: Path) -> None:
    exported = json.loads(_run("export", "07-NQ/ĐU").stdout)
    assert exported["number"] == "07-NQ/ĐU"
    by_ref = {clause["ref"]: clause for clause in exported["clauses"]}
    assert by_ref["II.2.10"]["parent"] == "II.2"
    assert by_ref["II.2.10"]["text"].endswith("Đạt 96,2 % trở lên.")


def test_a_file_that_is_no_document_gets_one_sentence(paper: Path, tmp_path: Path) -> None:
    bad = tmp_path / "anh.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 not a document")
    result = _run("ingest", str(bad), "--yes")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
