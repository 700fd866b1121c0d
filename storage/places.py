"""Places: local governments and cities, found by any of their names or by a shared location."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import clock
from bot.language import names as spoken
from bot.language.fold import fold
from bot.text import LANGUAGES
from storage.hot import Hot
from storage.models.places import PlaceName, PlaceRow
from storage.place import CREDITS, DEGREE, Place, is_inside, kilometres

__all__ = ["CREDITS", "Place", "at", "find", "get", "mentioned"]

_OTHER, _OFFICIAL = 1, 3  # last digits of weights, see storage.register.entry; 0 is never found
_NEAR = 60.0  # kilometres
_NEAREST = 5  # proposals for a shared location
_KNOWN_EVERYWHERE = 100_000  # people: smaller towns share their names with too many words
_SHORTEST_LATIN = 4
_NAMED = [f"name_{n}" for n in range(256)]  # looked up in one statement
_TENFOLD = 1000  # as a difference of weights
_LAST = "\U0010ffff"  # sorts behind every letter

_Province = aliased(PlaceRow)
_FIELDS = tuple(field.name for field in fields(Place))


async def find(session: AsyncSession, text: str, *, limit: int = 8, on: date | None = None) -> list[Place]:
    """Return the places a text may mean, the likeliest first: full names, then those that begin so.

    After a place ended, its successors stand for it, on a day (today, if none is given).
    """
    wanted = spoken.readings(text)
    if not wanted:
        return []
    hits = await _named(session, {reading.name for reading in wanted})
    found = (
        _labelled(text, hits)
        or _likely(hits.get(wanted[0].name, []))
        or await _within_context(session, wanted[1:], hits)
        or await _beginning_with(session, wanted[0].name, limit)
        or _loosely(wanted, hits)
    )
    return (await _in_force(session, found, on or clock.now().date()))[:limit]


async def get(session: AsyncSession, key: str) -> Place | None:
    """Return the place with this key, also one that has ended."""
    rows = (await _by_key(session, key=key)).rows
    return _place(rows[0]) if rows else None


async def at(session: AsyncSession, latitude: float, longitude: float) -> list[Place]:
    """Return what a shared location (degrees) may stand for: the district, its province, then the nearest."""
    today = clock.now().date()
    inside = [place for place in await _holding(session, latitude, longitude) if place.is_valid(today)]
    above = [place.parent for place in inside if place.parent]
    nearest = await _nearest(session, latitude, longitude)
    others = await _by_keys(session, [*above, *nearest])
    proposals = dict.fromkeys([*inside, *(others[key] for key in [*above, *nearest])])
    return [place for place in proposals if place.is_valid(today)][:_NEAREST]


async def mentioned(session: AsyncSession, text: str) -> list[Place]:
    """Return the places named in full in a longer text, in its order; what is ambiguous is left out."""
    spans = list(spoken.mentions(text))
    hits, today = await _named(session, {span.name for span in spans}, official=True), clock.now().date()
    chosen: dict[int, tuple[int, Place]] = {}
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        places = [hit.place for hit in hits.get(span.name, []) if _is_meant(span, hit.place)]
        if not places or any(span.start < end and start < span.end for start, (end, _) in chosen.items()):
            continue
        current = await _in_force(session, places, today)
        if len(current) == 1:
            chosen[span.start] = (span.end, current[0])
    return list(dict.fromkeys(place for _, (_, place) in sorted(chosen.items(), key=lambda item: item[0])))


def _places() -> Select[Any]:
    own = [getattr(PlaceRow, name) for name in _FIELDS[:-1]]
    return select(*own, _Province.names.label(_FIELDS[-1])).outerjoin(_Province, _Province.key == PlaceRow.parent)


def _place(row: Sequence[Any]) -> Place:
    values = dict(zip(_FIELDS, row, strict=False))  # a row may end with more than a place
    return Place(**values | {"successors": tuple(values["successors"]), "area": values["area"] or {}})


_by_key = Hot(_places().where(PlaceRow.key == bindparam("key")))


class _Hit(NamedTuple):
    """A place that has the name looked for, and how likely it is meant."""

    place: Place
    weight: int


async def _named(session: AsyncSession, folded: Iterable[str], *, official: bool = False) -> dict[str, list[_Hit]]:
    """Return the places by each of these folded names, the more important first."""
    found: dict[str, list[_Hit]] = {}
    names = iter(sorted(folded))
    while some := dict(zip(_NAMED, names, strict=False)):
        query = _by_names(1 << (len(some) - 1).bit_length(), official)
        for *row, name, weight in (await query(session, **some)).rows:
            found.setdefault(name, []).append(_Hit(_place(row), weight))
    return found


@cache
def _by_names(many: int, official: bool) -> Hot:
    """Return the statement for so many names at most."""
    kind = PlaceName.weight % 10
    query = (
        _places()
        .add_columns(PlaceName.folded, PlaceName.weight)
        .join(PlaceName, PlaceName.place_key == PlaceRow.key)
        .where(PlaceName.folded.in_(map(bindparam, _NAMED[:many])), kind == _OFFICIAL if official else kind > 0)
        .order_by(PlaceName.weight.desc(), PlaceRow.key)
    )
    return Hot(query, dict.fromkeys(_NAMED[:many]))


def _labelled(text: str, hits: Mapping[str, Sequence[_Hit]]) -> list[Place]:
    """Return the one place that is shown exactly so: whoever types what was offered means that."""
    told = fold(text)
    labels = {hit.place: {hit.place.label(each) for each in LANGUAGES} for those in hits.values() for hit in those}
    alike = [place for place, shown in labels.items() if any(fold(each) == told for each in shown)]
    exactly = alike if len(alike) == 1 else [place for place in alike if text.strip() in labels[place]]
    return exactly if len(exactly) == 1 else []


def _likely(hits: Sequence[_Hit]) -> list[Place]:
    """Return what is meant by a bare name.

    A town, or a lesser name of a place, gives way to what is ten times as important: 水原 is Suwon, the
    Japanese town is found with its country. A lesser name also gives way to a proper one in its country.
    """
    top = hits[0].weight if hits else 0
    proper = {hit.place.country for hit in hits if hit.weight % 10 > _OTHER}
    return [
        place
        for place, weight in hits
        if (weight > top - _TENFOLD or (place.kind != "town" and weight % 10 > _OTHER))
        and (place.country not in proper or weight % 10 > _OTHER)
    ]


async def _within_context(
    session: AsyncSession, wanted: Iterable[spoken.Reading], hits: Mapping[str, Sequence[_Hit]]
) -> list[Place]:
    """Return the places whose province or country the rest of the text names; the longest name counts."""
    told = [reading for reading in wanted if reading.context]
    pairs = [(reading, hit.place) for reading in told for hit in hits.get(reading.name, [])]
    areas = await _area_names(session, {area for _, place in pairs for area in _areas(place)})
    fitting = [
        (reading, place)
        for reading, place in pairs
        if reading.is_within(frozenset().union(*(areas.get(area, ()) for area in _areas(place))))
    ]
    parents = {place.parent for _, place in fitting}  # a province beside its city only says which
    fitting = [(reading, place) for reading, place in fitting if place.key not in parents]
    longest = max((len(reading.name) for reading, _ in fitting), default=0)
    return [place for reading, place in fitting if len(reading.name) == longest]


def _areas(place: Place) -> tuple[str, ...]:
    return (place.parent, place.country) if place.parent else (place.country,)


async def _area_names(session: AsyncSession, keys: set[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    if keys:
        query = select(PlaceName.place_key, PlaceName.folded).where(PlaceName.place_key.in_(sorted(keys)))
        for key, folded in await session.execute(query):
            names.setdefault(key, set()).add(folded)
    return names


async def _beginning_with(session: AsyncSession, beginning: str, limit: int) -> list[Place]:
    """Return places by the beginning of a name; who types Hangul more likely means one in Korea."""
    if beginning.isascii() and len(beginning) < 2:
        return []
    at_home = PlaceName.place_key.startswith("kr.") & (beginning[0] >= "가") & (beginning[0] <= "힣")
    weight = func.max(PlaceName.weight + case((at_home, 10 * _TENFOLD), else_=0))
    best = (
        select(PlaceName.place_key, weight.label("weight"))
        .where(PlaceName.folded >= beginning, PlaceName.folded < beginning + _LAST, PlaceName.weight % 10 > 0)
        .group_by(PlaceName.place_key)
        .order_by(weight.desc(), PlaceName.place_key)
        .limit(limit)
        .subquery()
    )
    query = _places().join(best, best.c.place_key == PlaceRow.key)
    query = query.order_by(best.c.weight.desc(), PlaceRow.key)
    return [_place(row) for row in await session.execute(query)]


def _loosely(wanted: Iterable[spoken.Reading], hits: Mapping[str, Sequence[_Hit]]) -> list[Place]:
    """Return what a part of the text names, whatever the rest says: the district of an address."""
    known = [reading for reading in wanted if reading.name in hits]
    best = max(known, key=lambda reading: (not reading.context, len(reading.name)), default=None)
    return _likely(hits[best.name]) if best else []


async def _in_force(session: AsyncSession, places: Sequence[Place], on: date) -> list[Place]:
    """Return the places there are on a day, with successors for those that have ended."""
    ended = [place for place in places if place.valid_to and place.valid_to < on]
    later = await _by_keys(session, [key for place in ended for key in place.successors])
    current: dict[Place, None] = {}
    for place in places:
        heirs = [later[key] for key in place.successors if key in later]
        current.update(dict.fromkeys(one for one in (place, *heirs) if one.is_valid(on)))
    return list(current)


async def _by_keys(session: AsyncSession, keys: Sequence[str]) -> dict[str, Place]:
    if not keys:
        return {}
    rows = await session.execute(_places().where(PlaceRow.key.in_(keys)))
    return {row.key: _place(row) for row in rows}


async def _holding(session: AsyncSession, latitude: float, longitude: float) -> list[Place]:
    """Return the districts whose outline is around a point."""
    query = select(PlaceRow.key, PlaceRow.outline).where(
        PlaceRow.south <= latitude, PlaceRow.north >= latitude,
        PlaceRow.west <= longitude, PlaceRow.east >= longitude,
    )  # fmt: skip
    outlines = (await session.execute(query)).all()
    around = [key for key, outline in outlines if is_inside(outline, latitude, longitude)]
    return list((await _by_keys(session, around)).values())


async def _nearest(session: AsyncSession, latitude: float, longitude: float) -> list[str]:
    """Return the keys of places nearby, the nearest first; some more than are shown, as some have ended."""
    across, up = _NEAR / (DEGREE * max(0.1, math.cos(math.radians(latitude)))), _NEAR / DEGREE
    query = select(PlaceRow.key, PlaceRow.latitude, PlaceRow.longitude).where(
        PlaceRow.latitude.between(latitude - up, latitude + up),
        PlaceRow.longitude.between(longitude - across, longitude + across),
        PlaceRow.kind != "province",
    )
    rows = await session.execute(query)
    away = {key: kilometres(y - latitude, x - longitude, latitude) for key, y, x in rows}
    return sorted(away, key=lambda key: (away[key], key))[: 2 * _NEAREST]


def _is_meant(span: spoken.Mention, place: Place) -> bool:
    """Say whether a full name in a text is surely this place; Latin words often are something else."""
    if not span.name.isascii() or place.country == "KR":
        return len(span.name) >= (_SHORTEST_LATIN if span.name.isascii() else 2)
    large = (place.population or 0) >= _KNOWN_EVERYWHERE
    return large and len(span.name) >= _SHORTEST_LATIN and not span.opens_sentence
