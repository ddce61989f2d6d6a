"""/vanban: the documents that are loaded, and choosing which one a chat asks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import CommandHandler

from handlers import document_list, outline, targets, wording
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import actor_of, actor_tapping, require_alone
from handlers.document_loading import tell_others
from handlers.document_wording import NOTICE_IN_FORCE, NOTICE_NOT_IN_FORCE
from handlers.keyboards import button, markup
from handlers.opening import of_tap
from handlers.replies import Reply, edit_page, follow, in_group, respond, text, typing
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.errors import UnknownDocumentError
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted
from knowledge.progress.wording import ADMINISTRATOR_NAME, day
from knowledge.volumes import name_of

COMMAND: Final = "/vanban"
Step = Callable[[Tapped, Context, str], Awaitable[Toast]]


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("vanban", on_documents)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.DOCUMENTS: turn_page, Verb.DOCUMENT: take_step}


async def on_documents(update: Update, context: Context) -> None:
    """List the documents, or those that the words behind the command name; one alone as its card."""
    message = update.effective_message
    if message is None or update.effective_user is None:
        return
    said = " ".join(context.args or [])
    # Of a thousand documents it takes a while to find those that some words name.
    found = await asyncio.to_thread(document_list.matching, context, said)
    if said and len(found) == 1:
        actor = actor_of(update, context)
        await respond(update, context, await _card(message, context, actor, found[0].number))
        return
    page = document_list.page_of(context, message.chat_id, said, 0, found)
    await respond(update, context, page)


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page in place; the words stand in the command that the list answers."""
    asked = tapped.message.reply_to_message
    command, _, said = ((asked.text if asked else "") or "").partition(" ")
    said = " ".join(said.split()) if command.startswith(COMMAND) else ""
    found = await asyncio.to_thread(document_list.matching, context, said)
    chat, place = tapped.message.chat_id, tapped.tap.page
    page = document_list.page_of(context, chat, said, place, found)
    await edit_page(tapped.message, context, page)
    return NOTHING


async def take_step(tapped: Tapped, context: Context) -> Toast:
    """Do what a button of a card says."""
    step = STEPS.get(tapped.tap.arguments[0])
    if step is None:
        return Toast(wording.STALE)
    try:
        number = context.services.volumes.number_of(tapped.tap.document)
    except UnknownDocumentError:
        return Toast(wording.DOCUMENT_GONE, alert=True)
    return await step(tapped, context, number)


async def _card(message: Message, context: Context, actor: Actor, number: str) -> Reply:
    """Return the card of a document; its text is read, but it is not made ready for questions."""
    volumes = context.services.volumes
    async with typing(message, context):
        resolution = await asyncio.to_thread(volumes.resolution, number)
        citing = await asyncio.to_thread(volumes.documents.citing, number)
    return document_list.card(context, message, actor, resolution, citing)


async def _show(tapped: Tapped, context: Context, number: str) -> Toast:
    """Show the card: in place of a list, under an answer that cites the document."""
    actor = actor_tapping(tapped, context)
    reply = await _card(tapped.message, context, actor, number)
    if document_list.is_list(tapped.message):
        await edit_page(tapped.message, context, reply)
    else:
        await follow(tapped.message, context, reply)
    return NOTHING


async def _again(tapped: Tapped, context: Context, number: str) -> None:
    """Show the card as it is now, in its own place; what else its button stands under stays."""
    if not document_list.is_list(tapped.message):
        return
    actor = actor_tapping(tapped, context)
    await edit_page(tapped.message, context, await _card(tapped.message, context, actor, number))


async def _choose(tapped: Tapped, context: Context, number: str) -> Toast:
    services, chat = context.services, tapped.message.chat_id
    if number == services.volumes.library.default():
        return await _go_home(tapped, context, number)
    services.volumes.chosen.choose(chat, number)
    services.memory.leave(chat)
    await _again(tapped, context, number)
    group = in_group(tapped.message)
    said = wording.CHOSE_GROUP if group else wording.CHOSE
    await follow(tapped.message, context, text(said.format(name=name_of(number)), _way_back()))
    return NOTHING


