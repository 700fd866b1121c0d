"""A number that moves with every change of a row, and up to which no more can come: for what follows a table.

SQLite has one writer, so the next number is enough; where rows are deleted, a fact keeps it from falling. PostgreSQL's
transactions end in any order; there the number is the transaction's own, and all before the oldest that is still open
are settled.
"""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

LAST = "change"  # the fact that says which number the rows that were deleted had reached


class next_change(FunctionElement[int]):
    """The number of the change being made."""

    type, inherit_cache = BigInteger(), True


class settled_change(FunctionElement[int]):
    """The number below which every change is there to be read."""

    type, inherit_cache = BigInteger(), True


@compiles(next_change, "sqlite")
@compiles(settled_change, "sqlite")
def _number(_element: Any, _compiler: Any, **_options: Any) -> str:
    there, gone = "SELECT max(change) FROM actions", f"SELECT CAST(value AS INTEGER) FROM facts WHERE name = '{LAST}'"
    return f"(max(coalesce(({there}), 0), coalesce(({gone}), 0)) + 1)"


@compiles(next_change, "postgresql")
def _transaction(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"


@compiles(settled_change, "postgresql")
def _oldest(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
