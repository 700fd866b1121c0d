"""We are doing this too: what one city did, done by another; told once, counted, and never in a circle."""

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy import select, update

from bot.text import Message, plural, translator
from bot.web import serve
from storage import Database, absences, actions, adoptions, exports, people, privacy
from storage.models import Action, Adoption, City, Outgoing
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.conversations.test_find import told
from tests.conversations.test_follow import messages
from tests.people import Person, Seen
from tests.web.conftest import _reached as reached

TUESDAY = "2027-04-20T10:00+09:00"  # a working day in Suwon and in Toyama
NIGHT_BUS = {"language": "ja", "text": "終電の後、予約のない夜間バスを三路線で走らせている。", "target": "11.2"}
SHORTER = "노선을 줄이고 23시 이후에는 수요응답형으로 운행합니다."
BOLD = "<b>\"bold\" & 'brave'</b> <script>alert(1)</script> {city} %s "


def label(language: str, text: str) -> str:
    return translator(language).label(Message(text))


async def key(database: Database, number: str) -> int:
    async with database.begin() as session:
        found = await actions.by_number(session, number)
        assert found
        return found.action.id


async def adopts(database: Database, source: str, place: str, change: str = "A shorter route.", **about: str) -> str:
    """Let a city do too what another one told of; return the number of its action."""
    copy = await told(database, place, f"Night bus of {place}", **{"target": "11.2", **about})
    await links(database, source, copy.number)
    async with database.begin() as session:
        await session.execute(update(Adoption).where(Adoption.action_id == copy.id).values(change=change))
    return copy.number


async def links(database: Database, source: str, copy: str) -> None:
    """Let a published action follow another one."""
    one, other = await key(database, copy), await key(database, source)
    async with database.begin() as session:
        found = await actions.get(session, one)
        person = await people.meet(session, 900 + one, name="Somebody", language="en")
        assert found
        await adoptions.add(session, (one, found.city.id), other, ("The same way", "en"), person.id, old=True)


async def refused(person: Person, act: Callable[[], Awaitable[object]], words: str) -> None:
    """A press that is answered with these words over the chat, and with nothing in it."""
    before = person.answered_presses
    await act()
    await person.world.until(lambda: person.answered_presses > before)
    assert words in person.toasts[-1]
    await person.quiet(0.05)


async def test_what_another_city_does_is_adopted_in_an_answer_and_a_press_and_its_city_is_told_once_in_its_language(
    bot_runs: Runs, database: Database, world, jun: Person
) -> None:
    officer = Person(world, 21, "하늘", "ko")
    await seated(database, officer, "수원시")
    await seated(database, jun, "Toyama")
    await told(database, "Toyama", "夜間バス", tags="버스", pathway="sprawl", **NIGHT_BUS)
    at(TUESDAY)
    async with bot_runs() as bot:
        card = await officer.says("/action TOY-0001")
        doing, useful = label("ko", "We are doing this too"), label("ko", "Useful")
        assert card.buttons[0] == [label("ko", "Who else did this")] and card.buttons[1] == [doing, useful]
        asked = await officer.presses(doing)
        assert [label("ko", "The same way")] in asked.buttons and [label("ko", "It is one of ours")] in asked.buttons
        draft = await officer.says(SHORTER)
        assert SHORTER in draft and "TOY-0001" in draft and "수요응답형" in draft.split("\n")[0] and "11.2" in draft
        assert draft.buttons[0] == [label("ko", "Publish")]
        publish = label("ko", "Publish")
        await officer.acts.presses(publish, under=draft)
        await officer.presses(publish, under=draft)  # pressed twice
        await bot.schedule.tick()
        letter = await jun.hears()
        assert "水原市" in letter and "TOY-0001" in letter and SHORTER in letter and "韓国語" in letter
        assert letter.buttons == [[label("ja", "Show the card"), label("ja", "Stop")]]
        copy = await jun.presses(label("ja", "Show the card"))
        assert "SUW-0001" in copy and "TOY-0001" in copy
        await bot.schedule.tick()
        await jun.quiet()  # once
        own = await jun.says("/action TOY-0001")
        assert translator("ja").html(plural("Adapted by {n} city", "Adapted by {n} cities"), {"n": 1}) in own
        assert label("ja", "We are doing this too") not in own.labels
        others = await jun.presses(label("ja", "Who else did this"))
        assert "1 " in others and SHORTER in others and "수요응답형" in others
        await officer.says("/action TOY-0001")
        await refused(officer, lambda: officer.acts.presses(doing), "SUW-0001")
    async with database.begin() as session:
        [row] = await session.scalars(select(Adoption))
        assert (row.change, row.language, row.look_at) == (SHORTER, "ko", None)
        [kept] = await session.scalars(select(Action).where(Action.number == "SUW-0001"))
        assert (kept.kind, kept.details["pathway"], kept.details["tags"]) == ("under_way", "sprawl", "버스")
    [sent] = [row for row in await messages(database) if row.chat_id == jun.id]
    assert sent.unasked