async def _go_home(tapped: Tapped, context: Context, _: str) -> Toast:
    services, chat = context.services, tapped.message.chat_id
    services.volumes.chosen.forget(chat)
    services.memory.leave(chat)
    name = name_of(services.volumes.library.default())
    group = in_group(tapped.message)
    said = (wording.BACK_HOME_GROUP if group else wording.BACK_HOME).format(name=name)
    await follow(tapped.message, context, text(said))
    return NOTHING


async def _show_targets(tapped: Tapped, context: Context, _: str) -> Toast:
    reply = targets.page_of(await of_tap(tapped, context), context, 0)
    await follow(tapped.message, context, reply)
    return NOTHING


async def _show_outline(tapped: Tapped, context: Context, _: str) -> Toast:
    reply = outline.view(await of_tap(tapped, context), context, "", 0)
    await follow(tapped.message, context, reply)
    return NOTHING


def _asking(ask: str, yes: str, step: str) -> Step:
    """Return the step that asks an administrator to confirm the next."""

    async def asking(tapped: Tapped, context: Context, number: str) -> Toast:
        _look(tapped, context, number)
        key = tapped.tap.document
        row = [
            button(yes, Verb.DOCUMENT, step, document=key),
            button(wording.BUTTON_CANCEL, Verb.DOCUMENT, "card", document=key),
        ]
        reply = text(ask.format(name=name_of(number)), markup([row]))
        await edit_page(tapped.message, context, reply)
        return NOTHING

    return asking


def _setting(done: str, *, in_force: bool) -> Step:
    """Return the step that ends a document or lets it take effect again."""

    async def setting(tapped: Tapped, context: Context, number: str) -> Toast:
        require_alone(tapped, context, Attempted.MANAGE_DOCUMENTS)
        actor = actor_tapping(tapped, context)
        changed = context.services.office.set_in_force(actor, number, in_force)
        await _again(tapped, context, number)
        if changed:
            who = actor.person.name if actor.person else ADMINISTRATOR_NAME
            form = NOTICE_IN_FORCE if in_force else NOTICE_NOT_IN_FORCE
            tell_others(context, actor, form.format(who=who, number=number))
        begins = context.services.volumes.documents.summary(number).begins
        if begins is not None:
            # Ended ahead of its year, it takes effect when that begins.
            return Toast(wording.BEGIN_LATER.format(name=name_of(number), day=day(begins)))
        return Toast(done.format(name=name_of(number)))

    return setting


def _look(tapped: Tapped, context: Context, number: str) -> None:
    """Let only administrators go on, alone.

    Raises:
        RefusedError: he may not.
    """
    require_alone(tapped, context, Attempted.MANAGE_DOCUMENTS)
    actor = actor_tapping(tapped, context)
    context.services.gate.look(actor, Attempted.MANAGE_DOCUMENTS, number)


def _way_back() -> InlineKeyboardMarkup | None:
    home = button(wording.BUTTON_HOME, Verb.DOCUMENT, "home")
    return markup([[home]])


STEPS: Final[Mapping[str, Step]] = {
    "card": _show,
    "use": _choose,
    "home": _go_home,
    "targets": _show_targets,
    "tree": _show_outline,
    "end": _asking(wording.END_ASK, wording.BUTTON_END_YES, "ended"),
    "skip": _asking(wording.SKIP_ASK, wording.BUTTON_SKIP_YES, "ended"),
    "ended": _setting(wording.END_DONE, in_force=False),
    "begin": _asking(wording.BEGIN_ASK, wording.BUTTON_BEGIN_YES, "begun"),
    "begun": _setting(wording.BEGIN_DONE, in_force=True),
}
