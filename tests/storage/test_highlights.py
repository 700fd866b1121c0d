"""Highlights kept: each chosen once, told once and posted once, whoever works at the same time; and who goes, goes."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from bot import clock
from handlers import highlighting
from storage import Database, absences, chats, highlight_letters, highlights, offices, people, privacy
from storage.models import Chat, Highlight, HighlightLetter, HighlightPost, NoticeStop, Outgoing
from storage.models import Person as Kept
from storage.people import Officer
from tests.conftest import at, seated, seated_in_office
from tests.conversations.test_find import told
from tests.people import Person

MONDAY = "2027-03-08T10:00+09:00"


async def _officer(database: Database, person: Person) -> Officer:
    async with database.begin() as session:
        found = await people.known(await session.connection(), person.id)
    assert found
    return found


async def _run(database: Database) -> int:
    async with database.unit() as unit:
        return await highlighting.tell(unit, clock.now())


async def _count(database: Database, model: type) -> int:
    async with database.begin() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_whatever_happens_at_the_same_time_happens_once(
    database: Database, mina: Person, jun: Person, park: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    await seated_in_office(database, park, "korea")
    action = await told(database, "수원시", "Flood gates")
    reviewer, officer = await _officer(database, park), await _officer(database, mina)

    async def choose() -> Highlight | None:
        async with database.begin() as session:
            return await highlights.choose(session, reviewer, action.id, "first", {})

    first, second = await asyncio.gather(choose(), choose())
    assert (first is None) != (second is None)

    async def link() -> bool:
        async with database.begin() as session:
            chat = await chats.added(session, -1005, "channel", "ko", reviewer.id)
            return await chats.link(session, chat, reviewer, "ja")

    assert sorted(await asyncio.gather(link(), link())) == [False, True]
    at("2027-03-08T10:11+09:00")
    assert sum(await asyncio.gather(_run(database), _run(database))) == 1  # the city is asked

    async def answer(agrees: bool) -> bool:
        async with database.begin() as session:
            held = await highlights.of_action(session, action.id)
            return bool(held) and await highlights.answer(session, held.highlight, officer.id, agrees=agrees)

    assert sorted(await asyncio.gather(answer(True), answer(True))) == [False, True]
    assert not await answer(False)
    at("2027-03-09T10:00+09:00")
    assert sum(await asyncio.gather(*(_run(database) for _each in range(3)))) == 2  # a letter and a post
    assert await _count(database, HighlightLetter) == await _count(database, HighlightPost) == 1
    assert await _run(database) == 0
    assert await _count(database, Outgoing) == 3


async def test_the_deputy_is_asked_for_who_is_away_and_readers_wait_until_they_are_back(
    database: Database, mina: Person, kim: Person, jun: Person, park: Person
) -> None:
    now = at(MONDAY)
    for person, place, role in (
        (mina, "수원시", "officer"),
        (kim, "수원시", "coordinator"),
        (jun, "Toyama", "officer"),
    ):
        await seated(database, person, place, role)
    await seated_in_office(database, park, "korea")
    action = await told(database, "수원시", "Flood gates")
    reviewer, officer, deputy = [await _officer(database, each) for each in (park, mina, kim)]
    reader = await _officer(database, jun)
    day = now.date()
    async with database.begin() as session:
        await absences.add(session, officer.id, deputy.id, day, day + timedelta(days=3))
        await absences.add(session, reader.id, None, day, day + timedelta(days=9))
        held = await highlights.choose(session, reviewer, action.id, "first", {})
        assert held
    at("2027-03-08T10:11+09:00")
    assert await _run(database) == 1
    async with database.begin() as session:
        assert await session.scalar(select(Outgoing.chat_id)) == kim.id
        assert await highlights.answer(session, held, deputy.id, agrees=True)
    at("2027-03-17T10:00+09:00")
    assert await _run(database) == 0
    at("2027-03-18T10:00+09:00")
    assert await _run(database) == 1


async def test_the_result_says_who_was_told_who_waits_who_stopped_and_who_is_out_of_reach(
    database: Database, mina: Person, jun: Person, park: Person, kim: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    for person, place in ((jun, "Toyama"), (kim, "창원시"), (lee, "Kaohsiung")):
        await seated(database, person, place)
    gone = Person(mina.world, 77, "Gone")
    await seated(database, gone, "Freiburg im Breisgau")
    await seated(database, Person(mina.world, 78, "Ins"), "Toyama", "institute")  # who reads a report, and nothing else
    await seated_in_office(database, park, "korea")
    action = await told(database, "수원시", "Flood gates")
    reviewer, officer, stopping = [await _officer(database, each) for each in (park, mina, kim)]
    async with database.begin() as session:
        held = await highlights.choose(session, reviewer, action.id, "first", {})
        assert held and await highlights.answer(session, held, officer.id, agrees=True)
        session.add(NoticeStop(person_id=stopping.id, about=highlight_letters.ABOUT))
        await people.unreachable(await session.connection(), gone.id)
        [quiet] = await session.scalars(select(Kept).where(Kept.telegram_id == lee.id))
        quiet.budget = 1  # the last message of a month is for what is more urgent
        assert await highlight_letters.audience(session, reviewer.id, officer.city_id or 0) == {"en": 1, "ja": 1}
    at("2027-03-09T10:00+09:00")
    await _run(database)
    await seated(database, Person(mina.world, 79, "New"), "Daegu")  # who reads in /highlights what was before
    at("2027-03-19T10:00+09:00")
    assert await _run(database) == 0
    async with database.begin() as session:
        shown = await highlights.get(session, held.id)
        assert shown
        assert await highlight_letters.delivery(session, shown) == highlight_letters.Delivery(1, 1, 1, 1, 0)


async def test_who_leaves_is_no_longer_behind_a_highlight_and_the_highlight_stays(
    database: Database, mina: Person, jun: Person, park: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    await seated_in_office(database, park, "korea")
    action = await told(database, "수원시", "Flood gates")
    people_there = [await _officer(database, each) for each in (park, mina, jun)]
    async with database.begin() as session:
        held = await highlights.choose(session, people_there[0], action.id, "own", {"en": "Read it"})
        assert held and await highlights.answer(session, held, people_there[1].id, agrees=True)
        await chats.added(session, -5, "group", "en", people_there[0].id)
    at("2027-03-09T10:00+09:00")
    await _run(database)
    async with database.begin() as session:
        about = await privacy.everything_about(session, people_there[0].id)
        assert len(about["highlights"]) == len(about["chats"]) == 1
        assert len((await privacy.everything_about(session, people_there[2].id))["highlights_told"]) == 1
        for each in people_there:
            await privacy.erase(session, each.id)
    async with database.begin() as session:
        [kept] = await session.scalars(select(Highlight))
        assert (kept.person_id, kept.answered_by, kept.state, kept.words) == (None, None, "agreed", {"en": "Read it"})
        assert await session.scalar(select(Chat.person_id)) is None
        assert (await highlights.current(session, member=False))[1] == 1
    assert await _count(database, HighlightLetter) == 0


async def test_a_group_that_was_noted_under_both_numbers_keeps_what_it_had(database: Database, park: Person) -> None:
    await seated_in_office(database, park, "korea")
    reviewer = await _officer(database, park)
    async with database.begin() as session:
        old = await chats.added(session, -7, "group", "ja", reviewer.id)
        assert await chats.link(session, old, reviewer)
        await chats.added(session, -1007, "group", "en", None)
        await chats.moved(session, -7, -1007)
        await chats.moved(session, -7, -1007)
    async with database.begin() as session:
        [kept] = await session.scalars(select(Chat))
        assert (kept.chat_id, kept.language, kept.office_id) == (-1007, "ja", reviewer.office_id)
        second = await chats.added(session, -8, "group", "ko", reviewer.id)
        assert await chats.link(session, second, reviewer)  # an office has one group
        office = await offices.get(session, reviewer.office_id or 0)
        assert office
        await session.refresh(office)
        assert office.chat_id == -8
        assert [each.chat_id for each in await chats.of_office(session, office.id)] == [-8]
