"""/dulieu: what is kept about me, and its deletion; /nhac: my reminders on or off."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.command_menus import renew_menu
from handlers.context import Context, Handler
from handlers.desk import actor_of, actor_tapping, by_step, privately, yes_or_no
from handlers.keyboards import button, markup
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.wording import BULLET
from knowledge.language.normalize import fold
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted

_ON: Final = ("bat", "on", "mo")
_OFF: Final = ("tat", "off")


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("dulieu", on_own_data), CommandHandler("nhac", on_reminders)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {"erase": _ask_erasure, "erased": _erase, "on": _turn_on, "off": _turn_off}
    return {Verb.OWN: by_step(Verb.OWN, Attempted.SEE_OWN_DATA, steps)}


@privately("dulieu", Attempted.SEE_OWN_DATA)
async def on_own_data(update: Update, context: Context) -> None:
    """Show what is kept about the person, with a button to delete it."""
    kept = context.services.office.privacy.kept_about(actor_of(update, context))
    lines = [Block(f"{BULLET} {line}", glued=True) for line in kept.lines]
    content = [Block(words.OWN_TITLE, "b"), *lines, Block(words.OWN_PUBLIC, "i")]
    row = [button(words.BUTTON_ERASE, Verb.OWN, "erase", 0, 0)]
    await respond(update, context, laid_out(content, markup([row])))


async def _ask_erasure(tapped: Tapped, context: Context, _: int, __: int) -> Toast:
    row = yes_or_no(Verb.OWN, words.BUTTON_ERASE_YES, "erased", 0)
    await edit_page(tapped.message, context, text(words.ERASE_ASK, markup([row])))
    return NOTHING


async def _erase(tapped: Tapped, context: Context, _: int, __: int) -> Toast:
    services = context.services
    services.office.privacy.erase(actor_tapping(tapped, context))
    services.memory.forget(tapped.person)
    await edit_page(tapped.message, context, text(words.ERASED))
    await renew_menu(context, tapped.person)
    return NOTHING


@privately("nhac", Attempted.CHANGE_REMINDERS)
async def on_reminders(update: Update, context: Context) -> None:
    """Say whether reminders are on, or turn them on or off."""
    actor, office = actor_of(update, context), context.services.office
    office.gate.look(actor, Attempted.CHANGE_REMINDERS, "/nhac")
    said = fold(" ".join(context.args or [])).lower()
    if said.startswith((*_ON, *_OFF)):
        office.reminders.switch(actor, said.startswith(_ON))
        actor = actor_of(update, context)
    await respond(update, context, state_of(actor))


def state_of(actor: Actor) -> Reply:
    """Return whether a person's reminders are on, with the button that changes it."""
    on = actor.person is None or actor.person.reminders_on
    content = [Block(words.REMIND_ON if on else words.REMIND_OFF, "b"), Block(words.REMIND_RULES)]
    label, step = (words.BUTTON_OFF, "off") if on else (words.BUTTON_ON, "on")
    return laid_out(content, markup([[button(label, Verb.OWN, step, 0, 0)]]))


async def _turn_on(tapped: Tapped, context: Context, _: int, __: int) -> Toast:
    return await _turn(tapped, context, True)


async def _turn_off(tapped: Tapped, context: Context, _: int, __: int) -> Toast:
    return await _turn(tapped, context, False)


async def _turn(tapped: Tapped, context: Context, on: bool) -> Toast:
    context.services.office.reminders.switch(actor_tapping(tapped, context), on)
    await edit_page(tapped.message, context, state_of(actor_tapping(tapped, context)))
    return NOTHING
