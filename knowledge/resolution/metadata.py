"""What a document says of itself in its header and signature."""

import re
from datetime import date
from typing import Final

from knowledge.language.normalize import match_form
from knowledge.resolution.model import Clause, Kind, Metadata

_NUMBER: Final = re.compile(r"^Số\s*:?\s*([^\s,;]+)", re.IGNORECASE | re.MULTILINE)
_DATED: Final = re.compile(
    r"^(?P<place>[^\n,]*),?\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I | re.M
)
_PERIOD: Final = re.compile(r"năm\s+(\d{4})|giai đoạn\s+(\d{4}\s*[-–]\s*\d{4})", re.IGNORECASE)


def read_metadata(clauses: tuple[Clause, ...]) -> Metadata:
    """Read number, date, issuer, title, period, signer and office; "" or None for what isn't there."""
    header = next((c.text for c in clauses if c.kind is Kind.HEADER), "")
    number = _NUMBER.search(header)
    dated = _DATED.search(header)
    issuer, title = _issuer_and_title(header)
    period = _PERIOD.search(title)
    signature = next((c.text.split("\n") for c in clauses if c.kind is Kind.SIGNATURE), [])
    return Metadata(
        number=number[1] if number else "",
        issued=_date(dated) if dated else None,
        issuer=issuer,
        title=title,
        period=(period[1] or period[2]) if period else "",
        signer=signature[-1] if signature else "",
        office=signature[-2] if len(signature) > 1 else "",
        place=dated["place"].strip() if dated else "",
    )


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[4]), int(match[3]), int(match[2]))
    except ValueError:
        return None


def _issuer_and_title(header: str) -> tuple[str, str]:
    """The lines after the word NGHỊ QUYẾT: who issues it, then "VỀ ..." what it is about."""
    lines = [line.strip() for line in header.split("\n")]
    at = next((i for i, line in enumerate(lines) if match_form(line) == "nghị quyết"), -1)
    rest = lines[at + 1 :]
    about = next(
        (i for i, line in enumerate(rest) if match_form(line).startswith("về ")), len(rest)
    )
    return " ".join(rest[:about]), " ".join(rest[about:])
