"""The buttons of a document that an administrator sends: looked at, corrected, loaded, taken back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from handlers import document_pages, document_typed
from handlers import document_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.desk import Step, actor_tapping, by_step, close_prompt
from handlers.document_cards import card_of, changes_of, sure_card
from handlers.document_drafts import FileDraft, Read, draft_of, keep, mark, opened
from handlers.document_loading import load, loaded_card, switch, take_back, undo_card
from handlers.document_pages import entries, misprints, place_of
from handlers.replies import Reply, edit_page, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.errors import InvalidInputError
from knowledge.progress.policy import Action as Attempted
from knowledge.resolution.model import Erratum

SUBJECT: Final = "document file"

View = Callable[[Read, int], Reply]
OpenStep = Callable[[Tapped, Context, Read, int], Awaitable[Toast]]
LoadedStep = Callable[[Tapped, Context, int, FileDraft, int], Awaitable[Toast]]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {
        "card": _open(_card, anew=True),
        "tree": _view(document_pages.tree_page),
        "targets": _view(document_pages.targets_page),
        "bodies": _view(document_pages.bodies_page),
        "misprints": _view(document_pages.misprints_page),
        "doubts": _view(document_pages.doubts_page),
        "changes": _open(_changes, anew=True),
        "measure": _open(_ask_level),
        "misprint": _open(_is_misprint),
        "fine": _open(_is_fine),
        "again": _open(_look_again),
        "edit": _open(_ask_lines),
        "back": _open(_uncorrect),
        "force": _open(_force),
        "load": _open(_load, anew=True),
        "sure": _open(_load_for_sure, anew=True),
        "drop": _open(_drop),
        "undo": _loaded(_ask_undo),
        "undone": _loaded(_undo),
        "inforce": _loaded(_switch),
        "loaded": _loaded(_show_loaded),
    }
    return {Verb.INGEST: by_step(Verb.INGEST, Attempted.MANAGE_DOCUMENTS, steps)}


def _open(step: OpenStep, *, anew: bool = False) -> Step:
    """Let a step work on a draft that is not loaded yet; of one that is, show what was loaded.

    Args:
        step: what to do.
        anew: hold the draft against what is stored now.
    """

    async def run(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
        draft = _draft(tapped, context, draft_id)
        if draft.load:
            await edit_page(tapped.message, context, loaded_card(context, draft_id, draft))
            return Toast(words.LOADED_ALREADY)
        read = await opened(context, draft_id, draft, anew=anew)
        return await step(tapped, context, read, choice)

    return run


def _loaded(step: LoadedStep) -> Step:
    """Let a step work on a draft that is loaded."""

    async def run(tapped: Tapped, context: Context, draft_id: int, choice: int) -> Toast:
        draft = _draft(tapped, context, draft_id, words.LOAD_TOO_OLD)
        if not draft.load:
            raise InvalidInputError(words.GONE)
        return await step(tapped, context, draft_id, draft, choice)

    return run


def _draft(tapped: Tapped, context: Context, draft_id: int, gone: str = words.GONE) -> FileDraft:
    """Return the draft of who taps, an administrator at this moment.

    Args:
        tapped, context: of the tap.
        draft_id: which.
        gone: what to say where he has no such draft.

    Raises:
        RefusedError: he is none.
        InvalidInputError: he has no such draft.
    """
    actor = actor_tapping(tapped, context)
    context.services.gate.look(actor, Attempted.MANAGE_DOCUMENTS, SUBJECT)
    return draft_of(context, tapped.person, draft_id, gone)


def _view(view: View) -> Step:
    """Return the step that shows a page of a view."""

    async def show(tapped: Tapped, context: Context, read: Read, page: int) -> Toast:
        close_prompt(tapped.person, context)
        await edit_page(tapped.message, context, view(read, page))
        return NOTHING

    return _open(show)


# -- looking ------------------------------------------------------------------------------------


async def _card(tapped: Tapped, context: Context, read: Read, _: int) -> Toast:
    close_prompt(tapped.person, context)
    return await _show(tapped, context, read)


async def _changes(tapped: Tapped, context: Context, read: Read, page: int) -> Toast:
    reply = document_pages.changes_page(read, page, changes_of(context, read))
    await edit_page(tapped.message, context, reply)
    return NOTHING


async def _show(tapped: Tapped, context: Context, read: Read, notice: str = "") -> Toast:
    """Show the card, and keep what it says of the stored version."""
    draft = replace(read.draft, shown=mark(read.proposal))
    keep(context, tapped.person, read.id, draft)
    reply = card_of(context, replace(read, draft=draft), notice=notice)
    await edit_page(tapped.message, context, reply)
    return NOTHING


# -- correcting ---------------------------------------------------------------------------------


async def _ask_lines(tapped: Tapped, context: Context, read: Read, _: int) -> Toast:
    await document_typed.ask_for_lines(tapped.message.chat_id, tapped.person, context, read)
    return NOTHING


async def _ask_level(tapped: Tapped, context: Context, read: Read, choice: int) -> Toast:
    place, found = place_of(read, choice), entries(read)
    if place is None or place >= len(found):
        return await _targets_again(tapped, context, read)
    chat = tapped.message.chat_id
    await document_typed.ask_for_level(chat, tapped.person, context, read, found[place])
    return NOTHING


async def _targets_again(tapped: Tapped, context: Context, read: Read) -> Toast:
    await edit_page(tapped.message, context, document_pages.targets_page(read, 0))
    return Toast(words.CHANGED_SINCE)


async def _is_misprint(tapped: Tapped, context: Context, read: Read, choice: int) -> Toast:
    place, found = place_of(read, choice), misprints(read)
    if place is None or place >= len(found):
        return await _misprints_again(tapped, context, read, words.CHANGED_SINCE)
    one = found[place]
    if not one.meant:
        chat = tapped.message.chat_id
        await document_typed.ask_for_meant(chat, tapped.person, context, read, one)
        return NOTHING
    corrections = read.proposal.corrections.with_erratum(Erratum(one.ref, one.printed, one.meant))
    changed = await document_typed.corrected(context, tapped.person, read, corrections)
    return await _misprints_again(tapped, context, changed, words.NOTED, place)


async def _is_fine(tapped: Tapped, context: Context, read: Read, choice: int) -> Toast:
    place, found = place_of(read, choice), misprints(read)
    if place is None or place >= len(found):
        return await _misprints_again(tapped, context, read, words.CHANGED_SINCE)
    one = found[place]
    fine = tuple(dict.fromkeys((*read.draft.fine, (one.ref, one.printed))))
    changed = await _looked_at(tapped, context, read, fine)
    return await _misprints_again(tapped, context, changed, words.PASSED_OVER, place)


async def _look_again(tapped: Tapped, context: Context, read: Read, _: int) -> Toast:
    changed = await _looked_at(tapped, context, read, ())
    return await _misprints_again(tapped, context, changed, "")


async def _looked_at(
    tapped: Tapped, context: Context, read: Read, fine: tuple[tuple[str, str], ...]
) -> Read:
    """Keep which suspected misprints are none; what is read stays as it is."""
    draft = replace(read.draft, fine=fine, revision=read.draft.revision + 1)
    keep(context, tapped.person, read.id, draft)
    return replace(read, draft=draft)


async def _misprints_again(
    tapped: Tapped, context: Context, read: Read, toast: str, page: int = 0
) -> Toast:
    await edit_page(tapped.message, context, document_pages.misprints_page(read, page))
    return Toast(toast)


async def _uncorrect(tapped: Tapped, context: Context, read: Read, revision: int) -> Toast:
    """Take the last correction back; a repeated tap takes back no second one."""
    if revision != read.draft.revision:
        await _show(tapped, context, read)
        return Toast(words.CHANGED_SINCE)
    if not read.draft.before:
        return Toast(words.NOTHING_CORRECTED)
    close_prompt(tapped.person, context)
    draft = read.draft.uncorrected()
    await _show(tapped, context, await opened(context, read.id, draft, anew=True))
    return Toast(words.UNCORRECTED)


async def _force(tapped: Tapped, context: Context, read: Read, choice: int) -> Toast:
    draft = replace(read.draft, in_force=bool(choice))
    return await _show(tapped, context, replace(read, draft=draft))


async def _drop(tapped: Tapped, context: Context, read: Read, _: int) -> Toast:
    close_prompt(tapped.person, context)
    context.services.drafts.drop(tapped.person, read.id)
    await edit_page(tapped.message, context, text(words.DROPPED))
    return NOTHING


# -- loading ------------------------------------------------------------------------------------


async def _load(tapped: Tapped, context: Context, read: Read, revision: int) -> Toast:
    """Load what the card shows; where it is another by now, show that instead; ask where records are lost."""
    if not await _as_shown(tapped, context, read, revision):
        return NOTHING
    if read.proposal.lost:
        await edit_page(tapped.message, context, sure_card(context, read))
        return NOTHING
    return await load(tapped, context, read)


async def _load_for_sure(tapped: Tapped, context: Context, read: Read, revision: int) -> Toast:
    if not await _as_shown(tapped, context, read, revision):
        return NOTHING
    return await load(tapped, context, read)


async def _as_shown(tapped: Tapped, context: Context, read: Read, revision: int) -> bool:
    """Tell whether the card that was shown still holds; else show it anew."""
    if read.proposal.needs or read.proposal.same:
        await _show(tapped, context, read)
        return False
    if revision != read.draft.revision:
        await _show(tapped, context, read, words.CHANGED_SINCE)
        return False
    if mark(read.proposal) != read.draft.shown:
        await _show(tapped, context, read, words.STALE)
        return False
    return True


async def _show_loaded(
    tapped: Tapped, context: Context, draft_id: int, draft: FileDraft, _: int
) -> Toast:
    await edit_page(tapped.message, context, loaded_card(context, draft_id, draft))
    return NOTHING


async def _ask_undo(
    tapped: Tapped, context: Context, draft_id: int, draft: FileDraft, _: int
) -> Toast:
    await edit_page(tapped.message, context, undo_card(draft_id, draft))
    return NOTHING


async def _undo(tapped: Tapped, context: Context, draft_id: int, draft: FileDraft, _: int) -> Toast:
    return await take_back(tapped, context, draft_id, draft)


async def _switch(
    tapped: Tapped, context: Context, draft_id: int, draft: FileDraft, choice: int
) -> Toast:
    return await switch(tapped, context, draft_id, draft, in_force=bool(choice))