async def test_one_of_our_own_is_linked_from_a_list_undone_and_never_in_a_circle(
    bot_runs: Runs, database: Database, mina: Person, kim: Person
) -> None:
    for person, place in ((mina, "수원시"), (kim, "Kaohsiung")):
        await seated(database, person, place)
    for place in ("Toyama", "수원시", "Kaohsiung"):
        await told(database, place, f"Night bus of {place}", target="11.2")
    await links(database, "TOY-0001", "KAO-0001")
    async with bot_runs():
        await mina.says("/action KAO-0001")
        await mina.presses("We are doing this too")
        listed = await mina.presses("It is one of ours")
        assert listed.edited and "SUW-0001" in listed and listed.buttons[0] == ["1"]
        assert "What did you change?" in await mina.presses("Back")
        await mina.presses("It is one of ours")
        asked = await mina.presses("1")
        assert "What did you change?" in asked and "It is one of ours" not in asked.labels
        linked = await mina.presses("On a smaller scale")
        assert "SUW-0001 comes after KAO-0001" in linked and "On a smaller scale" in linked
        card = await mina.presses("Show the card")
        assert "After KAO-0001 of Kaohsiung: On a smaller scale" in card
        await mina.presses("Undo", under=linked)
        assert "After KAO-0001" not in await mina.says("/action SUW-0001")
        await refused(mina, lambda: mina.acts.presses("Undo", under=linked), "taken back already")
        # Suwon comes after Toyama after all; so that Kaohsiung, after it, would close a circle.
        await links(database, "KAO-0001", "SUW-0001")
        jun = Person(mina.world, 8, "Jun", "en")
        await seated(database, jun, "Toyama")
        await jun.says("/action SUW-0001")
        await jun.presses("We are doing this too")
        await jun.presses("It is one of ours")
        await jun.presses("1")
        await refused(jun, lambda: jun.acts.presses("The same way"), "comes after this one already")
        await kim.says("/action SUW-0001")
        await kim.presses("We are doing this too")
        await refused(kim, lambda: kim.acts.presses("It is one of ours"), "nothing yet that could be linked")
    async with database.begin() as session:
        assert len((await session.scalars(select(Adoption))).all()) == 2


async def test_a_withdrawn_source_leaves_its_copies_and_a_withdrawn_copy_counts_no_more(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "Toyama", "Night bus", target="11.2")
    at("2027-04-18T10:00+09:00")  # a Sunday: nobody is told
    await adopts(database, "TOY-0001", "수원시")
    await adopts(database, "TOY-0001", "Kaohsiung")
    await adopts(database, "TOY-0001", "통영시", visibility="members")
    async with bot_runs() as bot:
        assert "Adapted by 3 cities in 2 countries or areas" in await mina.says("/action TOY-0001")
        assert "Adapted by 2 cities in 2 countries or areas" in await lee.says("/action TOY-0001")
        assert "First those that adapted this one." in await mina.presses("Who else did this")
        card = await mina.says("/action SUW-0001")
        assert "After TOY-0001 of Toyama: A shorter route." in card
        await mina.presses("Withdraw")
        await mina.presses("Yes, withdraw")
        assert "Adapted by 2 cities in 2" in await mina.says("/action TOY-0001")
        await mina.says("/action SUW-0001")
        await mina.presses("Publish again")
        async with database.begin() as session:
            found = await actions.by_number(session, "TOY-0001")
            assert found
            await actions.withdraw(session, found.action, 1)
        after = await lee.says("/action SUW-0001")
        assert "After an action that was withdrawn since: A shorter route." in after and "TOY-0001" not in after
        jun = Person(mina.world, 8, "Jun", "en")
        await seated(database, jun, "Toyama")
        at(TUESDAY)
        await bot.schedule.tick()
        await jun.quiet()  # withdrawn before it was told
    assert await messages(database) == []


