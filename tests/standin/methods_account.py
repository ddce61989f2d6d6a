"""Bot API methods about the bot itself, its chats, queries, files and webhook."""

import re
from typing import Any
from urllib.parse import urlsplit

from .checks import bot_commands, command_scope, inline_answer
from .errors import Json, Params, bad_request
from .model import Status
from .world import DOWNLOAD_LIMIT, Webhook, World, api_method

CALLBACK_TEXT_LIMIT = 200
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
#: The texts a bot shows about itself, by the end of the method names, and their limits.
_PROFILE = {
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
    "Name": ("name", 64),
}


@api_method("getMe")
def get_me(world: World, params: Params) -> Json:
    """The bot's own account."""
    return world.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.settings.privacy_mode,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@api_method("logOut")
def log_out(world: World, params: Params) -> bool:
    """Logs the bot out; every later request fails."""
    world.logged_out = True
    return True


@api_method("close")
def close(world: World, params: Params) -> bool:
    """Closes the bot instance, which changes nothing here."""
    return True


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("Invalid language code specified")
    return code


@api_method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    """Sets the command list of a scope and language."""
    key = (command_scope(params), _language(params))
    world.commands[key] = bot_commands(params)
    return True


@api_method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[Json]:
    """The command list set for exactly this scope and language."""
    return world.commands.get((command_scope(params), _language(params)), [])


@api_method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    """Deletes the command list of a scope and language."""
    world.commands.pop((command_scope(params), _language(params)), None)
    return True


def _register_profile(suffix: str, name: str, limit: int) -> None:
    def set_text(world: World, params: Params) -> bool:
        text = params.text(name)
        if len(text) > limit:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        world.texts[name, _language(params)] = text
        return True

    def get_text(world: World, params: Params) -> Json:
        default = world.bot.first_name if name == "name" else ""
        common = world.texts.get((name, ""), default)
        return {name: world.texts.get((name, _language(params)), common)}

    api_method(f"setMy{suffix}")(set_text)
    api_method(f"getMy{suffix}")(get_text)


for _suffix, (_name, _limit) in _PROFILE.items():
    _register_profile(_suffix, _name, _limit)


@api_method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    """Answers a tapped button."""
    known = world.callbacks.get(params.text("callback_query_id"))
    query = world.fresh_query(known, world.settings.callback_ttl)
    if len(params.text("text")) > CALLBACK_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answers.append(
        {
            "text": params.text("text"),
            "show_alert": params.flag("show_alert"),
            "url": params.text("url"),
            "cache_time": params.integer("cache_time"),
        }
    )
    return True


@api_method("answerInlineQuery")
def answer_inline_query(world: World, params: Params) -> bool:
    """Answers an inline query."""
    known = world.inlines.get(params.text("inline_query_id"))
    answer = inline_answer(params)
    world.fresh_query(known, world.settings.inline_ttl).answers.append(answer)
    return True


@api_method("getFile")
def get_file(world: World, params: Params) -> Json:
    """The path to download a file from."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.body) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.json() | {"file_path": stored.path}


@api_method("getChat")
def get_chat(world: World, params: Params) -> Json:
    """All about a chat."""
    chat = world.find_chat(params.text("chat_id"))
    if chat.is_group:
        world.check_membership(chat)
    return chat.full_json()


@api_method("getChatMember")
def get_chat_member(world: World, params: Params) -> Json:
    """One member of a chat."""
    chat = world.find_chat(params.text("chat_id"))
    world.check_membership(chat)
    person = world.people.get(params.integer("user_id"))
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    status: Status = chat.members.get(person.id, "left")
    if person is world.bot:
        status = chat.bot_status
    elif chat.person is person:
        status = "member"
    return world.member_json(person, status)


@api_method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """Leaves a group."""
    chat = world.find_chat(params.text("chat_id"))
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    world.check_membership(chat)
    world.set_bot_status(chat, "left", world.bot)
    return True


@api_method("setWebhook")
def set_webhook(world: World, params: Params) -> bool:
    """Sets the webhook; plain http is allowed on loopback only."""
    url = params.text("url")
    secret = params.text("secret_token")
    if not url:
        delete_webhook(world, params)
        return True
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.queue.allow(params)
    if params.flag("drop_pending_updates"):
        world.queue.clear()
    world.webhook = Webhook(url, secret, params.integer("max_connections", 40))
    world.queue.notify()
    return True


@api_method("deleteWebhook")
def delete_webhook(world: World, params: Params) -> bool:
    """Removes the webhook."""
    world.webhook = Webhook()
    if params.flag("drop_pending_updates"):
        world.queue.clear()
    world.queue.notify()
    return True


@api_method("getWebhookInfo")
def get_webhook_info(world: World, params: Params) -> Json:
    """The state of the webhook."""
    hook = world.webhook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.pending),
    }
    if hook.last_error_date is not None:
        info["last_error_date"] = hook.last_error_date
        info["last_error_message"] = hook.last_error_message
    if hook.url:
        info["max_connections"] = hook.max_connections
        info["ip_address"] = "127.0.0.1"
    if world.queue.allowed is not None:
        info["allowed_updates"] = sorted(world.queue.allowed)
    return info
