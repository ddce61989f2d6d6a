"""/cauhoi: the questions that were not answered well, most frequent first, and what to do about them."""

import hashlib
from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.access import for_administrators
from handlers.callbacks import Verb, fits
from handlers.context import Context, Handler, Services
from handlers.keyboards import button, markup, numbered, pager
from handlers.opening import opened
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.progress.policy import Action as Attempted
from knowledge.storage.misses import Miss
from knowledge.storage.times import VIETNAM
from knowledge.volumes import Volume

A_PAGE: Final = 6
CANDIDATES: Final = 5
_ALL: Final = 100_000

for_those_who_see = for_administrators("cauhoi", Attempted.SEE_MISSES)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("cauhoi", for_those_who_see(on_misses))]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.MISSES: turn_page, Verb.MISS: show_miss, Verb.FORGET: forget}


async def on_misses(update: Update, context: Context) -> None:
    """List the missed questions."""
    await respond(update, context, page_of(context.services, 0))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page in place."""
    _check(tapped, context)
    await edit_page(tapped.message, context, page_of(context.services, tapped.tap.page))
    return NOTHING


async def show_miss(tapped: Tapped, context: Context) -> Toast:
    """Show one missed question and the clauses it may mean."""
    _check(tapped, context)
    miss = find(context.services, tapped.tap.arguments[0])
    if miss is None:
        return Toast(wording.MISS_GONE)
    volume = await opened(document_of(context.services, miss), tapped.message, context)
    await edit_page(tapped.message, context, one(volume, miss))
    return NOTHING


async def forget(tapped: Tapped, context: Context) -> Toast:
    """Take a question off the list."""
    services = context.services
    miss = find(services, tapped.tap.arguments[0])
    actor = services.gate.actor(tapped.person, alone=tapped.message.chat.type == "private")
    with services.gate.attempt(actor, Attempted.TEACH, "miss"):
        gone = miss is not None and services.misses.forget(miss.question, miss.document)
    await edit_page(tapped.message, context, page_of(services, 0))
    return Toast(wording.FORGOTTEN if gone else wording.MISS_GONE)


def key_of(miss: Miss) -> str:
    """Return what stands for a missed question in a button."""
    asked = f"{miss.question}\n{miss.document}" if miss.document else miss.question
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def find(services: Services, key: str) -> Miss | None:
    """Return the missed question of a key, None when it is not kept any more."""
    kept = services.misses.most_frequent(_ALL)
    return next((miss for miss in kept if key_of(miss) == key), None)


def document_of(services: Services, miss: Miss) -> str:
    """Return the number of the document that a missed question went to; where it is gone, the one in force."""
    if miss.document and services.volumes.documents.has(miss.document):
        return miss.document
    return services.volumes.library.default()


def page_of(services: Services, page: int) -> Reply:
    """Return a page of the missed questions."""
    total = services.misses.count()
    count = max(1, -(-total // A_PAGE))
    page = min(page, count - 1)
    taught = [
        button(wording.BUTTON_TAUGHT, Verb.TAUGHT, 0),
        button(wording.BUTTON_TEACH_WORD, Verb.WORD_PROMPT),
    ]
    if not total:
        return laid_out([Block(wording.MISSES_NONE)], markup([taught]))
    content = [Block(wording.MISSES_TITLE.format(page=page + 1, pages=count), "b")]
    keys = []
    kept = services.misses.most_frequent(A_PAGE, page * A_PAGE)
    for number, miss in enumerate(kept, start=page * A_PAGE + 1):
        content.append(Block(_line(number, miss)))
        keys.append(button(str(number), Verb.MISS, key_of(miss)))
    content.append(Block(wording.MISSES_HOW, "i"))
    rows = [*numbered(keys), pager(Verb.MISSES, page, count), taught]
    return laid_out(content, markup(rows))


def one(volume: Volume, miss: Miss) -> Reply:
    """Return one missed question with the clauses of the document it went to that it may mean, as buttons."""
    key, of = key_of(miss), volume.key
    lookup = volume.lookup
    refs = lookup.candidates(miss.question)
    rows = [
        [button(lookup.choice(ref).label, Verb.TEACH, key, ref, document=of)]
        for ref in refs
        if fits(Verb.TEACH, key, ref, document=of)
    ][:CANDIDATES]
    rows.append(
        [
            button(wording.BUTTON_OTHER_CLAUSE, Verb.TEACH_PROMPT, key),
            button(wording.BUTTON_FORGET, Verb.FORGET, key),
        ]
    )
    rows.append([button(wording.BUTTON_MISSES, Verb.MISSES, 0)])
    content = [
        Block(wording.MISS_TITLE, "b"),
        Block(miss.question, "blockquote"),
        Block(volume.name, "i", glued=True),
        Block(wording.MISS_HOW),
    ]
    return laid_out(content, markup(rows))


def _line(number: int, miss: Miss) -> str:
    reasons = ", ".join(wording.MISS_REASONS.get(reason.value, "") for reason in miss.reasons)
    if miss.document:
        reasons = wording.MISS_DOCUMENT.format(reasons=reasons, number=miss.document)
    day = f"{miss.last_at.astimezone(VIETNAM):%d/%m}"
    return wording.MISSES_LINE.format(
        number=number, question=miss.question, count=miss.count, day=day, reason=reasons
    )


def _check(tapped: Tapped, context: Context) -> None:
    """Let only administrators look, alone.

    Raises:
        RefusedError: the person may not.
    """
    gate = context.services.gate
    actor = gate.actor(tapped.person, alone=tapped.message.chat.type == "private")
    gate.look(actor, Attempted.SEE_MISSES, "cauhoi")
