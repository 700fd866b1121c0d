"""What maps and clouds are drawn from: what is public, city by city."""

from datetime import date

from bot.language import tags
from storage import Database, actions, cities, places, spread
from storage.models import Action, Seat
from tests.conftest import at, city_of
from tests.periods import publishes

BEFORE = date(2026, 6, 30)


async def test_only_what_is_public_counts_and_every_city_is_there(database: Database) -> None:
    [first, _second] = await publishes(database, "수원시", 2, target="11.5")
    await publishes(database, "Toyama", 1, visibility="members")
    async with database.begin() as session:
        withdrawn = await session.get(Action, first)
        assert withdrawn is not None
        await actions.withdraw(session, withdrawn, None)
        suwon, toyama = await spread.everyone(session)
    assert (suwon.number(""), suwon.number("11.5"), suwon.number("11.1")) == (1, 1, 0)
    assert suwon.areas == ("kr.41110",) and suwon.province["ko"] == "경기도" and not suwon.demo
    assert toyama.number("") == 0 and not toyama.province and 36 < toyama.latitude < 37


async def test_a_city_that_was_divided_is_drawn_where_its_successors_are(database: Database) -> None:
    at("2026-06-30T12:00+09:00")
    async with database.begin() as session:
        [old] = await places.find(session, "인천 중구", on=BEFORE)
        city = await cities.ensure(session, old)
        assert await spread.everyone(session) == [], "who is only invited is on no map"
        session.add(Seat(city_id=city.id, role="officer"))
        assert [share.areas for share in await spread.everyone(session)] == [("kr.28110",)]
        at("2026-07-02T12:00+09:00")
        assert [share.areas for share in await spread.everyone(session)] == [("kr.28125", "kr.28155")]


async def test_tags_are_counted_over_languages_and_spellings(database: Database) -> None:
    await publishes(database, "수원시", 2, tags="침수, Rain Gardens；#버스")
    await publishes(database, "Toyama", 1, tags="침수、rain gardens", target="11.5")
    await publishes(database, "Toyama", 1, visibility="city", tags="침수")
    async with database.begin() as session:
        everything, demo = await spread.tags(session, "")
        assert list(everything.items()) == [("Rain Gardens", 3), ("침수", 3), ("버스", 2)] and not demo
        assert await spread.tags(session, "11.5") == ({"rain gardens": 1, "침수": 1}, False)
        await city_of(session, "Kyoto")
        assert await spread.tags(session, "11.c") == ({}, False)


def test_tags_are_split_at_commas_of_any_script_and_number_signs() -> None:
    assert tags.split("#침수 #빗물 관리，バス、 바스 ；\n침수,,C#") == ["침수", "빗물 관리", "バス", "바스", "C"]
    assert tags.split(" , # ") == []
