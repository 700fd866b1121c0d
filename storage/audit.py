"""Who changed what: a row for every change of state, without the texts."""

from collections.abc import Sequence

from sqlalchemy import select

from bot import clock
from storage.engine import Session, at_end
from storage.hot import inserting
from storage.models import AuditEntry

_insert = inserting(AuditEntry, returning=False)
_NOTED = "audit"


def note(session: Session, person_id: int | None, event: str, subject: str, **details: object) -> None:
    """Write down that somebody did something to something, when the transaction ends."""
    if _NOTED not in session.info:
        session.info[_NOTED] = []
        at_end(session, lambda: _insert.many(session, session.info.pop(_NOTED)))
    entry = {"at": clock.now(), "person_id": person_id, "event": event, "subject": subject, "details": details}
    session.info[_NOTED].append(entry)


async def of(session: Session, subject: str) -> Sequence[AuditEntry]:
    """Return what happened to something, oldest first."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
    return (await session.scalars(statement)).all()
