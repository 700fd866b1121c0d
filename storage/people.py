"""Who writes to the bot, in which language, on which seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock
from storage.engine import Session
from storage.hot import Hot
from storage.models import City, Office, Person, Seat

FOR_CITIES = ("officer", "coordinator")
PARTNERS = ("institute", "council")  # who read a city's report before it goes out, and do nothing else


@dataclass(frozen=True, slots=True)
class Absent:
    """A colleague in whose place somebody is told something: their role, and their name only if they show it."""

    role: str
    name: str | None
    back: date  # their first working day after the absence


@dataclass(frozen=True, slots=True)
class Officer:
    """A person as a turn sees them: their language, and the seat they sit on, if any."""

    id: int
    telegram_id: int | None
    name: str
    language: str
    consent: str | None
    blocked: bool
    reachable: bool
    seat_id: int | None = None
    role: str | None = None  # officer, coordinator; institute, council; reviewer, secretariat
    city_id: int | None = None  # the city this person speaks for
    partner_of: int | None = None  # the city whose report this person reads
    office_id: int | None = None  # of the seat itself, or the one the city belongs to
    zone: str = "UTC"
    country: str | None = None
    place_key: str | None = None  # of the city
    city_names: Mapping[str, str] = field(default_factory=dict, compare=False)  # by language
    practising: bool = False  # in an invented city: see storage.practice
    in_place_of: Absent | None = field(default=None, compare=False)  # as a deputy: see storage.absences

    @property
    def city_name(self) -> str:
        """The name of the city this person speaks for, in their language."""
        return self.city_names.get(self.language) or self.city_names["en"]

    @property
    def invited(self) -> bool:
        """Whether this person has a seat of any kind."""
        return self.seat_id is not None

    @property
    def seated(self) -> bool:
        """Whether this person is a member: speaks for a city or works for an office."""
        return self.invited and self.partner_of is None

    @property
    def for_city(self) -> bool:
        """Whether this person speaks for a city."""
        return self.city_id is not None

    @property
    def for_office(self) -> bool:
        """Whether this person works for an office of the network."""
        return self.role in ("reviewer", "secretariat")


_columns = (
    Person.id, Person.telegram_id, Person.name, Person.language, Person.consent, Person.blocked,
    Person.reachable, Seat.id.label("seat_id"), Seat.role, City.id.label("city_id"),
    City.office_id.label("city_office"), Seat.office_id, City.zone.label("city_zone"), Office.zone,
    City.country.label("city_country"), Office.country, City.place_key, City.names,
    City.practice,
)  # fmt: skip


def _with_city(city_id: ColumnElement[int | None]) -> Select[*tuple[Any, ...]]:
    return (
        select(*_columns)
        .select_from(Person)
        .outerjoin(Seat, Seat.person_id == Person.id)
        .outerjoin(City, and_(Seat.city_id.is_not(None), City.id == city_id))
        .outerjoin(Office, Office.id == Seat.office_id)
    )


# Whoever practises acts for an invented city. What is told to a seat is told to it as ever.
_officers = _with_city(Seat.city_id.expression)
_acting = _with_city(func.coalesce(Person.practice_city_id, Seat.city_id))
_by_telegram_id = Hot(_acting.where(Person.telegram_id == bindparam("telegram_id")))


def _officer(row: Sequence[Any]) -> Officer:
    (*person, blocked, reachable, seat_id, role, city_id, city_office, office_id, city_zone, zone,
     city_country, country, place_key, names, practising) = row  # fmt: skip
    id_, telegram_id, name, language, consent = person
    partner = role in PARTNERS
    return Officer(
        id_, telegram_id, name or "", language, consent, blocked, reachable, seat_id, role,
        None if partner else city_id, city_id if partner else None, city_office or office_id,
        city_zone or zone or "UTC", city_country or country, place_key, names or {}, bool(practising),
    )  # fmt: skip


async def known(connection: AsyncConnection, telegram_id: int) -> Officer | None:
    """Return the person with this Telegram id, with their seat and the city they act for, in one query."""
    found = (await _by_telegram_id(connection, telegram_id=telegram_id)).rows
    return _officer(found[0]) if found else None


async def meet(session: Session, telegram_id: int, *, name: str, language: str) -> Officer:
    """Remember somebody who writes for the first time."""
    person = Person(telegram_id=telegram_id, name=name[:64], language=language, met_at=clock.now())
    session.add(person)
    await session.flush()
    return Officer(person.id, telegram_id, person.name or "", language, None, False, True)


async def get(session: Session, person_id: int) -> Officer | None:
    """Return a person by our own key, with their seat."""
    row = (await session.execute(_officers.where(Person.id == person_id))).first()
    return _officer(row) if row else None


async def acting(session: Session, person_id: int) -> Officer | None:
    """Return a person by our own key as their turns see them: in the invented city, while they practise."""
    row = (await session.execute(_acting.where(Person.id == person_id))).first()
    return _officer(row) if row else None


async def in_city(session: Session, city_id: int, *roles: str) -> list[Officer]:
    """Return the people on a city's seats of these roles, else those who speak for it."""
    wanted = [Seat.city_id == city_id, Person.telegram_id.is_not(None), Seat.role.in_(roles or FOR_CITIES)]
    rows = await session.execute(_officers.where(*wanted).order_by(Seat.id))
    return [_officer(row) for row in rows]


async def in_office(session: Session, office_id: int, *roles: str) -> list[Officer]:
    """Return an office's own people, of these roles or of all."""
    wanted = [Seat.office_id == office_id, Person.telegram_id.is_not(None)]
    if roles:
        wanted.append(Seat.role.in_(roles))
    rows = await session.execute(_officers.where(*wanted).order_by(Seat.id))
    return [_officer(row) for row in rows]


async def change(session: Session, person_id: int, **values: object) -> None:
    """Change what is kept about a person: language, budget, reminders, reachable."""
    await session.execute(update(Person).where(Person.id == person_id).values(**values))


async def unreachable(connection: AsyncConnection, telegram_id: int) -> None:
    """Note that somebody blocked the bot; writing again undoes it."""
    await connection.execute(update(Person).where(Person.telegram_id == telegram_id).values(reachable=False))


async def chat_moved(session: Session, old: int, new: int) -> None:
    """Let an office's group follow to its new id."""
    await session.execute(update(Office).where(Office.chat_id == old).values(chat_id=new))


async def row(session: Session, person_id: int) -> Person:
    """Return all that is kept of a person who is there."""
    return await session.get_one(Person, person_id, populate_existing=True)
