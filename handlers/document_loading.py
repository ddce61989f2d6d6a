"""A document loaded from a file that was sent: in one transaction, said to the others, taken back as one."""

import asyncio
import logging
from dataclasses import replace
from typing import Final

from telegram.error import TelegramError

from handlers import document_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.demo import marked
from handlers.desk import actor_tapping, close_prompt
from handlers.document_cards import card_of, count_words, force_row, lost_told
from handlers.document_drafts import FileDraft, Read, keep, mark, opened, will_be_in_force
from handlers.errors import administrators
from handlers.keyboards import button, markup
from handlers.render import Block, escape
from handlers.replies import Reply, edit_page, laid_out, text, typing
from handlers.taps import NOTHING, Tapped, Toast
from handlers.wording import BUTTON_USE
from handlers.work_wording import BUTTON_NO
from knowledge.errors import InvalidInputError
from knowledge.ingest.proposal import Proposal, accept
from knowledge.progress.model import Actor
from knowledge.progress.office import Office
from knowledge.progress.policy import Action as Attempted
from knowledge.progress.wording import ADMINISTRATOR_NAME, day
from knowledge.resolution.citation import document_name
from knowledge.resolution.model import Kind
from knowledge.storage.documents import DocumentSummary, Load
from knowledge.storage.times import moment_text

LOADED: Final = "loaded"
UNDONE: Final = "load undone"
"""What the audit log says was done."""

log = logging.getLogger(__name__)


async def load(tapped: Tapped, context: Context, read: Read) -> Toast:
    """Load what a card shows; where another load came in between, show the new comparison instead."""
    office, actor = context.services.office, actor_tapping(tapped, context)
    in_force = will_be_in_force(context, read)
    close_prompt(tapped.person, context)
    async with typing(tapped.message, context):
        draft = await asyncio.to_thread(_load, office, actor, tapped.person, read, in_force)
        if draft is None:
            return await _another(tapped, context, read)
        await renew(context, draft.number)
    await edit_page(tapped.message, context, loaded_card(context, read.id, draft))
    name = document_name(read.proposal.resolution)
    tell_others(context, actor, words.NOTICE_LOADED.format(who=_name(actor), name=name))
    return NOTHING


def _load(
    office: Office, actor: Actor, person: int, read: Read, in_force: bool
) -> FileDraft | None:
    """Load in one transaction, the draft noted as loaded in it; None where another version is stored by now."""
    documents, proposal = office.documents, read.proposal
    with office.gate.attempt(actor, Attempted.MANAGE_DOCUMENTS, proposal.number) as attempt:
        if not _still_stored(office, proposal):
            attempt.changed = False
            return None
        done = accept(documents, proposal, by=_name(attempt.actor), in_force=in_force)
        attempt.changed = done.changed
        attempt.detail = LOADED
        draft = replace(
            read.draft,
            number=done.number,
            load=moment_text(documents.loads(done.number)[0].at),
            result=tuple(_result(read, done)),
        )
        office.drafts.change(person, read.id, draft.to_data())
        return draft


def _still_stored(office: Office, proposal: Proposal) -> bool:
    """Tell whether what the proposal was held against is what is stored now."""
    before = proposal.stored.summary if proposal.stored else None
    if before is None:
        return not office.documents.has(proposal.number)
    now = office.documents.summary(proposal.number)
    return (now.sha256, now.loaded_at) == (before.sha256, before.loaded_at)


def _result(read: Read, done: Load) -> list[str]:
    """What is said of a load for as long as its card stands."""
    if not done.changed:
        return [words.SAME]
    resolution = read.proposal.resolution
    kinds = [clause.kind for clause in resolution.clauses]
    lines = [
        words.LOADED.format(name=document_name(resolution)),
        words.LOADED_COUNT.format(
            clauses=len(kinds),
            targets=kinds.count(Kind.TARGET),
            tasks=kinds.count(Kind.TASK),
        ),
    ]
    kept = count_words(done.kept)
    if kept:
        lines.append(words.GO_ON.format(what=kept))
    if done.lost:
        lines += [words.LOST, *lost_told(done.lost)]
    return lines


async def _another(tapped: Tapped, context: Context, read: Read) -> Toast:
    """Show the comparison with what was loaded meanwhile."""
    found = await opened(context, read.id, read.draft, anew=True)
    draft = replace(found.draft, shown=mark(found.proposal))
    keep(context, tapped.person, read.id, draft)
    reply = card_of(context, replace(found, draft=draft), notice=words.STALE)
    await edit_page(tapped.message, context, reply)
    return NOTHING


