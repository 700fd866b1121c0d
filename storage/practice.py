"""Practice towns: an invented city for one person, in which everything works and which nothing leaves.

Such a town has an office of its own, under which hang the town, its invented neighbours and a cycle: whatever belongs
to that office is one person's world. Nobody else sees anything of it, and all of it goes when its person leaves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select

from bot import clock
from bot.language.fold import fold
from storage import attachments, audit, cycles, drafts, facts, import_files, invented, offices, people, planning
from storage.actions import Told, beside
from storage.cycles import local_day
from storage.engine import Session
from storage.models import (
    Action,
    AuditEntry,
    Base,
    City,
    Deadline,
    Follow,
    Incoming,
    NoticeStop,
    Office,
    Person,
    Round,
    Seat,
)
from storage.models.change import LAST
from storage.people import Officer

NAMES = {"en": "Practice Town", "ko": "연습시", "ja": "練習市", "zh_Hans": "练习市", "zh_Hant": "練習市"}
CYCLE = {"en": "Practice cycle", "ko": "연습 주기", "ja": "練習サイクル", "zh_Hans": "练习周期", "zh_Hant": "練習週期"}
MONTHS, TO_ANSWER = 3, timedelta(days=14)  # of the cycle
SILENCE = timedelta(days=7)  # after so long without a word a practice town is closed
FOUND = 5  # actions of the world told beside what a search finds
BEGUN = "practice begun"
PERSONAL = ("person:", "feedback:")  # what is meant in practice, too, as the trail names it


async def begin(session: Session, officer: Officer) -> City:
    """Put somebody who speaks for a city into an invented one that is like it. What they have begun waits meanwhile."""
    assert officer.city_id is not None and not officer.practising
    audit.note(session, officer.id, BEGUN, f"person:{officer.id}")
    real = await session.get_one(City, officer.city_id)
    office = await _office(session, officer)
    town = City(
        place_key=office.code,
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
    session.add(Seat(city_id=town.id, role="officer"))  # nobody sits there: what would come is shown, and never sent
    await invented.settle(session, office, town, officer.id)
    await _open_cycle(session, office, town, officer)
    await drafts.set_aside(session, officer.id)
    await import_files.set_aside(session, officer.id)
    await people.change(session, officer.id, practice_city_id=town.id)
    return town


async def _office(session: Session, officer: Officer) -> Office:
    above = await offices.by_code(session, offices.PRACTICE)
    assert above is not None, "the offices exist from the start"
    office = Office(
        code=f"{offices.PRACTICE}.{officer.id}", parent_id=above.id, name=above.name, language=officer.language,
        zone=officer.zone, country=officer.country,
    )  # fmt: skip
    session.add(office)
    await session.flush()
    return office


async def _open_cycle(session: Session, office: Office, town: City, officer: Officer) -> None:
    opens = local_day(town.zone, town.since)
    name = CYCLE.get(officer.language, CYCLE["en"])
    await cycles.create(session, office.id, name, MONTHS, opens, opens + TO_ANSWER)
    await planning.ahead(session, town.since)


async def end(session: Session, person_id: int) -> bool:
    """Delete a person's practice town with everything in it, and bring back what waited; say whether there was one."""
    person = await people.row(session, person_id)
    town = await session.get(City, person.practice_city_id) if person.practice_city_id else None
    if town is None:
        return False
    await session.flush()
    gone = await _everything(session, town)
    await _forget_trail(session, person_id, gone)
    await _forget_wishes(session, person_id, town.since, gone)
    await facts.put(session, LAST, str(await session.scalar(select(func.max(Action.change))) or 0))
    for table in reversed(Base.metadata.sorted_tables):
        if ids := gone.get(table):
            await session.execute(delete(table).where(_key(table).in_(ids)))
    session.expunge_all()
    await drafts.take_back(session, person_id)
    await import_files.take_back(session, person_id)
    await attachments.forget_abandoned(session)
    await people.change(session, person_id, practice_city_id=None)
    return True


Gone = Mapping[Any, set[int]]


async def _everything(session: Session, town: City) -> Gone:
    """Return the keys of the rows of every table that belong to a town's office, or to what belongs to it."""
    own = select(Office.id).where(Office.id == town.office_id, Office.code == town.place_key)
    found: dict[Any, set[int]] = {City.__table__: {town.id}, Office.__table__: set(await session.scalars(own))}
    for table in Base.metadata.sorted_tables:
        for foreign in table.foreign_keys:
            if (ids := found.get(foreign.column.table)) and foreign.column.table is not table:
                rows = await session.scalars(select(_key(table)).where(foreign.parent.in_(ids)))
                found.setdefault(table, set()).update(rows)
    return found


