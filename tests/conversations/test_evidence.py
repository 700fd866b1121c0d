"""How far an action is shown: in words, raised on request, and falling back when its figures change."""

import pytest
from sqlalchemy import select

from bot.reports import opendata
from bot.simulator import World
from bot.simulator.files import sample_photo
from storage import Database, actions, exports
from storage.models import Action, Attachment, City, Evidence
from tests.conftest import Runs, at, seated, seated_in_office
from tests.people import Person
from tests.refusals import noted, noted_for

NOW = "2027-03-02T10:00+09:00"
ANSWERS = {
    "title": "Flood barriers", "text": "Flood barriers and 12 sensors at three underpasses.", "language": "en",
    "kind": "achieved", "target": "11.5", "day": "2027-02-01", "visibility": "public",
    "links": "https://example.org/barriers",
}  # fmt: skip


async def published(database: Database) -> int:
    async with database.begin() as session:
        return (await actions.publish(session, 1, 1, ANSWERS)).id


async def changed(database: Database, **answers: str) -> str:
    """Let the city change its action; return its level."""
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told is not None
        columns = {name: getattr(told.action, name) for name in actions.COLUMNS}
        await actions.edit(session, told.action, 1, columns | told.action.details | answers)
        return told.action.evidence


async def test_a_kept_document_is_named_and_a_refused_one_is_not(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await mina.says(ANSWERS["text"])
        await mina.presses("Add more")
        await mina.presses("Document")
        await mina.sends_document("plan.pdf", b"%PDF-1.7 plan", "application/pdf")
        await mina.presses("Publish")
        assert "The city's own statement." in await mina.presses("Show the card")
        await bot.files.keep_waiting()
        card = await mina.says("/action SUW-0001")
        assert "Document attached." in card and "own statement" not in card
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Title")
        await mina.says("Barriers")
        await mina.presses("Save")
        assert "Document attached." in await mina.presses("Show the card")
        await mina.says("Flood walls at <b>two</b> schools keep children dry.")
        await mina.presses("Publish")
        assert "The city's own statement." in await mina.presses("Show the card")
    async with database.begin() as session:
        assert [each.level for each in await session.scalars(select(Evidence))] == ["document"]


async def test_a_broken_picture_is_refused_and_keeps_no_other_from_being_kept(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs() as bot:
        await mina.sends_photo(sample_photo()[:-400], caption=ANSWERS["text"], document=True)
        await jun.sends_photo(caption=ANSWERS["text"], document=True)
        await bot.files.keep_waiting()
        await mina.presses("Publish")
        await mina.presses("Show the card")
        assert "could not be fetched" in await noted(mina, "Photos")
    async with database.begin() as session:
        states = list(await session.scalars(select(Attachment.state).order_by(Attachment.id)))
    assert states == ["refused", "kept"]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_fails_again_and_again_keeps_no_other_from_being_kept(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    first = sample_photo() + b"more"

    def fails(content: bytes) -> bytes:
        if content == first:
            raise RuntimeError("never seen before")
        return content

    monkeypatch.setattr("bot.files.without_metadata", fails)
    monkeypatch.setattr("bot.files.LOOK_EVERY", 0.05)
    async with bot_runs() as bot:
        await mina.sends_photo(first, caption=ANSWERS["text"], document=True)
        await jun.sends_photo(caption=ANSWERS["text"], document=True)
        for _ in range(5):
            await bot.files.keep_waiting()
    async with database.begin() as session:
        rows = (await session.execute(select(Attachment.state, Attachment.attempts).order_by(Attachment.id))).all()
    assert [row.state for row in rows] == ["refused", "kept"] and rows[0].attempts >= 5


async def test_only_an_office_of_the_branch_checks_the_link_and_only_the_citys_institute_the_text(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person, jun: Person, lee: Person
) -> None:
    at(NOW)
    tokyo, institute, other = Person(world, 24, "Aoi"), Person(world, 25, "인아", "ko"), Person(world, 26, "Ines")
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await seated(database, institute, "수원시", "institute")
    await seated(database, other, "부산광역시", "institute")
    await seated_in_office(database, park, "korea")
    await seated_in_office(database, tokyo, "japan")
    await published(database)
    async with bot_runs():
        await mina.says("/action SUW-0001")
        explained = await mina.presses("Evidence")
        assert explained.buttons == [["Check the link", "Ask the institute"], ["Back"]]
        number = explained.message["message_id"]
        assert "asked to check the link of SUW-0001" in await mina.presses("Check the link")
        assert "asked for already" in await noted_for(mina, "evidence:ask:1:link", number)
        await mina.says("/action SUW-0001")
        again = await mina.presses("Evidence")
        assert again.buttons[0] == ["Ask the institute"] and "asked for and not decided" in again
        await mina.presses("Ask the institute")
        for person, data in ((mina, "evidence:look:1"), (tokyo, "evidence:look:1"), (other, "evidence:look:2"),
                             (park, "evidence:decide:2:1:1"), (institute, "evidence:decide:1:1:1"),
                             (jun, "evidence:ask:1:link"), (lee, "evidence:ask:1:link")):  # fmt: skip
            assert await noted_for(person, data, number) != ""

        assert "SUW-0001 · check of the link" in await park.says("/review") or await park.presses("Checks: 1")
        shown = await park.presses("1")
        assert "https://example.org/barriers" in shown
        await park.presses("It is right")
        assert (await mina.hears()).startswith("The office has checked the link of SUW-0001")
        assert "decided already" in await noted(park, "It is right", under=shown)
        assert "2027年3月2日" in await jun.says("/action SUW-0001")


async def test_an_institute_reviews_what_it_was_shown_and_the_level_falls_when_figures_change(
    bot_runs: Runs, database: Database, world: World, mina: Person
) -> None:
    at(NOW)
    institute = Person(world, 25, "인아", "ko")
    await seated(database, mina, "수원시")
    await seated(database, institute, "수원시", "institute")
    await published(database)
    async with bot_runs() as bot:
        await mina.says("/action SUW-0001")
        await mina.presses("Evidence")
        await mina.presses("Ask the institute")
        await bot.schedule.tick()
        asked = await institute.hears()
        assert len(asked.labels) == 2
        await institute.presses(asked.labels[0], under=asked)
        looked = await institute.presses("1")
        assert await changed(database, text="Flood barriers and 12 sensors at three underpasses now.") == "own"
        assert "SUW-0001" in await noted(institute, looked.labels[0], under=looked)
        await institute.presses(looked.labels[-1], under=looked)
        looked = await institute.presses("1")
        await institute.presses(looked.labels[0], under=looked)
        assert "research institute has reviewed SUW-0001" in await mina.hears()
        card = await mina.says("/action SUW-0001")
        assert "Reviewed by the research institute on 2 March 2027." in card

    assert await changed(database, text="At three underpasses there are flood barriers and 12 sensors.") == "reviewed"
    at("2027-03-05T10:00+09:00")
    async with database.begin() as session:
        data = await exports.data(session, list(await session.scalars(select(City))), at(NOW).date(), everything=True)
    assert "reviewed by the research institute,2027-03-02" in opendata.as_csv(data).decode()
    at("2027-03-05T10:00+09:00")
    assert await changed(database, text="Flood barriers and 15 sensors at three underpasses.") == "own"
    async with bot_runs():
        card = await mina.says("/action SUW-0001")
        assert "The city's own statement. Figures changed on 5 March 2027." in card
        await mina.presses("Evidence")
        assert "Check the link" in mina.heard[-1].labels
    async with database.begin() as session:
        rows = (await session.scalars(select(Evidence).order_by(Evidence.id))).all()
        assert [(each.level, each.reason) for each in rows] == [
            ("reviewed", None), ("own", "figures"),
        ]  # fmt: skip
        assert (await session.get_one(Action, 1)).version == 4


async def test_a_check_that_fails_leaves_the_level_and_nothing_is_offered_that_cannot_be(
    bot_runs: Runs, database: Database, mina: Person, park: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await published(database)
    async with bot_runs():
        await mina.says("/action SUW-0001")
        assert (await mina.presses("Evidence")).buttons == [["Check the link"], ["Back"]]
        await mina.presses("Check the link")
        await park.says("/review")
        if "Checks: 1" in park.heard[-1].labels:
            await park.presses("Checks: 1")
        await park.presses("1")
        await park.presses("It is not")
        assert "could not confirm the link of SUW-0001" in await mina.hears()
        card = await mina.says("/action SUW-0001")
        assert "The city's own statement." in card and "Figures changed" not in card
        await mina.presses("Withdraw")
        await mina.presses("Yes, withdraw")
        number = mina.heard[-1].message["message_id"]
        assert "no longer works" in await noted_for(mina, "evidence:ask:1:link", number)
