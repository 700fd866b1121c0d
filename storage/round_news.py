"""Who is told that chapters of a round wait for them: in office hours, at first at once, then once a week at most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from bot.dates import within_office_hours
from storage import cycles, people, reminders, rounds
from storage.cycles import local_day
from storage.engine import Session, Unit
from storage.models import City, DeadlineNotice, Person, Round
from storage.notices import wanted
from storage.people import Officer
from storage.rounds import Reading

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class News:
    """What is new for somebody in a round: the chapters they have not agreed to, or that others spoke of."""

    round: Round
    city: City
    targets: Sequence[str]

    @property
    def about(self) -> str:
        """How notices name the round."""
        return about(self.round.id)


def about(round_id: int) -> str:
    """Return how notices name a round."""
    return f"round:{round_id}"


async def due(session: Session, now: datetime) -> list[tuple[Officer, Sequence[News]]]:
    """Return who is to be told now, and of what."""
    readers: dict[int, Officer] = {}
    found: dict[int, list[News]] = defaultdict(list)
    for row, city in await rounds.going_on(session):
        chapters = await rounds.readings(session, row)
        for party, there in (await _parties(session, city)).items():
            for reader in await _ready(session, there, row, now):
                since = await _told(session, reader, row)
                targets = _new(chapters, party, row, since) if _again(reader, since, now) else []
                if targets:
                    readers[reader.id] = reader
                    found[reader.id].append(News(row, city, targets))
    return [(readers[id], news) for id, news in found.items()]


async def _parties(session: Session, city: City) -> Mapping[str, Sequence[Officer]]:
    """Return the people of each party of a city's rounds."""
    there = {party: await people.in_city(session, city.id, party) for party in people.PARTNERS}
    return {
        "city": await people.in_city(session, city.id),
        **there,
        "office": await people.in_office(session, city.office_id),
    }


async def _ready(session: Session, there: Sequence[Officer], row: Round, now: datetime) -> list[Officer]:
    """Return those of some people who are at work now and want to be told."""
    working = [each for each in there if within_office_hours(now, each.zone, each.country or "")]
    found = []
    for each in working:
        conditions = wanted(about(row.id), local_day(each.zone, now))
        if await session.scalar(select(Person.id).where(Person.id == each.id, *conditions)):
            found.append(each)
    return found


async def _told(session: Session, reader: Officer, row: Round) -> datetime | None:
    """Return when somebody's seat was last told of a round."""
    statement = select(func.max(DeadlineNotice.at)).where(
        DeadlineNotice.deadline == about(row.id), DeadlineNotice.seat_id == reader.seat_id
    )
    return await session.scalar(statement)


def _again(reader: Officer, since: datetime | None, now: datetime) -> bool:
    """Say whether somebody may be told again: on the same day of the next week."""
    return since is None or local_day(reader.zone, since) + WEEK <= local_day(reader.zone, now)


def _new(chapters: Sequence[Reading], party: str, row: Round, since: datetime | None) -> list[str]:
    """Return the chapters to tell of: to the city what others said, to others what they have to look at."""
    spoken = [each for each in chapters if _spoken_of(each, party, since or row.opened_at)]
    if party == "city":
        return [each.chapter.target for each in spoken]
    waiting = [each for each in chapters if not each.agrees(party)]
    if since is None:
        return [each.chapter.target for each in waiting]
    fresh = any(each.chapter.changed_at > since for each in waiting)
    return [each.chapter.target for each in chapters if each in spoken or (fresh and each in waiting)]


def _spoken_of(reading: Reading, party: str, since: datetime) -> bool:
    return any(each.at > since and each.party != party for each in reading.comments)


async def claim(unit: Unit, reader: Officer, news: Sequence[News], now: datetime) -> list[News]:
    """Return the news that is ours to tell now: nobody else tells it, and the month has room.

    The last message of a month is kept for a due day.
    """
    if await reminders.budget_left(unit, reader, now) <= 1:
        return []
    today = local_day(reader.zone, now)
    return [each for each in news if await _given(unit.session, reader, each, today, now)]


async def _given(session: Session, reader: Officer, news: News, today: date, now: datetime) -> bool:
    row = DeadlineNotice(deadline=news.about, day=today, days_before=0, seat_id=reader.seat_id, at=now)
    return await cycles.add(session, [row])
