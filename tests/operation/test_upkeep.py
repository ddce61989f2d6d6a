"""Upkeep: /suckhoe, the nightly copy, the Prometheus endpoint."""

import socket
import urllib.request
from pathlib import Path

import pytest

from bot.metrics import serve_metrics
from bot.settings import SettingsError, load_settings
from bot.upkeep import back_up_nightly
from handlers.context import App, Context
from handlers.counting import Counting
from knowledge.storage.counters import Counters
from knowledge.storage.database import open_database
from tests.standin import Standin, User

pytest_plugins = ("tests.standin.fixtures", "tests.handlers.fixtures")


async def test_health(telegram: Standin, bot_app: App, administrator: User, user: User) -> None:
    """Figures for administrators, in private only; nobody else sees them."""
    await telegram.ask(user, "chỉ tiêu BHYT là bao nhiêu")
    reply = await telegram.ask(administrator, "/suckhoe")
    assert "1 câu hỏi, trả lời được 100,0 %" in reply.text
    refused = await telegram.ask(user, "/suckhoe")
    assert "câu hỏi, trả lời được" not in refused.text
    group = telegram.add_group("Tổ", administrator)
    assert "tin nhắn riêng" in (await telegram.ask(administrator, "/suckhoe", group)).text


async def test_nightly(bot_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is made once a day."""
    monkeypatch.setattr("knowledge.storage.backup.NIGHTLY_HOUR", 0)
    context = Context(bot_app)
    await back_up_nightly(context)
    await back_up_nightly(context)
    assert len(list((tmp_path / "sao-luu").glob("nghiquyet-????-??-??.db"))) == 1


def test_metrics(tmp_path: Path) -> None:
    """Numbers by event and a histogram, on loopback."""
    pytest.importorskip("prometheus_client")
    with open_database(tmp_path / "a.db") as database:
        counting = Counting(Counters(database))
        counting.count("questions", 3)
        counting.took(0.02)
        port = free_port()
        close = serve_metrics(counting, lambda: 7, port)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                text = answer.read().decode()
        finally:
            close()
    assert 'nghiquyet_events_total{kind="questions"} 3.0' in text
    assert "nghiquyet_waiting 7.0" in text
    assert 'nghiquyet_update_seconds_bucket{le="0.025"} 1.0' in text


@pytest.mark.parametrize("value", ["x", "-1", "65536", "1.5"])
def test_metrics_port_wrong(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NGHIQUYET_METRICS_PORT", value)
    with pytest.raises(SettingsError, match="NGHIQUYET_METRICS_PORT"):
        load_settings()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
