"""A workbook as somebody in an office handles it: exported, changed cell by cell, handed in."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from knowledge.progress.workbook import export_workbook
from tests.knowledge.progress_office import (
    ADMIN,
    BHYT,
    CADRE,
    LEADER,
    MARKET,
    NUMBER,
    Ward,
    bhyt,
    market,
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A ward with some assignments and reports."""
    ward = Ward(tmp_path / "a.db")
    ward.assign(MARKET, answerable_id=ward.people[LEADER].id, product="Báo cáo")
    ward.assign(BHYT, people=[ward.people[CADRE].id])
    ward.report(CADRE, bhyt("95.8", note="số của BHXH"), "1")
    ward.report(CADRE, market(percent=60), "2")
    return ward


def exported(ward: Ward) -> bytes:
    """The workbook as an administrator gets it."""
    return export_workbook(ward.office, ward.actor(ADMIN), NUMBER)


def edited(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    """The workbook after somebody has worked on it."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    edit(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def put(sheet: str, key: object, column: str, value: object) -> Callable[[Workbook], None]:
    """An edit that writes one cell, found by its row's key and its column's name."""

    def edit(workbook: Workbook) -> None:
        rows = list(workbook[sheet].iter_rows())
        head = next(row for row in rows if column in [cell.value for cell in row])
        at = [cell.value for cell in head].index(column)
        row = next(row for row in rows if str(row[0].value) == str(key))
        row[at].value = value  # type: ignore[assignment]

    return edit
