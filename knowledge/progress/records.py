"""From rows to the nouns of ``model``: the queries that several modules share."""

from decimal import Decimal

from knowledge.progress import wording
from knowledge.progress.model import Assignee, Assignment, Evidence, Report, TaskState
from knowledge.storage.database import Database, Row
from knowledge.storage.times import read_day, read_moment

_REPORTS = """
    SELECT r.*, coalesce(p.name, '') AS author,
        EXISTS (SELECT 1 FROM withdrawals AS w WHERE w.report_id = r.id) AS withdrawn,
        EXISTS (SELECT 1 FROM standing_reports AS s WHERE s.id = r.id) AS standing,
        coalesce((SELECT a.why FROM set_aside AS a
            WHERE a.record = 'report' AND a.record_id = r.id), '') AS set_aside
    FROM reports AS r LEFT JOIN people AS p ON p.id = r.author_id
"""
_STANDING = """
    SELECT r.*, coalesce(p.name, '') AS author, 0 AS withdrawn, 1 AS standing, '' AS set_aside
    FROM standing_reports AS r LEFT JOIN people AS p ON p.id = r.author_id
"""
_NEWEST_FIRST = " ORDER BY r.as_of DESC, r.id DESC"


def standing_reports(database: Database, document: str, ref: str) -> list[Report]:
    """Return the reports on a clause that count, the newest day first."""
    rows = database.rows(
        _STANDING + " WHERE r.document = ? AND r.ref = ?" + _NEWEST_FIRST, (document, ref)
    )
    return [read_report(row) for row in rows]


def all_standing_reports(database: Database, document: str) -> dict[str, list[Report]]:
    """Return the reports on a document that count, by ref, the newest day first."""
    found: dict[str, list[Report]] = {}
    for row in database.rows(_STANDING + " WHERE r.document = ?" + _NEWEST_FIRST, (document,)):
        found.setdefault(row["ref"], []).append(read_report(row))
    return found


def report_history(database: Database, document: str = "", ref: str = "") -> list[Report]:
    """Return every report ever made on a clause (or on all), in the order they were made.

    One whose clause the text no longer has is no part of the history of the clause that has its ref now.
    """
    rows = database.rows(
        _REPORTS + " WHERE (:document = '' OR r.document = :document)"
        " AND (:ref = '' OR r.ref = :ref AND set_aside <> 'clause') ORDER BY r.id",
        {"document": document, "ref": ref},
    )
    evidence = _evidence(database)
    return [read_report(row, evidence.get(row["id"], ())) for row in rows]


def find_report(database: Database, *, id: int = 0, key: str = "") -> Report | None:
    """Return the report of that id or that key, None for none."""
    row = database.row(_REPORTS + " WHERE r.id = ? OR r.key = ?", (id, key))
    if row is None:
        return None
    return read_report(row, _evidence(database, row["id"]).get(row["id"], ()))


def read_report(row: Row, evidence: tuple[Evidence, ...] = ()) -> Report:
    """Make a report out of a row with ``author``, ``withdrawn`` and ``standing`` beside it."""
    return Report(
        id=row["id"],
        document=row["document"],
        ref=row["ref"],
        letter=row["letter"],
        assignee_id=row["assignee_id"],
        value=Decimal(row["value"]) if row["value"] is not None else None,
        unit=row["unit"],
        state=TaskState(row["state"]) if row["state"] else None,
        percent=row["percent"],
        note=row["note"],
        as_of=read_day(row["as_of"]),  # type: ignore[arg-type]  # NOT NULL
        author_id=row["author_id"],
        author=row["author"],
        created_at=read_moment(row["created_at"]),
        corrects=row["corrects"],
        reason=row["reason"],
        withdrawn=bool(row["withdrawn"]),
        standing=bool(row["standing"]),
        evidence=evidence,
        set_aside=row["set_aside"],
    )


def _evidence(database: Database, report_id: int = 0) -> dict[int, tuple[Evidence, ...]]:
    found: dict[int, tuple[Evidence, ...]] = {}
    chosen = " WHERE report_id = :id" if report_id else ""
    rows = database.rows(f"SELECT * FROM evidence{chosen} ORDER BY id", {"id": report_id})  # noqa: S608
    for row in rows:
        one = Evidence(row["file_id"], row["kind"], row["name"])
        found[row["report_id"]] = (*found.get(row["report_id"], ()), one)
    return found


_ASSIGNMENTS = """
    SELECT a.*, coalesce(p.name, '') AS answerable, coalesce(c.name, '') AS created_by,
        EXISTS (SELECT 1 FROM set_aside AS f
            WHERE f.record = 'assignment' AND f.record_id = a.id) AS set_aside
    FROM assignments AS a LEFT JOIN people AS p ON p.id = a.answerable_id
    LEFT JOIN people AS c ON c.id = a.created_by_id
"""
_ASSIGNEES = """
    SELECT s.id, s.assignment_id, s.unit_id, s.person_id, coalesce(u.name, p.name) AS name
    FROM assignees AS s JOIN assignments AS a ON a.id = s.assignment_id
    LEFT JOIN units AS u ON u.id = s.unit_id LEFT JOIN people AS p ON p.id = s.person_id
"""


def assignments_where(
    database: Database, document: str = "", ref: str = "", *, id: int = 0, cancelled: bool = False
) -> list[Assignment]:
    """Return assignments in the order they were made.

    Args:
        database: where they are.
        document, ref, id: only those of this document, clause or id; "" and 0 for all.
        cancelled: whether cancelled ones come too, and those whose clause the text no longer has.
    """
    chosen = {"document": document, "ref": ref, "id": id, "cancelled": int(cancelled)}
    condition = """
        WHERE (:document = '' OR a.document = :document) AND (:ref = '' OR a.ref = :ref)
        AND (:id = 0 OR a.id = :id) AND (:cancelled OR a.cancelled_at IS NULL)
        AND (:cancelled OR NOT EXISTS (
            SELECT 1 FROM set_aside AS f WHERE f.record = 'assignment' AND f.record_id = a.id
        ))
    """
    rows = database.rows(_ASSIGNMENTS + condition + " ORDER BY a.id", chosen)
    charged = _assignees(database, condition, chosen) if rows else {}
    return [_read_assignment(row, charged.get(row["id"], ())) for row in rows]


def _assignees(database: Database, condition: str, chosen: Row) -> dict[int, tuple[Assignee, ...]]:
    order = " AND s.removed_at IS NULL ORDER BY s.unit_id IS NULL, s.id"
    rows = database.rows(_ASSIGNEES + condition + order, chosen)
    found: dict[int, tuple[Assignee, ...]] = {}
    for row in rows:
        one = Assignee(row["id"], row["name"], row["unit_id"], row["person_id"])
        found[row["assignment_id"]] = (*found.get(row["assignment_id"], ()), one)
    return found


def _read_assignment(row: Row, assignees: tuple[Assignee, ...]) -> Assignment:
    return Assignment(
        id=row["id"],
        document=row["document"],
        ref=row["ref"],
        assignees=assignees,
        deadline=read_day(row["deadline"]),
        answerable_id=row["answerable_id"],
        answerable=row["answerable"],
        product=row["product"],
        authority=row["authority"],
        created_at=read_moment(row["created_at"]),
        created_by=row["created_by"] or wording.OPERATOR,
        cancelled=row["cancelled_at"] is not None,
        set_aside=bool(row["set_aside"]),
    )


def author_name(report: Report) -> str:
    """Return who made a report, as shown to those who may know."""
    return report.author or wording.OPERATOR
