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
_TRY_AS: Final = (
    "Tài khoản trong TELEGRAM_ADMIN_IDS đóng vai {names}: gõ /nhiemvu, /tiendo, /capnhat với bot."
)
_TRY_HOW: Final = "Để thử trong Telegram: ghi mã Telegram của bạn vào TELEGRAM_ADMIN_IDS rồi chạy lại nghiquyet demo."
_TRY_OTHERS: Final = "Muốn thử vai khác: gõ /canbo, chọn một người, bấm Tạo lời mời, mở liên kết bằng tài khoản khác."
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
    click.echo(_TRY_AS.format(names=", ".join(made.tried_as)) if made.tried_as else _TRY_HOW)
    click.echo(_TRY_OTHERS)
