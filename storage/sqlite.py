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

BUSY = 50  # milliseconds a statement waits in place, with everything else
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"busy_timeout = {BUSY}",
    "temp_store = MEMORY",  # what a savepoint may have to undo: in a file that is twenty writes a turn
)
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

    async def commit(self) -> None:
        """Transactions begin and end on the driver, not where SQLAlchemy thinks that one does."""

    async def rollback(self) -> None:
        """The same."""

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
    """Wait for other processes at the start of a transaction, never in its middle.

    Raises:
        sqlite3.OperationalError: they took too long, or the file cannot be written at all.
    """
    if _begun(raw):
        return
    deadline = time.monotonic() + PATIENCE
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begun(raw, last=time.monotonic() > deadline):
            await asyncio.sleep(0.01)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY}")


def _begun(raw: sqlite3.Connection, *, last: bool = False) -> bool:
    """Begin to write, if no other process does; at the ``last`` try that is an error."""
    try:
        raw.execute("BEGIN IMMEDIATE")
        return True
    except sqlite3.OperationalError as error:
        if last or not _is_busy(error):
            raise
        return False


def _is_busy(error: sqlite3.OperationalError) -> bool:
    """Say whether another process is in the way: the only trouble that passes by waiting."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def check_references(raw: sqlite3.Connection) -> None:
    """Raise an error if a row refers to one that is not there: where SQLite was told not to look."""
    if broken := raw.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError(f"a row of {broken[0]} refers to none of {broken[2]}")


@asynccontextmanager
async def locked(database: str, name: str) -> AsyncIterator[bool]:
    """Hold a lock beside the database file while the block runs: one process at a time.

    Gives whether it had to be waited for.

    Raises:
        sqlite3.OperationalError: the lock cannot be made there.
    """
    path, waited = f"{database}.{name}.lock", False
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise sqlite3.OperationalError(f"{path} cannot be written: {error.strerror}") from None
    try:
        while not _lock(file):
            waited = True
            await asyncio.sleep(0.5)
        yield waited
    finally:
        os.close(file)


def _lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
