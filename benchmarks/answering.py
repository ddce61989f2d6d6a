"""What answering costs: time as a share of segmenting the same question, and memory with the bot's code loaded.

    python -m benchmarks.answering [QUESTIONS.jsonl] [--json FILE]

In one run, each question is answered and, right after it, segmented by ``underthesea.word_tokenize``; the medians of the
two are compared. The ceilings are 3 times and 250 MB; the command ends with status 1 above either.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from underthesea import word_tokenize

from knowledge.bundled import bundled_assistant

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions" / "regression.jsonl"
TIMES_SEGMENTING = 3.0
MEGABYTES = 250.0
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]

    start = time.perf_counter()
    assistant = bundled_assistant()
    ready = time.perf_counter() - start
    assistant.ask("chỉ tiêu BHYT là bao nhiêu")
    word_tokenize("chỉ tiêu BHYT là bao nhiêu")
    answered, segmented = [], []
    for _ in range(ROUNDS):
        for row in rows:
            question, prev = row["q"], row.get("prev")
            answered.append(seconds(partial(assistant.ask, question, prev)))
            segmented.append(seconds(partial(word_tokenize, question)))
    import bot.application  # noqa: F401  what a running bot has loaded as well

    figures = {
        "questions": len(rows),
        "ready_s": round(ready, 2),
        "answer_median_ms": round(1e3 * statistics.median(answered), 3),
        "segment_median_ms": round(1e3 * statistics.median(segmented), 3),
        "times_segmenting": round(statistics.median(answered) / statistics.median(segmented), 2),
        "answer_p99_ms": round(1e3 * statistics.quantiles(answered, n=100)[98], 3),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    for name, value in figures.items():
        print(f"{name:20s} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures), encoding="utf-8")
    return int(figures["times_segmenting"] > TIMES_SEGMENTING or figures["memory_mb"] > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
