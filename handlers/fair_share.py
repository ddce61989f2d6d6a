"""A fair share for each person: who sends too much at once is told so once, and everybody else is served."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from handlers.addressing import to_bot
from handlers.context import Context, Handler
from handlers.counting import counting_of
from handlers.replies import in_group, respond, text

SHARE_GROUP: Final = -2
"""The group of handlers that comes before all others."""
BURST: Final = 60
"""So many questions may come at once ..."""
A_SECOND: Final = 2.0
"""... and so many a second for ever."""
PEOPLE: Final = 10_000
INLINE_COST: Final = 0.2
"""Inline mode asks with every letter typed."""
TOO_FAST: Final = (
    "Bạn gửi nhanh quá, tôi chưa trả lời kịp. Bạn chờ khoảng {seconds} giây rồi hỏi tiếp nhé."
)

Clock = Callable[[], float]


@dataclass(slots=True)
class Bucket:
    """What is left of a person's share, as of a moment."""

    left: float
    at: float
    told: bool = False


class FairShare:
    """A token bucket for each person, in bounded memory.

    Args:
        burst: how much may come at once.
        a_second: how much comes back in a second.
        people: how many persons are remembered; the one silent longest is forgotten first.
    """

    def __init__(
        self,
        burst: float = BURST,
        a_second: float = A_SECOND,
        people: int = PEOPLE,
        clock: Clock = time.monotonic,
    ) -> None:
        self.burst = burst
        self.a_second = a_second
        self._people = people
        self._clock = clock
        self._buckets: OrderedDict[int, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, person: int, cost: float = 1.0) -> bool:
        """Take from a person's share; False where nothing is left."""
        bucket = self._refilled(person)
        if bucket.left < cost:
            return False
        bucket.left -= cost
        bucket.told = False
        return True

    def first_refusal(self, person: int) -> bool:
        """Tell whether the person has not been told yet."""
        bucket = self._refilled(person)
        told, bucket.told = bucket.told, True
        return not told

    def seconds_left(self, person: int) -> int:
        """Return after how many seconds a tenth of the share is there again, at least 1."""
        missing = max(1.0, self.burst / 10 - self._refilled(person).left)
        return max(1, round(missing / self.a_second))

    def _refilled(self, person: int) -> Bucket:
        now = self._clock()
        bucket = self._buckets.get(person)
        if bucket is None:
            bucket = self._buckets[person] = Bucket(self.burst, now)
            if len(self._buckets) > self._people:
                self._buckets.popitem(last=False)
            return bucket
        self._buckets.move_to_end(person)
        # A clock that is set back gives nothing and takes nothing.
        bucket.left = min(self.burst, bucket.left + max(0.0, now - bucket.at) * self.a_second)
        bucket.at = now
        return bucket


def handlers(share: FairShare) -> list[Handler]:
    """Return the handler of this module, for the group SHARE_GROUP."""

    async def on_any(update: Update, context: Context) -> None:
        await _check(update, context, share)

    return [TypeHandler(Update, on_any)]


async def _check(update: Update, context: Context, share: FairShare) -> None:
    """Refuse what is beyond a person's share.

    Raises:
        ApplicationHandlerStop: no other handler shall see the update.
    """
    person, message = update.effective_user, update.effective_message
    if person is None or update.my_chat_member is not None:
        return
    heard = message is None or not in_group(message) or update.callback_query is not None
    if not heard and message is not None:
        # In a group only what is said to the bot counts.
        said = message.text or message.caption or ""
        heard = said.startswith("/") or to_bot(message, context.bot.id, context.username)
    if not heard or share.take(person.id, INLINE_COST if update.inline_query else 1.0):
        return
    counting = counting_of(context)
    if counting is not None:
        counting.count("refused")
    sentence = TOO_FAST.format(seconds=share.seconds_left(person.id))
    if update.callback_query is not None:
        await update.callback_query.answer(sentence)
    elif update.inline_query is None and share.first_refusal(person.id):
        await respond(update, context, text(sentence))
    raise ApplicationHandlerStop
