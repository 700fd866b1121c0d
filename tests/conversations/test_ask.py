"""Cities ask each other: who is asked, who gets it, what is told of whom, and what others may read."""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.simulator import World
from bot.simulator.api import Json, Upload
from bot.text import Message, translator
from storage import Database, absences, people, shared
from storage.models import City, Inquiry, Outgoing, Question, Reply
from tests.conftest import Runs, at, seated, seated_in_office
from tests.people import Person, Seen
from tests.periods import publishes
from tests.refusals import noted, noted_for

MONDAY, LATER, TUESDAY = "2027-03-08T10:00+09:00", "2027-03-08T10:05+09:00", "2027-03-09T10:01+09:00"
HOW = "How did you pay for the <b>drivers</b> & buses? {title}"
SECRETS = ("Haneul", "haneul_k", "70010001")  # name, username and Telegram id of who asks
TALES = ("Takeshi", "takeshi_t", "70010002")  # and of who answers


def label(person: Person, words: str) -> str:
    """Return what a button says in somebody's language."""
    return translator("zh_Hant" if person.user["language_code"] == "zh-hant" else person.user["language_code"]).label(
        Message(words)
    )


async def presses(person: Person, words: str, under: Seen | None = None) -> Seen:
    return await person.presses(label(person, words), under=under)


async def sends(person: Person, name: str) -> Seen:
    """Send what is on the card; the first time, say whether one's name goes along."""
    shown = await presses(person, "Send")
    return await presses(person, name, shown) if label(person, name) in shown.labels else shown


async def asks(person: Person, number: str, text: str, name: str = "City and role only") -> Seen:
    """Ask about another city's action, from its card."""
    await presses(person, "Ask this city", await person.says(f"/action {number}"))
    await person.says(text)
    return await sends(person, name)


async def asks_on_target(person: Person, text: str, target: str = "11.2") -> Seen:
    await person.says(f"/ask {text}")
    await person.says(target)
    return await sends(person, "City and role only")


async def answers(person: Person, letter: Seen, text: str, button: str = "Answer") -> Seen:
    await person.presses(label(person, button) if button == "Answer" else button, under=letter)
    await person.says(text)
    return await sends(person, "City and role only")


@pytest.fixture
def haneul(world: World) -> Person:
    """An officer of Suwon with a username."""
    return Person(world, int(SECRETS[2]), SECRETS[0], "en", SECRETS[1])


@pytest.fixture
def takeshi(world: World) -> Person:
    """An officer of Toyama with a username."""
    return Person(world, int(TALES[2]), TALES[0], "ja", TALES[1])


@pytest.fixture
def told(world: World) -> list[tuple[int, str]]:
    """Whatever is told to a chat, as it leaves the bot."""
    calls: list[tuple[int, str]] = []

    def watch(method: str, params: Json, files: Mapping[str, Upload]) -> None:
        chat = params.get("chat_id")
        rest = {name: value for name, value in params.items() if name not in ("chat_id", "scope")}
        calls.append((int(chat) if chat else 0, str(rest)))

    world.watch(watch)
    return calls


