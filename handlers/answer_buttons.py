"""The buttons under an answer: Nguyên văn, Liên quan, Tình trạng, Chưa đúng ý, and clauses to choose."""

from collections.abc import Mapping
from typing import Final

from telegram import Message

from handlers import wording
from handlers.addressing import question_in
from handlers.callbacks import NO_REF, Verb
from handlers.context import Context
from handlers.deeplinks import can_link, clause_link
from handlers.keyboards import button, choices, link, markup
from handlers.opening import of_tap
from handlers.questions import answer_question, focus_on, note
from handlers.render import Block, blocks, pages
from handlers.replies import Reply, follow, in_group, laid_out, of_answer, text
from handlers.taps import NOTHING, TOAST_LIMIT, Action, Tapped, Toast
from knowledge.answers.answer import Answer, Part, PartKind
from knowledge.resolution.citation import citation
from knowledge.resolution.model import Kind
from knowledge.storage.misses import MissReason
from knowledge.volumes import Volume

CANDIDATES: Final = 4
_WORK: Final = (Kind.TARGET, Kind.TASK)
_VERBATIM: Final = (PartKind.QUOTE, PartKind.CITATION, PartKind.NOTE)


def actions() -> Mapping[Verb, Action]:
    """Return what each of these buttons does."""
    return {
        Verb.VERBATIM: verbatim,
        Verb.RELATED: related,
        Verb.STATUS: status,
        Verb.WRONG: wrong,
        Verb.OPEN: open_clause,
        Verb.ASK: ask,
    }


async def open_clause(tapped: Tapped, context: Context) -> Toast:
    """Show the chosen clause, as the answer to the question that was asked."""
    volume = await of_tap(tapped, context)
    answer = volume.lookup.open(tapped.tap.ref)
    focus_on(volume, tapped.tap.ref, tapped.message.chat_id, tapped.person, context)
    shown = context.services.volumes.library.linked(answer)
    reply = of_answer(shown, context, short=in_group(tapped.message))
    await follow(_asked(tapped.message), context, reply)
    return NOTHING


async def verbatim(tapped: Tapped, context: Context) -> Toast:
    """Quote the clause, or all that stands under a heading, word for word."""
    ref = tapped.tap.ref
    volume = await of_tap(tapped, context)
    answer = volume.lookup.open(ref)
    focus_on(volume, ref, tapped.message.chat_id, tapped.person, context)
    if in_group(tapped.message):
        reply = _short_verbatim(answer, volume, ref, context)
    elif volume.resolution.clause(ref).kind is Kind.HEADING:
        reply = Reply(pages(blocks(_whole(ref, volume))))
    else:
        reply = Reply(pages(blocks(_quoted(answer))))
    await follow(tapped.message, context, reply)
    return NOTHING


async def related(tapped: Tapped, context: Context) -> Toast:
    """Offer the related clauses."""
    volume = await of_tap(tapped, context)
    lookup, ref = volume.lookup, tapped.tap.ref
    title = lookup.choice(ref, 80).label
    offered = choices((lookup.choice(other) for other in lookup.related(ref)), volume.key)
    if not offered:
        return Toast(wording.NO_RELATED)
    said = wording.RELATED.format(title=title, name=volume.name)
    reply = text(said, markup([one] for one in offered))
    await follow(tapped.message, context, reply)
    return NOTHING


async def status(tapped: Tapped, context: Context) -> Toast:
    """Say how far the ward has got: in a pop-up, or in a message where it is longer."""
    volume = await of_tap(tapped, context)
    ref = tapped.tap.ref
    if volume.resolution.clause(ref).kind not in _WORK:
        return Toast(wording.NO_STATUS, alert=True)
    if not volume.own:
        return Toast(wording.NOT_FOLLOWED.format(name=volume.name), alert=True)
    title = volume.lookup.choice(ref, 80).label
    states = list(dict.fromkeys(one.state for one in volume.lookup.open(ref).status))
    said = wording.STATUS.format(title=title, state="; ".join(states), name=volume.name)
    if len(said) <= TOAST_LIMIT:
        return Toast(said, alert=True)
    content = [Block(wording.STATUS_LINES.format(title=title), "b")]
    content.append(Block(volume.name, "i", glued=True))
    content += [Block(f"{wording.BULLET} {state}", glued=True) for state in states]
    await follow(tapped.message, context, laid_out(content))
    return NOTHING


