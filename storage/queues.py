"""What waits: on the way in and out, and for its day. For health, metrics and the try-out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.models import Incoming, Outgoing, Reminder, Seat


@dataclass(frozen=True)
class Queue:
    """One direction: how many wait, and how many seconds the oldest has."""

    waiting: int
    oldest: float


async def incoming(connection: AsyncConnection, now: float) -> Queue:
    """Return what is still to be answered; ``now`` in seconds since 1970, as in the rows."""
    return await _queue(connection, Incoming.state, Incoming.received_at, now)


async def outgoing(connection: AsyncConnection, now: float) -> Queue:
    """Return what is still to be sent although its time has come."""
    return await _queue(connection, Outgoing.state, Outgoing.due_at, now)


async def newest_update(connection: AsyncConnection) -> int:
    """Return the highest number of an update that is known; 0 if none is."""
    return await connection.scalar(select(func.max(Incoming.id))) or 0


async def _queue(connection: AsyncConnection, state: Any, since: Any, now: float) -> Queue:
    statement = select(func.count(), func.min(since)).where(state == "waiting", since <= now)
    waiting, first = (await connection.execute(statement)).one()
    return Queue(waiting, now - first if waiting else 0.0)


async def next_reminder(connection: AsyncConnection, after: datetime) -> datetime | None:
    """Return when the next reminder to somebody is planned."""
    return await connection.scalar(
        select(func.min(Reminder.due_at))
        .join(Seat, Seat.id == Reminder.seat_id)
        .where(Reminder.state == "planned", Reminder.due_at > after, Seat.person_id.is_not(None))
    )
