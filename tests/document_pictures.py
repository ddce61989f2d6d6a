"""The pictures of a file that is sent, in docs/quan-tri.md, made anew: ``python -m tests.document_pictures``."""

import asyncio
import tempfile
from datetime import date

from handlers import document_wording as words
from knowledge.progress.gate import OPERATOR
from tests.cadre_pictures import Album, ward
from tests.document_files import changed_text, new_word
from tests.knowledge.progress_office import bhyt
from tests.standin import Message, Standin, User

READING_SECONDS = 20.0


async def send(telegram: Standin, who: User, data: bytes, name: str) -> Message:
    """Send a file and wait for its card."""
    sent = who.send_document(data, name)
    return await telegram.wait_for_reply(who, sent, timeout=READING_SECONDS)


async def tap(telegram: Standin, who: User, card: Message, *labels: str) -> None:
    """Tap one button after another of one card."""
    for label in labels:
        await telegram.wait_for_answer(who.tap(card, label), timeout=READING_SECONDS)


async def main() -> None:
    """Talk to the bot and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        async with ward(folder) as (telegram, context, admin, _, _, _):
            album = Album(telegram, "vanban")
            office = context.services.office
            draft = bhyt("95.8", date(2026, 10, 31))
            office.reports.save(OPERATOR, draft, key="1", confirmed=True)
            card = await send(telegram, admin, new_word(), "08-NQ-ĐU.docx")
            album.take(admin, "xem-truoc", 870, turn=False)
            await tap(telegram, admin, card, words.BUTTON_TARGETS.format(count=3))
            album.take(admin, "chi-tieu", 490, turn=False)
            await tap(telegram, admin, card, words.BUTTON_CARD)
            await tap(telegram, admin, card, words.BUTTON_MISPRINTS.format(count=1))
            album.take(admin, "nghi-in-sai", 480, turn=False)
            await tap(telegram, admin, card, words.BUTTON_MISPRINT, words.BUTTON_CARD)
            await tap(telegram, admin, card, words.BUTTON_LOAD)
            album.take(admin, "da-nap", 450)
            data = changed_text([("96,2 % trở lên", "97,1 % trở lên")], without=["II.3.2.1/4"])
            await send(telegram, admin, data, "07-NQ-ĐU (bản sửa).txt")
            album.take(admin, "so-sanh", 1150, turn=False)


if __name__ == "__main__":
    asyncio.run(main())
