"""A small ward with the whole bot in front of it, for end-to-end tests: everybody with a Telegram account."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.services import status_seen
from bot.settings import Settings
from handlers.context import Services
from knowledge.answers.answer import Status
from knowledge.assistant import Assistant
from knowledge.bundled import bundled_assistant
from knowledge.lookup import Lookup
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Assignment, Person, Unit
from knowledge.progress.office import Office
from tests.knowledge.progress_office import MARKET, NUMBER, HandClock
from tests.standin import Message, Standin, User

OFFICES: list[Office] = []
"""The office of the running test is the last."""


def _status(ref: str) -> tuple[Status, ...]:
    """The status as the running bot's database has it; the assistant is built once for all tests."""
    office = OFFICES[-1]
    settings = Settings.model_construct()
    resolution = office.resolution_of(NUMBER)
    return status_seen(office.database, resolution, settings, office.clock)(ref)


@cache
def assistant() -> Assistant:
    """The bundled assistant, with the statuses of the running test."""
    return bundled_assistant(_status)


@cache
def lookup() -> Lookup:
    """Its lookup."""
    return Lookup(assistant())


@dataclass
class House:
    """Who is who, and the office behind the bot."""

    telegram: Standin
    services: Services
    clock: HandClock
    unit: Unit
    other_unit: Unit
    root: User
    admin: User
    leader: User
    cadre: User
    other: User
    member: User
    stranger: User

    @property
    def office(self) -> Office:
        """The core that the bot works with."""
        return self.services.office

    def person(self, user: User) -> Person:
        """Somebody's row on the roster."""
        found = self.office.gate.actor(user.id).person
        assert found is not None
        return found

    def assign(self, ref: str = MARKET, **how: object) -> Assignment:
        """Give a clause to the health station, or as told."""
        wanted: dict[str, object] = {"units": [self.unit.id], "deadline": date(2026, 4, 30), **how}
        return self.office.assignments.give(OPERATOR, NUMBER, ref, **wanted)  # type: ignore[arg-type]

    async def tap(self, user: User, message: Message, label: str) -> str:
        """Tap a button and return what flashes up."""
        answer = await self.telegram.wait_for_answer(user.tap(message, label))
        return str(answer.get("text", ""))

    async def forge(self, user: User, message: Message, data: str) -> str:
        """Tap a button that is not there."""
        answer = await self.telegram.wait_for_answer(user.tap(message, data=data))
        return str(answer.get("text", ""))

    async def next_reply(self, user: User, before: Message, count: int = 1) -> Message:
        """The bot's next message after one."""
        return await self.telegram.wait_for_reply(user, before, count=count)

    def refusals(self) -> list[tuple[int | None, str]]:
        """The refused attempts in the log, oldest first: who, and what."""
        rows = self.office.database.rows(
            "SELECT telegram_id, action FROM audit WHERE outcome = 'refused' ORDER BY id"
        )
        return [(row["telegram_id"], row["action"]) for row in rows]
