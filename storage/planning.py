"""When a seat is prompted about a period: every reminder is a row long before it is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select, update

from bot.dates import DAY, OFFICE_HOURS, add_working_days, next_working_morning, working
from storage import answers, cycles, offices, people
from storage.cycles import Asked
from storage.engine import Session
from storage.models import City, Reminder, Seat

STAGES = ("nudge", "opening", "before", "due", "after", "escalation")  # of several at once, the last one goes out
AFTER_DUE = ("due", "after", "escalation")
BEFORE = 3  # working days before the due day
AFTER = 2  # working days after the due day
NUDGED_FOR = timedelta(days=7)  # how long a nudge stays useful


@dataclass(frozen=True)
class Moment:
    """When a prompt is due, and until when it is of use."""

    stage: str
    due_at: datetime
    until: datetime


@lru_cache(maxsize=1024)
def moments(opens: date, due: date, closes: date, zone: str, country: str) -> Sequence[Moment]:
    """Return when a city is prompted about a period: in its office hours, on its working days."""
    late = add_working_days(due, AFTER, country)
    ends = end_of(max(closes, late), zone)
    opening, early = morning(opens, zone, country), _working_days_before(due, BEFORE, country)
    planned = [Moment("opening", opening, end_of(due, zone))]
    if early > opening.astimezone(ZoneInfo(zone)).date():
        planned.append(Moment("before", morning(early, zone, country), end_of(due - DAY, zone)))
    return [
        *planned,
        Moment("due", morning(due, zone, country), end_of(late - DAY, zone)),
        Moment("after", morning(late, zone, country), ends),
        Moment("escalation", morning(late, zone, country), ends),
    ]


def morning(day: date, zone: str, country: str) -> datetime:
    """Return when the offices of a place open on this day, or on the next working day."""
    opens = datetime.combine(day, OFFICE_HOURS.opens, ZoneInfo(zone))
    return next_working_morning(opens, zone, country)


def end_of(day: date, zone: str) -> datetime:
    """Return the moment a day is over somewhere."""
    return datetime.combine(day + DAY, time(), ZoneInfo(zone)).astimezone(UTC)


async def ahead(session: Session, now: datetime) -> int:
    """Make the periods ahead and write down whom to prompt when; return how many of both were missing."""
    return await cycles.make_periods(session, now) + await plan(session, now)


async def plan(session: Session, now: datetime) -> int:
    """Write the reminders of every seat and every period that has none yet; return how many."""
    written = 0
    for asked in await cycles.going_on(session, (now - DAY).date()):
        rows = await _missing(session, asked)
        written += len(rows) if rows and await cycles.add(session, rows) else 0
    return written


async def _missing(session: Session, asked: Asked) -> list[Reminder]:
    period = asked.period
    seats = await session.execute(
        select(Seat.id, Seat.role, City.zone, City.country)
        .join(City, City.id == Seat.city_id)
        .where(
            City.office_id.in_(await offices.branch(session, asked.cycle.office_id)),
            Seat.role.in_(people.FOR_CITIES),
            ~exists().where(Reminder.period_id == period.id, Reminder.seat_id == Seat.id, Reminder.stage != "nudge"),
        )
        .order_by(Seat.id)
    )
    return [
        Reminder(period_id=period.id, seat_id=seat_id, stage=each.stage, due_at=each.due_at, until=each.until)
        for seat_id, role, zone, country in seats
        for each in moments(period.opens, period.due, period.closes, zone, country)
        if each.stage != "escalation" or role == "coordinator"
    ]


async def give_more_time(session: Session, asked: Asked, city: City, now: datetime) -> None:
    """Move what a city is told around the due day by a week, within the days of grace."""
    period = asked.period
    due = answers.extended(period)
    early = update(Reminder).where(
        *_of_city(asked, city), Reminder.stage.in_(("opening", "before")), Reminder.state == "planned"
    )
    await session.execute(early.values(state="skipped"))
    for each in moments(period.opens, due, period.closes, city.zone, city.country):
        if each.stage in AFTER_DUE and each.due_at > now:
            later = update(Reminder).where(*_of_city(asked, city), Reminder.stage == each.stage)
            await session.execute(later.values(state="planned", asked=False, due_at=each.due_at, until=each.until))


def _of_city(asked: Asked, city: City) -> tuple[ColumnElement[bool], ...]:
    seats = select(Seat.id).where(Seat.city_id == city.id)
    return Reminder.period_id == asked.period.id, Reminder.seat_id.in_(seats)


def _working_days_before(day: date, count: int, country: str) -> date:
    for _number in range(count):
        day -= DAY
        while not working(day, country):
            day -= DAY
    return day
