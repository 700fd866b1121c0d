"""A year of forty cities: nobody hears too much, at a wrong time, in a wrong language, or what cannot be stopped."""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select, update

from bot import clock
from bot.app import Pumasi
from bot.dates import within_office_hours
from bot.heard import Heard
from bot.reports import makers
from bot.turn import Press, Turn
from bot.web import serve
from storage import (
    Database,
    Session,
    absences,
    actions,
    cycles,
    deadlines,
    drafts,
    invitations,
    offices,
    people,
    reports,
    rounds,
)
from storage.models import Base, City, Outgoing
from storage.people import Officer
from tests import neighbours
from tests.conftest import city_of
from tests.outward import Letter, Watched, strange

CITIES = (
    "수원시", "부산광역시", "대구광역시", "인천광역시", "광주광역시", "대전광역시", "울산광역시", "창원시", "전주시",
    "청주시",    "춘천시", "제주시", "포항시", "김해시", "Toyama", "Kanazawa", "Sendai", "Fukuoka", "Nagoya", "Kobe",
    "Kyoto", "Yokohama", "Taipei", "Tainan", "Taichung", "Hsinchu", "Keelung", "Nanjing", "Chengdu", "Shenzhen",
    "Hangzhou", "Bonn", "Freiburg", "Hamburg", "Copenhagen", "Aarhus", "Portland", "Denver", "Boston", "Ulaanbaatar",
)  # fmt: skip
LANGUAGE = {"KR": "ko", "JP": "ja", "TW": "zh_Hant", "CN": "zh_Hans"}
OFFICES = {"korea": "ko", "japan": "ja", "kaohsiung": "zh_Hant", "eastasia": "en", "world": "en"}
FIRST = 7_310_000_001  # the smallest Telegram id
BEGINS = datetime(2027, 1, 4, tzinfo=UTC)
BEATS = (0, 1, 8, 14, 20)  # hours (UTC) at which some office opens, and one at which all of East Asia sleeps
# By what a message unasked can be stopped: its own Stop, or what leads to everything that can be.
STOPS = (
    "deadlines:stop", "round:stop", "follow:stop_news", "follow:stop_digest", "thread:stop", "adopt:stop",
    "highlights:stop", "highlights:stop_requests", "review:stop",
)  # fmt: skip
WAYS = ("answer:", "tidy:", "follow:show_below", "deadlines:page", "round:start_over", "reminders:")


@dataclass
class Year:
    """The people, and every letter they were owed."""

    database: Database
    bot: Pumasi
    officers: list[Officer] = field(default_factory=list)
    budgets: dict[int, int] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    stopped: dict[str, tuple[Officer, str, float]] = field(default_factory=dict)
    moments: int = 0

    async def collect(self) -> None:
        """Take what is owed, as if it had been sent."""
        async with self.database.begin() as session:
            rows = await session.scalars(select(Outgoing).where(Outgoing.state == "waiting").order_by(Outgoing.id))
            for row in rows:
                self.letters.append(Letter(row.chat_id, row.person_id, row.due_at, row.unasked, row.payload))
            await session.execute(update(Outgoing).where(Outgoing.state == "waiting").values(state="sent", payload=""))

    async def press(self, officer: Officer, data: str) -> None:
        """Let somebody press a button."""
        async with self.database.unit() as unit:
            await self.bot.router.press(Turn(unit, officer, officer.telegram_id or 0, Heard(), Press("1", data, 1)))

    async def next_due(self, now: datetime) -> datetime:
        """Return when something is due, by what the tables say, or the next beat; every two hours at most."""
        found = [_next_beat(now)]
        async with self.database.begin() as session:
            for table, name in _due_columns():
                statement = select(func.min(table.c[name])).where(table.c[name] > now)
                if "state" in table.c and table.name == "reminders":
                    statement = statement.where(table.c.state == "planned")
                if (moment := await session.scalar(statement)) is not None:
                    found.append(moment)
        return max(min(found), now + timedelta(hours=2))

    async def live(self, until: datetime) -> None:
        """Let time pass: the jobs run whenever something is due."""
        while (now := await self.next_due(clock.now())) < until:
            clock.set_to(now)
            self.moments += 1
            await self.bot.schedule.tick()
            known = len(self.letters)
            await self.collect()
            for letter in self.letters[known:]:
                await self.stop(letter)

    async def stop(self, letter: Letter) -> None:
        """Let the first who gets a message of a kind press its Stop."""
        for data in letter.presses:
            verb = ":".join(data.split(":")[:2])
            if letter.unasked and verb in STOPS and verb not in self.stopped:
                [reader] = [each for each in self.officers if each.id == letter.person_id]
                await self.press(reader, data)
                self.stopped[verb] = reader, data, letter.at


