"""The workshop: pictures and reports are made in processes of their own, so that the bot goes on answering.

What is wanted is an ``Order``: the name of a function and plain data, so that it can wait in the outbox. The same
order is made once, however many ask for it, and what was made is kept on disk while there is room.
"""

import asyncio
import hashlib
import logging
import os
import pickle
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import orjson

from bot.settings import HERE

log = logging.getLogger(__name__)

P = ParamSpec("P")
Gather = Callable[Concatenate[Any, P], Awaitable[tuple[Any, ...]]]

PATIENCE = 90.0  # seconds for one order
IDLE = 120.0  # seconds without work, after which a process ends and its memory is free
MOST_ORDERS = 100  # of one process: what libraries keep for themselves is freed with it
ROOM = 200_000_000  # bytes on disk
_JSON = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


class NotMade(Exception):
    """An order could not be carried out. ``why``: late, failed, or lacking, where setup left something out."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(what or why)
        self.why = why


@dataclass(frozen=True)
class Order:
    """What is to be made: a maker and its arguments, or what ``gather`` reads them with from the database."""

    maker: str
    arguments: Sequence[Any]
    gather: str = ""

    @property
    def lane(self) -> str:
        """The package of the maker: each has a process, so that no map waits for the report of a country."""
        return ".".join(self.maker.split(".")[:2])

    def written(self) -> dict[str, Any]:
        """Return it as what JSON has forms for; files have none."""
        known = {"maker": self.maker, "arguments": self.arguments, "gather": self.gather}
        written: dict[str, Any] = orjson.loads(orjson.dumps(known, default=_number, option=_JSON))
        return written


def order(maker: Callable[P, bytes], *arguments: P.args, **named: P.kwargs) -> Order:
    """Order what a function makes of plain values: numbers, texts, days, lists, mappings, dataclasses of these."""
    assert not named, "arguments travel by their place"
    return Order(_name(maker), arguments)


def gathered(maker: Callable[..., bytes], gather: Gather[P], *arguments: P.args, **named: P.kwargs) -> Order:
    """Order what a function makes of what another reads from the database, just before it is made."""
    assert not named, "arguments travel by their place"
    return Order(_name(maker), arguments, _name(gather))


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}:{function.__qualname__}"


class Workshop:
    """Makes what is ordered, one order of a lane after another, and keeps what it made in a folder.

    Without a folder nothing is kept. ``shapes`` is the folder of what maps are drawn from.
    """

    def __init__(
        self, folder: Path | None = None, *, shapes: Path = HERE / "data", patience: float = PATIENCE, room: int = ROOM
    ) -> None:
        self._kept = Kept(folder, room) if folder else None
        self._shapes, self._patience = shapes, patience
        self._lanes: dict[str, Bench] = {}
        self._making: dict[str, asyncio.Task[bytes]] = {}
        self.made = 0  # orders, since the start

    async def make(self, order: Order) -> bytes:
        """Return what was ordered; who asks while it is being made gets the same.

        Raises:
            NotMade: it failed, took too long, or needs what setup did not build.
        """
        digest = _digest(order)
        if self._kept and (found := self._kept.get(digest)) is not None:
            return found
        if digest not in self._making:
            task = self._making[digest] = asyncio.create_task(self._make(order, digest))
            task.add_done_callback(lambda task: self._made(digest, task))
        return await asyncio.shield(self._making[digest])  # one who gives up does not take the others along

    def _made(self, digest: str, task: asyncio.Task[bytes]) -> None:
        del self._making[digest]
        if not task.cancelled():
            task.exception()  # it was told to whoever still waits

    async def _make(self, order: Order, digest: str) -> bytes:
        bench = self._lanes.setdefault(order.lane, Bench(self._shapes, self._patience))
        content = await bench.make(order)
        self.made += 1
        if self._kept:
            self._kept.put(digest, content)
        return content

    async def close(self) -> None:
        """End the processes; what is being made is given up."""
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        for bench in self._lanes.values():
            await bench.close()


class Bench:
    """One process that makes one thing at a time; begun when it is needed, and again where it died."""

    def __init__(self, shapes: Path, patience: float) -> None:
        self._shapes, self._patience = shapes, patience
        self._process: Process | None = None
        self._orders = 0
        self._free = asyncio.Lock()
        self._ending: asyncio.TimerHandle | None = None

    async def make(self, order: Order) -> bytes:
        async with self._free:
            if self._ending:
                self._ending.cancel()
            try:
                async with asyncio.timeout(self._patience):
                    answer = await self._answered(order)
            except TimeoutError:
                await self.close()
                log.warning("%s took longer than %s s", order.maker, self._patience)
                raise NotMade("late") from None
            except BaseException:  # it is in the middle of something nobody waits for
                await self.close()
                raise
            await self._rest()
        kind, content = answer
        if kind == "made":
            return bytes(content)
        log.error("%s: %s (%s)", order.maker, content, kind)
        raise NotMade(kind, str(content))

    async def _answered(self, order: Order) -> tuple[str, Any]:
        """Hand over the order; where the process has died meanwhile, once more to a new one."""
        parcel = pickle.dumps((order.maker, order.arguments))
        for _ in range(2):
            process = await self._running()
            assert process.stdin and process.stdout
            try:
                process.stdin.write(len(parcel).to_bytes(8) + parcel)
                await process.stdin.drain()
                size = int.from_bytes(await process.stdout.readexactly(8))
                answer: tuple[str, Any] = pickle.loads(await process.stdout.readexactly(size))
                return answer
            except (OSError, asyncio.IncompleteReadError):
                await self.close()
        return "failed", "its process ended twice"

    async def _running(self) -> Process:
        if self._process is None:
            self._orders = 0
            command = [sys.executable, "-m", "bot.bench", str(self._shapes.resolve()), str(int(self._patience) + 5)]
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=HERE, env={**os.environ, **_QUIET}
            )
        return self._process

    async def _rest(self) -> None:
        self._orders += 1
        if self._orders >= MOST_ORDERS:
            await self.close()
        else:
            self._ending = asyncio.get_running_loop().call_later(IDLE, self._kill)

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def close(self) -> None:
        """End the process, whatever it does."""
        if self._ending:
            self._ending.cancel()
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class Kept:
    """What was made, by what it was made of. Emptied at the start: a new program may draw otherwise."""

    def __init__(self, folder: Path, room: int) -> None:
        self._folder, self._room = folder, room
        shutil.rmtree(folder, ignore_errors=True)

    def get(self, digest: str) -> bytes | None:
        """Return what was made, if it is still there."""
        file = self._folder / digest
        try:
            content = file.read_bytes()
            os.utime(file)  # what is asked for stays
        except OSError:
            return None
        return content

    def put(self, digest: str, content: bytes) -> None:
        """Keep what was made if there is room; what was not asked for the longest goes first."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f"{digest}.new"
            unfinished.write_bytes(content)
            unfinished.replace(self._folder / digest)
            self._tidy()
        except OSError as error:
            log.warning("what was made cannot be kept: %s", error.strerror)

    def _tidy(self) -> None:
        files = sorted(((each.stat(), each) for each in self._folder.iterdir()), key=lambda each: each[0].st_mtime)
        too_much = sum(about.st_size for about, _ in files) - self._room
        for about, file in files:
            if too_much <= 0:
                break
            file.unlink(missing_ok=True)
            too_much -= about.st_size


# More threads would take the processor from the bot, and more memory.
_QUIET = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _digest(order: Order) -> str:
    content = orjson.dumps([order.maker, order.arguments], default=_number_or_digest, option=_JSON)
    alike = orjson.dumps(orjson.loads(content), option=_JSON)  # the fields of a dataclass are in no order yet
    return hashlib.blake2b(alike, digest_size=20).hexdigest()


def _number_or_digest(value: Any) -> str:
    return hashlib.blake2b(value).hexdigest() if isinstance(value, bytes) else _number(value)


def _number(value: Any) -> str:
    """Return a number to the last digit, as text: JSON has only those of floating point."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain value")
