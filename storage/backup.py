"""A copy of everything that cannot be built anew, in one file, and back. The same file serves both databases.

The file is gzip over lines of JSON: a header with the version of the schema; each table, as its name and columns,
followed by its rows; last the number of rows. Tables are read and written as they are in the database, not as
this program's models have them, so that a copy of an earlier version can be restored.
"""

import base64
import gzip
import os
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)  # fmt: skip
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock
from storage import schema
from storage.engine import Database
from storage.index import renew

FORMAT = "pumasi backup 1"
REBUILT = {"places", "place_names", "place_register", "alembic_version"}
FROM_THE_START = {"offices", "facts"}  # there before anybody has used the bot
ROWS, BYTES = 500, 1_000_000  # written at once, at most about so many
_READ: dict[type, Callable[[str], object]] = {
    DateTime: datetime.fromisoformat, Date: date.fromisoformat, LargeBinary: base64.b64decode,
}  # fmt: skip


class Unfit(Exception):
    """A copy or a database that cannot be used for this. The message is one line."""


async def save(database: Database, path: Path) -> Counter[str]:
    """Write a copy as of this moment, also while the bot runs; return how many rows each table gave.

    The file appears when it is complete. Only its owner may read it: it holds what people wrote.

    Raises:
        Unfit: the database has no schema yet.
    """
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    try:
        owners_only = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(owners_only, "wb") as raw, gzip.open(raw, "wb", 6) as file:
            async with database.snapshot() as connection:
                rows = await _save(connection, cast(IO[bytes], file))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


async def restore(database: Database, path: Path, register: Path, *, force: bool = False) -> Counter[str]:
    """Replace what is in the database by a copy, brought up to date; return how many rows each table got.

    All of it is one transaction: what was there stays if anything goes wrong.

    Raises:
        Unfit: the copy is damaged or too new for this program, or the database is in use.
        OSError: the file cannot be read.
    """
    lines = _lines(path)
    version = _version(next(lines, {}))
    async with database.sole("migrate"), database.unit(rebuilds=True) as unit:
        if not force and await unit.connection.run_sync(_is_in_use):
            raise Unfit("the database is not empty; --force replaces everything in it")
        await unit.connection.run_sync(_clear)
        await unit.connection.run_sync(schema.upgrade, version)
        rows = await _load(unit.connection, lines)
        await unit.connection.run_sync(schema.upgrade)
        await schema.fill(unit.session, register)
        await renew(unit.session)
    return rows


async def _save(connection: AsyncConnection, file: IO[bytes]) -> Counter[str]:
    version = await connection.run_sync(schema.version)
    if version is None:
        raise Unfit("there is nothing in the database yet")
    _put(file, {"format": FORMAT, "schema": version, "made_at": clock.now()})
    saved: Counter[str] = Counter()
    for table in await connection.run_sync(_tables):
        _put(file, {"table": table.name, "columns": [column.name for column in table.columns]})
        async for row in _rows(connection, table):
            _put(file, row)
            saved[table.name] += 1
    _put(file, {"rows": saved.total()})
    return saved


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[list[Any]]:
    statement = select(table).order_by(*table.primary_key)
    # Few at a time: a row may hold a photo.
    async with connection.stream(statement, execution_options={"yield_per": 20}) as result:
        async for row in result:
            yield list(row)


def _put(file: IO[bytes], line: object) -> None:
    file.write(orjson.dumps(line, default=_as_text, option=orjson.OPT_NAIVE_UTC) + b"\n")


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no line can hold {type(value).__name__}")


def _lines(path: Path) -> Iterator[Any]:
    """Yield what the file's lines hold."""
    damaged = Unfit(f"{path} is damaged, or no backup of Pumasi")
    with path.open("rb") as raw, gzip.open(raw, "rb") as file:
        while True:
            try:
                line = file.readline()
                if not line:
                    return
                yield orjson.loads(line)
            except (gzip.BadGzipFile, EOFError, zlib.error, orjson.JSONDecodeError):
                raise damaged from None


def _version(header: Any) -> str:
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise Unfit("this is no backup of Pumasi")
    version = str(header["schema"])
    if version not in schema.versions():
        raise Unfit(f"the backup has schema {version}; this program knows schemas up to {schema.head()}")
    return version


def _tables(connection: Connection) -> list[Table]:
    """Return the tables as they are, each after those it refers to."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _metadata: name not in REBUILT)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return list(metadata.sorted_tables)


def _is_in_use(connection: Connection) -> bool:
    names = {*inspect(connection).get_table_names()} - REBUILT - FROM_THE_START
    return any(connection.scalar(select(func.count()).select_from(text(name))) for name in sorted(names))


def _clear(connection: Connection) -> None:
    everything = MetaData()
    everything.reflect(connection)
    everything.drop_all(connection)


async def _load(connection: AsyncConnection, lines: Iterator[Any]) -> Counter[str]:
    """Write the rows of a copy into a schema of its version."""
    tables = {table.name: table for table in await connection.run_sync(_tables)}
    loaded: Counter[str] = Counter()
    into: _Filling | None = None
    for line in lines:
        if isinstance(line, list):
            if into is None:
                break
            await into.take(line)
            loaded[into.table.name] += 1
            continue
        if into:
            await into.finish()
        if "rows" in line and line["rows"] == loaded.total():
            return loaded
        if line.get("table") not in tables:
            break
        into = _Filling(connection, tables[line["table"]], line["columns"])
    raise Unfit("the backup is not complete")


class _Filling:
    """Rows on their way into one table."""

    def __init__(self, connection: AsyncConnection, table: Table, columns: list[str]) -> None:
        self.table = table
        self._connection = connection
        self._columns = [(name, _reader(table, name)) for name in columns]
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0
        # Rows that refer to rows of the same table go in one statement: only at its end is that looked at.
        self._at_once = any(key.column.table is table for key in table.foreign_keys)

    async def take(self, row: list[Any]) -> None:
        self._rows.append(
            {
                name: value if value is None else read(value)
                for (name, read), value in zip(self._columns, row, strict=True)
            }
        )
        self._bytes += sum(len(value) for value in row if isinstance(value, str))
        if not self._at_once and (len(self._rows) >= ROWS or self._bytes >= BYTES):
            await self._write()

    async def finish(self) -> None:
        """Write what is left; the next row of one's own making comes after the last one taken."""
        await self._write()
        key = self.table.primary_key.columns.values()
        if self._connection.dialect.name == "postgresql" and [column.name for column in key] == ["id"]:
            await self._connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{self.table.name}', 'id'),"
                    f" coalesce(max(id), 1), max(id) IS NOT NULL) FROM {self.table.name}"
                )
            )

    async def _write(self) -> None:
        if self._rows and self._at_once:
            await self._connection.execute(insert(self.table).values(self._rows))
        elif self._rows:
            await self._connection.execute(insert(self.table), self._rows)
        self._rows, self._bytes = [], 0


def _reader(table: Table, name: str) -> Callable[[Any], object]:
    """Return what makes a column's value of what a line holds."""
    kind = table.columns[name].type
    return next((read for known, read in _READ.items() if isinstance(kind, known)), lambda value: value)
