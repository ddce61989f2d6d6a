"""/muc: the resolution as a tree, walked by buttons in one message."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import NO_REF, Verb
from handlers.context import Context, Handler
from handlers.keyboards import Row, button, markup, pager
from handlers.memory import Turn
from handlers.render import LIMIT, Block, blocks, pages
from handlers.replies import Reply, edit_page, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.answer import Part, PartKind
from knowledge.answers.labels import label, shorten
from knowledge.lookup import Lookup
from knowledge.resolution.citation import short_citation
from knowledge.resolution.model import Clause, Kind

A_PAGE: Final = 9
ROW_LENGTH: Final = 56
_LEAF: Final = (PartKind.QUOTE, PartKind.CITATION, PartKind.NOTE, PartKind.STATUS)


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("muc", on_outline)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.TREE: walk}


async def on_outline(update: Update, context: Context) -> None:
    """Show the top of the tree, or the clause whose address follows the command."""
    lookup = context.services.lookup
    address = " ".join(context.args or [])
    if not address:
        await respond(update, context, view(lookup, "", 0))
        return
    refs = lookup.resolve(address)
    if not refs:
        await respond(update, context, text(wording.NO_SUCH_CLAUSE.format(address=address)))
        return
    message, person = update.effective_message, update.effective_user
    if message is not None and person is not None:
        turn = Turn(lookup.question_about(refs[0]), refs[0])
        context.services.memory.remember(message.chat_id, person.id, turn)
    await respond(update, context, view(lookup, refs[0], 0))


async def walk(tapped: Tapped, context: Context) -> Toast:
    """Show another place of the tree in the same message."""
    reply = view(context.services.lookup, tapped.tap.ref, tapped.tap.page)
    moved = await edit_page(tapped.message, context, reply)
    return NOTHING if moved else Toast(wording.ALREADY_THERE)


def view(lookup: Lookup, ref: str, page: int) -> Reply:
    """Return one place of the tree.

    Args:
        lookup: finds the clauses.
        ref: the place, "" for the top.
        page: of what stands under it.

    Raises:
        UnknownClauseError: the resolution has no such clause.
    """
    resolution = lookup.resolution
    if not ref:
        top = [clause for clause in resolution.clauses if clause.parent is None]
        title = wording.TREE_TITLE.format(number=resolution.number)
        content = [Block(title, "b"), Block(wording.TREE_HOW, "i")]
        return _list(content, top, NO_REF, page, [])
    clause = resolution.clause(ref)
    under = resolution.children.get(ref, ())
    if not under:
        return _leaf(lookup, clause)
    content = [Block(clause.text, "b"), Block(short_citation(resolution, ref), "i", glued=True)]
    if len(under) == 1:  # a heading over one paragraph: nothing to choose
        return _leaf(lookup, under[0], above=content)
    content.append(Block(wording.TREE_HOW, "i"))
    return _list(content, under, ref, page, _back(lookup, clause))


def _list(
    content: list[Block], under: tuple[Clause, ...] | list[Clause], ref: str, page: int, back: Row
) -> Reply:
    count = max(1, -(-len(under) // A_PAGE))
    page = min(page, count - 1)
    shown = under[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [[button(_row(clause), Verb.TREE, clause.ref, 0)] for clause in shown]
    read = [button(wording.BUTTON_READ, Verb.VERBATIM, ref)] if ref != NO_REF else []
    keys = markup([*rows, pager(Verb.TREE, page, count, ref), read, back])
    return Reply(pages(content)[:1], keys)


def _leaf(lookup: Lookup, clause: Clause, above: list[Block] | None = None) -> Reply:
    """Return a clause with its neighbours and the way back."""
    resolution = lookup.resolution
    parts = [part for part in lookup.open(clause.ref).parts if part.kind in _LEAF]
    made = pages([*(above or []), *blocks(parts)])
    if (
        len(made) > 1
    ):  # one message is edited in place, so what is longer is cut; "Đọc" has it whole
        room = LIMIT - 400
        cut = [
            _cut(part, room) for part in parts if part.kind in (PartKind.QUOTE, PartKind.CITATION)
        ]
        made = pages(blocks(cut))[:1]
    beside = [one.ref for one in resolution.children.get(clause.parent or "", ())]
    at = beside.index(clause.ref) if clause.ref in beside else 0
    steps = []
    if at > 0:
        steps.append(button(wording.BUTTON_PREVIOUS, Verb.TREE, beside[at - 1], 0))
    if at + 1 < len(beside):
        steps.append(button(wording.BUTTON_NEXT, Verb.TREE, beside[at + 1], 0))
    tools = [button(wording.BUTTON_RELATED, Verb.RELATED, clause.ref)]
    if clause.kind in (Kind.TARGET, Kind.TASK):
        tools.append(button(wording.BUTTON_STATUS, Verb.STATUS, clause.ref))
    return Reply(made, markup([tools, steps, _back(lookup, clause)]))


def _back(lookup: Lookup, clause: Clause) -> Row:
    """Return the way to the heading above, to the page on which the clause stands, and to the top."""
    top = button(wording.BUTTON_TOP, Verb.TREE, NO_REF, 0)
    parent = clause.parent
    if parent is None:
        return [top]
    beside = [one.ref for one in lookup.resolution.children.get(parent, ())]
    if len(beside) == 1:
        return _back(lookup, lookup.resolution.clause(parent))
    page = beside.index(clause.ref) // A_PAGE if clause.ref in beside else 0
    return [button(wording.BUTTON_BACK, Verb.TREE, parent, page), top]


def _row(clause: Clause) -> str:
    marker = f"{clause.marker} " if clause.marker not in ("", "-", "+") else ""
    return shorten(marker + label(clause), ROW_LENGTH)


def _cut(part: Part, room: int) -> Part:
    return Part(part.kind, shorten(part.text, room), part.ref)
