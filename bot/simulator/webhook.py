"""Pushing updates to the bot's webhook."""

import asyncio
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.simulator.api import Json
from bot.simulator.updates import Push
from bot.simulator.world import World

_PATIENCE = ClientTimeout(total=60)


async def push_updates(world: World) -> None:
    """Push for ever, over as many connections as the webhook allows, one update per chat at a time.

    What is not answered with 200 is pushed again; so is what was on its way when this is cancelled.
    """
    session = ClientSession(timeout=_PATIENCE, json_serialize=_dumps)
    async with session, asyncio.TaskGroup() as group:
        under_way: set[asyncio.Task[None]] = set()
        while True:
            while len(under_way) >= world.updates.webhook.get("max_connections", 1):
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            push = await world.updates.next_to_push()
            task = group.create_task(_push(world, session, push))
            under_way.add(task)
            task.add_done_callback(under_way.discard)


async def _push(world: World, session: ClientSession, push: Push) -> None:
    error = _error(world, "Connection closed")
    try:
        error = await _post(world, session, push)
        if error:
            await asyncio.sleep(world.push_again_after)
    finally:
        world.updates.pushed(push, error)
        world.bell.ring()


async def _post(world: World, session: ClientSession, push: Push) -> Json:
    """Push once; return what went wrong, nothing if it arrived."""
    secret = push.webhook["secret"]
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    try:
        async with session.post(push.webhook["url"], json=push.update, headers=headers) as response:
            if response.status == 200:
                return {}
            return _error(world, f"Wrong response from the webhook: {response.status} {response.reason}")
    except (ClientError, TimeoutError, OSError) as error:
        return _error(world, str(error) or type(error).__name__)


def _error(world: World, why: str) -> Json:
    return {"last_error_date": int(world.now().timestamp()), "last_error_message": why}


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()
