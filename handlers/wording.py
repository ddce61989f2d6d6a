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
    "• Hỏi tiếp: “còn nước sạch thì sao”, “bao giờ phải xong”, “nguyên văn”.",
    "• Trả lời (reply) một câu cũ của tôi để hỏi tiếp về câu đó.",
    "• Sửa câu hỏi đã gửi, tôi sẽ sửa câu trả lời.",
    "• Ở bất kỳ cuộc trò chuyện nào, gõ @{username} và vài chữ để chèn nguyên văn một mục.",
)
GUIDE_COMMANDS: Final = (
    "/chitieu – 18 chỉ tiêu; /chitieu 10 – một chỉ tiêu",
    "/muc – xem theo mục; /tim – tìm từ khóa",
    "/donvi – việc của từng đơn vị; /chude – chủ đề năm",
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

# Taps.
STALE: Final = "Nút này đã cũ. Bạn hãy hỏi lại, tôi sẽ trả lời ngay."
GONE: Final = "Nghị quyết không có mục này nữa. Bạn gõ /muc để xem các mục."
ALREADY_THERE: Final = "Bạn đang xem phần này rồi."
NO_RELATED: Final = "Chưa có mục nào được ghi là liên quan."
RELATED: Final = "Liên quan đến {title}:"
NO_STATUS: Final = "Mục này không phải chỉ tiêu hay nhiệm vụ nên không theo dõi tiến độ."
STATUS: Final = "{title}: {state}."
STATUS_LINES: Final = "{title}:"
WRONG_NOTED: Final = "Cảm ơn bạn, tôi đã ghi lại để học thêm."
WRONG_CHOICES: Final = "Có phải bạn muốn hỏi một trong các mục này?"
WRONG_NO_QUESTION: Final = "Tôi không còn giữ câu hỏi đó. Bạn hãy hỏi lại bằng cách khác."
WRONG_NO_MORE: Final = (
    "Tôi chưa tìm được mục nào khác. Bạn hãy hỏi lại bằng cách khác, hoặc gõ /muc."
)

# Lists.
TARGETS_TITLE: Final = "{count} chỉ tiêu năm {period}"
TARGETS_PAGE: Final = "Trang {page}/{pages}. Bấm số để xem một chỉ tiêu."
NO_REPORTS_YET: Final = "Tiến độ: chưa có báo cáo."
NO_THEME: Final = "Nghị quyết này không nêu chủ đề năm."
NO_SUCH_TARGET: Final = "Không có chỉ tiêu “{number}”. Các chỉ tiêu đánh số từ 1 đến {last}; gõ /chitieu để xem cả danh sách."
TREE_TITLE: Final = "Mục lục nghị quyết số {number}"
TREE_HOW: Final = "Bấm để mở một mục."
NO_SUCH_CLAUSE: Final = "Nghị quyết không có mục “{address}”. Bạn gõ /muc để xem cả mục lục."
BODIES_TITLE: Final = "Đơn vị nêu trong nghị quyết"
BODIES_HOW: Final = "Bấm để xem việc của từng đơn vị (trang {page}/{pages})."
BODY_TITLE: Final = "{name}"
BODY_COUNT: Final = "Nêu ở {count} mục (trang {page}/{pages}):"
BODY_FIELD: Final = (
    "{name} không được gọi tên; {count} mục thuộc lĩnh vực này (trang {page}/{pages}):"
)
BODY_NOTHING: Final = "Nghị quyết không nêu việc riêng của {name}."
NO_SUCH_BODY: Final = (
    "Tôi không thấy đơn vị “{name}” trong nghị quyết. Bạn chọn trong danh sách này:"
)
FIND_HOW: Final = "Bạn hãy gõ từ khóa sau lệnh, ví dụ: /tim nước sạch"
FOUND: Final = "{count} mục có “{words}”"
FOUND_PAGE: Final = "{count} mục có “{words}” (trang {page}/{pages})"
FOUND_NOTHING: Final = "Không thấy “{words}” trong nghị quyết. Bạn thử từ khác, hoặc gõ /muc."

# Inline mode.
INLINE_NOTHING: Final = "Không thấy mục nào"
INLINE_NOTHING_HOW: Final = "Thử từ khác, ví dụ: bhyt, nước sạch, hộ nghèo"
INLINE_CLOSED: Final = "Bot chỉ dành cho người trong danh sách"
BUTTON_OPEN_BOT: Final = "Mở trong bot"

# Administration.
MISSES_TITLE: Final = "Câu hỏi chưa trả lời tốt (trang {page}/{pages})"
MISSES_LINE: Final = "{number}. {question} – {count} lần, gần nhất {day} ({reason})"
MISSES_HOW: Final = "Bấm số để dạy tôi câu đó."
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
