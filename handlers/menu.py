"""The lists that the greeting offers, and /chude: the theme of the year."""

from collections.abc import Mapping

from telegram import Message, Update
from telegram.ext import CommandHandler

from handlers import bodies, outline, targets, wording
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.opening import in_use
from handlers.questions import focus_on
from handlers.replies import Reply, follow, in_group, of_answer, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.resolution.model import Kind
from knowledge.volumes import Volume


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
    volume = await in_use(message, context)
    person_id = person.id if person else 0
    await respond(update, context, _theme(volume, message, context, person_id))


async def show(tapped: Tapped, context: Context) -> Toast:
    """Send the list that a button of the greeting names."""
    volume = await in_use(tapped.message, context)
    name = tapped.tap.arguments[0]
    if name == "targets":
        reply = targets.page_of(volume, context, 0)
    elif name == "tree":
        reply = outline.view(volume, context, "", 0)
    elif name == "bodies":
        reply = bodies.list_of(volume, context, 0)
    elif name == "theme":
        reply = _theme(volume, tapped.message, context, tapped.person)
    else:
        return Toast(wording.STALE)
    await follow(tapped.message, context, reply)
    return NOTHING


async def close(tapped: Tapped, context: Context) -> Toast:
    """Take the buttons away from a message that is not needed any more."""
    await context.bot.edit_message_reply_markup(tapped.message.chat_id, tapped.message.message_id)
    return Toast(wording.CANCELLED)


def _theme(volume: Volume, message: Message, context: Context, person: int) -> Reply:
    ref = next((clause.ref for clause in volume.resolution.of_kind(Kind.THEME)), "")
    if not ref:
        return text(wording.NO_THEME.format(name=volume.name))
    focus_on(volume, ref, message.chat_id, person, context)
    return of_answer(volume.lookup.open(ref), context, short=in_group(message))
