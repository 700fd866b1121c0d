"""What waits for whom: actions for an office's look, and checks that cities asked for."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from bot.dates import add_working_days
from storage import cycles, notices, offices, people, reviews, telling
from storage.actions import Told
from storage.cycles import local_day
from storage.engine import Session, Unit
from storage.models import Action, City, DeadlineNotice, Evidence, Office, Review, ReviewNote
from storage.people import Officer

ABOUT = "review"  # under which the daily count is stopped
OVERDUE = 2  # working days after which somebody is told that something waits


@dataclass(frozen=True)
class Queued:
    """A version of an action that waits for a look, and whether its city has answered what the office said."""

    review: Review
    told: Told
    answered: bool = False


@dataclass(frozen=True)
class Request:
    """A check of an action that its city asked for."""

    row: Evidence
    told: Told


@dataclass(frozen=True)
class Counts:
    """How much waits: to be published, to be looked at afterwards, to be checked."""

    before: int
    after: int
    checks: int


def kept_to_itself(told: Told) -> bool:
    """Say whether an action is for its own city alone: it was withdrawn, or never was for others."""
    return told.action.state == "withdrawn" or told.action.visibility == "city"


async def may_look(session: Session, officer: Officer, told: Told) -> bool:
    """Say whether somebody may look at what is not for everybody: the city's office or one above.

    And its institute, at what it was asked to review.
    """
    if officer.for_office:
        return await offices.oversees(session, officer, told.city.office_id)
    if officer.role != "institute" or officer.partner_of != told.city.id or told.action.state != "published":
        return False
    asked = select(Evidence.id).where(Evidence.action_id == told.action.id, Evidence.level == "reviewed")
    return await session.scalar(asked.limit(1)) is not None


async def counts(session: Session, officer: Officer) -> Counts:
    """Return how much waits for somebody."""
    statement = select(Review.before, func.count()).select_from(Review).join(Action).join(City)
    found = await session.execute(statement.where(*await _mine(session, officer)).group_by(Review.before))
    numbers = {before: n for before, n in found}
    checks = select(func.count()).select_from(Evidence).join(Action).join(City).where(*await _checks(session, officer))
    return Counts(numbers.get(True, 0), numbers.get(False, 0), await session.scalar(checks) or 0)


async def page(session: Session, officer: Officer, *, before: bool, offset: int, limit: int) -> list[Queued]:
    """Return what waits for an office's look, the oldest first."""
    statement = select(Review, Action, City).join(Action, Action.id == Review.action_id).join(City)
    conditions = [*await _mine(session, officer), Review.before.is_(before)]
    rows = (
        await session.execute(
            statement.where(*conditions).order_by(Review.asked_at, Review.id).offset(offset).limit(limit)
        )
    ).all()
    answered = await reviews.answered(session, [action.id for _review, action, _city in rows])
    return [Queued(review, Told(action, city), action.id in answered) for review, action, city in rows]


async def following(session: Session, officer: Officer, review: Review) -> int | None:
    """Return what waits next after a version: the next younger one, else the oldest of all."""
    mine = [*await _mine(session, officer), Review.before.is_(review.before), Review.id != review.id]
    statement = select(Review.id).join(Action).join(City).order_by(Review.asked_at, Review.id).limit(1)
    younger = or_(Review.asked_at > review.asked_at, (Review.asked_at == review.asked_at) & (Review.id > review.id))
    return await session.scalar(statement.where(*mine, younger)) or await session.scalar(statement.where(*mine))


async def checks(session: Session, officer: Officer, *, offset: int, limit: int) -> list[Request]:
    """Return the checks that somebody is asked for, the oldest first: links of an office, reviews of an institute."""
    statement = select(Evidence, Action, City).join(Action, Action.id == Evidence.action_id).join(City)
    rows = await session.execute(
        statement.where(*await _checks(session, officer)).order_by(Evidence.id).offset(offset).limit(limit)
    )
    return [Request(row, Told(action, city)) for row, action, city in rows]


async def _mine(session: Session, officer: Officer) -> list[ColumnElement[bool]]:
    inside = await offices.branch(session, officer.office_id) if officer.for_office and officer.office_id else set()
    return [Review.state == "waiting", City.office_id.in_(inside)]


def _for_others() -> list[ColumnElement[bool]]:
    return [Action.state == "published", Action.visibility != "city"]


async def _checks(session: Session, officer: Officer) -> list[ColumnElement[bool]]:
    open_ = [Evidence.reason == "asked", *_for_others()]
    if officer.role == "institute":
        return [*open_, Evidence.level == "reviewed", Action.city_id == officer.partner_of]
    inside = await offices.branch(session, officer.office_id) if officer.for_office and officer.office_id else set()
    return [*open_, Evidence.level == "link", City.office_id.in_(inside)]


async def group_of(session: Session, city: City) -> Office | None:
    """Return the nearest office of a city that has a group."""
    for office_id in await offices.above(session, city.office_id):
        office = await offices.get(session, office_id)
        if office and office.chat_id:
            return office
    return None


async def overdue(session: Session, now: datetime) -> dict[int, int]:
    """Return for each office with people, nearest to the cities, how much has waited there too long to be decided.

    What is published already counts only where its office has asked about it.
    """
    earlier = aliased(Review)
    notes = select(ReviewNote.id).join(earlier, earlier.id == ReviewNote.review_id)
    told = notes.where(earlier.action_id == Review.action_id, ReviewNote.at >= Review.asked_at).exists()
    waiting = select(Review.asked_at, Office.id, Office.zone, Office.country).select_from(Review).join(Action)
    of_offices = waiting.join(City).join(Office, Office.id == City.office_id)
    links = select(Evidence.at, Office.id, Office.zone, Office.country).select_from(Evidence).join(Action)
    asked = (
        links.join(City)
        .join(Office, Office.id == City.office_id)
        .where(Evidence.reason == "asked", Evidence.level == "link", *_for_others())
    )
    rows = (await session.execute(of_offices.where(Review.state == "waiting", or_(Review.before, told)))).all()
    found: Counter[int] = Counter()
    for asked_at, office_id, zone, country in [*rows, *(await session.execute(asked)).all()]:
        if late(asked_at, zone, country, now):
            found[office_id] += 1
    return await _nearest(session, found)


def late(asked_at: datetime, zone: str, country: str | None, now: datetime) -> bool:
    """Say whether something has waited for more than two working days."""
    return add_working_days(local_day(zone, asked_at), OVERDUE, country or "") < local_day(zone, now)


async def _nearest(session: Session, found: Counter[int]) -> dict[int, int]:
    there: Counter[int] = Counter()
    for office_id, n in found.items():
        for above in await offices.above(session, office_id):
            if await people.in_office(session, above):
                there[above] += n
                break
    return there


async def institutes(session: Session) -> dict[int, int]:
    """Return for each city with reviews asked of its institute how many there are."""
    statement = select(Action.city_id, func.count()).select_from(Evidence).join(Action)
    asked = statement.where(Evidence.reason == "asked", Evidence.level == "reviewed", *_for_others())
    return {city_id: n for city_id, n in await session.execute(asked.group_by(Action.city_id))}


async def claim(unit: Unit, reader: Officer, now: datetime) -> bool:
    """Make it ours to tell somebody today what waits, and say whether it is: in office hours, once a day."""
    if await notices.stopped(unit.session, reader.id, ABOUT) or await telling.put_off(unit, reader, now):
        return False
    today = local_day(reader.zone, now)
    row = DeadlineNotice(deadline=ABOUT, day=today, days_before=0, seat_id=reader.seat_id, at=now)
    return await cycles.add(unit.session, [row])
