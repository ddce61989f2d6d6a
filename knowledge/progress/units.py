"""The units of the ward: seeded from the bodies a resolution names, then edited."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from knowledge.errors import InvalidInputError, UnknownUnitError
from knowledge.language.normalize import clean, fold, match_form
from knowledge.progress import wording
from knowledge.progress.gate import Gate
from knowledge.progress.model import Actor, Unit
from knowledge.progress.policy import Action
from knowledge.resolution.model import Body
from knowledge.storage.database import Database, Row
from knowledge.storage.times import Clock, moment_text

NAME_LENGTH: Final = 120
# Bodies of a resolution that are people or the public, not units that work can be given to.
_NOT_UNITS: Final = (
    "uy vien", "bi thu", "chu tich", "nguoi dung dau", "tap the lanh dao", "can bo, cong chuc",
    "dang vien", "doanh nghiep", "nha dau tu", "ho kinh doanh", "thanh uy", "cap uy",
    "to chuc co so dang",
)  # fmt: skip


class Units:
    """The units in the database. Their names are no secret: anybody may list them."""

    def __init__(self, database: Database, gate: Gate, clock: Clock) -> None:
        self._db = database
        self._gate = gate
        self._clock = clock

    def all(self) -> list[Unit]:
        """Return the units in the order they were added."""
        return [_unit(row) for row in self._db.rows(_UNITS + " ORDER BY u.id")]

    def get(self, unit_id: int) -> Unit:
        """Return one unit.

        Raises:
            UnknownUnitError: there is none of that id.
        """
        row = self._db.row(_UNITS + " AND u.id = ?", (unit_id,))
        if row is None:
            raise UnknownUnitError(wording.UNKNOWN_UNIT.format(what=unit_id))
        return _unit(row)

    def find(self, text: str) -> Unit | None:
        """Return the unit of that name or short name, with or without accents; None unless just one."""
        wanted = fold(unit_key(text))
        units = self.all()
        exact = [u for u in units if wanted in (fold(unit_key(u.name)), fold(unit_key(u.short)))]
        return exact[0] if wanted and len(exact) == 1 else None

    def seed(self, bodies: Iterable[Body]) -> int:
        """Add the bodies that are units and not there yet; return how many were added.

        Does nothing once there are units: an editor's removals stay removed.
        """
        if self._db.row("SELECT 1 FROM units LIMIT 1"):
            return 0
        with self._db.transaction():
            wanted = [body for body in bodies if not _is_people(body)]
            for body in wanted:
                self._add(body.name, body.short)
        return len(wanted)

    def add(self, actor: Actor, name: str, short: str = "") -> Unit:
        """Add a unit, or bring a removed one back.

        Raises:
            RefusedError: the actor does not manage the roster.
            InvalidInputError: the name is empty, too long, or taken.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, "unit") as attempt:
            name, short = checked_name(name), clean(short).strip()[:NAME_LENGTH]
            attempt.detail = name
            taken = self._db.row("SELECT * FROM units WHERE key = ?", (unit_key(name),))
            if taken is None:
                return self.get(self._add(name, short))
            if taken["removed_at"] is None:
                raise InvalidInputError(wording.UNIT_EXISTS.format(what=name))
            self._db.write(
                "UPDATE units SET removed_at = NULL, name = ? WHERE id = ?", (name, taken["id"])
            )
            return self.get(taken["id"])

    def rename(self, actor: Actor, unit_id: int, name: str, short: str | None = None) -> Unit:
        """Give a unit another name.

        Raises:
            RefusedError, UnknownUnitError, InvalidInputError: as for ``add`` and ``get``.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, f"unit {unit_id}") as attempt:
            unit, name = self.get(unit_id), checked_name(name)
            attempt.detail = f"{unit.name} -> {name}"
            try:
                self._db.write(
                    "UPDATE units SET name = ?, short = ?, key = ? WHERE id = ?",
                    (name, unit.short if short is None else short, unit_key(name), unit_id),
                )
            except sqlite3.IntegrityError as error:
                raise InvalidInputError(wording.UNIT_EXISTS.format(what=name)) from error
            return self.get(unit_id)

    def remove(self, actor: Actor, unit_id: int) -> None:
        """Take a unit off the list; its people stay without a unit, its history stays readable.

        Raises:
            RefusedError, UnknownUnitError: as for ``add`` and ``get``.
        """
        with self._gate.attempt(actor, Action.MANAGE_ROSTER, f"unit {unit_id}") as attempt:
            attempt.detail = f"remove {self.get(unit_id).name}"
            self._db.write("UPDATE people SET unit_id = NULL WHERE unit_id = ?", (unit_id,))
            self._db.write(
                "UPDATE units SET removed_at = ? WHERE id = ?",
                (moment_text(self._clock()), unit_id),
            )

    def _add(self, name: str, short: str) -> int:
        return self._db.insert("units", {"name": name, "short": short, "key": unit_key(name)})


_UNITS: Final = """
    SELECT u.id, u.name, u.short,
        (SELECT count(*) FROM people AS p WHERE p.unit_id = u.id AND p.removed_at IS NULL) AS people
    FROM units AS u WHERE u.removed_at IS NULL
"""


def unit_key(name: str) -> str:
    """Return what two spellings of one unit's name share."""
    return " ".join(match_form(clean(name)).split())


def checked_name(name: str) -> str:
    """Return a name on one line.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    name = " ".join(clean(name).split())
    if not name:
        raise InvalidInputError(wording.NO_NAME)
    if len(name) > NAME_LENGTH:
        raise InvalidInputError(wording.TOO_LONG.format(field="tên", limit=NAME_LENGTH))
    return name


def _is_people(body: Body) -> bool:
    return fold(match_form(body.name)).startswith(_NOT_UNITS)


def _unit(row: Row) -> Unit:
    return Unit(row["id"], row["name"], row["short"], row["people"])
