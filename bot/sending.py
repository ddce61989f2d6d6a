"""Sending with patience: Telegram's limits, faults outlasted, and no message twice where it can be told.

The library's own limiter makes everybody wait when one chat is told to slow down, and does not try again
after a time-out or a 502. This one keeps each chat's trouble to that chat. After a fault that leaves open whether
a message has arrived (the answer was lost, not the request), it looks before it sends again: editing a message
into what it says already is refused with "not modified", which shows that the message is there.
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from typing import Any, Final

import httpx
from aiolimiter import AsyncLimiter
from telegram import ReplyParameters
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

PATIENCE_SECONDS: Final = 600.0
"""How long one message is tried; then it is given up and reported as lost."""
HASTE_SECONDS: Final = 8.0
"""The same for what nobody waits for longer: pop-ups, inline results."""
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 20.0
AT_ONCE_IN_CHAT: Final = 4
"""Requests under way in one chat, so that one that hangs does not use up the connections."""
MANY_SLOWED: Final = 3
"""So many chats told to slow down at once mean that all sending is too fast."""
LOOK_AHEAD: Final = 8
"""Message ids after the question that are looked at for an answer that may have arrived."""
CHATS_KEPT: Final = 5_000
SENT_KEPT: Final = 30

_HASTY: Final = frozenset({"answerCallbackQuery", "answerInlineQuery"})
_ONCE: Final = frozenset(
    {"sendChatAction", "getMe", "getUpdates", "getWebhookInfo", "deleteWebhook"}
)
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_THERE: Final = ("not found", "can't be edited", "no text in the message", "message_id_invalid")
_UNCHANGED: Final = "message is not modified"
_INVALID_ANSWER: Final = "Invalid server response"

Callback = Callable[..., Coroutine[Any, Any, Any]]
Json = dict[str, Any]

log = logging.getLogger(__name__)


class StoppingError(TelegramError):
    """The bot stops; what is not sent yet is taken up again at the next start."""

    def __init__(self) -> None:
        super().__init__("the bot is stopping")


class _Chat:
    """What is known of sending to one chat."""

    def __init__(self) -> None:
        self.gate = asyncio.Semaphore(AT_ONCE_IN_CHAT)
        self.not_before = 0.0
        self.sent: deque[int] = deque(maxlen=SENT_KEPT)


class Sender(BaseRateLimiter[int]):
    """Passes every request to Telegram on, as often as it takes.

    Args:
        a_second: messages in all, 0 for no limit.
        a_minute_in_group: messages in one group, 0 for no limit.
        patience: seconds after which a message is given up.
    """

    def __init__(
        self,
        a_second: float = 30,
        a_minute_in_group: float = 20,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.patience = patience
        self.doubtful: set[tuple[int, int]] = set()
        self.known_answers: Callable[[int], set[int]] = lambda _: set()
        self._all = AsyncLimiter(a_second, 1) if a_second else None
        self._a_minute = a_minute_in_group
        self._groups: OrderedDict[int, AsyncLimiter] = OrderedDict()
        self._chats: OrderedDict[int, _Chat] = OrderedDict()
        self._not_before = 0.0
        self._stopping = asyncio.Event()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    def stop(self) -> None:
        """Let nothing wait any longer: each waiting request ends with StoppingError."""
        self._stopping.set()

    def sent_in(self, chat: int) -> tuple[int, ...]:
        """Return the ids of the messages sent last to a chat, as far as is remembered."""
        known = self._chats.get(chat)
        return tuple(known.sent) if known else ()

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: int | None,  # noqa: ARG002
    ) -> Any:
        """Make a request, again and again while a fault lasts.

        Raises:
            StoppingError: the bot stops before it got through.
            TelegramError: Telegram refuses it, or patience is at an end.
        """
        number = _number(data.get("chat_id"))
        if endpoint in _ONCE:
            return await callback(*args, **kwargs)
        chat = self._chat(number) if number else _Chat()
        async with chat.gate:
            return await self._persist(callback, args, kwargs, endpoint, data, number, chat)

    async def _persist(
        self,
        callback: Callback,
        args: Any,
        kwargs: Json,
        endpoint: str,
        data: Json,
        number: int,
        chat: _Chat,
    ) -> Any:
        end = time.monotonic() + (HASTE_SECONDS if endpoint in _HASTY else self.patience)
        wait = FIRST_WAIT
        anchor = _anchor(endpoint, data)
        unsure = anchor is not None and (number, anchor) in self.doubtful
        while True:
            await self._turn(number, chat)
            try:
                found = (
                    await self._look(callback, kwargs, data, number, anchor, chat)
                    if unsure
                    else None
                )
                result = found if found is not None else await callback(*args, **kwargs)
            except RetryAfter as error:
                pause = _seconds(error) + 0.1
                self._slow_down(chat, pause, number)
            except TelegramError as error:
                if not _passing(error):
                    raise
                pause = wait
                wait = min(2 * wait, LONGEST_WAIT)
                unsure = unsure or (
                    anchor is not None and not isinstance(error.__cause__, _NEVER_SENT)
                )
                if time.monotonic() + pause > end:
                    raise
                log.info("%s failed (%s), again in %.1f s", endpoint, type(error).__name__, pause)
            else:
                self._note(endpoint, result, chat)
                if anchor is not None:
                    self.doubtful.discard((number, anchor))
                return result
            if time.monotonic() + pause > end:
                raise NetworkError(f"{endpoint} could not be sent in time")
            await self._sleep(pause)

    async def _turn(self, number: int, chat: _Chat) -> None:
        """Wait until this chat, and all chats together, may be sent to."""
        while True:
            pause = max(chat.not_before, self._not_before) - time.monotonic()
            if pause <= 0:
                break
            await self._sleep(pause)
        if self._stopping.is_set():
            raise StoppingError
        if not number:
            return
        if number < 0 and self._a_minute:
            await self._group(number).acquire()
        if self._all is not None:
            await self._all.acquire()

    async def _look(
        self,
        callback: Callback,
        kwargs: Json,
        data: Json,
        number: int,
        anchor: int | None,
        chat: _Chat,
    ) -> Json | None:
        """Return the message that a doubtful request may have made, None where there is none."""
        if anchor is None:
            return None
        others = set(chat.sent) | self.known_answers(number)
        same = ("text", "parse_mode", "entities", "link_preview_options", "reply_markup")
        content = {key: data[key] for key in same if key in data}
        for candidate in range(anchor + 1, anchor + 1 + LOOK_AHEAD):
            if candidate in others:
                continue
            try:
                await callback(
                    "editMessageText",
                    {"chat_id": number, "message_id": candidate, **content},
                    **kwargs,
                )
            except BadRequest as error:
                said = error.message.lower()
                if any(words in said for words in _NOT_THERE):
                    continue
                if _UNCHANGED not in said:
                    log.info("looking for a message: %s", error.message)
                    return None
            log.info("a message whose receipt was lost has arrived")
            kind = "private" if number > 0 else "supergroup"
            return {
                "message_id": candidate,
                "date": int(time.time()),
                "chat": {"id": number, "type": kind},
                "text": data.get("text", ""),
            }
        return None

    def _slow_down(self, chat: _Chat, pause: float, number: int) -> None:
        now = time.monotonic()
        chat.not_before = max(chat.not_before, now + pause)
        slowed = sum(known.not_before > now for known in self._chats.values())
        log.warning("told to slow down for %.1f s; %d chats wait", pause, slowed)
        if slowed >= MANY_SLOWED or not number:
            self._not_before = max(self._not_before, now + pause)

    def _note(self, endpoint: str, result: Any, chat: _Chat) -> None:
        if endpoint.startswith("send") and isinstance(result, dict) and "message_id" in result:
            chat.sent.append(int(result["message_id"]))

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
        raise StoppingError

    def _chat(self, number: int) -> _Chat:
        chat = self._chats.get(number)
        if chat is None:
            chat = self._chats[number] = _Chat()
            if len(self._chats) > CHATS_KEPT:
                self._chats.popitem(last=False)
        else:
            self._chats.move_to_end(number)
        return chat

    def _group(self, number: int) -> AsyncLimiter:
        limiter = self._groups.get(number)
        if limiter is None:
            limiter = self._groups[number] = AsyncLimiter(self._a_minute, 60)
            if len(self._groups) > CHATS_KEPT:
                self._groups.popitem(last=False)
        else:
            self._groups.move_to_end(number)
        return limiter


def _passing(error: TelegramError) -> bool:
    """Tell whether a fault may be over soon."""
    if isinstance(error, BadRequest | ChatMigrated | StoppingError):
        return False
    return isinstance(error, NetworkError) or error.message == _INVALID_ANSWER


def _anchor(endpoint: str, data: Json) -> int | None:
    """Return the id of the message that a request answers, None where it answers none."""
    quoted = data.get("reply_parameters")
    if endpoint != "sendMessage" or not isinstance(quoted, ReplyParameters):
        return None
    return quoted.message_id


def _number(chat: Any) -> int:
    try:
        return int(chat)
    except (TypeError, ValueError):
        return 0


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
