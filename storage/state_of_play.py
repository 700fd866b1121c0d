"""Where a city stands on one page: what it published, what is due, what is begun, and what waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from storage import answers, coming, cycles, deadlines, drafts, due, errands, indicators
from storage.cycles import Asked, local_day
from storage.deadlines import Coming
from storage.engine import Session
from storage.models import Action, Base, City, Follow, Goal, Inquiry
from storage.people import Officer

NEXT = 3  # deadlines
STALE = timedelta(days=365)  # after which an indicator is behind


@dataclass(frozen=True)
class Due:
    """A period that can be answered, until when, and how much there is to check."""

    asked: Asked
    until: date
    left: int


@dataclass(frozen=True)
class StateOfPlay:
    """Everything somebody has to know who begins to speak for a city."""

    published: Sequence[tuple[str, int]]  # actions by target
    due: Sequence[Due]
    drafts: int
    questions: int  # of other cities, waiting for an answer
    waiting: int  # actions an office looks at before they are published
    returned: int  # actions that came back
    follows: int
    goals: int
    indicators: int
    behind: int  # indicators without a value for a year
    errands: int  # links that departments have not used yet
    deadlines: Sequence[Coming]


async def of(session: Session, city: City, officer: Officer, now: datetime) -> StateOfPlay:
    """Return where a city stands, for one of those who speak for it."""
    today = local_day(city.zone, now)
    kept = await indicators.of_city(session, city.id, today)
    return StateOfPlay(
        published=await _by_target(session, city.id),
        due=await _due(session, city, officer, now),
        drafts=len(await drafts.unfinished(session, officer.id, limit=50)),
        questions=await _count(session, Inquiry, Inquiry.city_id == city.id, Inquiry.state.in_(("waiting", "sent"))),
        waiting=await _count(session, Action, Action.city_id == city.id, Action.state == "waiting"),
        returned=len(await due.returned(session, city.id)),
        follows=await _count(session, Follow, Follow.person_id == officer.id),
        goals=await _count(session, Goal, Goal.city_id == city.id, Goal.withdrawn_at.is_(None)),
        indicators=len(kept),
        behind=sum(each.last is None or each.last.day < today - STALE for each in kept),
        errands=len(await errands.open_ones(session, city.id, now)),
        deadlines=(await deadlines.of_city(session, city, today))[:NEXT],
    )


async def _by_target(session: Session, city_id: int) -> list[tuple[str, int]]:
    statement = select(Action.target, func.count()).where(Action.city_id == city_id, Action.state == "published")
    return [
        (row[0], row[1]) for row in await session.execute(statement.group_by(Action.target).order_by(Action.target))
    ]


async def _due(session: Session, city: City, officer: Officer, now: datetime) -> list[Due]:
    found = []
    for each in await coming.everything(session, city, officer, now):
        if cycles.answerable(each.asked, local_day(city.zone, now)):
            todo = await answers.checklist(session, each.asked.period.id, city.id)
            found.append(Due(each.asked, answers.due_day(each.asked.period, each.answer), todo.waiting))
    return found


async def _count(session: Session, model: type[Base], *conditions: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(model).where(*conditions)
    return await session.scalar(statement) or 0
