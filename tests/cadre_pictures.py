"""The pictures of docs/can-bo.md, made anew: ``python -m tests.cadre_pictures``."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from bot.application import build_application
from bot.services import services_of
from handlers import work_wording as words
from handlers.context import Context
from handlers.notices import send_reminders
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role, Unit
from knowledge.storage.database import open_database
from tests.handlers.house import polling, settings_for
from tests.knowledge.progress_office import BHYT, MARKET, NUMBER, HandClock
from tests.office_house import OFFICES, assistant, lookup
from tests.standin import Message, Standin, User
from tests.standin.picture import chat_html, screenshot

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TITLE = "Bot Nghị quyết"
FROM = datetime(2026, 11, 10, 3, tzinfo=UTC)


class Album:
    """Takes a picture of what was said in a chat since the last one."""

    def __init__(self, telegram: Standin, prefix: str = "canbo") -> None:
        self._telegram = telegram
        self._prefix = prefix
        self._seen: dict[int, int] = {}

    def take(self, user: User, name: str, height: int, *, turn: bool = True) -> None:
        """Take it; without ``turn`` the next one shows the same messages again."""
        said = self._telegram.messages(user.chat)
        page = chat_html(said[self._seen.get(user.id, 0) :], TITLE)
        screenshot(page, PICTURES / f"{self._prefix}-{name}.png", height=height)
        if turn:
            self._seen[user.id] = len(said)


async def tap(telegram: Standin, user: User, message: Message, *labels: str) -> None:
    """Tap one button after another of one message."""
    for label in labels:
        edits = len(message.history) + 1
        user.tap(message, label)
        await telegram.wait_for_edit(message, edits)


@asynccontextmanager
async def ward(folder: str) -> AsyncIterator[tuple[Standin, Context, User, User, User, HandClock]]:
    """A ward with an administrator, a leader and a cadre who has two things to do."""
    clock = HandClock(FROM)
    async with Standin(username="nghiquyet_bot") as telegram:
        settings = settings_for(telegram, Path(folder, "nghiquyet.db"))
        with open_database(settings.nghiquyet_database, clock=clock) as database:
            services = services_of(database, assistant(), settings, lookup(), clock)
            office = services.office
            OFFICES.append(office)
            unit = office.units.find("Trạm Y tế phường")
            assert unit is not None

            def join(name: str, role: Role, where: Unit | None = None) -> User:
                user = telegram.add_user(name)
                person = office.people.add(OPERATOR, name, role, where.id if where else None)
                _, token = office.invitations.create(OPERATOR, person_id=person.id)
                office.invitations.redeem(token, user.id, name)
                return user

            admin = join("Nguyễn Thị Hà", Role.ADMINISTRATOR)
            leader = join("Lê Minh Tâm", Role.LEADER)
            cadre = join("Trần Thị Bình", Role.CADRE, unit)
            head = office.gate.actor(leader.id).person_id
            for ref, deadline in ((BHYT, date(2026, 12, 31)), (MARKET, date(2026, 11, 11))):
                office.assignments.give(
                    OPERATOR,
                    NUMBER,
                    ref,
                    units=[unit.id],
                    deadline=deadline,
                    answerable_id=head,
                    product="Báo cáo kết quả",
                )
            app = build_application(settings, services)
            async with polling(app):
                yield telegram, Context(app), admin, leader, cadre, clock


async def main() -> None:
    """Talk to the bot and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        async with ward(folder) as (telegram, context, admin, leader, cadre, clock):
            album = Album(telegram)
            card = await telegram.ask(cadre, "/capnhat 10 95,8 hết tháng 10")
            album.take(cadre, "capnhat", 390, turn=False)
            await tap(telegram, cadre, card, words.BUTTON_SAVE)
            album.take(cadre, "da-luu", 365)
            card = await telegram.ask(cadre, "nhiệm vụ của tôi")
            album.take(cadre, "nhiemvu", 565, turn=False)
            await tap(telegram, cadre, card, "1")
            album.take(cadre, "mot-viec", 485)
            await telegram.ask(leader, "/giao chỉ tiêu 14")
            album.take(leader, "giao", 800)
            await telegram.ask(leader, "chỉ tiêu nào chưa đạt")
            album.take(leader, "chua-dat", 355)
            await telegram.ask(leader, "/lichsu 10")
            album.take(leader, "lichsu", 385)
            card = await telegram.ask(admin, "/moi Lý Thị Mai")
            await tap(telegram, admin, card, "cán bộ", words.BUTTON_NO_UNIT)
            album.take(admin, "moi", 340)
            await send_reminders(context)
            clock.forward(days=1)
            await send_reminders(context)
            album.take(cadre, "nhac", 345)


if __name__ == "__main__":
    asyncio.run(main())
