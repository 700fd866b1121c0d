"""Who has answered: seen in private by coordinators and offices, and a nudge for those who have not."""

from datetime import date

from sqlalchemy import select

from bot.simulator import World
from storage import Database, absences, audit, people, privacy
from storage.models import Answer, Reminder
from tests.conftest import Runs, at, seated, seated_in_office
from tests.people import Person
from tests.periods import opened, publishes, run_at, sent

OPENING = "2027-03-22T09:00+09:00"


async def three_cities(database: Database, world: World, mina: Person) -> list[Person]:
    """Let three cities of Korea be asked: Suwon, which has an action, Busan and Daegu."""
    ara, bora = Person(world, 20, "Ara"), Person(world, 21, "Bora")
    await seated(database, mina, "수원시")
    await seated(database, ara, "부산광역시")
    await seated(database, bora, "대구광역시")
    await publishes(database, "수원시")
    await opened(database)
    assert await run_at(database, OPENING) == 3
    return [mina, ara, bora]


async def test_an_office_sees_who_has_answered_and_who_has_not(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    _mina, ara, _bora = await three_cities(database, world, mina)
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await mina.hears()
        await mina.presses("Report now")
        await mina.presses("No change")
        await ara.hears()
        await ara.presses("More time")
        at("2027-04-05T10:00+09:00")
        listed = await park.says("/office")
        assert listed == (
            "Who has answered\nYou see this in private; nobody is named in a group.\n\n"
            "1 2027 Q1 · Every 3 months · due Wed 31 March\n   answered: 1 of 3 · more time: 1"
        )
        board = await park.presses("1")
        assert board.split("\n\n")[1] == (
            "Busan · more time until Wed 7 April · reminded on Mon 22 March\n"
            "Daegu · overdue since Wed 31 March · reminded on Mon 22 March\n"
            "Suwon · reported on Mon 22 March · 1 action checked"
        )
        assert board.buttons == [["Nudge the others"], ["Back", "End this cycle"]]
        assert await park.presses("Back") == listed


async def test_what_is_open_comes_first_by_due_day(
    bot_runs: Runs, database: Database, mina: Person, park: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await opened(database, cycle=(12, date(2027, 3, 1), date(2027, 4, 30)))
    await opened(database, cycle=(6, date(2027, 4, 20), date(2027, 4, 25)))
    await opened(database, cycle=(24, date(2027, 3, 1), date(2027, 3, 10)), grace_days=5)
    await opened(database)
    for day in ("2027-03-05", "2027-03-23"):
        await run_at(database, f"{day}T10:00+09:00")
    async with bot_runs():
        listed = await park.says("/office")
    assert [line.split(" · ")[1] for line in listed.split("\n") if "due" in line] == [
        "Every 3 months", "Every 12 months", "Every 6 months", "Every 24 months",
    ]  # fmt: skip


async def test_late_and_early_answers_show_on_the_board(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    await seated(database, mina, "수원시")
    await publishes(database, "수원시", 2)
    await seated_in_office(database, park, "korea")
    await opened(database)
    at("2027-03-18T10:00+09:00")
    async with bot_runs() as bot:
        await bot.schedule.tick()
        await mina.says("/answer")
        await mina.presses("Report now")
        await mina.presses("No change")
        await park.says("/office")
        assert "Suwon · not asked yet · 1 action checked · early: 1" in await park.presses("1")
        at("2027-04-06T10:00+09:00")
        await mina.presses("No change")
        board = await park.presses("Back")
        assert "answered: 1 of 1 · late: 1" in board
        assert "Suwon · reported on Tue 6 April, late · 2 actions checked · early: 1 · late: 1" in (
            await park.presses("1")
        )


async def test_a_nudge_goes_once_and_only_to_those_who_have_not_answered(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    _mina, ara, bora = await three_cities(database, world, mina)
    await seated_in_office(database, park, "korea")
    async with bot_runs() as bot:
        await mina.hears()
        await mina.presses("No change")
        await ara.hears()
        await ara.presses("More time")
        await bora.hears()
        at("2027-03-24T17:00+09:00")
        await park.says("/office")
        await park.presses("1")
        assert (await park.presses("Nudge the others")).startswith("Nudge 1 city that has not answered?\nDaegu\n")
        assert await park.presses("Yes, nudge") == "1 city is nudged"
        await bot.schedule.tick()
        nudge = await bora.hears()
        assert nudge.startswith("2027 Q1: your answer is awaited\n")
        assert nudge.buttons[0] == ["Report now"]
        await bot.schedule.tick()
        board = await park.presses("Back")
        assert "Daegu · not yet · reminded on Wed 24 March · nudged" in board
        assert "Nudge the others" not in board.labels
        await mina.quiet()
        await ara.quiet()
    assert [chat for chat, _line in await sent(database)].count(bora.id) == 2


async def test_when_the_extra_time_is_over_a_city_can_be_nudged_too(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    _mina, ara, _bora = await three_cities(database, world, mina)
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await mina.hears()
        await mina.presses("No change")
        await ara.hears()
        await ara.presses("More time")
        at("2027-04-09T10:00+09:00")
        await park.says("/office")
        await park.presses("1")
        asked = await park.presses("Nudge the others")
    assert asked.startswith("Nudge 2 cities that have not answered?\nBusan and Daegu\n")


async def test_a_nudge_goes_to_every_seat_that_is_there_and_to_deputies(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, park: Person
) -> None:
    ara, bora, dan = Person(world, 20, "Ara"), Person(world, 21, "Bora"), Person(world, 22, "Dan")
    for officer in (mina, ara, bora, dan):
        await seated(database, officer, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated_in_office(database, park, "korea")
    await opened(database)
    async with database.unit() as unit:
        known = {each.id: await people.known(unit.connection, each.id) for each in (mina, ara, bora, dan)}
        away, deputy, gone = (known[each.id] for each in (mina, ara, bora))
        assert away and deputy and gone
        await absences.add(unit.session, away.id, deputy.id, date(2027, 3, 1), date(2027, 4, 30))
        await absences.add(unit.session, gone.id, None, date(2027, 3, 1), date(2027, 4, 30))
    await run_at(database, OPENING)
    before = len(await sent(database))
    async with bot_runs() as bot:
        await park.says("/office")
        await park.presses("1")
        await park.presses("Nudge the others")
        await park.presses("Yes, nudge")
        await bot.schedule.tick()
    assert sorted(chat for chat, _line in (await sent(database))[before:]) == sorted([ara.id, dan.id, kim.id])


async def test_what_was_answered_before_a_cycle_ended_stays(
    bot_runs: Runs, database: Database, mina: Person, park: Person, world: World
) -> None:
    await three_cities(database, world, mina)
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await mina.hears()
        answered = await mina.presses("No change")
        await park.says("/office")
        await park.presses("1")
        await park.presses("End this cycle")
        await park.presses("Yes, end it")
        await mina.quiet()
        assert mina.heard[-1] == answered
    async with database.begin() as session:
        assert [each.kind for each in await session.scalars(select(Answer))] == ["no_change"]
        states = set(await session.scalars(select(Reminder.state)))
        assert "planned" not in states


async def test_a_nudge_waits_for_office_hours_and_counts_in_the_budget(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, mina, "수원시")
    await opened(database)
    at("2027-03-26T19:00+09:00")  # a Friday evening
    async with bot_runs() as bot:
        await bot.schedule.tick()
        await kim.says("/office")
        await kim.presses("1")
        await kim.presses("Nudge the others")
        assert await kim.presses("Yes, nudge") == "1 city is nudged"
        assert await run_at(database, "2027-03-28T12:00+09:00") == 0
        assert await run_at(database, "2027-03-29T09:00+09:00") == 1 and "2027 Q1" in await mina.hears()
        assert "Messages this month: 1 of 4" in await mina.says("/reminders")
        await kim.quiet()


async def test_a_coordinator_sees_and_nudges_only_the_own_city(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person
) -> None:
    await three_cities(database, world, mina)
    await seated(database, kim, "수원시", "coordinator")
    at("2027-03-24T10:00+09:00")
    async with bot_runs() as bot:
        assert "answered: 0 of 1" in await kim.says("/office")
        board = await kim.presses("1")
        assert "Suwon" in board and "Busan" not in board and "Daegu" not in board
        await kim.presses("Nudge the others")
        await kim.presses("Yes, nudge")
        await bot.schedule.tick()
    assert [chat for chat, _line in await sent(database)][3:] == [mina.id]
    async with database.begin() as session:
        assert [each.event for each in await audit.of(session, "period:1/SUW")] == ["nudged"]


async def test_an_office_sees_its_branch_only(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    await three_cities(database, world, mina)
    await opened(database, "eastasia", (12, date(2027, 3, 1), date(2027, 3, 31)))
    jun = Person(world, 22, "Jun")
    await seated(database, jun, "富山市")
    world_office = Person(world, 23, "Vera")
    await seated_in_office(database, park, "japan")
    await seated_in_office(database, world_office, "world", "secretariat")
    async with bot_runs() as bot:
        await bot.schedule.tick()
        listed = await park.says("/office")
        assert "Year 2027" in listed and "2027 Q1" not in listed
        board = await park.presses("1")
        assert "Toyama" in board and "Suwon" not in board
        whole = await world_office.says("/office")
        assert "2027 Q1" in whole and "answered: 0 of 4" in whole


async def test_a_city_where_nobody_sits_is_shown_and_not_nudged(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await opened(database)
    at(OPENING)
    async with bot_runs() as bot:
        await bot.schedule.tick()
        async with database.begin() as session:
            [officer] = await people.in_city(session, 1)
            await privacy.erase(session, officer.id)
        await park.says("/office")
        board = await park.presses("1")
        assert "Suwon · nobody has a seat there" in board
        assert "Nudge the others" not in board.labels


async def test_many_cities_are_shown_page_by_page(
    bot_runs: Runs, database: Database, world: World, park: Person
) -> None:
    names = ["종로구", "용산구", "성동구", "광진구", "동대문구", "중랑구", "성북구", "강북구", "도봉구", "노원구",
             "은평구", "서대문구", "마포구", "양천구", "구로구", "금천구"]  # fmt: skip
    for number, name in enumerate(names):
        await seated(database, Person(world, 100 + number, f"Officer {number}"), name)
    await seated_in_office(database, park, "korea")
    await opened(database)
    await run_at(database, OPENING)
    async with bot_runs():
        await park.says("/office")
        first = await park.presses("1")
        assert len(first.split("\n\n")[1].split("\n")) == 15
        assert first.buttons == [["Nudge the others"], ["Next"], ["Back", "End this cycle"]]
        second = await park.presses("Next")
        assert len(second.split("\n\n")[1].split("\n")) == 1
        assert second.buttons == [["Nudge the others"], ["Previous"], ["Back", "End this cycle"]]


async def test_an_officer_has_no_office(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "for other roles" in await mina.says("/office")


async def test_an_office_without_cycles_is_told_so(bot_runs: Runs, database: Database, park: Person) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        assert "No reporting period is open" in await park.says("/office")


async def test_a_coordinator_alone_has_nobody_to_nudge(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    await opened(database)
    await run_at(database, OPENING)
    async with bot_runs():
        await kim.hears()
        await kim.says("/office")
        await kim.presses("1")
        await kim.presses("Nudge the others")
        await kim.acts.presses("Yes, nudge")
        await kim.world.until(lambda: kim.toasts)
    assert kim.toasts == ["There is nobody left to nudge: each city is nudged once in a period."]


async def test_nobody_is_nudged_before_a_period_opens(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    await opened(database)
    await run_at(database, "2027-03-18T10:00+09:00")
    async with bot_runs():
        await kim.says("/office")
        assert (await kim.presses("1")).buttons == [["Back"]]


async def test_an_office_can_end_its_own_cycle(
    bot_runs: Runs, database: Database, mina: Person, park: Person, world: World
) -> None:
    vera = Person(world, 23, "Vera")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await seated_in_office(database, vera, "world", "secretariat")
    await opened(database)
    assert await run_at(database, OPENING) == 1
    async with bot_runs():
        await mina.hears()
        await vera.says("/office")
        assert "End this cycle" not in (await vera.presses("1")).labels
        await park.says("/office")
        await park.presses("1")
        assert (await park.presses("End this cycle")).startswith("End the cycle Every 3 months?")
        assert await park.presses("Yes, end it") == "The cycle Every 3 months has ended."
        over = await mina.hears()
        assert (
            over.edited
            and not over.labels
            and over
            == ("2027 Q1: no answer is needed any more\nThe cycle Every 3 months has ended. What was answered is kept.")
        )
        assert "2027 Q1" not in await mina.says("/reminders")
        assert "No reporting period is open" in await park.says("/office")
        assert (await mina.says("/answer")).startswith("Nothing waits for an answer.")
    for day in ("03-31", "04-02", "06-21"):
        assert await run_at(database, f"2027-{day}T09:00+09:00") == 0
