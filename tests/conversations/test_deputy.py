"""While somebody is away their deputy gets what is theirs, and reads each time in whose place."""

from datetime import date

from bot import clock
from bot.simulator import World
from storage import Database, actions, adoptions, people, questions
from storage.questions import About
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person, Seen
from tests.periods import opened, publishes

UNNAMED = "In place of the officer of Suwon, absent until Mon 22 March."
NAMED = "In place of Haneul, officer of Suwon, absent until Mon 22 March."


async def goes_away(person: Person, deputy: str) -> None:
    """Be away until a Friday; the Monday after it is a working day."""
    await person.says("/reminders")
    await person.presses("부재 등록")
    await person.says("2027-03-08")
    await person.says("2027-03-19")
    assert deputy in await person.presses(deputy)


async def is_asked(database: Database, by: Person, words: str, about: int) -> None:
    async with database.unit() as unit:
        asker = await people.known(unit.connection, by.id)
        assert asker
        await questions.ask(unit.session, asker, words, "ja", About("action", str(about)), clock.now())


async def returned(reviewer: Person) -> None:
    await reviewer.says("/review")
    await reviewer.presses("1")
    await reviewer.presses("Return")
    await reviewer.presses("Source missing")


async def test_whatever_a_deputy_gets_says_in_whose_place_and_a_name_only_where_it_is_shown(
    bot_runs: Runs, database: Database, world: World, kim: Person, jun: Person, park: Person
) -> None:
    at("2027-03-08T10:00+09:00")
    haneul = Person(world, 21, "Haneul", "ko", "haneul_k")
    await seated(database, haneul, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "富山市")
    await seated_in_office(database, park, "korea")
    await publishes(database, "富山市")
    async with bot_runs() as bot:

        async def told() -> Seen:
            await bot.schedule.tick()
            return await kim.hears()

        await haneul.says("지하차도 세 곳에 침수 차단막을 설치했습니다.")
        await haneul.presses("게시")
        await goes_away(haneul, "Kim")
        own, copy = await published(database, "SUW-0001"), await published(database, "TOY-0001")
        # A question of another city, in its own language, and what the office says of an action.
        await is_asked(database, jun, "費用はどうしましたか。", own)
        question = await told()
        assert "費用はどうしましたか。" in question and question.endswith(UNNAMED) and "Haneul" not in question
        await returned(park)
        review = await kim.hears()
        assert "It is not clear where the figures come from" in review and review.endswith(UNNAMED)
        # What another city does too, once the name may be seen; and a reminder.
        async with database.begin() as session:
            await people.change(session, 1, shows_name=True)
            toyama = await city_of(session, "富山市")
            await adoptions.add(session, (copy, toyama.id), own, ("短くした。", "ja"), 3)
        adopted = await told()
        assert "短くした。" in adopted and adopted.endswith(NAMED)
        await opened(database, cycle=(1, date(2027, 3, 9), date(2027, 3, 19)))
        at("2027-03-09T09:00+09:00")
        reminder = await told()
        assert "March 2027" in reminder and reminder.endswith(NAMED)
        # Back at work she gets them herself, and nothing is in anybody's place any more.
        at("2027-03-22T09:00+09:00")
        await is_asked(database, jun, "運転手は足りますか。", own)
        await bot.schedule.tick()
        mine = await haneul.hears_until(lambda seen: "運転手は足りますか。" in seen)
        assert "대신" not in mine
        assert not any("運転手は足りますか。" in seen for seen in kim.heard)


async def published(database: Database, number: str) -> int:
    async with database.begin() as session:
        told = await actions.by_number(session, number)
        assert told
        return told.action.id
