"""A small ward for tests: a clock that is set by hand, a roster, and who is who."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from knowledge.errors import UnknownDocumentError
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Actor, Assignment, Person, ReportDraft, Role, TaskState, Unit
from knowledge.progress.office import Office
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Database, open_database

NUMBER = "07-NQ/ĐU"
BHYT = "II.2.10"
HOUSEHOLDS = "II.2.8"
MARKET = "II.3.2.1/4"
"""The task with a printed deadline: 30/04/2026."""
ROOT_ADMIN, ADMIN, LEADER, CADRE, OTHER, MEMBER, STRANGER = 900, 901, 902, 903, 904, 905, 999


@cache
def resolution() -> Resolution:
    """The bundled resolution, read once."""
    return load_bundled()


def resolution_of(number: str) -> Resolution:
    """Give the bundled resolution, and no other."""
    if number != NUMBER:
        raise UnknownDocumentError(number)
    return resolution()


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 4, 10, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        """Move it, back too."""
        self.now += timedelta(**amount)


@dataclass
class Ward:
    """An office with its people: an administrator, a leader, two cadres of two units, a member."""

    path: Path
    clock: HandClock = field(default_factory=HandClock)
    database: Database = field(init=False)
    office: Office = field(init=False)
    unit: Unit = field(init=False)
    other_unit: Unit = field(init=False)
    people: dict[int, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.open()
        office = self.office
        office.documents.load(resolution(), by="test")
        self.unit = office.units.add(OPERATOR, "Trạm Y tế phường", "TYT")
        self.other_unit = office.units.add(OPERATOR, "Công an phường")
        self.join(ADMIN, "Quản Trị", Role.ADMINISTRATOR)
        self.join(LEADER, "Lê Lãnh Đạo", Role.LEADER)
        self.join(CADRE, "Cán Bộ Y Tế", Role.CADRE, self.unit)
        self.join(OTHER, "Cán Bộ Công An", Role.CADRE, self.other_unit)
        self.join(MEMBER, "Đảng Viên", Role.MEMBER, self.unit)

    def open(self) -> None:
        """Open the database, as at a start of the program."""
        self.database = open_database(self.path, clock=self.clock)
        self.office = Office(
            self.database, resolution_of=resolution_of, admin_ids=[ROOT_ADMIN], clock=self.clock
        )

    def restart(self) -> None:
        """Close everything and open it again."""
        self.database.close()
        self.open()

    def join(self, telegram_id: int, name: str, role: Role, unit: Unit | None = None) -> Person:
        """Put somebody on the roster by an invitation."""
        person = self.office.people.add(OPERATOR, name, role, unit.id if unit else None)
        _, token = self.office.invitations.create(OPERATOR, person_id=person.id)
        self.people[telegram_id] = self.office.invitations.redeem(token, telegram_id, name)
        return self.people[telegram_id]

    def actor(self, telegram_id: int, *, alone: bool = True) -> Actor:
        """Return who somebody is now."""
        return self.office.gate.actor(telegram_id, alone=alone)

    def assign(self, ref: str = MARKET, **how: object) -> Assignment:
        """Give a clause to the health station, or as told."""
        wanted: dict[str, object] = {"units": [self.unit.id], "deadline": date(2026, 4, 30), **how}
        return self.office.assignments.give(OPERATOR, NUMBER, ref, **wanted)  # type: ignore[arg-type]

    def report(
        self, who: int, draft: ReportDraft, key: str = "1", *, confirmed: bool = True
    ) -> int:
        """Save a report and return its id."""
        saved = self.office.reports.save(self.actor(who), draft, key=key, confirmed=confirmed)
        return saved.report.id


def charged_ward(path: Path) -> Ward:
    """Return a ward where the health station is charged with the market and with BHYT."""
    ward = Ward(path)
    ward.assign(MARKET)
    ward.assign(BHYT)
    return ward


def bhyt(value: str, as_of: date = date(2026, 4, 9), **more: object) -> ReportDraft:
    """A draft on the share of people with health insurance."""
    return ReportDraft(NUMBER, BHYT, as_of, value=Decimal(value), **more)  # type: ignore[arg-type]


def market(
    state: TaskState = TaskState.DOING, as_of: date = date(2026, 4, 9), **more: object
) -> ReportDraft:
    """A draft on the market task."""
    return ReportDraft(NUMBER, MARKET, as_of, state=state, **more)  # type: ignore[arg-type]