async def wrong(tapped: Tapped, context: Context) -> Toast:
    """Note that the answer was not meant, and offer the next likely clauses."""
    message, shown, page = tapped.message, tapped.tap.ref, tapped.tap.page
    volume = await of_tap(tapped, context)
    question = _question(tapped, context)
    if not question:
        return Toast(wording.WRONG_NO_QUESTION, alert=True)
    if page == 0 and context.services.memory.noted.first_time(
        f"{message.chat_id}:{message.message_id}:{tapped.person}"
    ):
        note(context, question, MissReason.REJECTED, volume.number, message.chat_id)
    lookup = volume.lookup
    found = lookup.candidates(question, [shown])
    here = found[page * CANDIDATES : (page + 1) * CANDIDATES]
    if not here:
        await follow(_asked(message), context, text(wording.WRONG_NO_MORE))
        return Toast(wording.WRONG_NOTED)
    rows = [[one] for one in choices((lookup.choice(ref) for ref in here), volume.key)]
    if len(found) > (page + 1) * CANDIDATES:
        more = (Verb.WRONG, shown or NO_REF, page + 1)
        rows.append([button(wording.BUTTON_MORE, *more, document=volume.key)])
    said = wording.WRONG_CHOICES.format(name=volume.name)
    await follow(_asked(message), context, text(said, markup(rows)))
    return Toast(wording.WRONG_NOTED)


async def ask(tapped: Tapped, context: Context) -> Toast:
    """Answer one of the questions that were offered."""
    question = tapped.tap.arguments[0]
    await answer_question(tapped.message, context, question, asker=tapped.person, follows=True)
    return NOTHING


def _asked(message: Message) -> Message:
    """Return the question that a message of the bot answers, that message itself where it is gone."""
    return message.reply_to_message or message


def _question(tapped: Tapped, context: Context) -> str:
    """Return the question that the tapped message answers, "" where it is not known any more."""
    replied = tapped.message.reply_to_message
    if replied is not None and replied.from_user is not None and not replied.from_user.is_bot:
        said = question_in(replied, context.bot.id, context.username)
        if not said.startswith("/"):
            return said
        return said.partition(" ")[2] if not said.startswith("/start") else ""
    turn = context.services.memory.turn(tapped.message.chat_id, tapped.person)
    if turn is None or turn.focus != tapped.tap.ref:
        return ""
    same = context.services.volumes.key_of(turn.document) == tapped.tap.document
    return turn.question if same else ""


def _quoted(answer: Answer) -> list[Part]:
    return [part for part in answer.parts if part.kind in _VERBATIM]


def _short_verbatim(answer: Answer, volume: Volume, ref: str, context: Context) -> Reply:
    """Quote a clause in a group; the whole of a heading is for a private chat."""
    keys = []
    if can_link(ref, volume.key):
        keys = [[link(wording.BUTTON_FULL, clause_link(context.username, ref, volume.key))]]
    return Reply(pages(blocks(_quoted(answer)))[:1], markup(keys))


def _whole(ref: str, volume: Volume) -> list[Part]:
    """Return a heading and everything under it, clause by clause."""
    resolution = volume.resolution
    parts: list[Part] = []

    def add(one: str) -> None:
        clause = resolution.clause(one)
        heading = clause.kind is Kind.HEADING
        parts.append(Part(PartKind.LEAD if heading else PartKind.QUOTE, clause.text, one))
        for child in resolution.children.get(one, ()):
            add(child.ref)

    add(ref)
    parts.append(Part(PartKind.CITATION, citation(resolution, ref), ref))
    return parts
