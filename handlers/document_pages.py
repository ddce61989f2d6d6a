"""The views of a document that is not loaded yet, each over pages of a phone's width: what was read and what is unsure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from telegram import InlineKeyboardButton

from handlers import document_wording as words
from handlers.callbacks import Verb
from handlers.document_drafts import Read
from handlers.keyboards import Row, button, markup, numbered
from handlers.render import Block, utf16_length
from handlers.replies import Reply, laid_out
from handlers.wording import BULLET, BUTTON_NEXT, BUTTON_PREVIOUS
from knowledge.answers.labels import shorten
from knowledge.ingest.preview import deadline_words, measure_words
from knowledge.ingest.spelling import Suspicion
from knowledge.resolution.model import Clause, Kind, Measure

LINES: Final = 24
"""Lines of a page at most ..."""
UNITS: Final = 2600
"""... and their length together, well under what a message holds."""
LINE_LENGTH: Final = 240
SAID_LENGTH: Final = 200
QUANTITY_LENGTH: Final = 90
TITLE_LENGTH: Final = 60
HEADING_LENGTH: Final = 44
A_PAGE: Final = 8
"""Targets of a page, each with a button."""
AROUND: Final = 90
"""Characters shown on each side of a suspected misprint."""
HEADER: Final = "header"
"""The ref of the lines above the first clause; what is unsure there is about the whole document."""
PLACES: Final = 10_000
"""A button says a place in a list together with the revision of the draft it was shown for."""
_INDENT: Final = "\u2003"


@dataclass(frozen=True, slots=True)
class Entry:
    """A target, or one measure of a target that has several; ``measure`` is None for a qualitative one."""

    clause: Clause
    measure: Measure | None

    @property
    def key(self) -> str:
        """What a correction calls it: "II.2.12b"."""
        return self.clause.ref + (self.measure.letter if self.measure else "")

    @property
    def said(self) -> str:
        """The measure as it was read; what is long is cut before the level, never the level."""
        if self.measure is None:
            return words.QUALITATIVE.format(title=_title_of(self.clause, TITLE_LENGTH))
        quantity = shorten(self.measure.quantity, QUANTITY_LENGTH)
        return measure_words(replace(self.measure, quantity=quantity))


def entries(read: Read) -> list[Entry]:
    """Return the targets and their measures, in reading order."""
    found = []
    for target in read.proposal.preview.targets:
        measures: Sequence[Measure | None] = target.measures or (None,)
        found += [Entry(target.clause, measure) for measure in measures]
    return found[:PLACES]


def misprints(read: Read) -> list[Suspicion]:
    """Return the suspected misprints that the administrator has not decided on."""
    known = {(one.ref, one.printed) for one in read.proposal.corrections.errata}
    known.update(read.draft.fine)
    found = read.proposal.preview.misprints
    return [one for one in found if (one.ref, one.printed) not in known][:PLACES]


def doubts(read: Read) -> list[str]:
    """Return the unsure places, those of reading the file first."""
    preview = read.proposal.preview
    placed = [
        words.DOUBT_LINE.format(ref=one.ref, text=one.text) if one.ref != HEADER else one.text
        for one in preview.doubts
    ]
    return [*preview.notes, *placed]


def tree_page(read: Read, page: int) -> Reply:
    """Return the headings, indented, with the number of clauses under each."""
    tree = read.proposal.preview.tree
    children = read.proposal.resolution.children
    lines = []
    for depth, clause in tree:
        under = sum(one.kind is not Kind.HEADING for one in children.get(clause.ref, ()))
        line = words.TREE_LINE.format(
            indent=_INDENT * min(depth, 4),
            ref=clause.ref,
            title=_title_of(clause, HEADING_LENGTH),
            under=words.UNDER.format(count=under) if under else "",
        )
        lines.append(line)
    title = words.TREE_TITLE.format(count=len(tree))
    how = words.TREE_HOW if lines else words.TREE_NONE
    return _paged(read, "tree", title, how, lines, page)


def targets_page(read: Read, page: int) -> Reply:
    """Return the targets with their measures as they were read, a button for each."""
    found = entries(read)
    count = max(1, -(-len(found) // A_PAGE))
    page = min(page, count - 1)
    start = page * A_PAGE
    corrected = read.proposal.corrections.measures
    content = [_title(words.TARGETS_TITLE, page, count)]
    keys = []
    for place, entry in enumerate(found[start : start + A_PAGE], start=start):
        said = shorten(entry.said, SAID_LENGTH)
        line = words.TARGET_LINE.format(number=place + 1, key=entry.key, words=said)
        if entry.clause.ref in corrected:
            line = words.MARKED.format(line=line)
        content.append(Block(line))
        keys.append(_at(read, str(place + 1), "measure", place))
    content.append(Block(words.TARGETS_HOW if found else words.TARGETS_NONE, "i"))
    return laid_out(content, markup([*numbered(keys), *_ways(read, "targets", page, count)]))


def bodies_page(read: Read, page: int) -> Reply:
    """Return the bodies that are named, and every deadline."""
    preview = read.proposal.preview
    lines = []
    if preview.deadlines:
        lines.append(words.DEADLINES.format(count=len(preview.deadlines)))
        for ref, deadline in preview.deadlines:
            said = words.DEADLINE_LINE.format(ref=ref, words=deadline_words(deadline))
            lines.append(f"{BULLET} {said}")
    if preview.bodies:
        lines.append(words.BODIES.format(count=len(preview.bodies)))
        for body in preview.bodies:
            said = words.BODY_LINE.format(name=body.name, count=len(body.named))
            lines.append(f"{BULLET} {said}")
    how = "" if lines else words.BODIES_NONE
    return _paged(read, "bodies", words.BODIES_TITLE, how, lines, page)


def misprints_page(read: Read, page: int) -> Reply:
    """Return one suspected misprint in its clause, and what can be said of it."""
    found = misprints(read)
    again: Row = []
    if read.draft.fine:
        label_again = words.BUTTON_FINE_AGAIN.format(count=len(read.draft.fine))
        again = [button(label_again, Verb.INGEST, "again", read.id, 0)]
    if not found:
        return laid_out([Block(words.MISPRINTS_NONE)], markup([again, [_back(read)]]))
    page = min(page, len(found) - 1)
    one = found[page]
    title = words.MISPRINTS_TITLE.format(number=page + 1, count=len(found))
    form = words.MISPRINT_GUESS if one.meant else words.MISPRINT_NO_GUESS
    content = [
        Block(title, "b"),
        _around(read, one),
        Block(one.ref, "i", glued=True),
        Block(form.format(printed=one.printed, meant=one.meant)),
        Block(words.MISPRINT_HOW, "i"),
    ]
    row = [
        _at(read, words.BUTTON_MISPRINT, "misprint", page),
        _at(read, words.BUTTON_FINE, "fine", page),
    ]
    return laid_out(
        content, markup([row, *_ways(read, "misprints", page, len(found), before=again)])
    )


def doubts_page(read: Read, page: int) -> Reply:
    """Return the unsure places."""
    found = doubts(read)
    lines = [f"{BULLET} {line}" for line in found]
    title = words.DOUBTS_TITLE.format(count=len(found))
    return _paged(read, "doubts", title, "" if found else words.DOUBTS_NONE, lines, page)


def changes_page(read: Read, page: int, lines: Sequence[str]) -> Reply:
    """Return what changes against the stored version.

    Args:
        read: the draft.
        page: which.
        lines: what changes.
    """
    return _paged(read, "changes", words.CHANGES_TITLE, "", [f"{BULLET} {x}" for x in lines], page)


def clipped(lines: Iterable[str]) -> list[list[str]]:
    """Lay lines out on pages: so many lines, so many characters."""
    laid: list[list[str]] = []
    room = 0
    for line in lines:
        line = shorten(line, LINE_LENGTH)
        size = utf16_length(line) + 1
        if not laid or len(laid[-1]) >= LINES or size > room:
            laid.append([])
            room = UNITS
        laid[-1].append(line)
        room -= size
    return laid or [[]]


def place_of(read: Read, choice: int) -> int | None:
    """Return the place that a button says, None where the draft has changed since it was shown."""
    revision, place = divmod(choice, PLACES)
    return place if revision == read.draft.revision else None


def _paged(read: Read, step: str, title: str, how: str, lines: Sequence[str], page: int) -> Reply:
    laid = clipped(lines)
    page = min(page, len(laid) - 1)
    content = [_title(title, page, len(laid))]
    content += [Block(line, glued=at > 0) for at, line in enumerate(laid[page])]
    if how:
        content.append(Block(how, "i"))
    return laid_out(content, markup(_ways(read, step, page, len(laid))))


def _title_of(clause: Clause, length: int) -> str:
    """The clause's own words, cut: what an administrator holds against the print."""
    return shorten(" ".join(clause.body.split()), length)


