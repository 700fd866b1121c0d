"""Hot statements: those that run on every turn, compiled once and handed to the driver as they are.

SQLAlchemy's way through an ORM statement costs twenty times what SQLite needs for it. Here only its compiler and its
types are used, so that a hot statement is written, typed and checked against the models like any other.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard, cast

from sqlalchemy import Column, Table, bindparam, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Delete, Insert, Select, Update
from sqlalchemy.types import Float, TypeEngine

from storage import sqlite
from storage.models import Base

Convert = Callable[[Any], Any]
Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a hot statement returned, and how many rows it met."""

    rows: Sequence[Sequence[Any]]
    count: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as one database wants it."""

    sql: str
    names: tuple[str, ...]  # of the values, in order
    values: tuple[tuple[int, Convert], ...]  # those that need to be converted, by their places
    fixed: Mapping[str, object]
    columns: tuple[tuple[int, Convert], ...]  # the same of what comes back

    def given(self, values: Mapping[str, object]) -> tuple[object, ...]:
        known = {**self.fixed, **values} if self.fixed else values
        return tuple(_converted(self.values, [known[name] for name in self.names]))

    def read(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        return [_converted(self.columns, list(row)) for row in rows] if self.columns else rows


def _converted(places: Iterable[tuple[int, Convert]], values: list[Any]) -> list[Any]:
    for place, convert in places:
        values[place] = convert(values[place])
    return values


class Hot:
    """A statement of the hot path. Values go in by the names of its ``bindparam``; columns have their Python types.

    It is executed on a connection, or within a session, whose changes are written first.
    """

    def __init__(self, statement: Statement, defaults: Mapping[str, object] = {}) -> None:
        self._statement, self._defaults = statement, defaults
        self._by_dialect: dict[str, _Ready] = {}
        self._on_sqlite: _Ready | None = None

    async def __call__(self, at: AsyncSession | AsyncConnection, **values: object) -> Outcome:
        if _holds_changes(at):
            await at.flush()
        if driver := _driver(at):
            ready = self._on_sqlite or self._for(_connection(at).dialect)
            cursor = driver.execute(ready.sql, ready.given(values))
            return Outcome(ready.read(cursor.fetchall()) if cursor.description else (), cursor.rowcount)
        connection = _connection(at)
        ready = self._for(connection.dialect)
        result = await connection.exec_driver_sql(ready.sql, ready.given(values))
        return Outcome(ready.read(result.all()) if result.returns_rows else (), result.rowcount)

    async def many(self, at: AsyncSession | AsyncConnection, rows: Iterable[Mapping[str, object]]) -> None:
        """Execute it for each of these values."""
        if _holds_changes(at):
            await at.flush()
        driver, connection = _driver(at), _connection(at)
        ready = self._for(connection.dialect)
        given = [ready.given(values) for values in rows]
        if driver:
            driver.executemany(ready.sql, given)
        elif given:
            await connection.exec_driver_sql(ready.sql, given)

    def _for(self, dialect: Dialect) -> _Ready:
        if dialect.name not in self._by_dialect:
            self._by_dialect[dialect.name] = _compile(self._statement, self._defaults, dialect)
            self._on_sqlite = self._by_dialect.get("sqlite")
        return self._by_dialect[dialect.name]


def inserting(model: type[Base], *, returning: bool = True) -> Hot:
    """Return the statement that writes a row of this model, and returns its ``id`` unless nobody asks for it.

    What is not given has the model's default, or is empty. What the database makes itself is left to it.
    """
    table = cast(Table, model.__table__)
    given = [column for column in table.columns if not column.primary_key and not _made_there(column)]
    defaults = {column.name: getattr(column.default, "arg", None) for column in given}
    statement = insert(model).values({name: bindparam(name) for name in defaults})
    return Hot(statement.returning(table.c.id) if returning else statement, defaults)


def _made_there(column: Column[Any]) -> bool:
    if column.default is None:
        return column.server_default is not None
    return column.default.is_clause_element


def _holds_changes(at: AsyncSession | AsyncConnection) -> TypeGuard[AsyncSession]:
    """Say whether this is a session that may have changed something."""
    return isinstance(at, AsyncSession) and at.sync_session.in_transaction()


def _driver(at: AsyncSession | AsyncConnection) -> sqlite3.Connection | None:
    """Return the driver's own connection to SQLite, if it is to SQLite."""
    if not isinstance(at, AsyncSession):
        return sqlite.driver(at)
    known = at.sync_session.info
    if sqlite.DRIVER not in known:
        known[sqlite.DRIVER] = sqlite.driver(_connection(at))
    driver: sqlite3.Connection | None = known[sqlite.DRIVER]
    return driver


def _connection(at: AsyncSession | AsyncConnection) -> AsyncConnection:
    if not isinstance(at, AsyncSession):
        return at
    assert isinstance(at.bind, AsyncConnection)
    return at.bind


def _compile(statement: Statement, defaults: Mapping[str, object], dialect: Dialect) -> _Ready:
    done = statement.compile(dialect=dialect)
    assert isinstance(done, SQLCompiler)
    names = tuple(done.positiontup or ())
    return _Ready(
        sql=str(done),
        names=names,
        values=tuple(
            (place, convert)
            for place, name in enumerate(names)
            if (convert := _to_driver(done.binds[name].type, dialect))
        ),
        fixed={**defaults, **{name: value for name, value in done.params.items() if value is not None}},
        columns=tuple(
            (place, convert)
            for place, column in enumerate(statement.exported_columns)
            if (convert := _from_driver(column.type, dialect))
        ),
    )


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, Float):
        return None  # both drivers return it as it is
    return kind.dialect_impl(dialect).result_processor(dialect, None)
