"""Which of the seven duties cities fulfil, year by year: private to each city, totals only of at least five."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from bot import clock
from bot.goal11 import DUTIES
from storage import audit, offices
from storage.engine import Session
from storage.models import City, ReadinessAnswer

FEWEST = 5  # cities below which a total would tell on one of them


@dataclass(frozen=True)
class Total:
    """How many of the cities that answered fulfil a duty."""

    fulfilled: int
    answered: int


async def answer(
    session: Session, city_id: int, person_id: int, year: int, duty: str, *, fulfilled: bool
) -> None:  # fmt: skip
    """Write down whether a city fulfils a duty in a year; what it said before in that year is replaced."""
    found = select(ReadinessAnswer).where(
        ReadinessAnswer.city_id == city_id, ReadinessAnswer.year == year, ReadinessAnswer.duty == duty
    )
    known = await session.scalar(found)
    if known is None:
        known = ReadinessAnswer(city_id=city_id, year=year, duty=duty)
        session.add(known)
    known.fulfilled, known.person_id, known.at = fulfilled, person_id, clock.now()
    await session.flush()
    # Not what was answered: the trail is read by others than the city.
    audit.note(session, person_id, "readiness answered", f"readiness:{city_id}/{year}/{duty}")


async def of_city(session: Session, city_id: int, year: int) -> dict[str, bool]:
    """Return what a city answered in a year, in the order of the duties."""
    rows = await session.scalars(
        select(ReadinessAnswer).where(ReadinessAnswer.city_id == city_id, ReadinessAnswer.year == year)
    )
    given = {row.duty: row.fulfilled for row in rows}
    return {duty: given[duty] for duty in DUTIES if duty in given}


async def years(session: Session, city_id: int) -> list[int]:
    """Return the years for which a city has answered anything, newest first."""
    statement = select(ReadinessAnswer.year).where(ReadinessAnswer.city_id == city_id).distinct()
    return sorted(await session.scalars(statement), reverse=True)


async def totals(session: Session, office_id: int, year: int) -> Mapping[str, Total]:
    """Return the totals of an office's branch for each duty; those of fewer than five cities are left out."""
    branch = await offices.branch(session, office_id)
    rows = await session.execute(
        select(ReadinessAnswer.duty, ReadinessAnswer.fulfilled, func.count())
        .join(City, City.id == ReadinessAnswer.city_id)
        .where(City.office_id.in_(branch), ReadinessAnswer.year == year)
        .group_by(ReadinessAnswer.duty, ReadinessAnswer.fulfilled)
    )
    counts = {(duty, fulfilled): count for duty, fulfilled, count in rows}
    found = {duty: Total(counts.get((duty, True), 0), sum(counts.get((duty, said), 0) for said in (True, False)))
             for duty in DUTIES}  # fmt: skip
    return {duty: total for duty, total in found.items() if total.answered >= FEWEST}
