"""Updates: redelivered until confirmed, to one receiver at a time; faults on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientError, web

from bot.simulator import World
from bot.simulator.api import Json
from tests.people import Person
from tests.unit.simulated import Api, calling, eventually


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def api(world: World) -> AsyncIterator[Api]:
    async with calling(world) as api:
        yield api


@pytest.fixture
async def mina(world: World) -> Person:
    return Person(world, 7, "Mina", "ko")


async def say(mina: Person, *texts: str) -> None:
    for text in texts:
        await mina.acts.says(text)


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_the_next_offset_confirms_them(api: Api, mina: Person) -> None:
    await say(mina, "a", "b", "c")
    assert texts(await api.updates()) == texts(await api.updates()) == ["a", "b", "c"]
    first = (await api.updates(limit=1))[0]["update_id"]
    assert texts(await api.updates(offset=first + 1)) == ["b", "c"]
    assert texts(await api.updates()) == ["b", "c"]
    assert texts(await api.updates(offset=-1)) == ["c"]
    assert await api.updates(offset=first + 10) == []


async def test_numbers_of_updates_grow(api: Api, mina: Person) -> None:
    await say(mina, "a", "b")
    first, second = (update["update_id"] for update in await api.updates())
    assert second == first + 1


async def test_at_most_a_hundred_updates_come_at_once(api: Api, mina: Person) -> None:
    await say(mina, *map(str, range(120)))
    assert len(await api.updates(limit=1000)) == 100


async def test_a_long_poll_ends_when_something_happens(api: Api, world: World, mina: Person) -> None:
    polling = asyncio.create_task(api.updates(timeout=20))
    await eventually(lambda: world.updates.being_polled)
    assert not polling.done()
    await say(mina, "a")
    assert texts(await polling) == ["a"]


async def test_an_empty_poll_ends_in_time(api: Api) -> None:
    assert await asyncio.wait_for(api.updates(timeout=0), 5) == []


async def test_a_second_poller_throws_out_the_first(api: Api, world: World, mina: Person) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=20))
    await eventually(lambda: world.updates.being_polled)
    second = asyncio.create_task(api.updates(timeout=20))
    refused = await first
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request")
    await say(mina, "a")
    assert texts(await second) == ["a"]


async def test_only_what_was_asked_for_comes(api: Api, mina: Person) -> None:
    await api.updates(allowed_updates=["callback_query"])
    await say(mina, "unheard")
    await mina.acts.presses_data("x", message_id=1)
    assert ["callback_query" in update for update in await api.updates()] == [True]
    await api.updates(allowed_updates=[])
    await say(mina, "heard")
    assert texts((await api.updates())[1:]) == ["heard"]


async def test_an_update_of_a_kind_nobody_knows_can_come(api: Api, world: World) -> None:
    world.happens("moon_landing", {"crew": 2}, 0)
    [update] = await api.updates()
    assert update["moon_landing"] == {"crew": 2}


# -- the webhook ------------------------------------------------------------


class Hook:
    """A bot's webhook that notes what comes and answers as told."""

    def __init__(self) -> None:
        self.came: list[Json] = []
        self.secrets: set[str | None] = set()
        self.statuses: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.at_once = self.most_at_once = 0
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.open.wait()
        self.came.append(await request.json())
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.at_once -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        application = web.Application()
        application.router.add_post("/hook", self.receive)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        try:
            yield
        finally:
            await runner.cleanup()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    async with hook.listening():
        yield hook


async def test_a_webhook_gets_what_waits_and_what_comes(api: Api, world: World, mina: Person, hook: Hook) -> None:
    await say(mina, "before")
    await api.result("setWebhook", url=hook.url, secret_token="s3cret")
    await say(mina, "after")
    await world.until(lambda: not len(world.updates))
    assert texts(hook.came) == ["before", "after"] and hook.secrets == {"s3cret"}
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_refused_push_comes_again_before_the_next_of_the_chat(
    api: Api, world: World, mina: Person, hook: Hook
) -> None:
    world.push_again_after = 0.01
    hook.statuses = [500, 403]
    await api.result("setWebhook", url=hook.url)
    await say(mina, "a", "b")
    await world.until(lambda: not len(world.updates))
    assert texts(hook.came) == ["a", "a", "a", "b"]
    assert "403" in (await api.result("getWebhookInfo"))["last_error_message"]


async def test_chats_are_pushed_side_by_side_each_in_order(api: Api, world: World, hook: Hook) -> None:
    hook.open.clear()
    await api.result("setWebhook", url=hook.url, max_connections=3)
    people = [Person(world, 100 + number, "P") for number in range(5)]
    for text in ("a", "b"):
        for person in people:
            await person.acts.says(text)
    await eventually(lambda: hook.at_once == 3)
    await asyncio.sleep(0.02)
    hook.open.set()
    await world.until(lambda: not len(world.updates))
    assert hook.most_at_once == 3
    for person in people:
        mine = [update for update in hook.came if update["message"]["chat"]["id"] == person.id]
        assert texts(mine) == ["a", "b"]


