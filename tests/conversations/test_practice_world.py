"""A whole practice world: neighbours, a cycle, reports, a round; and nothing of it is anywhere else afterwards."""

from bot.router import FOR_REAL, IN_PRACTICE
from bot.simulator import World
from handlers import COMMANDS
from storage import Database, indicators, people
from tests.conftest import Runs, at, seated, seated_in_office
from tests.conversations.test_practice import BUSES, LINE, in_town, rows
from tests.conversations.test_report import content, published
from tests.people import Person, Seen
from tests.refusals import noted_for

TABLE = (
    "source_id,place,language,title,text,target,kind,date\n"
    "z1,Suwon,en,Zqbarriers,Barriers stand at two roads.,11.5,done,\n"
)
MORNING = "2027-01-04T10:05+09:00"


async def asks_and_follows(mina: Person) -> None:
    """Let somebody find an invented neighbour, ask it, do what it does, follow it, and hear its news."""
    found = await mina.says("/find schoolyards")
    assert "Twelve schoolyards" in found and "Amberhaven (invented), New Zealand" in found
    card = await mina.presses("1", under=found)
    assert "Adapted" not in card
    assert "Useful to 1 city" in await mina.presses("Useful", under=card)
    assert "To Amberhaven" in await mina.presses("Ask this city", under=card)
    await mina.says("Zqwhat does it cost?")
    if "Show my name" in mina.heard[-1].labels:
        await mina.presses("Without my name")
    assert "is asked" in await mina.presses("Send")
    answer = await mina.hears()
    assert answer.startswith(LINE) and "Half came from the parks budget" in answer
    await mina.presses("Agree", under=answer)
    assert "Sent to Amberhaven" in await writes(mina, answer)
    await mina.presses("We are doing this too", under=card)
    assert "After AMB" in await mina.presses("The same way")
    await mina.presses("Publish")
    assert "After AMB" in await mina.presses("Show the card")
    assert "You follow" in await mina.presses("Follow", under=card)
    assert "Two more schoolyards have opened." in await mina.says("/new")


async def writes(mina: Person, answer: Seen) -> Seen:
    await mina.presses("Write back", under=answer)
    await mina.says("Thank you, zqthanks.")
    return await mina.presses("Send")


