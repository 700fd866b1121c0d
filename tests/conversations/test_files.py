"""Photos, documents and videos that come with an action, and open from its card."""

from bot.simulator import World, samples
from bot.simulator.api import Json
from storage import Database
from tests.conftest import Runs, seated
from tests.people import Person

FLOOD = "Flood barriers at three underpasses bring evacuation forward by 20 minutes."
PDF = ("plan.pdf", b"%PDF", "application/pdf")


def documents_of(person: Person) -> list[str]:
    """Return the names of the files the bot has sent into a chat."""
    sent = [seen.message.get("document") or seen.message.get("video") for seen in person.heard]
    return [file["file_name"] for file in sent if file]


async def test_documents_open_from_the_card(bot_runs: Runs, database: Database, mina: Person, lee: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.sends_document(*PDF, FLOOD)
        await mina.presses("Add more")
        await mina.presses("Document")
        await mina.sends_document("map.pdf", b"%PDF-1.7", "application/pdf")
        await mina.presses("Publish")
        await lee.says("/find SUW-0001")
        card = await lee.presses("More")
        assert "Documents" in card.labels and "Photos" not in card.labels
        assert "SUW-0001" in await lee.presses("Documents")
        await lee.hears()
    assert documents_of(lee) == ["plan.pdf", "map.pdf"]


async def test_a_video_is_kept_like_a_document_and_its_caption_becomes_the_draft(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.sends(samples.video(world.files) | {"caption": FLOOD})
        assert "11.5" in card and "Photos and documents: 1" in card
        await mina.presses("Publish")
        await mina.presses("Show the card")
        assert "SUW-0001" in await mina.presses("Documents")
    assert documents_of(mina) == ["video.mp4"]


async def test_a_video_without_words_is_asked_about(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "What did your city do?" in await mina.sends(samples.video(world.files))
        assert "Photos and documents: 1" in await mina.says(FLOOD)


async def test_of_what_is_too_large_the_caption_is_kept(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    large: Json = samples.video(world.files, size=20 * 1024 * 1024 + 1)
    async with bot_runs():
        assert "larger than 20 MB" in await mina.sends(large)
        await mina.quiet()
        assert "larger than 20 MB" in await mina.sends(large | {"caption": FLOOD})
        card = await mina.hears()
        assert "11.5" in card and "Photos and documents" not in card
        await mina.presses("Add photo")
        assert "larger than 20 MB" in await mina.sends(large | {"caption": "A video"})
        assert "11.5" in await mina.presses("Back")


async def test_of_a_recording_the_caption_is_kept(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        told = await mina.sends(samples.voice(world.files) | {"caption": FLOOD})
        assert told == "What you wrote is kept; the recording that came with it is not."
        assert "11.5" in await mina.hears()
