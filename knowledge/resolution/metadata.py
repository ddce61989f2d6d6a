"""What a document says of itself in its header, first lines, closing and signature."""

import re
from datetime import date
from typing import Final

from knowledge.language.normalize import match_form
from knowledge.resolution.model import Clause, Kind, Metadata

_NUMBER: Final = re.compile(r"^Số\s*:?\s*([^\s,;]+)", re.IGNORECASE | re.MULTILINE)
_TYPES: Final = r"nghị quyết|quyết định|kết luận|chỉ thị|nghị định|kế hoạch|chương trình|quy định"
_NUMBER_LINE: Final = re.compile(rf"^(?:{_TYPES}) số\s*:?\s*(\d[^\s,;]*)$", re.I | re.M)
_DATED: Final = re.compile(
    r"^(?P<place>[^\n,]{0,60}),?\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})",
    re.I | re.M,
)
_PASSED: Final = re.compile(
    r"thông qua\s+ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE
)
# "Nghị quyết số 57-NQ/TW (ngày 22/12/2024) của Bộ Chính trị về đột phá ..."
_PRESENTED: Final = re.compile(
    r"\s*\(?,?\s*ngày\s+(\d{1,2})[/-](\d{1,2})[/-](\d{4})\)?,?\s+của\s+(?P<issuer>[^,.;\n]{3,80}?)\s+"
    r"(?P<title>về\s+[^.;\n]{3,300})",
    re.IGNORECASE,
)
_PERIOD: Final = re.compile(
    r"(?:giai đoạn|nhiệm kỳ)\s+(?P<span>\d{4}\s*[-–]\s*\d{4})|năm\s+(?P<year>\d{4})", re.IGNORECASE
)
_DATE_WORDS: Final = re.compile(
    r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|ngày\s+\d{1,2}[/-]\d{1,2}[/-]\d{4}", re.I
)
_ISSUER: Final = re.compile(
    r"(?:BAN CHẤP HÀNH|BAN THƯỜNG VỤ|BAN BÍ THƯ|ĐẢNG BỘ|ĐẢNG [ỦU][YỶ]|ĐẢNG ỦY|THÀNH ỦY|TỈNH ỦY|BỘ CHÍNH TRỊ|"
    r"HỘI ĐỒNG NHÂN DÂN|HĐND|THƯỜNG TRỰC|QUỐC HỘI|ỦY BAN|UỶ BAN|UBND|CHÍNH PHỦ|THỦ TƯỚNG|CHỦ TỊCH|BỘ |SỞ )[^\n]*"
)
_STATE_NAME: Final = re.compile(r"\s*(?:CỘNG HÒA|CỘNG HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM.*")
_SIGNED: Final = re.compile(r"[\[(]\s*đã ký\s*[\])]", re.IGNORECASE)
_TYPE_LINE: Final = re.compile(rf"(?:{_TYPES})", re.IGNORECASE)
_ABBREVIATED: Final = (
    ("NĐ", "Nghị định"),
    ("QĐ", "Quyết định"),
    ("QyĐ", "Quy định"),
    ("QC", "Quy chế"),
    ("CT", "Chỉ thị"),
    ("KL", "Kết luận"),
    ("KH", "Kế hoạch"),
    ("CTr", "Chương trình"),
    ("TT", "Thông tư"),
    ("HD", "Hướng dẫn"),
)


def read_metadata(clauses: tuple[Clause, ...]) -> Metadata:
    """Read number, date, issuer, title, period, signer and office; "" or None for what isn't there."""
    header = next((c.text for c in clauses if c.kind is Kind.HEADER), "")
    found = _NUMBER.search(header) or _NUMBER_LINE.search(header)
    number = found[1].rstrip(".") if found else ""
    dated = _DATED.search(header)
    issued = _date(dated[4], dated[3], dated[2]) if dated else None
    issuer, title = _issuer_and_title(header)
    presented = _presented(clauses, number)
    if presented:
        issued = issued or _date(presented[3], presented[2], presented[1])
        issuer, title = issuer or presented["issuer"], title or presented["title"].strip()
    signature = next((c.text.split("\n") for c in clauses if c.kind is Kind.SIGNATURE), [])
    signature = [line for line in signature if not _SIGNED.fullmatch(line)]
    return Metadata(
        number=number,
        issued=issued or _passed(clauses),
        issuer=issuer,
        title=title,
        period=_period(title),
        signer=signature[-1] if signature else "",
        office=signature[-2] if len(signature) > 1 else "",
        place=dated["place"].strip() if dated else "",
    )


def document_type(number: str) -> str:
    """Tell from its number what a document is called: "20/2021/NĐ-CP" -> "Nghị định".

    Unknown letters are a resolution's.
    """
    letters = re.split(r"[\d/.\-\s]+", number)
    return next((name for short, name in _ABBREVIATED if short in letters), "Nghị quyết")


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _passed(clauses: tuple[Clause, ...]) -> date | None:
    """A resolution of an assembly may carry no date but that of the vote, in its last line."""
    for clause in clauses:
        match = _PASSED.search(clause.text) if clause.kind is Kind.CLOSING else None
        if match:
            return _date(match[3], match[2], match[1])
    return None


def _presented(clauses: tuple[Clause, ...], number: str) -> re.Match[str] | None:
    """The words with which a web page presents the document of that number."""
    for clause in clauses[:4]:
        at = clause.text.find(number) if number and clause.kind is Kind.PREAMBLE else -1
        match = _PRESENTED.match(clause.text, at + len(number)) if at >= 0 else None
        if match:
            return match
    return None


def _period(title: str) -> str:
    match = _PERIOD.search(_DATE_WORDS.sub("", title))
    return (match["span"] or match["year"]) if match else ""


def _issuer_and_title(header: str) -> tuple[str, str]:
    """The lines after the word NGHỊ QUYẾT: who issues it, then what it is about; else who heads the letter."""
    lines = [line.strip() for line in header.split("\n")]
    at = next((i for i, line in enumerate(lines) if _is_type(line)), -1)
    rest = lines[at + 1 :] if at >= 0 else []
    about = next(
        (i for i, line in enumerate(rest) if match_form(line).startswith("về ")), len(rest)
    )
    if 0 < about < len(rest):
        return " ".join(rest[:about]), " ".join(rest[about:])
    issuers = [line for line in rest if line.isupper() and _ISSUER.fullmatch(line)]
    if not issuers:
        above = [_STATE_NAME.sub("", line) for line in lines[: max(at, 0)]]
        issuers = [line for line in above if _ISSUER.fullmatch(line)][:2]
    title = [line for line in rest if line not in issuers]
    return " ".join(issuers), " ".join(title)


def _is_type(line: str) -> bool:
    return _TYPE_LINE.fullmatch(line) is not None
