"""``nghiquyet demo``: an invented roster and progress, for trying the bot."""

from typing import Final

import click

from bot.commands.opened import opened_office
from knowledge.progress.demo import clear as clear_demo
from knowledge.progress.demo import fill
from knowledge.resolution.bundle import load_bundled

_FILLED: Final = (
    "Đã nạp dữ liệu mẫu: {people} người, {assignments} phân công, {reports} báo cáo. "
    "Mọi trả lời sẽ ghi DỮ LIỆU MẪU; xóa bằng: nghiquyet demo --clear."
)
_CLEARED: Final = "Đã xóa dữ liệu mẫu."


@click.command()
@click.option("--clear", is_flag=True, help="Xóa dữ liệu mẫu đã nạp.")
def demo(clear: bool) -> None:
    """Nạp danh sách và tiến độ mẫu vào cơ sở dữ liệu trống, để dùng thử.

    \b
    Ví dụ:
      nghiquyet demo
      nghiquyet demo --clear
    """
    with opened_office() as office:
        if clear:
            clear_demo(office)
            click.echo(_CLEARED)
            return
        made = fill(office, load_bundled())
    click.echo(
        _FILLED.format(people=made.people, assignments=made.assignments, reports=made.reports)
    )
