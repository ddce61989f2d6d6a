"""The command ``nghiquyet``."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.settings import Settings
from knowledge.assistant import Assistant

Run = Callable[..., Result]


@pytest.fixture
def run(assistant: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in an empty folder, with the assistant that is built already."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.services.bundled_assistant", lambda *_: assistant)
    monkeypatch.setattr("bot.services.load_bundled", lambda: assistant.resolution)

    def invoke(*arguments: str, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=typed)

    return invoke


def _one_sentence(result: Result) -> str:
    """The sentence of a failed command, after checking that it is nothing more."""
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    message = result.stderr.strip()
    assert message
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def test_ask_prints_the_reply(run: Run) -> None:
    result = run("ask", "chỉ tiêu BHYT là bao nhiêu")
    assert result.exit_code == 0
    assert "Đạt 96,2 % trở lên" in result.stdout
    assert "— Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU" in result.stdout
    assert "chưa có báo cáo tiến độ" in result.stdout


def test_ask_joins_bare_words(run: Run) -> None:
    assert "96,2 %" in run("ask", "chỉ", "tiêu", "10").stdout


def test_ask_json_prints_one_object(run: Run) -> None:
    result = run("ask", "--json", "chỉ tiêu 10")
    assert result.stdout.count("\n") == 1
    row = json.loads(result.stdout)
    assert "id" not in row
    assert row["hits"][0]["ref"] == "II.2.10"
    assert row["elapsed_ms"] >= 0
    assert "ĐU" in result.stdout  # Vietnamese letters as they are, no escapes


def test_ask_after_another_message(run: Run) -> None:
    result = run("ask", "còn nước sạch thì sao", "--prev", "chỉ tiêu bhyt là bao nhiêu", "--json")
    assert json.loads(result.stdout)["hits"][0]["ref"] == "II.2.14"


def test_ask_declines_with_status_zero(run: Run) -> None:
    result = run("ask", "giá vàng hôm nay")
    assert result.exit_code == 0
    assert "không" in result.stdout


_BATCH: list[dict[str, Any]] = [
    {"id": "b", "q": "chỉ tiêu 10"},
    {"id": "a", "q": "chỉ tiêu tiếp theo", "prev": "chỉ tiêu 10"},
    {"id": "c", "q": "xin chào", "prev": None, "cat": "smalltalk"},
]


def _lines(rows: list[dict[str, Any]]) -> str:
    return "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


def test_batch_keeps_order_and_ids(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(_lines(_BATCH), encoding="utf-8")
    result = run("ask", "--batch", "q.jsonl")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a", "c"]
    assert [answer["question"] for answer in answers] == [row["q"] for row in _BATCH]
    assert [h["ref"] for answer in answers for h in answer["hits"]] == ["II.2.10", "II.2.11"]


def test_batch_reads_standard_input(run: Run) -> None:
    result = run("ask", "--batch", "-", typed=_lines(_BATCH))
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == ""


def test_batch_of_nothing(run: Run) -> None:
    result = run("ask", "--batch", "-", typed="\n \n")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        "null",
        '"chỉ tiêu 10"',
        '{"q": "không có id"}',
        '{"id": "1"}',
        '{"id": "1", "q": 5}',
        '{"id": "1", "q": "x", "prev": 5}',
    ],
)
def test_batch_names_the_broken_line(run: Run, broken: str) -> None:
    result = run("ask", "--batch", "-", typed=f'{{"id": "1", "q": "chỉ tiêu 10"}}\n\n{broken}\n')
    message = _one_sentence(result)
    assert message.startswith("Dòng 3 ")
    assert "“id”" in message
    assert "“q”" in message


def test_batch_names_the_file_of_the_broken_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hoi.jsonl").write_text("{\n", encoding="utf-8")
    assert "hoi.jsonl" in _one_sentence(run("ask", "--batch", "hoi.jsonl"))


def test_batch_answers_the_lines_around_a_broken_one(run: Run) -> None:
    """One sentence for each line that is left out, on standard error, and a status that says so."""
    unknown = {"id": "2", "q": "chỉ tiêu 10", "document": "99-NQ/XX"}
    rows = [{"id": "1", "q": "chỉ tiêu 10"}, unknown, {"id": "4", "q": "chỉ tiêu 11"}]
    lines = [json.dumps(row) for row in rows]
    lines.insert(2, "không phải JSON")
    result = run("ask", "--batch", "-", typed="\n".join(lines))
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["1", "4"]
    first, second = result.stderr.splitlines()
    assert first.startswith("Dòng 2 ")
    assert "“99-NQ/XX”" in first
    assert second.startswith("Dòng 3 ")


def test_batch_for_a_document_that_is_not_loaded(run: Run) -> None:
    """Where no line can be answered it is said once."""
    result = run("ask", "--batch", "-", "--document", "99-NQ/XX", typed=_lines(_BATCH))
    assert "“99-NQ/XX”" in _one_sentence(result)
    assert result.stdout == ""


def test_batch_of_a_file_in_another_encoding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes('{"id": "1", "q": "chỉ tiêu"}\n'.encode("utf-16"))
    _one_sentence(run("ask", "--batch", "q.jsonl"))


def test_batch_of_half_a_character(run: Run) -> None:
    result = run("ask", "--batch", "-", typed='{"id": "1", "q": "bhyt \\ud800"}\n')
    assert result.exit_code == 0, repr(result.exception)
    assert json.loads(result.stdout)["hits"][0]["ref"] == "II.2.10"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--batch", "no-such-file.jsonl"],
        ["ask", "--no-such-option"],
        ["no-such-command"],
    ],
)
def test_a_wrong_call_gets_one_sentence(run: Run, arguments: list[str]) -> None:
    _one_sentence(run(*arguments))


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "--batch", "no-such-file.jsonl"], ["no-such-command"]]
)
def test_a_wrong_call_fails_without_a_traceback(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert result.stderr.strip()


def test_a_wrong_setting_gets_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "AAsecret")
    monkeypatch.setenv("NGHIQUYET_ACCESS", "everybody")
    message = _one_sentence(run("ask", "chỉ tiêu 10"))
    assert "TELEGRAM_BOT_TOKEN" in message
    assert "NGHIQUYET_ACCESS" in message
    assert "AAsecret" not in message


def test_run_without_a_token_says_what_to_do(run: Run) -> None:
    message = _one_sentence(run("run"))
    assert "TELEGRAM_BOT_TOKEN" in message
    assert "@BotFather" in message


def test_the_database_is_made_on_first_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "folder" / "nq.db"
    monkeypatch.setenv("NGHIQUYET_DATABASE", str(path))
    assert run("ask", "chỉ tiêu 10").exit_code == 0
    assert path.read_bytes().startswith(b"SQLite format 3")
    assert run("ask", "chỉ tiêu 10").exit_code == 0  # and opened on the next


def test_the_default_database_is_in_the_folder_data(run: Run, tmp_path: Path) -> None:
    run("ask", "chỉ tiêu 10")
    assert (tmp_path / "data" / "nghiquyet.db").is_file()


@pytest.mark.parametrize("content", [None, b"this is no database, only a note of some length"])
def test_a_database_that_cannot_be_opened_gets_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "nq.db"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    monkeypatch.setenv("NGHIQUYET_DATABASE", str(path))
    assert "nq.db" in _one_sentence(run("ask", "chỉ tiêu 10"))


@pytest.mark.parametrize("arguments", [[], ["chat"]])
def test_chat_without_a_token(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    welcomes: list[str] = []
    monkeypatch.setattr("bot.cli.terminal_chat", lambda _, welcome: welcomes.append(welcome))
    assert run(*arguments).exit_code == 0
    assert ["07-NQ/ĐU" in welcome for welcome in welcomes] == [True]


def test_the_bare_command_runs_the_bot_with_a_token(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Settings] = []

    def start(settings: Settings) -> int:
        started.append(settings)
        return 0

    monkeypatch.setattr("bot.application.run", start)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:ABC")
    assert run().exit_code == 0
    assert [settings.telegram_bot_token for settings in started] == ["123456:ABC"]


def _commands(group: click.Group, path: str = "") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((f"{path} {name}".strip(), command))
        if isinstance(command, click.Group):
            found += _commands(command, f"{path} {name}".strip())
    return found


@pytest.mark.parametrize(("name", "command"), _commands(main))
def test_every_command_is_documented(name: str, command: click.Command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"


def test_the_command_has_the_names_of_the_contract() -> None:
    assert {"ask", "chat", "run"} <= set(main.commands)


def _python_m_bot(
    folder: Path, arguments: list[str], typed: str, encoding: str
) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m bot`` as a process of its own whose console has some encoding."""
    house = Path(__file__).resolve().parents[2]
    names = Settings.model_fields
    environment = {key: value for key, value in os.environ.items() if key.lower() not in names}
    environment |= {"PYTHONPATH": str(house), "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=typed.encode(),
        capture_output=True,
        cwd=folder,
        env=environment,
        timeout=60,
        check=False,
    )


def test_python_m_bot_is_the_same(tmp_path: Path) -> None:
    rows = '{"id": "1", "q": "chỉ tiêu 10"}\n{"id"\n'
    done = _python_m_bot(tmp_path, ["ask", "--batch", "-"], rows, "ascii")
    assert done.returncode != 0
    assert json.loads(done.stdout.decode())["hits"][0]["ref"] == "II.2.10"
    assert done.stderr.decode().startswith("Dòng 2 ")
    assert b"Traceback" not in done.stderr


def test_chat_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = _python_m_bot(tmp_path, [], "chỉ tiêu 10\nthoát\n", "utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Đạt 96,2 % trở lên" in done.stdout.decode()
    assert done.stdout.decode().rstrip().endswith("Tạm biệt.")


def test_chat_in_a_console_of_another_encoding(tmp_path: Path) -> None:
    done = _python_m_bot(tmp_path, ["chat"], "chỉ tiêu nước sạch là bao nhiêu\nthoát\n", "cp1252")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().rstrip().endswith("Tạm biệt.")
    assert "Duy trì 100%" in done.stdout.decode()
