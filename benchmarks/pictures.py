"""The pictures of the guide for members: typical replies as a phone shows them.

    python -m benchmarks.pictures [FOLDER]

The real bot answers over HTTP against a stand-in for Telegram; each chat is rendered at phone width with Chromium
and cut to its content. FOLDER is docs/pictures unless named.
"""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

from bot.application import ALLOWED_UPDATES, build_application
from bot.services import open_services
from bot.settings import Settings
from handlers import wording
from tests.documents_house import load_cited, load_next_year
from tests.standin import Chat, Standin, User
from tests.standin.picture import PHONE_WIDTH, chat_html, screenshot

TITLE: Final = "Nghị quyết 07-NQ/ĐU"
FOLDER: Final = Path("docs", "pictures")
MARGIN: Final = 10
MEASURE: Final = (
    "<script>document.title = Math.ceil("
    "document.querySelector('main').getBoundingClientRect().bottom)</script>"
)


@contextlib.asynccontextmanager
async def bot(telegram: Standin, *, several: bool = False) -> AsyncIterator[None]:
    """Run the bot against the stand-in while the block runs, with several documents or the bundled one alone."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_construct(
            telegram_bot_token=telegram.token,
            telegram_base_url=telegram.base_url,
            telegram_base_file_url=telegram.base_file_url,
            nghiquyet_database=Path(folder, "nghiquyet.db"),
        )
        services = open_services(settings)
        if several:
            load_cited(services.volumes.documents)
            load_next_year(services.volumes.documents)
        app = build_application(settings, services)
        async with app:
            await app.start()
            assert app.updater is not None
            await app.updater.start_polling(timeout=2, allowed_updates=ALLOWED_UPDATES)
            try:
                yield
            finally:
                await app.updater.stop()
                await app.stop()


async def asks(telegram: Standin, user: User, *questions: str) -> Chat:
    """Ask one question after another."""
    for question in questions:
        await telegram.ask(user, question)
    return user.chat


async def start(telegram: Standin, user: User) -> Chat:
    """The greeting."""
    return await asks(telegram, user, "/start")


async def target(telegram: Standin, user: User) -> Chat:
    """A target's figure, asked without accents."""
    return await asks(telegram, user, "chi tieu bhyt la bao nhieu")


async def fact(telegram: Standin, user: User) -> Chat:
    """A result of 2025 and the next question."""
    return await asks(telegram, user, "tổng đàn lợn hiện có bao nhiêu con")


async def follow_up(telegram: Standin, user: User) -> Chat:
    """A question that leans on the one before."""
    return await asks(telegram, user, "chỉ tiêu BHYT", "còn nước sạch thì sao")


async def task(telegram: Standin, user: User) -> Chat:
    """A task with the sentence asked for in front."""
    return await asks(telegram, user, "phường làm gì về du lịch")


async def outside(telegram: Standin, user: User) -> Chat:
    """What the resolution does not state."""
    return await asks(telegram, user, "giá vàng hôm nay bao nhiêu")


async def targets(telegram: Standin, user: User) -> Chat:
    """The list of targets."""
    return await asks(telegram, user, "/chitieu")


async def tree(telegram: Standin, user: User) -> Chat:
    """The tree."""
    return await asks(telegram, user, "/muc II.3.2")


async def body(telegram: Standin, user: User) -> Chat:
    """What a body must do."""
    return await asks(telegram, user, "/donvi UBND")


async def find(telegram: Standin, user: User) -> Chat:
    """A search."""
    return await asks(telegram, user, "/tim nước sạch")


async def wrong(telegram: Standin, user: User) -> Chat:
    """Not what was meant: the next candidates."""
    answer = await telegram.ask(user, "gia đình văn hóa")
    user.tap(answer, wording.BUTTON_WRONG)
    await telegram.wait_for_reply(user, answer)
    return user.chat


async def group(telegram: Standin, user: User) -> Chat:
    """In a group."""
    chat = telegram.add_group("Chi bộ tổ dân phố 3", user)
    said = user.say(f"@{telegram.bot.username} chỉ tiêu BHYT", chat)
    await telegram.wait_for_reply(chat, said)
    return chat


async def documents(telegram: Standin, user: User) -> Chat:
    """The documents that are loaded."""
    return await asks(telegram, user, "/vanban")


async def comparison(telegram: Standin, user: User) -> Chat:
    """A target beside last year's."""
    return await asks(telegram, user, "chỉ tiêu BHYT so với năm 2026")


Scene = Callable[[Standin, User], Awaitable[Chat]]
SCENES: Final[tuple[Scene, ...]] = (
    start, target, fact, follow_up, task, outside, targets, tree, body, find, wrong, group,
)  # fmt: skip


SCENES_OF_SEVERAL: Final[tuple[Scene, ...]] = (documents, comparison)


def height(page: str) -> int:
    """Return how high a chat is in CSS pixels, as Chromium lays it out; 0 where there is no Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page.replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--window-size={PHONE_WIDTH},800",
        ]
        profile = f"--user-data-dir={folder}/profile"
        command = [program, *options, profile, "--dump-dom", source.as_uri()]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    found = re.search(r"<title>(\d+)</title>", done.stdout)
    return int(found[1]) + MARGIN if found else 800


async def draw(folder: Path) -> int:
    """Draw every scene; return the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    async with Standin(username="nghiquyet_thienhuong_bot") as telegram:
        telegram.world.bot.first_name = TITLE
        for scenes in (SCENES, SCENES_OF_SEVERAL):
            async with bot(telegram, several=scenes is SCENES_OF_SEVERAL):
                for scene in scenes:
                    if not await take(telegram, scene, folder):
                        print("Chromium is not installed here", file=sys.stderr)
                        return 1
    return 0


async def take(telegram: Standin, scene: Scene, folder: Path) -> bool:
    """Take the picture of a scene; tell whether that could be done."""
    user = telegram.add_user("Lan")
    chat = await scene(telegram, user)
    await telegram.settled()
    page = chat_html(telegram.messages(chat), chat.title or TITLE)
    name = folder / f"{getattr(scene, '__name__', 'scene').replace('_', '-')}.png"
    high = await asyncio.to_thread(height, page)
    return await asyncio.to_thread(screenshot, page, name, height=high)


def main() -> None:
    """Draw the pictures into the folder named on the command line."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    sys.exit(asyncio.run(draw(folder)))


if __name__ == "__main__":
    main()
