"""Finding actions. One call, in chat and on the web, whatever stands behind it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, String, case, cast, false, func, select

from storage.actions import Told
from storage.engine import Database, Session, Unit
from storage.index import Index, Query, Ranked, Wanted
from storage.models import Action, City

__all__ = ["Found", "Hit", "Query", "counts", "find", "prepared", "search"]

T = TypeVar("T")

PREPARED = "prepared"  # where a session has what was looked up for it


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
    rows = await session.execute(
        select(Action, City).join(City).where(Action.id.in_([id for id, _score, _group in chosen]), *_visible(query))
    )
    told = {row[0].id: Told(*row) for row in rows}
    items = [Hit(told[id], group, score) for id, score, group in chosen if id in told]
    return Found(items, len(ranked.own), len(ranked.other), ranked.meaning, ranked.meant)


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
    known: dict[Query, Ranked] = {}
    while True:
        try:
            async with database.unit() as unit:
                unit.info[PREPARED] = known
                return await work(unit)
        except Wanted as wanted:
            known[wanted.query] = await index.look_up(wanted.query)


def _ranked(session: Session, query: Query) -> Ranked:
    prepared = session.info.get(PREPARED, {})
    if query not in prepared:
        raise Wanted(query)
    found: Ranked = prepared[query]
    return found


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


def _visible(query: Query) -> list[ColumnElement[bool]]:
    shown = ["public", "members"] if query.member else ["public"]
    return [Action.state == "published", Action.visibility.in_(shown)]


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
