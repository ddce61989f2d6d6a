"""One way in for every kind of file."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from knowledge.ingest import limits
from knowledge.ingest.errors import NoTextError, TooLargeError, UnsupportedFormatError
from knowledge.ingest.markdown import read_markdown
from knowledge.ingest.plain import read_plain
from knowledge.ingest.source import SourceText


def _word(data: bytes) -> SourceText:
    from knowledge.ingest.word import read_word

    return read_word(data)


def _pdf(data: bytes) -> SourceText:
    from knowledge.ingest.pdf import read_pdf

    return read_pdf(data)


_READERS: Final[dict[str, Callable[[bytes], SourceText]]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".docx": _word,
    ".pdf": _pdf,
}
SUFFIXES: Final = tuple(_READERS)
"""The endings of the names of files that are read."""

_MAGIC: Final = ((b"%PDF", ".pdf"), (b"PK\x03\x04", ".docx"))


def read_document(data: bytes, name: str) -> SourceText:
    """Read a file into the plain text of the document in it.

    Args:
        data: the whole file.
        name: its name; the ending tells the kind, but a PDF or Word file is known by its first bytes too.

    Raises:
        UnsupportedFormatError: the kind of file is not read.
        TooLargeError: the file is over a limit.
        DamagedFileError: it cannot be opened.
        NoTextError: it holds no text.
    """
    if len(data) > limits.MAX_FILE_BYTES:
        size = limits.MAX_FILE_BYTES // (1024 * 1024)
        raise TooLargeError(f"Tệp “{_short(name)}” lớn hơn {size} MB nên không được đọc.")
    if not data.strip():
        raise NoTextError(f"Tệp “{_short(name)}” trống.")
    suffix = PurePath(name).suffix.lower()
    suffix = next((kind for magic, kind in _MAGIC if data.startswith(magic)), suffix)
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnsupportedFormatError(
            f"Tệp “{_short(name)}” không thuộc loại đọc được; hãy gửi tệp .docx, .pdf, .txt hoặc .md."
        )
    source = reader(data)
    if len(source.text) > limits.MAX_CHARACTERS:
        raise TooLargeError(f"Văn bản trong tệp “{_short(name)}” quá dài nên không được đọc.")
    if not any(char.isalnum() for char in source.text):
        raise NoTextError(f"Tệp “{_short(name)}” không có chữ nào.")
    return source


def _short(name: str) -> str:
    return name if len(name) <= 80 else name[:77] + "..."
