"""What the stand-in remembers: people, chats, messages, files and queries."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import Json

ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["member", "administrator", "creator", "left", "kicked"]


@dataclass(eq=False)
class Person:
    """A Telegram account: a user or the bot itself."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    last_name: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        """The account as a ``User`` object."""
        data: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            value = getattr(self, name)
            if value:
                data[name] = value
        return data


@dataclass(frozen=True)
class Button:
    """One button under a message: its label and the whole button as the bot sent it."""

    label: str
    raw: Json

    @property
    def data(self) -> str | None:
        """The callback data, or None when the button is of another kind."""
        value: str | None = self.raw.get("callback_data")
        return value

    @property
    def url(self) -> str | None:
        """The link of the button, if it is one."""
        value: str | None = self.raw.get("url")
        return value


@dataclass(frozen=True)
class Snapshot:
    """How a message looked before an edit."""

    date: int
    content: Json
    markup: Json | None


@dataclass(eq=False)
class Message:
    """One message of a chat, or an inline message when it has an ``inline_message_id``."""

    chat: "Chat"
    message_id: int
    date: int
    sender: Person | None
    content: Json
    markup: Json | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    edit_date: int | None = None
    extra: Json = field(default_factory=dict)
    inline_message_id: str | None = None
    deleted: bool = False
    history: list[Snapshot] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text or caption as shown now."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """The entities of the text or caption, offsets in UTF-16 units."""
        key = "entities" if "text" in self.content else "caption_entities"
        found: list[Json] = self.content.get(key, [])
        return found

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it (an inline result counts as the user's)."""
        return self.sender is not None and self.sender.is_bot

    @property
    def keyboard(self) -> list[list[Button]]:
        """The rows of inline buttons under the message."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[Button(raw["text"], raw) for raw in row] for row in rows]

    @property
    def buttons(self) -> list[Button]:
        """All inline buttons, row after row."""
        return [button for row in self.keyboard for button in row]

    def button(self, label_or_data: str) -> Button:
        """The button with this label, or else with this callback data.

        Raises:
            LookupError: There is none; the message lists those there are.
        """
        for button in self.buttons:
            if button.label == label_or_data:
                return button
        for button in self.buttons:
            if button.data == label_or_data:
                return button
        labels = [button.label for button in self.buttons]
        raise LookupError(f"no button {label_or_data!r}; there are {labels}")

    def json(self, *, with_reply: bool = True) -> Json:
        """The message as the Bot API shows it."""
        data: Json = {"message_id": self.message_id}
        if self.sender is not None:
            data["from"] = self.sender.json()
        data["chat"] = self.chat.json()
        data["date"] = self.date
        if self.edit_date is not None:
            data["edit_date"] = self.edit_date
        if self.thread_id is not None:
            data["message_thread_id"] = self.thread_id
            data["is_topic_message"] = True
        if with_reply and self.reply_to is not None:
            replied = self.chat.messages.get(self.reply_to)
            if replied is not None and not replied.deleted:
                data["reply_to_message"] = replied.json(with_reply=False)
        data.update(self.extra)
        data.update(self.content)
        if self.markup and "inline_keyboard" in self.markup:
            data["reply_markup"] = self.markup
        return data


@dataclass(eq=False)
class Chat:
    """A chat with its members, topics and messages."""

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    person: Person | None = None
    bot_status: Status = "member"
    blocked: bool = False
    started: bool = True
    migrated_to: int | None = None
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    next_message_id: int = 1

    @property
    def is_group(self) -> bool:
        """Whether several people share the chat."""
        return self.type in {"group", "supergroup"}

    @property
    def visible(self) -> list[Message]:
        """The messages that were not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def json(self) -> Json:
        """The chat as a ``Chat`` object."""
        data: Json = {"id": self.id}
        if self.person is not None:
            person = self.person.json()
            names = ("first_name", "last_name", "username")
            data.update({name: person[name] for name in names if name in person})
        if self.title is not None:
            data["title"] = self.title
        if self.username and self.person is None:
            data["username"] = self.username
        if self.is_forum:
            data["is_forum"] = True
        data["type"] = self.type
        if self.type == "group":
            data["all_members_are_administrators"] = True
        return data

    def full_json(self) -> Json:
        """The chat as ``getChat`` answers it."""
        gifts = ("unlimited", "limited", "unique")
        accepted: Json = {f"{kind}_gifts": False for kind in gifts}
        accepted.update(premium_subscription=False, gifts_from_channels=False)
        data = self.json() | {"accent_color_id": self.id % 7, "max_reaction_count": 11}
        return data | {"accepted_gift_types": accepted}


@dataclass(frozen=True)
class StoredFile:
    """A file with its bytes, as ``getFile`` and the download path know it."""

    file_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    body: bytes

    @property
    def unique_id(self) -> str:
        """The id that is the same for the same bytes."""
        return "AgAD" + hashlib.sha1(self.body).hexdigest()[:10]

    def json(self, **more: Any) -> Json:
        """The common fields of every file object, after those given."""
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        return {**more, **ids, "file_size": len(self.body)}


@dataclass(eq=False)
class CallbackQuery:
    """A tapped button and the answers the bot gave to it."""

    id: str
    user: Person
    data: str
    asked_at: float
    message: Message | None
    answers: list[Json] = field(default_factory=list)


@dataclass(eq=False)
class InlineQuery:
    """An inline query and the answers the bot gave to it."""

    id: str
    user: Person
    query: str
    offset: str
    asked_at: float
    answers: list[Json] = field(default_factory=list)

    @property
    def results(self) -> list[Json]:
        """The results of the latest answer."""
        found: list[Json] = self.answers[-1]["results"] if self.answers else []
        return found


@dataclass(frozen=True)
class ChatAction:
    """A "typing…" or the like that the bot showed."""

    at: float
    chat: Chat
    action: str
    thread_id: int | None


@dataclass(eq=False)
class RequestRecord:
    """One request that reached the stand-in; ``status`` is 0 until it was answered."""

    at: float
    method: str
    params: Json
    status: int = 0
    answer: Any = None
    fault: str | None = None
    finished: float | None = None
