"""A report round: four parties read a city's report chapter by chapter, comment on it, and agree."""

import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot import clock
from bot.simulator import World
from storage import Database, people, rounds
from storage.models import Approval, AuditEntry, Goal, Indicator, Measure
from tests.conftest import Runs, at, city_of, invited, seated, seated_in_office
from tests.people import Person, Seen
from tests.periods import publishes
from tests.refusals import noted

OPENED = "2027-05-11T10:00+09:00"
PARTIES = ("city", "research institute", "citizens’ council", "office")


async def four(database: Database, world: World, kim: Person, park: Person) -> tuple[Person, ...]:
    """Seat a coordinator of Suwon, its institute, its council, and a reviewer of the Korea office."""
    ins, cou = Person(world, 31, "Ins"), Person(world, 32, "Cou")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, ins, "수원시", "institute")
    await seated(database, cou, "수원시", "council")
    await seated_in_office(database, park, "korea")
    return kim, ins, cou, park


async def measures(database: Database, value: str, indicator_id: int | None = None) -> int:
    """Let somebody of Suwon say what its recycling rate is; return the indicator."""
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        if indicator_id is None:
            row = Indicator(city_id=city.id, target="11.6", name="Recycling", language="en", unit="%", better="up",
                            at=at(OPENED))  # fmt: skip
            session.add(row)
            await session.flush()
            indicator_id = row.id
        session.add(_said(indicator_id, "value", date(2026, 12, 31), value))
        session.add(_said(indicator_id, "target_value", date(2030, 12, 31), "70"))
        return indicator_id


def _said(indicator_id: int, kind: str, day: date, value: str) -> Measure:
    return Measure(indicator_id=indicator_id, kind=kind, day=day, value=Decimal(value), at=clock.now())


async def opens(kim: Person, name: str = "Report to the UN forum 2027") -> Seen:
    await kim.says("/round")
    await kim.presses("Open a round")
    return await kim.says(name)


async def reads(person: Person, target: str) -> Seen:
    """Let somebody open the round and one of its chapters; an office picks the round first."""
    shown = await person.says("/round")
    if "11.1" not in shown.labels:
        await person.presses("1")
    return await person.presses(target)


async def agrees(person: Person, *targets: str) -> None:
    shown = await person.says("/round")
    if "11.1" not in shown.labels:
        await person.presses("1")
    for target in targets:
        await person.presses(target)
        await person.presses("Balanced, nothing missing")
        if "Back" in person.heard[-1].labels:
            await person.presses("Back")


async def test_a_round_begins_with_what_the_city_has_told_and_leaves_the_rest_blank(
    bot_runs: Runs, database: Database, kim: Person
) -> None:
    at(OPENED)
    await seated(database, kim, "수원시", "coordinator")
    await publishes(database, "수원시", 2)
    await publishes(database, "수원시", title="Recycling <yard>", target="11.6", kind="achieved")
    await publishes(database, "수원시", title="Not for others", target="11.4", visibility="city")
    await measures(database, "60.8")
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        session.add(Goal(city_id=city.id, target="11.6", text="Half the waste", language="en", at=at(OPENED)))
    async with bot_runs():
        overview = await opens(kim)
        assert overview.startswith(
            "Report to the UN forum 2027 · Suwon\nopen since 11 May 2027\n"
            "city 0 of 7 · research institute 0 of 7 · citizens’ council 0 of 7 · office 0 of 7\n\n11.1 "
        )
        assert overview.buttons[:2] == [["11.1", "11.2", "11.3", "11.4"], ["11.5", "11.6", "11.7"]]
        assert overview.count("   blank · nobody agreed yet") == 5
        buses = await kim.presses("11.2")
        assert "How it works now\n– Night bus 2 (SUW-0002)\n– Night bus 1 (SUW-0001)\n\n" in buses
        assert "What remains to be done\n– To be finished: Night bus 2 (SUW-0002)\n" in buses
        await kim.presses("Back")
        waste = await kim.presses("11.6")
        assert "How it works now\n– Recycling <yard> (SUW-0003)\n\n" in waste
        assert "What remains to be done\n– Goal: Half the waste\n\n" in waste
        assert "Figures\nRecycling: 60.8 % (December 2026), wanted: 70 % by 2030\n" in waste
        await kim.presses("Back")
        culture = await kim.presses("11.4")
        assert "How it works now\nblank\n\nWhat remains to be done\nblank\n" in culture
        assert await opens_again(kim) == "A round is open already. /round shows it."


