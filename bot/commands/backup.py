"""``nghiquyet backup`` and ``nghiquyet restore``."""

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from bot.operation import backup_folder
from bot.settings import load_settings
from knowledge.errors import StorageError
from knowledge.storage.backup import back_up
from knowledge.storage.backup import restore as put_back
from knowledge.storage.database import open_database

NO_DATABASE: Final = (
    "Chưa có tệp dữ liệu “{path}”; kiểm tra NGHIQUYET_DATABASE hoặc chạy bot một lần rồi sao lưu."
)
SAVED: Final = "Đã sao lưu vào {path} ({size} KB), bản sao đã kiểm tra lành lặn."
RESTORED: Final = "Đã khôi phục {path} từ {source}."
KEPT: Final = "Dữ liệu trước khi khôi phục được giữ ở {path}."
ASK: Final = "Thay dữ liệu đang dùng bằng bản sao lưu này"
SAME: Final = "Tệp sao lưu và tệp dữ liệu là một; chọn tên khác."


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Sao lưu dữ liệu, bot vẫn chạy bình thường.

    Không nêu FILE: đặt vào thư mục sao-luu cạnh tệp dữ liệu, tên theo ngày giờ.

    \b
    Ví dụ:
      nghiquyet backup
      nghiquyet backup /media/usb/nghiquyet.db
    """
    settings = load_settings()
    path = settings.nghiquyet_database
    if not path.exists():
        raise StorageError(NO_DATABASE.format(path=path))
    now = datetime.now(settings.timezone)
    target = file or backup_folder(path) / f"tay-{now:%Y%m%d-%H%M%S}.db"
    if target.resolve() == path.resolve():
        raise StorageError(SAME)
    with open_database(path) as database:
        back_up(database, target)
    click.echo(SAVED.format(path=target, size=-(-target.stat().st_size // 1024)))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
def restore(file: Path, yes: bool) -> None:
    """Khôi phục dữ liệu từ bản sao lưu; dữ liệu đang có được giữ sang tệp khác.

    \b
    Ví dụ:
      nghiquyet restore data/sao-luu/nghiquyet-2026-04-30.db
    """
    path = load_settings().nghiquyet_database
    if file.exists() and path.exists() and file.samefile(path):
        raise StorageError(SAME)
    if not yes and file.exists() and path.exists():
        click.confirm(ASK, abort=True)
    kept = put_back(file, path)
    click.echo(RESTORED.format(path=path, source=file))
    if kept is not None:
        click.echo(KEPT.format(path=kept))
