"""The network of the try-out."""

import pytest
from sqlalchemy import func, select

from bot.simulator import World
from bot.simulator.demo import load
from bot.simulator.demo_network import PLAYERS, city_of, seed
from storage import Database, cities, invitations, people
from storage.models import Action, Cycle
from tests.conftest import Runs
from tests.people import Person

either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@either
async def test_every_demo_action_has_its_city(database: Database) -> None:
    async with database.begin() as session:
        for action in load():
            city = await city_of(session, action)
            assert city.country == action.country
            assert cities.name(city, "ko") == action.unit or not (action.unit and action.country == "KR")


async def test_the_network_is_sown_once(database: Database) -> None:
    world = World()
    players = await seed(database, world)
    assert await seed(database, World()) == players
    async with database.begin() as session:
        told = (await session.scalars(select(Action))).all()
        assert len(told) == len(load()) and all(action.demo and action.source_id for action in told)
        assert await session.scalar(select(func.count()).select_from(Cycle)) == 4


@either
async def test_everybody_sits_where_the_list_says(database: Database) -> None:
    await seed(database, World())
    async with database.begin() as session:
        for player in PLAYERS:
            officer = await people.known(await session.connection(), player.id)
            assert (officer.role if officer else None) == player.role
            if officer and officer.city_id:
                city = await cities.get(session, officer.city_id)
                assert city and cities.name(city, player.language).startswith(player.shown_place[:2])


@either
async def test_of_an_action_only_the_year_is_known(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seed(database, World())
    async with database.begin() as session:
        told = (await session.scalars(select(Action).where(Action.source_id == "kr-001"))).one()
    async with bot_runs():
        card = await mina.says(f"/find {told.number}")
        assert f"{told.number} · as of {told.day.year}\n" in card and "December" not in card
        listed = await mina.says("/find 요금")
        assert f" · {told.target} · {told.day.year}\n" in listed and "December" not in listed
        await mina.says("/start")
    await _give_seat(database, mina, told.city_id)
    async with bot_runs():
        await mina.says(f"/action {told.number}")
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Title")
        await mina.says("Another title")
        await mina.presses("Save")
        assert f"as of {told.day.year}\n" in await mina.presses("Show the card")
        await mina.presses("Edit")
        await mina.presses("Change something")
        await mina.presses("Date")
        await mina.says("2024-05-06")
        await mina.presses("Save")
        assert "as of 6 May 2024" in await mina.presses("Show the card")


async def _give_seat(database: Database, person: Person, city_id: int) -> None:
    async with database.begin() as session:
        known = await people.known(await session.connection(), person.id)
        assert known
        await invitations.seat(session, known.id, "officer", city_id=city_id, office_id=None)
        await invitations.consent(session, known.id, "before")


@either
async def test_figures_are_as_given(database: Database) -> None:
    await seed(database, World())
    async with database.begin() as session:
        card = (await session.scalars(select(Action).where(Action.source_id == "kr-001"))).one()
        assert card.details["figures"] == ["정액요금(30일) 62000 원 (2024)", "따릉이 포함 요금 65000 원 (2024)"]
        assert card.target == "11.2" and card.details["pathway"] == "zero_emission"
