"""What is new since somebody looked last: asked for, each thing once, whoever tells it first."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count

from sqlalchemy import select, update

from bot import clock
from storage import Database, actions, follows, people
from storage.models import Action, Evidence, Follow, Inquiry, Question
from storage.models import Person as Kept
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.conversations.test_find import told
from tests.conversations.test_follow import MONDAY, TUESDAY, follows_search, messages
from tests.people import Person

NUMBERS = count(500)
LATER = "2027-03-08T11:00+09:00"  # the same Monday


async def acts(database: Database, number: str, what: str, text: str = "") -> None:
    """Let something happen to an action, said for its city."""
    async with database.begin() as session:
        found = await actions.by_number(session, number)
        assert found
        action = found.action
        somebody = await people.meet(session, next(NUMBERS), name="Somebody", language="en")
        if what == "news":
            await actions.add_update(session, action, somebody.id, text, "en")
        elif what == "edit":
            answers = {"title": action.title, "text": text, "kind": "achieved", "language": "en"}
            await actions.edit(session, action, somebody.id, answers)
        elif what == "evidence":
            session.add(Evidence(action_id=action.id, level=text, at=clock.now()))
        else:
            now, city = clock.now(), found.city.id
            question = Question(city_id=city, text=text, language="en", asked_at=now)
            session.add(question)
            await session.flush()
            session.add(Inquiry(question_id=question.id, city_id=city, action_id=action.id, shared_at=now))


def in_order(text: str, parts: Iterable[str]) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


async def test_new_tells_once_what_happened_to_what_is_followed_and_the_second_time_is_empty(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Night bus", target="11.2", kind="under_way", text="Nine buses run.")
    await told(database, "Kaohsiung", "Flood gates")
    async with bot_runs() as bot:
        await mina.says("/action TOY-0001")
        assert "What is new of it" in await mina.presses("Follow")
        await mina.says("/city Kaohsiung")
        await mina.presses("Follow")
        await mina.says("/goals 11.2")
        await mina.presses("See the actions")
        assert "What other cities publish" in await mina.presses("Follow")
        listed = await mina.says("/follow")
        assert in_order(listed, ("1 TOY-0001 Night bus", "2 Kaohsiung, Taiwan", "3 11.2 "))
        await acts(database, "TOY-0001", "news", "Now <b>every</b> hour.\nAlso on Sundays.")
        await acts(database, "TOY-0001", "edit", "Twelve buses, 12 km.")
        await acts(database, "TOY-0001", "evidence", "document")
        await acts(database, "TOY-0001", "answer", "Who pays for it?")
        await acts(database, "KAO-0001", "news", "The gates held.")
        await told(database, "Freiburg im Breisgau", "Nachtbus", target="11.2", language="de", text="Der Bus fährt.")
        await told(database, "수원시", "Our own bus", target="11.2")
        assert "Nothing new" in await mina.says("/new")  # what may still be committed beside it is left for later
        at(LATER)
        seen = await mina.says("/new")
        assert seen.startswith("New since you last looked\n\n“TOY-0001 Night bus”\n1 Night bus\n")
        assert "Question answered: Who pays for it? · and 3 more" in seen
        assert in_order(seen, ("“Kaohsiung, Taiwan”", "News of Mon 8 March: The gates held.", "“11.2", "Nachtbus"))
        assert "3 Nachtbus · German\n   Freiburg, Germany · 11.2 · May 2026\n   Der Bus fährt." in seen
        assert seen.count("Night bus") == 2 and "Our own" not in seen
        assert seen.buttons == [["1", "2", "3"], ["See all follows"]]
        assert "Der Bus fährt." in await mina.presses("3")
        assert "Nothing new since you last looked" in await mina.says("/new")
        at(TUESDAY)
        await bot.schedule.tick()
        await mina.quiet()  # what was looked at is not told again
        await acts(database, "TOY-0001", "news", "Free <b>for</b> all.")
        at("2027-03-16T09:00+09:00")
        await bot.schedule.tick()
        digest = await mina.hears()
        assert "News of Tue 9 March: Free <b>for</b> all." in digest
        assert digest.buttons == [["1"], ["See all follows", "Stop"]]
        assert "Nothing new" in await mina.says("/new")  # nor the other way round
        assert "“TOY-0001 Night bus” is stopped" in await mina.presses("Stop", under=digest)
        again = await mina.presses("Follow again")
        assert "You follow “TOY-0001 Night bus”" in again


async def test_who_follows_nothing_looks_at_the_targets_of_their_city_and_strangers_at_nothing(
    bot_runs: Runs, database: Database, mina: Person, park: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    at(MONDAY)
    for number in range(10):
        await told(database, "Toyama", f"Night bus {number}", target="11.2")
    await told(database, "Toyama", "For members", target="11.2", visibility="members")
    await told(database, "Toyama", "For Toyama", target="11.2", visibility="city")
    await told(database, "Kaohsiung", "Flood gates")
    await told(database, "수원시", "Our own bus", target="11.2")
    async with bot_runs():
        at(LATER)
        seen = await mina.says("/new")
        assert "this is for your city's targets" in seen and "1 For members" in seen and "and 3 more" in seen
        assert "Flood gates" not in seen and "Our own" not in seen and "For Toyama" not in seen
        assert "You follow nothing" in await mina.says("/new")
        assert "Flood gates" in await park.says("/new")
        assert "for other roles" in await lee.says("/new")


async def test_what_is_committed_late_or_waited_for_its_office_is_told_all_the_same(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Night bus", target="11.2")
    async with bot_runs():
        for words in ("bus", "tram"):
            await follows_search(mina, words)
        waited = await told(database, "Toyama", "Patient bus", target="11.2")
        async with database.begin() as session:
            await session.execute(update(Action).where(Action.id == waited.id).values(state="waiting"))
        await told(database, "Toyama", "Tram and bus", target="11.2")
        at(LATER)
        seen = await mina.says("/new")
        assert "Tram and bus" in seen and "Patient" not in seen
        moment = at("2027-03-08T12:00+09:00")
        async with database.begin() as session:
            late = {"state": "published", "published_at": moment}
            await session.execute(update(Action).where(Action.id == waited.id).values(**late))
        at("2027-03-08T12:04+09:00")
        assert "Nothing new" in await mina.says("/new")
        at("2027-03-08T12:06+09:00")
        seen = await mina.says("/new")
        assert "Patient bus" in seen and "Tram" not in seen
        assert "Nothing new" in await mina.says("/new")


async def test_everything_new_fits_into_messages_however_much_is_followed_and_nothing_is_left_out(
    bot_runs: Runs, database: Database, mina: Person, world
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    words = "🚋&<b>" * 30
    numbers = [(await told(database, "Toyama", f"{n}x {words}"[:119], text=words)).number for n in range(follows.MOST)]
    async with bot_runs() as bot:
        bot.router.limits[True] = (1000.0, 1000.0)
        for number in numbers:
            await mina.says(f"/action {number}")
            await mina.presses("Follow")
        extra = await told(database, "Kaohsiung", "One too many")
        card = await mina.says(f"/action {extra.number}")
        await mina.acts.presses("Follow")
        await world.until(lambda: any("You follow 24 things" in toast for toast in mina.toasts))
        listed = await mina.says("/follow")
        assert len(listed.buttons) <= 5 and listed.buttons[0] == ["1", "2", "3", "4", "5", "6"]
        assert "24 TOY-0024" in await _last_page(mina)
        for number in numbers:
            await acts(database, number, "news", f"{words} of {number}")
        at(TUESDAY)
        await bot.schedule.tick()
        digest = await mina.hears()
        assert "There is more: /new shows it." in digest and len(digest.encode("utf-16-le")) // 2 <= 4096
        first = await mina.says("/new")
        second = await mina.presses("More")
        for seen in (digest, first, second):
            assert seen.count("News of") == 8 and "<b>" in seen
        assert "More" not in second.labels and "Nothing new" in await mina.says("/new")
        assert sum(seen.count("“TOY-00") for seen in (digest, first, second)) == 24
    assert len(await messages(database)) == 1 and card


async def _last_page(person: Person) -> str:
    seen = await person.presses("Next")
    while "Next" in seen.labels:
        seen = await person.presses("Next")
    return seen


async def test_the_reader_says_how_often_in_settings_or_stops_it_where_it_is_told(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Flood gates")
    async with bot_runs() as bot:
        for word in ("flood", "tram"):
            await follows_search(mina, word)
        await mina.says("/settings")
        asked = await mina.presses("News")
        assert asked.edited and "Chosen: Every week" in asked.labels and "Once a week at most" in asked
        chosen = await mina.presses("Every two weeks")
        assert "Every two weeks at most" in chosen and "Chosen: Every two weeks" in chosen.labels
        assert "Settings" in await mina.presses("Settings")
        await told(database, "Toyama", "New flood barriers")
        await told(database, "Toyama", "Tram line")
        at(TUESDAY)
        await bot.schedule.tick()
        digest = await mina.hears()
        await told(database, "Toyama", "More flood barriers")
        at("2027-03-16T09:00+09:00")
        await bot.schedule.tick()
        await mina.quiet()
        stopped = await mina.presses("Stop", under=digest)
        assert "no longer come by themselves" in stopped and "/new" in stopped
        at("2027-03-24T09:00+09:00")
        await bot.schedule.tick()
        await mina.quiet()
        assert "Nothing is told by itself" in await follows_search(mina, "gates")
        assert "More flood barriers" in await mina.says("/new")
        await mina.says("/follow")
        await mina.presses("How often")
        await mina.presses("Every month")
        message = mina.heard[-1].message["message_id"]
        await mina.acts.presses_data("follow:every:3", message_id=message)
        await mina.world.until(lambda: any("press one of the buttons" in toast for toast in mina.toasts))
        await told(database, "Toyama", "Still more flood barriers")
        at("2027-04-22T09:00+09:00")
        await bot.schedule.tick()
        await mina.quiet()
        at("2027-04-23T09:00+09:00")
        await bot.schedule.tick()
        assert "Still more" in await mina.hears()
    async with database.begin() as session:
        [kept] = await session.scalars(select(Kept).where(Kept.telegram_id == mina.id))
        assert kept.news_every == 30 and kept.looked_at
        assert len((await session.scalars(select(Follow))).all()) == 3


async def test_a_withdrawn_action_and_ones_own_city_bring_no_news(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    at(MONDAY)
    await told(database, "Toyama", "Night bus", target="11.2")
    async with database.begin() as session:
        own = await city_of(session, "수원시")
        assert own
    async with bot_runs() as bot:
        await mina.says("/action TOY-0001")
        await mina.presses("Follow")
        await acts(database, "TOY-0001", "news", "Every hour.")
        async with database.begin() as session:
            found = await actions.by_number(session, "TOY-0001")
            assert found
            await actions.withdraw(session, found.action, 1)
        at(clock.now().isoformat())
        at((clock.now() + timedelta(hours=1)).isoformat())
        assert "Nothing new" in await mina.says("/new")
        listed = await mina.says("/follow")
        assert "1 An action that is no longer shown" in listed
        before = mina.answered_presses
        await mina.acts.presses("1")
        await mina.world.until(lambda: mina.answered_presses > before)
        assert "no longer shown" in mina.toasts[-1]
        await mina.says("/city Suwon")
        assert "Follow" not in mina.heard[-1].labels
        await mina.says("/follow")
        await mina.presses("Stop")
        assert "You follow nothing yet" in await mina.presses("See all follows") and bot
