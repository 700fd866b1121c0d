"""Settings, from the environment, once. Every field carries its help line."""

import re
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
HERE = Path(__file__).parent.parent
WEBHOOK = "/telegram/webhook"
# Files named after settings, such as pumasi_database_url: where containers are given their secrets.
SECRETS = Path("/run/secrets")


class Settings(BaseSettings):
    """What an operator may set; all problems are reported together."""

    model_config = SettingsConfigDict(
        env_prefix="PUMASI_",
        env_file=".env",
        env_ignore_empty=True,
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        extra="ignore",
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    bot_token: SecretStr | None = Field(None, description="Telegram's token; without it, only the try-out runs")
    bot_token_file: Path | None = Field(None, description="a file that holds the token, instead of the above")
    bot_api: str = Field(TELEGRAM, description="base address of the Bot API, without /bot")
    database_url: SecretStr | None = Field(
        None, description="sqlite+aiosqlite:///… or postgresql+asyncpg://…; else a file under PUMASI_DATA"
    )
    data: Path = Field(Path("data"), description="folder for the database file and built data")
    webhook_url: str | None = Field(
        None,
        description=f"public address for the webhook ({WEBHOOK} is added to a bare host); without it, polling",
    )
    webhook_secret: SecretStr | None = Field(None, description="the webhook's secret: letters, digits, _ and -")
    listen: str = Field("127.0.0.1:8080", description="host:port of webhook, public page, health and metrics")
    encoder: Literal["e5", "use", "none"] | None = Field(
        None, description="model behind search by meaning: e5, use or none"
    )
    public_url: str | None = Field(None, description="address of the public page as people reach it")

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, value: SecretStr | None) -> SecretStr | None:
        known = ("sqlite+aiosqlite:", "postgresql+asyncpg:")
        if value and not value.get_secret_value().startswith(known):
            raise ValueError("must begin with sqlite+aiosqlite: or postgresql+asyncpg:")
        return value

    @field_validator("listen")
    @classmethod
    def _is_host_and_port(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if not (host and colon and port.isascii() and port.isdigit() and int(port) < 65536):
            raise ValueError("must be host:port, such as 127.0.0.1:8080")
        return value

    @field_validator("bot_api", "webhook_url", "public_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an address, such as https://example.org")
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _is_allowed(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("must be 1 to 256 letters, digits, _ or -")
        return value

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.bot_token is None and self.bot_token_file is not None:
            try:
                self.bot_token = SecretStr(self.bot_token_file.read_text().strip())
            except (OSError, UnicodeDecodeError) as error:
                why = getattr(error, "strerror", None) or "no text"
                raise ValueError(f"PUMASI_BOT_TOKEN_FILE cannot be read: {why}") from None
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("PUMASI_WEBHOOK_URL needs PUMASI_WEBHOOK_SECRET")
        return self

    @property
    def token(self) -> str | None:
        return self.bot_token.get_secret_value() if self.bot_token else None

    @property
    def database(self) -> str:
        """The database's address."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data.resolve() / 'pumasi.db'}"

    @property
    def webhook(self) -> str | None:
        """The address Telegram is told, if it shall push."""
        if self.webhook_url and not urlsplit(self.webhook_url).path:
            return self.webhook_url + WEBHOOK
        return self.webhook_url

    @property
    def register(self) -> Path:
        """The place register: under PUMASI_DATA, or where setup built it."""
        own, built = self.data / "places.jsonl.gz", HERE / "data" / "places.jsonl.gz"
        return built if built.exists() and not own.exists() else own

    @property
    def shapes(self) -> Path:
        """The folder of what maps are drawn from: PUMASI_DATA, or where setup built it."""
        built = HERE / "data"
        return self.data if (self.data / "korea.topo.json").exists() else built

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


def problems(error: ValidationError) -> str:
    """Return every problem with the settings in one line, without the values."""
    return "; ".join(
        ("PUMASI_" + str(e["loc"][0]).upper() + ": " if e["loc"] else "") + e["msg"].removeprefix("Value error, ")
        for e in error.errors()
    )
