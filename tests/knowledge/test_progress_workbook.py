"""The workbook: as an office hands it in, taken back whole or not at all, and harmless."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import RefusedError
from knowledge.progress.gate import OPERATOR
from knowledge.progress.roster_sheet import export_roster
from knowledge.progress.sheets import plain_text, safe_text
from knowledge.progress.workbook import ASSIGNMENTS, HISTORY, TARGETS, TASKS, export_workbook
from tests.knowledge.progress_office import (
    ADMIN,
    CADRE,
    LEADER,
    MARKET,
    MEMBER,
    NUMBER,
    STRANGER,
    Ward,
    bhyt,
)
from tests.knowledge.progress_sheets import exported, ward

__all__ = ["ward"]


def test_every_sheet_prints_and_stays_in_sight(ward: Ward) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(exported(ward)))
    assert workbook.sheetnames == [TARGETS, TASKS, ASSIGNMENTS, HISTORY]
    for sheet in workbook.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"  # A4
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup is not None
        assert setup.fitToPage
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.freeze_panes == "C6"
        assert str(sheet["A1"].value).startswith("BAN CHẤP HÀNH")
        assert "2026" in str(sheet["A2"].value)
        widths = [one.width for one in sheet.column_dimensions.values()]
        assert all(width >= 7 for width in widths)


def test_cells_have_types_and_formats(ward: Ward) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(exported(ward)))
    row = next(row for row in workbook[TARGETS].iter_rows() if row[0].value == "10")
    assert (row[3].value, row[3].number_format) == (95.8, "#,##0.####")
    assert (row[5].value, row[5].number_format) == (datetime(2026, 4, 9), "DD/MM/YYYY")  # noqa: DTZ001
    assert str(row[6].value).startswith("Còn thiếu 0,4")
    row = next(row for row in workbook[TASKS].iter_rows() if row[0].value == MARKET)
    assert [cell.value for cell in row[2:4]] == ["đang làm", 60]
    assert row[5].value == datetime(2026, 4, 30)  # noqa: DTZ001
    row = next(row for row in workbook[ASSIGNMENTS].iter_rows() if row[0].value == 1)
    assert [cell.value for cell in row[3:8]] == [
        "Trạm Y tế phường",
        None,
        datetime(2026, 4, 30),  # noqa: DTZ001
        "Lê Lãnh Đạo",
        "Báo cáo",
    ]
    assert workbook[HISTORY].max_row == 7


def test_all_18_targets_and_45_tasks_are_there(ward: Ward) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(exported(ward)))
    assert workbook[TARGETS].max_row - 5 == 21  # 19 measures, two targets in words
    assert workbook[TASKS].max_row - 5 == 45


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84", "-x", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"],
)
def test_no_text_becomes_a_formula(ward: Ward, text: str) -> None:
    ward.report(LEADER, bhyt("96", note=text), "3")
    ward.office.people.change(OPERATOR, ward.people[LEADER].id, name=text.strip())
    for data in (exported(ward), export_roster(ward.office, ward.actor(ADMIN))):
        workbook = openpyxl.load_workbook(io.BytesIO(data))
        found = []
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    if isinstance(cell.value, str):
                        assert not cell.value.startswith(("=", "+", "-", "@", "\t"))
                        found.append(plain_text(cell.value))
        assert text.strip() in found
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                assert b"<f>" not in archive.read(name)


@settings(deadline=None)
@given(st.text(max_size=50))
def test_safe_text_comes_back(text: str) -> None:
    assert plain_text(safe_text(text)) == safe_text(text).removeprefix("'") or text.startswith("'")
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("who", [STRANGER, MEMBER, CADRE])
def test_export_is_for_leaders_and_administrators(ward: Ward, who: int) -> None:
    with pytest.raises(RefusedError):
        export_workbook(ward.office, ward.actor(who), NUMBER)
    with pytest.raises(RefusedError, match="trò chuyện riêng"):
        export_workbook(ward.office, ward.actor(LEADER, alone=False), NUMBER)
    assert export_workbook(ward.office, ward.actor(LEADER), NUMBER)
