"""Settings, from the environment, once. Every field carries its help line."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class Settings(BaseSettings):
    """What an operator may set; all problems are reported together."""

    model_config = SettingsConfigDict(env_prefix="PUMASI_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    bot_token: SecretStr | None = Field(None, description="Telegram's token; without it, only the try-out runs")
    bot_token_file: Path | None = Field(None, description="a file that holds the token, instead of the above")
    bot_api: str = Field(TELEGRAM, description="base address of the Bot API, without /bot")
    database_url: str | None = Field(
        None, description="sqlite+aiosqlite:///… or postgresql+asyncpg://…; else a file under PUMASI_DATA"
    )
    data: Path = Field(Path("data"), description="folder for the database file and built data")
    webhook_url: str | None = Field(None, description="public address for the webhook; without it, polling")
    webhook_secret: SecretStr | None = Field(None, description="the webhook's secret")
    listen: str = Field("127.0.0.1:8080", description="host:port of webhook, public page, health and metrics")
    encoder: Literal["e5", "use", "none"] | None = Field(
        None, description="model behind search by meaning: e5, use or none"
    )
    public_url: str | None = Field(None, description="address of the public page as people reach it")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.bot_token is None and self.bot_token_file is not None:
            try:
                self.bot_token = SecretStr(self.bot_token_file.read_text().strip())
            except OSError as error:
                raise ValueError(f"PUMASI_BOT_TOKEN_FILE cannot be read: {error.strerror}") from None
        backend = self.database.partition(":")[0]
        if backend not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
            raise ValueError("PUMASI_DATABASE_URL must begin with sqlite+aiosqlite: or postgresql+asyncpg:")
        host, colon, port = self.listen.rpartition(":")
        if not (host and colon and port.isdigit() and int(port) < 65536):
            raise ValueError("PUMASI_LISTEN must be host:port, such as 127.0.0.1:8080")
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("PUMASI_WEBHOOK_URL needs PUMASI_WEBHOOK_SECRET")
        return self

    @property
    def token(self) -> str | None:
        return self.bot_token.get_secret_value() if self.bot_token else None

    @property
    def database(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data.resolve() / 'pumasi.db'}"

    @property
    def register(self) -> Path:
        """The place register that setup built."""
        return self.data / "places.jsonl.gz"

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.listen.rpartition(":")
        return host, int(port)


def problems(error: ValidationError) -> str:
    """Return every problem with the settings in one line, without the values."""
    return "; ".join(
        ("PUMASI_" + str(e["loc"][0]).upper() + ": " if e["loc"] else "") + e["msg"].removeprefix("Value error, ")
        for e in error.errors()
    )
