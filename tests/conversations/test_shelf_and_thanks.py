"""What a city has published stands on its shelf; what became of a contribution is told once."""

import pytest
from sqlalchemy import select

from storage import Database, people, public, reports, thanks
from storage.models import Publication, Thanks
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.conversations.test_report import published
from tests.people import Person

either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = "https://sdgs.un.org/x"


async def test_a_publication_is_put_on_the_shelf_and_taken_away(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs():
        assert "Nothing is here yet." in await mina.says("/shelf")
        await mina.presses("Add")
        await mina.says("수원시 목표 11 이행 보고서")
        assert "no year" in await mina.says("last year")
        await mina.says("2018년")
        await mina.presses("Korean")
        assert "no link" in await mina.says("our page")
        asked = await mina.says("https://www.suwon.go.kr/report.pdf")
        assert asked.buttons[0] == ["No single target"] and len(asked.buttons) == 5
        assert "On the shelf: 수원시 목표 11 이행 보고서" in await mina.presses("No single target")
        shown = await mina.presses("Show the shelf")
        assert "2018 · 한국어" in shown
        other = await jun.says("/shelf")
        async with database.begin() as session:
            key = await session.scalar(select(Publication.id))
        await jun.acts.presses_data(f"shelf:withdraw_now:{key}", message_id=other.message["message_id"])
        await jun.quiet(1)
        one = await mina.presses("1", under=shown)
        assert "https://www.suwon.go.kr/report.pdf" in one
        await mina.presses("Take away")
        assert "Nothing is here yet." in await mina.presses("Yes, take it away")


async def test_a_document_itself_is_put_on_the_shelf_sent_again_and_served_by_the_page(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await mina.says("/shelf")
        await mina.presses("Add")
        await mina.says("<b>Report</b> on Goal 11")
        await mina.says("2018")
        asked = await mina.presses("Korean")
        assert "the document itself" in asked
        too_large = await mina.sends_document("big.pdf", b"%PDF", "application/pdf", size=21_000_000)
        assert "20 MB" in too_large
        await mina.sends_document("report.pdf", b"%PDF-1.7 report", "application/pdf")
        await mina.presses("No single target")
        await mina.presses("Show the shelf")
        one = await mina.presses("1")
        assert "<b>Report</b> on Goal 11" in one and "report.pdf" in one
        sent = await mina.presses("Document", under=one)
        assert sent.message["document"]["file_name"] == "report.pdf" and sent == "<b>Report</b> on Goal 11"
        while await bot.files.keep_waiting():
            pass
    async with database.begin() as session:
        key = await session.scalar(select(Publication.id))
        assert key and await public.publication(session, key) == ("report.pdf", b"%PDF-1.7 report")


async def handed_in(database: Database, day: str = "2027-06-15") -> None:
    """Let the Korea office's report be fixed and handed in."""
    async with database.begin() as session:
        office = (await city_of(session, "수원시")).office_id
        row, _new = await reports.freeze(session, await reports.owner(session, None, office), None)
        assert await reports.submit(session, row, 1, at(f"{day}T20:00+09:00").date(), LINK)
        assert not await reports.submit(session, row, 1, row.submitted, LINK)


async def told(database: Database) -> int:
    async with database.begin() as session:
        return len((await session.scalars(select(Thanks))).all())


async def test_each_contributor_hears_once_what_became_of_it_in_office_hours(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, kim: Person
) -> None:
    at("2027-06-01T10:00+09:00")
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "Toyama")
    await published(database)
    await published(database, target="11.2", title="Night bus", text="A night bus runs at night.", language="en")
    await published(database, "Toyama", title="Tram", text="A tram runs.", language="en")
    async with bot_runs() as bot:
        await handed_in(database)  # on a Tuesday evening
        await bot.schedule.tick()
        assert await told(database) == 0
        at("2027-06-16T09:05+09:00")
        await bot.schedule.tick()
        seen = await mina.hears()
        assert "2 actions of your city are in the country report" in seen and LINK in seen
        assert "11.2 Safe and easy transport" in seen and "11.5 Fewer losses from disasters" in seen
        await bot.schedule.tick()
        await mina.quiet()
        await kim.quiet()
        await jun.quiet()
    assert await told(database) == 1


@either
async def test_thanks_wait_while_the_months_messages_are_used_up(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-06-01T10:00+09:00")
    await seated(database, mina, "수원시")
    await published(database)
    async with database.unit() as unit:
        known = await people.known(unit.connection, mina.id)
        assert known
        await people.change(unit.session, known.id, budget=0)
    async with bot_runs() as bot:
        await handed_in(database)
        at("2027-06-16T09:05+09:00")
        await bot.schedule.tick()
        assert await told(database) == 0
        async with database.begin() as session:
            await people.change(session, known.id, budget=4)
        await bot.schedule.tick()
        assert "1 action of your city is in the country report" in await mina.hears()


async def test_two_processes_thank_once(database: Database, mina: Person) -> None:
    at("2027-06-01T10:00+09:00")
    await seated(database, mina, "수원시")
    await published(database)
    await handed_in(database)
    now = at("2027-06-16T09:05+09:00")
    async with database.unit() as unit:
        both = [*await thanks.due(unit.session, now), *await thanks.due(unit.session, now)]
        assert [await thanks.claim(unit, each, now) for each in both] == [True, False]
        assert await thanks.due(unit.session, now) == []


@either
async def test_an_office_marks_its_report_as_submitted(bot_runs: Runs, database: Database, park: Person) -> None:
    at("2027-06-15T10:00+09:00")
    await seated_in_office(database, park, "korea")
    await published(database)
    async with bot_runs():
        await park.says("/report")
        await park.presses("Fix the figures")
        await park.presses("Yes, fix them")
        await park.presses("Mark as submitted")
        await park.says("2027-06-14")
        done = await park.says(LINK)
        assert "Version 1 is marked as submitted" in done and "Each city in it hears of it once" in done
        await park.says("/report")
        await park.presses("Versions")
        assert "Mark as submitted" not in (await park.presses("1")).labels
