"""What actions save of greenhouse gases: each tonne counted once."""

from datetime import date
from decimal import Decimal

import pytest

from storage import Database, actions, emissions
from storage.emissions import Circular, Saved
from storage.models import Action
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person

PANELS = "Solar panels on twelve schools make power for 300 homes."
SCHOOL = "A solar roof on the first school was opened with its pupils."


async def test_a_figure_that_is_a_part_of_another_is_counted_once(
    bot_runs: Runs, database: Database, mina: Person, lee: Person
) -> None:
    at("2026-11-22T10:00+09:00")
    await seated(database, mina, "수원시")
    async with bot_runs():
        for text in (PANELS, SCHOOL):
            card = await mina.says(text)
            if "Publish" not in card.labels:
                await mina.presses(card.labels[0])
            await mina.presses("Publish")
        for number, tonnes in (("SUW-0001", "1,200 t 2025"), ("SUW-0002", "90톤")):
            await mina.says(f"/find {number}")
            await mina.presses("More")
            await mina.presses("CO₂ saved")
            assert "no figure in tonnes" in await mina.says("120 km")
            await mina.says(tonnes)
            if number == "SUW-0002":
                await mina.presses("Part of")
                assert "Included in SUW-0001" in await mina.says("SUW-0001")
                await mina.presses("Source")
                assert "Source: Meters <of 2026>" in await mina.says("Meters <of 2026>")
            await mina.presses("Save")
        await lee.says("/find SUW-0001")
        assert "Saves 1,200 t CO₂e a year (2025)" in await lee.presses("More")
        assert "Saves 1,200 t CO₂e a year, each tonne counted once" in await lee.says("/city Suwon")
        await mina.says("/find SUW-0001")
        await mina.presses("More")
        await mina.presses("CO₂ saved")
        await mina.presses("Part of")
        asked = mina.heard[-1]
        assert not any("SUW-0002" in label for label in asked.labels)
        await mina.says("SUW-0002")
        await mina.acts.presses("Save")
        await mina.quiet(0.2)
        assert "itself a part of this one" in mina.toasts[-1]
        assert "the figure is removed" in await mina.presses("Remove")
        assert "Saves 90 t CO₂e a year" in await lee.says("/city Suwon")


async def published(database: Database, count: int) -> list[int]:
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        told = [
            await actions.publish(
                session, city.id, None,
                {"title": f"Action {i}", "text": f"Text {i}", "language": "en", "kind": "achieved", "target": "11.6",
                 "day": date(2026, 1, 1), "visibility": "public"},
            )
            for i in range(count)
        ]  # fmt: skip
        return [each.id for each in told]


async def test_sums_count_parts_of_parts_once_and_orphans_themselves(database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    whole, part, smallest, alone = await published(database, 4)
    async with database.begin() as session:
        rows = {key: await session.get_one(Action, key) for key in (whole, part, smallest, alone)}
        for key, tonnes, of in ((whole, "100", None), (part, "40", whole), (smallest, "5.5", part), (alone, "7", None)):
            await emissions.say(session, rows[key], 1, Saved(Decimal(tonnes), 2026), part_of=of)
        city = rows[whole].city_id
        assert await emissions.total(session, [city]) == Decimal(107)
        with pytest.raises(Circular):
            await emissions.say(session, rows[whole], 1, Saved(Decimal(100), 2026), part_of=smallest)
        with pytest.raises(Circular):
            await emissions.say(session, rows[alone], 1, Saved(Decimal(7), 2026), part_of=alone)
        assert [each.id for each in await emissions.wholes(session, rows[whole])] == [alone]
        assert await emissions.counted(session, [part, smallest]) == {part: Saved(Decimal(40), 2026)}
        await actions.withdraw(session, rows[whole], 1)
        assert await emissions.total(session, [city]) == Decimal(47)
        await emissions.say(session, rows[part], 1, Saved(Decimal(0), 2026))
        assert await emissions.total(session, [city]) == Decimal("12.5")
        assert await emissions.total(session, []) == 0
