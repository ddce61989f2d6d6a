"""/xuat: the workbook for leaders and administrators; the same file sent back updates, checked whole."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from telegram import Document, Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context, Handler
from handlers.demo import plainly_marked
from handlers.desk import actor_of, actor_tapping, by_step, privately, today
from handlers.keyboards import button, markup
from handlers.opening import own_entries, own_in_use
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text, typing
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.wording import BULLET
from knowledge.errors import KnowledgeError
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted
from knowledge.volumes import name_of

if TYPE_CHECKING:  # what reads and writes workbooks is loaded when one comes
    from knowledge.progress.cells import ImportResult

DRAFT: Final = "sheet"
SHOWN: Final = 8
MILLION: Final = 1_000_000


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before those of attachments."""
    sheet = filters.Document.FileExtension("xlsx") & filters.ChatType.PRIVATE
    return [
        CommandHandler("xuat", on_export),
        MessageHandler(sheet & filters.UpdateType.MESSAGE & ~filters.VIA_BOT, on_sheet),
    ]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {Verb.SHEET: by_step(Verb.SHEET, Attempted.IMPORT, {"write": _write})}


@privately("xuat", Attempted.EXPORT)
async def on_export(update: Update, context: Context) -> None:
    """Send the workbook."""
    from knowledge.progress.workbook import export_workbook

    message, actor = update.effective_message, actor_of(update, context)
    if message is None:
        return
    office = context.services.office
    number, _ = own_in_use(" ".join(context.args or []), context, message.chat_id)
    office.gate.look(actor, Attempted.EXPORT, number)
    async with typing(message, context):
        data = await asyncio.to_thread(export_workbook, office, actor, number)
    day = today(context)
    caption = words.EXPORT_CAPTION.format(number=number, day=progress_wording.day(day))
    await context.bot.send_document(
        message.chat_id,
        data,
        caption=plainly_marked(context, f"{caption}\n{words.EXPORT_HOW}"),
        parse_mode=None,
        filename=words.EXPORT_FILE.format(day=day),
    )


async def on_sheet(update: Update, context: Context) -> None:
    """Check a workbook that an administrator sends, and offer to write what it changes."""
    from handlers import evidence

    message, actor = update.effective_message, actor_of(update, context)
    if message is None or message.document is None:
        return
    if evidence.is_awaited(message, context):
        await evidence.on_file(update, context)
        return
    try:
        await _offer(update, message, context, actor, message.document)
    except KnowledgeError as error:
        await respond(update, context, text(str(error)))


async def _offer(
    update: Update, message: Message, context: Context, actor: Actor, document: Document
) -> None:
    from knowledge.progress.sheets import MAX_FILE
    from knowledge.progress.workbook_import import check_workbook

    office = context.services.office
    office.gate.look(actor, Attempted.IMPORT, "workbook")
    if (document.file_size or 0) > MAX_FILE:
        sentence = words.IMPORT_TOO_LARGE.format(limit=MAX_FILE // MILLION)
        await respond(update, context, text(sentence))
        return
    async with typing(message, context):
        data = await _downloaded(context, document.file_id)
        number = await asyncio.to_thread(_named_in, data, context, message.chat_id)
        found = await asyncio.to_thread(check_workbook, office, actor, number, data)
    name = document.file_name or ""
    draft_id = 0
    if found.changes and not found.errors:
        kept = {"file": document.file_id, "name": name, "written": False, "document": number}
        draft_id = office.drafts.put(actor.telegram_id or 0, DRAFT, kept)
    await respond(update, context, report_of(found, name, number, draft_id))


def _named_in(data: bytes, context: Context, chat: int) -> str:
    """Return the number of the document that a workbook's heading names, else of the one in use.

    Last year's workbook sent back this year is still about last year's document.
    """
    from knowledge.progress.sheets import heading_of

    heading = heading_of(data)
    named = (one.number for one in own_entries(context) if f" {one.number}:" in heading)
    return next(named, None) or own_in_use("", context, chat)[0]


def report_of(found: "ImportResult", name: str, number: str, draft_id: int = 0) -> Reply:
    """Return what a file would change of a document's work, or what is wrong with it."""
    content = [
        Block(words.IMPORT_TITLE.format(name=name), "b"),
        Block(name_of(number), "i", glued=True),
    ]
    if found.errors:
        title = words.IMPORT_ERRORS.format(count=len(found.errors))
        content += _listed(title, [str(one) for one in found.errors])
        return laid_out(content)
    if not found.changes:
        return laid_out([*content, Block(words.IMPORT_NOTHING)])
    content += _listed(words.IMPORT_CHANGES.format(count=len(found.changes)), found.changes)
    if found.questions:
        title = words.IMPORT_QUESTIONS.format(count=len(found.questions))
        content += _listed(title, [str(one) for one in found.questions])
    row = [
        button(words.BUTTON_IMPORT, Verb.SHEET, "write", draft_id, 0),
        button(words.BUTTON_NO, Verb.CANCEL),
    ]
    return laid_out(content, markup([row]) if draft_id else None)


def _listed(title: str, lines: Sequence[str]) -> list[Block]:
    blocks = [Block(title)]
    blocks += [Block(f"{BULLET} {line}", glued=True) for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        blocks.append(Block(words.IMPORT_MORE.format(count=len(lines) - SHOWN), glued=True))
    return blocks


async def _downloaded(context: Context, file_id: str) -> bytes:
    file = await context.bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())


async def _write(tapped: Tapped, context: Context, draft_id: int, _: int) -> Toast:
    """Write the file; a repeated tap writes nothing again."""
    from knowledge.progress.workbook_import import import_workbook

    actor, office = actor_tapping(tapped, context), context.services.office
    kept = office.drafts.get(tapped.person, draft_id)
    if kept is None or kept.get("written"):
        return Toast(words.IMPORT_GONE, alert=True)
    office.gate.look(actor, Attempted.IMPORT, "workbook")
    number = str(kept.get("document") or context.services.volumes.bundled.number)
    data = await _downloaded(context, kept["file"])
    key = f"draft:{draft_id}"
    done = await asyncio.to_thread(import_workbook, office, actor, number, data, key=key)
    if not done.written:
        await edit_page(tapped.message, context, report_of(done, kept["name"], number))
        return NOTHING
    office.drafts.change(tapped.person, draft_id, kept | {"written": True})
    sentence = words.IMPORT_DONE.format(count=len(done.changes))
    await edit_page(tapped.message, context, text(sentence))
    return NOTHING