async def test_what_was_on_its_way_when_the_server_stopped_is_pushed_by_the_next(
    world: World, mina: Person, hook: Hook
) -> None:
    hook.open.clear()
    async with calling(world) as api:
        await api.result("setWebhook", url=hook.url)
        await say(mina, "a")
        await eventually(lambda: hook.at_once == 1)
    assert len(world.updates) == 1
    hook.open.set()
    async with calling(world) as api:
        await world.until(lambda: not len(world.updates))
    assert texts(hook.came)[-1] == "a"


async def test_a_webhook_set_anew_misses_nothing_that_was_on_its_way(
    api: Api, world: World, mina: Person, hook: Hook
) -> None:
    hook.open.clear()
    await api.result("setWebhook", url=hook.url)
    await say(mina, "a", "b", "c")
    await eventually(lambda: hook.at_once == 1)
    await api.result("setWebhook", url=hook.url)
    await eventually(lambda: hook.at_once == 2)
    hook.open.set()
    await world.until(lambda: not len(world.updates) and len(hook.came) >= 4)
    assert texts(hook.came) == ["a", "a", "b", "c"]


async def test_polling_is_refused_while_a_webhook_is_set(api: Api, world: World, hook: Hook) -> None:
    polling = asyncio.create_task(api("getUpdates", timeout=20))
    await eventually(lambda: world.updates.being_polled)
    await api.result("setWebhook", url=hook.url)
    assert (await polling)["error_code"] == 409
    refused = await api("getUpdates")
    assert (refused["error_code"], "webhook is active" in refused["description"]) == (409, True)
    await api.result("deleteWebhook")
    assert await api.updates() == []


async def test_waiting_updates_can_be_dropped(api: Api, mina: Person) -> None:
    await say(mina, "a")
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


# -- faults -----------------------------------------------------------------


async def test_a_connection_dropped_before_acting_has_no_effect(api: Api, world: World, mina: Person) -> None:
    await say(mina, "a")
    world.faults.drop("sendMessage")
    with pytest.raises(ClientError):
        await api("sendMessage", chat_id=7, text="x")
    assert mina.heard == []
    await api.result("sendMessage", chat_id=7, text="x")
    assert mina.heard == ["x"]


async def test_a_connection_dropped_after_acting_has_its_effect(api: Api, world: World, mina: Person) -> None:
    await say(mina, "a")
    world.faults.drop("sendMessage", after=True)
    with pytest.raises(ClientError):
        await api("sendMessage", chat_id=7, text="x")
    assert mina.heard == ["x"]


async def test_updates_on_a_dropped_connection_come_again(api: Api, world: World, mina: Person) -> None:
    await say(mina, "a")
    world.faults.drop("getUpdates", after=True)
    with pytest.raises(ClientError):
        await api.updates()
    assert texts(await api.updates()) == ["a"]


async def test_faults_concern_their_method_and_end_after_their_times(api: Api, world: World, mina: Person) -> None:
    await say(mina, "a")
    world.faults.flood(3, "sendMessage", times=2)
    world.faults.break_down("getMe", status=500)
    answers = [await api("sendMessage", chat_id=7, text="x") for _ in range(3)]
    assert [answer.get("parameters") for answer in answers] == [{"retry_after": 3}] * 2 + [None]
    assert [(await api("getMe")).get("error_code") for _ in range(2)] == [500, None]
    assert world.faults.met == 3


async def test_a_delay_is_only_late(api: Api, world: World) -> None:
    world.faults.delay(0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await api("getMe"))["ok"]
    assert loop.time() - began >= 0.05


async def test_chance_is_the_same_for_the_same_seed(api: Api) -> None:
    def outcomes() -> list[bool]:
        world = World()
        world.faults.break_down(times=None, chance=0.5)
        return [world.faults.meet("getMe") is not None for _ in range(100)]

    assert outcomes() == outcomes()
    assert 30 < sum(outcomes()) < 70


async def test_an_outage_ends_with_its_block(api: Api, world: World) -> None:
    with world.faults.outage():
        assert (await api("getMe"))["error_code"] == 502
    assert (await api("getMe"))["ok"]


async def test_an_open_poll_does_not_hold_up_the_end(world: World) -> None:
    loop = asyncio.get_running_loop()
    async with calling(world) as api:
        polling = asyncio.create_task(api("getUpdates", timeout=50))
        await eventually(lambda: world.updates.being_polled)
        began = loop.time()
    await asyncio.gather(polling, return_exceptions=True)
    assert loop.time() - began < 5
