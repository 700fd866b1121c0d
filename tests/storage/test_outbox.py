"""What is owed to Telegram."""

from sqlalchemy import delete

from storage import Database, outbox
from storage.models import Outgoing
from storage.outbox import Owed


async def test_a_number_once_given_is_never_given_again(database: Database) -> None:
    first, second = Owed(1, "sendMessage", "{}", 0.0), Owed(1, "sendMessage", "{}", 0.0)
    async with database.unit() as unit:
        await outbox.put(unit.connection, [first])
        await unit.connection.execute(delete(Outgoing))
        await outbox.put(unit.connection, [second])
    assert second.id > first.id
