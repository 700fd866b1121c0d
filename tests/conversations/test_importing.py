"""A table of actions is sent in chat."""

import asyncio
import csv
import io
from datetime import date

import pytest
from sqlalchemy import select

from bot import importing
from bot.simulator import World
from storage import Database, people, privacy
from storage.models import Action, Attachment, Import
from tests.conftest import Runs, at, seated, seated_in_office
from tests.conversations.test_duplicates import BUSES, REWORDED, Letters, read, tells
from tests.people import Person, Seen

HEADER = "source_id,place,language,title,text,target,kind,date\n"
GOOD = "a1,수원시,en,Flood barriers,Barriers stand at three underpasses.,11.5,done,2026-05-01\n"
MORE = "a2,수원시,en,,We opened a night bus line for the old town.,,,\n"
FAULTY = "a3,Qwxzy,en,,A bus runs.,11.2,,\n=a4,Toyama,en,,A tram runs.,11.2,,\n"
either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def many(count: int) -> str:
    return HEADER + "".join(
        f"n{n},수원시,en,Title {n},Barriers stand at {n} underpasses.,11.5,,\n" for n in range(count)
    )


async def sends(person: Person, content: str | bytes, name: str = "table.csv", caption: str = "") -> Seen:
    """Send a table and wait for what the bot makes of it."""
    content = content.encode() if isinstance(content, str) else content
    assert f"Reading {name}" in await person.sends_document(name, content, "text/csv", caption)
    return await person.hears_until(lambda seen: "rows" not in seen or "left out" in seen)


async def published(database: Database) -> list[str]:
    async with database.begin() as session:
        return [name or "" for name in await session.scalars(select(Action.source_id).order_by(Action.id))]


