"""Highlights: chosen by an office with a reason, agreed to by the city, told to each reader once in their language."""

from datetime import timedelta

from sqlalchemy import func, select

from bot import clock
from bot.app import Pumasi
from bot.simulator import World
from storage import Database, highlights, people
from storage.models import Action, Highlight, HighlightLetter, Outgoing
from storage.models import Person as Kept
from tests.conftest import Runs, at, seated, seated_in_office
from tests.conversations.test_find import told
from tests.people import Person, Seen
from tests.refusals import noted, noted_for

MONDAY, TUESDAY, WEDNESDAY = (f"2027-03-{day:02}T10:00+09:00" for day in (8, 9, 10))
HOSTILE = "<b>Copy</b> & <i>this</i> <script>"


async def cast(database: Database, mina: Person, jun: Person, park: Person) -> Action:
    """Let Suwon, Toyama and the Korea office be there, and Suwon have published something in Korean."""
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    await seated_in_office(database, park, "korea")
    return await told(database, "수원시", "지하차도 침수 차단막", language="ko")


async def chosen(park: Person, action: Action, reason: str = "Easy to copy") -> Seen:
    """Let the office choose an action of the branch, and send the question to its city."""
    await park.says(f"/action {action.number}")
    asked = await park.presses("Highlight")
    assert asked.startswith("Why should others read it?")
    preview = await park.presses(reason)
    assert await park.presses("Send")
    return preview


async def ticks(bot: Pumasi, moment: str) -> None:
    at(moment)
    await bot.schedule.tick()


async def letters(database: Database) -> dict[int | None, int]:
    """Return how many highlights each reader was told of so far."""
    counted = select(Kept.telegram_id, func.count()).join(HighlightLetter, HighlightLetter.person_id == Kept.id)
    async with database.begin() as session:
        return {chat: n for chat, n in await session.execute(counted.group_by(Kept.telegram_id))}


async def soon(bot: Pumasi) -> None:
    """Let the job run once the office has chosen all it wants to ask about."""
    await ticks(bot, (clock.now() + timedelta(minutes=11)).isoformat())


async def test_nothing_goes_out_before_the_city_agrees_and_then_each_reader_is_told_once_in_one_language(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, park: Person, lee: Person
) -> None:
    action = await cast(database, mina, jun, park)
    async with bot_runs() as bot:
        preview = await chosen(park, action)
        assert "Why: Easy to copy" in preview
        assert "Goes to 1 person · Japanese: 1" in preview and "nothing goes out before it agrees" in preview
        await jun.says("/highlights")
        await soon(bot)
        asked = await mina.hears()
        assert asked.startswith(
            f"Korea Office would like to highlight {action.number}\n지하차도 침수 차단막\nWhy: Easy to copy"
        )
        assert asked.buttons == [["Agree"], ["No, thank you"], ["Show the card", "Stop"]]
        await ticks(bot, TUESDAY)
        await jun.quiet()
        assert (await mina.presses("Agree", under=asked)).startswith(f"{action.number} is highlighted\n")
        await ticks(bot, TUESDAY)
        await jun.quiet()  # not on the day it was agreed to: it can still be taken back
        await ticks(bot, "2027-03-10T08:59+09:00")
        await jun.quiet()
        await ticks(bot, WEDNESDAY)
        japanese = await jun.hears()
        assert "1 지하차도 침수 차단막" in japanese and "水原市" in japanese
        assert "Easy to copy" not in japanese and "Suwon" not in japanese
        await ticks(bot, "2027-03-18T10:00+09:00")
        await jun.quiet()
        await mina.quiet()
        await park.says("/highlights")
        await park.presses("Chosen so far")
        result = await park.presses("1")
        assert "agreed · told: 1 · waiting: 0 · stopped: 0 · not reachable: 0" in result
        stranger = await lee.says("/highlights")
        assert (
            "1 지하차도 침수 차단막 · Korean\n" in stranger
            and "Why: Easy to copy\n   Korea Office, 9 March 2027" in stranger
        )
        assert stranger.buttons == [["1"], ["Ask to join"]]
        assert "지하차도" in await lee.presses("1")
    async with database.begin() as session:
        unasked = await session.scalar(select(func.count()).where(Outgoing.unasked))
        assert unasked == 2  # the question and one letter


