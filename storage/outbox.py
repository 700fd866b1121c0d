"""Calls of the Bot API on their way out. Each chat's are made in the order they were written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Database
from storage.hot import Hot, inserting
from storage.models import Outgoing
from storage.postgres import ring

NAME = "outbox"  # under which one process at a time makes calls


@dataclass(slots=True)
class Owed:
    """A call we owe: ``payload`` is JSON; ``id`` is given when it is written down."""

    chat_id: int
    method: str
    payload: str
    due_at: float
    person_id: int | None = None
    unasked: bool = False
    about_id: int | None = None
    attempts: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a call."""

    id: int
    state: str  # sent, failed
    message_id: int | None = None
    error: str | None = None


_put = inserting(Outgoing)
_settle = Hot(
    update(Outgoing)
    .where(Outgoing.id == bindparam("row"))
    .values(state=bindparam("state"), message_id=bindparam("message_id"), error=bindparam("error"), payload="")
)


async def put(connection: AsyncConnection, owed: Sequence[Owed]) -> None:
    """Write calls down; they are made if, and only if, this transaction commits."""
    for call in owed:
        row = await _put(
            connection,
            chat_id=call.chat_id,
            method=call.method,
            payload=call.payload,
            due_at=call.due_at,
            person_id=call.person_id,
            unasked=call.unasked,
            about_id=call.about_id,
            state="waiting",
        )
        call.id = row.rows[0][0]
    if owed:
        await ring(connection, NAME)


async def due(database: Database, now: float, limit: int = 500) -> Sequence[Owed]:
    """Return the oldest calls whose time has come."""
    c = Outgoing
    statement = (
        select(c.chat_id, c.method, c.payload, c.due_at, c.person_id, c.unasked, c.about_id, c.attempts, c.id)
        .where(c.state == "waiting", c.due_at <= now)
        .order_by(c.id)
        .limit(limit)
    )
    async with database.unit() as unit:
        return [Owed(*row) for row in await unit.connection.execute(statement)]


async def settle(connection: AsyncConnection, settled: Sequence[Settled]) -> None:
    """Write down what became of calls. What was said is not kept after it was said."""
    values = [{"row": s.id, "state": s.state, "message_id": s.message_id, "error": s.error} for s in settled]
    await _settle.many(connection, values)


async def message_id(connection: AsyncConnection, call_id: int) -> int | None:
    """Return the number Telegram gave the message of this call, once it was made."""
    return await connection.scalar(select(Outgoing.message_id).where(Outgoing.id == call_id))


async def reader_of(connection: AsyncConnection, call_id: int | None) -> int | None:
    """Return whose message this call makes or has made, while that is known: it can be changed as long."""
    return await connection.scalar(select(Outgoing.person_id).where(Outgoing.id == call_id, Outgoing.state != "failed"))


async def chat_of(connection: AsyncConnection, call_id: int) -> int | None:
    """Return the chat a call was made in, as long as that is kept."""
    return await connection.scalar(select(Outgoing.chat_id).where(Outgoing.id == call_id))


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """Return how many calls are in each state."""
    rows = await connection.execute(select(Outgoing.state, func.count()).group_by(Outgoing.state))
    return {state: number for state, number in rows}


async def unasked_since(connection: AsyncConnection, person_id: int, since: float) -> int:
    """Return how many messages this person got without asking since then."""
    statement = select(func.count()).where(
        Outgoing.person_id == person_id,
        Outgoing.unasked,
        Outgoing.due_at >= since,
        Outgoing.state != "failed",
    )
    return await connection.scalar(statement) or 0


async def forget(connection: AsyncConnection, before: float) -> int:
    """Delete what was settled before this moment."""
    old = delete(Outgoing).where(Outgoing.state != "waiting", Outgoing.due_at < before)
    return (await connection.execute(old)).rowcount


async def chat_moved(connection: AsyncConnection, old: int, new: int) -> None:
    """Let what is owed to a group follow it to its new id."""
    waiting: dict[str, Any] = {"chat_id": new}
    await connection.execute(
        update(Outgoing).where(Outgoing.chat_id == old, Outgoing.state == "waiting").values(**waiting)
    )
