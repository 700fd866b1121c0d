"""Several processes on one PostgreSQL: each hears what the others write, and one at a time sends."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot import inbox as arriving
from bot import outbox
from bot.app import Pumasi
from bot.pace import Pace
from bot.simulator import World
from storage import Database
from storage.inbox import Received
from tests.conftest import TOKEN
from tests.conversations.test_machinery import all_answered, answered, echo, nothing_waits, say_numbers
from tests.people import Person

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # one process sends on SQLite
AT_ONCE = 5.0  # seconds, where the slow look comes after a minute


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the looks at the tables come far too late."""
    monkeypatch.setattr("bot.inbox.LOOK_EVERY", 60.0)
    monkeypatch.setattr("bot.outbox.LOOK_EVERY", 60.0)


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Database]:
    """The database as a second process has it."""
    other = Database(database_url)
    yield other
    await other.close()


def bot_on(database: Database, api: str) -> Pumasi:
    bot = Pumasi(TOKEN, database, api=api, pace=Pace(person=1000, person_burst=1000))
    bot.router.add(echo())
    return bot


async def arrived(world: World, after: int = 0) -> list[Received]:
    """Return what Telegram would give whoever asks."""
    return [arriving.received(each) for each in await world.updates.poll(after, 100, 0)]


async def cut(database: Database, which: str) -> int:
    """End connections of others as an administrator does, or a restart; return how many."""
    statement = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {which} \
        AND datname = current_database() AND pid <> pg_backend_pid()"
    async with database.unit() as unit:
        return await unit.connection.scalar(text(statement)) or 0


LOCKED = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)"


async def test_what_one_process_answers_the_other_sends_at_once(
    slow: None, database: Database, other: Database, world: World, api: str, mina: Person
) -> None:
    sends, answers = bot_on(database, api), bot_on(other, api)
    async with sends.running(poll=False):
        await world.until(lambda: sends.username)
        async with answers.running(poll=False):
            for number in range(3):
                await mina.acts.says(f"/echo {number}")
                [*_, update] = await arrived(world)
                await answers.intake.keep([update])
                assert await mina.hears(AT_ONCE) == str(number)
    assert (sends.dispatcher.answered, answers.dispatcher.answered) == (0, 3)
    assert (sends.sender.sent, answers.sender.sent) == (3, 0)


async def test_what_one_process_keeps_and_does_not_answer_the_other_does_at_once(
    slow: None, database: Database, other: Database, world: World, api: str, mina: Person
) -> None:
    works, keeps = bot_on(database, api), bot_on(other, api)
    async with works.running(poll=False):
        await world.until(lambda: works.username)
        await mina.acts.says("/echo here")
        await keeps.intake.keep(await arrived(world))
        assert await mina.hears(AT_ONCE) == "here"


async def test_a_process_that_does_all_itself_wakes_nobody(
    database: Database, other: Database, world: World, api: str, mina: Person
) -> None:
    heard: list[str] = []
    bot = bot_on(database, api)
    async with bot.running(), other.engine.connect() as connection:
        assert await mina.says("/echo first") == "first"
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw
        for name in ("inbox", "outbox"):
            await raw.add_listener(name, lambda *what: heard.append(what[2]))
        assert await mina.says("/echo second") == "second"
        await nothing_waits(database)
        await connection.execute(text("SELECT pg_notify('inbox', '')"))
        await connection.commit()
        await world.until(lambda: world.bell.ring() or heard)
        await connection.invalidate()
    assert heard == ["inbox"], "only the one of this test"


async def test_it_hears_again_after_its_connections_were_cut(
    slow: None, database: Database, other: Database, world: World, api: str, mina: Person
) -> None:
    works, keeps = bot_on(database, api), bot_on(other, api)
    async with works.running(poll=False):
        await mina.acts.says("/echo before")
        await keeps.intake.keep(await arrived(world))
        assert await mina.hears() == "before"
        assert await cut(other, "true") >= 2
        await mina.acts.says("/echo after")
        await keeps.intake.keep((await arrived(world))[-1:])
        assert await mina.hears(20) == "after"


async def test_who_may_send_no_longer_stops_before_another_begins_and_nothing_is_lost_or_out_of_order(
    database: Database, other: Database, world: World, api: str, mina: Person, jun: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first, second = bot_on(database, api), bot_on(other, api)
    for person in (mina, jun):
        await say_numbers(person, 6)
    world.faults.delay(outbox.GRACE - 1, "sendMessage", times=2)
    async with first.running(poll=False):
        await first.intake.keep(await arrived(world))
        await world.until(lambda: world.calls["sendMessage"] == 2)
        monkeypatch.setattr("bot.outbox.AGAIN", 60.0)  # so that it is the other who goes on
        async with second.running(poll=False):
            await world.until(lambda: second.username)  # by then it waits for its turn
            assert await cut(other, LOCKED) == 1
            await all_answered(world, [mina, jun], 7, 20)
            await nothing_waits(database)
    # The call under way when the lock was lost was made, though nobody heard: its message comes again, in its place.
    assert answered(mina) == answered(jun) == ["0", *"012345"]
    assert (first.sender.sent, second.sender.sent) == (0, 12)


async def test_a_restart_of_the_database_loses_nothing_and_keeps_the_order(
    database: Database, other: Database, world: World, api: str, mina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.GRACE", 0.5)
    bot = bot_on(database, api)
    async with bot.running(wait=1):
        for number in range(12):
            await mina.acts.says(f"/echo {number:02}")
            if number in (3, 7):
                await world.until(lambda number=number: f"{number - 3:02}" in answered(mina))
                assert await cut(other, "true") >= 1
        await world.until(lambda: "11" in answered(mina), 30)
        await nothing_waits(database)
    told = answered(mina)
    assert told == sorted(told) and set(told) == {f"{number:02}" for number in range(12)}
