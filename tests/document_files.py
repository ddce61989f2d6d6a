"""Files of documents for end-to-end tests: the bundled resolution changed, a new one, and files that are none."""

import io
import zipfile
from collections.abc import Sequence

from knowledge.resolution.bundle import load_bundled
from tests.knowledge.ingest_documents import blank_pdf, document_lines, pdf, word_typed

NEW_NUMBER = "08-NQ/ĐU"
NEW_LINES = (
    "Thiên Hương, ngày 20 tháng 12 năm 2026",
    "Số 08-NQ/ĐU",
    "NGHỊ QUYẾT",
    "BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG THIÊN HƯƠNG",
    "VỀ MỤC TIÊU, NHIỆM VỤ NĂM 2027",
    "I. CHỈ TIÊU",
    "(1) Tỷ lệ người dân tham gia bảo hiểm y tế: Đạt 97 % trở lên.",
    "(2) Tỷ lệ hộ dùng nước sạch: Đạt 99,5 %.",
    "(3) Giữ vững an ninh chính trị, trật tự an toàn xã hội.",
    "II. NHIỆM VỤ",
    "1. Kinh tế",
    "- Trạm Y tế rà soát người chưa có thẻ bảo hiểm y tế, xong trong tháng 4/2027.",
    "- Công tác chính đón Đảng được đẩy mạnh ở các chi bộ.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Ủy ban nhân dân phường xây dựng kế hoạch thực hiện.",
    "Nơi nhận:",
    "- Thành ủy;",
    "- Lưu Văn phòng.",
    "T/M ĐẢNG ỦY",
    "BÍ THƯ",
    "Nguyễn Văn An",
)


def new_text(number: str = NEW_NUMBER) -> bytes:
    """Return next year's resolution as a text; without a number where that is empty."""
    lines = [line for line in NEW_LINES if number or not line.startswith("Số ")]
    return "\n".join(lines).replace(NEW_NUMBER, number or NEW_NUMBER).encode()


def new_markdown() -> bytes:
    """Return next year's resolution as Markdown."""
    return new_text().replace(b"\n", b"\n\n")


def new_word() -> bytes:
    """Return next year's resolution as a .docx."""
    import docx

    document = docx.Document()
    for line in NEW_LINES:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def new_pdf() -> bytes:
    """Return next year's resolution as a .pdf."""
    return pdf(NEW_LINES, justify=False)


def bundled_word() -> bytes:
    """Return the bundled resolution as a .docx with typed numbers."""
    return word_typed(load_bundled().clauses)


def changed_text(replaced: Sequence[tuple[str, str]] = (), without: Sequence[str] = ()) -> bytes:
    """Return the bundled resolution as a text, some words replaced, some clauses left out.

    Args:
        replaced: words and what stands in their place.
        without: refs of clauses that are left out.
    """
    clauses = [clause for clause in load_bundled().clauses if clause.ref not in without]
    text = "\n".join(document_lines(clauses))
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def scan() -> bytes:
    """Return a .pdf that holds a picture of a page and no text."""
    from PIL import Image

    document = blank_pdf()
    document.image(Image.new("RGB", (200, 300), "white"), x=10, y=10, w=180)
    return bytes(document.output())


def locked() -> bytes:
    """Return a .pdf that opens with a password only."""
    document = blank_pdf()
    document.cell(0, 8, "Nghị quyết")
    document.set_encryption(owner_password="chu", user_password="mat-khau")
    return bytes(document.output())


def bomb() -> bytes:
    """Return a small .docx that would unpack to far more than is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * 60_000_000)
    return buffer.getvalue()
