"""All Vietnamese words and sentences about progress, the roster and reminders."""

from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.language.numbers import format_number
from knowledge.progress.evaluation import Due, Judgement, TaskStanding, Timing, Verdict
from knowledge.progress.model import Person, Report, Role, TaskState
from knowledge.resolution.model import Comparator, Measure

NO_REPORT: Final = "chưa có báo cáo tiến độ"
NOT_SHOWN: Final = "chỉ hiện với người được phân quyền, trong trò chuyện riêng"
OPERATOR: Final = "dòng lệnh"
ERASED: Final = "(đã xóa dữ liệu cá nhân)"
ADMINISTRATOR_NAME: Final = "Quản trị viên"
DEMO: Final = "DỮ LIỆU MẪU"

ROLE: Final = {
    Role.STRANGER: "người hỏi",
    Role.MEMBER: "đảng viên",
    Role.CADRE: "cán bộ",
    Role.LEADER: "lãnh đạo",
    Role.ADMINISTRATOR: "quản trị",
}
STATE: Final = {
    TaskState.NOT_STARTED: "chưa bắt đầu",
    TaskState.DOING: "đang làm",
    TaskState.DONE: "hoàn thành",
    TaskState.PAUSED: "tạm dừng",
}
TIMING: Final = {
    Timing.NO_DEADLINE: "",
    Timing.ON_TIME: "trong hạn, còn {days} ngày (hạn {deadline})",
    Timing.DUE_SOON: "sắp đến hạn, còn {days} ngày (hạn {deadline})",
    Timing.OVERDUE: "quá hạn {days} ngày (hạn {deadline})",
    Timing.DONE: "",
    Timing.DONE_LATE: "muộn {days} ngày (hạn {deadline})",
}
DUE_TODAY: Final = "đến hạn hôm nay ({deadline})"
ACHIEVED: Final = "đạt mức {figure}"
EXCEEDED: Final = "vượt {gap} so với mức {figure}"
SHORT: Final = "còn thiếu {gap} so với mức {figure}"
OVER: Final = "chưa đạt, cao hơn {gap} so với mức {figure}"
AT_BOUND: Final = "chưa đạt mức {figure}"
SHORT_OF_ZERO: Final = "chưa đạt, còn {gap}"
PACE_KEPT: Final = "kịp tiến độ năm"
PACE_LOST: Final = "chậm so với tiến độ năm (đều đặn thì nay phải đạt {expected})"
AS_OF: Final = "{what} (đến {day})"
_BOUND: Final = {
    Comparator.MORE_THAN: "trên {}",
    Comparator.AT_MOST: "không quá {}",
    Comparator.LESS_THAN: "dưới {}",
}


def day(value: date) -> str:
    """Write a day as 05/04/2026."""
    return f"{value:%d/%m/%Y}"


def amount(value: Decimal, unit: str) -> str:
    """Write a figure with its unit: "95,8 %"."""
    return f"{format_number(value)} {unit}".strip()


def required(measure: Measure) -> str:
    """Write what a measure asks, short: "96,2 %", "trên 90 hộ", "không quá 3 %", "tăng 14 %"."""
    if measure.threshold is None:
        return measure.figure
    figure = amount(measure.threshold, measure.unit)
    if measure.comparator is Comparator.GROWTH:
        return f"tăng {figure}"
    return _BOUND.get(measure.comparator, "{}").format(figure)


def measure_state(
    measure: Measure, value: Decimal, unit: str, as_of: date, judged: Judgement | None
) -> str:
    """Say how far a measure has got: "95,8 % (đến 31/10/2026), còn thiếu 0,4 điểm phần trăm so với ..."."""
    grown = measure.comparator is Comparator.GROWTH and unit == "%"
    text = f"tăng {amount(value, unit)}" if grown and value >= 0 else amount(value, unit)
    if judged is not None and judged.growth is not None:
        growth = format_number(judged.growth.quantize(Decimal("0.01")))
        text += f", tức tăng {growth} %"
    pieces = [AS_OF.format(what=text, day=day(as_of))]
    if judged is not None:
        pieces.append(verdict(measure, judged))
        if judged.pace is not None:
            expected = amount(judged.pace.expected, measure.unit)
            pieces.append(PACE_KEPT if judged.pace.kept else PACE_LOST.format(expected=expected))
    return ", ".join(pieces)


def verdict(measure: Measure, judged: Judgement) -> str:
    """Say whether a measure is reached, exceeded or short, and by how much."""
    gap = amount(judged.gap, judged.unit)
    if judged.verdict is Verdict.SHORT:
        form = SHORT_OF_ZERO if measure.threshold == 0 else SHORT
        if measure.comparator.caps:
            form = OVER if judged.gap else AT_BOUND
    else:
        form = EXCEEDED if judged.verdict is Verdict.EXCEEDED else ACHIEVED
    return form.format(gap=gap, figure=required(measure))