async def _forget_trail(session: Session, person_id: int, gone: Gone) -> None:
    """Delete what the trail says of a town: it was no change of anything real."""
    begun = select(AuditEntry.id).where(AuditEntry.person_id == person_id, AuditEntry.event == BEGUN)
    since = await session.scalar(begun.order_by(AuditEntry.id.desc()).limit(1)) or 0
    theirs = and_(AuditEntry.person_id == person_id, AuditEntry.subject.contains(":"))
    meant = or_(*(AuditEntry.subject.startswith(each) for each in PERSONAL))
    codes = await session.scalars(select(City.code).where(City.id.in_(gone[City.__table__])))
    of_town: list[ColumnElement[bool]] = [AuditEntry.subject.startswith(f"action:{code}-") for code in codes]
    subjects = [f"{table.name.removesuffix('s')}:{id}" for table, ids in gone.items() for id in ids]
    trail = delete(AuditEntry).where(AuditEntry.id >= since)
    await session.execute(trail.where(or_(and_(theirs, ~meant), AuditEntry.event == BEGUN, *of_town)))
    await session.execute(trail.where(AuditEntry.person_id.is_(None), AuditEntry.subject.in_(subjects)))


async def _forget_wishes(session: Session, person_id: int, since: datetime, gone: Gone) -> None:
    """Delete what somebody wanted to hear, or not to hear, of what is gone."""
    places = select(City.place_key).where(City.id.in_(gone[City.__table__]))
    followed = or_(
        Follow.since >= since,
        Follow.action_id.in_(gone.get(Action.__table__, ())),
        Follow.filters["place"].as_string().in_(places),
    )
    await session.execute(delete(Follow).where(Follow.person_id == person_id, followed))
    about = [f"round:{id}" for id in gone.get(Round.__table__, ())]
    about += [f"un:{id}" for id in gone[City.__table__]]
    about += [str(id) for id in gone.get(Deadline.__table__, ())]
    await session.execute(delete(NoticeStop).where(NoticeStop.person_id == person_id, NoticeStop.about.in_(about)))


def _key(table: Table) -> Any:
    return next(iter(table.primary_key.columns))


async def silent(session: Session, now: datetime) -> Sequence[int]:
    """Return who is in a practice town and has not written for a week."""
    lately = select(Incoming.chat_id).where(Incoming.received_at > (now - SILENCE).timestamp())
    statement = select(Person.id).where(Person.practice_city_id.is_not(None), Person.telegram_id.not_in(lately))
    return (await session.scalars(statement.order_by(Person.id))).all()


async def found(session: Session, city_id: int, words: str, filters: Mapping[str, Any]) -> list[Told]:
    """Return the newest actions of a practice world that have all these words: nobody else's search sees them."""
    statement = select(Action, City).join(City).where(beside(city_id), Action.state == "published")
    for word in fold(words).split():
        statement = statement.where(Action.words.contains(word, autoescape=True))
    columns = {"place": City.place_key, "target": Action.target, "country": City.country, "kind": Action.kind}
    for name, column in columns.items():
        if name in filters:
            statement = statement.where(column == filters[name])
    return [Told(*row) for row in await session.execute(statement.order_by(Action.id.desc()).limit(FOUND))]


async def alike(session: Session, told: Told, city_id: int) -> list[int]:
    """Return the keys of what others of a practice world tell, beside an action: those for the same target first."""
    others = select(Action.id).join(City).where(beside(city_id), City.id != told.city.id, Action.state == "published")
    by = (Action.target != told.action.target, Action.id)
    return list(await session.scalars(others.order_by(*by)))


async def neighbours(session: Session, city_id: int, name: str) -> Sequence[City]:
    """Return the neighbours of a practice town that are called so."""
    words = fold(name)
    called = City.id != city_id, City.words.contains(words, autoescape=True)
    return (await session.scalars(select(City).where(beside(city_id), *called))).all() if words else ()


async def catch_up(session: Session, follow: Follow, city_id: int) -> None:
    """Let what a neighbour told before count as news, so that there is something to see in practice."""
    followed = or_(Action.id == follow.action_id, City.place_key == follow.filters.get("place"))
    if await session.scalar(select(Action.id).join(City).where(beside(city_id), followed).limit(1)):
        follow.since = (await session.get_one(City, city_id)).since - invented.FOLLOWED_BEFORE
        await session.flush()
