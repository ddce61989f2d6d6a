"""The checks of ``nghiquyet doctor``; none of them changes anything."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import sqlite_utils
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings
from knowledge.storage.backup import LAST_BACKUP
from knowledge.storage.database import APPLICATION_ID, unknown_migrations
from knowledge.storage.kept import KeptFolder
from knowledge.storage.migrations import migrations
from knowledge.storage.times import read_moment

NETWORK_SECONDS: Final = 8.0
MAX_SKEW_SECONDS: Final = 60.0
LITTLE_BYTES: Final = 1024**3
TOO_LITTLE_BYTES: Final = 100 * 1024**2
BUILT: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before this is wrong."""
BACKUP_DAYS: Final = 2


class Level(Enum):
    """How bad a finding is."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what to do about it."""

    level: Level
    what: str
    remedy: str = ""


def check_all(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Run every check."""
    found = [*_settings(settings), *_database(settings), *_clock(settings), *_disk(settings)]
    if not settings.telegram_bot_token:
        found.append(
            Finding(
                Level.NOTE,
                "Token: chưa có, chỉ dùng được trong cửa sổ lệnh.",
                "Xin token từ @BotFather rồi ghi vào TELEGRAM_BOT_TOKEN.",
            )
        )
    elif offline:
        found.append(Finding(Level.GOOD, "Token: đúng dạng (chưa thử với Telegram)."))
    else:
        found += asyncio.run(_telegram(settings))
    return found


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding(Level.GOOD, "Cấu hình: đọc được, không có lỗi.")
    env = Path(".env")
    if env.exists() and env.stat().st_mode & 0o077:
        yield Finding(
            Level.NOTE, "Tệp .env người khác trên máy cũng đọc được.", "Chạy: chmod 600 .env"
        )
    if settings.telegram_bot_token and not settings.telegram_admin_ids:
        yield Finding(
            Level.NOTE,
            "Chưa có quản trị viên.",
            "Ghi mã số Telegram của mình vào TELEGRAM_ADMIN_IDS (hỏi @userinfobot).",
        )
    url = settings.telegram_webhook_url
    if url and urlsplit(url).scheme != "https":
        yield Finding(
            Level.FAULT,
            "TELEGRAM_WEBHOOK_URL không phải https.",
            "Telegram chỉ gửi tới https; đổi địa chỉ hoặc bỏ trống để dùng cách hỏi tin.",
        )


def _database(settings: Settings) -> Iterator[Finding]:
    path = settings.nghiquyet_database
    if not path.exists():
        folder = next((parent for parent in path.parents if parent.exists()), Path())
        if _writable(folder):
            yield Finding(Level.NOTE, f"Dữ liệu: chưa có {path}, sẽ tạo khi chạy lần đầu.")
        else:
            yield Finding(
                Level.FAULT,
                f"Dữ liệu: không tạo được {path}.",
                f"Cấp quyền ghi thư mục {folder} cho tài khoản chạy bot.",
            )
        return
    if not _writable(path) or not _writable(path.parent):
        yield Finding(
            Level.FAULT,
            f"Dữ liệu: không ghi được {path}.",
            f"Cấp quyền ghi tệp và thư mục {path.parent} cho tài khoản chạy bot.",
        )
    if path.stat().st_mode & 0o077:
        yield Finding(
            Level.NOTE,
            f"Dữ liệu: người khác trên máy cũng đọc được {path}.",
            f"Chạy: chmod 600 {path}",
        )
    try:
        # A connection that may not write would not see what is still in the log beside the file.
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=5)
        try:
            connection.execute("PRAGMA query_only = ON").fetchall()
            yield from _content(path, connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        yield Finding(Level.FAULT, f"Dữ liệu: không đọc được {path} ({name}).", _RESTORE)


_RESTORE: Final = "Dừng bot, chạy: nghiquyet restore BẢN-SAO-LƯU (xem thư mục sao-luu cạnh tệp)."


def _content(path: Path, connection: sqlite3.Connection) -> Iterator[Finding]:
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        yield Finding(Level.FAULT, f"Dữ liệu: {path} bị hỏng.", _RESTORE)
        return
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        yield Finding(Level.FAULT, f"Dữ liệu: {path} có liên kết đứt.", _RESTORE)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        yield Finding(
            Level.FAULT, f"Dữ liệu: {path} là của chương trình khác.", "Đổi NGHIQUYET_DATABASE."
        )
        return
    raw = sqlite_utils.Database(connection, execute_plugins=False)
    if unknown_migrations(raw):
        yield Finding(
            Level.FAULT,
            f"Dữ liệu: {path} do phiên bản mới hơn tạo ra.",
            "Nâng cấp chương trình, hoặc khôi phục bản sao lưu truoc-nang-cap cạnh tệp dữ liệu.",
        )
        return
    pending = len(migrations.pending(raw))
    if pending:
        yield Finding(
            Level.NOTE,
            f"Dữ liệu: còn {pending} bước nâng cấp, sẽ làm (và sao lưu trước) ở lần chạy tới.",
        )
    else:
        yield Finding(Level.GOOD, "Dữ liệu: lành lặn, đúng phiên bản.")
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (LAST_BACKUP,)).fetchone()
    age = (datetime.now(UTC) - read_moment(row[0])).days if row and row[0] else None
    if age is None or age >= BACKUP_DAYS:
        when = "chưa lần nào" if age is None else f"{age} ngày trước"
        yield Finding(Level.NOTE, f"Sao lưu gần nhất: {when}.", "Chạy: nghiquyet backup")
    elif age < 0:
        yield Finding(
            Level.FAULT,
            "Đồng hồ: lần sao lưu gần nhất nằm ở tương lai.",
            "Chỉnh lại giờ máy (bật đồng bộ giờ mạng).",
        )


def _clock(settings: Settings) -> Iterator[Finding]:
    now = datetime.now(settings.timezone)
    if now < BUILT:
        yield Finding(
            Level.FAULT,
            f"Đồng hồ: máy đang để {now:%H:%M %d/%m/%Y}.",
            "Chỉnh lại ngày giờ của máy.",
        )
        return
    yield Finding(
        Level.GOOD, f"Múi giờ: {settings.nghiquyet_timezone}, bây giờ là {now:%H:%M %d/%m/%Y}."
    )


def _disk(settings: Settings) -> Iterator[Finding]:
    path = settings.nghiquyet_database
    folder = next(
        parent for parent in (path.parent.resolve(), *path.resolve().parents) if parent.exists()
    )
    free = shutil.disk_usage(folder).free
    shown = f"còn {free // 1024**2} MB ở {folder}"
    if free < TOO_LITTLE_BYTES:
        yield Finding(Level.FAULT, f"Ổ đĩa: {shown}.", "Dọn chỗ, ít nhất 1 GB.")
    elif free < LITTLE_BYTES:
        yield Finding(Level.NOTE, f"Ổ đĩa: {shown}.", "Nên dọn chỗ, ít nhất 1 GB.")
    else:
        yield Finding(Level.GOOD, f"Ổ đĩa: {shown}.")
    files, size = KeptFolder.beside(path).size()
    if files:
        yield Finding(
            Level.GOOD, f"Chỉ mục: {files} tệp, {size // 1024**2} MB; xóa đi thì tự lập lại."
        )


async def _telegram(settings: Settings) -> list[Finding]:
    """Ask Telegram who the bot is; the token never stands in what is returned."""
    proxy = settings.telegram_proxy_url or None
    host = urlsplit(settings.telegram_base_url).netloc.rpartition("@")[2]
    found = await _skew(settings, proxy)
    request = HTTPXRequest(
        proxy=proxy, connect_timeout=NETWORK_SECONDS, read_timeout=NETWORK_SECONDS
    )
    bot = Bot(
        settings.telegram_bot_token,
        settings.telegram_base_url,
        settings.telegram_base_file_url,
        request=request,
    )
    try:
        async with bot:
            found.append(Finding(Level.GOOD, f"Token: Telegram nhận, bot là @{bot.username}."))
            hook = await bot.get_webhook_info()
    except InvalidToken:
        return [
            *found,
            Finding(
                Level.FAULT,
                "Token: Telegram không nhận.",
                "Lấy lại token từ @BotFather, ghi vào TELEGRAM_BOT_TOKEN.",
            ),
        ]
    except Conflict:
        return found
    except TelegramError as error:
        way = "qua proxy" if proxy else "trực tiếp"
        remedy = (
            "Kiểm tra proxy trong TELEGRAM_PROXY_URL."
            if proxy
            else "Kiểm tra mạng; nếu nhà mạng chặn Telegram, xem docs/quan-tri.md. nghiquyet chat vẫn dùng được."
        )
        what = f"Mạng: không tới được {host} ({way}, {type(error).__name__})."
        return [*found, Finding(Level.FAULT, what, remedy)]
    if hook.url and not settings.telegram_webhook_url:
        found.append(
            Finding(Level.NOTE, "Telegram đang đẩy tin tới một webhook; bot chạy sẽ gỡ webhook đó.")
        )
    if hook.last_error_message and settings.telegram_webhook_url:
        found.append(
            Finding(
                Level.NOTE,
                f"Webhook: lần gửi gần nhất lỗi, {hook.pending_update_count} tin đang chờ.",
                "Kiểm tra chứng chỉ và máy chủ web đứng trước bot.",
            )
        )
    return found


async def _skew(settings: Settings, proxy: str | None) -> list[Finding]:
    """Compare this machine's clock with the server's."""
    parts = urlsplit(settings.telegram_base_url)
    try:
        async with httpx.AsyncClient(proxy=proxy, timeout=NETWORK_SECONDS) as client:
            answer = await client.head(f"{parts.scheme}://{parts.netloc}/")
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return []  # the next check says what is wrong with the network
    seconds = (datetime.now(UTC) - theirs).total_seconds()
    if abs(seconds) <= MAX_SKEW_SECONDS:
        return [Finding(Level.GOOD, "Đồng hồ: đúng giờ.")]
    side = "nhanh" if seconds > 0 else "chậm"
    return [
        Finding(
            Level.FAULT,
            f"Đồng hồ: máy {side} {abs(seconds):.0f} giây.",
            "Bật đồng bộ giờ mạng (timedatectl set-ntp true).",
        )
    ]


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK)
