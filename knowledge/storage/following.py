"""Records follow their clause: what becomes of reports, assignments, reminders and lessons when a text is replaced.

A record whose clause goes on under another ref goes along. One that no longer applies - its clause or measure is
gone, or its unit is another - is set aside: it stays as it is, can be read, and counts for nothing. Where each
record stood is written down with the load, so that an undone load puts everything back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from knowledge.resolution.citation import short_citation
from knowledge.resolution.model import Measure, Resolution
from knowledge.storage.database import Database, Row
from knowledge.storage.document_values import Load, LostRecords
from knowledge.storage.teaching import VERSION

REPORT, ASSIGNMENT, REMINDER, TEACHING = "report", "assignment", "reminder", "teaching"
CLAUSE, MEASURE, UNIT = "clause", "measure", "unit"
"""Why a record is set aside: its clause is gone, its measure is gone, it is counted otherwise now."""
_WORDS: Final = 160
_ASIDE: Final = ":aside:{}"
_WAITED: Final = ":waited"
_TABLES: Final = {
    REPORT: ("reports", "ref"),
    ASSIGNMENT: ("assignments", "ref"),
    REMINDER: ("reminders", "ref"),
    TEACHING: ("teaching", "means"),
}
_SELECT: Final = {
    REPORT: "SELECT r.id, r.ref, r.letter, r.value, r.unit,"
    " EXISTS (SELECT 1 FROM standing_reports AS s WHERE s.id = r.id) AS live"
    " FROM reports AS r WHERE r.document = ?",
    ASSIGNMENT: "SELECT r.id, r.ref, '' AS letter, r.cancelled_at IS NULL AS live"
    " FROM assignments AS r WHERE r.document = ?",
    REMINDER: "SELECT r.id, r.ref, '' AS letter, r.state = 'waiting' AS live"
    " FROM reminders AS r WHERE r.document = ? AND r.ref <> ''",
    TEACHING: "SELECT r.id, r.means AS ref, '' AS letter, 1 AS live FROM teaching AS r"
    " WHERE r.document = ? AND r.kind = 'question' AND r.undone_at IS NULL",
}


@dataclass(frozen=True, slots=True)
class Follow:
    """What becomes of one record.

    Attributes:
        record, record_id: which: "report", "assignment", "reminder", "teaching".
        ref, letter: where it stands.
        new_ref, new_letter: where it stands then.
        why: "" where it goes on; else why it is set aside: "clause", "measure", "unit".
        words: the clause it stood at, its address and its words, for one that is set aside.
        live: whether it counted until now: not taken back, not cancelled, not sent.
    """

    record: str
    record_id: int
    ref: str
    letter: str
    new_ref: str
    new_letter: str
    why: str = ""
    words: str = ""
    live: bool = True

    @property
    def moves(self) -> bool:
        """Whether its place changes."""
        return (self.ref, self.letter) != (self.new_ref, self.new_letter)


@dataclass(frozen=True, slots=True)
class Following:
    """What becomes of the records of a document.

    Attributes:
        moved: those that go along to another place.
        lost: those that are set aside.
        kept: how many live ones go on, by what they are, those that move among them.
    """

    moved: tuple[Follow, ...] = ()
    lost: tuple[Follow, ...] = ()
    kept: Mapping[str, int] = field(default_factory=dict)


def following(
    database: Database,
    old: Resolution,
    new: Resolution,
    mapping: Mapping[str, str],
    measure_keys: Mapping[tuple[str, str], tuple[str, str]],
) -> Following:
    """Tell what becomes of the records on ``old`` when ``new`` takes its place; nothing is changed.

    Args:
        database: where they are.
        old, new: the document before and after.
        mapping: old ref -> new ref of the clauses that go on.
        measure_keys: old ref and letter -> new, of the measures that are still about the same in the same unit.
    """
    moved, lost = [], []
    kept: dict[str, int] = {}
    for record, rows in _records(database, old.number).items():
        for row in rows:
            one = _follow(record, row, old, new, mapping, measure_keys)
            if one.why:
                lost.append(one)
                continue
            if one.live:
                kept[record] = kept.get(record, 0) + 1
            if one.moves:
                moved.append(one)
    return Following(tuple(moved), tuple(lost), kept)


def without_those_of(database: Database, load_id: int, found: Following) -> Following:
    """Return what becomes of the records without those that a load moved itself."""
    rows = database.rows("SELECT record, record_id FROM follows WHERE load_id = ?", (load_id,))
    known = {(row["record"], row["record_id"]) for row in rows}
    moved = tuple(one for one in found.moved if (one.record, one.record_id) not in known)
    lost = tuple(one for one in found.lost if (one.record, one.record_id) not in known)
    return replace(found, moved=moved, lost=lost)


def outcome(number: str, found: Following) -> Load:
    """Return what a load did to the records, for whoever asked for it."""
    moved = {one.ref: one.new_ref for one in found.moved if one.ref != one.new_ref and one.live}
    return Load(number, True, kept=found.kept, moved=moved, lost=lost_records(found))


def lost_records(found: Following) -> tuple[LostRecords, ...]:
    """Return the live records that no longer apply, those of one kind at one clause together."""
    together: dict[tuple[str, str, str], list[Follow]] = {}
    for one in found.lost:
        if one.live:
            together.setdefault((one.ref, one.record, one.why), []).append(one)
    return tuple(
        LostRecords(record, ref, len(ones), ones[0].words, why)
        for (ref, record, why), ones in together.items()
    )


def follow(database: Database, load_id: int, found: Following, now: str) -> None:
    """Let the records go where ``following`` says, written down with a load; inside its transaction."""
    for one in (*found.moved, *found.lost):
        database.insert(
            "follows",
            {
                "load_id": load_id,
                "record": one.record,
                "record_id": one.record_id,
                "ref": one.ref,
                "letter": one.letter,
                "new_ref": one.new_ref,
                "new_letter": one.new_letter,
                "why": one.why,
                "words": one.words,
            },
        )
    _place(database, [one for one in (*found.moved, *found.lost) if one.moves])
    for one in found.lost:
        if one.record == TEACHING:
            database.write("UPDATE teaching SET undone_at = ? WHERE id = ?", (now, one.record_id))
        elif one.record == REMINDER:
            # Its key is free for the clause that may stand at this ref now.
            database.write(
                "UPDATE reminders SET key = key || ? WHERE id = ?",
                (_ASIDE.format(load_id), one.record_id),
            )
            database.write(
                "UPDATE reminders SET state = 'dropped', done_at = ?, key = key || ?"
                " WHERE id = ? AND state = 'waiting'",
                (now, _WAITED, one.record_id),
            )
    _taught_anew(database, (*found.moved, *found.lost))


def take_back(database: Database, load_id: int) -> None:
    """Put the records that a load moved or set aside where they stood; inside a transaction."""
    rows = database.rows("SELECT * FROM follows WHERE load_id = ?", (load_id,))
    back = [
        Follow(
            row["record"],
            row["record_id"],
            row["new_ref"],
            row["new_letter"],
            row["ref"],
            row["letter"],
            row["why"],
        )
        for row in rows
    ]
    _place(database, [one for one in back if one.moves])
    for one in back:
        if one.why and one.record == TEACHING:
            # Where the same question has been taught anew meanwhile, that stands.
            database.write(
                "UPDATE OR IGNORE teaching SET undone_at = NULL WHERE id = ?", (one.record_id,)
            )
        elif one.why and one.record == REMINDER:
            aside = _ASIDE.format(load_id)
            database.write(
                "UPDATE reminders SET state = 'waiting', done_at = NULL, key = replace(key, ?, '')"
                " WHERE id = ? AND key LIKE '%' || ?",
                (_WAITED, one.record_id, _WAITED),
            )
            database.write(
                "UPDATE OR IGNORE reminders SET key = replace(key, ?, '') WHERE id = ?",
                (aside, one.record_id),
            )
    _taught_anew(database, back)
    database.write("DELETE FROM follows WHERE load_id = ?", (load_id,))


def move_drafts(
    database: Database,
    number: str,
    mapping: Mapping[str, str],
    measure_keys: Mapping[tuple[str, str], tuple[str, str]],
) -> None:
    """Let what people are in the middle of follow its clause; what has no clause or measure any more is dropped."""
    for row in database.rows("SELECT id, data FROM drafts"):
        data = json.loads(row["data"])
        if not isinstance(data, dict) or data.get("document") != number or not data.get("ref"):
            continue
        place = {"ref": mapping.get(data["ref"])}
        if data.get("value") is not None:
            key = measure_keys.get((data["ref"], data.get("letter", "")))
            place = {"ref": key[0], "letter": key[1]} if key else {"ref": None}
        if place["ref"] is not None:
            moved = json.dumps({**data, **place}, ensure_ascii=False)
            database.write("UPDATE drafts SET data = ? WHERE id = ?", (moved, row["id"]))
        elif not data.get("saved"):
            database.write("DELETE FROM drafts WHERE id = ?", (row["id"],))


def records_set_aside(database: Database, number: str) -> list[Row]:
    """Return the reports, assignments and lessons of a document that no longer apply, as rows with their own columns.

    Each row has ``record``, ``ref``, ``letter``, ``why``, ``words``, ``at`` (of the load), and of a report also
    ``value``, ``unit``, ``state``, ``as_of``; of a lesson ``said``.
    """
    return database.rows(
        "SELECT s.record, s.record_id, s.ref, s.letter, s.why, s.words, s.at,"
        " r.value, r.unit, r.state, r.as_of, t.said FROM set_aside AS s"
        " LEFT JOIN reports AS r ON s.record = 'report' AND r.id = s.record_id"
        " LEFT JOIN teaching AS t ON s.record = 'teaching' AND t.id = s.record_id"
        " WHERE s.document = ? AND s.record <> 'reminder' ORDER BY s.id",
        (number,),
    )


def _records(database: Database, number: str) -> dict[str, list[Row]]:
    """Every record on a document that is not set aside already."""
    aside = " AND NOT EXISTS (SELECT 1 FROM set_aside AS a WHERE a.record = '{}' AND a.record_id = r.id)"
    return {
        record: database.rows(f"{sql}{aside.format(record)} ORDER BY r.id", (number,))
        for record, sql in _SELECT.items()
    }


def _follow(
    record: str,
    row: Row,
    old: Resolution,
    new: Resolution,
    mapping: Mapping[str, str],
    measure_keys: Mapping[tuple[str, str], tuple[str, str]],
) -> Follow:
    ref, letter = row["ref"], row["letter"]
    stays = Follow(record, row["id"], ref, letter, ref, letter, live=bool(row["live"]))
    there = mapping.get(ref)
    if there is None:
        return replace(stays, why=CLAUSE, words=_words(old, ref))
    goes = replace(stays, new_ref=there)
    if record != REPORT:
        return goes
    if row["value"] is None:
        counted = bool(new.notes(there).measures) and not old.notes(ref).measures
        return replace(goes, why=UNIT, words=_words(old, ref)) if counted else goes
    key = measure_keys.get((ref, letter))
    if key is None:
        known = any(m.letter == letter for m in old.notes(ref).measures)
        why = UNIT if known and new.notes(there).measures else MEASURE
        return replace(goes, why=why, words=_words(old, ref))
    goes = replace(goes, new_ref=key[0], new_letter=key[1])
    measure = next((m for m in new.notes(key[0]).measures if m.letter == key[1]), None)
    if measure is None or not _counted_in(measure, row["unit"]):
        return replace(goes, why=UNIT, words=_words(old, ref))
    return goes


def _counted_in(measure: Measure, unit: str) -> bool:
    """Whether a figure in that unit is one of the measure's: its own, or its baseline's."""
    return unit == measure.unit or (
        measure.baseline_value is not None and unit == measure.baseline_unit
    )


def _words(resolution: Resolution, ref: str) -> str:
    """The clause's address and words as they were, "" for a ref it never had."""
    clause = resolution.by_ref.get(ref)
    if clause is None:
        return ""
    text = " ".join(clause.text.split()).rstrip(".;")
    text = text if len(text) <= _WORDS else text[: _WORDS - 1] + "…"
    return f"{short_citation(resolution, ref)}: {text}"


