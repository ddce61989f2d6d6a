"""Commands that list: targets, the tree, bodies, search, the theme."""

import pytest

from handlers import wording
from handlers.context import App
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")


async def tap(telegram: Standin, user: User, message: object, label: str) -> str:
    """Tap a button and return what flashes up."""
    query = user.tap(message, label)  # type: ignore[arg-type]
    return str((await telegram.wait_for_answer(query))["text"])


async def test_targets_paged(telegram: Standin, bot_app: App, user: User) -> None:
    """All 18 targets with their figures, over two pages of one message."""
    reply = await telegram.ask(user, "/chitieu")
    assert "18 chỉ tiêu năm 2026" in reply.text
    assert "(1) Hoàn thành 100%" in reply.text
    first = [button.label for button in reply.buttons]
    await tap(telegram, user, reply, wording.BUTTON_NEXT)
    assert "(18) Tỷ lệ điều tra" in reply.text
    second = [button.label for button in reply.buttons]
    numbers = [label for label in (*first, *second) if label.isdecimal()]
    assert numbers == [str(number) for number in range(1, 19)]
    await tap(telegram, user, reply, "10")
    assert "96,2 %" in (await telegram.wait_for_reply(user, reply)).text
    await tap(telegram, user, reply, wording.BUTTON_PREVIOUS)
    assert "(1) Hoàn thành" in reply.text


@pytest.mark.parametrize("argument", ["10", "010", "(10)", "số 10", "chỉ tiêu 10", "bhyt"])
async def test_target_by_number(telegram: Standin, bot_app: App, user: User, argument: str) -> None:
    """One target by its number or by words."""
    reply = await telegram.ask(user, f"/chitieu {argument}")
    assert "(10) Tỷ lệ người dân tham gia BHYT" in reply.text


@pytest.mark.parametrize("argument", ["0", "19", "999"])
async def test_target_unknown(telegram: Standin, bot_app: App, user: User, argument: str) -> None:
    """A number there is none of is met with the numbers there are."""
    reply = await telegram.ask(user, f"/chitieu {argument}")
    assert "từ 1 đến 18" in reply.text


async def test_tree_walk(telegram: Standin, bot_app: App, user: User) -> None:
    """The tree is walked down to a bullet and back in one message."""
    reply = await telegram.ask(user, "/muc")
    assert "Mục lục" in reply.text
    for start in ("II.", "3.", "3.2.", "(1)"):
        label = next(b.label for b in reply.buttons if b.label.startswith(start))
        await tap(telegram, user, reply, label)
    assert "Công tác phát triển kinh tế" in reply.text
    await tap(telegram, user, reply, reply.buttons[0].label)
    assert "Gạch đầu dòng thứ 1, điểm (1), tiểu mục 3.2" in reply.text
    await tap(telegram, user, reply, wording.BUTTON_NEXT)
    assert "Gạch đầu dòng thứ 2" in reply.text
    await tap(telegram, user, reply, wording.BUTTON_BACK)
    assert "Công tác phát triển kinh tế" in reply.text
    await tap(telegram, user, reply, wording.BUTTON_TOP)
    assert "Mục lục" in reply.text
    await telegram.settled()
    assert telegram.replies(user.chat) == [reply]


async def test_tree_every_place(telegram: Standin, bot_app: App, user: User) -> None:
    """Every clause of the resolution can be reached by buttons from the top."""
    reply = await telegram.ask(user, "/muc")
    waiting = ["m:-:0"]
    seen = set(waiting)
    while waiting:
        someone = telegram.add_user("Minh")  # one person's share would be used up by so many taps
        await telegram.wait_for_answer(someone.tap(reply, data=waiting.pop()))
        for button in reply.buttons:
            if button.data and button.data.startswith("m:") and button.data not in seen:
                seen.add(button.data)
                waiting.append(button.data)
    resolution = bot_app.bot_data["services"].volumes.bundled.resolution
    alone = {  # the only paragraph under a heading is shown with the heading
        under[0].ref for under in resolution.children.values() if len(under) == 1
    }
    reached = {data.split(":")[1] for data in seen}
    assert {clause.ref for clause in resolution.clauses} - alone <= reached


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("II.3.1/5", "Gạch đầu dòng thứ 5, tiểu mục 3.1"),
        ("ii.2.10", "Chỉ tiêu (10)"),
        ("3.2 khoản 5", "cải cách hành chính, giải quyết TTHC"),
        ("III", "TỔ CHỨC THỰC HIỆN"),
    ],
)
async def test_tree_by_address(
    telegram: Standin, bot_app: App, user: User, address: str, expected: str
) -> None:
    """An address opens its place in the tree."""
    reply = await telegram.ask(user, f"/muc {address}")
    assert expected in reply.text
    assert wording.BUTTON_TOP in [button.label for button in reply.buttons]