def task_state(standing: TaskStanding, due: Due, deadline: date | None) -> str:
    """Say how far a task has got: "đang làm, 60 % (đến 12/04/2026), sắp đến hạn, còn ..."."""
    if standing.state is None or standing.newest is None:
        return NO_REPORT
    text = STATE[standing.state]
    if standing.percent is not None and standing.state is not TaskState.DONE:
        text += f", {standing.percent} %"
    pieces = [AS_OF.format(what=text, day=day(standing.newest.as_of)), due_text(due, deadline)]
    return ", ".join(piece for piece in pieces if piece)


def due_text(due: Due, deadline: date | None) -> str:
    """Say how work stands to its deadline, "" where there is nothing to say."""
    if deadline is None:
        return ""
    if due.timing is Timing.DUE_SOON and due.days == 0:
        return DUE_TODAY.format(deadline=day(deadline))
    return TIMING[due.timing].format(days=due.days, deadline=day(deadline))


REFUSED: Final = {
    "leader": "Việc này dành cho lãnh đạo và quản trị viên; bạn chưa được phân quyền.",
    "administrator": "Việc này dành cho quản trị viên; bạn chưa được phân quyền.",
    "owner": "Chỉ quản trị viên gốc (TELEGRAM_ADMIN_IDS) được cử hoặc đổi quản trị viên.",
    "member": "Việc này dành cho người có tên trong danh sách; hãy xin quản trị viên lời mời.",
    "charged": "Chỉ người hoặc đơn vị được phân công, lãnh đạo và quản trị viên được báo cáo mục này.",
    "author": "Chỉ người đã báo cáo mới được rút lại báo cáo này.",
    "alone": "Nội dung này chỉ xem được trong trò chuyện riêng với bot.",
    "history": "Lịch sử mục này chỉ hiện với người được phân công, lãnh đạo và quản trị viên.",
}

UNKNOWN_PERSON: Final = "Danh sách không có người “{what}”; gõ /canbo để xem danh sách."
UNKNOWN_UNIT: Final = "Danh sách không có đơn vị “{what}”; gõ /donvi để xem các đơn vị."
UNKNOWN_ASSIGNMENT: Final = "Không có phân công số {what}; gõ /nhiemvu để xem việc được giao."
ASSIGNMENT_ASIDE: Final = "Phân công số {what} thuộc một mục không còn trong bản hiện hành; hãy phân công lại mục thay thế."
UNKNOWN_REPORT: Final = "Không có báo cáo số {what}; gõ /lichsu để xem các báo cáo."
UNIT_EXISTS: Final = "Đã có đơn vị “{what}” trong danh sách."
NO_NAME: Final = "Chưa có tên; hãy nhập họ tên hoặc tên đơn vị."
TOO_LONG: Final = "Nội dung “{field}” dài quá {limit} ký tự; hãy viết gọn lại."
LINKED_ELSEWHERE: Final = (
    "Tài khoản Telegram này đã gắn với người khác trong danh sách; nhờ quản trị viên gỡ trước."
)

INVITATION_UNKNOWN: Final = "Lời mời không đúng; xin quản trị viên lời mời mới."
INVITATION_USED: Final = "Lời mời này đã có người dùng; xin quản trị viên lời mời mới."
INVITATION_EXPIRED: Final = "Lời mời đã hết hạn (7 ngày); xin quản trị viên lời mời mới."

NO_ASSIGNEE: Final = "Phân công cần ít nhất một đơn vị hoặc một người thực hiện."
NOT_OWN: Final = (
    "Văn bản số {number} của cơ quan khác nên không giao việc, không báo cáo tiến độ ở đây; "
    "gõ /vanban để chọn nghị quyết của mình."
)
NOT_ASSIGNABLE: Final = (
    "Mục {ref} không phải chỉ tiêu hay nhiệm vụ nên không phân công, báo cáo được."
)
BAD_DEADLINE: Final = "Hạn {day} không hợp lý; hãy nhập ngày trong khoảng năm 2020 đến 2100."

