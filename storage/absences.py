"""Who is away, and who gets the prompts meanwhile."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select, update

from bot.dates import DAY, add_working_days
from storage import audit, people
from storage.engine import Session, changed
from storage.models import Absence, Person
from storage.people import Absent, Officer


@dataclass(frozen=True)
class Crew:
    """The people who speak for one city, with their absences."""

    people: Sequence[Officer]
    absences: Sequence[Absence]
    named: Set[int] = frozenset()  # those of the absent who show their names

    @property
    def has_officer(self) -> bool:
        """Whether somebody sits on an officer's seat."""
        return any(each.role == "officer" for each in self.people)

    def on(self, seat_id: int) -> Officer | None:
        """Return who sits on a seat, if somebody does."""
        return next((each for each in self.people if each.seat_id == seat_id), None)

    def absence(self, person_id: int, day: date) -> Absence | None:
        """Return the absence this day falls into."""
        return next((a for a in self.absences if a.person_id == person_id and covers(a, day)), None)

    def reader(self, officer: Officer, day: date) -> Officer | None:
        """Return who gets an officer's prompts on this day: they, or their deputy if that one is there.

        A deputy knows in whose place that is; whatever they are sent says so, see ``bot.deputies``.
        """
        absence = self.absence(officer.id, day)
        if absence is None:
            return officer
        deputy = next((each for each in self.people if each.id == absence.deputy_id), None)
        if deputy is None or self.absence(deputy.id, day):
            return None
        name = officer.name if officer.id in self.named else None
        back = add_working_days(absence.last_day, 1, officer.country or "")
        return replace(deputy, in_place_of=Absent(officer.role or "officer", name, back))


def covers(absence: Absence, day: date) -> bool:
    return absence.first_day <= day <= absence.last_day


async def crew(session: Session, city_id: int, today: date) -> Crew:
    """Return the people of a city, with their absences from today on."""
    there = await people.in_city(session, city_id)
    statement = select(Absence, Person.shows_name).join(Person, Person.id == Absence.person_id)
    mine = Absence.person_id.in_([each.id for each in there]), Absence.last_day >= today
    rows = (await session.execute(statement.where(*mine))).all()
    return Crew(there, [row[0] for row in rows], {row[0].person_id for row in rows if row[1]})


async def add(session: Session, person_id: int, deputy_id: int | None, first: date, last: date) -> Absence:
    """Keep an absence, in place of those it overlaps."""
    overlapping = delete(Absence).where(
        Absence.person_id == person_id, Absence.first_day <= last, Absence.last_day >= first
    )
    await session.execute(overlapping)
    absence = Absence(person_id=person_id, deputy_id=deputy_id, first_day=first, last_day=last)
    session.add(absence)
    await session.flush()
    audit.note(session, person_id, "absent", f"person:{person_id}", first=str(first), last=str(last))
    return absence


async def of_person(session: Session, person_id: int, today: date) -> Sequence[Absence]:
    """Return somebody's present and coming absences, the next one first."""
    statement = select(Absence).where(Absence.person_id == person_id, Absence.last_day >= today)
    return (await session.scalars(statement.order_by(Absence.first_day))).all()


async def end(session: Session, absence_id: int, person_id: int, today: date) -> bool:
    """End an absence of one's own, or take back one that has not begun; say whether there was one."""
    own = (Absence.id == absence_id, Absence.person_id == person_id)
    begun = update(Absence).where(*own, Absence.first_day < today).values(last_day=today - DAY)
    if not await changed(session, begun) and not await changed(session, delete(Absence).where(*own)):
        return False
    audit.note(session, person_id, "absence ended", f"person:{person_id}")
    return True
