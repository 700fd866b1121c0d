"""What each department of a city answers for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from storage import indicators
from storage.engine import Session
from storage.index.wanted import shown
from storage.indicators import Kept
from storage.models import Action


@dataclass(frozen=True)
class Department:
    """A department with its actions and indicators. What names none stands under an empty name."""

    name: str
    actions: list[Action] = field(default_factory=list)
    figures: list[Kept] = field(default_factory=list)


async def of_city(session: Session, city_id: int, today: date, *, own: bool) -> Sequence[Department]:
    """Return a city's departments by name, what names none last; an office does not see what is the city's own."""
    found: dict[str, Department] = {}
    statement = select(Action).where(Action.city_id == city_id, Action.state == "published")
    if not own:
        statement = statement.where(Action.visibility.in_(shown(True)))
    for action in await session.scalars(statement.order_by(Action.id)):
        name = str((action.details or {}).get("department") or "")
        found.setdefault(name, Department(name)).actions.append(action)
    for each in await indicators.of_city(session, city_id, today):
        name = each.row.department or ""
        found.setdefault(name, Department(name)).figures.append(each)
    return sorted(found.values(), key=lambda each: (not each.name, each.name))
