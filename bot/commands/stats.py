"""``nghiquyet stats``: how the bot has been doing."""

import json
import sys
from typing import Any

import click

from bot.commands.backup import NO_DATABASE
from bot.settings import load_settings
from handlers.health import lines_of, read_health
from knowledge.errors import StorageError
from knowledge.storage.database import open_database


@click.command()
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 400), help="Số ngày.")
@click.option("--json", "as_object", is_flag=True, help="In một đối tượng JSON.")
@click.option("--alive", is_flag=True, help="Chỉ báo bot có đang chạy không: mã thoát 0 hoặc 1.")
def stats(days: int, as_object: bool, alive: bool) -> None:
    """Cho biết bot chạy từ lúc nào, trả lời được bao nhiêu, nhanh chậm, sao lưu gần nhất.

    \b
    Ví dụ:
      nghiquyet stats
      nghiquyet stats --days 30 --json
    """
    settings = load_settings()
    path = settings.nghiquyet_database
    if not path.exists():
        raise StorageError(NO_DATABASE.format(path=path))
    with open_database(path) as database:
        health = read_health(database, settings.timezone, days)
    if alive:
        sys.exit(0 if health.since else 1)
    if not as_object:
        click.echo("\n".join(lines_of(health, settings.timezone)))
        return
    row: dict[str, Any] = {
        "running_since": health.since.isoformat() if health.since else None,
        "days": health.days,
        "counts": {k: v for k, v in health.summary.counts.items() if ":" not in k},
        "answered_share": health.summary.answered_share,
        "p50_ms": health.summary.latency_ms(0.5),
        "p99_ms": health.summary.latency_ms(0.99),
        "misses": health.misses,
        "waiting": health.waiting,
        "last_backup": health.backup.isoformat() if health.backup else None,
    }
    click.echo(json.dumps(row, ensure_ascii=False))
