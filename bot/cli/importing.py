"""Actions out of a table that somebody keeps elsewhere."""

import asyncio
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot import clock, tables
from bot.cli import Unusable
from bot.cli.opening import up_to_date
from bot.settings import Settings
from bot.tables.entries import entries
from bot.text import translator
from storage import Database, imports

BATCH = 200  # rows of one transaction
ENGLISH = translator("en")


async def import_file(settings: Settings, asked: Namespace) -> None:
    """Publish the rows of a file: those left out are told one by one, the last line says how many were what."""
    table = _read(asked.file)
    print(f"{asked.file}: {len(table.rows)} rows, read as {table.encoding}")
    reading = imports.Reading(keep_duplicates=asked.keep_duplicates)
    counts: Counter[str] = Counter()
    async with up_to_date(settings) as database, database.sole("import"):
        for start in range(0, len(table.rows), BATCH):
            batch = table.rows[start : start + BATCH]
            judged = await _take(database, reading, batch, asked.file.name)
            counts.update(each.verdict for each in judged)
            _progress(start + len(batch), len(table.rows))
            for each in judged:
                if each.why:
                    print(f"row {each.row.number}: {ENGLISH.plain(each.why.words, **each.why.values)}")
    print(", ".join(f"{name} {counts[name]}" for name in ("new", "changed", "known", "duplicate", "faulty")))


def _read(file: Path) -> tables.Table:
    try:
        return tables.read(file.name, file.read_bytes())
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}") from None
    except tables.Unreadable as unreadable:
        raise Unusable(f"{file}: {ENGLISH.plain(unreadable.words, **unreadable.values)}") from None


async def _take(
    database: Database, reading: imports.Reading, rows: Sequence[tables.Row], file: str
) -> list[imports.Judged]:
    """Take the next rows in; they are there together, or none of them is."""
    read = await asyncio.to_thread(entries, rows, clock.now().date())
    async with database.begin() as session:
        judged = await reading.judge(session, read)
        await imports.write(session, judged, None, file)
    return judged


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} rows", end=end, file=sys.stderr, flush=True)