def _due_columns() -> list[tuple[Any, str]]:
    names = ("remind_at",)  # what cities write each other, and news, wait for the next beat
    found = [(table, name) for table in Base.metadata.sorted_tables for name in names if name in table.c]
    return [*found, (Base.metadata.tables["reminders"], "due_at")]


def _next_beat(now: datetime) -> datetime:
    """Return the next beat: on every fourth day at the hours at which offices open somewhere."""
    moment = now.replace(minute=5, second=0, microsecond=0)
    while moment <= now or moment.hour not in BEATS or moment.toordinal() % 4:
        moment += timedelta(hours=1)
    return moment


@asynccontextmanager
async def forty(database: Database) -> AsyncIterator[Year]:
    """Forty cities with an officer each, fifteen coordinators, institutes, and offices with two people each."""
    clock.set_to(BEGINS)
    year = Year(database, Pumasi("42:TEST", database, api="http://127.0.0.1:9"))
    year.bot.router.limits = {True: (1e9, 1e9), False: (1e9, 1e9)}
    numbers = count()
    async with database.begin() as session:
        for index, place in enumerate(CITIES):
            city = await city_of(session, place)
            language, where = LANGUAGE.get(city.country, "en"), {"city_id": city.id, "office_id": None}
            roles = [
                "officer",
                *(["coordinator"] if index % 3 == 0 else []),
                *(["institute"] if index % 10 == 0 else []),
            ]
            year.officers += [await _sits(session, next(numbers), language, role, where) for role in roles]
        for code, language in OFFICES.items():
            office = await offices.by_code(session, code)
            where = {"city_id": None, "office_id": office.id if office else None}
            year.officers += [await _sits(session, next(numbers), language, role, where) for role in ("reviewer",)]
        for officer in year.officers:
            year.budgets[officer.id] = 8 if officer.for_office else (4, 4, 4, 2, 1, 0, 8)[officer.id % 7]
            await people.change(session, officer.id, budget=year.budgets[officer.id])
    try:
        yield year
    finally:
        await year.bot.index.close()


async def _sits(session: Session, number: int, language: str, role: str, where: dict[str, int | None]) -> Officer:
    known = await people.meet(session, FIRST + 7919 * number, name=f"Zqname{number:03}", language=language)
    await invitations.seat(session, known.id, role, **where)
    await invitations.consent(session, known.id, "before")
    found = await people.get(session, known.id)
    assert found is not None
    return found


async def publishes(year: Year, officer: Officer, day: date) -> None:
    """Let a city publish what others may follow; its words are nobody's language."""
    answers = {
        "title": f"Zqtitle {officer.id}-{day.month}", "text": f"Zqflood {officer.id} {day.month}", "language": "en",
        "kind": "under_way", "target": "11.5", "day": day.isoformat(), "visibility": "public",
    }  # fmt: skip
    async with year.database.begin() as session:
        await actions.publish(session, officer.city_id or 0, officer.id, answers)


