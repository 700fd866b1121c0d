"""Step 15 of an officer's year: figures are fixed, reports go upward, and everybody who contributed hears of it."""

import io
import zipfile
from datetime import UTC, date, datetime

from sqlalchemy import select

from bot.simulator import World
from storage import Database, reports
from storage.models import Thanks, UnEntry
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.conversations.test_report import asks, content, published
from tests.people import Person

LINK = "https://sdgs.un.org/partnerships/haneul"
CITIES = (
    "수원시", "창원시", "전주시", "춘천시", "순천시", "포항시", "안동시", "강릉시", "원주시", "천안시", "아산시",
    "군산시", "목포시", "여수시",
)  # fmt: skip


async def test_a_report_is_fixed_handed_in_and_its_contributors_are_thanked(
    bot_runs: Runs, world: World, database: Database, mina: Person, park: Person
) -> None:
    at("2027-06-01T10:00+09:00")
    officers = [mina, *(Person(world, 100 + n, f"Officer {n}", "ko") for n in range(1, len(CITIES)))]
    await seated_in_office(database, park, "korea")
    for officer, place in zip(officers, CITIES, strict=True):
        await seated(database, officer, place)
        await published(database, place)
    without = [await published(database, title=f"사례 {n}", text=f"{n}번째 사례입니다.", second="") for n in (1, 2)]
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        session.add(UnEntry(city_id=city.id, registered=date(2026, 6, 15), at=datetime.now(UTC)))
    async with bot_runs() as bot:
        await mina.says("/report")
        await mina.presses("Fix the figures")
        assert "Fixed: version 1" in await mina.presses("Yes, fix them")
        for form, begins in (("docx", b"PK"), ("hwpx", b"PK"), ("text", b"\xef\xbb\xbf"), ("xlsx", b"PK"),
                             ("csv", b"\xef\xbb\xbfsource_id"), ("json", b"{")):  # fmt: skip
            file = content(world, await asks(mina, f"/report city {form} ko en"))
            assert file.startswith(begins), form
        pack = content(world, await asks(mina, "/report un text")).decode("utf-8-sig")
        assert all(f"Missing: {number} has no English text" in pack for number in without)
        assert pack.count("has no English text\n") == 2
        await park.says("/report")
        await park.presses("Fix the figures")
        await park.presses("Yes, fix them")
        with zipfile.ZipFile(io.BytesIO(content(world, await asks(park, "/report country docx")))) as packed:
            inside = packed.read("word/document.xml").decode()
        assert all(name in inside for name in ("Suwon", "Changwon", "Yeosu"))

        at("2027-06-15T10:00+09:00")
        for person in (mina, park):
            await person.says("/report")
            await person.presses("Versions")
            await person.presses("1")
            await person.presses("Mark as submitted")
            await person.says("2027-06-15")
            assert "Version 1 is marked as submitted" in await person.says(LINK)
        await bot.schedule.tick()
        assert "3 actions of your city are in the country report" in await mina.hears()
        for officer in officers[1:]:
            assert LINK in await officer.hears()
        await bot.schedule.tick()
        await officers[5].quiet()
    async with database.begin() as session:
        assert len((await session.scalars(select(Thanks))).all()) == len(CITIES)
        entry = (await session.scalars(select(UnEntry))).one()
        assert (entry.submitted, entry.link) == (date(2027, 6, 15), LINK)
        row = await reports.latest(session, await reports.owner(session, city.id, None))
        assert row and row.submitted == date(2027, 6, 15)