async def test_own_words_are_shown_as_written_where_the_readers_language_is_missing(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, park: Person
) -> None:
    action = await cast(database, mina, jun, park)
    chen = Person(world, 21, "Chen", "zh-hant")
    await seated(database, chen, "Kaohsiung")
    async with bot_runs() as bot:
        await park.says(f"/action {action.number}")
        await park.presses("Highlight")
        await park.presses("In our own words")
        preview = await park.says(HOSTILE)
        assert f"Why: “{HOSTILE}”" in preview
        assert "Korean" in await park.presses("Other languages")
        await park.presses("Skip")
        await park.says("排水を<学ぶ>")
        await park.presses("Skip")
        again = await park.presses("Skip")
        assert again.startswith(f"Highlight {action.number}?")
        await park.acts.presses("Send", under=again)
        await park.acts.presses("Send", under=again)
        await park.hears_until(lambda seen: "is chosen" in seen)
        await soon(bot)
        await mina.hears()
        await mina.presses("Agree")
        await ticks(bot, TUESDAY)
        assert "排水を<学ぶ>" in await jun.hears()
        assert f"「{HOSTILE}」（英文）" in await chen.hears()
        assert HOSTILE in await chen.says("/highlights")
    async with database.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Highlight)) == 1


async def test_what_waits_is_bundled_and_a_letter_comes_once_a_week_at_most(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, park: Person
) -> None:
    await cast(database, mina, jun, park)
    numbers = [await told(database, "수원시", f"Flood gate {n}") for n in range(7)]
    async with database.begin() as session:
        reviewer = await people.known(await session.connection(), park.id)
        officer = await people.known(await session.connection(), mina.id)
        assert reviewer and officer
        for action in numbers:
            held = await highlights.choose(session, reviewer, action.id, "first", {"en": "x" * 500})
            assert held and await highlights.answer(session, held, officer.id, agrees=True)
    async with bot_runs() as bot:
        await ticks(bot, TUESDAY)
        letter = await jun.hears()
        assert "Flood gate 4" in letter and "Flood gate 5" not in letter
        assert letter.buttons[0] == ["1", "2", "3", "4", "5"]
        await ticks(bot, WEDNESDAY)
        assert await letters(database) == {jun.id: 5}
        await ticks(bot, "2027-03-16T10:00+09:00")
        assert "Flood gate 6" in await jun.hears()
        listed = await park.says("/highlights")
        assert "Flood gate 6" in listed and "Flood gate 1" not in listed
        assert "Flood gate 1" in await park.presses("Next")


async def test_a_city_says_no_or_takes_it_back_and_then_nothing_more_is_told(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, park: Person, kim: Person
) -> None:
    action = await cast(database, mina, jun, park)
    await seated(database, kim, "수원시", "coordinator")
    async with bot_runs() as bot:
        await chosen(park, action)
        await park.says(f"/action {action.number}")
        assert (
            await noted(park, "Highlight")
            == f"Korea Office has chosen {action.number} already: its city is not asked yet."
        )
        await soon(bot)
        asked = await mina.hears()
        assert "is not highlighted" in await mina.presses("No, thank you", under=asked)
        assert "has ended, or was decided" in await noted_for(mina, "highlights:agree:1", asked.message["message_id"])
        await chosen(park, action)  # a year later, perhaps
        await soon(bot)
        asked = await mina.hears()
        await mina.acts.presses("Agree", under=asked)
        await mina.acts.presses("Agree", under=asked)
        await mina.hears_until(lambda seen: "is highlighted" in seen)
        await kim.says("/highlights")  # any colleague of the city may take it back
        await kim.presses("Of my city")
        await kim.presses("1")
        await kim.presses("Take back")
        assert "highlighted no more" in await kim.presses("Yes, take it back")
        await ticks(bot, TUESDAY)
        await jun.quiet()
        assert "Nothing is highlighted yet" in await jun.says("/highlights") or "まだ" in jun.heard[-1]
        await chosen(park, action)
        await park.says("/highlights")
        await park.presses("Chosen so far")
        await park.presses("1")
        await park.presses("Take back")
        await park.presses("Yes, take it back")
        await ticks(bot, TUESDAY)
        await mina.quiet()
        assert await letters(database) == {}


