"""Word documents (.docx): paragraphs with their automatic numbers, tables, text boxes, footnotes.

Deleted text, fields' instructions, headers and footers are left out; inserted text counts. Words typed in
the fonts of TCVN3 and VNI are converted.
"""

import io
import zipfile
from typing import TYPE_CHECKING, Final

from knowledge.ingest import limits
from knowledge.ingest.errors import DamagedFileError, NoTextError, TooLargeError
from knowledge.ingest.legacy import undisguise
from knowledge.ingest.source import SourceText, normalise

if TYPE_CHECKING:
    from docx.document import Document

_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"


def read_word(data: bytes) -> SourceText:
    """Read a .docx file.

    Raises:
        DamagedFileError: it is no .docx file, or is locked by a password.
        TooLargeError: it is over a limit once unpacked.
        NoTextError: it holds no text, as a scan pasted into Word does.
    """
    check_package(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.getroottree().docinfo.doctype:
            # Word writes none, and what its entities stand for would be missing from the text.
            raise ValueError("a document type declaration")
        text, disguised, pictures = _text(document)
    except Exception as error:
        # A damaged file makes zip, XML and Word libraries raise almost anything.
        raise DamagedFileError(
            "Không mở được tệp Word này: tệp bị hỏng hoặc không phải .docx; hãy lưu lại từ Word rồi gửi lại."
        ) from error
    if not any(char.isalnum() for char in text):
        cause = "chỉ có ảnh chụp, không có chữ" if pictures else "không có chữ nào"
        raise NoTextError(f"Tệp Word này {cause}; hãy gửi bản gõ chữ của văn bản.")
    text, encoding = (text, disguised) if disguised else undisguise(text)
    notes = (f"Văn bản gõ bằng phông {encoding} đã được chuyển sang Unicode.",) if encoding else ()
    return SourceText(normalise(text), "docx", encoding, notes)


def check_package(data: bytes) -> None:
    """Refuse a package that is damaged, locked, or would unpack to more than the limits.

    Raises:
        DamagedFileError, TooLargeError
    """
    if data.startswith(_ENCRYPTED):
        raise DamagedFileError(
            "Tệp Word này đặt mật khẩu hoặc ở dạng .doc cũ; hãy bỏ mật khẩu và lưu thành .docx rồi gửi lại."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedFileError(
            "Tệp này không phải tệp Word .docx; hãy lưu lại từ Word rồi gửi lại."
        ) from error
    total = 0
    for part in parts:
        total += part.file_size
        swollen = part.file_size > (1 << 20) and part.file_size > (
            limits.MAX_PACKING_RATIO * max(part.compress_size, 1)
        )
        if part.file_size > limits.MAX_PART_BYTES or swollen:
            raise TooLargeError("Tệp Word này nở ra quá lớn khi mở nên không được đọc.")
    if total > limits.MAX_UNPACKED_BYTES or len(parts) > limits.MAX_PARTS:
        raise TooLargeError("Tệp Word này nở ra quá lớn khi mở nên không được đọc.")


def _text(document: "Document") -> tuple[str, str, bool]:
    from knowledge.ingest.word_body import WordBody

    body = WordBody(document)
    return "\n".join(body.lines()), body.disguised, body.pictures
