"""The machinery under load, faults and restarts: everything answered, in order, once."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import clock
from bot import inbox as arriving
from bot.app import Pumasi, reference_of
from bot.command import Command
from bot.conversation import Conversation
from bot.outbox import SETTLE_WAIT_IN_LOAD
from bot.schedule import LongJob, Schedule
from bot.simulator import World, acts, groups, samples
from bot.simulator.pace import Pace as TelegramsPace
from bot.text import _, said
from bot.turn import Turn
from handlers import COMMANDS
from storage import Database, facts, inbox, invitations, outbox, people
from storage.inbox import Received
from storage.index import Index
from storage.models import Chat, Draft, Incoming, Office, Outgoing
from tests.conftest import TOKEN, Runs, city_of, seated, seated_in_office
from tests.conversations.test_bad_input import picture
from tests.people import Person

FLOOD = "Flood barriers at three underpasses bring evacuation forward by 20 minutes."


def echo() -> Command:
    """Return a command, for tests only, that says again what stands behind it."""
    command = Command("echo", _("Echo"))

    @command.starts
    async def say(turn: Turn, words: str) -> None:
        turn.say(said(_("{text}"), text=words))

    return command


def officers(world: World, number: int) -> list[Person]:
    return [Person(world, 1000 + each, f"Officer {each}", "en") for each in range(number)]


async def say_numbers(person: Person, number: int) -> None:
    for each in range(number):
        await person.acts.says(f"/echo {each}")


def answered(person: Person) -> list[str]:
    return [str(seen) for seen in person.heard]


async def all_answered(world: World, persons: Sequence[Person], number: int, seconds: float = 60) -> None:
    await world.until(lambda: all(len(each.heard) >= number for each in persons), seconds)


async def nothing_waits(database: Database, seconds: float = 10) -> None:
    """Wait until every call is made and written down."""
    async with asyncio.timeout(seconds):
        while True:
            async with database.unit() as unit:
                if not (await outbox.counts(unit.connection)).get("waiting"):
                    return
            await asyncio.sleep(0.05)


async def test_under_load_an_update_costs_hardly_more_than_its_own_commit(
    bot_runs: Runs, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.SETTLE_WAIT_IN_LOAD", SETTLE_WAIT_IN_LOAD)
    crowd = officers(world, 60)
    for person in crowd:
        await say_numbers(person, 10)
    before = database.commits
    async with bot_runs() as bot:
        bot.router.add(echo())
        await all_answered(world, crowd, 10)
        await nothing_waits(database)
        assert (database.commits - before) / 600 <= 1.2
    assert all(answered(person) == [str(n) for n in range(10)] for person in crowd)


async def test_what_was_sent_while_the_bot_was_down_is_answered_in_order(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        await mina.says("/echo first")
    await say_numbers(mina, 15)
    async with bot_runs() as bot:
        bot.router.add(echo())
        await all_answered(world, [mina], 16)
    assert answered(mina) == ["first", *map(str, range(15))]


async def test_an_older_update_found_later_in_the_table_goes_first(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    updates = []
    for number in range(2):
        await mina.acts.says(f"/echo {number}")
        [*_, newest] = await world.updates.poll(0, 100, 0)
        updates.append(arriving.received(newest))
    await inbox.put(database, updates, time.time())
    async with bot_runs() as bot:
        bot.router.add(echo())
        bot.dispatcher.feed(updates[1:])
        await asyncio.sleep(0.1)
        bot.dispatcher.feed(updates[:1])
        await all_answered(world, [mina], 2)
    assert answered(mina) == ["0", "1"]


async def test_an_update_found_in_the_table_while_it_was_being_answered_counts_once(
    bot_runs: Runs, world: World, mina: Person
) -> None:
    await mina.acts.says("/echo once")
    [raw] = await world.updates.poll(0, 100, 0)
    async with bot_runs() as bot:
        bot.router.add(echo())
        assert await mina.hears() == "once"
        await world.until(lambda: not bot.dispatcher.backlog)
        bot.dispatcher.feed([arriving.received(raw)])
        await world.until(lambda: not bot.dispatcher.backlog)
        assert bot.dispatcher.answered == 1
    assert answered(mina) == ["once"]


async def test_of_an_album_only_what_was_not_answered_yet_is(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await mina.acts.sends_album([picture(number) for number in range(3)], FLOOD)
    parts = [arriving.received(each) for each in await world.updates.poll(0, 100, 0)]
    async with bot_runs() as bot:
        await mina.hears_until(lambda seen: "Photos and documents: 3" in seen)
        await world.until(lambda: not bot.dispatcher.backlog)
        before = bot.dispatcher.answered
        async with database.begin() as session:
            await session.execute(update(Incoming).where(Incoming.id == parts[2].id).values(
                state="waiting", payload=parts[2].payload))  # fmt: skip
        bot.dispatcher.feed(parts)
        assert "Photos and documents: 3" in await mina.hears()  # a part that comes late joins the others
        await world.until(lambda: not bot.dispatcher.backlog)
        assert (before, bot.dispatcher.answered) == (3, 4)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_read_at_all_is_set_aside_and_its_sender_told_once(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "could not be handled" in await mina.sends({"poll": {"question": "Which?"}})
        await mina.quiet()
    async with database.unit() as unit:
        assert len(await inbox.parked(unit.connection)) == 1


async def test_an_update_answered_by_now_is_not_set_aside(database: Database) -> None:
    await inbox.put(database, [Received(1, 7, "{}"), Received(2, 7, "{}")], time.time())
    async with database.unit() as unit:
        assert await inbox.claim(unit.connection, Received(1, 7, "{}"))
    async with database.unit() as unit:
        tries = [[await inbox.failed(unit.connection, each) for each in (1, 2)] for _ in range(inbox.TRIES)]
    assert tries == [[False, False], [False, False], [False, True]]
    async with database.unit() as unit:
        assert await inbox.parked(unit.connection) == [2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_settled_before_a_look_that_fails_is_forgotten_by_a_later_one(
    bot_runs: Runs, world: World, mina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.LOOK_EVERY", 0.05)
    due, failed = outbox.due, 0

    async def fails(*about: Any) -> Sequence[outbox.Owed]:
        nonlocal failed
        sender = bot.sender
        if sender._known and not (sender._lines or sender._settled or failed):
            failed += 1
            raise OSError("the database is away")
        return await due(*about)

    async with bot_runs() as bot:
        bot.router.add(echo())
        monkeypatch.setattr("bot.outbox.outbox.due", fails)
        assert await mina.says("/echo 1") == "1"
        await world.until(lambda: failed and not bot.sender._known)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_database_that_is_away_at_the_start_only_delays_the_introduction(
    bot_runs: Runs, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, tries = facts.put, 0

    async def fails(*about: Any) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("the database is away")
        await put(*about)

    monkeypatch.setattr("bot.app.facts.put", fails)
    async with bot_runs() as bot:
        await world.until(lambda: bot.username)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_job_under_way_is_finished_before_the_process_ends(bot_runs: Runs) -> None:
    begun, done = asyncio.Event(), 0

    async def takes_its_time(_database: Database, _index: Index) -> int:
        nonlocal done
        begun.set()
        await asyncio.sleep(0.3)
        done += 1
        return 0

    async with bot_runs() as bot:
        schedule = Schedule(bot.database, bot.index, [LongJob("slow", 0.05, takes_its_time, "")])
        running = asyncio.create_task(schedule.run())
        await begun.wait()
        schedule.stop()
        await running
    assert done == schedule.runs["slow"] == 1 and not schedule.failures


async def test_calls_left_over_are_made_before_new_ones(
    bot_runs: Runs, world: World, database: Database, mina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.LOOK_AT", 3)
    monkeypatch.setattr("bot.outbox.LOOK_EVERY", 0.1)
    await seated(database, mina, "수원시")
    owed = [
        outbox.Owed(mina.id, "sendMessage", f'{{"chat_id": {mina.id}, "text": "{number}"}}', 0.0) for number in range(9)
    ]
    async with database.unit() as unit:
        await outbox.put(unit.connection, owed)
    await mina.acts.says("/echo new")
    async with bot_runs() as bot:
        bot.router.add(echo())
        await all_answered(world, [mina], 10)
    assert answered(mina) == [*map(str, range(9)), "new"]


async def test_a_handler_that_raises_leaves_no_trace_and_stops_nobody_else(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    tries = 0
    broken = Command("broken", _("Broken"))

    @broken.starts
    async def fail(turn: Turn, words: str) -> None:
        nonlocal tries
        tries += 1
        turn.say(_("This must never be seen"))
        await people.change(turn.session, turn.officer.id, name="changed")
        raise RuntimeError("a defect")

    async with bot_runs() as bot:
        bot.router.add(broken)
        bot.router.add(echo())
        await mina.acts.says("/broken")
        await mina.acts.says("/echo after")
        assert await jun.says("/echo meanwhile") == "meanwhile"
        apology = await mina.hears()
        assert await mina.hears() == "after"
    async with database.unit() as unit:
        [parked] = await inbox.parked(unit.connection)
        officer = await people.known(unit.connection, mina.id)
        assert reference_of(parked) in apology and "kept" in apology
        assert tries == 3 and officer and officer.name == "Mina"


async def test_an_album_that_fails_is_apologised_for_once(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    broken = Command("broken", _("Broken"))

    @broken.starts
    async def fail(turn: Turn, words: str) -> None:
        raise RuntimeError("a defect")

    async with bot_runs() as bot:
        bot.router.add(broken)
        bot.router.add(echo())
        await mina.acts.sends_album([None, None, None], "/broken")
        await mina.acts.says("/echo after")
        apology = await mina.hears()
        assert await mina.hears() == "after"
    async with database.unit() as unit:
        parked = await inbox.parked(unit.connection)
        assert len(parked) == 3 and reference_of(min(parked)) in apology


async def test_an_update_nobody_can_read_is_parked_and_delays_nobody(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    for what in ({"message_id": "x", "chat": {"id": mina.id}}, "nonsense", None, [1], {"chat": 7, "from": "x"}):
        world.updates.add("message", what, mina.id, always=True)  # type: ignore[arg-type]
    world.updates.add("callback_query", {"message": "nonsense", "id": 1}, mina.id, always=True)
    async with bot_runs() as bot:
        bot.router.add(echo())
        assert await mina.says("/echo here") == "here"
        await world.until(lambda: not bot.dispatcher.backlog)
    async with database.unit() as unit:
        assert len(await inbox.parked(unit.connection)) >= 4


Trouble = Callable[[World], None]
TROUBLES: dict[str, Trouble] = {
    "server errors": lambda world: world.faults.break_down("sendMessage", status=500, times=4),
    "drops before": lambda world: world.faults.drop("sendMessage", times=4),
    "a flood wait": lambda world: world.faults.flood(1, "sendMessage", times=2),
    "updates that fail": lambda world: world.faults.break_down("getUpdates", times=2),
    "updates cut off": lambda world: world.faults.drop("getUpdates", after=True, times=2),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_what_is_owed_arrives_in_order_and_once_in_spite_of(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person, trouble: str
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        TROUBLES[trouble](world)
        for person in (mina, jun):
            await say_numbers(person, 5)
        await all_answered(world, [mina, jun], 5)
        await nothing_waits(database)
    assert answered(mina) == answered(jun) == ["0", "1", "2", "3", "4"]
    assert world.faults.met >= 2


async def test_a_message_comes_twice_only_where_the_answer_was_lost(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        world.faults.drop("sendMessage", after=True, times=1)
        await say_numbers(mina, 4)
        await all_answered(world, [mina], 5)
        await nothing_waits(database)
    assert answered(mina) == ["0", "0", "1", "2", "3"]


async def test_an_outage_of_telegram_delays_and_loses_nothing(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        await mina.says("/echo before")
        with world.faults.outage():
            await say_numbers(mina, 3)
            await asyncio.sleep(1)
        await all_answered(world, [mina], 4)
    assert answered(mina) == ["before", "0", "1", "2"]


async def test_who_blocked_the_bot_is_unreachable_until_they_write(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    async def reachable() -> bool:
        async with database.unit() as unit:
            officer = await people.known(unit.connection, mina.id)
            assert officer
            return officer.reachable

    async def becomes(wanted: bool) -> None:
        async with asyncio.timeout(5):
            while await reachable() != wanted:
                await asyncio.sleep(0.02)

    async with bot_runs() as bot:
        bot.router.add(echo())
        await mina.says("/echo hello")
        acts.block(world, mina.id)
        await becomes(False)
        await mina.says("/echo again")
        await becomes(True)
        # Telegram may tell of a block by refusing a message only.
        world.chats[mina.id].closed = acts.BLOCKED
        call = outbox.Owed(mina.id, "sendMessage", f'{{"chat_id": {mina.id}, "text": "x"}}', 0.0)
        async with database.unit() as unit:
            await outbox.put(unit.connection, [call])
        bot.sender.feed([call])
        await becomes(False)


async def test_a_group_that_becomes_a_supergroup_is_followed(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    group = groups.found(world, "Korea office", [mina.id])
    async with database.begin() as session:
        await session.execute(update(Office).where(Office.code == "korea").values(chat_id=group.id))
        session.add(Chat(chat_id=group.id, kind="group", language="ja", added_at=clock.now()))
    payload = f'{{"chat_id": {group.id}, "text": "To the group"}}'
    late = outbox.Owed(group.id, "sendMessage", payload, time.time() + 3)
    async with database.unit() as unit:
        await outbox.put(unit.connection, [late])
    async with bot_runs():
        above = groups.upgrade(world, group)
        inside = mina.within(above.id)
        await inside.hears_until(lambda seen: seen == "To the group")
    async with database.begin() as session:
        assert await session.scalar(select(Office.chat_id).where(Office.code == "korea")) == above.id
        assert await session.scalar(select(func.count()).where(Outgoing.chat_id == group.id)) == 0
        assert (await session.execute(select(Chat.chat_id, Chat.language))).all() == [(above.id, "ja")]


async def test_telegrams_pace_is_kept_without_ever_being_told(database: Database, world: World, api: str) -> None:
    world.pace = TelegramsPace()
    crowd = officers(world, 40)
    for person in crowd:
        await say_numbers(person, 2)
    await say_numbers(crowd[0], 5)
    bot = Pumasi(TOKEN, database, api=api)
    bot.router.add(echo())
    async with bot.running(wait=1):
        await all_answered(world, crowd, 2)
        await all_answered(world, crowd[:1], 7)
    assert world.pace.refused == 0
    assert answered(crowd[0]) == ["0", "1", "0", "1", "2", "3", "4"]
    assert all(answered(person) == ["0", "1"] for person in crowd[1:])


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # one process writes to a SQLite file
async def test_two_bots_on_one_database_do_nothing_twice(
    database: Database, database_url: str, world: World, api: str, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    other = Database(database_url)
    bots = [Pumasi(TOKEN, each, api=api) for each in (database, other)]
    for person in (mina, jun):
        await say_numbers(person, 4)
    await mina.acts.says(FLOOD)
    updates = [arriving.received(each) for each in await world.updates.poll(0, 100, 0)]
    for bot in bots:
        bot.router.add(echo())
        bot.sender._pace.person_burst = 100
    async with bots[0].running(poll=False), bots[1].running(poll=False):
        await asyncio.gather(*(bot.intake.keep([each]) for each in updates for bot in bots))
        await all_answered(world, [mina], 5, 30)
        await all_answered(world, [jun], 4, 30)
        await nothing_waits(database)
    await other.close()
    assert [text for text in answered(mina) if text.isdigit()] == answered(jun) == ["0", "1", "2", "3"]
    async with database.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Draft)) == 1


async def test_stopping_under_backlog_takes_two_seconds_at_most_and_loses_nothing(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    crowd = officers(world, 30)
    for person in crowd:
        await say_numbers(person, 10)
    await mina.acts.sends_album([None, None, None])
    async with bot_runs() as bot:
        bot.router.add(echo())
        world.faults.delay(600, "sendMessage", chance=0.1, times=3)
        await world.until(lambda: bot.dispatcher.answered > 30)
        begun = time.monotonic()
    assert time.monotonic() - begun < 2
    assert not all(len(person.heard) == 10 for person in crowd)
    world.faults.clear()
    async with bot_runs() as bot:
        bot.router.add(echo())
        await all_answered(world, crowd, 10)
        await nothing_waits(database)
    for person in crowd:
        # A call that was cut off may have been made: its message comes again, in its place.
        told = answered(person)
        assert list(dict.fromkeys(told)) == [str(n) for n in range(10)] and told == sorted(told, key=int)


async def test_stopping_does_not_wait_for_a_telegram_that_hangs(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.sends_photo(caption=FLOOD)
        world.faults.delay(30, "getFile", times=None)
        world.faults.delay(30, "answerCallbackQuery", times=None)
        await mina.presses("Publish")
        await world.until(lambda: world.faults.met >= 2)
        begun = time.monotonic()
    assert time.monotonic() - begun < 2


async def test_a_flood_of_one_stranger_is_told_once_and_costs_nobody_else(
    bot_runs: Runs, world: World, database: Database, lee: Person, jun: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        nothing_refills(bot)
        await say_numbers(lee, 60)
        assert await jun.says("/echo here") == "here"
        await world.until(lambda: not bot.dispatcher.backlog and not len(world.updates))
        await nothing_waits(database)
    assert sum("That was a lot at once" in text for text in answered(lee)) == 1
    assert len(answered(lee)) == 21


async def test_who_searches_uses_up_no_more_than_who_asks_anything_else(
    bot_runs: Runs, world: World, lee: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        nothing_refills(bot)
        for number in range(10):
            await lee.acts.says(f"/find nowhere{number}")
            await lee.acts.says(f"/echo {number}")
        await lee.acts.says("/find nowhere")
        await world.until(lambda: not bot.dispatcher.backlog and not len(world.updates))
        heard = [*answered(lee), *[await lee.hears_until(lambda seen: "a lot at once" in seen)]][:21]
    assert sum("nowhere" in text for text in heard) == 10 and sum(text.isdigit() for text in heard) == 10


def nothing_refills(bot: Pumasi) -> None:
    """Let a stranger have twenty messages, however long a busy machine takes for them."""
    bot.router.limits[False] = (20.0, 1e-9)


async def test_who_takes_a_seat_is_no_longer_limited_like_a_stranger(
    bot_runs: Runs, world: World, database: Database, lee: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.add(echo())
        nothing_refills(bot)
        await say_numbers(lee, 20)
        await lee.hears_until(lambda seen: "a lot at once" in seen)
        await take_seat(database, lee)
        assert await lee.hears_until(lambda seen: seen == "19") and await lee.says("/echo now") == "now"


async def take_seat(database: Database, person: Person) -> None:
    async with database.begin() as session:
        known = await people.known(await session.connection(), person.id)
        assert known
        city = await city_of(session, "수원시")
        await invitations.seat(session, known.id, "officer", city_id=city.id, office_id=None)


async def test_a_draft_from_before_a_change_goes_on_with_its_answers(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Add more")
        await mina.presses("Who notices")
    async with database.begin() as session:
        await session.execute(update(Draft).values(version=0))
    async with bot_runs():
        assert "before Pumasi was changed" in await mina.says("Everybody")
        card = await mina.hears()
        assert FLOOD in card and "Not published yet" in card
        await mina.presses("Add more")
        await mina.presses("Who notices")
        assert "Who notices: Everybody" in await mina.says("Everybody")


async def test_an_old_draft_whose_question_is_asked_anew_takes_the_answer(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    async with bot_runs():
        question = await lee.says("/join")
        async with database.begin() as session:
            await session.execute(update(Draft).values(version=0, asking=None))
            draft = await session.scalar(select(Draft.id))
        await lee.acts.presses_data(f"join:take_up:{draft}", message_id=question.message["message_id"])
        assert "Your name and department" in await lee.says("수원시")


async def test_an_unknown_command_is_told_what_there_is(bot_runs: Runs, lee: Person) -> None:
    async with bot_runs():
        assert "no such command" in await lee.says("/nosuch thing")
        assert "no such command" in await lee.says("/재난")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here depends on the database
async def test_what_only_a_button_begins_is_not_begun_by_typing(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시", "coordinator")
    hidden = [each.name for each in COMMANDS if isinstance(each, Conversation) and each.hidden]
    async with bot_runs():
        for name in hidden:
            assert "no such command" in await mina.says(f"/{name} something"), name
    assert hidden


async def test_cancel_drops_what_is_open_and_undo_brings_it_back(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert await mina.says("/cancel") == "Nothing is open."
        assert "What did your city do?" in await mina.says("/update")
        assert "What is missing" in await mina.says("/feedback")
        assert "Cancelled" in await mina.says("/cancel")
        assert "Cancelled" in await mina.says("/cancel")
        assert "What did your city do?" in await mina.presses("Undo")
        assert FLOOD in await mina.says(FLOOD)


async def test_back_leads_through_every_question(bot_runs: Runs, lee: Person) -> None:
    async with bot_runs():
        assert "Back" not in (await lee.says("/join")).labels
        assert "Your name and department" in await lee.says("Suwon")
        assert "Which city" in await lee.presses("Back")
        assert "Your name and department" in await lee.says("Suwon")
        assert "Your request for" in await lee.says("Lee")


@pytest.mark.parametrize("name", [each.name for each in COMMANDS if isinstance(each, Conversation) and not each.hidden])
async def test_a_conversation_goes_on_at_its_first_question_after_a_restart(
    bot_runs: Runs, database: Database, mina: Person, park: Person, lee: Person, name: str
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    person = {"join": lee, "glossary": park}.get(name, mina)
    async with bot_runs():
        question = await person.says(f"/{name}")
    async with bot_runs():
        again = await person.sends(samples.dice())
        assert question in again and again != question
