"""What follows what: no circle and no second time, also where two decide at once."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import select

from storage import Database, actions, adoptions, people
from storage.actions import Published
from storage.adoptions import Refused
from storage.models import Adoption
from tests.conversations.test_find import told


async def links(database: Database, copy: Published, source: Published) -> str | None:
    """Let an action follow another one in a transaction of its own; return why it could not."""
    try:
        async with database.begin() as session:
            found = await actions.get(session, copy.id)
            assert found
            person = await people.meet(session, 1000 * copy.id + source.id, name="Somebody", language="en")
            words = ("Shorter", "en")
            await adoptions.add(session, (copy.id, found.city.id), source.id, words, person.id, old=True)
    except Refused as refused:
        return refused.why
    return None


async def circle(database: Database, ring: Sequence[Published]) -> list[str | None]:
    """Let each of these follow the next one, all at once."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return list(await asyncio.gather(*(links(database, copy, source) for copy, source in pairs)))


async def test_of_links_made_at_once_that_would_close_a_circle_one_is_refused(
    database: Database, database_url: str
) -> None:
    places = ("수원시", "Toyama", "Kaohsiung", "Busan", "Daejeon", "통영시")
    ring = [await told(database, place, f"Night bus of {place}") for place in places]
    for few in (ring[:2], ring[2:]):
        ends = await circle(database, few)
        assert sorted(ends, key=str) == [*([None] * (len(few) - 1)), "circle"]
    async with database.begin() as session:
        assert len((await session.scalars(select(Adoption))).all()) == 4


async def test_a_city_follows_an_action_once_and_an_action_follows_one_also_where_two_press_at_once(
    database: Database,
) -> None:
    source, other = await told(database, "Toyama", "Night bus"), await told(database, "Kaohsiung", "Day bus")
    one, two = await told(database, "수원시", "Our bus"), await told(database, "수원시", "Our other bus")
    assert sorted(await asyncio.gather(links(database, one, source), links(database, two, source)), key=str) == [
        None,
        "twice",
    ]
    first = one if await links(database, one, other) == "follows" else two
    assert await links(database, two if first is one else one, other) is None
    assert await links(database, one, two) == "own"
    assert await links(database, source, one) == ("circle" if first is one else None)