async def test_tree_unknown_address(telegram: Standin, bot_app: App, user: User) -> None:
    """An address of nothing is said to be that."""
    assert "không có mục “IX.9”" in (await telegram.ask(user, "/muc IX.9")).text


async def test_find(telegram: Standin, bot_app: App, user: User) -> None:
    """Clauses with the words, with or without accents, paged from the command that asked."""
    reply = await telegram.ask(user, "/tim nuoc sach")
    assert "Tỷ lệ người dân sử dụng nước sạch" in reply.text.split("\n\n")[1]
    reply = await telegram.ask(user, "/tim công tác")
    assert "trang 1/" in reply.text
    await tap(telegram, user, reply, wording.BUTTON_NEXT)
    assert "trang 2/" in reply.text
    opened = next(button.label for button in reply.buttons if button.label.isdecimal())
    await tap(telegram, user, reply, opened)
    await telegram.wait_for_reply(user, reply)


async def test_find_nothing(telegram: Standin, bot_app: App, user: User) -> None:
    """No words, and words that are nowhere."""
    assert (await telegram.ask(user, "/tim")).text == wording.FIND_HOW
    assert "Không thấy “xyzzy”" in (await telegram.ask(user, "/tim xyzzy")).text


async def test_bodies(telegram: Standin, bot_app: App, user: User) -> None:
    """The list of bodies, and what one of them must do."""
    reply = await telegram.ask(user, "/donvi")
    assert wording.BODIES_TITLE in reply.text
    name = reply.buttons[0].label
    await tap(telegram, user, reply, name)
    assert name.rstrip("…") in reply.text
    assert "mục" in reply.text
    await tap(telegram, user, reply, wording.BUTTON_BACK)
    assert wording.BODIES_TITLE in reply.text


@pytest.mark.parametrize(
    "name", ["UBND", "ubnd", "Ủy ban nhân dân phường", "uy ban nhan dan phuong"]
)
async def test_body_by_name(telegram: Standin, bot_app: App, user: User, name: str) -> None:
    """A body by its name or abbreviation, with or without accents."""
    reply = await telegram.ask(user, f"/donvi {name}")
    assert reply.text.startswith("Ủy ban nhân dân phường")


async def test_body_unknown(telegram: Standin, bot_app: App, user: User) -> None:
    """A body there is none of is met with the list."""
    reply = await telegram.ask(user, "/donvi NASA")
    assert "không thấy đơn vị “NASA”" in reply.text
    assert reply.buttons


async def test_theme(telegram: Standin, bot_app: App, user: User) -> None:
    """The theme of the year, word for word."""
    reply = await telegram.ask(user, "/chude")
    assert "Xây dựng chính quyền thân thiện, đô thị kỷ cương" in reply.text


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (wording.BUTTON_TARGETS, "18 chỉ tiêu"),
        (wording.BUTTON_TREE, "Mục lục"),
        (wording.BUTTON_BODIES, wording.BODIES_TITLE),
        (wording.BUTTON_THEME, "chính quyền thân thiện"),
    ],
)
async def test_menu(telegram: Standin, bot_app: App, user: User, label: str, expected: str) -> None:
    """The greeting's buttons open the lists."""
    reply = await telegram.ask(user, "/start")
    await tap(telegram, user, reply, label)
    assert expected in (await telegram.wait_for_reply(user, reply)).text


async def test_menus_by_scope(telegram: Standin, bot_app: App, administrator: User) -> None:
    """Telegram is told the commands for private chats, groups and administrators."""

    def complete() -> bool:
        return len(telegram.world.commands) >= 3

    await telegram.wait_for(complete)
    names = [
        {command["command"] for command in commands}
        for commands in telegram.world.commands.values()
    ]
    common = {"huongdan", "chitieu", "muc", "tim", "donvi", "chude"}
    assert all(common <= found for found in names)
    assert sum("cauhoi" in found for found in names) == 1
    await telegram.settled()
    assert "07-NQ/ĐU" in telegram.world.texts["description", ""]
