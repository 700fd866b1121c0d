"""A seat goes from one person to the next, with everything that is begun on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update

from bot import clock
from storage import audit, invitations, offices, people, practice, privacy
from storage.engine import Session, changed
from storage.models import (
    Absence,
    Action,
    Base,
    City,
    Deadline,
    Draft,
    Errand,
    Follow,
    Import,
    Inquiry,
    Invitation,
    Person,
    Question,
    Reminder,
    Seat,
)
from storage.people import Officer

# What goes along, by the name under which it is counted: the rows, whose they are, and which of them are not finished.
# What was said before stays said by whom it was: it is the city's, and history.
MOVING: Mapping[str, tuple[type[Base], Any, Any]] = {
    "drafts": (Draft, Draft.person_id, Draft.state == "open"),
    "follows": (Follow, Follow.person_id, Follow.id > 0),
    "questions": (Inquiry, Inquiry.person_id, Inquiry.state.in_(("waiting", "sent"))),
    "asked": (Question, Question.person_id, Question.withdrawn_at.is_(None)),
    "reviews": (Action, Action.author_id, Action.state.in_(("waiting", "returned"))),
    "errands": (Errand, Errand.person_id, Errand.used_at.is_(None)),
    "imports": (Import, Import.person_id, Import.state.in_(("reading", "offered", "running"))),
    "deadlines": (Deadline, Deadline.person_id, Deadline.id > 0),
}
# Numbers of messages in the chat of who goes: there, nothing is edited any more.
MESSAGES: Mapping[str, dict[str, Any]] = {
    "drafts": {"card_id": None, "keyboard_id": None, "asking": None},
    # What was offered is read once more, and so offered to whoever has the seat now.
    "imports": {"card_id": None, "state": case((Import.state == "running", "running"), else_="reading")},
    "questions": {"call_id": None},
}


@dataclass(frozen=True)
class Holder:
    """A seat, and who is on it."""

    seat: Seat
    person: Person


async def counts(session: Session, person_id: int) -> dict[str, int]:
    """Return how much of each kind goes along, with the reminders of the seat; what there is none of is left out."""
    found = {}
    for name, (model, owner, begun) in MOVING.items():
        found[name] = await session.scalar(select(func.count()).select_from(model).where(owner == person_id, begun))
    planned = select(func.count(Reminder.id)).join(Seat, Seat.id == Reminder.seat_id)
    found["reminders"] = await session.scalar(planned.where(Seat.person_id == person_id, Reminder.state == "planned"))
    return {name: number for name, number in found.items() if number}


async def holders(session: Session, city_id: int) -> list[Holder]:
    """Return the seats of a city that somebody is on."""
    statement = select(Seat, Person).join(Person, Person.id == Seat.person_id).where(Seat.city_id == city_id)
    return [Holder(seat, person) for seat, person in await session.execute(statement.order_by(Seat.id))]


async def holder(session: Session, seat_id: int) -> Holder | None:
    """Return who is on a seat, if somebody is."""
    statement = select(Seat, Person).join(Person, Person.id == Seat.person_id).where(Seat.id == seat_id)
    row = (await session.execute(statement)).first()
    return Holder(row[0], row[1]) if row else None


async def may_hand_over(session: Session, officer: Officer, seat: Seat) -> bool:
    """Say whether somebody may hand over a seat: their own, one of the city they coordinate, one of their branch."""
    if seat.person_id == officer.id:
        return True
    if officer.role == "coordinator":
        return seat.city_id is not None and seat.city_id == officer.city_id
    city = await session.get(City, seat.city_id) if officer.for_office and seat.city_id else None
    return city is not None and await offices.oversees(session, officer, city.office_id)


async def offer(session: Session, there: Holder, by: Officer, *, erases: bool) -> str:
    """Let whoever is invited next take over a seat; return the invitation's code, which is seen only now.

    Args:
        erases: whether the data of who is on it are erased when somebody has taken over.
    """
    seat = there.seat
    code = await invitations.create(session, seat.role, city_id=seat.city_id, office_id=seat.office_id, by=by.id)
    invitation = await invitations.open_one(session, code, clock.now())
    assert invitation is not None
    invitation.hands_over, invitation.erases = there.person.id, erases
    audit.note(session, by.id, "hand-over offered", f"seat:{seat.id}", invitation=invitation.id)
    await session.flush()
    return code


async def waiting(session: Session, person_id: int) -> Invitation | None:
    """Return the invitation by which this person's seat can be taken over now."""
    statement = select(Invitation).where(Invitation.hands_over == person_id, *_free(clock.now()))
    return (await session.scalars(statement.order_by(Invitation.id.desc()).limit(1))).first()


