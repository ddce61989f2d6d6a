"""Settings from the environment: defaults, and one message that names every fault and no secret."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings, SettingsError, load_settings

_SECRET = "123456:AAtop-secret-value_x"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine and no .env reach these tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_load_defaults() -> None:
    settings = load_settings()
    assert settings.telegram_bot_token == ""
    assert settings.telegram_base_url == "https://api.telegram.org/bot"
    assert settings.telegram_base_file_url == "https://api.telegram.org/file/bot"
    assert settings.telegram_proxy_url == settings.telegram_webhook_url == ""
    assert settings.telegram_admin_ids == ()
    assert settings.nghiquyet_database == Path("data/nghiquyet.db")
    assert settings.timezone == ZoneInfo("Asia/Ho_Chi_Minh")
    assert settings.nghiquyet_access == "open"
    assert settings.nghiquyet_miss_days == 90


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("TELEGRAM_BOT_TOKEN", _SECRET, _SECRET),
        ("TELEGRAM_BASE_URL", "http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/bot"),
        ("TELEGRAM_PROXY_URL", "socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080"),
        ("TELEGRAM_ADMIN_IDS", "12345,67890", (12345, 67890)),
        ("TELEGRAM_ADMIN_IDS", " 1 , 2 ,", (1, 2)),  # blanks and a last comma
        ("TELEGRAM_ADMIN_IDS", "", ()),
        ("TELEGRAM_WEBHOOK_PORT", "443", 443),
        ("TELEGRAM_WEBHOOK_SECRET", "abc_DEF-123", "abc_DEF-123"),
        ("NGHIQUYET_DATABASE", "/var/lib/nq.db", Path("/var/lib/nq.db")),
        ("NGHIQUYET_TIMEZONE", "UTC", "UTC"),
        ("NGHIQUYET_ACCESS", "members", "members"),
        ("NGHIQUYET_MISS_DAYS", "30", 30),
    ],
)
def test_load_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(), name.lower()) == expected


def test_load_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NGHIQUYET_ACCESS=members\nSOMETHING_ELSE=1\n", encoding="utf-8")
    assert load_settings().nghiquyet_access == "members"


def test_the_environment_comes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("NGHIQUYET_ACCESS=members\n", encoding="utf-8")
    monkeypatch.setenv("NGHIQUYET_ACCESS", "open")
    assert load_settings().nghiquyet_access == "open"


_FAULTS = [
    ("TELEGRAM_BOT_TOKEN", "AAtop-secret-value_x"),  # no number before a colon
    ("TELEGRAM_BOT_TOKEN", "abc:AAtop-secret-value_x"),
    ("TELEGRAM_BOT_TOKEN", "123456:"),
    ("TELEGRAM_BASE_URL", "api.telegram.org/bot"),  # no scheme
    ("TELEGRAM_BASE_FILE_URL", "ftp://api.telegram.org"),
    ("TELEGRAM_PROXY_URL", "user:pass-secret@proxy"),
    ("TELEGRAM_ADMIN_IDS", "12345;67890"),
    ("TELEGRAM_ADMIN_IDS", "@hoa"),
    ("TELEGRAM_WEBHOOK_URL", "example.org"),
    ("TELEGRAM_WEBHOOK_PORT", "0"),
    ("TELEGRAM_WEBHOOK_PORT", "70000"),
    ("TELEGRAM_WEBHOOK_PORT", "https"),
    ("TELEGRAM_WEBHOOK_SECRET", "có dấu secret"),
    ("NGHIQUYET_TIMEZONE", "Hanoi"),
    ("NGHIQUYET_TIMEZONE", "../../etc/passwd"),  # no way out of the folder of zones
    ("NGHIQUYET_ACCESS", "everybody"),
]


@pytest.mark.parametrize(("name", "value"), _FAULTS)
def test_load_names_the_fault(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    message = str(caught.value)
    assert name in message
    assert "1 lỗi" in message
    assert "\n" not in message
    assert caught.value.__suppress_context__


def test_load_names_all_faults_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = dict(_FAULTS)
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    message = str(caught.value)
    assert f"{len(wrong)} lỗi" in message
    assert all(name in message for name in wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "AAtop-secret-value_x"),
        ("TELEGRAM_WEBHOOK_SECRET", "secret có dấu"),
        ("TELEGRAM_PROXY_URL", "ftp://user:secret@proxy"),
    ],
)
def test_load_repeats_no_secret(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "secret" not in str(caught.value).replace("TELEGRAM_WEBHOOK_SECRET", "")
