"""Who is told that chapters of a round wait for them: in office hours, at first at once, then once a week at most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select

from bot.dates import within_office_hours
from storage import cycles, people, reminders, rounds
from storage.cycles import local_day
from storage.engine import Session, Unit
from storage.models import Chapter, City, Comment, DeadlineNotice, Indicator, Measure, Office, Person, Round, Seat
from storage.notices import present, willing
from storage.people import Officer
from storage.rounds import Reading

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class News:
    """What is new for somebody in a round: the chapters they have not agreed to, or that others spoke of."""

    round: Round
    city: City
    targets: Sequence[str]

    @property
    def about(self) -> str:
        """How notices name the round."""
        return about(self.round.id)


def about(round_id: int) -> str:
    """Return how notices name a round."""
    return f"round:{round_id}"


_about = literal("round:") + cast(Round.id, String)
# When a seat was last told of a round.
_told = (
    select(func.max(DeadlineNotice.at))
    .where(DeadlineNotice.deadline == _about, DeadlineNotice.seat_id == Seat.id)
    .correlate(Round, Seat)
    .scalar_subquery()
)


async def due(session: Session, now: datetime) -> Mapping[int, Sequence[int]]:
    """Return for whom something may be new in which rounds: people at work now who want to be told."""
    found: dict[int, list[int]] = defaultdict(list)
    for statement in (_of_city(now), _of_office(now)):
        for person_id, round_id, zone, country in await session.execute(statement):
            if within_office_hours(now, zone, country or ""):
                found[person_id].append(round_id)
    return found


def _of_city(now: datetime) -> Select[int, int, str, str | None]:
    statement = select(Person.id, Round.id, City.zone, cast(City.country, String))
    joined = statement.join(Seat, Seat.person_id == Person.id).join(City, City.id == Seat.city_id)
    speaks = Seat.role.in_(people.FOR_CITIES)
    heard = _spoken(func.coalesce(_told, Round.opened_at))
    return joined.join(Round, Round.city_id == City.id).where(
        *_open(now), or_(and_(speaks, heard), and_(~speaks, or_(_told.is_(None), _changed(_told))))
    )


def _of_office(now: datetime) -> Select[int, int, str, str | None]:
    statement = select(Person.id, Round.id, Office.zone, Office.country)
    joined = statement.join(Seat, Seat.person_id == Person.id).join(Office, Office.id == Seat.office_id)
    joined = joined.join(City, City.office_id == Office.id).join(Round, Round.city_id == City.id)
    return joined.where(*_open(now), or_(_told.is_(None), _changed(_told)))


def _open(now: datetime) -> Sequence[ColumnElement[bool]]:
    """Return what must be true of a round, and of whom to tell: not told within the last days, and willing."""
    lately = _told > now - WEEK + timedelta(days=1)
    return Round.closed_at.is_(None), or_(_told.is_(None), ~lately), *willing(_about)


def _changed(since: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Say whether a chapter, a comment or a figure is newer."""
    chapter = select(Chapter.id).where(Chapter.round_id == Round.id, Chapter.changed_at > since)
    figure = select(Measure.id).join(Indicator).where(Indicator.city_id == Round.city_id, Measure.at > since)
    return or_(
        chapter.correlate(Round, Seat).exists(), figure.correlate(Round, Seat).exists(), _spoken(since)
    )  # fmt: skip


def _spoken(since: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Say whether a comment is newer."""
    comment = select(Comment.id).join(Chapter).where(Chapter.round_id == Round.id, Comment.at > since)
    return comment.correlate(Round, Seat).exists()


async def claim(
    unit: Unit, person_id: int, round_ids: Sequence[int], now: datetime
) -> tuple[Officer, Sequence[News]] | None:
    """Return what is ours to tell somebody now: nobody else tells it, and the month has room.

    The last message of a month is kept for a due day.
    """
    reader = await people.get(unit.session, person_id)
    if reader is None or await reminders.budget_left(unit, reader, now) <= 1:
        return None
    today = local_day(reader.zone, now)
    if not await present(unit.session, person_id, today):
        return None
    news = [each for id in round_ids if (each := await _news(unit.session, reader, id, now))]
    ours = [each for each in news if await _given(unit.session, reader, each, today, now)]
    return (reader, ours) if ours else None


async def _news(session: Session, reader: Officer, round_id: int, now: datetime) -> News | None:
    found = await rounds.get(session, round_id)
    party = await rounds.party(session, reader, found[1]) if found else None
    if found is None or party is None:
        return None
    row, city = found
    statement = select(func.max(DeadlineNotice.at)).where(
        DeadlineNotice.deadline == about(row.id), DeadlineNotice.seat_id == reader.seat_id
    )
    since = await session.scalar(statement)
    if since and local_day(reader.zone, since) + WEEK > local_day(reader.zone, now):
        return None
    targets = _new(await rounds.readings(session, row), party, row, since)
    return News(row, city, targets) if targets else None


def _new(chapters: Sequence[Reading], party: str, row: Round, since: datetime | None) -> list[str]:
    """Return the chapters to tell of: to the city what others said, to others what they have to look at."""
    spoken = [each for each in chapters if _spoken_of(each, party, since or row.opened_at)]
    if party == "city":
        return [each.chapter.target for each in spoken]
    waiting = [each for each in chapters if not each.agrees(party)]
    fresh = since is None or any(each.chapter.changed_at > since for each in waiting)
    return [each.chapter.target for each in chapters if each in spoken or (fresh and each in waiting)]


def _spoken_of(reading: Reading, party: str, since: datetime) -> bool:
    return any(each.at > since and each.party != party for each in reading.comments)


async def _given(session: Session, reader: Officer, news: News, today: date, now: datetime) -> bool:
    row = DeadlineNotice(deadline=news.about, day=today, days_before=0, seat_id=reader.seat_id, at=now)
    return await cycles.add(session, [row])
