"""Logging: one line a record, Vietnamese time, the update it belongs to, and never a token."""

import json
import logging
import os
import re
import sys
from contextvars import ContextVar
from datetime import datetime, tzinfo
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

HIDDEN: Final = "<token>"
MAX_BYTES: Final = 5 * 1024 * 1024
KEPT_FILES: Final = 5
UPDATE: ContextVar[str] = ContextVar("update", default="-")
"""The id of the update that is being handled."""
_TOKEN: Final = re.compile(r"\d{3,}(?::|%3[Aa])[A-Za-z0-9_-]{3,}")
"""A bot's token, also where it stands in the address of a request."""
_QUIET: Final = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "aiolimiter": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.ext.Updater": logging.CRITICAL,
    # These print whole updates, questions and askers together, when they cannot read them.
    "telegram.request": logging.CRITICAL + 1,
    "telegram.Bot": logging.CRITICAL + 1,
}


class WithoutToken(logging.Formatter):
    """Formats a record, traceback included, as one line and blots out what looks like a bot token.

    ``time=2026-04-30T08:00:00.000+07:00 level=INFO logger=bot.life update=- message="running"``
    """

    def __init__(self, timezone: tzinfo, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._timezone = timezone
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line without secrets."""
        when = datetime.fromtimestamp(record.created, self._timezone)
        parts = [
            f"time={when.isoformat(timespec='milliseconds')}",
            f"level={record.levelname}",
            f"logger={record.name}",
            f"update={UPDATE.get()}",
            f"message={_quoted(record.getMessage())}",
        ]
        if record.exc_info:
            parts.append(f"trace={_quoted(self.formatException(record.exc_info))}")
        text = " ".join(parts)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return hide_tokens(text)


def hide_tokens(text: str) -> str:
    """Return the text with every bot token in it blotted out."""
    return _TOKEN.sub(HIDDEN, text)


def set_up_logging(
    timezone: tzinfo, *secrets: str, level: int = logging.INFO, file: Path | None = None
) -> None:
    """Send the logs of the whole process to standard error, or to a file that is rotated.

    Args:
        timezone: for the times.
        secrets: texts that must never be printed, besides all that looks like a token.
        level: the lowest that is printed.
        file: the file; None for standard error.
    """
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _OwnersFile(
            file, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="replace"
        )
    handler.setFormatter(WithoutToken(timezone, secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # A disk that is full must not fill standard error with tracebacks of the logging itself.
    logging.raiseExceptions = False
    for name, lowest in _QUIET.items():
        logging.getLogger(name).setLevel(max(lowest, level))


class _OwnersFile(RotatingFileHandler):
    """A rotated file that only its owner can read."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return TextIOWrapper(
            os.fdopen(handle, "ab"),
            encoding=self.encoding,
            errors=self.errors,
            line_buffering=True,
        )


def _quoted(text: str) -> str:
    # What a person wrote must not be able to begin a line of its own.
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
