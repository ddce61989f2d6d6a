"""``nghiquyet documents``, ``export``: what is loaded, and one document for other programs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import click

from bot.settings import load_settings
from knowledge.catalogue import state_words
from knowledge.ingest.corrections import stored_corrections
from knowledge.ingest.proposal import correction_words, record_lines, stored_resolution
from knowledge.ingest.wording import CORRECTED, RECORD, RECORDS_LOST, WHY
from knowledge.library import Library
from knowledge.progress.model import TaskState
from knowledge.progress.wording import AS_OF, OPERATOR, STATE, amount, day
from knowledge.storage.database import Row, open_database
from knowledge.storage.documents import Documents
from knowledge.storage.times import local_day, read_day

_UNDONE: Final = "Đã hoàn tác lần nạp gần nhất của {number}."
_BACK: Final = "Văn bản và hồ sơ trở lại như trước lần nạp đó."
_NO_MORE: Final = "Văn bản {number} không còn trong danh sách; trước đó chưa có bản nào."
_ABOUT: Final = (
    ("Trích yếu", "title"),
    ("Tên", "name"),
    ("Cơ quan ban hành", "issuer"),
    ("Năm hoặc giai đoạn", "period"),
)
_ISSUED: Final = "Ngày ban hành: {day}"
_SIZE: Final = "Gồm {clauses} mục, {measures} mức chỉ tiêu; {in_force}."
_UNKNOWN: Final = "chưa rõ"
_LOADS: Final = "Các lần nạp (mới nhất trước):"
_LOAD: Final = "  {day} bởi {by}{undone}"
_LOAD_UNDONE: Final = ", đã hoàn tác ngày {day}"
_ASIDE: Final = "  {record} ở {where}: {why}{what}"


@click.command()
@click.argument("number")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "akn"]),
    default="json",
    help="json hoặc Akoma Ntoso 3.0.",
)
def export(number: str, form: str) -> None:
    """In một văn bản với địa chỉ từng mục, dạng JSON hoặc Akoma Ntoso 3.0.

    \b
    Ví dụ:
      nghiquyet export 07-NQ/ĐU --format akn > 07.xml
    """
    from knowledge.ingest.export_akn import to_akn
    from knowledge.ingest.export_json import json_text

    with open_database(load_settings().nghiquyet_database) as database:
        store = Documents(database)
        Library(store)  # the bundled resolution is there from the first command on
        resolution = stored_resolution(store.get(store.find(number)))
    click.echo(to_akn(resolution) if form == "akn" else json_text(resolution))


@click.command()
@click.option("--show", default="", help="Xem văn bản số này: thông tin, chỗ đã sửa, các lần nạp.")
@click.option("--end", default="", help="Cho văn bản số này hết hiệu lực; hồ sơ vẫn giữ.")
@click.option("--begin", default="", help="Cho văn bản số này có hiệu lực.")
@click.option("--undo", default="", help="Hoàn tác lần nạp gần nhất của văn bản số này.")
def documents(show: str, end: str, begin: str, undo: str) -> None:
    """Liệt kê các văn bản đã nạp; xem, cho hết hiệu lực, có hiệu lực, hoàn tác.

    \b
    Ví dụ:
      nghiquyet documents
      nghiquyet documents --show 07-nq/đu
      nghiquyet documents --end 07-NQ/ĐU
    """
    with open_database(load_settings().nghiquyet_database) as database:
        store = Documents(database)
        library = Library(store)
        if end:
            store.set_in_force(store.find(end), False)
        if begin:
            store.set_in_force(store.find(begin), True)
        if undo:
            for line in _undo(store, store.find(undo)):
                click.echo(line)
        if show:
            for line in _shown(store, store.find(show)):
                click.echo(line)
            return
        chosen = library.default()
        for entry in library.entries():
            sign = "*" if entry.number == chosen else " "
            click.echo(
                f"{sign} {entry.number:22s} {state_words(entry):22s} {entry.period:10s} {entry.name}"
            )


def _undo(store: Documents, number: str) -> Iterator[str]:
    done = store.undo(number)
    yield _UNDONE.format(number=number)
    yield _BACK if store.has(number) else _NO_MORE.format(number=number)
    yield from record_lines(done.kept, done.moved, done.lost)


def _shown(store: Documents, number: str) -> Iterator[str]:
    """What stands stored: what identifies it, what was corrected, when it was loaded, what no longer applies."""
    stored = store.get(number)
    summary = stored.summary
    resolution = stored_resolution(stored)
    yield number
    for label, name in _ABOUT:
        yield f"{label}: {getattr(summary, name) or _UNKNOWN}"
    yield _ISSUED.format(day=day(summary.issued) if summary.issued else _UNKNOWN)
    yield _SIZE.format(
        clauses=len(resolution.clauses),
        measures=len(list(resolution.measures())),
        in_force=state_words(summary),
    )
    corrected = correction_words(stored_corrections(stored.source, stored.data), resolution)
    if corrected:
        yield CORRECTED.format(count=len(corrected))
        yield from (f"  {line}" for line in corrected)
    yield _LOADS
    for load in store.loads(number):
        undone = load.undone_at
        yield _LOAD.format(
            day=day(local_day(load.at)),
            by=load.by or OPERATOR,
            undone=_LOAD_UNDONE.format(day=day(local_day(undone))) if undone else "",
        )
    aside = store.set_aside(number)
    if aside:
        yield RECORDS_LOST
    for row in aside:
        yield _ASIDE.format(
            record=RECORD[row["record"]],
            where=row["words"] or row["ref"],
            why=WHY[row["why"]],
            what=_said(row),
        )


def _said(row: Row) -> str:
    """What a record that no longer applies says, without who made it."""
    if row["record"] == "teaching":
        return f" (“{row['said']}”)"
    as_of = read_day(row["as_of"])
    if as_of is None:
        return ""
    value, state = row["value"], row["state"]
    what = amount(Decimal(value), row["unit"]) if value is not None else STATE[TaskState(state)]
    return f" ({AS_OF.format(what=what, day=day(as_of))})"
