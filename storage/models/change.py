"""A number that moves with every change of a row, and up to which no more can come: for what follows a table.

SQLite has one writer, so the next number is enough. PostgreSQL's transactions end in any order; there the number is the
transaction's own, and all before the oldest that is still open are settled.
"""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class next_change(FunctionElement[int]):
    """The number of the change being made."""

    type, inherit_cache = BigInteger(), True


class settled_change(FunctionElement[int]):
    """The number below which every change is there to be read."""

    type, inherit_cache = BigInteger(), True


@compiles(next_change, "sqlite")
@compiles(settled_change, "sqlite")
def _number(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "(SELECT coalesce(max(change), 0) + 1 FROM actions)"


@compiles(next_change, "postgresql")
def _transaction(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"


@compiles(settled_change, "postgresql")
def _oldest(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
