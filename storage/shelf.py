"""A city's shelf: reports and studies it has published, as links or files."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot import clock
from storage import audit
from storage.engine import Session
from storage.models import Publication


async def add(session: Session, city_id: int, person_id: int, about: Mapping[str, Any]) -> Publication:
    """Put something on a city's shelf: title, year, language, a target if it is about one, and a link or a file."""
    row = Publication(city_id=city_id, person_id=person_id, at=clock.now(), **about)
    session.add(row)
    await session.flush()
    audit.note(session, person_id, "publication added", f"publication:{row.id}")
    return row


async def of_city(session: Session, city_id: int) -> Sequence[Publication]:
    """Return what stands on a city's shelf, the newest first."""
    statement = select(Publication).where(Publication.city_id == city_id, Publication.withdrawn_at.is_(None))
    return (await session.scalars(statement.order_by(Publication.year.desc(), Publication.id.desc()))).all()


async def get(session: Session, key: int) -> Publication | None:
    """Return something of a shelf, unless it was taken away."""
    statement = select(Publication).where(Publication.id == key, Publication.withdrawn_at.is_(None))
    return (await session.scalars(statement)).first()


async def withdraw(session: Session, row: Publication, person_id: int) -> None:
    """Take something off the shelf."""
    row.withdrawn_at = clock.now()
    audit.note(session, person_id, "publication withdrawn", f"publication:{row.id}")
    await session.flush()
