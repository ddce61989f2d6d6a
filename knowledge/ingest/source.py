"""What a reader gives: the plain text of a file, ready to be parsed."""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.language.normalize import clean

_BREAKS: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_SPACES: Final = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
PAGE_BREAK: Final = "\n\n\n"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a document as it was read.

    Attributes:
        text: NFC, "\\n" between lines; clauses are slices of it.
        format: "txt", "md", "docx" or "pdf".
        encoding: of a .txt or .md file; of a .docx or .pdf "" or the legacy encoding it was typed in.
        notes: what was unsure in the reading, as Vietnamese sentences.
    """

    text: str
    format: str
    encoding: str = ""
    notes: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Return ``text`` in NFC with one kind of line break and space, without invisible characters."""
    text = _BREAKS.sub("\n", text).replace("\f", PAGE_BREAK)
    return clean(_SPACES.sub(" ", text))


def row_line(cells: list[str]) -> str:
    """Write one row of a table as a line: "| 10 | Quy mô kinh tế số | ≥ 30 |"."""
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "¦") for cell in cells) + " |"