async def test_a_table_is_offered_and_published_only_when_wanted(
    bot_runs: Runs, world: World, database: Database, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        card = await sends(kim, HEADER + GOOD + MORE + GOOD.replace("a1", "a9") + FAULTY, "작업.csv")
        assert card.startswith("Import 2 actions?") and card.buttons == [["Import"], ["Cancel"]]
        for line in ("New: 2", "one is suggested: 1", "duplicates, left out: 1", "Faulty, left out: 2",
                     "Row 5: the place “Qwxzy” is unknown", "Row 4: probable duplicate of row 2"):  # fmt: skip
            assert line in card
        left_out = await kim.hears()
        assert "left out, and why: 3" in left_out and await published(database) == []
        upload = world.files.by_id(left_out.message["document"]["file_id"]).upload
        assert upload.name == "작업-left-out.csv"
        content = upload.content
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert [(row["row"], row["source_id"]) for row in rows] == [("4", "a9"), ("5", "a3"), ("6", "'=a4")]
        assert "Importing 작업.csv" in await kim.presses("Import", under=card)
        assert "2 actions imported" in await kim.hears()
    assert await published(database) == ["a1", "a2"]
    async with database.begin() as session:
        assert await session.scalar(select(Attachment.id)) is None
        author = await session.scalar(select(Action.author_id))
        known = await people.known(await session.connection(), kim.id)
        assert known and author == known.id


async def test_the_same_table_again_has_nothing_to_import(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        await sends(kim, HEADER + GOOD)
        await kim.presses("Import")
        await kim.hears_until(lambda seen: "1 action imported" in seen)
        card = await sends(kim, HEADER + GOOD)
        assert "nothing to import" in card and "Known and unchanged: 1" in card and card.buttons == []
    assert await published(database) == ["a1"]


async def test_with_a_model_a_row_is_a_duplicate_that_says_the_same_in_other_words(
    bot_runs: Runs, database: Database, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    news = REWORDED.replace("4 drivers", "9 drivers")
    rows = f'a1,수원시,en,,"{REWORDED}",,,\na2,수원시,en,,"{news}",,,\n'
    async with bot_runs(Letters()) as bot:
        await tells(kim, BUSES)
        await read(bot, "kr.41110", BUSES)
        card = await sends(kim, HEADER + rows)
        assert "Row 2: probable duplicate of SUW-0001" in card and "New: 1" in card
        await kim.presses("Import", under=card)
        await kim.hears_until(lambda seen: "1 action imported" in seen)
    assert await published(database) == ["", "a2"]


@either
async def test_a_cancelled_table_is_dropped(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        card = await sends(kim, HEADER + GOOD)
        assert "Nothing was imported" in await kim.presses("Cancel")
        await kim.acts.presses_data(card.inline[0][0]["callback_data"], message_id=card.message["message_id"])
        await kim.quiet()
        assert kim.toasts == ["This was decided already."]
    assert await published(database) == []
    async with database.begin() as session:
        assert await session.scalar(select(Attachment.id)) is None


@either
async def test_an_officer_imports_for_the_own_city_only(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await sends(mina, HEADER + GOOD + "a5,창원시,en,,A tram runs.,11.2,,\n")
        assert "New: 1" in card and "Row 3: “창원시” is not a place you may import for" in card
        await mina.hears()
        await mina.presses("Import", under=card)
        assert (await mina.hears_until(lambda seen: "1 action imported" in seen)).buttons == []
    assert await published(database) == ["a1"]


@either
async def test_a_row_without_a_date_is_of_today_where_its_sender_is(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-03-02T08:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await sends(mina, HEADER + "a6,수원시,en,,A tram runs.,11.2,,\n")
        await mina.presses("Import", under=card)
        await mina.hears_until(lambda seen: "1 action imported" in seen)
    async with database.begin() as session:
        assert await session.scalar(select(Action.day)) == date(2027, 3, 2)


@either
async def test_a_table_from_somebody_without_a_seat_is_no_table_to_import(
    bot_runs: Runs, database: Database, lee: Person
) -> None:
    async with bot_runs():
        assert "Reading" not in await lee.sends_document("table.csv", (HEADER + GOOD).encode(), "text/csv")
    assert await published(database) == []


@either
async def test_an_office_imports_for_its_own_branch_only(bot_runs: Runs, database: Database, park: Person) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        card = await sends(park, HEADER + GOOD + "a5,Toyama,en,,A tram runs.,11.2,,\n")
        assert "New: 1" in card and "Row 3: “Toyama” is not a place you may import for" in card
        await park.hears()
        await park.presses("Import", under=card)
        await park.hears_until(lambda seen: "1 action imported" in seen)
    assert await published(database) == ["a1"]


@either
async def test_a_file_that_cannot_be_used_is_answered_with_the_reason(
    bot_runs: Runs, database: Database, kim: Person
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        assert "These columns are missing" in await sends(kim, "what,where\n1,2\n")
        assert "no XLSX file" in await sends(kim, b"not a book", "table.xlsx")


@either
async def test_a_caption_is_a_draft_beside_the_table(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs():
        await kim.sends_document("table.csv", (HEADER + GOOD).encode(), "text/csv", "Barriers stand in Hwaseo-dong.")
        assert "Not published yet" in await kim.hears()
        await kim.hears_until(lambda seen: "Import 1 action?" in seen)


async def test_an_import_goes_on_where_the_process_ended(
    bot_runs: Runs, database: Database, kim: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seated(database, kim, "수원시", "coordinator")
    monkeypatch.setattr(importing, "SECONDS", 0.01)  # a batch a run
    rows = many(300) + "n0,수원시,en,Again,Barriers stand again.,11.5,,\n"
    async with bot_runs():
        card = await sends(kim, rows)
        assert card.startswith("Import 300 actions?") and "Row 302: source_id “n0” stands in row 2 already" in card
        await kim.presses("Import", under=card)
        while not await published(database):
            await asyncio.sleep(0.05)
    importing._at_hand.clear()
    before = len(await published(database))
    assert 0 < before < 300
    monkeypatch.undo()
    monkeypatch.setattr(importing, "TELL_EVERY", 0.0)
    async with bot_runs():
        progress = await kim.hears_until(lambda seen: "of 301 rows" in seen)
        assert progress.edited and progress.startswith("Importing table.csv")
        done = await kim.hears_until(lambda seen: "actions imported" in seen)
        assert done.startswith("300 actions imported") and "Faulty, left out: 1" in done
    assert await published(database) == [f"n{n}" for n in range(300)]


@either
async def test_who_lost_the_right_meanwhile_imports_nothing(bot_runs: Runs, database: Database, kim: Person) -> None:
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs() as bot:
        await sends(kim, HEADER + GOOD)
        async with database.begin() as session:
            known = await people.known(await session.connection(), kim.id)
            assert known
            await privacy.erase(session, known.id)
        await kim.acts.presses("Import")
        await kim.world.until(lambda: not len(kim.world.updates) and not bot.dispatcher.backlog)
        await bot.schedule.tick()
    assert await published(database) == []
    async with database.begin() as session:
        assert await session.scalar(select(Import.id)) is None and await session.scalar(select(Attachment.id)) is None
