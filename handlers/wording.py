"""Every sentence and label of the Telegram channel itself. Answers bring their own words."""

from typing import Final

# Commands and their descriptions in Telegram's menu.
START: Final = "Bắt đầu"
HELP: Final = "Hướng dẫn cách hỏi"
TARGETS: Final = "Các chỉ tiêu; thêm số để xem một chỉ tiêu"
TREE: Final = "Xem nghị quyết theo mục"
FIND: Final = "Tìm theo từ khóa"
BODIES: Final = "Việc của từng đơn vị"
THEME: Final = "Chủ đề năm"
DOCUMENTS: Final = "Các văn bản đã nạp; chọn văn bản để hỏi"
MISSES: Final = "Câu hỏi chưa trả lời được; dạy bot"

# What the bot says of itself in its profile.
ABOUT: Final = (
    "Tra cứu {name} (số {number}): chỉ tiêu, nhiệm vụ, trách nhiệm, trích nguyên văn và ghi rõ mục.\n\n"
    "Bạn cứ hỏi như nói chuyện, có dấu hay không dấu đều được."
)
ABOUT_SHORT: Final = "Hỏi đáp về nghị quyết số {number}, trích nguyên văn."

# Greetings.
WELCOME: Final = (
    "Chào bạn. Tôi trả lời câu hỏi về {name} (số {number}), trích nguyên văn và nói rõ mục nào."
)
WELCOME_HOW: Final = (
    "Bạn cứ gõ câu hỏi, ví dụ: “chỉ tiêu BHYT là bao nhiêu”, hoặc chọn một mục dưới đây."
)
GUIDE_TITLE: Final = "Cách dùng"
GUIDE: Final = (
    "• Gõ câu hỏi như nói chuyện, có dấu hay không dấu: “chi tieu nuoc sach”, “mấy hộ lên doanh nghiệp”.",
    "• Nêu địa chỉ: “chỉ tiêu 10”, “mục 3.2 khoản 5”.",
    "• Hỏi văn bản khác: “theo 57-NQ/TW …”; so sánh: “BHYT so với năm 2026”.",
    "• Hỏi tiếp: “còn nước sạch thì sao”, “bao giờ phải xong”, “nguyên văn”.",
    "• Trả lời (reply) một câu cũ của tôi để hỏi tiếp về câu đó.",
    "• Sửa câu hỏi đã gửi, tôi sẽ sửa câu trả lời.",
    "• Ở bất kỳ cuộc trò chuyện nào, gõ @{username} và vài chữ để chèn nguyên văn một mục.",
)
GUIDE_COMMANDS: Final = (
    "/chitieu – các chỉ tiêu; /chitieu 10 – một chỉ tiêu",
    "/muc – xem theo mục; /tim – tìm từ khóa",
    "/donvi – việc của từng đơn vị; /chude – chủ đề năm",
    "/vanban – các văn bản đã nạp, chọn văn bản để hỏi; /vanban 2026 – tìm",
)
GUIDE_LIMITS: Final = (
    "Tôi chỉ trả lời điều nghị quyết có nêu; điều không có, tôi sẽ nói là không có."
)
GROUP_HELLO: Final = (
    "Chào cả nhóm. Tôi tra cứu {name} (số {number}). Khi cần, hãy nhắc tên @{username} kèm câu hỏi, "
    "trả lời tin của tôi, hoặc dùng lệnh /chitieu, /tim."
)

# Replies.
BULLET: Final = "•"
NOTHING_TO_SAY: Final = "Tôi chưa có câu trả lời cho tin này."
MORE_ITEMS: Final = "… và {count} mục nữa."
NOT_TEXT: Final = "Tôi chỉ đọc được chữ. Bạn hãy gõ câu hỏi, ví dụ: “chỉ tiêu BHYT là bao nhiêu”."
NOT_TEXT_GROUP: Final = "Tôi chỉ đọc được chữ. Bạn hãy gõ câu hỏi kèm @{username}."
MENTIONED_ONLY: Final = (
    "Bạn cần tra gì? Hãy viết câu hỏi sau @{username}, ví dụ: @{username} chỉ tiêu BHYT."
)
UNKNOWN_COMMAND: Final = (
    "Tôi không có lệnh này. Bạn gõ /huongdan để xem các lệnh, hoặc cứ hỏi thẳng."
)
PRIVATE_ONLY: Final = "Việc này xin làm trong tin nhắn riêng với tôi."
MEMBERS_ONLY: Final = (
    "Bot này chỉ dành cho người trong danh sách. Bạn hãy liên hệ quản trị viên để được mời."
)
ADMINISTRATORS_ONLY: Final = "Lệnh này dành cho quản trị viên."