async def opens_again(kim: Person) -> str:
    message = kim.heard[-1].message["message_id"]
    await kim.presses_data("new_round:open_one", message_id=message)
    return (await kim.says("Another")).split("\n")[0]


async def test_invited_parties_join_and_have_rights_for_the_round_only(
    bot_runs: Runs, database: Database, kim: Person, world: World
) -> None:
    at(OPENED)
    ins = Person(world, 31, "Ins")
    await seated(database, kim, "수원시", "coordinator")
    await publishes(database, "수원시", title="For members", visibility="members")
    async with bot_runs() as bot:
        await bot.transport.call("getMe")
        await opens(kim)
        link = await kim.presses("Invite the institute")
        assert link.startswith("Invitation for Suwon, Gyeonggi-do · Research institute\n")
        code = re.search(r"start=(\S+)", link)[1]
        assert "research institute" in await ins.says(f"/start {code}")
        welcome = await ins.presses("Agree")
        assert welcome.startswith("Welcome. You read the report of Suwon, Gyeonggi-do · research institute\n")
        assert (await ins.says("/round")).startswith("Report to the UN forum 2027 · Suwon\n")
        for command in ("/mine", "/answer", "/deadlines", "/invite", "/office", "/follow"):
            assert (await ins.says(command)).startswith("This is for other roles"), command
        assert "For members" not in await ins.says("/find bus")
        assert (await ins.says("We opened a park.")).startswith("Officers of cities publish here.")
        assert (await ins.says("/settings")).startswith("Settings")
        assert "/round shows the chapters" in await ins.says("/start")
        assert "Invite the institute" not in (await kim.says("/round")).labels


async def test_a_chapter_that_is_changed_needs_another_look_by_who_has_not_seen_it(
    bot_runs: Runs, database: Database, world: World, kim: Person, park: Person
) -> None:
    at(OPENED)
    everybody = await four(database, world, kim, park)
    _kim, ins, cou, _park = everybody
    async with bot_runs():
        await opens(kim)
        for person in everybody:
            await agrees(person, "11.5", "11.6")
        assert "11.6 Clean air, less waste\n   blank · all agree" in await kim.says("/round")
        before = await reads(ins, "11.6")
        await reads(kim, "11.6")
        await kim.presses("Change “now”")
        changed = await kim.says("Every household sorts <b>four</b> kinds.")
        assert "version 2" in changed and "How it works now\nEvery household sorts <b>four</b> kinds." in changed
        assert "agreed: city\nneeds another look: research institute, citizens’ council, and office" in changed
        overview = await cou.says("/round")
        assert "needs another look: research institute, citizens’ council, and office · agreed: city" in overview
        assert overview.count("all agree") == 1, "11.5 stands"
        # Nobody agrees to what they have not seen: the institute's button is from before.
        assert "Take back" in before.labels
        await cou.presses("11.6")
        await cou.presses("Balanced, nothing missing")
        assert "agreed: city and citizens’ council" in cou.heard[-1]
        await cou.presses("Take back")
        assert "not yet: citizens’ council" in cou.heard[-1]
    async with database.begin() as session:
        events = list(await session.scalars(select(AuditEntry.event).where(AuditEntry.subject == "round:1/11.6")))
        assert events == ["chapter agreed"] * 4 + ["chapter changed", "chapter agreed", "approval undone"]


