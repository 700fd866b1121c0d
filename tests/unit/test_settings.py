"""What an operator may set."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import HERE, Settings, problems


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PUMASI_{name.upper()}", raising=False)


def _refused(**values: str) -> str:
    with pytest.raises(ValidationError) as error:
        Settings(**values)
    return problems(error.value)


def test_without_any_setting_the_defaults_are_in_force() -> None:
    settings = Settings()
    assert settings.token is None and settings.webhook is None
    assert settings.address == ("127.0.0.1", 8080)
    assert settings.database == f"sqlite+aiosqlite:///{Path('data').resolve() / 'pumasi.db'}"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUMASI_BOT_TOKEN", " 42:ABC\n")
    monkeypatch.setenv("PUMASI_LISTEN", "[::1]:9000")
    monkeypatch.setenv("PUMASI_DATABASE_URL", "")
    settings = Settings()
    assert settings.token == "42:ABC"
    assert settings.address == ("::1", 9000)
    assert settings.database.startswith("sqlite")


def test_settings_come_from_a_file_beside_the_program(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PUMASI_BOT_TOKEN=42:ABC\nPATH_OF_SOMETHING_ELSE=1\n")
    assert Settings().token == "42:ABC"


def test_the_token_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("42:ABC\n")
    assert Settings(bot_token_file=tmp_path / "token").token == "42:ABC"
    assert "PUMASI_BOT_TOKEN_FILE cannot be read: No such file" in _refused(bot_token_file=str(tmp_path / "none"))


def test_all_problems_are_reported_together() -> None:
    said = _refused(database_url="mysql://h/d", listen="8080", encoder="big", webhook_secret="a b", bot_api="h")
    for name in ("DATABASE_URL", "LISTEN", "ENCODER", "WEBHOOK_SECRET", "BOT_API"):
        assert f"PUMASI_{name}: " in said
    assert "\n" not in said


@pytest.mark.parametrize("listen", ["8080", ":8080", "h:", "h:x", "h:65536", "h:٨", "h:-1"])
def test_an_address_that_cannot_be_listened_on_is_refused(listen: str) -> None:
    assert "must be host:port" in _refused(listen=listen)


def test_no_secret_shows_in_what_is_printed_or_complained_about() -> None:
    settings = Settings(
        bot_token="42:HIDDEN", webhook_secret="HIDDEN", database_url="postgresql+asyncpg://u:HIDDEN@h/d"
    )
    assert "HIDDEN" not in repr(settings) + str(settings)
    assert "HIDDEN" not in _refused(database_url="mysql://u:HIDDEN@h/d", webhook_secret="HIDDEN HIDDEN")


def test_a_webhook_needs_a_secret() -> None:
    assert "PUMASI_WEBHOOK_URL needs PUMASI_WEBHOOK_SECRET" in _refused(webhook_url="https://bot.example")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://bot.example", "https://bot.example/telegram/webhook"),
        ("https://bot.example/", "https://bot.example/telegram/webhook"),
        ("https://bot.example/a/hook", "https://bot.example/a/hook"),
    ],
)
def test_a_bare_host_is_completed_to_the_webhook(told: str, address: str) -> None:
    assert Settings(webhook_url=told, webhook_secret="s").webhook == address


def test_a_slash_at_the_end_of_the_bot_api_is_no_matter() -> None:
    assert Settings(bot_api="http://127.0.0.1:8081/").bot_api == "http://127.0.0.1:8081"


def test_the_register_is_found_where_setup_built_it(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).register == HERE / "data" / "places.jsonl.gz"
    (tmp_path / "places.jsonl.gz").touch()
    assert Settings(data=tmp_path).register == tmp_path / "places.jsonl.gz"


def test_every_setting_has_a_help_line() -> None:
    assert all(field.description for field in Settings.model_fields.values())
