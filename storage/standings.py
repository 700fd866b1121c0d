"""Who has answered a period: for a city's coordinator and for offices, never for a group."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from bot.dates import next_working_morning
from storage import answers, audit, cycles, offices, people
from storage.cycles import Asked, local_day
from storage.engine import Session
from storage.models import Answer, City, Cycle, Period, Reminder, Seat
from storage.people import Officer
from storage.planning import NUDGED_FOR, end_of

SHOWN = 6  # periods
REMEMBERED = 60  # days after its close that a period is shown


@dataclass(frozen=True)
class Standing:
    """Where one city stands in one period."""

    asked: Asked
    city: City
    answer: Answer | None
    manned: bool  # somebody is there to be asked
    reminded_at: datetime | None  # the last prompt anybody there got
    nudged: bool
    checks: Sequence[datetime] = ()  # when something was said of each of its actions

    @property
    def early(self) -> int:
        """How many actions were checked before the period opened."""
        return sum(cycles.local_day(self.city.zone, at) < self.asked.period.opens for at in self.checks)

    @property
    def late(self) -> int:
        """How many actions were checked after the due day."""
        return sum(cycles.local_day(self.city.zone, at) > self.asked.period.due for at in self.checks)

    @property
    def settled(self) -> bool:
        return answers.settles(self.answer)

    @property
    def rank(self) -> tuple[bool, str]:
        """The order in which cities are shown: those who have not answered come first."""
        return self.settled, str(self.city.names["en"])


async def watched(session: Session, officer: Officer, today: date) -> list[Asked]:
    """Return the periods whose answers somebody may see: what is open by due day, what comes, then what is over."""
    assert officer.office_id is not None
    tree = set(await offices.above(session, officer.office_id))
    if officer.for_office:
        tree |= await offices.branch(session, officer.office_id)
    statement = (
        select(Period, Cycle)
        .join(Cycle, Cycle.id == Period.cycle_id)
        .where(Cycle.office_id.in_(tree), Cycle.stopped_at.is_(None))
        .order_by(Period.id.desc())
    )
    found = [Asked(period, cycle) for period, cycle in await session.execute(statement)]
    return sorted((each for each in found if _shown(each, today)), key=lambda each: _order(each, today))[:SHOWN]


def _order(asked: Asked, today: date) -> tuple[int, int]:
    period = asked.period
    if today > period.closes:
        return 2, -period.due.toordinal()
    return int(today < period.opens), period.due.toordinal()


def _shown(asked: Asked, today: date) -> bool:
    return cycles.answerable(asked, today) and (today - asked.period.closes).days <= REMEMBERED


async def of(session: Session, officer: Officer, asked: Asked) -> list[Standing]:
    """Return where the cities stand that somebody may see: their own, or those of their office's branch."""
    found = await _cities(session, officer, asked)
    ids = [city.id for city in found]
    given = await answers.by_city(session, asked.period.id, ids)
    seats = await _seats(session, asked.period.id, ids)
    checks = await answers.checks(session, asked.period.id, ids)
    standings = [Standing(asked, c, given.get(c.id), *seats[c.id], checks.get(c.id, ())) for c in found]
    return sorted(standings, key=lambda each: each.rank)


async def _cities(session: Session, officer: Officer, asked: Asked) -> Sequence[City]:
    assert officer.office_id is not None
    statement = select(City).where(
        City.office_id.in_(await offices.branch(session, asked.cycle.office_id)),
        City.id.in_(select(Seat.city_id).where(Seat.role.in_(people.FOR_CITIES))),
    )
    if officer.for_office:
        statement = statement.where(City.office_id.in_(await offices.branch(session, officer.office_id)))
    else:
        statement = statement.where(City.id == officer.city_id)
    return (await session.scalars(statement.order_by(City.id))).all()


async def _seats(
    session: Session, period_id: int, city_ids: Collection[int]
) -> Mapping[int, tuple[bool, datetime | None, bool]]:
    """Return of each city whether anybody is there, when they were last prompted, and whether nudged."""
    nudges = case((Reminder.stage == "nudge", 1), else_=0)
    rows = await session.execute(
        select(
            Seat.city_id, func.count(Seat.person_id), func.max(Reminder.sent_at), func.coalesce(func.max(nudges), 0)
        )
        .outerjoin(Reminder, (Reminder.seat_id == Seat.id) & (Reminder.period_id == period_id))
        .where(Seat.city_id.in_(city_ids), Seat.role.in_(people.FOR_CITIES))
        .group_by(Seat.city_id)
    )  # fmt: skip
    return {city_id or 0: (people > 0, sent_at, nudged > 0) for city_id, people, sent_at, nudged in rows}


def can_be_nudged(standing: Standing, now: datetime) -> bool:
    """Say whether a city may be nudged: it is due to answer, has not, and was not nudged before."""
    period, today = standing.asked.period, local_day(standing.city.zone, now)
    if standing.settled or standing.nudged or not standing.manned or period.opens > today:
        return False
    return standing.answer is None or today > answers.extended(period)


async def nudge(session: Session, officer: Officer, asked: Asked, now: datetime) -> int:
    """Let the cities that have not answered be reminded once more, in office hours; return how many."""
    nudged = 0
    for standing in await of(session, officer, asked):
        city = standing.city
        if not can_be_nudged(standing, now):
            continue
        # Who gets it, in whose place and when, is decided when it is due, like for any prompt.
        there = await people.in_city(session, city.id)
        rows = [_nudge(asked, city, each.seat_id or 0, now) for each in there if each.id != officer.id]
        if rows and await cycles.add(session, rows):
            audit.note(session, officer.id, "nudged", f"period:{asked.period.id}/{city.code}")
            nudged += 1
    return nudged


def _nudge(asked: Asked, city: City, seat_id: int, now: datetime) -> Reminder:
    due_at = next_working_morning(now, city.zone, city.country)
    until = end_of(local_day(city.zone, due_at + NUDGED_FOR), city.zone)
    return Reminder(period_id=asked.period.id, seat_id=seat_id, stage="nudge", due_at=due_at, until=until)
