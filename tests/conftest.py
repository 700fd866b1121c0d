"""What every test may ask for: a database of each kind, a Telegram, a bot that runs, and people."""

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import clock
from bot.app import Pumasi
from bot.language.encoder import Encoder
from bot.outbox import SETTLE_WAIT
from bot.pace import Pace
from bot.simulator import World, serving
from bot.text import negotiate
from bot.workshop import Workshop
from storage import Database, Session, cities, invitations, offices, people, places
from storage.index import Index
from storage.models import City, Seat
from tests import compiled, databases
from tests.databases import Postgres, Sqlite
from tests.people import Person

TOKEN = "42:TEST"
compiled.share()
Runs = Callable[..., AbstractAsyncContextManager[Pumasi]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first, or all other processes wait for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Keep what is imported by now from being looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"), shared_folder)


@pytest.fixture(scope="session")
def postgres_copies(shared_folder: Path) -> Iterator[Postgres]:
    with databases.postgres_copies(shared_folder) as copies:
        yield copies


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    copies = request.getfixturevalue(f"{request.param}_copies")
    async with copies.fresh() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    yield
    clock.reset()


class Quick(AsyncIOScheduler):
    """Runs what people wait for; the other jobs are run by the test, and never in between where it takes long."""

    def add_job(self, func: Any, trigger: str, args: Any, *, seconds: float, **more: Any) -> None:
        if seconds < 10:
            super().add_job(func, trigger, args, seconds=seconds, **more)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be done differently because the machine is busy, and nobody wait for what is only written down."""
    monkeypatch.setattr("bot.outbox.SETTLE_WAIT_IN_LOAD", SETTLE_WAIT)
    monkeypatch.setattr("bot.schedule.AsyncIOScheduler", Quick)
    monkeypatch.setattr("storage.index.keeper.MOMENT", 20.0)
    monkeypatch.setattr("storage.index.keeper.PATIENCE", 20.0)


@pytest.fixture
def world() -> Iterator[World]:
    """A Telegram; what the bot asks of it is also judged by rules nobody here wrote."""
    from tests.strangers import Strangers  # what they are made of takes seconds to import, and not every test asks

    world, strangers = World(token=TOKEN), Strangers()
    world.watch(strangers)
    yield world
    strangers.agree()


@pytest.fixture
async def api(world: World) -> AsyncIterator[str]:
    async with serving(world) as url:
        yield url


@pytest.fixture
def bot_runs(database: Database, api: str, tmp_path: Path) -> Runs:
    """A fresh process, as far as the bot can tell: a new Pumasi on the same database, in no hurry to pace.

    It reads with a model, and makes things in a workshop, if it is given one.
    """

    @asynccontextmanager
    async def run(
        model: Encoder | None = None, workshop: Workshop | None = None, page: str | None = None
    ) -> AsyncIterator[Pumasi]:
        index = Index(database, tmp_path / "index", model) if model else None
        quick = Pace(overall=5000, overall_burst=5000, person=1000, person_burst=1000, group=1000, group_burst=1000)
        workshop = workshop or Workshop(tmp_path / "made")
        bot = Pumasi(TOKEN, database, api=api, index=index, workshop=workshop, pace=quick, page=page)
        async with bot.running(wait=1):
            yield bot

    return run


@pytest.fixture
def mina(world: World) -> Person:
    """An officer of Suwon, once joined."""
    return Person(world, 7, "Mina", "en")


@pytest.fixture
def jun(world: World) -> Person:
    """An officer of Toyama, once joined."""
    return Person(world, 8, "Jun", "ja")


@pytest.fixture
def kim(world: World) -> Person:
    """The coordinator of Suwon, once joined."""
    return Person(world, 10, "Kim", "en")


@pytest.fixture
def park(world: World) -> Person:
    """The Korea office's reviewer, once joined."""
    return Person(world, 11, "Park", "en")


@pytest.fixture
def lee(world: World) -> Person:
    """A stranger."""
    return Person(world, 9, "Lee", "en")


async def seated(database: Database, person: Person, place: str, role: str = "officer") -> None:
    """Let somebody have joined before the story begins."""
    async with database.begin() as session:
        city = await city_of(session, place)
        await _sit(session, person, role, city_id=city.id)


async def seated_in_office(database: Database, person: Person, code: str, role: str = "reviewer") -> None:
    async with database.begin() as session:
        office = await offices.by_code(session, code)
        assert office is not None
        await _sit(session, person, role, office_id=office.id)


async def _sit(session: Session, person: Person, role: str, **where: int) -> None:
    user = person.user
    person.world.private(person.id)  # Telegram lets nobody be written to who never began
    known = await people.meet(session, person.id, name=user["first_name"], language=negotiate(user["language_code"]))
    await invitations.seat(session, known.id, role, city_id=where.get("city_id"), office_id=where.get("office_id"))
    await invitations.consent(session, known.id, "before")


async def city_of(session: Session, place: str) -> City:
    """Return the city of a place, which may take part from now on."""
    [found] = await places.find(session, place, limit=1)
    return await cities.ensure(session, found)


async def member(session: Session, place: str) -> City:
    """Return the city of a place in which somebody has had a seat."""
    city = await city_of(session, place)
    session.add(Seat(city_id=city.id, role="officer"))
    await session.flush()
    return city


async def invited(database: Database, place: str, role: str = "officer", **about: int) -> str:
    """Return the code of an invitation for a place."""
    async with database.begin() as session:
        city = await city_of(session, place)
        return await invitations.create(session, role, city_id=city.id, **about)


async def invited_by_office(database: Database, code: str, role: str) -> str:
    async with database.begin() as session:
        office = await offices.by_code(session, code)
        assert office is not None
        return await invitations.create(session, role, office_id=office.id)


def at(moment: str) -> datetime:
    """Set the clock to a moment such as ``2027-01-04T10:05+09:00``."""
    when = datetime.fromisoformat(moment)
    clock.set_to(when)
    return when
