"""The HTTP side: the Bot API, file downloads, long polling, webhook delivery and faults."""

import asyncio
import contextlib
import json
import socket
import struct
import time
from typing import Any, cast

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from . import methods_account, methods_messages
from .errors import ApiError, Json, Params, Upload
from .faults import Fault, FaultBook, RateLimiter
from .model import RequestRecord
from .world import Webhook, World, call

#: Modules whose import registers the Bot API methods.
METHOD_MODULES = (methods_account, methods_messages)

MAX_POLL_SECONDS = 50
MAX_BODY_BYTES = 60 * 1024 * 1024
WEBHOOK_TIMEOUT_SECONDS = 60
MAX_WEBHOOK_BACKOFF = 16
CONFLICT_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
CONFLICT_SET = "Conflict: terminated by setWebhook request"
CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Poll:
    """A long poll that waits; ``conflict`` is set when something ends it early."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.conflict: str | None = None

    def end(self, conflict: str) -> None:
        """Ends the poll with a 409."""
        self.conflict = conflict
        self.wake.set()


class BotServer:
    """Serves one world on loopback, inside the running event loop."""

    def __init__(self, world: World, faults: FaultBook, limits: RateLimiter) -> None:
        self.world = world
        self.faults = faults
        self.limits = limits
        self.port = 0
        self.poll: Poll | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._http: HTTPServer | None = None
        self._webhook_wake = asyncio.Event()
        self._webhook_task: asyncio.Task[None] | None = None
        self._changed_webhook: Webhook = world.webhook

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; a port of 0 lets the system choose."""
        self._loop = asyncio.get_running_loop()
        handlers: list[Any] = [
            (r"/bot([^/]+)/([^/]*)", MethodHandler, {"server": self}),
            (r"/file/bot([^/]+)/(.+)", FileHandler, {"server": self}),
            (r".*", NotFoundHandler, {"server": self}),
        ]
        app = Application(handlers, log_function=lambda handler: None)
        self._http = HTTPServer(app, max_body_size=MAX_BODY_BYTES, max_buffer_size=MAX_BODY_BYTES)
        sockets = bind_sockets(port, "127.0.0.1", family=socket.AF_INET)
        self.port = sockets[0].getsockname()[1]
        self._http.add_sockets(sockets)
        self.world.queue.listeners.append(self._on_update)
        self._webhook_task = asyncio.create_task(self._deliver_to_webhook())

    async def stop(self) -> None:
        """Stops listening and drops the open connections."""
        self.world.queue.listeners.remove(self._on_update)
        if self._webhook_task is not None:
            self._webhook_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._webhook_task
        if self._http is not None:
            self._http.stop()
            await self._http.close_all_connections()

    def _on_update(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if self.poll is not None:
            hook = self.world.webhook
            if hook.url:
                self.poll.end(CONFLICT_SET)
            self.poll.wake.set()
        self._webhook_wake.set()

    async def get_updates(self, params: Params, gone: asyncio.Event) -> list[Json]:
        """Long polling as Telegram does it."""
        timeout = min(max(params.integer("timeout"), 0), MAX_POLL_SECONDS)
        limit = min(max(params.integer("limit", 100), 1), 100)
        queue = self.world.queue
        with self.world.lock:
            if self.world.logged_out:
                raise ApiError(400, "Bad Request: Logged out")
            if self.world.webhook.url:
                raise ApiError(409, CONFLICT_WEBHOOK)
            queue.allow(params)
            queue.confirm(params.integer("offset"))
            batch = queue.take(limit)
        if batch or timeout == 0:
            return batch
        if self.poll is not None:
            self.poll.end(CONFLICT_POLL)
        poll = self.poll = Poll()
        deadline = time.monotonic() + timeout
        try:
            while not batch and not gone.is_set() and time.monotonic() < deadline:
                poll.wake.clear()
                await _first_of(poll.wake, gone, deadline - time.monotonic())
                if poll.conflict is not None:
                    raise ApiError(409, poll.conflict)
                if not gone.is_set():
                    with self.world.lock:
                        batch = queue.take(limit)
        finally:
            if self.poll is poll:
                self.poll = None
        return batch

    async def _deliver_to_webhook(self) -> None:
        """Posts waiting updates one after another, again and again until each is accepted."""
        client = AsyncHTTPClient(force_instance=True)
        failures = 0
        try:
            while True:
                with self.world.lock:
                    hook = self.world.webhook
                    batch = self.world.queue.take() if hook.url else []
                if not batch:
                    self._webhook_wake.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._webhook_wake.wait(), 1.0)
                    continue
                for update in batch:
                    error = await _post(client, hook, update)
                    if hook is not self.world.webhook:
                        break
                    with self.world.lock:
                        if error is None:
                            self.world.queue.forget(update["update_id"])
                        else:
                            hook.last_error_date = int(self.world.now())
                            hook.last_error_message = error
                    if error is not None:
                        factor = min(2**failures, MAX_WEBHOOK_BACKOFF)
                        failures += 1
                        await asyncio.sleep(self.world.settings.webhook_retry_seconds * factor)
                        break
                    failures = 0
        finally:
            client.close()


