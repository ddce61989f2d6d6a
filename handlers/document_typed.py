"""Corrections of a document that is not loaded yet, as an administrator types them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers import document_drafts
from handlers import document_wording as words
from handlers.context import Context
from handlers.desk import ANY_MESSAGE, await_answer, prompt
from handlers.document_cards import SHOWN_FAULTS, card_of
from handlers.document_drafts import (
    Read,
    draft_of,
    keep,
    mark,
    opened,
)
from handlers.document_pages import Entry
from handlers.replies import Reply
from knowledge.answers.labels import shorten
from knowledge.errors import InvalidInputError
from knowledge.ingest.correction_lines import ReadLines, read_lines
from knowledge.ingest.corrections import Corrections
from knowledge.ingest.proposal import Proposal
from knowledge.ingest.spelling import Suspicion
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted

LINES, LEVEL, MEANT = "doclines", "doclevel", "docmeant"
"""The questions that a typed text may answer."""
CLAUSE_LENGTH: Final = 400


async def ask_for_lines(chat: int, person: int, context: Context, read: Read) -> None:
    """Ask what is to be corrected, with examples from the document itself."""
    targets = read.proposal.preview.targets
    ref = targets[0].clause.ref if targets else words.CORRECT_REF
    question = f"{words.CORRECT_HOW.format(ref=ref)}\n{words.CORRECT_ABOUT}"
    _keep_asked(context, person, read, {})
    await prompt(chat, person, context, question, words.CORRECT_EXAMPLE, LINES, read.id)


async def ask_for_level(chat: int, person: int, context: Context, read: Read, one: Entry) -> None:
    """Ask for the right reading of a target or of one of its measures."""
    question = words.MEASURE_HOW.format(
        key=one.key,
        text=shorten(one.clause.text, CLAUSE_LENGTH),
        words=shorten(one.said, CLAUSE_LENGTH),
    )
    _keep_asked(context, person, read, {"key": one.key})
    await prompt(chat, person, context, question, words.MEASURE_EXAMPLE, LEVEL, read.id)


async def ask_for_meant(
    chat: int, person: int, context: Context, read: Read, one: Suspicion
) -> None:
    """Ask what a misprint is meant to be."""
    question = words.MEANT_HOW.format(ref=one.ref, printed=one.printed)
    _keep_asked(context, person, read, {"ref": one.ref, "printed": one.printed})
    await prompt(chat, person, context, question, words.MEANT_EXAMPLE, MEANT, read.id)


async def typed(context: Context, actor: Actor, purpose: str, draft_id: int, said: str) -> Reply:
    """Return the card after typed corrections; where some can't be read, it says so and waits for them.

    Raises:
        InvalidInputError: nothing of it can be read.
        RefusedError: the person is no administrator any more.
    """
    person = actor.telegram_id or 0
    context.services.gate.look(actor, Attempted.MANAGE_DOCUMENTS, "document file")
    draft = draft_of(context, person, draft_id)
    if draft.load:
        raise InvalidInputError(words.GONE)
    read = await opened(context, draft_id, draft)
    found = await asyncio.to_thread(_understood, read, purpose, said)
    faults = list(found.faults)
    if not found.read:
        raise InvalidInputError("\n".join(faults[:SHOWN_FAULTS]) or words.NOTHING_CORRECTED)
    read = await corrected(context, person, read, found.corrections)
    if faults:
        await_answer(ANY_MESSAGE, person, context, LINES, draft_id)
    return card_of(context, read, faults)


async def corrected(context: Context, person: int, read: Read, corrections: Corrections) -> Read:
    """Keep other corrections in a draft and return what is read with them.

    Raises:
        InvalidInputError: they don't fit the text; the draft stays as it was.
    """
    documents = context.services.office.documents
    draft = await asyncio.to_thread(
        document_drafts.corrected, documents, read.proposal, read.draft, corrections
    )
    found = await opened(context, read.id, draft, anew=True)
    draft = replace(found.draft, shown=mark(found.proposal))
    keep(context, person, read.id, draft)
    return replace(found, draft=draft)


def is_question(said: str) -> bool:
    """Tell a question from a slip in a correction: it has none of the signs of one."""
    return not any(sign in said for sign in (":", "=", "“", '"', "->")) and not any(
        letter.isdigit() for letter in said
    )


def _understood(read: Read, purpose: str, said: str) -> ReadLines:
    resolution, corrections = read.proposal.resolution, read.proposal.corrections
    asked = read.draft.asked
    if purpose == MEANT and "printed" in asked:
        return _meant(read.proposal, asked, said)
    if purpose == LEVEL and "key" in asked:
        found = read_lines(f"{asked['key']}: {said}", resolution, corrections)
        if found.read:
            return found
        # What names its clause itself is a correction like any other.
        whole = read_lines(said, resolution, corrections)
        return whole if whole.read else found
    return read_lines(said, resolution, corrections)


def _meant(proposal: Proposal, asked: Mapping[str, str], said: str) -> ReadLines:
    line = f"{asked['ref']} sai “{asked['printed']}” đúng “{said.strip(' “”')}”"
    return read_lines([line], proposal.resolution, proposal.corrections)


def _keep_asked(context: Context, person: int, read: Read, asked: dict[str, str]) -> None:
    keep(context, person, read.id, replace(read.draft, asked=asked))
