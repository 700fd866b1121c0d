"""What every kind of file becomes: rows of named cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.language.clean import clean
from bot.tables.columns import REQUIRED, column
from bot.text import Words, _

MOST_ROWS = 50_000
# An export puts an apostrophe before what a spreadsheet would take for a formula.
_GUARDED = tuple("'" + sign for sign in "=+-@\t\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the person who made the file counts, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """All rows of a file, and the encoding it was read in; for JSON and spreadsheets that is no question."""

    rows: Sequence[Row]
    encoding: str = "UTF-8"


class Unreadable(Exception):
    """A file that cannot be used at all, with words for who sent it."""

    def __init__(self, words: Words, **values: object) -> None:
        super().__init__(words)
        self.words, self.values = words, values


def named(header: Sequence[str]) -> dict[int, str]:
    """Return the columns we know, by position; the first of two with one name counts.

    Raises:
        Unreadable: one that is needed is not among them.
    """
    columns: dict[int, str] = {}
    for position, name in enumerate(header):
        known = column(name)
        if known and known not in columns.values():
            columns[position] = known
    check(columns.values())
    return columns


def check(columns: Iterable[str]) -> None:
    """Refuse a table that lacks a column it needs."""
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise Unreadable(
            _("These columns are missing: {missing}. The first row has to name the columns: {needed}."),
            missing=missing,
            needed=REQUIRED,
        )


def cell(text: str) -> str:
    """Return what a cell says, without what an export put there for its safety."""
    bare = clean(text)
    return bare[1:] if bare.startswith(_GUARDED) else bare


def table(rows: Iterable[tuple[int, Mapping[str, str]]], encoding: str = "UTF-8") -> Table:
    """Return the rows that say something.

    Raises:
        Unreadable: there are too many.
    """
    kept: list[Row] = []
    for number, cells in rows:
        if len(kept) >= MOST_ROWS:
            raise Unreadable(_("More than {n} rows are too many for one file. Please split it."), n=MOST_ROWS)
        kept.append(Row(number, cells))
    return Table(kept, encoding)