async def test_an_agreement_to_what_was_changed_meanwhile_does_not_count(
    bot_runs: Runs, database: Database, world: World, kim: Person, park: Person
) -> None:
    at(OPENED)
    _kim, ins, _cou, _park = await four(database, world, kim, park)
    async with bot_runs():
        await opens(kim)
        read = await reads(ins, "11.6")
        await reads(kim, "11.6")
        mine = await kim.presses("Change “now”")
        assert mine.startswith("Type the part as it should read")
        await kim.says("Sorted by all.")
        shown = await ins.presses("Balanced, nothing missing", under=read)
        assert "version 2" in shown and "Balanced, nothing missing" in shown.labels
        assert ins.toasts == ["This chapter was changed meanwhile. Please read it again."]
    async with database.begin() as session:
        assert not list(await session.scalars(select(Approval)))


async def test_two_of_one_city_do_not_overwrite_each_other_unseen(
    bot_runs: Runs, database: Database, kim: Person, mina: Person
) -> None:
    at(OPENED)
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await opens(kim)
        for person in (kim, mina):
            await reads(person, "11.1")
            await person.presses("Change “to do”")
        await kim.says("More flats.")
        assert (await mina.says("Fewer flats.")).startswith("This chapter was changed meanwhile.")
        assert "What remains to be done\nMore flats." in await reads(mina, "11.1")
        await mina.presses("Change “to do”")
        assert "What remains to be done\nblank" in await mina.says("-")


async def test_comments_are_read_by_all_and_name_the_party_not_the_person(
    bot_runs: Runs, database: Database, world: World, kim: Person, park: Person
) -> None:
    at(OPENED)
    _kim, ins, _cou, _park = await four(database, world, kim, park)
    async with bot_runs():
        await opens(kim)
        await reads(ins, "11.2")
        for text in ("One.", "요금 기준도 적어 주시면 좋겠습니다.", "Fares <i>for whom</i>?"):
            await ins.presses("Comment")
            await ins.says(text)
        read = await reads(park, "11.2")
        assert "research institute · Tue 11 May\nFares <i>for whom</i>?\n" in read + "\n"
        assert "research institute · Tue 11 May · Korean\n요금 기준도 적어 주시면 좋겠습니다." in read
        assert "Ins" not in read and "One." not in read
        assert "One." in await park.presses("All comments")


async def test_the_round_closes_when_all_four_agree_on_everything_and_the_record_stays(
    bot_runs: Runs, database: Database, world: World, kim: Person, park: Person
) -> None:
    at(OPENED)
    everybody = await four(database, world, kim, park)
    async with bot_runs():
        await opens(kim)
        for day, person in enumerate(everybody, 11):
            at(f"2027-05-{day}T10:00+09:00")
            await agrees(person, *rounds.TARGETS)
        assert park.heard[-1] == "All four parties agree: “Report to the UN forum 2027” is closed."
        assert "closed on 14 May 2027" in await kim.says("/round")
        record = await kim.presses("Who agreed")
        assert record.split("\n")[1] == (
            "11.1 city 11 May 2027 · research institute 12 May 2027 · "
            "citizens’ council 13 May 2027 · office 14 May 2027"
        )
        assert not any(name in record for name in ("Kim", "Ins", "Cou", "Park"))
        await kim.presses("Back")
        closed = await kim.presses("11.3")
        assert closed.labels == ["Back"]
    async with database.begin() as session:
        found = await rounds.words(session, 1)
        assert list(found) == list(rounds.TARGETS)
        assert all(list(each.approved) == list(rounds.PARTIES) for each in found.values())


async def test_the_coordinator_closes_a_round_early(
    bot_runs: Runs, database: Database, kim: Person, mina: Person
) -> None:
    at(OPENED)
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, mina, "수원시")
    async with bot_runs():
        await opens(kim)
        read = await reads(mina, "11.1")
        assert "Close the round" not in (await mina.says("/round")).labels
        await kim.presses("Close the round")
        assert "closed on 11 May 2027" in await kim.presses("Yes, close it")
        refused = await noted(mina, "Comment", under=read)
        assert refused == "This round is closed. /round shows its record."
        assert "Open a round" in (await kim.says("/round")).labels


