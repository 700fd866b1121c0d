"""An office looks at what cities publish: before it is shown, or afterwards."""

import asyncio

from sqlalchemy import select

from bot.simulator import World
from bot.simulator.groups import found as founded
from storage import (
    Database,
    actions,
    audit,
    board,
    exports,
    gathering,
    offices,
    people,
    privacy,
    public,
    reasons,
    review_queue,
    reviews,
    spread,
)
from storage import answers as answered
from storage.models import Action, City, Office, Period, Review, ReviewNote
from storage.search import Query
from storage.search import search as found_by
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person, Seen
from tests.periods import opened
from tests.refusals import noted, noted_for

NOW = "2027-02-10T10:00+09:00"
FLOOD = "Flood barriers and 12 sensors at <three> underpasses & more."
BUSES = "We opened 2 night bus lines to the hospital."


async def looked_at_before(database: Database, code: str = "SUW") -> None:
    """Let an office look at what a city publishes before it is shown."""
    async with database.begin() as session:
        city = (await session.scalars(select(City).where(City.code == code))).one()
        city.trusted = False


async def state_of(database: Database, number: str = "SUW-0001") -> tuple[str, list[str]]:
    """Return the state of an action, and what became of each of its versions."""
    async with database.begin() as session:
        told = await actions.by_number(session, number)
        assert told is not None
        return told.action.state, [each.state for each in await reviews.of_action(session, told.action.id)]


async def tells(person: Person, text: str) -> Seen:
    """Let somebody publish something."""
    card = await person.says(text)
    return await person.presses(card.labels[0], under=card)


