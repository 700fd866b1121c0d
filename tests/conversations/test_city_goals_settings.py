"""City pages, goals, language, settings, remarks, and what a city has begun."""

import pytest
from sqlalchemy import update

from bot.cards import OWN_NAMES
from bot.simulator import World
from bot.text import LANGUAGES
from storage import Database, facts, people
from storage.models import Person as PersonRow
from tests.conftest import Runs, seated, seated_in_office
from tests.people import Person

FLOOD = "Flood barriers at three underpasses bring evacuation forward by 20 minutes."


async def test_a_city_has_a_page(bot_runs: Runs, database: Database, mina: Person, lee: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        for question, person in (("/city", mina), ("/city Suwon", lee), ("/city 수원", lee), ("/city 水原", lee)):
            page = await person.says(question)
            assert "Suwon" in page and "1 action" in page and "11.5" in page
        assert "Flood barriers" in await lee.presses("See the actions")
        assert "Which city?" in await lee.says("/city")
        assert "does not take part yet" in await lee.says("/city Freiburg im Breisgau")
        assert "No such place" in await lee.says("/city Nowhereville-on-Nothing")


async def test_a_citys_page_tells_members_who_is_asked_there_and_nobody_else(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs():
        assert "質問の取り次ぎ先: 担当者" in await jun.says("/city 수원시")
        await mina.says("/settings")
        await mina.presses("Show my name")
        assert "質問の取り次ぎ先: 担当者 · Mina" in await jun.says("/city 수원시")
        assert "passed on" not in await mina.says("/city")
        assert "Mina" not in await lee.says("/city 수원시")
        async with database.begin() as session:
            await session.execute(update(PersonRow).where(PersonRow.telegram_id == mina.id).values(reachable=False))
        assert "取り次げる方がいません" in await jun.says("/city 수원시")


async def test_homonyms_are_offered(bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person) -> None:
    async with bot_runs():
        await lee.says("/join")
        options = await lee.says("중구")
        assert "Which one do you mean?" in options and len(options.labels) > 3


@pytest.mark.parametrize(
    ("address", "opens"), [("https://pumasi.example/", "web_app"), ("http://pumasi.example", "url")]
)
async def test_a_citys_page_on_the_web_opens_inside_telegram_where_that_can_be(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, address: str, opens: str
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    async with bot_runs() as bot:
        await mina.world.until(lambda: bot.username)  # the address it was started with is known by then
        assert "Open the page" not in (await mina.says("/city")).labels
        async with database.begin() as session:
            await facts.put(session, facts.PAGE, address)
        [*_own, [button]] = (await mina.says("/city")).inline
        host = address.removesuffix("/")
        assert button[opens] in (f"{host}/en/cities/SUW", {"url": f"{host}/en/cities/SUW"})
        [*_others, [button]] = (await jun.says("/city 수원시")).inline
        assert "/ja/cities/SUW" in str(button[opens])


async def test_goals_are_explained_with_what_cities_did(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        await mina.says(FLOOD)
        await mina.presses("Publish")
        targets = await mina.says("/goals")
        assert len(targets.labels) == 10
        [flood] = [label for label in targets.labels if label.startswith("11.5")]
        assert "1 action so far" in await mina.presses(flood)
        assert "Flood barriers" in await mina.presses("See the actions")
        assert "0 actions so far" in await mina.says("/goals 11.1")
        assert len((await mina.presses("Back")).labels) == 10


async def test_every_language_is_spoken_once_chosen(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    spoken: set[str] = set()
    async with bot_runs():
        for language in LANGUAGES:
            choices = await mina.says("/language")
            assert sorted(choices.labels) == sorted(OWN_NAMES.values())
            before = world.calls["setMyCommands"]
            spoken.add(await mina.presses(OWN_NAMES[language]))
            await world.until(lambda before=before: world.calls["setMyCommands"] > before)
            async with database.unit() as unit:
                officer = await people.known(unit.connection, mina.id)
                assert officer and officer.language == language
    assert len(spoken) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("code", "greeting"), [("zh-hk", "目標"), ("zh-cn", "目标"), ("ko", "지방정부"), ("fr", "local governments")]
)
async def test_a_strangers_language_is_guessed(bot_runs: Runs, world: World, code: str, greeting: str) -> None:
    somebody = Person(world, 99, "Somebody", code)
    async with bot_runs():
        assert greeting in await somebody.says("/start")


async def test_settings_are_changed(bot_runs: Runs, database: Database, mina: Person, lee: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "at most 4 a month" in await mina.says("/settings")
        await mina.presses("Messages a month")
        assert "at most 2 a month" in await mina.presses("2")
        assert "Reminders: off" in await mina.presses("Stop reminders")
        assert "Reminders: on" in await mina.presses("Start reminders")
        await mina.presses("Language")
        await mina.presses("한국어")
        assert "other roles" in await lee.says("/settings")
    async with database.begin() as session:
        officer = await people.known(await session.connection(), mina.id)
        assert officer
        kept = await people.row(session, officer.id)
        assert (kept.budget, kept.reminders, kept.language) == (2, True, "ko")


async def test_a_remark_gets_a_number_and_an_answer(
    bot_runs: Runs, database: Database, mina: Person, park: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await mina.says("/feedback")
        assert "Your remark is F-0001" in await mina.says("Searching by <year> is slow.")
        assert "Searching by <year> is slow." in await park.hears()
        await park.presses("Answer")
        assert "sent" in await park.says("It is faster now & cheaper.")
        assert "Answer to your remark F-0001\nIt is faster now & cheaper." in await mina.hears()
        await park.acts.presses_data("reply:answer_remark:1", message_id=park.heard[0].message["message_id"])
        await park.quiet()
        assert "answered already" in park.toasts[-1]


async def test_what_nobody_has_told_about_can_be_asked_of_the_network(
    bot_runs: Runs, database: Database, mina: Person, park: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        assert "Ask the network" not in (await lee.says("/find <flowerpots>")).labels
        assert "Ask the network" in (await mina.says("/find <flowerpots>")).labels
        assert "What would you like to know?" in await mina.presses("Ask the network")
        assert "Your question is F-0001" in await mina.says("Who has <smart> flowerpots?")
        asked = await park.hears()
        assert "about “<flowerpots>”" in asked and "Who has <smart> flowerpots?" in asked
        await park.presses("Answer")
        await park.says("Toyama had a trial.")
        assert "F-0001\nToyama had a trial." in await mina.hears()


async def test_what_was_begun_is_continued_from_mine(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert "Nothing is published yet" in await mina.says("/mine")
        await mina.says(FLOOD)
        await mina.says("/feedback")
        await mina.says("A second <gate> is planned.")
        await mina.says("A third gate is planned.")
    async with bot_runs():
        page = await mina.says("/mine")
        assert "Continue: A third gate is planned…" in page.labels or "Continue: A third gate is planned" in page.labels
        [first] = [label for label in page.labels if "Flood barriers" in label]
        assert "Not published yet" in await mina.presses(first)
        await mina.presses("Publish")
        page = await mina.says("/mine")
        assert "1 action of your city" in page and not [label for label in page.labels if "Flood" in label]
