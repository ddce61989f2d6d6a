"""Updates from their arrival until they are dealt with: kept on the disk, each handled once, left ones taken up."""

import asyncio
import contextlib
import json
import logging
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from telegram import Update

from knowledge.errors import StorageError
from knowledge.storage.inbox import Arrival, Done, Inbox

FLUSH_SECONDS: Final = 0.02
ANSWERS_KEPT: Final = 5
LARGEST: Final = 2**63 - 1
"""What a column of the database holds; Telegram's own ids have 52 bits."""
_KEPT: Final = ("message", "edited_message", "callback_query")
"""What somebody waits for. An inline query that was not answered at once is nobody's any more."""

Json = dict[str, Any]

log = logging.getLogger(__name__)


class Arrivals:
    """Stands between the network and the handlers.

    Args:
        inbox: where updates are kept.
        sent_in: tells which messages were sent last to a chat.
    """

    def __init__(self, inbox: Inbox, sent_in: Callable[[int], tuple[int, ...]]) -> None:
        self._inbox = inbox
        self._sent_in = sent_in
        self._under_way: dict[int, Arrival] = {}
        self._before: dict[int, tuple[int, ...]] = {}
        self._unfinished: set[int] = set()
        self._left: set[int] = set()
        self._done: list[Done] = []
        self._flush: asyncio.Task[None] | None = None
        self.failed_to_keep = 0
        self.stopping = False

    async def take_in(self, updates: Sequence[Any]) -> list[Json]:
        """Keep what came; return what is to be handled, malformed ones reduced to their number.

        A disk that cannot be written to does not keep anybody from being answered.
        """
        sound = [made for update in updates if (made := _sound(update)) is not None]
        wanted = [_arrival(update) for update in sound if any(kind in update for kind in _KEPT)]
        if not wanted:
            return sound
        try:
            new = await asyncio.to_thread(self._inbox.take_in, wanted)
        except StorageError as error:
            self.failed_to_keep += len(wanted)
            log.error("updates are handled without being kept: %s", error)
            return sound
        fresh = {arrival.number for arrival in new}
        known = {arrival.number for arrival in wanted} - fresh
        self._under_way.update({arrival.number: arrival for arrival in new})
        return [
            {"update_id": update["update_id"]} if update["update_id"] in known else update
            for update in sound
        ]

    def begin(self, update: Update) -> None:
        """Note that an update's turn has come."""
        arrival = self._under_way.get(update.update_id)
        if arrival is not None:
            self._before[update.update_id] = self._sent_in(arrival.chat)
        if arrival is not None and update.update_id in self._left:
            self._left.discard(update.update_id)
            with contextlib.suppress(StorageError):
                self._inbox.try_again(arrival.number, arrival.digest)

    def leave(self, update: object) -> None:
        """Leave an update for the next start."""
        if isinstance(update, Update):
            self._unfinished.add(update.update_id)

    def finish(self, update: Update) -> None:
        """Note that an update has been dealt with; what it said is forgotten shortly after."""
        arrival = self._under_way.pop(update.update_id, None)
        before = self._before.pop(update.update_id, ())
        if update.update_id in self._unfinished:
            self._unfinished.discard(update.update_id)
            return
        if arrival is None:
            return
        sent = [number for number in self._sent_in(arrival.chat) if number not in before]
        self._done.append(Done(arrival.number, arrival.digest, tuple(sent[-ANSWERS_KEPT:])))
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._flush_soon())

    async def left_behind(self) -> tuple[list[Json], list[int]]:
        """Return the updates that an earlier process left, and the numbers of those given up as lost."""
        arrivals, lost = await asyncio.to_thread(self._inbox.waiting)
        self._under_way.update({arrival.number: arrival for arrival in arrivals})
        self._left.update(arrival.number for arrival in arrivals)
        return [json.loads(arrival.data) for arrival in arrivals], lost

    async def flush(self) -> None:
        """Write down what has been dealt with."""
        done, self._done = self._done, []
        if not done:
            return
        try:
            await asyncio.to_thread(self._inbox.finish, done)
        except StorageError as error:
            log.error("answered updates could not be noted: %s", error)
            self._done = [*done, *self._done][-1000:]

    @property
    def waiting(self) -> int:
        """How many updates are under way."""
        return len(self._under_way)

    async def _flush_soon(self) -> None:
        await asyncio.sleep(FLUSH_SECONDS)
        await self.flush()


def _sound(update: Any) -> Json | None:
    """Return the update, only its number where the library cannot read it, None without a number."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > LARGEST:
        log.warning("an update without a number is passed over")
        return None
    try:
        Update.de_json(update, None)
    except Exception as error:
        log.warning("update %d cannot be read: %s", number, type(error).__name__)
        return {"update_id": number}
    return dict(update)


def _arrival(update: Json) -> Arrival:
    text = json.dumps(update, ensure_ascii=True, separators=(",", ":"))
    return Arrival(update["update_id"], zlib.crc32(text.encode()), _chat_of(update), text)


def _chat_of(update: Json) -> int:
    """Return the id of the chat an update belongs to, 0 for none."""
    for kind in _KEPT:
        found: Any = update.get(kind)
        for name in ("message", "chat", "id") if kind == "callback_query" else ("chat", "id"):
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, int) and abs(found) <= LARGEST:
            return found
    return 0
