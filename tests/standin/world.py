"""The state behind the stand-in: everything Telegram's servers would remember.

All access goes through ``World.lock``; the server and the control API run in different threads.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, Json, Params, Upload, bad_request, forbidden
from .model import (
    CallbackQuery,
    Chat,
    ChatAction,
    InlineQuery,
    Message,
    Person,
    RequestRecord,
    Snapshot,
    Status,
    StoredFile,
)
from .updates import UpdateQueue

DOWNLOAD_LIMIT = 20 * 1024 * 1024
_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass
class Webhook:
    """The webhook as ``setWebhook`` left it; an empty url means there is none."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(eq=False)
class Settings:
    """What a test may change about Telegram itself.

    ``privacy_mode`` hides ordinary group messages from the bot; the ``*_ttl`` are the seconds
    after which a query is too old; ``inline_feedback`` makes ``chosen_inline_result`` updates.
    """

    privacy_mode: bool = True
    inline_feedback: bool = True
    callback_ttl: float = 900.0
    inline_ttl: float = 30.0
    webhook_retry_seconds: float = 0.1


@dataclass(eq=False)
class World:
    """People, chats, messages, files, queries, updates and the log."""

    bot: Person
    token: str
    settings: Settings = field(default_factory=Settings)
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook = field(default_factory=Webhook)
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    callbacks: dict[str, CallbackQuery] = field(default_factory=dict)
    inlines: dict[str, InlineQuery] = field(default_factory=dict)
    inline_messages: dict[str, Message] = field(default_factory=dict)
    actions: list[ChatAction] = field(default_factory=list)
    log: list[RequestRecord] = field(default_factory=list)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    logged_out: bool = False
    shift: float = 0.0
    lock: threading.RLock = field(default_factory=threading.RLock)
    _serial: int = 0

    def __post_init__(self) -> None:
        self.people[self.bot.id] = self.bot

    def now(self) -> float:
        """The stand-in's clock in Unix seconds, which tests may move."""
        return time.time() + self.shift

    def serial(self) -> int:
        """A number that was not given out before."""
        self._serial += 1
        return self._serial

    # Chats -----------------------------------------------------------------------------

    def find_chat(self, chat_id: str) -> Chat:
        """The chat of an id or an @username.

        Raises:
            ApiError: 400 "chat not found".
        """
        if not chat_id:
            raise bad_request("chat_id is empty")
        if chat_id.startswith("@"):
            for chat in self.chats.values():
                if chat.is_group and (chat.username or "").lower() == chat_id[1:].lower():
                    return chat
        elif _as_int(chat_id) in self.chats:
            return self.chats[_as_int(chat_id)]
        raise bad_request("chat not found")

    def writable_chat(self, params: Params) -> Chat:
        """The chat of ``chat_id`` when the bot may write there; else the fitting error."""
        chat = self.find_chat(params.text("chat_id"))
        if chat.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            if self._seen(chat):
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        self.check_membership(chat)
        return chat

    def check_membership(self, chat: Chat) -> None:
        """Raises a 403 when the bot is not in the group any more."""
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")

    def _seen(self, chat: Chat) -> bool:
        return any(chat.id in other.members for other in self.chats.values())

    def member_json(self, person: Person, status: Status) -> Json:
        """A ``ChatMember`` object."""
        data: Json = {"user": person.json(), "status": status}
        if status == "creator":
            data["is_anonymous"] = False
        elif status == "administrator":
            data["can_be_edited"] = False
            data["is_anonymous"] = False
            data.update(dict.fromkeys(_ADMIN_RIGHTS, True))
        elif status == "kicked":
            data["until_date"] = 0
        return data

    def set_bot_status(self, chat: Chat, status: Status, by: Person) -> None:
        """Changes the bot's membership and tells it by ``my_chat_member``."""
        old = chat.bot_status
        chat.bot_status = status
        if chat.person is not None:
            chat.blocked = status == "kicked"
        self._member_update("my_chat_member", chat, by, self.bot, old, status)

    def set_member(self, chat: Chat, person: Person, status: Status) -> None:
        """Changes somebody's membership; the bot hears of it when it asked for that."""
        old = chat.members.get(person.id, "left")
        chat.members[person.id] = status
        self._member_update("chat_member", chat, person, person, old, status)

    def _member_update(
        self, kind: str, chat: Chat, by: Person, person: Person, old: Status, new: Status
    ) -> None:
        payload = {"chat": chat.json(), "from": by.json(), "date": int(self.now())}
        payload["old_chat_member"] = self.member_json(person, old)
        payload["new_chat_member"] = self.member_json(person, new)
        self.queue.put(kind, payload)

    # Messages --------------------------------------------------------------------------

    def add_message(self, chat: Chat, sender: Person | None, content: Json, **more: Any) -> Message:
        """Puts a message into a chat with the next id of that chat."""
        message = Message(chat, chat.next_message_id, int(self.now()), sender, content, **more)
        chat.next_message_id += 1
        chat.messages[message.message_id] = message
        return message

    def find_message(self, params: Params, what: str) -> Message:
        """The message of ``chat_id`` and ``message_id``, or of ``inline_message_id``.

        Raises:
            ApiError: 400 "<what> not found".
        """
        inline_id = params.text("inline_message_id")
        if inline_id:
            if inline_id not in self.inline_messages:
                raise bad_request("MESSAGE_ID_INVALID")
            return self.inline_messages[inline_id]
        if not params.text("chat_id"):
            raise bad_request("Chat identifier is not specified")
        if not params.text("message_id"):
            raise bad_request("Message identifier is not specified")
        return self.get_message(self.writable_chat(params), params.integer("message_id"), what)

    def get_message(self, chat: Chat, message_id: int, what: str) -> Message:
        """A message that was not deleted; else a 400 "<what> not found"."""
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            raise bad_request(f"{what} not found")
        return message

    def revise(self, message: Message, content: Json, markup: Json | None) -> None:
        """Edits a message and keeps how it looked before."""
        message.history.append(Snapshot(int(self.now()), message.content, message.markup))
        message.content = content
        message.markup = markup
        message.edit_date = int(self.now())

    def known_users(self, entities: list[Json]) -> list[Json]:
        """Fills in the users of text mentions and drops mentions of strangers."""
        kept: list[Json] = []
        for entity in entities:
            if entity["type"] == "text_mention":
                person = self.people.get(_as_int(entity.get("user", {}).get("id", 0)))
                if person is None:
                    continue
                kept.append({**entity, "user": person.json()})
            else:
                kept.append(entity)
        return kept

    # Files -----------------------------------------------------------------------------

    def add_file(self, kind: str, upload: Upload) -> StoredFile:
        """Stores a file under a fresh file_id."""
        number = self.serial()
        file_id = f"BQACAgUAAxkBAAI{number:06d}{kind}"
        suffix = upload.filename.rpartition(".")[2] if "." in upload.filename else "bin"
        stored = StoredFile(
            file_id,
            kind,
            f"{kind}s/file_{number}.{suffix}",
            upload.filename,
            upload.content_type,
            upload.body,
        )
        self.files[file_id] = stored
        return stored

    def sent_file(self, params: Params, kind: str, value: Any, field_name: str) -> StoredFile:
        """The file of a media parameter: an upload, an attachment or a known file_id."""
        if isinstance(value, str) and value.startswith("attach://"):
            field_name = value.removeprefix("attach://")
            if field_name not in params.files:
                raise bad_request("wrong file identifier/HTTP URL specified")
        elif isinstance(value, str) and value:
            if value in self.files:
                return self.files[value]
            if value.startswith(("http://", "https://")):
                raise bad_request("Failed to get HTTP URL content")
            raise bad_request("wrong file identifier/HTTP URL specified")
        if field_name not in params.files:
            raise bad_request(f"There is no {kind} in the request")
        upload = params.files[field_name]
        if not upload.body:
            raise bad_request("file must be non-empty")
        return self.add_file(kind, upload)

    # Queries ---------------------------------------------------------------------------

    def fresh_query(
        self, known: "CallbackQuery | InlineQuery | None", ttl: float
    ) -> "CallbackQuery | InlineQuery":
        """The query when it may still be answered; else Telegram's "query is too old"."""
        if known is None or self.now() - known.asked_at > ttl:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        return known


def _as_int(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


Method = Callable[[World, Params], Any]
#: Bot API methods by their lower-case name.
METHODS: dict[str, Method] = {}


def api_method(name: str) -> Callable[[Method], Method]:
    """Registers the function behind a Bot API method."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return register


def call(world: World, method: str, params: Params) -> Any:
    """Carries a method out under the lock.

    Raises:
        ApiError: What Telegram would answer instead of a result.
    """
    function = METHODS.get(method)
    if function is None:
        raise ApiError(404, "Not Found")
    with world.lock:
        if world.logged_out:
            raise bad_request("Logged out")
        return function(world, params)
