"""SQL compiled once for all tests.

Every test has a database of its own, hence an engine of its own, and would compile every statement anew: that was a
fifth of the whole suite. All databases of a kind are made alike here, so what was compiled for one serves the others.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

_COMPILED: dict[Any, Any] = {}


def share() -> None:
    """Let all engines of a kind share what they compile, from now on in this process."""
    for kind in (PGDialect_asyncpg, SQLiteDialect_aiosqlite):
        kind.__eq__ = _alike  # type: ignore[method-assign,assignment]
        kind.__hash__ = _of_a_kind  # type: ignore[method-assign,assignment]
    event.listen(Engine, "engine_connect", _remember)


def _alike(one: object, other: object) -> bool:
    return type(one) is type(other)


def _of_a_kind(dialect: object) -> int:
    return hash(type(dialect))


def _remember(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)
