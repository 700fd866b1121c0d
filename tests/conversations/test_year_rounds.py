"""One officer's year, as far as deadlines and report rounds go: steps 12 and 14 with the real calendar of 2027.

Suwon stands for Haneul-si.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import clock
from bot.dates import within_office_hours
from bot.simulator import World
from handlers import notices
from storage import Database, audit, deadlines, gathering, people, rounds
from storage.models import Indicator, Measure, Outgoing
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person, Seen
from tests.periods import publishes

SEOUL = ZoneInfo("Asia/Seoul")


async def registered(database: Database, mina: Person) -> None:
    """Let Suwon have said that its UN entry was registered on 15 June 2026."""
    at("2027-01-12T10:00+09:00")
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await deadlines.register(session, officer, date(2026, 6, 15), "https://sdgs.un.org/partnerships/26794")


async def test_step_12_the_entry_that_turns_yellow_is_told_of_on_16_april_17_may_and_8_june(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await registered(database, mina)
    async with bot_runs() as bot:
        for quiet, told, left in (
            ("04-16T08:59", "04-16T09:00", "in 60 days"),
            ("05-16T12:00", "05-17T09:00", "in 29 days"),  # 16 May is a Sunday
            ("06-08T08:59", "06-08T09:00", "in 7 days"),
        ):
            at(f"2027-{quiet}+09:00")
            await bot.schedule.tick()
            await mina.quiet()
            at(f"2027-{told}+09:00")
            await bot.schedule.tick()
            notice = await mina.hears()
            assert notice == f"The UN entry turns yellow\nTue 15 June · {left}\nSuwon"
            assert notice.buttons == [["UN entry"], ["Stop"]]
        assert "green until 15 June 2027" in await mina.presses("UN entry")
        at("2027-06-15T10:00+09:00")
        await bot.schedule.tick()
        assert "yellow, red from 15 June 2028 on" in await entry_of(mina)


async def entry_of(person: Person) -> Seen:
    await person.says("/deadlines")
    return await person.presses("UN entry")


async def test_step_12_over_the_whole_year_nothing_else_is_said_of_it(database: Database, mina: Person) -> None:
    await registered(database, mina)
    moment = at("2027-01-13T00:30+09:00")
    while moment.year == 2027:
        for hour in (0, 9, 12, 18):
            now = at(moment.replace(hour=hour, minute=0).isoformat())
            async with database.unit() as unit:
                await notices.warn(unit, now)
        moment += timedelta(days=1)
    async with database.begin() as session:
        due = await session.scalars(select(Outgoing.due_at).where(Outgoing.unasked).order_by(Outgoing.id))
        told = [datetime.fromtimestamp(each, SEOUL) for each in due]
    assert [each.date().isoformat() for each in told] == ["2027-04-16", "2027-05-17", "2027-06-08"]
    assert all(within_office_hours(each, "Asia/Seoul", "KR") for each in told)


async def test_step_14_a_figure_changed_after_the_approvals_lets_only_its_chapter_fall(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, park: Person
) -> None:
    at("2027-05-11T10:00+09:00")
    ins, cou = Person(world, 31, "Ins"), Person(world, 32, "Cou")
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, ins, "수원시", "institute")
    await seated(database, cou, "수원시", "council")
    await seated_in_office(database, park, "korea")
    for target in rounds.TARGETS:
        if target != "11.4":
            await publishes(database, "수원시", title=f"Work for {target}", target=target)
    indicator = await recycling(database, "60.8")
    async with bot_runs():
        await kim.says("/round")
        await kim.presses("Open a round")
        opened = await kim.says("Report to the UN forum 2027")
        assert [line.strip() for line in opened.split("\n") if "blank" in line] == ["blank · nobody agreed yet"]
        for person in (ins, cou, kim):
            await all_but(person, "11.4")
        at("2027-05-12T10:00+09:00")
        await recycling(database, "61.4", indicator)  # the officer corrects it
        async with database.begin() as session:  # a report that is made before anybody looks knows it, too
            report = await gathering.city_report(session, await city_of(session, "수원시"), date(2027, 5, 12))
        approved = {chapter.target: chapter.approved for chapter in report.chapters}
        assert approved["11.6"] == ("city",) and approved["11.5"] == ("city", "institute", "council")
        overview = await mina.says("/round")
        waste = (
            "11.6 Clean air, less waste\n   needs another look: research institute and citizens’ council · agreed: city"
        )
        assert waste in overview
        assert overview.count("agreed: city, research institute, and citizens’ council") == 5
        assert "11.4 Culture and nature handed down\n   blank · nobody agreed yet" in overview
        chapter = await mina.presses("11.6")
        assert "version 2" in chapter and "Recycling: 61.4 % (December 2026)" in chapter
        async with database.begin() as session:
            assert [entry.event for entry in await audit.of(session, "round:1/11.6")][-1] == "figure changed"
        culture = await (await back(mina)).presses("11.4")
        assert "How it works now\nblank\n\nWhat remains to be done\nblank\n\nnot yet:" in culture


async def recycling(database: Database, value: str, indicator_id: int | None = None) -> int:
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        if indicator_id is None:
            row = Indicator(city_id=city.id, target="11.6", name="Recycling", language="en", unit="%", better="up",
                            at=clock.now())  # fmt: skip
            session.add(row)
            await session.flush()
            indicator_id = row.id
        session.add(Measure(indicator_id=indicator_id, kind="value", day=date(2026, 12, 31), value=Decimal(value),
                            at=clock.now()))  # fmt: skip
        return indicator_id


async def all_but(person: Person, blank: str) -> None:
    await person.says("/round")
    for target in rounds.TARGETS:
        if target != blank:
            await person.presses(target)
            await person.presses("Balanced, nothing missing")
            await person.presses("Back")


async def back(person: Person) -> Person:
    await person.presses("Back")
    return person
