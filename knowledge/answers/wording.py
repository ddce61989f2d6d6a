"""All Vietnamese sentences that answers are made of, beside the resolution's own words.

Placeholders are filled with slices of the resolution, recorded reports or names from data files.
"""

from typing import Final

NO_REPORT: Final = "chưa có báo cáo tiến độ"
STATUS: Final = "Tiến độ: {state}."
PAST_RESULT: Final = "Đây là kết quả năm {year}, không phải chỉ tiêu năm {period}."
MISPRINT: Final = "Bản gốc in “{printed}”, hiểu là “{meant}”."
MISPRINT_PERHAPS: Final = "Bản gốc in “{printed}”, có lẽ là “{meant}”."
DERIVED: Final = "Tính ra từ {value} {unit} trở lên (số do máy tính từ mức {baseline} và {figure}; nghị quyết không ghi số này)."

RIGHT_PREMISE: Final = "Đúng, nghị quyết ghi: {figure}."
WRONG_PREMISE: Final = "Không đúng, nghị quyết ghi: {figure}."

SEVERAL: Final = "Câu hỏi khớp với nhiều mục. Các mục khớp nhất:"
CHARGED: Final = "{body} được nêu hoặc có lĩnh vực liên quan ở {count} mục:"
CONTAINS: Final = "Gồm {count} mục:"
MORE_ITEMS: Final = "… và {count} mục nữa."
RELATED_AFTER: Final = "Liên quan:"
RELATED_INSTEAD: Final = "Có thể liên quan (không phải câu trả lời):"

OUTSIDE: Final = "{document} không nêu nội dung này nên tôi không trả lời được."
OUTSIDE_PLACE: Final = "{document} là của {issuer}, không nêu nội dung về {place}."
OUTSIDE_YEAR: Final = "{document} đặt ra cho năm {period}, không nêu số liệu năm bạn hỏi."
OUTSIDE_ANY_YEAR: Final = "{document} không nêu số liệu năm bạn hỏi."
OUTSIDE_ANY_PLACE: Final = "{document} không nêu nội dung về {place}."
UNSTATED: Final = "{document} không nêu {attribute} bạn hỏi."
NO_SUCH_CLAUSE: Final = "{document} không có mục đó. {range}"
TARGET_RANGE: Final = "Chỉ tiêu đánh số từ ({first}) đến ({last})."
EMPTY: Final = "Bạn hãy gõ câu hỏi bằng chữ, ví dụ: “chỉ tiêu BHYT là bao nhiêu”."
NEEDS_CONTEXT: Final = "Bạn đang hỏi tiếp về mục nào? Hãy nêu tên chỉ tiêu hoặc nhiệm vụ."

GREETING: Final = (
    "Chào bạn. Tôi trả lời câu hỏi về {name} (số {number}), trích nguyên văn và nói rõ mục nào. "
    "Bạn thử hỏi: “chỉ tiêu BHYT là bao nhiêu”."
)
HELP: Final = (
    "Tôi tra cứu {name} (số {number}): chỉ tiêu, nhiệm vụ, trách nhiệm, kết quả năm 2025. "
    "Bạn cứ hỏi như nói chuyện, có dấu hay không dấu đều được; hoặc nêu địa chỉ như “chỉ tiêu 10”, "
    "“mục 3.2 khoản 5”. Câu trả lời là nguyên văn nghị quyết; việc ngoài nghị quyết tôi sẽ nói là không có."
)
THANKS: Final = "Không có gì. Bạn cần tra thêm mục nào cứ hỏi."
GOODBYE: Final = "Chào bạn, khi nào cần tra nghị quyết bạn cứ nhắn."
ACKNOWLEDGED: Final = "Vâng. Bạn cần tra thêm mục nào cứ hỏi."
PRAISE: Final = "Cảm ơn bạn. Bạn cần tra thêm mục nào cứ hỏi."
SORRY: Final = "Không sao. Bạn cứ hỏi lại theo ý mình."
SMALL_TALK: Final = {
    "greeting": GREETING,
    "help": HELP,
    "thanks": THANKS,
    "goodbye": GOODBYE,
    "praise": PRAISE,
    "sorry": SORRY,
    "ack": ACKNOWLEDGED,
}
CHOSEN_EXAMPLES: Final = {
    "07-NQ/ĐU": (
        "chỉ tiêu BHYT là bao nhiêu",
        "danh sách 18 chỉ tiêu",
        "chủ đề năm 2026 là gì",
        "việc gì phải xong trong tháng 4/2026",
    ),
}
"""Questions offered to who does not know what to ask, by the number of the document."""
EXAMPLE_TARGETS: Final = "danh sách {count} chỉ tiêu"
EXAMPLE_THEME: Final = "chủ đề năm {period} là gì"
DEADLINE: Final = "Thời hạn ghi trong mục: {times}."
NO_DEADLINE: Final = "Mục này không ghi thời hạn riêng."
BODIES: Final = "Nêu trong mục: {names}."
NO_BODIES: Final = "Mục này không nêu tên đơn vị chịu trách nhiệm."
FIELD_OF: Final = "Mục này không nêu tên đơn vị chịu trách nhiệm; thuộc lĩnh vực của: {names}."
NO_SIBLING: Final = "Đó là mục đầu hoặc cuối, không còn mục kế bên."
NO_SUCH_FIGURE: Final = "{document} không có con số này."
BASES: Final = "Văn bản căn cứ vào:"
CITED: Final = "Các văn bản được viện dẫn, kèm mục viện dẫn:"
TARGETS_OF: Final = "Các chỉ tiêu ở mức đó:"
NAMING: Final = "Các mục nêu {thing}:"
NO_SUCH_PART: Final = "{document} có phần bạn nêu, nhưng bên trong không có mục đó."
OUTLINE: Final = "Gồm các phần:"
EMPTY_CELL: Final = "Bảng để trống ô “{title}”."
CELL: Final = "{title}: {cell}"
NEAREST: Final = "Mục gần nhất với câu hỏi (tôi chưa chắc đúng ý bạn):"
BESIDE: Final = "Trong {name}:"
CALLED: Final = "{number} (năm {period})"
SIDE: Final = "{text} ({place}, {number})"
NEW_TARGETS: Final = "{count} chỉ tiêu của {newer} không có trong {older}:"
GONE_TARGETS: Final = "{count} chỉ tiêu của {older} không còn trong {newer}:"
SAME_TARGETS: Final = "{count} chỉ tiêu của {newer} giữ nguyên so với {older}:"
RISEN_TARGETS: Final = "{count} chỉ tiêu của {newer} tăng so với {older}:"
FALLEN_TARGETS: Final = "{count} chỉ tiêu của {newer} giảm so với {older}:"
ALL_TARGETS: Final = "Chỉ tiêu của {newer} so với {older}:"
NO_SUCH_TARGETS: Final = "Không thấy chỉ tiêu nào như vậy khi đặt {newer} cạnh {older}."
UNLIKE_TARGETS: Final = "{count} chỉ tiêu đặt khác cách nên không trừ được:"
NOT_SUBTRACTED: Final = (
    "Hai văn bản đặt chỉ tiêu này khác cách (đơn vị hoặc mốc tính), không trừ được."
)
NOT_LOADED: Final = "Chưa nạp “{named}” nên tôi không trả lời theo văn bản đó. Đang có: {numbers}."
COMPARED: Final = "So sánh: {words}."
NOT_COMPARED: Final = "Văn bản số {number} không có chỉ tiêu tương ứng."
LOADED_TOO: Final = "Văn bản {number} cũng đã nạp; hỏi “theo {number} …” để tra trong đó."
