"""A department is asked by a one-time link, answers on a page, and its officer publishes or records what it sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from aiohttp import ClientSession
from sqlalchemy import select

from bot import clock
from bot.app import Pumasi
from bot.simulator import World
from bot.web import serve
from storage import Database, absences, actions, facts, people
from storage.models import Draft, Errand, Indicator, Measure
from tests.conftest import Runs, at, city_of, seated
from tests.people import Person, Seen
from tests.periods import publishes
from tests.refusals import noted, noted_for

MONDAY = "2027-03-22T10:00+09:00"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {title} %s </blockquote> \x0b"
NEWS = "심야버스를 두 노선으로 늘렸습니다."


class Department:
    """Somebody without an account who opens links."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session, self.address = session, address

    async def opens(self, link: str) -> tuple[int, str]:
        async with self._session.get(link) as response:
            assert response.headers["Cache-Control"] == "no-store" or response.status == 404
            return response.status, await response.text()

    async def sends(self, link: str, headers: dict[str, str] | None = None, **boxes: str) -> tuple[int, str]:
        where = link.replace("/d/", "/ko/d/") if "/ko/" not in link else link
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        async with self._session.post(where, data=urlencode(boxes), headers=kind | (headers or {})) as response:
            return response.status, await response.text()


@asynccontextmanager
async def department(bot: Pumasi, database: Database) -> AsyncIterator[Department]:
    async with serve(bot, "127.0.0.1", 0) as address, ClientSession() as session:
        async with asyncio.timeout(10):
            while not bot.username:  # then the address it was started with is known, and can be changed
                await asyncio.sleep(0.01)
        async with database.begin() as known:
            await facts.put(known, facts.PAGE, address)
        yield Department(session, address)


def link_in(message: Seen) -> str:
    return next(word for word in str(message).split() if "/d/" in word)


async def asks(person: Person, card: str = "/action SUW-0001") -> str:
    """Ask a department about one's own action; return the link."""
    await person.says(card)
    await person.presses("Ask a department")
    assert "A link for Transport" in await person.says("Transport")
    return link_in(await person.hears())


async def measures(database: Database, name: str = "Recycling") -> int:
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        row = Indicator(city_id=city.id, target="11.6", name=name, language="en", unit="%", better="up",
                        source="", at=clock.now())  # fmt: skip
        session.add(row)
        await session.flush()
        session.add(Measure(indicator_id=row.id, kind="value", day=date(2026, 12, 31), value=Decimal("60.8"),
                            at=clock.now()))  # fmt: skip
        return row.id


