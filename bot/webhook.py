"""Being pushed updates: the secret compared in constant time, the body bounded, the update kept before it is confirmed."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

MAX_BODY_BYTES: Final = 1024 * 1024
"""An update is a few kB; Telegram's own limits keep it far below this."""
IDLE_SECONDS: Final = 75
BODY_SECONDS: Final = 10
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value

Json = dict[str, Any]
TakeIn = Callable[[Sequence[Any]], Awaitable[None]]

log = logging.getLogger(__name__)


class WebhookServer:
    """Listens for updates.

    Args:
        path: the path that Telegram posts to, without the slash in front.
        secret: what Telegram must send along, "" for nothing.
        take_in: what is given each update; it returns once the update is kept.
    """

    def __init__(self, path: str, secret: str, take_in: TakeIn) -> None:
        given = {"path": f"/{path}", "secret": secret, "take_in": take_in}
        routes: list[Any] = [(r".*", _Post, given)]
        self._server = HTTPServer(
            Application(routes, log_function=_quiet),
            max_body_size=MAX_BODY_BYTES,
            max_buffer_size=2 * MAX_BODY_BYTES,
            idle_connection_timeout=IDLE_SECONDS,
            body_timeout=BODY_SECONDS,
        )

    def listen(self, host: str, port: int) -> None:
        """Begin to listen.

        Raises:
            OSError: the port is taken.
        """
        self._server.listen(port, host)

    async def close(self) -> None:
        """Stop listening."""
        self._server.stop()
        await self._server.close_all_connections()


class _Post(RequestHandler):
    """One update."""

    def initialize(self, path: str, secret: str, take_in: TakeIn) -> None:
        """Keep what the route was given."""
        self._path = path
        self._secret = secret.encode()
        self._take_in = take_in

    def prepare(self) -> None:
        """Refuse what does not come from Telegram before looking at it."""
        given = self.request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if self.request.path.rstrip("/") != self._path.rstrip("/"):
            self._refuse(HTTPStatus.NOT_FOUND)
        elif not hmac.compare_digest(given if self._secret else b"", self._secret):
            self._refuse(HTTPStatus.FORBIDDEN)
        elif self.request.method != "POST":
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED)

    async def post(self) -> None:
        """Take an update in."""
        try:
            update = json.loads(self.request.body)
        except (ValueError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        await self._take_in([update])

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say nothing about what went wrong."""
        self.set_status(status_code)
        self.finish()

    def _refuse(self, status: HTTPStatus) -> None:
        log.info("a webhook request was refused: %d", status)
        self.set_status(status)
        self.finish()


def _quiet(_: RequestHandler) -> None:
    """Requests are not logged one by one."""
