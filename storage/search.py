"""Finding actions. One call, in chat and on the web, whatever stands behind it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, String, bindparam, case, cast, false, func, select

from storage import actions, cities, duplicates
from storage.actions import Told
from storage.engine import Database, Session, Unit
from storage.index import Alike, Index, Nearly, Neighbours, Query, Ranked, Request, Wanted
from storage.models import Action, City

__all__ = [
    "Found",
    "Hit",
    "Others",
    "Query",
    "alike",
    "counts",
    "find",
    "prepared",
    "resumed",
    "search",
    "told_before",
    "want",
    "wanted",
]

T = TypeVar("T")

PREPARED = "prepared"  # where a session has what was looked up for it
BY_MEANING = "by meaning"  # where a session has whether a model is installed
FOLLOWING = "following"  # where a session has whether the index is open


@dataclass(frozen=True)
class Hit:
    """An action that was found, in which group, and how well it fits: 1 or more is very well."""

    told: Told
    group: str  # own: the query's language, or its other script; other
    score: float


@dataclass(frozen=True)
class Found:
    """A page of what was found: how many in the query's own language, how many in others."""

    items: Sequence[Hit]
    own: int
    other: int
    by_meaning: bool = True  # false where other languages are found by the glossary alone
    meant: str | None = None  # where nothing was found: what would be, written almost the same
    part: str | None = None  # where the own language has nothing with all words: the rarest of those it has

    @property
    def total(self) -> int:
        return self.own + self.other


async def search(session: Session, query: Query, *, offset: int = 0, limit: int = 5, page: int = 0) -> Found:
    """Return actions found by words and by meaning, best first; without words, the newest first.

    Args:
        page: how many make one page, each with room for both groups; as many as asked for, if not given.

    Raises:
        Wanted: the index has to be asked first, outside of this transaction.
    """
    if not query.words.strip():
        return await _newest(session, query, offset, limit)
    ranked = _ranked(session, query)
    chosen = ranked.mixed(page or limit)[offset : offset + limit]
    rows = await session.execute(_told_to(query.member), {"ids": [id for id, _score, _group in chosen]})
    told = {row[0].id: Told(*row) for row in rows}
    items = [Hit(told[id], group, score) for id, score, group in chosen if id in told]
    return Found(items, len(ranked.own), len(ranked.other), ranked.meaning, ranked.meant, ranked.part)


def want(session: Session, query: Query) -> None:
    """Make sure that a search can be answered in this transaction: before much was done that would be done again.

    Raises:
        Wanted: the index has to be asked first, outside of this transaction.
    """
    if query.words.strip():
        _ranked(session, query)


def wanted(session: Session, request: Neighbours) -> Ranked | None:
    """Return what is like a text; nothing where the index is not open, for nobody waits for that.

    Raises:
        Wanted: the index has to be asked first, outside of this transaction.
    """
    if request not in session.info.get(PREPARED, {}) and not session.info.get(FOLLOWING):
        return None
    return _ranked(session, request)


@dataclass(frozen=True)
class Others:
    """A page of what other cities did that is like an action, and how many there are in all."""

    items: Sequence[Told]
    total: int
    by_meaning: bool


async def alike(
    session: Session, told: Told, *, member: bool, first: Sequence[int] = (), offset: int = 0, limit: int = 5
) -> Others:
    """Return what other cities did for the same target that is like an action.

    Cities of a similar size come first, then those of the same country, then all others; among each, what is most
    like it.

    Args:
        first: the keys of actions that come before all others.

    Raises:
        Wanted: the index has to be asked first, outside of this transaction.
    """
    request = Alike(told.action.id, member)
    ranked = _ranked(session, request)
    near = dict(ranked.own)
    rows = await session.execute(
        select(Action.id, City.population, City.country)
        .join(City)
        .where(Action.id.in_(near), Action.id.not_in(first), Action.city_id != told.city.id, *_visible(request))
    )
    order = sorted((cities.apart(told.city, row.population, row.country), -near[row.id], -row.id) for row in rows)
    page = [*first, *(-id for _apart, _near, id in order)][offset : offset + limit]
    told_by = {row[0].id: Told(*row) for row in await session.execute(_told(page))}
    return Others([told_by[id] for id in page], len(first) + len(order), ranked.meaning)


async def told_before(session: Session, city_id: int, place: str, text: str, language: str) -> Told | None:
    """Return what a city, by its key and its place, has published that says the same as a text, or nearly the same.

    Only a model can tell what says nearly the same. What lacks a figure of the text does not: the text is news then.

    Raises:
        Wanted: the index has to be asked first, outside of this transaction.
    """
    if same := await duplicates.identical(session, city_id, text):
        return await actions.get(session, same)
    if not session.info.get(BY_MEANING):
        return None
    if not (near := dict(_ranked(session, Nearly(place, text, language)).own)):
        return None
    rows = await session.execute(_told(near).where(Action.city_id == city_id, Action.state == "published"))
    told = [Told(*row) for row in rows if not duplicates.adds_figures(text, row[0].text)]
    return max(told, key=lambda each: near[each.action.id], default=None)