async def _post(client: AsyncHTTPClient, hook: Webhook, update: Json) -> str | None:
    headers = {"Content-Type": "application/json"}
    if hook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token
    request = HTTPRequest(
        hook.url,
        "POST",
        headers,
        json.dumps(update),
        request_timeout=WEBHOOK_TIMEOUT_SECONDS,
        follow_redirects=False,
        validate_cert=False,
    )
    try:
        await client.fetch(request)
    except HTTPClientError as exc:
        return f"Wrong response from the webhook: {exc.code} {exc.message}"
    except OSError as exc:
        return f"Connection failed: {exc.strerror or exc}"
    return None


async def _first_of(one: asyncio.Event, other: asyncio.Event, timeout: float) -> None:
    tasks = [asyncio.ensure_future(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


class _Handler(RequestHandler):
    """What both handlers share: the token check and the faults."""

    def initialize(self, server: BotServer) -> None:
        """Keeps the server that the request came to."""
        self.server = server
        self.gone = asyncio.Event()

    def on_connection_close(self) -> None:
        """The client went away."""
        self.gone.set()

    def check_token(self, token: str) -> None:
        """Raises a 401, or a 404 for what is no token at all."""
        if token == self.server.world.token:
            return
        number, colon, secret = token.partition(":")
        if colon and number.isdecimal() and secret:
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")

    def answer(self, status: int, body: bytes, content_type: str = "application/json") -> None:
        """Sets the whole response."""
        self.set_status(status)
        self.set_header("Content-Type", content_type)
        self.write(body)

    async def break_off(self, fault: Fault) -> None:
        """Carries out a fault that gives no proper answer."""
        if fault.kind == "hang":
            await self.gone.wait()
        elif fault.kind == "reset":
            stream = self.detach()
            linger = struct.pack("ii", 1, 0)
            cast(socket.socket, cast(Any, stream).socket).setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, linger
            )
            stream.close()
        elif fault.kind in {"502", "504"} and fault.description is None:
            title = f"{fault.kind} {fault.error().description}"
            page = f"<html><head><title>{title}</title></head><body>{title}</body></html>"
            self.answer(int(fault.kind), page.encode(), "text/html")
        else:
            error = fault.error()
            self.answer(error.code, json.dumps(error.body()).encode())

    async def send(self, status: int, body: bytes, fault: Fault | None) -> None:
        """Answers, cut short or slowly when the fault says so."""
        if fault is not None and fault.kind == "truncate":
            self.answer(status, body[: max(1, len(body) // 2)])
        elif fault is not None and fault.kind == "trickle":
            self.answer(status, b"")
            self.set_header("Content-Length", str(len(body)))
            pieces = max(1, min(20, len(body)))
            size = -(-len(body) // pieces)
            with contextlib.suppress(StreamClosedError):
                for start in range(0, len(body), size):
                    self.write(body[start : start + size])
                    await self.flush()
                    await asyncio.sleep(fault.seconds / pieces)
        else:
            self.answer(status, body)


class MethodHandler(_Handler):
    """``/bot<token>/<method>``."""

    async def get(self, token: str, method: str) -> None:
        """Runs a method."""
        await self._serve(token, method.lower())

    async def post(self, token: str, method: str) -> None:
        """Runs a method."""
        await self._serve(token, method.lower())

    def _params(self) -> Params:
        values: Json = {
            name: self.get_argument(name, strip=False) for name in self.request.arguments
        }
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            try:
                body = json.loads(self.request.body or b"{}")
            except ValueError as exc:
                raise ApiError(400, "Bad Request: can't parse JSON object") from exc
            values.update(body if isinstance(body, dict) else {})
        files = {
            name: Upload(parts[0].filename, parts[0].content_type, parts[0].body)
            for name, parts in self.request.files.items()
        }
        return Params(values, files)

    async def _serve(self, token: str, method: str) -> None:
        world = self.server.world
        record = RequestRecord(world.now(), method, {})
        with world.lock:
            world.log.append(record)
        try:
            params = self._params()
            record.params = params.for_log()
            self.check_token(token)
            fault = self.server.faults.pick(method, _chat_id(world, params))
            record.fault = fault.kind if fault else None
            if fault is not None and fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
                fault = None
            if fault is not None and fault.kind not in {"truncate", "trickle"}:
                if fault.applied:
                    await self._run(method, params)
                record.status = int(fault.kind) if fault.kind.isdecimal() else 0
                await self.break_off(fault)
                return
            record.answer = await self._run(method, params)
            record.status = 200
            body = json.dumps({"ok": True, "result": record.answer}).encode()
            await self.send(200, body, fault)
        except ApiError as error:
            record.status = error.code
            record.answer = error.body()
            self.answer(error.code, json.dumps(record.answer).encode())
        finally:
            record.finished = world.now()

    async def _run(self, method: str, params: Params) -> Any:
        world = self.server.world
        if method == "getupdates":
            return await self.server.get_updates(params, self.gone)
        with world.lock:
            self.server.limits.check(method, _chat_id(world, params), world.now())
        return call(world, method, params)


def _chat_id(world: World, params: Params) -> int | None:
    with world.lock:
        try:
            return world.find_chat(params.text("chat_id")).id
        except ApiError:
            return None


class FileHandler(_Handler):
    """``/file/bot<token>/<path>``."""

    async def get(self, token: str, path: str) -> None:
        """Downloads a file."""
        world = self.server.world
        record = RequestRecord(world.now(), "file", {"path": path})
        with world.lock:
            world.log.append(record)
        try:
            self.check_token(token)
            fault = self.server.faults.pick("file", None)
            record.fault = fault.kind if fault else None
            if fault is not None and fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            elif fault is not None and fault.kind not in {"truncate", "trickle"}:
                await self.break_off(fault)
                return
            stored = next((f for f in world.files.values() if f.path == path), None)
            if stored is None:
                raise ApiError(404, "Not Found")
            record.status = 200
            await self.send(200, stored.body, fault)
            self.set_header("Content-Type", "application/octet-stream")
        except ApiError as error:
            record.status = error.code
            self.answer(error.code, json.dumps(error.body()).encode())
        finally:
            record.finished = world.now()


class NotFoundHandler(_Handler):
    """Any other path."""

    async def prepare(self) -> None:
        """Answers 404 as Telegram does."""
        self.answer(404, json.dumps(ApiError(404, "Not Found").body()).encode())
        self.finish()