def _place(database: Database, moves: Iterable[Follow]) -> None:
    moves = list(moves)
    for one in moves:
        table, column = _TABLES[one.record]
        values: dict[str, Any] = {"ref": one.new_ref, "id": one.record_id}
        letter = ""
        if one.record == REPORT:
            letter, values["letter"] = ", letter = :letter", one.new_letter
        database.write(f"UPDATE {table} SET {column} = :ref{letter} WHERE id = :id", values)  # noqa: S608
    # The key of a reminder of each quarter names the clause; two may change places.
    quarterly = [one for one in moves if one.record == REMINDER]
    for one in quarterly:
        database.write(
            "UPDATE reminders SET key = '~' || replace(key, ':' || ? || ':', ':' || ? || ':')"
            " WHERE id = ? AND kind = 'quarterly'",
            (one.ref, one.new_ref, one.record_id),
        )
    for one in quarterly:
        database.write(
            "UPDATE OR IGNORE reminders SET key = substr(key, 2) WHERE id = ? AND key LIKE '~%'",
            (one.record_id,),
        )


def _taught_anew(database: Database, moves: Iterable[Follow]) -> None:
    if any(one.record == TEACHING for one in moves):
        version = int(database.meta(VERSION, "0"))
        database.set_meta(VERSION, str(version + 1))
