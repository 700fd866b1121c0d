"""Whom a question reaches, when it goes out, who is given it, and how often cities answer."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot import clock
from storage import Database, Session, actions, deliveries, people, privacy, questions, search, shared, threads
from storage.index import Index, Query
from storage.models import Action, City, Inquiry, NoticeStop, Question, Reply
from storage.models import Person as Kept
from storage.people import Officer
from storage.questions import About, Full, Nobody
from tests.conftest import at, city_of, seated
from tests.people import Person
from tests.periods import publishes

MONDAY = "2027-03-08T10:00+09:00"


async def officer(session: Session, person: Person) -> Officer:
    found = await people.known(await session.connection(), person.id)
    assert found is not None
    return found


async def given(database: Database, place: str, now: datetime) -> list[str] | None:
    """Let the job give a city its questions at a moment; return their texts."""
    async with database.unit() as unit:
        city = await city_of(unit.session, place)
        delivery = await deliveries.claim(unit, city.id, now)
        if delivery is None:
            return None
        await deliveries.brought_by(unit.session, delivery.threads, 1)
        return [each.question.text for each in delivery.threads]


async def test_a_question_reaches_every_city_that_knows_and_has_somebody_each_through_its_newest_action(
    database: Database, mina: Person, jun: Person, kim: Person
) -> None:
    for person, place in ((mina, "수원시"), (jun, "富山市"), (kim, "高雄市")):
        await seated(database, person, place)
    [_old, new] = await publishes(database, "富山市", 2, tags="Night bus, 50%_off, 심야")
    [other] = await publishes(database, "高雄市", visibility="members", tags="night  BUS")
    await publishes(database, "高雄市", visibility="city", target="11.1")
    await publishes(database, "부산광역시")  # nobody there
    await publishes(database, "수원시")
    async with database.begin() as session:
        asker = await officer(session, mina)
        assert asker.city_id
        for about in (About("target", "11.2"), About("tag", "ＮＩＧＨＴ bus")):
            reached = await questions.audience(session, asker.city_id, about)
            assert {each.action_id for each in reached} == {new, other}, about
        assert await questions.on_targets(session, asker.city_id) == {"11.2": 2}
        for tag, n in (("bus", 0), ("50%_off", 1), ("50_off", 0), ("%", 0), ("", 0)):
            assert len(await questions.audience(session, asker.city_id, About("tag", tag))) == n, tag
        await session.execute(update(City).where(City.code == "TOY").values(practice=True))
        assert await questions.on_targets(session, asker.city_id) == {"11.2": 1}
        with pytest.raises(Nobody):
            await questions.ask(session, asker, "Who?", "en", About("action", str(new)), clock.now())
    for text in ("", "city-", "city-x", "target", "nosuch-1", "action-１x", "city-" + "9" * 20):
        with pytest.raises(ValueError):
            About.read(text)


async def test_a_city_asks_many_once_a_day_and_one_as_often_as_it_likes(
    database: Database, mina: Person, jun: Person
) -> None:
    now = at("2027-03-04T10:00+09:00")  # a Thursday
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    [night_bus] = await publishes(database, "富山市")
    many, one = About("target", "11.2"), About("action", str(night_bus))
    async with database.begin() as session:
        asker = await officer(session, mina)
        days = [(await questions.ask(session, asker, f"{n}?", "en", many, now))[1] for n in range(4)]
        mornings = [datetime.fromisoformat(f"2027-03-{day}T09:00+09:00") for day in ("05", "08", "09")]
        assert days == [now, *mornings]  # but not on Saturday and Sunday
        with pytest.raises(Full):
            await questions.ask(session, asker, "7?", "en", many, now)
        assert [(await questions.ask(session, asker, "One?", "en", one, now))[1] for _n in range(2)] == [now, now]


async def test_a_city_gets_three_questions_a_day_at_most_and_none_twice(
    database: Database, mina: Person, jun: Person
) -> None:
    now = at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    [night_bus] = await publishes(database, "富山市")
    async with database.begin() as session:
        asker = await officer(session, mina)
        for n in range(5):
            await questions.ask(session, asker, f"{n}?", "en", About("action", str(night_bus)), now)
    both = await asyncio.gather(*(given(database, "富山市", now) for _process in range(2)))
    assert None in both and ["0?", "1?", "2?"] in both  # whichever process comes first
    assert await given(database, "富山市", now) is None
    async with database.begin() as session:
        assert await deliveries.due(session, now + timedelta(hours=3)) == []
        [later] = set(await session.scalars(select(Inquiry.look_at).where(Inquiry.state == "waiting")))
        assert later == datetime.fromisoformat("2027-03-09T09:00+09:00")
    assert await given(database, "富山市", later) == ["3?", "4?"]
    async with database.begin() as session:
        await session.execute(update(Kept).values(budget=0))
        await questions.ask(session, asker, "5?", "en", About("action", str(night_bus)), later)
    assert await given(database, "富山市", later + timedelta(days=1)) is None
    async with database.begin() as session:
        [later] = await session.scalars(select(Inquiry.look_at).where(Inquiry.state == "waiting"))
        assert later == datetime.fromisoformat("2027-04-01T09:00+09:00")  # next month's messages


async def test_who_goes_is_named_nowhere_and_what_waited_for_them_waits_for_the_next(
    database: Database, mina: Person, jun: Person, kim: Person
) -> None:
    now = at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await seated(database, kim, "富山市", "coordinator")
    [night_bus] = await publishes(database, "富山市")
    async with database.begin() as session:
        asker = await officer(session, mina)
        await questions.ask(session, asker, "Who?", "en", About("action", str(night_bus)), now)
    assert await given(database, "富山市", now) == ["Who?"]
    async with database.begin() as session:
        for person in (mina, jun):
            known = await officer(session, person)
            kept = await privacy.everything_about(session, known.id)
            assert len(kept["questions"]) + len(kept["questions_given"]) == 1
            await privacy.erase(session, known.id)
        question, inquiry = await session.scalar(select(Question)), await session.scalar(select(Inquiry))
        assert question and question.person_id is None and question.text == "Who?"
        assert inquiry and (inquiry.state, inquiry.person_id, inquiry.call_id) == ("waiting", None, None)
        [thread] = await threads.several(session, [inquiry.id])
        assert await threads.speaker(session, thread.asker, None) == threads.Speaker(thread.asker)
        contact = await threads.contact(session, thread, now)
        assert contact and contact.telegram_id == kim.id
        session.add(NoticeStop(person_id=contact.id, about=threads.STOPPED))
        await session.flush()
        assert await threads.contact(session, thread, now) is None


async def test_what_two_cities_share_is_found_in_both_languages_through_every_edit_until_one_takes_it_back(
    database: Database, mina: Person, jun: Person
) -> None:
    now = at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    [night_bus] = await publishes(database, "富山市")

    async def found(words: str) -> int:
        index = Index(database)
        try:
            return (await search.find(database, index, Query(words=words, language="ko"))).total
        finally:
            await index.close()

    async with database.begin() as session:
        asker, asked = await officer(session, mina), await officer(session, jun)
        about = About("action", str(night_bus))
        question, _when = await questions.ask(session, asker, "운전기사 인건비는 어떻게 마련했나요?", "ko", about, now)
        [thread] = await threads.of_question(session, question.id, asker.city_id)
        assert (
            await threads.reply(session, thread, asker, "더 있습니다", "ko", now) is None
        )  # before there is an answer
        assert await threads.reply(session, thread, asked, "市の補助金です。", "ja", now)
        await threads.agree(session, thread, asker, True, now)
        await threads.agree(session, thread, asked, True, now)
        later = now + timedelta(hours=1)
        assert await threads.reply(session, thread, asked, "秘密の追記です。", "ja", later)
        told = await actions.get(session, night_bus)
        assert told
        await actions.edit(session, told.action, None, {"title": "Night line", "text": told.action.text})
    assert [await found(words) for words in ("인건비", "補助金", "秘密")] == [1, 1, 0]
    async with database.begin() as session:
        [kept] = await shared.of_action(session, night_bus)
        assert [part.city.code for part in kept.parts] == ["SUW", "TOY"]
        [thread] = await threads.of_question(session, question.id, asked.city_id)
        await threads.agree(session, thread, asked, False, later)
        assert (
            await session.scalar(select(func.count()).select_from(Action).where(Action.words.contains("인건비"))) == 0
        )
    assert [await found(words) for words in ("인건비", "補助金", "Night line")] == [0, 0, 1]


async def test_how_cities_answer_is_told_in_numbers_only(database: Database, mina: Person, jun: Person) -> None:
    now = at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    [night_bus] = await publishes(database, "富山市")
    async with database.begin() as session:
        asker, asked = await officer(session, mina), await officer(session, jun)
        assert asked.city_id
        for hours in (2, 30, 0):
            question, _when = await questions.ask(session, asker, "Who?", "en", About("action", str(night_bus)), now)
            [thread] = await threads.of_question(session, question.id, asker.city_id)
            await session.execute(update(Inquiry).where(Inquiry.id == thread.inquiry.id).values(sent_at=now))
            if hours:
                at_last = now + timedelta(hours=hours)
                assert await threads.reply(session, thread, asked, "We do.", "en", at_last)
                assert await threads.reply(session, thread, asked, "And more.", "en", at_last + timedelta(days=9))
        response = await questions.response(session, [asked.city_id], now - timedelta(days=1))
        assert (response.asked, response.answered, response.half_within) == (3, 2, timedelta(hours=16))
        assert (await questions.response(session, [asked.city_id], now + timedelta(days=1))).asked == 0
        assert await session.scalar(select(func.count()).select_from(Reply)) == 4
