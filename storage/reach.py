"""A database that is there, or one sentence why it is not."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Database

PATIENCE = 10.0  # seconds


class Unreachable(Exception):
    """The database cannot be used. The message is one line, without its address: that holds a password."""


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Database]:
    """Open a database that answers; close it when the block ends.

    Raises:
        Unreachable: there is none at this address, it lets nobody in, or it failed within the block.
    """
    try:
        database = Database(url)
    except (ArgumentError, ValueError):
        raise Unreachable("its address cannot be read") from None
    try:
        async with looking(database):
            pass
        yield database
    except DBAPIError as error:
        raise Unreachable(_first_line(error.orig or error)) from None
    except sqlite3.Error as error:  # where SQLite is called without SQLAlchemy
        raise Unreachable(_first_line(error)) from None
    finally:
        await database.close()


@asynccontextmanager
async def looking(database: Database, patience: float = PATIENCE) -> AsyncIterator[AsyncConnection]:
    """Give one moment of a database that answers, for a short look.

    Raises:
        Unreachable: it did not answer within so many seconds, or not as it should.
    """
    try:
        async with asyncio.timeout(patience), database.snapshot() as connection:
            await connection.execute(text("SELECT 1"))
            yield connection
    except TimeoutError:
        raise Unreachable(f"no answer within {patience:g} seconds") from None
    except DBAPIError as error:
        raise Unreachable(_first_line(error.orig or error)) from None
    except (SQLAlchemyError, sqlite3.Error, OSError, OverflowError) as error:
        raise Unreachable(_first_line(error)) from None


def _first_line(error: BaseException) -> str:
    line = (str(error).splitlines() or [type(error).__name__])[0]
    return re.sub(r"^<class '[^']*'>: ", "", line)
