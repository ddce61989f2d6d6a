"""Bot API methods that send, edit, copy and delete messages."""

import base64
import struct
from typing import Any

from .checks import reply_markup
from .errors import Json, Params, bad_request
from .markup_text import formatted
from .model import Chat, ChatAction, Message, StoredFile
from .world import World, api_method

MAX_ALBUM = 10
DELETE_WINDOW_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    }
)


def _text_content(world: World, params: Params) -> Json:
    if not params.text("text"):
        raise bad_request("Message text is empty")
    text, entities = formatted(
        params.text("text"), params.text("parse_mode"), params.json("entities")
    )
    content: Json = {"text": text}
    entities = world.known_users(entities)
    if entities:
        content["entities"] = entities
    options = params.json("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return content


def _caption_content(world: World, source: Params) -> Json:
    text, entities = formatted(
        source.text("caption"),
        source.text("parse_mode"),
        source.json("caption_entities"),
        caption=True,
    )
    content: Json = {"caption": text} if text else {}
    entities = world.known_users(entities)
    if entities:
        content["caption_entities"] = entities
    return content


def _image_size(body: bytes) -> tuple[int, int]:
    if body.startswith(b"\x89PNG") and len(body) >= 24:
        width, height = struct.unpack(">II", body[16:24])
        return int(width), int(height)
    return 640, 480


def media_content(kind: str, stored: StoredFile) -> Json:
    """The message fields of a photo, document, sticker or voice."""
    if kind == "photo":
        width, height = _image_size(stored.body)
        return {"photo": [stored.json(width=width, height=height)]}
    if kind == "document":
        names = {"file_name": stored.name, "mime_type": stored.mime_type}
        return {"document": stored.json(**{k: v for k, v in names.items() if v})}
    if kind == "sticker":
        flags = {"is_animated": False, "is_video": False, "type": "regular"}
        return {"sticker": stored.json(width=512, height=512, emoji="👍", **flags)}
    return {"voice": stored.json(duration=3, mime_type="audio/ogg")}


def _placement(world: World, params: Params) -> tuple[Chat, dict[str, Any]]:
    """The chat, topic and replied message of a request that sends something."""
    chat = world.writable_chat(params)
    place: dict[str, Any] = {}
    thread_id = params.integer("message_thread_id")
    if thread_id and (chat.is_forum or chat.type == "private"):
        if thread_id not in chat.topics:
            raise bad_request("message thread not found")
        place["thread_id"] = thread_id
    reply = params.json("reply_parameters", "reply parameters") or {}
    if not isinstance(reply, dict):
        raise bad_request("Object expected as reply parameters")
    replied_id = Params(reply).integer("message_id") or params.integer("reply_to_message_id")
    if replied_id:
        source = world.find_chat(str(reply["chat_id"])) if reply.get("chat_id") else chat
        replied = source.messages.get(replied_id)
        if replied is not None and not replied.deleted:
            if source is chat:
                place["reply_to"] = replied_id
                if chat.is_forum and replied.thread_id and not thread_id:
                    place["thread_id"] = replied.thread_id
        elif not reply.get("allow_sending_without_reply") and not params.flag(
            "allow_sending_without_reply"
        ):
            raise bad_request("message to be replied not found")
    return chat, place


@api_method("sendMessage")
def send_message(world: World, params: Params) -> Json:
    """Sends a text."""
    chat, place = _placement(world, params)
    content = _text_content(world, params)
    markup = reply_markup(params)
    return world.add_message(chat, world.bot, content, markup=markup, **place).json()


def _send_file(world: World, params: Params, kind: str) -> Json:
    chat, place = _placement(world, params)
    caption = _caption_content(world, params)
    markup = reply_markup(params)
    stored = world.sent_file(params, kind, params.values.get(kind), kind)
    content = media_content(kind, stored) | caption
    return world.add_message(chat, world.bot, content, markup=markup, **place).json()


@api_method("sendPhoto")
def send_photo(world: World, params: Params) -> Json:
    """Sends a photo."""
    return _send_file(world, params, "photo")


@api_method("sendDocument")
def send_document(world: World, params: Params) -> Json:
    """Sends a document."""
    return _send_file(world, params, "document")


@api_method("sendMediaGroup")
def send_media_group(world: World, params: Params) -> list[Json]:
    """Sends an album of photos or of documents."""
    chat, place = _placement(world, params)
    media = params.json("media")
    if not isinstance(media, list):
        raise bad_request("Expected an Array of InputMedia")
    if not media:
        raise bad_request("There are no messages to send")
    if len(media) > MAX_ALBUM:
        raise bad_request("Too many messages to send as an album")
    if len({item.get("type") for item in media}) > 1:
        raise bad_request("Document can't be mixed with other media types")
    contents = [_input_media(world, params, item) for item in media]
    group: Json = {"media_group_id": str(13_000_000_000 + world.serial())}
    return [
        world.add_message(chat, world.bot, content, extra=dict(group), **place).json()
        for content in contents
    ]


def _input_media(world: World, params: Params, item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("Can't parse InputMedia: expected an Object")
    kind = str(item.get("type"))
    if kind not in {"photo", "document"}:
        raise bad_request(f'Can\'t parse InputMedia: type "{kind}" is unsupported')
    caption = _caption_content(world, Params(item))
    stored = world.sent_file(params, kind, item.get("media"), "")
    return media_content(kind, stored) | caption


def _editable(world: World, params: Params) -> Message:
    message = world.find_message(params, "message to edit")
    if message.inline_message_id is None and message.sender is not world.bot:
        raise bad_request("Message can't be edited")
    return message


def _revise(world: World, message: Message, content: Json, markup: Json | None) -> Any:
    ignored = {"link_preview_options"}
    before = {k: v for k, v in message.content.items() if k not in ignored}
    after = {k: v for k, v in content.items() if k not in ignored}
    if before == after and message.markup == markup:
        raise bad_request(NOT_MODIFIED)
    world.revise(message, content, markup)
    return True if message.inline_message_id else message.json()


@api_method("editMessageText")
def edit_message_text(world: World, params: Params) -> Any:
    """Replaces the text; a keyboard that is not sent again goes away."""
    message = _editable(world, params)
    content = _text_content(world, params)
    markup = reply_markup(params, inline_only=True)
    if "text" not in message.content:
        raise bad_request("There is no text in the message to edit")
    return _revise(world, message, content, markup)


@api_method("editMessageCaption")
def edit_message_caption(world: World, params: Params) -> Any:
    """Replaces the caption."""
    message = _editable(world, params)
    caption = _caption_content(world, params)
    markup = reply_markup(params, inline_only=True)
    if "text" in message.content:
        raise bad_request("There is no caption in the message to edit")
    kept = {k: v for k, v in message.content.items() if not k.startswith("caption")}
    return _revise(world, message, kept | caption, markup)


@api_method("editMessageMedia")
def edit_message_media(world: World, params: Params) -> Any:
    """Replaces the photo or document and the caption."""
    message = _editable(world, params)
    content = _input_media(world, params, params.json("media", "input media"))
    return _revise(world, message, content, reply_markup(params, inline_only=True))


@api_method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> Any:
    """Replaces the keyboard."""
    message = _editable(world, params)
    return _revise(world, message, message.content, reply_markup(params, inline_only=True))


@api_method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Deletes a message within Telegram's 48 hours and rights."""
    message = world.find_message(params, "message to delete")
    own = message.sender is world.bot or message.chat.type == "private"
    administrator = message.chat.bot_status in {"administrator", "creator"}
    recent = world.now() - message.date < DELETE_WINDOW_SECONDS
    if not administrator and not (own and recent):
        raise bad_request("Message can't be deleted")
    message.deleted = True
    return True


def _source(world: World, params: Params, what: str) -> Message:
    source = world.find_chat(params.text("from_chat_id"))
    world.check_membership(source)
    return world.get_message(source, params.integer("message_id"), what)


@api_method("forwardMessage")
def forward_message(world: World, params: Params) -> Json:
    """Forwards a message with its origin."""
    chat, place = _placement(world, params)
    message = _source(world, params, "message to forward")
    extra: Json = {}
    if message.sender is not None:
        sender = message.sender.json()
        origin = {"type": "user", "sender_user": sender, "date": message.date}
        extra = {"forward_origin": origin, "forward_from": sender, "forward_date": message.date}
    content = dict(message.content)
    return world.add_message(chat, world.bot, content, extra=extra, **place).json()


@api_method("copyMessage")
def copy_message(world: World, params: Params) -> Json:
    """Copies a message, with another caption when one is sent."""
    chat, place = _placement(world, params)
    message = _source(world, params, "message to copy")
    content = dict(message.content)
    if "caption" in params.values and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= _caption_content(world, params)
    copy = world.add_message(chat, world.bot, content, markup=reply_markup(params), **place)
    return {"message_id": copy.message_id}


@api_method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """Shows "typing…" and the like."""
    chat = world.writable_chat(params)
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    thread_id = params.integer("message_thread_id") or None
    world.actions.append(ChatAction(world.now(), chat, action, thread_id))
    return True


def inline_message_id(chat_id: int, number: int) -> str:
    """An id as opaque as Telegram's for a message sent through inline mode."""
    return base64.urlsafe_b64encode(struct.pack(">qq", chat_id, number)).decode().rstrip("=")
