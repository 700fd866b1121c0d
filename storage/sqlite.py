"""SQLite, called where it stands.

Its calls take microseconds, and aiosqlite's hop to a thread and back costs twenty times the call itself.
"""

import asyncio
import fcntl
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 50")
PATIENCE = 30.0  # seconds a writer waits for another process
DRIVER = "sqlite"  # where SQLAlchemy's connection keeps the driver's


class _Direct(aiosqlite.Connection):
    """An aiosqlite connection whose calls are made at once, without its thread."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(*args, **kwargs)

    async def _connect(self) -> "_Direct":
        self._connection = self._connector()
        return self

    def __await__(self) -> Any:
        return self._connect().__await__()

    @property
    def driver(self) -> sqlite3.Connection:
        assert self._connection is not None
        return self._connection

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def direct(path: str) -> Callable[[], Any]:
    def connect() -> aiosqlite.Connection:
        return _Direct(lambda: sqlite3.connect(path, check_same_thread=False, isolation_level=None), 64)

    return connect  # awaited by SQLAlchemy


def prepare(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        raw = record.info[DRIVER] = connection.driver_connection.driver
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")


def driver(connection: AsyncConnection) -> sqlite3.Connection | None:
    """Return the driver's own connection behind one of SQLAlchemy's; none if it is not to SQLite."""
    assert connection.sync_connection is not None
    raw: sqlite3.Connection | None = connection.sync_connection.info.get(DRIVER)
    return raw


async def begin_immediate(raw: sqlite3.Connection) -> None:
    """Wait for other processes at the start of a transaction, never in its middle."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.01)


@asynccontextmanager
async def locked(database: str, name: str) -> AsyncIterator[None]:
    """Hold a lock beside the database file while the block runs: one process at a time."""
    file = os.open(f"{database}.{name}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        while not _lock(file):
            await asyncio.sleep(0.5)
        yield
    finally:
        os.close(file)


def _lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
