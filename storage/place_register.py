"""The register of places on its way into the database."""

import gzip
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, cast

import orjson
from sqlalchemy import Table, delete, insert, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from storage.hot import Hot
from storage.models.places import PlaceName, PlaceRegister, PlaceRow

_CHUNK = 1000  # places written at once, by hot statements: a start waits for it
_PLACES, _NAMES = cast(Table, PlaceRow.__table__), cast(Table, PlaceName.__table__)
_COLUMNS = {table: tuple(table.columns.keys()) for table in (_PLACES, _NAMES)}
_insert_place, _insert_name = Hot(insert(_PLACES)), Hot(insert(_NAMES))


async def load(session: AsyncSession, path: Path) -> int:
    """Load the register if it is another than the one loaded; return how many places that were."""
    with gzip.open(path, "rb") as file:
        header = orjson.loads(file.readline())
        if await session.scalar(select(PlaceRegister.version)) == header["version"]:
            return 0
        known = set(await session.scalars(select(PlaceRow.key)))
        await session.execute(delete(PlaceName))
        await session.execute(delete(PlaceRegister))
        await session.execute(insert(PlaceRegister), [{"version": header["version"]}])
        countries = header["countries"].items()
        await _write_names(session, [(name, code, 0) for code, names in countries for name in names])
        loaded = 0
        while lines := [orjson.loads(line) for line in islice(file, _CHUNK)]:
            await _write(session, lines, known)
            loaded += len(lines)
    for table in (_PLACES, _NAMES):  # or the first look-ups are planned for empty tables
        await session.execute(sql(f"ANALYZE {table.name}"))
    return loaded


async def _write(session: AsyncSession, lines: Sequence[dict[str, Any]], known: set[str]) -> None:
    """Write places and their names; those known from an earlier register are replaced."""
    earlier = [line["key"] for line in lines if line["key"] in known]
    if earlier:
        await session.execute(delete(PlaceRow).where(PlaceRow.key.in_(earlier)))
    await _insert_place.many(session, [_row(line) for line in lines])
    await _write_names(session, [(folded, line["key"], weight) for line in lines for folded, weight in line["index"]])


async def _write_names(session: AsyncSession, names: Sequence[tuple[str, str, int]]) -> None:
    await _insert_name.many(session, [dict(zip(_COLUMNS[_NAMES], name, strict=True)) for name in names])


def _row(line: Mapping[str, Any]) -> dict[str, Any]:
    edges = dict(zip(("south", "west", "north", "east"), line.get("bounds", ()), strict=False))
    days = {name: date.fromisoformat(line[name]) for name in ("valid_from", "valid_to") if name in line}
    values = {"successors": [], **line, **edges, **days}
    return {name: values.get(name) for name in _COLUMNS[_PLACES]}
