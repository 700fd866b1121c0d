"""The try-out: simulator, bot and web chat on a demo network. It needs no token and no network."""

import fcntl
import logging
import os
import shutil
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from aiohttp import web

from bot import clock
from bot import log as logs
from bot.app import Pumasi
from bot.cli import Unusable
from bot.cli.checking import uncompiled
from bot.cli.opening import model
from bot.cli.running import drain, signalled
from bot.dates import next_working_morning, within_office_hours
from bot.menu import menu_for
from bot.settings import Settings
from bot.simulator import Stage, World, serving
from bot.simulator.api import Json
from bot.simulator.demo_network import gather, seed
from bot.simulator.updates import Updates
from bot.web.api import api_routes
from bot.web.page import Assets, Site, page_routes
from bot.web.suggest import suggest_routes
from bot.workshop import Workshop
from handlers import COMMANDS
from storage import Database, people, queues
from storage.index import Index
from storage.reach import Unreachable, connected
from storage.schema import migrate

TOKEN = "42:TRY-OUT"  # only the simulator knows it
PORT, PORTS = 8088, 20  # the first to be tried, and how many
ZONE, COUNTRY = "Asia/Seoul", "KR"  # of the clock in the web chat


async def try_out(settings: Settings, asked: Namespace) -> None:
    """Serve the web chat until SIGTERM or SIGINT; print its address."""
    if missing := uncompiled():
        raise Unusable(f"the catalogs of {', '.join(missing)} are not compiled; make setup does it")
    if not settings.register.exists():
        raise Unusable(f"{settings.register} is missing; make setup builds it")
    # Behind a proxy, this machine is still reached directly.
    os.environ["no_proxy"] = ",".join(filter(None, ("127.0.0.1", os.environ.get("no_proxy"))))
    logs.begin(level=logging.WARNING)
    with _folder(settings.data / "try", fresh=asked.fresh) as folder:
        try:
            async with connected(f"sqlite+aiosqlite:///{folder.resolve() / 'pumasi.db'}") as database:
                await migrate(database, settings.register)
                index = Index(database, folder / "index", model(settings))
                workshop = Workshop(folder / "made", shapes=settings.shapes)
                page = page_routes(Site(database, index, Assets(settings.shapes)), front="/page")
                await _play(database, index, workshop, page, asked.port)
        except Unreachable as error:
            raise Unusable(f"{folder} cannot be used: {error}") from None


@contextmanager
def _folder(folder: Path, *, fresh: bool) -> Iterator[Path]:
    """Give the try-out its folder, one try-out at a time; ``fresh`` removes what an earlier one left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise Unusable(f"{folder} cannot be used: {error.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(f"a try-out is running in {folder}; another needs another PUMASI_DATA") from None
        for file in folder.glob("pumasi.db*") if fresh else ():
            file.unlink()
        if fresh:
            shutil.rmtree(folder / "index", ignore_errors=True)
        yield folder


async def _play(
    database: Database, index: Index, workshop: Workshop, page: Sequence[web.RouteDef], port: int | None
) -> None:
    world = World(token=TOKEN)
    players = await seed(database, world)
    async with database.snapshot() as connection:
        # Numbers that are known already would be taken for repeats.
        world.updates = Updates(first=max(1000, await queues.newest_update(connection) + 1))
    gather(world)
    parts = AsyncExitStack()
    bot: Pumasi | None = None

    async def on_clock() -> None:
        if bot:
            await bot.schedule.tick()

    async def next_reminder() -> datetime | None:
        await on_clock()  # who joined or answered a moment ago is planned for before it is looked up
        async with database.snapshot() as connection:
            moment = await queues.next_reminder(connection, clock.now())
        return moment and moment + timedelta(seconds=1)

    stage = Stage(lambda: players, ZONE, next_morning, next_reminder, on_clock)
    try:
        address = await parts.enter_async_context(
            _served(world, stage, port, [*api_routes(database, index), *suggest_routes(database, index), *page])
        )
        bot = Pumasi(TOKEN, database, index=index, workshop=workshop, api=address, page=address)
        await parts.enter_async_context(bot.running())
        await _show_menus(bot, players)
        print(f"Pumasi try-out, with a simulated Telegram and a demo network:\n{address}", flush=True)
        await signalled()
    finally:
        await drain(parts)


async def _show_menus(bot: Pumasi, players: list[Json]) -> None:
    """Show everybody the commands of their role, as joining would have."""
    async with bot.database.snapshot() as connection:
        officers = [await people.known(connection, player["id"]) for player in players]
    for officer in officers:
        if officer and officer.invited:
            await bot.transport.call("setMyCommands", orjson.dumps(menu_for(officer, COMMANDS)))


@asynccontextmanager
async def _served(world: World, stage: Stage, port: int | None, beside: Sequence[web.RouteDef]) -> AsyncIterator[str]:
    """Serve the web chat at this port, or at the first that is free."""
    ports = [port] if port else range(PORT, PORT + PORTS)
    async with AsyncExitStack() as stack:
        for each in ports:
            try:
                address = await stack.enter_async_context(serving(world, each, stage, beside=beside))
            except OSError:
                continue
            yield address
            return
    raise Unusable(f"port {port or PORT} is taken; choose another with --port")


async def next_morning() -> datetime:
    """Return the next moment, not the present one, at which offices open."""
    now = clock.now()
    ahead = now + timedelta(hours=9) if within_office_hours(now, ZONE, COUNTRY) else now
    return next_working_morning(ahead, ZONE, COUNTRY)
