"""Prompts that are due, and those to come. Who gets one is decided when it is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.dates import DAY, next_working_morning, within_office_hours
from storage import absences, answers, outbox, people
from storage.absences import Crew
from storage.cycles import Asked, local_day
from storage.engine import Session, Unit, changed
from storage.models import City, Cycle, Period, Reminder, Seat, Stop
from storage.people import Officer
from storage.planning import STAGES, morning

AT_ONCE = 30  # cities in one run of the job: nobody waits long for the database


@dataclass(frozen=True)
class Prompt:
    """One reminder, and who it goes to."""

    reminder: Reminder
    asked: Asked
    city: City
    reader: Officer


async def due(session: Session, now: datetime) -> list[Prompt]:
    """Return whom to prompt now: of what is due at once about one period, each person gets the last.

    Nothing stays due: what is not returned is postponed, skipped or dropped.
    """
    pairs = (
        select(Reminder.period_id, Seat.city_id)
        .join(Seat)
        .join(City, City.id == Seat.city_id)
        .where(Reminder.state == "planned", Reminder.due_at <= now)
        .where(City.practice.is_(False))  # nobody is reminded of what they practise
        .group_by(Reminder.period_id, Seat.city_id)
        .order_by(func.min(Reminder.due_at), Reminder.period_id, Seat.city_id)
        .limit(AT_ONCE)
    )
    found: list[Prompt] = []
    for period_id, city_id in (await session.execute(pairs)).all():
        assert city_id is not None, "only seats of cities are prompted"
        if due := await _rows(session, period_id, city_id, now):
            asked, city, rows = due
            found += await _decide(session, asked, city, rows, now)
    return found


async def _rows(
    session: Session, period_id: int, city_id: int, now: datetime
) -> tuple[Asked, City, list[Reminder]] | None:
    """Return what is due at once; nothing where another process has taken it meanwhile."""
    statement = (
        select(Reminder, Period, Cycle, City)
        .join(Period, Period.id == Reminder.period_id)
        .join(Cycle, Cycle.id == Period.cycle_id)
        .join(Seat, Seat.id == Reminder.seat_id)
        .join(City, City.id == Seat.city_id)
        .where(Period.id == period_id, City.id == city_id)
        .where(Reminder.state == "planned", Reminder.due_at <= now)
    )
    if not (found := (await session.execute(statement)).all()):
        return None
    rows = sorted((row[0] for row in found), key=lambda r: (-STAGES.index(r.stage), r.id))
    return Asked(found[0][1], found[0][2]), found[0][3], rows


async def _decide(session: Session, asked: Asked, city: City, rows: Sequence[Reminder], now: datetime) -> list[Prompt]:
    answer = await answers.of(session, asked.period.id, city.id)
    if answers.settles(answer) or asked.cycle.stopped_at:
        await close(session, rows, "skipped")
        return []
    today = local_day(city.zone, now)
    crew = await absences.crew(session, city.id, today)
    chosen: dict[int, Prompt] = {}
    for row in rows:
        if row.until < now:
            await close(session, [row], "dropped")
            continue
        prompt = await _prompt(session, crew, Prompt(row, asked, city, _NOBODY), today)
        if prompt and prompt.reader.id in chosen:
            await close(session, [row], "skipped")
        elif prompt:
            chosen[prompt.reader.id] = prompt
    return [each for each in chosen.values() if await _in_hours(session, each, now)]


_NOBODY = Officer(0, None, "", "en", None, False, False)


async def _prompt(session: Session, crew: Crew, blank: Prompt, today: date) -> Prompt | None:
    """Find the reader of a prompt; where there is none now, put it off or close it."""
    row, city = blank.reminder, blank.city
    holder = crew.on(row.seat_id)
    if holder is None:
        await postpone(session, row, morning(today + DAY, city.zone, city.country))
        return None
    if not wanted(row.stage, holder, crew):
        await close(session, [row], "skipped")
        return None
    reader = crew.reader(holder, today)
    if reader is None or not reader.reachable or reader.blocked:
        absence = crew.absence(holder.id, today)
        back = absence.last_day if absence else today
        await postpone(session, row, morning(back + DAY, city.zone, city.country))
        return None
    if not await wants(session, reader.id, blank.asked.cycle.id):
        await close(session, [row], "skipped")
        return None
    return replace(blank, reader=reader)


def wanted(stage: str, holder: Officer, crew: Crew) -> bool:
    """Say whether a seat gets prompts of this stage: a coordinator is asked only where no officer is there.

    A nudge is for everybody.
    """
    if stage == "nudge":
        return True
    if holder.role == "coordinator":
        return (stage == "escalation") == crew.has_officer
    return stage != "escalation"


async def wants(session: Session, person_id: int, cycle_id: int) -> bool:
    """Say whether somebody wants to be reminded, and of this cycle."""
    stop = select(Stop.id).where(Stop.person_id == person_id, Stop.cycle_id == cycle_id)
    return (await people.row(session, person_id)).reminders and await session.scalar(stop) is None


async def _in_hours(session: Session, prompt: Prompt, now: datetime) -> bool:
    zone, country = prompt.city.zone, prompt.city.country
    if within_office_hours(now, zone, country):
        return True
    await postpone(session, prompt.reminder, next_working_morning(now, zone, country))
    return False


async def claim(unit: Unit, prompt: Prompt, now: datetime) -> bool:
    """Make a prompt ours to send, and say whether it is: no other process has it and the budget allows it."""
    row, reader = prompt.reminder, prompt.reader
    left = await budget_left(unit, reader, now)
    if not row.asked and left <= 0:
        await postpone(unit.session, row, next_month(reader, now))
        return False
    if not row.asked and left == 1 and row.stage == "before":
        await close(unit.session, [row], "skipped")  # the last message of a month is for the due day
        return False
    sent = update(Reminder).where(Reminder.id == row.id, Reminder.state == "planned")
    return await changed(unit.session, sent.values(state="sent", sent_at=now, person_id=reader.id)) == 1


async def budget_left(unit: Unit, reader: Officer, now: datetime) -> int:
    """Return how many unasked messages somebody may still get this month, by the calendar where they are."""
    person = await people.row(unit.session, reader.id)
    return person.budget - await used(unit, reader, now)


async def used(unit: Unit, reader: Officer, now: datetime) -> int:
    """Return how many unasked messages somebody got this month."""
    begins = now.astimezone(ZoneInfo(reader.zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return await outbox.unasked_since(unit.connection, reader.id, begins.timestamp())


def next_month(reader: Officer, now: datetime) -> datetime:
    """Return the first working morning of next month where somebody is."""
    first = (local_day(reader.zone, now).replace(day=1) + timedelta(days=32)).replace(day=1)
    return morning(first, reader.zone, reader.country or "")


async def replaces(session: Session, prompt: Prompt) -> list[int]:
    """Return the outbox rows of what its reader was sent before about the same period, each time once."""
    statement = select(Reminder).where(
        Reminder.period_id == prompt.asked.period.id,
        Reminder.person_id == prompt.reader.id,
        Reminder.call_id.is_not(None),
    )
    calls = []
    for row in await session.scalars(statement):
        calls.append(row.call_id or 0)
        row.call_id = None
    return calls


async def withdraw(session: Session, cycle_id: int) -> list[Prompt]:
    """Let a cycle's planned prompts be, and return those on which somebody may still want to act: unanswered ones."""
    of_cycle = Reminder.period_id.in_(select(Period.id).where(Period.cycle_id == cycle_id))
    planned = update(Reminder).where(of_cycle, Reminder.state == "planned")
    await session.execute(planned.values(state="skipped"))
    rows = await session.execute(
        select(Reminder, Period, Cycle, City)
        .join(Period, Period.id == Reminder.period_id)
        .join(Cycle, Cycle.id == Period.cycle_id)
        .join(Seat, Seat.id == Reminder.seat_id)
        .join(City, City.id == Seat.city_id)
        .where(of_cycle, Reminder.state == "sent", Reminder.call_id.is_not(None))
        .order_by(Reminder.id)
    )
    found = []
    for row, period, cycle, city in rows.all():
        reader = await people.get(session, row.person_id or 0)
        if reader and not answers.settles(await answers.of(session, period.id, city.id)):
            found.append(Prompt(row, Asked(period, cycle), city, reader))
    return found


async def postpone(session: Session, row: Reminder, moment: datetime) -> None:
    """Put a prompt off, or drop it where it would be of no use by then."""
    if moment >= row.until:
        return await close(session, [row], "dropped")
    later = update(Reminder).where(Reminder.id == row.id, Reminder.state == "planned")
    await session.execute(later.values(due_at=moment))


async def close(session: Session, rows: Sequence[Reminder], state: str) -> None:
    """Let planned prompts go: skipped or dropped."""
    closed = update(Reminder).where(Reminder.id.in_([row.id for row in rows]), Reminder.state == "planned")
    await session.execute(closed.values(state=state))
