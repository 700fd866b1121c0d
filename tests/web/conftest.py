"""The web side of a bot, and a hand at it."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from bot.app import Pumasi
from bot.web import serve
from storage import Database
from tests.conftest import TOKEN

SECRET = "a-secret_word"


class Hand:
    """Somebody who makes requests."""

    def __init__(self, session: ClientSession, address: str, bot: Pumasi) -> None:
        self.session, self.address, self.bot = session, address, bot

    async def posts(
        self, body: object = None, *, secret: str | None = SECRET, raw: bytes | io.BytesIO | None = None
    ) -> int:
        """Push to the webhook as Telegram does; return the status."""
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        what = {"json": body} if raw is None else {"data": raw}
        async with self.session.post(f"{self.address}/telegram/webhook", headers=headers, **what) as response:
            await response.read()
            return response.status

    async def gets(self, path: str) -> tuple[int, str]:
        """Return the status and the text of a page."""
        async with self.session.get(self.address + path) as response:
            return response.status, await response.text()


@asynccontextmanager
async def _reached(bot: Pumasi, secret: str | None = SECRET) -> AsyncIterator[Hand]:
    async with serve(bot, "127.0.0.1", 0, secret=secret) as address, ClientSession() as session:
        yield Hand(session, address, bot)


@pytest.fixture
def bot(database: Database, api: str) -> Pumasi:
    """A bot that takes updates and answers none: it is not running."""
    return Pumasi(TOKEN, database, api=api)


@pytest.fixture
async def hand(bot: Pumasi) -> AsyncIterator[Hand]:
    """A hand at a bot that is not running."""
    async with _reached(bot) as hand:
        yield hand


@pytest.fixture
async def closed(bot: Pumasi) -> AsyncIterator[Hand]:
    """A hand at a bot that polls, so that nobody has a secret."""
    async with _reached(bot, secret=None) as hand:
        yield hand
