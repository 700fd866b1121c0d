"""What a report reads of goals, indicators and milestones: all of a city's, up to a day, as it counts now."""

from datetime import UTC, date, datetime
from decimal import Decimal

from bot import clock
from bot.reports.contents import GoalPart, IndicatorPart, MeasurePart
from storage import Database, Session, goals, indicators, people
from storage.models import City, Indicator
from tests.conftest import city_of

END = date(2026, 12, 31)
FIELDS = {"target": "11.6", "name": "Recycling", "language": "en", "unit": "%", "better": "up"}


async def somebody(session: Session) -> tuple[City, int]:
    city = await city_of(session, "수원시")
    return city, (await people.meet(session, 7, name="Mina", language="en")).id


async def measured(session: Session, row: Indicator, who: int, *said: tuple[str, str, str | None]) -> None:
    for kind, day, value in said:
        told = date.fromisoformat(day), None if value is None else Decimal(value)
        await indicators.say(session, row, who, kind, told)


async def test_of_what_was_said_of_a_day_the_last_word_counts(database: Database) -> None:
    async with database.begin() as session:
        city, who = await somebody(session)
        row = await indicators.create(session, city.id, who, FIELDS)
        await measured(
            session, row, who,
            ("baseline", "2020-12-31", "58"), ("value", "2026-09-30", "61.4"), ("value", "2025-12-31", "60.80"),
            ("value", "2026-09-30", "61.5"), ("value", "2027-03-31", "62"), ("value", "2024-12-31", "59"),
            ("value", "2024-12-31", None), ("target_value", "2030-12-31", "66"), ("target_value", "2032-12-31", "70"),
            ("baseline", "2021-12-31", "58.2"),
        )  # fmt: skip
        [part] = await indicators.parts(session, [city.id], END)
        assert part == IndicatorPart(
            city="SUW", name="Recycling", language="en", unit="%", better="up", target="11.6",
            baseline=MeasurePart(date(2021, 12, 31), Decimal("58.2")),
            values=(MeasurePart(date(2025, 12, 31), Decimal("60.80")), MeasurePart(date(2026, 9, 30), Decimal("61.5"))),
            target_value=MeasurePart(date(2032, 12, 31), Decimal(70)),
            rating="behind",
        )  # fmt: skip
        assert str(part.values[0].value) == "60.80"
        assert len(await indicators.history(session, row.id)) == 10
        assert await indicators.parts(session, [], END) == []


async def test_what_was_just_said_is_taken_back_to_what_counted_before(database: Database) -> None:
    async with database.begin() as session:
        city, who = await somebody(session)
        row = await indicators.create(session, city.id, who, FIELDS)
        await measured(session, row, who, ("value", "2026-09-30", "61.4"))
        first = await indicators.measure(session, 1)
        await measured(session, row, who, ("value", "2026-09-30", "61.5"))
        second = await indicators.measure(session, 2)
        assert first and second
        assert not await indicators.take_back(session, row, who, first)
        assert await indicators.take_back(session, row, who, second)
        [part] = await indicators.parts(session, [city.id], END)
        assert part.values == (MeasurePart(date(2026, 9, 30), Decimal("61.4")),)
        assert not await indicators.take_back(session, row, who, second)


async def test_indicators_stand_by_target_and_withdrawn_ones_are_left_out(database: Database) -> None:
    async with database.begin() as session:
        city, who = await somebody(session)
        made = [
            await indicators.create(session, city.id, who, FIELDS | {"target": target, "name": name})
            for target, name in ((None, "of none"), ("11.a", "last"), ("11.1", "first"), ("11.1", "gone"))
        ]
        assert await indicators.withdraw(session, made[-1], who) and not await indicators.withdraw(
            session, made[-1], who
        )
        assert [part.name for part in await indicators.parts(session, [city.id], END)] == ["first", "last", "of none"]
        assert [each.name for each in await indicators.named(session, city.id)] == ["of none", "last", "first"]


async def test_goals_are_read_by_target_as_of_a_day(database: Database) -> None:
    async with database.begin() as session:
        city, who = await somebody(session)
        clock.set_to(datetime(2026, 12, 31, 14, 59, tzinfo=UTC))  # the last minute of the year in Seoul
        await goals.add(session, city.id, who, "11.6", "In time", "en")
        gone = await goals.add(session, city.id, who, "11.6", "Gone", "en")
        await goals.withdraw(session, gone, who)
        clock.set_to(datetime(2026, 12, 31, 15, 1, tzinfo=UTC))
        await goals.add(session, city.id, who, "11.1", "Later", "en")
        assert await goals.parts(session, [city.id], END) == {"11.6": [GoalPart("SUW", "In time", "en")]}


async def test_an_indicator_shows_the_last_day_of_which_something_still_counts(database: Database) -> None:
    async with database.begin() as session:
        city, who = await somebody(session)
        row = await indicators.create(session, city.id, who, FIELDS)
        await measured(
            session, row, who,
            ("value", "2026-09-30", "61.4"), ("value", "2025-12-31", "60.8"), ("value", "2026-09-30", None),
            ("target_value", "2030-12-31", "66"), ("target_value", "2030-12-31", None),
        )  # fmt: skip
        [kept] = await indicators.of_city(session, city.id, date(2026, 12, 31))
        assert kept.last == MeasurePart(date(2025, 12, 31), Decimal("60.8"))
        assert kept.part.target_value is None
