"""PostgreSQL, where several processes share it: who does what alone, and who is told of it."""

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger(__name__)

TAKEN = "taken"  # where SQLAlchemy's connection keeps what this process takes
TRY_EVERY = 0.5  # seconds between attempts to get a lock another process has
LOOK_EVERY = 1.0  # seconds between looks whether a connection still lives
PATIENCE = 3.0  # seconds such a look may take
AGAIN = 1.0  # seconds before a lost connection is made anew
GONE = (OSError, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError)  # OSError: also a time that ran out


def prepare(engine: AsyncEngine, taken: set[str]) -> None:
    """Let every connection know what this process takes itself."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(_connection: object, record: Any) -> None:
        record.info[TAKEN] = taken


async def ring(connection: AsyncConnection, name: str) -> None:
    """Wake the process that takes what was written, once this transaction commits.

    What this process takes itself is handed on in memory: then nobody is woken, and never with SQLite.
    """
    if name not in connection.info.get(TAKEN, {name}):
        await connection.execute(text("SELECT pg_notify(:name, '')"), {"name": name})


async def listen(engine: AsyncEngine, bells: Mapping[str, Callable[[], None]]) -> None:
    """Call what belongs to a name whenever another process rings it, for ever."""
    while True:
        try:
            async with _own(engine) as raw:
                for name, rung in bells.items():
                    await raw.add_listener(name, _on_ring(rung))
                    rung()  # who rang while nobody listened was not heard
                await _end(raw, asyncio.Event())
        except GONE as error:
            log.info("other processes cannot be heard now: %s", type(error).__name__)
        await asyncio.sleep(AGAIN)


def _on_ring(rung: Callable[[], None]) -> Callable[..., None]:
    def hear(*_what: object) -> None:
        rung()

    return hear


@asynccontextmanager
async def locked(engine: AsyncEngine, name: str, lost: asyncio.Event) -> AsyncIterator[bool]:
    """Hold an advisory lock while the block runs: one process at a time, as long as its connection lives.

    Gives whether it had to be waited for; ``lost`` is set when the connection is gone, and the lock with it.
    """
    key, waited = zlib.crc32(name.encode()), False
    async with _own(engine) as raw:
        while not await raw.fetchval("SELECT pg_try_advisory_lock($1)", key, timeout=PATIENCE):
            waited = True
            await asyncio.sleep(TRY_EVERY)
        watching = asyncio.create_task(_end(raw, lost))
        try:
            yield waited
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            if not lost.is_set():
                await raw.execute("SELECT pg_advisory_unlock($1)", key)


@asynccontextmanager
async def _own(engine: AsyncEngine) -> AsyncIterator[Any]:
    """Give a connection of the driver's that nobody else uses, not before nor after."""
    async with engine.connect() as connection:
        try:
            yield (await connection.get_raw_connection()).driver_connection
        finally:
            await connection.invalidate()


async def _end(raw: Any, lost: asyncio.Event) -> None:
    """Return, and set ``lost``, when a connection is closed, or no longer answers."""
    raw.add_termination_listener(lambda _connection: lost.set())
    while not lost.is_set():
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await lost.wait()
        except TimeoutError:
            await _look(raw, lost)


async def _look(raw: Any, lost: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await raw.execute("SELECT 1")
    except GONE:
        lost.set()
