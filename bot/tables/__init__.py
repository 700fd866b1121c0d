"""Tables of actions that somebody made elsewhere: bytes in, rows out. Nothing is looked up here."""

from pathlib import PurePath

from bot.tables import objects, separated, sheets
from bot.tables.rows import MOST_ROWS, Row, Table, Unreadable
from bot.text import _

__all__ = ["MOST_ROWS", "SUFFIXES", "Row", "Table", "Unreadable", "is_table", "read"]

READERS = {
    ".xlsx": sheets.read,
    ".csv": separated.read,
    ".tsv": separated.read,
    ".json": objects.read,
    ".jsonl": objects.read,
}
SUFFIXES = tuple(READERS)


def is_table(name: str | None) -> bool:
    """Say whether a file of this name may be read as a table."""
    return PurePath(name or "").suffix.lower() in READERS


def read(name: str, content: bytes) -> Table:
    """Return the rows of a file, by the suffix of its name.

    Raises:
        Unreadable: the file cannot be used; the exception carries the words that say why.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise Unreadable(_("Only XLSX, CSV and JSON files can be imported. Please save the table as one of these."))
    table = reader(content)
    if not table.rows:
        raise Unreadable(_("There are no rows in this file."))
    return table
