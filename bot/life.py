"""The life of the running bot: start on a dead network, run until a signal, stop within ten seconds."""

import asyncio
import contextlib
import logging
import secrets
import signal
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

from telegram import Update
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.metrics import serve_metrics
from bot.operation import operation_of
from bot.settings import Settings
from bot.webhook import WebhookServer
from handlers import wording
from handlers.context import App
from knowledge.errors import StorageError

POLL_SECONDS: Final = 10
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 30.0
LET_GO_SECONDS: Final = 2.0
"""Time for the last poll to confirm what was taken."""
FINISH_SECONDS: Final = 4.0
"""Time for what is under way; what is then still unsent is taken up at the next start."""
END_SECONDS: Final = 2.0
FATAL: Final = (InvalidToken, Forbidden)
PORT_TAKEN: Final = (
    "Cổng {port} đang có chương trình khác dùng; đổi TELEGRAM_WEBHOOK_PORT rồi chạy lại."
)

Json = dict[str, Any]

log = logging.getLogger(__name__)


class Life:
    """Starts, runs and stops a built application.

    Args:
        app: the application.
        settings: its settings.
        allowed_updates: the kinds of updates to ask for.
    """

    def __init__(self, app: App, settings: Settings, allowed_updates: Sequence[str]) -> None:
        self._app = app
        self._settings = settings
        self._allowed = list(allowed_updates)
        self._operation = operation_of(app)
        self._stopping = asyncio.Event()
        self._webhook: WebhookServer | None = None
        self._close_metrics: Callable[[], None] | None = None
        self.fault = ""

    def stop(self, fault: str = "") -> None:
        """Stop soon; ``fault`` is the sentence that says why the bot cannot go on."""
        self.fault = self.fault or fault
        self._stopping.set()

    async def run(self) -> str:
        """Run until told to stop.

        Returns:
            The sentence that says why it cannot go on, "" after a signal.
        """
        undo = self._listen_for_signals()
        try:
            if port := self._settings.nghiquyet_metrics_port:
                arrivals = self._operation.arrivals
                self._close_metrics = serve_metrics(
                    self._operation.counting, lambda: arrivals.waiting, port
                )
            if await self._patiently("connecting", self._app.initialize):
                await self._start()
                await self._stopping.wait()
        finally:
            await self._end()
            undo()
        return self.fault

    async def _start(self) -> None:
        await self._note(self._operation.counting.counters.note_start)
        await self._app.start()
        await self._take_up()
        if self._settings.telegram_webhook_url:
            await self._start_webhook()
        elif self._app.updater is not None:
            start = self._app.updater.start_polling(
                timeout=POLL_SECONDS,
                allowed_updates=self._allowed,
                bootstrap_retries=-1,
                error_callback=_poll_failed,
            )
            await self._unless_stopped(start)
        log.info("running")

    async def _take_up(self) -> None:
        """Handle what an earlier process was killed over."""
        try:
            left, lost = await self._operation.arrivals.left_behind()
        except StorageError as error:
            log.error("what was left behind cannot be read: %s", error)
            return
        for number in lost:
            self._operation.losses.add(number, "given up after several starts")
        for update in left:
            message = update.get("message") or {}
            chat = (message.get("chat") or {}).get("id", 0)
            # The answer may have gone out just before the end.
            self._operation.sender.doubtful.add((chat, message.get("message_id", 0)))
        if left:
            log.warning("%d updates of an earlier run are taken up", len(left))
        await self._put(left)

    async def _start_webhook(self) -> None:
        settings = self._settings
        secret = settings.telegram_webhook_secret or secrets.token_urlsafe(32)
        path = settings.telegram_webhook_url.split("://", 1)[-1].partition("/")[2]
        self._webhook = WebhookServer(path, secret, self._take_in)
        try:
            self._webhook.listen(settings.telegram_webhook_listen, settings.telegram_webhook_port)
        except OSError:
            self.stop(PORT_TAKEN.format(port=settings.telegram_webhook_port))
            return

        async def announce() -> None:
            await self._app.bot.set_webhook(
                settings.telegram_webhook_url, allowed_updates=self._allowed, secret_token=secret
            )

        await self._patiently("setting the webhook", announce)

    async def _take_in(self, updates: Sequence[Any]) -> None:
        await self._put(await self._operation.arrivals.take_in(updates))

    async def _put(self, updates: Sequence[Json]) -> None:
        for update in updates:
            await self._app.update_queue.put(Update.de_json(update, self._app.bot))

    async def _patiently(self, what: str, attempt: Callable[[], Coroutine[Any, Any, Any]]) -> bool:
        """Try until it works; False where the bot was told to stop before that."""
        wait = FIRST_WAIT
        while not self._stopping.is_set():
            try:
                return await self._unless_stopped(attempt())
            except FATAL:
                self.stop(wording.REFUSED_BY_TELEGRAM)
            except TelegramError as error:
                log.warning("%s failed (%s), again in %.0f s", what, type(error).__name__, wait)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), wait)
                wait = min(2 * wait, LONGEST_WAIT)
        return False

    async def _unless_stopped(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Wait for something, but not past the stop; tell whether it was done."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            task.result()
            return True
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return False

    async def _end(self) -> None:
        app, operation = self._app, self._operation
        log.info("stopping")
        if self._webhook is not None:
            await _within(LET_GO_SECONDS, self._webhook.close())
        if app.updater is not None and app.updater.running:
            await _within(LET_GO_SECONDS, app.updater.stop())
        if app.running:
            later = asyncio.get_running_loop().call_later(FINISH_SECONDS, self._let_go)
            await _within(FINISH_SECONDS + END_SECONDS, app.stop())
            later.cancel()
        await operation.arrivals.flush()
        await operation.counting.flush()
        await self._note(operation.counting.counters.note_stop)
        await _within(END_SECONDS, app.shutdown())
        if self._close_metrics is not None:
            await asyncio.to_thread(self._close_metrics)
        with contextlib.suppress(StorageError):
            operation.database.close()
        log.info("stopped; %d updates are left for the next start", operation.arrivals.waiting)

    def _let_go(self) -> None:
        self._operation.arrivals.stopping = True
        self._operation.sender.stop()

    async def _note(self, note: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(note)
        except StorageError as error:
            log.error("%s", error)

    def _listen_for_signals(self) -> Callable[[], None]:
        loop = asyncio.get_running_loop()
        before: list[tuple[int, Any]] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            try:
                loop.add_signal_handler(number, self.stop)
            except NotImplementedError:  # Windows
                handler = signal.signal(number, lambda *_: loop.call_soon_threadsafe(self.stop))
                before.append((number, handler))

        def undo() -> None:
            for number in (signal.SIGTERM, signal.SIGINT):
                with contextlib.suppress(NotImplementedError):
                    loop.remove_signal_handler(number)
            for known, handler in before:
                signal.signal(known, handler)

        return undo


def _poll_failed(error: TelegramError) -> None:
    log.warning("the long poll failed and goes on: %s", type(error).__name__)


async def _within(seconds: float, work: Coroutine[Any, Any, Any]) -> None:
    """Wait for a step of stopping, but not longer; its faults keep nothing else from stopping."""
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.warning("a step of stopping took too long and was left")
    except Exception as error:  # the process ends anyway; say what went wrong
        log.warning("a step of stopping failed: %s", type(error).__name__)
