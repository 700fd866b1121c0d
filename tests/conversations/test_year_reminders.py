"""One officer's year, as far as reminders go: steps 6, 11, 17 and 18 with the real calendar of 2027.

Suwon stands for Haneul-si, Busan for Byeolbit-gu, Kaohsiung for Gangwan.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.dates import within_office_hours
from bot.simulator import World
from storage import Database, absences, people
from storage.models import Outgoing, Reminder
from tests.conftest import Runs, at, seated
from tests.people import Person
from tests.periods import jobs, opened, publishes, run_at, sent

SEOUL = ZoneInfo("Asia/Seoul")
NEWS = "We opened a night bus line in March."


async def test_step_6_a_draft_is_not_recalled_over_the_new_year_of_either_country(
    bot_runs: Runs, database: Database, mina: Person, world: World
) -> None:
    lin = Person(world, 30, "Lin")
    await seated(database, mina, "수원시")
    await seated(database, lin, "高雄市")
    at("2027-02-05T17:40+09:00")
    async with bot_runs() as bot:
        await mina.says(NEWS)
        await lin.says(NEWS)
        for moment in ("02-08T09:00", "02-08T17:41", "02-09T10:00", "02-10T08:59"):
            at(f"2027-{moment}+09:00")
            assert await bot.schedule.tick() == 0, moment
        at("2027-02-10T09:00+09:00")
        assert await bot.schedule.tick() == 1
        assert (await mina.hears()).startswith("A draft is waiting")
        at("2027-02-10T17:59+08:00")
        assert await bot.schedule.tick() == 0
        at("2027-02-11T09:00+08:00")
        assert await bot.schedule.tick() == 1
        assert (await lin.hears()).startswith("A draft is waiting")
        await mina.quiet()


async def test_step_11_only_the_officer_and_later_the_coordinator_are_told(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, world: World
) -> None:
    ara = Person(world, 20, "Ara")
    await seated(database, mina, "수원시")
    await seated(database, ara, "부산광역시")
    await seated(database, kim, "부산광역시", "coordinator")
    await opened(database)
    await run_at(database, "2027-03-22T09:00+09:00")
    at("2027-03-22T09:05+09:00")
    async with bot_runs() as bot:
        await mina.hears_until(lambda seen: "2027 Q1" in seen)
        await mina.presses("No change")
        await ara.hears()
        await ara.presses("Tomorrow")
        at("2027-03-31T09:00+09:00")
        await bot.schedule.tick()
        assert (await ara.hears()).startswith("2027 Q1: due today")
        at("2027-04-02T08:59+09:00")
        assert await bot.schedule.tick() == 0
        await kim.quiet()
        at("2027-04-02T09:00+09:00")
        await bot.schedule.tick()
        assert (await ara.hears()).startswith("2027 Q1: overdue")
        told = await kim.hears()
        assert told.startswith("Busan has not answered: 2027 Q1\n")
        assert told.endswith("Only you are told, in private. You can answer for the city.")
        assert "overdue since Wed 31 March" in await board_of(kim)
        await mina.quiet()
    assert {chat for chat, _line in await sent(database)} == {mina.id, ara.id, kim.id}
    assert all(chat.is_private for chat in world.chats.values())
    # Snoozing once moved nothing: the June period comes when it should.
    assert await run_at(database, "2027-06-18T17:00+09:00") == 0
    assert await run_at(database, "2027-06-21T09:00+09:00") == 2


async def board_of(coordinator: Person) -> str:
    listed = await coordinator.says("/office")
    number = str(len(listed.buttons[0]))  # the oldest period
    return await coordinator.presses(number)


SIXTY = [
    "수원시", "종로구", "용산구", "성동구", "광진구", "동대문구", "중랑구", "성북구", "강북구", "도봉구", "노원구",
    "은평구", "서대문구", "마포구", "양천구", "구로구", "금천구", "영등포구", "동작구", "관악구", "서초구", "강남구",
    "송파구", "강동구", "성남시", "의정부시", "안양시", "부천시", "광명시", "평택시",
]  # fmt: skip


async def test_step_17_after_an_outage_each_of_sixty_goes_out_once_the_same_afternoon(
    bot_runs: Runs, database: Database, world: World
) -> None:
    everybody = []
    for number, place in enumerate(SIXTY):
        for person in (Person(world, 200 + 2 * number, "A"), Person(world, 201 + 2 * number, "B")):
            await seated(database, person, place)
            everybody.append(person)
    await opened(database, cycle=(1, date(2027, 9, 13), date(2027, 9, 28)))
    await run_at(database, "2027-09-10T09:00+09:00")
    at("2027-09-13T13:00+09:00")  # the server was down since 08:00
    async with bot_runs() as bot:
        await bot.schedule.tick()
        assert len(await sent(database)) == 60
        assert await bot.schedule.tick() == 0
        for person in everybody:
            assert (await person.hears()).startswith("September 2027: reporting is open")
    async with bot_runs() as bot:
        for moment in ("09-13T15:00", "09-14T09:00", "09-15T09:00", "09-16T09:00", "09-17T09:00"):
            at(f"2027-{moment}+09:00")
            assert await bot.schedule.tick() == 0
    assert sorted(chat for chat, _line in await sent(database)) == [person.id for person in everybody]


async def test_step_17_during_an_absence_the_coordinator_gets_the_prompts(
    database: Database, mina: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await opened(database, cycle=(1, date(2027, 8, 12), date(2027, 8, 26)))
    async with database.begin() as session:
        officer, coordinator = await people.in_city(session, 1)
        await absences.add(session, officer.id, coordinator.id, date(2027, 8, 10), date(2027, 9, 16))
    assert await run_at(database, "2027-08-12T09:00+09:00") == 1
    assert await run_at(database, "2027-08-26T09:00+09:00") == 1
    assert [chat for chat, _line in await sent(database)] == [kim.id, kim.id]


async def test_step_17_what_waits_over_chuseok_comes_on_the_17th(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database, cycle=(1, date(2027, 9, 14), date(2027, 9, 28)))
    for day in (14, 15, 16):
        for hour in (9, 13, 17):
            assert await run_at(database, f"2027-09-{day}T{hour:02}:00+09:00") == 0
    assert await run_at(database, "2027-09-17T09:00+09:00") == 1


async def test_step_18_early_answers_count_late_ones_are_marked_and_the_board_shows_both(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await publishes(database, "수원시", 3)
    await opened(database, cycle=(3, date(2027, 9, 20), date(2027, 9, 30)))
    at("2027-09-17T10:00+09:00")
    async with bot_runs() as bot:
        await bot.schedule.tick()
        assert (await mina.says("/reminders")).buttons[0] == ["Answer the coming period now"]
        await mina.presses("Answer the coming period now")
        await mina.presses("No change")
        await mina.presses("No change")
        await mina.presses("Later")
        at("2027-09-20T09:00+09:00")
        await bot.schedule.tick()
        assert "1 action to check" in await mina.hears()  # what was answered early is not asked again
        at("2027-10-01T09:00+09:00")
        await bot.schedule.tick()
        assert (await mina.hears()).startswith("2027 Q3: overdue")
        at("2027-10-04T10:00+09:00")  # a substitute holiday: two working days after the due day are not over
        assert await bot.schedule.tick() == 0
        at("2027-10-05T09:00+09:00")
        await bot.schedule.tick()
        overdue = await mina.hears()
        assert (await kim.hears()).startswith("Suwon has not answered: 2027 Q3")
        await mina.presses("Report now", under=overdue)
        assert "reported on Tue 5 October, late\n3 without change" in await mina.presses("No change")
        assert "Suwon · reported on Tue 5 October, late · 3 actions checked · early: 2 · late: 1" in await board_of(kim)


async def test_over_a_whole_year_the_budget_and_the_office_hours_are_kept(
    database: Database, mina: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await opened(database)
    await opened(database, "eastasia", (1, date(2027, 1, 4), date(2027, 1, 25)))
    await opened(database, "world", (12, date(2027, 5, 1), date(2027, 6, 30)))
    now = at("2027-01-01T00:00+09:00")
    while now.year == 2027:
        for moment in around(now):
            at(moment.isoformat())
            await jobs(database, moment)
        now = await next_due(database, now)
    told = Counter[tuple[int, int]]()
    async with database.begin() as session:
        for row in await session.scalars(select(Outgoing).where(Outgoing.unasked)):
            there = datetime.fromtimestamp(row.due_at, SEOUL)
            assert within_office_hours(there, "Asia/Seoul", "KR"), there
            told[row.chat_id, there.month] += 1
    assert max(told.values()) == 4
    # The officer is told in every month, the coordinator two working days after each due day: that of
    # February is followed by a weekend and the holiday of 1 March.
    assert {month for chat, month in told if chat == mina.id} == set(range(1, 13))
    assert {month for chat, month in told if chat == kim.id} == {1, *range(3, 13)}


def around(moment: datetime) -> list[datetime]:
    """Return hours of a day at which nothing, and at which something may be sent."""
    day = moment.astimezone(SEOUL).date()
    return [datetime.combine(day, hour, SEOUL) for hour in (time(0, 30), time(8, 59), time(9), time(18), time(23))]


async def next_due(database: Database, after: datetime) -> datetime:
    """Return the next morning on which a prompt is planned."""
    tonight = datetime.combine(after.astimezone(SEOUL).date() + timedelta(days=1), time(), SEOUL)
    async with database.begin() as session:
        found = await session.scalar(
            select(func.min(Reminder.due_at)).where(Reminder.state == "planned", Reminder.due_at >= tonight)
        )
    assert found is not None
    return found.astimezone(SEOUL)
