"""Every sentence and label about a document whose file an administrator sends to the bot."""

from typing import Final

# Buttons.
BUTTON_TREE: Final = "Cây mục"
BUTTON_TARGETS: Final = "Chỉ tiêu ({count})"
BUTTON_BODIES: Final = "Cơ quan, thời hạn"
BUTTON_MISPRINTS: Final = "Nghi in sai ({count})"
BUTTON_DOUBTS: Final = "Chưa chắc ({count})"
BUTTON_CHANGES: Final = "Thay đổi"
BUTTON_CORRECT: Final = "Sửa"
BUTTON_UNCORRECT: Final = "Bỏ sửa gần nhất"
BUTTON_LOAD: Final = "Nạp"
BUTTON_LOAD_YES: Final = "Đồng ý, nạp"
BUTTON_DROP: Final = "Bỏ"
BUTTON_CARD: Final = "‹ Bản xem trước"
BUTTON_MISPRINT: Final = "Đúng là lỗi"
BUTTON_FINE: Final = "Không phải lỗi"
BUTTON_FINE_AGAIN: Final = "Xem lại {count} chỗ đã bỏ qua"
BUTTON_IN_FORCE: Final = "Áp dụng ngay"
BUTTON_NOT_IN_FORCE: Final = "Chưa áp dụng"
BUTTON_UNDO: Final = "Hoàn tác"
BUTTON_UNDO_YES: Final = "Đồng ý, hoàn tác"

# The guide for administrators.
GUIDE_TITLE: Final = "Quản trị văn bản"
GUIDE: Final = (
    "Gửi tệp .docx, .pdf, .txt hoặc .md vào đây: tôi đọc, cho xem trước, bạn sửa rồi mới nạp.",
    "/vanban – các văn bản đã nạp; cho áp dụng hoặc thôi áp dụng.",
)

# Receiving a file.
TOO_LARGE: Final = "Tệp “{name}” lớn hơn {limit} MB nên không được đọc; hãy gửi tệp nhỏ hơn."
NOT_FETCHED: Final = "Chưa tải được tệp “{name}” từ Telegram; hãy gửi lại sau ít phút."
NO_NAME: Final = "không tên"
GONE: Final = "Bản xem trước này đã nạp, đã bỏ hoặc đã cũ. Hãy gửi lại tệp."
DROPPED: Final = "Đã bỏ, chưa nạp gì."

# The card.
NO_NUMBER: Final = "Văn bản chưa có số hiệu"
FILE: Final = "Tệp: {name}"
ABOUT: Final = "{name}: {value}"
ABOUT_TITLE: Final = "Trích yếu"
ABOUT_ISSUER: Final = "Cơ quan ban hành"
ABOUT_ISSUED: Final = "Ngày ban hành"
ABOUT_SIGNER: Final = "Người ký"
ABOUT_PERIOD: Final = "Năm, giai đoạn"
UNKNOWN: Final = "chưa rõ"
COUNTS: Final = "Đọc được {clauses} mục: {parts}."
COUNTS_NONE: Final = "Đọc được {clauses} mục, không có chỉ tiêu, nhiệm vụ hay trách nhiệm nào."
COUNT_TARGETS: Final = "{count} chỉ tiêu ({measures} mức)"
COUNT_TASKS: Final = "{count} nhiệm vụ"
COUNT_RESPONSIBILITIES: Final = "{count} trách nhiệm"
COUNT_DEADLINES: Final = "{count} thời hạn"
COUNT_BODIES: Final = "{count} cơ quan được nhắc đến"
TO_CHECK: Final = "Cần xem lại: {parts}."
CHECK_MISPRINTS: Final = "{count} chỗ nghi in sai"
CHECK_DOUBTS: Final = "{count} chỗ chưa chắc"
ALL_CLEAR: Final = "Không có chỗ nào nghi in sai hay chưa chắc."
CORRECTED: Final = "Đã sửa:"
CARRIED: Final = "Giữ nguyên {count} chỗ đã đính chính, đặt tên ở bản đang lưu."
DROPPED_CORRECTIONS: Final = "Chỗ đã sửa ở bản đang lưu mà bản này không còn:"
MORE: Final = "… và {count} dòng nữa"
WILL_BE_IN_FORCE: Final = "Khi nạp: áp dụng ngay."
WILL_NOT_BE_IN_FORCE: Final = "Khi nạp: chưa áp dụng, chỉ trả lời khi hỏi đúng số hiệu."
WILL_BEGIN: Final = (
    "Khi nạp: tự áp dụng từ {day}; trước ngày đó chỉ trả lời khi hỏi đúng năm hoặc số hiệu. "
    "Bấm “Áp dụng ngay” nếu muốn dùng luôn."
)
NOT_LOADED_YET: Final = "Chưa nạp gì cho đến khi bấm “Nạp”."

