"""What /vanban shows: a page of the documents, and one of them as a card."""

import re
from collections.abc import Sequence
from typing import Final

from telegram import Message

from handlers import wording
from handlers.callbacks import Verb, read
from handlers.context import Context
from handlers.keyboards import Row, button, markup, numbered, pager
from handlers.render import Block
from handlers.replies import Reply, in_group, laid_out, text
from knowledge.answers.labels import shorten
from knowledge.catalogue import state_words
from knowledge.language.keys import plain_key
from knowledge.language.normalize import clean, fold
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted
from knowledge.resolution.model import Kind, Resolution
from knowledge.storage.documents import DocumentSummary
from knowledge.storage.times import local_day
from knowledge.volumes import name_of

A_PAGE: Final = 6
NAME_LENGTH: Final = 110
WORDS_LENGTH: Final = 60
MOST_CITING: Final = 5
_WORDS: Final = re.compile(r"[a-z0-9]+")


def matching(context: Context, said: str) -> list[DocumentSummary]:
    """Return the documents that have all the words in number, name, issuer, period or date; the default first.

    A number said whole means that document alone.
    """
    volumes = context.services.volumes
    default = volumes.library.default()
    found = sorted(volumes.documents.summaries(), key=lambda one: one.number != default)
    if not said:
        return found
    exact = [one for one in found if plain_key(one.number) == plain_key(said)]
    if exact:
        return exact
    words = _folded(said).split()
    return [one for one in found if all(f" {word}" in _haystack(one) for word in words)]


