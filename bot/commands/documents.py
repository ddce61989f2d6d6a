"""``nghiquyet ingest``, ``export``, ``documents``: other resolutions and next year's."""

import sys
from pathlib import Path
from typing import Final

import click
from tqdm import tqdm

from bot.settings import load_settings
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents, Load

_LOADED: Final = "Đã nạp {number}: {count} mục."
_SAME: Final = "{number}: văn bản này đã nạp, không có gì thay đổi."
_DROPPED: Final = "{name}: chưa nạp."
_NO_NUMBER: Final = "{name}: không đọc được số hiệu; thêm --number."
_LOST: Final = "Các mục có phân công hoặc báo cáo nhưng không còn trong bản mới: {refs}."
_ASK: Final = "Nạp văn bản này?"
_IN_FORCE: Final = {True: "đang áp dụng", False: "hết hiệu lực"}


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--yes", is_flag=True, help="Nạp luôn, không hỏi lại sau khi xem trước.")
@click.option("--number", default="", help="Số hiệu, nếu văn bản không ghi hoặc ghi sai.")
@click.option("--title", default="", help="Trích yếu.")
@click.option("--period", default="", help="Năm hoặc giai đoạn, ví dụ 2027.")
@click.option(
    "--not-in-force", is_flag=True, help="Chỉ để tra cứu, không phải văn bản đang áp dụng."
)
def ingest(
    files: tuple[Path, ...], yes: bool, number: str, title: str, period: str, not_in_force: bool
) -> None:
    """Nạp văn bản .txt, .md, .docx hoặc .pdf: xem trước rồi xác nhận.

    \b
    Ví dụ:
      nghiquyet ingest nghi-quyet-2027.docx
      nghiquyet ingest *.pdf --yes
    """
    from knowledge.ingest.preview import preview
    from knowledge.ingest.read import read_document
    from knowledge.resolution.load import load_text

    about = {k: v for k, v in (("number", number), ("title", title), ("period", period)) if v}
    failed = False
    with open_database(load_settings().nghiquyet_database) as database:
        documents = Documents(database)
        Library(documents)
        for path in tqdm(files, disable=len(files) < 2 or not sys.stderr.isatty(), unit="tệp"):
            try:
                source = read_document(path.read_bytes(), path.name)
                resolution = load_text(source.text, about)
                if not resolution.number:
                    raise KnowledgeError(_NO_NUMBER.format(name=path.name))
                if not yes:
                    click.echo("\n".join(preview(resolution, source).lines()))
                    if not click.confirm(_ASK, default=False):
                        click.echo(_DROPPED.format(name=path.name))
                        continue
                done = documents.load(resolution, {"about": about}, in_force=not not_in_force)
                _tell(done, len(resolution.clauses))
            except KnowledgeError as error:
                click.echo(
                    f"{path.name}: {error}" if path.name not in str(error) else str(error), err=True
                )
                failed = True
    if failed:
        sys.exit(1)


def _tell(done: Load, count: int) -> None:
    text = (
        _LOADED.format(number=done.number, count=count)
        if done.changed
        else _SAME.format(number=done.number)
    )
    click.echo(text)
    if done.lost:
        click.echo(_LOST.format(refs=", ".join(done.lost)))


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
        resolution = Library(Documents(database)).resolution(number)
    click.echo(to_akn(resolution) if form == "akn" else json_text(resolution))


@click.command()
@click.option("--end", default="", help="Cho văn bản số này hết hiệu lực; hồ sơ vẫn giữ.")
@click.option("--begin", default="", help="Cho văn bản số này có hiệu lực.")
@click.option("--undo", default="", help="Hoàn tác lần nạp gần nhất của văn bản số này.")
def documents(end: str, begin: str, undo: str) -> None:
    """Liệt kê các văn bản đã nạp; cho hết hiệu lực, có hiệu lực, hoàn tác.

    \b
    Ví dụ:
      nghiquyet documents
      nghiquyet documents --end 07-NQ/ĐU
    """
    with open_database(load_settings().nghiquyet_database) as database:
        store = Documents(database)
        library = Library(store)
        if end:
            store.set_in_force(end, False)
        if begin:
            store.set_in_force(begin, True)
        if undo:
            store.undo(undo)
        chosen = library.default()
        for entry in library.entries():
            sign = "*" if entry.number == chosen else " "
            click.echo(
                f"{sign} {entry.number:22s} {_IN_FORCE[entry.in_force]:14s} {entry.period:10s} {entry.name}"
            )
