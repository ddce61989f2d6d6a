"""What administrators teach: "this question means clause X", "word A means word B".

Kept as rows that can be undone, written out and read back as TOML. A version counter, in the database,
tells a running assistant that there is something new, even when the command line taught it.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from knowledge.errors import InvalidInputError, UnknownTeachingError
from knowledge.language.normalize import clean, match_form
from knowledge.storage.database import Database, Row
from knowledge.storage.misses import normal_question
from knowledge.storage.times import Clock, moment_text, read_moment, system_clock

VERSION: Final = "teaching_version"
MAX_FILE: Final = 1_000_000
MAX_LENGTH: Final = 300
_EMPTY: Final = "Điều cần dạy còn trống; hãy nêu đủ hai vế."
_TOO_LONG: Final = "Điều cần dạy dài quá {limit} ký tự; hãy viết gọn lại."
_SAME: Final = "Hai từ giống nhau nên không cần dạy."
_UNKNOWN: Final = "Không có điều đã dạy số {what}; gõ /cauhoi để xem danh sách."
_BAD_FILE: Final = "Tệp không đúng định dạng TOML của lệnh teach export ({why})."
_BAD_ROW: Final = "Tệp có dòng [[{kind}]] thứ {n} thiếu hoặc sai mục “{field}”; chưa ghi gì."


class TeachingKind(StrEnum):
    """What is taught."""

    QUESTION = "question"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Teaching:
    """One thing taught.

    Attributes:
        said: what people say: a question, or a word or phrase.
        document: of the clause a question means; of a word, where it holds, "" for all documents.
        means: the ref of that clause, or the word that is meant.
        by: who taught it, as shown to administrators.
    """

    id: int
    kind: TeachingKind
    said: str
    document: str
    means: str
    at: datetime
    by: str


class TeachingStore:
    """The teachings in the database. Whoever calls ``teach`` and ``undo`` has asked the policy."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db = database
        self._clock = clock

    def version(self) -> int:
        """Return a number that grows with every change."""
        return int(self._db.meta(VERSION, "0"))

    def all(self, kind: TeachingKind | None = None) -> list[Teaching]:
        """Return what is taught and not undone, the newest first."""
        rows = self._db.rows(
            "SELECT * FROM teaching WHERE undone_at IS NULL AND ? IN ('', kind) ORDER BY id DESC",
            (kind.value if kind else "",),
        )
        return [_teaching(row) for row in rows]

    def teach_question(self, question: str, document: str, ref: str, by: str = "") -> Teaching:
        """Teach that a question means a clause of a document; what it was taught to mean there before is undone.

        Raises:
            InvalidInputError: something is empty or too long.
        """
        said = _checked(clean(question))
        key = normal_question(said)
        return self._teach(TeachingKind.QUESTION, said, key, document, _checked(ref), by)

    def teach_word(self, word: str, means: str, by: str = "", document: str = "") -> Teaching:
        """Teach that people say one word or phrase for another, of one document or ("") of all.

        Raises:
            InvalidInputError: something is empty or too long, or both are the same.
        """
        said, meant = _checked(clean(word)), _checked(clean(means))
        key = _word_key(said)
        if key == _word_key(meant):
            raise InvalidInputError(_SAME)
        return self._teach(TeachingKind.WORD, said, key, document, meant, by)

    def undo(self, teaching_id: int) -> Teaching:
        """Take back one thing; undoing it again does nothing.

        Raises:
            UnknownTeachingError: there is none of that id.
        """
        with self._db.transaction():
            row = self._db.row("SELECT * FROM teaching WHERE id = ?", (teaching_id,))
            if row is None:
                raise UnknownTeachingError(_UNKNOWN.format(what=teaching_id))
            if row["undone_at"] is None:
                self._undo("id = ?", (teaching_id,))
                self._changed()
            return _teaching(row)

    def export_toml(self) -> str:
        """Write everything taught as TOML, oldest first."""
        lines = []
        for one in reversed(self.all()):
            lines.append(f"[[{one.kind.value}]]")
            if one.kind is TeachingKind.QUESTION:
                fields = {"said": one.said, "document": one.document, "ref": one.means}
            else:
                fields = {"said": one.said, "means": one.means}
                fields |= {"document": one.document} if one.document else {}
            lines += [f"{name} = {_toml_string(value)}" for name, value in fields.items()]
            lines.append("")
        return "\n".join(lines)

    def import_toml(self, text: str, by: str = "") -> int:
        """Read what ``export_toml`` wrote: all of it or nothing; return how many were new.

        Raises:
            InvalidInputError: it is no such file; nothing has been changed.
        """
        if len(text) > MAX_FILE:
            raise InvalidInputError(_BAD_FILE.format(why="tệp quá lớn"))
        try:
            data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise InvalidInputError(_BAD_FILE.format(why=error)) from error
        before = {(one.kind, one.said, one.document, one.means) for one in self.all()}
        with self._db.transaction():
            for said, document, ref in _read_rows(data, "question", ("said", "document", "ref")):
                if (TeachingKind.QUESTION, clean(said), document, ref) not in before:
                    self.teach_question(said, document, ref, by)
            for said, means, document in _read_rows(data, "word", ("said", "means"), ("document",)):
                if (TeachingKind.WORD, clean(said), document, clean(means)) not in before:
                    self.teach_word(said, means, by, document)
            after = {(one.kind, one.said, one.document, one.means) for one in self.all()}
        return len(after - before)

    def _teach(
        self, kind: TeachingKind, said: str, key: str, document: str, means: str, by: str
    ) -> Teaching:
        with self._db.transaction():
            self._undo("kind = ? AND key = ? AND document = ?", (kind.value, key, document))
            teaching_id = self._db.insert(
                "teaching",
                {
                    "kind": kind.value,
                    "said": said,
                    "key": key,
                    "document": document,
                    "means": means,
                    "at": moment_text(self._clock()),
                    "by": by,
                },
            )
            self._changed()
            row = self._db.row("SELECT * FROM teaching WHERE id = ?", (teaching_id,))
        return _teaching(row or {})

    def _undo(self, condition: str, parameters: tuple[Any, ...]) -> None:
        self._db.write(
            f"UPDATE teaching SET undone_at = ? WHERE undone_at IS NULL AND {condition}",  # noqa: S608
            (moment_text(self._clock()), *parameters),
        )

    def _changed(self) -> None:
        self._db.set_meta(VERSION, str(self.version() + 1))


