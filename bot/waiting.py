"""Waiting for one thing or another, with an end."""

import asyncio


async def either(*events: asyncio.Event, seconds: float) -> None:
    """Return when one of these is set, or after so many seconds."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
