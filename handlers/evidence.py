"""Photos and files of evidence: added to a report on its way, or to one just saved, by reference."""

from typing import Final

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from handlers import attachments, report_drafts, reporting
from handlers import work_wording as words
from handlers.context import Context, Handler
from handlers.desk import actor_of, open_prompt
from handlers.replies import respond, text
from knowledge.errors import KnowledgeError
from knowledge.progress.model import Actor, Evidence
from knowledge.progress.reports import MAX_EVIDENCE

FILES: Final = filters.PHOTO | filters.Document.ALL | filters.VIDEO
_AWAIT: Final = (report_drafts.EVIDENCE, report_drafts.MORE)
COMMAND: Final = "/capnhat"


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before those of attachments."""
    wanted = FILES & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    return [MessageHandler(wanted, on_file)]


async def on_file(update: Update, context: Context) -> None:
    """Take a file as evidence where a report waits for one; else treat it as any attachment."""
    message = update.effective_message
    evidence = evidence_in(message) if message else None
    if message is None or evidence is None:
        return
    actor = actor_of(update, context)
    caption = (message.caption or "").strip()
    try:
        if caption.startswith(COMMAND):
            line = caption.removeprefix(COMMAND).strip()
            await reporting.take_line(message, context, actor, line, (evidence,))
            return
        asked = open_prompt(message, context)
        if asked is not None and asked[1].get("purpose") in _AWAIT:
            about, purpose = int(asked[1]["about"]), str(asked[1]["purpose"])
            await _add(update, context, actor, purpose, about, evidence)
            return
    except KnowledgeError as error:
        await respond(update, context, text(str(error)))
        return
    await attachments.on_attachment(update, context)


def is_awaited(message: Message, context: Context) -> bool:
    """Tell whether a report waits for a file, or the file brings a report of its own."""
    if (message.caption or "").strip().startswith(COMMAND):
        return True
    asked = open_prompt(message, context)
    return asked is not None and asked[1].get("purpose") in _AWAIT


async def _add(
    update: Update, context: Context, actor: Actor, purpose: str, about: int, evidence: Evidence
) -> None:
    first = update.effective_message is not None and attachments.is_first_of_album(
        update.effective_message, context
    )
    if purpose == report_drafts.MORE:
        context.services.office.reports.add_evidence(actor, about, evidence)
        if first:
            await respond(update, context, text(words.REPORT_EVIDENCE_ADDED.format(number=about)))
        return
    reply = report_drafts.with_evidence(context, actor, about, evidence, MAX_EVIDENCE)
    if first:
        await respond(update, context, reply)


def evidence_in(message: Message) -> Evidence | None:
    """Return the photo or file of a message, None for neither."""
    if message.photo:
        return Evidence(message.photo[-1].file_id, "photo")
    if message.document:
        return Evidence(message.document.file_id, "document", message.document.file_name or "")
    if message.video:
        return Evidence(message.video.file_id, "video", message.video.file_name or "")
    return None
