"""The model at work: in threads of its own, and what it has read of late is remembered."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from bot.language.encoder import Encoder
from storage.index.meaning import Vector

P = ParamSpec("P")
T = TypeVar("T")

LONGEST = 400  # characters of a query or a draft that are read
REMEMBERED = 500  # vectors of these that are kept


class Model:
    """What reads texts, if anything does."""

    def __init__(self, encoder: Encoder | None) -> None:
        self.encoder = encoder
        # Apart from the loop's own threads, for which it would wait at the end.
        self._threads = ThreadPoolExecutor(2, "model")
        self._remembered: dict[tuple[str, bool], Vector] = {}

    async def beside(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what some other work of the model gives, done in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *given, **named))

    async def read(self, texts: Sequence[str], *, query: bool = False) -> Vector:
        """Return a vector for each of these texts."""
        assert self.encoder
        return await self.beside(self.encoder.encode, texts, query=query)

    def vectors(self, texts: Sequence[str]) -> Vector:
        """Return a vector for each of these texts, all read as queries. Not for the loop: see ``beside``."""
        assert self.encoder
        known = self._remembered.get((_beginning(texts[0]), True)) if len(texts) == 1 else None
        return self.encoder.encode(texts, query=True) if known is None else known[None]

    async def vector(self, text: str, *, query: bool = False) -> Vector:
        """Return the vector of the beginning of a text, read only once however often it is asked for."""
        key = _beginning(text), query
        if key not in self._remembered:
            vector = (await self.read([key[0]], query=query))[0]
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = vector
        return self._remembered[key]

    def close(self) -> None:
        """Take no more work; what is under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _beginning(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
