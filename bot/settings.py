"""Settings from the environment or ``.env``, checked at start; one message names every fault."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.storage.misses import KEEP_DAYS

_HINTS: Final = {
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "literal_error": "chỉ nhận: {expected}",
    "greater_than_equal": "quá nhỏ",
    "less_than_equal": "phải nhỏ hơn hoặc bằng 65535",
}


class SettingsError(Exception):
    """The settings have faults; the message names each and says how to mend it."""


class Settings(BaseSettings):
    """What the environment sets. Names and defaults are those of ``.env.example``."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    telegram_bot_token: str = ""
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_base_file_url: str = "https://api.telegram.org/file/bot"
    telegram_proxy_url: str = ""
    telegram_admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    telegram_webhook_url: str = ""
    telegram_webhook_listen: str = "127.0.0.1"
    telegram_webhook_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    telegram_webhook_secret: str = ""
    nghiquyet_database: Path = Path("data/nghiquyet.db")
    nghiquyet_timezone: str = "Asia/Ho_Chi_Minh"
    nghiquyet_access: Literal["open", "members"] = "open"
    nghiquyet_miss_days: Annotated[int, Field(ge=1, le=65535)] = KEEP_DAYS
    nghiquyet_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    nghiquyet_log_file: Path | None = None
    nghiquyet_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("telegram_admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: Any) -> Any:
        if isinstance(value, str):
            ids = [part.strip() for part in value.split(",") if part.strip()]
            if not all(part.isdecimal() for part in ids):
                raise ValueError("phải là các số cách nhau bằng dấu phẩy, ví dụ 12345,67890")
            return tuple(int(part) for part in ids)
        return value

    @field_validator("nghiquyet_log_file", mode="before")
    @classmethod
    def _no_file(cls, value: Any) -> Any:
        return value or None

    @field_validator("telegram_bot_token")
    @classmethod
    def _check_token(cls, value: str) -> str:
        number, colon, secret = value.partition(":")
        if value and not (number.isdecimal() and colon and len(secret) >= 3):
            raise ValueError("không đúng dạng 123456:ABC...; chép lại từ @BotFather")
        return value

    @field_validator("telegram_base_url", "telegram_base_file_url", "telegram_webhook_url")
    @classmethod
    def _check_http(cls, value: str) -> str:
        if value and (
            urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc
        ):
            raise ValueError("phải là địa chỉ bắt đầu bằng http:// hoặc https://")
        return value

    @field_validator("telegram_proxy_url")
    @classmethod
    def _check_proxy(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https", "socks5", "socks5h"):
            raise ValueError("phải bắt đầu bằng http://, https:// hoặc socks5://")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _check_secret(cls, value: str) -> str:
        if value and not all(c.isascii() and (c.isalnum() or c in "_-") for c in value):
            raise ValueError("chỉ gồm chữ không dấu, số, _ và -")
        return value

    @field_validator("nghiquyet_timezone")
    @classmethod
    def _check_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("không phải tên múi giờ, ví dụ Asia/Ho_Chi_Minh") from error
        return value

    @property
    def timezone(self) -> ZoneInfo:
        """The time zone people live in."""
        return ZoneInfo(self.nghiquyet_timezone)


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: one or more are wrong; no secret is repeated in the message.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"{str(fault['loc'][0]).upper()} {_reason(fault)}"
            for fault in error.errors(include_input=False)
        ]
        raise SettingsError(f"Cấu hình có {len(faults)} lỗi: {'; '.join(faults)}.") from None


def _reason(fault: ErrorDetails) -> str:
    if fault["type"] == "value_error":
        return fault["msg"].removeprefix("Value error, ")
    expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    return _HINTS.get(fault["type"], "không hợp lệ").format(expected=expected)