async def prepare(year: Year) -> None:
    """Let offices ask, deadlines near, rounds open, and people follow, be away, and leave drafts half-way."""
    cities = [each for each in year.officers if each.role == "officer"]
    leaders = [each for each in year.officers if each.role == "coordinator"]
    async with year.database.begin() as session:
        for code, months in {"korea": 3, "japan": 1, "kaohsiung": 6}.items():
            office = await offices.by_code(session, code)
            assert office is not None
            days = date(2027, 1, 20), date(2027, 1, 29)
            await cycles.create(session, office.id, f"Zqcycle {months}", months, *days, 14)
        for officer in cities[::4]:
            await deadlines.register(session, officer, date(2026, 6, 15), "")
            await drafts.start(session, officer.id, "update", 1, answers={"text": "Zqdraft", "title": "Zqdraft"})
        for officer in cities[::5]:
            deputy = next((each.id for each in leaders if each.city_id == officer.city_id), None)
            await absences.add(session, officer.id, deputy, date(2027, 3, 15), date(2027, 4, 9))
        reviewer = next(each for each in year.officers if each.for_office and each.country == "KR")
        await deadlines.add(session, reviewer, "cdp", "", date(2027, 9, 15), 0)
        for coordinator in leaders[::5]:
            city = await session.get_one(City, coordinator.city_id)
            await rounds.begin(session, city, coordinator, "Zqround", {"11.5": ("Zqnow", "Zqtodo")})


