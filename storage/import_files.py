"""Files of actions that somebody sent, from their arrival until they are published or dropped."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from bot import clock
from storage import cities, offices
from storage.engine import Session
from storage.imports import Scope
from storage.models import Attachment, Import
from storage.people import Officer

WORKED_ON = ("reading", "running")
ASIDE = "aside "  # before the state of what waits until its sender has left the practice town


async def receive(session: Session, person_id: int, file: Attachment) -> Import:
    """Keep a file that was sent. It is read as soon as its content has been fetched."""
    file.at = clock.now()
    session.add(file)
    await session.flush()
    received = Import(
        person_id=person_id, name=file.name or "", attachment_id=file.id, state="reading", counts={}, at=file.at
    )
    session.add(received)
    await session.flush()
    return received


async def get(session: Session, import_id: int, *, alone: bool = False) -> Import | None:
    """Return a file; with ``alone``, nobody else changes it, or sets it aside, until the transaction ends."""
    return await session.get(Import, import_id, populate_existing=True, with_for_update=alone or None)


async def waiting(session: Session) -> list[int]:
    """Return the keys of the files that can be worked on, oldest first."""
    statement = (
        select(Import.id)
        .join(Attachment, Attachment.id == Import.attachment_id)
        .where(Import.state.in_(WORKED_ON), Attachment.state != "waiting")
        .order_by(Import.id)
    )
    return list(await session.scalars(statement))


async def content(session: Session, file: Import) -> bytes | None:
    """Return what is in a file; nothing if it could not be had."""
    return await session.scalar(select(Attachment.content).where(Attachment.id == file.attachment_id))


async def settle(session: Session, file: Import, state: str) -> None:
    """Finish with a file: what came of it is kept, its content is not."""
    attachment_id, file.state, file.attachment_id = file.attachment_id, state, None
    await session.flush()
    await session.execute(delete(Attachment).where(Attachment.id == attachment_id))


async def scope(session: Session, officer: Officer) -> Scope | None:
    """Return for which cities somebody may import; nothing if for none."""
    if officer.for_office and officer.office_id is not None:
        return Scope(offices=frozenset(await offices.branch(session, officer.office_id)))
    city = await cities.get(session, officer.city_id) if officer.for_city and officer.city_id else None
    if city and city.practice:
        return Scope(place_key=city.place_key, town=cities.place_of(city))
    return Scope(place_key=city.place_key) if city else None


async def set_aside(session: Session, person_id: int) -> None:
    """Let the files somebody sent wait until they are taken back."""
    await session.execute(update(Import).where(Import.person_id == person_id).values(state=ASIDE + Import.state))


async def take_back(session: Session, person_id: int) -> None:
    """Delete the files somebody sent since others were set aside, and go on with those."""
    own, aside = Import.person_id == person_id, Import.state.startswith(ASIDE)
    await _delete(session, own & ~aside)
    await session.execute(update(Import).where(own).values(state=func.substr(Import.state, len(ASIDE) + 1)))


async def forget(session: Session, before: datetime) -> int:
    """Delete the files that were sent before then."""
    return await _delete(session, Import.at < before)


async def erase(session: Session, person_id: int) -> int:
    """Delete the files somebody sent; what was published from them stays with the city."""
    return await _delete(session, Import.person_id == person_id)


async def _delete(session: Session, condition: ColumnElement[bool]) -> int:
    gone = (await session.execute(select(Import.id, Import.attachment_id).where(condition))).all()
    await session.execute(delete(Import).where(condition))
    await session.execute(delete(Attachment).where(Attachment.id.in_([row[1] for row in gone if row[1]])))
    return len(gone)
