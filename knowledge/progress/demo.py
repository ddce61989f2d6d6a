"""Demonstration data: an invented roster and progress, for trying the bot, and its removal."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from knowledge.errors import DemoError
from knowledge.progress import wording
from knowledge.progress.evaluation import is_share
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import ReportDraft, Role, TaskState
from knowledge.progress.office import DEMO, Office
from knowledge.resolution.model import Comparator, Kind, Measure, Resolution
from knowledge.storage.times import local_day

_AUDIT_FROM: Final = "demo_audit_from"
_TABLES: Final = (
    "evidence", "withdrawals", "reports", "reminders", "assignees", "assignments", "invitations",
    "people",
)  # fmt: skip
_REAL: Final = {"people": "người", "assignments": "phân công", "reports": "báo cáo tiến độ"}
# Invented names; "(mẫu)" keeps anybody from taking them for real people.
_LEADERS: Final = (
    ("Lê Minh Tâm (mẫu)", "Bí thư Đảng ủy"),
    ("Phạm Thu Hòa (mẫu)", "Chủ tịch UBND phường"),
)
_CADRES: Final = (
    "Nguyễn Văn An", "Trần Thị Bình", "Hoàng Đức Cường", "Vũ Thị Dung", "Đặng Quốc Đạt",
    "Bùi Thị Giang", "Đỗ Văn Hải", "Ngô Thị Khánh", "Phan Văn Long", "Lý Thị Mai",
)  # fmt: skip
# How far a measure has got, as a share of what it asks, one after another.
_SHARES: Final = ("0.92", "1", "1.01", "0.995", "0.6", "1", "0.97", "0.45", "1", "0.996")
_STATES: Final = (
    (TaskState.DOING, 60, "Đang triển khai theo kế hoạch."),
    (TaskState.DONE, 100, "Đã hoàn thành, đã gửi báo cáo kết quả."),
    (TaskState.DOING, 35, "Vướng mặt bằng ở hai hộ, đang vận động."),
    (TaskState.NOT_STARTED, 0, ""),
    (TaskState.PAUSED, 20, "Chờ hướng dẫn của thành phố."),
    (TaskState.DOING, 80, ""),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was invented, and as whom the administrators of the settings try it."""

    people: int
    assignments: int
    reports: int
    tried_as: tuple[str, ...] = ()


def fill(office: Office, resolution: Resolution) -> Filled:
    """Fill a database without people, assignments and reports, and mark it as a demonstration.

    Raises:
        DemoError: it holds real data.
        StorageError: it can't be written; nothing has been.
    """
    database = office.database
    if office.is_demo():
        clear(office)
    for table, what in _REAL.items():
        count = database.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
        if count:
            raise DemoError(wording.DEMO_REFUSED.format(what=f"{count} {what}"))
    with database.transaction():
        database.set_meta(
            _AUDIT_FROM, str(database.value("SELECT coalesce(max(id), 0) FROM audit"))
        )
        database.set_meta(DEMO, "1")
        if not office.documents.has(resolution.number):
            office.documents.load(resolution, by=wording.OPERATOR)
        office.units.seed(resolution.bodies)
        people = _people(office)
        tried_as = _tie(office, people[len(_LEADERS) :])
        assignments = _assignments(office, resolution, people)
        reports = _measures(office, resolution) + _tasks(office, resolution)
    return Filled(len(people), assignments, reports, tried_as)


def clear(office: Office) -> None:
    """Remove the demonstration: everybody and everything on roster, assignments and progress.

    Documents, units, teaching and the miss log stay. Who joined meanwhile must be invited again.

    Raises:
        DemoError: the database holds no demonstration.
    """
    database = office.database
    if not office.is_demo():
        raise DemoError(wording.NO_DEMO)
    with database.transaction():
        database.write("PRAGMA defer_foreign_keys = ON")
        database.write("DELETE FROM audit WHERE id > ?", (int(database.meta(_AUDIT_FROM, "0")),))
        for table in _TABLES:
            database.write(f"DELETE FROM {table}")  # noqa: S608 - our own names
        database.write(
            "DELETE FROM meta WHERE key IN (?, ?, 'erased_person_id')", (DEMO, _AUDIT_FROM)
        )


def _people(office: Office) -> list[int]:
    """Return the ids: leaders first."""
    ids = [
        office.people.add(OPERATOR, name, Role.LEADER, position=position).id
        for name, position in _LEADERS
    ]
    units = office.units.all()
    for i, name in enumerate(_CADRES):
        unit = units[(i * 3) % len(units)].id if units else None
        ids.append(office.people.add(OPERATOR, f"{name} (mẫu)", Role.CADRE, unit, "Cán bộ").id)
    return ids


