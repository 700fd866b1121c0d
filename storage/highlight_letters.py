"""Who hears of highlights, and which channels carry them: everybody once, in office hours, within a number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update

from bot.dates import within_office_hours
from storage import cycles, highlights, notices, people
from storage.cycles import local_day
from storage.engine import Session, changed
from storage.highlights import Held
from storage.models import (
    Action,
    Chat,
    City,
    Highlight,
    HighlightLetter,
    HighlightPost,
    Office,
    Outgoing,
    Person,
    Seat,
)
from storage.people import Officer

ABOUT, REQUESTS = "highlights", "highlight requests"  # what somebody may stop hearing of
MEMBERS = (*people.FOR_CITIES, "reviewer", "secretariat")
CHOOSING = timedelta(minutes=10)  # after which an office has chosen all it wants to ask a city about
FRESH = timedelta(days=90)  # for which a highlight is news to somebody who could not be told before
APART = timedelta(days=6)  # a letter a week at most, on the same weekday or later


@dataclass(frozen=True)
class Delivery:
    """What became of a highlight: how many people were told, and why others were not."""

    told: int
    waiting: int
    stopped: int
    unreachable: int
    channels: int


def _members(told_by: int | None, city_id: int) -> Sequence[ColumnElement[bool]]:
    """Return who a highlight is for: everybody in the network but its own city and who chose it."""
    return (
        Seat.role.in_(MEMBERS),
        or_(Seat.city_id.is_(None), Seat.city_id != city_id),
        Person.id != (told_by or 0),
        Person.left_at.is_(None),
    )


async def audience(session: Session, told_by: int, city_id: int) -> Mapping[str, int]:
    """Return how many people would be told, by the language they read."""
    counted = select(Person.language, func.count()).join(Seat, Seat.person_id == Person.id)
    wanting = counted.where(*_members(told_by, city_id), *notices.willing(ABOUT), Person.budget > 0)
    return {language: n for language, n in await session.execute(wanting.group_by(Person.language))}


async def channels(session: Session, office_id: int) -> Sequence[Chat]:
    """Return the channels that carry an office's highlights."""
    statement = select(Chat).where(Chat.kind == "channel", Chat.office_id == office_id, Chat.left_at.is_(None))
    return (await session.scalars(statement.order_by(Chat.id))).all()


