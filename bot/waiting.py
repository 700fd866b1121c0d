"""Waiting for something, with an end."""

import asyncio
from contextlib import suppress


async def event_or_end(event: asyncio.Event, seconds: float) -> None:
    """Return when this is set, or after so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


async def either(one: asyncio.Event, other: asyncio.Event, seconds: float) -> None:
    """Return when one of these is set, or after so many seconds."""
    waits = [asyncio.create_task(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
