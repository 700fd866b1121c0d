"""The schema: built by migrations, told by models, the same on both databases."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from storage import Database, schema
from storage.models import Base
from tests.commands import Operator
from tests.conftest import city_of
from tests.databases import REGISTER


@pytest.fixture(params=["sqlite", "postgres"])
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    async with request.getfixturevalue("postgres_copies").fresh() as url:
        database = Database(url)
        async with database.unit() as unit:
            await unit.connection.run_sync(_drop_everything)
        await database.close()
        yield url


def _drop_everything(connection: Connection) -> None:
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    database = Database(empty_url)
    yield database
    await database.close()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _tables(connection: Connection) -> set[str]:
    found = MetaData()
    found.reflect(connection)
    return set(found.tables)


async def test_models_and_migrations_build_the_same_schema(empty: Database) -> None:
    async with empty.unit() as unit:
        await unit.connection.run_sync(schema.upgrade)
        assert await unit.connection.run_sync(_differences) == []


async def test_every_migration_can_be_undone_and_done_again(empty: Database) -> None:
    for _ in range(2):
        async with empty.unit() as unit:
            await unit.connection.run_sync(schema.upgrade)
        async with empty.unit() as unit:
            await unit.connection.run_sync(schema.downgrade, "base")
            assert await unit.connection.run_sync(_tables) == {"alembic_version"}


async def test_a_migration_that_fails_leaves_nothing_behind(empty: Database) -> None:
    with pytest.raises(RuntimeError):
        async with empty.unit() as unit:
            await unit.connection.run_sync(schema.upgrade)
            raise RuntimeError
    async with empty.unit() as unit:
        assert await unit.connection.run_sync(_tables) == set()


async def test_what_was_done_is_told_and_done_once(empty: Database) -> None:
    first = await schema.migrate(empty, REGISTER)
    assert first[0] == f"schema empty → {schema.head()}" and "places" in first[1]
    assert await schema.migrate(empty, REGISTER) == []
    async with empty.begin() as session:
        assert (await city_of(session, "수원시")).code == "SUW"


async def test_several_processes_may_start_at_once(empty_url: str, empty: Database, tmp_path: Path) -> None:
    operator = Operator(tmp_path, PUMASI_DATABASE_URL=empty_url)
    said = await asyncio.gather(*(operator.types("migrate") for _ in range(3)))
    assert [(each.code, each.err) for each in said] == [(0, [])] * 3
    assert sorted(each.out[0][:12] for each in said) == ["everything i"] * 2 + ["schema empty"]
    async with empty.unit() as unit:
        assert await unit.connection.run_sync(schema.version) == schema.head()


async def test_a_database_of_a_later_version_is_left_alone(database: Database) -> None:
    async with database.unit() as unit:
        await unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.TooNew):
        await schema.migrate(database, REGISTER)


async def test_numbers_are_never_given_again_after_all_migrations(empty: Database) -> None:
    async with empty.unit(rebuilds=True) as unit:
        await unit.connection.run_sync(schema.upgrade)
        if empty.sqlite:
            made = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
            kept = set(await unit.connection.scalars(text(made)))
            wanted = {table.name for table in Base.metadata.tables.values() if table.autoincrement_column is not None}
            assert kept == wanted


async def test_a_rebuilding_transaction_that_breaks_a_reference_is_undone(database: Database) -> None:
    async with database.begin() as session:
        await city_of(session, "수원시")
    with pytest.raises(Exception, match=r"refers|violates"):
        async with database.unit(rebuilds=True) as unit:
            await unit.connection.exec_driver_sql("DELETE FROM offices")
    async with database.begin() as session:
        assert (await city_of(session, "수원시")).code == "SUW"
    with pytest.raises(Exception, match=r"FOREIGN KEY|violates"):
        async with database.unit() as unit:
            await unit.connection.exec_driver_sql("DELETE FROM offices")
