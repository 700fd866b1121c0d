"""May somebody be told something now that they did not ask for? One answer for everything the bot says by itself."""

from collections.abc import Set
from datetime import datetime, timedelta

from bot.dates import DAY, next_working_morning, within_office_hours
from storage import absences, people, reminders
from storage.cycles import local_day
from storage.engine import Session, Unit
from storage.people import Officer
from storage.planning import morning

WEEK = timedelta(days=7)


async def put_off(unit: Unit, reader: Officer, now: datetime, *, spare: int = 1) -> datetime | None:
    """Return when to look again, if somebody cannot be told something unasked now; nothing, if they can.

    Args:
        spare: how many of the month's messages are left for what is more urgent, such as reminders.
    """
    today, country = local_day(reader.zone, now), reader.country or ""
    if not reader.invited or not reader.reachable or reader.blocked:
        return now + WEEK
    if not within_office_hours(now, reader.zone, country):
        return next_working_morning(now, reader.zone, country)
    away = [a for a in await absences.of_person(unit.session, reader.id, today) if absences.covers(a, today)]
    if away:
        return morning(away[0].last_day + DAY, reader.zone, country)
    if await reminders.budget_left(unit, reader, now) <= spare:
        return reminders.next_month(reader, now)
    return None


async def reader_of(
    session: Session, city_id: int, now: datetime, *, first: int | None = None, but: Set[int] = frozenset()
) -> Officer | None:
    """Return who is told something meant for a city: who is named first, else an officer, else a coordinator.

    Whoever is away is told through their deputy; who has blocked the bot, has nobody in their place, or is one of
    those it is not for, is passed over.
    """
    there = await people.in_city(session, city_id)
    if not there:
        return None
    crew = await absences.crew(session, city_id, local_day(there[0].zone, now))
    order = sorted(there, key=lambda each: (each.id != first, each.role != "officer", each.seat_id))
    readers = [crew.reader(each, local_day(each.zone, now)) for each in order]
    return next((r for r in readers if r and r.reachable and not r.blocked and r.id not in but), None)
