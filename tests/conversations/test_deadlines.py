"""Deadlines others have set: said by a city or its office, told in time, each once."""

from datetime import date

import pytest
from icalendar import Calendar

from bot.simulator import World
from storage import Database, absences, deadlines, notices, people
from tests.conftest import Runs, at, seated, seated_in_office
from tests.people import Person
from tests.periods import sent
from tests.refusals import noted_for

BEFORE = "2027-04-01T10:00+09:00"


async def add(person: Person, kind: str, day: str, rhythm: str, name: str = "") -> str:
    """Let somebody add a date; return the receipt."""
    await person.says("/deadlines")
    await person.presses("Add a date")
    chosen = await person.presses(kind)
    assert chosen == kind and not chosen.buttons and chosen.edited
    await person.hears()
    if name:
        await person.says(name)
    await person.says(day)
    return await person.presses(rhythm)


async def test_a_city_adds_changes_and_withdraws_a_date(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    at(BEFORE)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    async with bot_runs():
        empty = await mina.says("/deadlines")
        assert empty == "Deadlines · Suwon\n\nNone is known. Notices come 60, 30 and 7 days before, in office hours."
        receipt = await add(mina, "Call for an award", "2027-07-31", "every year", "SDG City Awards <b>")
        assert receipt == (
            "SDG City Awards <b>\n31 July 2027 · in 121 days · every year\n"
            "Set for your city. Those who speak for it are told 60, 30 and 7 days before, in office hours."
        )
        listed = await mina.presses("All deadlines")
        assert listed.split("\n\n")[1] == "1 SDG City Awards <b>\n   31 July 2027 · in 121 days · every year"
        await mina.presses("1")
        await mina.presses("Change the date")
        assert "2027-06-15" in await mina.says("yesterday")
        assert (await mina.says("2026-01-01")).startswith("That day is over, or too far away.")
        offered = await mina.says("2027년 8월 2일")
        assert offered.labels[:2] == ["every year", "All of them"]
        assert "2 August 2027" in await mina.presses("every year")
        assert "None is known" not in await mina.says("/deadlines")
        assert "富山市" in await jun.says("/deadlines") and len(jun.heard[-1].labels) == 2
        await mina.presses("1")
        assert (await mina.presses("Withdraw")).startswith("Withdraw “SDG City Awards <b>”?")
        assert "None is known" in await mina.presses("Yes, withdraw")


async def test_an_office_adds_a_date_once_for_all_cities_of_its_branch(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, park: Person, world: World
) -> None:
    at(BEFORE)
    ara = Person(world, 20, "Ara")
    for person, place in ((mina, "수원시"), (ara, "부산광역시"), (jun, "富山市")):
        await seated(database, person, place)
    await seated_in_office(database, park, "korea")
    async with bot_runs() as bot:
        receipt = await add(park, "CDP questionnaire", "2027-06-15", "every year")
        assert receipt.endswith("Set for 2 cities. They are told 60, 30 and 7 days before, in office hours.")
        assert "CDP questionnaire\n   15 June 2027 · in 75 days · every year · Korea Office" in (
            await mina.says("/deadlines")
        )
        # A city cannot change what its office has set.
        assert (await mina.presses("1")).labels == ["Stop", "Back"]
        number = mina.heard[-1].message["message_id"]
        assert "Nothing was changed" in await noted_for(mina, "deadlines:gone_now:1", number)
        at("2027-04-16T09:00+09:00")
        await bot.schedule.tick()
        for person in (mina, ara):
            notice = await person.hears()
            assert notice.startswith("CDP questionnaire\nTue 15 June · in 60 days\n")
            assert notice.labels == ["All deadlines", "Stop"]
        await jun.quiet()
        await park.quiet()
        assert await bot.schedule.tick() == 0, "each is given once"


async def test_stop_ends_the_notices_of_one_deadline_and_can_be_undone(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    at(BEFORE)
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs() as bot:
        await add(mina, "UN forum", "2027-06-15", "every year")
        at("2027-04-16T09:00+09:00")
        await bot.schedule.tick()
        await mina.hears_until(lambda seen: "in 60 days" in seen)
        await kim.hears()
        assert (await mina.presses("Stop")).startswith("UN forum\nYou are not told of it any more.")
        at("2027-05-17T09:00+09:00")
        await bot.schedule.tick()
        assert "in 29 days" in await kim.hears()
        await mina.quiet()
        await mina.presses("Tell me again")
        await bot.schedule.tick()
        assert "in 29 days" in await mina.hears_until(lambda seen: "Stop" in seen.labels and not seen.edited)


async def test_several_deadlines_of_one_morning_are_one_message(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at(BEFORE)
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await add(mina, "UN forum", "2027-06-15", "every year")
        await add(mina, "Statutory report", "2027-06-16", "every two years")
        at("2027-04-19T09:00+09:00")  # Saturday and Sunday lie between
        await bot.schedule.tick()
        notice = await mina.hears_until(lambda seen: seen.startswith("Deadlines of Suwon"))
        assert notice == (
            "Deadlines of Suwon\n\nUN forum\nTue 15 June · in 57 days\n\nStatutory report\nWed 16 June · in 58 days"
        )
    assert len(await sent(database)) == 1


async def test_notices_keep_to_office_hours_to_the_number_of_a_month_and_to_who_is_there(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, world: World
) -> None:
    at(BEFORE)
    ara = Person(world, 20, "Ara")
    for person in (mina, ara):
        await seated(database, person, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs() as bot:
        await add(mina, "UN forum", "2027-06-15", "every year")
        async with database.begin() as session:
            _officer, away, coordinator = await people.in_city(session, 1)
            await absences.add(session, away.id, None, date(2027, 4, 1), date(2027, 4, 30))
            await people.change(session, coordinator.id, budget=1)
        for moment in ("04-16T08:59", "04-16T18:00", "04-17T12:00"):
            at(f"2027-{moment}+09:00")
            assert await bot.schedule.tick() == 0, moment
        at("2027-04-16T09:00+09:00")
        assert await bot.schedule.tick() == 1
        assert "in 60 days" in await mina.hears_until(lambda seen: "Stop" in seen.labels)
        at("2027-05-04T09:00+09:00")
        assert await bot.schedule.tick() == 1
        assert "in 42 days" in await ara.hears()  # back, and still of use
        at("2027-06-08T09:00+09:00")
        await bot.schedule.tick()
        for person in (mina, ara, kim):  # the last message of a month is for this
            assert "in 7 days" in await person.hears()


async def test_the_calendar_file_holds_what_the_list_holds(bot_runs: Runs, database: Database, world: World) -> None:
    at(BEFORE)
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    async with database.begin() as session:
        [there] = await people.in_city(session, 1)
        await deadlines.add(session, there, "award", "지속가능발전대상", date(2027, 9, 1), 12)
        await deadlines.register(session, there, date(2026, 6, 15), "")
    async with bot_runs():
        await officer.says("/deadlines")
        [data] = [
            b["callback_data"] for row in officer.heard[-1].inline for b in row if "calendar" in b["callback_data"]
        ]
        await officer.presses_data(data, message_id=officer.heard[-1].message["message_id"])
    file = world.files.by_id(officer.heard[-1].message["document"]["file_id"]).upload.content
    events = Calendar.from_ical(file).walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [date(2027, 6, 15), date(2027, 9, 1)]
    assert [str(event["uid"]) for event in events] == ["un:1@pumasi", "1@pumasi"]
    assert events[1]["summary"] == "지속가능발전대상"


async def test_an_officer_says_when_the_un_entry_was_registered_and_what_was_submitted(
    bot_runs: Runs, database: Database, mina: Person, park: Person
) -> None:
    at("2027-05-03T10:00+09:00")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await mina.says("/deadlines")
        assert "Nothing is known of it." in await mina.presses("UN entry")
        await mina.presses("Say when it was registered")
        await mina.says("2026-06-15")
        assert (await mina.says("sdgs.un.org")).startswith("That is no link.")
        entry = await mina.says("https://sdgs.un.org/partnerships/26794")
        assert entry.split("\n")[:3] == ["UN entry · Suwon", "green until 15 June 2027", "registered on 15 June 2026"]
        at("2027-07-01T10:00+09:00")
        assert "Suwon · yellow, red from 15 June 2028 on" in await lights(park)
        assert "The UN entry turns red\n   15 June 2028" in await mina.says("/deadlines")
        await mina.presses("UN entry")
        await mina.presses("Mark as submitted")
        await mina.says("2027-06-30")
        renewed = await mina.presses("No link yet")
        assert "green until 30 June 2028" in renewed and "https://sdgs.un.org/partnerships/26794" in renewed
        at("2029-07-01T10:00+09:00")
        assert "Suwon · red: nothing was submitted for two years" in await lights(park)
        assert "The UN entry is red\n   Nothing was submitted for two years." in await mina.says("/deadlines")


async def lights(reviewer: Person) -> str:
    await reviewer.says("/deadlines")
    return await reviewer.presses("UN entries")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_report_for_an_entry_nobody_told_of_changes_nothing(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        assert await deadlines.submitted(session, 1, date(2027, 6, 15), "https://sdgs.un.org/1") is None


async def test_two_processes_give_a_notice_once(database: Database, mina: Person) -> None:
    at(BEFORE)
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        [officer] = await people.in_city(session, 1)
        await deadlines.add(session, officer, "forum", "", date(2027, 6, 15), 12)
    now = at("2027-04-16T09:00+09:00")
    async with database.unit() as unit:
        [(person_id, due)] = (await notices.due(unit.session, now)).items()
        assert await notices.claim(unit, person_id, due, now)
    async with database.unit() as unit:
        assert await notices.claim(unit, person_id, due, now) is None
        assert not await notices.due(unit.session, now)
