"""One-time ways in. Only a hash of each code is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot import clock
from storage import audit
from storage.engine import Session, changed
from storage.models import Consent, Invitation, Person, Seat

DAYS = 14
ROLES = ("officer", "coordinator", "reviewer", "secretariat")


async def create(
    session: Session,
    role: str,
    *,
    city_id: int | None = None,
    office_id: int | None = None,
    by: int | None = None,
    days: int = DAYS,
) -> str:
    """Make an invitation and return its code: the only time it can be seen."""
    code = secrets.token_urlsafe(16)
    invitation = Invitation(
        code_hash=_hash(code), role=role, city_id=city_id, office_id=office_id, invited_by=by,
        expires_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    session.add(invitation)
    await session.flush()
    audit.note(session, by, "invited", f"invitation:{invitation.id}", role=role)
    return code


async def open_one(session: Session, code: str, now: datetime) -> Invitation | None:
    """Return the invitation of this code if it can still be used."""
    statement = select(Invitation).where(
        Invitation.code_hash == _hash(code), Invitation.used_at.is_(None), Invitation.expires_at > now
    )
    return (await session.scalars(statement)).first()


async def by_id(session: Session, invitation_id: int) -> Invitation | None:
    return await session.get(Invitation, invitation_id)


async def accept(session: Session, invitation: Invitation, person_id: int, version: str) -> bool:
    """Give the person the seat, with their consent on record; say whether the invitation was still free."""
    if not await claim(session, invitation, person_id):
        return False
    await seat(session, person_id, invitation.role, city_id=invitation.city_id, office_id=invitation.office_id)
    await consent(session, person_id, version)
    return True


async def claim(session: Session, invitation: Invitation, person_id: int) -> bool:
    """Use an invitation up; say whether it was still free."""
    now = clock.now()
    used = (
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .values(used_at=now, used_by=person_id)
    )
    if await changed(session, used) != 1:
        return False
    audit.note(session, person_id, "joined", f"invitation:{invitation.id}", role=invitation.role)
    return True


async def seat(session: Session, person_id: int, role: str, *, city_id: int | None, office_id: int | None) -> Seat:
    """Let the person sit on an empty seat of this kind, or on a new one."""
    empty = select(Seat).where(
        Seat.role == role, Seat.city_id.is_not_distinct_from(city_id),
        Seat.office_id.is_not_distinct_from(office_id), Seat.person_id.is_(None),
    )  # fmt: skip
    found = (await session.scalars(empty.limit(1))).first()
    if found is None:
        found = Seat(role=role, city_id=city_id, office_id=office_id)
        session.add(found)
    found.person_id, found.taken_at = person_id, clock.now()
    await session.flush()
    return found


async def consent(session: Session, person_id: int, version: str) -> None:
    """Record which notice somebody agreed to, and when."""
    session.add(Consent(person_id=person_id, version=version, agreed_at=clock.now()))
    await session.execute(update(Person).where(Person.id == person_id).values(consent=version))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
