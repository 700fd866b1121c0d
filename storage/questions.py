"""What one city asks others: whom a question reaches, when it goes out, and how it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from bot.dates import DAY
from bot.language.fold import fold
from bot.language.tags import split
from storage import actions, audit, people
from storage.cycles import local_day
from storage.engine import Session, changed
from storage.models import Action, City, Inquiry, Question, Reply, Seat
from storage.people import Officer
from storage.planning import morning

AHEAD = 5  # days: so many questions to many cities may wait for theirs
LATELY = 30  # questions of a city that are counted for that
DIGITS = 15  # of a key of ours, at most
KINDS = ("action", "city", "target", "tag")


class Nobody(Exception):
    """There is nobody who could be asked."""


class Full(Exception):
    """A city has as many questions waiting for their day as it may."""


@dataclass(frozen=True)
class About:
    """Who is asked: one city, because of one of its actions or not, or all with an action on a target or with a tag."""

    kind: str
    value: str

    @property
    def many(self) -> bool:
        """Whether it may reach several cities."""
        return self.kind in ("target", "tag")

    @property
    def key(self) -> int:
        """The key of the city or the action."""
        return int(self.value)

    def written(self) -> str:
        """Return it as one text, for a button and for a draft."""
        return f"{self.kind}-{self.value}"

    @classmethod
    def read(cls, text: str) -> "About":
        """Return what ``written`` wrote.

        Raises:
            ValueError: it is something else.
        """
        kind, _dash, value = text.partition("-")
        keyed = kind in ("action", "city")
        if kind not in KINDS or not value or (keyed and not (value.isdecimal() and len(value) <= DIGITS)):
            raise ValueError(text)
        return cls(kind, value)


@dataclass(frozen=True)
class Asked:
    """A city that is asked, and the action because of which it is, if it is one."""

    city: City
    action_id: int | None


def number(question: Question) -> str:
    """Return the number people know a question by."""
    return f"Q-{question.id}"


def _open_to(asker_id: int) -> Sequence[ColumnElement[bool]]:
    """Return what must be true of a city this one may ask: somebody speaks for it, or both are invented together."""
    speaks = exists().where(Seat.city_id == City.id, Seat.role.in_(people.FOR_CITIES), Seat.person_id.is_not(None))
    return City.id != asker_id, or_(and_(City.practice.is_(False), speaks), actions.beside(asker_id))


async def audience(session: Session, asker_id: int, about: About) -> list[Asked]:
    """Return which cities a question of this city reaches, each with its newest action that it is about.

    From a practice town, real ones are named only where no invented one would be asked; they never are.
    """
    if about.kind == "city":
        found = await session.scalars(select(City).where(City.id == about.key, *_open_to(asker_id)))
        return [Asked(city, None) for city in found]
    because = [about.key] if about.kind == "action" else await _newest(session, asker_id, about)
    rows = await session.execute(
        select(City, Action.id)
        .join(Action, Action.city_id == City.id)
        .where(Action.id.in_(because), *actions.open_to(True, asker_id), *_open_to(asker_id))
        .order_by(City.id)
    )
    asked = [Asked(city, action_id) for city, action_id in rows]
    return _invented(asked) or asked


def _invented(asked: Sequence[Asked]) -> list[Asked]:
    return [each for each in asked if each.city.practice]


async def _newest(session: Session, asker_id: int, about: About) -> Sequence[int]:
    """Return the newest action of each city on a target or with a tag."""
    seen = actions.open_to(True, asker_id)
    newest = select(func.max(Action.id)).join(City).where(*seen).group_by(Action.city_id)
    if about.kind == "target":
        return (await session.scalars(newest.where(Action.target == about.value))).all()
    tags, wanted = Action.details["tags"].as_string(), fold(about.value)
    rows = await session.execute(
        select(Action.city_id, Action.id, tags)
        .join(City)
        .where(*seen, tags.is_not(None), Action.words.contains(wanted, autoescape=True))
        .order_by(Action.id)
    )
    tagged = [(city_id, id) for city_id, id, text in rows if wanted in map(fold, split(text))]
    return list(dict(tagged).values())


async def on_targets(session: Session, asker_id: int) -> dict[str, int]:
    """Return how many cities a question reaches for each target for which it reaches any."""
    counted = select(Action.target, func.count(func.distinct(City.id))).join(City)
    rows = await session.execute(
        counted.where(*actions.open_to(True, asker_id), *_open_to(asker_id)).group_by(Action.target)
    )
    return {target: n for target, n in sorted((row[0], row[1]) for row in rows)}


async def ask(
    session: Session, officer: Officer, text: str, language: str, about: About, now: datetime
) -> tuple[Question, datetime]:
    """Ask in the name of somebody's city; return the question and when it goes out.

    One question a day goes to many cities: the next ones go out on the days after. From a practice town none goes out:
    it is put to invented cities alone, which answer at once (see ``storage.invented.answer``).

    Raises:
        Nobody: there is no city to ask, or none any more; from a practice town, no invented one.
        Full: too many questions wait for their day already.
    """
    assert officer.city_id is not None
    asked = await audience(session, officer.city_id, about)
    if officer.practising:
        asked = _invented(asked)
    if not asked:
        raise Nobody
    goes_out = await _goes_out(session, officer, now) if about.many and not officer.practising else now
    question = Question(
        city_id=officer.city_id, person_id=officer.id, text=text, language=language, asked_at=now,
        action_id=about.key if about.kind == "action" else None,
        target=about.value if about.kind == "target" else None,
        tag=about.value if about.kind == "tag" else None,
    )  # fmt: skip
    session.add(question)
    await session.flush()
    session.add_all(
        Inquiry(question_id=question.id, city_id=each.city.id, action_id=each.action_id, look_at=goes_out)
        for each in asked
    )
    audit.note(session, officer.id, "asked", f"question:{number(question)}", cities=len(asked))
    await session.flush()
    return question, goes_out


async def _goes_out(session: Session, officer: Officer, now: datetime) -> datetime:
    """Return when the next question to many cities goes out: now, or in the morning of the first day without one."""
    many = or_(Question.target.is_not(None), Question.tag.is_not(None))
    asked = select(Question.asked_at).where(Question.city_id == officer.city_id, many, Question.withdrawn_at.is_(None))
    moments = (await session.scalars(asked.order_by(Question.id.desc()).limit(LATELY))).all()
    taken, opens = date.min, now
    for moment in (*reversed(moments), now):
        day, opens = local_day(officer.zone, moment), moment
        if day <= taken:
            opens = morning(taken + DAY, officer.zone, officer.country or "")
        taken = local_day(officer.zone, opens)
    if opens > now + AHEAD * DAY:
        raise Full
    return opens


async def get(session: Session, question_id: int) -> Question | None:
    return await session.get(Question, question_id)


async def withdraw(session: Session, question: Question, officer: Officer, now: datetime) -> bool:
    """Take a question of the own city back, and with it what others could read of it; say whether it was there."""
    mine = update(Question).where(Question.id == question.id, Question.withdrawn_at.is_(None))
    if not await changed(session, mine.values(withdrawn_at=now)):
        return False
    over = update(Inquiry).where(Inquiry.question_id == question.id)
    await session.execute(over.values(state="withdrawn", look_at=None, asker_agrees=False, shared_at=None))
    audit.note(session, officer.id, "withdrawn", f"question:{number(question)}")
    return True


async def wrote_before(session: Session, person_id: int) -> bool:
    """Say whether somebody has ever written to another city."""
    asked = select(Question.id).where(Question.person_id == person_id)
    replied = select(Reply.id).where(Reply.person_id == person_id)
    return bool(await session.scalar(select(or_(asked.exists(), replied.exists()))))


@dataclass(frozen=True)
class Response:
    """How cities answer: how many questions were put to them, how many they answered, and half of them within what."""

    asked: int
    answered: int
    half_within: timedelta | None


async def response(session: Session, city_ids: Sequence[int], since: datetime) -> Response:
    """Return how these cities have answered what they were given since then."""
    first = (
        select(func.min(Reply.id))
        .where(Reply.inquiry_id == Inquiry.id, Reply.city_id == Inquiry.city_id)
        .correlate(Inquiry)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Inquiry.sent_at, Reply.at)
        .outerjoin(Reply, Reply.id == first)
        .where(Inquiry.city_id.in_(city_ids), Inquiry.sent_at >= since, Inquiry.state != "withdrawn")
    )
    given = rows.all()
    times = [(at - sent).total_seconds() for sent, at in given if at and sent]
    return Response(len(given), len(times), timedelta(seconds=median(times)) if times else None)
