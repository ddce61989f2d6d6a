"""An answer as Telegram messages: HTML with every character escaped, within Telegram's limits.

A message may hold 4096 UTF-16 units once its tags are parsed. What is longer goes on in the next one; a page
ends between clauses, and inside one only where a clause alone is too long, at the end of a sentence or word.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from telegram.constants import MessageLimit

from handlers import wording
from knowledge.answers.answer import Answer, Part, PartKind
from knowledge.answers.labels import shorten

LIMIT: Final = int(MessageLimit.MAX_TEXT_LENGTH)
EXPANDABLE_FROM: Final = 360
"""From this many characters on, a quotation is folded; a tap unfolds it."""
SHORT_QUOTE: Final = 420
"""In groups a longer quotation gives way to the sentence asked for, or is cut."""
SHORT_ITEMS: Final = 5

_UNSENDABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BREAKS: Final = (re.compile(r"[.;:!?…]\s"), re.compile(r"[,)]\s"), re.compile(r"\s"))
_LINES: Final = (PartKind.ITEM, PartKind.RELATED, PartKind.CHOICE)
_ITEM_MARK: Final = re.compile(r"^[-+•*]\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text in one tag.

    Attributes:
        text: what is read, not escaped.
        tag: "b", "i", "blockquote", "blockquote expandable" or "" for none.
        bold: slices of the text to stress, in order, none over another.
        glued: whether it stands right under the block before and stays on its page.
    """

    text: str
    tag: str = ""
    bold: tuple[tuple[int, int], ...] = ()
    glued: bool = False

    @property
    def size(self) -> int:
        """The length as Telegram counts it, the line break before it included."""
        return utf16_length(self.text) + (1 if self.glued else 2)

    def html(self) -> str:
        """Return the block as Telegram's HTML."""
        inner = ""
        at = 0
        for start, end in self.bold:
            stressed = html.escape(self.text[start:end], quote=False)
            inner += html.escape(self.text[at:start], quote=False)
            inner += f"<b>{stressed}</b>" if stressed else ""
            at = max(start, end)
        inner += html.escape(self.text[at:], quote=False)
        if not self.tag:
            return inner
        return f"<{self.tag}>{inner}</{self.tag.split()[0]}>"


def render(answer: Answer, *, short: bool = False) -> list[str]:
    """Return the messages that say an answer, in order; at least one.

    Args:
        answer: what the assistant says.
        short: leave out what a group does not need: related clauses, long quotations, long lists.
    """
    parts = _shortened(answer.parts) if short else answer.parts
    return pages(blocks(parts)) or [html.escape(wording.NOTHING_TO_SAY, quote=False)]


def blocks(parts: Iterable[Part]) -> list[Block]:
    """Return the blocks that show the parts of an answer."""
    found: list[Block] = []
    before: PartKind | None = None
    said = ""
    for part in parts:
        if part.kind is PartKind.STATUS and part.text == said:
            continue  # two measures of one target with nothing reported on either
        said = part.text
        block = _block(part, before)
        if block.text.strip():
            found.append(replace(block, glued=block.glued and bool(found)))
            before = part.kind
    return found


def pages(content: Sequence[Block], limit: int = LIMIT) -> list[str]:
    """Lay blocks out on as few messages as their limit allows, groups of glued blocks kept whole."""
    laid: list[list[Block]] = []
    room = 0
    for group in _groups(content):
        size = sum(block.size for block in group)
        if size <= room:
            laid[-1] += group
            room -= size
            continue
        pieces = group if size <= limit else [p for b in group for p in _split(b, limit)]
        # What goes over several pages anyway begins under what is there, if more than its first line fits.
        begins = size > limit and sum(piece.size for piece in pieces[:2]) <= room
        for piece in pieces:
            if (piece is pieces[0] and not begins) or piece.size > room:
                laid.append([])
                room = limit
            laid[-1].append(piece)
            room -= piece.size
    return [_joined(page) for page in laid]


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, in which Telegram counts."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def sendable(text: str) -> str:
    """Return the text without characters that Telegram refuses; a quotation is otherwise untouched."""
    return _UNSENDABLE.sub("", text)


