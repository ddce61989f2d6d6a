"""Other documents beside the bundled one, for the tests of the running bot: next year's, and one that it cites."""

from pathlib import Path

from handlers import wording
from knowledge.resolution.load import load_text
from knowledge.storage.documents import Documents
from tests.standin import Message, Standin, User

NEXT_YEAR = "12-NQ/ĐU"
"""The ward's own resolution for 2027: BHYT is its eighth target, not its tenth."""
CITED = "57-NQ/TW"
"""Another body's, which both of the ward's resolutions cite."""
_NEXT_YEAR_FILE = Path(__file__).parent / "documents" / "12-NQ-DU.txt"
_CITED_TEXT = """Hà Nội, ngày 22 tháng 12 năm 2024

Số 57-NQ/TW

NGHỊ QUYẾT
BỘ CHÍNH TRỊ
VỀ ĐỘT PHÁ PHÁT TRIỂN KHOA HỌC, CÔNG NGHỆ

I. QUAN ĐIỂM CHỈ ĐẠO

1. Phát triển khoa học, công nghệ và chuyển đổi số là đột phá quan trọng hàng đầu.

2. Người dân và doanh nghiệp là trung tâm, là chủ thể của chuyển đổi số.

II. MỤC TIÊU

1. Quy mô kinh tế số đạt tối thiểu 30% GDP.

2. Tỉ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt trên 40%.
"""


def load_next_year(documents: Documents) -> None:
    """Load the ward's resolution for 2027, in force."""
    documents.load(load_text(_NEXT_YEAR_FILE.read_text(encoding="utf-8")), by="test", in_force=True)


def load_ahead(documents: Documents) -> None:
    """Load the ward's resolution for 2027 as in 2026: it is in force from New Year on."""
    documents.load(load_text(_NEXT_YEAR_FILE.read_text(encoding="utf-8")), by="test")


def load_cited(documents: Documents) -> None:
    """Load the document of another body."""
    documents.load(load_text(_CITED_TEXT), by="test")


def load_many(documents: Documents, count: int) -> None:
    """Load small documents of other bodies: 100-QĐ/UBND, 101-QĐ/UBND and so on."""
    for number in range(100, 100 + count):
        text = (
            f"Số {number}-QĐ/UBND\n\nQUYẾT ĐỊNH\nỦY BAN NHÂN DÂN THÀNH PHỐ\n"
            f"VỀ VIỆC SỐ {number}\n\nI. NỘI DUNG\n\n1. Việc thứ {number} được giao cho các phường.\n"
        )
        documents.load(load_text(text), by="test")


async def tap(telegram: Standin, user: User, message: Message, label: str) -> str:
    """Tap a button and return what flashes up, once all is said."""
    answer = await telegram.wait_for_answer(user.tap(message, label))
    await telegram.settled()
    return str(answer.get("text", ""))


async def forge(telegram: Standin, user: User, message: Message, data: str) -> str:
    """Tap a button that is not there."""
    answer = await telegram.wait_for_answer(user.tap(message, data=data))
    await telegram.settled()
    return str(answer.get("text", ""))


def last(telegram: Standin, user: User) -> Message:
    """What the bot said last."""
    return telegram.replies(user.chat)[-1]


async def choose(telegram: Standin, user: User, number: str) -> Message:
    """Choose a document for one's private chat; return its card."""
    card = await telegram.ask(user, f"/vanban {number}")
    await tap(telegram, user, card, wording.BUTTON_USE)
    return card