# Buttons.
BUTTON_VERBATIM: Final = "Nguyên văn"
BUTTON_RELATED: Final = "Liên quan"
BUTTON_STATUS: Final = "Tình trạng"
BUTTON_WRONG: Final = "Chưa đúng ý"
BUTTON_SHARE: Final = "Chia sẻ"
BUTTON_MORE: Final = "Gợi ý khác"
BUTTON_FULL: Final = "Xem đầy đủ"
BUTTON_PRIVATE: Final = "Mở tin nhắn riêng"
BUTTON_TARGETS: Final = "Các chỉ tiêu"
BUTTON_TREE: Final = "Xem theo mục"
BUTTON_BODIES: Final = "Theo đơn vị"
BUTTON_THEME: Final = "Chủ đề năm"
BUTTON_BACK: Final = "‹ Quay lại"
BUTTON_PREVIOUS: Final = "‹ Trước"
BUTTON_NEXT: Final = "Sau ›"
BUTTON_TOP: Final = "Mục lục"
BUTTON_READ: Final = "Đọc mục này"
BUTTON_CANCEL: Final = "Thôi"
BUTTON_OF_DOCUMENT: Final = "{number}: {what}"
BUTTON_CITED: Final = "Văn bản {number} ›"
BUTTON_USE: Final = "Hỏi văn bản này"
BUTTON_HOME: Final = "Theo văn bản đang áp dụng"
BUTTON_DOCUMENTS: Final = "Các văn bản"
BUTTON_END: Final = "Cho hết hiệu lực"
BUTTON_BEGIN: Final = "Cho áp dụng"
BUTTON_SKIP: Final = "Không tự áp dụng"
BUTTON_SKIP_YES: Final = "Đồng ý, không áp dụng"
BUTTON_END_YES: Final = "Đồng ý, hết hiệu lực"
BUTTON_BEGIN_YES: Final = "Đồng ý, áp dụng"

# Taps.
STALE: Final = "Nút này đã cũ. Bạn hãy hỏi lại, tôi sẽ trả lời ngay."
GONE: Final = "Văn bản không có mục này nữa. Bạn gõ /muc để xem các mục."
ALREADY_THERE: Final = "Bạn đang xem phần này rồi."
NO_RELATED: Final = "Chưa có mục nào được ghi là liên quan."
RELATED: Final = "Liên quan đến {title} ({name}):"
NO_STATUS: Final = "Mục này không phải chỉ tiêu hay nhiệm vụ nên không theo dõi tiến độ."
NOT_FOLLOWED: Final = "{name} của cơ quan khác nên không theo dõi tiến độ ở đây."
STATUS: Final = "{title}: {state}. ({name})"
STATUS_LINES: Final = "{title}:"
WRONG_NOTED: Final = "Cảm ơn bạn, tôi đã ghi lại để học thêm."
WRONG_CHOICES: Final = "Có phải bạn muốn hỏi một trong các mục này của {name}?"
WRONG_NO_QUESTION: Final = "Tôi không còn giữ câu hỏi đó. Bạn hãy hỏi lại bằng cách khác."
WRONG_NO_MORE: Final = (
    "Tôi chưa tìm được mục nào khác. Bạn hãy hỏi lại bằng cách khác, hoặc gõ /muc."
)