async def test_an_answer_crosses_a_border_without_naming_anybody_and_others_read_it_while_both_agree(
    bot_runs: Runs, database: Database, told: list[tuple[int, str]], haneul: Person, takeshi: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, haneul, "수원시")
    await seated(database, takeshi, "富山市")
    [night_bus] = await publishes(database, "富山市")
    async with bot_runs() as bot:
        asked = await asks(haneul, "TOY-0001", HOW)
        assert asked == "Q-1 is asked\nAnswers come here."
        await bot.schedule.tick()
        letter = await takeshi.hears()
        assert "TOY-0001" in letter and "水原市" in letter and "韓国" in letter and "英語" in letter and HOW in letter
        assert [len(row) for row in letter.buttons] == [1, 2, 1]
        receipt = await answers(takeshi, letter, "運転手は市の予算です。")
        assert label(takeshi, "Agree") in receipt.labels
        assert (await takeshi.hears()).edited
        assert [str(each) for each in takeshi.heard if HOW in each] == []  # what is answered asks no more
        assert await bot.schedule.tick() == 1
        answer = await haneul.hears()
        assert answer.startswith("Answer from Toyama, Japan · Q-1\n") and HOW in answer
        assert "Toyama, Japan · officer · Mon 8 March · Original in Japanese\n運転手は市の予算です。" in answer
        assert answer.buttons == [["Write back", "Thread"], ["Agree", "No"]]

        assert "TOY-0001" not in await lee.says("/find drivers")
        await takeshi.acts.presses(label(takeshi, "Agree"))
        assert await noted(haneul, "Agree", under=answer) == "Others can read it now."
        assert (await haneul.hears()).buttons == [["Write back", "Thread"]]
        found = await lee.says("/find drivers")
        assert "Night bus 1" in found
        card = await lee.says("/action TOY-0001")
        assert "Questions answered: 1" in card and "Ask this city" not in card.labels
        thread = await lee.presses("Thread", under=card)
        assert "Suwon" in thread and HOW in thread and "運転手は市の予算です。" in thread and "officer" not in thread

        view = await haneul.presses("1", under=await haneul.says("/ask"))
        assert "others can read this" in view and "TOY-0001" in view
        assert "others can read this" not in await haneul.presses("Others may not read it", under=view)
        assert "Questions answered" not in await lee.says("/action TOY-0001")
        assert "TOY-0001" not in await lee.says("/find drivers")
        assert "nothing others may read" in await noted(lee, "Thread", under=card)
    async with database.begin() as session:
        assert await shared.of_action(session, night_bus) == []
    for chat, payload in told:
        for secrets, own in ((SECRETS, haneul.id), (TALES, takeshi.id)):
            assert chat == own or not [each for each in secrets if each in payload], payload


async def test_a_name_is_shown_only_by_its_own_person_and_goes_at_once_everywhere(
    bot_runs: Runs, database: Database, haneul: Person, takeshi: Person
) -> None:
    at(MONDAY)
    await seated(database, haneul, "수원시")
    await seated(database, takeshi, "富山市")
    await publishes(database, "富山市")
    async with bot_runs() as bot:
        await asks(haneul, "TOY-0001", HOW, "Show my name")
        await bot.schedule.tick()
        letter = await takeshi.hears()
        assert "Haneul" in letter
        assert "Others see my name: yes" in await haneul.says("/settings")
        assert "Others see my name: no" in await haneul.presses("Hide my name")
        again = await takeshi.hears()
        assert again.edited and "Haneul" not in again and HOW in again
        await takeshi.says("/settings")
        await presses(takeshi, "Show my name")
        await answers(takeshi, again, "市の予算です。")
        await takeshi.hears()
        await bot.schedule.tick()
        assert "officer · Takeshi" in await haneul.hears()
        await takeshi.says("/leave")
        await presses(takeshi, "Yes, erase my data")
        nameless = await haneul.hears()
        assert nameless.edited and "Takeshi" not in nameless and "市の予算です。" in nameless
        await presses(haneul, "Thread", nameless)
        assert "Takeshi" not in haneul.heard[-1] and "Toyama, Japan · Mon 8 March" in haneul.heard[-1]
    async with database.begin() as session:
        [reply] = await session.scalars(select(Reply))
        assert reply.person_id is None and reply.city_id


async def test_the_deputy_the_colleague_and_the_next_officer_get_what_somebody_cannot_answer(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person, jun: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "富山市")
    await publishes(database, "수원시")
    async with database.unit() as unit:
        away, deputy = [await people.known(unit.connection, each.id) for each in (mina, kim)]
        assert away and deputy
        await absences.add(unit.session, away.id, deputy.id, date(2027, 3, 8), date(2027, 3, 9))
    async with bot_runs() as bot:
        await asks(jun, "SUW-0001", "ドライバーは足りましたか。")
        await bot.schedule.tick()
        letter = await kim.hears()
        assert "ドライバーは足りましたか。" in letter and "Original in Japanese" in letter
        choice = await kim.presses("Pass to a colleague", under=letter)
        assert choice.labels == ["Mina · officer"]
        assert "Q-1 is passed to Mina." in await kim.presses("Mina · officer")
        given = await mina.hears()
        assert await kim.hears() == "Q-1 from Toyama, Japan: passed to Mina."
        assert given.buttons == letter.buttons
        assert "has it already" in await noted(kim, "Mina · officer", under=choice)
        assert "Left for now" in await noted(mina, "Not now", under=given)
        assert (await mina.hears()).buttons == []
        view = await mina.says("/ask Q-1")
        assert "left for now, can still be answered" in view
        await mina.says("/leave")
        await mina.presses("Yes, erase my data")
        await answers(kim, await kim.says("/ask Q-1"), "Yes, after a month.")
        await bot.schedule.tick()
        assert "Yes, after a month." in await jun.hears_until(lambda seen: "Yes" in seen)