async def test_parties_are_told_in_office_hours_what_waits_for_them_and_once_a_week_at_most(
    bot_runs: Runs, database: Database, world: World, kim: Person, park: Person
) -> None:
    at("2027-05-11T19:00+09:00")
    _kim, ins, cou, _park = await four(database, world, kim, park)
    async with bot_runs() as bot:
        await opens(kim)
        assert await bot.schedule.tick() == 0
        at("2027-05-12T09:00+09:00")
        await bot.schedule.tick()
        for person in (ins, cou, park):
            told = await person.hears()
            assert told == (
                "Suwon: 7 chapters of the report wait for a look\nReport to the UN forum 2027 · "
                "11.1, 11.2, 11.3, 11.4, 11.5, 11.6, and 11.7"
            )
            assert told.labels == ["Show the round", "Stop"]
        await kim.quiet()
        assert "You are not told of it any more." in await cou.presses("Stop")
        await agrees(ins, "11.1")
        await reads(ins, "11.2")
        await ins.presses("Comment")
        await ins.says("Fares are missing.")
        at("2027-05-12T15:00+09:00")
        await bot.schedule.tick()
        assert (await kim.hears()).startswith("Suwon: 1 chapter of the report waits for a look\n")
        await reads(kim, "11.2")
        await kim.presses("Change “now”")
        await kim.says("Fares are low.")
        at("2027-05-18T17:00+09:00")
        assert await bot.schedule.tick() == 0, "a week is not over"
        at("2027-05-19T09:00+09:00")
        await bot.schedule.tick()
        assert "wait for a look" in await ins.hears_until(lambda seen: "Stop" in seen.labels)
        assert "wait for a look" in await park.hears()
        await cou.quiet()
        await kim.quiet()


async def test_an_unused_invitation_of_an_institute_does_not_make_it_a_city_that_answers(
    database: Database, world: World
) -> None:
    await invited(database, "수원시", "institute")
    ins = Person(world, 31, "Ins")
    await seated(database, ins, "수원시", "institute")
    async with database.begin() as session:
        assert await people.in_city(session, 1) == []
        [partner] = await people.in_city(session, 1, "institute")
        assert partner.city_id is None and not partner.seated and not partner.for_city


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_fullest_chapter_is_one_message_and_keeps_its_form(
    bot_runs: Runs, database: Database, world: World, kim: Person, park: Person
) -> None:
    at(OPENED)
    _kim, ins, _cou, _park = await four(database, world, kim, park)
    word = "<b>&" * 300  # 1,200 characters of markup that nobody may take for such
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        for _number in range(9):
            row = Indicator(city_id=city.id, target="11.6", name=word, language="en", unit=word, better="up",
                            at=clock.now())  # fmt: skip
            session.add(row)
            await session.flush()
            session.add(_said(row.id, "value", date(2026, 12, 31), "123456789.25"))
            session.add(_said(row.id, "target_value", date(2030, 12, 31), "987654321.75"))
    await publishes(database, "수원시", 30, target="11.6", title=word[:200])
    async with bot_runs():
        await opens(kim)
        await reads(kim, "11.6")
        assert kim.heard[-1].count("– <b>&<b>&") >= 4, "it begins with as many as there is room for"
        for part in ("Change “now”", "Change “to do”"):
            await kim.presses(part)
            await kim.says(word)
        await reads(ins, "11.6")
        for _number in range(3):
            await ins.presses("Comment")
            await ins.says(word[:700])
        shown = await reads(kim, "11.6")
        assert shown.count(word) == 2 and "and 4 more" in shown
        assert {entity["type"] for entity in shown.message["entities"]} == {"bold", "expandable_blockquote"}
        await kim.presses("Change “now”")
        assert "please use at most 1,200" in await kim.says(word + "!")