# Lists.
TARGETS_TITLE: Final = "{count} chỉ tiêu"
TARGETS_PERIOD: Final = " năm {period}"
NO_TARGETS: Final = "{name} không có chỉ tiêu đánh số. Bạn gõ /muc để xem mục lục."
TARGETS_PAGE: Final = "Trang {page}/{pages}. Bấm số để xem một chỉ tiêu."
NO_REPORTS_YET: Final = "Tiến độ: chưa có báo cáo."
NO_THEME: Final = "{name} không nêu chủ đề năm."
NO_SUCH_TARGET: Final = "{name} không có chỉ tiêu “{number}”. Các chỉ tiêu đánh số từ 1 đến {last}; gõ /chitieu để xem cả danh sách."
TREE_TITLE: Final = "Mục lục {name}"
TREE_HOW: Final = "Bấm để mở một mục."
NO_SUCH_CLAUSE: Final = "{name} không có mục “{address}”. Bạn gõ /muc để xem cả mục lục."
BODIES_TITLE: Final = "Đơn vị nêu trong văn bản"
NO_BODIES: Final = "Tôi chưa nhận ra đơn vị nào được giao việc trong {name}."
BODIES_HOW: Final = "Bấm để xem việc của từng đơn vị (trang {page}/{pages})."
BODY_TITLE: Final = "{name}"
BODY_COUNT: Final = "Nêu ở {count} mục (trang {page}/{pages}):"
BODY_FIELD: Final = (
    "{name} không được gọi tên; {count} mục thuộc lĩnh vực này (trang {page}/{pages}):"
)
BODY_NOTHING: Final = "Văn bản không nêu việc riêng của {name}."
NO_SUCH_BODY: Final = (
    "Tôi không thấy đơn vị “{name}” trong nghị quyết. Bạn chọn trong danh sách này:"
)
FIND_HOW: Final = "Bạn hãy gõ từ khóa sau lệnh, ví dụ: /tim nước sạch"
FOUND: Final = "{count} mục có “{words}”"
FOUND_PAGE: Final = "{count} mục có “{words}” (trang {page}/{pages})"
FOUND_NOTHING: Final = "Không thấy “{words}” trong {name}. Bạn thử từ khác, hoặc gõ /muc."

# The documents.
DOCUMENTS_TITLE: Final = "{count} văn bản đã nạp"
DOCUMENTS_FOUND: Final = "{count} văn bản có “{words}”"
DOCUMENTS_NONE: Final = "Không thấy văn bản nào có “{words}”. Gõ /vanban để xem tất cả."
DOCUMENTS_LINE: Final = "{place}. {name}"
DOCUMENTS_HOW: Final = "Trang {page}/{pages}. Bấm số để xem, chọn; gõ /vanban kèm số hiệu, tên, cơ quan hoặc năm để tìm."
DOCUMENT_DEFAULT: Final = "mặc định"
DOCUMENT_CHOSEN: Final = "đang chọn ở đây"
DOCUMENT_PERIOD: Final = "năm {period}"
CARD_DATE: Final = "Ngày {day}"
CARD_DATE_PLACE: Final = "{place}, ngày {day}"
CARD_ISSUER: Final = "Cơ quan ban hành: {issuer}"
CARD_SIGNER: Final = "Người ký: {signer}"
CARD_PERIOD: Final = "Năm, giai đoạn: {period}"
CARD_COUNTS: Final = "Gồm {clauses} mục, {targets} chỉ tiêu, {tasks} nhiệm vụ."
CARD_STATE: Final = "Hiệu lực: {state}."
CARD_SINCE: Final = "{state} từ {day}"
CARD_CITED_BY: Final = "Được nhắc đến trong: {numbers}."
CARD_DEFAULT: Final = "Câu hỏi không nêu văn bản nào thì tra trong văn bản này."
CARD_CHOSEN: Final = "Bạn đang chọn hỏi văn bản này."
CARD_CHOSEN_GROUP: Final = "Nhóm này đang chọn hỏi văn bản này."
CHOSE: Final = "Từ giờ câu hỏi và danh sách của bạn theo {name}. Muốn trở lại, bấm “Theo văn bản đang áp dụng”."
CHOSE_GROUP: Final = (
    "Từ giờ câu hỏi và danh sách trong nhóm này theo {name}; ai trong nhóm cũng đổi lại được."
)
BACK_HOME: Final = "Đã trở lại văn bản đang áp dụng: {name}."
BACK_HOME_GROUP: Final = "Nhóm này đã trở lại văn bản đang áp dụng: {name}."
END_ASK: Final = (
    "Cho {name} hết hiệu lực? Câu hỏi và danh sách sẽ không theo văn bản này nữa, cũng không nhắc việc "
    "của nó; phân công, báo cáo và lịch sử vẫn giữ và xem được."
)
SKIP_ASK: Final = "Không cho {name} tự áp dụng khi sang năm? Phân công, báo cáo và lịch sử vẫn giữ; hỏi đúng số hiệu vẫn được trả lời."
BEGIN_ASK: Final = "Cho áp dụng {name}?"
END_DONE: Final = "{name} đã hết hiệu lực."
BEGIN_LATER: Final = "{name} áp dụng từ {day}."
BEGIN_DONE: Final = "{name} được áp dụng."
DOCUMENT_GONE: Final = "Văn bản này chưa nạp hoặc đã gỡ. Bạn gõ /vanban để xem các văn bản."

