"""Teaching: this question means clause X; word A means word B. Effective at once, listed, undone."""

from collections.abc import Mapping
from typing import Final

from telegram import ForceReply, Message, Update
from telegram.ext import MessageHandler, filters

from handlers import misses, wording
from handlers.access import for_administrators
from handlers.callbacks import Verb
from handlers.context import Context, Handler, Services
from handlers.keyboards import button, markup, numbered, pager
from handlers.opening import of_tap, opened
from handlers.render import Block, pages
from handlers.replies import Reply, edit_page, laid_out, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from knowledge.answers.labels import shorten
from knowledge.errors import InvalidInputError, UnknownDocumentError, UnknownTeachingError
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted
from knowledge.resolution.citation import citation
from knowledge.storage.misses import Miss
from knowledge.storage.teaching import Teaching, TeachingKind
from knowledge.volumes import Volume

A_PAGE: Final = 8
DRAFT: Final = "teach"
SAID_LENGTH: Final = 120


class AnswersPrompt(filters.MessageFilter):
    """Replies to a message of the bot that asks for a lesson."""

    def filter(self, message: Message) -> bool:
        """Tell whether the message replies to such a one."""
        replied = message.reply_to_message
        if replied is None or replied.from_user is None:
            return False
        asks = (replied.text or "").startswith((wording.TEACH_PROMPT, wording.WORD_PROMPT))
        return asks and replied.from_user.id == message.get_bot().id


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before questions."""
    lesson = filters.ChatType.PRIVATE & filters.TEXT & filters.REPLY & AnswersPrompt()
    guard = for_administrators("cauhoi", Attempted.TEACH)
    return [MessageHandler(lesson & filters.UpdateType.MESSAGE, guard(on_lesson))]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    return {
        Verb.TEACH: teach_clause,
        Verb.TEACH_PROMPT: ask_for_clause,
        Verb.WORD_PROMPT: ask_for_word,
        Verb.TAUGHT: list_taught,
        Verb.UNDO: undo,
    }


async def teach_clause(tapped: Tapped, context: Context) -> Toast:
    """Teach that a missed question means the clause of the button."""
    key, ref = tapped.tap.arguments
    miss = misses.find(context.services, key)
    if miss is None:
        return Toast(wording.MISS_GONE)
    volume = await of_tap(tapped, context)
    volume.resolution.clause(ref)
    lesson = _learn_question(context.services, tapped.person, miss, volume, ref)
    await edit_page(tapped.message, context, _learnt(context.services, lesson))
    return Toast(wording.TAUGHT_IN_EFFECT)


async def ask_for_clause(tapped: Tapped, context: Context) -> Toast:
    """Ask for the address of the clause that a missed question means."""
    miss = misses.find(context.services, tapped.tap.arguments[0])
    if miss is None:
        return Toast(wording.MISS_GONE)
    content = [Block(wording.TEACH_PROMPT), Block(miss.question, "blockquote")]
    prompt = pages(content)[0]
    await _ask(tapped, context, prompt, wording.TEACH_PLACEHOLDER, miss.question, miss.document)
    return NOTHING


async def ask_for_word(tapped: Tapped, context: Context) -> Toast:
    """Ask which word means which."""
    await _ask(
        tapped, context, pages([Block(wording.WORD_PROMPT)])[0], wording.WORD_PLACEHOLDER, ""
    )
    return NOTHING


async def on_lesson(update: Update, context: Context) -> None:
    """Take the reply to one of these two questions."""
    message = update.effective_message
    if message is None or message.from_user is None or message.reply_to_message is None:
        return
    services = context.services
    said = " ".join((message.text or "").split())
    if (message.reply_to_message.text or "").startswith(wording.WORD_PROMPT):
        await respond(update, context, _take_word(services, message.from_user.id, said))
        return
    miss = _asked_about(message, services)
    if miss is None:
        await respond(update, context, text(wording.MISS_GONE))
        return
    volume = await opened(misses.document_of(services, miss), message, context)
    refs = volume.lookup.resolve(said)
    if len(refs) != 1:
        sentence = wording.CLAUSE_UNCLEAR.format(address=shorten(said, SAID_LENGTH))
        await respond(update, context, text(sentence))
        return
    lesson = _learn_question(services, message.from_user.id, miss, volume, refs[0])
    await respond(update, context, _learnt(services, lesson))


async def list_taught(tapped: Tapped, context: Context) -> Toast:
    """Show what was taught, in place."""
    gate = context.services.gate
    gate.look(_actor(tapped, context), Attempted.SEE_MISSES, "teaching")
    await edit_page(tapped.message, context, taught_page(context.services, tapped.tap.page))
    return NOTHING


async def undo(tapped: Tapped, context: Context) -> Toast:
    """Take one lesson back."""
    services = context.services
    number = int(tapped.tap.arguments[0])
    try:
        with services.gate.attempt(_actor(tapped, context), Attempted.TEACH, f"undo {number}"):
            services.teaching.undo(number)
    except UnknownTeachingError as error:
        return Toast(str(error), alert=True)
    await edit_page(tapped.message, context, taught_page(services, 0))
    return Toast(wording.UNDONE)


def taught_page(services: Services, page: int) -> Reply:
    """Return a page of what was taught, the newest first."""
    lessons = services.teaching.all()
    back = [
        button(wording.BUTTON_MISSES, Verb.MISSES, 0),
        button(wording.BUTTON_TEACH_WORD, Verb.WORD_PROMPT),
    ]
    if not lessons:
        return laid_out([Block(wording.TAUGHT_NONE)], markup([back]))
    count = -(-len(lessons) // A_PAGE)
    page = min(page, count - 1)
    content = [Block(wording.TAUGHT_TITLE.format(page=page + 1, pages=count), "b")]
    keys = []
    start = page * A_PAGE
    for number, lesson in enumerate(lessons[start : start + A_PAGE], start=start + 1):
        said = shorten(lesson.said, SAID_LENGTH)
        means = _meaning(services, lesson)
        content.append(Block(wording.TAUGHT_LINE.format(number=number, said=said, means=means)))
        keys.append(button(str(number), Verb.UNDO, lesson.id))
    content.append(Block(wording.TAUGHT_HOW, "i"))
    return laid_out(content, markup([*numbered(keys), pager(Verb.TAUGHT, page, count), back]))


async def _ask(
    tapped: Tapped,
    context: Context,
    prompt: str,
    placeholder: str,
    question: str,
    document: str = "",
) -> None:
    """Send a question that opens the reply box; what it is about is kept over a restart."""
    services = context.services
    services.gate.look(_actor(tapped, context), Attempted.TEACH, "prompt")
    sent = await context.bot.send_message(
        tapped.message.chat_id,
        prompt,
        reply_markup=ForceReply(input_field_placeholder=placeholder),
    )
    kept = {"prompt": sent.message_id, "question": question, "document": document}
    services.drafts.put(tapped.person, DRAFT, kept)


def _asked_about(message: Message, services: Services) -> Miss | None:
    """Return the question that the prompt was about, also where several are open."""
    replied = message.reply_to_message
    if replied is None or message.from_user is None:
        return None
    found = services.drafts.newest(message.from_user.id, DRAFT)
    if found is not None and found[1].get("prompt") == replied.message_id:
        question, document = found[1].get("question", ""), found[1].get("document", "")
    else:
        question, document = (replied.text or "").removeprefix(wording.TEACH_PROMPT).strip(), ""
    return Miss(question, 0, {}, services.office.clock(), document) if question else None


def _learn_question(
    services: Services, person: int, miss: Miss, volume: Volume, ref: str
) -> Teaching:
    actor = services.gate.actor(person)
    with services.gate.attempt(actor, Attempted.TEACH, f"{volume.number} {ref}") as attempt:
        by = attempt.actor.person.name if attempt.actor.person else ""
        lesson = services.teaching.teach_question(miss.question, volume.number, ref, by)
        services.misses.forget(miss.question, miss.document)
    return lesson


def _take_word(services: Services, person: int, said: str) -> Reply:
    word, _, means = said.partition("=")
    if said.count("=") != 1 or not word.strip() or not means.strip():
        return text(wording.WORD_UNCLEAR)
    actor = services.gate.actor(person)
    # A word means the same in every document, unless who teaches it has chosen one: then it holds there.
    document = services.volumes.chosen.of(person)
    try:
        with services.gate.attempt(actor, Attempted.TEACH, "word") as attempt:
            by = attempt.actor.person.name if attempt.actor.person else ""
            lesson = services.teaching.teach_word(word, means, by, document)
    except InvalidInputError as error:
        return text(str(error))
    return _learnt(services, lesson)


def _learnt(services: Services, lesson: Teaching) -> Reply:
    form = wording.TAUGHT_WORD if lesson.kind is TeachingKind.WORD else wording.TAUGHT_QUESTION
    means = _meaning(services, lesson)
    content = [
        Block(form.format(said=lesson.said, means=means)),
        Block(wording.TAUGHT_IN_EFFECT),
    ]
    keys = [
        button(wording.BUTTON_UNDO, Verb.UNDO, lesson.id),
        button(wording.BUTTON_MISSES, Verb.MISSES, 0),
    ]
    return laid_out(content, markup([keys]))


def _meaning(services: Services, lesson: Teaching) -> str:
    if not lesson.document:
        return lesson.means
    if lesson.kind is TeachingKind.WORD:
        return wording.TAUGHT_WORD_IN.format(means=lesson.means, number=lesson.document)
    try:
        volume = services.volumes.at_hand(lesson.document)
    except UnknownDocumentError:
        volume = None
    if volume is None or not volume.lookup.has(lesson.means):  # a list opens no documents
        return f"{lesson.means}, {lesson.document}"
    address = citation(volume.resolution, lesson.means)
    return address[:1].lower() + address[1:]


def _actor(tapped: Tapped, context: Context) -> Actor:
    alone = tapped.message.chat.type == "private"
    return context.services.gate.actor(tapped.person, alone=alone)
