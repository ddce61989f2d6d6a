"""/nhatky: every change and every refused attempt, the newest first, for administrators."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import audit_wording as words
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.desk import actor_of, actor_tapping, privately, require_alone
from handlers.keyboards import button, markup, pager
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.errors import UnknownDocumentError, UnknownUnitError
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted

A_PAGE: Final = 12
LAST_PAGE: Final = 9999
"""No button says a page beyond it."""
EVERYTHING, REFUSED = "0", "1"


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("nhatky", on_log)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.AUDIT: turn_page}


@privately("nhatky", Attempted.SEE_AUDIT)
async def on_log(update: Update, context: Context) -> None:
    """Show the newest lines."""
    await respond(update, context, page_of(context, actor_of(update, context), EVERYTHING, 0))


async def turn_page(tapped: Tapped, context: Context) -> Toast:
    """Show another page, or the refused attempts only, in place."""
    require_alone(tapped, context, Attempted.SEE_AUDIT)
    which, page = tapped.tap.arguments[0], tapped.tap.page
    reply = page_of(context, actor_tapping(tapped, context), which, page)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def page_of(context: Context, actor: Actor, which: str, page: int) -> Reply:
    """Return a page of the log.

    Raises:
        RefusedError: the actor is no administrator, or others read along.
    """
    office, refused_only = context.services.office, which == REFUSED
    total = office.audit_count(actor, refused_only=refused_only)
    pages = max(1, min(-(-total // A_PAGE), LAST_PAGE))
    page = min(page, pages - 1)
    title = words.TITLE_REFUSED if refused_only else words.TITLE
    content = [Block(title.format(count=total, page=page + 1, pages=pages), "b")]
    content += _lines(context, actor, page, refused_only=refused_only)
    other = (
        button(words.BUTTON_EVERYTHING, Verb.AUDIT, EVERYTHING, 0)
        if refused_only
        else button(words.BUTTON_REFUSED, Verb.AUDIT, REFUSED, 0)
    )
    return laid_out(content, markup([pager(Verb.AUDIT, page, pages, which), [other]]))


def _lines(context: Context, actor: Actor, page: int, *, refused_only: bool) -> list[Block]:
    services = context.services
    office, volumes = services.office, services.volumes
    people = {person.id: person.name for person in office.people.everybody()}

    def name_of(kind: str, number: int) -> str:
        if kind == "unit":
            try:
                return office.units.get(number).name
            except UnknownUnitError:
                return ""
        return people.get(number, "") if kind == "person" else ""

    def clause_of(subject: str) -> str:
        number, _, ref = subject.rpartition(" ")
        try:
            volume = volumes.at_hand(number or volumes.bundled.number)
        except UnknownDocumentError:
            return ""
        if volume is None or not volume.lookup.has(ref):  # the log opens no documents
            return ""
        title = volume.lookup.choice(ref, 60).label
        return title if volume is volumes.bundled else f"{title}, {volume.number}"

    blocks = []
    for entry in office.audit_log(actor, A_PAGE, page * A_PAGE, refused_only=refused_only):
        when = f"{entry.at.astimezone(office.zone):%H:%M %d/%m/%Y}"
        what = words.said(entry, name_of, clause_of)[:300]
        blocks.append(Block(words.LINE.format(when=when, who=words.who_of(entry), what=what)))
    return blocks or [Block(words.NONE)]
