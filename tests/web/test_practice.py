"""Nothing of a practice town is anywhere anybody else looks."""

from datetime import date

import orjson
from sqlalchemy import select

from bot import clock
from storage import (
    Database,
    actions,
    board,
    cities,
    exports,
    gathering,
    goals,
    offices,
    people,
    practice,
    public,
    reports,
    search,
    shelf,
    spread,
)  # fmt: skip
from storage.models import Action, Attachment, City, Publication
from tests.conftest import city_of, seated
from tests.people import Person
from tests.web.conftest import Hand

DAY = date(2027, 1, 4)
BUSES = "Zeppelins fly over the old town every night."


async def town_of(database: Database, person: Person) -> tuple[City, str]:
    """Let somebody have published something in a practice town, for everyone; return the town and the number."""
    await seated(database, person, "수원시")
    async with database.begin() as session:
        officer = await people.known(await session.connection(), person.id)
        assert officer is not None
        town = await practice.begin(session, officer)
        answers = {
            "title": BUSES, "text": BUSES, "language": "en", "kind": "achieved", "target": "11.2",
            "day": DAY.isoformat(), "visibility": "public", "tags": "zeppelins",
        }  # fmt: skip
        published = await actions.publish(session, town.id, officer.id, answers)
        changed = await actions.publish(session, town.id, officer.id, answers | {"text": f"{BUSES} Twice."})
        await actions.edit(session, await session.get_one(Action, changed.id), officer.id, answers)
        await goals.add(session, town.id, officer.id, "11.2", "Zeppelins everywhere", "en")
        about = {"title": "Zeppelin report", "year": 2027, "language": "en", "link": "https://example.org/zeppelin"}
        await shelf.add(session, town.id, officer.id, about)
        kept = Attachment(
            kind="document", state="kept", content=b"zeppelins", file_id="f", unique_id="u", at=clock.now()
        )
        session.add(kept)
        await session.flush()
        file = {"name": "zeppelins.pdf", "attachment_id": kept.id, "at": clock.now(), "year": 2027, "language": "en"}
        session.add(Publication(city_id=town.id, title="Zeppelin study", **file))
        await reports.freeze(session, reports.Owner(city=town), officer.id)
        return town, published.number


async def test_no_search_page_map_feed_or_export_has_it(database: Database, mina: Person, hand: Hand) -> None:
    town, number = await town_of(database, mina)
    for path in ("/api/actions", "/api/actions?q=zeppelins", "/api/actions?city=수원시", "/en/", "/en/actions",
                 "/en/actions?q=zeppelins", "/en/feed.xml", "/en/shelf", "/en/open", "/open/actions.csv",
                 "/open/actions.json", "/open/actions.geojson", "/metrics"):  # fmt: skip
        status, text = await hand.gets(path)
        assert status == 200 or path.startswith("/api/actions?city"), path
        assert "eppelin" not in text.replace("zeppelins", "") and town.code not in text and "Practice" not in text, path
        assert "invented" not in text and "Amberhaven" not in text and "月原市" not in text, path
    assert orjson.loads((await hand.gets("/api/actions"))[1])["items"] == []
    for path in (f"/en/actions/{number}", f"/en/cities/{town.code}", f"/en/cities/{town.place_key}"):
        assert (await hand.gets(path))[0] == 404, path
    async with database.begin() as session:
        shelved = list(await session.scalars(select(Publication.id)))
    assert len(shelved) == 2 and {(await hand.gets(f"/shelf/{key}"))[0] for key in shelved} == {404}
    await hand.bot.index.close()


async def test_no_count_report_board_or_office_has_it(database: Database, mina: Person) -> None:
    town, number = await town_of(database, mina)
    async with database.begin() as session:
        real = await city_of(session, "수원시")
        everywhere = await cities.everyone(session)
        assert [city.id for city in everywhere] == [real.id]
        assert "Practice office" not in [office.name for office in await offices.everyone(session)]
        for office in await offices.everyone(session):
            there = await offices.cities(session, office.id)
            assert town.id not in [city.id for city in there]
            assert "eppelin" not in repr(await gathering.of_cities(session, there, DAY))
            if office.code != offices.PRACTICE:
                assert town.office_id not in await offices.branch(session, office.id)
        numbers = await public.numbers(session)
        assert (numbers.actions, numbers.cities, numbers.targets) == (0, 1, 0)
        assert [spot.city.id for spot in await public.spots(session)] == [real.id]
        assert not await public.newest(session, 10) and not await public.targets(session)
        assert [share.city.id for share in await spread.everyone(session)] == [real.id]
        assert await spread.tags(session, "") == ({}, False)
        assert number not in repr(await exports.data(session, everywhere, DAY, everything=True))
        assert not await board.neighbours(session, real, ["11.2"], "en")
        assert not (await search.search(session, search.Query("", "en", member=True))).total
        assert not await search.counts(session, search.Query("", "en", member=True), "target")
