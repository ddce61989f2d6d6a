"""All Vietnamese sentences about loading a document: its corrections, what it changes, what it needs."""

from typing import Final

BAD_CORRECTIONS: Final = "Phần sửa đổi lưu kèm văn bản không đúng dạng ({why}); hãy nhập lại."
NO_CLAUSE: Final = "Văn bản không có mục “{ref}”; xem lại địa chỉ mục trong bản xem trước."
NOT_PRINTED: Final = (
    "Mục {ref} không in “{printed}”; hãy chép đúng chữ đang in trong mục rồi nêu chữ đúng."
)
NO_MEASURE_HERE: Final = "Mục {ref} là đề mục hoặc phần đầu, cuối văn bản nên không có mức."
FIGURE_NOT_PRINTED: Final = (
    "Mục {ref} không in con số {figure}; mức phải là số có trong mục, nếu mục in sai thì đính chính trước:"
    " {ref} sai “số in” đúng “{figure}”."
)
WORDS_NOT_PRINTED: Final = "Mục {ref} không có chữ “{words}”; hãy chép đúng chữ trong mục."
UNIT_NOT_PRINTED: Final = "Mục {ref} không tính bằng “{unit}”; hãy dùng đơn vị có trong mục."

LINE_UNKNOWN: Final = (
    "Không hiểu dòng “{line}”; viết như “năm: 2027”, “II.2.10: từ 96,5 % trở lên”, “II.2.10: định tính”"
    " hoặc “II.2.10 sai “96,2” đúng “96,5””."
)
LINE_EMPTY: Final = "Dòng “{line}” còn thiếu nội dung sau dấu hai chấm."
LINE_LONG: Final = "Dòng bắt đầu bằng “{line}” dài quá {limit} ký tự; hãy viết gọn lại."
LINES_MANY: Final = "Mỗi lần sửa nhiều nhất {limit} dòng; hãy chia làm nhiều lần."
BAD_DAY: Final = "“{text}” không phải một ngày có thật; viết như 28/12/2026."
BAD_PERIOD: Final = "“{text}” không phải năm hoặc giai đoạn; viết như 2027 hoặc 2026-2030."
BAD_NUMBER: Final = "“{text}” không phải số hiệu; viết như 08-NQ/ĐU."
BAD_LEVEL: Final = (
    "Không đọc được mức “{words}” của mục {ref}; viết một mức như “từ 96,5 % trở lên”, “dưới 1,5 %”,"
    " “tăng 12 %” hoặc “định tính”."
)
WHICH_MEASURE: Final = "Mục {ref} có {count} mức; hãy nêu rõ một trong: {keys}."
NO_LETTER: Final = "Mục {ref} không có mức “{letter}”; các mức hiện có: {keys}."
SAME_WORDS: Final = "Mục {ref}: chữ in và chữ đúng giống nhau nên không cần đính chính."
AMBIGUOUS_REF: Final = "“{typed}” có thể là {refs}; hãy nêu đúng một mục."

NEEDS_NUMBER: Final = "{name}: không đọc được số hiệu; thêm --number, ví dụ --number 08-NQ/ĐU."
NEEDS_NUMBER_LINE: Final = "Văn bản không in số hiệu; hãy nêu, ví dụ “số: 08-NQ/ĐU”."
NO_STRUCTURE: Final = "Tệp “{name}” không có mục, khoản hay điều nào nên không phải văn bản nạp được; hãy chọn tệp khác."
SAME_NUMBER: Final = "{name}: cùng số {number} với tệp {other} nên chưa nạp; thêm --number."
DROPPED_CORRECTION: Final = "Chỗ sửa trước đây không còn dùng được: {fault}."

NEW_DOCUMENT: Final = "Văn bản mới, chưa nạp lần nào."
UNCHANGED: Final = "Văn bản này đã nạp, không có gì thay đổi."
CHANGES: Final = "So với bản đang lưu (nạp {day}):"
RECORDS_GO_ON: Final = "Còn dùng được: {what}."
RECORDS_MOVED: Final = "Hồ sơ của mục {old} chuyển sang mục {new}."
RECORDS_LOST: Final = "Không còn dùng được (vẫn giữ trong hồ sơ, xem được):"
CORRECTED: Final = "Đã sửa khi nạp ({count}):"
ABOUT: Final = {
    "number": "số hiệu",
    "title": "trích yếu",
    "name": "tên",
    "issuer": "cơ quan ban hành",
    "issued": "ngày ban hành",
    "place": "nơi ban hành",
    "period": "năm hoặc giai đoạn",
    "signer": "người ký",
    "office": "chức vụ người ký",
}
ABOUT_CHANGED: Final = "Thay đổi {name}: “{old}” thành “{new}”."
ABOUT_LINE: Final = "{name}: {value}"
ERRATUM_LINE: Final = "{ref}: in “{printed}”, đúng là “{meant}”"
QUALITATIVE_LINE: Final = "{ref}: định tính, không có mức"
QUALITATIVE: Final = "định tính"

RECORD: Final = {
    "report": "báo cáo",
    "assignment": "phân công",
    "reminder": "lịch nhắc",
    "teaching": "điều đã dạy",
}
LOST_RECORD: Final = "{count} {record} ở {where}: {why}."
WHY: Final = {
    "clause": "mục không còn",
    "measure": "mức không còn",
    "unit": "mức đổi đơn vị hoặc cách tính, không so sánh được",
}
BAD_FILE: Final = "Tệp sửa đổi không đúng dạng TOML ({why}); xem mẫu trong docs/quan-tri.md."
BAD_FILE_ROW: Final = "Tệp sửa đổi: [[{name}]] thứ {n} thiếu “{field}” hoặc không phải chữ."
UNREADABLE: Final = "Không đọc được tệp “{name}”; kiểm tra lại đường dẫn và quyền đọc."
UNKNOWN: Final = "chưa rõ"
