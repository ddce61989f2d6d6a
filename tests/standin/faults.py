"""Faults to order, and Telegram's real rate limits."""

import math
import random
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Literal

from .errors import ApiError, too_many_requests

FaultKind = Literal[
    "delay",
    "hang",
    "reset",
    "truncate",
    "trickle",
    "429",
    "500",
    "502",
    "504",
    "400",
    "403",
    "401",
]

#: Kinds answered with an error body; 502 and 504 come as HTML, as from Telegram's front end.
_TEXTS = {
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "504": "Gateway Timeout",
    "400": "Bad Request: fault",
    "403": "Forbidden: bot was blocked by the user",
    "401": "Unauthorized",
}

#: Methods that count against the rate limits.
SENDING = ("send", "copy", "forward", "edit")


@dataclass(eq=False)
class Fault:
    """One fault.

    Args:
        kind: What goes wrong.
        method: The Bot API method, "file" for downloads, or "*" for every method but getUpdates.
        chat_id: Only requests to this chat.
        times: How many requests it spoils; None for all.
        probability: The share of matching requests it spoils.
        seconds: Length of a "delay", and of a whole "trickle".
        retry_after: Seconds that a "429" names.
        applied: Carry the request out before it goes wrong, so that only the answer is lost.
        description: Replaces the description of an error answer.
    """

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 1.0
    retry_after: int = 1
    applied: bool = False
    description: str | None = None
    hits: int = 0

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether the fault is meant for such a request and is not used up."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.method == "*":
            return method not in {"getupdates", "file"}
        return self.method.lower() == method

    def error(self) -> ApiError:
        """The error answer of the kinds that are numbers."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        return ApiError(int(self.kind), self.description or _TEXTS[self.kind])


class FaultBook:
    """The faults in force, in order; the first that matches a request spoils it."""

    def __init__(self, seed: int = 0) -> None:
        self.faults: list[Fault] = []
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Puts a fault in force and returns it; its ``hits`` counts what it spoiled."""
        with self._lock:
            self.faults.append(fault)
        return fault

    def clear(self) -> None:
        """Ends all faults."""
        with self._lock:
            self.faults.clear()

    def pick(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that spoils this request, counted as a hit."""
        with self._lock:
            for fault in self.faults:
                if fault.matches(method, chat_id) and self._random.random() < fault.probability:
                    fault.hits += 1
                    return fault
        return None


@dataclass(eq=False)
class RateLimiter:
    """Telegram's limits on sending: overall, in one chat, in one group.

    Each limit is (count, seconds). Telegram publishes 30/s, 1/s and 20/min
    (https://core.telegram.org/bots/faq); it is off unless a test enables it.
    """

    enabled: bool = False
    overall: tuple[int, float] = (30, 1.0)
    per_chat: tuple[int, float] = (1, 1.0)
    per_group: tuple[int, float] = (20, 60.0)
    _sent: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, method: str, chat_id: int | None, now: float) -> None:
        """Counts a request.

        Raises:
            ApiError: A 429 when the request goes over a limit; then it does not count.
        """
        if not self.enabled or not method.startswith(SENDING) or chat_id is None:
            return
        windows = [("all", self.overall), (f"chat {chat_id}", self.per_chat)]
        if chat_id < 0:
            windows.append((f"group {chat_id}", self.per_group))
        wait = 0.0
        for key, (count, seconds) in windows:
            sent = self._sent[key]
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= count:
                wait = max(wait, sent[-count] + seconds - now)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for key, _ in windows:
            self._sent[key].append(now)
