"""The workbook taken back: whole or not at all, each bad row named; harmful files refused."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from knowledge.errors import RefusedError, WorkbookError
from knowledge.progress import demo, sheets
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Role
from knowledge.progress.workbook import ASSIGNMENTS, TARGETS, TASKS, export_workbook
from knowledge.progress.workbook_import import check_workbook, import_workbook
from tests.knowledge.progress_office import (
    ADMIN,
    BHYT,
    CADRE,
    LEADER,
    MARKET,
    MEMBER,
    NUMBER,
    STRANGER,
    Ward,
    resolution,
)
from tests.knowledge.progress_sheets import edited, exported, put, ward

__all__ = ["ward"]


def test_the_same_file_changes_nothing(ward: Ward) -> None:
    before = list(ward.database.connection.iterdump())
    result = import_workbook(ward.office, ward.actor(ADMIN), NUMBER, exported(ward), key="1")
    assert (result.changes, result.errors, result.questions) == ((), (), ())
    after = list(ward.database.connection.iterdump())
    assert [line for line in after if "audit" not in line] == [
        line for line in before if "audit" not in line
    ]


def test_demo_workbook_changes_nothing_either(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "a.db")
    ward.database.write("DELETE FROM invitations")
    ward.database.write("UPDATE audit SET person_id = NULL")
    ward.database.write("DELETE FROM people")
    demo.fill(ward.office, resolution())
    data = export_workbook(ward.office, OPERATOR, NUMBER)
    result = check_workbook(ward.office, OPERATOR, NUMBER, data)
    assert (result.changes, result.errors) == ((), ())
    assert openpyxl.load_workbook(io.BytesIO(data))[TARGETS]["A4"].value == "DỮ LIỆU MẪU"


def test_edits_become_reports_and_assignments(ward: Ward) -> None:
    def edit(workbook: Workbook) -> None:
        put(TARGETS, 10, "Kết quả", "96,5")(workbook)
        put(TARGETS, 10, "Ngày số liệu", "10/04/2026")(workbook)
        put(TARGETS, 8, "Kết quả", 45)(workbook)
        put(TARGETS, 4, "Kết quả", "Đang làm")(workbook)
        put(TASKS, MARKET, "Tình trạng", "hoàn thành")(workbook)
        put(TASKS, MARKET, "Hoàn thành", 100)(workbook)
        put(ASSIGNMENTS, 1, "Hạn (rõ thời gian)", date(2026, 5, 31))(workbook)
        workbook[ASSIGNMENTS].append(
            [None, "II.2.8", None, "tyt; Công an phường", "can bo y te", None, "lê lãnh đạo"]
        )

    data = edited(exported(ward), edit)
    checked = check_workbook(ward.office, ward.actor(ADMIN), NUMBER, data)
    assert len(checked.changes) == 6
    assert not checked.written
    assert ward.database.value("SELECT count(*) FROM reports") == 2
    result = import_workbook(ward.office, ward.actor(ADMIN), NUMBER, data, key="k")
    assert result.changes == checked.changes
    assert result.written
    status = ward.office.status_for(NUMBER, ward.actor(ADMIN))
    assert status(BHYT)[0].value == Decimal("96.5")
    assert status("II.2.8")[0].value == 45
    assert "hoàn thành" in status(MARKET)[0].state
    assert status("II.2.4")[0].state.startswith("đang làm")
    given = ward.office.assignments.visible(OPERATOR)
    assert given[0].deadline == date(2026, 5, 31)
    assert [one.name for one in given[-1].assignees] == [
        "Trạm Y tế phường",
        "Công an phường",
        "Cán Bộ Y Tế",
    ]
    # the same file once more, by a repeated tap or on another day, adds nothing
    for key in ("k", "other"):
        again = import_workbook(ward.office, ward.actor(ADMIN), NUMBER, data, key=key)
        assert again.changes == ()
        ward.clock.forward(days=0)


@pytest.mark.parametrize(
    ("sheet", "key", "column", "value", "sentence"),
    [
        (TARGETS, 10, "Kết quả", 130, "không thể quá 100"),
        (TARGETS, 10, "Kết quả", "nhiều", "không phải một con số"),
        (TARGETS, 10, "Kết quả", True, "không phải một con số"),
        (TARGETS, 10, "Kết quả", "=1+1", "công thức"),
        (TARGETS, 10, "Đơn vị tính", "hộ", "không tính bằng"),
        (TARGETS, 10, "Ngày số liệu", "31/2/2026", "không phải một ngày"),
        (TARGETS, 10, "Ngày số liệu", "bữa trước", "không phải ngày"),
        (TARGETS, 10, "Ngày số liệu", date(2027, 1, 1), "tương lai"),
        (TARGETS, 10, "Chỉ tiêu", 99, "không có chỉ tiêu"),
        (TARGETS, 11, "Chỉ tiêu", 10, "lặp lại"),
        (TASKS, MARKET, "Tình trạng", "sắp xong", "hoàn thành hoặc tạm dừng|phải là"),
        (TASKS, MARKET, "Tình trạng", None, "thiếu tình trạng"),
        (TASKS, MARKET, "Hoàn thành", 1.5, "số nguyên"),
        (TASKS, MARKET, "Hoàn thành", 150, "từ 0 đến 100"),
        (ASSIGNMENTS, 1, "Đơn vị thực hiện (rõ người)", "Sở X", "không có đơn vị"),
        (ASSIGNMENTS, 1, "Đơn vị thực hiện (rõ người)", None, "ít nhất một"),
        (ASSIGNMENTS, 1, "Người thực hiện (rõ người)", "Ai Đó", "không có người"),
        (ASSIGNMENTS, 1, "Số", 99, "Không có phân công số 99"),
        (ASSIGNMENTS, 1, "Mục", "II.2.8", "thuộc mục"),
        (ASSIGNMENTS, 1, "Mục", "header", "không có chỉ tiêu hay nhiệm vụ"),
        (ASSIGNMENTS, 2, "Số", 1, "thuộc mục|lặp lại"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    ward: Ward, sheet: str, key: object, column: str, value: object, sentence: str
) -> None:
    def edit(workbook: Workbook) -> None:
        put(TARGETS, 8, "Kết quả", 45)(workbook)  # a good row beside the bad one
        put(sheet, key, column, value)(workbook)

    data = edited(exported(ward), edit)
    result = import_workbook(ward.office, ward.actor(ADMIN), NUMBER, data, key="k")
    assert not result.written
    assert len(result.errors) == 1
    assert result.errors[0].sheet == sheet
    assert str(result.errors[0]).startswith(f"Trang “{sheet}”, dòng {result.errors[0].row}: ")

    assert re.search(sentence, result.errors[0].sentence)
    assert ward.database.value("SELECT count(*) FROM reports") == 2


def test_what_is_unusual_is_asked(ward: Ward) -> None:
    data = edited(exported(ward), put(TARGETS, 10, "Kết quả", 90))
    checked = check_workbook(ward.office, ward.actor(ADMIN), NUMBER, data)
    assert "thấp hơn lần trước" in str(checked.questions[0])


def test_columns_may_be_moved_and_added(ward: Ward) -> None:
    def edit(workbook: Workbook) -> None:
        put(TARGETS, 10, "Kết quả", 97)(workbook)
        workbook[TARGETS].insert_cols(2)

    result = check_workbook(ward.office, ward.actor(ADMIN), NUMBER, edited(exported(ward), edit))
    assert (len(result.changes), result.errors) == (1, ())


def test_namesakes_are_told_apart(ward: Ward) -> None:
    ward.office.people.add(OPERATOR, "Cán Bộ Y Tế", Role.CADRE)
    assert (
        import_workbook(ward.office, ward.actor(ADMIN), NUMBER, exported(ward), key="1").changes
        == ()
    )
    data = edited(exported(ward), put(ASSIGNMENTS, 1, "Người thực hiện (rõ người)", "Cán Bộ Y Tế"))
    result = check_workbook(ward.office, ward.actor(ADMIN), NUMBER, data)
    assert "Có nhiều người tên" in result.errors[0].sentence


@pytest.mark.parametrize("who", [STRANGER, MEMBER, CADRE, LEADER])
def test_import_is_for_administrators(ward: Ward, who: int) -> None:
    with pytest.raises(RefusedError):
        import_workbook(ward.office, ward.actor(who), NUMBER, b"anything", key="1")


def test_report_on_the_whole_by_an_administrator_who_is_an_assignee(ward: Ward) -> None:
    ward.assign("II.3.2.2/7", people=[ward.people[ADMIN].id])
    data = edited(exported(ward), put(TASKS, "II.3.2.2/7", "Tình trạng", "hoàn thành"))
    import_workbook(ward.office, ward.actor(ADMIN), NUMBER, data, key="1")
    status = ward.office.status_for(NUMBER, ward.actor(ADMIN))("II.3.2.2/7")[0]
    assert status.state.startswith("hoàn thành")


# -- Harmful files


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    return _zip({**entries, name: content})


_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;">' % (98 + i, 97 + i, 97 + i, 97 + i) for i in range(9))
    + b"]><x>&j;</x>"
)


@pytest.mark.parametrize(
    "make",
    [
        lambda data: b"",
        lambda data: b"PK\x03\x04 not a zip",
        lambda data: data[: len(data) // 2],
        lambda data: _zip({"a.xml": b"0" * (sheets.MAX_UNPACKED + 1)}),  # a bomb
        lambda data: _zip({f"{i}.xml": b"" for i in range(sheets.MAX_ENTRIES + 1)}),
        lambda data: _with_part(data, "xl/sharedStrings.xml", _LAUGHS),
        lambda data: _with_part(data, "xl/workbook.xml", _LAUGHS.decode().encode("utf-16")),
        lambda data: _with_part(data, "xl/workbook.xml", b"<workbook/>"),
        lambda data: b"x" * (sheets.MAX_FILE + 1),
        lambda data: _zip({"word/document.xml": b"<w/>"}),
    ],
)
def test_harmful_files_are_refused(ward: Ward, make: Callable[[bytes], bytes]) -> None:
    with pytest.raises(WorkbookError):
        import_workbook(ward.office, ward.actor(ADMIN), NUMBER, make(exported(ward)), key="1")


def test_endless_sheets_and_other_workbooks_are_refused(ward: Ward) -> None:
    def endless(workbook: Workbook) -> None:
        workbook[TARGETS].cell(sheets.MAX_ROWS + 2, 1, "x")

    def renamed(workbook: Workbook) -> None:
        for sheet in workbook.worksheets:
            sheet.title += "?"[:0] + " khác"

    def headless(workbook: Workbook) -> None:
        workbook[TARGETS].delete_rows(1, 20)

    for edit, sentence in (
        (endless, "quá 5000"),
        (renamed, "không có trang"),
        (headless, "thiếu cột"),
    ):
        with pytest.raises(WorkbookError, match=sentence):
            check_workbook(ward.office, ward.actor(ADMIN), NUMBER, edited(exported(ward), edit))