NOT_A_NUMBER: Final = "“{text}” không phải một con số; viết như 95,8 hoặc 1.056."
NO_VALUE: Final = "Thiếu con số; viết như: /capnhat 10 95,8 hết tháng 10."
NO_STATE: Final = (
    "Thiếu tình trạng; hãy nêu một trong: chưa bắt đầu, đang làm, hoàn thành, tạm dừng."
)
NO_SUBJECT: Final = (
    "Hãy nêu số chỉ tiêu hoặc mục của nhiệm vụ; ví dụ: /capnhat 10 95,8 hết tháng 10."
)
UNKNOWN_MEASURE: Final = "Không có chỉ tiêu “{key}”; các chỉ tiêu có số liệu: {keys}."
WHICH_MEASURE: Final = "Chỉ tiêu {number} có nhiều số liệu; hãy nêu rõ một trong: {keys}."
WRONG_UNIT: Final = "Chỉ tiêu {key} tính bằng {wanted}, không tính bằng “{unit}”."
SHARE_OVER_100: Final = "Tỷ lệ của chỉ tiêu {key} không thể quá 100 % (đã nhập {value})."
NEGATIVE: Final = "Số liệu của chỉ tiêu {key} không thể âm (đã nhập {value})."
NOT_WHOLE: Final = "Chỉ tiêu {key} đếm theo {unit} nên phải là số nguyên (đã nhập {value})."
TOO_PRECISE: Final = "Số {value} không hợp lý; nhập nhiều nhất 12 chữ số và 4 số lẻ."
BELOW_MINUS_100: Final = "Không thể giảm quá 100 % (đã nhập {value})."
BAD_PERCENT: Final = "Phần trăm hoàn thành phải từ 0 đến 100 (đã nhập {value})."
PERCENT_NOT_DONE: Final = "“{state}” không đi với {value} %; hãy xem lại tình trạng hoặc phần trăm."
FUTURE: Final = "Ngày số liệu {day} ở tương lai; hãy nhập ngày đã qua."
TOO_OLD: Final = "Ngày số liệu {day} quá cũ; hãy nhập ngày từ năm 2020."
BAD_DAY: Final = "“{text}” không phải một ngày có thật; viết như 31/10/2026 hoặc hết tháng 10."
WRONG_ASSIGNEE: Final = "Người hoặc đơn vị đã chọn không được phân công mục này."
NO_REASON: Final = "Hãy nêu lý do đính chính."
NOT_STANDING: Final = "Báo cáo số {what} đã được rút hoặc đính chính trước đó."
TOO_LATE: Final = (
    "Đã quá {minutes} phút nên không rút được; nhờ quản trị viên đính chính kèm lý do."
)
UNCONFIRMED: Final = "Cần xác nhận trước khi lưu: {questions}"

ASK_FALL: Final = "Số mới {new} thấp hơn lần trước {old} (đến {day}). Đúng là giảm?"
ASK_RISE: Final = (
    "Số mới {new} cao hơn lần trước {old} (đến {day}), trong khi cần giảm. Đúng không?"
)
ASK_LARGE: Final = "Số {new} lớn khác thường so với mức {figure}. Đúng không?"
ASK_GROWTH: Final = "Tăng {new} là khác thường. Đúng không?"
ASK_DECLINE: Final = "Số {new} là giảm so với năm trước. Đúng không?"
ASK_OUTSIDE_PERIOD: Final = "Ngày {day} không thuộc năm {period} của nghị quyết. Đúng không?"
ASK_REOPEN: Final = "Việc này đã báo hoàn thành (đến {day}). Đúng là mở lại?"
ASK_PERCENT_FALL: Final = "Phần trăm mới {new} thấp hơn lần trước {old}. Đúng không?"
BAD_SNOOZE: Final = "Chỉ hoãn nhắc được đến một lúc trong 7 ngày tới."


def kept_lines(person: Person | None, counts: dict[str, int]) -> tuple[str, ...]:
    """Say what is kept about a person, a line each."""
    lines = []
    if person is not None:
        unit = f", {person.unit}" if person.unit else ""
        position = f", {person.position}" if person.position else ""
        lines.append(f"Họ tên: {person.name}{position}{unit}")
        lines.append(f"Vai trò: {ROLE[person.role]}")
        lines.append("Mã tài khoản Telegram (để nhận ra bạn)")
        lines.append(f"Nhắc việc: {'đang bật' if person.reminders_on else 'đang tắt'}")
    lines += [f"{count} {what}" for what, count in counts.items() if count]
    return tuple(lines) or (NOTHING_KEPT,)


NOTHING_KEPT: Final = "Không lưu gì về bạn."
DEMO_REFUSED: Final = "Cơ sở dữ liệu đã có dữ liệu thật ({what}) nên không nạp dữ liệu mẫu; hãy dùng tệp dữ liệu khác."
NO_DEMO: Final = "Cơ sở dữ liệu này không chứa dữ liệu mẫu; không xóa gì."

