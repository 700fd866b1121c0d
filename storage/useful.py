"""What cities find useful of what others did: one mark of each city, without names."""

from sqlalchemy import delete, select

from bot import clock
from storage import audit, cycles
from storage.actions import Told
from storage.engine import Session, changed
from storage.models import Useful
from storage.people import Officer


async def marked(session: Session, action_id: int, city_id: int) -> bool:
    """Say whether a city found an action useful."""
    statement = select(Useful.id).where(Useful.action_id == action_id, Useful.city_id == city_id)
    return await session.scalar(statement) is not None


async def mark(session: Session, told: Told, officer: Officer) -> bool:
    """Note that an officer's city finds an action useful; say whether that is new."""
    row = Useful(action_id=told.action.id, city_id=officer.city_id, person_id=officer.id, at=clock.now())
    if not await cycles.add(session, [row]):
        return False
    audit.note(session, officer.id, "found useful", f"action:{told.action.number}")
    return True


async def unmark(session: Session, told: Told, officer: Officer) -> bool:
    """Take that back; say whether there was anything to take back."""
    gone = delete(Useful).where(Useful.action_id == told.action.id, Useful.city_id == officer.city_id)
    if not await changed(session, gone):
        return False
    audit.note(session, officer.id, "no longer useful", f"action:{told.action.number}")
    return True