async def cancel(session: Session, invitation: Invitation, by: int) -> bool:
    """Take an offer back; say whether it still stood."""
    now = clock.now()
    free = update(Invitation).where(Invitation.id == invitation.id, *_free(now))
    if await changed(session, free.values(expires_at=now, hands_over=None)) != 1:
        return False
    audit.note(session, by, "hand-over cancelled", f"invitation:{invitation.id}")
    return True


def _free(now: datetime) -> Sequence[Any]:
    return Invitation.used_at.is_(None), Invitation.expires_at > now


async def accept(session: Session, invitation: Invitation, successor_id: int, version: str) -> Officer | None:
    """Let somebody take over a seat, with their consent on record; return who was on it, as they were before.

    The erasure that was asked for is done here. Nobody is returned where the seat was left meanwhile: then it is
    taken like any empty one.

    Raises:
        LookupError: the invitation is no longer free.
    """
    predecessor = await people.get(session, invitation.hands_over or 0)
    if predecessor is None or not _same_place(predecessor, invitation):
        if not await invitations.accept(session, invitation, successor_id, version):
            raise LookupError
        return None
    if not await invitations.claim(session, invitation, successor_id):
        raise LookupError
    await invitations.consent(session, successor_id, version)
    await _pass_on(session, predecessor, successor_id)
    if invitation.erases:
        await privacy.erase(session, predecessor.id)
    return predecessor


def _same_place(officer: Officer, invitation: Invitation) -> bool:
    city_id = officer.city_id or officer.partner_of
    return officer.role == invitation.role and city_id == invitation.city_id


async def _pass_on(session: Session, predecessor: Officer, successor_id: int) -> None:
    await practice.end(session, predecessor.id)  # nothing of it is anybody else's
    for name, (model, owner, begun) in MOVING.items():
        values = {owner.key: successor_id} | MESSAGES.get(name, {})
        await session.execute(update(model).where(owner == predecessor.id, begun).values(values))
    await _end_absences(session, predecessor.id, successor_id)
    await _hear_of_follows(session, predecessor.id, successor_id)
    taken = update(Seat).where(Seat.person_id == predecessor.id)
    await session.execute(taken.values(person_id=successor_id, taken_at=clock.now()))
    audit.note(session, successor_id, "seat taken over", f"seat:{predecessor.seat_id}", predecessor=predecessor.id)


async def _end_absences(session: Session, predecessor_id: int, successor_id: int) -> None:
    """The seat is manned again. Whoever named its holder as deputy has the next one."""
    away = (await session.scalars(select(Absence).where(Absence.person_id == predecessor_id))).all()
    for absence in away:
        await session.delete(absence)
    deputies = update(Absence).where(Absence.deputy_id == predecessor_id)
    await session.execute(deputies.values(deputy_id=successor_id))


async def _hear_of_follows(session: Session, predecessor_id: int, successor_id: int) -> None:
    """Let the news of what is followed go on where they stood."""
    moment = await session.scalar(select(Person.news_at).where(Person.id == predecessor_id))
    await session.execute(update(Person).where(Person.id == predecessor_id).values(news_at=None))
    await session.execute(update(Person).where(Person.id == successor_id).values(news_at=moment))


async def expired(session: Session, now: datetime) -> Sequence[Invitation]:
    """Return the offers nobody took up in time, of which that was not said yet."""
    over = (Invitation.hands_over.is_not(None), Invitation.used_at.is_(None), Invitation.expires_at <= now)
    return (await session.scalars(select(Invitation).where(*over).order_by(Invitation.id).limit(50))).all()


async def settle(session: Session, invitation: Invitation) -> bool:
    """Make it ours to say that an offer has expired; say whether it is."""
    mine = update(Invitation).where(Invitation.id == invitation.id, Invitation.hands_over.is_not(None))
    return await changed(session, mine.values(hands_over=None)) == 1


async def of_person(session: Session, person_id: int) -> Holder | None:
    """Return the seat somebody is on."""
    statement = select(Seat, Person).join(Person, Person.id == Seat.person_id).where(Seat.person_id == person_id)
    row = (await session.execute(statement)).first()
    return Holder(row[0], row[1]) if row else None
