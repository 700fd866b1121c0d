"""A year of forty cities: nobody hears too much, at a wrong time, in a wrong language, or what cannot be stopped.

And nobody's Telegram id, username, phone number or name reaches anyone it is not for, in anything that leaves the bot.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select

from bot import clock
from bot.app import Pumasi
from bot.dates import within_office_hours
from bot.log import QUIET, Line
from bot.reports import makers
from bot.schedule import Schedule
from bot.simulator import World
from bot.web import serve
from handlers import JOBS
from storage import (
    Database,
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
from storage.models import City, Outgoing, Reminder
from storage.people import Officer
from tests import acting, neighbours
from tests.acting import Actor, Stage
from tests.conftest import Runs, city_of
from tests.outward import Call, Ear, Identity, Letter, inside, marks, strange

PAGE = "https://cities.example"
CITIES = (
    "수원시", "부산광역시", "대구광역시", "인천광역시", "광주광역시", "대전광역시", "울산광역시", "창원시", "전주시",
    "청주시",    "춘천시", "제주시", "포항시", "김해시", "Toyama", "Kanazawa", "Sendai", "Fukuoka", "Nagoya", "Kobe",
    "Kyoto", "Yokohama", "Taipei", "Tainan", "Taichung", "Hsinchu", "Keelung", "Nanjing", "Chengdu", "Shenzhen",
    "Hangzhou", "Bonn", "Freiburg", "Hamburg", "Copenhagen", "Aarhus", "Portland", "Denver", "Boston", "Ulaanbaatar",
)  # fmt: skip
LANGUAGE = {"KR": "ko", "JP": "ja", "TW": "zh_Hant", "CN": "zh_Hans"}
OFFICES = {"korea": "ko", "japan": "ja", "kaohsiung": "zh_Hant", "eastasia": "en", "world": "en"}
BEGINS = datetime(2027, 1, 4, tzinfo=UTC)
BEATS = (1, 8, 20)  # hours (UTC) at which offices are open in Asia, in Europe, in America
EVERY = 17  # days, so that it is every day of the week in turn
SOON = timedelta(minutes=65)  # after a reminder is due, so that what is due in the next zone goes along
# By what a message unasked can be stopped: its own Stop, or what leads to everything that can be.
STOPS = (
    "deadlines:stop", "round:stop", "follow:stop_news", "follow:stop_digest", "thread:stop", "adopt:stop",
    "highlights:stop", "highlights:stop_requests", "review:stop",
)  # fmt: skip
WAYS = ("answer:", "tidy:", "follow:show_below", "deadlines:page", "round:start_over", "reminders:")


@dataclass
class Year:
    """The people, and everything they were told."""

    database: Database
    bot: Pumasi
    world: World
    ear: Ear
    schedule: Schedule  # runs when the clock is moved, and at no other time
    actors: list[Actor] = field(default_factory=list)
    budgets: dict[int, int] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    stopped: dict[str, tuple[Officer, str, float]] = field(default_factory=dict)
    moments: int = 0
    read_to: int = 0
    named: set[int] = field(default_factory=set)  # numbers of those who show their names
    department_of: int | None = None  # the city whose department gave its phone number

    @property
    def stage(self) -> Stage:
        return Stage(self.world, self)

    @property
    def officers(self) -> list[Officer]:
        return [each.officer for each in self.actors if each.officer]

    def actor(self, officer: Officer) -> Actor:
        return next(each for each in self.actors if each.officer and each.officer.id == officer.id)

    async def __call__(self) -> None:
        """Wait until all that was done is answered, and all that is owed by now has arrived."""
        while len(self.world.updates) or self.bot.dispatcher.backlog or await self._owed():
            self.bot.sender.ring()
            await asyncio.sleep(0.02)

    async def _owed(self) -> int:
        now = Outgoing.state == "waiting", Outgoing.due_at <= clock.now().timestamp()
        async with self.database.begin() as session:
            return await session.scalar(select(func.count()).select_from(Outgoing).where(*now)) or 0

    async def tick(self, minutes: int = 0) -> None:
        """Let the jobs run, maybe a while later, and note what they brought, as it arrived."""
        clock.set_to(clock.now() + timedelta(minutes=minutes))
        await self.collect()  # what people asked for themselves
        await self.schedule.tick()
        await self()
        self.letters += await self.collect()

    async def know(self, actor: Actor, budget: int = 4) -> None:
        """Note who somebody is now, and let them have so many messages a month."""
        async with self.database.unit() as unit:
            known = await people.known(unit.connection, actor.id)
            assert known is not None and known.invited
            await people.change(unit.session, known.id, budget=budget)
        actor.officer, self.budgets[known.id] = known, budget

    async def collect(self) -> list[Letter]:
        """Return what has arrived since the last time by way of the outbox."""
        async with self.database.begin() as session:
            new = Outgoing.id > self.read_to, Outgoing.state == "sent", Outgoing.method == "sendMessage"
            rows = (await session.scalars(select(Outgoing).where(*new).order_by(Outgoing.id))).all()
            found = []
            for row in rows:
                message = self.world.chats[row.chat_id].messages[row.message_id or 0].message
                found.append(Letter(row.chat_id, row.person_id, row.due_at, row.unasked, message))
            self.read_to = max([self.read_to, *(row.id for row in rows)])
        return found

    async def next_due(self, now: datetime) -> datetime:
        """Return the next beat, or when reminders are due before it; half a day later at the earliest."""
        async with self.database.begin() as session:
            planned = Reminder.state == "planned", Reminder.due_at > now
            due = await session.scalar(select(func.min(Reminder.due_at)).where(*planned))
        beat = _next_beat(now)
        return max(min(beat, due + SOON if due else beat), now + timedelta(hours=12))

    async def live(self, until: datetime) -> None:
        """Let time pass: the jobs run whenever something is due."""
        while (now := await self.next_due(clock.now())) < until:
            clock.set_to(now)
            self.moments += 1
            known = len(self.letters)
            await self.tick()
            for letter in self.letters[known:]:
                await self.stop(letter)

    async def stop(self, letter: Letter) -> None:
        """Let the first who gets a message of a kind press its Stop."""
        for data in letter.presses:
            verb = ":".join(data.split(":")[:2])
            if letter.unasked and verb in STOPS and verb not in self.stopped:
                [reader] = [each for each in self.actors if each.id == letter.chat_id]
                await reader.acts.presses_data(data, message_id=letter.message["message_id"])
                await self()
                assert reader.officer is not None
                self.stopped[verb] = reader.officer, data, letter.at


def _next_beat(now: datetime) -> datetime:
    """Return the next beat: on every tenth day at hours at which offices are open somewhere."""
    moment = now.replace(minute=5, second=0, microsecond=0)
    while moment <= now or moment.hour not in BEATS or moment.toordinal() % EVERY:
        moment += timedelta(hours=1)
    return moment


@asynccontextmanager
async def forty(bot_runs: Runs, database: Database, world: World) -> AsyncIterator[Year]:
    """Forty cities with an officer each, some coordinators, institutes, and offices, all of whom join in chat."""
    clock.set_to(BEGINS)
    async with bot_runs(page=PAGE) as bot:
        bot.schedule.stop()  # no job may be under way while the clock is moved
        year = Year(database, bot, world, Ear(world), Schedule(database, bot.index, JOBS))
        bot.router.limits = {True: (1e9, 1e9), False: (1e9, 1e9)}
        await world.until(lambda: bot.username)
        invited = await invite(year)
        year.actors += [actor for actor, _code in invited]
        await acting.join(year.stage, invited)
        for actor in year.actors:
            await year.know(actor)
        for actor in year.actors:
            office = actor.officer and actor.officer.for_office
            await year.know(actor, 8 if office else (4, 4, 4, 2, 1, 0, 8)[actor.identity.number % 7])
        for_cities = [each for each in year.actors if each.officer and each.officer.for_city]
        await acting.show_names(year.stage, for_cities[::3])
        year.named = {each.identity.number for each in for_cities[::3]}
        yield year


async def invite(year: Year) -> list[tuple[Actor, str]]:
    """Return everybody with the invitation they have."""
    found, numbers = [], count()
    async with year.database.begin() as session:
        for index, place in enumerate(CITIES):
            city = await city_of(session, place)
            language = LANGUAGE.get(city.country, "en")
            extra = [*(["coordinator"] if index % 5 == 0 else []), *(["institute"] if index % 10 == 0 else [])]
            for role in ("officer", *extra):
                code = await invitations.create(session, role, city_id=city.id)
                found.append((Actor(year.world, Identity(next(numbers)), language), code))
        for name, language in OFFICES.items():
            office = await offices.by_code(session, name)
            code = await invitations.create(session, "reviewer", office_id=office.id if office else None)
            found.append((Actor(year.world, Identity(next(numbers)), language), code))
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
    await act(year, authors)
    for month in range(1, 13):
        for officer in authors:
            await publishes(year, officer, clock.now().date())
        await speaks(year)
        async with year.database.begin() as session:
            await neighbours.month(session, year.officers, authors, month)
        if month == 6:
            await change_hands(year, authors)
        ends = datetime(2027 + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        await year.live(ends)
        clock.set_to(ends)


async def act(year: Year, authors: Sequence[Officer]) -> None:
    """Let people do in chat whatever could carry their names and accounts to others, on a morning in East Asia."""
    clock.set_to(datetime(2027, 1, 5, 1, 5, tzinfo=UTC))
    stage = year.stage
    korean, other = (year.actor(each) for each in (authors[0], authors[5]))
    japanese, chinese = (the(year, "officer", country, but=authors) for country in ("JP", "TW"))
    for actor in (korean, other, japanese, chinese):
        await year.know(actor, 8)
    coordinator, institute = the(year, "coordinator", "KR"), the(year, "institute", "KR")
    reviewer = the(year, "reviewer", "KR")
    await acting.send_themselves(stage, year.actors[:8])
    first = await acting.tell(stage, korean, "Zqtold of two night buses to the hospital.")
    second = await acting.tell(stage, japanese, "Zqtold of three parks on old roofs.")
    await acting.review(stage, reviewer, korean)
    await acting.ask_and_answer(stage, korean, japanese, second)
    await acting.ask_and_answer(stage, chinese, korean, first)
    await acting.do_too(stage, other, second)
    await acting.do_too(stage, chinese, first)
    await acting.hold_up(stage, reviewer, korean, first)
    await acting.gather(stage, [korean, japanese, coordinator, institute], reviewer, first)
    await acting.remark(stage, korean, reviewer)
    await acting.take_files(stage, korean, reviewer)
    year.actors.append(stranger := Actor(year.world, Identity(200), "en"))
    assert coordinator.officer is not None
    await acting.join_unasked(stage, stranger, coordinator, coordinator.officer.city_name)
    await acting.look_around(stage, [korean, chinese, reviewer, institute, stranger], first)
    await acting.type_everything(stage, [korean, coordinator, reviewer, stranger])


def the(year: Year, role: str, country: str, but: Sequence[Officer] = ()) -> Actor:
    """Return the first who has a role in a country."""
    found = (each for each in year.actors if each.officer and each.officer not in but)
    return next(each for each in found if (each.officer.role, each.officer.country) == (role, country))


async def change_hands(year: Year, authors: Sequence[Officer]) -> None:
    """Let a seat be handed over, a department answer, and somebody practise."""
    leaving = next(each for each in year.officers if each.role == "officer" and each not in authors)
    successor = Actor(year.world, Identity(201), leaving.language)
    year.actors.append(successor)
    await acting.hand_over(year.stage, year.actor(leaving), successor)
    await year.know(successor)
    await neighbours.ask_department(year.database, authors[0])
    year.department_of = authors[0].city_id
    await year.stage.say(year.actor(authors[1]), "/practice")


async def speaks(year: Year) -> None:
    """Let the institutes comment on a chapter of every round."""
    async with year.database.begin() as session:
        for officer in year.officers:
            if officer.partner_of and (row := await rounds.latest(session, officer.partner_of)):
                reading = (await rounds.readings(session, row))[0]
                await rounds.comment(session, reading, officer, "institute", "Zqcomment", "en")


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines of a running process's log, and what our own code would say besides."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(Line().format(record))

    caplog.set_level(logging.INFO)
    for name in (*QUIET, "bot", "handlers", "storage"):
        caplog.set_level(logging.WARNING if name in QUIET else logging.DEBUG, name)
    logging.getLogger().addHandler(handler := Lines())
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.long
async def test_in_a_year_of_forty_cities_nobody_is_told_too_much_nor_at_a_wrong_time_nor_who_somebody_is(
    bot_runs: Runs, database: Database, world: World, written: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with forty(bot_runs, database, world) as year:
        await go_through(year)
        wrong = await betrayed_in_public(year)
    unasked = [letter for letter in year.letters if letter.unasked]
    assert len(unasked) > 200 and year.moments > 80 and set(year.stopped) == set(STOPS)
    wrong += [*over_budget(year, unasked), *misplaced(year, unasked), *gone_on(year, unasked), *foreign(year)]
    assert any(named in each.said for each in year.ear.calls for named in shown_names(year))
    wrong += [told for each in year.ear.calls for told in betrayed(year, each)]
    wrong += [f"{what} in the log: {line}" for line in written for _who, what, _mark in marks(line)]
    wrong += [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not wrong


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


def betrayed(year: Year, call: Call) -> list[str]:
    """Return what a call tells of somebody else that is not for its reader.

    An id, a username or a phone number is for nobody else. A name is for colleagues in the city, for the city's
    office, and for members where its person shows it, behind their role; all that in private, and in no file.
    """
    found = []
    reader = next((each for each in year.actors if each.id == call.chat_id), None)
    for number, kind, _mark in marks(call.said):
        whose = next((each for each in year.actors if each.identity.number == number), None)
        if reader is None or not _may_know(year, reader, whose, kind, call):
            found.append(f"{kind} of {number} in {call.method} to {call.chat_id}: {call.said[:400]}")
    return found


def shown_names(year: Year) -> list[str]:
    """Return the names of those who show them, as other cities read them: behind the role."""
    return [f" · {each.identity.name}" for each in year.actors if each.identity.number in year.named]


def _may_know(year: Year, reader: Actor, whose: Actor | None, kind: str, call: Call) -> bool:
    knower = reader.officer
    if whose is None:  # a department, which said whom to call
        return knower is not None and knower.city_id == year.department_of
    known = whose.officer
    if whose is reader:
        return True
    if kind != "name" or knower is None or known is None or call.method == "sendDocument":
        return False
    place = known.city_id or known.partner_of
    if place and place in (knower.city_id, knower.partner_of):
        return True
    return whose.identity.number in year.named and knower.seated and f" · {whose.identity.name}" in call.said


async def betrayed_in_public(year: Year) -> list[str]:
    """Look at all that anybody can see without a seat, and all that operators are given."""
    found = []
    async with serve(year.bot, "127.0.0.1", 0) as address, ClientSession() as browser:
        todo, seen = ["/en", "/ko", "/api/actions?limit=100", "/en/feed.xml", "/metrics", "/open/actions.csv",
                      "/open/actions.json", "/open/actions.geojson"], set[str]()  # fmt: skip
        while todo:
            path = todo.pop(0)
            seen.add(path)
            async with browser.get(address + path) as answer:
                assert answer.status < 500, path
                content = (await answer.read()).decode("utf-8", "replace")
            found += [f"{what} in {path}" for _who, what, _mark in marks(content)]
            links = {unescape(each) for each in re.findall(r'href="(/[^"#]*)', content)} if "/en" in path else set()
            todo += [link for link in sorted(links) if link not in seen and link not in todo and plain(link)]
        assert len(seen) > 100
    async with year.database.begin() as session:
        for officer in [each for each in year.officers if each.for_city][::7]:
            whose = await reports.owner(session, officer.city_id, None)
            told = await reports.present(session, whose)
            found += [f"{what} in a report" for _who, what, _mark in marks(repr(told))]
        made = inside(makers.make("city", "hwpx", told, ("ko",), {}))
        found += [f"{what} in hwpx" for _who, what, _mark in marks(made)]
    return found


def plain(link: str) -> bool:
    """Say whether an address is a page of its own: not the same narrowed down, in another language or for machines."""
    return link.startswith("/en/") and ("?" not in link or "page=" in link)
