"""The Telegram application: built from the settings and the services, run until it is told to stop."""

import asyncio
import logging
import os
import sys
import threading
from dataclasses import dataclass
from typing import Final

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import Application, ContextTypes, Defaults, JobQueue
from telegram.request import HTTPXRequest

import handlers
from bot.jobs import schedule
from bot.life import Life
from bot.logs import set_up_logging
from bot.operation import install, open_operation
from bot.polling import PollRequest
from bot.sending import Sender
from bot.services import open_services
from bot.settings import Settings
from bot.updates import InOrder
from bot.upkeep import schedule_upkeep
from handlers import access, errors, fair_share, viewer, wording
from handlers.context import SERVICES, App, Context, Services

STOP: Final = "stop"
"""Where the application keeps what stops it, given the sentence that says why."""
CONNECTIONS: Final = 32
TIMEOUT_SECONDS: Final = 10.0
CONNECT_SECONDS: Final = 5.0
ALLOWED_UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is sent at most; 0 for no limit of our own, as with a Bot API server in the same house.

    Attributes:
        a_second: messages in all, Telegram's own limit being about 30.
        a_minute_in_group: messages in one group, Telegram's own limit being 20.
        share: what one person may ask at once, and a second for ever; None for no bound, as without ``a_second``.
    """

    a_second: float = 30
    a_minute_in_group: float = 20
    share: tuple[float, float] | None = (fair_share.BURST, fair_share.A_SECOND)


def build_application(settings: Settings, services: Services, limits: Limits | None = None) -> App:
    """Return the application, all handlers in place, not yet started."""
    limits = limits or Limits()
    # Without it the library makes a RetryAfter of a plain number, which it warns of itself.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    proxy = settings.telegram_proxy_url or None
    poll_request = PollRequest(
        connection_pool_size=2,
        proxy=proxy,
        read_timeout=TIMEOUT_SECONDS,
        connect_timeout=CONNECT_SECONDS,
    )
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        proxy=proxy,
        read_timeout=TIMEOUT_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=TIMEOUT_SECONDS,
    )
    sender = Sender(limits.a_second, limits.a_minute_in_group)
    operation = open_operation(settings, sender)
    poll_request.take_in = operation.arrivals.take_in
    defaults = Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        tzinfo=settings.timezone,
    )
    app: App = (
        Application.builder()
        .token(settings.telegram_bot_token)
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .request(request)
        .get_updates_request(poll_request)
        .rate_limiter(sender)
        .defaults(defaults)
        .concurrent_updates(InOrder(operation.arrivals, operation.counting))
        .job_queue(JobQueue())
        .context_types(ContextTypes(context=Context))
        .build()
    )
    app.bot_data[SERVICES] = services
    install(app, operation)
    if limits.share is not None and limits.a_second:
        share = fair_share.FairShare(*limits.share)
        app.add_handlers(fair_share.handlers(share), fair_share.SHARE_GROUP)
    poll_request.on_unauthorized = lambda: _stop(app, wording.REFUSED_BY_TELEGRAM)
    poll_request.on_conflict = lambda: _stop(app, wording.SECOND_INSTANCE)
    app.add_handlers(
        {
            viewer.FIRST_GROUP: viewer.handlers(),
            access.GATE_GROUP: access.handlers(),
            0: handlers.all_handlers(),
        }
    )
    app.add_error_handler(errors.on_error)
    schedule(app)
    schedule_upkeep(app)
    return app


def run(settings: Settings, services: Services | None = None) -> int:
    """Run the bot until a signal stops it.

    Args:
        settings: the settings; the token must be set.
        services: what the handlers work with; None to open it from the settings.

    Returns:
        The exit status: 0 after a signal, 1 when Telegram refuses the token or another instance polls.
    """
    set_up_logging(
        settings.timezone,
        settings.telegram_bot_token,
        level=logging.getLevelNamesMapping()[settings.nghiquyet_log_level],
        file=settings.nghiquyet_log_file,
    )
    services = services or open_services(settings)
    # Beside the first polls, so that the first questions need not wait.
    warm_up = services.volumes.bundled.assistant.base.warm_up
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    return run_application(build_application(settings, services), settings)


def run_application(app: App, settings: Settings) -> int:
    """Run a built application by polling, or by webhook where its address is set."""
    fault = asyncio.run(_live(app, settings))
    if fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


async def _live(app: App, settings: Settings) -> str:
    life = Life(app, settings, ALLOWED_UPDATES)
    app.bot_data[STOP] = life.stop
    return await life.run()


def _stop(app: App, sentence: str) -> None:
    """Stop an application that cannot go on, for the reason that ``sentence`` gives."""
    stop = app.bot_data.get(STOP)
    if stop is not None:
        stop(sentence)
