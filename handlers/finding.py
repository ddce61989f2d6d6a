"""/tim: the clauses that have some words."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.keyboards import button, markup, numbered, pager
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.labels import shorten
from knowledge.lookup import Lookup

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
    words = " ".join(context.args or [])
    if not words:
        await respond(update, context, text(wording.FIND_HOW))
        return
    await respond(update, context, page_of(context.services.lookup, words, 0))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page in place; the words stand in the command that the list answers."""
    asked = tapped.message.reply_to_message
    command, _, words = ((asked.text if asked else "") or "").partition(" ")
    if not command.startswith("/tim") or not words.strip():
        return Toast(wording.STALE)
    reply = page_of(context.services.lookup, " ".join(words.split()), tapped.tap.page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def page_of(lookup: Lookup, words: str, page: int) -> Reply:
    """Return a page of the clauses found, the last one for a page beyond."""
    refs = lookup.find(words)
    shown_words = shorten(words, WORDS_LENGTH)
    if not refs:
        return text(wording.FOUND_NOTHING.format(words=shown_words))
    count = -(-len(refs) // A_PAGE)
    page = min(page, count - 1)
    shown = refs[page * A_PAGE : (page + 1) * A_PAGE]
    form = wording.FOUND if count == 1 else wording.FOUND_PAGE
    title = form.format(count=len(refs), words=shown_words, page=page + 1, pages=count)
    content = [Block(title, "b")]
    keys = []
    for number, ref in enumerate(shown, start=page * A_PAGE + 1):
        card = lookup.card(ref)
        figure = lookup.figure(ref)
        title = card.title if figure else lookup.excerpt(ref, words)
        content.append(Block(f"{number}. {title}"))
        if figure:
            content.append(Block(figure, "b", glued=True))
        content.append(Block(card.citation, "i", glued=True))
        keys.append(button(str(number), Verb.OPEN, ref))
    return laid_out(content, markup([*numbered(keys), pager(Verb.FIND, page, count)]))
