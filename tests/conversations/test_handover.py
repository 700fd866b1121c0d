"""A seat is handed to a successor, with everything that is begun on it; nothing moves before somebody has agreed."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot import clock
from bot.simulator import World
from bot.text import Message, negotiate, translator
from storage import (
    Database,
    absences,
    actions,
    audit,
    deadlines,
    drafts,
    follows,
    handover,
    indicators,
    people,
    planning,
)
from storage.follows import Wish
from storage.models import (
    Absence,
    Action,
    Attachment,
    City,
    Deadline,
    Draft,
    Errand,
    Follow,
    Import,
    Inquiry,
    Invitation,
    Outgoing,
    Question,
    Reminder,
    Review,
    ReviewNote,
    Seat,
)
from storage.models import Person as Kept
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person, Seen
from tests.periods import opened, publishes, run_at
from tests.refusals import noted, noted_for

MONDAY = "2027-07-05T10:00+09:00"
MOVED = ("1 draft", "1 thing followed", "1 question to answer", "1 question asked", "1 table", "1 deadline")
FLOOD = "Flood barriers at three underpasses in 2027."


def code_in(message: Seen) -> str:
    return str(message).split("?start=")[1].split()[0]


async def hands_over(person: Person, *, erased: bool = False) -> str:
    """Let somebody prepare the hand-over of their own seat; return the code for the successor."""
    await person.says("/handover")
    await person.presses("Hand over my seat")
    assert "prepared" in await person.presses("Erase them then" if erased else "Keep them")
    return code_in(await person.hears())


async def agrees(person: Person, code: str) -> Seen:
    """Take a seat; return the state of play that is shown."""
    await person.says(f"/start {code}")
    assert "Welcome" in await person.presses("Agree")
    return await person.hears()


async def begun(database: Database, officer: Person, colleague: Person) -> None:
    """Let much be begun on a seat in Suwon, beside what is written in chat."""
    async with database.begin() as session:
        suwon, toyama = await city_of(session, "수원시"), await city_of(session, "富山市")
        known = await people.known(await session.connection(), officer.id)
        other = await people.known(await session.connection(), colleague.id)
        assert known and other
        now = clock.now()
        await follows.keep(session, known, Wish("search", "river"))
        question = Question(city_id=toyama.id, text="How?", language="en", asked_at=now)
        own = Question(city_id=suwon.id, person_id=known.id, text="And you?", language="en", asked_at=now)
        session.add_all([question, own])
        await session.flush()
        errand = Errand(code_hash="x", city_id=suwon.id, person_id=known.id, department="Roads", made_at=now,
                        expires_at=now + timedelta(days=9))  # fmt: skip
        session.add_all([
            Inquiry(question_id=question.id, city_id=suwon.id, person_id=known.id, state="sent", call_id=1),
            Inquiry(question_id=own.id, city_id=toyama.id, state="answered"),
            Import(person_id=known.id, name="a.csv", state="offered", card_id=1, counts={}, at=now), errand,
            Deadline(kind="other", name="Audit", day=date(2027, 9, 1), months=0, city_id=suwon.id, person_id=known.id,
                     at=now),
        ])  # fmt: skip
        await session.flush()
        await absences.add(session, known.id, None, date(2027, 7, 20), date(2027, 7, 30))
        await absences.add(session, other.id, known.id, date(2027, 8, 2), date(2027, 8, 6))


async def test_everything_begun_goes_to_the_successor_and_the_reminders_stay_with_the_seat(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, jun: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "富山市")
    await publishes(database, "수원시", 2)
    await opened(database, cycle=(3, date(2027, 7, 5), date(2027, 7, 15)))
    await run_at(database, "2027-07-05T09:00+09:00")
    at(MONDAY)
    await begun(database, mina, kim)
    async with bot_runs() as bot:
        await mina.hears_until(lambda seen: "2027 Q3" in seen)
        await mina.sends_photo(caption=FLOOD)
        overview = await mina.says("/handover")
        assert "2 actions published\n   11.2: 2" in overview and "2027 Q3: until Thu 15 July · 3 things" in overview
        for line in ("Drafts: 1", "Questions of other cities, not answered: 1", "Asked of departments: 1", "Audit"):
            assert line in overview
        explained = await mina.presses("Hand over my seat")
        for moved in (
            "1 draft",
            "1 thing followed",
            "1 question to answer",
            "1 question asked",
            "1 table",
            "1 deadline",
        ):
            assert moved in explained
        assert "prepared" in await mina.presses("Keep them")
        link = await mina.hears()
        assert "t.me/" in link and "Suwon" in link and not link.buttons
        # Until somebody has agreed she works on, and there is no second link.
        assert "already" in await noted(mina, "Keep them", under=explained)
        assert "A successor is awaited" in await (await seen_by(mina)).presses("Hand over my seat")
        state = await agrees(lee, code_in(link))
        assert state.startswith("State of play: Suwon") and "Drafts: 1" in state
        gone = await mina.hears_until(lambda seen: "handed over" in seen)
        assert "180 days" in gone
        assert "/help" in await mina.says("/mine")  # she has no seat
        mine = await lee.says("/mine")
        await lee.presses(next(label for label in mine.labels if label.startswith("Continue")))
        assert "Published as SUW-0003" in await lee.presses("Publish")
        at("2027-07-12T09:00+09:00")
        await bot.schedule.tick()
        assert "2027 Q3" in await lee.hears()
        await mina.quiet()
    await everything_is_of(database, mina, lee)


async def everything_is_of(database: Database, before: Person, after: Person) -> None:
    async with database.begin() as session:
        old, new = [await people.known(await session.connection(), each.id) for each in (before, after)]
        assert old and new and not old.invited and new.role == "officer"
        for model in (Follow, Deadline, Import, Errand):
            assert {each.person_id for each in await session.scalars(select(model))} == {new.id}
        asked, own = (await session.scalars(select(Inquiry).order_by(Inquiry.id))).all()
        assert (asked.person_id, asked.call_id, own.person_id) == (new.id, None, None)
        assert new.id in set(await session.scalars(select(Question.person_id)))
        [file] = await session.scalars(select(Import))
        assert (file.state, file.card_id) == ("reading", None)
        [absence] = await session.scalars(select(Absence))
        assert absence.deputy_id == new.id
        assert await session.scalar(select(Attachment.action_id)) is not None
        follower = await session.get_one(Kept, new.id)
        assert follower.news_at is not None and (await session.get_one(Kept, old.id)).news_at is None
        seats = await session.scalars(select(Seat).join(Reminder, Reminder.seat_id == Seat.id))
        assert all(seat.person_id in (new.id, 2) for seat in seats), "no reminder belongs to somebody without a seat"
        assert [each.event for each in await audit.of(session, f"seat:{new.seat_id}")] == [
            "hand-over offered", "seat taken over",
        ]  # fmt: skip


async def more_begun(database: Database, officer: Person) -> None:
    """Let a figure of Suwon be old, its UN entry known, and an action of it returned by the office."""
    async with database.begin() as session:
        known = await people.known(await session.connection(), officer.id)
        assert known and known.city_id
        fields = {"target": "11.6", "name": "Recycling rate", "language": "en", "unit": "%", "better": "up"}
        row = await indicators.create(session, known.city_id, known.id, fields)
        await indicators.say(session, row, known.id, "value", (date(2025, 12, 31), Decimal("60.8")))
        await deadlines.register(session, known, date(2026, 9, 15), "https://example.org/suwon")
        told = await actions.by_number(session, "SUW-0001")
        assert told
        now, office = clock.now(), {"office_id": known.office_id}
        review = Review(action_id=told.action.id, version=1, before=False, state="returned", asked_at=now, **office)
        session.add(review)
        await session.flush()
        said = {"for_office": True, "reason": "source", "text": "", "language": "en", "at": now}
        session.add(ReviewNote(review_id=review.id, **said, **office))
        await planning.ahead(session, now)


async def kept(person: Person, world: World) -> str:
    """Ask for the state of play as a text; return what it says."""

    def label(words: str) -> str:
        return translator(negotiate(person.user["language_code"])).label(Message(words))

    await person.says("/handover")
    offered = await person.presses(label("Send as a document"))
    assert offered.buttons[0] == ["PDF", "DOCX", "HWPX", "TXT"]
    file = await person.presses("TXT", under=offered)
    assert file.message["document"]["file_name"].endswith("2027-07-05.txt")
    content: bytes = world.files.by_id(file.message["document"]["file_id"]).upload.content
    return content.decode()


async def test_the_state_of_play_is_kept_as_a_document_with_everything_by_its_name(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, jun: Person, lee: Person, park: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "富山市")
    await seated_in_office(database, park, "korea")
    await publishes(database, "수원시", 2)
    await opened(database, cycle=(3, date(2027, 7, 5), date(2027, 7, 15)))
    at("2027-07-05T20:00+09:00")  # when nobody is reminded
    await begun(database, mina, kim)
    await more_begun(database, mina)
    async with bot_runs():
        await mina.says(FLOOD)
        await agrees(lee, await hands_over(mina))
        text = await kept(lee, world)
        for part in (
            "State of play: Suwon", "5 July 2027", "2027 Q3 · Every 3 months: until 15 July 2027",
            "SUW-0002 · Night bus 2", "Flood barriers at three underpasses", "last touched on 5 July 2027",
            "Q-1 · How? · Toyama",
            "SUW-0001 · Night bus 1 · “It is not clear where the figures come from.", "Roads · until 14 July 2027",
            "river", "Audit", "The UN entry turns yellow", "Registered on 15 September 2026", "green until",
            "https://example.org/suwon", "Recycling rate", "60.8%", "31 December 2025 · a year or more ago",
        ):  # fmt: skip
            assert part in text, part
        theirs = await kept(jun, world)
        assert "富山市" in theirs and "2027年7月5日" in theirs
        assert not any(part in theirs for part in ("SUW", "Flood", "How?", "Roads", "Recycling"))
        assert "no longer works" in await noted_for(park, "handover:send:text", 1)


async def seen_by(person: Person) -> Person:
    await person.says("/handover")
    return person


async def test_who_wished_it_is_erased_when_the_successor_has_arrived(
    bot_runs: Runs, database: Database, mina: Person, lee: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    at("2027-07-02T19:30+09:00")  # a Friday evening
    async with bot_runs() as bot:
        await mina.says(FLOOD)
        await mina.presses("Publish")
        code = await hands_over(mina, erased=True)
        await agrees(lee, code)
        await mina.quiet()  # nobody is told outside office hours
        assert "使えません" in await jun.says(f"/start {code}")
        at("2027-07-05T09:00+09:00")
        await bot.schedule.tick()
        assert "erased, as you wished" in await mina.hears(15)
    async with database.begin() as session:
        told = await session.scalar(select(Action))
        assert told and told.state == "published"
        before = await session.get_one(Kept, told.author_id)
        assert (before.telegram_id, before.name, before.consent) == (None, None, None)
        assert {each.person_id for each in await session.scalars(select(Seat))} == {2}


@pytest.mark.parametrize("place", ["city", "office"])
async def test_the_seat_of_somebody_who_vanished_is_handed_over_by_who_leads(
    place: str, bot_runs: Runs, database: Database, mina: Person, kim: Person, park: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated_in_office(database, park, "korea")
    leader, label = (kim, "Mina") if place == "city" else (park, "Kim")
    async with bot_runs():
        await mina.says(FLOOD)
        await leader.says("/office")
        listed = await leader.presses("Hand over a seat")
        if place == "office":
            listed = await leader.says("수원시")
        [number] = [line.split()[0] for line in listed.split("\n") if line.strip().endswith(label)]
        assert f"Hand over the seat of {label}?" in await leader.presses(number)
        await leader.presses("Yes, hand over")
        code = code_in(await leader.hears())
        vanished = mina if place == "city" else kim
        assert "your seat is being handed over" in await vanished.hears_until(lambda seen: "handed over" in seen)
        state = await agrees(lee, code)
        assert ("Drafts: 1" in state) == (place == "city")
        assert "taken over" in await leader.hears()
        assert "180 days" in await vanished.hears()
    async with database.begin() as session:
        new = await people.known(await session.connection(), lee.id)
        assert new and new.role == ("officer" if place == "city" else "coordinator")


async def test_nobody_hands_over_what_is_not_theirs(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, jun: Person, park: Person, lee: Person
) -> None:
    at(MONDAY)
    neighbour, tokyo = Person(world, 31, "Ara"), Person(world, 32, "Sato")
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "富山市", "coordinator")
    await seated(database, neighbour, "수원시")
    await seated_in_office(database, tokyo, "japan")
    async with bot_runs():
        code = await hands_over(mina)
        card = mina.heard[-2]
        for who in (jun, neighbour, tokyo, lee):
            heard = await who.says("/start")
            for data in ("of_seat:1:1", "prepare:1:1:1", "cancel:1:1"):
                assert await noted_for(who, f"handover:{data}", heard.message["message_id"])
        assert "other roles" in await lee.says("/handover")
        await tokyo.says("/handover")
        await tokyo.presses("Another seat")
        assert "belongs to another office" in await tokyo.says("수원시")
        # It is taken back once; then the link leads nowhere, and the seat can be offered anew.
        assert "cancelled" in await mina.presses("Cancel hand-over", under=card)
        assert "No link is waiting" in await noted(mina, "Cancel hand-over", under=card)
        assert "cannot be used" in await lee.says(f"/start {code}")
        await lee.hears()
        await hands_over(mina)
    async with database.begin() as session:
        assert [each.hands_over for each in await session.scalars(select(Invitation))] == [None, 1]
        assert await handover.holder(session, 1) is not None


async def test_a_link_nobody_takes_up_expires_after_two_weeks_and_that_is_said_once(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    at("2027-07-07T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        code = await hands_over(mina)
        at("2027-07-21T09:59+09:00")
        assert await bot.schedule.tick() == 0
        at("2027-07-21T10:01+09:00")
        assert await bot.schedule.tick() == 1
        assert "Nobody has taken over" in await mina.hears()
        assert await bot.schedule.tick() == 0
        assert "cannot be used" in await lee.says(f"/start {code}")
        # Who leaves meanwhile leaves an empty seat, which is taken like any other.
        second = await hands_over(mina)
        await mina.says("/leave")
        await mina.presses("Yes, erase my data")
        await lee.hears()
        await lee.says(f"/start {second}")
        assert "Welcome" in await lee.presses("Agree")
    async with database.begin() as session:
        assert len((await session.scalars(select(Seat))).all()) == 1
        assert {each.person_id for each in await session.scalars(select(Draft))} <= {2}
        unasked = await session.scalars(select(Outgoing).where(Outgoing.unasked))
        assert list(unasked) == []
        assert await drafts.unfinished(session, 1) == []


async def test_of_two_who_agree_at_once_one_has_the_seat(
    bot_runs: Runs, database: Database, world: World, mina: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    other = Person(world, 41, "Ara")
    async with bot_runs():
        code = await hands_over(mina)
        for person in (lee, other):
            await person.says(f"/start {code}")
        await asyncio.gather(*(person.acts.presses("Agree") for person in (lee, other)))
        await mina.hears_until(lambda seen: "handed over" in seen)
        await world.until(lambda: lee.toasts or other.toasts)
    async with database.begin() as session:
        assert len((await session.scalars(select(Seat))).all()) == 1
        taken = [each.used_by for each in await session.scalars(select(Invitation))]
        assert taken == list(await session.scalars(select(Seat.person_id)))
    assert [bool(person.toasts) for person in (lee, other)].count(True) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_begun_in_the_practice_town_goes_with_who_leaves_and_a_name_that_was_shown_with_their_data(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await publishes(database, "富山市", target="11.5", language="ja")
    async with bot_runs() as bot:
        await mina.says("/settings")
        await mina.presses("Show my name")
        await mina.says("/ask What did the sensors cost?")
        await mina.says("11.5")
        await mina.presses("Send")
        await bot.schedule.tick()
        brought = await jun.hears()
        assert "Mina" in brought
        code = await hands_over(mina, erased=True)
        await mina.says("/practice")
        await mina.says("An invented flood barrier.")
        shown = await agrees(lee, code)
        assert "Drafts" not in shown
        await jun.world.until(lambda: "Mina" not in jun.heard[-1])
        assert "What did the sensors cost?" in jun.heard[-1]
    async with database.begin() as session:
        assert (await session.scalars(select(City.id).where(City.practice))).all() == []
        assert (await session.scalars(select(Draft).where(Draft.state == "open"))).all() == []
