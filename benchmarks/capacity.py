"""What one machine serves: a queueing simulation of questions, processors and Telegram's sending limit.

    python -m benchmarks.capacity [--service-ms 10] [--workers 1] [--limit 30] [--rates 5 10 20 ...]

Questions come at random (Poisson). Each takes one worker's processor for the service time, spread as an
exponential distribution shifted by half of it; its reply then takes one of the evenly spaced places that the
sending limit leaves. The same seed gives the same figures. A rate that the system cannot carry shows as a
backlog that grows to the end of the run.
"""

import argparse
import heapq
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SERVICE_MS: Final = 10.0  # processor time of one question, as benchmarks.throughput measures it
LIMIT: Final = 30.0  # messages a second that Telegram takes from one bot
RATES: Final = (5.0, 10.0, 20.0, 25.0, 28.0, 30.0, 40.0, 60.0, 90.0, 120.0)
SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one load came to; waits in seconds from the question to its reply."""

    rate: float
    answered_a_second: float
    processor: float
    median_wait: float
    p99_wait: float
    backlog: int


def simulate(
    rate: float,
    service: float = SERVICE_MS / 1000,
    workers: int = 1,
    limit: float = LIMIT,
    seconds: float = SECONDS,
    seed: int = 0,
) -> Outcome:
    """Simulate a steady load.

    Args:
        rate: questions a second.
        service: mean processor time of one, in seconds.
        workers: processes that answer, each with a processor of its own.
        limit: replies a second that may be sent; 0 for no limit.
        seconds: how long questions come.
        seed: what the chance begins with.

    Raises:
        ValueError: there is no load, no worker or no time.
    """
    if rate <= 0 or service <= 0 or workers < 1 or seconds <= 0:
        raise ValueError("the rate, the service time, the workers and the seconds must be positive")
    chance = random.Random(seed)
    free = [0.0] * workers  # when each worker is free again
    place = 0.0  # when the next reply may be sent
    now = busy = 0.0
    waits: list[float] = []
    backlog = 0
    ready: list[tuple[float, float]] = []
    while (now := now + chance.expovariate(rate)) < seconds:
        work = service * (0.5 + chance.expovariate(2.0))
        done = max(now, heapq.heappop(free)) + work
        heapq.heappush(free, done)
        busy += max(0.0, min(work, seconds - (done - work)))
        ready.append((done, now))
    ready.sort()
    for done, asked in ready:
        sent = max(done, place)
        if limit > 0:
            place = sent + 1 / limit
        backlog += sent > seconds
        waits.append(sent - asked)
    waits.sort()
    count = len(waits)
    if not count:
        return Outcome(rate, 0.0, 0.0, 0.0, 0.0, 0)
    return Outcome(
        rate,
        (count - backlog) / seconds,
        busy / (seconds * workers),
        waits[count // 2],
        waits[min(math.ceil(count * 0.99), count) - 1],
        backlog,
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Lay the outcomes out as a Markdown table."""
    lines = [
        "| questions/s | answered/s | processor | median wait | p99 wait | unanswered at the end |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.rate:g} | {one.answered_a_second:.1f} | {one.processor:.0%} | {one.median_wait:.2f} s"
        f" | {one.p99_wait:.2f} s | {one.backlog:,} |"
        for one in outcomes
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    """Simulate each rate and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--service-ms", type=float, default=SERVICE_MS)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--limit", type=float, default=LIMIT, help="replies a second; 0 for none")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--rates", type=float, nargs="+", default=RATES)
    options = parser.parse_args(argv)
    service = options.service_ms / 1000
    ceiling = options.workers / service
    print(f"processors alone: {ceiling:.0f} questions a second; Telegram: {options.limit:g}\n")
    print(
        table(
            [
                simulate(rate, service, options.workers, options.limit, options.seconds)
                for rate in options.rates
            ]
        )
    )


if __name__ == "__main__":
    main()
