"""The roster as a workbook: handed out, filled in, taken back."""

import io
import zipfile

import pytest
from openpyxl.workbook import Workbook

from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from knowledge.progress.roster_sheet import export_roster, import_roster
from tests.knowledge.progress_office import (
    ADMIN,
    CADRE,
    Ward,
)
from tests.knowledge.progress_sheets import edited, put, ward

__all__ = ["ward"]


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
