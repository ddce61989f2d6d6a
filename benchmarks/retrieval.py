"""Measure SearchIndex beside other search libraries on one corpus and its questions.

    python benchmarks/retrieval.py CORPUS.jsonl QUERIES.jsonl [--json FILE] [--peers NAME ...]
        [--sizes 240,3000,100000]

CORPUS has a JSON object a line with id, text and optionally title; QUERIES has id, q and rel (the ids
of the texts that answer). Every engine runs in a process of its own, one after another, so that
memory and time are its own. With --sizes, time and memory are measured again on corpora of those
many passages: the given ones, then passages put together from their sentences. There the engines
answer in turns, so that whatever else the machine does weighs on all of them alike.
"""

import argparse
import gc
import json
import multiprocessing
import random
import re
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import PEERS, Peer
from benchmarks.styles import STYLES, typed

_LIMIT: Final = 10
_ASKED: Final = 300  # questions timed at each size of the growth table
_TURNS: Final = 9  # how often each engine answers them all
_SENTENCE: Final = re.compile(r"(?<=[.;!?])\s+")


@dataclass(frozen=True, slots=True)
class Task:
    """A corpus and its questions."""

    texts: list[str]
    questions: list[str]
    answers: list[list[int]]


@dataclass(slots=True)
class Result:
    """What one engine did on one corpus; times in milliseconds but ``build_s``, memory in MiB.

    ``quality`` has, for each style, top-1, Recall@5, Recall@10 and MRR.
    """

    peer: str
    size: int
    skipped: str = ""
    build_s: float = 0.0
    median_ms: float = 0.0
    p99_ms: float = 0.0
    memory_mib: float = 0.0
    quality: dict[str, dict[str, float]] = field(default_factory=dict)


def read_task(corpus: Path, queries: Path) -> Task:
    """Read a corpus and its questions; a question whose answers the corpus lacks is left out."""
    documents = [json.loads(line) for line in corpus.read_text("utf-8").splitlines() if line]
    place = {str(document["id"]): at for at, document in enumerate(documents)}
    texts = [
        f"{document['title']}\n{document['text']}" if document.get("title") else document["text"]
        for document in documents
    ]
    questions: list[str] = []
    answers: list[list[int]] = []
    for line in queries.read_text("utf-8").splitlines():
        if not line:
            continue
        row = json.loads(line)
        relevant = [place[str(name)] for name in row["rel"] if str(name) in place]
        if relevant:
            questions.append(row["q"])
            answers.append(relevant)
    return Task(texts, questions, answers)


