"""Checks of what a bot sends: keyboards, commands and inline results."""

import re
from typing import Any

from .errors import Json, Params, bad_request
from .markup_text import checked_link, formatted

CALLBACK_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_COMMANDS = 100
MAX_INLINE_RESULTS = 50
RESULT_ID_BYTES = 64
NEXT_OFFSET_BYTES = 64
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
_OTHER_BUTTONS = (
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
    "callback_game",
    "pay",
)
_MEDIA_RESULT = {
    "audio": "audio",
    "document": "document",
    "gif": "gif",
    "mpeg4_gif": "mpeg4",
    "photo": "photo",
    "sticker": "sticker",
    "video": "video",
    "voice": "voice",
}


def reply_markup(params: Params, *, inline_only: bool = False) -> Json | None:
    """The keyboard of a request, checked; None when there is none."""
    value = params.json("reply_markup", "reply keyboard markup")
    return checked_markup(value, inline_only=inline_only)


def checked_markup(value: Any, *, inline_only: bool = False) -> Json | None:
    """A keyboard, checked button by button; an empty inline keyboard counts as none."""
    if value is None or value == {}:
        return None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    rows = value.get("inline_keyboard")
    if rows is None:
        if inline_only and any(value.get(name) for name in _OTHER_MARKUPS):
            raise bad_request("Inline keyboard expected")
        return value
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    for row in rows:
        for button in row:
            _check_button(button)
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Any) -> None:
    what = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(what + "InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(what + 'Can\'t find field "text"')
    if not str(button["text"]).strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    if button.get("url"):
        url = str(button["url"])
        if checked_link(url) is None:
            reason = "Wrong HTTP URL" if "://" in url or "." not in url else "Unsupported URL"
            raise bad_request(f"Inline keyboard button URL '{url}' is invalid: {reason}")
    elif button.get("callback_data"):
        if len(str(button["callback_data"]).encode()) > CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not any(name in button for name in _OTHER_BUTTONS):
        raise bad_request(what + "Text buttons are unallowed in the inline keyboard")


def bot_commands(params: Params) -> list[Json]:
    """The commands of ``setMyCommands``, cleaned as Telegram cleans them."""
    commands = params.json("commands") or []
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked: list[Json] = []
    for command in commands:
        if not isinstance(command, dict):
            raise bad_request("Can't parse BotCommand: expected an Object")
        for name in ("command", "description"):
            if not isinstance(command.get(name), str):
                raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
        name = command["command"].strip().removeprefix("/")
        description = command["description"].strip()
        if not name:
            raise bad_request("Command must be non-empty")
        if len(name) > 32:
            raise bad_request("Command length must not exceed 32")
        if not description:
            raise bad_request("Command description must be non-empty")
        if len(description) > 256:
            raise bad_request("Command description length must not exceed 256")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        checked.append({"command": name, "description": description})
    if len({command["command"] for command in checked}) < len(checked):
        raise bad_request("BOT_COMMAND_INVALID")
    return checked


def command_scope(params: Params) -> str:
    """A key for the scope of a command list, such as "default" or "chat:-5"."""
    scope = params.json("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad_request("Can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = scope.get("type")
    needs = {
        "default": (),
        "all_private_chats": (),
        "all_group_chats": (),
        "all_chat_administrators": (),
        "chat": ("chat_id",),
        "chat_administrators": ("chat_id",),
        "chat_member": ("chat_id", "user_id"),
    }.get(str(kind))
    if needs is None:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    for name in needs:
        if not scope.get(name):
            raise bad_request(f"Can't parse BotCommandScope: Empty {name} specified")
    return ":".join([str(kind), *(str(scope[name]) for name in needs)])


def inline_answer(params: Params) -> Json:
    """The answer to an inline query, checked as Telegram checks it."""
    results = params.json("results", "inline query results") or []
    if not isinstance(results, list):
        raise bad_request("Expected an Array of inline query results")
    if len(results) > MAX_INLINE_RESULTS:
        raise bad_request("Too many inline query results specified")
    checked = [_inline_result(result) for result in results]
    ids = [result["id"] for result in checked]
    if any(not known or len(known.encode()) > RESULT_ID_BYTES for known in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    next_offset = params.text("next_offset")
    if len(next_offset.encode()) > NEXT_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = params.json("button", "inline query results button")
    if button is not None:
        _check_inline_button(button)
    return {
        "results": checked,
        "next_offset": next_offset,
        "cache_time": params.integer("cache_time", 300),
        "is_personal": params.flag("is_personal"),
        "button": button,
    }


def _check_inline_button(button: Any) -> None:
    what = "Can't parse inline query results button: "
    if not isinstance(button, dict):
        raise bad_request(what + "InlineQueryResultsButton must be an Object")
    if not button.get("text"):
        raise bad_request(what + 'Can\'t find field "text"')
    if "start_parameter" in button:
        if not START_PARAMETER.fullmatch(str(button["start_parameter"])):
            raise bad_request("START_PARAM_INVALID")
    elif "web_app" not in button:
        raise bad_request(what + "InlineQueryResultsButton must have exactly one optional field")


def _inline_result(result: Any) -> Json:
    what = "Can't parse inline query result: "
    if not isinstance(result, dict):
        raise bad_request(what + "Inline query result must be an object")
    kind = str(result.get("type", "")).lower()
    if "id" not in result:
        raise bad_request(what + 'Can\'t find field "id"')
    checked = {**result, "id": str(result["id"])}
    content = result.get("input_message_content")
    if kind == "article":
        if not isinstance(result.get("title"), str) or not result["title"]:
            raise bad_request(what + 'Can\'t find field "title"')
        if content is None:
            raise bad_request(what + 'Can\'t find field "input_message_content"')
    elif kind in _MEDIA_RESULT:
        prefix = _MEDIA_RESULT[kind]
        if not any(result.get(f"{prefix}_{end}") for end in ("url", "file_id")):
            raise bad_request(what + f'Can\'t find field "{prefix}_url"')
    elif kind not in {"contact", "game", "location", "venue"}:
        raise bad_request(what + f'type "{kind}" is unsupported for the inline query result')
    checked["message"] = _sent_content(result, content)
    checked["reply_markup"] = checked_markup(result.get("reply_markup"), inline_only=True)
    return checked


def _sent_content(result: Json, content: Any) -> Json:
    """What the chosen result puts into the chat: ``text`` or ``caption`` with entities."""
    if isinstance(content, dict) and "message_text" in content:
        if not content["message_text"]:
            raise bad_request("Message text is empty")
        text, entities = formatted(
            content["message_text"], content.get("parse_mode") or "", content.get("entities")
        )
        return {"text": text} | ({"entities": entities} if entities else {})
    if content is not None:
        return {"text": f"[{'/'.join(sorted(content))}]"}
    text, entities = formatted(
        result.get("caption") or "",
        result.get("parse_mode") or "",
        result.get("caption_entities"),
        caption=True,
    )
    sent: Json = {"caption": text} if text else {}
    return sent | ({"caption_entities": entities} if entities else {})
