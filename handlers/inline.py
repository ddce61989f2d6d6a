"""Inline mode: ``@bot bhyt`` in any chat lists matching clauses; choosing one posts it with its citation."""

import asyncio
from typing import Final

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import InlineQueryLimit, InlineQueryResultLimit
from telegram.error import BadRequest
from telegram.ext import InlineQueryHandler

from handlers import wording
from handlers.context import Context, Handler
from handlers.deeplinks import COMMAND_PREFIX, can_link, clause_link, encode
from handlers.demo import marked
from handlers.keyboards import link, markup
from handlers.render import LIMIT, blocks, pages, utf16_length
from knowledge.answers.answer import Part, PartKind
from knowledge.answers.labels import shorten
from knowledge.lookup import Lookup
from knowledge.progress import policy
from knowledge.volumes import Volume

A_PAGE: Final = int(InlineQueryLimit.RESULTS)
PUBLIC_SECONDS: Final = 300
"""How long Telegram may give one person's results to another: what is public changes rarely."""
TITLE_LENGTH: Final = 90
DESCRIPTION_LENGTH: Final = 160
_POSTED: Final = (PartKind.LEAD, PartKind.QUOTE, PartKind.CITATION, PartKind.NOTE, PartKind.STATUS)
_ID_BYTES: Final = int(InlineQueryResultLimit.MAX_ID_LENGTH)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [InlineQueryHandler(on_inline)]


async def on_inline(update: Update, context: Context) -> None:
    """Offer the clauses that match what was typed, the targets where nothing was."""
    query = update.inline_query
    if query is None:
        return
    services = context.services
    actor = services.gate.actor(query.from_user.id, alone=False) if services.members_only else None
    if actor is not None and not policy.may_ask(actor, services.members_only):
        await _answer(query, [], "", wording.INLINE_CLOSED, personal=True)
        return
    # Who has chosen a document for himself, in the private chat whose id is his own, is shown that.
    chosen = services.volumes.chosen.of(query.from_user.id)
    number = chosen or services.volumes.library.default()
    volume = services.volumes.at_hand(number)
    if volume is None:
        volume = await asyncio.to_thread(services.volumes.open, number)
    typed = query.query.strip()
    refs = _found(volume, typed)
    start = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 6 else 0
    shown = [article(volume, ref, context) for ref in refs[start : start + A_PAGE]]
    following = str(start + A_PAGE) if len(refs) > start + A_PAGE else ""
    nothing = wording.INLINE_NOTHING if not refs else ""
    personal = services.members_only or bool(chosen)
    await _answer(query, shown, following, nothing, personal=personal)


def _found(volume: Volume, typed: str) -> list[str]:
    """Return the refs to offer; what has no link for its address is too long is left out."""
    lookup = volume.lookup
    refs = lookup.find(typed) if typed else [target.ref for target in lookup.targets]
    return [ref for ref in refs if can_link(ref, volume.key)]


def article(volume: Volume, ref: str, context: Context) -> InlineQueryResultArticle:
    """Return a clause as a card; what it posts is the clause with its citation."""
    card = volume.lookup.card(ref)
    cited = f"{card.citation}, {volume.number}"
    figure = shorten(card.figure, DESCRIPTION_LENGTH - len(cited) - 1)
    standing = context.services.volumes.standing(volume.number, ended_only=True)
    page = posted(volume.lookup, ref, standing)
    there = clause_link(context.username, ref, volume.key)
    return InlineQueryResultArticle(
        encode(ref, volume.key)[:_ID_BYTES],
        shorten(card.title, TITLE_LENGTH),
        InputTextMessageContent(marked(context, page)),
        description=shorten(f"{figure}\n{cited}", DESCRIPTION_LENGTH),
        reply_markup=markup([[link(wording.BUTTON_OPEN_BOT, there)]]),
    )


def posted(lookup: Lookup, ref: str, standing: str = "") -> str:
    """Return the one message that a card posts: figure, quotation, citation, notes, status.

    Args:
        lookup: of the document.
        ref: of the clause.
        standing: what must be said in front, "" for nothing.
    """
    parts = [part for part in lookup.open(ref).parts if part.kind in _POSTED]
    if standing:
        parts.insert(0, Part(PartKind.NOTE, standing))
    made = pages(blocks(parts))
    if len(made) == 1:
        return made[0]
    others = sum(utf16_length(part.text) for part in parts if part.kind is not PartKind.QUOTE)
    room = LIMIT - others - 2 * len(parts)
    return pages(blocks(_cut(part, room) for part in parts))[0]


def _cut(part: Part, room: int) -> Part:
    if part.kind is not PartKind.QUOTE:
        return part
    return Part(part.kind, shorten(part.text, room), part.ref)


async def _answer(
    query: InlineQuery,
    results: list[InlineQueryResultArticle],
    following: str,
    nothing: str,
    *,
    personal: bool,
) -> None:
    """Send the results; one that comes too late is nobody's any more."""
    button = InlineQueryResultsButton(nothing, start_parameter=f"{COMMAND_PREFIX}huongdan")
    try:
        await query.answer(
            results,
            cache_time=0 if personal else PUBLIC_SECONDS,
            is_personal=personal,
            next_offset=following or None,
            button=button if nothing else None,
        )
    except BadRequest as error:
        if "too old" not in error.message.lower():
            raise