def grown(texts: Sequence[str], size: int, seed: int = 0) -> list[str]:
    """Return ``size`` passages: the given ones, then others made of sentences drawn from them."""
    chance = random.Random(seed)
    sentences = [part for text in texts for part in _SENTENCE.split(text) if part]
    each = max(len(sentences) // max(len(texts), 1), 1)
    more = range(max(size - len(texts), 0))
    return [*texts[:size], *(" ".join(chance.choices(sentences, k=each)) for _ in more)]


def build(name: str, task: Task) -> tuple[Peer | None, Result]:
    """Build one engine, None where it is not installed, and note what that costs."""
    result = Result(name, len(task.texts))
    try:
        peer = PEERS[name]()
    except ImportError as error:
        result.skipped = str(error)
        return None, result
    gc.collect()
    before = _resident_mib()
    started = time.perf_counter()
    peer.build(task.texts)
    result.build_s = time.perf_counter() - started
    gc.collect()
    result.memory_mib = _resident_mib() - before
    return peer, result


def measure(name: str, task: Task, styles: Sequence[str]) -> Result:
    """Build one engine and ask it everything, in each of the styles."""
    peer, result = build(name, task)
    if peer is None:
        return result
    times: list[float] = []
    for style in styles:
        found = _ask(peer, typed(task.questions, style), times)
        result.quality[style] = _grade(found, task.answers)
    times.sort()
    result.median_ms = statistics.median(times) * 1e3
    result.p99_ms = times[int(len(times) * 0.99)] * 1e3
    return result


def _ask(peer: Peer, questions: Sequence[str], times: list[float]) -> list[list[int]]:
    found = []
    for question in questions:
        started = time.perf_counter()
        found.append(peer.search(question, _LIMIT))
        times.append(time.perf_counter() - started)
    return found


def _grade(found: Sequence[Sequence[int]], answers: Sequence[Sequence[int]]) -> dict[str, float]:
    ranks = [
        next((at for at, hit in enumerate(hits) if hit in relevant), _LIMIT)
        for hits, relevant in zip(found, answers, strict=True)
    ]
    size = max(len(ranks), 1)
    return {
        "top1": sum(rank == 0 for rank in ranks) / size,
        "recall5": sum(rank < 5 for rank in ranks) / size,
        "recall10": sum(rank < _LIMIT for rank in ranks) / size,
        "mrr": sum(1 / (rank + 1) for rank in ranks if rank < _LIMIT) / size,
    }


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def run(names: Sequence[str], task: Task, styles: Sequence[str]) -> list[Result]:
    """Measure the engines one after another, each in a fresh process."""
    context = multiprocessing.get_context("spawn")
    results = []
    for name in names:
        print(f"{name}: {len(task.texts)} texts ...", file=sys.stderr)
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            results.append(pool.submit(measure, name, task, styles).result())
    return results


_kept: list[Peer] = []  # the engine of a process that answers in turns with others


def _keep(name: str, task: Task) -> Result:
    peer, result = build(name, task)
    if peer is not None:
        _kept.append(peer)
    return result


def _ask_kept(questions: Sequence[str]) -> list[float]:
    times: list[float] = []
    for peer in _kept:
        _ask(peer, questions, times)
    return sorted(times)


def run_in_turns(names: Sequence[str], task: Task) -> list[Result]:
    """Measure the engines in processes of their own that answer all questions in turns."""
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        results: dict[ProcessPoolExecutor, Result] = {}
        for name in names:
            print(f"{name}: {len(task.texts)} texts ...", file=sys.stderr)
            pool = stack.enter_context(ProcessPoolExecutor(1, mp_context=context))
            result = pool.submit(_keep, name, task).result()
            if not result.skipped:
                results[pool] = result
        turns: dict[ProcessPoolExecutor, list[list[float]]] = {pool: [] for pool in results}
        for _ in range(_TURNS + 1):
            for pool, taken in turns.items():
                taken.append(pool.submit(_ask_kept, task.questions).result())
        for pool, taken in turns.items():
            warm = taken[1:]
            results[pool].median_ms = statistics.median(map(statistics.median, warm)) * 1e3
            results[pool].p99_ms = (
                statistics.median(turn[int(len(turn) * 0.99)] for turn in warm) * 1e3
            )
        return list(results.values())


def quality_table(results: Sequence[Result]) -> str:
    """Lay the results out: top-1/Recall@5/Recall@10/MRR by style, then the costs."""
    lines = [
        f"{'':24}" + "".join(f"{style:^26}" for style in STYLES)
        + f"{'build s':>9}{'median ms':>11}{'p99 ms':>9}{'MiB':>8}"
    ]  # fmt: skip
    for result in results:
        if result.skipped:
            lines.append(f"{result.peer:24}skipped: {result.skipped}")
            continue
        cells = []
        for style in STYLES:
            grade = result.quality.get(style)
            shown = " ".join(f"{value:.3f}" for value in grade.values()) if grade else "-"
            cells.append(f"{shown:^26}")
        lines.append(
            f"{result.peer:24}{''.join(cells)}{result.build_s:9.2f}{result.median_ms:11.3f}"
            f"{result.p99_ms:9.3f}{result.memory_mib:8.1f}"
        )
    return "\n".join(lines)


def growth_table(results: Sequence[Result]) -> str:
    """Lay out how time and memory grow with the corpus."""
    lines = [
        f"{'':24}{'texts':>9}{'build s':>9}{'median ms':>11}{'p99 ms':>9}{'MiB':>8}{'MiB/1000':>10}"
    ]
    for result in results:
        if result.skipped:
            continue
        lines.append(
            f"{result.peer:24}{result.size:9}{result.build_s:9.2f}{result.median_ms:11.3f}"
            f"{result.p99_ms:9.3f}{result.memory_mib:8.1f}"
            f"{result.memory_mib * 1000 / max(result.size, 1):10.2f}"
        )
    return "\n".join(lines)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, help="JSON lines with id, text and optionally title")
    parser.add_argument("queries", type=Path, help="JSON lines with id, q and rel")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--sizes", default="", help="corpus sizes for the growth table: 240,3000")
    parser.add_argument(
        "--growth-peers", nargs="+", choices=list(PEERS), default=["ours", "bm25s syllables"]
    )
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the measurement and print its tables."""
    arguments = _arguments(argv)
    task = read_task(arguments.corpus, arguments.queries)
    print(f"{len(task.texts)} texts, {len(task.questions)} questions")
    print("for each way to type: top-1, Recall@5, Recall@10, MRR\n")
    results = run(arguments.peers, task, list(STYLES))
    print(quality_table(results))
    growth: list[Result] = []
    for size in map(int, filter(None, arguments.sizes.split(","))):
        asked = task.questions[:_ASKED]
        larger = Task(grown(task.texts, size), asked, task.answers[:_ASKED])
        growth += run_in_turns(arguments.growth_peers, larger)
    if growth:
        print("\n" + growth_table(growth))
    if arguments.json:
        figures: dict[str, Any] = {
            "results": [asdict(result) for result in results],
            "growth": [asdict(result) for result in growth],
        }
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
