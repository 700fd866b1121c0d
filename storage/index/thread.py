"""The one thread in which the index is touched."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Damaged(Exception):
    """What the folder holds cannot be read."""


class Thread:
    """Work in a thread of its own, one piece after the other."""

    def __init__(self, name: str) -> None:
        self._threads = ThreadPoolExecutor(1, name)

    async def __call__(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what the work gives.

        Raises:
            Damaged: it failed, with whatever: a library that panics does not raise an Exception.
        """

        def safely() -> T:
            try:
                return work(*given, **named)
            except BaseException as error:
                raise Damaged(str(error)) from error

        return await asyncio.get_running_loop().run_in_executor(self._threads, safely)

    def close(self) -> None:
        """Take no more work; what is under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
