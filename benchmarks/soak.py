"""Asks the real process many questions through a trickle of faults and watches its memory and file handles.

    python -m benchmarks.soak [QUESTIONS] [> figures.txt]

Telegram's own limit of 30 messages a second holds, so 20,000 questions take about 12 minutes.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.operation.process import BotProcess, Ledger, bot_process, until
from tests.standin import Standin
from tests.standin.faults import FaultKind

PEOPLE: Final = 400
OUTSTANDING: Final = 60
SAMPLES: Final = 20
QUESTIONS: Final = (
    "chỉ tiêu BHYT là bao nhiêu",
    "chi tieu nuoc sach",
    "chỉ tiêu {number}",
    "ai chịu trách nhiệm về chuyển đổi số",
    "mục {number} nói gì",
    "zumba phường mình mấy lớp {number}",
    "còn trường học thì sao",
)
FAULTS: Final[tuple[tuple[FaultKind, bool], ...]] = (
    ("reset", False),
    ("reset", True),
    ("429", False),
    ("500", False),
    ("502", True),
    ("truncate", False),
)
SHARE: Final = 0.002
"""Of the requests, for each kind of fault."""


def main(wanted: int = 20_000) -> int:
    """Run it; the exit status is 1 where a question was lost or answered twice."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Standin(seed=1) as telegram,
        bot_process(telegram, Path(folder)) as bot,
    ):
        for kind, applied in FAULTS:
            telegram.fail("sendMessage", kind, times=None, probability=SHARE, applied=applied)
        telegram.fail("getUpdates", "502", times=None, probability=SHARE)
        people = [telegram.add_user("Lan") for _ in range(PEOPLE)]
        ledger = Ledger(telegram)
        sent = _Sent(telegram)
        start = time.monotonic()
        print("questions  seconds  memory_mb  handles  threads", flush=True)
        for number in range(wanted):
            form = QUESTIONS[number % len(QUESTIONS)]
            ledger.ask(people[number % PEOPLE], form.format(number=number % 18 + 1))
            _keep_pace(sent, number)
            if (number + 1) % (wanted // SAMPLES or 1) == 0:
                print(f"{number + 1:9}  {time.monotonic() - start:7.0f}  {_state(bot)}", flush=True)
        ledger.wait(120, bot)
        asked, replies, lost, doubled = ledger.counts()
        seconds = time.monotonic() - start
        print(
            f"{asked} questions, {replies} replies, {lost} lost, {doubled} doubled, {seconds:.0f} s"
        )
        print("faults:", ", ".join(f"{f.kind} {f.hits}" for f in telegram.faults.faults))
        status, took = bot.terminate()
        print(f"SIGTERM: status {status} after {took:.1f} s")
        return 1 if lost or doubled else 0


def _keep_pace(sent: "_Sent", asked: int) -> None:
    """Do not ask faster than the bot may answer."""
    until(lambda: sent() > asked - OUTSTANDING, 120, "the bot to keep up")


class _Sent:
    """Counts the messages sent, without going through the whole log each time."""

    def __init__(self, telegram: Standin) -> None:
        self._telegram = telegram
        self._seen = 0
        self._count = 0

    def __call__(self) -> int:
        log = self._telegram.world.log
        while self._seen < len(log):
            self._count += log[self._seen].method == "sendmessage"
            self._seen += 1
        # A request whose answer was cut off or lost has been carried out, and is not made again.
        failed = sum(
            fault.hits
            for fault in self._telegram.faults.faults
            if fault.method == "sendMessage" and not fault.applied and fault.kind != "truncate"
        )
        return self._count - failed


def _state(bot: BotProcess) -> str:
    assert bot.process is not None
    folder = Path(f"/proc/{bot.process.pid}")
    status = dict(
        line.split(":", 1) for line in (folder / "status").read_text(encoding="utf-8").splitlines()
    )
    memory = int(status["VmRSS"].split()[0]) / 1024
    handles = len(os.listdir(folder / "fd"))
    return f"{memory:9.1f}  {handles:7}  {status['Threads'].strip():>7}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
