"""Waiting until something has changed."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


class Bell:
    """Wakes everybody who waits for it; costs next to nothing while nobody does."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody who waits now."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, found: Callable[[], _T], seconds: float) -> _T:
        """Return what ``found`` finds as soon as it is true, looking again at every ring.

        After ``seconds`` return what it finds then, true or not.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while not (thing := found()):
            left = ends - loop.time()
            if left <= 0:
                break
            await self._rung(left)
        return thing

    async def _rung(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait((future,), timeout=seconds)
        finally:
            self._waiting.discard(future)
