"""The bot as people run it: ``python -m bot run`` in a process of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import wording
from tests.standin import TEST_TOKEN, Standin

START_SECONDS = 60.0
STOP_SECONDS = 15.0


@pytest.fixture
def telegram() -> Iterator[Standin]:
    """The stand-in, served from a thread of its own."""
    with Standin() as standin:
        yield standin


@contextlib.contextmanager
def running(
    telegram: Standin, folder: Path, *command: str, token: str = TEST_TOKEN
) -> Iterator["subprocess.Popen[str]"]:
    """Run the bot while the block runs; a process that hangs is killed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TELEGRAM_", "NGHIQUYET_"))
    }
    environment |= {
        "TELEGRAM_BOT_TOKEN": token,
        "TELEGRAM_BASE_URL": telegram.base_url,
        "TELEGRAM_BASE_FILE_URL": telegram.base_file_url,
        "NGHIQUYET_DATABASE": str(folder / "data" / "nghiquyet.db"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("command", [("run",), ()])
async def test_answers_and_stops(
    telegram: Standin, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """It answers, ends on SIGTERM with status 0, and prints no token."""
    user = telegram.add_user("Lan")
    said = user.say("chỉ tiêu BHYT là bao nhiêu")
    with running(telegram, tmp_path, *command) as process:
        reply = await telegram.wait_for_reply(user, said, timeout=START_SECONDS)
        assert "96,2 %" in reply.text
        await telegram.settled()
        process.send_signal(signal.SIGTERM)
        printed, logged = process.communicate(timeout=STOP_SECONDS)
    assert process.returncode == 0
    assert TEST_TOKEN not in printed + logged
    assert "STANDIN" not in printed + logged


async def test_buttons_outlive_a_restart(telegram: Standin, tmp_path: Path) -> None:
    """Buttons and replies of one process work in the next, and what was missed is still counted."""
    user = telegram.add_user("Lan")
    with running(telegram, tmp_path, "run"):
        said = user.say("chỉ tiêu BHYT là bao nhiêu")
        answer = await telegram.wait_for_reply(user, said, timeout=START_SECONDS)
        await telegram.settled()
    with running(telegram, tmp_path, "run"):
        user.tap(answer, wording.BUTTON_VERBATIM)
        quoted = await telegram.wait_for_reply(user, answer, timeout=START_SECONDS)
        assert "(10)" in quoted.text
        said = user.say("chỉ tiêu tiếp theo", reply_to=answer)
        assert "(11)" in (await telegram.wait_for_reply(user, said)).text


def test_wrong_token(telegram: Standin, tmp_path: Path) -> None:
    """A token that Telegram refuses: one sentence that says what to do, and status 1."""
    with running(telegram, tmp_path, "run", token="1000000001:WRONG-TOKEN") as process:
        _, logged = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 1
    assert wording.REFUSED_BY_TELEGRAM in logged
    assert "Traceback" not in logged
    assert "WRONG-TOKEN" not in logged


async def test_second_instance(telegram: Standin, tmp_path: Path) -> None:
    """A second process with the same token gives way with one sentence; the first goes on."""
    user = telegram.add_user("Lan")
    first_folder, second_folder = tmp_path / "1", tmp_path / "2"
    first_folder.mkdir()
    second_folder.mkdir()
    with running(telegram, first_folder, "run") as first:
        said = user.say("chỉ tiêu 1")
        await telegram.wait_for_reply(user, said, timeout=START_SECONDS)
        with running(telegram, second_folder, "run") as second:
            _, logged = second.communicate(timeout=START_SECONDS)
        assert second.returncode == 1
        assert wording.SECOND_INSTANCE in logged
        assert first.poll() is None
        said = user.say("chỉ tiêu 10")
        assert "96,2" in (await telegram.wait_for_reply(user, said, timeout=30)).text