SHEET_TARGETS: Final = "Kết quả thực hiện chỉ tiêu năm {period}"
SHEET_TASKS: Final = "Tiến độ thực hiện nhiệm vụ, giải pháp năm {period}"
SHEET_ASSIGNMENTS: Final = "Phân công thực hiện nghị quyết năm {period}"
SHEET_HISTORY: Final = "Lịch sử báo cáo tiến độ năm {period}"
SHEET_ROSTER: Final = "Danh sách cán bộ theo dõi thực hiện nghị quyết"
SHEET_SOURCE: Final = "Nghị quyết số {number}: {name}. Số liệu đến ngày {day}."
SHEET_DAY: Final = "Lập ngày {day}."

NOT_A_WORKBOOK: Final = "Tệp không phải bảng tính Excel (.xlsx) đọc được; hãy lưu lại bằng Excel."
FILE_TOO_LARGE: Final = "Tệp quá lớn (tối đa {limit} MB và không nén quá mức); hãy bỏ bớt nội dung."
TOO_MANY_ROWS: Final = "Trang “{sheet}” quá {limit} dòng; hãy bỏ các dòng trống hoặc chia tệp."
NO_SHEET: Final = "Tệp không có trang nào tên: {names}."
NO_COLUMNS: Final = "Trang “{sheet}” thiếu cột; cần đủ các cột: {columns}."
ROW_ERROR: Final = "Trang “{sheet}”, dòng {row}: {sentence}"
CELL_FORMULA: Final = "Cột “{column}” chứa công thức; hãy nhập giá trị."
CELL_DAY: Final = "Cột “{column}” không phải ngày có thật (“{text}”); viết như 31/10/2026."
CELL_NUMBER: Final = "Cột “{column}” phải là số nguyên (“{text}”)."
CELL_STATE: Final = (
    "Cột “{column}” (“{text}”) phải là: chưa bắt đầu, đang làm, hoàn thành hoặc tạm dừng."
)
CELL_ROLE: Final = "Vai trò “{text}” phải là: đảng viên, cán bộ, lãnh đạo hoặc quản trị."
ROW_NO_CLAUSE: Final = "Nghị quyết không có chỉ tiêu hay nhiệm vụ “{text}”."
ROW_NO_STATE: Final = "Có phần trăm hoặc ngày mà thiếu tình trạng."
ROW_AMBIGUOUS: Final = "Có nhiều người tên “{text}”; hãy viết kèm số, ví dụ “{example}”."
ROW_TWICE: Final = "Dòng này lặp lại “{text}” đã có ở dòng trên."
ROW_OTHER_CLAUSE: Final = "Phân công số {id} thuộc mục {ref}, không phải “{text}”."

STANDING: Final = "còn hiệu lực"
WITHDRAWN: Final = "đã rút"
REPLACED: Final = "đã được đính chính"
SET_ASIDE: Final = {
    "clause": "mục không còn trong bản hiện hành",
    "measure": "mức không còn trong bản hiện hành",
    "unit": "không so sánh được với mức hiện hành",
}
CORRECTS: Final = "đính chính số {id}: {reason}"


def validity(report: Report) -> str:
    """Say whether a report counts, and what it corrects."""
    if report.withdrawn:
        return WITHDRAWN
    if report.set_aside:
        return SET_ASIDE[report.set_aside]
    text = STANDING if report.standing else REPLACED
    if report.corrects is None:
        return text
    return f"{text}; {CORRECTS.format(id=report.corrects, reason=report.reason)}"


REMIND_PLAIN: Final = "Nhắc việc được giao:"
REMIND_AHEAD: Final = "Nhắc việc: còn {days} ngày đến hạn {day}."
REMIND_TOMORROW: Final = "Nhắc việc: ngày mai đến hạn ({day})."
REMIND_TODAY: Final = "Nhắc việc: hôm nay đến hạn ({day})."
REMIND_LATE: Final = "Nhắc việc: đã quá hạn {days} ngày (hạn {day})."
REMIND_QUARTER: Final = "Nhắc việc hàng quý: sắp hết quý {quarter}/{year}."
STATUS_LINE: Final = "Tiến độ: {state}."
PRODUCT_LINE: Final = "Sản phẩm: {product}."
ANSWERABLE_LINE: Final = "Chịu trách nhiệm: {name}."
DIGEST_HEAD: Final = "Tình hình thực hiện nghị quyết trong tuần:"
DIGEST_TARGETS: Final = "Chỉ tiêu: {reached} đã đạt, {short} chưa đạt, {silent} chưa có báo cáo."
DIGEST_WORK: Final = "Việc theo dõi: {total}; quá hạn {overdue}, sắp đến hạn {soon}."
DIGEST_UNIT: Final = "- {name}: {overdue} việc quá hạn trên {total} việc."
