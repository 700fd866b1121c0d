"""One Database per process; one unit of work per change."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import orjson
from sqlalchemy import CursorResult, event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.expression import Delete, Update

from storage import postgres, sqlite
from storage.together import Together

Session = AsyncSession
_AT_END = "at end"
_JSON: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}


class Unit:
    """One transaction: a connection for hot statements, a session for everything else."""

    def __init__(self, connection: AsyncConnection, spare: list[AsyncSession] | None = None) -> None:
        self.connection = connection
        self.info: dict[Any, Any] = {}  # what the session of this transaction is given along
        self._spare = [] if spare is None else spare  # sessions on this connection that hold nothing
        self._session: AsyncSession | None = None

    @property
    def session(self) -> Session:
        """The session of this transaction, taken when first needed."""
        if self._session is None:
            self._session = self._spare.pop() if self._spare else _session(self.connection)
            self._session.info.update(self.info)
        return self._session

    async def finish(self) -> None:
        """Write what the session holds, and let go of it. One that only lent its name to hot statements is spare."""
        session = self._session
        if session is None:
            return
        if session.in_transaction():
            await session.flush()
        for write in session.info.pop(_AT_END, ()):
            await write()
        if session.in_transaction():
            await session.commit()
            await session.close()
        else:
            session.info.clear()
            self._spare.append(session)

    async def drop(self) -> None:
        """Let go of the session with whatever it holds."""
        if self._session is not None:
            await self._session.close()


def _session(connection: AsyncConnection) -> AsyncSession:
    return AsyncSession(connection, expire_on_commit=False, autoflush=True)


class Database:
    """Where everything is kept."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._taken: set[str] = set()
        if self.sqlite:
            # Values are not shown in errors, because errors go to the log and values are what people wrote.
            self.engine = create_async_engine(
                url,
                poolclass=StaticPool,
                async_creator=sqlite.direct(self.url.database or ":memory:"),
                hide_parameters=True,
                **_JSON,
            )
            sqlite.prepare(self.engine.sync_engine)
        else:
            self.engine = create_async_engine(
                url, pool_size=10, max_overflow=10, pool_pre_ping=False, hide_parameters=True, **_JSON
            )
            event.listen(self.engine.sync_engine, "commit", self._count)
            postgres.prepare(self.engine, self._taken)
        self._together = Together()
        self._connection: AsyncConnection | None = None
        self._spare: list[AsyncSession] = []  # on that connection

    @property
    def commits(self) -> int:
        """How many transactions were committed, since the start."""
        return self._together.commits

    def _count(self, _connection: object) -> None:
        self._together.commits += 1

    def unit(self, *, rebuilds: bool = False, shares: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction: commits when the block ends, rolls back when it raises.

        One that ``rebuilds`` tables may drop what others refer to; that all refers to something is seen at its end.
        One that ``shares`` is committed with others of the same moment, where that saves waiting for the disk.
        """
        if not self.sqlite:
            return self._pooled()
        return self._with_others() if shares else self._alone(rebuilds)

    @asynccontextmanager
    async def _pooled(self) -> AsyncIterator[Unit]:
        async with self.engine.begin() as connection:
            unit = Unit(connection)
            try:
                yield unit
                await unit.finish()
            except BaseException:
                await unit.drop()
                raise

    @asynccontextmanager
    async def _with_others(self) -> AsyncIterator[Unit]:
        connection, raw = await self._direct()
        async with self._together.joined(raw), _on(connection, self._spare) as unit:
            yield unit

    @asynccontextmanager
    async def _alone(self, rebuilds: bool) -> AsyncIterator[Unit]:
        connection, raw = await self._direct()
        async with self._together.alone():
            try:
                if rebuilds:
                    raw.execute("PRAGMA foreign_keys = OFF")  # has no effect once a transaction has begun
                await sqlite.begin_immediate(raw)
                async with _on(connection, self._spare) as unit:
                    yield unit
                if rebuilds:
                    sqlite.check_references(raw)
                raw.commit()
                self._together.commits += 1
            except BaseException:
                raw.rollback()
                raise
            finally:
                if rebuilds:
                    raw.execute("PRAGMA foreign_keys = ON")

    async def _direct(self) -> tuple[AsyncConnection, sqlite3.Connection]:
        """Return the one connection that serves all, whose transactions begin and end on the driver itself."""
        if self._connection is None:
            self._connection = await self.engine.connect()
        raw = sqlite.driver(self._connection)
        assert raw is not None
        return self._connection, raw

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads, sees one moment, and keeps nobody from writing."""
        async with AsyncExitStack() as stack:
            if self.sqlite:
                await stack.enter_async_context(self._together.alone())
            connection = await stack.enter_async_context(self.engine.connect())
            if raw := sqlite.driver(connection):
                raw.execute("BEGIN")
                stack.callback(raw.rollback)
            else:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a unit of work for statements of the ORM."""
        async with self.unit() as unit:
            yield unit.session

    @asynccontextmanager
    async def sole(self, name: str, lost: asyncio.Event | None = None) -> AsyncIterator[bool]:
        """Wait until no other process holds this name, then hold it while the block runs.

        Gives whether another process held it before. ``lost`` is set when it is no longer ours.
        """
        lost = lost or asyncio.Event()
        if self.sqlite:
            holding = sqlite.locked(self.url.database or "memory", name)
        else:
            holding = postgres.locked(self.engine, name, lost)
        async with holding as waited:
            with self.taking(name):
                yield waited

    @contextmanager
    def taking(self, name: str) -> Iterator[None]:
        """Take what this process writes under this name itself, while the block runs: nobody else is woken for it."""
        self._taken.add(name)
        try:
            yield
        finally:
            self._taken.discard(name)

    async def listen(self, bells: Mapping[str, Callable[[], None]]) -> None:
        """Call what belongs to a name whenever another process wrote what is taken under it; return where none can."""
        if not self.sqlite:
            await postgres.listen(self.engine, bells)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
        await self.engine.dispose()


@asynccontextmanager
async def _on(connection: AsyncConnection, spare: list[AsyncSession]) -> AsyncIterator[Unit]:
    """Give a unit on a connection to SQLite, within a transaction of the driver."""
    unit = Unit(connection, spare)
    try:
        yield unit
        await unit.finish()
        if connection.in_transaction():
            await connection.commit()
    except BaseException:
        await unit.drop()
        await connection.rollback()
        raise


def at_end(session: Session, write: Callable[[], Awaitable[None]]) -> None:
    """Let this be written when the transaction ends, behind everything else."""
    session.info.setdefault(_AT_END, []).append(write)


async def changed(session: Session, statement: Update | Delete) -> int:
    """Execute a change and return how many rows it met."""
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
