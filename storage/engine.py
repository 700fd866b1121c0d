"""One Database per process; one unit of work per change."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import ClauseElement, CursorResult, event, make_url, text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Delete, Update

from storage import sqlite

Session = AsyncSession


class Unit:
    """One transaction: a connection for compiled statements, a session for everything else."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._session: AsyncSession | None = None

    @property
    def session(self) -> Session:
        """The session of this transaction, made when first needed."""
        if self._session is None:
            self._session = AsyncSession(self.connection, expire_on_commit=False, autoflush=True)
        return self._session

    async def flush(self) -> None:
        if self._session is not None:
            await self._session.flush()


class Database:
    """Where everything is kept."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.commits = 0
        if self.sqlite:
            # Values are not shown in errors, because errors go to the log and values are what people wrote.
            self.engine = create_async_engine(
                url,
                poolclass=StaticPool,
                async_creator=sqlite.direct(self.url.database or ":memory:"),
                hide_parameters=True,
            )
            sqlite.prepare(self.engine.sync_engine)
        else:
            self.engine = create_async_engine(
                url, pool_size=10, max_overflow=10, pool_pre_ping=False, hide_parameters=True
            )
        self._one_writer = asyncio.Lock()
        event.listen(self.engine.sync_engine, "commit", self._count)

    def _count(self, _connection: object) -> None:
        self.commits += 1

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """Open a transaction: commits when the block ends, rolls back when it raises."""
        async with AsyncExitStack() as stack:
            if self.sqlite:
                await stack.enter_async_context(self._one_writer)
            connection = await stack.enter_async_context(self.engine.begin())
            if self.sqlite:
                await sqlite.begin_immediate(connection)
            unit = Unit(connection)
            yield unit
            await unit.flush()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads, sees one moment, and keeps nobody from writing."""
        async with AsyncExitStack() as stack:
            if self.sqlite:
                await stack.enter_async_context(self._one_writer)
            connection = await stack.enter_async_context(self.engine.connect())
            if self.sqlite:
                await connection.exec_driver_sql("BEGIN")
            else:
                await connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a unit of work for statements of the ORM."""
        async with self.unit() as unit:
            yield unit.session

    @asynccontextmanager
    async def sole(self, name: str) -> AsyncIterator[None]:
        """Wait until no other process holds this name, then hold it while the block runs."""
        if self.sqlite:
            async with sqlite.locked(self.url.database or "memory", name):
                yield
            return
        key = {"key": zlib.crc32(name.encode())}
        async with self.engine.connect() as connection:
            while not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
                await asyncio.sleep(0.5)
            await connection.commit()
            try:
                yield
            finally:
                await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
                await connection.commit()

    async def close(self) -> None:
        await self.engine.dispose()


class Compiled:
    """A statement compiled once per dialect: for the few that run on every update.

    Values go to the driver as they are, so its columns are plain numbers and texts.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._by_dialect: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {}

    async def __call__(self, connection: AsyncConnection, **values: object) -> CursorResult[Any]:
        sql, order, fixed = self._for(connection.dialect)
        values = fixed | values
        return await connection.exec_driver_sql(sql, tuple(values[name] for name in order))

    def _for(self, dialect: Dialect) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        if dialect.name not in self._by_dialect:
            done = self._statement.compile(dialect=dialect)
            assert isinstance(done, SQLCompiler)
            fixed = {name: value for name, value in done.params.items() if value is not None}
            self._by_dialect[dialect.name] = str(done), tuple(done.positiontup or ()), fixed
        return self._by_dialect[dialect.name]


async def changed(session: Session, statement: Update | Delete) -> int:
    """Execute a change and return how many rows it met."""
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
