"""What the handlers about roster and work share: who acts, steps behind one button, typed answers to prompts."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import date
from functools import wraps
from typing import Any, Final

from telegram import ForceReply, Message, Update

from handlers import work_wording
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.deeplinks import command_link
from handlers.demo import marked
from handlers.keyboards import button, link, markup
from handlers.render import escape
from handlers.replies import Reply, in_group, respond, text
from handlers.taps import Action, Tapped, Toast
from handlers.viewer import PROMPT
from handlers.wording import BUTTON_PRIVATE, STALE
from knowledge.errors import KnowledgeError
from knowledge.progress.model import Actor
from knowledge.progress.policy import Action as Attempted
from knowledge.storage.times import local_day

ANY_MESSAGE: Final = 0
"""Stands for a question whose message is still to be sent."""
WAIT_SECONDS: Final = 900
"""So long a text answers an open question without being a reply to it."""

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
Step = Callable[[Tapped, Context, int, int], Awaitable[Toast]]


def actor_of(update: Update, context: Context) -> Actor:
    """Return who made an update, as he is at this moment.

    Raises:
        ValueError: nobody made it.
    """
    person, message = update.effective_user, update.effective_message
    if person is None:
        raise ValueError("an update of nobody")
    return context.services.gate.actor(
        person.id, alone=message is not None and not in_group(message)
    )


def actor_tapping(tapped: Tapped, context: Context) -> Actor:
    """Return who tapped, as he is at this moment."""
    return context.services.gate.actor(tapped.person, alone=not in_group(tapped.message))


def today(context: Context) -> date:
    """Return the day it is where people live."""
    office = context.services.office
    return local_day(office.clock(), office.zone)


def privately(command: str, attempted: Attempted) -> Callable[[Callback], Callback]:
    """Run a command in a private chat only; a fault of the person's becomes one sentence.

    Args:
        command: its name, for the link from a group to the private chat.
        attempted: what is logged where it is tried in a group.
    """

    def decorate(callback: Callback) -> Callback:
        @wraps(callback)
        async def guarded(update: Update, context: Context) -> None:
            message = update.effective_message
            if message is None or update.effective_user is None:
                return
            if in_group(message):
                await to_private_chat(update, context, command, attempted)
                return
            try:
                await callback(update, context)
            except KnowledgeError as error:
                await respond(update, context, text(str(error)))

        return guarded

    return decorate


async def to_private_chat(
    update: Update, context: Context, command: str, attempted: Attempted
) -> None:
    """Say in a group that this is for the private chat, with a link to it; the attempt is logged."""
    refusal = context.services.gate.refuse(
        actor_of(update, context), attempted, f"/{command}", "alone"
    )
    key = link(BUTTON_PRIVATE, command_link(context.username, command))
    await respond(update, context, text(str(refusal), markup([[key]])))


def by_step(verb: Verb, attempted: Attempted, steps: Mapping[str, Step]) -> Action:
    """Return what a button with several steps does; in a group, nothing but a refusal.

    Args:
        verb: of the button.
        attempted: what is logged where it is tapped in a group.
        steps: what to do, by the name of the step.
    """

    async def act(tapped: Tapped, context: Context) -> Toast:
        require_alone(tapped, context, attempted)
        name, first, second = tapped.tap.arguments
        step = steps.get(name)
        if step is None:
            return Toast(STALE)
        try:
            return await step(tapped, context, int(first), int(second))
        except KnowledgeError as error:
            return Toast(str(error), alert=True)

    act.__name__ = f"act_{verb.name.lower()}"
    return act


def require_alone(tapped: Tapped, context: Context, attempted: Attempted) -> None:
    """Let nobody go on where others read along.

    Raises:
        RefusedError: the message stands in a group.
    """
    if in_group(tapped.message):
        actor = actor_tapping(tapped, context)
        raise context.services.gate.refuse(
            actor, attempted, f"tap {tapped.tap.verb.value}", "alone"
        )


async def prompt(
    chat: int,
    person: int,
    context: Context,
    sentence: str,
    placeholder: str,
    purpose: str,
    about: int,
) -> None:
    """Ask for a typed answer; which question is open is kept over a restart.

    Args:
        chat, person: where and whom.
        context: of the update.
        sentence: the question.
        placeholder: an example, shown in the empty reply box.
        purpose: whose question it is: the module that takes the answer.
        about: the draft, report or person it is about.
    """
    sent = await context.bot.send_message(
        chat,
        marked(context, escape(sentence)),
        reply_markup=ForceReply(input_field_placeholder=placeholder[:64]),
    )
    _keep(context, person, sent.message_id, purpose, about)


async def prompt_with_buttons(
    chat: int, person: int, context: Context, reply: Reply, purpose: str, about: int
) -> None:
    """Ask a question that is answered by a tap, a file or a typed text; see ``prompt``."""
    page = marked(context, reply.pages[0])
    sent = await context.bot.send_message(chat, page, reply_markup=reply.keyboard)
    _keep(context, person, sent.message_id, purpose, about)


def await_answer(message: int, person: int, context: Context, purpose: str, about: int) -> None:
    """Take what a person types next as the answer to a message that is shown already."""
    _keep(context, person, message, purpose, about)


def _keep(context: Context, person: int, message: int, purpose: str, about: int) -> None:
    close_prompt(person, context)
    at = int(context.services.office.clock().timestamp())
    kept = {"message": message, "purpose": purpose, "about": about, "at": at}
    context.services.drafts.put(person, PROMPT, kept)


def open_prompt(message: Message, context: Context) -> tuple[int, dict[str, Any]] | None:
    """Return the open question that a typed text may answer, with the id of its draft.

    A reply to the question always answers it; any other text does for a quarter of an hour.
    """
    person = message.from_user
    if person is None:
        return None
    found = context.services.drafts.newest(person.id, PROMPT)
    if found is None:
        return None
    replied = message.reply_to_message
    if replied is not None:
        return found if found[1].get("message") in (ANY_MESSAGE, replied.message_id) else None
    waited = context.services.office.clock().timestamp() - int(found[1].get("at", 0))
    return found if waited <= WAIT_SECONDS else None


def close_prompt(person: int, context: Context, purpose: str = "") -> None:
    """Forget the open question of a person, or only that of one purpose."""
    drafts = context.services.drafts
    found = drafts.newest(person, PROMPT)
    while found is not None and (not purpose or found[1].get("purpose") == purpose):
        drafts.drop(person, found[0])
        found = drafts.newest(person, PROMPT)


def yes_or_no(verb: Verb, yes: str, step: str, about: int, choice: int = 0) -> list[Any]:
    """Return the row of buttons that asks for a confirmation."""
    return [button(yes, verb, step, about, choice), button(work_wording.BUTTON_NO, Verb.CANCEL)]
