"""Which of several documents a question is about."""

from datetime import UTC, date, datetime

import pytest

from knowledge.catalogue import Catalogue
from knowledge.routing import Routes, asks_only_for, without_comparing
from knowledge.storage.documents import DocumentSummary

WARD = "Ban Chấp hành Đảng bộ phường Thiên Hương"
SCIENCE = "về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia"
HOME, LAST = "12-NQ/ĐU", "07-NQ/ĐU"
PARTY, STATE, CITY, NATION, VILLAGE = (
    "57-NQ/TW", "03/NQ-CP", "63/2025/NQ-HĐND", "KTXH-2025", "45/QĐ-UBND",
)  # fmt: skip
CITED = {57, 7, 144}
"""Numbers that the ward's resolution names."""


def _summary(number: str, issuer: str, title: str, period: str = "") -> DocumentSummary:
    return DocumentSummary(
        number, title, issuer, "", period, date(2025, 1, 9), True, "", datetime(2026, 1, 1, tzinfo=UTC), ""
    )  # fmt: skip


@pytest.fixture(scope="module")
def routes() -> Routes:
    return Routes(
        Catalogue(
            [
                _summary(HOME, WARD, "VỀ MỤC TIÊU, NHIỆM VỤ, GIẢI PHÁP NĂM 2027", "2027"),
                _summary(LAST, WARD, "VỀ MỤC TIÊU, NHIỆM VỤ, GIẢI PHÁP NĂM 2026", "2026"),
                _summary(PARTY, "Bộ Chính trị", SCIENCE),
                _summary(STATE, "CHÍNH PHỦ", f"Ban hành Chương trình hành động của Chính phủ {SCIENCE}"),
                _summary(CITY, "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ HÀ NỘI", "QUY ĐỊNH MỨC CHUẨN TRỢ GIÚP XÃ HỘI"),
                _summary(NATION, "QUỐC HỘI", "Về bổ sung Kế hoạch phát triển kinh tế - xã hội năm 2025", "2025"),
                _summary(VILLAGE, "ỦY BAN NHÂN DÂN XÃ BÌNH MINH", "Về việc giao chỉ tiêu vệ sinh môi trường", "2026"),
            ]
        )
    )  # fmt: skip


TABLE = [
    # nothing names another: the one in force
    ("chỉ tiêu BHYT là bao nhiêu", ""),
    ("trồng bao nhiêu cây xanh", ""),
    ("ai ký nghị quyết này", ""),
    ("nghị quyết nói gì về chuyển đổi số", ""),
    ("nghị quyết phường có mấy chỉ tiêu", ""),
    ("nghị quyết của đảng ủy phường nói gì", ""),
    ("chào bạn", ""),
    # its own year, this year, years that only say till or since when
    ("năm nay chỉ tiêu BHYT bao nhiêu", ""),
    ("trong năm 2027 trồng bao nhiêu cây", ""),
    ("đến năm 2030 kinh tế số đạt bao nhiêu", ""),
    ("giai đoạn 2026-2030 có gì", ""),
    ("nhiệm kỳ 2025-2030", ""),
    ("tăng 12% so với năm 2026 là chỉ tiêu nào", ""),
    ("so với năm 2025 thì sao", ""),
    ("trước ngày 15/01/2027 phải làm gì", ""),
    ("năm 2024 nước sạch bao nhiêu", ""),
    ("năm sau chỉ tiêu BHYT là bao nhiêu", ""),  # 2028 is not loaded
    # results of last year stand in this year's document
    ("kết quả năm 2026 thu ngân sách", ""),
    ("năm ngoái thu ngân sách được bao nhiêu", ""),
    ("năm 2026 đàn lợn hiện có bao nhiêu con", ""),
    # another year of the same issuer
    ("năm 2026 chỉ tiêu BHYT", LAST),
    ("chỉ tiêu BHYT năm 2026 là bao nhiêu", LAST),
    ("chi tieu nuoc sach nam 2026", LAST),
    ("năm ngoái chỉ tiêu nước sạch là bao nhiêu", LAST),
    ("chỉ tiêu nhập ngũ năm trước", LAST),
    ("chủ đề năm 2026 là gì", LAST),
    # by number
    ("nghị quyết 57 nói gì về nhân lực", PARTY),
    ("theo nq 57-nq/tw", PARTY),
    ("nghi quyet 57", PARTY),
    ("Nghị quyết số 57-NQ/TW", PARTY),
    ("57-NQ/TW kinh tế số chiếm bao nhiêu GDP", PARTY),
    ("kinh tế số chiếm bao nhiêu theo nghị quyết 57", PARTY),
    ("trong nghị quyết 57 ai là trung tâm", PARTY),
    ("nghị quyết 03 của chính phủ", STATE),
    ("theo 03/NQ-CP phủ sóng 5G bao nhiêu", STATE),
    ("nghị quyết số 3 có mấy điều", STATE),
    ("nghị quyết 63/2025 mức chuẩn bao nhiêu", CITY),
    ("nq 63/2025/nq-hdnd hệ số người cao tuổi", CITY),
    ("quyết định 45 giao chỉ tiêu gì", VILLAGE),
    ("theo quyết định 45/QĐ-UBND rác phân mấy loại", VILLAGE),
    ("nghị quyết 07 chỉ tiêu BHYT", LAST),
    ("nghị quyết số 07-NQ/ĐU có mấy chỉ tiêu", LAST),
    ("ktxh-2025 mục tiêu tăng trưởng", NATION),
    # by issuer or title
    ("nghị quyết của Bộ Chính trị về khoa học công nghệ", PARTY),
    ("nghị quyết bct nói gì về đất hiếm", PARTY),
    ("nghị quyết hđnd hà nội trợ giúp xã hội", CITY),
    ("nghị quyết của hội đồng nhân dân về hệ số trợ cấp", CITY),
    ("nghị quyết quốc hội mục tiêu GDP", NATION),
    ("nghị quyết của chính phủ về cáp quang", STATE),
    ("quyết định của ubnd xã bình minh", VILLAGE),
    ("nghị quyết về mức chuẩn trợ giúp xã hội", CITY),
    # only spoken of: the one in force cites it
    ("nghị quyết 57 được nhắc ở đâu trong nghị quyết phường", ""),
    ("Nghị quyết 57-NQ/TW được triển khai thế nào", ""),
    ("thực hiện nghị quyết 57 thế nào", ""),
    ("phường triển khai nghị quyết của Bộ Chính trị ra sao", ""),
    ("việc quán triệt nghị quyết 57", ""),
    ("quy định 144 được nêu ở đâu", ""),
    # no numbers of documents
    ("kế hoạch 5 năm", ""),
    ("nghị quyết 18 chỉ tiêu", ""),
    ("nghị quyết có 16 chỉ tiêu à", ""),
]