def _read_rows(
    data: dict[str, Any], kind: str, fields: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterable[tuple[str, ...]]:
    rows = data.get(kind, [])
    if not isinstance(rows, list):
        raise InvalidInputError(_BAD_ROW.format(kind=kind, n=1, field=fields[0]))
    for n, row in enumerate(rows, 1):
        values = []
        for field in (*fields, *optional):
            value = row.get(field) if isinstance(row, dict) else None
            if value is None and field in optional:
                values.append("")
                continue
            if not isinstance(value, str) or not value.strip():
                raise InvalidInputError(_BAD_ROW.format(kind=kind, n=n, field=field))
            values.append(value)
        yield tuple(values)


def _checked(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise InvalidInputError(_EMPTY)
    if len(text) > MAX_LENGTH:
        raise InvalidInputError(_TOO_LONG.format(limit=MAX_LENGTH))
    return text


def _word_key(word: str) -> str:
    return " ".join(match_form(word).split())


def _toml_string(text: str) -> str:
    """A JSON string is a TOML string, but for DEL, which ``clean`` has removed."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _teaching(row: Row) -> Teaching:
    return Teaching(
        row["id"],
        TeachingKind(row["kind"]),
        row["said"],
        row["document"],
        row["means"],
        read_moment(row["at"]),
        row["by"],
    )
