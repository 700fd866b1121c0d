"""Cities that take part."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, or_, select, update

from bot import clock
from bot.language.fold import fold
from bot.text import LANGUAGES
from storage import audit, offices, places
from storage.engine import Session
from storage.hot import Hot
from storage.models import City, Seat
from storage.place import Place, labelled

SIMILAR = 3  # times as many inhabitants
# Somebody has had a seat in it, or it has published. One that is only invited does not take part: nobody is shown it.
_SPEAKS = or_(City.published > 0, exists().where(Seat.city_id == City.id))
TAKES_PART = and_(City.practice.is_(False), _SPEAKS)

_more = update(City).where(City.id == bindparam("city")).values(published=City.published + bindparam("more"))
_count = Hot(_more.returning(City.code, City.published))
_take = Hot(_more.returning(City.code, City.published, City.trusted, City.practice))


async def get(session: Session, city_id: int) -> City | None:
    return await session.get(City, city_id)


async def seen(session: Session, city_id: int, own_id: int | None) -> City | None:
    """Return a city that somebody of another one may look at; an invented one only for whom it was made."""
    city = await get(session, city_id)
    if city is None or not city.practice:
        return city
    own = await get(session, own_id) if own_id else None
    return city if own and own.office_id == city.office_id else None


async def everyone(session: Session) -> Sequence[City]:
    """Return the cities that take part; invented ones do not."""
    return (await session.scalars(select(City).where(TAKES_PART).order_by(City.id))).all()


async def at_place(session: Session, key: str) -> City | None:
    """Return the city that takes part for this place, if it does."""
    return (await session.scalars(select(City).where(City.place_key == key, _SPEAKS))).first()


async def ensure(session: Session, place: places.Place) -> City:
    """Return the city of this place, which may take part from now on."""
    known = (await session.scalars(select(City).where(City.place_key == place.key))).first()
    if known:
        return known
    office = await offices.for_country(session, place.country)
    names = {language: place.name(language) for language in LANGUAGES}
    city = City(
        place_key=place.key,
        office_id=office.id,
        code=await _free_code(session, place.name("en")),
        names=names,
        words=fold(" ".join(dict.fromkeys(names.values()))),
        within={language: place.within(language) for language in LANGUAGES},
        country=place.country,
        zone=place.timezone,
        population=place.population,
        since=clock.now(),
    )
    session.add(city)
    await session.flush()
    return city


async def tell_population(session: Session, city_id: int, person_id: int, number: int) -> None:
    """Keep how many people live in a city, as somebody who speaks for it says."""
    city = await session.get_one(City, city_id)
    audit.note(session, person_id, "inhabitants told", f"city:{city_id}", before=city.population, now=number)
    city.population = number
    await session.flush()


async def next_numbers(session: Session, city_id: int, count: int) -> list[str]:
    """Take a city's next action numbers: one statement, so that two actions never get the same."""
    code, last = (await _count(session, city=city_id, more=count)).rows[0]
    return [f"{code}-{number:04d}" for number in range(last - count + 1, last + 1)]


@dataclass(frozen=True, slots=True)
class Taken:
    """The number of a city's next action, and how its city publishes."""

    number: str
    trusted: bool
    practice: bool


async def next_number(session: Session, city_id: int) -> Taken:
    """Take a city's next action number, in one statement."""
    code, last, trusted, practice = (await _take(session, city=city_id, more=1)).rows[0]
    return Taken(f"{code}-{last:04d}", trusted, practice)


def name(city: City, language: str) -> str:
    """Return a city's name in this language."""
    return str(city.names.get(language) or city.names["en"])


def label(city: City, language: str) -> str:
    """Return a city's name with its province or country, so that no two look the same."""
    return labelled(name(city, language), str(city.within.get(language) or ""), city.country, language)


def place_of(city: City) -> Place:
    """Return a city that stands in no register as a place."""
    return Place(
        key=city.place_key, country=city.country, kind="city", parent=None, names=city.names, latitude=0, longitude=0,
        population=city.population, timezone=city.zone, told_by="country", valid_from=None, valid_to=None,
        successors=(), area={},
    )  # fmt: skip


def similar_in_size(one: int | None, other: int | None) -> bool:
    """Say whether of two numbers of inhabitants none is more than three times the other; not if one is unknown."""
    return bool(one and other) and max(one or 0, other or 0) <= SIMILAR * min(one or 0, other or 0)


def apart(city: City, population: int | None, country: str) -> int:
    """Return how unlike a city is one with such a population: 0 for a similar size, 1 for its country, 2 otherwise."""
    return 0 if similar_in_size(city.population, population) else 1 if city.country == country else 2


async def _free_code(session: Session, name: str) -> str:
    """Return three letters of the name that no other city has."""
    letters = [c for c in re.sub(r"[^A-Za-z]", "", name).upper() if c in string.ascii_uppercase] or ["X"]
    taken = set(await session.scalars(select(City.code)))
    padded = "".join(letters).ljust(3, "X")
    candidates = [padded[:3]]
    candidates += [padded[:2] + c for c in padded[3:]]
    candidates += [padded[0] + a + b for a in padded[1:] for b in padded[2:]]
    candidates += [padded[:2] + c for c in string.ascii_uppercase]
    candidates += [padded[:1] + a + b for a in string.ascii_uppercase for b in string.ascii_uppercase]
    candidates += [padded[:3] + a + b for a in string.ascii_uppercase for b in string.ascii_uppercase]
    return next(code for code in candidates if code not in taken)
