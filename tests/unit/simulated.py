"""A simulator that is being served, and a bare hand at its Bot API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession

from bot.simulator import Stage, World, serving
from bot.simulator.api import Json


class Api:
    """Calls methods without any bot library."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(self, method: str, **params: Any) -> Json:
        """Return the whole answer."""
        async with self.session.post(f"{self.url}/bot42:TEST/{method}", json=params) as response:
            body: Json = await response.json()
            assert response.status == body.get("error_code", 200)
            return body

    async def result(self, method: str, **params: Any) -> Any:
        """Return the result of a call that must succeed."""
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """Return the description of a refusal."""
        body = await self(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **params: Any) -> list[Json]:
        """Return what getUpdates gives now."""
        updates: list[Json] = await self.result("getUpdates", **params)
        return updates


async def eventually(found: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is true that rings no bell."""
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.002)


@asynccontextmanager
async def calling(world: World, stage: Stage | None = None) -> AsyncIterator[Api]:
    """Serve the world and give a hand at its Bot API until the block ends."""
    async with serving(world, stage=stage) as url, ClientSession() as session:
        yield Api(session, url)
