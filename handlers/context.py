"""What every handler is given: the documents, the memory, the logs, and who may do what."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from telegram.ext import Application, BaseHandler, CallbackContext, ExtBot

from handlers.memory import Memory, Noted
from knowledge.progress.gate import Gate
from knowledge.progress.office import Office
from knowledge.progress.people import People
from knowledge.storage.drafts import Drafts
from knowledge.storage.misses import Misses
from knowledge.storage.teaching import TeachingStore
from knowledge.volumes import Volumes

SERVICES: Final = "services"
REPORTS: Final = 200
REPORT_AGAIN_SECONDS: Final = 600.0
"""An error that keeps happening is reported once in this time."""


@dataclass
class Services:
    """What the handlers work with.

    Attributes:
        volumes: the documents, and what answers from each.
        office: the roster, assignments, progress and reminders.
        gate: knows who is who and what he may do.
        people: the roster.
        misses: the questions that were not answered well.
        teaching: what administrators taught.
        drafts: what a person is in the middle of.
        memory: the last question of each person in each chat.
        members_only: whether only people on the roster may ask.
        reported: the errors that administrators were told of lately.
        reminding: the reminder that is on its way to each person, by his id on the roster.
    """

    volumes: Volumes
    office: Office
    gate: Gate
    people: People
    misses: Misses
    teaching: TeachingStore
    drafts: Drafts
    memory: Memory = field(default_factory=Memory)
    members_only: bool = False
    reported: Noted[str] = field(default_factory=lambda: Noted(REPORTS, REPORT_AGAIN_SECONDS))
    reminding: dict[int, asyncio.Task[None]] = field(default_factory=dict)


Bot = ExtBot[int]
Store = dict[Any, Any]


class Context(CallbackContext[Bot, Store, Store, Store]):
    """The context of one update, with the services at hand."""

    @property
    def services(self) -> Services:
        """The services of the application."""
        found: Services = self.application.bot_data[SERVICES]
        return found

    @property
    def username(self) -> str:
        """The bot's own @name, without the @."""
        return str(self.bot.username)


App = Application[Bot, Context, Store, Store, Store, Any]
Handler = BaseHandler[Any, Context, Any]