async def test_questions_wait_for_their_day_and_come_together_each_with_its_own_answer(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, kim: Person
) -> None:
    at(MONDAY)
    lin = Person(world, 30, "Lin", "zh-hant")
    await seated(database, mina, "수원시")
    await seated(database, lin, "高雄市")
    await seated(database, jun, "富山市")
    await publishes(database, "富山市")
    await publishes(database, "高雄市", 2)
    async with bot_runs() as bot:
        card = await mina.says("/ask Who pays for the night?")
        assert "Who shall be asked?" in card
        card = await mina.says("11.2")
        assert card.startswith("To 2 cities in 2 countries or areas: Kaohsiung and Toyama\nbecause of their actions on")
        assert "is asked\nAnswers come here." in await sends(mina, "City and role only")
        again = await asks_on_target(mina, "And who pays for the day?")
        assert "Q-2 is asked, and goes out on Tue 9 March" in again
        await asks(lin, "TOY-0001", "夜間公車誰出錢？")
        await bot.schedule.tick()
        both = await jun.hears()
        assert "Who pays for the night?" in both and "夜間公車誰出錢？" in both and "the day" not in both
        assert [len(row) for row in both.buttons] == [2, 2, 2, 1]
        assert await bot.schedule.tick() == 0
        second = both.buttons[0][1]
        await answers(jun, both, "市の予算です。", second)
        left = await jun.hears()
        assert "夜間公車誰出錢" not in left and [len(row) for row in left.buttons] == [1, 2, 1]
        at(TUESDAY)
        await bot.schedule.tick()
        assert "And who pays for the day?" in await jun.hears_until(lambda seen: "the day" in seen)
        await mina.quiet()
    async with database.begin() as session:
        counted = select(Outgoing.chat_id, func.count()).where(Outgoing.unasked).group_by(Outgoing.chat_id)
        assert dict((await session.execute(counted)).all()) == {jun.id: 2, lin.id: 2}


async def test_nothing_arrives_outside_of_office_hours_and_who_cannot_be_reached_is_said_in_the_thread(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    at("2027-03-05T19:30+09:00")  # a Friday evening
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await publishes(database, "富山市")
    async with bot_runs() as bot:
        await asks(mina, "TOY-0001", "How many riders?")
        at("2027-03-07T12:00+09:00")
        assert await bot.schedule.tick() == 0
        at("2027-03-08T09:00+09:00")
        await bot.schedule.tick()
        letter = await jun.hears()
        await presses(jun, "Stop", letter)
        at("2027-03-08T18:30+09:00")
        await answers(jun, letter, "四百人です。")
        assert await bot.schedule.tick() == 0
        at("2027-03-09T09:00+09:00")
        await bot.schedule.tick()
        assert "四百人です。" in await mina.hears()
        await asks(mina, "TOY-0001", "And in winter?")
        await bot.schedule.tick()
        assert "not reached: nobody there can be written to at present" in await mina.says("/ask Q-2")
        await jun.says("/ask")
        await presses(jun, "Get questions again")
        at("2027-03-10T09:30+09:00")
        await bot.schedule.tick()
        assert "And in winter?" in await jun.hears_until(lambda seen: "winter" in seen)
        assert "given to somebody there, not answered yet" in await mina.says("/ask Q-2")


async def test_a_withdrawn_question_says_so_where_it_arrived_and_nothing_written_meanwhile_is_lost(
    bot_runs: Runs, database: Database, mina: Person, jun: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await publishes(database, "富山市")
    async with bot_runs() as bot:
        await asks(mina, "TOY-0001", HOW)
        await bot.schedule.tick()
        letter = await jun.hears()
        await presses(jun, "Answer", letter)
        await jun.acts.presses(label(jun, "Answer"), under=letter)  # twice: it is the same answer
        await jun.hears()
        card = await jun.says("市の予算です。")
        view = await mina.says("/ask Q-1")
        await mina.presses("Withdraw", under=view)
        assert "Q-1 is withdrawn." in await mina.presses("Yes, withdraw")
        over = await jun.hears()
        assert over.edited and HOW not in over and over.buttons == []
        asked = await presses(jun, "Send", card)
        assert await noted(jun, label(jun, "City and role only"), under=asked)
        assert await noted(jun, label(jun, "Answer"), under=letter)
        assert await bot.schedule.tick() == 0
    async with database.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Reply)) == 0
        assert await session.scalar(select(Inquiry.state)) == "withdrawn"


