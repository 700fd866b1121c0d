"""The practice town: everything works in it, and nothing leaves it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.app import Pumasi
from storage import Database
from storage.models import Action, AuditEntry, Base, City, Draft, Seat
from storage.models import Person as PersonRow
from tests.conftest import Runs, at, invited, seated, seated_in_office
from tests.people import Person
from tests.refusals import noted, noted_for

BUSES = "Night buses run until two o'clock on Fridays in the old town."
LINE = "Practice town: nothing leaves it"


async def in_town(database: Database, person: Person) -> City | None:
    """Return the town somebody practises in."""
    async with database.begin() as session:
        towns = await session.scalars(
            select(City)
            .join(PersonRow, PersonRow.practice_city_id == City.id)
            .where(PersonRow.telegram_id == person.id)
        )
        return towns.first()


async def rows(database: Database) -> dict[str, int]:
    """Return how many rows each table has, without what arrived and was sent."""
    async with database.begin() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in ("inbox", "outbox", "lookups", "facts")
        }


async def test_after_the_primer_a_first_action_is_tried_where_nobody_else_sees_it(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, jun: Person
) -> None:
    at("2027-01-04T10:05+09:00")
    code = await invited(database, "수원시")
    await seated(database, kim, "Toyama")
    await seated(database, jun, "Kobe")
    async with bot_runs():
        await mina.says(f"/start {code}")
        await mina.presses("Agree")
        await mina.presses("Goal 11 in two minutes")
        await mina.presses("Next")
        await mina.presses("Next")
        welcome = await mina.presses("Try it in practice")
        assert welcome.startswith(LINE) and "Welcome to Practice Town" in welcome and "Suwon" in welcome
        card = await mina.sends_photo(caption=BUSES)
        assert card.startswith(LINE) and "Practice Town · 11." in card
        receipt = await mina.presses("Publish")
        assert receipt.startswith(LINE) and "Published as TRY" in receipt
        number = receipt.split("Published as ")[1].split()[0]
        assert "No action about" in await kim.says("/find night buses")
        assert "no longer shown" in await kim.says(f"/action {number}")
        assert "現在は表示されていません" in await jun.says(f"/action {number}")
        assert "Nothing here yet" in await kim.presses("Newest")
        town = await in_town(database, mina)
        assert town is not None
        for data in (f"city:open:{town.id}", f"told:of_city:{town.id}:0", f"measured:of_city:{town.id}:0",
                     f"ladder:of_city:{town.id}", f"ladder:show:{town.id}:0", f"board:city:{town.id}"):  # fmt: skip
            assert await noted_for(kim, data, kim.heard[-1].message["message_id"])
        back = await mina.presses("Start for real", under=welcome)
        assert "You speak for Suwon again" in back and LINE not in back
        assert "Nothing is published yet" in await mina.says("/mine")


EVERYTHING = (
    "/mine", "/city", "/goals", "/board", "/gaps", "/indicator", "/milestones", "/readiness", "/map", "/find bus",
    "/find", "/help", "/settings", "/language", "/glossary flood", "/mydata", "/cancel", "/start", "/report", "/diff",
    "/shelf", "/deadlines", "/reminders", "/answer", "/tidy", "/round", "/ask", "/follow", "/new", "/office",
    "/highlights", "/city Amberhaven", "/feedback",
)  # fmt: skip


async def test_everything_an_officer_tries_works_and_says_where_one_is(
    bot_runs: Runs, database: Database, mina: Person, park: Person
) -> None:
    at("2027-01-04T10:05+09:00")
    await seated(database, mina, "수원시", "coordinator")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        assert "Welcome to Practice Town" in await mina.says("/practice")
        await mina.says(BUSES)
        await mina.presses("Publish")
        card = await mina.presses("Show the card")
        assert BUSES in card
        await mina.presses("Who else did this")
        await mina.presses("Add news", under=card)
        assert "Added to TRY" in await mina.says("A fifth line runs, too.")
        await mina.presses("Edit", under=card)
        await mina.presses("Change something")
        await mina.presses("More")
        await mina.presses("Who sees it")
        await mina.presses("Everyone")
        assert "is changed" in await mina.presses("Save")
        found = await mina.says("/find night buses")
        assert "In the practice town" in found and BUSES[:20] in found
        await mina.presses("Withdraw", under=card)
        assert "is withdrawn" in await mina.presses("Yes, withdraw")
        for command in EVERYTHING:
            await mina.acts.says(command)
            seen = await mina.hears(60)  # a picture takes its time
            assert seen.startswith(LINE), (command, seen)
            assert "could not be processed" not in seen
            while await mina._next(0.05):
                pass
        await mina.says("/feedback")
        assert "Thank you" in await mina.says("The buttons are small.")
        assert "The buttons are small." in await park.hears()
        for command in ("/invite", "/handover"):
            refused = await mina.says(command)
            assert "in your own city, not in practice" in refused and refused.labels == ["Start for real"], command
    async with database.begin() as session:
        told = await session.scalars(select(Action))
        assert {each.visibility for each in told} == {"city"}


async def test_who_comes_back_finds_the_old_drafts_and_no_row_of_the_town(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-01-04T10:05+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("Trees line the road to the station now.")
        cancelled = await mina.presses("Cancel")
        waiting = await mina.says("Rain gardens keep the streets of Paldal dry.")
        await mina.says("Benches stand in every park of the city.")
        done = await mina.presses("Publish")
        before = await rows(database)
        await mina.says("/practice")
        assert "your real city" in await noted(mina, "Publish", under=waiting)
        assert "your real city" in await noted(mina, "Undo", under=cancelled)
        assert "another city" in await noted(mina, "Edit", under=done)
        await mina.says("/cancel")
        receipt = await mina.sends_photo(caption=BUSES)
        await mina.presses("Publish")
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Title")
        await mina.says("Buses at night")
        await mina.presses("Save")
        await mina.says("/milestones")
        await mina.says("A second draft begins here, without an end.")
    async with bot_runs():
        assert "You speak for Suwon again" in await mina.says("/practice")
        assert await rows(database) == before
        assert "earlier" in await noted(mina, "Cancel")
        assert "Published as SUW-0002" in await mina.presses("Publish", under=waiting)
    assert receipt
    async with database.begin() as session:
        subjects = (await session.scalars(select(AuditEntry.subject))).all()
        assert not [each for each in subjects if "TRY" in each]
        assert {each for each in await session.scalars(select(Draft.state))} == {"done", "cancelled"}


async def test_whoever_leaves_takes_the_town_along(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("/practice")
        await mina.says(BUSES)
        await mina.presses("Publish")
        await mina.says("/leave")
        assert "Your data are erased" in await mina.presses("Yes, erase my data")
    async with database.begin() as session:
        assert not (await session.scalars(select(City).where(City.practice))).all()
        assert not (await session.scalars(select(Action))).all()


async def test_after_a_silent_week_the_town_closes_and_its_person_is_told_once_at_work(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    begun = at("2027-01-04T10:05+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await mina.says("/practice")
        await mina.says(BUSES)
        await silent_for(bot, database, begun, timedelta(days=4))  # a Friday
        await mina.quiet()  # its drafts are not recalled
        assert await in_town(database, mina)
        await silent_for(bot, database, begun, timedelta(days=7, hours=12))
        assert await in_town(database, mina)  # it is evening
        await silent_for(bot, database, begun, timedelta(days=8))
        assert "The practice town is closed" in await mina.hears()
        assert not await in_town(database, mina)
        await silent_for(bot, database, begun, timedelta(days=9))
        await mina.quiet()
        assert "Suwon · 11." in await mina.says(BUSES)


async def silent_for(bot: Pumasi, database: Database, begun: Any, time: timedelta) -> None:
    """Let so much time pass, and the job run."""
    at((begun + time).isoformat())
    await bot.schedule.tick()


async def test_who_has_no_seat_any_more_has_no_town_either(bot_runs: Runs, database: Database, mina: Person) -> None:
    begun = at("2027-01-04T10:05+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await mina.says("/practice")
        async with database.begin() as session:
            await session.execute(update(Seat).values(person_id=None, taken_at=None))
        assert "Officers of cities publish here" in await mina.says(BUSES)
        await silent_for(bot, database, begun, timedelta(days=8))
        assert not await in_town(database, mina)
        await mina.quiet()


async def test_a_town_is_for_people_of_cities(bot_runs: Runs, database: Database, lee: Person) -> None:
    async with bot_runs():
        assert "other roles" in await lee.says("/practice")