async def test_what_waits_is_shown_nowhere_until_a_reviewer_publishes_it(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, park: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        await park.says("/review")
        await park.presses("Cities")
        assert "Suwon · publishes at once" in park.heard[-1] and "Toyama" not in park.heard[-1]
        await park.presses("1")
        assert "looked at before publishing" in await park.presses("Look before publishing")
        assert "Waiting for the office's look: SUW-0001" in await tells(mina, FLOOD)
        assert "waiting for the office's look" in await mina.says("/mine")
        assert "Others do not see it yet" in await mina.says("/action SUW-0001")
        assert "Add news" not in mina.heard[-1].labels and "Withdraw" in mina.heard[-1].labels
        assert "現在は表示されていません" in await jun.says("/action SUW-0001")
        async with database.begin() as session:
            assert (await found_by(session, Query(language="en"), limit=5)).total == 0
        assert "three" not in await jun.says("/find barriers")
        waits = await park.says("/review")
        assert "To be looked at before publishing: 1" in waits and "0 days" in waits
        card = await park.presses("1")
        assert "Flood barriers and 12 sensors at <three> underpasses & more." in card
        done = await park.presses("Publish")
        assert "published by Korea Office, reviewer" in done and done.labels == ["Back"]
        told = await mina.hears()
        assert told.startswith("SUW-0001 is published") and told.labels == ["Show the card"]
        assert "decided" in await noted(park, "Publish", under=card)
        assert "three" in await jun.says("/find barriers")
        assert "Flood barriers" in await jun.says("/action SUW-0001")
        assert "Review" not in jun.heard[-1] and "Korea Office" not in jun.heard[-1]
        assert "waiting" not in await mina.says("/mine")
    assert await state_of(database) == ("published", ["published"])
    async with database.begin() as session:
        trail = await audit.of(session, "action:SUW-0001")
        assert [each.event for each in trail] == ["handed in", "published"]
        assert [each.event for each in await audit.of(session, "city:SUW")] == ["looked at before publishing"]


async def test_a_canned_reason_reaches_a_korean_author_in_korean_and_in_office_hours(
    bot_runs: Runs, database: Database, world: World, park: Person, jun: Person
) -> None:
    at("2027-02-10T19:30+09:00")
    author = Person(world, 21, "하늘", "ko")
    await seated(database, author, "수원시")
    await seated_in_office(database, park, "korea")
    await looked_at_before(database)
    async with bot_runs() as bot:
        await tells(author, "지하차도에 침수 차단막을 설치했습니다.")
        await park.says("/review")
        await park.presses("Reasons")
        await park.presses("2")
        await park.presses("한국어")
        await park.presses("Word it differently")
        assert "출처가 <어디>인지 알려 주세요." in await park.says("출처가 <어디>인지 알려 주세요.")
        await park.says("/review")
        await park.presses("1")
        assert (await park.presses("Return")).buttons[2:] == [["Own words"], ["Back"]]
        assert "returned by Korea Office, reviewer" in await park.presses("Source missing")
        await author.quiet()
        at("2027-02-11T09:00+09:00")
        bot.sender.ring()
        letter = await author.hears()
        assert "출처가 <어디>인지 알려 주세요." in letter and letter.labels[0] == "답변"
        answer = await author.says("시 통계연보입니다.", reply_to=letter)
        assert "시 통계연보입니다." in answer and "SUW-0001" in answer
        assert "answered" in await park.says("/review")
        card = await park.presses("1")
        assert "It is not clear where the figures come from" in card
        assert "시 통계연보입니다.\n(original in Korean)" in card
    assert await state_of(database) == ("waiting", ["waiting"])
    async with database.begin() as session:
        notes = (await session.scalars(select(ReviewNote).order_by(ReviewNote.id))).all()
        assert [(each.for_office, each.reason) for each in notes] == [(True, "source"), (False, None)]


async def test_of_two_reviewers_who_decide_at_once_one_comes_second(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    at(NOW)
    vera = Person(world, 23, "Vera")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await seated_in_office(database, vera, "world", "secretariat")
    await looked_at_before(database)
    async with bot_runs():
        await tells(mina, FLOOD)
        await park.says("/review SUW-0001")
        await vera.says("/review")
        await vera.presses("1")
        reason = await vera.presses("Decline")
        before = len(park.toasts) + len(vera.toasts)
        await asyncio.gather(park.acts.presses("Publish"), vera.acts.presses("Not public", under=reason))
        await world.until(lambda: len(park.toasts) + len(vera.toasts) > before)
        [note] = [*park.toasts, *vera.toasts][before:]
        assert "SUW-0001 was not decided here" in note
        letter = await mina.hears()
        await mina.quiet()
    state, [version] = await state_of(database)
    assert state == version and state in ("published", "declined") and state in letter
    async with database.begin() as session:
        trail = [each.event for each in await audit.of(session, "action:SUW-0001")]
        assert trail == ["handed in", state]
        assert len((await session.scalars(select(ReviewNote))).all()) == (state == "declined")


async def test_nobody_else_decides_not_even_with_a_button_of_their_own_making(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, park: Person, lee: Person
) -> None:
    at(NOW)
    tokyo = Person(world, 24, "Aoi")
    institute = Person(world, 25, "Ina")
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, institute, "수원시", "institute")
    await seated_in_office(database, park, "kaohsiung")
    await seated_in_office(database, tokyo, "japan", "secretariat")
    await looked_at_before(database)
    async with bot_runs():
        receipt = await tells(mina, FLOOD)
        number = receipt.message["message_id"]
        for person in (park, tokyo):
            assert "Nothing waits here." in await person.says("/review")
            assert "no longer shown" in await person.says("/action SUW-0001")
        for data in ("review:publish:1", "review:open:1", "reason:because:1:returned:figure", "review:all_now:1",
                     "review_rules:set_trusted:1:1"):  # fmt: skip
            for person in (park, tokyo):
                assert "belongs to another office" in await noted_for(person, data, number)
            for person in (mina, kim, lee, institute):
                assert await noted_for(person, data, number) != ""
        assert "for other roles" in await mina.says("/review")
        assert "Nothing is known here" not in await institute.says("/review")
        assert "no longer works" in await noted_for(institute, "review:page:before:0", number)
        for data in (
            "review:open:99",
            "review:all_now:1.x",
            "review:all_now:" + "9" * 40,
            "review:all_of:1.2.3.4.5.6",
            "reason:choose:1:published",
        ):
            assert await noted_for(park, data, number) != ""
    assert await state_of(database) == ("waiting", ["waiting"])
    async with database.begin() as session:
        city = (await session.scalars(select(City).where(City.code == "SUW"))).one()
        assert not city.trusted


async def test_a_change_of_the_city_while_it_is_looked_at_is_looked_at_anew_at_its_old_age(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await looked_at_before(database)
    async with bot_runs():
        await tells(mina, FLOOD)
        at("2027-02-12T10:00+09:00")
        old = await park.says("/review SUW-0001")
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Text")
        await mina.says("Flood barriers at four underpasses since 2026.")
        assert "It is shown once the office has looked at it." in await mina.presses("Save")
        assert "changed by the city" in await noted(park, "Publish", under=old)
        assert await state_of(database) == ("waiting", ["edited", "waiting"])
        assert "since Wed 10 February, 2 days" in await park.says("/review")
        new = await park.presses("1")
        assert "four underpasses since 2026" in new
        await mina.says("/action SUW-0001")
        await mina.presses("Withdraw")
        await mina.presses("Yes, withdraw")
        assert "withdrawn by the city" in await noted(park, "Publish", under=new)
        assert "Nothing waits here." in await park.says("/review")
        await mina.presses("Publish again")
        assert await state_of(database) == ("waiting", ["edited", "waiting"])
        await park.says("/review SUW-0001")
        await park.presses("Decline")
        await park.presses("Not the city's")
        assert "This does not seem to be an action of the city itself." in await mina.hears()
        assert await state_of(database) == ("declined", ["edited", "declined"])
        await mina.says("/action SUW-0001")
        await mina.presses("Withdraw")
        await mina.presses("Yes, withdraw")
        await mina.presses("Publish again")
    assert await state_of(database) == ("waiting", ["edited", "waiting"])


async def test_a_page_is_decided_at_once_and_what_somebody_else_decided_is_said(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    at(NOW)
    vera = Person(world, 23, "Vera")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await seated_in_office(database, vera, "eastasia", "secretariat")
    await looked_at_before(database)
    async with bot_runs():
        for n in range(6):
            await tells(mina, f"We opened a library with many books in the {n}th month of {2010 + n}.")
        page = await park.says("/review")
        assert page.buttons[:3] == [["1", "2", "3", "4", "5"], ["Publish all 5"], ["Next"]]
        asked = await park.presses("Publish all 5")
        assert "SUW-0005" in asked and "SUW-0006" not in asked
        await vera.says("/review SUW-0002")
        await vera.presses("Return")
        await vera.presses("Other target")
        done = await park.presses("Yes, publish", under=asked)
        assert done.count("published by Korea Office, reviewer") == 4
        assert "SUW-0002: returned by East Asia Secretariat, secretariat" in done
        await park.acts.presses_data("review:all_now:1.2.3.4.5", message_id=done.message["message_id"])
        assert "SUW-0006" in await park.says("/review")
    states = [(await state_of(database, f"SUW-000{n}"))[0] for n in range(1, 7)]
    assert states == ["published", "returned", "published", "published", "published", "waiting"]


async def test_what_a_trusted_city_published_can_be_taken_from_the_public_and_answered(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, park: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        assert "Published as SUW-0001" in await tells(mina, BUSES)
        await park.says("/review SUW-0001")
        await park.presses("Decline")
        await park.presses("Personal data")
        letter = await mina.hears()
        assert "others no longer see it" in letter and "Please take them out" in letter
        assert "現在は表示されていません" in await jun.says("/action SUW-0001")
        assert "declined by the office" in await mina.says("/mine")
        await mina.presses("Answer", under=letter)
        assert "characters; please use at most 2,000" in await mina.says("x" * 2001)
        await mina.says("<b>Nobody</b> is named.")
        assert await state_of(database) == ("waiting", ["waiting"])
        queue = await park.says("/review")
        assert "To be looked at before publishing: 1" in queue and "answered" in queue
        card = await park.presses("1")
        assert "<b>Nobody</b> is named." in card
        await park.presses("Publish")
        await mina.hears()
        assert BUSES in await jun.says("/action SUW-0001")
        await mina.acts.presses("Answer", under=letter)
        await world.until(lambda: "nothing waits for an answer" in str(mina.toasts))
        await mina.says("/action SUW-0001")
        await mina.presses("Add news")
        await mina.says("The lines run on Sundays too.")
        assert "Published, not looked at yet: 1" in await park.says("/review")
        assert "News" in (await park.presses("1")).labels
        thread = await mina.says("/action SUW-0001")
        assert "Korea Office" in await mina.presses("Office", under=thread)
    async with database.begin() as session:
        await privacy.erase(session, 1)
        await privacy.erase(session, 3)
        notes = (await session.scalars(select(ReviewNote))).all()
        assert {each.person_id for each in notes} == {None} and len(notes) == 2
        [review] = (await session.scalars(select(Review))).all()
        assert (review.decided_by, review.role) == (None, "reviewer")


async def test_the_offices_group_decides_too_and_its_card_follows(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person, jun: Person
) -> None:
    at(NOW)
    tokyo = Person(world, 24, "Aoi")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await seated_in_office(database, tokyo, "japan")
    await looked_at_before(database)
    chat = founded(world, "한국사무소", [park.id, tokyo.id, jun.id])
    async with database.begin() as session:
        (await session.scalars(select(Office).where(Office.code == "korea"))).one().chat_id = chat.id
    group = park.within(chat.id)
    async with bot_runs():
        assert "/find" in await group.hears()  # what can be asked there
        assert "Use this group for reviews" in await park.hears()
        await tells(mina, FLOOD)
        card = await group.hears()
        assert "수원시" in card and "SUW-0001" in card and "Mina" not in card
        before = len(tokyo.toasts)
        for person in (tokyo, jun):
            inside = person.within(chat.id)
            await inside.acts.presses(card.labels[0], under=card)
            await world.until(lambda inside=inside: inside.toasts)
        await group.presses(card.labels[1])
        assert len(group.heard[-1].labels) == 7
        assert await group.presses(group.heard[-1].labels[-1]) == card
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Title")
        await mina.says("Barriers against floods")
        await mina.presses("Save")
        changed = await group.hears()
        assert changed.edited and "Barriers against floods" in changed and changed.buttons == card.buttons
        await group.presses(card.labels[0], under=changed)
        over = group.heard[-1]
        assert not over.labels and "한국사무소" in over and "Park" not in over
        assert len(group.heard) == 2 and before == 0
        assert "is published" in await mina.hears()
        await tells(mina, BUSES)
        await group.hears()
        await park.says("/review SUW-0002")
        await park.presses("Return")
        await park.presses("Year missing")
        decided = await group.hears()
        assert decided.edited and "SUW-0002" in decided and not decided.labels
    assert await state_of(database) == ("published", ["edited", "published"])


async def test_what_a_group_reads_of_a_review_is_in_the_language_the_group_chose(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await looked_at_before(database)
    group = park.within(founded(world, "Colleagues", [park.id]).id)
    async with bot_runs():
        assert "지속가능발전목표 11" in await group.hears()  # its office's language, until it chooses
        await park.presses("Use this group", under=await park.hears())
        await group.says("/language")
        await group.presses("日本語")
        await tells(mina, FLOOD)
        card = await group.hears()
        assert "から確認待ち" in card and card.labels == ["公開", "差し戻す", "承認しない"]
        asked = await group.presses("差し戻す", under=card)
        assert "を差し戻す理由は何ですか" in asked
        assert await group.presses("戻る", under=asked) == card
        over = await group.presses("公開", under=card)
        assert "韓国事務所" in over and not over.labels
        late = await noted_for(group, "review:publish:1", over.message["message_id"])
        assert "published by Korea Office, reviewer" in late and "10 February 2027" in late  # to one person, in theirs
        assert "is published" in await mina.hears()
        await group.says("/language")
        await group.presses("English")
        await tells(mina, BUSES)
        assert "waiting for a look" in await group.hears()


async def test_who_looks_is_told_once_a_day_of_what_waits_too_long_and_can_stop_that(
    bot_runs: Runs, database: Database, world: World, mina: Person, park: Person
) -> None:
    at(NOW)
    vera = Person(world, 23, "Vera")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    await seated_in_office(database, vera, "world", "secretariat")
    await looked_at_before(database)
    async with bot_runs() as bot:
        await tells(mina, FLOOD)
        for moment in ("2027-02-12T10:00+09:00", "2027-02-15T08:00+09:00"):
            at(moment)
            await bot.schedule.tick()
        await park.quiet()
        at("2027-02-15T09:30+09:00")
        await bot.schedule.tick()
        await bot.schedule.tick()
        told = await park.hears()
        assert "1 item has waited for a look for more than two working days" in told
        assert told.labels == ["Show them", "Stop"]
        await park.quiet()
        assert "/review shows it" in await park.presses("Stop")
        at("2027-02-16T09:30+09:00")
        await bot.schedule.tick()
        await park.quiet()
        assert "To be looked at before publishing: 1" in await park.presses("Tell me again")
        at("2027-02-17T09:30+09:00")
        await bot.schedule.tick()
        assert "two working days" in await park.hears()
        assert not vera.heard
        async with database.begin() as session:
            assert not await review_queue.overdue(session, at("2027-02-12T10:00+09:00"))


async def test_nobody_has_to_be_reachable_and_what_was_looked_at_can_be_looked_at_again(
    bot_runs: Runs, database: Database, mina: Person, park: Person
) -> None:
    at(NOW)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    async with database.begin() as session:
        await actions.publish(
            session,
            1,
            None,
            {
                "title": "t",
                "text": "Two wells.",
                "language": "en",
                "target": "11.5",
                "kind": "achieved",
                "day": "2027-01-01",
                "visibility": "public",
            },
        )
        await people.change(session, 1, reachable=False)
    async with bot_runs():
        assert "Nothing waits here." in await park.says("/review")
        assert "Nothing is known here" in await park.says("/review SUW-0009")
        assert (await park.says("/review suw-0001")).buttons[0] == ["Looked at"]
        await park.presses("Looked at")
        again = await park.says("/review SUW-0001")
        assert again.buttons[0] == ["Look again"]
        await park.presses("Look again")
        await park.presses("Decline")
        await park.presses("Own words")
        assert "declined by Korea Office" in await park.says("<i>" + "문" * 890)
        await mina.quiet()
    assert await state_of(database) == ("declined", ["declined"])


async def test_what_is_not_published_is_in_no_list_count_board_export_or_report(database: Database) -> None:
    today = at(NOW).date()
    cycle = await opened(database)
    answers = {"title": "t", "text": "Two wells were dug.", "language": "en", "kind": "achieved", "target": "11.5",
               "day": "2027-01-01", "visibility": "public", "tags": "wells"}  # fmt: skip
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        for state in reviews.HIDDEN:
            await actions.publish(session, city.id, None, answers, state=state)
        assert await actions.of_city(session, city.id) == [] and await public.newest(session, 5) == []
        assert [spot.actions for spot in await public.spots(session)] == [0] and await public.targets(session) == {}
        assert not any(share.counts for share in await spread.everyone(session))
        assert not (await spread.tags(session, "11.5"))[0]
        assert (await board.of_cities(session, [city.id], today))[city.id]["11.5"].state == "blank"
        period = Period(cycle_id=cycle.id, opens=today, due=today, closes=today)
        session.add(period)
        await session.flush()
        assert (await answered.checklist(session, period.id, city.id)).left == []
        assert (await exports.data(session, [city], today, everything=True)).items == ()
        told = await gathering.city_report(session, city, today)
        assert not any(chapter.actions for chapter in told.chapters)


async def test_a_table_of_a_city_that_is_looked_at_before_waits_and_small_changes_hide_nothing(
    database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await looked_at_before(database)
    answers = {"title": "t", "text": "Two wells were dug.", "language": "en", "kind": "under_way", "target": "11.5",
               "day": "2027-01-01", "visibility": "public"}  # fmt: skip
    async with database.begin() as session:
        [row] = await actions.publish_all(session, 1, 1, [(answers, {})])
        own = await actions.publish(session, 1, 1, answers | {"visibility": "city"})
        assert (row.state, own.state) == ("waiting", "published")
        assert await reviews.newest(session, own.id) is None
        row.state = "published"
        review = await reviews.newest(session, row.id)
        assert review is not None
        review.state = "published"
        await actions.edit(session, row, 1, row.details | {"kind": "achieved"})
        assert row.state == "published"
        await actions.edit(session, row, 1, row.details | {"text": "Three wells were dug."})
        assert row.state == "waiting"
        office = await offices.by_code(session, "korea")
        assert office is not None
        assert await reasons.wording(session, office.id, "figure", "en") == reasons.REASONS["figure"]
    async with database.begin() as session:
        assert [each.state for each in await session.scalars(select(Action).order_by(Action.id))] == [
            "waiting", "published",
        ]  # fmt: skip