async def find(database: Database, index: Index, query: Query, **paging: int) -> Found:
    """Search in a transaction of its own: for whoever is in none."""
    ranked = await index.look_up(query) if query.words.strip() else Ranked()
    async with database.begin() as session:
        session.info[PREPARED] = {query: ranked}
        return await search(session, query, **paging)


async def prepared(database: Database, index: Index, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Carry out work that searches, in one transaction; what it looks for is looked up before, outside of any.

    The work is begun again for each search it wants.
    """
    known: dict[Request, Ranked] = {}
    while True:
        try:
            async with database.unit(shares=True) as unit:
                unit.info[PREPARED], unit.info[BY_MEANING] = known, index.by_meaning
                unit.info[FOLLOWING] = index.following
                return await work(unit)
        except Wanted as wanted:
            known[wanted.request] = await index.look_up(wanted.request)


def resumed(unit: Unit) -> bool:
    """Say whether the work of this transaction was begun before, and broken off for a search."""
    return bool(unit.info.get(PREPARED))


def _ranked(session: Session, request: Request) -> Ranked:
    prepared = session.info.get(PREPARED, {})
    if request not in prepared:
        raise Wanted(request)
    found: Ranked = prepared[request]
    return found


def _told(ids: Iterable[int]) -> Select[Action, City]:
    return select(Action, City).join(City).where(Action.id.in_(ids))


@cache
def _told_to(member: bool) -> Select[Action, City]:
    """Return the statement for what a search found, made once: only what this reader may see."""
    named = Action.id.in_(bindparam("ids", expanding=True))
    return select(Action, City).join(City).where(named, *actions.open_to(member))


async def _newest(session: Session, query: Query, offset: int, limit: int) -> Found:
    conditions = _visible(query) + _filters(query)
    own = Action.language.in_(query.own)
    counted = select(func.count().filter(own), func.count().filter(~own)).select_from(Action).join(City)
    own_count, other_count = (await session.execute(counted.where(*conditions))).one()
    statement = (
        select(Action, City, own.label("own"))
        .join(City)
        .where(*conditions)
        .order_by(case((own, 0), else_=1), Action.day.desc(), Action.id.desc())
        .offset(offset)
        .limit(limit)
    )
    rows = await session.execute(statement)
    return Found([Hit(Told(*row[:2]), "own" if row.own else "other", 0.0) for row in rows], own_count, other_count)


def _visible(request: Query | Alike) -> list[ColumnElement[bool]]:
    return [*actions.open_to(request.member)]


def _filters(query: Query) -> list[ColumnElement[bool]]:
    columns: dict[str, Any] = {
        "target": Action.target,
        "kind": Action.kind,
        "place": City.place_key,
        "country": City.country,
        "pathway": Action.details["pathway"].as_string(),
    }
    conditions: list[ColumnElement[bool]] = [
        column == value for name, column in columns.items() if (value := getattr(query, name)) is not None
    ]
    if query.year is not None:
        conditions.append(Action.day.between(date(query.year, 1, 1), date(query.year, 12, 31)))
    if query.since is not None:
        conditions.append(Action.day >= query.since)
    if query.languages:
        conditions.append(Action.language.in_(query.languages))
    if query.elsewhere is not None:
        conditions.append(City.place_key != query.elsewhere)
    if query.keys is not None:
        after, upto = query.keys
        conditions += [Action.id > after, Action.id <= upto]
    return conditions


def _found(session: Session, query: Query) -> list[ColumnElement[bool]]:
    if not query.words.strip():
        return []
    ranked = _ranked(session, query)
    ids = [id for id, _score in (*ranked.own, *ranked.other)]
    return [Action.id.in_(ids) if ids else false()]


async def counts(session: Session, query: Query, name: str) -> list[tuple[Any, int]]:
    """Return the values of one filter that occur among what was found, with how often, most useful first."""
    columns: dict[str, Any] = {
        "target": Action.target,
        "kind": Action.kind,
        "country": City.country,
        "pathway": Action.details["pathway"].as_string(),
        "year": func.substr(cast(Action.day, String), 1, 4),
    }
    value = columns[name]
    conditions = _visible(query) + _filters(query) + _found(session, query)
    statement = (
        select(value, func.count())
        .select_from(Action)
        .join(City)
        .where(*conditions, value.is_not(None))
        .group_by(value)
    )
    rows = [(value, int(n)) for value, n in await session.execute(statement)]
    if name == "target":
        return sorted(rows)
    return sorted(rows, key=lambda row: row[0] if name == "year" else row[1], reverse=True)[:12]
