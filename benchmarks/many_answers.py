"""Answering with a thousand documents loaded against one loaded; opening a document; memory; growth as a curve.

    python -m benchmarks.many_answers [--documents 1000] [--clauses 100] [--folder FOLDER] [--json FIGURES.json]
        [--picture FILE.svg]

Two databases are asked in turn in one process, question by question: one has a single document beside the bundled
one, the other 10, 100, … documents. Three ways to ask: of the document in force; of a document named every time
(the same one); of another document every time, picked by chance. The last is told apart by whether the document
is still held in memory. Every ratio is against asking the database with one document in the same round. Times are of the processor: what
other programs take of it does not count.
"""

import argparse
import gc
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.growth import draw
from benchmarks.many_documents import corpus
from knowledge.answers.answer import Answer
from knowledge.library import Library
from knowledge.resolution.load import load_text
from knowledge.shelf import CLAUSES_HELD, Shelf
from knowledge.storage.database import Database, open_database
from knowledge.storage.documents import Documents

QUESTIONS: Final = (
    "chỉ tiêu BHYT là bao nhiêu", "ty le ho ngheo con bao nhieu", "ai chủ trì phòng cháy chữa cháy",
    "thu ngân sách tăng bao nhiêu phần trăm", "nuoc sach nong thon", "rà soát quy hoạch đất đai thế nào",
    "kết nạp bao nhiêu đảng viên", "các chi bộ phải làm gì", "hồ sơ trễ hạn không quá bao nhiêu", "giá vàng hôm nay",
    "hoan thanh truoc ngay nao", "chuyển đổi số có nhiệm vụ gì", "điều 2 quy định gì", "bình đẳng giới",
)  # fmt: skip
ROUNDS: Final = 300
OPENED: Final = 100
"""Documents opened one after another to tell the time and the memory of one."""
_LABELS: Final = {
    "in_force": "the document in force",
    "named": "one named each time",
    "held": "another each time, held",
    "any": "another each time",
}


def load(database: Database, texts: Sequence[str]) -> list[str]:
    """Load texts and keep what is made of them; return their numbers."""
    documents = Documents(database)
    Library(documents)
    numbers = []
    for text in texts:
        resolution = load_text(text)
        documents.load(resolution)
        numbers.append(resolution.number)
    Shelf(documents).prepare_many(numbers)
    return list(dict.fromkeys(numbers))


def compare(one: Library, many: Library, first: str, numbers: Sequence[str]) -> dict[str, Any]:
    """Ask both in turn; return medians, 99th percentiles and their ratios."""
    chance = random.Random(1)
    held = list(numbers[:20])
    for number in held:
        many.assistant(number)
    ways: dict[str, Callable[[str], Answer]] = {
        "in_force": lambda question: many.ask(question),
        "named": lambda question: many.ask(question, document=first),
        "held": lambda question: many.ask(question, document=chance.choice(held)),
        "any": lambda question: many.ask(question, document=chance.choice(numbers)),
    }
    # The last pushes the others out of memory: it comes by itself.
    times: dict[str, list[float]] = {}
    for names in (("in_force", "named", "held"), ("any",)):
        for warm in QUESTIONS:
            one.ask(warm)
            one.ask(warm, document=first)
            for name in names:
                ways[name](warm)
        for at in range(ROUNDS):
            question = QUESTIONS[at % len(QUESTIONS)]
            for name in names:
                document = None if name == "in_force" else first
                alone = _timed(lambda q=question, d=document: one.ask(q, document=d))  # type: ignore[misc]
                times.setdefault(f"{name}_one", []).append(alone)
                times.setdefault(name, []).append(
                    _timed(lambda q=question, n=name: ways[n](q))  # type: ignore[misc]
                )
    found: dict[str, Any] = {}
    for name in ways:
        for part, value in (("median", 0.5), ("p99", 0.99)):
            own, alone = _at(times[name], value), _at(times[f"{name}_one"], value)
            found[f"{name}_{part}_ms"] = own
            found[f"{name}_{part}_ratio"] = own / alone
    return found


def open_some(documents: Documents, numbers: Sequence[str]) -> dict[str, float]:
    """Open documents that are kept but not held; return the time and the memory they take."""
    shelf = Shelf(documents, clauses=10**9)
    shelf.assistant(numbers[-1])
    gc.collect()
    before, clauses = _memory(), 0
    times = []
    for number in numbers[:OPENED]:
        start = time.process_time()
        opened = shelf.assistant(number)
        times.append(1000 * (time.process_time() - start))
        clauses += len(opened.resolution.clauses)
    taken = _memory() - before
    return {
        "open_median_ms": statistics.median(times),
        "open_p99_ms": _at([one / 1000 for one in times], 0.99),
        "mib_per_1000_clauses": taken / 2**20 / clauses * 1000,
    }


def measure(sizes: Sequence[int], clauses: int, folder: Path) -> list[dict[str, Any]]:
    """Return the figures for each number of documents."""
    texts = [text for _, text in corpus(sizes[-1], clauses, seed=1)]
    rows = []
    with (
        open_database(folder / "one.db") as alone,
        open_database(folder / "many.db") as together,
    ):
        first = load(alone, texts[:1])[0]
        one, many = Library(Documents(alone)), Library(Documents(together))
        done = 0
        for size in sizes:
            start = time.perf_counter()
            numbers = load(together, texts[done:size])
            seconds = time.perf_counter() - start
            stored = [s.number for s in Documents(together).summaries() if s.number != "07-NQ/ĐU"]
            count = together.value("SELECT count(*) FROM clauses")
            files, size_bytes = Shelf(Documents(together)).folder.size()
            row = {
                "documents": len(stored),
                "clauses": count,
                "loaded": len(numbers),
                "loading_seconds": seconds,
                "kept_mib": size_bytes / 2**20,
                "kept_files": files,
                **compare(one, many, first, stored),
            }
            if len(stored) > OPENED // 2:
                row |= open_some(Documents(together), stored)
            rows.append(row)
            done = size
            print(json.dumps(row), flush=True)
    return rows


def _timed(ask: Callable[[], Answer]) -> float:
    start = time.process_time()
    ask()
    return time.process_time() - start


def _at(seconds: Sequence[float], share: float) -> float:
    """The value below which a share of some times lies, in milliseconds."""
    return 1000 * sorted(seconds)[min(int(share * len(seconds)), len(seconds) - 1)]


def _memory() -> int:
    """The resident memory of this process, in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print a row for each number of documents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--clauses", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="for the databases, used again next time")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args(argv)
    sizes = sorted({1, 10, 100, given.documents} & set(range(1, given.documents + 1)))
    print(f"held in memory: {CLAUSES_HELD:,} clauses")
    with tempfile.TemporaryDirectory() as made:
        rows = measure(sizes, given.clauses, given.folder or Path(made))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), "utf-8")
    if given.picture:
        points = [
            {"peer": label, "size": row["documents"], "median_ms": row[f"{name}_median_ms"]}
            for row in rows
            for name, label in _LABELS.items()
        ]
        given.picture.write_text(
            draw(points, "Median time of one question, milliseconds", "documents loaded"), "utf-8"
        )


if __name__ == "__main__":
    main()
