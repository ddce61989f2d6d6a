"""The control API: what tests hold in their hands."""

import asyncio
import contextlib
import copy
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from .actors import User, username_of
from .errors import Json
from .faults import Fault, FaultBook, FaultKind, RateLimiter
from .model import CallbackQuery, Chat, ChatAction, InlineQuery, Message, Person, RequestRecord
from .server import BotServer
from .world import Settings, World

T = TypeVar("T")

#: Not a real token: Telegram's secrets are 35 characters.
TEST_TOKEN = "1000000001:STANDIN-TEST-TOKEN"
POLL_SECONDS = 0.005
DEFAULT_TIMEOUT = 5.0


class Standin:
    """A private Telegram for tests.

    ``async with Standin() as telegram`` serves inside the running loop; ``with Standin() as
    telegram`` serves from a background thread, for a bot in another process. Everything that
    makes updates is synchronous and may be called from any thread; everything that waits is a
    coroutine (outside a loop: ``asyncio.run(telegram.settled())``).
    """

    def __init__(
        self, *, username: str = "standin_bot", token: str = TEST_TOKEN, seed: int = 0
    ) -> None:
        bot_id = int(token.partition(":")[0])
        bot = Person(bot_id, "Stand-in bot", username, is_bot=True)
        self.world = World(bot, token)
        self.faults = FaultBook(seed)
        self.limits = RateLimiter()
        self.server: BotServer | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    # Life ------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def __enter__(self) -> Self:
        self.start_thread()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop_thread()

    async def start(self, port: int = 0) -> None:
        """Serves inside the running event loop."""
        self.server = BotServer(self.world, self.faults, self.limits)
        await self.server.start(port)

    async def stop(self) -> None:
        """Stops serving; the state stays to be looked at, and ``start`` serves it again."""
        if self.server is not None:
            await self.server.stop()

    def start_thread(self, port: int = 0) -> None:
        """Serves from a background thread with its own event loop."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="standin")
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.start(port), self._loop).result()

    def stop_thread(self) -> None:
        """Stops the background thread."""
        if self._loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    async def _finish(self) -> None:
        await self.stop()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    # Addresses -------------------------------------------------------------------------

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def bot(self) -> Person:
        """The bot's account."""
        return self.world.bot

    @property
    def settings(self) -> Settings:
        """What a test may change about Telegram."""
        return self.world.settings

    @property
    def base_url(self) -> str:
        """For ``Application.builder().base_url(...)`` and ``TELEGRAM_BASE_URL``."""
        return f"http://127.0.0.1:{self.server.port if self.server else 0}/bot"

    @property
    def base_file_url(self) -> str:
        """For ``Application.builder().base_file_url(...)`` and ``TELEGRAM_BASE_FILE_URL``."""
        return f"http://127.0.0.1:{self.server.port if self.server else 0}/file/bot"

    # People and chats ------------------------------------------------------------------

    def add_user(
        self,
        first_name: str = "Lan",
        *,
        user_id: int | None = None,
        username: str | None = None,
        language_code: str | None = "vi",
        last_name: str | None = None,
        started: bool = True,
    ) -> User:
        """Adds a person with a private chat; unless ``started``, the bot can't write there yet."""
        with self.world.lock:
            number = user_id or 700_000_000 + self.world.serial()
            name = username or username_of(first_name, number)
            user = User(number, first_name, name, language_code, last_name, world=self.world)
            self.world.people[user.id] = user
            self.world.chats[user.id] = Chat(user.id, "private", person=user, started=started)
            return user

    def add_group(self, title: str = "Group", *members: Person, with_bot: bool = True) -> Chat:
        """Adds a basic group; its first member created it."""
        with self.world.lock:
            return self._add_chat(-(400_000_000 + self.world.serial()), title, members, with_bot)

    def add_supergroup(
        self,
        title: str = "Supergroup",
        *members: Person,
        username: str | None = None,
        forum: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        """Adds a supergroup, with topics when it is a forum."""
        with self.world.lock:
            number = -(1_002_000_000_000 + self.world.serial())
            chat = self._add_chat(number, title, members, with_bot)
            chat.type, chat.username, chat.is_forum = "supergroup", username, forum
            return chat

    def _add_chat(
        self, number: int, title: str, members: tuple[Person, ...], with_bot: bool
    ) -> Chat:
        chat = Chat(number, "group", title, bot_status="member" if with_bot else "left")
        for index, person in enumerate(members):
            chat.members[person.id] = "member" if index else "creator"
        self.world.chats[number] = chat
        return chat

    def add_topic(self, chat: Chat, name: str, by: Person | None = None) -> int:
        """Opens a topic in a forum and returns its thread id."""
        with self.world.lock:
            content: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = self.world.add_message(chat, by or self.bot, content)
            message.thread_id = message.message_id
            chat.topics[message.message_id] = name
            if by is not None:
                self.world.queue.put("message", message.json())
            return message.message_id

    def migrate(self, group: Chat) -> Chat:
        """Turns a group into a supergroup, with both service messages, and returns that."""
        with self.world.lock:
            creator = next((p for i, p in self.world.people.items() if i in group.members), None)
            new = self.add_supergroup(group.title or "Supergroup")
            new.members, new.bot_status = dict(group.members), group.bot_status
            old_notice = self.world.add_message(group, creator, {"migrate_to_chat_id": new.id})
            new_notice = self.world.add_message(new, creator, {"migrate_from_chat_id": group.id})
            group.migrated_to = new.id
            self.world.queue.put("message", old_notice.json())
            self.world.queue.put("message", new_notice.json())
            return new

    # Odd deliveries --------------------------------------------------------------------

    def inject(self, update: Json) -> int:
        """Queues any update as it stands: malformed, of unknown type, unasked for."""
        with self.world.lock:
            return self.world.queue.put_raw(copy.deepcopy(update))

    def repeat(self, update_id: int | None = None) -> None:
        """Delivers an update again, by default the latest, even after it was confirmed."""
        with self.world.lock:
            queue = self.world.queue
            self_id = update_id or max([*queue.delivered, *queue.pending])
            queue.repeat(self_id)

    @contextlib.contextmanager
    def held(self, *, reverse: bool = False) -> Iterator[None]:
        """Holds updates back and delivers them in one batch, in reverse order if told so."""
        queue = self.world.queue
        with self.world.lock:
            queue.paused = True
        try:
            yield
        finally:
            with self.world.lock:
                queue.paused = False
                queue.reverse_next = reverse
                queue.notify()

    def advance(self, seconds: float) -> None:
        """Moves the stand-in's clock."""
        self.world.shift += seconds

    # Faults ----------------------------------------------------------------------------

    def fail(
        self,
        method: str,
        kind: FaultKind,
        *,
        chat: Chat | None = None,
        times: int | None = 1,
        probability: float = 1.0,
        seconds: float = 1.0,
        retry_after: int = 1,
        applied: bool = False,
        description: str | None = None,
    ) -> Fault:
        """Orders a fault; see ``Fault`` for what the arguments mean."""
        chat_id = chat.id if chat else None
        return self.faults.add(
            Fault(
                kind,
                method,
                chat_id,
                times,
                probability,
                seconds,
                retry_after,
                applied,
                description,
            )
        )

    # Looking ---------------------------------------------------------------------------

    def requests(self, method: str | None = None) -> list[RequestRecord]:
        """The requests so far, of one method or all except getUpdates."""
        with self.world.lock:
            wanted = method.lower() if method else None
            return [
                record
                for record in self.world.log
                if record.method == wanted or (wanted is None and record.method != "getupdates")
            ]

    def messages(self, chat: Chat) -> list[Message]:
        """The messages of a chat that were not deleted, oldest first."""
        with self.world.lock:
            return chat.visible

    def replies(self, chat: Chat, after: Message | None = None) -> list[Message]:
        """What the bot sent to a chat, after a message."""
        known = after.message_id if after else 0
        return [m for m in self.messages(chat) if m.from_bot and m.message_id > known]

    @property
    def actions(self) -> list[ChatAction]:
        """The "typing…" notices so far."""
        with self.world.lock:
            return list(self.world.actions)

    # Waiting ---------------------------------------------------------------------------

    async def wait_for(
        self, get: Callable[[], T | None], timeout: float = DEFAULT_TIMEOUT, what: str = "it"
    ) -> T:
        """Waits until ``get`` returns something true and returns that.

        Raises:
            TimeoutError: It did not; the message shows the latest requests.
        """
        deadline = time.monotonic() + timeout
        while True:
            with self.world.lock:
                found = get()
            if found:
                return found
            if time.monotonic() > deadline:
                latest = [
                    f"{record.method} {record.status} {record.fault or ''}".strip()
                    for record in self.requests()[-8:]
                ]
                raise TimeoutError(f"waited {timeout} s for {what}; latest requests: {latest}")
            await asyncio.sleep(POLL_SECONDS)

    async def wait_for_reply(
        self,
        chat: "Chat | User",
        after: Message | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        count: int = 1,
    ) -> Message:
        """The bot's first message in a chat after a message (or the ``count``-th)."""
        where = chat.chat if isinstance(chat, User) else chat

        def reply() -> Message | None:
            replies = self.replies(where, after)
            return replies[count - 1] if len(replies) >= count else None

        return await self.wait_for(reply, timeout, f"reply {count} in chat {where.id}")

    async def ask(self, user: User, text: str, chat: Chat | None = None) -> Message:
        """Says something and waits for the bot's first message after it."""
        said = user.say(text, chat)
        return await self.wait_for_reply(said.chat, said)

    async def wait_for_edit(
        self, message: Message, edits: int = 1, timeout: float = DEFAULT_TIMEOUT
    ) -> Message:
        """The message once it was edited that many times in all."""
        return await self.wait_for(
            lambda: message if len(message.history) >= edits else None,
            timeout,
            f"edit {edits} of message {message.message_id}",
        )

    async def wait_for_answer(
        self, query: "CallbackQuery | InlineQuery", timeout: float = DEFAULT_TIMEOUT
    ) -> Json:
        """The bot's first answer to a callback query or an inline query."""
        return await self.wait_for(
            lambda: query.answers[0] if query.answers else None, timeout, f"answer to {query.id}"
        )

    async def settled(self, quiet: float = 0.1, timeout: float = DEFAULT_TIMEOUT) -> None:
        """Waits until the bot took every update and made no request for ``quiet`` seconds.

        A bot that computes longer than ``quiet`` between two requests looks settled too early.
        """
        changed = time.monotonic()
        before: tuple[int, int] | None = None

        def idle() -> bool:
            nonlocal changed, before
            done = self.requests()
            state = (len(done), sum(record.finished is not None for record in done))
            queue = self.world.queue
            if state != before or state[0] != state[1] or queue.pending or queue.again:
                before, changed = state, time.monotonic()
            return time.monotonic() - changed >= quiet

        await self.wait_for(idle, timeout, "the bot to settle")
