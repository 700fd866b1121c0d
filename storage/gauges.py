"""What a city wants to reach, and what its indicators say now: the last word on each, and what it is to become."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from storage.engine import Session
from storage.models import Goal, Indicator, Measure


@dataclass(frozen=True)
class Told:
    """A figure that counts: what it is true for, and when it was said."""

    day: date
    value: Decimal
    at: datetime


@dataclass(frozen=True)
class Gauge:
    """An indicator with its latest value and its target value, as far as they are known."""

    indicator: Indicator
    latest: Told | None
    wanted: Told | None


async def of_city(session: Session, city_id: int, *, upto: datetime | None = None) -> list[Gauge]:
    """Return a city's indicators, as they stood at a moment or stand now."""
    rows = await session.scalars(
        select(Indicator)
        .where(Indicator.city_id == city_id, Indicator.withdrawn_at.is_(None))
        .order_by(Indicator.target, Indicator.id)
    )
    indicators = rows.all()
    said = select(Measure).where(Measure.indicator_id.in_([each.id for each in indicators])).order_by(Measure.id)
    if upto is not None:
        said = said.where(Measure.at <= upto)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in await session.scalars(said):
        measures[measure.indicator_id].append(measure)
    return [_gauge(each, measures[each.id]) for each in indicators]


def _gauge(indicator: Indicator, said: Sequence[Measure]) -> Gauge:
    # What was said later of the same day counts instead; of target values, the last one said.
    values = {each.day: _told(each) for each in said if each.kind == "value"}
    told = [each for _day, each in sorted(values.items()) if each]
    wanted = [_told(each) for each in said if each.kind == "target_value"]
    return Gauge(indicator, told[-1] if told else None, wanted[-1] if wanted else None)


def _told(measure: Measure) -> Told | None:
    """Return what was said; nothing where it was taken back."""
    return None if measure.value is None else Told(measure.day, measure.value, measure.at)


async def goals(session: Session, city_id: int) -> Sequence[Goal]:
    """Return what a city wants to reach, the newest first."""
    statement = select(Goal).where(Goal.city_id == city_id, Goal.withdrawn_at.is_(None)).order_by(Goal.id.desc())
    return (await session.scalars(statement)).all()
