"""How what is public is spread over cities, targets and tags: what maps and clouds are drawn from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from bot import clock
from bot.language import tags as typed
from storage import cities
from storage.engine import Session
from storage.models import Action, City
from storage.models.places import PlaceRow

_PUBLIC = (Action.state == "published", Action.visibility == "public")


@dataclass(frozen=True)
class Share:
    """A city, where it is in degrees, and how many public actions it has for each target."""

    city: City
    latitude: float
    longitude: float
    areas: tuple[str, ...]  # keys of the places it is today: its own, or its successors'
    province: Mapping[str, str]  # names of what a map's reader looks for it in: a province or nothing
    counts: Counter[str]
    demo: bool = False

    def number(self, target: str) -> int:
        """Return how many actions it has for a target; for all, where none is named."""
        return self.counts[target] if target else self.counts.total()


async def everyone(session: Session) -> list[Share]:
    """Return all cities of the network in a fixed order, those without any action too."""
    counts: dict[int, Counter[str]] = {}
    demo: set[int] = set()
    query = select(Action.city_id, Action.target, func.count(), func.count().filter(Action.demo)).where(*_PUBLIC)
    for city_id, target, number, shown in await session.execute(query.group_by(Action.city_id, Action.target)):
        counts.setdefault(city_id, Counter())[target] = number
        demo |= {city_id} if shown else set()
    everywhere = await cities.everyone(session)
    keys = [city.place_key for city in everywhere]
    places = await _places(session, keys)
    provinces = await _places(session, [place.parent for place in places.values() if place.parent])
    return [
        Share(
            city, place.latitude, place.longitude, _areas(place), _province(place, provinces),
            counts.get(city.id, Counter()), city.id in demo,
        )
        for city in everywhere
        if (place := places.get(city.place_key))
    ]  # fmt: skip


async def _places(session: Session, keys: list[str]) -> dict[str, PlaceRow]:
    found = await session.scalars(select(PlaceRow).where(PlaceRow.key.in_(set(keys))))
    return {place.key: place for place in found}


def _areas(place: PlaceRow) -> tuple[str, ...]:
    ended = place.valid_to is not None and place.valid_to < clock.now().date()
    return tuple(place.successors) if ended else (place.key,)


def _province(place: PlaceRow, provinces: Mapping[str, PlaceRow]) -> Mapping[str, str]:
    if place.country != "KR":
        return {}
    return place.names if place.parent is None else provinces[place.parent].names


async def tags(session: Session, target: str) -> tuple[dict[str, int], bool]:
    """Return how many public actions have each tag, the most frequent first, and whether any is of the demo."""
    text = Action.details["tags"].as_string()
    query = select(text, func.count(), func.count().filter(Action.demo)).where(*_PUBLIC, text.is_not(None))
    if target:
        query = query.where(Action.target == target)
    rows = (await session.execute(query.group_by(text))).all()
    return typed.counted({row[0]: row[1] for row in rows}), any(row[2] for row in rows)