async def test_what_passes_between_cities_is_tried_with_invented_neighbours_and_no_real_one_hears_of_it(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    at(MORNING)
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    real = await published(database, "Toyama", title="Zqtrams", target="11.2", second="")
    before = await rows(database)
    async with bot_runs() as bot:
        welcome = await mina.says("/practice")
        for data in ("highlights:agree:1", "review_answer:shown:1", "answer:no_change:99", "thread:below:99"):
            refused = await noted_for(mina, data, welcome.message["message_id"])
            assert "This is about your real city" in refused and "/practice leads back" in refused, data
        await asks_and_follows(mina)
        opened = await mina.says(f"/action {real}")
        await mina.presses("Ask this city", under=opened)
        await mina.says("Zqhow long did it take?")
        assert "nobody was asked" in await mina.presses("Send")
        await mina.presses("We are doing this too", under=opened)
        await mina.presses("On a smaller scale")
        await mina.presses("Publish")
        waiting = await mina.says("/ask")
        assert "from Haedam (invented)" in waiting
        for day in ("2027-01-05T10:00+09:00", "2027-01-08T10:00+09:00"):
            at(day)
            await bot.schedule.tick()
        await jun.quiet()
        assert "Zq" not in str(await jun.says("/find schoolyards")) and "Adapted" not in await jun.says(
            f"/action {real}"
        )
        await mina.says("/practice")
        assert await rows(database) == before


async def test_the_cycle_of_a_town_is_answered_and_its_reminders_come_when_they_are_wanted(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, park: Person
) -> None:
    at(MORNING)
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated_in_office(database, park, "korea")
    before = await rows(database)
    async with bot_runs() as bot:
        await mina.says("/practice")
        await mina.says(BUSES)
        await mina.presses("Publish")
        listed = await mina.says("/reminders")
        assert "Practice cycle" in listed and "next reminder" in listed
        await mina.presses("1", under=listed)
        assert "Let it come now" in mina.heard[-1].labels
        prompt = await mina.presses("Let it come now")
        assert {"Report now", "No change", "Tomorrow", "In three days"} <= set(prompt.labels)
        assert "asked again" in await mina.presses("Tomorrow", under=prompt)
        assert "more time until" in await presses(mina, "/answer", "More time")
        assert "Practice Town" in await mina.says("/tidy")
        await mina.presses("Not ours")
        await mina.presses("Ask a department")
        assert "no link was made" in await mina.says("Transport")
        assert "Half of it is done" in await mina.presses("Show the answer")
        assert "Added to TRY" in await mina.presses("Publish")
        await mina.says("/reminders")
        await mina.presses("Absence")
        await mina.presses(mina.heard[-1].labels[0])
        await mina.presses(mina.heard[-1].labels[0])
        assert "Practice: away" in await mina.presses("Nobody")
        for day in ("2027-01-05T10:00+09:00", "2027-01-18T10:00+09:00"):
            at(day)
            await bot.schedule.tick()
        await park.quiet()
        await kim.quiet()
        assert "Practice" not in await park.says("/office")
        await mina.hears()  # the town is closed
        assert await rows(database) == before


async def presses(mina: Person, command: str, label: str) -> Seen:
    await mina.says(command)
    return await mina.presses(label)


async def test_reports_a_round_a_check_and_a_table_are_of_the_town_alone(
    bot_runs: Runs, world: World, database: Database, mina: Person, park: Person
) -> None:
    at(MORNING)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    before = await rows(database)
    async with bot_runs():
        await mina.says("/practice")
        assert "Reading table.csv" in await mina.sends_document("table.csv", TABLE.encode(), "text/csv")
        offered = await mina.hears_until(lambda seen: "Import 1 action?" in seen)
        assert offered.startswith(LINE)
        await mina.presses("Import", under=offered)
        await mina.hears_until(lambda seen: "1 action imported" in seen)
        card = await mina.says("/action TRY1-0001")
        assert "Zqbarriers" in card and "Practice Town" in card
        await mina.presses("Evidence", under=card)
        assert "has reviewed TRY1-0001" in await mina.presses("Ask the institute")
        await mina.says("/round")
        await mina.presses("Open a round")
        await mina.says("Zqround")
        await mina.presses("11.1")
        assert "Please add how many people" in mina.heard[-1]
        await mina.presses("Let the others agree")
        assert "agreed: city, research institute" in await mina.presses("Balanced, nothing missing")
        for form in ("text", "json"):
            made = content(world, await mina.says(f"/report city {form}")).decode()
            assert "Zqbarriers" in made and "n invented city, nothing of this is real" in made, made[:400]
        made = content(world, await mina.says("/report brief text TRY1-0001")).decode()
        assert "Practice: an invented city" in made
        await mina.says("/deadlines")
        await mina.presses("UN entry")
        await mina.presses("Say when it was registered")
        await mina.says("2026-06-15")
        assert "green until" in await mina.presses("No link yet")
        await mina.says("/report")
        await mina.presses("Fix the figures")
        assert "Fixed" in await mina.presses("Yes, fix them")
        await mina.presses("Mark as submitted")
        await mina.says("2026-12-20")
        assert "is marked as submitted" in await mina.says("https://sdgs.un.org/x")
        assert "Zq" not in str(await park.says("/round")) + str(await park.says("/board"))
        town = await in_town(database, mina)
        assert town is not None and town.code == "TRY1"
        fields = {"target": "11.6", "name": "Recycling rate", "language": "en", "unit": "%", "better": "up"}
        async with database.begin() as session:
            measured = await indicators.create(session, town.id, 1, fields)
        await mina.presses_data(f"errand:of_indicator:{measured.id}", message_id=card.message["message_id"])
        assert "no link was made" in await mina.says("Environment")
        assert "50 %" in await mina.presses("Show the answer")
        await mina.says("/practice")
        assert await rows(database) == before


async def test_everything_of_a_city_is_tried_but_what_brings_in_or_hands_over_to_real_people(
    database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시", "coordinator")
    async with database.begin() as session:
        officer = await people.known(await session.connection(), mina.id)
    assert officer is not None
    refused = {each.name for each in COMMANDS if each.who(officer)} - IN_PRACTICE
    assert refused == {*FOR_REAL, "seat", "seats", "refuse", "group", "review_answer"}
