"""The audit log in Vietnamese: what each line of it says to somebody who manages the bot."""

import re
from collections.abc import Callable
from typing import Final

from knowledge.progress import wording
from knowledge.progress.audit import AuditEntry
from knowledge.progress.model import Role
from knowledge.progress.policy import Action

TITLE: Final = "Nhật ký: {count} dòng (trang {page}/{pages})"
TITLE_REFUSED: Final = "Nhật ký, các lần bị từ chối: {count} dòng (trang {page}/{pages})"
NONE: Final = "Nhật ký chưa có dòng nào."
BUTTON_REFUSED: Final = "Chỉ lần bị từ chối"
BUTTON_EVERYTHING: Final = "Tất cả"
LINE: Final = "{when} {who}: {what}"
REFUSED: Final = "bị từ chối {what}"
STRANGER: Final = "tài khoản {id}"
NOBODY: Final = "(dòng lệnh hoặc đã xóa tên)"
NAMED: Final = {
    "person": "người số {}",
    "unit": "đơn vị số {}",
    "assignment": "phân công số {}",
    "report": "báo cáo số {}",
    "invitation": "lời mời số {}",
}
ACTIONS: Final = {
    Action.ASK: "hỏi",
    Action.REPORT: "báo cáo",
    Action.WITHDRAW: "rút báo cáo",
    Action.CORRECT: "đính chính",
    Action.ASSIGN: "giao việc",
    Action.SEE_WORK: "xem công việc",
    Action.SEE_ALL: "xem danh sách, toàn cảnh",
    Action.SEE_HISTORY: "xem lịch sử",
    Action.MANAGE_ROSTER: "quản lý danh sách",
    Action.APPOINT: "cử quản trị viên",
    Action.JOIN: "tham gia",
    Action.EXPORT: "xuất bảng",
    Action.IMPORT: "nhập bảng",
    Action.TEACH: "dạy bot",
    Action.SEE_MISSES: "xem câu hỏi chưa trả lời tốt",
    Action.SEE_AUDIT: "xem nhật ký",
    Action.MANAGE_DOCUMENTS: "quản lý văn bản",
    Action.CHANGE_SETTINGS: "đổi cài đặt",
    Action.SEE_OWN_DATA: "xem dữ liệu của mình",
    Action.ERASE_OWN_DATA: "xóa dữ liệu của mình",
    Action.CHANGE_REMINDERS: "đổi nhắc việc",
    Action.DEMO: "nạp dữ liệu mẫu",
    Action.BACK_UP: "sao lưu",
}
_SAID_ALREADY: Final = {
    "own data", "audit log", "own reminders", "my work", "work", "question", "person", "unit",
    "invitation", "roster", "units", "miss", "teaching", "prompt", "cauhoi", "document file",
}  # fmt: skip
"""Subjects that say no more than the action does."""
_WORDS: Final = {
    "figures": "số liệu chỉ tiêu",
    "import roster": "nhập danh sách",
    "export roster": "xuất danh sách",
    "word": "từ ngữ",
    "workbook": "bảng Excel",
    "public": "công khai",
    "hidden": "ẩn",
    "on": "bật",
    "off": "tắt",
    "evidence": "thêm minh chứng",
    "cancel": "hủy",
    "remove": "đưa ra",
    "loaded": "nạp",
    "load undone": "hoàn tác lần nạp",
    "in force": "cho áp dụng",
    "not in force": "cho thôi áp dụng",
}
_PHRASES: Final = (
    (re.compile(r"^remove (?=.)"), "bỏ "),
    (re.compile(r"^add "), "thêm "),
    (re.compile(r"^revoke "), "thu hồi "),
    (re.compile(r"^annul: "), "hủy: "),
    (re.compile(r"^undo (\d+)$"), r"bỏ điều đã dạy số \1"),
    (re.compile(r" corrects (\d+): "), r" thay báo cáo số \1: "),
    (re.compile(r"^(\d+) changes$"), r"\1 thay đổi"),
    (re.compile(r"^snooze until (\S+)$"), r"hoãn đến \1"),
    (re.compile(r"^tap \w+$"), "bấm nút"),
    (re.compile(r"\b(?:role|unit|deadline|answerable) (\S+) -> \1(?:, ?|$)"), ""),
    (re.compile(r"\brole (\w+) -> (\w+)"), r"vai trò \1 → \2"),
    (re.compile(r"\bunit (\w+) -> (\w+)"), r"đơn vị \1 → \2"),
    (re.compile(r"\bdeadline (\S+) -> ([^,\s]+)"), r"hạn \1 → \2"),
    (re.compile(r"\banswerable (\w+) -> (\w+)"), r"chịu trách nhiệm: người số \1 → \2"),
    (re.compile(r",? ?\b(?:units|people) [(\[][)\]]"), ""),
    (re.compile(r"\bunits [(\[]([\d, ]+?),?[)\]]"), r"đơn vị số \1"),
    (re.compile(r"\bpeople [(\[]([\d, ]+?),?[)\]]"), r"người số \1"),
    (re.compile(r"\bNone\b"), "không"),
    (re.compile(r" as (\w+)$"), r", vai trò \1"),
    (re.compile(r" -> "), " → "),
)
_NAMED: Final = re.compile(rf"\b({'|'.join(NAMED)}) (\d+)")
_ROLE: Final = re.compile(rf"\b({'|'.join(role.value for role in Role)})\b")

NameOf = Callable[[str, int], str]


def said(entry: AuditEntry, name_of: NameOf, clause_of: Callable[[str], str]) -> str:
    """Return what a line of the log says.

    Args:
        entry: the line.
        name_of: gives the name of a "person" or "unit" by its number, "" where it has none.
        clause_of: gives the short title of a clause by "07-NQ/ĐU II.2.10" or its ref alone, "" for what is no clause.
    """
    pieces = [ACTIONS[entry.action]]
    if entry.subject not in _SAID_ALREADY:
        pieces.append(_subject(entry.subject, name_of, clause_of))
    what = " ".join(pieces)
    if entry.refused:
        what = REFUSED.format(what=what)
    detail = entry.detail if entry.refused else _phrase(entry.detail, name_of)
    return f"{what} ({detail.rstrip('.')})" if detail else what


def who_of(entry: AuditEntry) -> str:
    """Return who did it, as far as it is still known."""
    if entry.who.isdecimal():
        return STRANGER.format(id=entry.who)
    return entry.who or NOBODY


def _subject(subject: str, name_of: NameOf, clause_of: Callable[[str], str]) -> str:
    title = clause_of(subject)
    return f"“{title}”" if title else _phrase(subject, name_of)


def _phrase(text: str, name_of: NameOf) -> str:
    if text in _WORDS:
        return _WORDS[text]
    for pattern, form in _PHRASES:
        text = pattern.sub(form, text)
    text = _NAMED.sub(lambda m: name_of(m[1], int(m[2])) or NAMED[m[1]].format(m[2]), text)
    if "vai trò" in text:
        text = _ROLE.sub(lambda m: wording.ROLE[Role(m[1])], text)
    return text.strip(" ,")
