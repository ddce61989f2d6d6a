"""What the long poll tells about this process: whether it ever got through, and what ends it."""

import json
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from telegram.request import HTTPXRequest

MAX_CONFLICTS: Final = 5
"""Conflicts in a row after which a process that polled before gives way too."""


class PollRequest(HTTPXRequest):
    """The request object for getUpdates; it watches for a wrong token and a second instance.

    Telegram ends the older of two long polls, so both processes get a 409 in turn. The newcomer, which never
    got through, gives way at its first; the one that was there keeps polling.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.on_unauthorized: Callable[[], None] = _nothing
        self.on_conflict: Callable[[], None] = _nothing
        self.take_in: Callable[[Sequence[Any]], Awaitable[list[Any]]] | None = None
        self._established = False
        self._conflicts = 0

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Make the request and take note of its outcome."""
        status, body = await super().do_request(*args, **options)
        url = str(args[0] if args else options.get("url", ""))
        if url.endswith("/getUpdates"):
            self._note(status)
            if status == HTTPStatus.OK and self.take_in is not None:
                body = await _taken_in(body, self.take_in)
        return status, body

    def _note(self, status: int) -> None:
        if status == HTTPStatus.OK:
            self._established, self._conflicts = True, 0
        elif status == HTTPStatus.UNAUTHORIZED:
            self.on_unauthorized()
        elif status == HTTPStatus.CONFLICT:
            self._conflicts += 1
            if not self._established or self._conflicts >= MAX_CONFLICTS:
                self.on_conflict()


async def _taken_in(body: bytes, take_in: Callable[[Sequence[Any]], Awaitable[list[Any]]]) -> bytes:
    """Keep the updates of an answer before the next poll makes Telegram forget them."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body  # the library knows what to do about it
    if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
        return b'{"ok": true, "result": []}'
    if not answer["result"]:
        return body
    answer["result"] = await take_in(answer["result"])
    return json.dumps(answer).encode()


def _nothing() -> None:
    """Do nothing."""
