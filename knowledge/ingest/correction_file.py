"""Corrections as a TOML file, for loading without a prompt.

number = "08-NQ/ĐU"            # also title, name, period, issued, issuer, place, signer, office
issued = 2026-12-28

[[erratum]]
ref = "II.2.10"
printed = "96,2"
meant = "96,5"

[[measure]]
ref = "12b"
level = "từ 90 % trở lên"      # or "định tính"
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from knowledge.errors import InvalidInputError
from knowledge.ingest import wording
from knowledge.ingest.correction_lines import ReadLines, about_value, read_erratum, read_measure
from knowledge.ingest.corrections import ABOUT, Corrections
from knowledge.resolution.model import Resolution

MAX_FILE: Final = 1_000_000
_TABLES: Final = {"erratum": ("ref", "printed", "meant"), "measure": ("ref", "level")}


def read_correction_file(text: str) -> Mapping[str, Any]:
    """Return the values of a correction file, checked for their shape.

    Raises:
        InvalidInputError: it is no TOML, or holds what no correction has.
    """
    if len(text) > MAX_FILE:
        raise InvalidInputError(wording.BAD_FILE.format(why="tệp quá lớn"))
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInputError(wording.BAD_FILE.format(why=error)) from error
    for name, value in data.items():
        if name in _TABLES:
            _check_rows(name, value)
        elif name not in ABOUT:
            raise InvalidInputError(wording.BAD_FILE.format(why=f"không có mục “{name}”"))
        elif not isinstance(value, str | int | date):
            raise InvalidInputError(wording.BAD_FILE.format(why=f"“{name}” phải là chữ"))
    return data


def about_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a correction file says of the document itself.

    Raises:
        InvalidInputError: a day, year or number can't be.
    """
    return checked_about({name: value for name, value in data.items() if name in ABOUT})


def checked_about(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a document, each value read; empty ones left out.

    Raises:
        InvalidInputError: a day, year or number can't be.
    """
    about = {}
    for name, value in said.items():
        if isinstance(value, date):
            value = value.isoformat()
        if not str(value).strip():
            continue
        read = about_value(name, str(value))
        if isinstance(read, tuple):
            raise InvalidInputError(read[0])
        about[name] = read
    return about


def read_rows(
    data: Mapping[str, Any], resolution: Resolution, corrections: Corrections
) -> ReadLines:
    """Return corrections with the misprints and measures of a correction file, a sentence for each that can't be."""
    faults: list[str] = []
    read = 0
    for row in data.get("erratum", ()):
        found = read_erratum(row["ref"], row["printed"], row["meant"], resolution, corrections)
        corrections, read = _next(found, corrections, faults, read)
    for row in data.get("measure", ()):
        found = read_measure(row["ref"], row["level"], resolution, corrections)
        corrections, read = _next(found, corrections, faults, read)
    return ReadLines(corrections, tuple(faults), read)


def _next(
    found: Corrections | str, before: Corrections, faults: list[str], read: int
) -> tuple[Corrections, int]:
    if isinstance(found, str):
        faults.append(found)
        return before, read
    return found, read + 1


def _check_rows(name: str, rows: Any) -> None:
    if not isinstance(rows, list):
        raise InvalidInputError(wording.BAD_FILE.format(why=f"viết [[{name}]]"))
    for n, row in enumerate(rows, 1):
        for field in _TABLES[name]:
            if not isinstance(row, dict) or not isinstance(row.get(field), str):
                raise InvalidInputError(wording.BAD_FILE_ROW.format(name=name, n=n, field=field))
