"""/tim: the clauses that have some words."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import Verb, fits
from handlers.context import Context, Handler
from handlers.keyboards import button, markup, numbered, pager
from handlers.opening import named_first, named_or_in_use, of_tap
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text, under_title
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.labels import shorten
from knowledge.volumes import Volume

A_PAGE: Final = 6
WORDS_LENGTH: Final = 80


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("tim", on_find)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.FIND: turn_page}


async def on_find(update: Update, context: Context) -> None:
    """List the clauses with the words that follow the command."""
    message, said = update.effective_message, " ".join(context.args or [])
    if message is None:
        return
    volume, words = await named_or_in_use(said, message, context, years=False)
    if not words:
        await respond(update, context, text(wording.FIND_HOW))
        return
    await respond(update, context, page_of(volume, context, words, 0))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page in place; the words stand in the command that the list answers."""
    asked = tapped.message.reply_to_message
    command, _, words = ((asked.text if asked else "") or "").partition(" ")
    if not command.startswith("/tim") or not words.strip():
        return Toast(wording.STALE)
    _, words = named_first(" ".join(words.split()), context, tapped.message.chat_id, years=False)
    reply = page_of(await of_tap(tapped, context), context, words, tapped.tap.page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def page_of(volume: Volume, context: Context, words: str, page: int) -> Reply:
    """Return a page of the clauses found, the last one for a page beyond."""
    lookup, key = volume.lookup, volume.key
    refs = lookup.find(words)
    shown_words = shorten(words, WORDS_LENGTH)
    if not refs:
        return text(wording.FOUND_NOTHING.format(words=shown_words, name=volume.name))
    count = -(-len(refs) // A_PAGE)
    page = min(page, count - 1)
    shown = refs[page * A_PAGE : (page + 1) * A_PAGE]
    form = wording.FOUND if count == 1 else wording.FOUND_PAGE
    title = form.format(count=len(refs), words=shown_words, page=page + 1, pages=count)
    content = [Block(title, "b"), *under_title(volume, context)]
    keys = []
    for number, ref in enumerate(shown, start=page * A_PAGE + 1):
        card = lookup.card(ref)
        figure = lookup.figure(ref)
        title = card.title if figure else lookup.excerpt(ref, words)
        content.append(Block(f"{number}. {title}"))
        if figure:
            content.append(Block(figure, "b", glued=True))
        content.append(Block(card.citation, "i", glued=True))
        if fits(Verb.OPEN, ref, document=key):
            keys.append(button(str(number), Verb.OPEN, ref, document=key))
    return laid_out(content, markup([*numbered(keys), pager(Verb.FIND, page, count, document=key)]))