# Against the stored version.
NEW: Final = "Văn bản mới, chưa nạp lần nào."
SAME: Final = "Văn bản này đã nạp, không có gì thay đổi nên không cần nạp lại."
ONLY_CORRECTIONS: Final = "Cùng nội dung với bản đang lưu (nạp {day}), chỉ khác phần đã sửa."
COMPARED: Final = "So với bản đang lưu (nạp {day}): {parts}."
REWORDED: Final = "{count} mục sửa câu chữ"
MOVED: Final = "{count} mục chuyển chỗ"
REMOVED: Final = "{count} mục không còn"
ADDED: Final = "{count} mục mới"
MEASURES: Final = "{count} mức thay đổi"
GO_ON: Final = "Còn dùng được: {what}."
GOES_ALONG: Final = "{record} chuyển theo mục: {old} → {new}."
LOST: Final = "Không còn dùng được, vẫn giữ trong hồ sơ:"
GONE_LINE: Final = "Không còn dùng được: {line}."
RECORDS: Final = {
    "report": "{count} báo cáo",
    "assignment": "{count} phân công",
    "reminder": "{count} lịch nhắc",
    "teaching": "{count} điều đã dạy",
}
RECORD: Final = {
    "report": "Báo cáo",
    "assignment": "Phân công",
    "reminder": "Lịch nhắc",
    "teaching": "Điều đã dạy",
}
LOST_RECORD: Final = {
    "report": "Báo cáo {what}",
    "assignment": "Phân công {what}",
    "reminder": "Lịch nhắc",
    "teaching": "Điều đã dạy {what}",
}
LOST_REPORT: Final = "{what} đến {day}"
LOST_LINE: Final = "{record}: {why} ({where})"
WHY: Final = {
    "clause": "mục không còn",
    "measure": "mức không còn",
    "unit": "mức tính theo đơn vị khác",
}
STALE: Final = (
    "Bản đang lưu đã thay đổi từ lúc xem trước. Dưới đây là so sánh mới; xem rồi bấm “Nạp”."
)
SURE: Final = "Nạp văn bản này thì không còn dùng được:"
SURE_HOW: Final = "Chúng vẫn giữ trong hồ sơ, và trở lại nếu hoàn tác. Vẫn nạp?"

# The views.
TREE_TITLE: Final = "Cây mục: {count} đề mục"
TREE_LINE: Final = "{indent}{ref} {title}{under}"
UNDER: Final = " ({count})"
TREE_HOW: Final = "Số trong ngoặc là số mục ngay dưới đề mục."
TREE_NONE: Final = "Văn bản không có đề mục nào."
TARGETS_TITLE: Final = "Chỉ tiêu, mức như đã đọc"
TARGETS_HOW: Final = "Bấm số để sửa mức đọc chưa đúng."
TARGETS_NONE: Final = "Không đọc được chỉ tiêu nào."
TARGET_LINE: Final = "{number}. {key}: {words}"
QUALITATIVE: Final = "{title} (định tính)"
MARKED: Final = "{line} ✓ đã sửa"
BODIES_TITLE: Final = "Cơ quan và thời hạn"
BODIES: Final = "Cơ quan được nhắc đến: {count}"
BODY_LINE: Final = "{name}: {count} mục"
DEADLINES: Final = "Thời hạn: {count}"
DEADLINE_LINE: Final = "{ref}: {words}"
BODIES_NONE: Final = "Không đọc được cơ quan hay thời hạn nào."
MISPRINTS_TITLE: Final = "Nghi in sai: chỗ {number}/{count}"
MISPRINT_GUESS: Final = "“{printed}” có thể là “{meant}”."
MISPRINT_NO_GUESS: Final = "“{printed}” không phải chữ thường gặp; chưa đoán được chữ đúng."
MISPRINT_HOW: Final = "“Đúng là lỗi” ghi thành đính chính kèm nguyên văn; nguyên văn không bị sửa."
MISPRINTS_NONE: Final = "Không còn chỗ nào nghi in sai."
DOUBTS_TITLE: Final = "Chỗ chưa chắc: {count}"
DOUBT_LINE: Final = "{ref}: {text}"
DOUBTS_NONE: Final = "Không có chỗ nào chưa chắc."
CHANGES_TITLE: Final = "So với bản đang lưu"
PAGE: Final = "Trang {page}/{pages}"

