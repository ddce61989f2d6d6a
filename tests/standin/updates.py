"""The queue of updates: numbering, confirmation, filtering and odd deliveries."""

import json
from collections.abc import Callable

from .errors import Json, Params, bad_request

#: Kinds that a bot gets only when it names them in ``allowed_updates``.
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE_ID = 500_000_001


class UpdateQueue:
    """Updates that wait for the bot. Its owner guards it with the world's lock."""

    def __init__(self) -> None:
        self.pending: dict[int, Json] = {}
        self.delivered: dict[int, Json] = {}
        self.again: list[Json] = []
        self.allowed: frozenset[str] | None = None
        self.paused = False
        self.reverse_next = False
        self.listeners: list[Callable[[], None]] = []
        self._next_id = FIRST_UPDATE_ID

    def allow(self, params: Params) -> None:
        """Takes over ``allowed_updates`` when the request carries it."""
        kinds = params.json("allowed_updates")
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("Expected an Array of allowed updates")
        self.allowed = frozenset(map(str, kinds)) if kinds else None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind not in OPT_IN if self.allowed is None else kind in self.allowed

    def put(self, kind: str, payload: Json) -> int | None:
        """Queues an update; returns its id, or None when the bot did not ask for its kind."""
        return self.put_raw({kind: payload}) if self.wants(kind) else None

    def put_raw(self, update: Json) -> int:
        """Queues an update as it stands, numbered unless it has an ``update_id``."""
        update_id = update.get("update_id", self._next_id)
        self._next_id = max(self._next_id, update_id) + 1
        # Frozen now, as Telegram does: later edits must not change a waiting update.
        self.pending[update_id] = json.loads(json.dumps({"update_id": update_id, **update}))
        self.notify()
        return int(update_id)

    def repeat(self, update_id: int) -> None:
        """Delivers an update once more, confirmed or not."""
        self.again.append(self.delivered.get(update_id) or self.pending[update_id])
        self.notify()

    def notify(self) -> None:
        """Wakes whoever waits for updates."""
        for listener in self.listeners:
            listener()

    def confirm(self, offset: int) -> None:
        """Forgets what is below the offset; a negative one keeps only that many."""
        if offset < 0:
            offset = ([0, *sorted(self.pending)])[max(offset, -len(self.pending))]
        for update_id in [known for known in self.pending if known < offset]:
            self.delivered[update_id] = self.pending.pop(update_id)

    def forget(self, update_id: int) -> None:
        """Drops one update that a webhook accepted."""
        update = self.pending.pop(update_id, None)
        if update is not None:
            self.delivered[update_id] = update

    def take(self, limit: int = 100) -> list[Json]:
        """The updates to deliver now; they stay pending until they are confirmed."""
        if self.paused:
            return []
        batch = [*self.again, *(self.pending[known] for known in sorted(self.pending))][:limit]
        self.again = self.again[limit:]
        if self.reverse_next and batch:
            self.reverse_next = False
            batch.reverse()
        return batch

    def clear(self) -> None:
        """Drops everything that waits (``drop_pending_updates``)."""
        self.pending.clear()
        self.again.clear()
