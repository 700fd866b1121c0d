"""Practice towns: an invented city for one person, in which everything works and which nothing leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, or_, select

from bot import clock
from bot.language.fold import fold
from storage import attachments, drafts, offices, people
from storage.engine import Session
from storage.models import Action, AuditEntry, Base, City, Follow, Incoming, Person
from storage.people import Officer

NAMES = {"en": "Practice Town", "ko": "연습시", "ja": "練習市", "zh_Hans": "练习市", "zh_Hant": "練習市"}
SILENCE = timedelta(days=7)  # after so long without a word a practice town is closed
FOUND = 3  # actions of the town told beside what a search finds


async def begin(session: Session, officer: Officer) -> City:
    """Put somebody who speaks for a city into an invented one, which is like it. Their drafts wait meanwhile."""
    assert officer.city_id is not None and not officer.practising
    real = await session.get_one(City, officer.city_id)
    office = await offices.by_code(session, offices.PRACTICE)
    assert office is not None, "the offices exist from the start"
    town = City(
        place_key=f"{offices.PRACTICE}.{officer.id}",
        office_id=office.id,
        code=f"TRY{officer.id}",  # letters and digits: no other city has or will have such a code
        names=NAMES,
        words=fold(" ".join(dict.fromkeys(NAMES.values()))),
        within={},
        country=real.country,
        zone=real.zone,
        population=real.population,
        practice=True,
        since=clock.now(),
    )
    session.add(town)
    await session.flush()
    await drafts.set_aside(session, officer.id)
    await people.change(session, officer.id, practice_city_id=town.id)
    return town


async def end(session: Session, person_id: int) -> bool:
    """Delete a person's practice town with everything in it, and bring their drafts back; say whether there was one."""
    person = await people.row(session, person_id)
    town = await session.get(City, person.practice_city_id) if person.practice_city_id else None
    if town is None:
        return False
    await session.flush()
    gone = await _everything(session, town.id)
    await _forget_trail(session, town, gone)
    followed = or_(
        Follow.action_id.in_(gone.get(Action.__table__, ())), Follow.since >= town.since, Follow.words == town.code
    )
    await session.execute(delete(Follow).where(Follow.person_id == person_id, followed))
    for table in reversed(Base.metadata.sorted_tables):
        if ids := gone.get(table):
            await session.execute(delete(table).where(_key(table).in_(ids)))
    session.expunge_all()
    await drafts.take_back(session, person_id)
    await attachments.forget_abandoned(session)
    await people.change(session, person_id, practice_city_id=None)
    return True


async def _everything(session: Session, city_id: int) -> dict[Any, set[int]]:
    """Return the keys of the rows of every table that belong to a city, or to what belongs to it."""
    found: dict[Any, set[int]] = {City.__table__: {city_id}}
    for table in Base.metadata.sorted_tables:
        for foreign in table.foreign_keys:
            if ids := found.get(foreign.column.table):
                rows = await session.scalars(select(_key(table)).where(foreign.parent.in_(ids)))
                found.setdefault(table, set()).update(rows)
    return found


async def _forget_trail(session: Session, town: City, gone: dict[Any, set[int]]) -> None:
    """Delete what the trail says of a town: it was no change of anything real."""
    subjects = [f"{table.name.removesuffix('s')}:{id}" for table, ids in gone.items() for id in ids]
    of_town = [AuditEntry.subject.startswith(f"{kind}:{town.id}/") for kind in ("milestone", "readiness")]
    numbered = AuditEntry.subject.startswith(f"action:{town.code}-")
    await session.execute(delete(AuditEntry).where(or_(AuditEntry.subject.in_(subjects), numbered, *of_town)))


def _key(table: Table) -> Any:
    return next(iter(table.primary_key.columns))


async def silent(session: Session, now: datetime) -> Sequence[int]:
    """Return who is in a practice town and has not written for a week."""
    lately = select(Incoming.chat_id).where(Incoming.received_at > (now - SILENCE).timestamp())
    statement = select(Person.id).where(Person.practice_city_id.is_not(None), Person.telegram_id.not_in(lately))
    return (await session.scalars(statement.order_by(Person.id))).all()


async def found(session: Session, city_id: int, words: str) -> Sequence[Action]:
    """Return the newest actions of a practice town that have all these words: nobody else's search sees them."""
    statement = select(Action).where(Action.city_id == city_id, Action.state == "published")
    for word in fold(words).split():
        statement = statement.where(Action.words.contains(word, autoescape=True))
    return (await session.scalars(statement.order_by(Action.id.desc()).limit(FOUND))).all()
