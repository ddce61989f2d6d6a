"""The mark on every reply while the database holds demonstration data."""

import html
import re
from collections.abc import Sequence
from typing import Final

from handlers.context import Context
from handlers.render import LIMIT, escape, utf16_length
from knowledge.progress.wording import DEMO

_TAG: Final = re.compile(r"<[^>]+>")


def marked(context: Context, page: str) -> str:
    """Return a page of HTML with the mark on top where it is needed and there is room."""
    if not context.services.office.is_demo():
        return page
    with_mark = f"<b>{escape(DEMO)}</b>\n\n{page}"
    shown = html.unescape(_TAG.sub("", with_mark))
    return with_mark if utf16_length(shown) <= LIMIT else page


def with_banner(context: Context, pages: Sequence[str]) -> list[str]:
    """Return the pages of a reply, each marked; where one is full, the mark goes before it."""
    found = []
    for page in pages:
        with_mark = marked(context, page)
        if with_mark == page and context.services.office.is_demo():
            found.append(f"<b>{escape(DEMO)}</b>")
        found.append(with_mark)
    return found


def plainly_marked(context: Context, sentence: str) -> str:
    """Return a sentence that is not HTML with the mark in front; nothing stays nothing."""
    if not sentence or not context.services.office.is_demo():
        return sentence
    return f"{DEMO}. {sentence}"
