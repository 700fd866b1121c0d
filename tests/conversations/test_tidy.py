"""The ten-minute tidy goes through all that is due; what is not ours is passed on, what never changes asked about."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from bot import clock
from bot.simulator import World
from bot.text import Message, translator
from storage import Database, board, people
from storage.models import Action, Confirmation, Indicator, Inquiry, Measure, Question, Statement
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person
from tests.periods import opened, publishes, run_at
from tests.refusals import noted_for

ASKED = "夜間バスの費用は <b>どう</b> しましたか？ & {n}"


async def due(database: Database, actions: int = 1, indicators: int = 0) -> None:
    """Let Suwon have so much to check in the first quarter, and the officer have been reminded."""
    await publishes(database, "수원시", actions)
    await opened(database)
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        for number in range(1, indicators + 1):
            row = Indicator(city_id=city.id, target="11.6", name=f"Share {number}", language="en", unit="%",
                            better="up", source="", at=clock.now())  # fmt: skip
            session.add(row)
            await session.flush()
            session.add(Measure(indicator_id=row.id, kind="value", day=date(2025, 12, 31), value=Decimal("60.8"),
                                at=at("2026-01-05T10:00+09:00")))  # fmt: skip
    await run_at(database, "2027-03-22T09:00+09:00")
    at("2027-03-22T09:30+09:00")


async def test_figures_questions_and_what_came_back_have_cards_too_and_a_restart_finds_the_same_one(
    bot_runs: Runs, database: Database, world: World, mina: Person
) -> None:
    ueda = Person(world, 31, "Ueda", "ja")
    await seated(database, mina, "수원시")
    await seated(database, ueda, "수원시", "coordinator")
    await due(database, 2, 2)
    async with database.begin() as session:
        toyama = await city_of(session, "富山市")
        question = Question(city_id=toyama.id, text=ASKED, language="ja", asked_at=clock.now())
        session.add(question)
        returned = await session.get_one(Action, 2)
        returned.state = "returned"
        await session.flush()
        session.add(Inquiry(question_id=question.id, city_id=1, state="sent"))
    async with bot_runs():
        await mina.hears()
        assert (await mina.presses("Report now")).startswith("1 of 5 · 2027 Q1\n\nNight bus 1")
        card = await mina.presses("No change")
        assert card.startswith("2 of 5 · 2027 Q1\n\nShare 1\n11.6 · 60.8 % · 2025")
        assert card.buttons == [["New number"], ["No new number"], ["Not ours"], ["Back", "Later"]]
        assert (await mina.presses("No new number")).startswith("3 of 5 · 2027 Q1\n\nShare 2")
        assert (await mina.presses("Back")).startswith("2 of 5 · 2027 Q1\n\nShare 1")
        await mina.presses("No new number")
        assert "Share 2" in await mina.presses("New number")
        await mina.hears()
        assert "614" in await mina.says("614")
        await mina.presses("Record 61.4 %")
    async with bot_runs():
        card = await mina.presses("Go on")
        assert card.startswith("4 of 5 · 2027 Q1\n\nToyama, Japan asks")
        assert "Original in Japanese" in card and ASKED in card
        assert card.labels == ["Answer", "Not now", "Back", "Later"]
        # Her colleague, who reads Japanese, would go on at the same card.
        await ueda.says("/reminders")
        same = await ueda.presses(translator("ja").label(Message("Report now")))
        assert same.startswith("4/5") and "2027年第1四半期" in same and ASKED in same and "Original" not in same
        card = await mina.presses("Not now", under=card)
        assert card.startswith("5 of 5") and "SUW-0002 · The office has returned it" in card
        receipt = await mina.presses("Not now")
    assert "2027 Q1 is answered" in receipt
    assert "1 without change, 1 new figure, and 1 without a new figure" in receipt
    async with database.begin() as session:
        assert await session.scalar(select(Inquiry.state)) == "sent"


async def test_what_is_not_ours_goes_to_a_colleague_or_is_left_out_and_counts_as_nothing_said(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, jun: Person
) -> None:
    await seated(database, mina, "수원시")
    await due(database, 2, 1)
    await seated(database, kim, "수원시", "coordinator")
    await seated(database, jun, "富山市")
    async with bot_runs():
        await mina.hears()
        await mina.presses("Report now")
        for ours in ("1 of 3", "2 of 3", "3 of 3"):
            assert (await mina.presses("Not ours")).startswith("Who knows about this?")
            if ours != "2 of 3":
                assert "Who shall tell" in await mina.presses("A colleague")
                assert (await mina.presses("Kim")).startswith("Passed on to Kim")
                told = await kim.hears()
                assert told.startswith("Mina asks you what is new") and told.labels[0] in ("Add news", "Record a value")
                last = await mina.presses("Go on")
            else:
                last = await mina.presses("Leave it out")
        assert "1 passed on, 1 left out, and 1 passed on" in last
        heard = await jun.says("/start")
        for data in ("passing:pass_on:1:action:1:1", "tidy:no_number:1:1", "tidy:leave_out:1:indicator:1"):
            assert "以前の内容のボタン" in await noted_for(jun, data, heard.message["message_id"])
    async with database.begin() as session:
        assert list(await session.scalars(select(Confirmation.kind).order_by(Confirmation.id))) == ["passed", "skipped"]
        assert list(await session.scalars(select(Statement.kind))) == ["passed"]
        squares = await board.of_cities(session, [1], date(2027, 3, 22), own=True)
        assert squares[1]["11.2"].said_on == date(2026, 11, 20), "nothing was said of the actions themselves"
        assert len(await people.in_city(session, 1)) == 2


async def test_after_three_times_no_change_it_is_asked_once_whether_the_action_goes_on(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await due(database, 2)
    asked = []
    async with bot_runs() as bot:
        for quarter in ("2027-03-22", "2027-06-21", "2027-09-20", "2027-12-20", "2028-03-20"):
            at(f"{quarter}T09:00+09:00")
            await bot.schedule.tick()
            await mina.hears_until(lambda seen: "Report now" in seen.labels)
            card = await mina.presses("Report now")
            while "is answered" not in card:
                if card.startswith("Does this still go on?"):
                    asked.append((quarter, card.split("\n")[1]))
                    card = await mina.presses("Stopped" if "Night bus 2" in card else "It goes on")
                else:
                    card = await mina.presses("No change")
    assert asked == [("2027-09-20", "Night bus 1"), ("2027-09-20", "Night bus 2")]
    async with database.begin() as session:
        said = await session.scalars(
            select(Confirmation.kind).where(Confirmation.action_id == 2).order_by(Confirmation.id)
        )
        assert list(said) == ["no_change", "no_change", "stopped"]
