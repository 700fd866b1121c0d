"""Who hears what became of a contribution: each once, when the report it is in was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.dates import within_office_hours
from bot.reports.contents import Contents
from storage import absences, cycles, people, reminders, reports
from storage.cycles import local_day
from storage.engine import Session, Unit
from storage.models import City, Report, Thanks
from storage.people import Officer

USEFUL_FOR = timedelta(days=90)  # after a report was handed in


@dataclass(frozen=True)
class Due:
    """Somebody to be told, and what of their city is in which report."""

    report: Report
    city: City
    reader: Officer
    actions: int
    targets: Sequence[str]


async def due(session: Session, now: datetime) -> list[Due]:
    """Return who has not been told yet of the reports of several cities that were handed in."""
    statement = select(Report).where(
        Report.kind == "country", Report.submitted.is_not(None), Report.submitted >= (now - USEFUL_FOR).date()
    )
    found: list[Due] = []
    for report in (await session.scalars(statement.order_by(Report.id))).all():
        found += await _of_report(session, report)
    return found


async def _of_report(session: Session, report: Report) -> list[Due]:
    told = reports.contents(report)
    codes = {action.city for chapter in told.chapters for action in chapter.actions}
    known = set(await session.scalars(select(Thanks.person_id).where(Thanks.report_id == report.id)))
    cities = (await session.scalars(select(City).where(City.code.in_(codes)).order_by(City.id))).all()
    return [
        Due(report, city, reader, *_share(told, city.code))
        for city in cities
        for reader in await _readers(session, city)
        if reader.id not in known
    ]


def _share(told: Contents, code: str) -> tuple[int, list[str]]:
    """Return how many actions of a city are in a report, and in which chapters."""
    own = [action.target for chapter in told.chapters for action in chapter.actions if action.city == code]
    return len(own), sorted(set(own))


async def _readers(session: Session, city: City) -> list[Officer]:
    """Return a city's officers, or its coordinators where it has none."""
    found = await people.in_city(session, city.id, "officer")
    return found or await people.in_city(session, city.id, "coordinator")


async def claim(unit: Unit, told: Due, now: datetime) -> bool:
    """Make it ours to tell somebody, and say whether it is: not if it cannot be now or another process has it."""
    if not await _can_be_told(unit, told.reader, now):
        return False
    row = Thanks(report_id=told.report.id, city_id=told.city.id, person_id=told.reader.id, at=now)
    return await cycles.add(unit.session, [row])


async def _can_be_told(unit: Unit, reader: Officer, now: datetime) -> bool:
    if not reader.reachable or reader.blocked:
        return False
    if not within_office_hours(now, reader.zone, reader.country or ""):
        return False
    today = local_day(reader.zone, now)
    away = await absences.of_person(unit.session, reader.id, today)
    if any(absences.covers(each, today) for each in away):
        return False
    return await reminders.budget_left(unit, reader, now) > 0
