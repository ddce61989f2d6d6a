"""The roster as a workbook: handed out, filled in, taken back (nghiquyet roster export | import)."""

from typing import Final

from knowledge.errors import InvalidInputError, KnowledgeError, UnknownUnitError
from knowledge.language.normalize import fold
from knowledge.progress import wording
from knowledge.progress.cells import Findings, ImportResult, refuse_formulas, whole_cell
from knowledge.progress.model import Actor, Role
from knowledge.progress.office import Office
from knowledge.progress.policy import Action
from knowledge.progress.sheets import (
    Column,
    SheetRow,
    add_sheet,
    new_workbook,
    read_sheets,
    to_bytes,
)
from knowledge.storage.times import local_day

ROSTER: Final = "Danh sách"
_COLUMNS: Final = (
    Column("Số", 7, centred=True),
    Column("Họ và tên", 30),
    Column("Chức vụ", 28),
    Column("Đơn vị", 44),
    Column("Vai trò", 16, centred=True),
    Column("Đã tham gia", 14, centred=True),
)
_ID, _NAME, _POSITION, _UNIT, _ROLE, _ = (column.name for column in _COLUMNS)


def export_roster(office: Office, actor: Actor) -> bytes:
    """Write the roster, without Telegram ids.

    Raises:
        RefusedError: the actor does not manage the roster.
    """
    with office.gate.attempt(actor, Action.MANAGE_ROSTER, "export roster"):
        people = office.people.everybody()
        today = local_day(office.clock(), office.zone)
        heading = [
            "",
            wording.SHEET_ROSTER.upper(),
            wording.SHEET_DAY.format(day=wording.day(today)),
        ]
        if office.is_demo():
            heading.append(wording.DEMO)
        rows = [
            [
                person.id,
                person.name,
                person.position,
                person.unit,
                wording.ROLE[person.role],
                "x" if person.telegram_id is not None else "",
            ]
            for person in people
        ]
        workbook = new_workbook()
        add_sheet(workbook, ROSTER, heading, _COLUMNS, rows)
        return to_bytes(workbook)


def import_roster(office: Office, actor: Actor, data: bytes, *, write: bool = True) -> ImportResult:
    """Add and change people as the file says; nothing where a row is bad.

    A row with a number changes that person; without one, a namesake in the same unit, else it adds
    somebody. Whoever is left out stays: removing is done one by one.

    Args:
        office: where everything is.
        actor: an administrator.
        data: the content of an .xlsx file.
        write: False tells what would change without writing it.

    Raises:
        RefusedError: the actor does not manage the roster.
        WorkbookError: the file can't be read, or is none of ours.
    """
    office.gate.look(actor, Action.MANAGE_ROSTER, "import roster")
    rows = read_sheets(data, {ROSTER: (_ID, _NAME, _POSITION, _UNIT, _ROLE)})[ROSTER]
    found = Findings()
    with office.gate.attempt(actor, Action.MANAGE_ROSTER, "import roster") as attempt:
        try:
            with office.database.transaction():
                for row in rows:
                    try:
                        with office.database.transaction():
                            refuse_formulas(row)
                            _person(office, actor, row, found)
                    except KnowledgeError as error:
                        found.fault(ROSTER, row, error)
                if found.errors or not write:
                    raise _UndoneError
        except _UndoneError:
            attempt.changed = False
            return found.result(written=False)
        attempt.changed = bool(found.changes)
        attempt.detail = f"{len(found.changes)} changes"
        return found.result(written=True)


class _UndoneError(Exception):
    """Ends a transaction without keeping anything."""


def _person(office: Office, actor: Actor, row: SheetRow, found: Findings) -> None:
    person_id, name = whole_cell(row, _ID), row.text(_NAME)
    role = _role(row.text(_ROLE))
    unit_id = None
    if row.text(_UNIT):
        unit = office.units.find(row.text(_UNIT))
        if unit is None:
            raise UnknownUnitError(wording.UNKNOWN_UNIT.format(what=row.text(_UNIT)[:60]))
        unit_id = unit.id
    if person_id is None:
        person_id = next(
            (p.id for p in office.people.everybody() if (p.name, p.unit_id) == (name, unit_id)),
            None,
        )
    if person_id is None:
        person = office.people.add(actor, name, role, unit_id, row.text(_POSITION))
        found.changes.append(f"Thêm {person.name}")
        return
    before = office.people.get(person_id)
    wanted = (name, role, unit_id, row.text(_POSITION))
    if wanted == (before.name, before.role, before.unit_id, before.position):
        return  # an administrator in the file is no attempt to change one
    after = office.people.change(
        actor,
        person_id,
        name=name,
        role=role,
        unit_id=unit_id,
        without_unit=unit_id is None,
        position=row.text(_POSITION),
    )
    if after != before:
        found.changes.append(f"Sửa {after.name}")


def _role(text: str) -> Role:
    wanted = fold(text.lower())
    for role, word in wording.ROLE.items():
        if role is not Role.STRANGER and fold(word) == wanted:
            return role
    if not wanted:
        return Role.CADRE
    raise InvalidInputError(wording.CELL_ROLE.format(text=text[:60]))
