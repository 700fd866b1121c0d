"""Rows of a spreadsheet file: dates as dates, numbers as they are seen, formulas as their results."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot.tables.columns import REQUIRED, column
from bot.tables.rows import Table, Unreadable, cell, named, table
from bot.text import _

MOST_BYTES = 300_000_000  # unpacked: a small file may hold endless zeros
MOST_COLUMNS = 200
# XML that cannot be parsed is a kind of SyntaxError.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError,
    OSError, SyntaxError, NotImplementedError,
)  # fmt: skip
BROKEN = _("This is no XLSX file that can be read. Please save the table as XLSX or CSV again.")


def read(content: bytes) -> Table:
    """Return the rows of the first sheet that has the columns needed."""
    # Imported only when needed: the library is large, and a start should not wait for it.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise Unreadable(_("This file is too large when unpacked."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations it cannot keep, which we do not want
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return table(_rows(book))
    except DAMAGED:
        raise Unreadable(BROKEN) from None


def _rows(book: Any) -> Iterator[tuple[int, dict[str, str]]]:
    header: list[str] = []
    for sheet in book.worksheets:
        records = _records(sheet)
        header = next(records, (0, []))[1]
        if {column(name) for name in header}.issuperset(REQUIRED):
            break
    columns = named(header)
    for number, cells in records:
        yield number, {columns[place]: cell(each) for place, each in enumerate(cells) if place in columns}


def _records(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with the numbers the spreadsheet shows."""
    # What a file says of its own size is not to be relied on.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        cells = [_text(value) for value in values]
        if any(map(str.strip, cells)):
            yield number, cells


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float():
            return f"{value:.15g}"
    return str(value)
