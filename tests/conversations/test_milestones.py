"""Five milestones and three phases: dates, evidence, what was said before."""

from sqlalchemy import select

from bot.simulator import World
from storage import Database, milestones
from storage.models import MilestoneReached
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person


async def test_a_milestone_is_reached_with_date_and_document(
    bot_runs: Runs, world: World, database: Database, mina: Person, lee: Person
) -> None:
    at("2027-12-06T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        page = await mina.says("/milestones")
        assert page.buttons[:2] == [["1", "2", "3", "4", "5"], ["6", "7", "8"]]
        assert "Not reached yet" in await mina.presses("4")
        await mina.presses("It is reached")
        assert "still to come" in await mina.says("2028")
        assert "No evidence is named yet" in await mina.says("2027-10-12")
        await mina.presses("Evidence")
        card = await mina.sends_document("plan.pdf", b"%PDF-1.7 plan", "application/pdf", "Carried out <in full>")
        assert "Evidence: Carried out <in full>" in card and "A document is attached." in card
        kept = await mina.presses("Save")
        assert "Reached: 12 October 2027" in kept
        sent = await mina.presses("Document")
        assert world.files.by_id(sent.message["document"]["file_id"]).upload.content == b"%PDF-1.7 plan"
        assert "1 milestone reached" in await lee.says("/city Suwon")
        assert "4 Action: carry out policies and measures · reached: 12 October 2027" in await lee.presses("Milestones")
        shown = await lee.presses("4")
        assert "Evidence: Carried out <in full>" in shown and shown.labels == ["Document", "Back"]
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        [part] = await milestones.parts(session, [city.id], at("2027-12-07T10:00+09:00").date())
        assert (part.city, part.ladder, part.step, str(part.day)) == ("SUW", "milestones", "4", "2027-10-12")
        assert await milestones.parts(session, [city.id], part.day.replace(day=11)) == []


async def test_what_was_said_of_a_milestone_is_revised_and_kept(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-12-06T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("/milestones")
        await mina.presses("6")
        await mina.presses("It is reached")
        await mina.says("2026")
        assert "Reached: 2026" in await mina.presses("Save")
        await mina.presses("Change")
        await mina.presses("Evidence")
        await mina.says("https://suwon.example/inventory")
        assert "Evidence: https://suwon.example/inventory" in await mina.presses("Save")
        shown = await mina.presses("Not reached")
        assert (
            "Not reached yet" in shown and "2026 · https://suwon.example/inventory · said on 6 December 2027" in shown
        )
        await mina.presses("Back")
    async with database.begin() as session:
        rows = (await session.scalars(select(MilestoneReached).order_by(MilestoneReached.id))).all()
        assert [(row.step, row.day and row.day.year) for row in rows] == [("analyze", 2026)] * 2 + [("analyze", None)]
        assert await milestones.of_city(session, rows[0].city_id) == {}


async def test_only_ones_own_city_says_what_it_has_reached(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "other roles" in await lee.says("/milestones")
        await lee.says("/help")
        number = lee.heard[-1].message["message_id"]
        for data in ("milestone:reach:3", "milestone:not_reached:3", "milestone:reach:99", "ladder:show:1:99"):
            await lee.acts.presses_data(data, message_id=number)
            await lee.quiet(0.1)
    async with database.begin() as session:
        assert (await session.scalars(select(MilestoneReached))).all() == []