async def test_what_is_for_members_is_never_named_to_the_public_by_a_public_copy(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "Toyama", "Secret night bus", target="11.2", visibility="members", tags="moonlight")
    async with bot_runs() as bot:
        await mina.says("/action TOY-0001")
        asked = await mina.presses("We are doing this too")
        assert "The same way" not in asked.labels
        draft = await mina.says("We run our buses until two in the morning.")
        assert draft.startswith("We run our buses") and "After TOY-0001" in draft
        await mina.presses("Publish")
        assert "After TOY-0001 of Toyama" in await mina.says("/action SUW-0001")
        seen = await lee.says("/action SUW-0001")
        assert "until two in the morning" in seen
        await adopts(database, "SUW-0001", "Kaohsiung", BOLD)
        async with serve(bot, "127.0.0.1", 0), reached(bot) as hand:
            _status, page = await hand.gets("/en/actions/SUW-0001")
            _status, other = await hand.gets("/en/actions/KAO-0001")
            _status, city = await hand.gets("/en/cities/SUW")
            _status, data = await hand.gets("/data/actions.json")
        assert 'href="/en/actions/KAO-0001">KAO-0001</a> · Kaohsiung' in page and "<script>alert" not in other
        assert 'href="/en/actions/SUW-0001"' in other and "{city} %s" in other and "Adapted by 1 city" in city
        for public in (seen, page, other, city, data):
            assert "TOY-0001" not in public and "Secret" not in public and "moonlight" not in public
    async with database.begin() as session:
        cities = (await session.scalars(select(City))).all()
        items = (await exports.data(session, cities, date(2030, 1, 1), everything=False)).items
    assert {each.action.number: each.adapts for each in items} == {"SUW-0001": "", "KAO-0001": "SUW-0001"}


async def test_nobody_adopts_for_a_city_that_is_not_theirs(
    bot_runs: Runs, database: Database, mina: Person, park: Person, lee: Person, kim: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, kim, "Kaohsiung")
    await seated_in_office(database, park, "korea")
    own = (await told(database, "수원시", "Bus of Suwon")).id
    other = (await told(database, "Toyama", "Bus of Toyama")).id
    hidden = (await told(database, "Toyama", "Bus of Toyama alone", visibility="city")).id
    async with bot_runs() as bot:
        office = await park.says("/action TOY-0001")
        assert ["Follow"] in office.buttons and not {"We are doing this too", "Useful"} & set(office.labels)
        stranger = await lee.says("/action TOY-0001")
        assert not {"We are doing this too", "Useful", "Follow"} & set(stranger.labels)
        mine = await mina.says("/action SUW-0001")
        assert not {"We are doing this too", "Useful", "Follow"} & set(mine.labels)
        for person, seen, data, words in (
            (lee, stranger, f"adopt:of_action:{other}", "other roles"),
            (park, office, f"adopt:of_action:{other}", "other roles"),
            (park, office, f"action:useful:{other}", "officers of other cities"),
            (lee, stranger, f"action:useful:{other}", "officers of other cities"),
            (lee, stranger, f"follow:action:{other}", "other roles"),
            (mina, mine, f"adopt:of_action:{own}", "your own city"),
            (mina, mine, f"action:useful:{own}", "officers of other cities"),
            (mina, mine, f"follow:action:{own}", "not one's own"),
            (mina, mine, f"adopt:of_action:{hidden}", "no longer shown"),
            (mina, mine, f"action:useful:{hidden}", "no longer shown"),
            (mina, mine, f"follow:action:{hidden}", "no longer shown"),
            (mina, mine, "adopt:of_action:999", "no longer shown"),
            (kim, await kim.says("/help"), f"adopt:one:{other}:{own}", "another city"),
            (kim, await kim.says("/help"), f"adopt:undo:{own}", "another city"),
        ):
            bot.router.limits[False] = (1000.0, 1000.0)
            message = seen.message["message_id"]
            await refused(person, lambda p=person, d=data, m=message: p.acts.presses_data(d, message_id=m), words)
    async with database.begin() as session:
        assert (await session.scalars(select(Adoption))).all() == []


