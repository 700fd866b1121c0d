"""A disk that takes nothing more: one clear line at once, and nothing spoilt."""

import asyncio
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import Database, schema, sqlite
from tests.commands import Operator
from tests.conftest import TOKEN

ROOM = 200_000  # bytes: far less than the places need
AT_ONCE = 2.0  # seconds


@pytest.fixture
def operator(tmp_path: Path, api: str) -> Operator:
    return Operator(tmp_path, PUMASI_BOT_API=api, PUMASI_BOT_TOKEN=TOKEN, PUMASI_LISTEN="127.0.0.1:0")


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file grow further, here and in the processes started meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("command", ["run", "migrate"])
async def test_a_disk_that_takes_nothing_more_is_said_in_one_line(operator: Operator, command: str) -> None:
    with no_room():
        finished = await operator.types(command)
    assert finished.code == 2 and len(finished.err) == 1, finished.err
    assert finished.err[0].startswith("pumasi: the database cannot be used: ")
    assert (await operator.types("migrate")).code == 0, "with room again all is well"


async def test_a_lock_that_cannot_be_made_is_said_in_one_line(operator: Operator) -> None:
    lock = operator.folder / "data" / "pumasi.db.migrate.lock"
    lock.mkdir(parents=True)
    finished = await operator.types("run")
    assert finished.code == 2 and len(finished.err) == 1, finished.err
    assert f"{lock} cannot be written" in finished.err[0]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_database_that_may_only_be_read_is_said_in_one_line(
    operator: Operator, database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        name = await unit.connection.scalar(text("SELECT current_database()"))
        await unit.connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    finished = await operator.but(PUMASI_DATABASE_URL=database_url).types("run")
    assert finished.code == 2 and len(finished.err) == 1, finished.err
    assert "read-only transaction" in finished.err[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_may_only_be_read_is_noticed_at_the_start(database: Database) -> None:
    async with database.engine.connect() as connection:
        sqlite.driver(connection).execute("PRAGMA query_only = ON")
    begun = time.monotonic()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await schema.migrate(database)
    assert time.monotonic() - begun < AT_ONCE


async def test_a_file_that_cannot_be_opened_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pumasi.db"
    made = sqlite3.connect(path)
    made.execute("PRAGMA journal_mode = WAL")
    made.close()
    (tmp_path / "pumasi.db-wal").mkdir()  # as where no file may be made beside it
    refused = sqlite3.connect(path, isolation_level=None)
    begun = time.monotonic()
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        await sqlite.begin_immediate(refused)
    assert time.monotonic() - begun < AT_ONCE
    refused.close()


async def test_a_database_another_process_writes_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pumasi.db"
    writer, waits = (sqlite3.connect(path, isolation_level=None, timeout=0.05) for _ in range(2))
    await sqlite.begin_immediate(writer)
    begun = time.monotonic()
    asyncio.get_running_loop().call_later(0.5, writer.execute, "ROLLBACK")
    await sqlite.begin_immediate(waits)
    assert time.monotonic() - begun >= 0.4
    waits.close()
    writer.close()
