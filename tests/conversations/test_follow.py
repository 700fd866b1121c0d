"""Following a search: what is new is told once, in one message, when it suits; and any of it can be stopped."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import clock
from bot.dates import within_office_hours
from bot.simulator import World
from bot.text import Message, translator
from handlers import alerts
from storage import Database, absences, actions, follows, people, privacy
from storage.index import Index
from storage.models import Follow, Outgoing, Seat
from storage.models import Person as Kept
from tests.conftest import Runs, at, seated
from tests.conversations.test_find import told
from tests.people import Person, Seen

MONDAY, TUESDAY = "2027-03-08T10:00+09:00", "2027-03-09T09:00+09:00"  # working days in Suwon and in Toyama


@asynccontextmanager
async def indexed(database: Database) -> AsyncIterator[Index]:
    index = Index(database)
    try:
        yield index
    finally:
        await index.close()


async def look(database: Database, moment: str) -> int:
    """Let the job run once at a moment; return how many people were told."""
    at(moment)
    async with indexed(database) as index:
        return await alerts.tell(database, index)


async def follows_search(person: Person, words: str) -> Seen:
    await person.says(f"/find {words}")
    return await person.presses(translator(person.user["language_code"]).label(Message("Follow")))


async def messages(database: Database) -> list[Outgoing]:
    """Return every message that nobody asked for."""
    async with database.begin() as session:
        return list(await session.scalars(select(Outgoing).where(Outgoing.unasked).order_by(Outgoing.id)))


async def test_news_of_a_followed_search_come_on_the_next_working_morning_readable_as_they_are(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "Toyama", "Old flood gates")
    at(MONDAY)
    async with bot_runs() as bot:
        kept = await follows_search(mina, "flood")
        assert kept.startswith("You follow “flood”\n") and "Once a week at most, in office hours" in kept
        assert kept.buttons == [["Stop", "See all follows"]]
        at("2027-03-08T11:00+09:00")
        await told(database, "Toyama", "アンダーパスの浸水センサー", language="ja", day="2027-03-01")
        await told(database, "Kaohsiung", "Night buses", target="11.2")
        at("2027-03-08T17:00+09:00")
        assert await bot.schedule.tick() == 0
        at(TUESDAY)
        await bot.schedule.tick()
        news = await mina.hears()
        assert news == (
            "New in what you follow\n\n“flood”\n"
            "1 アンダーパスの浸水センサー · Japanese\n   Toyama, Japan · 11.5 · March 2027"
        )
        assert news.buttons == [["1"], ["All results", "Stop"]]
        assert "アンダーパス" in await mina.presses("1")
        assert "Old flood gates" in await mina.presses("All results")
        at("2027-03-16T09:00+09:00")
        await bot.schedule.tick()
        await mina.quiet()  # what was told is not told again


async def test_two_people_in_two_languages_are_each_told_in_their_own(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    at(MONDAY)
    await told(database, "Kaohsiung", "浸水センサー", language="ja")
    async with bot_runs() as bot:
        await follows_search(mina, "flood")
        await follows_search(jun, "浸水")
        await told(database, "Kaohsiung", "浸水のお知らせ板", language="ja", day="2027-03-02")
        at(TUESDAY)
        await bot.schedule.tick()
        english, japanese = await mina.hears(), await jun.hears()
        assert "“flood”\n1 浸水のお知らせ板 · Japanese\n   Kaohsiung, Taiwan · 11.5 · March 2027" in english
        assert "1 浸水のお知らせ板\n   高雄市、台湾 · 11.5 · 2027年3月" in japanese
        assert "センサー" not in english + japanese
        await mina.quiet()
        await jun.quiet()


async def test_all_searches_are_told_in_one_message_and_each_action_once(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    for title in ("Flood gates", "Night buses"):
        await told(database, "Toyama", title)
    async with bot_runs() as bot:
        for words in ("flood", "gates", "buses"):
            await follows_search(mina, words)
        for number in range(5):
            await told(database, "Toyama", f"Flood gates {number}")
        await told(database, "Toyama", "Day buses", visibility="members")
        at(TUESDAY)
        await bot.schedule.tick()
        news = await mina.hears()
        assert "“gates”" not in news and "and 1 more" in news
        assert "5 Day buses" in news and news.buttons == [["1", "2", "3", "4", "5"], ["See all follows", "Stop"]]
        assert (await mina.presses("See all follows")).startswith("You follow\n\n1 flood\n")
        await mina.quiet()


async def test_own_actions_and_what_is_not_for_the_reader_are_no_news(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Old flood gates")
    async with bot_runs() as bot:
        await follows_search(mina, "flood")
        await told(database, "수원시", "Our own flood gates")
        await told(database, "Toyama", "Flood secrets", visibility="city")
        gone = await told(database, "Toyama", "Flood mistake")
        async with database.begin() as session:
            shown = await actions.get(session, gone.id)
            assert shown
            await actions.withdraw(session, shown.action, 1)
        at(TUESDAY)
        await bot.schedule.tick()
        await mina.quiet()


async def test_what_is_for_members_is_told_to_nobody_who_is_none_anymore(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Old flood gates")
    async with bot_runs() as bot:
        await follows_search(mina, "flood")
        await told(database, "Toyama", "Flood for members", visibility="members")
        async with database.begin() as session:
            officer = await people.known(await session.connection(), mina.id)
            assert officer
            (await session.get_one(Seat, officer.seat_id)).person_id = None
        at(TUESDAY)
        await bot.schedule.tick()
        await mina.quiet()


async def test_the_list_tells_what_is_followed_since_when_and_stops_each(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs() as bot:
        empty = await mina.says("/follow")
        assert "You follow nothing yet" in empty and "Press “Follow”" in empty
        assert "What would you like to find?" in await mina.presses("Search")
        await follows_search(mina, "flood")
        await follows_search(mina, "flood")  # twice is once
        await mina.says("/find gates")
        await mina.presses("Narrow")
        await mina.presses("Target")
        await mina.presses("11.5 Fewer losses from disasters (1)")
        await mina.presses("Follow")
        listed = await mina.says("/follow")
        assert "1 flood\n   since Mon 8 March\n2 gates · 11.5" in listed
        assert listed.buttons == [["1", "2"], ["Stop 1", "Stop 2"], ["How often"]]
        assert "Flood gates" in await mina.presses("1")
        stopped = await mina.presses("Stop 1")
        assert stopped.edited and stopped.startswith("“flood” is stopped")
        again = await mina.presses("Follow again")
        assert "2 flood" in await mina.presses("See all follows", under=again)
        await mina.presses("Stop 2")
        listed = await mina.presses("See all follows")
        assert listed.edited and "flood" not in listed and listed.buttons == [["1"], ["Stop"], ["How often"]]
        await told(database, "Toyama", "New flood barriers")
        at(TUESDAY)
        await bot.schedule.tick()
        await mina.quiet()


async def test_news_are_stopped_where_they_are_told_and_a_stop_is_final(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs() as bot:
        await follows_search(mina, "flood")
        await told(database, "Toyama", "New flood barriers")
        at(TUESDAY)
        await bot.schedule.tick()
        news = await mina.hears()
        assert "“flood” is stopped" in await mina.presses("Stop", under=news)
        assert any("New flood barriers" in seen for seen in mina.heard)
        await told(database, "Toyama", "More flood barriers")
        for day in (16, 17, 23):
            at(f"2027-03-{day}T09:00+09:00")
            await bot.schedule.tick()
        await mina.quiet()
        before = mina.answered_presses
        await mina.acts.presses("Stop", under=news)
        await mina.world.until(lambda: mina.answered_presses > before)
        assert mina.toasts[-1] == "This was stopped already. /follow shows what you follow."


async def test_the_job_run_by_two_processes_at_once_tells_once(
    bot_runs: Runs, database: Database, database_url: str, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs():
        await follows_search(mina, "flood")
    await told(database, "Toyama", "New flood barriers")
    at(TUESDAY)
    other = Database(database_url)
    try:
        async with indexed(database) as one, indexed(other) as two:
            both = await asyncio.gather(alerts.tell(database, one), alerts.tell(other, two))
            assert sorted(both) == [0, 1]
            assert await alerts.tell(database, one) == await alerts.tell(other, two) == 0
    finally:
        await other.close()
    assert len(await messages(database)) == 1


async def test_in_a_month_of_daily_news_hours_weeks_and_the_budget_are_kept(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    at("2027-04-29T10:00+09:00")
    await told(database, "Kaohsiung", "Flood gates")
    await told(database, "Kaohsiung", "浸水の対策", language="ja")
    async with bot_runs():
        await follows_search(mina, "flood")
        await follows_search(jun, "浸水")
    zones = {mina.id: ("Asia/Seoul", "KR"), jun.id: ("Asia/Tokyo", "JP")}
    async with indexed(database) as index:
        day = date(2027, 4, 30)
        while day < date(2027, 6, 1):
            await told(database, "Kaohsiung", f"Flood and 浸水 of {day}", language="ja")
            for hour in ("03:00", "08:59", "09:00", "13:00", "18:00", "23:30"):
                at(f"{day}T{hour}+09:00")
                await alerts.tell(database, index)
            day += timedelta(days=1)
    for chat, (zone, country) in zones.items():
        there = [
            datetime.fromtimestamp(row.due_at, ZoneInfo(zone))
            for row in await messages(database)
            if row.chat_id == chat
        ]
        assert len(there) >= 3
        assert all(within_office_hours(each, zone, country) for each in there), there
        days = [each.date() for each in there]
        assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(days)), days
        assert sum(each.month == 5 for each in days) == 2, days  # half of the month's four


async def test_without_a_budget_nothing_is_told_and_with_one_what_waited_is(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with database.begin() as session:
        officer = await people.known(await session.connection(), mina.id)
        assert officer
        await people.change(session, officer.id, budget=0)
    async with bot_runs():
        assert "/settings allow no messages" in await follows_search(mina, "flood")
        await told(database, "Toyama", "New flood barriers")
        assert await look(database, TUESDAY) == 0
        async with database.begin() as session:
            await people.change(session, officer.id, budget=4)
        assert await look(database, "2027-04-01T09:00+09:00") == 1
        assert "New flood barriers" in await mina.hears()


async def test_after_an_outage_news_wait_for_office_hours(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs():
        await follows_search(mina, "flood")
        await told(database, "Toyama", "New flood barriers")
        for moment in ("03-12T18:00", "03-13T10:00", "03-14T11:00", "03-15T08:59"):  # Friday evening to Monday
            assert await look(database, f"2027-{moment}+09:00") == 0, moment
        assert await look(database, "2027-03-15T09:00+09:00") == 1
        assert "New flood barriers" in await mina.hears()


async def test_during_an_absence_news_wait(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs():
        await follows_search(mina, "flood")
        await told(database, "Toyama", "New flood barriers")
        async with database.begin() as session:
            officer = await people.known(await session.connection(), mina.id)
            assert officer
            await absences.add(session, officer.id, None, date(2027, 3, 8), date(2027, 3, 12))
        assert await look(database, TUESDAY) == 0
        assert await look(database, "2027-03-15T09:00+09:00") == 1
        assert "New flood barriers" in await mina.hears()


async def test_a_search_that_is_a_whole_sentence_tells_only_what_fits_it(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    sentence = "sensors that warn drivers before an underpass floods in heavy rain"
    await told(database, "Toyama", "Sensors that warn of floods in an underpass")
    async with bot_runs() as bot:
        await follows_search(mina, sentence)
        await told(database, "Toyama", "A market before the town hall in May")
        await told(database, "Kaohsiung", "Underpass sensors warn drivers of heavy rain and floods")
        at(TUESDAY)
        await bot.schedule.tick()
        news = await mina.hears()
        assert "Underpass sensors" in news and "market" not in news


async def test_a_search_without_words_is_followed_by_its_filters(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs() as bot:
        await mina.says("/goals 11.5")
        assert "Follow" in (await mina.presses("See the actions")).labels
        await mina.presses("Follow")
        await told(database, "Toyama", "Night buses", target="11.2")
        await told(database, "Toyama", "Earthquake drill")
        at(TUESDAY)
        await bot.schedule.tick()
        news = await mina.hears()
        assert "“11.5 Fewer losses from disasters”\n1 Earthquake drill" in news and "buses" not in news


async def test_what_nobody_has_done_yet_is_told_once_somebody_has(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    async with bot_runs() as bot:
        assert "No action about “flood”" in await mina.says("/find flood")
        await mina.presses("Follow")
        await told(database, "Toyama", "Flood gates")
        at(TUESDAY)
        await bot.schedule.tick()
        assert "“flood”\n1 Flood gates" in await mina.hears()


async def test_strangers_follow_nothing_and_nobody_follows_anothers(
    bot_runs: Runs, database: Database, mina: Person, lee: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시")
    await told(database, "Toyama", "Flood gates")
    async with bot_runs():
        found = await lee.says("/find flood")
        assert "Follow" not in found.labels
        assert "for other roles" in await lee.says("/follow")
        await follows_search(mina, "flood")
        seen = await kim.says("/follow")
        for data in ("follow:search:2", "follow:stop:1", "follow:stop_news:1", "find:followed:1"):
            before = kim.answered_presses
            await kim.acts.presses_data(data, message_id=seen.message["message_id"])
            await kim.world.until(lambda b=before: kim.answered_presses > b)
            await kim.quiet(0.05)
        assert "1 flood" in await mina.says("/follow")


async def test_no_more_is_followed_than_fits_into_one_message(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    for number in range(follows.SEARCHES + 1):
        await told(database, "Toyama", f"Flood gates no{number}x")
    async with bot_runs() as bot:
        bot.router.limits[True] = (1000.0, 1000.0)
        for number in range(follows.SEARCHES):
            await follows_search(mina, f"no{number}x")
        await mina.says(f"/find no{follows.SEARCHES}x")
        before = mina.answered_presses
        await mina.acts.presses("Follow")
        await mina.world.until(lambda: mina.answered_presses > before)
        assert f"You follow {follows.SEARCHES} searches" in mina.toasts[-1]


async def test_mydata_holds_what_is_followed_and_leaving_ends_it(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs():
        await follows_search(mina, "flood")
        async with database.unit() as unit:
            await privacy.forget(unit, clock.now() + timedelta(days=150))  # a follow is no old search
        document = (await mina.says("/mydata")).message["document"]
        kept = json.loads(world.files.by_id(document["file_id"]).upload.content)
        assert [each["words"] for each in kept["follows"]] == ["flood"]
        await mina.says("/leave")
        await mina.presses("Yes, erase my data")
        await told(database, "Toyama", "New flood barriers")
        assert await look(database, TUESDAY) == 0
    async with database.begin() as session:
        assert (await session.scalars(select(Follow))).all() == []
        assert (await session.scalars(select(Kept.news_at))).all() == [None]
