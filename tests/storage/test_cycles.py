"""Cycles, their periods, and who is prompted when."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from handlers import asking
from storage import Database, Unit, absences, cycles, people
from storage.models import Period, Reminder
from storage.planning import moments
from tests.conftest import Runs, at, seated
from tests.people import Person
from tests.periods import QUARTERLY, opened, reminders, run_at, sent

SEOUL = ZoneInfo("Asia/Seoul")


async def periods(database: Database) -> list[tuple[str, str, str]]:
    async with database.begin() as session:
        rows = await session.scalars(select(Period).order_by(Period.opens))
        return [(str(each.opens), str(each.due), str(each.closes)) for each in rows]


@pytest.mark.parametrize(
    ("months", "opens", "due", "why"),
    [
        (2, date(2027, 1, 4), date(2027, 1, 29), "1, 3, 6, 12, 24, 60 months, not 2"),
        (3, date(2027, 1, 29), date(2027, 1, 4), "due on 2027-01-04, before it opens on 2027-01-29"),
        (1, date(2027, 1, 4), date(2027, 2, 4), "when the next period is open already"),
    ],
)
async def test_a_cycle_that_cannot_be_meant_so_is_refused_in_one_line(
    database: Database, months: int, opens: date, due: date, why: str
) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        await opened(database, cycle=(months, opens, due))
    assert "\n" not in str(refused.value)


async def test_an_office_has_a_name_for_one_cycle_only(database: Database) -> None:
    await opened(database)
    with pytest.raises(ValueError, match="has a cycle called Every 3 months already"):
        await opened(database)
    assert await opened(database, "japan")


async def test_negative_grace_and_a_name_that_is_empty_or_far_too_long_are_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="grace cannot be -1"):
        await opened(database, grace_days=-1)
    async with database.begin() as session:
        for name in (" ", "\x00", "X" * 61):
            with pytest.raises(ValueError, match="needs a name"):
                await cycles.create(session, 1, name, *QUARTERLY)
        assert (await cycles.create(session, 1, " 2027\n1분기 ", *QUARTERLY)).name == "2027 1분기"


async def test_a_period_further_than_a_month_ahead_is_always_made(database: Database) -> None:
    await opened(database)
    await run_at(database, "2027-03-01T09:00+09:00")
    assert await periods(database) == [
        ("2027-03-20", "2027-03-31", "2027-04-14"),
        ("2027-06-20", "2027-06-30", "2027-07-14"),
    ]
    await run_at(database, "2027-03-02T09:00+09:00")
    assert len(await periods(database)) == 2
    await run_at(database, "2027-05-20T09:00+09:00")
    assert (await periods(database))[2] == ("2027-09-20", "2027-09-30", "2027-10-14")


async def test_a_period_that_opens_on_the_31st_keeps_to_the_ends_of_months(database: Database) -> None:
    await opened(database, cycle=(1, date(2027, 1, 31), date(2027, 2, 10)))
    for day in ("2027-01-05", "2027-02-05", "2027-03-05"):
        await run_at(database, f"{day}T09:00+09:00")
    assert [opens for opens, _due, _closes in await periods(database)] == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
    ]


async def test_a_cycle_begun_late_starts_with_the_present_period(database: Database) -> None:
    await opened(database, cycle=(12, date(2020, 5, 1), date(2020, 5, 31)))
    await run_at(database, "2027-05-10T09:00+09:00")
    assert [opens for opens, _due, _closes in await periods(database)] == ["2027-05-01", "2028-05-01"]


def test_prompts_come_at_nine_on_working_days_where_the_city_is() -> None:
    opens, due, closes = date(2027, 3, 20), date(2027, 3, 31), date(2027, 4, 14)
    planned = {each.stage: each for each in moments(opens, due, closes, "Asia/Seoul", "KR")}
    assert {stage: each.due_at.astimezone(SEOUL).isoformat() for stage, each in planned.items()} == {
        "opening": "2027-03-22T09:00:00+09:00",  # the period opens on a Saturday
        "before": "2027-03-26T09:00:00+09:00",
        "due": "2027-03-31T09:00:00+09:00",
        "after": "2027-04-02T09:00:00+09:00",
        "escalation": "2027-04-02T09:00:00+09:00",
    }
    assert planned["opening"].until == datetime(2027, 4, 1, tzinfo=SEOUL)
    # Good Friday is 26 March, Easter Monday the 29th.
    berlin = {each.stage: each for each in moments(opens, due, closes, "Europe/Berlin", "DE")}
    assert berlin["before"].due_at == datetime(2027, 3, 24, 9, tzinfo=ZoneInfo("Europe/Berlin"))


async def test_the_year_is_asked_again_in_every_period(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    for day in ("03-22", "03-26", "03-31", "04-02", "06-21", "06-25", "06-30", "07-02"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 1, day
    assert [line for _chat, line in await sent(database)] == [
        "<b>2027 Q1: reporting is open</b>",
        "<b>2027 Q1: due soon</b>",
        "<b>2027 Q1: due today</b>",
        "<b>2027 Q1: overdue</b>",
        "<b>2027 Q2: reporting is open</b>",
        "<b>2027 Q2: due soon</b>",
        "<b>2027 Q2: due today</b>",
        "<b>2027 Q2: overdue</b>",
    ]


async def test_after_a_long_outage_only_the_last_prompt_of_a_period_goes_out(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    await run_at(database, "2027-03-19T09:00+09:00")
    assert await run_at(database, "2027-04-05T11:00+09:00") == 1
    assert await run_at(database, "2027-04-05T11:01+09:00") == 0
    assert [each.stage for each in await reminders(database) if each.state == "sent"] == ["after"]
    assert await sent(database) == [(mina.id, "<b>2027 Q1: overdue</b>")]


async def test_a_prompt_that_waited_says_what_is_true_when_it_is_sent(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database, cycle=(1, date(2027, 6, 1), date(2027, 6, 12)))  # due on a Saturday
    await run_at(database, "2027-06-01T08:00+09:00")
    for day in ("06-01", "06-09", "06-14"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 1, day
    assert [line for _chat, line in await sent(database)] == [
        "<b>June 2027: reporting is open</b>",
        "<b>June 2027: due soon</b>",
        "<b>June 2027: overdue</b>",
    ]


async def test_a_first_prompt_that_waited_says_how_late_it_is(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database, cycle=(1, date(2027, 5, 3), date(2027, 5, 7)))
    async with database.begin() as session:
        officer = (await people.in_city(session, 1))[0]
        await absences.add(session, officer.id, None, date(2027, 5, 1), date(2027, 5, 4))
    assert await run_at(database, "2027-05-03T09:00+09:00") == 0
    assert await run_at(database, "2027-05-06T09:00+09:00") == 1
    assert (await sent(database))[-1][1] == "<b>May 2027: due soon</b>"


async def test_a_prompt_put_off_until_a_period_is_closed_says_that_it_is(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await opened(database, grace_days=1)
    assert await run_at(database, "2027-03-22T09:00+09:00") == 1
    async with bot_runs() as bot:
        await mina.hears()
        at("2027-03-31T09:00+09:00")
        await bot.schedule.tick()
        assert (await mina.hears()).startswith("2027 Q1: due today\n")
        await mina.presses("In three days")
        at("2027-04-05T09:00+09:00")
        assert await bot.schedule.tick()
        told = await mina.hears()
    assert told.startswith("2027 Q1: overdue\n")
    assert "was due on Wed 31 March, closed on Thu 1 April; a late answer still counts" in told


async def test_of_two_prompts_that_are_both_useful_the_later_stage_goes_out(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    await run_at(database, "2027-03-19T09:00+09:00")
    assert await run_at(database, "2027-03-29T11:00+09:00") == 1
    assert [each.stage for each in await reminders(database) if each.state == "sent"] == ["before"]


async def test_what_is_no_longer_useful_is_never_sent(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database)
    await run_at(database, "2027-03-19T09:00+09:00")
    assert await run_at(database, "2027-04-20T11:00+09:00") == 0
    states = {each.state for each in await reminders(database) if each.until < at("2027-04-20T11:00+09:00")}
    assert states == {"dropped"}


async def test_nothing_is_sent_in_the_evening_at_weekends_and_on_holidays(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await opened(database, cycle=(1, date(2027, 9, 13), date(2027, 9, 28)))
    for moment in ("09-13T08:59", "09-13T18:00", "09-14T10:00", "09-15T10:00", "09-16T17:59", "09-17T08:59"):
        assert await run_at(database, f"2027-{moment}+09:00") == 0, moment
    assert await run_at(database, "2027-09-17T09:00+09:00") == 1


async def test_two_processes_plan_and_prompt_once(
    database: Database, database_url: str, mina: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await opened(database)
    now = at("2027-03-22T09:00+09:00")
    other = Database(database_url)
    try:
        await asyncio.gather(*(once(each, asking.plan, now) for each in (database, other) * 3))
        counts = await asyncio.gather(*(once(each, asking.remind, now) for each in (database, other) * 3))
    finally:
        await other.close()
    assert sum(counts) == 1
    assert await sent(database) == [(mina.id, "<b>2027 Q1: reporting is open</b>")]
    async with database.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Period)) == 2
        assert await session.scalar(select(func.count()).select_from(Reminder)) == 2 * (4 + 5)


async def once(database: Database, job: Callable[[Unit, datetime], Awaitable[int]], now: datetime) -> int:
    async with database.unit() as unit:
        done = await job(unit, now)
        await asyncio.sleep(0.05)  # long enough for the others to come in between
        return done
