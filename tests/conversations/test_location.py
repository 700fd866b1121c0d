"""Where it is: a location shared at any time, and the button that shares one."""

from storage import Database, actions, places
from tests.conftest import Runs, seated
from tests.people import Person

FLOOD = "Flood barriers at three underpasses bring evacuation forward by 20 minutes."
SUWON, TOYAMA = (37.28, 127.01), (36.70, 137.21)


async def _place_of(database: Database, number: str) -> str:
    async with database.begin() as session:
        told = await actions.by_number(session, number)
        place = await places.get(session, told.action.place_key or "") if told else None
        return place.name("en") if place else ""


async def test_a_location_alone_begins_a_draft_that_keeps_the_place(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        asked = await mina.shares_location(*TOYAMA)
        assert asked.startswith("Toyama, Japan\nThis is kept as the place") and "What did your city do?" in asked
        card = await mina.says(FLOOD)
        assert "11.5" in card and "Place: Toyama" in card
        assert "Published" in await mina.presses("Publish")
    assert await _place_of(database, "SUW-0001") == "Toyama"


async def test_a_location_beside_a_draft_card_is_proposed_as_its_place(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        which = await mina.shares_location(*TOYAMA)
        assert which.startswith("Which one do you mean?") and which.labels[0].startswith("Toyama")
        assert "Place: Toyama" in await mina.presses(which.labels[0])
        await mina.presses("Publish")
    assert await _place_of(database, "SUW-0001") == "Toyama"


async def test_a_location_answers_beside_another_question_too(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says("/update")
        which = await mina.shares_location(*TOYAMA)
        assert "What did your city do?" in await mina.presses(which.labels[0])
        card = await mina.says(FLOOD)
        assert "Place: Toyama" in card and "11.5" in card
        await mina.presses("Add more")
        await mina.presses("Photos")
        which = await mina.shares_location(*SUWON)
        assert "Place" not in await mina.presses(which.labels[0])


async def test_a_button_to_share_a_location_comes_with_the_question_and_goes_with_it(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Add more")
        assert "Where is it?" in await mina.presses("Place")
        offer = await mina.hears()
        [[button]] = offer.shown.keyboard["keyboard"] if offer.shown.keyboard else []
        assert button == {"text": "Share location", "request_location": True}
        which = await mina.shares_location(*TOYAMA)
        assert any(seen.keyboard for seen in mina.heard)
        await mina.presses(which.labels[0])
        await mina.world.until(lambda: not any(seen.keyboard for seen in mina.heard))
        for away in ("Back", "Skip", "Cancel"):
            await mina.presses("Add more")
            await mina.presses("Place")
            assert (await mina.hears()).keyboard == [["Share location"]]
            await mina.presses(away)
            await mina.world.until(lambda: not any(seen.keyboard for seen in mina.heard))


async def test_the_button_goes_with_a_cancelled_draft(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Add more")
        await mina.presses("Place")
        assert (await mina.hears()).keyboard
        assert "Cancelled" in await mina.says("/cancel")
        await mina.world.until(lambda: not any(seen.keyboard for seen in mina.heard))


async def test_a_location_far_from_any_place_is_answered_with_what_to_type(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "No such place is known" in await mina.shares_location(0.0, -140.0)
        assert "Words are needed" in await lee.shares_location(*TOYAMA)
