"""What else is due in a period beside a city's actions: figures to be told, questions to answer, what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from sqlalchemy import and_, delete, or_, select

from bot.dates import add_months
from storage import audit
from storage.cycles import EARLY, Asked
from storage.engine import Session, changed
from storage.models import Action, City, Confirmation, Indicator, Inquiry, Measure, Period, Question, Review, Statement

IN_A_ROW = 3  # times "no change" of one action, after which it is asked whether it still goes on


@dataclass(frozen=True)
class Item:
    """Something that is due and is no action of which news is told."""

    kind: str  # indicator, question, returned
    key: int

    @property
    def subject(self) -> str:
        """How statements name it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Beside:
    """What is left of it in one period, and what was said of the others, by subject."""

    left: Sequence[Item] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    newest: Statement | None = None  # of what was stated, and not measured or answered


async def beside(session: Session, period: Period, city_id: int) -> Beside:
    """Return what is due of a city in a period beside its actions."""
    rows = (
        await session.scalars(
            select(Statement)
            .where(Statement.period_id == period.id, Statement.city_id == city_id)
            .order_by(Statement.at, Statement.id)
        )
    ).all()
    stated = [row for row in rows if row.kind != "asked"]
    said = {row.subject: row.kind for row in stated}
    measured = await _measured(session, period, city_id)
    items = [Item("indicator", key) for key in await _indicators(session, city_id)]
    said |= {item.subject: "updated" for item in items if item.key in measured}
    items += [Item("question", key) for key in await _questions(session, city_id)]
    items += [Item("returned", key) for key in await returned(session, city_id)]
    left = [item for item in items if item.subject not in said]
    return Beside(left, said, stated[-1] if stated else None)


async def _indicators(session: Session, city_id: int) -> Sequence[int]:
    there = select(Indicator.id).where(
        Indicator.city_id == city_id, Indicator.withdrawn_at.is_(None), Indicator.part_of.is_(None)
    )
    return (await session.scalars(there.order_by(Indicator.id))).all()


async def _measured(session: Session, period: Period, city_id: int) -> set[int]:
    """Return the indicators of which a value was told since the period can be answered."""
    since = datetime.combine(add_months(period.opens, -EARLY), time(), UTC)
    told = (
        select(Measure.indicator_id)
        .join(Indicator, Indicator.id == Measure.indicator_id)
        .where(Indicator.city_id == city_id, Measure.kind == "value", Measure.value.is_not(None), Measure.at >= since)
    )
    return set(await session.scalars(told))


async def _questions(session: Session, city_id: int) -> Sequence[int]:
    waiting = select(Inquiry.id).where(Inquiry.city_id == city_id, Inquiry.state == "sent")
    return (await session.scalars(waiting.order_by(Inquiry.id))).all()


async def returned(session: Session, city_id: int) -> Sequence[int]:
    """Return a city's actions that an office has returned as they read now, whether they are shown meanwhile or not."""
    as_it_reads = and_(Review.action_id == Action.id, Review.version == Action.version)
    back = (
        select(Action.id)
        .outerjoin(Review, as_it_reads)
        .where(
            Action.city_id == city_id,
            or_(Action.state == "returned", and_(Action.state == "published", Review.state == "returned")),
        )
    )
    return (await session.scalars(back.order_by(Action.id))).all()


async def question(session: Session, inquiry_id: int, city_id: int) -> tuple[Question, City] | None:
    """Return a question that was put to a city, and the city that asks."""
    statement = (
        select(Question, City)
        .join(Inquiry, Inquiry.question_id == Question.id)
        .join(City, City.id == Question.city_id)
        .where(Inquiry.id == inquiry_id, Inquiry.city_id == city_id)
    )
    row = (await session.execute(statement)).first()
    return (row[0], row[1]) if row else None


async def take_back(session: Session, asked: Asked, city: City, subject: str, person_id: int) -> bool:
    """Take back what was stated; say whether there was anything."""
    stated = delete(Statement).where(
        Statement.period_id == asked.period.id, Statement.city_id == city.id, Statement.subject == subject
    )
    if not await changed(session, stated):
        return False
    audit.note(session, person_id, "statement undone", subject, period=asked.period.id)
    return True


async def silent_for_long(session: Session, action_id: int) -> bool:
    """Say whether an action has not changed three times in a row, and was not asked about since that began."""
    rows = await session.execute(
        select(Confirmation.kind, Confirmation.at)
        .where(Confirmation.action_id == action_id)
        .order_by(Confirmation.at.desc(), Confirmation.id.desc())
    )
    first, count = None, 0
    for kind, at in rows:
        if kind != "no_change":
            break
        first, count = at, count + 1
    if first is None or count < IN_A_ROW:
        return False
    asked = select(Statement.id).where(Statement.subject == f"alive:{action_id}", Statement.at >= first)
    return (await session.scalars(asked)).first() is None
