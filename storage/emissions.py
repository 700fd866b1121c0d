"""What actions save of greenhouse gases, in tonnes of CO2 equivalents a year. The latest word on an action counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from bot import clock
from storage import audit
from storage.engine import Session
from storage.models import Action, Emission


@dataclass(frozen=True)
class Saved:
    """What an action saves in a year, by its city's own figure of that year."""

    tonnes: Decimal
    year: int


class Circular(Exception):
    """An action cannot be a part of what is a part of it."""


async def say(
    session: Session, action: Action, person_id: int, saved: Saved,
    *, part_of: int | None = None, source: str | None = None,
) -> None:  # fmt: skip
    """Write down what an action saves, and whose figure includes it; no tonnes take it back.

    Raises:
        Circular: what it would be a part of is the action itself or, through others, a part of it.
    """
    known = await _newest(session, Action.city_id == action.city_id)
    step = part_of
    while step is not None:
        if step == action.id:
            raise Circular
        step = known[step].part_of_id if step in known else None
    row = Emission(
        action_id=action.id, tonnes=saved.tonnes, year=saved.year, part_of_id=part_of, source=source,
        person_id=person_id, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    event = "emission recorded" if saved.tonnes else "emission taken back"
    audit.note(session, person_id, event, f"action:{action.number}", emission=row.id)


async def of_action(session: Session, action_id: int) -> Emission | None:
    """Return what an action saves, if its city said so."""
    return (await _newest(session, Action.id == action_id)).get(action_id)


async def wholes(session: Session, action: Action) -> Sequence[Action]:
    """Return the actions of the same city whose figure may include this one's, newest first."""
    known = await _newest(session, Action.city_id == action.city_id, Action.state == "published")
    inside = {action.id}
    while more := {key for key, row in known.items() if row.part_of_id in inside} - inside:
        inside |= more
    statement = select(Action).where(Action.id.in_(set(known) - inside)).order_by(Action.day.desc(), Action.id.desc())
    return (await session.scalars(statement)).all()


async def counted(session: Session, action_ids: Collection[int]) -> Mapping[int, Saved]:
    """Return what these actions save, each tonne once: a figure another of them includes is left out."""
    known = await _newest(session, Action.id.in_(action_ids))
    return {key: Saved(row.tonnes, row.year) for key, row in known.items() if row.part_of_id not in known}


async def total(session: Session, city_ids: Collection[int]) -> Decimal:
    """Return what the public actions of cities save in a year, each tonne once."""
    public = Action.state == "published", Action.visibility == "public"
    statement = select(Action.id).where(Action.city_id.in_(city_ids), *public)
    found = await counted(session, (await session.scalars(statement)).all())
    return sum((each.tonnes for each in found.values()), Decimal(0))


async def _newest(session: Session, *conditions: object) -> dict[int, Emission]:
    """Return the latest word on each action, without what was taken back."""
    newest = select(func.max(Emission.id)).join(Action, Action.id == Emission.action_id).where(*conditions)  # type: ignore[arg-type]
    rows = await session.scalars(select(Emission).where(Emission.id.in_(newest.group_by(Emission.action_id))))
    return {row.action_id: row for row in rows if row.tonnes}