async def test_a_department_s_answer_is_a_draft_of_the_officer_and_the_link_is_dead_then(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await publishes(database, "수원시", language="ko")
    async with bot_runs() as bot, department(bot, database) as colleague:
        link = await asks(mina)
        for _look in range(2):  # looking uses nothing up
            status, page = await colleague.opens(link)
            assert status == 200 and '<html lang="ko">' in page and "Night bus 1" in page
            assert 'content="noindex"' in page and "Mina" not in page and "SUW-0001" not in page
        await mina.says("Three parks are open at night now.")  # what she is at is not interrupted
        asked = await mina.presses("Add photo")
        status, _thanks = await colleague.sends(link, text=NEWS, figure="2개 노선 (2027)", contact="교통정책과")
        assert status == 200
        draft = await mina.hears()
        assert draft.startswith("Answer of a department: Transport\nNight bus 1")
        assert f"{NEWS}\n2개 노선 (2027)" in draft and "Can be asked: 교통정책과" in draft
        assert draft.buttons == [["Publish"], ["Edit", "Cancel"]]
        assert "Three parks" in await mina.presses("Back", under=asked)
        for again in (await colleague.opens(link), await colleague.sends(link, text="Once more")):
            assert again[0] == 410
        assert (await mina.presses("Publish", under=draft)).startswith("Added to SUW-0001")
        assert "done already" in await noted(mina, "Publish", under=draft)
    async with database.begin() as session:
        told = await actions.by_number(session, "SUW-0001")
        assert told and [each.text for each in await actions.updates(session, told.action.id)] == [
            f"{NEWS}\n2개 노선 (2027)"
        ]
        [errand] = await session.scalars(select(Errand))
        assert errand.code_hash not in link and errand.used_at is not None


async def test_a_figure_of_a_department_goes_through_the_check_of_values(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await measures(database)
    async with bot_runs() as bot, department(bot, database) as colleague:
        await mina.says("/indicator Recycling")
        await mina.presses("More")
        await mina.presses("Ask a department")
        await mina.says("Transport")
        link = link_in(await mina.hears())
        status, page = await colleague.sends(link, text="늘었습니다.", figure="많이")
        assert status == 422 and 'aria-invalid="true"' in page and "늘었습니다." in page and 'value="많이"' in page
        assert (await colleague.sends(link, figure="614"))[0] == 200
        sent = await mina.hears()
        assert "614" in sent and "compared with the last value" in sent
        doubted = await mina.presses("Record the value", under=sent)
        assert "The last value is 60.8 %" in doubted
        assert "Before: 60.8 % · 2026 · change +0.6" in await mina.presses("Record 61.4 %")
    async with database.begin() as session:
        values = await session.scalars(select(Measure.value).order_by(Measure.id))
        assert list(values) == [Decimal("60.8"), Decimal("61.4")]


async def test_what_a_stranger_tries_at_a_link_leads_nowhere(bot_runs: Runs, database: Database, mina: Person) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await publishes(database, "수원시", title=HOSTILE)
    async with bot_runs() as bot, department(bot, database) as colleague:
        link = await asks(mina)
        status, page = await colleague.opens(link)
        assert status == 200 and "<script>alert" not in page
        assert (await colleague.opens(f"{colleague.address}/d/nothing"))[0] == 404
        assert (await colleague.sends(f"{colleague.address}/d/nothing", text=NEWS))[0] == 404
        assert (await colleague.sends(link, {"Origin": "https://elsewhere.example"}, text=NEWS))[0] == 403
        assert (await colleague.sends(link, {"Sec-Fetch-Site": "cross-site"}, text=NEWS))[0] == 403
        assert (await colleague.sends(link, text="", figure=" ", contact="Transport"))[0] == 422
        assert (await colleague.sends(link, text="가" * 2001))[0] == 413
        assert (await colleague.sends(link, text="가" * 9000))[0] == 413
        both = await asyncio.gather(*(colleague.sends(link, text=HOSTILE) for _person in range(2)))
        assert sorted(status for status, _page in both) == [200, 410]
        assert "<script>alert" in await mina.hears()  # as it was written, and harmless
        refused = [(await colleague.opens(link))[0] for _time in range(30)]
        assert refused[0] == 410 and refused[-1] == 429
        assert (await colleague.opens(f"{colleague.address}/d/another"))[0] == 404, "other links are not held up"


async def test_a_link_expires_is_withdrawn_and_is_given_for_one_s_own_items_only(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, jun, "富山市")
    [action_id] = await publishes(database, "수원시")
    async with bot_runs() as bot:
        await mina.says("/action SUW-0001")
        assert "PUMASI_PUBLIC_URL" in await noted(mina, "Ask a department")
        async with department(bot, database) as colleague:
            for who in (jun, lee):
                heard = await who.says("/start")
                assert await noted_for(who, f"errand:of_action:{action_id}", heard.message["message_id"])
            withdrawn, expired, gone = [await asks(mina) for _time in range(3)]
            listed = await mina.presses("Links given out")
            assert listed.count("Transport · until Mon 5 April") == 3
            assert "1 Night bus 1" in await mina.presses("Cancel 1")
            assert (await colleague.opens(withdrawn))[0] == 410
            await mina.says("/action SUW-0001")
            await mina.presses("Withdraw")
            await mina.presses("Yes, withdraw")
            assert (await colleague.sends(gone, text=NEWS))[0] == 410
            await mina.presses("Publish again")
            at("2027-04-05T10:01+09:00")
            assert (await colleague.opens(expired))[0] == 410
            assert (await colleague.sends(expired, text=NEWS))[0] == 410
    async with database.begin() as session:
        assert (await session.scalars(select(Draft).where(Draft.conversation == "contribution"))).all() == []


async def test_the_answer_goes_to_whoever_is_there_for_the_officer_and_waits_for_office_hours(
    bot_runs: Runs, database: Database, world: World, mina: Person, kim: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated(database, kim, "수원시", "coordinator")
    await publishes(database, "수원시")
    async with bot_runs() as bot, department(bot, database) as colleague:
        link = await asks(mina)
        async with database.begin() as session:
            officer, deputy = await people.in_city(session, 1)
            today = date(2027, 3, 26)
            await absences.add(session, officer.id, deputy.id, today, today + timedelta(days=5))
        at("2027-03-26T21:00+09:00")
        assert (await colleague.sends(link, text=NEWS))[0] == 200
        await kim.quiet()
        at("2027-03-29T09:00+09:00")
        await bot.schedule.tick()
        assert NEWS in await kim.hears(15)
        await kim.presses("Publish")
        await mina.quiet()
