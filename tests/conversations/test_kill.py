"""The process ends at the worst moments: nothing is lost, nothing happens twice, order is kept in each chat."""

import asyncio
import contextlib
import random
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.simulator import World
from storage import Database
from storage.invented import NEIGHBOURS
from storage.models import Action, City, Draft, Incoming
from storage.models import Person as PersonRow
from tests.commands import Command, Operator, until
from tests.conftest import TOKEN, seated
from tests.people import Person, Seen

KILLS, FEWEST = 7, 5
LONG_ENOUGH = 20.0  # seconds, after which a busy machine need not kill more than the fewest
PATIENCE = 60.0  # seconds until everything has been answered
BUSES = "Night buses run until two o'clock on Fridays in the old town."
CITIES = ("수원시", "창원시", "Toyama")


@pytest.fixture
async def operator(tmp_path: Path, database_url: str, api: str) -> AsyncIterator[Operator]:
    operator = Operator(
        tmp_path, PUMASI_DATABASE_URL=database_url, PUMASI_BOT_API=api, PUMASI_BOT_TOKEN=TOKEN,
        PUMASI_LISTEN="127.0.0.1:0",
    )  # fmt: skip
    yield operator
    await operator.goes()


async def _running(operator: Operator, world: World) -> Command:
    """Start the bot and wait until it asks for updates."""
    polls = world.calls["getUpdates"]
    process = await operator.starts("run")
    await until(lambda: world.calls["getUpdates"] > polls or process.returncode is not None)
    assert process.returncode is None, (await process.communicate())[1].decode()
    return process


async def _ended(process: Command) -> float:
    """Ask the process to end; return how many seconds it took."""
    began = time.monotonic()
    process.terminate()
    await process.communicate()
    assert process.returncode == 0
    return time.monotonic() - began


class Publisher:
    """An officer who publishes one action after another."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.published: list[str] = []

    async def work(self, over: asyncio.Event) -> None:
        while not over.is_set():
            text = f"Flood barriers number {len(self.published)} of {self.person.id} are built at the station."
            self.published.append(text)
            await self.person.acts.says(text)
            card = await self._sees(lambda seen, text=text: text in seen and "Publish" in seen.labels)
            await self.person.acts.presses("Publish", under=card)
            await self._sees(lambda seen: "Published as" in seen)

    async def _sees(self, wanted: object) -> Seen:
        return await self.person.hears_until(wanted, PATIENCE)  # type: ignore[arg-type]


class Asker:
    """Somebody who types one command after another and waits for nothing."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.asked = 0

    async def work(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self.person.acts.says(f"/find nowhere{self.asked}")
            self.asked += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), 1.2)

    @property
    def answers(self) -> list[int]:
        """What was answered, in order of the first time: after a crash an answer may come again."""
        found = [re.search(r"nowhere(\d+)", seen) for seen in self.person.heard]
        return list(dict.fromkeys(int(match[1]) for match in found if match))

    @property
    def done(self) -> bool:
        return len(self.answers) == self.asked


async def _waiting(database: Database) -> int:
    async with database.snapshot() as connection:
        return await connection.scalar(select(func.count()).where(Incoming.state != "done")) or 0


@pytest.mark.long
async def test_a_process_killed_again_and_again_answers_everything_once(
    operator: Operator, database: Database, world: World
) -> None:
    chance = random.Random(20261122)
    publishers = [Publisher(Person(world, 100 + number, "Officer")) for number in range(len(CITIES))]
    askers = [Asker(Person(world, 200 + number, "Asker")) for number in range(6)]
    for publisher, place in zip(publishers, CITIES, strict=True):
        await seated(database, publisher.person, place)
    for asker in askers:
        await seated(database, asker.person, "Freiburg im Breisgau")
    over = asyncio.Event()
    process = await _running(operator, world)
    working = [asyncio.create_task(each.work(over)) for each in (*publishers, *askers)]
    kills, enough = 0, time.monotonic() + LONG_ENOUGH
    while kills < FEWEST or (kills < KILLS and time.monotonic() < enough):
        kills += 1
        await asyncio.sleep(chance.uniform(0.05, 0.8))
        process.kill()
        await process.communicate()
        process = await _running(operator, world)
    over.set()
    await asyncio.gather(*working)
    await until(lambda: all(asker.done for asker in askers), PATIENCE)
    await _ended(process)
    for asker in askers:
        assert asker.answers == list(range(asker.asked))
    assert await _waiting(database) == 0 and len(world.updates) == 0
    await _each_is_published_once(database, publishers)


async def _each_is_published_once(database: Database, publishers: list[Publisher]) -> None:
    async with database.begin() as session:
        told = list(await session.scalars(select(Action.text).order_by(Action.id)))
        cities = list(await session.scalars(select(City).where(City.published > 0)))
        assert sum(city.published for city in cities) == len(told)
    assert sorted(told) == sorted(text for publisher in publishers for text in publisher.published)
    for publisher in publishers:
        assert [text for text in told if text in publisher.published] == publisher.published


@pytest.mark.parametrize("hanging", [False, True], ids=["slow", "hanging"])
async def test_a_process_asked_to_end_amid_work_does_so_at_once_and_loses_nothing(
    operator: Operator, database: Database, world: World, hanging: bool
) -> None:
    people = [Person(world, 300 + number, "Asker") for number in range(20)]
    for person in people:
        await seated(database, person, "수원시")
        for number in range(4):
            await person.acts.says(f"/find nowhere{number}")
    world.faults.delay(30 if hanging else 0.1, "sendMessage", times=None)  # calls under way have 0.8 s to end
    process = await _running(operator, world)
    await until(lambda: world.calls["sendMessage"] >= (1 if hanging else 10))
    assert await _ended(process) < 2.0
    askers = [Asker(person) for person in people]
    assert not all(len(asker.answers) == 4 for asker in askers)
    world.faults.clear()
    process = await _running(operator, world)
    await until(lambda: all(len(asker.answers) == 4 for asker in askers), PATIENCE)
    await _ended(process)
    assert await _waiting(database) == 0
    for asker in askers:
        assert asker.answers == [0, 1, 2, 3]
        assert len(asker.person.heard) == 4, "an end in peace repeats nothing"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_process_killed_on_the_way_into_the_practice_town_or_out_leaves_no_half_of_it(
    operator: Operator, database: Database, world: World, mina: Person
) -> None:
    chance = random.Random(20270104)
    await seated(database, mina, "수원시")
    process = await _running(operator, world)
    waiting = await mina.says("Rain gardens keep the streets of Paldal dry.")
    for text, answer in (("/practice", "Welcome to"), (BUSES, "Not published"), ("/practice", "again")):
        await mina.acts.says(text)
        await asyncio.sleep(chance.uniform(0.0, 0.1))
        process.kill()
        await process.communicate()
        process = await _running(operator, world)
        await mina.hears_until(lambda seen, answer=answer: answer in seen, PATIENCE)
        async with database.begin() as session:
            towns = list(await session.scalars(select(City.id).where(City.practice)))
            theirs = [id for id in await session.scalars(select(PersonRow.practice_city_id)) if id]
            assert {*theirs} <= {*towns} and len(towns) == len(theirs) * (1 + len(NEIGHBOURS))
            states = sorted(await session.scalars(select(Draft.state)))
            assert states[0] == ("aside open" if towns else "open")
    await mina.acts.presses("Publish", under=waiting)
    await mina.hears_until(lambda seen: "Published as SUW-0001" in seen, PATIENCE)
    await _ended(process)
