"""The databases of the tests: whoever gets one finds it as if nobody had used it."""

import pytest
from sqlalchemy import func, select, text

from storage import Database, offices, people
from storage.models import Action, Person
from tests.conftest import city_of
from tests.databases import Postgres


async def test_a_database_used_again_is_as_it_began(postgres_copies: Postgres) -> None:
    ids = []
    for _ in range(2):
        async with postgres_copies.fresh() as url:
            database = Database(url)
            async with database.begin() as session:
                assert [await session.scalar(select(func.count()).select_from(each)) for each in (Person, Action)] == [
                    0,
                    0,
                ]
                ids.append((await people.meet(session, 7, name="Mina", language="en")).id)
                ids.append((await city_of(session, "수원시")).id)
                office = await offices.by_code(session, "korea")
                assert office and office.chat_id is None
                office.chat_id = -1
            await database.close()
            used = url
    assert ids[:2] == ids[2:]
    async with postgres_copies.fresh() as url:
        assert url == used


@pytest.mark.parametrize(
    "change", ["UPDATE places SET population = 1 WHERE kind = 'none'", "ALTER TABLE people ADD more text"]
)
async def test_a_database_whose_shape_or_places_were_changed_is_not_used_again(
    postgres_copies: Postgres, change: str
) -> None:
    async with postgres_copies.fresh() as spoilt:
        database = Database(spoilt)
        async with database.unit() as unit:
            await unit.connection.execute(text(change))
        await database.close()
    async with postgres_copies.fresh() as url:
        assert url != spoilt