@pytest.mark.parametrize(("question", "number"), TABLE)
def test_route(routes: Routes, question: str, number: str) -> None:
    route = routes.route(question, HOME, CITED.__contains__)
    assert (route.number, route.missing) == (number, "")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("nghị quyết 99 nói gì", "nghị quyết 99"),
        ("theo nghị quyết 88-NQ/TW chỉ tiêu bhyt", "nghị quyết 88-NQ/TW"),
        ("quyết định số 1234/QĐ-TTg quy định gì", "quyết định số 1234/QĐ-TTg"),
    ],
)
def test_a_document_named_that_is_not_loaded(routes: Routes, question: str, named: str) -> None:
    assert routes.route(question, HOME, CITED.__contains__).missing == named


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("theo nghị quyết 57-NQ/TW kinh tế số chiếm bao nhiêu", "kinh tế số chiếm bao nhiêu"),
        ("kinh tế số chiếm bao nhiêu theo nghị quyết 57?", "kinh tế số chiếm bao nhiêu"),
        ("57-NQ/TW", ""),
    ],
)
def test_what_points_to_a_document_is_not_asked_of_it(
    routes: Routes, question: str, asked: str
) -> None:
    assert routes.route(question, HOME, CITED.__contains__).asked == asked


def test_last_year_is_said_from_the_home_document(routes: Routes) -> None:
    route = routes.route("năm ngoái chỉ tiêu nước sạch", HOME, CITED.__contains__)
    assert route.asked == "năm 2026 chỉ tiêu nước sạch"


def test_the_older_document_as_home(routes: Routes) -> None:
    route = routes.route("năm sau chỉ tiêu BHYT là bao nhiêu", LAST, CITED.__contains__)
    assert (route.number, route.asked) == (HOME, "năm 2027 chỉ tiêu BHYT là bao nhiêu")


def test_a_single_document_gets_all_but_what_names_another() -> None:
    alone = Routes(Catalogue([_summary(LAST, WARD, "VỀ NHIỆM VỤ NĂM 2026", "2026")]))
    assert alone.route("năm 2027 chỉ tiêu BHYT", LAST, CITED.__contains__).number == ""
    assert alone.route("nghị quyết 57 nói gì", LAST, CITED.__contains__).missing == ""
    assert alone.route("nghị quyết 99 nói gì", LAST, CITED.__contains__).missing == "nghị quyết 99"


def test_asks_only_for() -> None:
    entry = Catalogue([_summary(STATE, "CHÍNH PHỦ", "Ban hành Chương trình hành động")])[0]
    assert asks_only_for("", entry)
    assert asks_only_for("của chính phủ là gì", entry)
    assert not asks_only_for("phủ sóng 5G bao nhiêu", entry)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("BHYT so với năm 2026", "BHYT"),
        ("BHYT tăng bao nhiêu so với năm ngoái", "BHYT"),
        ("so với năm 2026 thì chỉ tiêu BHYT thế nào", "thì chỉ tiêu BHYT thế nào"),
        ("chỉ tiêu BHYT", "chỉ tiêu BHYT"),
    ],
)
def test_without_comparing(question: str, left: str) -> None:
    assert without_comparing(question) == left


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("BHYT năm 2027 so với năm 2026", "BHYT"),
        ("BHYT 2027 so với 2026 thế nào", "BHYT"),
        ("so sánh BHYT của năm 2026 và năm 2027", "BHYT"),
        ("thu 2.026 tỷ so với năm 2027", "thu 2.026 tỷ"),
        ("số 12/2026/NQ so với năm 2027", "số 12/2026/NQ"),
        ("kết quả BHYT năm 2026 so với năm 2027", "kết quả BHYT năm 2026"),
    ],
)
def test_without_the_years_compared(question: str, left: str) -> None:
    assert without_comparing(question, ["2026", "2027"]) == left
