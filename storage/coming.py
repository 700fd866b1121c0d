"""What somebody will be reminded of, and what they want of it: earlier, later, not this time, not at all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from storage import absences, answers, audit, cycles
from storage.cycles import Asked, local_day
from storage.engine import Session, changed
from storage.models import Answer, City, Reminder, Seat, Stop
from storage.people import Officer
from storage.planning import end_of
from storage.reminders import close, wanted


@dataclass(frozen=True)
class Coming:
    """A period somebody's city has not answered, with the prompts they will get, the next one first."""

    asked: Asked
    rows: Sequence[Reminder]
    answer: Answer | None
    stopped: bool  # they do not want to be reminded of its cycle

    @property
    def next_at(self) -> datetime | None:
        """When they are prompted next, if they are."""
        return self.rows[0].due_at if self.rows and not self.stopped else None


async def everything(session: Session, city: City, officer: Officer, now: datetime) -> list[Coming]:
    """Return what is open and what will be, for one person, the first to open first."""
    periods = await cycles.of_city(session, city, local_day(city.zone, now))
    planned = await _planned(session, city, officer, now)
    stops = set(await session.scalars(select(Stop.cycle_id).where(Stop.person_id == officer.id)))
    found = []
    for asked in periods:
        answer = await answers.of(session, asked.period.id, city.id)
        if not answers.settles(answer):
            rows = planned.get(asked.period.id, [])
            found.append(Coming(asked, rows, answer, asked.cycle.id in stops))
    return found


async def of_period(session: Session, city: City, officer: Officer, period_id: int, now: datetime) -> Coming | None:
    """Return what one person has to expect about one period."""
    coming = await everything(session, city, officer, now)
    return next((each for each in coming if each.asked.period.id == period_id), None)


async def _planned(session: Session, city: City, officer: Officer, now: datetime) -> dict[int, list[Reminder]]:
    """Return the prompts this person will get, by period, as it stands now: theirs and those of the absent."""
    rows = await session.scalars(
        select(Reminder)
        .join(Seat, Seat.id == Reminder.seat_id)
        .where(Seat.city_id == city.id, Reminder.state == "planned")
        .order_by(Reminder.due_at, Reminder.id)
    )
    mine: dict[int, list[Reminder]] = defaultdict(list)
    if city.practice:  # nobody else is there
        for row in rows:
            if row.due_at > now:
                mine[row.period_id].append(row)
        return mine
    crew = await absences.crew(session, city.id, local_day(city.zone, now))
    for row in rows:
        holder = crew.on(row.seat_id)
        if holder is None or not wanted(row.stage, holder, crew):
            continue
        reader = crew.reader(holder, local_day(city.zone, row.due_at))
        if reader and reader.id == officer.id:
            mine[row.period_id].append(row)
    return mine


async def prompted(session: Session, reminder_id: int, city_id: int) -> Reminder | None:
    """Return a prompt that somebody of this city got."""
    statement = (
        select(Reminder)
        .join(Seat, Seat.id == Reminder.seat_id)
        .where(Reminder.id == reminder_id, Seat.city_id == city_id)
    )
    return (await session.scalars(statement)).first()


async def move(session: Session, row: Reminder, city: City, moment: datetime) -> None:
    """Prompt at a moment its reader chose. The other prompts and the cycle stay where they are."""
    row.state, row.asked, row.due_at = "planned", True, moment
    row.until = max(row.until, end_of(local_day(city.zone, moment), city.zone))
    await session.flush()


async def skip(session: Session, coming: Coming, person_id: int) -> None:
    """Let the prompts of this period be; the next period is asked about as ever."""
    await close(session, coming.rows, "skipped")
    audit.note(session, person_id, "reminders skipped", f"period:{coming.asked.period.id}")


async def unskip(session: Session, period_id: int, officer: Officer, now: datetime) -> bool:
    """Plan again what was skipped of one's own prompts and is still to come; say whether there was any."""
    of_town = select(Seat.id).where(Seat.city_id == officer.city_id)
    mine = Reminder.seat_id.in_(of_town) if officer.practising else Reminder.seat_id == officer.seat_id
    skipped = update(Reminder).where(
        Reminder.period_id == period_id,
        mine,
        Reminder.state == "skipped",
        Reminder.due_at > now,
    )
    audit.note(session, officer.id, "reminders wanted again", f"period:{period_id}")
    return await changed(session, skipped.values(state="planned")) > 0


async def stop(session: Session, cycle_id: int, person_id: int) -> None:
    """Remind somebody no more of a cycle."""
    if await cycles.add(session, [Stop(person_id=person_id, cycle_id=cycle_id)]):
        audit.note(session, person_id, "reminders stopped", f"cycle:{cycle_id}")


async def resume(session: Session, cycle_id: int, person_id: int) -> None:
    """Remind somebody of a cycle again."""
    await session.execute(delete(Stop).where(Stop.person_id == person_id, Stop.cycle_id == cycle_id))
    audit.note(session, person_id, "reminders wanted again", f"cycle:{cycle_id}")
