"""Inline mode."""

import pytest

from handlers.context import App, Services
from handlers.inline import A_PAGE, PUBLIC_SECONDS
from knowledge.progress.model import Role
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("bh", "(10) Tỷ lệ người dân tham gia BHYT"),
        ("bhyt", "(10) Tỷ lệ người dân tham gia BHYT"),
        ("nuoc s", "(14) Tỷ lệ người dân sử dụng nước sạch"),
        ("nước sạ", "(14) Tỷ lệ người dân sử dụng nước sạch"),
        ("ho ngheo", "(9) Tiếp tục duy trì không còn hộ nghèo"),
        ("rác", "(15) Tỷ lệ rác thải rắn sinh hoạt được thu gom"),
        ("thu nhap", "(7) Thu nhập bình quân đầu người"),
    ],
)
async def test_prefix(telegram: Standin, bot_app: App, user: User, typed: str, title: str) -> None:
    """Cards from the first two letters, with or without accents, the best first."""
    query = user.inline(typed)
    await telegram.wait_for_answer(query)
    assert query.results[0]["title"].startswith(title)


async def test_choose(telegram: Standin, bot_app: App, user: User) -> None:
    """Choosing a card posts the clause with its citation, and a link to it."""
    query = user.inline("bhyt")
    answer = await telegram.wait_for_answer(query)
    card = query.results[0]
    assert "Đạt 96,2 % trở lên" in card["description"]
    assert "Chỉ tiêu (10), khoản 2, mục II" in card["description"]
    assert (answer["cache_time"], answer["is_personal"]) == (PUBLIC_SECONDS, False)
    message = user.choose(query)
    assert "(10) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên." in message.text
    assert "Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU" in message.text
    assert message.buttons[0].url == "https://t.me/standin_bot?start=II-2-10"


async def test_empty_query(telegram: Standin, bot_app: App, user: User) -> None:
    """Nothing typed offers the 18 targets in order."""
    query = user.inline("")
    await telegram.wait_for_answer(query)
    assert [result["id"] for result in query.results] == [f"II-2-{n}" for n in range(1, 19)]


async def test_paging(telegram: Standin, bot_app: App, user: User) -> None:
    """More than 50 results come page by page, each once."""
    query = user.inline("c")
    await telegram.wait_for_answer(query)
    assert query.results == []  # one letter is not enough
    seen: list[str] = []
    offset = ""
    for _ in range(5):
        query = user.inline("ph", offset)
        answer = await telegram.wait_for_answer(query)
        assert len(query.results) <= A_PAGE
        seen += [result["id"] for result in query.results]
        offset = answer["next_offset"]
        if not offset:
            break
    assert offset == ""
    assert len(seen) > A_PAGE
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("offset", ["-1", "x", "99999", "٣"])
async def test_forged_offset(telegram: Standin, bot_app: App, user: User, offset: str) -> None:
    """An offset that no page gave does no harm."""
    query = user.inline("bhyt", offset)
    await telegram.wait_for_answer(query)


async def test_every_clause_can_be_posted(telegram: Standin, bot_app: App, user: User) -> None:
    """Telegram takes every card, the one of the longest paragraph too."""
    lookup = bot_app.bot_data["services"].volumes.bundled.lookup
    for clause in lookup.resolution.clauses:
        query = user.inline(" ".join(lookup.card(clause.ref).title.split()[:6]).rstrip("…"))
        await telegram.wait_for_answer(query)


async def test_members_only(
    telegram: Standin, bot_app: App, user: User, services: Services, administrator: User
) -> None:
    """A closed bot shows strangers nothing, and what it shows members is theirs alone."""
    services.members_only = True
    query = user.inline("bhyt")
    answer = await telegram.wait_for_answer(query)
    assert (query.results, answer["is_personal"], answer["cache_time"]) == ([], True, 0)
    assert services.gate.actor(administrator.id).role is Role.ADMINISTRATOR
    query = administrator.inline("bhyt")
    answer = await telegram.wait_for_answer(query)
    assert query.results
    assert answer["is_personal"] is True
    refused = await telegram.ask(user, "chỉ tiêu BHYT")
    assert "danh sách" in refused.text
