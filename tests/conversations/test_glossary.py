"""The glossary: offices look up what a thing is called in five languages, and change it for all."""

import pytest

from bot.language.fold import fold
from storage import Database, audit, glossary
from tests.conftest import Runs, seated, seated_in_office
from tests.people import Person


async def keys(database: Database, word: str, language: str) -> list[str]:
    """Return the concepts a word stands for now."""
    async with database.begin() as session:
        _version, shared = await glossary.shared(session)
        return [concept.key for concept in shared.concepts_in(fold(word), language)]


async def version(database: Database) -> int:
    async with database.begin() as session:
        return (await glossary.shared(session))[0]


async def test_an_office_sees_what_a_thing_is_called_in_five_languages(
    bot_runs: Runs, database: Database, park: Person
) -> None:
    await seated_in_office(database, park, "korea", "secretariat")
    async with bot_runs():
        shown = await park.says("/glossary 침수")
        for word in ("flooding", "수해", "浸水", "内涝", "淹水"):
            assert word in shown
        assert shown.buttons == [["Add a word", "Remove a word"]]


async def test_an_added_word_is_found_and_a_removed_one_is_not(
    bot_runs: Runs, database: Database, park: Person
) -> None:
    await seated_in_office(database, park, "korea", "reviewer")
    before = await version(database)
    async with bot_runs():
        await park.says("/glossary flood")
        await park.presses("Add a word")
        await park.presses("Korean")
        assert "물폭탄" in await park.says("물폭탄")
        assert await keys(database, "물폭탄", "ko") == ["flood"]
        between = await version(database)
        await park.presses("Remove a word")
        await park.presses("Korean")
        assert "물폭탄" not in await park.says("물폭탄")
        assert await keys(database, "물폭탄", "ko") == []
    assert before < between < await version(database)
    async with database.begin() as session:
        trail = await audit.of(session, "concept:flood")
        assert [entry.event for entry in trail] == ["word added", "word removed"]
        assert all("물폭탄" not in str(entry.details) for entry in trail)


async def test_a_word_that_comes_with_the_program_can_be_removed_and_added_again(
    bot_runs: Runs, database: Database, park: Person
) -> None:
    await seated_in_office(database, park, "japan")
    async with bot_runs():
        await park.says("/glossary 침수")
        for label in ("Remove a word", "Add a word"):
            await park.presses(label)
            await park.presses("Japanese")
            await park.says("冠水")
    assert await keys(database, "冠水", "ja") == ["flood"]


@pytest.mark.parametrize(
    ("label", "language", "word", "said"),
    [
        ("Add a word", "Korean", "침수", "is there already"),
        ("Add a word", "Korean", "!!", "has no letters"),
        ("Remove a word", "Korean", "浸水", "is not among these words"),
    ],
)
async def test_a_change_that_cannot_be_made_is_refused_and_another_word_may_follow(
    bot_runs: Runs, database: Database, park: Person, label: str, language: str, word: str, said: str
) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await park.says("/glossary 침수")
        await park.presses(label)
        await park.presses(language)
        assert said in await park.says(word)
        assert await version(database) == 0
        await park.says("물폭탄" if label == "Add a word" else "물난리")
        assert await version(database) > 0


async def test_the_only_word_of_a_language_stays(bot_runs: Runs, database: Database, park: Person) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        shown = await park.says("/glossary 津波")
        words = next(line for line in shown.splitlines() if line.startswith("Japanese: "))
        for word in words.removeprefix("Japanese: ").split(", "):
            await park.presses("Remove a word")
            await park.presses("Japanese")
            last = await park.says(word)
        assert "is the only one" in last


async def test_a_text_with_several_concepts_offers_them(bot_runs: Runs, database: Database, park: Person) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        asked = await park.says("/glossary BRT 침수")
        assert asked.labels == ["bus priority", "flood"]
        assert "バス専用レーン" in await park.presses("bus priority")


async def test_without_a_word_it_asks_for_one_and_says_when_there_is_none(
    bot_runs: Runs, database: Database, park: Person
) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        assert "Which word?" in await park.says("/glossary")
        assert "No concept has the word “zzz”" in await park.says("zzz")


async def test_only_offices_change_the_words_of_all(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시", "coordinator")
    async with bot_runs():
        assert "for other roles" in await mina.says("/glossary 침수")
        assert "/glossary" not in await mina.says("/help")