def _title(title: str, page: int, count: int) -> Block:
    if count > 1:
        title = f"{title}. {words.PAGE.format(page=page + 1, pages=count)}"
    return Block(title, "b")


def _ways(read: Read, step: str, page: int, count: int, *, before: Row | None = None) -> list[Row]:
    turn = []
    if page > 0:
        turn.append(button(BUTTON_PREVIOUS, Verb.INGEST, step, read.id, page - 1))
    if page < count - 1:
        turn.append(button(BUTTON_NEXT, Verb.INGEST, step, read.id, page + 1))
    return [turn, before or [], [_back(read)]]


def _back(read: Read) -> InlineKeyboardButton:
    return button(words.BUTTON_CARD, Verb.INGEST, "card", read.id, 0)


def _at(read: Read, title: str, step: str, place: int) -> InlineKeyboardButton:
    return button(title, Verb.INGEST, step, read.id, read.draft.revision * PLACES + place)


def _around(read: Read, one: Suspicion) -> Block:
    """The words around a suspected misprint, itself in bold."""
    text = read.proposal.resolution.clause(one.ref).text
    start, end = max(0, one.start - AROUND), min(len(text), one.end + AROUND)
    while start > 0 and not text[start - 1].isspace() and one.start - start < AROUND + 12:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - one.end < AROUND + 12:
        end += 1
    before = "…" if start else ""
    shown = before + text[start:end] + ("…" if end < len(text) else "")
    shift = len(before) - start
    return Block(shown, "blockquote", bold=((one.start + shift, one.end + shift),))
