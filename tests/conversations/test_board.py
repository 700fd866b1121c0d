"""A city's board and its gaps: what there is for each target, what is old, what is missing, and who has it."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot import clock
from bot.goal11 import TARGETS
from bot.simulator import World
from storage import Database, actions, board, cities
from storage.models import Indicator, Measure
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person
from tests.periods import opened, publishes

TODAY = "2027-03-23T10:00+09:00"


async def measured(database: Database, place: str, target: str, name: str, said_on: str | None = None, **about) -> None:
    """Let a city have an indicator, and have said a value of it on some day."""
    async with database.begin() as session:
        city = await city_of(session, place)
        row = Indicator(city_id=city.id, target=target, name=name, language="en", unit="%", better="up",
                        at=clock.now(), **about)  # fmt: skip
        session.add(row)
        await session.flush()
        if said_on:
            session.add(Measure(indicator_id=row.id, kind="value", day=date(2026, 12, 31), value=Decimal("61.40"),
                                at=at(said_on)))  # fmt: skip
    at(TODAY)


async def suwon(database: Database) -> None:
    """Let Suwon have recent, old and due actions, two indicators, and seven targets with nothing."""
    at(TODAY)
    await publishes(database, "수원시", 2)
    await publishes(database, "수원시", title="Old barriers", target="11.5", day="2026-03-23")
    await publishes(database, "수원시", title="Yard", target="11.6", day="2025-01-01", precision="year",
                    department="Waste policy")  # fmt: skip
    await measured(database, "수원시", "11.6", "Recycling", "2027-03-01T10:00+09:00", department="Waste policy")
    await measured(database, "수원시", "11.2", "Seats on buses")


async def test_the_board_shows_what_there_is_what_is_old_what_is_due_and_what_is_blank(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await suwon(database)
    await seated(database, mina, "수원시")
    await opened(database)
    async with bot_runs() as bot:
        await bot.schedule.tick()
        await mina.hears()
        shown = await mina.says("/board")
        assert shown.startswith("Board · Suwon\nfilled: 2 · stale: 1 · blank: 7 · to check: 4\n\n11.1 ")
        lines = dict(zip(shown.split("\n")[3::2], shown.split("\n")[4::2], strict=True))
        assert lines["11.2 Safe and easy transport"] == (
            "   2 actions · 1 indicator · to check: 2 · as of November 2026"
        )
        assert lines["11.5 Fewer losses from disasters"] == (
            "   1 action · no indicator · to check: 1 · stale, as of March 2026"
        )
        assert lines["11.6 Clean air, less waste"] == "   1 action · 1 indicator · to check: 1 · as of March 2027"
        assert lines["11.4 Culture and nature handed down"] == "   blank · no indicator"
        assert shown.buttons == [list(TARGETS)[:5], list(TARGETS)[5:], ["Gaps", "By department"]]
        await mina.presses("11.6")
        square = mina.heard[-1]
        assert "1 Yard\n   SUW-0004 · as of 2025" in square
        assert "Recycling: 61.40 % (December 2026)" in square
        assert square.buttons == [["1"], ["Back"]]
        await mina.presses("Back")
        departments = await mina.presses("By department")
        assert (
            "Waste policy\n1 action · stale: 1\n1 indicator · stale: 0 · no value: 0\nRecycling: 61.40 %" in departments
        )
        assert "No department named\n" in departments
        assert departments.endswith("1 indicator · stale: 0 · no value: 1\nSeats on buses: no value yet")
        assert departments.edited


async def test_what_is_confirmed_or_told_anew_is_no_longer_stale(database: Database, mina: Person) -> None:
    await suwon(database)
    await seated(database, mina, "수원시")
    async with database.begin() as session:
        found = (await board.of_cities(session, [1], clock.now().date(), own=True))[1]
        assert found["11.5"].state == "stale"
        told = await actions.by_number(session, "SUW-0003")
        assert told
        await actions.add_update(session, told.action, 1, "Still there.", "en")
    async with database.begin() as session:
        found = (await board.of_cities(session, [1], clock.now().date(), own=True))[1]
        assert found["11.5"].state == "filled" and found["11.5"].said_on == date(2027, 3, 23)


async def test_gaps_name_for_each_one_neighbour_of_similar_size_worth_reading(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await suwon(database)
    await seated(database, mina, "수원시")
    await publishes(database, "종로구", title="A small one", target="11.4", day="2027-03-01")
    await publishes(database, "창원시", title="One like us", target="11.4", day="2026-05-01")
    await publishes(database, "창원시", title="Secret", target="11.1", visibility="city")
    async with database.begin() as session:
        for place, population in (("수원시", 1_190_000), ("종로구", 139_000), ("창원시", 1_000_000)):
            (await city_of(session, place)).population = population
    async with bot_runs():
        shown = await mina.says("/gaps")
        assert shown.startswith("Gaps · Suwon\nfilled: 2 · stale: 1 · blank: 7 · without an indicator: 8\n\n")
        assert "3 11.4 Culture and nature handed down\n   blank · no indicator\n" in shown
        assert "   Worth reading: Changwon, Gyeongsangnam-do · One like us\n" in shown
        assert "Secret" not in shown and "A small one" not in shown
        assert shown.buttons == [["3"], ["Next"], ["Board"]]
        second = await mina.presses("Next")
        assert second.edited and "8 11.c" in second
        await mina.presses("Previous")
        assert "One like us" in await mina.presses("3")


async def test_an_office_sees_the_cities_of_its_branch_in_the_same_words(
    bot_runs: Runs, database: Database, park: Person, jun: Person, mina: Person
) -> None:
    await suwon(database)
    await seated(database, jun, "富山市")
    await seated(database, mina, "부산광역시")
    await publishes(database, "수원시", title="Secret", target="11.1", visibility="city")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        listed = await park.says("/board")
        assert listed == (
            "Board · 2 cities\nYou see this in private.\n\n"
            "1 Busan\n   filled: 0 · stale: 0 · blank: 10\n2 Suwon\n   filled: 2 · stale: 1 · blank: 7"
        )
        own = await park.presses("2")
        assert own.startswith("Board · Suwon\nfilled: 2 · stale: 1 · blank: 7\n\n11.1 ")
        assert own.buttons[-1] == ["Back", "By department"]
        assert "Secret" not in await park.presses("11.1")
        gaps = await park.says("/gaps")
        assert "11.2 Safe and easy transport\n   filled: 1 · stale: 0 · blank: 1 · without an indicator: 1" in gaps
        there = await park.presses("11.5")
        assert there.split("\n")[2:] == ["Busan · blank", "Suwon · stale"]
        assert "Toyama" not in listed + gaps + there


async def test_every_target_is_filled_stale_or_blank_in_every_city(database: Database) -> None:
    at(TODAY)
    places = ("수원시", "부산광역시", "富山市")
    for number, target in enumerate(TARGETS):
        day = (date(2027, 3, 1) - timedelta(days=90 * number)).isoformat()
        await publishes(database, places[number % 3], title="Work", target=target, day=day)
    async with database.begin() as session:
        ids = [each.id for each in await cities.everyone(session)]
        found = await board.of_cities(session, ids, clock.now().date())
        for squares in found.values():
            counted = board.counts(squares)
            assert sum(counted.values()) == len(TARGETS) == len(squares)
            assert set(counted) <= set(board.STATES)
        everywhere = Counter(square.state for squares in found.values() for square in squares.values())
        assert everywhere == {"filled": 4, "stale": 6, "blank": 20}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_empty_city_has_a_board_and_gaps_too(
    bot_runs: Runs, database: Database, world: World, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert (await mina.says("/board")).startswith("Board · Suwon\nfilled: 0 · stale: 0 · blank: 10\n")
        assert "There is no action and no indicator yet." in await mina.presses("By department")
        assert (await mina.says("/gaps")).buttons == [["Next"], ["Board"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_two_cities_of_one_name_are_told_apart(bot_runs: Runs, database: Database, park: Person) -> None:
    for place in ("부산광역시 중구", "대구광역시 중구", "수원시"):
        await publishes(database, place)
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        listed = await park.says("/board")
    names = [line.split(" ", 1)[1] for line in listed.split("\n") if line[0:1].isdigit()]
    assert names == ["Jung-gu, Busan", "Jung-gu, Daegu", "Suwon"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_neighbour_is_read_in_ones_own_language_where_there_is_one_and_marked_where_not(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at(TODAY)
    await seated(database, mina, "수원시")
    await publishes(database, "富山市", title="夜間バス", target="11.1", language="ja", day="2027-03-01")
    await publishes(database, "高雄市", title="Buses at night", target="11.1", day="2026-01-01")
    await publishes(database, "富山市", title="防災公園", target="11.3", language="ja")
    async with bot_runs():
        shown = await mina.says("/gaps")
    assert "Worth reading: Kaohsiung, Taiwan · Buses at night\n" in shown
    assert "Worth reading: Toyama, Japan · 防災公園 · Japanese\n" in shown
