"""Rows of text with separators: CSV as spreadsheets write it, in whatever encoding."""

import csv
import io
from collections.abc import Iterator

from bot.tables.columns import column
from bot.tables.encodings import decoded
from bot.tables.rows import Table, Unreadable, cell, named, table
from bot.text import _

SEPARATORS = ",;\t|"
LONGEST_CELL = 1_000_000  # characters; longer ones are quotation marks that never close


def read(content: bytes) -> Table:
    """Return the rows; the separator is the one under which the header names most columns."""
    text, encoding = decoded(content)
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep="):  # a line with which some programs tell the separator
        text = rest
    separator = max(SEPARATORS, key=lambda sign: _columns_known(text, sign))
    return table(_rows(text, separator), encoding)


def _columns_known(text: str, separator: str) -> int:
    header = next(_records(text, separator), (0, []))[1]
    return sum(column(name) is not None for name in header)


def _rows(text: str, separator: str) -> Iterator[tuple[int, dict[str, str]]]:
    records = _records(text, separator)
    columns = named(next(records, (0, []))[1])
    for number, cells in records:
        yield number, {columns[place]: cell(each) for place, each in enumerate(cells) if place in columns}


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield what is not empty, numbered as a spreadsheet would."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, 1):
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error:
        raise Unreadable(
            _("The table cannot be read beyond line {n}. A quotation mark may be missing there."), n=reader.line_num
        ) from None
