"""Spreadsheet files become rows."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from bot import tables
from bot.tables import Unreadable

HEADER = ("source_id", "place", "text", "target", "date")


def book(*rows: Sequence[object], title: str = "Actions", before: bool = False) -> bytes:
    """Return a file with these rows; ``before`` puts a sheet of instructions in front."""
    made = Workbook()
    if before:
        assert made.active
        made.active.append(["How to fill this in"])
    sheet = made.create_sheet(title) if before else made.active
    assert sheet
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(content: bytes) -> list[Mapping[str, str]]:
    return [row.cells for row in tables.read("Table.XLSX", content).rows]


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (datetime(2026, 5, 1, 9, 30), "2026-05-01"),  # noqa: DTZ001 - spreadsheets know no zones
        (date(2026, 5, 1), "2026-05-01"),
        (2026, "2026"),
        (2026.0, "2026"),
        ("2026. 5. 1.", "2026. 5. 1."),
        (None, ""),
    ],
)
def test_dates_are_dates_and_numbers_are_as_they_are_seen(value: object, seen: str) -> None:
    [row] = cells(book(HEADER, (12, "수원시", "침수 차단막", 11.5, value)))
    assert (row["source_id"], row["target"], row.get("date", "")) == ("12", "11.5", seen)


def test_empty_rows_are_passed_over_and_numbers_are_the_spreadsheets_own() -> None:
    rows = tables.read("t.xlsx", book(HEADER, (1, "a", "b"), (), (None, " "), (2, "c", "d"))).rows
    assert [row.number for row in rows] == [2, 5]


def test_the_sheet_with_the_columns_is_found() -> None:
    assert cells(book(HEADER, (1, "a", "b"), before=True))[0]["text"] == "b"


def test_a_book_without_the_columns_is_refused() -> None:
    with pytest.raises(Unreadable):
        cells(book(("What", "Where"), (1, 2)))


def test_damaged_books_are_refused() -> None:
    whole = book(HEADER, (1, "a", "b"))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("notes.txt", "no book")
    for content in (b"", whole[: len(whole) // 2], other.getvalue(), b"PK\x03\x04" + bytes(100)):
        with pytest.raises(Unreadable):
            cells(content)


def test_a_book_that_unpacks_endlessly_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"xl/sheet{number}.xml", bytes(80_000_000))
    with pytest.raises(Unreadable) as refused:
        cells(out.getvalue())
    assert "too large" in refused.value.words
