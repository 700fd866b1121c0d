"""Who changed what: a row for every change of state, without the texts."""

from collections.abc import Sequence

from sqlalchemy import select

from bot import clock
from storage.engine import Session
from storage.models import AuditEntry


def note(session: Session, person_id: int | None, event: str, subject: str, **details: object) -> None:
    """Write down that somebody did something to something."""
    session.add(AuditEntry(at=clock.now(), person_id=person_id, event=event, subject=subject, details=details))


async def of(session: Session, subject: str) -> Sequence[AuditEntry]:
    """Return what happened to something, oldest first."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
    return (await session.scalars(statement)).all()
