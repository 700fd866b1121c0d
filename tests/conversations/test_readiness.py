"""Seven duties, seven taps: private to the city, totals only of five cities or more."""

import pytest
from sqlalchemy import select

from storage import Database, readiness
from storage.models import AuditEntry, ReadinessAnswer
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person

CITIES = ("수원시", "성남시", "용인시", "고양시", "창원시")


async def answered(database: Database, places: tuple[str, ...], person_id: int, year: int = 2027) -> None:
    async with database.begin() as session:
        for place in places:
            city = await city_of(session, place)
            await readiness.answer(session, city.id, person_id, year, "ordinance", fulfilled=place != "수원시")


async def test_seven_taps_answer_seven_questions_in_place(bot_runs: Runs, database: Database, mina: Person) -> None:
    at("2027-01-19T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        asked = await mina.says("/readiness")
        assert "1 of 7 · Lead department" in asked and "Only your city sees this." in asked
        for answer in ("Yes", "No", "Yes"):
            asked = await mina.presses(answer)
        assert asked.edited and "4 of 7 · Basic plan" in asked
        assert "4 Basic plan: not answered" in await mina.presses("Later")
        await mina.presses("Go on")
        for answer in ("No", "Yes", "Yes"):
            await mina.presses(answer)
        done = await mina.presses("Yes")
        assert "Readiness 2027 · yes: 5 of 7" in done and "2 Ordinance: no" in done and "4 Basic plan: no" in done
        assert "Readiness 2027 · yes: 5 of 7" in await mina.says("/readiness")
        await mina.presses("2")
        assert "yes: 6 of 7" in await mina.presses("Yes")
    async with database.begin() as session:
        rows = (await session.scalars(select(ReadinessAnswer))).all()
        assert len(rows) == 7 and {row.year for row in rows} == {2027}
        trail = [each for each in await session.scalars(select(AuditEntry)) if each.event == "readiness answered"]
        assert len(trail) == 8 and not any(each.details for each in trail)
    at("2028-01-05T10:00+09:00")
    async with bot_runs():
        assert "1 of 7" in await mina.says("/readiness")
        assert "Readiness 2028 · yes: 0 of 7" in await mina.presses("Later")
        before = await mina.presses("2027")
        assert "Readiness 2027 · yes: 6 of 7" in before and "Go on" not in before.labels
        await mina.presses("2")
        assert mina.heard[-1].labels == ["Back"]


async def test_after_a_no_public_examples_of_neighbours_are_shown(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, jun: Person
) -> None:
    at("2027-01-19T10:00+09:00")
    await seated(database, mina, "수원시")
    await seated(database, kim, "창원시")
    await seated(database, jun, "Toyama")
    async with bot_runs():
        await kim.says("Our ordinance on sustainable development was adopted by the council.")
        await kim.presses("Publish")
        await jun.says("An ordinance on sustainable development is in force.")
        await jun.presses("公開")
        await mina.says("/readiness")
        await mina.presses("Yes")
        await mina.presses("No")
        await mina.presses("Later")
        shown = await mina.presses("2")
        assert "Ordinance: no" in shown and "Changwon" in shown and "Toyama" not in shown
        assert "Our ordinance on sustainable development" in await mina.presses("1")


@pytest.mark.parametrize("count", [4, 5])
async def test_an_office_sees_totals_only_of_five_cities_or_more(
    bot_runs: Runs, database: Database, park: Person, mina: Person, count: int
) -> None:
    at("2027-01-19T10:00+09:00")
    await seated_in_office(database, park, "korea")
    await answered(database, CITIES[:count], 1)
    await answered(database, ("Toyama", "Kaohsiung"), 1)
    await seated(database, mina, "수원시", "coordinator")
    async with bot_runs():
        await park.says("/office")
        shown = await park.presses("Readiness of cities")
        if count == 5:
            assert "Ordinance: 4 of 5" in shown
        else:
            assert "Fewer than five cities" in shown and " of " not in shown.replace("Totals of five", "")
        assert not any(name in shown for name in ("Suwon", "Changwon"))
        assert "Readiness of cities" not in (await mina.says("/office")).labels
        await mina.acts.presses_data("duties:totals", message_id=mina.heard[-1].message["message_id"])
        await mina.quiet(0.1)
