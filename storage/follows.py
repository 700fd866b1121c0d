"""What people follow, and what of it is new. Everything one person follows is told together, once a week at most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot import clock
from bot.dates import DAY
from storage import lookups, people, telling
from storage.cycles import local_day
from storage.engine import Session, Unit, changed
from storage.index import Query
from storage.index.ranking import near_enough
from storage.models import Action, Follow, Lookup, Person
from storage.people import Officer
from storage.planning import morning
from storage.search import Found, Hit, search
from storage.telling import WEEK

MOST = 12  # searches one person follows: all their news fit into one message
SETTLED = timedelta(
    minutes=5
)  # after which every transaction that publishes has ended, and a model has read what it did
SURE = near_enough(2)  # how well something must fit to be told unasked, however long the search is
AT_ONCE = 20  # people in one run of the job
LOOKED_AT = 200  # actions of one search
PAGE = 4  # of which so many have room for both groups


class Full(Exception):
    """Somebody follows as much as one can."""


@dataclass(frozen=True)
class News:
    """What is new of something that is followed, best first."""

    follow: Follow
    hits: Sequence[Hit]


async def keep(session: Session, officer: Officer, lookup: Lookup) -> Follow:
    """Follow a search from now on; one that is followed already goes on.

    Raises:
        Full: there are too many.
    """
    known = await of(session, officer.id)
    for each in known:
        if (each.words, each.filters) == (lookup.words, lookup.filters):
            return each
    if len(known) >= MOST:
        raise Full
    now = clock.now()
    follow = Follow(
        person_id=officer.id, kind="search", words=lookup.words, filters=lookup.filters, language=officer.language,
        since=now, seen_id=await session.scalar(select(func.max(Action.id))) or 0,
    )  # fmt: skip
    session.add(follow)
    await session.flush()
    first = update(Person).where(Person.id == officer.id, Person.news_at.is_(None))
    await session.execute(first.values(news_at=_tomorrow(officer, now)))
    return follow


async def of(session: Session, person_id: int) -> Sequence[Follow]:
    """Return what somebody follows, the oldest first."""
    return (await session.scalars(select(Follow).where(Follow.person_id == person_id).order_by(Follow.id))).all()


async def get(session: Session, follow_id: int, person_id: int) -> Follow | None:
    """Return something this person follows."""
    follow = await session.get(Follow, follow_id)
    return follow if follow and follow.person_id == person_id else None


async def stop(session: Session, follow: Follow) -> None:
    """Follow something no more."""
    await session.delete(follow)
    await session.flush()


async def due(session: Session, now: datetime) -> Sequence[tuple[int, datetime]]:
    """Return for whom to look for news now, with the moment it was due."""
    waiting = select(Person.id, Person.news_at).where(Person.news_at <= now).order_by(Person.news_at).limit(AT_ONCE)
    return [(id, at) for id, at in await session.execute(waiting) if at]


async def settled(session: Session, now: datetime) -> int:
    """Return the last action up to which nothing is still being published."""
    last = select(Action.id).where(Action.published_at <= now - SETTLED).order_by(Action.id.desc()).limit(1)
    return await session.scalar(last) or 0


async def claim(unit: Unit, person_id: int, due_at: datetime, now: datetime) -> Officer | None:
    """Make it ours to tell somebody what is new, and return them; nobody, if it cannot be now or another has it.

    Until it is known that there is news, the next look is tomorrow.
    """
    reader = await people.get(unit.session, person_id)
    then = await _later(unit, reader, now) if reader else None
    upcoming = None if reader is None else then or _tomorrow(reader, now)
    mine = update(Person).where(Person.id == person_id, Person.news_at == due_at).values(news_at=upcoming)
    taken = await changed(unit.session, mine) == 1
    return reader if taken and then is None else None


async def _later(unit: Unit, reader: Officer, now: datetime) -> datetime | None:
    """Return when to look instead, if somebody cannot be told now. Half a month's messages are kept for reminders."""
    budget = (await people.row(unit.session, reader.id)).budget
    return await telling.put_off(unit, reader, now, spare=budget // 2)


async def news(session: Session, reader: Officer, upto: int) -> list[News]:
    """Return what is new of everything somebody follows, each action once.

    Raises:
        Wanted: see ``storage.search.search``.
    """
    found: list[News] = []
    told: set[int] = set()
    for follow in await of(session, reader.id):
        page = await search(session, query(follow, reader, upto), limit=LOOKED_AT, page=PAGE)
        hits = [hit for hit in _sure(follow, page) if hit.told.action.id not in told]
        if hits:
            found.append(News(follow, hits))
            told |= {hit.told.action.id for hit in hits}
    return found


def _sure(follow: Follow, page: Found) -> Sequence[Hit]:
    return [hit for hit in page.items if hit.score >= SURE] if follow.words.strip() else page.items


def query(follow: Follow, reader: Officer, upto: int) -> Query:
    """Return what to look for: what a search finds for this reader in other cities and has not been told."""
    wanted = lookups.query(follow, reader)
    return replace(wanted, language=follow.language, elsewhere=reader.place_key, keys=(follow.seen_id, upto))


async def note_told(session: Session, reader: Officer, upto: int, now: datetime) -> None:
    """Note that somebody is told now everything up to an action: nothing more before a week is over."""
    told = update(Follow).where(Follow.person_id == reader.id)
    await session.execute(told.values(seen_id=upto, told_at=now))
    later = morning(local_day(reader.zone, now) + WEEK, reader.zone, reader.country or "")
    await people.change(session, reader.id, news_at=later)


def _tomorrow(reader: Officer, now: datetime) -> datetime:
    return morning(local_day(reader.zone, now) + DAY, reader.zone, reader.country or "")