async def delivery(session: Session, held: Held) -> Delivery:
    """Count what became of a highlight so far."""
    told = select(HighlightLetter.person_id).where(HighlightLetter.highlight_id == held.highlight.id)
    there = and_(Person.telegram_id.is_not(None), Person.reachable.is_(True), Person.blocked.is_(False))
    rows = await session.execute(
        select(there, and_(*notices.willing(ABOUT), Person.budget > 0))
        .select_from(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(*_members(held.highlight.person_id, held.told.city.id), Person.id.not_in(told))
        .where(or_(Seat.taken_at.is_(None), Seat.taken_at <= held.agreed_at))
    )
    counted = Counter("waiting" if wants else "stopped" if reached else "unreachable" for reached, wants in rows)
    posted = select(func.count()).select_from(HighlightPost).where(HighlightPost.highlight_id == held.highlight.id)
    return Delivery(
        told=await session.scalar(select(func.count()).select_from(told.subquery())) or 0,
        waiting=counted["waiting"],
        stopped=counted["stopped"],
        unreachable=counted["unreachable"],
        channels=await session.scalar(posted) or 0,
    )


async def requests(session: Session, now: datetime) -> list[list[Held]]:
    """Return the highlights whose cities have not been asked yet, all of a city together, once no more are chosen."""
    waiting = highlights.everything().where(Highlight.state == "waiting", Action.state == "published")
    by_city: dict[int, list[Held]] = {}
    for held in await highlights.listed(session, waiting.order_by(Highlight.id)):
        by_city.setdefault(held.told.city.id, []).append(held)
    return [each for each in by_city.values() if each[-1].highlight.asked_at <= now - CHOOSING]


async def claim_request(session: Session, held: Held) -> bool:
    """Make it ours to ask a city; say no where another process does."""
    asked = update(Highlight).where(Highlight.id == held.highlight.id, Highlight.state == "waiting")
    return await changed(session, asked.values(state="asked")) == 1


def _untold(now: datetime) -> Select[int]:
    """Select the highlights a person on a seat is to be told of: those of the time they have been there."""
    return (
        select(Highlight.id)
        .join(Action, Action.id == Highlight.action_id)
        .join(City, City.id == Action.city_id)
        .where(
            *highlights.seen(True),
            Highlight.answered_at > now - FRESH,
            or_(Seat.taken_at.is_(None), Seat.taken_at <= Highlight.answered_at),
            or_(Seat.city_id.is_(None), Action.city_id != Seat.city_id),
            or_(Highlight.person_id.is_(None), Highlight.person_id != Person.id),
            ~exists().where(HighlightLetter.highlight_id == Highlight.id, HighlightLetter.person_id == Person.id),
        )
        .correlate(Person, Seat)
    )


async def readers(session: Session, now: datetime) -> list[int]:
    """Return the people at work now for whom highlights wait, and who had none for a week."""
    lately = exists().where(HighlightLetter.person_id == Person.id, HighlightLetter.at > now - APART)
    rows = await session.execute(
        select(Person.id, func.coalesce(City.zone, Office.zone), func.coalesce(City.country, Office.country, ""))
        .join(Seat, Seat.person_id == Person.id)
        .outerjoin(City, City.id == Seat.city_id)
        .outerjoin(Office, Office.id == Seat.office_id)
        .where(
            Seat.role.in_(MEMBERS),
            *notices.willing(ABOUT),
            ~lately,
            _untold(now).exists(),
        )
        .order_by(Person.id)
    )
    return [person_id for person_id, zone, country in rows if within_office_hours(now, zone, country)]


async def for_reader(session: Session, reader: Officer, now: datetime, limit: int) -> list[Held]:
    """Return what somebody is told of now, what was agreed to first first: nothing on the day it was agreed to."""
    theirs = _untold(now).join(Seat, Seat.person_id == reader.id).join(Person, Person.id == Seat.person_id)
    wanted = highlights.everything().where(Highlight.id.in_(theirs.correlate(None)))
    held = await highlights.listed(session, wanted.order_by(Highlight.answered_at, Highlight.id))
    today = local_day(reader.zone, now)
    return [each for each in held if local_day(reader.zone, each.agreed_at) < today][:limit]


async def claim(session: Session, reader: Officer, held: Sequence[Held], now: datetime) -> list[Held]:
    """Return those of these highlights that are ours to tell somebody: nobody else does."""
    ours = []
    for each in held:
        letter = HighlightLetter(highlight_id=each.highlight.id, person_id=reader.id, at=now)
        if await cycles.add(session, [letter]):
            ours.append(each)
            await _sent(session, each.highlight, now)
    return ours


async def _sent(session: Session, highlight: Highlight, now: datetime) -> None:
    first = update(Highlight).where(Highlight.id == highlight.id, Highlight.sent_at.is_(None))
    await session.execute(first.values(sent_at=now))


async def to_post(session: Session, now: datetime, limit: int) -> list[tuple[Held, Chat]]:
    """Return what is to be posted now, and in which channels: what is public, not on the day it was agreed to."""
    posted = exists().where(HighlightPost.highlight_id == Highlight.id, HighlightPost.chat_id == Chat.id)
    rows = await session.execute(
        select(Highlight.id, Chat)
        .join(Action, Action.id == Highlight.action_id)
        .join(City, City.id == Action.city_id)
        .join(Chat, Chat.office_id == Highlight.office_id)
        .where(
            *highlights.seen(False),
            Chat.kind == "channel",
            Chat.left_at.is_(None),
            Highlight.answered_at >= Chat.added_at,
            ~posted,
        )
        .order_by(Highlight.id, Chat.id)
    )
    found: list[tuple[Held, Chat]] = []
    for highlight_id, chat in rows.all():
        held = await highlights.get(session, highlight_id)
        if held and _time_to_post(held, now) and len(found) < limit:
            found.append((held, chat))
    return found


def _time_to_post(held: Held, now: datetime) -> bool:
    zone, country = held.office.zone, held.office.country or ""
    return local_day(zone, held.agreed_at) < local_day(zone, now) and within_office_hours(now, zone, country)


async def claim_post(session: Session, held: Held, chat: Chat, now: datetime) -> HighlightPost | None:
    """Make it ours to post a highlight in a channel; nothing where another process does. The call is named later."""
    post = HighlightPost(highlight_id=held.highlight.id, chat_id=chat.id, call_id=0, at=now)
    if not await cycles.add(session, [post]):
        return None
    await _sent(session, held.highlight, now)
    return post


async def note_posted(session: Session) -> int:
    """Keep the numbers Telegram gave to posts, before the outbox forgets them; return how many were new."""
    rows = await session.execute(
        select(HighlightPost, Outgoing.message_id)
        .join(Outgoing, Outgoing.id == HighlightPost.call_id)
        .where(HighlightPost.message_id.is_(None), Outgoing.message_id.is_not(None))
    )
    new = rows.all()
    for post, message_id in new:
        post.message_id = message_id
    return len(new)


async def to_take_back(session: Session) -> list[tuple[HighlightPost, Held, Chat]]:
    """Return the posts of what is highlighted no more."""
    shown = and_(*highlights.seen(False))
    rows = await session.execute(
        select(HighlightPost, Chat)
        .join(Chat, Chat.id == HighlightPost.chat_id)
        .join(Highlight, Highlight.id == HighlightPost.highlight_id)
        .join(Action, Action.id == Highlight.action_id)
        .join(City, City.id == Action.city_id)
        .where(HighlightPost.taken_back_at.is_(None), HighlightPost.message_id.is_not(None), ~shown)
        .order_by(HighlightPost.id)
    )
    found = []
    for post, chat in rows.all():
        held = await highlights.get(session, post.highlight_id)
        if held and chat.left_at is None:
            found.append((post, held, chat))
    return found


async def claim_taking_back(session: Session, post: HighlightPost, now: datetime) -> bool:
    """Make it ours to change a post; say no where another process does."""
    ours = update(HighlightPost).where(HighlightPost.id == post.id, HighlightPost.taken_back_at.is_(None))
    return await changed(session, ours.values(taken_back_at=now)) == 1


async def stopped(session: Session, person_id: int) -> bool:
    """Say whether somebody wants to hear nothing of highlights, or nothing of requests for them."""
    return any([await notices.stopped(session, person_id, about) for about in (ABOUT, REQUESTS)])
