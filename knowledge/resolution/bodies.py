"""The bodies a text names, for documents that come without a list of them."""

import re
from collections.abc import Iterable
from typing import Final

from knowledge.resolution.model import Body, Clause, Kind

_KNOWN: Final = (
    # full name, short name, other spellings
    ("Đảng ủy", "", ("đảng uỷ",)),
    ("Thành ủy", "", ("thành uỷ",)),
    ("Tỉnh ủy", "", ("tỉnh uỷ",)),
    ("Ban Thường vụ Đảng ủy", "BTV Đảng ủy", ("ban thường vụ đảng uỷ",)),
    ("Ủy ban Kiểm tra", "UBKT", ("uỷ ban kiểm tra",)),
    ("Ủy ban nhân dân", "UBND", ("uỷ ban nhân dân",)),
    ("Hội đồng nhân dân", "HĐND", ("thường trực hội đồng nhân dân",)),
    ("Mặt trận Tổ quốc Việt Nam", "MTTQ", ("mặt trận tổ quốc", "ủy ban mặt trận tổ quốc")),
    ("Quốc hội", "", ()),
    ("Ủy ban Thường vụ Quốc hội", "UBTVQH", ("uỷ ban thường vụ quốc hội",)),
    ("Hội đồng Dân tộc", "", ()),
    ("Chính phủ", "", ()),
    ("Thủ tướng Chính phủ", "", ()),
    ("Văn phòng Chính phủ", "VPCP", ()),
    ("Bộ Chính trị", "", ()),
    ("Ban Bí thư", "", ()),
    ("Ban Cán sự đảng Chính phủ", "", ("ban cán sự đảng chính phủ",)),
    ("Đảng đoàn Quốc hội", "", ()),
    ("Ban Tuyên giáo Trung ương", "", ()),
    ("Ban Kinh tế Trung ương", "", ()),
    ("Văn phòng Trung ương Đảng", "", ()),
    ("Tòa án nhân dân tối cao", "TANDTC", ("toà án nhân dân tối cao",)),
    ("Viện kiểm sát nhân dân tối cao", "VKSNDTC", ()),
    ("Kiểm toán nhà nước", "", ()),
    ("Ngân hàng Nhà nước", "NHNN", ("ngân hàng nhà nước việt nam",)),
    ("Bảo hiểm xã hội Việt Nam", "BHXH", ()),
    ("Bộ Công an", "BCA", ()),
    ("Bộ Quốc phòng", "BQP", ()),
    ("Bộ Nội vụ", "", ()),
    ("Bộ Ngoại giao", "", ()),
    ("Bộ Tư pháp", "", ()),
    ("Bộ Tài chính", "BTC", ()),
    ("Bộ Công Thương", "", ()),
    ("Bộ Xây dựng", "", ()),
    ("Bộ Y tế", "BYT", ()),
    ("Bộ Giao thông vận tải", "", ()),
    ("Bộ Giáo dục và Đào tạo", "", ()),
    ("Bộ Khoa học và Công nghệ", "", ()),
    ("Bộ Thông tin và Truyền thông", "", ()),
    ("Bộ Kế hoạch và Đầu tư", "", ()),
    ("Bộ Tài nguyên và Môi trường", "", ()),
    ("Bộ Nông nghiệp và Phát triển nông thôn", "", ()),
    ("Bộ Nông nghiệp và Môi trường", "", ()),
    ("Bộ Lao động - Thương binh và Xã hội", "", ()),
    ("Bộ Văn hóa, Thể thao và Du lịch", "", ("bộ văn hoá, thể thao và du lịch",)),
    ("Bộ Dân tộc và Tôn giáo", "", ()),
    ("Sở Y tế", "", ()),
    ("Sở Nội vụ", "", ()),
    ("Sở Tài chính", "", ()),
    ("Sở Giáo dục và Đào tạo", "", ()),
    ("Công an phường", "", ()),
    ("Công an xã", "", ()),
    ("Ban Chỉ huy quân sự", "BCHQS", ()),
    ("Trung tâm Phục vụ hành chính công", "TTPVHCC", ()),
    ("Đoàn Thanh niên", "", ("đoàn tncs hồ chí minh",)),
    ("Hội Liên hiệp Phụ nữ", "", ("hội phụ nữ",)),
    ("Hội Nông dân", "", ()),
    ("Hội Cựu chiến binh", "", ()),
    ("Liên đoàn Lao động", "", ("công đoàn",)),
    ("Chi bộ", "", ("các chi bộ",)),
)
_WORK: Final = (Kind.TASK, Kind.TARGET, Kind.RESPONSIBILITY, Kind.PARAGRAPH)


def find_bodies(clauses: Iterable[Clause]) -> tuple[Body, ...]:
    """Return the known bodies that the clauses of a document name, with the clauses, most named first.

    A short or small-letter name counts too; a longer name that holds a shorter one counts for itself only.
    """
    matcher, owner = _matcher()
    named: dict[str, list[str]] = {}
    for clause in clauses:
        if clause.kind not in _WORK:
            continue
        for match in matcher.finditer(clause.text):
            name = owner[match[0].lower()]
            refs = named.setdefault(name, [])
            if not refs or refs[-1] != clause.ref:
                refs.append(clause.ref)
    found = [
        Body(name, short, tuple(dict.fromkeys([name.lower(), *aliases])), tuple(named[name]))
        for name, short, aliases in _KNOWN
        if name in named
    ]
    return tuple(sorted(found, key=lambda body: -len(body.named)))


def _matcher() -> tuple[re.Pattern[str], dict[str, str]]:
    owner = {
        form.lower(): name
        for name, short, aliases in _KNOWN
        for form in (name, short, *aliases)
        if form
    }
    forms = sorted(owner, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE), owner
