"""/moi: one-time invitation links; and joining by one of them."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.command_menus import renew_menu
from handlers.context import Context, Handler
from handlers.deeplinks import INVITATION_PREFIX
from handlers.desk import actor_of, actor_tapping, by_step, privately
from handlers.keyboards import Row, button, markup
from handlers.render import Block
from handlers.replies import Reply, edit_page, laid_out, respond, text
from handlers.taps import NOTHING, Action, Tapped, Toast
from handlers.unit_list import choice_rows
from knowledge.errors import InvitationError
from knowledge.progress import policy
from knowledge.progress import wording as progress_wording
from knowledge.progress.model import Actor, Person, Role
from knowledge.progress.policy import Action as Attempted

DRAFT: Final = "invite"
ROLES: Final = (Role.MEMBER, Role.CADRE, Role.LEADER, Role.ADMINISTRATOR)
_LINK: Final = re.compile(rf"^/start(@\w+)? {INVITATION_PREFIX}")
MOST_FOUND: Final = 8


def handlers() -> list[Handler]:
    """Return the handlers of this module; they come before those of /start."""
    joins = filters.Regex(_LINK) & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return [CommandHandler("start", on_join, joins), CommandHandler("moi", on_invite)]


def actions() -> Mapping[Verb, Action]:
    """Return what its buttons do."""
    steps = {"role": _choose_role, "page": _turn_units, "unit": _choose_unit, "person": _for_person}
    return {Verb.INVITE: by_step(Verb.INVITE, Attempted.MANAGE_ROSTER, steps)}


async def on_join(update: Update, context: Context) -> None:
    """Take up the invitation of a link."""
    message, person = update.effective_message, update.effective_user
    if message is None or person is None:
        return
    token = (message.text or "").partition(INVITATION_PREFIX)[2].strip()
    try:
        joined = context.services.office.invitations.redeem(token, person.id, person.full_name)
    except InvitationError as error:
        await respond(update, context, text(str(error)))
        return
    unit = f", {joined.unit}" if joined.unit else ""
    role = progress_wording.ROLE[joined.role]
    content = [
        Block(words.JOINED.format(name=joined.name, role=role, unit=unit)),
        Block(words.JOINED_HOW),
    ]
    await respond(update, context, laid_out(content))
    await renew_menu(context, person.id)


@privately("moi", Attempted.MANAGE_ROSTER)
async def on_invite(update: Update, context: Context) -> None:
    """Make an invitation: for the name that follows, or for anybody."""
    office, actor = context.services.office, actor_of(update, context)
    office.gate.look(actor, Attempted.MANAGE_ROSTER, "/moi")
    name = " ".join(context.args or [])
    found = office.people.find(actor, name) if name else []
    waiting = [one for one in found if one.telegram_id is None]
    if len(found) == 1 and waiting:
        await respond(update, context, made_for(context, actor, found[0]))
        return
    if found:
        keys = [
            [button(one.name[:60], Verb.INVITE, "person", one.id, 0)]
            for one in waiting[:MOST_FOUND]
        ]
        sentence = (
            words.INVITE_WHICH if keys else words.INVITE_JOINED_ALREADY.format(name=found[0].name)
        )
        await respond(update, context, text(sentence, markup(keys)))
        return
    await respond(update, context, ask_role(context, actor, name))


def ask_role(context: Context, actor: Actor, name: str) -> Reply:
    """Return the question for the role of somebody who is not on the roster yet."""
    data = {"name": name, "role": "", "made": False}
    draft_id = context.services.drafts.put(actor.telegram_id or 0, DRAFT, data)
    keys = [
        button(progress_wording.ROLE[role], Verb.INVITE, "role", draft_id, number)
        for number, role in enumerate(ROLES)
        if policy.may_grant(actor, role)
    ]
    sentence = words.INVITE_ROLE.format(name=name or words.INVITE_ANYBODY)
    return text(sentence, markup([keys[:2], keys[2:]]))


def made_for(context: Context, actor: Actor, person: Person) -> Reply:
    """Make an invitation for somebody on the roster and return it.

    Raises:
        RefusedError: the actor may not invite somebody of that role.
    """
    invitations = context.services.office.invitations
    invitation, token = invitations.create(actor, person_id=person.id)
    unit = f", {person.unit}" if person.unit else ""
    title = words.INVITE_MADE.format(
        name=person.name, role=progress_wording.ROLE[invitation.role], unit=unit
    )
    return invitation_reply(context, title, token, invitation.expires_at)


def invitation_reply(context: Context, title: str, token: str, expires_at: datetime) -> Reply:
    """Return an invitation with its link, which is nowhere else."""
    day = f"{expires_at.astimezone(context.services.office.zone):%H:%M %d/%m/%Y}"
    url = f"https://t.me/{context.username}?start={INVITATION_PREFIX}{token}"
    content = [Block(title), Block(url), Block(words.INVITE_RULES.format(day=day), "i")]
    return laid_out(content)


async def _for_person(tapped: Tapped, context: Context, person_id: int, _: int) -> Toast:
    actor, office = actor_tapping(tapped, context), context.services.office
    office.gate.look(actor, Attempted.MANAGE_ROSTER, "/moi")
    person = office.people.get(person_id)
    if person.telegram_id is not None:
        return Toast(words.INVITE_JOINED_ALREADY.format(name=person.name), alert=True)
    await edit_page(tapped.message, context, made_for(context, actor, person))
    return NOTHING


def _open(tapped: Tapped, context: Context, draft_id: int) -> dict[str, Any] | None:
    context.services.gate.look(actor_tapping(tapped, context), Attempted.MANAGE_ROSTER, "/moi")
    data = context.services.drafts.get(tapped.person, draft_id)
    return data if data is not None and not data.get("made") else None


async def _choose_role(tapped: Tapped, context: Context, draft_id: int, number: int) -> Toast:
    data = _open(tapped, context, draft_id)
    if data is None or number >= len(ROLES):
        return Toast(words.INVITE_GONE, alert=True)
    data["role"] = ROLES[number].value
    context.services.drafts.change(tapped.person, draft_id, data)
    return await _turn_units(tapped, context, draft_id, 0)


async def _turn_units(tapped: Tapped, context: Context, draft_id: int, page: int) -> Toast:
    data = _open(tapped, context, draft_id)
    if data is None:
        return Toast(words.INVITE_GONE, alert=True)
    rows, page, count = choice_rows(context, Verb.INVITE, "unit", "page", draft_id, page)
    title = words.INVITE_UNIT.format(
        name=data["name"] or words.INVITE_ANYBODY,
        role=progress_wording.ROLE[Role(data["role"])],
        page=page + 1,
        pages=count,
    )
    none: Row = [button(words.BUTTON_NO_UNIT, Verb.INVITE, "unit", draft_id, 0)]
    await edit_page(tapped.message, context, text(title, markup([*rows, none])))
    return NOTHING


async def _choose_unit(tapped: Tapped, context: Context, draft_id: int, unit_id: int) -> Toast:
    """Make the invitation; with a name, the person is put on the roster with it."""
    data = _open(tapped, context, draft_id)
    if data is None or not data["role"]:
        return Toast(words.INVITE_GONE, alert=True)
    office, actor = context.services.office, actor_tapping(tapped, context)
    role = Role(data["role"])
    if data["name"]:
        person = office.people.add(actor, data["name"], role, unit_id or None)
    else:
        person = Person(0, words.INVITE_ANYBODY, role)
    office.drafts.change(tapped.person, draft_id, data | {"made": True})
    reply = (
        made_for(context, actor, person)
        if person.id
        else _for_anybody(context, actor, role, unit_id or None)
    )
    await edit_page(tapped.message, context, reply)
    return NOTHING


def _for_anybody(context: Context, actor: Actor, role: Role, unit_id: int | None) -> Reply:
    office = context.services.office
    unit = f", {office.units.get(unit_id).name}" if unit_id else ""
    invitation, token = office.invitations.create(actor, role, unit_id=unit_id)
    title = words.INVITE_MADE.format(
        name=words.INVITE_ANYBODY, role=progress_wording.ROLE[role], unit=unit
    )
    return invitation_reply(context, title, token, invitation.expires_at)
