"""The roster as a workbook: handed out, filled in, taken back."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from knowledge.progress.roster_sheet import export_roster, import_roster
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


def test_roster_comes_back_unchanged_and_has_no_accounts(ward: Ward) -> None:
    data = export_roster(ward.office, ward.actor(ADMIN))
    assert import_roster(ward.office, OPERATOR, data).changes == ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert all(
            str(CADRE).encode() not in archive.read(n) for n in archive.namelist() if "sheet" in n
        )


def test_roster_adds_and_changes(ward: Ward) -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Danh sách"]
        sheet.append([None, "Người Mới", "Văn thư", "tyt", "Cán bộ"])
        sheet.append([None, "Người Nữa", None, None, None])
        put("Danh sách", ward.people[CADRE].id, "Vai trò", "lanh dao")(workbook)

    data = edited(export_roster(ward.office, ward.actor(ADMIN)), edit)
    checked = import_roster(ward.office, ward.actor(ADMIN), data, write=False)
    assert len(checked.changes) == 3
    assert len(ward.office.people.everybody()) == 5
    import_roster(ward.office, ward.actor(ADMIN), data)
    assert ward.actor(CADRE).role is Role.LEADER
    assert import_roster(ward.office, ward.actor(ADMIN), data).changes == ()
    assert len(ward.office.people.everybody()) == 7


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ([None, "A", None, "Sở X", "cán bộ"], "không có đơn vị"),
        ([None, "A", None, None, "vua"], "Vai trò"),
        ([None, "A", None, None, "quản trị"], "quản trị viên gốc"),
        ([99, "A", None, None, "cán bộ"], "không có người"),
        ([None, None, "Văn thư", None, "cán bộ"], "Chưa có tên"),
        ([None, "=A1", None, None, "cán bộ"], "công thức"),
    ],
)
def test_roster_names_the_bad_row(ward: Ward, row: list[object], sentence: str) -> None:
    data = edited(
        export_roster(ward.office, ward.actor(ADMIN)), lambda w: w["Danh sách"].append(row)
    )
    result = import_roster(ward.office, ward.actor(ADMIN), data)
    assert [sentence in str(error) for error in result.errors] == [True]
    assert len(ward.office.people.everybody()) == 5