# Inline mode.
INLINE_NOTHING: Final = "Không thấy mục nào"
INLINE_NOTHING_HOW: Final = "Thử từ khác, ví dụ: bhyt, nước sạch, hộ nghèo"
INLINE_CLOSED: Final = "Bot chỉ dành cho người trong danh sách"
BUTTON_OPEN_BOT: Final = "Mở trong bot"

# Administration.
MISSES_TITLE: Final = "Câu hỏi chưa trả lời tốt (trang {page}/{pages})"
MISSES_LINE: Final = "{number}. {question} – {count} lần, gần nhất {day} ({reason})"
MISSES_HOW: Final = "Bấm số để dạy tôi câu đó."
MISS_DOCUMENT: Final = "{reasons}; hỏi {number}"
MISSES_NONE: Final = "Chưa có câu hỏi nào bị bỏ lỡ."
MISS_REASONS: Final = {
    "declined": "từ chối",
    "unsure": "chưa chắc",
    "rejected": "báo chưa đúng ý",
}
MISS_TITLE: Final = "Câu hỏi bị bỏ lỡ"
MISS_HOW: Final = (
    "Câu này hỏi về mục nào? Bấm một mục, hoặc bấm “Mục khác” rồi trả lời bằng địa chỉ mục."
)
MISS_GONE: Final = "Câu này không còn trong danh sách."
BUTTON_OTHER_CLAUSE: Final = "Mục khác"
BUTTON_TEACH_WORD: Final = "Dạy từ đồng nghĩa"
BUTTON_FORGET: Final = "Bỏ câu này"
BUTTON_TAUGHT: Final = "Đã dạy"
BUTTON_UNDO: Final = "Hoàn tác"
BUTTON_MISSES: Final = "Danh sách câu hỏi"
TEACH_PROMPT: Final = (
    "Hãy trả lời tin này bằng địa chỉ mục, ví dụ: chỉ tiêu 10, hoặc II.3.1/5. Câu hỏi cần dạy:"
)
TEACH_PLACEHOLDER: Final = "chỉ tiêu 10"
WORD_PROMPT: Final = "Hãy trả lời tin này theo mẫu: từ người dân nói = từ trong nghị quyết. Ví dụ: thẻ khám bệnh = BHYT"
WORD_PLACEHOLDER: Final = "thẻ khám bệnh = BHYT"
WORD_UNCLEAR: Final = (
    "Tôi cần đúng một dấu “=”, ví dụ: thẻ khám bệnh = BHYT. Bạn hãy trả lời lại tin nhắc ở trên."
)
CLAUSE_UNCLEAR: Final = (
    "Tôi không thấy mục “{address}”. Bạn hãy trả lời lại tin nhắc ở trên, ví dụ: chỉ tiêu 10."
)
TAUGHT_QUESTION: Final = "Đã học: “{said}” là hỏi về {means}."
TAUGHT_WORD: Final = "Đã học: “{said}” nghĩa là “{means}”."
TAUGHT_WORD_IN: Final = "{means} (trong {number})"
TAUGHT_IN_EFFECT: Final = "Có hiệu lực ngay."
TAUGHT_TITLE: Final = "Những điều đã dạy (trang {page}/{pages})"
TAUGHT_LINE: Final = "{number}. “{said}” → {means}"
TAUGHT_HOW: Final = "Bấm số để hoàn tác."
TAUGHT_NONE: Final = "Chưa dạy điều gì."
UNDONE: Final = "Đã hoàn tác."
FORGOTTEN: Final = "Đã bỏ câu này khỏi danh sách."
CANCELLED: Final = "Đã thôi."

# Faults.
APOLOGY: Final = "Xin lỗi bạn, tôi gặp lỗi khi trả lời. Quản trị viên đã được báo (mã lỗi {id}). Bạn thử lại sau ít phút."
ERROR_REPORT: Final = "Lỗi {id} lúc {time}"
ERROR_WHERE: Final = "Ở: {where}"
ERROR_WHAT: Final = "Loại: {what}"
ERROR_UPDATE: Final = "Khi xử lý: {update}"
ERROR_AGAIN: Final = "Lỗi này sẽ không báo lại trong {minutes} phút tới."
REFUSED_BY_TELEGRAM: Final = "Telegram không nhận token này; hãy lấy token đúng từ @BotFather, ghi vào TELEGRAM_BOT_TOKEN rồi chạy lại."
SECOND_INSTANCE: Final = (
    "Một bản khác của bot đang chạy với cùng token; hãy dừng bản kia rồi chạy lại."
)
