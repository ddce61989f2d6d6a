"""Being pushed updates: the secret, the bounds, and the whole process behind a webhook."""

import socket
from pathlib import Path

import httpx
import pytest

from bot.webhook import MAX_BODY_BYTES, SECRET_HEADER
from tests.operation.process import Ledger, bot_process, until
from tests.standin import Standin

SECRET = "bi-mat_0123456789"


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_webhook(tmp_path: Path, port: int) -> None:
    """Questions are answered; strangers, wrong secrets, huge and broken bodies are refused."""
    url = f"http://127.0.0.1:{port}/hook/path"
    extra = {
        "TELEGRAM_WEBHOOK_URL": url,
        "TELEGRAM_WEBHOOK_PORT": str(port),
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    with Standin() as telegram, bot_process(telegram, tmp_path, extra) as bot:
        ledger = Ledger(telegram)
        for _ in range(5):
            ledger.ask(telegram.add_user("Lan"))
        ledger.wait(15, bot)
        good = {SECRET_HEADER: SECRET}
        body = b'{"update_id": 1}'
        cases: list[tuple[str, str, dict[str, str], bytes, int]] = [
            ("POST", url, good, body, 200),
            ("POST", url, {}, body, 403),
            ("POST", url, {SECRET_HEADER: ""}, body, 403),
            ("POST", url, {SECRET_HEADER: SECRET + "x"}, body, 403),
            ("POST", url, {SECRET_HEADER: SECRET[:-1]}, body, 403),
            ("POST", f"http://127.0.0.1:{port}/", good, body, 404),
            ("GET", url, good, b"", 405),
            ("POST", url, good, b"{", 400),
            ("POST", url, good, b"[" * 100_000, 400),
            ("POST", url, good, b"[1, 2]", 200),  # no update; nothing to do about it
            ("POST", url, good, b'{"update_id": "x"}', 200),
        ]
        for method, address, headers, content, expected in cases:
            answer = httpx.request(method, address, headers=headers, content=content)
            assert answer.status_code == expected, (method, address, headers, content[:20])
            assert answer.content == b""
        assert _status(url, good, MAX_BODY_BYTES + 1) != 200
        ledger.ask(telegram.add_user("Lan"))
        ledger.wait(15, bot)
        assert ledger.counts() == (6, 6, 0, 0)
        assert SECRET not in bot.text()
        status, seconds = bot.terminate()
        assert (status, seconds < 10) == (0, True)


def test_webhook_without_secret_makes_one(tmp_path: Path, port: int) -> None:
    """Nobody can push updates to a bot whose administrator set no secret."""
    url = f"http://127.0.0.1:{port}/hook"
    extra = {"TELEGRAM_WEBHOOK_URL": url, "TELEGRAM_WEBHOOK_PORT": str(port)}
    with Standin() as telegram, bot_process(telegram, tmp_path, extra) as bot:
        until(lambda: bool(telegram.world.webhook.url), 10, "the webhook", bot)
        assert len(telegram.world.webhook.secret_token or "") >= 32
        assert httpx.post(url, content=b'{"update_id": 1}').status_code == 403


def _status(url: str, headers: dict[str, str], size: int) -> int:
    """Post a body of a size; 0 where the connection is closed instead of an answer."""
    try:
        return httpx.post(url, headers=headers, content=b"x" * size).status_code
    except httpx.HTTPError:
        return 0
