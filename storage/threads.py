"""A question and what two cities write each other about it. Nobody else reads it, unless both agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from storage import actions, audit, people, shared, telling
from storage.engine import Session, changed
from storage.models import City, Inquiry, NoticeStop, Person, Question, Reply, Seat
from storage.people import Officer
from storage.questions import number

STOPPED = "questions"  # how those are noted who want no questions of other cities
OPEN = ("waiting", "sent", "answered", "declined")


@dataclass(frozen=True)
class Thread:
    """A question with one of the cities it was put to."""

    question: Question
    inquiry: Inquiry
    asker: City
    asked: City

    @property
    def number(self) -> str:
        return number(self.question)

    @property
    def withdrawn(self) -> bool:
        return self.inquiry.state == "withdrawn"

    def other(self, city_id: int | None) -> City:
        """Return the city on the other side."""
        return self.asked if city_id == self.asker.id else self.asker


@dataclass(frozen=True)
class Speaker:
    """Who speaks for a city, as far as another city may know: a role, and a name only if the person shows it."""

    city: City
    role: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Said:
    """One text of a thread."""

    speaker: Speaker
    text: str
    language: str
    at: datetime


def _threads() -> Select[Question, Inquiry, City, City]:
    asker, asked = aliased(City), aliased(City)
    return (
        select(Question, Inquiry, asker, asked)
        .join(Inquiry, Inquiry.question_id == Question.id)
        .join(asker, asker.id == Question.city_id)
        .join(asked, asked.id == Inquiry.city_id)
        .order_by(Inquiry.id)
    )


async def _found(session: Session, statement: Select[Question, Inquiry, City, City]) -> list[Thread]:
    return [Thread(*row) for row in await session.execute(statement)]


async def get(session: Session, inquiry_id: int, city_id: int | None) -> Thread | None:
    """Return a thread if this is one of its two cities."""
    mine = or_(Question.city_id == city_id, Inquiry.city_id == city_id)
    return next(iter(await _found(session, _threads().where(Inquiry.id == inquiry_id, mine))), None)


async def several(session: Session, inquiry_ids: Sequence[int]) -> list[Thread]:
    """Return threads for a job, whosever they are."""
    return await _found(session, _threads().where(Inquiry.id.in_(inquiry_ids)))


async def of_question(session: Session, question_id: int, city_id: int | None) -> list[Thread]:
    """Return what a city may read of a question: all its threads if it asked, else its own."""
    mine = or_(Question.city_id == city_id, Inquiry.city_id == city_id)
    return await _found(session, _threads().where(Question.id == question_id, mine))


async def of_city(session: Session, city_id: int, offset: int, limit: int) -> tuple[list[list[Thread]], int]:
    """Return a page of the questions a city has asked or was asked, newest first, and how many there are."""
    put_to_it = exists().where(Inquiry.question_id == Question.id, Inquiry.city_id == city_id)
    mine = or_(Question.city_id == city_id, put_to_it)
    total = await session.scalar(select(func.count()).select_from(Question).where(mine)) or 0
    page = select(Question.id).where(mine).order_by(Question.id.desc()).offset(offset).limit(limit)
    ids = (await session.scalars(page)).all()
    return [await of_question(session, id, city_id) for id in ids], total


async def together(session: Session, call_id: int) -> list[Thread]:
    """Return the threads whose questions one message brought."""
    return await _found(session, _threads().where(Inquiry.call_id == call_id))


async def speaker(session: Session, city: City, person_id: int | None) -> Speaker:
    """Return who spoke for a city: whoever has left its seat is named no more."""
    seat = select(Seat.role, Person.name, Person.shows_name).join(Person, Person.id == Seat.person_id)
    row = (await session.execute(seat.where(Seat.city_id == city.id, Seat.person_id == person_id))).first()
    return Speaker(city, row[0], row[1] if row[2] else None) if row else Speaker(city)


async def question_said(session: Session, thread: Thread) -> Said:
    question = thread.question
    asker = await speaker(session, thread.asker, question.person_id)
    return Said(asker, question.text, question.language, question.asked_at)


async def reply_said(session: Session, thread: Thread, reply: Reply) -> Said:
    city = thread.asked if reply.city_id == thread.asked.id else thread.asker
    return Said(await speaker(session, city, reply.person_id), reply.text, reply.language, reply.at)


async def texts(session: Session, thread: Thread) -> list[Said]:
    """Return the question and all that was written about it, oldest first."""
    replies = await session.scalars(select(Reply).where(Reply.inquiry_id == thread.inquiry.id).order_by(Reply.id))
    return [await question_said(session, thread), *[await reply_said(session, thread, each) for each in replies]]


async def reply(
    session: Session, thread: Thread, officer: Officer, text: str, language: str, now: datetime
) -> Reply | None:
    """Write to the other city; nothing where the question was withdrawn, or the asker is not answered yet."""
    row, answers = thread.inquiry, officer.city_id == thread.asked.id
    ours = update(Inquiry).where(Inquiry.id == row.id, Inquiry.state.in_(OPEN if answers else ("answered",)))
    sent_at = func.coalesce(Inquiry.sent_at, now)
    if not await changed(session, ours.values(state="answered", sent_at=sent_at, look_at=None)):
        return None
    written = Reply(
        inquiry_id=row.id, city_id=officer.city_id, person_id=officer.id, text=text, language=language, at=now,
        look_at=None if officer.practising else now,  # an invented city is told nothing
    )  # fmt: skip
    session.add(written)
    audit.note(session, officer.id, "answered" if answers else "wrote", f"question:{thread.number}", inquiry=row.id)
    await session.flush()
    await session.refresh(row)
    return written


async def is_first(session: Session, reply: Reply) -> bool:
    """Say whether a reply is the first of its thread, after which both cities are asked whether others may read it."""
    earlier = select(Reply.id).where(Reply.inquiry_id == reply.inquiry_id, Reply.id < reply.id).limit(1)
    return await session.scalar(earlier) is None


async def decline(session: Session, thread: Thread, officer: Officer) -> bool:
    """Leave a question for now; it can still be answered. Say whether it was open."""
    still = update(Inquiry).where(Inquiry.id == thread.inquiry.id, Inquiry.state.in_(("waiting", "sent")))
    if not await changed(session, still.values(state="declined", look_at=None)):
        return False
    audit.note(session, officer.id, "declined", f"question:{thread.number}", inquiry=thread.inquiry.id)
    return True


async def pass_on(session: Session, thread: Thread, officer: Officer, colleague: Officer, now: datetime) -> bool:
    """Give a question to a colleague of the same city; say whether it was still to be answered."""
    still = update(Inquiry).where(Inquiry.id == thread.inquiry.id, Inquiry.state.in_(("waiting", "sent", "declined")))
    given = still.values(state="sent", person_id=colleague.id, look_at=now, sent_at=func.coalesce(Inquiry.sent_at, now))
    if not await changed(session, given):
        return False
    details = {"inquiry": thread.inquiry.id, "to": f"person:{colleague.id}"}
    audit.note(session, officer.id, "passed on", f"question:{thread.number}", **details)
    await session.refresh(thread.inquiry)
    return True


async def agree(session: Session, thread: Thread, officer: Officer, yes: bool, now: datetime) -> None:
    """Say for one's city whether others may read a thread: they may for as long as both cities agree."""
    row = thread.inquiry
    await session.refresh(row, with_for_update=True)
    if officer.city_id == thread.asker.id:
        row.asker_agrees = yes
    else:
        row.answerer_agrees = yes
    both = bool(row.asker_agrees and row.answerer_agrees) and row.state == "answered"
    row.shared_at = (row.shared_at or now) if both else None
    await session.flush()
    audit.note(session, officer.id, "agreed" if yes else "disagreed", f"question:{thread.number}", inquiry=row.id)
    await reread(session, row.action_id)


