"""What cities want to reach for a target, in their own words."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from bot import clock
from bot.reports.contents import GoalPart
from storage import audit
from storage.cycles import local_day
from storage.engine import Session
from storage.models import City, Goal


async def add(session: Session, city_id: int, person_id: int, target: str, text: str, language: str) -> Goal:
    """Add a goal of a city for a target."""
    goal = Goal(city_id=city_id, target=target, text=text, language=language, person_id=person_id, at=clock.now())
    session.add(goal)
    await session.flush()
    audit.note(session, person_id, "goal added", f"goal:{goal.id}", target=target)
    return goal


async def serve(session: Session, goal: Goal, person_id: int, national: str) -> None:
    """Say to which national goal a city's goal contributes."""
    goal.serves = national
    audit.note(session, person_id, "national goal named", f"goal:{goal.id}")
    await session.flush()


async def withdraw(session: Session, goal: Goal, person_id: int) -> bool:
    """Take a goal out of what is shown; say whether it was there."""
    return await _set(session, goal, person_id, withdrawn=True)


async def bring_back(session: Session, goal: Goal, person_id: int) -> bool:
    """Undo a withdrawal; say whether there was one."""
    return await _set(session, goal, person_id, withdrawn=False)


async def _set(session: Session, goal: Goal, person_id: int, *, withdrawn: bool) -> bool:
    if (goal.withdrawn_at is not None) == withdrawn:
        return False
    goal.withdrawn_at = clock.now() if withdrawn else None
    audit.note(session, person_id, "goal withdrawn" if withdrawn else "goal brought back", f"goal:{goal.id}")
    await session.flush()
    return True


async def get(session: Session, goal_id: int) -> Goal | None:
    return await session.get(Goal, goal_id)


async def of_city(session: Session, city_id: int, target: str | None = None) -> Sequence[Goal]:
    """Return a city's goals, of one target or of all, by target and then as they were told."""
    statement = select(Goal).where(Goal.city_id == city_id, Goal.withdrawn_at.is_(None))
    if target:
        statement = statement.where(Goal.target == target)
    return (await session.scalars(statement.order_by(Goal.target, Goal.id))).all()


async def parts(session: Session, city_ids: Collection[int], upto: date) -> dict[str, list[GoalPart]]:
    """Return the goals of cities for a report, by target; those told after a day are left out."""
    statement = select(Goal, City).join(City, City.id == Goal.city_id)
    rows = await session.execute(
        statement.where(Goal.city_id.in_(city_ids), Goal.withdrawn_at.is_(None)).order_by(Goal.target, Goal.id)
    )
    found: dict[str, list[GoalPart]] = {}
    for goal, city in rows:
        if local_day(city.zone, goal.at) <= upto:
            found.setdefault(goal.target, []).append(GoalPart(city.code, goal.text, goal.language, goal.serves or ""))
    return found
