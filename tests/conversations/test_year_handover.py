"""One officer's year: the tidy of March (10), the hand-over of July (16), and what waits after an absence (17).

Suwon stands for Haneul-si. That each of sixty reminders comes once after an outage is told in test_year_reminders.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from bot import clock
from bot.simulator import World
from storage import Database, absences, actions, drafts, people
from storage.models import (
    Absence,
    AuditEntry,
    Confirmation,
    Deadline,
    DeadlineNotice,
    Follow,
    Indicator,
    Inquiry,
    Measure,
    Outgoing,
    Question,
    Reminder,
    Seat,
)
from storage.models import Person as Kept
from tests.conftest import Runs, at, city_of, seated
from tests.conversations.test_errand import department, link_in
from tests.people import Person
from tests.periods import opened, publishes, run_at

ANSWER = "환승 할인을 심야버스로 넓혔습니다."


async def measures(database: Database, name: str, value: str) -> None:
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        row = Indicator(city_id=city.id, target="11.6", name=name, language="en", unit="%", better="up", source="",
                        at=clock.now())  # fmt: skip
        session.add(row)
        await session.flush()
        session.add(Measure(indicator_id=row.id, kind="value", day=date(2026, 12, 31), value=Decimal(value),
                            at=clock.now()))  # fmt: skip


async def test_step_10_eleven_things_are_tidied_and_the_department_answers_a_week_later(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at("2027-01-12T10:00+09:00")
    await seated(database, mina, "수원시")
    await publishes(database, "수원시", 9)
    await measures(database, "Recycling", "60.8")
    await measures(database, "Clean air days", "71")
    await opened(database)
    at("2027-03-22T09:00+09:00")
    async with bot_runs() as bot, department(bot, database) as colleague:
        await bot.schedule.tick()
        assert "11 things to check · about 10 min" in await mina.hears()
        at("2027-03-22T09:30+09:00")
        await mina.presses("Report now")
        for position in range(2, 6):
            assert (await mina.presses("No change")).startswith(f"{position} of 11")
    # The bot is killed at card 5 and goes on there.
    async with bot_runs() as bot, department(bot, database) as colleague:
        for position in range(6, 9):
            assert (await mina.presses("No change")).startswith(f"{position} of 11")
        assert (await mina.presses("Finished")).startswith("9 of 11")
        await mina.presses("Not ours")
        await mina.presses("Ask a department")
        handed_out = await mina.says("Transport department")
        link = link_in(await mina.hears())
        assert (await mina.presses("Go on", under=handed_out)).startswith("10 of 11 · 2027 Q1\n\nRecycling")
        for typed, recorded in (("614", "Record 61.4 %"), ("72.5 %", None)):
            await mina.presses("New number")
            await mina.hears()
            receipt = await mina.says(typed)
            if recorded:
                assert "The last value is 60.8 %" in receipt
                receipt = await mina.presses(recorded)
            assert "Before: " in receipt
            last = await mina.presses("Go on", under=receipt)
        assert "reported on Mon 22 March\n7 without change, 1 finished, 1 passed on, and 2 new figures" in last
        at("2027-03-29T10:00+09:00")
        assert (await colleague.sends(link, text=ANSWER))[0] == 200
        draft = await mina.hears()
        assert draft.startswith("Answer of a department: Transport department\nNight bus 9") and ANSWER in draft
        assert (await colleague.opens(link))[0] == 410
        assert "Added to SUW-0009" in await mina.presses("Publish")
    async with database.begin() as session:
        said = list(await session.scalars(select(Confirmation.kind).order_by(Confirmation.id)))
        assert said == ["no_change"] * 7 + ["finished", "updated"]
        days = {each.date() for each in await session.scalars(select(Confirmation.at))}
        assert days == {date(2027, 3, 22)}
        history = await session.scalars(select(Measure.value).where(Measure.indicator_id == 1).order_by(Measure.id))
        assert list(history) == [Decimal("60.8"), Decimal("61.4")]


async def test_step_16_the_successor_owns_what_was_begun_and_the_officer_s_data_are_erased(
    bot_runs: Runs, database: Database, world: World, mina: Person
) -> None:
    at("2027-01-12T10:00+09:00")
    successor = Person(world, 40, "Haneul", "en")
    await seated(database, mina, "수원시")
    await opened(database, cycle=(3, date(2027, 6, 28), date(2027, 7, 9)))
    await run_at(database, "2027-06-28T09:00+09:00")
    at("2027-07-01T10:00+09:00")
    async with bot_runs() as bot:
        await mina.hears_until(lambda seen: "2027 Q2" in seen or "2027 Q3" in seen)
        await mina.says("Flood barriers at three underpasses in 2026.")
        await mina.presses("Publish")
        await mina.says("/goals 11.6")
        await mina.presses("Add an indicator")
        await mina.presses("Recycling rate of household waste")
        await mina.presses("Save")
        await mina.says("recycling 60.8 % 2026")
        await mina.says("/find river")
        async with database.begin() as session:
            toyama = await city_of(session, "富山市")
            session.add(Follow(person_id=1, kind="search", words="river", filters={}, language="en", since=clock.now(),
                               seen_id=0))  # fmt: skip
            question = Question(city_id=toyama.id, text="How?", language="ja", asked_at=clock.now())
            session.add(question)
            await session.flush()
            session.add(Inquiry(question_id=question.id, city_id=1, person_id=1, state="sent"))
        await mina.says("Another action, half told, about buses.")
        await mina.says("/handover")
        await mina.presses("Hand over my seat")
        await mina.presses("Erase them then")
        code = str(await mina.hears()).split("?start=")[1].split()[0]
        await successor.says(f"/start {code}")
        await successor.presses("Agree")
        state = await successor.hears()
        assert "1 action published" in state and "Questions of other cities, not answered: 1" in state
        assert "Drafts: 1" in state and "Followed: 1" in state
        assert "erased, as you wished" in await mina.hears()
        at("2027-07-09T09:00+09:00")
        await bot.schedule.tick()
        told = {(await successor.hears()).split("\n")[0] for _message in range(2)}
        assert told == {"2027 Q2: due today", "A draft is waiting"}
        assert "Mina" not in await successor.says("/action SUW-0001")
        await successor.says("/indicator")
        await successor.presses("1")
        assert "said on Thu 1 July" in (history := await successor.presses("History")).replace(
            "1 July 2027", "Thu 1 July"
        )
        assert "officer" in history and "Mina" not in history
        await mina.quiet()
    await owns_everything(database, successor)


async def owns_everything(database: Database, successor: Person) -> None:
    async with database.unit() as unit:
        session = unit.session
        new = await people.known(unit.connection, successor.id)
        assert new and new.role == "officer"
        told = await actions.by_number(session, "SUW-0001")
        assert told and told.action.state == "published" and told.city.names["en"] == "Suwon"
        gone = await session.get_one(Kept, told.action.author_id)
        assert (gone.telegram_id, gone.name, gone.consent) == (None, None, None)
        assert [each.answers["text"] for each in await drafts.unfinished(session, new.id)] == [
            "Another action, half told, about buses."
        ]
        for owner in (Follow.person_id, Inquiry.person_id):
            assert set(await session.scalars(select(owner))) == {new.id}
        holders = await session.scalars(select(Seat.person_id).join(Reminder, Reminder.seat_id == Seat.id))
        assert set(holders) == {new.id}, "no reminder belongs to somebody without a seat"
        trail = (await session.scalars(select(AuditEntry).where(AuditEntry.person_id == gone.id))).all()
        assert {"published", "hand-over offered", "left"} <= {each.event for each in trail}
        assert all("Mina" not in str(each.details) for each in trail)


async def test_step_17_the_deputy_hears_of_everything_meanwhile_and_who_is_back_gets_one_summary(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    at("2027-08-09T10:00+09:00")
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await opened(database, cycle=(1, date(2027, 8, 12), date(2027, 8, 26)))
    async with database.begin() as session:
        officer, coordinator = await people.in_city(session, 1)
        await absences.add(session, officer.id, coordinator.id, date(2027, 8, 10), date(2027, 9, 16))
        session.add(Deadline(kind="other", name="Statute", day=date(2027, 10, 1), months=0, city_id=1, at=clock.now()))
    async with bot_runs() as bot:
        at("2027-08-12T09:00+09:00")
        await bot.schedule.tick()
        assert "In place of the officer of Suwon, absent until Fri 17 September." in await kim.hears()
        await kim.presses("No change")
        await kim.says("Flood barriers at three underpasses in 2027.")
        await kim.presses("Publish")
        at("2027-09-01T09:00+09:00")
        await bot.schedule.tick()
        assert "Statute" in await kim.hears()
        for moment in ("09-14T09:00", "09-15T09:00", "09-16T09:00", "09-17T08:59"):
            at(f"2027-{moment}+09:00")
            await bot.schedule.tick()
        await mina.quiet()
        at("2027-09-17T09:00+09:00")
        await bot.schedule.tick()
        seen = [await mina.hears() for _message in range(3)]
        [summary] = [each for each in seen if each.startswith("While you were away")]
        assert "Tue 10 August – Thu 16 September" in summary and "no change, Kim" in summary
        assert "Actions published: 1" in summary and "Reminders your deputy got: 1" in summary
        assert any("Statute" in each for each in seen) and any("September 2027" in each for each in seen)
        assert (await mina.presses("State of play", under=summary)).startswith("State of play: Suwon")
        await bot.schedule.tick()
        await mina.quiet()
    async with database.begin() as session:
        assert (await session.scalars(select(Absence))).all() == []
        given = (await session.scalars(select(DeadlineNotice.seat_id).order_by(DeadlineNotice.id))).all()
        assert list(given) == [2, 1]
        unasked = await session.scalars(select(Outgoing.chat_id).where(Outgoing.unasked).order_by(Outgoing.id))
        assert list(unasked) == [kim.id, kim.id, mina.id, mina.id], "the summary was asked for"