async def test_only_the_two_cities_open_a_thread_and_only_the_asked_one_answers_passes_or_leaves_it(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, park: Person, lee: Person
) -> None:
    at(MONDAY)
    lin = Person(world, 30, "Lin", "en")
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await seated(database, lin, "高雄市")
    await seated_in_office(database, park, "korea")
    await publishes(database, "富山市")
    async with bot_runs() as bot:
        await asks(mina, "TOY-0001", HOW)
        await bot.schedule.tick()
        letter = await jun.hears()
        menu = {person: await person.says("/find bus") for person in (lin, park, lee)}
        verbs = ("open:1:0", "below:1", "write:1", "not_now:1:0", "pass_on:1", "pass_to:1:1", "agree:1:1")
        for person, seen in menu.items():
            for verb in verbs:
                assert await noted_for(person, f"thread:{verb}", seen.message["message_id"])
            assert await noted_for(person, "ask:withdraw_now:1", seen.message["message_id"])
        assert "no question with this number" in await lin.says("/ask Q-1")
        for person in (park, lee):
            assert "other roles" in await person.says("/ask Q-1")
        place = (await mina.says("/ask Q-1")).message["message_id"]
        for verb in ("not_now:1:0", "pass_on:1", "pass_to:1:1", "agree:1:1", "write:1", "open:99999:0"):
            assert await noted_for(mina, f"thread:{verb}", place), verb
        for data in ("withdraw:1", "withdraw_now:1"):
            assert await noted_for(jun, f"ask:{data}", letter.message["message_id"])
        assert await noted_for(jun, "ask:of_action:1", letter.message["message_id"])
        long = await mina.says("/ask " + "x" * 4000)
        assert "4,000 characters; please use at most 1,000" in long
    async with database.begin() as session:
        assert await session.scalar(select(Inquiry.state)) == "sent"
        assert (await session.scalars(select(Question.withdrawn_at))).all() == [None]


async def test_whom_to_ask_is_typed_or_pressed_and_whoever_cannot_be_asked_is_said_before_sending(
    bot_runs: Runs, database: Database, world: World, mina: Person, jun: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    await publishes(database, "富山市", tags="심야버스, on demand")
    await publishes(database, "高雄市")  # where nobody has a seat
    await publishes(database, "부산광역시", target="11.1")
    async with bot_runs():
        await mina.says("/ask How do night buses find their drivers?")
        for typed, said in (
            ("高雄市", "no officer of the city takes part"), ("Suwon", "That is your own city"),
            ("Nowherecity", "No such place"), ("Osaka", "does not take part yet"),
            ("11.1", "No other city that can be asked"), ("#nothing", "No other city has"),
        ):  # fmt: skip
            refused = await mina.says(typed)
            assert said in refused and "Who shall be asked?" in refused, typed
        assert "11.2" in refused.labels[0] and refused.labels[0].endswith("(1)")
        for typed in ("#심야버스", "on demand", "富山市"):
            card = await mina.says(typed)
            assert card.startswith("To Toyama, Japan\n"), typed
            await mina.presses("Ask others", under=card)
        await mina.presses("Cancel")
        assert "Toyama" in await mina.presses("Undo")
        page = await mina.says("/city Toyama")
        assert "To Toyama, Japan" in await mina.presses("Ask this city", under=page)
        nothing = await mina.says("/find public transport by <trams>")
        assert "Ask the network" in nothing.labels
        asked = await mina.presses("Ask the network", under=nothing)
        assert asked.startswith("To Toyama, Japan\n\nWhat would you like to know?"), asked
    async with database.begin() as session:
        await session.execute(update(City).where(City.code == "SUW").values(practice=True))
    async with bot_runs():
        card = await mina.says("Who drives them?")
        assert "Practice: nobody was asked" in await sends(mina, "City and role only")
    async with database.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Question)) == 0
