"""Who hears of a deadline 60, 30 and 7 days before: each seat of a city once, in its office hours."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, exists, select

from bot.dates import DAY, within_office_hours
from storage import absences, audit, cycles, deadlines, offices, people, reminders
from storage.cycles import local_day
from storage.deadlines import Coming
from storage.engine import Session, Unit
from storage.models import Absence, City, DeadlineNotice, NoticeStop, Person, Seat
from storage.people import Officer
from storage.planning import morning

WARNED = (60, 30, 7)  # days before


@dataclass(frozen=True)
class Notice:
    """A deadline somebody is told of, so many days before."""

    coming: Coming
    days_before: int


def reached(day: date, told_from: datetime | None, zone: str, country: str, now: datetime) -> int | None:
    """Return how many days before a deadline the latest notice is due that a place should have had by now.

    A notice that falls on a day off is due on the next working morning. None is due before the first of them, after
    the day itself, or where all were due before ``told_from``.
    """
    if local_day(zone, now) > day:
        return None
    due = [(morning(day - timedelta(days=before), zone, country), before) for before in WARNED]
    past = [before for moment, before in due if moment <= now and (told_from is None or moment >= told_from)]
    return past[-1] if past else None


async def due(session: Session, now: datetime) -> Mapping[int, Sequence[Notice]]:
    """Return who is to be told now, and of what."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for coming in await deadlines.everything(session, (now - DAY).date()):
        if coming.day <= (now + timedelta(days=WARNED[0]) + DAY).date():
            for (before, today), city_ids in _by_stage(coming, await _cities(session, coming), now).items():
                for person_id in await session.scalars(_missing(coming, before, city_ids, today)):
                    found[person_id].append(Notice(coming, before))
    return found


async def _cities(session: Session, coming: Coming) -> Sequence[City]:
    statement = select(City).order_by(City.id)
    if coming.entry:
        return (await session.scalars(statement.where(City.id == coming.entry.city_id))).all()
    assert coming.row is not None
    if coming.row.city_id:
        return (await session.scalars(statement.where(City.id == coming.row.city_id))).all()
    return await offices.cities(session, coming.row.office_id or 0)


def _by_stage(coming: Coming, cities: Sequence[City], now: datetime) -> dict[tuple[int, date], list[int]]:
    """Return which cities, at work now, should have had which notice, with the day it is there."""
    found: dict[tuple[int, date], list[int]] = defaultdict(list)
    for city in cities:
        before = reached(coming.day, coming.told_from, city.zone, city.country, now)
        if before is not None and within_office_hours(now, city.zone, city.country):
            found[before, local_day(city.zone, now)].append(city.id)
    return found


def _missing(coming: Coming, before: int, city_ids: Sequence[int], today: date) -> Select[int]:
    """Select who is there, wants to be reminded, and whose seat has not had this notice."""
    return (
        select(Person.id)
        .join(Seat, Seat.person_id == Person.id)
        .where(
            Seat.city_id.in_(city_ids),
            Seat.role.in_(people.FOR_CITIES),
            *willing(coming.about),
            ~exists().where(Absence.person_id == Person.id, Absence.first_day <= today, Absence.last_day >= today),
            ~exists().where(
                DeadlineNotice.deadline == coming.about,
                DeadlineNotice.day == coming.day,
                DeadlineNotice.days_before == before,
                DeadlineNotice.seat_id == Seat.id,
            ),
        )
        .order_by(Person.id)
    )


def willing(about: str | ColumnElement[str]) -> Sequence[ColumnElement[bool]]:
    """Return what must be true of a person who is told of something unasked: reachable, and willing to hear of it."""
    return (
        Person.telegram_id.is_not(None),
        Person.reachable.is_(True),
        Person.blocked.is_(False),
        Person.reminders.is_(True),
        ~exists().where(NoticeStop.person_id == Person.id, NoticeStop.about == about),
    )


async def present(session: Session, person_id: int, today: date) -> bool:
    """Say whether somebody is not away on a day."""
    return not any(absences.covers(each, today) for each in await absences.of_person(session, person_id, today))


async def claim(
    unit: Unit, person_id: int, notices: Sequence[Notice], now: datetime
) -> tuple[Officer, Sequence[Notice]] | None:
    """Return the notices that are ours to give somebody now: nobody else gives them, and the month has room.

    The last message of a month is kept for what is due within a week.
    """
    reader = await people.get(unit.session, person_id)
    urgent = any(each.days_before == WARNED[-1] for each in notices)
    if reader is None or await reminders.budget_left(unit, reader, now) <= (0 if urgent else 1):
        return None
    ours = [each for each in notices if await _given(unit.session, reader, each, now)]
    return (reader, ours) if ours else None


async def _given(session: Session, reader: Officer, notice: Notice, now: datetime) -> bool:
    row = DeadlineNotice(
        deadline=notice.coming.about, day=notice.coming.day, days_before=notice.days_before,
        seat_id=reader.seat_id, at=now,
    )  # fmt: skip
    return await cycles.add(session, [row])


async def stop(session: Session, person_id: int, about: str) -> None:
    """Tell somebody no more of a deadline or a round."""
    if await cycles.add(session, [NoticeStop(person_id=person_id, about=about)]):
        audit.note(session, person_id, "notices stopped", about)


async def resume(session: Session, person_id: int, about: str) -> None:
    """Tell somebody of a deadline or a round again."""
    await session.execute(delete(NoticeStop).where(NoticeStop.person_id == person_id, NoticeStop.about == about))
    audit.note(session, person_id, "notices wanted again", about)


async def stopped(session: Session, person_id: int, about: str) -> bool:
    """Say whether somebody does not want to be told of a deadline or a round."""
    statement = select(NoticeStop.id).where(NoticeStop.person_id == person_id, NoticeStop.about == about)
    return await session.scalar(statement) is not None
