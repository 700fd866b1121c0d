"""Drafts that somebody left half-way: each is recalled once, like any prompt in office hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.dates import DAY, next_working_morning, within_office_hours
from storage import absences, people, reminders
from storage.cycles import local_day
from storage.engine import Session, Unit, changed
from storage.models import Draft
from storage.people import Officer
from storage.planning import morning

WORTH_IT = ("update", "edit")  # what a city was about to publish
AT_ONCE = 100


@dataclass(frozen=True)
class Recall:
    """A draft, and whose it is."""

    draft: Draft
    reader: Officer


async def due(session: Session, now: datetime) -> list[Recall]:
    """Return the drafts to recall now; those of people who are not at work are put off."""
    statement = select(Draft).where(Draft.state == "open", Draft.remind_at <= now).order_by(Draft.remind_at)
    found = []
    for draft in (await session.scalars(statement.limit(AT_ONCE))).all():
        recall = await _recall(session, draft)
        if recall is None:
            await forget(session, draft)
        elif await _at_work(session, recall, now):
            found.append(recall)
    return found


async def _recall(session: Session, draft: Draft) -> Recall | None:
    reader = await people.get(session, draft.person_id)
    if draft.conversation not in WORTH_IT or reader is None or reader.city_id is None:
        return None
    if not reader.reachable or reader.blocked or not (await people.row(session, reader.id)).reminders:
        return None
    return Recall(draft, reader)


async def _at_work(session: Session, recall: Recall, now: datetime) -> bool:
    reader, country = recall.reader, recall.reader.country or ""
    today = local_day(reader.zone, now)
    away = [a for a in await absences.of_person(session, reader.id, today) if absences.covers(a, today)]
    if away:
        await move(session, recall.draft, morning(away[0].last_day + DAY, reader.zone, country))
    elif not within_office_hours(now, reader.zone, country):
        await move(session, recall.draft, next_working_morning(now, reader.zone, country))
    else:
        return True
    return False


async def claim(unit: Unit, recall: Recall, now: datetime) -> bool:
    """Make a recall ours to send, and say whether it is. The last message of a month is left for a due day."""
    draft, reader = recall.draft, recall.reader
    if await reminders.budget_left(unit, reader, now) <= 1:
        await move(unit.session, draft, reminders.next_month(reader, now))
        return False
    taken = update(Draft).where(Draft.id == draft.id, Draft.remind_at <= now, Draft.state == "open")
    return await changed(unit.session, taken.values(remind_at=None)) == 1


async def to_come(session: Session, person_id: int) -> Sequence[Draft]:
    """Return the drafts somebody will be reminded of, the next one first."""
    statement = select(Draft).where(
        Draft.person_id == person_id,
        Draft.state == "open",
        Draft.conversation.in_(WORTH_IT),
        Draft.remind_at.is_not(None),
    )
    return (await session.scalars(statement.order_by(Draft.remind_at).limit(5))).all()


async def move(session: Session, draft: Draft, moment: datetime) -> None:
    """Recall a draft at another moment."""
    await session.execute(update(Draft).where(Draft.id == draft.id).values(remind_at=moment))


async def forget(session: Session, draft: Draft) -> None:
    """Recall a draft no more; it stays."""
    await session.execute(update(Draft).where(Draft.id == draft.id).values(remind_at=None))
