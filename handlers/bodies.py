"""/donvi: what a body must do."""

import hashlib
from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import Verb, fits
from handlers.context import Context, Handler
from handlers.keyboards import button, markup, numbered, pager
from handlers.opening import named_or_in_use, of_tap
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, under_title
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.labels import shorten
from knowledge.resolution.citation import short_citation
from knowledge.resolution.model import Body
from knowledge.volumes import Volume

BODIES_A_PAGE: Final = 10
CLAUSES_A_PAGE: Final = 5
TEXT_LENGTH: Final = 170
NAME_LENGTH: Final = 44


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("donvi", on_bodies)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.BODIES: turn_list, Verb.BODY: show_body}


async def on_bodies(update: Update, context: Context) -> None:
    """Show the list of bodies, or the body whose name follows the command."""
    message = update.effective_message
    if message is None:
        return
    volume, name = await named_or_in_use(" ".join(context.args or []), message, context)
    if not name:
        await respond(update, context, list_of(volume, context, 0))
        return
    body = volume.lookup.body(name)
    if body is None:
        sentence = wording.NO_SUCH_BODY.format(name=shorten(name, NAME_LENGTH))
        await respond(update, context, list_of(volume, context, 0, sentence))
        return
    await respond(update, context, page_of(volume, context, body, 0))


async def turn_list(tapped: Tapped, context: Context) -> Toast:
    """Show the list of bodies in place."""
    volume = await of_tap(tapped, context)
    await edit_page(tapped.message, context, list_of(volume, context, tapped.tap.page))
    return NOTHING


async def show_body(tapped: Tapped, context: Context) -> Toast:
    """Show a body's clauses in place."""
    volume = await of_tap(tapped, context)
    bodies = volume.lookup.bodies
    body = next((one for one in bodies if key_of(one) == tapped.tap.arguments[0]), None)
    if body is None:
        return Toast(wording.STALE)
    await edit_page(tapped.message, context, page_of(volume, context, body, tapped.tap.page))
    return NOTHING


def key_of(body: Body) -> str:
    """Return what stands for a body in a button: names are too long for one, places in a list move."""
    return hashlib.sha256(body.name.encode()).hexdigest()[:12]


def list_of(volume: Volume, context: Context, page: int, sentence: str = "") -> Reply:
    """Return a page of the list of bodies."""
    bodies = volume.lookup.bodies
    if not bodies:
        return laid_out([Block(wording.NO_BODIES.format(name=volume.name))])
    count = max(1, -(-len(bodies) // BODIES_A_PAGE))
    page = min(page, count - 1)
    shown = bodies[page * BODIES_A_PAGE : (page + 1) * BODIES_A_PAGE]
    content = [Block(sentence)] if sentence else [Block(wording.BODIES_TITLE, "b")]
    content += under_title(volume, context)
    content.append(Block(wording.BODIES_HOW.format(page=page + 1, pages=count), "i"))
    key = volume.key
    rows = [
        [button(shorten(one.name, NAME_LENGTH), Verb.BODY, key_of(one), 0, document=key)]
        for one in shown
    ]
    return laid_out(content, markup([*rows, pager(Verb.BODIES, page, count, document=key)]))


def page_of(volume: Volume, context: Context, body: Body, page: int) -> Reply:
    """Return a page of the clauses that concern a body; those that name it come first."""
    resolution, key = volume.resolution, volume.key
    refs = body.refs
    count = max(1, -(-len(refs) // CLAUSES_A_PAGE))
    page = min(page, count - 1)
    place = list(volume.lookup.bodies).index(body) // BODIES_A_PAGE
    back = [button(wording.BUTTON_BACK, Verb.BODIES, place, document=key)]
    content = [Block(wording.BODY_TITLE.format(name=body.name), "b"), *under_title(volume, context)]
    if not refs:
        content.append(Block(wording.BODY_NOTHING.format(name=body.name)))
        return laid_out(content, markup([back]))
    form = wording.BODY_COUNT if body.named else wording.BODY_FIELD
    counted = form.format(name=body.name, count=len(refs), page=page + 1, pages=count)
    content.append(Block(counted, glued=True))
    keys = []
    start = page * CLAUSES_A_PAGE
    for number, ref in enumerate(refs[start : start + CLAUSES_A_PAGE], start=start + 1):
        clause = resolution.clause(ref)
        words = shorten(" ".join(clause.body.split()), TEXT_LENGTH)
        content.append(Block(f"{number}. {words}"))
        content.append(Block(short_citation(resolution, ref), "i", glued=True))
        if fits(Verb.OPEN, ref, document=key):
            keys.append(button(str(number), Verb.OPEN, ref, document=key))
    pages = pager(Verb.BODY, page, count, key_of(body), document=key)
    return laid_out(content, markup([*numbered(keys), [*back, *pages]]))
