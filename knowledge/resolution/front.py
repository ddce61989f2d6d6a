"""Where the header of a document ends and its preamble begins."""

import re
from collections.abc import Sequence
from typing import Final

_PREAMBLE: Final = re.compile(
    r"(?:căn cứ|xét |trên cơ sở|theo đề nghị|tại (?:hội nghị|kỳ họp|đại hội|phiên họp)|sau khi|"
    r"thực hiện (?:nghị quyết|chỉ thị|kết luận)|hội đồng nhân dân .{0,80}\b(?:ban hành|quyết)|"
    r"quyết (?:nghị|định)\s*:)",
    re.IGNORECASE,
)
_NUMBER_LINE: Final = re.compile(
    r"(?:số|no\.?)\s*:?\s*\d|(?:nghị quyết|quyết định|kết luận|chỉ thị|nghị định) số[:\s]+\d\S*$",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"(?:về |v/v|ban hành|quy định|thông qua|phê duyệt|điều chỉnh|bổ sung|sửa đổi)", re.IGNORECASE
)
_LONGEST_TITLE: Final = 600
_RUNNING_TEXT: Final = 220


def header_length(lines: Sequence[str]) -> int:
    """Return how many of the blocks before the body are the header: letterhead, number, title.

    The header ends with the last line in capitals or with a number before the preamble, and with a title in
    small letters under it ("Ban hành Chương trình hành động ...").
    """
    last = -1
    titled = False
    for i, line in enumerate(lines):
        if is_preamble(line):
            break
        if line.isupper() or _NUMBER_LINE.match(line):
            last = i
        elif _TITLE.match(line) and last == i - 1 and not titled and len(line) < _LONGEST_TITLE:
            last, titled = i, True
        elif len(line) > _RUNNING_TEXT:
            break
    return last + 1


def is_preamble(line: str) -> bool:
    """Tell whether a line opens the preamble: "Căn cứ ...", "Tại hội nghị ...", "QUYẾT NGHỊ:"."""
    return _PREAMBLE.match(line) is not None
