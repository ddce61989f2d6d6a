"""Taking back the workbook of /xuat: checked whole, then written whole or not at all.

The check does everything for real in one transaction and undoes it, so that what passes the check is what
gets written, by the same rules as a report or an assignment made by hand.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from knowledge.errors import InvalidInputError, KnowledgeError, UnknownUnitError
from knowledge.language.normalize import fold
from knowledge.progress import wording
from knowledge.progress.cells import (
    Findings,
    ImportResult,
    day_cell,
    figure_cell,
    refuse_formulas,
    state_cell,
    whole_cell,
)
from knowledge.progress.model import Actor, Assignment, Person, ReportDraft
from knowledge.progress.office import Office
from knowledge.progress.one_line import choose_measure
from knowledge.progress.policy import Action
from knowledge.progress.records import all_standing_reports, assignments_where
from knowledge.progress.sheets import SheetRow, read_sheets
from knowledge.progress.status import newest_value
from knowledge.progress.workbook import (
    ASSIGNMENT_COLUMNS,
    ASSIGNMENTS,
    LIST_MARK,
    TARGET_COLUMNS,
    TARGETS,
    TASK_COLUMNS,
    TASKS,
    person_label,
)
from knowledge.resolution.model import Clause, Kind
from knowledge.storage.times import local_day

_KEY, _VALUE, _UNIT, _DAY, _NOTE = (TARGET_COLUMNS[i].name for i in (0, 3, 4, 5, 9))
_REF, _STATE, _PERCENT, _TASK_DAY, _TASK_NOTE = (TASK_COLUMNS[i].name for i in (0, 2, 3, 4, 9))
_ID, _GIVEN_REF, _UNITS, _PEOPLE, _DEADLINE, _ANSWERABLE, _PRODUCT, _AUTHORITY = (
    ASSIGNMENT_COLUMNS[i].name for i in (0, 1, 3, 4, 5, 6, 7, 8)
)
_WANTED: Final = {
    ASSIGNMENTS: (
        _ID, _GIVEN_REF, _UNITS, _PEOPLE, _DEADLINE, _ANSWERABLE, _PRODUCT, _AUTHORITY,
    ),
    TARGETS: (_KEY, _VALUE, _UNIT, _DAY, _NOTE),
    TASKS: (_REF, _STATE, _PERCENT, _TASK_DAY, _TASK_NOTE),
}  # fmt: skip


class _UndoneError(Exception):
    """Ends a transaction without keeping anything."""


def check_workbook(office: Office, actor: Actor, document: str, data: bytes) -> ImportResult:
    """Tell what an import would change, ask about and refuse, without writing anything.

    Raises:
        RefusedError: the actor is no administrator.
        WorkbookError: the file can't be read, or is none of ours.
        UnknownDocumentError: no document of that number is loaded.
    """
    return _run(office, actor, document, data, key="check", write=False)


def import_workbook(
    office: Office, actor: Actor, document: str, data: bytes, *, key: str
) -> ImportResult:
    """Bring assignments and progress up to what the file says; nothing where a row is bad.

    Rows that say what is there already change nothing. A row left out, or an emptied result, deletes
    nothing: assignments are cancelled and reports corrected one by one.

    Args:
        office: where everything is.
        actor: an administrator.
        document: the number of the resolution.
        data: the content of an .xlsx file.
        key: what makes this request the only one (the id of the draft or of the update).

    Raises:
        RefusedError, WorkbookError, UnknownDocumentError: as for ``check_workbook``.
    """
    return _run(office, actor, document, data, key=key, write=True)


def _run(
    office: Office, actor: Actor, document: str, data: bytes, *, key: str, write: bool
) -> ImportResult:
    office.gate.look(actor, Action.IMPORT, document)
    sheets = read_sheets(data, _WANTED)
    with office.gate.attempt(actor, Action.IMPORT, document) as attempt:
        work = _Import(office, actor, document, key)
        try:
            with office.database.transaction():
                work.run(sheets)
                if work.found.errors or not write:
                    raise _UndoneError
        except _UndoneError:
            attempt.changed = False
            return work.found.result(written=False)
        attempt.changed = bool(work.found.changes)
        attempt.detail = f"{len(work.found.changes)} changes"
        return work.found.result(written=True)


class _Import:
    def __init__(self, office: Office, actor: Actor, document: str, key: str) -> None:
        self.found = Findings()
        self._office = office
        self._actor = actor
        self._key = key
        self._resolution = office.resolution_of(document)
        self._today = local_day(office.clock(), office.zone)
        self._people = office.people.everybody()
        self._seen: set[str] = set()

    def run(self, sheets: dict[str, list[SheetRow]]) -> None:
        steps: tuple[tuple[str, Callable[[SheetRow], None]], ...] = (
            (ASSIGNMENTS, self._assignment),
            (TARGETS, self._target),
            (TASKS, self._task),
        )
        for name, step in steps:
            self._seen = set()
            for row in sheets.get(name, []):
                try:
                    with self._office.database.transaction():
                        refuse_formulas(row)
                        step(row)
                except KnowledgeError as error:
                    self.found.fault(name, row, error)

    def _target(self, row: SheetRow) -> None:
        key = row.text(_KEY)
        self._once(key)
        number = "".join(c for c in key if c.isdigit())
        clause = self._clause(number, key)
        if not self._resolution.notes(clause.ref).measures:
            self._report_state(TARGETS, row, clause, _VALUE, "", _DAY, _NOTE)
            return
        measure = choose_measure(self._resolution, clause.ref, key[len(number) :].strip().lower())
        value = figure_cell(row, _VALUE)
        if value is None:
            return
        reports = all_standing_reports(self._office.database, self._resolution.number)
        before = newest_value(reports.get(clause.ref, []), measure)
        unit, note = row.text(_UNIT) or measure.unit, row.text(_NOTE)
        as_of = day_cell(row, _DAY, self._today) or self._today
        if before and (before.value, before.unit, before.as_of, before.note) == (
            value,
            unit,
            as_of,
            note,
        ):
            return
        draft = ReportDraft(
            self._resolution.number,
            clause.ref,
            as_of,
            letter=measure.letter,
            value=value,
            unit=unit,
            note=note,
            whole=True,
        )
        shown = wording.AS_OF.format(what=wording.amount(value, unit), day=wording.day(as_of))
        self._save(TARGETS, row, draft, f"Chỉ tiêu {measure.key}: {shown}")

    def _task(self, row: SheetRow) -> None:
        ref = row.text(_REF)
        self._once(ref)
        clause = self._clause(ref, ref)
        self._report_state(TASKS, row, clause, _STATE, _PERCENT, _TASK_DAY, _TASK_NOTE)

    def _report_state(
        self,
        sheet: str,
        row: SheetRow,
        clause: Clause,
        state_column: str,
        percent_column: str,
        day_column: str,
        note_column: str,
    ) -> None:
        state = state_cell(row, state_column)
        percent = whole_cell(row, percent_column) if percent_column else None
        day = day_cell(row, day_column, self._today)
        if state is None:
            if percent is not None or day is not None:
                raise InvalidInputError(wording.ROW_NO_STATE)
            return
        note = row.text(note_column)
        given = assignments_where(self._office.database, self._resolution.number, clause.ref)
        standing = self._office.overview.standing(self._resolution, clause.ref, given)
        before = standing.newest
        as_of = day or self._today
        same_percent = percent == standing.percent or not percent_column
        if (
            before is not None
            and same_percent
            and (standing.state, before.as_of, before.note) == (state, as_of, note)
        ):
            return
        draft = ReportDraft(
            self._resolution.number,
            clause.ref,
            as_of,
            state=state,
            percent=percent,
            note=note,
            whole=True,
        )
        shown = wording.AS_OF.format(what=wording.STATE[state], day=wording.day(as_of))
        self._save(sheet, row, draft, f"Mục {clause.ref}: {shown}")

    def _save(self, sheet: str, row: SheetRow, draft: ReportDraft, change: str) -> None:
        reports = self._office.reports
        checked = reports.check(self._actor, draft)
        key = f"import:{self._key}:{sheet}:{row.number}"
        saved = reports.save(self._actor, checked.draft, key=key, confirmed=True)
        if not saved.repeated:
            self.found.ask(sheet, row, checked.questions)
            self.found.changes.append(change)

    def _assignment(self, row: SheetRow) -> None:
        given_id, ref = whole_cell(row, _ID), row.text(_GIVEN_REF)
        clause = self._clause(ref, ref)
        units = tuple(self._unit(name) for name in _names(row.text(_UNITS)))
        people = tuple(self._person(name).id for name in _names(row.text(_PEOPLE)))
        answerable = row.text(_ANSWERABLE)
        fields = {
            "deadline": day_cell(row, _DEADLINE, self._today, forward=True),
            "answerable_id": self._person(answerable).id if answerable else None,
            "product": row.text(_PRODUCT),
            "authority": row.text(_AUTHORITY),
        }
        before = self._before(given_id, clause.ref, units, people)
        assignments = self._office.assignments
        number = self._resolution.number
        if before is None:
            key = f"import:{self._key}:{row.number}"
            after = assignments.give(
                self._actor,
                number,
                clause.ref,
                units=units,
                people=people,
                key=key,
                **fields,  # type: ignore[arg-type]  # each has the type of its parameter
            )
            self._once(str(after.id))
            self.found.changes.append(f"Phân công mới, mục {clause.ref}")
            return
        self._once(str(before.id))
        if before.ref != clause.ref:
            raise InvalidInputError(
                wording.ROW_OTHER_CLAUSE.format(id=before.id, ref=before.ref, text=ref)
            )
        after = assignments.change(self._actor, before.id, units=units, people=people, **fields)
        if replace(after, assignees=()) != replace(before, assignees=()) or (
            _who(after) != _who(before)
        ):
            self.found.changes.append(f"Phân công số {before.id}, mục {before.ref}")

    def _before(
        self, given_id: int | None, ref: str, units: tuple[int, ...], people: tuple[int, ...]
    ) -> Assignment | None:
        """Find the assignment a row speaks of; without a number, the same work to the same hands."""
        if given_id is not None:
            return self._office.assignments.get(replace(self._actor, alone=True), given_id)
        given = assignments_where(self._office.database, self._resolution.number, ref)
        wanted = ({*units}, {*people})
        return next((one for one in given if _who(one) == wanted), None)

    def _clause(self, wanted: str, shown: str) -> Clause:
        for clause in self._resolution.clauses:
            if clause.kind not in (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY):
                continue
            number = clause.ref.rsplit(".", 1)[-1]
            if clause.ref == wanted or (clause.kind is Kind.TARGET and number == wanted):
                return clause
        raise InvalidInputError(wording.ROW_NO_CLAUSE.format(text=shown[:60]))

    def _unit(self, name: str) -> int:
        unit = self._office.units.find(name)
        if unit is None:
            raise UnknownUnitError(wording.UNKNOWN_UNIT.format(what=name[:60]))
        return unit.id

    def _person(self, name: str) -> Person:
        return find_person(name, self._people)

    def _once(self, what: str) -> None:
        if what in self._seen:
            raise InvalidInputError(wording.ROW_TWICE.format(text=what))
        self._seen.add(what)


def find_person(name: str, people: list[Person]) -> Person:
    """Return the one person a cell names: "Nguyễn Văn An", or "Nguyễn Văn An [12]" among namesakes.

    Raises:
        InvalidInputError: nobody has that name, or several have.
    """
    wanted = fold(name.lower())
    found = [person for person in people if fold(person.name.lower()) == wanted]
    found = found or [p for p in people if fold(person_label(p, people).lower()) == wanted]
    if len(found) > 1:
        example = person_label(found[0], people)
        raise InvalidInputError(wording.ROW_AMBIGUOUS.format(text=name[:60], example=example))
    if not found:
        raise InvalidInputError(wording.UNKNOWN_PERSON.format(what=name[:60]))
    return found[0]


def _names(cell: str) -> list[str]:
    return [
        name.strip() for name in cell.replace("\n", ";").split(LIST_MARK.strip()) if name.strip()
    ]


def _who(assignment: Assignment) -> tuple[set[int], set[int]]:
    return (
        {one.unit_id for one in assignment.assignees if one.unit_id is not None},
        {one.person_id for one in assignment.assignees if one.person_id is not None},
    )
