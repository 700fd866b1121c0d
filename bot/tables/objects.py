"""Rows out of JSON: a list of objects, a list called ``actions``, or one object a line."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from bot.tables.columns import column
from bot.tables.encodings import decoded
from bot.tables.rows import Table, Unreadable, cell, check, table
from bot.text import _

NO_JSON = _("This is no JSON that can be read; the first mistake is in line {n}.")


def read(content: bytes) -> Table:
    """Return the rows, numbered from 1 in their order."""
    text, encoding = decoded(content)
    rows = [_cells(found) for found in _found(text)]
    if rows:
        check({name for row in rows for name in row})
    return table(enumerate(rows, 1), encoding)


def _found(text: str) -> Sequence[Any]:
    try:
        whole = orjson.loads(text)
    except orjson.JSONDecodeError:
        return list(_lines(text))
    if isinstance(whole, dict) and isinstance(whole.get("actions"), list):
        whole = whole["actions"]
    return whole if isinstance(whole, list) else [whole]


def _lines(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:
                raise Unreadable(NO_JSON, n=number) from None


def _cells(found: Any) -> dict[str, str]:
    """Return the values we know; what is neither text nor number says nothing."""
    cells: dict[str, str] = {}
    for key, value in found.items() if isinstance(found, dict) else ():
        known = column(key)
        if known and known not in cells:
            cells[known] = cell(str(value)) if isinstance(value, str | int | float) else ""
    return cells