# Corrections that are typed.
CORRECT_HOW: Final = (
    "Gõ phần cần sửa, mỗi dòng một ý, ví dụ:\n"
    "số: 08-NQ/ĐU\n"
    "trích yếu: Về mục tiêu, nhiệm vụ năm 2027\n"
    "năm: 2027\n"
    "{ref}: từ 96,5 % trở lên\n"
    "{ref}: định tính\n"
    "{ref} sai “96,2” đúng “96,5”\n"
    "{ref}: như in"
)
CORRECT_ABOUT: Final = "Còn sửa được: tên, ngày, cơ quan, người ký, chức vụ, nơi ban hành."
CORRECT_REF: Final = "II.2.10"
CORRECT_EXAMPLE: Final = "năm: 2027"
MEASURE_HOW: Final = (
    "{key}: {text}\nĐang đọc là: {words}\n"
    "Gõ mức đúng, ví dụ: từ 96,5 % trở lên; dưới 1,5 %; tăng 12 %; định tính; như in."
)
MEASURE_EXAMPLE: Final = "từ 96,5 % trở lên"
MEANT_HOW: Final = "Mục {ref} in “{printed}”. Gõ chữ đúng."
MEANT_EXAMPLE: Final = "chỉnh đốn"
NOTED: Final = "Đã ghi đính chính."
PASSED_OVER: Final = "Đã bỏ qua chỗ này."
CHANGED_SINCE: Final = "Bản xem trước đã đổi; đây là bản mới nhất."
UNCORRECTED: Final = "Đã bỏ sửa gần nhất."
NOTHING_CORRECTED: Final = "Chưa sửa gì."
NOT_READ: Final = "Các dòng chưa đọc được:"

# Loaded.
LOADED: Final = "Đã nạp {name}."
LOADED_COUNT: Final = "{clauses} mục, {targets} chỉ tiêu, {tasks} nhiệm vụ."
IN_FORCE: Final = "Đang áp dụng."
BEGINS: Final = "Tự áp dụng từ {day}; trước ngày đó chỉ trả lời khi hỏi đúng năm hoặc số hiệu."
NOT_IN_FORCE: Final = "Chưa áp dụng: chỉ trả lời khi hỏi đúng số hiệu."
IS_DEFAULT: Final = "Câu hỏi không nêu số hiệu được trả lời theo văn bản này."
OTHER_DEFAULT: Final = "Câu hỏi không nêu số hiệu được trả lời theo văn bản số {number}."
LOAD_TOO_OLD: Final = (
    "Lần nạp này đã hoàn tác hoặc đã quá một ngày. Hãy đổi hiệu lực ở /vanban, hoặc hoàn tác bằng lệnh "
    "nghiquyet documents --undo."
)
LOADED_ALREADY: Final = "Văn bản này đã nạp rồi."
UNDO_ASK: Final = "Hoàn tác lần nạp văn bản số {number}? Bản trước (nếu có) trở lại, báo cáo và phân công về chỗ cũ."
UNDONE: Final = "Đã hoàn tác lần nạp văn bản số {number}."
UNDONE_BEFORE: Final = "Bản trước lại được dùng."
UNDONE_NONE: Final = "Văn bản không còn trong danh sách."
UNDO_LATER: Final = (
    "Văn bản số {number} đã được nạp lại hoặc hoàn tác sau đó, nên không hoàn tác lần này được."
)
NOTICE_LOADED: Final = "{who} vừa nạp {name}."
NOTICE_UNDONE: Final = "{who} vừa hoàn tác lần nạp văn bản số {number}."
NOTICE_IN_FORCE: Final = "{who} vừa cho áp dụng văn bản số {number}."
NOTICE_NOT_IN_FORCE: Final = "{who} vừa cho thôi áp dụng văn bản số {number}."
