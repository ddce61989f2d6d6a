"""``nghiquyet eval``: how well a file of questions is answered."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from bot.settings import load_settings
from bot.terminal import plain
from knowledge.bundled import bundled_assistant
from knowledge.errors import UnknownDocumentError
from knowledge.evaluation import Ask, Evaluation, Share, evaluate, read_questions
from knowledge.library import Library
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents


@click.command("eval")
@click.argument("questions", type=click.File("r", encoding="utf-8"))
@click.option("--wrong", is_flag=True, help="Liệt kê các câu trả lời sai.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Kết quả lần trước, để in câu được và mất.",
)
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Ghi kết quả lần này vào tệp."
)
def grade(questions: IO[str], wrong: bool, against: Path | None, save: Path | None) -> None:
    """Chấm điểm trả lời trên một tệp câu hỏi.

    Mỗi dòng là một đối tượng JSON có id, q, prev (nếu có), cat, style, answered, refs, must, must_not; thêm document
    (số hiệu) để hỏi một văn bản đã nạp.

    \b
    Ví dụ:
      nghiquyet eval cau-hoi.jsonl --wrong
      nghiquyet eval cau-hoi.jsonl --against lan-truoc.json --save lan-nay.json
    """
    asked = read_questions(questions, questions.name)
    with _documents(dict.fromkeys(question.document for question in asked)) as asking:
        # No database for the bundled one: what is asked here leaves no trace.
        found = evaluate(bundled_assistant().ask, asked, plain, asking)
    _print_shares(found)
    _print_calibration(found)
    if wrong:
        click.echo()
        for graded in found.wrong:
            question = graded.question
            click.echo(
                f"{question.id} [{question.kind}/{question.style}] {question.text[:90]!r}: {graded.fault}"
            )
    results = {graded.question.id: graded.right for graded in found.graded}
    if against is not None:
        _print_changes(json.loads(against.read_text(encoding="utf-8")), results)
    if save is not None:
        save.write_text(json.dumps(results, indent=0), encoding="utf-8")


def _unasked(number: str) -> Ask:
    """Stand for the documents of a file that names none."""
    raise UnknownDocumentError(number)


@contextmanager
def _documents(numbers: Iterable[str]) -> Iterator[Callable[[str], Ask]]:
    """Open the loaded documents that are asked.

    Raises:
        UnknownDocumentError: one of them is not loaded.
    """
    named = [number for number in numbers if number]
    if not named:
        yield _unasked
        return
    with open_database(load_settings().nghiquyet_database) as database:
        library = Library(Documents(database))
        for number in named:
            library.resolution(number)
        yield lambda number: lambda question, prev: library.ask(question, prev, document=number)


def _print_shares(found: Evaluation) -> None:
    rows: list[tuple[str, Share]] = [
        ("tất cả", found.overall),
        ("trong nghị quyết", found.in_scope),
        ("ngoài nghị quyết", found.out_of_scope),
    ]
    rows += [(f"văn bản {name}", share) for name, share in found.by_document.items()]
    rows += [(f"loại {name}", share) for name, share in found.by_kind.items()]
    rows += [(f"kiểu {name}", share) for name, share in found.by_style.items()]
    for name, share in rows:
        click.echo(f"{name:24s} {share.right:4d}/{share.asked:<4d} {share.accuracy:.3f}")


def _print_calibration(found: Evaluation) -> None:
    click.echo("\nđộ tin cậy        số câu   đúng   tin cậy trung bình")
    for part in found.calibration:
        click.echo(
            f"{part.low:.1f} - {part.high:.1f} {part.share.asked:14d} {part.share.accuracy:6.3f} {part.mean_confidence:12.3f}"
        )
    click.echo(f"lệch trung bình {found.calibration_error:.3f}")


def _print_changes(before: dict[str, bool], now: dict[str, bool]) -> None:
    """Print the questions that are right now and weren't, and the other way round."""
    both = [name for name in now if name in before]
    gained = [name for name in both if now[name] and not before[name]]
    lost = [name for name in both if before[name] and not now[name]]
    click.echo(f"\nso với lần trước: được {len(gained)} câu {' '.join(gained)}")
    click.echo(f"                  mất {len(lost)} câu {' '.join(lost)}")
