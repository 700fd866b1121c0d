"""The suggested target learns from what cities have chosen for texts like it; no single one speaks for others."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.language.targets import rank
from storage import Database, actions, choices, search
from storage.choices import Choice, votes
from storage.index import Index, Neighbours
from storage.models import Action, City
from storage.people import Officer
from tests.conftest import Runs, city_of, seated
from tests.people import Person

SWIFTS = "Volunteers count swifts that nest under the eaves every spring."
ALIKE = "Every spring volunteers count the swifts that nest under the eaves."
BUSES = "A night bus on demand runs in the old town."
CHOSEN = "11.a Links between town and country"


async def chosen(database: Database, place: str, target: str = "11.a", times: int = 1, **answers: Any) -> None:
    """Let a city have published that its volunteers count swifts, under a target few would think of."""
    told = {"text": SWIFTS, "title": "Swifts", "language": "en", "kind": "achieved", "day": "2026-05-01"}
    async with database.begin() as session:
        city = await city_of(session, place)
        for _ in range(times):
            everyone = {"target": target, "visibility": "public"}
            state = {"state": answers.get("state", "published")}
            await actions.publish(session, city.id, None, told | everyone | answers, **state)


async def test_what_an_officer_changed_a_suggestion_to_is_suggested_for_the_next_text_like_it(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs() as bot:
        await mina.says("/find swifts")  # from the first search on, the index follows
        await mina.says(SWIFTS)
        await mina.presses("Change target")
        assert CHOSEN in (await mina.presses("All of them")).labels
        await mina.presses(CHOSEN)
        await mina.presses("Publish")
        await bot.index.catch_up()
        card = await mina.says(ALIKE)
        assert f"{CHOSEN} (suggested)" in card and SWIFTS not in card
        assert (await mina.presses("Change target")).labels[0] == f"Chosen: {CHOSEN}"


async def test_one_other_city_moves_nothing_however_much_it_files_and_two_that_agree_do(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await chosen(database, "Toyama", times=40)
    async with bot_runs() as bot:
        await bot.index.catch_up()
        assert CHOSEN not in await mina.says(ALIKE)
        await chosen(database, "창원시", text=f"{SWIFTS} Schools write the numbers down.")
        await bot.index.catch_up()
        card = await mina.says(ALIKE)
        assert f"{CHOSEN} (suggested)" in card


@pytest.fixture
async def index(database: Database) -> Any:
    index = Index(database)
    yield index
    await index.close()


async def said(database: Database, index: Index, officer: Officer | None = None) -> dict[str, float]:
    """Return what cities' choices say for a text about swifts, to an officer of a city or to anybody."""
    await index.catch_up()
    if officer is None:
        return dict(await choices.for_anybody(database, index, ALIKE))
    request = Neighbours(ALIKE, "en", officer.place_key or "", member=True)
    found = await index.look_up(request)
    async with database.begin() as session:
        session.info[search.PREPARED] = {request: found}
        return dict(await choices.for_draft(session, officer, ALIKE))


async def test_nobody_learns_from_what_is_hidden_withdrawn_practised_or_only_suggested(
    database: Database, index: Index
) -> None:
    await chosen(database, "수원시", visibility="city")
    for place in ("Toyama", "창원시", "Freiburg im Breisgau"):
        await chosen(database, place, "11.a", visibility="members")
        await chosen(database, place, "11.b", state="withdrawn")
        await chosen(database, place, "11.c")
        await chosen(database, place, "11.1", visibility="city")
    async with database.begin() as session:
        for action in await session.scalars(select(Action).where(Action.target == "11.c")):
            action.details = {**action.details, "target_suggested": True}
        suwon = await city_of(session, "수원시")
        key, office = suwon.place_key, suwon.office_id
    mina = Officer(1, 7, "Mina", "en", None, False, True, city_id=suwon.id, place_key=key, office_id=office)
    assert await said(database, index) == {}
    assert {*await said(database, index, mina)} == {"11.a"}
    async with database.begin() as session:
        for city in await session.scalars(select(City)):
            city.practice = True
    assert await said(database, index, mina) == {}


async def test_before_the_index_follows_nobody_waits_for_it(database: Database) -> None:
    await chosen(database, "수원시")
    index = Index(database)

    async def drafts(unit: Any) -> Any:
        officer = Officer(1, 7, "Mina", "en", None, False, True, city_id=1, place_key="kr.41110")
        return await choices.for_draft(unit.session, officer, ALIKE)

    assert await search.prepared(database, index, drafts) == {} and not index.following
    await index.catch_up()
    assert {*await search.prepared(database, index, drafts)} == {"11.a"}
    await index.close()


def test_a_city_has_one_vote_and_among_others_none_weighs_more_than_the_rest() -> None:
    own = votes([Choice(1, "11.2", 0.4, own=True), *[Choice(1, "11.6", 0.4, own=True)] * 3])
    assert sum(own.values()) == pytest.approx(0.8) and own["11.6"] == pytest.approx(3 * own["11.2"])
    assert votes([Choice(2, "11.3", 1.0)] * 50) == {}
    assert votes([*[Choice(2, "11.3", 1.0)] * 50, Choice(3, "11.3", 0.1)]) == pytest.approx({"11.3": 0.2})
    near = votes([Choice(2, "11.3", 0.5, branch=True), Choice(3, "11.3", 0.5, branch=True)])
    assert near == pytest.approx({"11.3": 1.5})
    assert votes([Choice(2, "11.3", 0.5), Choice(3, "11.3", 0.5)]) == pytest.approx({"11.3": 1.0})


def test_votes_only_add_the_more_of_them_the_more_and_leave_scores_below_one() -> None:
    before = dict(rank(BUSES))
    few, many = dict(rank(BUSES, votes={"11.a": 0.5})), dict(rank(BUSES, votes={"11.a": 5.0}))
    assert before["11.a"] < few["11.a"] < many["11.a"] < 0.5
    assert {code: score for code, score in many.items() if code != "11.a"} == {
        code: score for code, score in before.items() if code != "11.a"
    }
    assert rank(BUSES, votes={}) == rank(BUSES)
