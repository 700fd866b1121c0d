"""The long waits of the web chat's pages: few at once, because a browser keeps only six connections."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")
MOST = 4  # of one browser; what is sent needs a connection too


class Waits:
    """Lets the newest waits of each browser wait, and ends the oldest of too many."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[asyncio.Task[Any]]] = defaultdict(deque)

    async def end(self, browser: str, wait: Coroutine[Any, Any, _T]) -> _T | None:
        """Return what a wait brings; nothing if it had to give way to others."""
        task, waiting = asyncio.create_task(wait), self._waiting[browser]
        waiting.append(task)
        if len(waiting) > MOST:
            waiting.popleft().cancel()
        try:
            await asyncio.wait((task,))
        finally:
            task.cancel()
            if task in waiting:
                waiting.remove(task)
        return None if task.cancelled() else task.result()