async def test_only_the_city_answers_and_only_an_office_of_the_branch_chooses(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, park: Person, lee: Person
) -> None:
    action = await cast(database, mina, jun, park)
    sato = Person(world, 22, "Sato", "en")
    await seated_in_office(database, sato, "japan")
    secret = await told(database, "수원시", "Only ours", visibility="city")
    async with bot_runs() as bot:
        card = await sato.says(f"/action {action.number}")
        assert "Highlight" not in card.labels
        number = card.message["message_id"]
        assert (
            await noted_for(sato, f"highlight:of_action:{action.id}", number) == "That city belongs to another office."
        )
        assert "not shown to others now" in await noted_for(
            park, f"highlight:of_action:{secret.id}", (await park.says("/help")).message["message_id"]
        )
        await chosen(park, action)
        await soon(bot)
        await mina.hears()
        for person in (jun, lee, sato, park):
            own = (await person.says("/help")).message["message_id"]
            for verb in ("agree", "refuse", "one"):
                assert await noted_for(person, f"highlights:{verb}:1", own)
            if person is not park:
                assert await noted_for(person, "highlights:take_back_now:1", own)
            if person in (jun, lee):
                assert await noted_for(person, "highlight:delivery:1", own)
        assert await noted_for(sato, "highlight:delivery:1", number)
    async with database.begin() as session:
        assert await session.scalar(select(Highlight.state)) == "asked"


async def test_stop_keeps_highlights_and_requests_away_until_they_are_wanted_again(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, park: Person, kim: Person
) -> None:
    action = await cast(database, mina, jun, park)
    await seated(database, kim, "수원시", "coordinator")
    second = await told(database, "수원시", "Second", visibility="members")
    async with bot_runs() as bot:
        await chosen(park, action)
        await soon(bot)
        await mina.hears()
        await mina.presses("Agree")
        await chosen(park, second)
        await soon(bot)
        asked = await mina.hears()
        assert "Colleagues of your city are asked" in await mina.presses("Stop", under=asked)
        await ticks(bot, TUESDAY)
        letter = await jun.hears()
        await jun.presses(letter.labels[-1], under=letter)
        await kim.says("/highlights")
        await kim.presses("Of my city")
        await kim.presses("1")
        await kim.presses("Agree")
        await ticks(bot, "2027-03-18T10:00+09:00")
        assert await letters(database) == {jun.id: 1}
        await park.says("/highlights")
        await park.presses("Chosen so far")
        assert "told: 0 · waiting: 0 · stopped: 1" in await park.presses("1")
        await jun.says("/highlights")
        await jun.presses(jun.heard[-1].labels[-1])
        await ticks(bot, "2027-03-19T10:00+09:00")
        assert "Second" in await jun.hears_until(lambda seen: "Second" in seen)
        third = await told(database, "수원시", "Third")
        await chosen(park, third)
        await ticks(bot, "2027-03-22T10:00+09:00")
        assert "Third" in await kim.hears_until(lambda seen: "Third" in seen)
        await mina.quiet()


async def test_several_actions_of_a_city_are_asked_about_in_one_message(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, park: Person
) -> None:
    first = await cast(database, mina, jun, park)
    second = await told(database, "수원시", "Second <one>")
    async with bot_runs() as bot:
        for action in (first, second):
            await chosen(park, action)
            await bot.schedule.tick()
        await mina.quiet()
        await soon(bot)
        asked = await mina.hears()
        assert asked.startswith("2 actions of your city may be highlighted\n\n1 SUW-0001") and "Second <one>" in asked
        assert asked.buttons == [["Look at them"], ["Stop"]]
        assert "your answer is awaited" in await mina.presses("Look at them")
        await mina.presses("1")
        await mina.presses("Agree")
        listed = await mina.presses("Of my city")
        assert "SUW-0001 지하차도 침수 차단막 · agreed" in listed or "agreed" in listed
        await soon(bot)
        await mina.quiet()
