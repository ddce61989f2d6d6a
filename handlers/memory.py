"""What is remembered of each person in each chat: the last question, and which message answered which.

It lives in memory only, for ten minutes, and in bounded space; what must outlive that stands in the buttons
of the answers themselves.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

FOLLOW_UP_SECONDS: Final = 600.0
MAX_CONVERSATIONS: Final = 5_000
MAX_ANSWERS: Final = 5_000
EDIT_SECONDS: Final = 48 * 3600.0

Clock = Callable[[], float]


class Recent(Generic[K, V]):
    """A mapping that forgets: each entry after ``seconds``, and the oldest beyond ``size``."""

    def __init__(self, size: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self._size = size
        self._seconds = seconds
        self._clock = clock
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def __setitem__(self, key: K, value: V) -> None:
        self._entries.pop(key, None)
        self._entries[key] = (self._clock(), value)
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def __contains__(self, key: K) -> bool:
        return self.get(key) is not None

    def get(self, key: K) -> V | None:
        """Return what is remembered under ``key``, None once it is forgotten."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        at, value = entry
        if self._clock() - at > self._seconds:
            del self._entries[key]
            return None
        return value

    def pop(self, key: K) -> V | None:
        """Return what is remembered under ``key`` and forget it."""
        value = self.get(key)
        self._entries.pop(key, None)
        return value

    def all_keys(self) -> list[K]:
        """Return the keys, the oldest first."""
        return list(self._entries)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the clause its answer was about.

    Attributes:
        question: what was asked.
        focus: the ref the answer was about, "" for none.
        document: the number of the document that answered, "" where none was asked.
        message: the id of the message that asked, 0 for a tap or a link.
        before: the turn before, on which the question is read anew when it is edited.
    """

    question: str
    focus: str
    document: str = ""
    message: int = 0
    before: "Turn | None" = None


class Noted(Generic[K]):
    """Remembers what happened, to tell the first time from the next."""

    def __init__(self, size: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self._known: Recent[K, bool] = Recent(size, seconds, clock)

    def first_time(self, what: K) -> bool:
        """Tell whether this is the first time, as far as is remembered."""
        if what in self._known:
            return False
        self._known[what] = True
        return True


class Memory:
    """The conversations and answers that are still remembered."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._turns: Recent[tuple[int, int], Turn] = Recent(
            MAX_CONVERSATIONS, FOLLOW_UP_SECONDS, clock
        )
        self._answers: Recent[tuple[int, int], tuple[int, ...]] = Recent(
            MAX_ANSWERS, EDIT_SECONDS, clock
        )
        self.noted: Noted[str] = Noted(MAX_ANSWERS, EDIT_SECONDS, clock)

    def turn(self, chat: int, person: int) -> Turn | None:
        """Return the last turn of a person in a chat, None after ten minutes."""
        return self._turns.get((chat, person))

    def remember(self, chat: int, person: int, turn: Turn) -> None:
        """Keep the last turn of a person in a chat."""
        self._turns[chat, person] = turn

    def answers(self, chat: int, question: int) -> tuple[int, ...]:
        """Return the ids of the messages that answered a message, empty for none known."""
        return self._answers.get((chat, question)) or ()

    def answered(self, chat: int, question: int, answers: tuple[int, ...]) -> None:
        """Keep which messages answered a message, for when it is edited."""
        self._answers[chat, question] = answers

    def forget(self, person: int) -> None:
        """Forget a person's conversations."""
        for chat, someone in self._turns.all_keys():
            if someone == person:
                self._turns.pop((chat, someone))

    def leave(self, chat: int) -> None:
        """Forget the conversations of a chat, which has turned to another document."""
        for where, someone in self._turns.all_keys():
            if where == chat:
                self._turns.pop((where, someone))

    def move(self, old: int, new: int) -> None:
        """Take a group's conversations along when it becomes a supergroup."""
        for chat, person in self._turns.all_keys():
            turn = self._turns.pop((chat, person)) if chat == old else None
            if turn is not None:
                self._turns[new, person] = turn
