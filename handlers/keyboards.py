"""The buttons under messages."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers import wording
from handlers.callbacks import NO_REF, Verb, data, fits, read
from handlers.deeplinks import Address, address_in_link, can_link, clause_link, share_link
from knowledge.answers.answer import Answer, Choice, Hit, Intent
from knowledge.resolution.model import Kind

Row = list[InlineKeyboardButton]
KeyOf = Callable[[str], int]
"""Gives what stands for a document in buttons and links by its number, 0 for the bundled one and for ""."""
MAX_CHOICES: Final = 8
MAX_CITED: Final = 3
NUMBERS_A_ROW: Final = 6
_WORK: Final = (Kind.TARGET.value, Kind.TASK.value)
_SPEAKS_OF: Final = (Verb.VERBATIM, Verb.WRONG, Verb.RELATED, Verb.STATUS, Verb.OPEN)


def button(
    label: str, verb: Verb, *arguments: str | int, document: int = 0
) -> InlineKeyboardButton:
    """Return a button that says ``verb:arguments`` of a document when it is tapped."""
    return InlineKeyboardButton(label, callback_data=data(verb, *arguments, document=document))


def link(label: str, url: str) -> InlineKeyboardButton:
    """Return a button that opens an address."""
    return InlineKeyboardButton(label, url=url)


def under_answer(
    answer: Answer, username: str, key_of: KeyOf, *, short: bool = False
) -> InlineKeyboardMarkup | None:
    """Return the buttons under an answer: what to do with the clause, or what to choose from.

    Args:
        answer: the answer.
        username: the bot's, for links.
        key_of: gives the key of a document.
        short: in a group: fewer rows, and a link to the whole answer in a private chat.
    """
    if answer.intent in (Intent.SMALL_TALK, Intent.EMPTY):
        return markup([[ask] for ask in _questions(answer)]) if not short else None
    key = key_of(answer.document)
    rows = [[one] for one in _offered(answer, key, key_of)]
    focus = answer.focus
    about = not rows and bool(focus) and fits(Verb.VERBATIM, focus, document=key)
    if about:
        rows = _about(answer, focus, username, key)
    elif focus and short and can_link(focus, key):
        rows = [*rows[:3], [link(wording.BUTTON_FULL, clause_link(username, focus, key))]]
    if not answer.answered and not answer.choices and not short:
        rows += [[ask] for ask in _questions(answer)]
    rejected = focus if focus and fits(Verb.WRONG, focus, 0, document=key) else NO_REF
    wrong = button(wording.BUTTON_WRONG, Verb.WRONG, rejected, 0, document=key)
    if about and len(rows[-1]) == 1:  # two half-filled rows make one
        rows[-1].append(wrong)
    else:
        rows.append([wrong])
    rows += [[one] for one in _cited(answer, key_of)]
    return markup(rows)


def choices(offered: Iterable[Choice], document: int = 0) -> Row:
    """Return a button for each clause of a document to choose from."""
    return [
        button(choice.label, Verb.OPEN, choice.ref, document=document)
        for choice in offered
        if fits(Verb.OPEN, choice.ref, document=document)
    ][:MAX_CHOICES]


def pager(verb: Verb, page: int, pages: int, *before: str, document: int = 0) -> Row:
    """Return "previous" and "next" as far as there are such pages."""
    row = []
    if page > 0:
        row.append(button(wording.BUTTON_PREVIOUS, verb, *before, page - 1, document=document))
    if page < pages - 1:
        row.append(button(wording.BUTTON_NEXT, verb, *before, page + 1, document=document))
    return row


def numbered(buttons: Sequence[InlineKeyboardButton]) -> list[Row]:
    """Lay small buttons out in even rows."""
    rows = -(-len(buttons) // NUMBERS_A_ROW)
    width = -(-len(buttons) // rows) if rows else 1
    return [list(buttons[at : at + width]) for at in range(0, len(buttons), width)]


def markup(rows: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Return the keyboard of these rows, None for none."""
    kept = [list(row) for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def address_under(message: Message) -> Address | None:
    """Return the clause that a message of the bot is about, read from its buttons and links; None for none."""
    keys = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for key in (key for row in keys for key in row):
        tap = read(key.callback_data) if isinstance(key.callback_data, str) else None
        if tap is not None and tap.verb in _SPEAKS_OF and tap.ref:
            return tap.document, tap.ref
        found = address_in_link(key.url) if key.url else None
        if found:
            return found
    return None


def _about(answer: Answer, ref: str, username: str, key: int) -> list[Row]:
    kind = answer.hits[0].kind if answer.hits else ""
    first = [button(wording.BUTTON_VERBATIM, Verb.VERBATIM, ref, document=key)]
    first.append(button(wording.BUTTON_RELATED, Verb.RELATED, ref, document=key))
    second = []
    if kind in _WORK and answer.status:
        second.append(button(wording.BUTTON_STATUS, Verb.STATUS, ref, document=key))
    if can_link(ref, key):
        shared = answer.hits[0].citation if answer.hits else ""
        link_here = share_link(clause_link(username, ref, key), shared)
        second.append(link(wording.BUTTON_SHARE, link_here))
    return [row for row in (first, second) if row]


def _offered(answer: Answer, key: int, key_of: KeyOf) -> Row:
    """Return the clauses to choose from, or of an answer with several clauses each of them."""
    if answer.choices:
        return choices(answer.choices, key)
    hits = answer.hits if len(answer.hits) > 1 else ()
    several = len({hit.document for hit in hits}) > 1
    return [
        button(_address(hit, several), Verb.OPEN, hit.ref, document=key_of(hit.document))
        for hit in hits
        if fits(Verb.OPEN, hit.ref, document=key_of(hit.document))
    ][:MAX_CHOICES]


def _address(hit: Hit, several: bool) -> str:
    """Return where a clause stands; with its document where there are several."""
    address = hit.citation.rsplit(",", 1)[0]
    if not several:
        return address
    return wording.BUTTON_OF_DOCUMENT.format(number=hit.document, what=address.split(",")[0])


def _cited(answer: Answer, key_of: KeyOf) -> Row:
    """Return a button for each document that the clause shown cites and that can be asked."""
    return [
        button(
            wording.BUTTON_CITED.format(number=number),
            Verb.DOCUMENT,
            "card",
            document=key_of(number),
        )
        for number in answer.cited[:MAX_CITED]
    ]


def _questions(answer: Answer) -> Iterable[InlineKeyboardButton]:
    return [
        button(question, Verb.ASK, question)
        for question in answer.suggestions
        if fits(Verb.ASK, question)
    ]