def _tie(office: Office, cadres: list[int]) -> tuple[str, ...]:
    """Let each administrator of the settings be one of the cadres too, so that he has work to look at."""
    names = []
    for account, person_id in zip(sorted(office.gate.admin_ids), cadres, strict=False):
        office.database.write(
            "UPDATE people SET telegram_id = ? WHERE id = ?", (account, person_id)
        )
        names.append(office.people.get(person_id).name)
    return tuple(names)


def _assignments(office: Office, resolution: Resolution, people: list[int]) -> int:
    today = local_day(office.clock(), office.zone)
    leaders, cadres = people[: len(_LEADERS)], people[len(_LEADERS) :]
    work = [c for c in resolution.clauses if c.kind in (Kind.TARGET, Kind.TASK)]
    for i, clause in enumerate(work):
        if i % 5 == 4:
            continue  # some work is not assigned yet
        suggested = office.assignments.suggest(resolution.number, clause.ref)
        office.assignments.give(
            OPERATOR,
            resolution.number,
            clause.ref,
            units=suggested.unit_ids[:2],
            people=() if suggested.unit_ids and i % 3 else (cadres[i % len(cadres)],),
            deadline=suggested.deadline or today + timedelta(days=(i * 17) % 120 - 30),
            answerable_id=leaders[i % len(leaders)],
            product="Báo cáo kết quả" if i % 2 else "Kế hoạch và báo cáo kết quả",
            authority="Theo thẩm quyền của đơn vị",
        )
    return int(office.database.value("SELECT count(*) FROM assignments"))


def _measures(office: Office, resolution: Resolution) -> int:
    today, saved = local_day(office.clock(), office.zone), 0
    for i, measure in enumerate(resolution.measures()):
        if measure.threshold is None or i % 7 == 6:
            continue  # some targets are not reported yet
        share = Decimal(_SHARES[i % len(_SHARES)])
        for days, part in ((60, Decimal("0.98")), (7, Decimal(1))):
            value = _value(measure, share * part)
            as_of = _past(today, days, resolution)
            draft = ReportDraft(
                resolution.number, measure.ref, as_of, letter=measure.letter, value=value
            )
            key = f"demo:{measure.key}:{days}"
            office.reports.save(OPERATOR, draft, key=key, confirmed=True)
            saved += 1
    return saved


def _tasks(office: Office, resolution: Resolution) -> int:
    today, saved = local_day(office.clock(), office.zone), 0
    work = [
        clause.ref
        for clause in resolution.clauses
        if clause.kind is Kind.TASK
        or (clause.kind is Kind.TARGET and not resolution.notes(clause.ref).measures)
    ]
    for i, ref in enumerate(work):
        if i % 4 == 3:
            continue
        state, percent, note = _STATES[i % len(_STATES)]
        given = office.assignments.visible(OPERATOR, resolution.number, ref)
        charged = [one.id for assignment in given for one in assignment.assignees]
        assignees: list[int | None] = [*charged] or [None]
        for n, assignee_id in enumerate(assignees[: 1 + i % 2]):
            draft = ReportDraft(
                resolution.number,
                ref,
                _past(today, 3 + i % 20, resolution),
                state=state,
                percent=percent,
                note=note,
                assignee_id=assignee_id,
            )
            office.reports.save(OPERATOR, draft, key=f"demo:{ref}:{n}", confirmed=True)
            saved += 1
    return saved


def _value(measure: Measure, share: Decimal) -> Decimal:
    threshold = measure.threshold or Decimal(0)
    if measure.comparator is Comparator.EXACTLY and threshold == 0:
        return Decimal(2) if share < 1 else Decimal(0)
    if is_share(measure):
        share = max(share, Decimal("0.93"))  # nobody believes that half the ward has no clean water
    value = threshold * (2 - share if measure.comparator.caps else share)
    if measure.unit == "%":
        value = min(value, Decimal(100)) if measure.comparator is not Comparator.GROWTH else value
        return value.quantize(Decimal("0.1"))
    return value.quantize(Decimal(1))


def _past(today: date, days: int, resolution: Resolution) -> date:
    """A day in the past, inside the year of the resolution where today is."""
    day = today - timedelta(days=days)
    period = resolution.metadata.period[:4]
    if period.isdigit() and today.year == int(period):
        return max(day, date(today.year, 1, 1))
    return day
