"""``nghiquyet doctor``: looks at everything the bot needs and says how to mend each fault."""

import sys
from typing import Final

import click

from bot.commands.checkup import Level, check_all
from bot.settings import SettingsError, load_settings

MARKS: Final = {Level.GOOD: "✓", Level.NOTE: "!", Level.FAULT: "✗"}
ALL_WELL: Final = "Mọi thứ ổn."
FAULTS: Final = "Có {count} lỗi cần sửa."


@click.command()
@click.option("--offline", is_flag=True, help="Không thử kết nối Telegram.")
def doctor(offline: bool) -> None:
    """Kiểm tra cấu hình, token, mạng, dữ liệu, múi giờ, đồng hồ, ổ đĩa; chỉ cách sửa từng lỗi.

    Mã thoát 0: ổn; 1: có lỗi.

    \b
    Ví dụ:
      nghiquyet doctor
      nghiquyet doctor --offline
    """
    try:
        settings = load_settings()
    except SettingsError as error:
        click.echo(f"{MARKS[Level.FAULT]} Cấu hình: {error}")
        click.echo(FAULTS.format(count=1))
        sys.exit(1)
    findings = check_all(settings, offline=offline)
    for finding in findings:
        remedy = f" → {finding.remedy}" if finding.remedy else ""
        click.echo(f"{MARKS[finding.level]} {finding.what}{remedy}")
    faults = sum(finding.level is Level.FAULT for finding in findings)
    click.echo(FAULTS.format(count=faults) if faults else ALL_WELL)
    sys.exit(1 if faults else 0)