def page_of(
    context: Context, chat: int, said: str, page: int, found: Sequence[DocumentSummary]
) -> Reply:
    """Return a page of the documents found, the last for a page beyond.

    Args:
        context: of the update.
        chat: where it is shown.
        said: the words that name them, "" where all are shown.
        page: from 0.
        found: what ``matching`` returns for the words.
    """
    volumes = context.services.volumes
    if not found:
        return text(wording.DOCUMENTS_NONE.format(words=shorten(said, WORDS_LENGTH)))
    count = -(-len(found) // A_PAGE)
    page = min(page, count - 1)
    form = wording.DOCUMENTS_FOUND if said else wording.DOCUMENTS_TITLE
    title = form.format(count=len(found), words=shorten(said, WORDS_LENGTH))
    content, keys = [Block(title, "b")], []
    default, chosen = volumes.library.default(), volumes.chosen.of(chat)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    for place, one in enumerate(shown, start=page * A_PAGE + 1):
        line = wording.DOCUMENTS_LINE.format(place=place, name=name_of(one.number))
        content.append(Block(line, bold=((0, len(line)),)))
        content.append(Block(shorten(one.name or one.title, NAME_LENGTH), glued=True))
        content.append(Block(_marks(context, one, default, chosen), "i", glued=True))
        key = volumes.key_of(one.number)
        keys.append(button(str(place), Verb.DOCUMENT, "card", document=key))
    how = wording.DOCUMENTS_HOW.format(page=page + 1, pages=count)
    content.append(Block(how, "i"))
    home: Row = [button(wording.BUTTON_HOME, Verb.DOCUMENT, "home")] if chosen else []
    rows = [*numbered(keys), pager(Verb.DOCUMENTS, page, count), home]
    return laid_out(content, markup(rows))


def card(
    context: Context, message: Message, actor: Actor, resolution: Resolution, citing: list[str]
) -> Reply:
    """Return what a document is, whether it is in force and asked here, and what can be done with it.

    Args:
        context: of the update.
        message: the message that is answered, which says where the card is shown.
        actor: for whom.
        resolution: the document.
        citing: the numbers of the documents that name it.
    """
    volumes = context.services.volumes
    number, meta = resolution.number, resolution.metadata
    summary = volumes.documents.summary(number)
    default, chosen = volumes.library.default(), volumes.chosen.of(message.chat_id)
    lines = []
    if meta.issued:
        day = progress_wording.day(meta.issued)
        form = wording.CARD_DATE_PLACE if meta.place else wording.CARD_DATE
        lines.append(form.format(place=meta.place, day=day))
    if summary.issuer:
        lines.append(wording.CARD_ISSUER.format(issuer=_issuer(context, summary)))
    if meta.signer:
        lines.append(wording.CARD_SIGNER.format(signer=meta.signer))
    if summary.period:
        lines.append(wording.CARD_PERIOD.format(period=summary.period))
    kinds = volumes.documents.kinds(number)
    counts = wording.CARD_COUNTS.format(
        clauses=sum(kinds.values()),
        targets=kinds.get(Kind.TARGET.value, 0),
        tasks=kinds.get(Kind.TASK.value, 0),
    )
    lines += [counts, wording.CARD_STATE.format(state=_state(context, summary))]
    if citing:
        shown = ", ".join(citing[:MOST_CITING]) + (" …" if len(citing) > MOST_CITING else "")
        lines.append(wording.CARD_CITED_BY.format(numbers=shown))
    content = [
        Block(name_of(number), "b"),
        Block(shorten(summary.name or summary.title, 3 * NAME_LENGTH), glued=True),
        *(Block(line, glued=at > 0) for at, line in enumerate(lines)),
    ]
    if number == default:
        content.append(Block(wording.CARD_DEFAULT, "i"))
    if number == chosen:
        group = in_group(message)
        content.append(Block(wording.CARD_CHOSEN_GROUP if group else wording.CARD_CHOSEN, "i"))
    key = volumes.key_of(number)
    rows: list[Row] = []
    if number != (chosen or default):
        rows.append([button(wording.BUTTON_USE, Verb.DOCUMENT, "use", document=key)])
    walks = [button(wording.BUTTON_TOP, Verb.DOCUMENT, "tree", document=key)]
    if kinds.get(Kind.TARGET.value):
        walks.append(button(wording.BUTTON_TARGETS, Verb.DOCUMENT, "targets", document=key))
    rows.append(walks)
    if chosen:
        rows.append([button(wording.BUTTON_HOME, Verb.DOCUMENT, "home")])
    if actor.alone and policy.may(actor, Attempted.MANAGE_DOCUMENTS):
        label, step = (
            (wording.BUTTON_END, "end") if summary.in_force else (wording.BUTTON_BEGIN, "begin")
        )
        rows.append([button(label, Verb.DOCUMENT, step, document=key)])
        if summary.begins:
            rows[-1].append(button(wording.BUTTON_SKIP, Verb.DOCUMENT, "skip", document=key))
    rows.append([button(wording.BUTTON_DOCUMENTS, Verb.DOCUMENTS, 0)])
    return laid_out(content, markup(rows))


def is_list(message: Message) -> bool:
    """Tell whether a message of the bot is a page of the documents or a card, not an answer that cites one."""
    keys = message.reply_markup.inline_keyboard if message.reply_markup else ()
    taps = [read(str(key.callback_data)) for row in keys for key in row if key.callback_data]
    return bool(taps) and all(
        tap is not None and tap.verb in (Verb.DOCUMENTS, Verb.DOCUMENT) for tap in taps
    )


def _issuer(context: Context, one: DocumentSummary) -> str:
    """Return who issued a document; the ward's own name as it is usually written, not in capitals."""
    own = context.services.volumes.bundled.resolution.metadata.issuer
    return own if plain_key(one.issuer) == plain_key(own) else one.issuer


def _marks(context: Context, one: DocumentSummary, default: str, chosen: str) -> str:
    """Return what is to be known of a document at a glance: issuer, period, in force or not, default, chosen."""
    marks = [_issuer(context, one)] if one.issuer else []
    if one.period:
        marks.append(wording.DOCUMENT_PERIOD.format(period=one.period))
    marks.append(state_words(one))
    if one.number == default:
        marks.append(wording.DOCUMENT_DEFAULT)
    if one.number == chosen:
        marks.append(wording.DOCUMENT_CHOSEN)
    return "; ".join(marks)


def _state(context: Context, summary: DocumentSummary) -> str:
    """Return whether a document is in force; since when, where that was set here."""
    state = state_words(summary)
    office = context.services.office
    since = office.standing_since(summary.number, in_force=summary.in_force)
    if since is None or summary.begins is not None:
        return state
    day = progress_wording.day(local_day(since, office.zone))
    return wording.CARD_SINCE.format(state=state, day=day)


def _haystack(one: DocumentSummary) -> str:
    dated = f"{one.issued:%d/%m/%Y}" if one.issued else ""
    said = f"{one.number} {one.name} {one.title} {one.issuer} {one.period} {dated}"
    return f" {_folded(said)}"


def _folded(said: str) -> str:
    """Return words without accents and signs, a space between any two."""
    return " ".join(_WORDS.findall(fold(clean(said).lower())))
