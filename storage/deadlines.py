"""Dates others have set, for one city or for all cities of a branch, and the colour of a city's UN entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from bot import clock
from bot.dates import add_months
from storage import audit, offices
from storage.engine import Session
from storage.models import City, Deadline, UnEntry
from storage.people import Officer

KINDS = ("cdp", "forum", "award", "statute", "other")
USUAL = {"cdp": 12, "forum": 12, "statute": 24}  # months after which each comes again, unless somebody says otherwise
RHYTHMS = (0, 12, 24, 60)  # months; 0: it does not come again


@dataclass(frozen=True)
class Light:
    """The colour of an entry on the UN's platform, and the day on which it turns to the next."""

    colour: str  # green, yellow, red
    turns: date | None  # none: it stays as it is


@dataclass(frozen=True)
class Coming:
    """A deadline, and the day on which it comes next."""

    about: str  # as notices name it: un:CITY, or the deadline's number
    day: date
    told_from: datetime | None = None  # of notices that were due before, nothing is said
    row: Deadline | None = None
    entry: UnEntry | None = None
    turns_to: str = ""  # of a UN entry

    @property
    def kind(self) -> str:
        return self.row.kind if self.row else "un"


def light(registered: date, submitted: date | None, today: date) -> Light:
    """Return an entry's colour: green for a year after it was registered or last reported on, yellow for another."""
    since = max(registered, submitted or registered)
    yellow, red = add_months(since, 12), add_months(since, 24)
    if today < yellow:
        return Light("green", yellow)
    return Light("yellow", red) if today < red else Light("red", None)


def next_day(first: date, months: int | None, today: date) -> date | None:
    """Return the day from today on on which something comes that came first on a day; nothing if it is over."""
    if first >= today or not months:
        return first if first >= today else None
    number = ((today.year - first.year) * 12 + today.month - first.month) // months
    # Counted from the first day, so that what came on a 31st does not stay at the 28th.
    while (day := add_months(first, number * months)) < today:
        number += 1
    return day


async def of_city(session: Session, city: City, today: date) -> list[Coming]:
    """Return what a city has to keep: its own dates, those of its offices, and its UN entry, the next one first."""
    above = await offices.above(session, city.office_id)
    found = await _coming(session, or_(Deadline.city_id == city.id, Deadline.office_id.in_(above)), today)
    entry = await un_entry(session, city.id)
    if entry and (turning := _turning(entry, today)):
        found.append(turning)
    return sorted(found, key=_order)


async def of_office(session: Session, office_id: int, today: date) -> list[Coming]:
    """Return the dates set for cities of an office's branch as a whole, the next one first."""
    tree = {*await offices.above(session, office_id), *await offices.branch(session, office_id)}
    return sorted(await _coming(session, Deadline.office_id.in_(tree), today), key=_order)


async def everything(session: Session, today: date) -> list[Coming]:
    """Return all that comes, for whomever."""
    found = await _coming(session, Deadline.id.is_not(None), today)
    entries = await session.scalars(select(UnEntry).order_by(UnEntry.id))
    return [*found, *(turning for entry in entries if (turning := _turning(entry, today)))]


async def _coming(session: Session, whose: ColumnElement[bool], today: date) -> list[Coming]:
    rows = await session.scalars(select(Deadline).where(whose, Deadline.withdrawn_at.is_(None)).order_by(Deadline.id))
    days = [(row, next_day(row.day, row.months, today)) for row in rows]
    # Who sets a date for the own city knows it, and is told what comes later; what an office sets is news.
    return [Coming(str(row.id), day, row.at if row.city_id else None, row) for row, day in days if day]


def _turning(entry: UnEntry, today: date) -> Coming | None:
    now = light(entry.registered, entry.submitted, today)
    if now.turns is None:
        return None
    turns_to = "yellow" if now.colour == "green" else "red"
    return Coming(f"un:{entry.city_id}", now.turns, entry.at, entry=entry, turns_to=turns_to)


def _order(coming: Coming) -> tuple[date, str]:
    return coming.day, coming.about


async def add(session: Session, officer: Officer, kind: str, name: str, day: date, months: int) -> Deadline:
    """Set a date: for the own city, or from an office for all cities of its branch."""
    office_id = officer.office_id if officer.for_office else None
    row = Deadline(
        office_id=office_id, city_id=officer.city_id, kind=kind, name=name, day=day, months=months or None,
        person_id=officer.id, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    audit.note(session, officer.id, "deadline set", f"deadline:{row.id}", day=str(day), months=months)
    return row


async def change(session: Session, officer: Officer, row: Deadline, day: date, months: int) -> None:
    """Let a deadline come on another day; notices of that day are given anew."""
    row.day, row.months, row.at = day, months or None, clock.now()
    audit.note(session, officer.id, "deadline changed", f"deadline:{row.id}", day=str(day), months=months)
    await session.flush()


async def withdraw(session: Session, officer: Officer, row: Deadline) -> None:
    """Let a deadline come no more."""
    row.withdrawn_at = clock.now()
    audit.note(session, officer.id, "deadline withdrawn", f"deadline:{row.id}")
    await session.flush()


async def owns(session: Session, officer: Officer, row: Deadline) -> bool:
    """Say whether somebody may change a deadline: who speaks for its city, or works for its office or one above."""
    if row.city_id is not None:
        return row.city_id == officer.city_id
    return await offices.oversees(session, officer, row.office_id)


async def un_entry(session: Session, city_id: int) -> UnEntry | None:
    """Return what a city has said of its entry on the UN's platform."""
    return (await session.scalars(select(UnEntry).where(UnEntry.city_id == city_id))).first()


async def is_red(session: Session, city_id: int, today: date) -> bool:
    """Say whether nothing was submitted for a city's entry for so long that it turns no more."""
    entry = await un_entry(session, city_id)
    return entry is not None and light(entry.registered, entry.submitted, today).turns is None


async def un_entries(session: Session, city_ids: Sequence[int]) -> dict[int, UnEntry]:
    """Return the entries of these cities, as far as there are any."""
    rows = await session.scalars(select(UnEntry).where(UnEntry.city_id.in_(city_ids)))
    return {row.city_id: row for row in rows}


async def register(session: Session, officer: Officer, registered: date, link: str) -> UnEntry:
    """Keep when the own city's entry was registered, and where it stands."""
    assert officer.city_id is not None
    entry = await un_entry(session, officer.city_id) or UnEntry(city_id=officer.city_id, submitted=None)
    entry.registered, entry.link = registered, link or entry.link
    entry.person_id, entry.at = officer.id, clock.now()
    session.add(entry)
    await session.flush()
    audit.note(session, officer.id, "UN entry registered", f"un:{officer.city_id}", day=str(registered))
    return entry


async def submitted(
    session: Session, city_id: int, day: date, link: str, person_id: int | None = None
) -> UnEntry | None:
    """Let a city's entry be green for a year from the day of a report; nothing if it never said there is an entry.

    Args:
        day: on which the report was submitted; an earlier one than is known changes nothing.
        link: where the report stands; empty: as before.
    """
    entry = await un_entry(session, city_id)
    if entry is None:
        return None
    entry.submitted = max(day, entry.submitted or day)
    entry.link, entry.person_id, entry.at = link or entry.link, person_id, clock.now()
    await session.flush()
    audit.note(session, person_id, "UN report submitted", f"un:{city_id}", day=str(day))
    return entry
