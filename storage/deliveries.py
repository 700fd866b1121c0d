"""What passes between cities goes out when its reader is at work: questions together once a day, answers at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.dates import DAY, next_working_morning
from storage import telling, threads
from storage.cycles import local_day
from storage.engine import Session, Unit, changed
from storage.models import City, Inquiry, Reply
from storage.people import Officer
from storage.planning import morning
from storage.threads import Thread

AT_ONCE = 25  # cities, or answers, in one run of the job: nobody waits long for the database
TOGETHER = 3  # questions in one message: each can be read without a tap, and has its own button


@dataclass(frozen=True)
class Delivery:
    """Questions for one city, and who gets them."""

    reader: Officer
    threads: Sequence[Thread]


@dataclass(frozen=True)
class Relay:
    """A text for the other city of a thread, and who gets it."""

    reader: Officer
    thread: Thread
    reply: Reply


async def due(session: Session, now: datetime) -> Sequence[int]:
    """Return the cities for which questions wait, those first that have waited longest."""
    waiting = select(Inquiry.city_id).where(Inquiry.state == "waiting", Inquiry.look_at <= now)
    oldest = waiting.group_by(Inquiry.city_id).order_by(func.min(Inquiry.look_at), Inquiry.city_id)
    return (await session.scalars(oldest.limit(AT_ONCE))).all()


async def claim(unit: Unit, city_id: int, now: datetime) -> Delivery | None:
    """Make it ours to give a city the questions that wait for it, and return them; nothing, if it cannot be now."""
    session = unit.session
    city = await session.get_one(City, city_id, with_for_update=True)  # one process at a time gives a city questions
    mine = Inquiry.city_id == city_id, Inquiry.state == "waiting", Inquiry.look_at <= now
    ids = (await session.scalars(select(Inquiry.id).where(*mine).order_by(Inquiry.id).limit(TOGETHER))).all()
    waiting = await threads.several(session, ids)
    if not waiting:
        return None
    reader = await threads.contact(session, waiting[0], now)
    later = await _given_today(session, city, now) or await _put_off(unit, reader, now)
    if later or reader is None:
        await session.execute(update(Inquiry).where(*mine).values(look_at=later))
        return None
    given = update(Inquiry).where(Inquiry.id.in_(ids))
    await session.execute(given.values(state="sent", sent_at=now, person_id=reader.id, look_at=None))
    return Delivery(reader, waiting)


async def _put_off(unit: Unit, reader: Officer | None, now: datetime) -> datetime | None:
    """Return when to look again, if nobody can be told now. A city where nobody can be written to is tried daily."""
    return await telling.put_off(unit, reader, now) if reader else now + DAY


async def _given_today(session: Session, city: City, now: datetime) -> datetime | None:
    """Return the next morning, if a city has been given questions today."""
    today = local_day(city.zone, now)
    begins = datetime.combine(today, datetime.min.time(), ZoneInfo(city.zone))
    given = select(Inquiry.id).where(
        Inquiry.city_id == city.id, Inquiry.call_id.is_not(None), Inquiry.sent_at >= begins
    )
    if await session.scalar(given.limit(1)) is None:
        return None
    return morning(today + DAY, city.zone, city.country)


async def brought_by(session: Session, threads: Sequence[Thread], call_id: int) -> None:
    """Note which message brought these questions."""
    ids = [each.inquiry.id for each in threads]
    await session.execute(update(Inquiry).where(Inquiry.id.in_(ids)).values(call_id=call_id))


async def answers_due(session: Session, now: datetime) -> Sequence[Reply]:
    """Return what was written and not told to the other city yet, in the order it was written."""
    waiting = select(Reply).where(Reply.look_at <= now).order_by(Reply.id).limit(AT_ONCE)
    return (await session.scalars(waiting)).all()


async def claim_answer(unit: Unit, reply: Reply, now: datetime) -> Relay | None:
    """Make it ours to tell the other city what was written, and return it; nothing, if it cannot be now.

    It was asked for, so it is not counted among the month's messages; it comes in office hours nevertheless.
    """
    session = unit.session
    [thread] = await threads.several(session, [reply.inquiry_id])
    answers = reply.city_id == thread.asked.id
    there, first = thread.other(reply.city_id), thread.question.person_id if answers else thread.inquiry.person_id
    reader = await telling.reader_of(session, there.id, now, first=first)
    opens = next_working_morning(now, there.zone, there.country) if reader else now + DAY
    tells = reader is not None and opens == now and not thread.withdrawn
    mine = update(Reply).where(Reply.id == reply.id, Reply.look_at == reply.look_at)
    taken = await changed(session, mine.values(look_at=None if tells or thread.withdrawn else opens))
    if not taken or not tells or reader is None:
        return None
    return Relay(reader, thread, reply)