async def test_several_adoptions_come_in_one_message_to_the_deputy_and_a_stop_ends_them(
    bot_runs: Runs, database: Database, jun: Person, world
) -> None:
    deputy = Person(world, 31, "Ueda", "en")
    await seated(database, jun, "Toyama")
    await seated(database, deputy, "Toyama", "coordinator")
    at(TUESDAY)
    async with database.begin() as session:
        author = await people.known(await session.connection(), jun.id)
        stand_in = await people.known(await session.connection(), deputy.id)
        assert author and stand_in
        city = await city_of(session, "Toyama")
        everyone = {"language": "en", "kind": "achieved", "target": "11.2", "day": "2026-05-01", "visibility": "public"}
        for title in ("Night bus", BOLD):
            await actions.publish(session, city.id, author.id, {"title": title, "text": title, **everyone})
        await absences.add(session, author.id, stand_in.id, date(2027, 4, 19), date(2027, 4, 23))
    await adopts(database, "TOY-0001", "수원시", BOLD * 40)
    await adopts(database, "TOY-0002", "수원시", "노선을 줄였습니다.", language="ko")
    await adopts(database, "TOY-0001", "Kaohsiung", visibility="city")
    withdrawn = await adopts(database, "TOY-0001", "통영시")
    async with bot_runs() as bot:
        async with database.begin() as session:
            found = await actions.by_number(session, withdrawn)
            assert found
            await actions.withdraw(session, found.action, author.id)
        await bot.schedule.tick()
        letter = await deputy.hears()
        assert letter.startswith("Others do this too") and letter.count("Suwon") == 2 and BOLD.strip() in letter
        assert "Kaohsiung" not in letter and "Tongyeong" not in letter
        assert letter.buttons == [["1", "2"], ["Stop"]] and len(letter) < 4096
        assert "SUW-0002" in await deputy.presses("2")
        stopped = await deputy.presses("Stop", under=letter)
        assert "You hear no more" in stopped
        await adopts(database, "TOY-0002", "Busan")
        at("2027-04-21T10:00+09:00")
        await bot.schedule.tick()
        await deputy.quiet()
        await jun.quiet()
        assert "You hear of it again" in await deputy.presses("Hear of it again")
        await adopts(database, "TOY-0002", "Daejeon")
        async with database.begin() as session:
            await people.change(session, stand_in.id, budget=0)
        await bot.schedule.tick()
        await deputy.quiet()  # this month has no room
        async with database.begin() as session:
            await people.change(session, stand_in.id, budget=4)
            await session.execute(update(Outgoing).values(unasked=False))
        at("2027-05-06T10:00+09:00")
        await bot.schedule.tick()
        assert "大田" in await jun.hears()  # who is back
        await deputy.quiet()


async def test_useful_is_a_tap_and_another_takes_it_back_and_cities_are_counted_not_named(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, jun: Person
) -> None:
    for person, place in ((mina, "수원시"), (kim, "수원시"), (jun, "Kaohsiung")):
        await seated(database, person, place)
    await told(database, "Toyama", "Night bus", target="11.2")
    async with bot_runs():
        card = await mina.says("/action TOY-0001")
        marked = await mina.presses("Useful")
        assert marked.edited and "Useful to 1 city" in marked and "Marked useful" in marked.labels
        await mina.world.until(lambda: bool(mina.toasts))
        assert "takes it back" in mina.toasts[-1]
        number = card.message["message_id"]
        await refused(mina, lambda: mina.acts.presses_data("action:useful:1", message_id=number), "already")
        await jun.says("/action TOY-0001")
        await jun.presses(label("ja", "Useful"))
        seen = await kim.says("/action TOY-0001")  # a colleague in the same city sees that it is marked
        assert "Useful to 2 cities" in seen and "Marked useful" in seen.labels and "Suwon" not in seen
        assert "Useful to 2 cities" in await kim.says("/city Toyama")
        async with database.begin() as session:
            officer = await people.known(await session.connection(), mina.id)
            assert officer
            await privacy.erase(session, officer.id)
        assert "Useful to 2 cities" in await kim.says("/action TOY-0001")  # the mark is the city's
        back = await kim.presses("Marked useful")
        assert "Useful to 1 city" in back and "Useful" in back.labels


async def test_what_is_picked_about_an_action_in_another_language_has_no_title_in_that_language(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "Toyama", "夜間バスを運行", text="夜間バスを運行しています。", language="ja")
    async with bot_runs():
        await mina.says("/action TOY-0001")
        await mina.presses("We are doing this too")
        draft = await mina.presses("The same way")
        assert draft.startswith("Doing this too: TOY-0001 of Toyama") and "夜間" not in draft


async def test_mine_says_what_ones_city_did_for_others_and_a_chat_full_of_signs_breaks_nothing(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await told(database, "수원시", BOLD[:100], text=BOLD * 60)
    await told(database, "Toyama", "Night bus", target="11.2")
    await adopts(database, "SUW-0001", "Toyama", BOLD * 15)
    await adopts(database, "SUW-0001", "Kaohsiung", "&" * 1000)
    async with bot_runs():
        assert "Adapted by 2 cities" in await mina.says("/mine")
        card = await mina.says("/action SUW-0001")
        others: Seen = await mina.presses("Who else did this")
        assert "Adapted by 2 cities in 2" in card and "changed: <b>" in others
        assert "After SUW-0001 of Suwon: <b>" in await mina.says("/action TOY-0002")
        await mina.says("/action TOY-0001")
        await mina.presses("We are doing this too")
        assert "at most 1,000" in await mina.says("&" * 4096)
        draft = await mina.presses("The same way")
        assert "We are doing this too: “Night bus” (TOY-0001, Toyama, Japan). The same way." in draft
        await mina.presses("Publish")
        assert "After TOY-0001 of Toyama: The same way" in await mina.presses("Show the card")
