"""One officer's year: the readiness check in January, a figure in the March tidy, a milestone in October."""

from sqlalchemy import select

from storage import Database, readiness
from storage.models import AuditEntry, Measure, Office
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person

HANEUL, BYEOLBIT = "수원시", "창원시"


async def test_in_january_seven_taps_show_a_neighbours_ordinance_and_plan(
    bot_runs: Runs, database: Database, mina: Person, kim: Person, park: Person
) -> None:
    at("2027-01-19T10:00+09:00")
    await seated(database, mina, HANEUL)
    await seated(database, kim, BYEOLBIT)
    await seated(database, park, HANEUL, "coordinator")
    async with bot_runs():
        for text in (
            "지속가능발전 기본 조례를 제정하고 시의회가 의결했습니다.",
            "지속가능발전 기본계획을 세우고 시민 위원회를 열었습니다.",
        ):
            card = await kim.says(text)
            if "Publish" not in card.labels:
                await kim.presses(card.labels[0])
            await kim.presses("Publish")
        await mina.says("/readiness")
        for answer in ("Yes", "No", "Yes", "No", "Yes", "Yes", "Yes"):
            shown = await mina.presses(answer)
        assert "yes: 5 of 7" in shown
        assert "지속가능발전 기본 조례" in await mina.presses("2")
        await mina.presses("Back")
        assert "지속가능발전 기본계획" in await mina.presses("4")
        assert "2 Ordinance: no" in await park.says("/readiness")
        assert "1 of 7" in await kim.says("/readiness")
    async with database.begin() as session:
        korea = await session.scalar(select(Office.id).where(Office.code == "korea"))
        assert korea and await readiness.totals(session, korea, 2027) == {}
        assert await readiness.of_city(session, (await city_of(session, BYEOLBIT)).id, 2027) == {}


async def test_in_march_614_is_asked_about_and_61_4_recorded(bot_runs: Runs, database: Database, mina: Person) -> None:
    at("2027-01-04T10:05+09:00")
    await seated(database, mina, HANEUL)
    async with bot_runs():
        await mina.says("/goals 11.6")
        await mina.presses("Add an indicator")
        await mina.presses("Recycling rate of household waste")
        await mina.presses("Save")
        await mina.says("recycling 60.8 % 2026")
    at("2027-03-22T09:30+09:00")
    async with bot_runs():
        asked = await mina.says("11.6 recycling 614")
        assert "The last value is 60.8 %.\nIf 61.4 % is right" in asked
        assert asked.buttons[0] == ["Record 61.4 %"]
        assert "Before: 60.8 % · 2026 · change +0.6" in await mina.presses("Record 61.4 %")
    async with database.begin() as session:
        rows = (await session.scalars(select(Measure).order_by(Measure.id))).all()
        assert [(str(row.day), str(row.value)) for row in rows] == [("2026-12-31", "60.8"), ("2027-03-22", "61.4")]
        trail = [each.event for each in await session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert trail.count("value recorded") == 2
