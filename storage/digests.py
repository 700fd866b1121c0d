"""What is new of what somebody follows: told in one digest, or when they look themselves; each thing once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from storage import follows, happenings, lookups, people, telling
from storage.actions import Told
from storage.cycles import local_day
from storage.engine import Session, Unit, changed
from storage.follows import Followed
from storage.happenings import Event, Window
from storage.index import Query
from storage.index.ranking import near_enough
from storage.models import Action, City, Follow, Person
from storage.people import Officer
from storage.planning import morning
from storage.search import search

# After so long every transaction that publishes has ended, and a model has read what it did.
SETTLED = timedelta(minutes=5)
SURE = near_enough(2)  # how well something must fit to be told unasked, however long the search is
AT_ONCE = 20  # people in one run of the job
LOOKED_AT = 200  # actions of one search
PAGE = 4  # of which so many have room for both groups
TOGETHER = 8  # followed things in one message; others wait for the next one


@dataclass(frozen=True)
class Item:
    """An action of which something is new: what happened to it, newest first; nothing, if it is new itself."""

    told: Told
    events: Sequence[Event] = ()


@dataclass(frozen=True)
class News:
    """What is new of something that is followed, best first."""

    followed: Followed
    items: Sequence[Item]


@dataclass(frozen=True)
class Fresh:
    """What is new of what somebody follows, as far as it fits together."""

    news: Sequence[News]
    follows: Sequence[Follow]  # that were looked at, with news of their own or without
    more: bool  # whether others have news, too


@dataclass(frozen=True)
class Look:
    """A look at what is new: at whatever has certainly been committed by then."""

    at: datetime
    last_id: int  # of the actions published by then

    @property
    def upto(self) -> datetime:
        return self.at - SETTLED


async def look(session: Session, now: datetime) -> Look:
    """Return a look at what is new now; what commits late is left for the next one."""
    last = select(Action.id).where(Action.published_at <= now - SETTLED).order_by(Action.id.desc()).limit(1)
    return Look(now, await session.scalar(last) or 0)


async def due(session: Session, now: datetime) -> Sequence[tuple[int, datetime]]:
    """Return for whom to look for news now, with the moment it was due."""
    waiting = select(Person.id, Person.news_at).where(Person.news_at <= now).order_by(Person.news_at).limit(AT_ONCE)
    return [(id, at) for id, at in await session.execute(waiting) if at]


async def claim(unit: Unit, person_id: int, due_at: datetime, now: datetime) -> Officer | None:
    """Make it ours to tell somebody what is new, and return them; nobody, if it cannot be now or another has it.

    Until it is known that there is news, the next look is tomorrow.
    """
    reader = await people.get(unit.session, person_id)
    then = await _later(unit, reader, now) if reader else None
    upcoming = None if reader is None else then or follows.tomorrow(reader, now)
    mine = update(Person).where(Person.id == person_id, Person.news_at == due_at).values(news_at=upcoming)
    taken = await changed(unit.session, mine) == 1
    return reader if taken and then is None else None


async def _later(unit: Unit, reader: Officer, now: datetime) -> datetime | None:
    """Return when to look instead, if somebody cannot be told now. Half a month's messages are kept for reminders."""
    budget = (await people.row(unit.session, reader.id)).budget
    return await telling.put_off(unit, reader, now, spare=budget // 2)


async def fresh(session: Session, reader: Officer, look: Look) -> Fresh:
    """Return what is new of what somebody follows, each thing once; what has waited longest comes first.

    Raises:
        Wanted: see ``storage.search.search``.
    """
    found: list[News] = []
    told: set[tuple[str, int]] = set()
    waiting = sorted(await follows.of(session, reader.id), key=lambda each: (each.told_at or each.since, each.id))
    published = await _published(session, waiting, look)
    for number, follow in enumerate(waiting):
        items = [
            left for item in await _items(session, follow, reader, look, published) if (left := _untold(item, told))
        ]
        if items and len(found) == TOGETHER:
            return Fresh(found, waiting[:number], more=True)
        if items:
            found.append(News(await follows.known(session, follow), items))
            told |= {key for item in items for key in _keys(item)}
    return Fresh(found, waiting, more=False)


def _keys(item: Item) -> list[tuple[str, int]]:
    return [(each.kind, each.id) for each in item.events] or [("action", item.told.action.id)]


def _untold(item: Item, told: set[tuple[str, int]]) -> Item | None:
    """Return what is left of an item besides what was told under something else."""
    if not item.events:
        return None if ("action", item.told.action.id) in told else item
    events = [each for each in item.events if (each.kind, each.id) not in told]
    return Item(item.told, events) if events else None


def _window(follow: Follow, look: Look) -> Window:
    told = follow.told_at - SETTLED if follow.told_at else follow.since
    return Window(max(told, follow.since), look.upto)


Published = Sequence[tuple[int, datetime]]


async def _published(session: Session, waiting: Sequence[Follow], look: Look) -> Published:
    """Return which actions were published, and when, since the first of these was told last."""
    if not waiting:
        return []
    window = min((_window(each, look) for each in waiting), key=lambda each: each.after)
    rows = await session.execute(select(Action.id, Action.published_at).where(*window.covers(Action.published_at)))
    return [(id, at) for id, at in rows]


async def _items(session: Session, follow: Follow, reader: Officer, look: Look, published: Published) -> list[Item]:
    window = _window(follow, look)
    new = [] if follow.kind == "action" else await _new(session, follow, reader, look, published)
    if follow.kind == "search":
        return new
    told = {item.told.action.id for item in new}
    events: dict[int, list[Event]] = {}
    for each in await happenings.of_actions(session, _which(follow), window, reader):
        if each.told.action.id not in told:
            events.setdefault(each.told.action.id, []).append(each)
    return [*new, *(Item(each[0].told, each) for each in events.values())]


async def _new(session: Session, follow: Follow, reader: Officer, look: Look, published: Published) -> list[Item]:
    """Return the actions that are new. One that had its number long before it was published is new then."""
    window = _window(follow, look)
    new = {id for id, at in published if at in window}
    first = min(follow.seen_id, *(id - 1 for id in new)) if new else follow.seen_id
    page = await search(session, query(follow, reader, (first, look.last_id)), limit=LOOKED_AT, page=PAGE)
    sure = [hit.told for hit in page.items if hit.score >= SURE or not follow.words.strip()]
    return [Item(told) for told in sure if told.action.id in new or _came_late(told.action, follow, look)]


def _came_late(action: Action, follow: Follow, look: Look) -> bool:
    """Say whether an action was committed only after the last look, although it was published before."""
    return action.id > follow.seen_id and action.published_at <= look.upto


def _which(follow: Follow) -> Sequence[ColumnElement[bool]]:
    """Return which actions' news belong to what is followed."""
    if follow.kind == "action":
        return [Action.id == follow.action_id]
    if follow.kind == "city":
        return [City.place_key == follow.filters["place"]]
    return [Action.target == follow.filters["target"]]


def query(follow: Follow, reader: Officer, keys: tuple[int, int]) -> Query:
    """Return what to look for: what a search finds for this reader in other cities and has not been told."""
    wanted = lookups.query(follow, reader)
    return replace(wanted, language=follow.language, elsewhere=reader.place_key, keys=keys)


async def note_told(session: Session, told: Fresh, look: Look) -> None:
    """Note that everything up to a look is told: neither a digest nor a look of one's own tells it again."""
    for follow in told.follows:
        follow.seen_id, follow.told_at = max(follow.seen_id, look.last_id), look.at
    await session.flush()


async def rest(session: Session, reader: Officer, now: datetime) -> None:
    """Tell somebody nothing more by itself before as many days are over as they wanted."""
    every = timedelta(days=(await people.row(session, reader.id)).news_every)
    later = morning(local_day(reader.zone, now) + every, reader.zone, reader.country or "")
    await people.change(session, reader.id, news_at=later if every else None)


async def for_own_targets(session: Session, reader: Officer, look: Look, after: datetime) -> list[Item]:
    """Return what other cities have published since then for the targets of somebody's city, newest first."""
    own = select(Action.target).where(Action.city_id == reader.city_id, Action.state == "published").distinct()
    targets = set(await session.scalars(own)) if reader.city_id else set()
    window = Window(after, look.upto)
    statement = select(Action, City).join(City).where(*happenings.visible(reader), *window.covers(Action.published_at))
    if targets:
        statement = statement.where(Action.target.in_(targets))
    rows = await session.execute(statement.order_by(Action.published_at.desc(), Action.id.desc()).limit(LOOKED_AT))
    return [Item(Told(*row)) for row in rows]
