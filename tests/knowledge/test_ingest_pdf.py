"""PDF files: letterheads, columns, tables, running heads; scans and locked files."""

import pytest

from knowledge.ingest.errors import DamagedFileError, NoTextError
from knowledge.ingest.page_lines import Line
from knowledge.ingest.page_text import Page, pages_text
from knowledge.ingest.read import read_document
from knowledge.resolution.load import load_text
from tests.knowledge.ingest_documents import blank_pdf


def test_pdf_letterhead_table_and_signature() -> None:
    document = blank_pdf()
    top = document.get_y()
    document.set_xy(10, top)
    document.multi_cell(80, 6, "ĐẢNG ỦY PHƯỜNG A\nSố 08-NQ/ĐU", align="C")
    document.set_xy(110, top)
    document.multi_cell(90, 6, "ĐẢNG CỘNG SẢN VIỆT NAM\nA, ngày 20 tháng 12 năm 2026", align="C")
    document.set_xy(10, top + 25)
    for line in ("NGHỊ QUYẾT", "VỀ NHIỆM VỤ NĂM 2027"):
        document.cell(0, 8, line, align="C", new_x="LMARGIN", new_y="NEXT")
    document.cell(0, 8, "I. CHỈ TIÊU", new_x="LMARGIN", new_y="NEXT")
    with document.table(col_widths=(10, 60, 20, 30), first_row_as_headings=False) as table:
        for words in (
            ("TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch 2027"),
            ("1", "Tỷ lệ người dân tham gia bảo hiểm y tế trên địa bàn", "%", "≥ 97"),
        ):
            row = table.row()
            for word in words:
                row.cell(word)
    document.ln(4)
    low = document.get_y()
    document.set_xy(10, low)
    document.multi_cell(80, 6, "Nơi nhận:\n- Thành ủy,\n- Các chi bộ,\n- Lưu VP.", align="L")
    document.set_xy(120, low)
    document.multi_cell(70, 6, "T/M ĐẢNG ỦY\nBÍ THƯ\n\n\nNguyễn Văn A", align="C")
    resolution = load_text(read_document(bytes(document.output()), "a.pdf").text)
    assert resolution.metadata.number == "08-NQ/ĐU"
    assert resolution.metadata.period == "2027"
    assert (resolution.metadata.office, resolution.metadata.signer) == ("BÍ THƯ", "Nguyễn Văn A")
    assert resolution.clause("I.B1.1").text == (
        "1 | Tỷ lệ người dân tham gia bảo hiểm y tế trên địa bàn | % | ≥ 97"
    )
    assert [c.text for c in resolution.children["recipients"]] == [
        "Thành ủy,",
        "Các chi bộ,",
        "Lưu VP.",
    ]


def test_pdf_columns_are_read_one_after_the_other() -> None:
    document = blank_pdf()
    left = "Cột trái nói về phát triển kinh tế của phường và các dự án trọng điểm đang triển khai trong năm nay."
    right = "Cột phải nói về văn hóa, giáo dục, y tế và an sinh xã hội của nhân dân trên địa bàn toàn phường."
    top = document.get_y()
    document.set_xy(10, top)
    document.multi_cell(85, 6, left, align="J")
    document.set_xy(110, top)
    document.multi_cell(85, 6, right, align="J")
    text = read_document(bytes(document.output()), "a.pdf").text
    assert [line for line in text.split("\n") if line] == [left, right]


def test_pdf_scan_is_refused() -> None:
    from PIL import Image

    document = blank_pdf()
    document.image(Image.new("RGB", (200, 300), "white"), x=10, y=10, w=180)
    with pytest.raises(NoTextError, match="bản chụp"):
        read_document(bytes(document.output()), "a.pdf")


def test_pdf_without_text_is_refused() -> None:
    with pytest.raises(NoTextError, match="không có chữ"):
        read_document(bytes(blank_pdf().output()), "a.pdf")


def test_pdf_locked_is_refused() -> None:
    document = blank_pdf()
    document.set_encryption("chu", "mat-khau")
    document.cell(0, 8, "Nội dung mật của nghị quyết này")
    with pytest.raises(DamagedFileError, match="mật khẩu"):
        read_document(bytes(document.output()), "a.pdf")


def _line(text: str, top: float, x1: float = 500, x0: float = 50) -> Line:
    return Line(text, x0, x1, top, top + 12, 12, first_width=30)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("phát triển kinh tế -", "xã hội", "phát triển kinh tế - xã hội"),
        ("bảo đảm an ninh, devel-", "opment", "bảo đảm an ninh, development"),
        ("hai nhà nước Mỹ-", "Trung ký kết", "hai nhà nước Mỹ-Trung ký kết"),
        ("những nghi\u00ad", "ệp vụ", "những nghiệp vụ"),
    ],
)
def test_pdf_lines_are_joined(first: str, second: str, joined: str) -> None:
    text, _ = pages_text([Page(800, [_line(first, 100), _line(second, 114, 200)])])
    assert text.strip() == joined


def test_pdf_running_heads_and_page_numbers_are_dropped() -> None:
    pages = [
        Page(
            800,
            [
                _line("BÁO CÁO", 20, 200),
                _line(f"Dòng dài hết khổ của trang {n}.", 280, 500),
                _line(f"Nội dung riêng trang {n}.", 310, 300),
                _line(f"Trang {n}/3", 770, 100),
            ],
        )
        for n in (1, 2, 3)
    ]
    text, dropped = pages_text(pages)
    assert dropped == 6
    assert [x for x in text.split("\n") if "riêng" in x] == [
        f"Nội dung riêng trang {n}." for n in (1, 2, 3)
    ]
