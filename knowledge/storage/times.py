"""Moments and days as they are stored: text that sorts in the order of time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

Clock = Callable[[], datetime]
"""Tells the present moment, with its time zone. Everything that needs the time is given one."""


def system_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def moment_text(moment: datetime) -> str:
    """Write a moment as UTC text of fixed width: "2026-04-30T01:00:00.000000+00:00".

    Raises:
        ValueError: ``moment`` has no time zone, so that it names no moment.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(text: str) -> datetime:
    """Read what ``moment_text`` wrote."""
    return datetime.fromisoformat(text)


def read_day(text: str | None) -> date | None:
    """Read a stored day, None for none."""
    return date.fromisoformat(text) if text else None


def day_text(day: date | None) -> str | None:
    """Write a day for storage, None for none."""
    return day.isoformat() if day else None


def local_day(moment: datetime, zone: ZoneInfo = VIETNAM) -> date:
    """Return the day it is in ``zone`` at ``moment``."""
    return moment.astimezone(zone).date()
