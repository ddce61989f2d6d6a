"""The workbook of a resolution (/xuat): targets, tasks, assignments, history."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from knowledge.progress import records, wording
from knowledge.progress.evaluation import judge, timing
from knowledge.progress.model import Actor, Person, Report
from knowledge.progress.office import Office
from knowledge.progress.overview import WorkItem
from knowledge.progress.policy import Action
from knowledge.progress.sheets import (
    DATE,
    FIGURE,
    MOMENT,
    PERCENT,
    Column,
    add_sheet,
    new_workbook,
    to_bytes,
)
from knowledge.progress.status import deadline_of, newest_value
from knowledge.resolution.model import Clause, Kind, Measure, Resolution
from knowledge.storage.times import local_day

TARGETS: Final = "Chỉ tiêu"
TASKS: Final = "Nhiệm vụ"
ASSIGNMENTS: Final = "Phân công"
HISTORY: Final = "Lịch sử"
LIST_MARK: Final = "; "

TARGET_COLUMNS: Final = (
    Column("Chỉ tiêu", 9, centred=True),
    Column("Nội dung", 46),
    Column("Mức đề ra", 18, centred=True),
    Column("Kết quả", 12, FIGURE, centred=True),
    Column("Đơn vị tính", 11, centred=True),
    Column("Ngày số liệu", 13, DATE, centred=True),
    Column("Đánh giá", 26),
    Column("Thực hiện", 26),
    Column("Người báo cáo", 18),
    Column("Ghi chú", 24),
)
TASK_COLUMNS: Final = (
    Column("Mục", 13, centred=True),
    Column("Nội dung", 60),
    Column("Tình trạng", 14, centred=True),
    Column("Hoàn thành", 12, PERCENT, centred=True),
    Column("Ngày số liệu", 13, DATE, centred=True),
    Column("Hạn", 13, DATE, centred=True),
    Column("Đánh giá", 20),
    Column("Thực hiện", 26),
    Column("Người báo cáo", 18),
    Column("Ghi chú", 22),
)
ASSIGNMENT_COLUMNS: Final = (
    Column("Số", 7, centred=True),
    Column("Mục", 13, centred=True),
    Column("Nội dung (rõ việc)", 40),
    Column("Đơn vị thực hiện (rõ người)", 28),
    Column("Người thực hiện (rõ người)", 24),
    Column("Hạn (rõ thời gian)", 13, DATE, centred=True),
    Column("Chịu trách nhiệm (rõ trách nhiệm)", 22),
    Column("Sản phẩm (rõ sản phẩm)", 24),
    Column("Thẩm quyền (rõ thẩm quyền)", 24),
    Column("Tiến độ từng nơi", 34),
)
HISTORY_COLUMNS: Final = (
    Column("Số", 7, centred=True),
    Column("Thời điểm", 17, MOMENT, centred=True),
    Column("Mục", 13, centred=True),
    Column("Báo cáo cho", 24),
    Column("Kết quả", 14, FIGURE, centred=True),
    Column("Đơn vị tính", 11, centred=True),
    Column("Hoàn thành", 12, PERCENT, centred=True),
    Column("Ngày số liệu", 13, DATE, centred=True),
    Column("Người báo cáo", 20),
    Column("Ghi chú", 30),
    Column("Hiệu lực", 26),
)


def export_workbook(office: Office, actor: Actor, document: str) -> bytes:
    """Write the workbook of one resolution.

    Args:
        office: where everything is.
        actor: a leader or administrator.
        document: the number of the resolution.

    Returns:
        The content of an .xlsx file.

    Raises:
        RefusedError: the actor may not, or others read along.
        UnknownDocumentError: no document of that number is loaded.
    """
    resolution = office.resolution_of(document)
    with office.gate.attempt(actor, Action.EXPORT, document):
        sheets = _Sheets(office, resolution)
        workbook = new_workbook()
        for name, title, columns, rows in (
            (TARGETS, wording.SHEET_TARGETS, TARGET_COLUMNS, sheets.targets()),
            (TASKS, wording.SHEET_TASKS, TASK_COLUMNS, sheets.tasks()),
            (ASSIGNMENTS, wording.SHEET_ASSIGNMENTS, ASSIGNMENT_COLUMNS, sheets.assignments()),
            (HISTORY, wording.SHEET_HISTORY, HISTORY_COLUMNS, sheets.history()),
        ):
            add_sheet(workbook, name, sheets.heading(title), columns, rows)
        return to_bytes(workbook)


def person_label(person: Person, people: Sequence[Person]) -> str:
    """Return a name that means one person: with his number where two have the same name."""
    same = sum(other.name == person.name for other in people)
    return person.name if same == 1 else f"{person.name} [{person.id}]"


class _Sheets:
    def __init__(self, office: Office, resolution: Resolution) -> None:
        self._office = office
        self._resolution = resolution
        self._people = office.people.everybody()
        self._reports = records.all_standing_reports(office.database, resolution.number)
        self._items = office.overview.items([resolution.number])

    def heading(self, title: str) -> list[str]:
        meta = self._resolution.metadata
        today = local_day(self._office.clock(), self._office.zone)
        lines = [
            meta.issuer.upper(),
            title.format(period=meta.period).strip().upper(),
            wording.SHEET_SOURCE.format(number=meta.number, name=meta.name, day=wording.day(today)),
        ]
        if self._office.is_demo():
            lines.append(wording.DEMO)
        return lines

    def targets(self) -> Iterator[list[Any]]:
        resolution = self._resolution
        for clause in resolution.of_kind(Kind.TARGET):
            reports = self._reports.get(clause.ref, [])
            measures = resolution.notes(clause.ref).measures
            for measure in measures:
                yield self._measure_row(clause, measure, newest_value(reports, measure))
            if not measures:
                item = self._item(clause.ref)
                newest = item.standing.newest if item else None
                yield [
                    clause.ref.rsplit(".", 1)[-1],
                    clause.body,
                    "",
                    wording.STATE[item.standing.state] if item and item.standing.state else None,
                    "",
                    newest.as_of if newest else None,
                    self._due(item),
                    self._charged(clause.ref),
                    records.author_name(newest) if newest else "",
                    newest.note if newest else "",
                ]

    def _measure_row(self, clause: Clause, measure: Measure, report: Report | None) -> list[Any]:
        judged = None
        if report is not None and report.value is not None:
            period = self._resolution.metadata.period
            judged = judge(measure, report.value, report.unit, report.as_of, period)
        return [
            measure.key,
            measure.quantity[:1].upper() + measure.quantity[1:] if measure.letter else clause.body,
            wording.required(measure),
            report.value if report else None,
            report.unit if report else measure.unit,
            report.as_of if report else None,
            _capital(wording.verdict(measure, judged) if judged else "")
            if report
            else _capital(wording.NO_REPORT),
            self._charged(clause.ref),
            records.author_name(report) if report else "",
            report.note if report else "",
        ]

    def tasks(self) -> Iterator[list[Any]]:
        for clause in self._resolution.of_kind(Kind.TASK):
            item = self._item(clause.ref)
            newest = item.standing.newest if item else None
            state = item.standing.state if item else None
            yield [
                clause.ref,
                clause.text,
                wording.STATE[state] if state else "",
                item.standing.percent if item else None,
                newest.as_of if newest else None,
                item.deadline if item else None,
                self._due(item),
                self._charged(clause.ref),
                records.author_name(newest) if newest else "",
                newest.note if newest else "",
            ]

    def assignments(self) -> Iterator[list[Any]]:
        given = [item for item in self._items if item.assignment is not None]
        for item in sorted(given, key=lambda item: item.assignment.id if item.assignment else 0):
            one = item.assignment
            if one is None:
                continue
            yield [
                one.id,
                one.ref,
                item.title,
                LIST_MARK.join(a.name for a in one.assignees if a.unit_id is not None),
                LIST_MARK.join(
                    self._name(a.person_id, a.name) for a in one.assignees if a.person_id
                ),
                one.deadline,
                self._name(one.answerable_id, one.answerable),
                one.product,
                one.authority,
                _parts(item),
            ]

    def history(self) -> Iterator[list[Any]]:
        names = {
            assignee.id: assignee.name
            for one in records.assignments_where(
                self._office.database, self._resolution.number, cancelled=True
            )
            for assignee in one.assignees
        }
        for report in records.report_history(self._office.database, self._resolution.number):
            moment: datetime = report.created_at.astimezone(self._office.zone)
            result = wording.STATE[report.state] if report.state else report.value
            yield [
                report.id,
                moment,
                report.ref + (f" ({report.letter})" if report.letter else ""),
                names.get(report.assignee_id or 0, ""),
                result,
                report.unit,
                report.percent,
                report.as_of,
                records.author_name(report),
                report.note,
                wording.validity(report),
            ]

    def _item(self, ref: str) -> WorkItem | None:
        """Return a clause's work as one, over all its assignments, as answers show it."""
        found = [item for item in self._items if item.ref == ref]
        if len(found) < 2:
            return found[0] if found else None
        given = [item.assignment for item in found if item.assignment]
        standing = self._office.overview.standing(self._resolution, ref, given)
        deadline = deadline_of(self._resolution, ref, given)
        as_of = standing.newest.as_of if standing.newest else None
        today = local_day(self._office.clock(), self._office.zone)
        due = timing(deadline, today, standing.state, as_of)
        return replace(found[0], deadline=deadline, standing=standing, due=due)

    def _charged(self, ref: str) -> str:
        found = [
            assignee.name
            for item in self._items
            if item.ref == ref and item.assignment
            for assignee in item.assignment.assignees
        ]
        return LIST_MARK.join(dict.fromkeys(found))

    def _due(self, item: WorkItem | None) -> str:
        if item is None or item.standing.state is None:
            late = wording.due_text(item.due, item.deadline) if item else ""
            return _capital(", ".join(part for part in (wording.NO_REPORT, late) if part))
        return _capital(wording.due_text(item.due, item.deadline))

    def _name(self, person_id: int | None, name: str) -> str:
        person = next((one for one in self._people if one.id == person_id), None)
        return person_label(person, self._people) if person else name


def _parts(item: WorkItem) -> str:
    lines = []
    for assignee, standing in item.parts:
        state = wording.STATE[standing.state] if standing.state else wording.NO_REPORT
        percent = f", {standing.percent} %" if standing.percent is not None else ""
        lines.append(f"{assignee.name}: {state}{percent}")
    return "\n".join(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
