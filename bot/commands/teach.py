"""``nghiquyet teach``: what administrators taught, as a TOML file."""

from pathlib import Path
from typing import Final

import click

from bot.commands.opened import opened_office
from bot.commands.output import refuse_existing, write_out
from knowledge.progress.wording import OPERATOR as OPERATOR_NAME

_EXPORTED: Final = "Đã ghi {count} điều đã dạy vào {file}."
_IMPORTED: Final = "Đã học {count} điều."
_NOT_TEXT: Final = (
    "Tệp {file} không phải TOML mã UTF-8; hãy dùng tệp do “nghiquyet teach export” ghi."
)


@click.group()
def teach() -> None:
    """Những điều đã dạy bot: nhập và xuất tệp TOML."""


@teach.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def export(file: Path, force: bool) -> None:
    """Ghi những điều đã dạy ra tệp TOML.

    \b
    Ví dụ:
      nghiquyet teach export da-day.toml
    """
    refuse_existing(file, force)
    with opened_office() as office:
        count, content = len(office.teaching.all()), office.teaching.export_toml()
    write_out(file, content.encode())
    click.echo(_EXPORTED.format(count=count, file=file))


@teach.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Học những điều trong tệp TOML; điều đã có thì giữ nguyên.

    \b
    Ví dụ:
      nghiquyet teach import da-day.toml
    """
    try:
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(_NOT_TEXT.format(file=file)) from error
    with opened_office() as office:
        learnt = office.teaching.import_toml(content, OPERATOR_NAME)
    click.echo(_IMPORTED.format(count=learnt))
