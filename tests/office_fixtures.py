"""Fixtures: the ward of ``office_house``, and the whole bot in front of it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.application import build_application
from bot.services import services_of
from bot.settings import Settings
from handlers.context import App
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role, Unit
from knowledge.storage.database import open_database
from tests.handlers.house import ADMINISTRATOR, polling, settings_for
from tests.knowledge.progress_office import HandClock
from tests.office_house import OFFICES, House, assistant, lookup
from tests.standin import Standin, User


@pytest.fixture
def hand() -> HandClock:
    """The clock of the office: 10 April 2026, ten in the morning."""
    return HandClock()


@pytest.fixture
def house_settings(telegram: Standin, tmp_path: Path) -> Settings:
    """Settings that point at the stand-in."""
    return settings_for(telegram, tmp_path / "nghiquyet.db")


@pytest.fixture
def house(telegram: Standin, house_settings: Settings, hand: HandClock) -> Iterator[House]:
    """The ward with its people, the bot not yet running."""
    with open_database(house_settings.nghiquyet_database, clock=hand) as database:
        services = services_of(database, assistant(), house_settings, lookup(), hand)
        office = services.office
        OFFICES.append(office)
        unit = office.units.find("Trạm Y tế") or office.units.add(OPERATOR, "Trạm Y tế")
        other = office.units.find("Công an") or office.units.add(OPERATOR, "Công an")

        def join(name: str, role: Role, where: Unit | None = None) -> User:
            user = telegram.add_user(name)
            person = office.people.add(OPERATOR, name, role, where.id if where else None)
            _, token = office.invitations.create(OPERATOR, person_id=person.id)
            office.invitations.redeem(token, user.id, name)
            return user

        yield House(
            telegram,
            services,
            hand,
            unit,
            other,
            telegram.add_user("Gốc", user_id=ADMINISTRATOR),
            join("Quản Trị", Role.ADMINISTRATOR),
            join("Lê Lãnh Đạo", Role.LEADER),
            join("Cán Bộ Y Tế", Role.CADRE, unit),
            join("Cán Bộ Công An", Role.CADRE, other),
            join("Đảng Viên", Role.MEMBER, unit),
            telegram.add_user("Người Lạ"),
        )
        OFFICES.remove(office)


@pytest.fixture
async def running(house: House, house_settings: Settings) -> AsyncIterator[App]:
    """The bot, polling the stand-in."""
    app = build_application(house_settings, house.services)
    async with polling(app):
        yield app
