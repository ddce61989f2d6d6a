"""Replies that could not be sent for good: counted, logged, and told to administrators."""

import logging
from typing import Final

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.arrivals import Arrivals
from bot.sending import StoppingError
from handlers.context import Context
from handlers.counting import Counting
from handlers.errors import administrators, kind_of

LOSSES: Final = "losses"
TELL_SECONDS: Final = 10.0
NAMED: Final = 20
REPORT: Final = "Có {count} tin chưa gửi được câu trả lời dù đã thử nhiều lần. Người hỏi cần hỏi lại. Mã tin: {numbers}."

log = logging.getLogger(__name__)


class Losses:
    """Collects what was lost until administrators have been told.

    Args:
        arrivals: told to keep what a stop interrupted.
        counting: counts.
    """

    def __init__(self, arrivals: Arrivals, counting: Counting) -> None:
        self._arrivals = arrivals
        self._counting = counting
        self._untold: list[str] = []
        self._count = 0

    def add(self, number: int, why: str) -> None:
        """Note a reply as lost."""
        log.error("the reply to update %s is lost: %s", number, why)
        self._counting.count("lost")
        self._count += 1
        if len(self._untold) < NAMED:
            self._untold.append(str(number))

    async def on_error(self, update: object, context: Context) -> None:
        """Deal with replies that failed; everything else goes on to the next error handler.

        Raises:
            ApplicationHandlerStop: the error has been dealt with.
        """
        error = context.error
        if isinstance(error, StoppingError):
            self._arrivals.leave(update)
            raise ApplicationHandlerStop
        if not isinstance(update, Update) or not isinstance(error, TelegramError):
            if isinstance(update, Update):
                self._counting.count("errors")
            return
        if isinstance(error, Forbidden):
            self._counting.count("blocked")
            return
        if update.inline_query is not None and isinstance(error, NetworkError):
            log.info("%s came too late: %s", kind_of(update), error.message)
            raise ApplicationHandlerStop
        self.add(update.update_id, error.message)
        if not isinstance(error, BadRequest):
            raise ApplicationHandlerStop

    async def tell(self, context: Context) -> None:
        """Tell administrators what was lost since they were last told."""
        if not self._count:
            return
        numbers, count = ", ".join(self._untold), self._count
        sentence = REPORT.format(count=count, numbers=numbers)
        told = False
        for person in administrators(context):
            try:
                await context.bot.send_message(person, sentence)
                told = True
            except TelegramError as error:
                log.warning("an administrator could not be told: %s", type(error).__name__)
        if told:
            self._untold.clear()
            self._count -= count
