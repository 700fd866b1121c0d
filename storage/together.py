"""One transaction of SQLite, shared by those who write in the same moment.

A commit waits for the disk. What several turns did within a few rounds of the event loop is committed once; each has a
savepoint of its own, and none goes on before all of it is safe.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.sqlite import begin_immediate

# Rounds of the event loop, some microseconds each, in which somebody else may come in before a commit: as many as lie
# between a commit and the next turn of those it let go, or some would be out of step with others for ever.
ROUNDS = 6


class Together:
    """The transactions of one connection, one after another."""

    def __init__(self) -> None:
        self.commits = 0
        self._lock = asyncio.Lock()
        self._open: sqlite3.Connection | None = None  # while there is a transaction
        self._safe: asyncio.Future[None] | None = None  # done when that one is committed
        self._kept = 0  # how many have a part in it
        self._rounds = 0  # still to pass before it is committed

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Have the connection to oneself while the block runs, with no transaction begun."""
        async with self._lock:
            self._end()
            yield

    @asynccontextmanager
    async def joined(self, raw: sqlite3.Connection) -> AsyncIterator[None]:
        """Have a part in a transaction while the block runs; what a block that raises did is undone alone.

        Returns when the transaction is committed. Whoever is cancelled while waiting for that has done it nevertheless.

        Raises:
            sqlite3.Error: the transaction cannot begin, or be committed. Then all who had a part in it are told.
        """
        async with self._lock:
            if self._safe is None:
                await begin_immediate(raw)
                self._open, self._safe, self._kept = raw, asyncio.get_running_loop().create_future(), 0
            safe = self._safe
            try:
                raw.execute("SAVEPOINT part")
                yield
                raw.execute("RELEASE part")
                self._kept += 1
            except BaseException as error:
                self._undo(raw, error)
                raise
            finally:
                if not self._rounds:
                    asyncio.get_running_loop().call_soon(self._end_soon)
                self._rounds = ROUNDS
        await asyncio.shield(safe)  # one who gives up does not take the others along

    def _end_soon(self) -> None:
        """Commit, unless somebody has come in meanwhile or still may."""
        self._rounds -= 1
        if self._rounds:
            asyncio.get_running_loop().call_soon(self._end_soon)
        elif not self._lock.locked():  # or it is done when they have finished
            self._end()

    def _end(self) -> None:
        raw, safe = self._open, self._safe
        if raw is None or safe is None:
            return
        self._open = self._safe = None
        try:
            if self._kept:
                raw.commit()
                self.commits += 1
            else:
                raw.rollback()
        except Exception as error:
            raw.rollback()
            _fail(safe, error)
        else:
            safe.set_result(None)

    def _undo(self, raw: sqlite3.Connection, error: BaseException) -> None:
        """Undo what one did. Where SQLite itself gave up the whole transaction, everybody's part is lost with it."""
        if raw.in_transaction:
            raw.execute("ROLLBACK TO part")
            raw.execute("RELEASE part")
        elif self._safe is not None:
            _fail(self._safe, error)
            self._open = self._safe = None


def _fail(safe: asyncio.Future[None], error: BaseException) -> None:
    safe.set_exception(error if isinstance(error, Exception) else sqlite3.OperationalError("given up by SQLite"))
    safe.exception()  # seen, even where all who waited have given up
