"""What people do on Telegram: talk, tap, search inline, come and go."""

import json
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .checks import START_PARAMETER
from .errors import Json, Upload
from .markup_text import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    find_entities,
    trim,
    utf16_length,
    utf16_slice,
)
from .methods_messages import inline_message_id, media_content
from .model import CallbackQuery, Chat, InlineQuery, Message, Person

if TYPE_CHECKING:
    from .world import World


@dataclass(eq=False)
class User(Person):
    """A person a test acts through. Made by ``Standin.add_user``."""

    world: "World" = field(kw_only=True, repr=False)

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.chats[self.id]

    # Talking ---------------------------------------------------------------------------

    def say(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        mention: "dict[str, Person] | None" = None,
        entities: list[Json] | None = None,
    ) -> Message:
        """Sends a text and makes its update, if the bot may see it.

        Args:
            text: At most 4096 UTF-16 units; clients split longer texts.
            chat: Where; by default the private chat with the bot.
            reply_to: The message it replies to.
            thread: The topic of a forum.
            mention: People mentioned by name (``text_mention``), by the words that show it.
            entities: Formatting besides what Telegram finds itself.
        """
        if utf16_length(text) > TEXT_LIMIT or not text.strip():
            raise ValueError(f"a user can't send {utf16_length(text)} UTF-16 units at once")
        text, found = self._entities(text, mention, entities)
        content: Json = {"text": text} | ({"entities": found} if found else {})
        return self._post(content, chat, reply_to, thread)

    def start(self, payload: str = "", chat: Chat | None = None) -> Message:
        """Opens the bot, through a deep link when there is a payload."""
        if payload and not START_PARAMETER.fullmatch(payload):
            raise ValueError(f"Telegram drops the deep-link payload {payload!r}")
        command = "/start" if chat is None else f"/start@{self.world.bot.username}"
        return self.say(f"{command} {payload}".strip(), chat)

    def _entities(
        self,
        text: str,
        mention: "dict[str, Person] | None",
        entities: list[Json] | None,
    ) -> tuple[str, list[Json]]:
        given = list(entities or [])
        for words, person in (mention or {}).items():
            offset = utf16_length(text[: text.index(words)])
            span: Json = {"offset": offset, "length": utf16_length(words)}
            given.append({**span, "type": "text_mention", "user": person.json()})
        text, given = trim(text, given)
        return text, find_entities(text, given)

    def _post(
        self,
        content: Json,
        chat: Chat | None,
        reply_to: Message | None = None,
        thread: int | None = None,
        extra: Json | None = None,
        markup: Json | None = None,
    ) -> Message:
        with self.world.lock:
            where = chat or self.chat
            if where.migrated_to is not None:
                raise ValueError(f"group {where.id} became supergroup {where.migrated_to}")
            if where.person is self and where.blocked:
                raise ValueError("the user blocked the bot; unblock it first")
            where.started = True
            if reply_to is not None and thread is None:
                thread = reply_to.thread_id
            if thread is not None and thread not in where.topics:
                raise ValueError(f"no topic {thread} in chat {where.id}")
            if where.is_group and where.members.get(self.id, "left") in {"left", "kicked"}:
                where.members[self.id] = "member"
            message = self.world.add_message(
                where,
                self,
                content,
                reply_to=reply_to.message_id if reply_to else None,
                thread_id=thread,
                extra=extra or {},
                markup=markup,
            )
            if self.bot_sees(message):
                self.world.queue.put("message", message.json())
            return message

    def bot_sees(self, message: Message) -> bool:
        """Whether Telegram shows the bot this message, given membership and privacy mode."""
        chat, bot = message.chat, self.world.bot
        if chat.person is not None:
            return not chat.blocked
        if chat.bot_status in {"left", "kicked"}:
            return False
        if not self.world.settings.privacy_mode or chat.bot_status != "member":
            return True
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and replied.sender is bot:
            return True
        if message.extra.get("via_bot", {}).get("id") == bot.id:
            return True
        username = f"@{bot.username}".lower()
        for entity in message.entities:
            part = utf16_slice(message.text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "bot_command" and ("@" not in part or part.endswith(username)):
                return True
            if entity["type"] == "mention" and part == username:
                return True
            if entity["type"] == "text_mention" and entity["user"]["id"] == bot.id:
                return True
        return False

    def edit(self, message: Message, text: str) -> Message:
        """Edits a message this user sent."""
        if message.sender is not self:
            raise ValueError("users edit only their own messages")
        with self.world.lock:
            text, found = self._entities(text, None, None)
            key = "text" if "text" in message.content else "caption"
            entities_key = "entities" if key == "text" else "caption_entities"
            kept = {k: v for k, v in message.content.items() if k not in {key, entities_key}}
            content = kept | {key: text} | ({entities_key: found} if found else {})
            self.world.revise(message, content, message.markup)
            if self.bot_sees(message):
                self.world.queue.put("edited_message", message.json())
            return message

    def delete(self, message: Message) -> None:
        """Deletes a message; bots are not told."""
        message.deleted = True

    # Files -----------------------------------------------------------------------------

    def send_document(
        self,
        body: bytes,
        name: str = "file.bin",
        mime_type: str = "application/octet-stream",
        *,
        chat: Chat | None = None,
        caption: str = "",
        reply_to: Message | None = None,
    ) -> Message:
        """Sends a file whose bytes the bot can download."""
        return self._send_media("document", Upload(name, mime_type, body), chat, caption, reply_to)

    def send_photo(self, body: bytes, *, chat: Chat | None = None, caption: str = "") -> Message:
        """Sends a picture."""
        return self._send_media("photo", Upload("photo.jpg", "image/jpeg", body), chat, caption)

    def send_sticker(self, *, chat: Chat | None = None) -> Message:
        """Sends a sticker."""
        return self._send_media("sticker", Upload("sticker.webp", "image/webp", b"webp"), chat)

    def send_voice(self, body: bytes = b"OggS", *, chat: Chat | None = None) -> Message:
        """Sends a voice message."""
        return self._send_media("voice", Upload("voice.ogg", "audio/ogg", body), chat)

    def _send_media(
        self,
        kind: str,
        upload: Upload,
        chat: Chat | None,
        caption: str = "",
        reply_to: Message | None = None,
    ) -> Message:
        if utf16_length(caption) > CAPTION_LIMIT:
            raise ValueError("a user can't send so long a caption")
        with self.world.lock:
            content = media_content(kind, self.world.add_file(kind, upload))
            if caption:
                text, found = self._entities(caption, None, None)
                content |= {"caption": text} | ({"caption_entities": found} if found else {})
            return self._post(content, chat, reply_to)

    # Buttons and inline mode -----------------------------------------------------------

    def tap(
        self,
        message: Message,
        button: str = "",
        *,
        data: str | None = None,
        inaccessible: bool = False,
    ) -> CallbackQuery:
        """Taps a button under a message.

        Args:
            message: A message of the bot, or an inline message.
            button: The label or the callback data of the button.
            data: Forged callback data, sent whatever buttons there are.
            inaccessible: Show the bot only that the message existed.
        """
        with self.world.lock:
            if data is None:
                data = message.button(button).data
            if data is None:
                raise ValueError(f"button {button!r} makes no callback query")
            number = self.id * 1_000_003 + self.world.serial()
            query = CallbackQuery(str(number), self, data, self.world.now(), message)
            self.world.callbacks[query.id] = query
            place = message.inline_message_id or str(message.chat.id)
            payload: Json = {"id": query.id, "from": self.json()}
            if message.inline_message_id is not None:
                payload["inline_message_id"] = message.inline_message_id
            elif inaccessible or message.deleted:
                payload["message"] = {
                    "message_id": message.message_id,
                    "chat": message.chat.json(),
                    "date": 0,
                }
            else:
                payload["message"] = message.json()
            payload["chat_instance"] = str(-zlib.crc32(place.encode()) * 4_294_967_291)
            payload["data"] = data
            self.world.queue.put("callback_query", payload)
            return query

    def inline(self, query: str, offset: str = "", chat_type: str = "sender") -> InlineQuery:
        """Types ``@bot query`` in some chat."""
        with self.world.lock:
            number = self.id * 1_000_003 + self.world.serial()
            asked = InlineQuery(str(number), self, query[:256], offset, self.world.now())
            self.world.inlines[asked.id] = asked
            payload: Json = {"id": asked.id, "from": self.json(), "chat_type": chat_type}
            payload |= {"query": asked.query, "offset": offset}
            self.world.queue.put("inline_query", payload)
            return asked

    def choose(
        self, query: InlineQuery, result: "int | str" = 0, chat: Chat | None = None
    ) -> Message:
        """Sends a result of an inline query, by its index or id.

        Returns the message; it has an ``inline_message_id`` when it carries a keyboard. Without a
        chat it goes somewhere the bot does not see.
        """
        with self.world.lock:
            by_id = {found["id"]: found for found in query.results}
            chosen: Any = by_id[result] if isinstance(result, str) else query.results[result]
            content: Json = json.loads(json.dumps(chosen["message"])) or {"text": "[media]"}
            markup = chosen["reply_markup"]
            extra = {"via_bot": self.world.bot.json()}
            if chat is not None:
                message = self._post(content, chat, extra=extra, markup=markup)
            else:
                elsewhere = Chat(0, "private", person=self)
                message = Message(
                    elsewhere, 0, int(self.world.now()), self, content, markup, extra=extra
                )
            payload: Json = {"from": self.json(), "query": query.query, "result_id": chosen["id"]}
            if markup is not None:
                inline_id = inline_message_id(message.chat.id, self.world.serial())
                message.inline_message_id = inline_id
                self.world.inline_messages[inline_id] = message
                payload["inline_message_id"] = inline_id
            if self.world.settings.inline_feedback:
                self.world.queue.put("chosen_inline_result", payload)
            return message

    # Coming and going ------------------------------------------------------------------

    def block(self) -> None:
        """Blocks the bot."""
        with self.world.lock:
            self.world.set_bot_status(self.chat, "kicked", self)

    def unblock(self) -> None:
        """Unblocks the bot."""
        with self.world.lock:
            self.world.set_bot_status(self.chat, "member", self)

    def join(self, chat: Chat) -> None:
        """Joins a group, with the service message that bots always see."""
        with self.world.lock:
            self.world.set_member(chat, self, "member")
            self._service(chat, {"new_chat_members": [self.json()]})

    def leave(self, chat: Chat) -> None:
        """Leaves a group."""
        with self.world.lock:
            self._service(chat, {"left_chat_member": self.json()})
            self.world.set_member(chat, self, "left")

    def add_bot(self, chat: Chat) -> None:
        """Adds the bot to a group it is not in."""
        with self.world.lock:
            self.world.set_bot_status(chat, "member", self)
            self._service(chat, {"new_chat_members": [self.world.bot.json()]})

    def kick_bot(self, chat: Chat) -> None:
        """Throws the bot out of a group."""
        with self.world.lock:
            self.world.set_bot_status(chat, "kicked", self)

    def promote_bot(self, chat: Chat) -> None:
        """Makes the bot an administrator, which ends privacy mode there."""
        with self.world.lock:
            self.world.set_bot_status(chat, "administrator", self)

    def _service(self, chat: Chat, content: Json) -> None:
        message = self.world.add_message(chat, self, content)
        if chat.bot_status not in {"left", "kicked"}:
            self.world.queue.put("message", message.json())


def username_of(first_name: str, user_id: int) -> str:
    """A username made from a name, as valid as Telegram wants it."""
    letters = re.sub(r"[^a-z0-9_]", "", first_name.lower()) or "user"
    return f"{letters}_{user_id}"