async def reread(session: Session, action_id: int | None) -> None:
    """Let an action be found by what is shared about it now."""
    told = await actions.get(session, action_id) if action_id else None
    if told:
        actions.read_again(told.action, await shared.words(session, told.action.id))
        await session.flush()


async def stopped(session: Session, city_id: int) -> set[int]:
    """Return which people of a city want no questions."""
    statement = select(NoticeStop.person_id).join(Seat, Seat.person_id == NoticeStop.person_id)
    return set(await session.scalars(statement.where(Seat.city_id == city_id, NoticeStop.about == STOPPED)))


async def contact(session: Session, thread: Thread, now: datetime) -> Officer | None:
    """Return who is given a question: the one it was given to, or whoever can be written to there; maybe nobody."""
    return await asked_in(session, thread.asked.id, now, first=thread.inquiry.person_id)


async def asked_in(session: Session, city_id: int, now: datetime, *, first: int | None = None) -> Officer | None:
    """Return who is given the questions put to a city, if anybody can be: who is named first, if they can."""
    return await telling.reader_of(session, city_id, now, first=first, but=await stopped(session, city_id))


async def let_go(session: Session, person_id: int, now: datetime) -> None:
    """Take questions away from somebody who goes: those not answered yet are given to whoever is there."""
    held = update(Inquiry).where(Inquiry.person_id == person_id)
    waiting = held.where(Inquiry.state == "sent").values(state="waiting", look_at=now, call_id=None)
    await session.execute(waiting)
    await session.execute(held.values(person_id=None))


async def arrived_from(session: Session, person_id: int) -> tuple[Sequence[int], Sequence[Reply]]:
    """Return the messages that brought somebody's questions to other cities, and their replies that were told."""
    asked = select(Inquiry.call_id).join(Question, Question.id == Inquiry.question_id)
    calls = await session.scalars(asked.where(Question.person_id == person_id, Inquiry.call_id.is_not(None)).distinct())
    told = select(Reply).where(Reply.person_id == person_id, Reply.call_id.is_not(None)).order_by(Reply.id)
    return [call for call in calls if call], (await session.scalars(told)).all()


async def colleagues(session: Session, officer: Officer) -> list[Officer]:
    """Return who else speaks for somebody's city and can be written to."""
    there = await people.in_city(session, officer.city_id or 0)
    return [each for each in there if each.id != officer.id and each.reachable and not each.blocked]
