"""PDF files with a text layer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from knowledge.ingest import limits
from knowledge.ingest.errors import DamagedFileError, IngestError, NoTextError, TooLargeError
from knowledge.ingest.source import SourceText, normalise

# No secret of the program's environment goes to the process that opens files of strangers.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "PYTHONPATH")
_FAULTS: Final[dict[str, tuple[type[IngestError], str]]] = {
    "scan": (
        NoTextError,
        "Tệp PDF này là bản chụp (scan), không có lớp chữ nên không đọc được; hãy gửi bản .docx hoặc PDF có chữ.",
    ),
    "empty": (NoTextError, "Tệp PDF này không có chữ nào; hãy gửi bản .docx hoặc PDF có chữ."),
    "coded": (
        NoTextError,
        "Lớp chữ của tệp PDF này dùng phông không tra được chữ; hãy gửi bản .docx của văn bản.",
    ),
    "locked": (DamagedFileError, "Tệp PDF này đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại."),
    "damaged": (DamagedFileError, "Tệp PDF này bị hỏng nên không mở được; hãy xuất lại rồi gửi."),
    "pages": (
        TooLargeError,
        f"Tệp PDF này có quá {limits.MAX_PAGES} trang; hãy tách thành nhiều tệp.",
    ),
    "time": (
        TooLargeError,
        f"Đọc tệp PDF này mất quá {limits.PDF_SECONDS} giây nên đã dừng; hãy gửi bản .docx của văn bản.",
    ),
}


def read_pdf(data: bytes) -> SourceText:
    """Read a .pdf file in a process of its own, within limits of time and memory.

    Raises:
        NoTextError: it is a scan, is empty, or its text cannot be told from its glyphs.
        DamagedFileError: it cannot be opened.
        TooLargeError: it has too many pages or takes too long.
    """
    if not data[:1024].lstrip().startswith(b"%PDF"):
        raise _fault("damaged")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "knowledge.ingest.pdf_worker"],
            input=data,
            capture_output=True,
            timeout=limits.PDF_SECONDS,
            cwd=Path(__file__).parents[2],
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _fault("time") from error
    try:
        result = json.loads(done.stdout)
    except ValueError as error:
        raise _fault("damaged") from error
    if "error" in result:
        raise _fault(result["error"])
    encoding = result["encoding"]
    notes = list(result["notes"])
    if encoding:
        notes.append(f"Văn bản gõ bằng phông {encoding} đã được chuyển sang Unicode.")
    return SourceText(normalise(result["text"]), "pdf", encoding, tuple(notes))


def _fault(name: str) -> IngestError:
    kind, message = _FAULTS.get(name, _FAULTS["damaged"])
    return kind(message)