async def go_through(year: Year) -> None:
    """Live through the year; each month some cities publish something, and each round's institute says something."""
    await prepare(year)
    authors = [each for each in year.officers if each.role == "officer"][1::6]
    async with year.database.begin() as session:
        await neighbours.begin(session, year.officers, authors)
    for month in range(1, 13):
        for officer in authors:
            await publishes(year, officer, clock.now().date())
        await speaks(year)
        await between(year, authors, month)
        ends = datetime(2027 + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        await year.live(ends)
        clock.set_to(ends)


async def between(year: Year, authors: Sequence[Officer], month: int) -> None:
    """Let cities help each other; in May one seat is handed over, in June a department answers and one practises."""
    async with year.database.begin() as session:
        await neighbours.month(session, year.officers, authors, month)
        if month == 5:
            leaving = next(each for each in year.officers if each.role == "officer" and each not in authors)
            number = FIRST + 7919 * (len(year.officers) + 100)
            known = await people.meet(session, number, name="Zqname999", language=leaving.language)
            await people.change(session, known.id, budget=4)
            await neighbours.hand_over(session, leaving, known.id)
            successor = await people.get(session, known.id)
            assert successor is not None
            year.officers.append(successor)
            year.budgets[known.id] = 4
    if month == 6:
        await neighbours.ask_department(year.database, authors[0])
        await year.press(authors[1], "practice:enter")


async def speaks(year: Year) -> None:
    """Let the institutes comment on a chapter of every round."""
    async with year.database.begin() as session:
        for officer in year.officers:
            if officer.partner_of and (row := await rounds.latest(session, officer.partner_of)):
                reading = (await rounds.readings(session, row))[0]
                await rounds.comment(session, reading, officer, "institute", "Zqcomment", "en")


async def test_in_a_year_of_forty_cities_nobody_is_told_too_much_nor_at_a_wrong_time_nor_in_a_wrong_language(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with forty(database) as year:
        await go_through(year)
        watched = Watched({str(each.telegram_id): "a Telegram id" for each in year.officers} | {"Zqname": "a name"})
        watched.marks |= {neighbours.PHONE: "a phone number"}
        await everything_public(year, watched)
        del watched.marks[neighbours.PHONE]  # whoever gave out the link may call
    unasked = [letter for letter in year.letters if letter.unasked]
    assert len(unasked) > 200 and year.moments > 300 and set(year.stopped) == set(STOPS)
    wrong = [*over_budget(year, unasked), *misplaced(year, unasked), *gone_on(year, unasked), *foreign(year)]
    name_nobody_elsewhere(year, watched)
    for record in caplog.records:
        watched.look("the log", record.getMessage())
    wrong += [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not [*wrong, *watched.found]


def misplaced(year: Year, unasked: Sequence[Letter]) -> list[str]:
    """Return what came outside of office hours, to others than one person in private, or cannot be stopped."""
    found, by_id = [], {each.id: each for each in year.officers}
    for letter in unasked:
        reader, moment = by_id[letter.person_id or 0], datetime.fromtimestamp(letter.at, UTC)
        if not within_office_hours(moment, reader.zone, reader.country or ""):
            found.append(f"at {moment}, which is no office hour in {reader.zone}: {letter.text}")
        if letter.chat_id != reader.telegram_id:
            found.append(f"not in private: {letter.text}")
        if not any(press.startswith((*STOPS, *WAYS)) for press in letter.presses):
            found.append(f"cannot be stopped: {letter.text} {letter.presses}")
    return found


def gone_on(year: Year, unasked: Sequence[Letter]) -> list[str]:
    """Return what was told again to whom had stopped it, and what nobody else was told after one person's stop."""
    found = []
    for verb, (who, data, moment) in year.stopped.items():
        later = [each for each in unasked if each.at > moment and any(verb in press for press in each.presses)]
        found += [f"{data} goes on" for each in later if each.person_id == who.id and data in each.presses]
        found += [] if later else [f"nobody hears of {verb} any more"]
    return found


def foreign(year: Year) -> list[str]:
    """Return what was said in another language than its reader's."""
    language = {each.id: each.language for each in year.officers}
    told = {(language[each.person_id], each.text): each for each in year.letters if each.person_id and each.text}
    return [f"{found} to {own}" for (own, _text), letter in told.items() if (found := strange(letter, own))]


def name_nobody_elsewhere(year: Year, watched: Watched) -> None:
    """Look for ids and names in all letters; colleagues in a city know each other's names."""
    colleagues = {each.id: [one.name for one in year.officers if one.city_id == each.city_id] for each in year.officers}
    for letter in year.letters:
        shown = "\n".join([letter.text, *letter.labels])
        for name in colleagues.get(letter.person_id or 0, ()) if letter.chat_id > 0 else ():
            shown = shown.replace(name, "")
        watched.look(letter.text, shown)


def over_budget(year: Year, unasked: Sequence[Letter]) -> list[str]:
    """Return who got more in a month, by the calendar where they are, than they wanted."""
    by_id = {each.id: each for each in year.officers}
    got = Counter(
        (each.person_id, datetime.fromtimestamp(each.at, ZoneInfo(by_id[each.person_id or 0].zone)).month)
        for each in unasked
    )
    return [
        f"{by_id[who or 0]} got {n} in month {month}" for (who, month), n in got.items() if n > year.budgets[who or 0]
    ]


def inside(file: bytes) -> str:
    """Return all that stands in a file, also where it is packed."""
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


async def everything_public(year: Year, watched: Watched) -> None:
    """Look at all that anybody can see without a seat, and all that operators are given."""
    async with serve(year.bot, "127.0.0.1", 0) as address, ClientSession() as browser:
        todo, seen = ["/en", "/api/actions?limit=100", "/en/feed.xml", "/metrics", "/open/actions.csv",
                      "/open/actions.json", "/open/actions.geojson"], set[str]()  # fmt: skip
        while todo and len(seen) < 100:
            path = todo.pop(0)
            seen.add(path)
            async with browser.get(address + path) as answer:
                assert answer.status < 500, path
                content = (await answer.read()).decode("utf-8", "replace")
            watched.look(path, content)
            links = re.findall(r'href="(/[^"#]*)', content)
            todo += [link for each in links if (link := unescape(each)) not in seen and link not in todo]
        assert len(seen) > 40
    async with year.database.begin() as session:
        for officer in [each for each in year.officers if each.for_city][::7]:
            whose = await reports.owner(session, officer.city_id, None)
            told = await reports.present(session, whose)
            watched.look("a city's report", repr(told))
        for form in ("docx", "hwpx", "xlsx", "text"):
            watched.look(form, inside(makers.make("city", form, told, ("ko",), {})))
        world = await offices.by_code(session, "world")
        whose = await reports.owner(session, None, world.id if world else 0)
        watched.look("a country's report", repr(await reports.present(session, whose)))
