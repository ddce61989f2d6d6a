"""Which document is meant here, and opening it without holding up anybody else.

The first time a document is wanted it is read and made ready for questions, which may take some seconds: that is
done in a thread, while the person sees "typing".
"""

import asyncio
import re
from typing import Final

from telegram import Message

from handlers.context import Context
from handlers.replies import typing
from handlers.taps import Tapped
from knowledge.catalogue import Entry
from knowledge.errors import InvalidInputError
from knowledge.language.keys import plain_key
from knowledge.progress.wording import NOT_OWN
from knowledge.volumes import Volume

_YEAR: Final = re.compile(r"(?:năm\s+|nam\s+)?((?:19|20)\d\d)(?!\S)\s*", re.IGNORECASE)
_FIRST: Final = re.compile(r"\S+\s*")


async def opened(number: str, message: Message, context: Context) -> Volume:
    """Return a document, opened.

    Raises:
        UnknownDocumentError: it is not loaded.
    """
    volumes = context.services.volumes
    volume = volumes.at_hand(number)
    if volume is None:
        async with typing(message, context):
            volume = await asyncio.to_thread(volumes.open, number)
    return volume


async def in_use(message: Message, context: Context) -> Volume:
    """Return the document that this chat asks: the one it has chosen, else the one in force."""
    return await opened(context.services.volumes.in_use(message.chat_id), message, context)


async def of_tap(tapped: Tapped, context: Context) -> Volume:
    """Return the document that a button is about.

    Raises:
        UnknownDocumentError: it is not loaded any more, or the button is forged.
    """
    number = context.services.volumes.number_of(tapped.tap.document)
    return await opened(number, tapped.message, context)


async def named_or_in_use(
    words: str, message: Message, context: Context, *, years: bool = True
) -> tuple[Volume, str]:
    """Return the document that the words behind a command begin with, else the one in use; and the other words.

    Args:
        words: "07-NQ/ĐU 10", "năm 2026 10", "10".
        message: the command.
        context: of the update.
        years: whether a year may stand for the ward's own document of that year.
    """
    number, rest = named_first(words, context, message.chat_id, years=years)
    return await opened(number, message, context), rest


def named_first(words: str, context: Context, chat: int, *, years: bool = True) -> tuple[str, str]:
    """Return the number of the document that some words begin with, else of the one in use; and the other words."""
    volumes = context.services.volumes
    words = words.strip()
    first = _FIRST.match(words)
    if first and any(letter.isdigit() for letter in first[0]):
        entries = volumes.entries()
        key = plain_key(first[0])
        for entry in entries:
            if "-" in first[0] and plain_key(entry.number) == key:
                return entry.number, words[first.end() :]
    year = _YEAR.match(words) if years else None
    if year:
        own = own_entries(context)
        found = next((one for one in own if one.period == year[1]), None)
        if found is not None:
            return found.number, words[year.end() :]
    return volumes.in_use(chat), words


def own_in_use(words: str, context: Context, chat: int) -> tuple[str, str]:
    """Return the number of the document whose work some words are about, and the words without it.

    Raises:
        InvalidInputError: it is another body's.
    """
    number, rest = named_first(words, context, chat)
    if all(one.number != number for one in own_entries(context)):
        raise InvalidInputError(NOT_OWN.format(number=number))
    return number, rest


def followed(context: Context, chat: int) -> list[str] | None:
    """Return the document that a chat has chosen where its work is followed here; None for all in force."""
    chosen = context.services.volumes.chosen.of(chat)
    return [chosen] if any(one.number == chosen for one in own_entries(context)) else None


def own_entries(context: Context) -> list[Entry]:
    """Return the documents whose work is followed here: those of the body that the bundled one is of."""
    volumes = context.services.volumes
    entries = volumes.entries()
    issuer = next(one.issuer for one in entries if one.number == volumes.bundled.number)
    return [one for one in entries if one.issuer == issuer]
