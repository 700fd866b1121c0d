"""What happened in a city while somebody was away: told once, when they are back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, or_, select

from bot.dates import DAY
from storage import people
from storage.cycles import Asked, local_day
from storage.engine import Session, changed
from storage.models import Absence, Action, Answer, Cycle, Period, Person, Reminder, Reply, Update
from storage.people import Officer

AT_ONCE = 50


@dataclass(frozen=True)
class Answered:
    """A period that was answered meanwhile, how, and by whom."""

    asked: Asked
    kind: str
    who: str | None


@dataclass(frozen=True)
class Meanwhile:
    """What others did for a city, and how often they were reminded in somebody's place."""

    answered: Sequence[Answered]
    reminded: int
    published: int
    news: int
    replies: int  # to and from other cities

    @property
    def nothing(self) -> bool:
        return not (self.answered or self.reminded or self.published or self.news or self.replies)


async def over(session: Session, now: datetime) -> list[tuple[Absence, Officer]]:
    """Return the absences that are over where the person is; those of people without a seat are let go."""
    ended = select(Absence).where(Absence.last_day <= now.date()).order_by(Absence.last_day, Absence.id)
    found = []
    for absence in (await session.scalars(ended.limit(AT_ONCE))).all():
        reader = await people.get(session, absence.person_id)
        if reader is None or not reader.for_city:
            await claim(session, absence)
        elif absence.last_day < local_day(reader.zone, now):
            found.append((absence, reader))
    return found


async def claim(session: Session, absence: Absence) -> bool:
    """Make it ours to say that somebody is back, and say whether it is. After that an absence is not kept."""
    return await changed(session, delete(Absence).where(Absence.id == absence.id)) == 1


async def meanwhile(session: Session, reader: Officer, first: date, last: date) -> Meanwhile:
    """Return what others did for somebody's city from one day to another."""
    zone = ZoneInfo(reader.zone)
    begin, end = datetime.combine(first, time(), zone), datetime.combine(last + DAY, time(), zone)

    def by_others(at: Any, who: Any) -> Sequence[ColumnElement[bool]]:
        return at >= begin, at < end, or_(who.is_(None), who != reader.id)

    own = Action.city_id == reader.city_id
    counted = (
        select(func.count(Reminder.id)).where(
            Reminder.seat_id == reader.seat_id, *by_others(Reminder.sent_at, Reminder.person_id)
        ),
        select(func.count(Action.id)).where(own, *by_others(Action.published_at, Action.author_id)),
        select(func.count(Update.id)).join(Action).where(own, *by_others(Update.at, Update.person_id)),
        select(func.count(Reply.id)).where(Reply.city_id == reader.city_id, *by_others(Reply.at, Reply.person_id)),
    )
    reminded, published, news, replies = [await session.scalar(each) or 0 for each in counted]
    answers = (
        select(Answer, Period, Cycle, Person.name)
        .join(Period, Period.id == Answer.period_id)
        .join(Cycle, Cycle.id == Period.cycle_id)
        .outerjoin(Person, Person.id == Answer.person_id)
        .where(Answer.city_id == reader.city_id, *by_others(Answer.at, Answer.person_id))
        .order_by(Answer.at)
    )
    answered = [
        Answered(Asked(period, cycle), answer.kind, who)
        for answer, period, cycle, who in await session.execute(answers)
    ]
    return Meanwhile(answered, reminded, published, news, replies)
