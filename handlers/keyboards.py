"""The buttons under messages."""

from collections.abc import Iterable, Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers import wording
from handlers.callbacks import NO_REF, Verb, data, fits, read
from handlers.deeplinks import clause_link, ref_in_link, share_link
from knowledge.answers.answer import Answer, Choice, Intent
from knowledge.resolution.model import Kind

Row = list[InlineKeyboardButton]
MAX_CHOICES: Final = 8
NUMBERS_A_ROW: Final = 6
_WORK: Final = (Kind.TARGET.value, Kind.TASK.value)
_SPEAKS_OF: Final = (Verb.VERBATIM, Verb.WRONG, Verb.RELATED, Verb.STATUS, Verb.OPEN)


def button(label: str, verb: Verb, *arguments: str | int) -> InlineKeyboardButton:
    """Return a button that says ``verb:arguments`` when it is tapped."""
    return InlineKeyboardButton(label, callback_data=data(verb, *arguments))


def link(label: str, url: str) -> InlineKeyboardButton:
    """Return a button that opens an address."""
    return InlineKeyboardButton(label, url=url)


def under_answer(
    answer: Answer, username: str, *, short: bool = False
) -> InlineKeyboardMarkup | None:
    """Return the buttons under an answer: what to do with the clause, or what to choose from.

    Args:
        answer: the answer.
        username: the bot's, for links.
        short: in a group: fewer rows, and a link to the whole answer in a private chat.
    """
    if answer.intent in (Intent.SMALL_TALK, Intent.EMPTY):
        return markup([[ask] for ask in _questions(answer)]) if not short else None
    rows = [[one] for one in choices(_offered(answer))]
    focus = answer.focus
    about = not rows and bool(focus) and fits(Verb.VERBATIM, focus)
    if about:
        rows = _about(answer, focus, username)
    elif focus and short:
        rows = [*rows[:3], [link(wording.BUTTON_FULL, clause_link(username, focus))]]
    if not answer.answered and not answer.choices and not short:
        rows += [[ask] for ask in _questions(answer)]
    wrong = button(wording.BUTTON_WRONG, Verb.WRONG, focus or NO_REF, 0)
    if about and len(rows[-1]) == 1:  # two half-filled rows make one
        rows[-1].append(wrong)
    else:
        rows.append([wrong])
    return markup(rows)


def choices(offered: Iterable[Choice]) -> Row:
    """Return a button for each clause to choose from."""
    return [
        button(choice.label, Verb.OPEN, choice.ref)
        for choice in offered
        if fits(Verb.OPEN, choice.ref)
    ][:MAX_CHOICES]


def pager(verb: Verb, page: int, pages: int, *before: str) -> Row:
    """Return "previous" and "next" as far as there are such pages."""
    row = []
    if page > 0:
        row.append(button(wording.BUTTON_PREVIOUS, verb, *before, page - 1))
    if page < pages - 1:
        row.append(button(wording.BUTTON_NEXT, verb, *before, page + 1))
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


def ref_under(message: Message) -> str:
    """Return the ref that a message of the bot is about, read from its buttons and links; "" for none."""
    keys = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for key in (key for row in keys for key in row):
        tap = read(key.callback_data) if isinstance(key.callback_data, str) else None
        if tap is not None and tap.verb in _SPEAKS_OF and tap.ref:
            return tap.ref
        found = ref_in_link(key.url) if key.url else None
        if found:
            return found
    return ""


def _about(answer: Answer, ref: str, username: str) -> list[Row]:
    kind = answer.hits[0].kind if answer.hits else ""
    first = [button(wording.BUTTON_VERBATIM, Verb.VERBATIM, ref)]
    first.append(button(wording.BUTTON_RELATED, Verb.RELATED, ref))
    second = []
    if kind in _WORK:
        second.append(button(wording.BUTTON_STATUS, Verb.STATUS, ref))
    shared = answer.hits[0].citation if answer.hits else ""
    share = link(wording.BUTTON_SHARE, share_link(clause_link(username, ref), shared))
    return [first, [*second, share]]


def _offered(answer: Answer) -> Sequence[Choice]:
    if answer.choices:
        return answer.choices
    if len(answer.hits) > 1:
        return tuple(
            Choice(hit.citation.rsplit(",", 1)[0], hit.ref) for hit in answer.hits[:MAX_CHOICES]
        )
    return ()


def _questions(answer: Answer) -> Iterable[InlineKeyboardButton]:
    return [
        button(question, Verb.ASK, question)
        for question in answer.suggestions
        if fits(Verb.ASK, question)
    ]