def loaded_card(context: Context, draft_id: int, draft: FileDraft) -> Reply:
    """Return what was loaded, whether it is in force, and which document is asked by default.

    Raises:
        UnknownDocumentError: it has been taken out since.
    """
    office = context.services.office
    summary = office.documents.summary(draft.number)
    default = context.services.volumes.library.default()
    first, *rest = draft.result or (words.SAME,)
    content = [Block(first, "b"), *(Block(line, glued=True) for line in rest)]
    content.append(Block(_standing(summary)))
    form = words.IS_DEFAULT if default == draft.number else words.OTHER_DEFAULT
    content.append(Block(form.format(number=default), glued=True))
    key = context.services.volumes.key_of(draft.number)
    rows = [
        [button(BUTTON_USE, Verb.DOCUMENT, "use", document=key)],
        force_row(draft_id, "inforce", summary.in_force),
        [button(words.BUTTON_UNDO, Verb.INGEST, "undo", draft_id, 0)],
    ]
    return laid_out(content, markup(rows))


def _standing(summary: DocumentSummary) -> str:
    if summary.in_force:
        return words.IN_FORCE
    if summary.begins is None:
        return words.NOT_IN_FORCE
    return words.BEGINS.format(day=day(summary.begins))


def undo_card(draft_id: int, draft: FileDraft) -> Reply:
    """Ask whether a load shall be taken back."""
    row = [
        button(words.BUTTON_UNDO_YES, Verb.INGEST, "undone", draft_id, 0),
        button(BUTTON_NO, Verb.INGEST, "loaded", draft_id, 0),
    ]
    return text(words.UNDO_ASK.format(number=draft.number), markup([row]))


async def take_back(tapped: Tapped, context: Context, draft_id: int, draft: FileDraft) -> Toast:
    """Undo a load as one, where it is the newest of its document."""
    office, actor = context.services.office, actor_tapping(tapped, context)
    async with typing(tapped.message, context):
        done = await asyncio.to_thread(_undo, office, actor, tapped.person, draft_id, draft)
        there = office.documents.has(draft.number)
        if there:
            await renew(context, draft.number)
    content = [Block(words.UNDONE.format(number=draft.number), "b")]
    content.append(Block(words.UNDONE_BEFORE if there else words.UNDONE_NONE, glued=True))
    if done.lost:
        content += [Block(words.LOST), *(Block(x, glued=True) for x in lost_told(done.lost))]
    await edit_page(tapped.message, context, laid_out(content))
    notice = words.NOTICE_UNDONE.format(who=_name(actor), number=draft.number)
    tell_others(context, actor, notice)
    return NOTHING


def _undo(office: Office, actor: Actor, person: int, draft_id: int, draft: FileDraft) -> Load:
    number = draft.number
    with office.gate.attempt(actor, Attempted.MANAGE_DOCUMENTS, number) as attempt:
        standing = [one for one in office.documents.loads(number) if one.undone_at is None]
        if not standing or moment_text(standing[0].at) != draft.load:
            raise InvalidInputError(words.UNDO_LATER.format(number=number))
        attempt.detail = UNDONE
        done = office.documents.undo(number)
        office.drafts.drop(person, draft_id)
        return done


async def switch(
    tapped: Tapped, context: Context, draft_id: int, draft: FileDraft, *, in_force: bool
) -> Toast:
    """Say whether a loaded document is asked by default."""
    office, actor = context.services.office, actor_tapping(tapped, context)
    number = draft.number
    changes = office.documents.summary(number).in_force is not in_force
    if changes:
        office.set_in_force(actor, number, in_force)
    await edit_page(tapped.message, context, loaded_card(context, draft_id, draft))
    if changes:
        form = words.NOTICE_IN_FORCE if in_force else words.NOTICE_NOT_IN_FORCE
        tell_others(context, actor, form.format(who=_name(actor), number=number))
    return NOTHING


async def renew(context: Context, number: str) -> None:
    """Open a document that was loaded or taken back, so that whoever asks it does not wait for that."""
    await asyncio.to_thread(context.services.volumes.open, number)


def tell_others(context: Context, actor: Actor, sentence: str) -> None:
    """Tell the other administrators, beside everything else: nobody waits for who can't be reached."""
    for account in administrators(context):
        if account != actor.telegram_id:
            context.application.create_task(_tell(context, account, sentence))


async def _tell(context: Context, account: int, sentence: str) -> None:
    try:
        await context.bot.send_message(account, marked(context, escape(sentence)))
    except TelegramError as error:
        log.info("an administrator could not be told: %s", type(error).__name__)


def _name(actor: Actor) -> str:
    return actor.person.name if actor.person else ADMINISTRATOR_NAME
