"""What people follow: searches, cities, targets, actions; and how often they want to hear of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot import clock
from bot.dates import DAY
from storage import actions, cities, people
from storage.actions import Told
from storage.cycles import local_day
from storage.engine import Session
from storage.models import Action, City, Follow, Person
from storage.people import Officer
from storage.planning import morning

SEARCHES = 12  # one person follows
MOST = 24  # of everything


class Full(Exception):
    """Somebody follows as much as one can: so many of this kind."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True)
class Wish:
    """What is to be followed: the words and filters of a search, a city by its place, a target, or an action."""

    kind: str  # search, city, target, action
    words: str = ""
    filters: Mapping[str, Any] | None = None
    action_id: int | None = None

    @classmethod
    def of_search(cls, words: str, filters: Mapping[str, Any]) -> "Wish":
        """Return what a search is for: all of one city and all of one target are more than a search."""
        if not words.strip() and len(filters) == 1:
            if "place" in filters:
                return cls("city", "", filters)
            if "target" in filters:
                return cls("target", "", filters)
        return cls("search", words, filters)


@dataclass(frozen=True)
class Followed:
    """Something that is followed, with the city or the action it is, if it is one."""

    follow: Follow
    city: City | None = None
    told: Told | None = None


async def keep(session: Session, officer: Officer, wish: Wish) -> Follow:
    """Follow something from now on; what is followed already goes on.

    Raises:
        Full: there are too many.
    """
    known, filters = await of(session, officer.id), dict(wish.filters or {})
    for each in known:
        if (each.kind, each.words, each.filters, each.action_id) == (wish.kind, wish.words, filters, wish.action_id):
            return each
    if wish.kind == "search" and sum(each.kind == "search" for each in known) >= SEARCHES:
        raise Full(SEARCHES)
    if len(known) >= MOST:
        raise Full(MOST)
    now = clock.now()
    follow = Follow(
        person_id=officer.id, kind=wish.kind, words=wish.words, filters=filters, action_id=wish.action_id,
        language=officer.language, since=now, seen_id=await session.scalar(select(func.max(Action.id))) or 0,
    )  # fmt: skip
    session.add(follow)
    await session.flush()
    first = update(Person).where(Person.id == officer.id, Person.news_at.is_(None), Person.news_every > 0)
    await session.execute(first.values(news_at=tomorrow(officer, now)))
    return follow


async def of(session: Session, person_id: int) -> Sequence[Follow]:
    """Return what somebody follows, the oldest first."""
    return (await session.scalars(select(Follow).where(Follow.person_id == person_id).order_by(Follow.id))).all()


async def get(session: Session, follow_id: int, person_id: int) -> Follow | None:
    """Return something this person follows."""
    follow = await session.get(Follow, follow_id)
    return follow if follow and follow.person_id == person_id else None


async def known(session: Session, follow: Follow) -> Followed:
    """Return what is followed with the city or the action it is."""
    if follow.kind == "city":
        return Followed(follow, city=await cities.at_place(session, str(follow.filters["place"])))
    if follow.kind == "action":
        return Followed(follow, told=await actions.get(session, follow.action_id or 0))
    return Followed(follow)


async def stop(session: Session, follow: Follow) -> None:
    """Follow something no more."""
    await session.delete(follow)
    await session.flush()


async def set_rhythm(session: Session, officer: Officer, days: int, now: datetime) -> None:
    """Tell somebody what is new every so many days at most; never by itself, if there are none."""
    follows = await of(session, officer.id)
    when = tomorrow(officer, now) if days and follows else None
    if when and (told := [each.told_at for each in follows if each.told_at]):
        next_day = local_day(officer.zone, max(told)) + timedelta(days=days)
        when = max(when, morning(next_day, officer.zone, officer.country or ""))
    await people.change(session, officer.id, news_every=days, news_at=when)


def tomorrow(officer: Officer, now: datetime) -> datetime:
    """Return when the offices where somebody is open next, but not today."""
    return morning(local_day(officer.zone, now) + DAY, officer.zone, officer.country or "")
