"""Whether the process says truly how it is."""

import asyncio
import time
from datetime import timedelta
from itertools import pairwise

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot import clock
from bot.polling import Polling
from bot.simulator import World
from bot.web import serve
from storage import Database
from storage.inbox import Received
from storage.outbox import Owed, put
from tests.people import Person
from tests.web.conftest import Hand


async def test_it_is_alive_and_ready(hand: Hand) -> None:
    assert await hand.gets("/healthz") == (200, '{"status": "alive"}')
    assert (await hand.gets("/readyz"))[0] == 200


async def test_it_is_not_ready_without_its_database(hand: Hand, database: Database) -> None:
    async with database.unit() as unit:
        await unit.connection.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
    status, said = await hand.gets("/readyz")
    assert status == 503 and orjson.loads(said)["reasons"]
    assert (await hand.gets("/healthz"))[0] == 200


async def test_it_is_not_ready_when_updates_wait_too_long(hand: Hand) -> None:
    await hand.bot.intake.keep([Received(1, 7, "{}"), Received(2, 7, "{}")])
    assert (await hand.gets("/readyz"))[0] == 200
    clock.set_to(clock.now() + timedelta(minutes=3))
    status, said = await hand.gets("/readyz")
    assert status == 503 and "2 updates wait" in said


async def test_it_is_not_ready_when_messages_wait_too_long(hand: Hand, database: Database) -> None:
    now = clock.now().timestamp()
    async with database.unit() as unit:
        await put(unit.connection, [Owed(7, "sendMessage", "{}", now), Owed(7, "sendMessage", "{}", now + 86400)])
    assert (await hand.gets("/readyz"))[0] == 200
    clock.set_to(clock.now() + timedelta(minutes=20))
    status, said = await hand.gets("/readyz")
    assert status == 503 and "1 messages wait" in said


async def _numbers(hand: Hand) -> dict[str, float]:
    status, page = await hand.gets("/metrics")
    assert status == 200
    samples = [sample for family in text_string_to_metric_families(page) for sample in family.samples]
    return {sample.name + "".join(sample.labels.values()): sample.value for sample in samples}


async def test_prometheus_reads_what_the_machinery_did(hand: Hand, lee: Person) -> None:
    async with hand.bot.running():
        await lee.says("/help")
        await hand.bot.schedule.tick()
    numbers = await _numbers(hand)
    assert numbers["pumasi_updates_received_total"] == numbers["pumasi_updates_answered_total"] == 1
    assert numbers["pumasi_calls_sent_total"] == 1
    assert numbers["pumasi_updates_waiting"] == numbers["pumasi_updates_parked"] == 0
    assert numbers["pumasi_commits_total"] >= 3
    assert numbers["pumasi_job_runs_totalforget"] == 1


async def test_prometheus_reads_what_waits(hand: Hand) -> None:
    await hand.bot.intake.keep([Received(1, 7, "{}")])
    clock.set_to(clock.now() + timedelta(seconds=40))
    numbers = await _numbers(hand)
    assert numbers["pumasi_updates_waiting"] == 1
    assert 39 <= numbers["pumasi_updates_oldest_seconds"] <= 60


async def test_numbers_tell_nothing_about_people(hand: Hand, lee: Person) -> None:
    async with hand.bot.running():
        await lee.says("/find water")
    _status, page = await hand.gets("/metrics")
    assert not any(word in page for word in ("Lee", "water", "chat", "42:TEST"))


async def test_a_taken_address_is_an_error_at_once(hand: Hand) -> None:
    port = int(hand.address.rpartition(":")[2])
    with pytest.raises(OSError):
        async with serve(hand.bot, "127.0.0.1", port):
            pass


REFUSALS = {401: "refuses the token", 404: "refuses the token", 409: "somebody else"}


@pytest.mark.parametrize("status", REFUSALS)
async def test_a_refusal_of_telegram_is_told_once_and_asked_about_until_it_ends(
    hand: Hand, lee: Person, world: World, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    async with hand.bot.running(wait=1):
        assert await lee.says("/help")
        world.faults.break_down("getUpdates", status=status, times=3)
        await world.until(lambda: hand.bot.polling.refused)
        code, said = await hand.gets("/readyz")
        assert code == 503 and REFUSALS[status] in said
        assert await lee.says("/help")
        assert (await hand.gets("/readyz"))[0] == 200
    told = [record.levelname for record in caplog.records if record.name == "bot.polling"]
    assert world.faults.met == 3 and told == ["ERROR", "WARNING"], "refused, and given again"


async def test_the_pauses_between_refused_fetches_grow_up_to_a_limit(
    hand: Hand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("bot.polling.LONGEST_REFUSED_PAUSE", 0.4)
    asked: list[float] = []
    world.watch(lambda method, *_: asked.append(time.monotonic()) if method == "getUpdates" else None)
    world.faults.break_down("getUpdates", status=409, times=None)
    polling = asyncio.create_task(Polling(hand.bot.transport, hand.bot.intake).run())
    await hand.bot.transport.initialize()
    await world.until(lambda: len(asked) == 9)
    polling.cancel()
    await hand.bot.transport.shutdown()
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert all(least <= pause for least, pause in zip((0.05, 0.1, 0.2), pauses, strict=False))
    assert all(pause >= 0.4 for pause in pauses[3:])
    assert min(pauses[4:]) < 0.8, "without a limit, none of these; a busy machine lengthens some"
