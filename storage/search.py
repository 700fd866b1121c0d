"""Finding actions. One call, so that its inside can be made better."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.language.fold import fold
from storage.actions import Told
from storage.engine import Session
from storage.models import Action, City

OWN_SCRIPTS = {"zh_Hans": ("zh_Hans", "zh_Hant"), "zh_Hant": ("zh_Hant", "zh_Hans")}


@dataclass(frozen=True)
class Query:
    """What is looked for: words and filters, and for whom."""

    words: str = ""
    language: str = "en"  # the reader's: its texts come first
    member: bool = False
    city_id: int | None = None  # the reader's own city
    target: str | None = None
    place: str | None = None  # a place key: this city
    country: str | None = None
    pathway: str | None = None
    kind: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Found:
    """A page of what was found: how many in the reader's language, how many in others."""

    items: Sequence[Told]
    own: int
    other: int

    @property
    def total(self) -> int:
        return self.own + self.other


async def search(session: Session, query: Query, *, offset: int = 0, limit: int = 5) -> Found:
    """Return actions that hold all the words, inside words too: own language first, then title, then newest."""
    conditions = _visible(query) + _filters(query) + _words(query.words)
    own = Action.language.in_(OWN_SCRIPTS.get(query.language, (query.language,)))
    counted = select(func.count().filter(own), func.count().filter(~own)).select_from(Action).join(City)
    own_count, other_count = (await session.execute(counted.where(*conditions))).one()
    in_title = case((and_(*_contains(Action.title, query.words)), 0), else_=1)
    statement = (
        select(Action, City)
        .join(City)
        .where(*conditions)
        .order_by(case((own, 0), else_=1), in_title, Action.day.desc(), Action.id.desc())
        .offset(offset)
        .limit(limit)
    )
    rows = await session.execute(statement)
    return Found([Told(*row) for row in rows], own_count, other_count)


def _visible(query: Query) -> list[ColumnElement[bool]]:
    shown = ["public", "members"] if query.member else ["public"]
    return [Action.state == "published", Action.visibility.in_(shown)]


def _filters(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.target:
        conditions.append(Action.target == query.target)
    if query.kind:
        conditions.append(Action.kind == query.kind)
    if query.place:
        conditions.append(City.place_key == query.place)
    if query.country:
        conditions.append(City.country == query.country)
    if query.pathway:
        conditions.append(Action.details["pathway"].as_string() == query.pathway)
    if query.year:
        conditions.append(Action.day.between(date(query.year, 1, 1), date(query.year, 12, 31)))
    return conditions


def _words(words: str) -> list[ColumnElement[bool]]:
    """Every word must stand somewhere in the action's words or in its city's name."""
    return [or_(_inside(Action.words, word), _inside(City.words, word)) for word in fold(words).split()[:8]]


def _contains(column: InstrumentedAttribute[str], words: str) -> list[ColumnElement[bool]]:
    found = [_inside(func.lower(column), word) for word in fold(words).split()[:8]]
    return found or [Action.id.is_not(None)]


def _inside(column: ColumnElement[str] | InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    return column.contains(word[:200], autoescape=True)


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
    conditions = _visible(query) + _filters(query) + _words(query.words)
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
