"""/muc: the resolution as a tree, walked by buttons in one message."""

from collections.abc import Mapping
from typing import Final

from telegram import Update
from telegram.ext import CommandHandler

from handlers import wording
from handlers.callbacks import NO_REF, Verb, fits
from handlers.context import Context, Handler
from handlers.keyboards import Row, button, markup, pager
from handlers.opening import named_or_in_use, of_tap
from handlers.questions import focus_on
from handlers.render import LIMIT, Block, blocks, pages
from handlers.replies import Reply, edit_page, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.answer import Part, PartKind
from knowledge.answers.labels import label, shorten
from knowledge.resolution.citation import citation, short_citation
from knowledge.resolution.model import Clause, Kind
from knowledge.volumes import Volume

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
    message, person = update.effective_message, update.effective_user
    if message is None:
        return
    volume, address = await named_or_in_use(" ".join(context.args or []), message, context)
    if not address:
        await respond(update, context, view(volume, context, "", 0))
        return
    refs = volume.lookup.resolve(address)
    if not refs:
        said = wording.NO_SUCH_CLAUSE.format(address=address, name=volume.name)
        await respond(update, context, text(said))
        return
    if person is not None:
        focus_on(volume, refs[0], message.chat_id, person.id, context)
    await respond(update, context, view(volume, context, refs[0], 0))


async def walk(tapped: Tapped, context: Context) -> Toast:
    """Show another place of the tree in the same message."""
    volume = await of_tap(tapped, context)
    reply = view(volume, context, tapped.tap.ref, tapped.tap.page)
    moved = await edit_page(tapped.message, context, reply)
    return NOTHING if moved else Toast(wording.ALREADY_THERE)


def view(volume: Volume, context: Context, ref: str, page: int) -> Reply:
    """Return one place of the tree.

    Args:
        volume: the document.
        context: of the update.
        ref: the place, "" for the top.
        page: of what stands under it.

    Raises:
        UnknownClauseError: the resolution has no such clause.
    """
    resolution = volume.resolution
    if not ref:
        top = [clause for clause in resolution.clauses if clause.parent is None]
        title = wording.TREE_TITLE.format(name=volume.name)
        content = [Block(title, "b")]
        standing = context.services.volumes.standing(volume.number, ended_only=True)
        content += [Block(standing)] if standing else []
        content.append(Block(wording.TREE_HOW, "i"))
        return _list(volume, content, top, NO_REF, page, [])
    clause = resolution.clause(ref)
    under = resolution.children.get(ref, ())
    if not under:
        return _leaf(volume, clause)
    heading = shorten(clause.text, LIMIT // 4)
    content = [Block(heading, "b"), Block(citation(resolution, ref), "i", glued=True)]
    if len(under) == 1:  # a heading over one paragraph: nothing to choose
        content[1:] = [Block(short_citation(resolution, ref), "i", glued=True)]
        return _leaf(volume, under[0], above=content)
    content.append(Block(wording.TREE_HOW, "i"))
    return _list(volume, content, under, ref, page, _back(volume, clause))


def _list(
    volume: Volume,
    content: list[Block],
    under: tuple[Clause, ...] | list[Clause],
    ref: str,
    page: int,
    back: Row,
) -> Reply:
    count, key = max(1, -(-len(under) // A_PAGE)), volume.key
    page = min(page, count - 1)
    shown = under[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [
        [button(_row(clause), Verb.TREE, clause.ref, 0, document=key)]
        for clause in shown
        if fits(Verb.TREE, clause.ref, 0, document=key)
    ]
    read = []
    if ref != NO_REF:
        read = [button(wording.BUTTON_READ, Verb.VERBATIM, ref, document=key)]
    keys = markup([*rows, pager(Verb.TREE, page, count, ref, document=key), read, back])
    return Reply(pages(content)[:1], keys)


def _leaf(volume: Volume, clause: Clause, above: list[Block] | None = None) -> Reply:
    """Return a clause with its neighbours and the way back."""
    resolution, key = volume.resolution, volume.key
    parts = [part for part in volume.lookup.open(clause.ref).parts if part.kind in _LEAF]
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
        steps.append(button(wording.BUTTON_PREVIOUS, Verb.TREE, beside[at - 1], 0, document=key))
    if at + 1 < len(beside):
        steps.append(button(wording.BUTTON_NEXT, Verb.TREE, beside[at + 1], 0, document=key))
    tools = [button(wording.BUTTON_RELATED, Verb.RELATED, clause.ref, document=key)]
    if volume.own and clause.kind in (Kind.TARGET, Kind.TASK):
        tools.append(button(wording.BUTTON_STATUS, Verb.STATUS, clause.ref, document=key))
    return Reply(made, markup([tools, steps, _back(volume, clause)]))


def _back(volume: Volume, clause: Clause) -> Row:
    """Return the way to the heading above, to the page on which the clause stands, and to the top."""
    key, resolution = volume.key, volume.resolution
    top = button(wording.BUTTON_TOP, Verb.TREE, NO_REF, 0, document=key)
    parent = clause.parent
    if parent is None:
        return [top]
    beside = [one.ref for one in resolution.children.get(parent, ())]
    if len(beside) == 1:
        return _back(volume, resolution.clause(parent))
    page = beside.index(clause.ref) // A_PAGE if clause.ref in beside else 0
    return [button(wording.BUTTON_BACK, Verb.TREE, parent, page, document=key), top]


def _row(clause: Clause) -> str:
    marker = f"{clause.marker} " if clause.marker not in ("", "-", "+") else ""
    return shorten(marker + label(clause), ROW_LENGTH)


def _cut(part: Part, room: int) -> Part:
    return Part(part.kind, shorten(part.text, room), part.ref)
