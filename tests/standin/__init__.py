"""A stand-in for Telegram's Bot API, to run a bot end to end without Telegram."""

from .actors import User
from .control import TEST_TOKEN, Standin
from .errors import ApiError, Json
from .faults import Fault, FaultBook, RateLimiter
from .markup_text import parse_html, utf16_length
from .model import (
    Button,
    CallbackQuery,
    Chat,
    ChatAction,
    InlineQuery,
    Message,
    Person,
    RequestRecord,
    StoredFile,
)

__all__ = [
    "TEST_TOKEN",
    "ApiError",
    "Button",
    "CallbackQuery",
    "Chat",
    "ChatAction",
    "Fault",
    "FaultBook",
    "InlineQuery",
    "Json",
    "Message",
    "Person",
    "RateLimiter",
    "RequestRecord",
    "Standin",
    "StoredFile",
    "User",
    "parse_html",
    "utf16_length",
]
