"""What a city wants to reach and measures: goals, indicators, values in one message, ratings, and their history."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from bot.simulator import World
from storage import Database, board, goals, indicators
from storage.models import AuditEntry, Goal, Indicator, Measure
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person, Seen
from tests.refusals import noted, noted_for

TODAY = "2026-11-22T10:00+09:00"
OWN_ONLY = (
    "value:of_indicator:1", "value:undo:3:1", "aim:of_aim:1", "baseline:of_baseline:1", "about:of_indicator:1:source",
    "rated:rate:1", "rated:clear:1", "dated:of_value:3", "indicator:withdraw:1", "indicator:withdraw_now:1",
    "indicator:bring_back:1",
)  # fmt: skip


async def measuring(person: Person, baseline: str = "58.2 2020", aim: str = "66 2032") -> Seen:
    """Let somebody add the recycling rate in chat."""
    await person.says("/goals 11.6")
    await person.presses("Add an indicator")
    await person.presses("Recycling rate of household waste")
    await person.presses("Baseline")
    await person.says(baseline)
    await person.presses("Target value")
    await person.says(aim)
    return await person.presses("Save")


async def values(database: Database) -> list[tuple[str, str, str | None]]:
    async with database.begin() as session:
        rows = await session.scalars(select(Measure).order_by(Measure.id))
        return [(row.kind, str(row.day), None if row.value is None else str(row.value)) for row in rows]


@pytest.fixture
async def city(bot_runs: Runs, database: Database, mina: Person) -> None:
    at(TODAY)
    await seated(database, mina, "수원시")


async def test_a_goal_is_added_shown_and_withdrawn(
    bot_runs: Runs, database: Database, mina: Person, lee: Person, city: None
) -> None:
    async with bot_runs():
        assert "No goal and no indicator yet" in await mina.says("/goals 11.6")
        assert "What does your city want to reach" in await mina.presses("Add a goal")
        assert "A goal of Suwon" in await mina.says("Two thirds of <all> waste are recycled by 2030.")
        page = await mina.says("/goals 11.6")
        assert "1 Goal: Two thirds of <all> waste are recycled by 2030." in page
        await mina.presses("1")
        assert "The goal is withdrawn" in await mina.presses("Withdraw")
        assert "A goal of Suwon" in await mina.presses("Bring it back")
        await mina.presses("Withdraw")
        assert "No goal and no indicator yet" in await mina.presses("Back")
        assert "Suwon" not in await lee.says("/goals 11.6")
    async with database.begin() as session:
        [goal] = await session.scalars(select(Goal))
        assert (goal.target, goal.language) == ("11.6", "en") and goal.withdrawn_at
        events = [entry.event for entry in await session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert events[-4:] == ["goal added", "goal withdrawn", "goal brought back", "goal withdrawn"]


async def test_an_indicator_is_broken_down_by_group_and_who_names_no_group_means_the_whole(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, city: None
) -> None:
    await seated(database, jun, "Toyama")
    async with bot_runs():
        whole = await measuring(mina)
        await mina.presses("Show the indicator", under=whole)
        await mina.presses("More")
        asked = await mina.presses("Break it down")
        assert asked.labels[:4] == ["Women", "Men", "Under 18", "65 and over"]
        assert "household waste · Gwonseon-gu <b>" in await mina.says("Gwonseon-gu <b>")
        await mina.presses("Record a value")
        assert "waste · Gwonseon-gu <b>: 59.0 %" in await mina.says("59.0 % 2025")
        assert "household waste: 61.4 %" in await mina.says("11.6 recycling 61.4 %")
        assert "waste · Gwonseon-gu <b>: 60.1 %" in await mina.says("recycling gwonseon 60.1 %")
        part = await mina.presses("Show the indicator")
        assert "11.6" in part
        await mina.presses("More")
        assert "a part already" in await noted(mina, "Break it down")
        await mina.says("/goals 11.6")
        assert "· Gwonseon-gu <b>: 60.1 %" in await mina.presses("1")
        message = await jun.says("/help")
        await noted_for(jun, "breakdown:of_indicator:1", message.message["message_id"])
    async with database.begin() as session:
        city_id = (await city_of(session, "수원시")).id
        assert (await board.of_cities(session, [city_id], date(2026, 11, 22)))[city_id]["11.6"].indicators == 1


async def test_a_goal_told_in_other_words_takes_the_place_of_the_first_which_is_kept(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await mina.says("/goals 11.6")
        await mina.presses("Add a goal")
        await mina.says("Half of all waste is recycled by 2030.")
        await mina.presses("Edit")
        assert "Two thirds" in await mina.says("Two thirds of all waste are recycled by 2030.")
        await mina.presses("National goal")
        assert "Serves the national goal: K-SDGs <12-5>" in await mina.says("K-SDGs <12-5>")
        page = await mina.says("/goals 11.6")
        assert "1 Goal: Two thirds" in page and "Half" not in page
    async with database.begin() as session:
        first, second = await session.scalars(select(Goal).order_by(Goal.id))
        assert first.withdrawn_at and "Half" in first.text and second.withdrawn_at is None
        [part] = (await goals.parts(session, [second.city_id], date(2027, 1, 1)))["11.6"]
        assert part.serves == "K-SDGs <12-5>"


async def test_an_indicator_is_suggested_with_its_official_code_and_unit(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        kept = await measuring(mina)
        assert "Recycling rate of household waste" in kept and "indicator 11.6.1" in kept
        assert "Baseline: 58.2 % · 2020" in kept and "Target value: 66 % · 2032" in kept
        assert "No rating: there is no value yet." in kept
    async with database.begin() as session:
        [row] = await session.scalars(select(Indicator))
        assert (row.unit, row.better, row.code, row.target, row.source) == ("%", "up", "11.6.1", "11.6", None)


async def test_an_indicator_of_ones_own_needs_no_official_one(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await mina.says("/goals 11.a")
        await mina.presses("Add an indicator")
        await mina.says("무더위쉼터 이용자")
        await mina.says("만 명")
        card = await mina.presses("More is better")
        assert "무더위쉼터 이용자" in card and "만 명" in card
        await mina.presses("Save")
        assert "3 만 명" in await mina.says("무더위쉼터 이용자 3만 명")


async def test_a_value_in_one_message_is_recorded_and_compared(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        receipt = await mina.says("11.6 recycling 60.8 % 2025")
        assert "Recycling rate of household waste: 60.8 %" in receipt and "2025" in receipt
        receipt = await mina.says("recycling 61.4 %")
        assert "Before: 60.8 % · 2025 · change +0.6" in receipt
        assert "behind: from 58.2 (2020) to 61.4 (2026), to be reached 66 (2032)" in receipt
        assert "41 % of the way, 49 % of the time" in receipt
        page = await mina.says("/indicator")
        assert "1 Recycling rate of household waste\n   61.4 % · 22 November 2026 · behind" in page
        assert "Last value: 61.4 % · 22 November 2026" in await mina.says("/indicator recycling")
    assert await values(database) == [
        ("baseline", "2020-12-31", "58.2"),
        ("target_value", "2032-12-31", "66"),
        ("value", "2025-12-31", "60.8"),
        ("value", "2026-11-22", "61.4"),
    ]


@pytest.mark.parametrize(
    ("typed", "offered", "recorded"),
    [("614", "Record 61.4 %", "61.4"), ("6.14", "Record 61.4 %", "61.4"), ("6.1", "Record 61 %", "61"),
     ("614", "Record 614 %", "614")],
)  # fmt: skip
async def test_what_can_hardly_be_meant_is_asked_about(
    bot_runs: Runs, database: Database, mina: Person, city: None, typed: str, offered: str, recorded: str
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("11.6 recycling 60.8 % 2025")
        doubt = await mina.says(f"11.6 recycling {typed}")
        assert f"“{typed} %” is hardly a value of “Recycling rate of household waste”." in doubt
        assert "The last value is 60.8 %." in doubt and "What you typed is kept." in doubt
        assert doubt.buttons[1][0] == "Write again"
        assert (await values(database))[-1][2] == "60.8"
        assert f": {recorded} %" in await mina.presses(offered)
    assert (await values(database))[-1] == ("value", "2026-11-22", recorded)


@pytest.mark.parametrize("typed", ["61.4", "61,4", "61.4%", "６１．４％", "61.4 퍼센트", "11.6 61,4 %"])
async def test_a_number_is_read_as_a_person_means_it(
    bot_runs: Runs, database: Database, mina: Person, city: None, typed: str
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.presses("Show the indicator")
        assert "Which value?" in await mina.presses("Record a value")
        assert "Recycling rate of household waste: 61.4 %" in await mina.says(typed)
    assert (await values(database))[-1] == ("value", "2026-11-22", "61.4")


async def test_after_a_doubt_the_number_is_simply_sent_again(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 60.8 2025")
        await mina.says("recycling 614")
        assert "That is no figure" in await mina.says("sorry")
        assert ": 61.3 %" in await mina.says("61.3")
        await mina.says("recycling 6140")
        await mina.presses("Write again")
        assert "for that day 61.3 % is recorded already" in await mina.says("61.5")
        assert ": 61.5 %" in await mina.presses("Record 61.5 %")
    assert [value for kind, _day, value in await values(database) if kind == "value"] == ["60.8", "61.3", "61.5"]


async def test_another_unit_and_a_number_of_two_readings_are_asked_about(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await mina.says("/goals 11.7")
        await mina.presses("Add an indicator")
        await mina.says("Trees in streets")
        await mina.says("trees")
        await mina.presses("More is better")
        await mina.presses("Save")
        assert ": 1,200 trees" in await mina.says("trees in streets 1,200 2025")
        two = await mina.says("trees in streets 1.234")
        assert "can be read in two ways" in two and two.buttons[0] == ["Record 1,234 trees"]
        assert ": 1,234 trees" in await mina.presses("Record 1,234 trees")
        await mina.says("/indicator")
        await mina.presses("1")
        await mina.presses("Record a value")
        assert "“1,300 t” is in another unit" in await mina.says("1300 t 2024")
        assert ": 1,300 trees" in await mina.presses("Record 1,300 trees")
    assert [value for kind, _day, value in await values(database) if kind == "value"] == ["1200", "1234", "1300"]


async def test_what_was_recorded_can_be_taken_back_and_become_an_action(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 60.8 2025")
        await mina.says("Recycling 61.4")
        assert "61.4 % is taken back" in await mina.presses("Undo")
        assert "Not published yet" in await mina.presses("It is an action")
        await mina.says("/indicator")
        await mina.presses("1")
        history = await mina.presses("History")
        assert "value · 22 November 2026 · taken back" in history and "said on 22 November 2026 · Mina" in history
    assert [value for kind, _day, value in await values(database) if kind == "value"] == ["60.8", "61.4", None]


async def test_the_date_of_a_value_is_put_right(bot_runs: Runs, database: Database, mina: Person, city: None) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 61.4")
        await mina.presses("Another date")
        assert "still to come" in await mina.says("2027")
        assert "Last value: 61.4 % · 30 September 2026" in await mina.says("2026 Q3")
    assert (await values(database))[-2:] == [("value", "2026-11-22", None), ("value", "2026-09-30", "61.4")]


async def test_the_source_is_asked_once_and_remembered(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        assert "Where do these figures come from?" in await mina.says("recycling 61.4")
        await mina.presses("Name the source")
        assert "Source: Waste department" in await mina.says("Waste department")
        assert "Where do these" not in await mina.says("recycling 61.2 2025")


async def test_name_department_and_baseline_are_put_right(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        for button, typed, seen in (
            ("Name", "Recycled waste", "Recycled waste\n"),
            ("Department", "Environment <department>", "Environment <department>"),
        ):
            await mina.presses("Show the indicator")
            await mina.presses("More")
            await mina.presses(button)
            assert seen in await mina.says(typed)
        await mina.presses("Show the indicator")
        await mina.presses("More")
        await mina.presses("Baseline")
        await mina.says("57.9 2020")
        assert "Baseline: 57.9 % · 2020" in await mina.says("A mistake of writing.")
        assert "Recycled waste: 61.4 %" in await mina.says("recycled waste 61.4")
    assert (await values(database))[-2:] == [("baseline", "2020-12-31", "57.9"), ("value", "2026-11-22", "61.4")]


async def test_what_only_may_be_a_value_is_asked_and_never_swallowed(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        asked = await mina.says("11.6 waste per head 61.4 %")
        assert "Is this a value of one of your city's indicators?" in asked
        assert "Not published yet" in await mina.presses("It is an action")
        asked = await mina.says("11.6 <waste> per head 61.4 %")
        assert "“11.6 <waste> per head 61.4 %”" in asked
        assert "Not published yet" in await mina.says("A new flood gate protects the old town.")
        assert [label for label in (await mina.says("/mine")).labels if label.startswith("Continue: 11.6 <waste>")]
        receipt = await mina.presses("Recycling rate of household waste", under=asked)
        assert "Recycling rate of household waste: 61.4 %" in receipt
        for text in (
            "Recycling opened in 3 new districts of the city.",
            "Recycling 65 % by 2030 is what the council decided.",
            "재활용 시민 교육을 12개 동에서 열었습니다",
        ):
            assert "Not published yet" in await mina.says(text)
        assert "no target yet" in await mina.says("61.4 %")


async def test_a_value_survives_a_restart_between_doubt_and_answer(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 60.8 2025")
        await mina.says("recycling 614")
    async with bot_runs():
        assert ": 61.4 %" in await mina.presses("Record 61.4 %")
        await mina.acts.presses_data("value:accept:3:jump:61.4", message_id=mina.heard[-1].message["message_id"])
        await mina.quiet(0.2)
    assert len(await values(database)) == 4


async def test_the_same_value_again_changes_nothing(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 61.4")
        assert "recorded for 22 November 2026 already" in await mina.says("recycling 61.4 %")
    assert len(await values(database)) == 3


async def test_a_figure_with_two_numbers_or_of_a_day_to_come_is_refused(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.presses("Record a value")
        assert "several numbers" in await mina.says("61-62")
        assert "still to come" in await mina.says("61.4 2030")
        assert ": 61.4 %" in await mina.says("about 61.4 % 2026")
    assert (await values(database))[-1] == ("value", "2026-11-22", "61.4")


async def test_a_target_value_is_revised_with_a_reason(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 61.4")
        await mina.presses("Show the indicator")
        await mina.presses("Target value")
        assert "That year is over" in await mina.says("70 2020")
        assert "kept in “%”" in await mina.says("70 t 2030")
        assert "Why is it revised?" in await mina.says("70 % 2030")
        assert "Target value: 70 % · 2030" in await mina.says("The council decided so <in May>.")
        await mina.presses("Show the indicator")
        history = await mina.presses("History")
        assert "target value · 2030 · 70 %" in history and "The council decided so <in May>." in history
        assert "target value · 2032 · 66 %" in history


async def test_a_rating_is_overridden_with_a_reason_and_cleared_again(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 61.4")
        await mina.presses("Show the indicator")
        await mina.presses("Rate")
        await mina.presses("on track")
        shown = await mina.says("A new plant opens in spring.")
        assert "on track, in the city's own word: A new plant opens in spring." in shown
        assert "Reckoned: behind, from 58.2 (2020)" in shown
        await mina.presses("Show the indicator")
        shown = await mina.presses("Reckoned rating")
        assert "own word" not in shown and "behind: from 58.2 (2020)" in shown
    async with database.begin() as session:
        events = [entry.event for entry in await session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert events[-2:] == ["rated", "rating cleared"]


async def test_a_chart_comes_with_the_same_in_words(
    bot_runs: Runs, world: World, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await mina.says("/goals 11.6")
        await mina.presses("Add an indicator")
        await mina.presses("Recycling rate of household waste")
        await mina.presses("Save")
        shown = await mina.presses("Show the indicator")
        assert all(len(row) <= 3 for row in shown.buttons) and len(shown.buttons) <= 5
        await mina.acts.presses("Chart")
        await mina.quiet(0.3)
        assert "nothing to draw yet" in mina.toasts[-1]
        await mina.says("recycling 60.8 2025")
        await mina.says("recycling 61.4")
        await mina.presses("Show the indicator")
        await mina.acts.presses("Chart")
        chart = await mina.hears(60)
        assert "Last value: 61.4 % · 22 November 2026" in chart
        content = world.files.by_id(chart.message["photo"][-1]["file_id"]).upload.content
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.width == 1080
        assert "Last value: 61.4 %" in await mina.presses("Show the indicator")


async def test_a_withdrawn_indicator_keeps_its_figures(
    bot_runs: Runs, database: Database, mina: Person, city: None
) -> None:
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 61.4")
        await mina.presses("Show the indicator")
        await mina.presses("More")
        await mina.presses("Withdraw")
        assert "is withdrawn" in await mina.presses("Yes, withdraw")
        assert "Not published yet" in await mina.says("recycling 61.6")
        assert "Last value: 61.4 %" in await mina.presses("Bring it back")


async def test_another_city_reads_and_changes_nothing(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person, city: None
) -> None:
    await seated(database, jun, "Toyama")
    async with bot_runs():
        await measuring(mina)
        await mina.says("recycling 61.4")
        shown = await mina.presses("Show the indicator")
        await jun.says("/goals 11.6")
        for person in (jun, lee):
            await person.says("/goals")
            number = person.heard[-1].message["message_id"]
            page = await person.presses_data("measured:open:1", message_id=number)
            assert "61.4 %" in page and len(page.labels) == 3
            for data in OWN_ONLY:
                await person.acts.presses_data(data, message_id=number)
                await person.quiet(0.1)
            await person.says("recycling 10 %")
        assert shown
    assert len(await values(database)) == 3
    async with database.begin() as session:
        assert (await indicators.of_city(session, 1, at(TODAY).date()))[0].last
