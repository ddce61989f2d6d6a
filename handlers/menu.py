"""The lists that the greeting offers, and /chude: the theme of the year."""

from collections.abc import Mapping

from telegram import Update
from telegram.ext import CommandHandler

from handlers import bodies, outline, targets, wording
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.memory import Turn
from handlers.replies import Reply, follow, in_group, of_answer, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.resolution.model import Kind


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("chude", on_theme)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.MENU: show, Verb.CANCEL: close}


async def on_theme(update: Update, context: Context) -> None:
    """Show the theme of the year."""
    message, person = update.effective_message, update.effective_user
    if message is None:
        return
    if person is not None:
        _focus_on_theme(context, message.chat_id, person.id)
    await respond(update, context, _theme(context, short=in_group(message)))


async def show(tapped: Tapped, context: Context) -> Toast:
    """Send the list that a button of the greeting names."""
    lookup = context.services.lookup
    name = tapped.tap.arguments[0]
    if name == "targets":
        reply = targets.page_of(lookup, 0)
    elif name == "tree":
        reply = outline.view(lookup, "", 0)
    elif name == "bodies":
        reply = bodies.list_of(lookup, 0)
    elif name == "theme":
        reply = _theme(context, short=in_group(tapped.message))
        _focus_on_theme(context, tapped.message.chat_id, tapped.person)
    else:
        return Toast(wording.STALE)
    await follow(tapped.message, context, reply)
    return NOTHING


async def close(tapped: Tapped, context: Context) -> Toast:
    """Take the buttons away from a message that is not needed any more."""
    await context.bot.edit_message_reply_markup(tapped.message.chat_id, tapped.message.message_id)
    return Toast(wording.CANCELLED)


def _theme(context: Context, *, short: bool) -> Reply:
    ref = _theme_ref(context)
    if not ref:
        return text(wording.NO_THEME)
    return of_answer(context.services.lookup.open(ref), context, short=short)


def _theme_ref(context: Context) -> str:
    themes = context.services.lookup.resolution.of_kind(Kind.THEME)
    return next((clause.ref for clause in themes), "")


def _focus_on_theme(context: Context, chat: int, person: int) -> None:
    ref = _theme_ref(context)
    if ref:
        turn = Turn(context.services.lookup.question_about(ref), ref)
        context.services.memory.remember(chat, person, turn)
