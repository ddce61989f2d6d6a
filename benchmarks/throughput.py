"""How fast the bot answers over HTTP, beside a bare echo bot; who waits how long; whether anything is lost.

    python -m benchmarks.throughput [--rounds 3] [--questions 400] [--people 200] [--rate 30] [--seconds 20]

Both bots run one after another in processes of their own, each against a stand-in for Telegram on loopback in
this process, with our own sending limits off: Telegram's 30 messages a second would hide what is measured.
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.application import Limits, build_application
from bot.services import open_services
from bot.settings import Settings
from tests.standin import Standin, User

WANTED_SHARE: Final = 0.8
SETTLE_SECONDS: Final = 60.0
QUESTIONS: Final = (
    "chỉ tiêu BHYT là bao nhiêu",
    "ty le nuoc sach",
    "tổng đàn lợn hiện có bao nhiêu con",
    "mấy cửa hàng nhỏ phải lên công ty",
    "UBND phải làm gì",
    "chỉ tiêu 16",
    "ai vô địch world cup",
    "chủ đề năm 2026 là gì",
)


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Send a text back."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def run_echo(telegram: tuple[str, str, str]) -> None:
    """Run a bare echo bot, as the library's own example has it, but concurrent like ours."""
    token, base_url, file_url = telegram
    builder = Application.builder().token(token).base_url(base_url).base_file_url(file_url)
    app = builder.concurrent_updates(True).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


def run_bot(telegram: tuple[str, str, str]) -> None:
    """Run the real bot with a database of its own and no sending limits."""
    token, base_url, file_url = telegram
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_construct(
            telegram_bot_token=token,
            telegram_base_url=base_url,
            telegram_base_file_url=file_url,
            nghiquyet_database=Path(folder, "nghiquyet.db"),
        )
        build_application(settings, open_services(settings), Limits(0, 0)).run_polling()


@contextmanager
def bot_process(target: Callable[..., None], telegram: Standin) -> Iterator[BaseProcess]:
    """Run a bot in a process of its own while the block runs."""
    addresses = (telegram.token, telegram.base_url, telegram.base_file_url)
    process = multiprocessing.get_context("spawn").Process(target=target, args=(addresses,))
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(15)
        if process.is_alive():
            process.kill()


async def warm(telegram: Standin, user: User) -> None:
    """Wait until the bot answers."""
    said = user.say(QUESTIONS[0])
    await telegram.wait_for_reply(user, said, timeout=SETTLE_SECONDS)


async def answered(telegram: Standin, count: int) -> None:
    """Wait until that many messages were sent since the log was last cleared."""

    def done() -> bool:
        return sum(r.finished is not None for r in telegram.requests("sendMessage")) >= count

    await telegram.wait_for(done, SETTLE_SECONDS, f"{count} answers")


def processor_ms(process: BaseProcess) -> float:
    """Return the processor time a process has used, in ms; 0 where /proc does not tell."""
    stat = Path("/proc", str(process.pid), "stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def a_second(target: Callable[..., None], questions: int, people: int) -> tuple[float, float]:
    """Ask all questions at once; return the answers a second, and the processor's ms for each."""
    with Standin() as telegram:
        users = [telegram.add_user("Lan") for _ in range(people)]
        with bot_process(target, telegram) as process:
            await warm(telegram, users[0])
            await telegram.settled(quiet=0.5, timeout=SETTLE_SECONDS)
            telegram.world.log.clear()
            before = processor_ms(process)
            with telegram.held():
                for number in range(questions):
                    users[number % people].say(QUESTIONS[number % len(QUESTIONS)])
            start = time.perf_counter()
            await answered(telegram, questions)
            rate = questions / (time.perf_counter() - start)
            return rate, (processor_ms(process) - before) / questions


async def steadily(rate: float, seconds: float, people: int) -> tuple[list[float], int, int]:
    """Ask at a steady rate; return the waits in ms, the lost, and those answered more than once."""
    with Standin() as telegram:
        users = [telegram.add_user("Lan") for _ in range(people)]
        with bot_process(run_bot, telegram):
            await warm(telegram, users[0])
            asked: dict[tuple[int, int], float] = {}
            start = time.time()
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, start + number / rate - time.time()))
                user = users[number % people]
                at = telegram.world.now()
                said = user.say(QUESTIONS[number % len(QUESTIONS)])
                asked[user.id, said.message_id] = at
            await telegram.settled(quiet=2.0, timeout=SETTLE_SECONDS)
            replies: Counter[tuple[int, int]] = Counter()
            waits = []
            for record in telegram.requests("sendMessage"):
                quoted = record.params.get("reply_parameters") or {}
                key = (int(record.params["chat_id"]), int(quoted.get("message_id", 0)))
                if key in asked and record.finished is not None:
                    replies[key] += 1
                    waits.append(1000 * (record.finished - asked[key]))
            lost = sum(key not in replies for key in asked)
            return waits, lost, sum(count > 1 for count in replies.values())


async def measure(options: argparse.Namespace) -> bool:
    """Measure, print, and tell whether the bot is as good as it should be."""
    shares = []
    for number in range(options.rounds):
        plain, plain_ms = await a_second(run_echo, options.questions, options.people)
        ours, ours_ms = await a_second(run_bot, options.questions, options.people)
        shares.append(ours / plain)
        print(
            f"round {number + 1}: echo {plain:.0f}/s ({plain_ms:.1f} ms of processor each), "
            f"bot {ours:.0f}/s ({ours_ms:.1f} ms), share {shares[-1]:.2f}",
            flush=True,
        )
    share = statistics.median(shares)
    waits, lost, twice = await steadily(options.rate, options.seconds, options.people)
    cuts = statistics.quantiles(waits, n=100)
    print(f"share of the echo bot's rate, median: {share:.2f} (wanted: {WANTED_SHARE})")
    print(
        f"at {options.rate:.0f} a second with {options.people} people for {options.seconds:.0f} s: "
        f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, lost {lost}, twice {twice}"
    )
    return share >= WANTED_SHARE and not lost and not twice


def main() -> None:
    """Read the options and measure; the status is 1 where the bot falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    sys.exit(0 if asyncio.run(measure(parser.parse_args())) else 1)


if __name__ == "__main__":
    main()
