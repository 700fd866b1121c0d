"""What somebody searched for, kept so that its pages can be turned."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from bot import clock
from storage.engine import Session, changed
from storage.index import Query
from storage.models import Follow, Lookup
from storage.people import Officer


async def keep(session: Session, person_id: int, words: str, filters: dict[str, Any]) -> Lookup:
    lookup = Lookup(person_id=person_id, words=words[:4096], filters=filters, at=clock.now())
    session.add(lookup)
    await session.flush()
    return lookup


async def get(session: Session, lookup_id: int, person_id: int) -> Lookup | None:
    """Return a search of this person."""
    lookup = await session.get(Lookup, lookup_id)
    return lookup if lookup and lookup.person_id == person_id else None


def query(lookup: Lookup | Follow, officer: Officer) -> Query:
    """Return what to look for, for this reader."""
    reader = {"language": officer.language, "member": officer.seated}
    known = asdict(Query())
    filters = {name: value for name, value in lookup.filters.items() if name in known}
    return Query(words=lookup.words, **reader, **filters)  # type: ignore[arg-type]


async def forget(session: Session, before: datetime) -> int:
    """Delete searches from before then."""
    return await changed(session, delete(Lookup).where(Lookup.at < before))
