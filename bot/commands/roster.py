"""``nghiquyet roster``: the roster as a workbook."""

import sys
from pathlib import Path
from typing import Final

import click

from bot.commands.opened import opened_office
from bot.commands.output import refuse_existing, write_out
from knowledge.progress.gate import OPERATOR

_EXPORTED: Final = "Đã ghi danh sách {count} người vào {file}."
_NOTHING: Final = "Tệp không có gì thay đổi."
_IMPORTED: Final = "Đã ghi {count} thay đổi."
_REFUSED: Final = "Tệp có {count} dòng lỗi, chưa ghi gì:"


@click.group()
def roster() -> None:
    """Danh sách cán bộ: nhập và xuất bảng Excel."""


@roster.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def export(file: Path, force: bool) -> None:
    """Ghi danh sách ra tệp .xlsx.

    \b
    Ví dụ:
      nghiquyet roster export danh-sach.xlsx
    """
    from knowledge.progress.roster_sheet import export_roster

    refuse_existing(file, force)
    with opened_office() as office:
        count = len(office.people.everybody())
        data = export_roster(office, OPERATOR)
    write_out(file, data)
    click.echo(_EXPORTED.format(count=count, file=file))


@roster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Thêm và sửa người theo tệp .xlsx; có dòng lỗi thì không ghi gì.

    \b
    Ví dụ:
      nghiquyet roster import danh-sach.xlsx
    """
    from knowledge.progress.roster_sheet import import_roster

    with opened_office() as office:
        done = import_roster(office, OPERATOR, file.read_bytes())
    if done.errors:
        click.echo(_REFUSED.format(count=len(done.errors)), err=True)
        for fault in done.errors:
            click.echo(f"- {fault}", err=True)
        sys.exit(1)
    for change in done.changes:
        click.echo(f"- {change}")
    click.echo(_IMPORTED.format(count=len(done.changes)) if done.changes else _NOTHING)
