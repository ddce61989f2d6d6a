"""/suckhoe for administrators, and the figures of ``nghiquyet stats``: how the bot is doing."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import CommandHandler

from handlers.access import for_administrators
from handlers.context import Context, Handler
from handlers.counting import counting_of
from handlers.render import Block
from handlers.replies import laid_out, respond
from knowledge.progress.policy import Action
from knowledge.storage.backup import is_overdue, last_backup
from knowledge.storage.counters import Counters, Summary
from knowledge.storage.database import Database
from knowledge.storage.inbox import Inbox
from knowledge.storage.misses import Misses
from knowledge.storage.times import VIETNAM

DAYS: Final = 7
TITLE: Final = "Sức khỏe của bot"
RUNNING: Final = "Đang chạy từ {time} ({spell})."
STOPPED: Final = "Bot hiện không chạy."
QUESTIONS: Final = "{days} ngày qua: {questions} câu hỏi, trả lời được {share}."
NO_QUESTIONS: Final = "{days} ngày qua: chưa có câu hỏi nào."
LATENCY: Final = "Thời gian xử lý: một nửa dưới {p50} ms, 99 % dưới {p99} ms."
TROUBLE: Final = "Bị hạn chế vì gửi quá nhanh: {refused}; lỗi: {errors}; không gửi được: {lost}."
MISSES: Final = "Câu hỏi chưa trả lời tốt đang lưu: {count}."
WAITING: Final = "Tin đang chờ xử lý: {count}."
BACKUP: Final = "Sao lưu gần nhất: {time}."
NO_BACKUP: Final = "Chưa có bản sao lưu nào."
OVERDUE: Final = "Đã quá hai ngày chưa sao lưu; hãy chạy nghiquyet backup rồi nghiquyet doctor."

for_those_who_run_it = for_administrators("suckhoe", Action.CHANGE_SETTINGS)


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot is doing."""

    since: datetime | None
    days: int
    summary: Summary
    misses: int
    waiting: int
    backup: datetime | None
    overdue: bool


def read_health(database: Database, zone: ZoneInfo, days: int = DAYS) -> Health:
    """Read how the bot is doing from its database."""
    counters = Counters(database, zone=zone)
    return Health(
        counters.running_since(),
        days,
        counters.summary(days),
        Misses(database).count(),
        Inbox(database).count_waiting(),
        last_backup(database),
        is_overdue(database),
    )


def lines_of(health: Health, zone: tzinfo) -> list[str]:
    """Say it in Vietnamese."""
    summary = health.summary
    lines = [STOPPED]
    if health.since is not None:
        spell = _spell((datetime.now(UTC) - health.since).total_seconds())
        lines = [RUNNING.format(time=_time(health.since, zone), spell=spell)]
    share = summary.answered_share
    if share is None:
        lines.append(NO_QUESTIONS.format(days=health.days))
    else:
        shown = f"{100 * share:.1f} %".replace(".", ",")
        lines.append(
            QUESTIONS.format(days=health.days, questions=summary["questions"], share=shown)
        )
    p50, p99 = summary.latency_ms(0.5), summary.latency_ms(0.99)
    if p50 is not None and p99 is not None:
        lines.append(LATENCY.format(p50=p50, p99=p99))
    lines.append(
        TROUBLE.format(refused=summary["refused"], errors=summary["errors"], lost=summary["lost"])
    )
    lines.append(MISSES.format(count=health.misses))
    lines.append(WAITING.format(count=health.waiting))
    lines.append(BACKUP.format(time=_time(health.backup, zone)) if health.backup else NO_BACKUP)
    if health.overdue:
        lines.append(OVERDUE)
    return lines


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("suckhoe", for_those_who_run_it(on_health))]


async def on_health(update: Update, context: Context) -> None:
    """Say how the bot is doing."""
    counting = counting_of(context)
    if counting is None:
        return
    await counting.flush()
    defaults: Any = context.bot.defaults
    found = defaults.tzinfo if defaults else None
    zone = found if isinstance(found, ZoneInfo) else VIETNAM
    health = await asyncio.to_thread(read_health, counting.counters.database, zone)
    content = [Block(TITLE, "b"), *(Block(line) for line in lines_of(health, zone))]
    await respond(update, context, laid_out(content))


def _time(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M %d/%m/%Y}"


def _spell(seconds: float) -> str:
    """Say a length of time: "3 ngày 4 giờ", "5 phút"."""
    minutes = int(max(0.0, seconds) // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} ngày {hours} giờ"
    return f"{hours} giờ {minutes % 60} phút" if hours else f"{minutes} phút"
