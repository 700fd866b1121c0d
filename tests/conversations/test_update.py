"""Telling what a city did."""

import io

from PIL import Image

from storage import Database, actions
from tests.conftest import Runs, seated
from tests.people import Person

FLOOD = (
    "Flood barriers and 12 water-level sensors at three underpasses in Hwaseo-dong "
    "bring evacuation forward by 20 minutes."
)


def photo(colour: str) -> bytes:
    """Return a small picture that says where it was taken."""
    out = io.BytesIO()
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (37.0, 16.0, 0.0)}
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=place)
    return out.getvalue()


async def test_two_interactions_from_thought_to_published(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says(FLOOD)
        assert "11.5" in card and "Not published yet" in card
        assert card.buttons[0] == ["Publish"]
        assert "Published as SUW-0001" in await mina.presses("Publish")
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told and (told.action.text, told.action.target, told.action.language) == (FLOOD, "11.5", "en")


async def test_what_tells_of_no_target_becomes_a_card_too_and_is_published_once_one_is_chosen(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says("Hello to everybody")
        assert "no target yet" in card and "Hello to everybody" in card
        assert card.buttons[0] == ["Publish"] and "Search for this" in card.labels
        assert "Umbrellas" in await mina.says("Umbrellas"), "what comes next is a draft of its own"
        assert [label for label in (await mina.says("/mine")).labels if label.startswith("Continue: Hello")]
        assert "Which target is closest?" in await mina.presses("Publish", under=card)
        assert "no target yet" in await mina.presses("Back")
        await mina.presses("Choose target")
        shown = await mina.presses("11.7 Green and public space for all")
        assert "11.7" in shown and shown.buttons[0] == ["Publish"] and "Change target" in shown.labels
        assert "Published as SUW-0001" in await mina.presses("Publish")
        await mina.says("Umbrellas for everybody")
        await mina.presses("Publish")
        assert "Published as SUW-0002" in await mina.presses("11.2 Safe and easy transport")


async def test_the_number_of_an_action_opens_it_wherever_no_question_is_open(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        for reader in (mina, jun, lee):
            assert FLOOD in await reader.says(" suw-0001")
        assert "Not published yet" in await mina.says("SUW-0002")
        assert "Photos and documents: 1" in await mina.sends_photo(photo("red"), "SUW-0001")


async def test_publish_pressed_twice_publishes_once(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says(FLOOD)
        await mina.acts.presses("Publish")
        await mina.acts.presses("Publish", under=card)
        assert "SUW-0001" in await mina.hears()
        await mina.quiet()
        assert "SUW-0001" in mina.toasts[-1]
    async with database.begin() as session:
        assert await actions.by_number(session, "SUW-0002") is None


async def test_a_draft_survives_a_restart(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Add more")
        await mina.presses("Who notices")
    async with bot_runs():
        assert "Who notices: People near the stream" in await mina.says("People near the stream")
        assert "Published" in await mina.presses("Publish")


async def test_a_title_and_a_target_are_changed_before_publishing(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Change target")
        await mina.presses("All of them")
        assert "11.b" in await mina.presses("11.b Joined-up plans for climate and disaster risk")
        await mina.presses("Add more")
        await mina.presses("Title")
        assert (await mina.says("Dry <feet> & safe")).startswith("Dry <feet> & safe")
        receipt = await mina.presses("Publish")
        assert "Dry <feet> & safe" in receipt and "11.b" in receipt


async def test_what_can_be_added_takes_five_rows_of_short_words(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        card = await mina.says(FLOOD)
        first = await mina.presses("Add more")
        second = await mina.presses("More")
        for page in (first, second):
            assert len(page.buttons) <= 5 and all(len(row) <= 3 for row in page.buttons)
            assert all(len(label) <= 11 for label in page.labels)
        assert first.labels[:3] == ["Text", "Title", "Target"] and "Who sees it" in second.labels
        assert len({*first.labels, *second.labels} - {"Back", "More"}) == 18
        assert await mina.presses("Back") == first
        assert await mina.presses("Back") == card


async def test_three_likely_targets_are_offered_and_the_rest_on_demand(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "11.5 Fewer losses from disasters (suggested)" in await mina.says(FLOOD)
        asked = await mina.presses("Change target")
        assert asked.labels[0] == "Chosen: 11.5 Fewer losses from disasters"
        assert asked.labels[3] == "All of them" and "11.c" not in str(asked.labels)
        every = await mina.presses("All of them")
        assert len(every.labels) == 12 and every.labels[:3] == asked.labels[:3]
        changed = await mina.presses("11.4 Culture and nature handed down")
        assert "11.4 Culture and nature handed down · done" in changed and "suggested" not in changed
        assert (await mina.presses("Change target")).labels[0] == "11.5 Fewer losses from disasters"


async def test_a_button_for_all_targets_that_is_no_longer_asked_about_changes_nothing(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        asked = await mina.presses("Change target")
        await mina.presses("Back")
        await mina.acts.presses("All of them", under=asked)
        await mina.quiet()
        assert "no longer open" in mina.toasts[-1]


async def test_a_published_action_is_edited_with_its_history_kept(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Text")
        await mina.says("Flood barriers at four underpasses.")
        assert "SUW-0001 is changed" in await mina.presses("Save")
        await mina.presses("Show the card")
        assert "three underpasses" in await mina.presses("History")
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told and told.action.text == "Flood barriers at four underpasses."


async def test_a_withdrawn_action_is_gone_for_others_and_kept_for_the_city(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        assert "Flood barriers" in await lee.says("/find SUW-0001")
        await mina.presses("Withdraw")
        await mina.presses("Yes, withdraw")
        assert "No action about" in await lee.says("/find barriers")
        assert "withdrawn" in await mina.says("/mine")


async def test_a_cancelled_draft_comes_back(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        assert "Cancelled" in await mina.presses("Cancel")
        assert "Flood barriers" in await mina.presses("Undo")


async def test_an_album_becomes_one_draft_with_all_its_photos(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        pictures = [photo(colour) for colour in ("red", "green", "blue")]
        assert "Photos and documents: 3" in await mina.sends_album(pictures, caption=FLOOD)
        await mina.quiet()
        await mina.presses("Publish")
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told


async def test_emoji_alone_gets_a_clear_answer(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "Words are needed" in await mina.says("🌊🌊")


async def test_a_stranger_who_types_is_told_what_this_is(bot_runs: Runs, lee: Person) -> None:
    async with bot_runs():
        assert "Officers of cities publish here" in await lee.says(FLOOD)
