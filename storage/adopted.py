"""Who is told that another city does too what theirs told of: once, when it suits, several adoptions together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from bot.dates import DAY
from storage import notices, telling
from storage.actions import Told
from storage.adoptions import Copy
from storage.engine import Session, Unit, changed
from storage.index.wanted import shown
from storage.models import Action, Adoption, City
from storage.people import Officer

STOP = "adoptions"  # how a reader's wish to hear no more of them is named
AT_ONCE = 100  # adoptions in one run of the job
NOT_YET = ("waiting", "returned")  # states of an action that may still be published


@dataclass(frozen=True)
class News:
    """Somebody to be told, and what: each action of their city, with what follows it."""

    reader: Officer
    adoptions: list[tuple[Action, Copy]] = field(default_factory=list)


@dataclass(frozen=True)
class _Due:
    row: Adoption
    source: Action
    copy: Copy


async def tell(unit: Unit, now: datetime) -> list[News]:
    """Return whom to tell what now: each adoption is ours to tell, and is told once.

    Others wait until its reader can be told. What was withdrawn meanwhile, on either side, is told nobody.
    """
    news: dict[int, News] = {}
    for due in await _due(unit.session, now):
        reader, then = await _when(unit, due, now)
        if await _settle(unit.session, due.row, then) and reader:
            news.setdefault(reader.id, News(reader)).adoptions.append((due.source, due.copy))
    return list(news.values())


async def _due(session: Session, now: datetime) -> Sequence[_Due]:
    source = aliased(Action)
    statement = (
        select(Adoption, source, Action, City)
        .join(source, source.id == Adoption.source_id)
        .join(Action, Action.id == Adoption.action_id)
        .join(City, City.id == Action.city_id)
        .where(Adoption.look_at <= now)
        .order_by(Adoption.look_at, Adoption.id)
        .limit(AT_ONCE)
    )
    rows = (await session.execute(statement)).all()
    return [_Due(row, of, Copy(Told(copy, city), row.change, row.language)) for row, of, copy, city in rows]


async def _when(unit: Unit, due: _Due, now: datetime) -> tuple[Officer | None, datetime | None]:
    """Return who is told now, or when to look again; neither, where nobody is to be told."""
    copy = due.copy.told.action
    if copy.state in NOT_YET:
        return None, now + DAY
    if not (copy.state == due.source.state == "published" and copy.visibility in shown(True)):
        return None, None
    reader = await telling.reader_of(unit.session, due.source.city_id, now, first=due.source.author_id)
    if reader is None:
        return None, now + telling.WEEK
    if await notices.stopped(unit.session, reader.id, STOP):
        return None, None
    then = await telling.put_off(unit, reader, now)
    return (None, then) if then else (reader, None)


async def _settle(session: Session, row: Adoption, then: datetime | None) -> bool:
    """Write down when to look again, and say whether nobody else did so at the same time."""
    mine = update(Adoption).where(Adoption.id == row.id, Adoption.look_at == row.look_at).values(look_at=then)
    return await changed(session, mine.execution_options(synchronize_session=False)) == 1
