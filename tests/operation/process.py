"""The bot as a process of its own, and the count of what it owes."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.standin import Message, Standin, User

ADMINISTRATOR = 600_000_001
QUESTION = "chỉ tiêu BHYT là bao nhiêu"
START_SECONDS = 30.0
ROOT = Path(__file__).resolve().parents[2]


class BotProcess:
    """``python -m bot run`` against a stand-in, its log in a file."""

    def __init__(
        self, telegram: Standin, folder: Path, extra: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.database = folder / "nghiquyet.db"
        self.log = folder / "log.txt"
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TELEGRAM_", "NGHIQUYET_"))
        }
        environment |= {
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.base_url,
            "TELEGRAM_BASE_FILE_URL": telegram.base_file_url,
            "TELEGRAM_ADMIN_IDS": str(ADMINISTRATOR),
            "NGHIQUYET_DATABASE": str(self.database),
        }
        self._environment = environment | dict(extra or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Start it; unless told otherwise, wait until it runs."""
        seen = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,
                env=self._environment,
                stdout=out,
                stderr=out,
            )
        if wait:
            until(lambda: 'message="running"' in self.text()[seen:], START_SECONDS, "start", self)

    def text(self) -> str:
        """Everything it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def terminate(self) -> tuple[int, float]:
        """SIGTERM; return the exit status and the seconds it took."""
        assert self.process is not None
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        return status, time.monotonic() - start

    def close(self) -> None:
        """End it somehow."""
        if self.process is not None and self.process.poll() is None:
            self.kill()


@contextlib.contextmanager
def bot_process(
    telegram: Standin, folder: Path, extra: Mapping[str, str] | None = None, *, start: bool = True
) -> Iterator[BotProcess]:
    """Run the bot while the block runs."""
    process = BotProcess(telegram, folder, extra)
    try:
        if start:
            process.start()
        yield process
    finally:
        process.close()


def until(
    true: Callable[[], bool], seconds: float, what: str = "it", process: BotProcess | None = None
) -> None:
    """Wait until something is true.

    Raises:
        TimeoutError: it did not become true.
    """
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            tail = process.text()[-3000:] if process else ""
            raise TimeoutError(f"waited {seconds} s for {what}\n{tail}")
        time.sleep(0.02)


@dataclass
class Ledger:
    """Questions asked and the replies they got."""

    telegram: Standin
    asked: list[Message] = field(default_factory=list)

    def ask(self, user: User, text: str = QUESTION) -> Message:
        """Ask, and write it down."""
        message = user.say(text)
        self.asked.append(message)
        return message

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many questions, replies, unanswered questions and surplus replies there are."""
        answered: dict[tuple[int, int], int] = {}
        for chat in {message.chat.id: message.chat for message in self.asked}.values():
            for reply in self.telegram.replies(chat):
                if reply.reply_to is not None:
                    key = (chat.id, reply.reply_to)
                    answered[key] = answered.get(key, 0) + 1
        numbers = [answered.get((m.chat.id, m.message_id), 0) for m in self.asked]
        lost = sum(number == 0 for number in numbers)
        doubled = sum(number - 1 for number in numbers if number > 1)
        return len(numbers), sum(numbers), lost, doubled

    def wait(self, seconds: float = 20.0, process: BotProcess | None = None) -> None:
        """Wait until every question has its reply, then a little for surplus ones."""
        until(lambda: self.counts()[2] == 0, seconds, f"replies: {self.counts()}", process)
        with contextlib.suppress(TimeoutError):
            asyncio.run(self.telegram.settled(0.3, 2.0))
