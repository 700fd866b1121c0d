"""Updates on their way in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, delete, exists, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from storage.engine import Database
from storage.hot import Hot
from storage.models import Incoming
from storage.postgres import ring

NAME = "inbox"  # under which updates are taken
TRIES = 3


@dataclass(frozen=True, slots=True)
class Received:
    """A raw update: its number, its chat (0 for none), and its JSON text."""

    id: int
    chat_id: int
    payload: str


_before = aliased(Incoming)
_waiting: ColumnElement[str] = literal_column("'waiting'")
_new = {name: bindparam(name) for name in ("id", "chat_id", "payload", "received_at")} | {
    "state": _waiting,
    "attempts": 0,
}
_put_sqlite = Hot(sqlite.insert(Incoming).values(_new).on_conflict_do_nothing(index_elements=["id"]))
_put_postgres = Hot(postgresql.insert(Incoming).values(_new).on_conflict_do_nothing(index_elements=["id"]))
_claim = Hot(
    update(Incoming)
    .where(
        Incoming.id == bindparam("update_id"),
        Incoming.state == _waiting,
        ~exists().where(
            _before.chat_id == bindparam("chat"),
            _before.state == _waiting,
            _before.id < bindparam("first"),
        ),
    )
    .values(state=literal_column("'done'"), payload=literal_column("''"))
)
_oldest = Hot(
    select(Incoming.id, Incoming.chat_id, Incoming.payload)
    .where(Incoming.state == _waiting)
    .order_by(Incoming.id)
    .limit(bindparam("most"))
)


async def put(database: Database, updates: Iterable[Received], now: float) -> None:
    """Keep a batch of updates in one commit. Telegram repeats itself, so known ones are ignored."""
    put = _put_sqlite if database.sqlite else _put_postgres
    rows = [{"id": u.id, "chat_id": u.chat_id, "payload": u.payload, "received_at": now} for u in updates]
    async with database.unit(shares=True) as unit:
        await put.many(unit.connection, rows)
        await ring(unit.connection, NAME)


async def claim(connection: AsyncConnection, update: Received, first: int | None = None) -> bool:
    """Make this update ours, within the turn that answers it, and say whether it is.

    It is not when it is done already, or when an earlier one of its chat still waits. ``first`` is the
    first update of a group that is answered together. The mark becomes true when the turn commits,
    so a turn that fails leaves the update waiting.
    """
    result = await _claim(connection, update_id=update.id, chat=update.chat_id or -update.id, first=first or update.id)
    return result.count == 1


async def waiting(database: Database, limit: int = 500) -> Sequence[Received]:
    """Return the oldest updates nobody has answered."""
    async with database.unit() as unit:
        return [Received(*row) for row in (await _oldest(unit.connection, most=limit)).rows]


async def is_waiting(connection: AsyncConnection, update_id: int) -> bool:
    """Say whether an update is still to be answered."""
    state = await connection.scalar(select(Incoming.state).where(Incoming.id == update_id))
    return state == "waiting"


async def failed(connection: AsyncConnection, update_id: int) -> bool:
    """Count a failed try of what still waits; after the third the update is parked. Say whether it is."""
    tried = (
        update(Incoming)
        .where(Incoming.id == update_id, Incoming.state == _waiting)
        .values(attempts=Incoming.attempts + 1)
        .returning(Incoming.attempts)
    )
    attempts = await connection.scalar(tried)
    if attempts is None or attempts < TRIES:
        return False
    await park(connection, update_id)
    return True


async def park(connection: AsyncConnection, update_id: int) -> None:
    """Set an update aside, content and all, for somebody to look at."""
    await connection.execute(update(Incoming).where(Incoming.id == update_id).values(state="parked"))


async def parked(connection: AsyncConnection) -> Sequence[int]:
    """Return the numbers of the updates that were set aside."""
    return (await connection.scalars(select(Incoming.id).where(Incoming.state == "parked"))).all()


async def forget(connection: AsyncConnection, before: float) -> int:
    """Delete what was done before this moment: its numbers are no longer needed to know repeats."""
    old = delete(Incoming).where(Incoming.state != "waiting", Incoming.received_at < before)
    return (await connection.execute(old)).rowcount


async def chat_moved(connection: AsyncConnection, old: int, new: int) -> None:
    """Let a group's updates follow it to its new id."""
    await connection.execute(update(Incoming).where(Incoming.chat_id == old).values(chat_id=new))