def escape(text: str) -> str:
    """Return any text ready to stand in a message."""
    return html.escape(sendable(text), quote=False)


def _block(part: Part, before: PartKind | None) -> Block:
    text = part.text
    bold = (part.bold,) if part.bold and part.bold[0] < part.bold[1] else ()
    if _UNSENDABLE.search(text):
        text, bold = sendable(text), ()
    if part.kind is PartKind.LEAD:
        return Block(text, "b")
    if part.kind is PartKind.QUOTE:
        long = len(text) >= EXPANDABLE_FROM and not bold
        return Block(text, "blockquote expandable" if long else "blockquote", bold)
    if part.kind is PartKind.CITATION:
        return Block(text, "i", glued=True)
    if part.kind is PartKind.NOTE:
        return Block(text, glued=before in (PartKind.NOTE, PartKind.CITATION))
    if part.kind in _LINES:
        text = _ITEM_MARK.sub("", text)
        return Block(f"{wording.BULLET} {text}" if text.strip() else "", glued=True)
    return Block(text, glued=part.kind is PartKind.STATUS and before is PartKind.STATUS)


def _shortened(parts: Sequence[Part]) -> Iterator[Part]:
    """Iterate over what a group needs of an answer."""
    items = sum(part.kind is PartKind.ITEM for part in parts)
    shown = 0
    related = False
    for part in parts:
        if part.kind is PartKind.RELATED:
            related = True
            continue
        if part.kind is PartKind.QUOTE and len(part.text) > SHORT_QUOTE:
            text = part.text[slice(*part.bold)] if part.bold else part.text
            yield replace(part, text=shorten(text, SHORT_QUOTE), bold=None)
        elif part.kind is PartKind.ITEM:
            shown += 1
            if shown <= SHORT_ITEMS:
                yield replace(part, text=shorten(part.text, SHORT_QUOTE // 3))
            elif shown == items:
                yield replace(part, text=wording.MORE_ITEMS.format(count=items - SHORT_ITEMS))
        elif not (part.kind is PartKind.TEXT and _introduces_related(part, parts)):
            yield part
    if related and not any(p.kind in (PartKind.QUOTE, PartKind.TEXT) for p in parts):
        yield from (part for part in parts if part.kind is PartKind.RELATED)


def _introduces_related(part: Part, parts: Sequence[Part]) -> bool:
    at = next(i for i, other in enumerate(parts) if other is part)
    return at + 1 < len(parts) and parts[at + 1].kind is PartKind.RELATED


def _groups(content: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in content:
        if group and not block.glued:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _split(block: Block, limit: int) -> Iterator[Block]:
    """Cut a block that is longer than a message."""
    room = limit - 2
    rest = block
    while utf16_length(rest.text) > room:
        at = _cut(rest.text, room)
        yield replace(rest, text=rest.text[:at].rstrip(), bold=_within(rest.bold, 0, at))
        kept = rest.text[at:]
        skipped = len(kept) - len(kept.lstrip())
        bold = _within(rest.bold, at + skipped, len(rest.text))
        rest = replace(rest, text=kept.lstrip(), bold=bold, glued=False)
    if rest.text:
        yield rest


def _cut(text: str, room: int) -> int:
    """Return where to cut: after the last sentence, part of one or word that fits."""
    end = room
    while utf16_length(text[:end]) > room:
        end -= utf16_length(text[:end]) - room
    for pattern in _BREAKS:
        found = [match.end() for match in pattern.finditer(text, end // 2, end)]
        if found:
            return found[-1]
    return end


def _within(bold: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the bold slices as they stand in the text from ``start`` to ``end``."""
    return tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in bold
        if last > start and first < end
    )


def _joined(page: Sequence[Block]) -> str:
    text = page[0].html()
    for block in page[1:]:
        text += ("\n" if block.glued else "\n\n") + block.html()
    return text
