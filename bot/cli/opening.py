"""The database as the settings name it, and the bot's name at Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.cli import Unusable
from bot.language import encoder
from bot.language.encoder import Encoder
from bot.settings import Settings
from bot.transport import Transport
from storage import Database, facts
from storage.reach import Unreachable, connected
from storage.schema import TooNew, migrate

PATIENCE = 10.0  # seconds for one call of Telegram


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open the database as it is; close it when the block ends."""
    try:
        if not settings.database_url:
            settings.data.mkdir(parents=True, exist_ok=True)
        async with connected(settings.database) as database:
            yield database
    except Unreachable as error:
        raise Unusable(f"the database cannot be used: {error}") from None
    except FileExistsError:
        raise Unusable(f"PUMASI_DATA: {settings.data} is no folder") from None
    except PermissionError as error:
        raise Unusable(f"{error.filename} cannot be written") from None


@asynccontextmanager
async def up_to_date(settings: Settings) -> AsyncIterator[Database]:
    """Open the database and bring it up to date first."""
    async with opened(settings) as database:
        try:
            await migrate(database, settings.register)
        except TooNew as error:
            raise Unusable(f"the database cannot be used: {error}") from None
        yield database


def model(settings: Settings) -> Encoder | None:
    """Return the model behind search by meaning, if there is one."""
    try:
        return encoder.choose(settings.encoder)
    except encoder.NotInstalled as error:
        raise Unusable(f"PUMASI_ENCODER: {error}") from None


async def ask_telegram(settings: Settings, method: str) -> Any:
    """Call a method of the Bot API once.

    Raises:
        TelegramError: there was no answer, or a refusal.
    """
    transport = Transport(settings.token or "", settings.bot_api)
    await transport.initialize()
    try:
        return await transport.call(method, patience=PATIENCE)
    finally:
        await transport.shutdown()


async def username(settings: Settings, database: Database) -> str:
    """Return the bot's name as Telegram tells it, or told it when the bot last ran."""
    async with database.begin() as session:
        known = await facts.get(session, facts.USERNAME)
    if not settings.token:
        if known:
            return known
        raise Unusable("PUMASI_BOT_TOKEN is not set: without it, nobody knows the bot's name for the link")
    try:
        return str((await ask_telegram(settings, "getMe"))["username"])
    except InvalidToken:
        raise Unusable("Telegram refuses the token") from None
    except TelegramError as error:
        if known:
            return known
        raise Unusable(f"Telegram cannot be reached to learn the bot's name for the link: {error.message}") from None
