"""What is written in one moment is committed once, and each answers for itself alone."""

import asyncio
import sqlite3
from collections.abc import Callable

import pytest

from storage import Database, facts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def put(database: Database, name: str, then: Callable[[], object] = lambda: None) -> None:
    async with database.unit(shares=True) as unit:
        await facts.put(unit.session, name, "here")
        then()


async def known(database: Database) -> list[str]:
    async with database.begin() as session:
        return [name for name in ("one", "two", "three") if await facts.get(session, name)]


def fail() -> None:
    raise LookupError


def driver(database: Database) -> sqlite3.Connection:
    assert database._connection is not None
    connection = database._connection.sync_connection
    assert connection is not None
    raw: sqlite3.Connection = connection.info["sqlite"]
    return raw


async def test_those_who_write_in_the_same_moment_wait_for_one_commit(database: Database) -> None:
    before = database.commits
    await asyncio.gather(*(put(database, name) for name in ("one", "two", "three")))
    assert database.commits - before == 1
    assert await known(database) == ["one", "two", "three"]


async def test_those_a_little_out_of_step_with_each_other_wait_for_one_commit_too(database: Database) -> None:
    async def later(name: str, rounds: int) -> None:
        for _round in range(rounds):
            await asyncio.sleep(0)
        await put(database, name)

    before = database.commits
    await asyncio.gather(later("one", 0), later("two", 4), later("three", 8))
    assert database.commits - before == 1
    assert await known(database) == ["one", "two", "three"]


async def test_one_who_fails_among_them_leaves_no_trace_and_stops_nobody(database: Database) -> None:
    work = put(database, "one"), put(database, "two", fail), put(database, "three")
    first, second, third = await asyncio.gather(*work, return_exceptions=True)
    assert (first, third) == (None, None) and isinstance(second, LookupError)
    assert await known(database) == ["one", "three"]


async def test_who_only_fails_commits_nothing(database: Database) -> None:
    before = database.commits
    with pytest.raises(LookupError):
        await put(database, "one", fail)
    assert await asyncio.wait_for(known(database), 5) == [] and database.commits == before + 1  # that look itself


async def test_a_commit_that_fails_is_told_to_everybody_in_it(database: Database) -> None:
    def refuse(action: int, what: str | None, *_more: object) -> int:
        return sqlite3.SQLITE_DENY if (action, what) == (sqlite3.SQLITE_TRANSACTION, "COMMIT") else sqlite3.SQLITE_OK

    await known(database)
    driver(database).set_authorizer(refuse)
    outcomes = await asyncio.gather(put(database, "one"), put(database, "two"), return_exceptions=True)
    assert all(isinstance(outcome, sqlite3.DatabaseError) for outcome in outcomes)
    driver(database).set_authorizer(None)
    assert await known(database) == []
    await put(database, "three")
    assert await known(database) == ["three"]


async def test_what_the_database_gives_up_as_a_whole_is_nobodys(database: Database) -> None:
    def give_up() -> None:
        driver(database).rollback()  # as SQLite does by itself where the disk is full
        fail()

    work = put(database, "one"), put(database, "two", give_up)
    assert all(isinstance(each, LookupError) for each in await asyncio.gather(*work, return_exceptions=True))
    assert await known(database) == []


async def test_who_reads_alone_sees_nothing_that_is_not_safe(database: Database) -> None:
    async def look() -> tuple[list[str], int]:
        return await known(database), database.commits

    before = database.commits
    _one, (seen, commits), _two = await asyncio.gather(put(database, "one"), look(), put(database, "two"))
    assert seen == ["one"] and commits - before == 2  # what came before it, and the look
    assert await known(database) == ["one", "two"]
