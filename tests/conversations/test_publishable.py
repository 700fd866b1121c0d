"""What looks as if it were not for everyone is asked about once, and never held back."""

import logging

import pytest

from storage import Database, actions
from tests.conftest import Runs, at, seated
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


BLOCK = """Ａ．화서동 지하차도 <세> 곳에 침수 차단막과 센서 12개를 설치했습니다.
B. 11.5
C. 완료
D. 2026-11-20
E. 수원시
F. 하천 옆 주민
G. 펌프가 늦게 왔습니다
H. 하늘시 소방서
I. https://suwon.example/barriers
J. 침수, 지하차도
K. 예산 3억 원"""


async def test_a_whole_update_in_one_message_is_published_with_two_interactions(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    at("2026-11-22T10:00+09:00")
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    async with bot_runs():
        card = await mina.says(BLOCK)
        assert "<세> 곳에" in card and "11.5 Fewer losses from disasters · done" in card and "suggested" not in card
        assert "What did not work (members only): 펌프가" in card and "kept in the text: K" in card
        assert "Published as SUW-0001" in await mina.presses("Publish")
        theirs = await jun.says("ア. 夜間バスを二路線増やしました。\nイ. 11.2\nウ. 達成\nオ. 富山市")
        assert "11.2" in theirs and "夜間バスを二路線増やしました" in theirs and theirs.labels[0] == "公開"
        assert "TOY-0001" in await jun.presses("公開")
        assert "펌프가 늦게 왔습니다" in await jun.says("/action SUW-0001") and "韓国語" in jun.heard[-1]
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told and told.action.text.endswith("설치했습니다.\nK. 예산 3억 원")
        action = told.action
        assert (action.target, action.kind, str(action.day), action.place_key) == (
            "11.5", "achieved", "2026-11-20", "kr.41110",
        )  # fmt: skip
        assert action.details["tags"] == "침수, 지하차도" and action.details["links"].endswith("barriers")
        assert (action.details["effect"], action.lesson) == ("하천 옆 주민", "펌프가 늦게 왔습니다")


async def test_what_a_block_says_wrongly_is_named_with_an_example_and_nothing_is_lost(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2026-11-22T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        shown = await mina.says("/update help")
        assert "only A is needed" in shown and "\nB. Target: \n" in shown
        form = await mina.presses("Copy the form")
        assert form.message["entities"][0]["type"] == "code" and form.message["entities"][0]["length"] == len(form)
        await mina.says("/help")
        assert await mina.presses("Copy the form") == form
        filled = form.replace("What: ", "What: Barriers were built at the stream. ").replace(
            "Target: ", "Target: 11.99"
        )
        filled = filled.replace("Date: ", "Date: 2031-01-01").replace("Place: ", "Place: Nowheretown")
        card = await mina.says(filled.replace("Partners: ", "Partners: " + "p" * 400))
        assert "B: the target “11.99” is unknown; targets are written like 11.5" in card
        assert "D: the date “2031-01-01” is still to come" in card and "E: “Nowheretown” is no place" in card
        assert "H: too long for its line" in card and "pppp" in card
        await mina.presses("Change target")
        fixed = await mina.presses("All of them")
        fixed = await mina.presses("11.7 Green and public space for all")
        assert "11.99" not in fixed and "Nowheretown" in fixed
        assert "Published as SUW-0001" in await mina.presses("Publish")
        await mina.says("/update")
        assert "Not published yet" in await mina.says("A. Rain gardens\nB. 11.7\nF. people who walk")
        assert "11.7" in await mina.presses("Publish")
