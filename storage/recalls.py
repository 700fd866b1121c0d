"""Drafts that somebody left half-way: each is recalled once, like any prompt in office hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, literal, literal_column, update

from bot.dates import DAY, next_working_morning, within_office_hours
from storage import absences, drafts, people, reminders
from storage.cycles import local_day
from storage.drafts import Draft
from storage.engine import Session, Unit, changed
from storage.hot import Hot
from storage.models import Draft as Row
from storage.people import Officer
from storage.planning import morning

WORTH_IT = ("update", "edit")  # what a city was about to publish
AT_ONCE = 100
_open = Row.state == literal_column("'open'")
_due = Hot(drafts.query().where(_open, Row.remind_at <= bindparam("now")).order_by(Row.remind_at).limit(AT_ONCE))
_to_come = Hot(
    drafts.query()
    .where(
        _open,
        Row.person_id == bindparam("person"),
        Row.conversation.in_(map(literal, WORTH_IT)),
        Row.remind_at.is_not(None),
    )
    .order_by(Row.remind_at)
    .limit(5)
)


@dataclass(frozen=True)
class Recall:
    """A draft, and whose it is."""

    draft: Draft
    reader: Officer


async def due(session: Session, now: datetime) -> list[Recall]:
    """Return the drafts to recall now; those of people who are not at work are put off."""
    found = []
    for draft in await drafts.found(session, _due, now=now):
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
    row = await people.row(session, reader.id)
    if not reader.reachable or reader.blocked or not row.reminders or row.practice_city_id:
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
    taken = update(Row).where(Row.id == draft.id, Row.remind_at <= now, Row.state == "open")
    return await changed(unit.session, taken.values(remind_at=None)) == 1


async def to_come(session: Session, person_id: int) -> Sequence[Draft]:
    """Return the drafts somebody will be reminded of, the next one first."""
    return await drafts.found(session, _to_come, person=person_id)


async def move(session: Session, draft: Draft, moment: datetime) -> None:
    """Recall a draft at another moment."""
    await session.execute(update(Row).where(Row.id == draft.id).values(remind_at=moment))


async def forget(session: Session, draft: Draft) -> None:
    """Recall a draft no more; it stays."""
    await session.execute(update(Row).where(Row.id == draft.id).values(remind_at=None))
