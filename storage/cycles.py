"""Reporting cycles: when an office asks the cities of its branch, and about which period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.dates import add_months, period_label
from bot.language.clean import clean
from bot.text import Said
from storage import audit, offices
from storage.engine import Session
from storage.models import Base, City, Cycle, Office, Period

MONTHS = (1, 3, 6, 12, 24, 60)
LONGEST_NAME = 60  # characters: it stands above everything its cities are asked
EARLY = 1  # months before a period opens from which on it can be answered


@dataclass(frozen=True)
class Asked:
    """A period, with the cycle it is a turn of."""

    period: Period
    cycle: Cycle

    @property
    def label(self) -> Said:
        """The period's name, such as 2027 Q1."""
        return period_label(self.cycle.months, self.period.opens)


async def create(
    session: Session, office_id: int, name: str, months: int, opens: date, due: date, grace_days: int = 14
) -> Cycle:
    """Let an office ask its cities from now on. ``opens`` and ``due`` are the first period's days.

    Raises:
        ValueError: it cannot be meant so; the message is for an operator.
    """
    name = " ".join(clean(name).split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ValueError(f"a cycle needs a name of at most {LONGEST_NAME} characters")
    if months not in MONTHS:
        raise ValueError(f"a cycle has {', '.join(map(str, MONTHS))} months, not {months}")
    if due < opens:
        raise ValueError(f"it would be due on {due}, before it opens on {opens}")
    if due >= add_months(opens, months):
        raise ValueError(f"it would be due on {due}, when the next period is open already")
    if grace_days < 0:
        raise ValueError(f"the days of grace cannot be {grace_days}")
    if await session.scalar(select(Cycle.id).where(Cycle.office_id == office_id, Cycle.name == name)):
        raise ValueError(f"this office has a cycle called {name} already")
    cycle = Cycle(
        office_id=office_id, name=name, months=months, opens=opens, due=due, grace_days=grace_days
    )  # fmt: skip
    session.add(cycle)
    await session.flush()
    audit.note(session, None, "opened", f"cycle:{cycle.id}", months=months, opens=str(opens), due=str(due))
    return cycle


async def stop(session: Session, cycle: Cycle, person_id: int, now: datetime) -> None:
    """Let a cycle ask nobody any more. What was answered stays."""
    cycle.stopped_at = now
    audit.note(session, person_id, "stopped", f"cycle:{cycle.id}")
    await session.flush()


async def make_periods(session: Session, now: datetime) -> int:
    """Make periods ahead, so that every cycle has one that opens more than a month from now.

    What was over before it could be asked is left out: a cycle begun late starts with the present period.
    """
    newest = select(Period.cycle_id, func.max(Period.opens).label("opens")).group_by(Period.cycle_id).subquery()
    rows = await session.execute(
        select(Cycle, Office.zone, newest.c.opens)
        .join(Office, Office.id == Cycle.office_id)
        .outerjoin(newest, newest.c.cycle_id == Cycle.id)
        .where(Cycle.stopped_at.is_(None))
        .order_by(Cycle.id)
    )
    made = 0
    for cycle, zone, opens in rows.all():
        periods = list(_missing(cycle, opens, now.astimezone(ZoneInfo(zone)).date()))
        made += len(periods) if periods and await add(session, periods) else 0
    return made


def _missing(cycle: Cycle, newest: date | None, today: date) -> Iterator[Period]:
    number = 0 if newest is None else _months_between(cycle.opens, newest) // cycle.months + 1
    opens = newest
    while opens is None or opens <= add_months(today, EARLY):
        # Counted from the first period, so that a cycle opening on the 31st does not stay at the 28th.
        opens, due = (add_months(day, number * cycle.months) for day in (cycle.opens, cycle.due))
        closes = due + timedelta(days=cycle.grace_days)
        if closes >= today:
            yield Period(cycle_id=cycle.id, opens=opens, due=due, closes=closes)
        number += 1


def _months_between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


async def add(session: Session, rows: Sequence[Base]) -> bool:
    """Keep new rows, all of them or none; say no where another process has just made one of them."""
    try:
        async with session.begin_nested():
            session.add_all(rows)
            await session.flush()
    except IntegrityError:
        return False
    return True


async def going_on(session: Session, today: date) -> list[Asked]:
    """Return every period that is open or to come."""
    statement = (
        select(Period, Cycle).join(Cycle).where(Period.closes >= today, Cycle.stopped_at.is_(None)).order_by(Period.id)
    )
    return [Asked(period, cycle) for period, cycle in await session.execute(statement)]


async def of_city(session: Session, city: City, today: date) -> list[Asked]:
    """Return the periods a city is asked about, open or to come, the first to open first."""
    above = await offices.above(session, city.office_id)
    return sorted(
        (each for each in await going_on(session, today) if each.cycle.office_id in above),
        key=lambda each: (each.period.opens, each.period.due, each.period.id),
    )


async def get(session: Session, period_id: int) -> Asked | None:
    row = (await session.execute(select(Period, Cycle).join(Cycle).where(Period.id == period_id))).first()
    return Asked(row[0], row[1]) if row else None


async def asked_of(session: Session, period_id: int, city: City) -> Asked | None:
    """Return a period if this city is asked about it."""
    asked = await get(session, period_id)
    if asked is None or asked.cycle.stopped_at is not None:
        return None
    return asked if asked.cycle.office_id in await offices.above(session, city.office_id) else None


def answerable(asked: Asked, today: date) -> bool:
    """Say whether a period can be answered on this day: from a month before it opens on, also late."""
    return asked.period.opens <= add_months(today, EARLY)


def local_day(zone: str, now: datetime) -> date:
    """Return the day it is somewhere."""
    return now.astimezone(ZoneInfo(zone)).date()
