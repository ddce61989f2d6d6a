"""The card of a document that is not loaded yet, and what is said once it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from telegram import InlineKeyboardMarkup

from handlers import document_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.document_drafts import Read, begins, will_be_in_force
from handlers.document_pages import doubts, misprints
from handlers.keyboards import Row, button, markup
from handlers.render import LIMIT, Block, pages
from handlers.replies import Reply
from handlers.report_cards import said_of
from handlers.wording import BULLET
from handlers.work_wording import BUTTON_NO, CHOSEN
from knowledge.answers.labels import shorten
from knowledge.progress import records
from knowledge.progress import wording as progress_wording
from knowledge.resolution.citation import document_name
from knowledge.resolution.model import Kind
from knowledge.storage.documents import LostRecords
from knowledge.storage.following import ASSIGNMENT, REMINDER, REPORT, Follow
from knowledge.storage.times import local_day

SHOWN: Final = (6, 3, 1, 0)
"""Lines of each list of a card that are written out, as far as one message holds them."""
ROOM: Final = LIMIT - 100
"""What a card may take; the rest is for the mark on demonstration data."""
SHOWN_LOST: Final = 10
SHOWN_FAULTS: Final = 6
FAULT_LENGTH: Final = 240
TEXT_LENGTH: Final = 200
LINE_LENGTH: Final = 120


def card_of(context: Context, read: Read, faults: Sequence[str] = (), notice: str = "") -> Reply:
    """Return the card: what was read, what is unsure, what loading it would change.

    Args:
        context: of the update.
        read: the draft.
        faults: sentences on lines that could not be read, to say first.
        notice: a sentence to say first.
    """
    first = [Block(notice, "b")] if notice else []
    if faults:
        first += [Block(words.NOT_READ, "b"), *_listed(faults, SHOWN_FAULTS, FAULT_LENGTH)]
    keyboard = markup(_keys(context, read))
    return on_one_page(lambda most: [*first, *_content(context, read, most)], keyboard)


def on_one_page(
    content: Callable[[int], list[Block]], keyboard: InlineKeyboardMarkup | None
) -> Reply:
    """Return a reply that one message holds, since it is shown in place of another.

    Args:
        content: makes it, given how many lines of each list are written out.
        keyboard: its buttons.
    """
    laid = pages(content(SHOWN[0]), ROOM)
    for most in SHOWN[1:]:
        if len(laid) == 1:
            break
        laid = pages(content(most), ROOM)
    return Reply(laid[:1], keyboard)


def _content(context: Context, read: Read, most: int) -> list[Block]:
    proposal = read.proposal
    content = [*_about(read), *_counts(read), *_corrected(read, most)]
    if proposal.needs:
        return content + [Block(one, "b") for one in proposal.needs]
    content += _compared(context, read, most)
    return content if proposal.same else content + _force(context, read)


def lost_lines(context: Context, read: Read) -> list[str]:
    """Return the records that no longer apply, by name."""
    found = [one for one in read.proposal.records.lost if one.live]
    charged = {one.ref for one in found if one.record == ASSIGNMENT}
    together: dict[tuple[str, str, str], list[Follow]] = {}
    for one in found:
        if one.record == REMINDER and one.ref in charged:
            continue  # goes with its assignment
        together.setdefault((one.record, one.ref, one.why), []).append(one)
    lines = []
    for (record, _, why), ones in together.items():
        named = [_named(context, one) for one in ones if one.record in (REPORT, ASSIGNMENT)]
        what = ", ".join(name for name in named[:3] if name) or str(len(ones))
        if len(named) > 3:
            what += f" (+{len(named) - 3})"
        said = words.LOST_RECORD[record].format(what=what)
        where = shorten(ones[0].words or ones[0].ref, LINE_LENGTH)
        lines.append(words.LOST_LINE.format(record=said, why=words.WHY[why], where=where))
    return lines


def sure_card(context: Context, read: Read) -> Reply:
    """Ask once more, where records no longer apply."""
    lines = lost_lines(context, read)
    row = [
        button(words.BUTTON_LOAD_YES, Verb.INGEST, "sure", read.id, read.draft.revision),
        button(BUTTON_NO, Verb.INGEST, "card", read.id, 0),
    ]
    return on_one_page(
        lambda most: [
            Block(words.SURE, "b"),
            *_listed(lines, 2 * most),
            Block(words.SURE_HOW),
        ],
        markup([row]),
    )


def changes_of(context: Context, read: Read) -> list[str]:
    """Return all that loading it would change, a line each."""
    change = read.proposal.change
    said = change.lines() if change is not None else [words.NEW]
    moved = [
        words.GOES_ALONG.format(record=words.RECORD[one.record], old=one.ref, new=one.new_ref)
        for one in read.proposal.records.moved
        if one.live and one.ref != one.new_ref
    ]
    gone = [words.GONE_LINE.format(line=line) for line in lost_lines(context, read)]
    return [*said, *dict.fromkeys(moved), *gone]


def lost_told(lost: Sequence[LostRecords]) -> list[str]:
    """Return records that no longer apply as lines: how many of what, where, why."""
    charged = {one.ref for one in lost if one.record == ASSIGNMENT}
    said = [
        words.LOST_LINE.format(
            record=words.RECORDS[one.record].format(count=one.count),
            why=words.WHY[one.why],
            where=shorten(one.words or one.ref, LINE_LENGTH),
        )
        for one in lost
        if one.record != REMINDER or one.ref not in charged
    ]
    rest = len(said) - SHOWN_LOST
    more = [words.MORE.format(count=rest)] if rest > 0 else []
    return [*(f"{BULLET} {line}" for line in said[:SHOWN_LOST]), *more]


def count_words(kept: Mapping[str, int]) -> str:
    """Say how many records go on: "3 báo cáo, 1 phân công"."""
    said = (words.RECORDS[record].format(count=n) for record, n in kept.items() if n)
    return ", ".join(said)


def _about(read: Read) -> list[Block]:
    resolution = read.proposal.resolution
    about = resolution.metadata
    name = document_name(resolution) if about.number else words.NO_NUMBER
    issued = progress_wording.day(about.issued) if about.issued else ""
    signer = ", ".join(part for part in (about.signer, about.office) if part)
    lines = [
        (words.ABOUT_TITLE, about.title),
        (words.ABOUT_ISSUER, about.issuer),
        (words.ABOUT_ISSUED, issued),
        (words.ABOUT_SIGNER, signer),
        (words.ABOUT_PERIOD, about.period),
    ]
    blocks = [Block(shorten(name, LINE_LENGTH), "b")]
    for label, value in lines:
        shown = shorten(" ".join(value.split()), TEXT_LENGTH) or words.UNKNOWN
        blocks.append(Block(words.ABOUT.format(name=label, value=shown), glued=True))
    blocks.append(Block(words.FILE.format(name=read.draft.name), glued=True))
    return blocks


def _counts(read: Read) -> list[Block]:
    preview, clauses = read.proposal.preview, read.proposal.resolution.clauses
    kinds = [clause.kind for clause in clauses]
    measures = sum(len(target.measures) for target in preview.targets)
    said = [
        (words.COUNT_TARGETS, len(preview.targets)),
        (words.COUNT_TASKS, kinds.count(Kind.TASK)),
        (words.COUNT_RESPONSIBILITIES, kinds.count(Kind.RESPONSIBILITY)),
        (words.COUNT_DEADLINES, len(preview.deadlines)),
        (words.COUNT_BODIES, len(preview.bodies)),
    ]
    parts = ", ".join(form.format(count=n, measures=measures) for form, n in said if n)
    form = words.COUNTS if parts else words.COUNTS_NONE
    checks = [
        (words.CHECK_MISPRINTS, len(misprints(read))),
        (words.CHECK_DOUBTS, len(doubts(read))),
    ]
    unsure = ", ".join(form.format(count=n) for form, n in checks if n)
    return [
        Block(form.format(clauses=len(clauses), parts=parts)),
        Block(words.TO_CHECK.format(parts=unsure) if unsure else words.ALL_CLEAR, glued=True),
    ]


def _corrected(read: Read, most: int) -> list[Block]:
    blocks = []
    lines = read.own_lines
    if lines:
        blocks += [Block(words.CORRECTED, "b"), *_listed(lines, most)]
    if read.draft.carried:
        blocks.append(Block(words.CARRIED.format(count=len(read.draft.carried))))
    if read.proposal.dropped:
        blocks += [Block(words.DROPPED_CORRECTIONS, "b"), *_listed(read.proposal.dropped, most)]
    return blocks


def _compared(context: Context, read: Read, most: int) -> list[Block]:
    proposal = read.proposal
    if proposal.stored is None or proposal.change is None:
        return [Block(words.NEW)]
    if proposal.same:
        return [Block(words.SAME, "b")]
    change = proposal.change
    zone = context.services.office.zone
    day = progress_wording.day(local_day(proposal.stored.summary.loaded_at, zone))
    said = [
        (words.REWORDED, len(change.reworded)),
        (words.MOVED, len(change.moved)),
        (words.REMOVED, len(change.removed)),
        (words.ADDED, len(change.added)),
        (words.MEASURES, len(change.measures)),
    ]
    parts = ", ".join(form.format(count=n) for form, n in said if n)
    form = words.COMPARED if parts else words.ONLY_CORRECTIONS
    blocks = [Block(form.format(day=day, parts=parts))]
    kept = count_words(proposal.records.kept)
    if kept:
        blocks.append(Block(words.GO_ON.format(what=kept), glued=True))
    lines = lost_lines(context, read)
    if lines:
        blocks += [Block(words.LOST, "b"), *_listed(lines, most)]
    return blocks


def _force(context: Context, read: Read) -> list[Block]:
    chosen = will_be_in_force(context, read)
    first = begins(context, read)
    if chosen:
        said = words.WILL_BE_IN_FORCE
    elif first is not None:
        said = words.WILL_BEGIN.format(day=progress_wording.day(first))
    else:
        said = words.WILL_NOT_BE_IN_FORCE
    return [Block(said), Block(words.NOT_LOADED_YET, "i", glued=True)]


def _keys(context: Context, read: Read) -> list[Row]:
    proposal = read.proposal

    def step(title: str, name: str, choice: int = 0) -> Row:
        return [button(title, Verb.INGEST, name, read.id, choice)]

    rows: list[Row] = [step(words.BUTTON_TREE, "tree")]
    if targets := len(proposal.preview.targets):
        rows[0] += step(words.BUTTON_TARGETS.format(count=targets), "targets")
    checks: Row = []
    if (suspected := len(misprints(read))) or read.draft.fine:
        checks += step(words.BUTTON_MISPRINTS.format(count=suspected), "misprints")
    if unsure := len(doubts(read)):
        checks += step(words.BUTTON_DOUBTS.format(count=unsure), "doubts")
    more = step(words.BUTTON_BODIES, "bodies")
    if proposal.change is not None and not proposal.same:
        more += step(words.BUTTON_CHANGES, "changes")
    correct = step(words.BUTTON_CORRECT, "edit")
    if read.draft.before:
        correct += step(words.BUTTON_UNCORRECT, "back", read.draft.revision)
    rows += [checks, more, correct]
    last = step(words.BUTTON_DROP, "drop")
    if not proposal.needs and not proposal.same:
        rows.append(force_row(read.id, "force", will_be_in_force(context, read)))
        last = step(words.BUTTON_LOAD, "load", read.draft.revision) + last
    return [*rows, last]


def force_row(draft_id: int, step: str, in_force: bool) -> Row:
    """Return the two choices, in force or not yet, the one that holds marked."""
    titles = (words.BUTTON_IN_FORCE, words.BUTTON_NOT_IN_FORCE)
    return [
        button(CHOSEN.format(label=title) if holds else title, Verb.INGEST, step, draft_id, choice)
        for title, holds, choice in zip(titles, (in_force, not in_force), (1, 0), strict=True)
    ]


def _listed(lines: Sequence[str], most: int, length: int = TEXT_LENGTH) -> list[Block]:
    blocks = [Block(f"{BULLET} {shorten(x, length)}", glued=True) for x in lines[:most]]
    if len(lines) > most:
        blocks.append(Block(words.MORE.format(count=len(lines) - most), glued=True))
    return blocks


def _named(context: Context, one: Follow) -> str:
    """Say who was charged, or what was reported."""
    database = context.services.office.database
    if one.record == REPORT:
        report = records.find_report(database, id=one.record_id)
        if report is None:
            return ""
        return words.LOST_REPORT.format(
            what=said_of(report), day=progress_wording.day(report.as_of)
        )
    found = records.assignments_where(database, id=one.record_id, cancelled=True)
    return ", ".join(assignee.name for given in found for assignee in given.assignees)
