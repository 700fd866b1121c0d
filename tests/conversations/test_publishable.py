"""What looks as if it were not for everyone is asked about once, and never held back."""

import logging

import pytest

from storage import Database, actions
from tests.conftest import Runs, seated
from tests.people import Person
from tests.refusals import noted

NUMBER = "010-1234-5678"
BUSES = "Night buses run until two o'clock on Fridays in the old town."
CALL = f"{BUSES} Ask <b>Kim</b> & co: {NUMBER}."
KEPT_IN = "대외비\n화서동 지하차도 세 곳에 침수 차단막을 설치했습니다. 문의: kim.mina@naver.com"


async def published(database: Database, number: str) -> str | None:
    """Return the text of an action, if there is one of this number."""
    async with database.begin() as session:
        told = await actions.by_number(session, number)
        return told.action.text if told else None


async def test_a_phone_number_is_pointed_at_and_one_more_tap_publishes_it(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await seated(database, mina, "수원시")
    await seated(database, kim, "Toyama")
    async with bot_runs():
        await mina.says(CALL)
        asked = await mina.presses("Publish")
        assert asked.edited and f"“{NUMBER}” · phone number" in asked and "not published yet" in asked
        assert asked.buttons == [["Publish anyway"], ["Edit", "Cancel"]]
        data = asked.inline[0][0]["callback_data"]
        await kim.says("/mine")
        await kim.acts.presses_data(data, message_id=asked.message["message_id"])
        await kim.world.until(lambda: bool(kim.toasts))
        assert not await published(database, "SUW-0001")
        assert "Published as SUW-0001" in await mina.presses("Publish anyway")
        await mina.acts.presses_data(data, message_id=asked.message["message_id"])
        await mina.world.until(lambda: bool(mina.toasts))
        assert "SUW-0001" in mina.toasts[-1] and not await published(database, "SUW-0002")
    assert NUMBER not in caplog.text


async def test_every_text_is_looked_at_the_same_once_and_a_changed_one_again(
    bot_runs: Runs, database: Database, jun: Person, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(KEPT_IN)
        asked = await mina.presses("Publish")
        assert "“대외비” · word by which papers are marked" in asked and "“kim.mina@naver.com” · private" in asked
        assert "What did your city do" in await mina.presses("Edit")
        await mina.says(BUSES)
        await mina.presses("Add more")
        await mina.presses("Title")
        await mina.says("Night buses")
        await mina.presses("Add more")
        await mina.presses("Partners")
        await mina.says(f"Kim {NUMBER}")
        await mina.presses("Publish")
        assert "Who did it with you" in await mina.presses("Edit")
        await mina.presses("Back")
        await mina.presses("Publish")
        assert "Published as SUW-0001" in await mina.presses("Publish anyway")
        await mina.presses("Edit")
        assert "SUW-0001 is changed" in await mina.presses("Save")
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Lesson")
        await mina.says("初稿 密件 " + "x" * 900)
        asked = await mina.presses("Save")
        assert "“密件”" in asked and NUMBER not in asked
        assert "SUW-0001 is changed" in await mina.presses("Publish anyway")


async def test_news_of_an_action_is_asked_about_too(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(BUSES)
        await mina.presses("Publish")
        await mina.presses("Show the card")
        await mina.presses("Add news")
        assert NUMBER in await mina.says(f"Ring {NUMBER}")
        assert "Added to SUW-0001" in await mina.presses("Publish anyway")
        await mina.presses("Show the card")
        await mina.presses("Add news")
        assert NUMBER in await mina.says(f"Ring {NUMBER} again")
        await mina.presses("Edit")
        assert "Added to SUW-0001" in await mina.says("A fifth line runs, too.")
        await mina.presses("Show the card")
        assert f"Ring {NUMBER} again" not in await mina.presses("News")


async def test_where_it_was_told_before_as_well_both_are_asked_at_once(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(CALL)
        await mina.presses("Publish")
        await mina.presses("Publish anyway")
        await mina.says(CALL)
        both = await mina.presses("Publish")
        assert "SUW-0001 says nearly the same" in both and f"“{NUMBER}”" in both
        assert both.buttons == [["Publish anyway"], ["Update that one", "Edit", "Cancel"]]
        assert "Cancelled" in await mina.presses("Cancel", under=both)
        assert "earlier" in await noted(mina, "Publish anyway", under=both)
        await mina.presses("Undo")
        await mina.presses("Publish")
        assert "Published as SUW-0002" in await mina.presses("Publish anyway")
